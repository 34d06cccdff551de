"""Verifies a whole journal: every epoch's file in its folder, and how the epochs follow each other.

An epoch that takes another's place says so in its first record: which one, and what the centre had acknowledged of it.
The older file must hold that much and have that root. One chain must lead from the epoch that is written (`current`, or
one that continues it and was not named yet) back to the first; only an epoch whose first record was pruned cannot tell
what came before it.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from base64 import b64decode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kiosk.record.checkpoint import Checkpoint, VerifierKey
from kiosk.record.epoch import current_file
from kiosk.record.verify import Finding, Problem, Report, open_for_reading, verify

_EPOCH = re.compile("[0-9a-f]{16}")


class ForeignError(ValueError):
    """Keys or anchors of more than one terminal's log were given."""


@dataclass(frozen=True)
class Verified:
    """One epoch of a folder."""

    epoch: str
    report: Report
    own_key: str
    """The verifier key that the file names for itself: not to be believed, only to be compared."""


@dataclass(frozen=True)
class FolderReport:
    """What a folder's journal is worth: its epochs, oldest first, and what is wrong between them."""

    epochs: tuple[Verified, ...]
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.findings and all(epoch.report.ok for epoch in self.epochs)


@dataclass(frozen=True)
class _Told:
    """What a file says of itself."""

    verifier: str = ""
    nothing: bool = False
    """A file that was just made, and holds no table yet."""
    begins: bool = False
    """Whether its first record is still there."""
    previous: str | None = None
    claim: Checkpoint | None = None
    """What the centre had acknowledged of the epoch before."""


def log_name(keys: Iterable[VerifierKey]) -> str:
    """The part of the keys' names that all epochs of the terminal share. Raises `ForeignError`."""
    names = {_log(key.name) for key in keys}
    if len(names) != 1:
        raise ForeignError("the keys are of more than one terminal")
    return names.pop()


def verify_folder(
    folder: Path,
    keys: Sequence[VerifierKey],
    *,
    anchors: Sequence[Checkpoint] = (),
    cosigners: Sequence[VerifierKey] = (),
    unanchored: bool = False,
) -> FolderReport:
    """Verify every epoch in a journal's folder, which may be written at the time.

    A key is good for the epoch it is named after, and for every epoch that no key is named after. `anchors` are
    checkpoints that the centre is known to have acknowledged; without one for the newest epoch the journal does not
    hold, unless `unanchored` is asked for. Raises `ForeignError`.
    """
    log = log_name(keys) if keys else ""
    if keys and any(_log(anchor.origin) != log for anchor in anchors):
        raise ForeignError("an anchor is another terminal's")
    findings: list[Finding] = []
    named = _current(folder)  # before the files are listed: an epoch that begins meanwhile continues it
    files = {path.stem: path for path in sorted(folder.glob("*.db")) if _EPOCH.fullmatch(path.stem)}
    told = {epoch: _tell(path) for epoch, path in files.items()}
    told = {epoch: one for epoch, one in told.items() if epoch == named or not one.nothing}
    newest = _newest(named, told)
    if newest not in told:
        findings.append(Finding(Problem.NO_EPOCH, 0, 0, f"the epoch that is written, {newest or 'not named'}"))
    chain, broken = _chain(newest, told)
    findings += broken
    for anchor in anchors:
        epoch = anchor.origin.rpartition("/")[2]
        if epoch not in told:
            findings.append(Finding(Problem.NO_EPOCH, 0, 0, f"{epoch}, of which the centre acknowledged records"))
    if not unanchored and not any(anchor.origin.rpartition("/")[2] == newest for anchor in anchors):
        findings.append(Finding(Problem.NOT_ANCHORED, 0, 0, "nothing that the centre acknowledged was given"))

    verified = []
    for epoch in chain:
        key = _key(epoch, keys, log, told[epoch])
        of_it = sorted((a for a in anchors if a.origin.rpartition("/")[2] == epoch), key=lambda a: a.size)
        claimed = [one.claim for one in told.values() if one.previous == epoch and one.claim]
        report = verify(
            files[epoch],
            key,
            of_it[-1] if of_it else None,
            cosigners=cosigners,
            claimed=[*of_it[:-1], *claimed],
        )
        verified.append(Verified(epoch, report, told[epoch].verifier))
    return FolderReport(tuple(verified), tuple(findings))


def _log(name: str) -> str:
    log, _, epoch = name.rpartition("/")
    return log if _EPOCH.fullmatch(epoch) else name


def _key(epoch: str, keys: Sequence[VerifierKey], log: str, told: _Told) -> VerifierKey | None:
    """The key to verify an epoch with; of several the one that the file names, if it is among them."""
    name = f"{log}/{epoch}"
    named = [key for key in keys if key.name == name]
    candidates = named or [replace(key, name=name) for key in keys]
    return next((key for key in candidates if str(key) == told.verifier), candidates[0] if candidates else None)


def _current(folder: Path) -> str | None:
    try:
        path = current_file(folder)
    except (OSError, ValueError):
        return None
    return path.stem if path else None


def _newest(named: str | None, told: dict[str, _Told]) -> str | None:
    """The epoch that is written: the one that `current` names, or one that continues it."""
    newest = named
    for _ in told:
        after = [epoch for epoch, one in told.items() if one.previous == newest]
        if newest is None or len(after) != 1:
            break
        (newest,) = after
    return newest


def _chain(newest: str | None, told: dict[str, _Told]) -> tuple[list[str], list[Finding]]:
    """The epochs, oldest first, those that do not belong to the chain before all others; and what is wrong with it."""
    findings: list[Finding] = []
    chain: list[str] = []
    epoch = newest if newest in told else None
    while epoch is not None and epoch in told and epoch not in chain:
        chain.insert(0, epoch)
        epoch = told[epoch].previous
    if epoch in chain:
        findings.append(Finding(Problem.STRAY_EPOCH, 0, 0, f"{epoch} continues itself"))
    elif epoch is not None:
        findings.append(Finding(Problem.NO_EPOCH, 0, 0, f"{epoch}, which {chain[0]} continues"))
    strays = [one for one in told if one not in chain]
    pruned = bool(chain) and not told[chain[0]].begins
    # An epoch whose beginning was pruned cannot say which one it continues: one chain of files may come before it.
    tails = [one for one in strays if not any(told[other].previous == one for other in strays)]
    if not (pruned and len(tails) == 1):
        findings += [
            Finding(Problem.STRAY_EPOCH, 0, 0, f"{one} does not belong to the chain of epochs") for one in strays
        ]
    return [*strays, *chain], findings


def _tell(path: Path) -> _Told:
    """What a file says of itself; nothing where it cannot be read."""
    try:
        with contextlib.closing(open_for_reading(path)) as db:
            if db.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,):
                return _Told(nothing=True)
            verifier = str(db.execute("SELECT verifier FROM log").fetchone()[0])
            first = db.execute("SELECT body FROM rec WHERE seq=1").fetchone()
        if first is None:
            return _Told(verifier)
        data: dict[str, Any] = json.loads(first[0])["data"]
        previous, acked, root = data.get("previous"), data.get("acked", 0), data.get("root")
        if previous is None:
            return _Told(verifier, begins=True)
        if not _EPOCH.fullmatch(previous):
            previous = "an epoch of no name"
        claim = None
        if type(acked) is int and acked > 0 and isinstance(root, str):
            claim = Checkpoint(previous, acked, b64decode(root))
        return _Told(verifier, begins=True, previous=previous, claim=claim)
    except (sqlite3.Error, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _Told()
