"""Verifies a whole journal: every epoch's file in its folder, and how the epochs follow each other.

An epoch that takes another's place says so in its first record: which one, and what the centre had acknowledged of it.
The older file must hold that much and have that root. One chain must lead from the epoch that is written (`current`, or
one that continues it and was not named yet) back to the first; only an epoch whose first record was pruned cannot tell
what came before it. A file may be missing where a signed record of a later epoch says that it was deleted, with which
tree: that tree must be the one the centre acknowledged, and a file put back in its place must hold it.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kiosk.record.checkpoint import Checkpoint, VerifierKey
from kiosk.record.epoch import current_file
from kiosk.record.verify import Finding, Gone, Problem, Report, open_for_reading, verify

_EPOCH = re.compile("[0-9a-f]{16}")
_LOOKS = 3
"""So often a folder is verified at most, where the kiosk deletes files of it meanwhile."""


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
    """What a folder's journal is worth: its epochs, oldest first, and what is wrong between them.

    `gone` are the epochs whose files were deleted, as signed records say.
    """

    epochs: tuple[Verified, ...]
    findings: tuple[Finding, ...]
    gone: tuple[Gone, ...] = ()

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
    opened: str = ""
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
    for _ in range(_LOOKS):
        report = _verify_folder(folder, keys, anchors, cosigners, log, unanchored=unanchored)
        if all((folder / f"{epoch.epoch}.db").exists() for epoch in report.epochs):
            break  # else the kiosk has deleted one meanwhile: what says so may not have been read yet
    return report


def _verify_folder(
    folder: Path,
    keys: Sequence[VerifierKey],
    anchors: Sequence[Checkpoint],
    cosigners: Sequence[VerifierKey],
    log: str,
    *,
    unanchored: bool,
) -> FolderReport:
    findings: list[Finding] = []
    named = _current(folder)  # before the files are listed: an epoch that begins meanwhile continues it
    files = {path.stem: path for path in sorted(folder.glob("*.db")) if _EPOCH.fullmatch(path.stem)}
    told = {epoch: _tell(path) for epoch, path in files.items()}
    told = {epoch: one for epoch, one in told.items() if epoch == named or not one.nothing}
    newest = _newest(named, told)
    if newest not in told:
        findings.append(Finding(Problem.NO_EPOCH, 0, 0, f"the epoch that is written, {newest or 'not named'}"))
    if not unanchored and not any(_epoch(anchor) == newest for anchor in anchors):
        findings.append(Finding(Problem.NOT_ANCHORED, 0, 0, "nothing that the centre acknowledged was given"))

    def examine(epoch: str, claimed: Sequence[Checkpoint]) -> Verified:
        key = _key(epoch, keys, log, told[epoch])
        of_it = sorted((anchor for anchor in anchors if _epoch(anchor) == epoch), key=lambda anchor: anchor.size)
        report = verify(
            files[epoch],
            key,
            of_it[-1] if of_it else None,
            cosigners=cosigners,
            claimed=[*of_it[:-1], *claimed],
        )
        return Verified(epoch, report, told[epoch].verifier)

    walk = _Walk(told, examine)
    walk.back_through_all(newest if newest in told else None)
    walk.compare(anchors)
    return FolderReport(tuple(walk.verified), tuple(findings + walk.findings), walk.missing())


def _epoch(checkpoint: Checkpoint) -> str:
    return checkpoint.origin.rpartition("/")[2]


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


class _Walk:
    """Goes from the newest epoch back, verifying each: what it says of those before it is known when they are met."""

    def __init__(self, told: Mapping[str, _Told], examine: Callable[[str, Sequence[Checkpoint]], Verified]) -> None:
        self._told, self._examine = told, examine
        self._met: set[str] = set()
        self._gone: dict[str, Gone] = {}
        self.verified: list[Verified] = []
        """Oldest first, those that do not belong to the chain before all others."""
        self.findings: list[Finding] = []

    def back_through_all(self, newest: str | None) -> None:
        """Verify every file. Those that the chain from the newest one does not reach are strays.

        An epoch whose beginning was pruned or deleted cannot say which one it continues: one chain of files may come
        before each such gap.
        """
        ends_open = self._back_from(newest)
        strays = sorted(
            self._told.keys() - self._met, key=lambda epoch: (self._told[epoch].opened, epoch), reverse=True
        )
        for epoch in strays:
            self._meet(epoch)
        continued = {self._told[epoch].previous for epoch in strays} | {one.previous for one in self._gone.values()}
        gaps = 1 + len(self._gone.keys() - self._met)
        if not ends_open or sum(epoch not in continued for epoch in strays) > gaps:
            self._find(*(f"{epoch} does not belong to the chain of epochs" for epoch in reversed(strays)))

    def compare(self, anchors: Sequence[Checkpoint]) -> None:
        """Compare what is not there with what the centre acknowledged of it, and with what the next epoch says of that.

        Only the centre's own word shows that it holds all that was deleted.
        """
        newest = {_epoch(anchor): anchor for anchor in sorted(anchors, key=lambda anchor: anchor.size)}
        for epoch, anchor in newest.items():
            if epoch not in self._told and epoch not in self._gone:
                self._find(f"{epoch}, of which the centre acknowledged records", problem=Problem.NO_EPOCH)
            elif epoch not in self._told and anchor.size < self._gone[epoch].size:
                more = f"{epoch} was deleted, and the centre acknowledged no more of it"
                self.findings.append(Finding(Problem.MISSING, anchor.size, self._gone[epoch].size, more))
        claims = [one.claim for one in self._told.values() if one.claim]
        for known in (*newest.values(), *claims):
            gone = None if _epoch(known) in self._told else self._gone.get(_epoch(known))
            if gone is not None and known.size > gone.size:
                less = f"{gone.epoch} was deleted, and the centre had acknowledged more of it"
                self.findings.append(Finding(Problem.ROLLED_BACK, gone.size, known.size, less))
            elif gone is not None and known.size == gone.size and known.root != gone.root:
                other = f"{gone.epoch} was deleted, and the centre had acknowledged other records"
                self.findings.append(Finding(Problem.DIVERGED, 0, known.size, other))

    def missing(self) -> tuple[Gone, ...]:
        """The epochs that are not there, as records say."""
        return tuple(one for epoch, one in self._gone.items() if epoch not in self._told)

    def _back_from(self, newest: str | None) -> bool:
        """Verify an epoch and those before it; whether the last of them cannot say what came before it."""
        epoch, after, unknown = newest, newest, False
        while epoch is not None:
            if epoch in self._met:
                self._find(f"{epoch} continues itself")
                return False
            self._met.add(epoch)
            if epoch in self._told:
                self._meet(epoch)
                before, unknown = self._told[epoch].previous, not self._told[epoch].begins
            elif epoch in self._gone:
                before = self._gone[epoch].previous
                unknown = before is None
            else:
                self._find(f"{epoch}, which {after} continues", problem=Problem.NO_EPOCH)
                return False
            epoch, after = before, epoch
        return unknown

    def _meet(self, epoch: str) -> None:
        """Verify a file, and hear what it says of those before it."""
        claimed = [one.claim for one in self._told.values() if one.previous == epoch and one.claim]
        if (said := self._gone.get(epoch)) is not None:  # put back, or not gone yet
            claimed.append(Checkpoint(epoch, said.size, said.root))
        met = self._examine(epoch, claimed)
        self.verified.insert(0, met)
        for one in met.report.gone:
            said = self._gone.setdefault(one.epoch, one)
            if (said.size, said.root) != (one.size, one.root):
                self._find(f"{one.epoch} was deleted, and what it held is told in two ways", problem=Problem.DIVERGED)

    def _find(self, *details: str, problem: Problem = Problem.STRAY_EPOCH) -> None:
        self.findings += [Finding(problem, 0, 0, detail) for detail in details]


def _tell(path: Path) -> _Told:
    """What a file says of itself; nothing where it cannot be read."""
    try:
        with contextlib.closing(open_for_reading(path)) as db:
            if db.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,):
                return _Told(nothing=True)
            verifier, opened = map(str, db.execute("SELECT verifier, opened FROM log").fetchone())
            first = db.execute("SELECT body FROM rec WHERE seq=1").fetchone()
        if first is None:
            return _Told(verifier, opened=opened)
        data: dict[str, Any] = json.loads(first[0])["data"]
        previous, acked, root = data.get("previous"), data.get("acked", 0), data.get("root")
        if previous is None:
            return _Told(verifier, opened=opened, begins=True)
        if not _EPOCH.fullmatch(previous):
            previous = "an epoch of no name"
        claim = None
        if type(acked) is int and acked > 0 and isinstance(root, str):
            claim = Checkpoint(previous, acked, b64decode(root))
        return _Told(verifier, opened=opened, begins=True, previous=previous, claim=claim)
    except (sqlite3.Error, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _Told()
