"""Verifies a journal from its raw bytes: recomputes the tree, every checkpoint and every number; refuses by default.

It believes nothing that the file says of itself. Without the log's key, or without a checkpoint, nothing is verified;
without what the centre acknowledged, an older copy of the whole file cannot be told from the real one (`anchored`).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from kiosk.core.entries import JournalOpened
from kiosk.record import checkpoint
from kiosk.record.checkpoint import Checkpoint, NoteError, VerifierKey
from kiosk.record.journal import CHECKPOINT_EVERY, GROUP, SCHEMA_VERSION
from kiosk.record.tree import Frontier, leaf_hash

_MOST_FINDINGS: Final = 100


class Problem(StrEnum):
    """What can be wrong with a journal."""

    UNREADABLE = "unreadable"
    NO_KEY = "noKey"
    EMPTY = "empty"
    MISSING = "missing"
    NOT_A_RECORD = "notARecord"
    OTHER_KEY = "otherKey"
    NO_CHECKPOINT = "noCheckpoint"
    FORGED_CHECKPOINT = "forgedCheckpoint"
    CHANGED = "changed"
    UNSEALED = "unsealed"
    TREE_DIFFERS = "treeDiffers"
    ROLLED_BACK = "rolledBack"
    DIVERGED = "diverged"


@dataclass(frozen=True)
class Finding:
    """A problem, and the records it concerns: after `after`, up to and including `upto`."""

    problem: Problem
    after: int
    upto: int
    detail: str = ""

    def __str__(self) -> str:
        where = f"record {self.upto}" if self.upto == self.after + 1 else f"records {self.after + 1} to {self.upto}"
        return f"{self.problem} ({where}){f': {self.detail}' if self.detail else ''}"


@dataclass(frozen=True)
class Report:
    """What a journal is worth.

    `root` is over all `records`; `sealed` is the size of the last checkpoint that holds; `anchored` tells whether the
    journal was compared with what the centre acknowledged.
    """

    findings: tuple[Finding, ...]
    records: int = 0
    checkpoints: int = 0
    sealed: int = 0
    root: bytes = b""
    anchored: bool = False

    @property
    def ok(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.findings


def verify(path: Path, key: VerifierKey | None, acknowledged: Checkpoint | None = None) -> Report:
    """Verify one epoch's file, which may be written at the time. Never raises; what is wrong is in the report.

    `key` is the log's verifier key as the centre pinned it, never as read from the file itself. `acknowledged` is the
    last size and root that the centre committed to.
    """
    try:
        db = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None)
    except sqlite3.Error as error:
        return Report((Finding(Problem.UNREADABLE, 0, 0, str(error)),))
    try:
        db.execute("BEGIN")  # one state of the file for all queries
        return _Verification(db, key, acknowledged).report()
    except (sqlite3.Error, TypeError, ValueError, OverflowError) as error:
        return Report((Finding(Problem.UNREADABLE, 0, 0, f"{type(error).__name__}: {error}"),))
    finally:
        db.close()


class _Verification:
    def __init__(self, db: sqlite3.Connection, key: VerifierKey | None, acknowledged: Checkpoint | None) -> None:
        self._db, self._key, self._acknowledged = db, key, acknowledged
        self._findings: list[Finding] = []
        self._frontier = Frontier()
        self._sealed = 0
        self._met = 0
        """The size of the last checkpoint met, whether it held or not: what is wrong lies after it."""
        self._changed = False

    def report(self) -> Report:
        if self._db.execute("PRAGMA user_version").fetchone() != (SCHEMA_VERSION,):
            return Report((Finding(Problem.UNREADABLE, 0, 0, "no journal of this version"),))
        if self._key is None:
            self._find(Problem.NO_KEY, 0, 0)
        checkpoints = self._db.execute("SELECT size, note, frontier FROM checkpoint ORDER BY size").fetchall()
        self._records(iter(checkpoints))
        size = self._frontier.size
        if not size:
            self._find(Problem.EMPTY, 0, 0)
        elif not self._sealed:
            self._find(Problem.NO_CHECKPOINT, 0, size)
        elif size - self._sealed >= CHECKPOINT_EVERY + GROUP:
            self._find(Problem.UNSEALED, self._sealed, size, "more than the writer ever leaves without a checkpoint")
        tree = self._db.execute("SELECT size, frontier FROM tree").fetchall()
        if tree != [(size, self._frontier.to_bytes())]:
            self._find(Problem.TREE_DIFFERS, self._sealed, max([size, *(row[0] for row in tree)]))
        return Report(
            tuple(self._findings),
            records=size,
            checkpoints=len(checkpoints),
            sealed=self._sealed,
            root=self._frontier.root(),
            anchored=self._acknowledged is not None,
        )

    def _records(self, checkpoints: Iterator[tuple[Any, ...]]) -> None:
        """Go through the records; at each checkpoint's size compare the tree, and likewise what is acknowledged."""
        acknowledged, due = self._acknowledged, next(checkpoints, None)
        for seq, body in self._db.execute("SELECT seq, body FROM rec ORDER BY seq"):
            if seq != self._frontier.size + 1:
                self._find(Problem.MISSING, self._frontier.size, seq - 1)
                break
            self._read(seq, body)
            self._frontier.add(leaf_hash(body))
            while due is not None and due[0] <= seq:
                self._checkpoint(*due)
                due = next(checkpoints, None)
            if acknowledged is not None and seq == acknowledged.size and self._frontier.root() != acknowledged.root:
                self._find(Problem.DIVERGED, 0, seq, "the centre acknowledged other records")
        size = self._frontier.size
        for upto in [due[0] for due in ([due] if due else []) + list(checkpoints)]:
            self._find(Problem.MISSING, size, upto, "a checkpoint covers records that are not here")
        if acknowledged is not None and acknowledged.size > size:
            self._find(Problem.ROLLED_BACK, size, acknowledged.size, "the centre acknowledged more")

    def _read(self, seq: int, body: bytes) -> None:
        """Check what a record says of itself."""
        try:
            event = json.loads(body)
            named = (
                event["specversion"] == "1.0" and event["sequence"] == f"{seq:010}" and event["id"].endswith(f"/{seq}")
            )
            if not named or not isinstance(event["type"], str) or not isinstance(event["data"], dict):
                self._find(Problem.NOT_A_RECORD, seq - 1, seq)
            elif seq == 1 and (event["type"] != JournalOpened.TYPE or event["data"]["verifier"] != str(self._key)):
                self._find(Problem.OTHER_KEY, 0, 1, "the first record does not name the key")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self._find(Problem.NOT_A_RECORD, seq - 1, seq)

    def _checkpoint(self, size: int, note: bytes, frontier: bytes) -> None:
        since, self._met = self._met, size
        if self._key is None or self._changed:  # after one change no root agrees any more
            return
        try:
            signed = checkpoint.verify(note, self._key)
        except NoteError as error:
            self._find(Problem.FORGED_CHECKPOINT, since, size, str(error))
            return
        if signed != Checkpoint(self._key.name, size, self._frontier.root()) or size != self._frontier.size:
            self._changed = True
            self._find(Problem.CHANGED, since, size, "the records are not those that were signed")
        elif frontier != self._frontier.to_bytes():
            self._find(Problem.TREE_DIFFERS, since, size)
        else:
            self._sealed = size

    def _find(self, problem: Problem, after: int, upto: int, detail: str = "") -> None:
        if len(self._findings) < _MOST_FINDINGS:
            self._findings.append(Finding(problem, after, upto, detail))
