"""What a walk proved: read back from the terminal's journal and the central service, not from memory."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kiosk.core import entries
from kiosk.core.identity import Presentation
from kiosk.demo.walker import Picture
from kiosk.record.journal import current_file
from kiosk.record.reader import JournalReader

_MOST_BYTES = 64 * 2**20


class Evidence:
    """The records of a terminal's current journal, as stored."""

    def __init__(self, journal: Path) -> None:
        """Read the journal in this folder. Raises `ReadError` or OSError."""
        path = current_file(journal)
        if path is None:
            raise FileNotFoundError(journal)
        with JournalReader(path) as reader:
            self.epoch = reader.epoch
            self.size = reader.size()
            root = reader.root_at(self.size)
            batch = reader.batch(0, self.size, _MOST_BYTES)
        self.root = "" if root is None else b64encode(root).decode()
        """Base64 of the root over all records, recomputed."""
        self.records: list[dict[str, Any]] = [json.loads(body) for body in (() if batch is None else batch.bodies)]

    def last(self, *kinds: type[entries.Entry]) -> tuple[type[entries.Entry], Mapping[str, Any]] | None:
        """The kind and data of the newest record of one of these kinds."""
        names = {kind.TYPE: kind for kind in kinds}
        for record in reversed(self.records):
            if record["type"] in names:
                return names[record["type"]], record["data"]
        return None


def verified(evidence: Evidence, central: Mapping[str, Any]) -> bool:
    """Whether both sides hold the same records: sizes, and both roots recomputed from stored bytes."""
    return bool(
        evidence.size
        and len(evidence.records) == evidence.size == central["acked"]
        and central["root"] == central["recomputed_root"] == evidence.root
    )


def summarise(
    *,
    walk: str,
    outcome: str,
    pictures: Sequence[Picture],
    evidence: Evidence,
    central: Mapping[str, Any],
    ui: Mapping[str, float | None],
    memory_mb: Mapping[str, float],
) -> dict[str, Any]:
    """The summary of a walk, as `kiosk demo --headless` writes it."""
    compared = evidence.last(entries.FaceCompared)
    face = {} if compared is None else dict(compared[1])
    return {
        "walk": walk,
        "outcome": outcome,
        "screens": [asdict(picture) for picture in pictures],
        "token": _token(evidence),
        "document": _document(evidence),
        "face": {key: face.get(key) for key in ("accepted", "reason", "score", "threshold", "engine", "frames")},
        "liveness": {
            "performed": face.get("liveness") not in (None, Presentation.NOT_PERFORMED),
            "presentation": face.get("liveness"),
            "score": face.get("liveness_score"),
            "reasons": face.get("liveness_reasons"),
        },
        "journal": {
            "records": evidence.size,
            "acked": central["acked"],
            "verified": verified(evidence, central),
        },
        "ui": dict(ui),
        "memory_mb": dict(memory_mb),
    }


def _token(evidence: Evidence) -> dict[str, Any]:
    match evidence.last(entries.TokenAccepted, entries.TokenRefused):
        case (entries.TokenRefused, data):
            return {"accepted": False, "reason": data["reason"]}
        case None:
            return {"accepted": None, "reason": None}
        case _:
            return {"accepted": True, "reason": None}


def _document(evidence: Evidence) -> dict[str, Any]:
    nothing: dict[str, Any] = dict.fromkeys(("kind", "source", "authenticity", "fields_ok", "reason"))
    match evidence.last(entries.DocumentAccepted, entries.DocumentRefused):
        case (entries.DocumentAccepted, data):
            return nothing | dict(data) | {"fields_ok": True}
        case (entries.DocumentRefused, data):
            return nothing | dict(data) | {"fields_ok": False}
        case _:
            return nothing
