"""What sync has achieved and how it fares: a small file of `kiosk sync`, read by the kiosk and by `kiosk doctor`.

Losing it is harmless: the centre states anew what it has acknowledged.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, NamedTuple, get_type_hints

from kiosk.core.entries import CertificateRenewed, ConfigApplied, Entry, SyncRecovered, SyncTroubled
from kiosk.core.ports import Clock, Journal
from kiosk.record.checkpoint import Checkpoint
from kiosk.record.files import make_folder, write_atomically
from kiosk.record.tree import EMPTY_ROOT, HASH_BYTES

_MOST_REPORTS: Final = 100
_LONGEST_REPORT: Final = 16_384
_REPORTED: Final[Mapping[str, type[Entry]]] = {
    kind.TYPE: kind for kind in (ConfigApplied, SyncTroubled, SyncRecovered, CertificateRenewed)
}


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
    ROLLED_BACK = "rolledBack"
    """The centre acknowledged more of this epoch than its file holds: the disk was restored from an older copy."""
    INCOMPLETE = "incomplete"
    """The centre lost records that this terminal, to which it had acknowledged them, no longer holds."""
    JOURNAL = "journal"
    """The journal's file cannot be read."""
    STORE = "store"
    """The state folder cannot be written."""


class DealtWith(NamedTuple):
    """So many records of an earlier epoch's file the centre holds, acknowledged or as evidence; `root` is over them.

    The root tells that file from another of the same epoch, which a disk that was put back may hold. `cosigned` is the
    centre's note of just this tree: without it nothing is deleted, for whoever writes this file may claim a tree. What
    the centre keeps as evidence alone, of a history that it does not share, it does not sign.
    """

    size: int
    root: bytes
    cosigned: bytes = b""


@dataclass(frozen=True)
class SyncState:
    """`root` is over the first `acked` records; `cosigned` is the newest note with a cosignature that held.

    `older` says of earlier epochs how many of their records the centre acknowledged or keeps as evidence. `told` says
    whether the trouble there is has been left to be journalled.
    """

    epoch: str = ""
    acked: int = 0
    root: bytes = EMPTY_ROOT
    cosigned: bytes = b""
    contact: datetime | None = None
    trouble: SyncTrouble | None = None
    older: Mapping[str, DealtWith] = field(default_factory=dict)
    told: bool = False

    def given_up(self, epoch: str) -> str | None:
        """Why this epoch cannot go on (`JournalOpened.why`): the centre will take no more of it; None where it will."""
        renewed = self.trouble in (SyncTrouble.DIVERGED, SyncTrouble.ROLLED_BACK) and self.epoch == epoch
        return str(self.trouble) if renewed else None

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
                older={
                    epoch: DealtWith(int(size), *(b64decode(one, validate=True) for one in signed[:2]))
                    for epoch, (size, *signed) in raw["older"].items()
                    if is_epoch(epoch)
                },
                told=bool(raw["told"]),
            )
        except (OSError, ValueError, OverflowError, KeyError, TypeError, AttributeError, RecursionError):
            return cls()
        sizes = (state.acked, *(dealt.size for dealt in state.older.values()))
        sound = min(sizes) >= 0 and len(state.root) == HASH_BYTES
        return state if sound else cls()

    def save(self, path: Path) -> None:
        """Keep the state. Raises OSError."""
        raw = {
            "epoch": self.epoch,
            "acked": self.acked,
            "root": b64encode(self.root).decode(),
            "cosigned": b64encode(self.cosigned).decode(),
            "contact": None if self.contact is None else self.contact.isoformat(),
            "trouble": self.trouble,
            "older": {
                epoch: (size, *(b64encode(one).decode() for one in signed))
                for epoch, (size, *signed) in self.older.items()
            },
            "told": self.told,
        }
        make_folder(path.parent)
        write_atomically(path, json.dumps(raw).encode())


def is_epoch(name: str) -> bool:
    """Whether it is an epoch's name."""
    return re.fullmatch("[0-9a-f]{16}", name) is not None


def leave_report(folder: Path, entry: Entry, clock: Clock) -> None:
    """Ask the journal's owner to journal an entry: sync itself may not write the journal.

    Only a `ConfigApplied`, `SyncTroubled`, `SyncRecovered` or `CertificateRenewed` is taken; ValueError for others.
    Beyond 100 reports that nobody took, no more are left. Raises OSError.
    """
    if entry.TYPE not in _REPORTED:
        raise ValueError(f"sync does not report {entry.TYPE}")
    make_folder(folder)
    waiting = {path.name for path in folder.glob("*.json")}
    if len(waiting) < _MOST_REPORTS:
        at = f"{clock.now():%Y%m%dT%H%M%S%f}"
        name = next(name for number in range(_MOST_REPORTS) if (name := f"{at}-{number:02}.json") not in waiting)
        write_atomically(folder / name, json.dumps({"type": entry.TYPE, "data": entry.data()}).encode())


def journal_reports(folder: Path, journal: Journal) -> int:
    """Journal what sync left, oldest first, and take it away; how many. Waits for the commit: not on the Qt thread.

    A crash in between journals a report twice, never not at all. Raises `JournalError` or OSError.
    """
    taken = 0
    for path in sorted(folder.glob("*.json")):
        entry = _report(path.read_bytes()) if path.stat().st_size <= _LONGEST_REPORT else None
        if entry is not None:
            journal.record(entry)
            taken += 1
        path.unlink(missing_ok=True)
    return taken


def _report(raw: bytes) -> Entry | None:
    """The entry of a report; None where it is none of those that sync may leave, every field of its type."""
    try:
        report = json.loads(raw)
        kind, data = _REPORTED[report["type"]], report["data"]
        hints = get_type_hints(kind)
        values = {item.name: data[item.name] for item in fields(kind)}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if any(type(value) is bool and hints[name] is not bool for name, value in values.items()):
        return None  # which isinstance takes for a number
    return kind(**values) if all(isinstance(value, hints[name]) for name, value in values.items()) else None
