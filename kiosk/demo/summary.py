"""What a walk proved: read back from the terminal's journal and the central service, not from memory."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiosk.core import entries
from kiosk.core.identity import Presentation
from kiosk.record import layout
from kiosk.record.journal import current_file
from kiosk.record.reader import JournalReader, ReadError
from kiosk.record.syncstate import SyncState
from kiosk.settings import load

if TYPE_CHECKING:
    from kiosk.demo.branch import Branch
    from kiosk.demo.take import Taken

_SYNC_WITHIN_S: Final = 30.0
_MOST_RECORDS: Final = 1000
_MOST_BYTES: Final = 64 * 2**20


class Evidence:
    """The records of one epoch of a terminal's journal, as stored."""

    def __init__(self, journal: Path, epoch: str | None = None) -> None:
        """Read an epoch in this folder, the current one unless told. Raises `ReadError` or OSError."""
        path = current_file(journal) if epoch is None else journal / f"{epoch}.db"
        if path is None:
            raise FileNotFoundError(journal)
        self.counts: Counter[str] = Counter()
        """How many records there are of each type."""
        self._last: dict[str, Mapping[str, Any]] = {}
        self.openings: list[Mapping[str, Any]] = []
        """What every `JournalOpened` says, in order."""
        self._path = path
        with JournalReader(path) as reader:
            self.epoch = reader.epoch
            self.size = reader.size()
            root = reader.root_at(self.size)
            while batch := reader.batch(self.read, _MOST_RECORDS, _MOST_BYTES):
                for body in batch.bodies:
                    record = json.loads(body)
                    self.counts[record["type"]] += 1
                    self._last[record["type"]] = record
                    if record["type"] == entries.JournalOpened.TYPE:
                        self.openings.append(record["data"])
        self.root = "" if root is None else b64encode(root).decode()
        """Base64 of the root over all records, recomputed."""

    @property
    def read(self) -> int:
        """How many records were read up to the last checkpoint."""
        return self.counts.total()

    def last(self, *kinds: type[entries.Entry]) -> tuple[type[entries.Entry], Mapping[str, Any]] | None:
        """The kind and data of the newest record of one of these kinds."""
        found = [(self._last[kind.TYPE], kind) for kind in kinds if kind.TYPE in self._last]
        if not found:
            return None
        record, kind = max(found, key=lambda item: str(item[0]["sequence"]))
        return kind, record["data"]

    def newest(self, kind: type[entries.Entry]) -> Mapping[str, Any]:
        """The newest record of a kind, whole. Raises `LookupError` where there is none."""
        return self._last[kind.TYPE]

    def holds(self, before: Evidence) -> bool:
        """Whether every record that the same epoch held before is still in its place, unchanged. Raises `ReadError`."""
        with JournalReader(self._path) as reader:
            root = reader.root_at(before.size)
        return self.epoch == before.epoch and root is not None and b64encode(root).decode() == before.root


def both_sides(branch: Branch, within_s: float = _SYNC_WITHIN_S) -> tuple[Evidence, dict[str, Any]]:
    """The terminal's closed journal and what the centre holds of it, after waiting until that is all of it.

    Raises OSError or ValueError where either cannot be asked.
    """
    files = layout(load(branch.settings_path).terminal.state)
    try:
        evidence = Evidence(files.journal)
    except ReadError as error:
        raise ValueError(str(error)) from error
    deadline = time.monotonic() + within_s
    while _acknowledged(files.sync, evidence.epoch) < evidence.size and time.monotonic() < deadline:
        time.sleep(0.1)
    return evidence, branch.acknowledged(evidence.epoch)


def _acknowledged(sync: Path, epoch: str) -> int:
    """How much of an epoch the centre has acknowledged, as far as the terminal knows."""
    state = SyncState.load(sync)
    return state.acked if state.epoch == epoch else 0


def verified(evidence: Evidence, central: Mapping[str, Any]) -> bool:
    """Whether both sides hold the same records: sizes, and both roots recomputed from stored bytes."""
    return bool(
        evidence.size
        and evidence.read == evidence.size == central["acked"]
        and central["root"] == central["recomputed_root"] == evidence.root
    )


def summarise(
    walk: str, outcome: str, taken: Sequence[Taken], evidence: Evidence, central: Mapping[str, Any]
) -> dict[str, Any]:
    """The summary of a walk, as `kiosk demo --headless` writes it; a story's chapters are one walk."""
    compared = evidence.last(entries.FaceCompared)
    face = {} if compared is None else dict(compared[1])
    longest_ms, stalled_at_ms = max(((part.stall_ms, part.stall_at_ms) for part in taken), default=(0.0, 0.0))
    return {
        "walk": walk,
        "outcome": outcome,
        "screens": [asdict(picture) for part in taken for picture in part.pictures],
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
        "ui": {
            "longest_stall_ms": round(longest_ms, 1),
            "longest_stall_at_ms": round(stalled_at_ms),
            "first_frame_ms": max((round(part.first_frame_ms) for part in taken if part.first_frame_ms), default=None),
        },
        "memory_mb": {
            name: max(part.memory_mb.get(name, 0.0) for part in taken)
            for name in dict.fromkeys(name for part in taken for name in part.memory_mb)
        },
    }


def written(summary: Mapping[str, Any], out: Path, hoped: str, complaints: Sequence[str] = ()) -> int:
    """Write and tell the summary; the exit status is 0 where the walk ended as it should and nothing complained."""
    path = out / "summary.json"
    path.write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"{summary['walk']}: {summary['outcome']}; {len(summary['screens'])} screens, {path}")
    return 0 if summary["outcome"] == hoped and summary["journal"]["verified"] and not complaints else 1


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
            said = {name: value for name, value in data.items() if name != "sealed"}
            return nothing | said | {"fields_ok": True}
        case (entries.DocumentRefused, data):
            return nothing | dict(data) | {"fields_ok": False}
        case _:
            return nothing
