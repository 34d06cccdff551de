"""What sync has achieved and how it fares: a small file of `kiosk sync`, read by the kiosk and by `kiosk doctor`.

Losing it is harmless: the centre states anew what it has acknowledged.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from kiosk.core.entries import ConfigApplied
from kiosk.core.ports import Clock, Journal
from kiosk.record.checkpoint import Checkpoint
from kiosk.record.files import make_folder, write_atomically
from kiosk.record.tree import EMPTY_ROOT, HASH_BYTES

_MOST_REPORTS = 100


class SyncTrouble(StrEnum):
    """Why nothing is acknowledged now."""

    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    """The centre's certificate or our own cannot be used, or the centre does not accept ours."""
    BUSY = "busy"
    BAD_ANSWER = "badAnswer"
    NOT_COSIGNED = "notCosigned"
    REJECTED = "rejected"
    """The centre does not take the records as they are: a person must look."""
    DIVERGED = "diverged"
    """The centre holds another history of this epoch: a restored disk, or tampering."""
    JOURNAL = "journal"
    """The journal's file cannot be read."""
    STORE = "store"
    """The state folder cannot be written."""


@dataclass(frozen=True)
class SyncState:
    """`root` is over the first `acked` records; `cosigned` is the newest note with a cosignature that held."""

    epoch: str = ""
    acked: int = 0
    root: bytes = EMPTY_ROOT
    cosigned: bytes = b""
    contact: datetime | None = None
    trouble: SyncTrouble | None = None

    def anchor(self, origin: str) -> Checkpoint | None:
        """What the centre committed to, for `kiosk.record.verify`; None before the first acknowledgement."""
        return Checkpoint(origin, self.acked, self.root) if self.acked else None

    @classmethod
    def load(cls, path: Path) -> SyncState:
        """The state in a file; an empty one where there is none or where it is damaged."""
        try:
            raw: dict[str, Any] = json.loads(path.read_bytes())
            contact, trouble = raw["contact"], raw["trouble"]
            state = cls(
                epoch=str(raw["epoch"]),
                acked=int(raw["acked"]),
                root=b64decode(raw["root"], validate=True),
                cosigned=b64decode(raw["cosigned"], validate=True),
                contact=None if contact is None else datetime.fromisoformat(contact),
                trouble=None if trouble is None else SyncTrouble(trouble),
            )
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return cls()
        return state if state.acked >= 0 and len(state.root) == HASH_BYTES else cls()

    def save(self, path: Path) -> None:
        """Keep the state. Raises OSError."""
        raw = {
            "epoch": self.epoch,
            "acked": self.acked,
            "root": b64encode(self.root).decode(),
            "cosigned": b64encode(self.cosigned).decode(),
            "contact": None if self.contact is None else self.contact.isoformat(),
            "trouble": self.trouble,
        }
        make_folder(path.parent)
        write_atomically(path, json.dumps(raw).encode())


def leave_report(folder: Path, entry: ConfigApplied, clock: Clock) -> None:
    """Ask the journal's owner to journal an entry: sync itself may not write the journal. Raises OSError.

    Beyond 100 reports that nobody took, no more are left.
    """
    make_folder(folder)
    if sum(1 for _ in folder.glob("*.json")) < _MOST_REPORTS:
        write_atomically(folder / f"{clock.now():%Y%m%dT%H%M%S%f}.json", json.dumps(entry.data()).encode())


def journal_reports(folder: Path, journal: Journal) -> int:
    """Journal what sync left, oldest first, and take it away; how many. Waits for the commit: not on the Qt thread.

    A crash in between journals a report twice, never not at all. Raises `JournalError` or OSError.
    """
    taken = 0
    for path in sorted(folder.glob("*.json")):
        entry = _report(path.read_bytes())
        if entry is not None:
            journal.append(entry).result()
            taken += 1
        path.unlink(missing_ok=True)
    return taken


def _report(raw: bytes) -> ConfigApplied | None:
    try:
        fields = json.loads(raw)
        version, ok, reason = fields["version"], fields["ok"], fields["reason"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if type(version) is not int or type(ok) is not bool or not isinstance(reason, str | None):
        return None
    return ConfigApplied(version, ok, reason)
