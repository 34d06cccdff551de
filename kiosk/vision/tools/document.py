"""`kiosk vision document`: identity documents in picture files, one answer for each file whatever it is."""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from kiosk.vision import imagesize
from kiosk.vision.ocr import Image, Ocr, RapidOcr
from kiosk.vision.picture import Reason, Seen, look

_MOST_BYTES: Final = 64 * 2**20
_MOST_PIXELS: Final = 64_000_000
"""Some 200 MB once decoded; telephones deliver 12 to 50 million."""
_LONGEST_SIDE: Final = 2**15
"""What OpenCV cannot turn: it counts the pixels of a side in 16 bits."""
_ENOUGH_PIXELS: Final = 8_000_000
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
        picture = load(file)
        seen = Seen(picture) if isinstance(picture, Reason) else look(picture, engine, today)
        yield Answer(name, seen, (time.perf_counter() - began) * 1e3)


def load(file: Path) -> Image | Reason:
    """The picture in a file, BGR, turned as its EXIF says; or why there is none.

    Only regular files are opened to be read. What a header promises is measured before anything is decoded.
    """
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return Reason.NOT_FOUND
    except (OSError, ValueError):
        return Reason.NOT_A_FILE
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            return Reason.NOT_A_FILE
        if about.st_size > _MOST_BYTES:
            return Reason.TOO_LARGE
        with os.fdopen(descriptor, "rb", closefd=False) as opened:
            content = opened.read(_MOST_BYTES)
    except OSError:
        return Reason.NOT_A_FILE
    finally:
        os.close(descriptor)
    return decode(content)


def decode(content: bytes) -> Image | Reason:
    """The picture in these bytes, BGR; or why there is none."""
    size = imagesize.of(content)
    if size is None:
        return Reason.NOT_A_PICTURE
    pixels = size[0] * size[1]
    if pixels > _MOST_PIXELS or max(size) >= _LONGEST_SIDE:
        return Reason.TOO_LARGE
    kind = cv2.IMREAD_COLOR if pixels <= _ENOUGH_PIXELS else cv2.IMREAD_REDUCED_COLOR_2
    try:
        image = cv2.imdecode(np.frombuffer(content, np.uint8), kind)
    except cv2.error:
        return Reason.NOT_A_PICTURE
    return Reason.NOT_A_PICTURE if image is None else np.asarray(image, dtype=np.uint8)


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
