"""`kiosk vision document`: identity documents in picture files, one answer for each file whatever it is."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from kiosk.vision.ocr import Ocr, RapidOcr
from kiosk.vision.picture import Seen, look
from kiosk.vision.pictures import Unread, read_picture

ENOUGH_PIXELS: Final = 8_000_000
"""Larger pictures are decoded at half their size: no document needs more."""
THREADS: Final = 2


@dataclass(frozen=True)
class Answer:
    """What was seen in a file, and how long looking took, in milliseconds, decoding included."""

    file: str
    seen: Seen
    ms: float

    def as_dict(self) -> dict[str, Any]:
        """The answer as JSON values; keys without a value for this kind of document are left out."""
        seen = self.seen
        values: dict[str, Any] = {"file": self.file, "ok": seen.ok, "kind": seen.kind}
        if seen.side is not None:
            values["side"] = seen.side
        values |= {"fields": seen.fields, "checks": seen.checks, "expired": seen.expired}
        if seen.reason is not None:
            values["reason"] = seen.reason
        return values | {"confidence": round(seen.confidence, 4), "ms": round(self.ms, 1)}


def answers(files: Iterable[Path], today: date, ocr: Ocr | None = None) -> Iterator[Answer]:
    """Read one file after the other. The models are loaded before the first, and its time does not count that."""
    engine = ocr or RapidOcr(THREADS)
    for file in files:
        name = os.fsencode(file).decode("utf-8", "replace")
        began = time.perf_counter()
        picture = read_picture(file, enough=ENOUGH_PIXELS)
        seen = Seen(picture) if isinstance(picture, Unread) else look(picture, engine, today)
        yield Answer(name, seen, (time.perf_counter() - began) * 1e3)


def as_json(answer: Answer) -> str:
    """One line of JSON."""
    return json.dumps(answer.as_dict(), ensure_ascii=False)


def as_text(answer: Answer) -> str:
    """A few lines to read."""
    seen = answer.seen
    head = f"{answer.file}: {seen.kind or 'no document'}" + (f", {seen.side}" if seen.side else "")
    verdict = "every check held" if seen.ok else str(seen.reason)
    expired = ", expired" if seen.expired else ""
    lines = [f"{head}: {verdict}{expired} ({answer.ms:.0f} ms)"]
    for name, value in seen.fields.items():
        lines += [f"    {name:12} {part}" for part in ([value] if isinstance(value, str) else value)]
    failed = [name for name, held in seen.checks.items() if not held]
    return "\n".join([*lines, *([f"    failed       {', '.join(failed)}"] if failed else [])])
