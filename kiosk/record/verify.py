"""Verifies a journal from its raw bytes: recomputes the tree, every checkpoint and every number; refuses by default.

It believes nothing that the file says of itself. Without the log's key, or without a checkpoint, nothing is verified;
without what the centre acknowledged, an older copy of the whole file cannot be told from the real one (`anchored`).
One epoch's file is verified here, a folder of them by `kiosk.record.chain`.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from base64 import b64decode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from kiosk.core.entries import CATALOGUE, JournalOpened, JournalPruned
from kiosk.core.pairs import Open, Questions
from kiosk.record import checkpoint
from kiosk.record.checkpoint import Checkpoint, Note, NoteError, VerifierKey
from kiosk.record.epoch import MOST_UNSEALED, SCHEMA, SCHEMA_VERSION
from kiosk.record.seal import SEALED_KEY_BYTES
from kiosk.record.tree import Frontier, leaf_hash

_MOST_FINDINGS: Final = 100
_LONGEST_VALUE: Final = 1 << 24
"""Bytes; a record that says it is longer is not read."""
_PERSONAL: Final = {kind: entry.personal_names() for kind, entry in CATALOGUE.items() if entry.personal_names()}


class Problem(StrEnum):
    """What can be wrong with a journal."""

    UNREADABLE = "unreadable"
    NO_KEY = "noKey"
    EMPTY = "empty"
    MISSING = "missing"
    UNPROVEN_START = "unprovenStart"
    """The first records are not there, and nothing shows that the centre had them."""
    NOT_A_RECORD = "notARecord"
    NOT_SEALED = "notSealed"
    """A personal field stands open."""
    NO_VISIT_KEY = "noVisitKey"
    """The sealed key of a visit with sealed fields is not there, or not for all of them."""
    OTHER_KEY = "otherKey"
    NO_CHECKPOINT = "noCheckpoint"
    FORGED_CHECKPOINT = "forgedCheckpoint"
    FORGED_COSIGNATURE = "forgedCosignature"
    NOT_COSIGNED = "notCosigned"
    """A cosigner's key was given, and no checkpoint bears its signature."""
    CHANGED = "changed"
    UNSEALED = "unsealed"
    TREE_DIFFERS = "treeDiffers"
    ROLLED_BACK = "rolledBack"
    DIVERGED = "diverged"
    UNANSWERED = "unanswered"
    """A visit ended with a question open that its end does not explain; only told where it was asked for."""
    NO_EPOCH = "noEpoch"
    """An epoch that another one continues, that `current` names or that the centre knows is not there."""
    STRAY_EPOCH = "strayEpoch"
    """An epoch's file that does not belong to the chain of epochs."""
    NOT_ANCHORED = "notAnchored"
    """Nothing the centre acknowledged was given: an older copy cannot be told from the real journal."""


@dataclass(frozen=True)
class Finding:
    """A problem, and the records it concerns: after `after`, up to and including `upto`."""

    problem: Problem
    after: int
    upto: int
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.problem}{self._where()}{f': {self.detail}' if self.detail else ''}"

    def _where(self) -> str:
        if self.upto <= self.after:
            return ""
        first = self.after + 1
        return f" (record {first})" if self.upto == first else f" (records {first} to {self.upto})"


@dataclass(frozen=True)
class Gone:
    """An earlier epoch whose file was deleted, as a signed record says: how much of it the centre holds, as one tree.

    `previous` is the epoch before it; None where the record does not know, or where there was none.
    """

    epoch: str
    size: int
    root: bytes
    previous: str | None


@dataclass(frozen=True)
class Report:
    """What a journal is worth.

    `root` is over all `records`, of which those before `first` were pruned; `sealed` is the size of the last checkpoint
    that holds: what lies past it is not signed yet, and proves nothing. `cosigned` is the size of the last one that
    bears a cosigner's signature; `anchored` tells whether the journal was compared with what the centre acknowledged;
    `questions` are what visits left open, `gone` the earlier epochs that signed records say were deleted.
    """

    findings: tuple[Finding, ...]
    records: int = 0
    checkpoints: int = 0
    sealed: int = 0
    root: bytes = b""
    anchored: bool = False
    first: int = 1
    cosigned: int = 0
    questions: tuple[Open, ...] = ()
    gone: tuple[Gone, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.findings


def verify(
    path: Path,
    key: VerifierKey | None,
    acknowledged: Checkpoint | None = None,
    *,
    cosigners: Iterable[VerifierKey] = (),
    claimed: Iterable[Checkpoint] = (),
) -> Report:
    """Verify one epoch's file, which may be written at the time. Never raises; what is wrong is in the report.

    `key` is the log's verifier key as the centre pinned it, never as read from the file itself. `acknowledged` is the
    last size and root that the centre committed to, `claimed` what later epochs say of that. `cosigners` are the
    centre's and other witnesses' keys: a checkpoint must then bear the signature of one of them.
    """
    try:
        with contextlib.closing(open_for_reading(path)) as db:
            db.execute("BEGIN")  # one state of the file for all queries
            return _Verification(db, key, acknowledged, tuple(cosigners), tuple(claimed)).report()
    except Exception as error:  # whatever a hostile file provokes: what could not be verified does not hold
        told = ascii(str(error))[1:-1] if isinstance(error, sqlite3.Error) else ""  # it may quote the file
        return Report((Finding(Problem.UNREADABLE, 0, 0, f"{type(error).__name__}{told and f': {told}'}"),))


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A journal's file, read only; also from a medium that cannot be written. Raises `sqlite3.Error`."""
    uri = f"file:{quote(str(path))}?mode=ro"
    db = sqlite3.connect(uri, uri=True, isolation_level=None)
    try:
        db.execute("PRAGMA schema_version").fetchone()
    except sqlite3.Error:
        db.close()
        wal = path.with_name(path.name + "-wal")
        if not path.is_file() or (wal.exists() and wal.stat().st_size):
            raise
        # A WAL file's -shm cannot be made there; without a -wal there is nothing beside the file itself.
        db = sqlite3.connect(uri + "&immutable=1", uri=True, isolation_level=None)
    db.execute("PRAGMA trusted_schema=OFF")
    db.execute("PRAGMA cell_size_check=ON")
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    return db


class _Verification:
    def __init__(
        self,
        db: sqlite3.Connection,
        key: VerifierKey | None,
        acknowledged: Checkpoint | None,
        cosigners: tuple[VerifierKey, ...],
        claimed: tuple[Checkpoint, ...],
    ) -> None:
        self._db, self._key, self._cosigners = db, key, cosigners
        self._acknowledged = acknowledged
        self._anchors = sorted(
            [(c, "the centre acknowledged") for c in [acknowledged] if c]
            + [(c, "a later epoch says that the centre acknowledged") for c in claimed],
            key=lambda anchor: anchor[0].size,
        )
        self._findings: list[Finding] = []
        self._frontier = Frontier()
        self._base = 0
        """How many records were pruned."""
        self._sealed = 0
        self._cosigned = 0
        self._met = 0
        """The size of the last checkpoint met, whether it held or not: what is wrong lies after it."""
        self._changed = False
        self._held = 0
        """The largest anchor's size that the tree agreed with."""
        self._foreign = False
        """Whether a record of another log was met: the first one is told."""
        self._last_sealed: dict[str, int] = {}
        """The last record with sealed fields of each visit."""
        self._pruned_upto: dict[int, int] = {}
        """The record that says so, by how far records were pruned."""
        self._gone: list[tuple[int, Gone]] = []
        """The earlier epochs that records say were deleted, by these records."""
        self._questions = Questions()

    def report(self) -> Report:
        if self._db.execute("PRAGMA user_version").fetchone() != (SCHEMA_VERSION,) or not self._is_a_journal():
            return Report((Finding(Problem.UNREADABLE, 0, 0, "no journal of this version"),))
        if self._key is None:
            self._find(Problem.NO_KEY, 0, 0)
        elif self._db.execute("SELECT epoch, origin, verifier FROM log").fetchall() != [
            (self._key.name.rpartition("/")[2], self._key.name, str(self._key))
        ]:
            self._find(Problem.OTHER_KEY, 0, 0, "the file is another log's")
        checkpoints = self._db.execute("SELECT size, note, frontier, cosigned FROM checkpoint ORDER BY size").fetchall()
        self._begin(checkpoints)
        self._records(iter(checkpoints))
        size = self._frontier.size
        if size == self._base:
            self._find(Problem.EMPTY, 0, 0)
        elif not self._sealed:
            self._find(Problem.NO_CHECKPOINT, self._base, size)
        elif not self._changed and size - self._sealed > MOST_UNSEALED:
            self._find(Problem.UNSEALED, self._sealed, size, "more than the writer ever leaves without a checkpoint")
        if self._cosigners and not self._cosigned:
            self._find(Problem.NOT_COSIGNED, self._base, size)
        self._judge_the_start()
        self._judge_the_keys()
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
            first=self._base + 1,
            cosigned=self._cosigned,
            questions=tuple(self._questions.unexplained()),
            gone=tuple(gone for seq, gone in self._gone if seq <= self._sealed),  # anybody could append another
        )

    def _is_a_journal(self) -> bool:
        """Whether the file has the journal's tables and nothing else: no view, trigger or index may speak for them."""
        query = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
        with contextlib.closing(sqlite3.connect(":memory:")) as ours:
            ours.executescript(SCHEMA)
            return self._db.execute(query).fetchall() == ours.execute(query).fetchall()

    def _begin(self, checkpoints: list[tuple[Any, ...]]) -> None:
        """Take over the tree where the kept records begin; what shows that it is right is judged at the end."""
        first = self._db.execute("SELECT min(seq) FROM rec").fetchone()[0]
        if first in (None, 1) or not checkpoints or checkpoints[0][0] != first - 1:
            return
        with contextlib.suppress(ValueError):
            self._frontier = Frontier.from_bytes(first - 1, checkpoints[0][2])
            self._base = first - 1

    def _judge_the_start(self) -> None:
        if not self._base:
            return
        if not 0 < self._pruned_upto.get(self._base, 0) <= self._sealed:  # anybody could append one that is not signed
            self._find(Problem.MISSING, 0, self._base, "no record says that they were pruned")
        if max(self._held, self._cosigned) < self._base:
            self._find(Problem.UNPROVEN_START, 0, self._base, "no cosignature and no anchor covers them")

    def _judge_the_keys(self) -> None:
        """No tree covers the sealed keys of visits: that they are there is all that can be told."""
        held = dict(self._db.execute("SELECT visit, last FROM dek WHERE length(sealed)=?", (SEALED_KEY_BYTES,)))
        for visit, seq in self._last_sealed.items():
            if held.get(visit, 0) < seq:
                self._find(Problem.NO_VISIT_KEY, seq - 1, seq)

    def _records(self, checkpoints: Iterator[tuple[Any, ...]]) -> None:
        """Go through the records; at each checkpoint's size compare the tree, and likewise what is acknowledged."""
        due, anchors = next(checkpoints, None), list(self._anchors)
        while anchors and anchors[0][0].size < self._base:
            anchors.pop(0)  # what it commits to is within the pruned part, which a larger one covers or nothing
        while due is not None and self._base and due[0] <= self._base:
            self._checkpoint(*due)
            due = next(checkpoints, None)
        self._compare(anchors)
        for seq, body in self._db.execute("SELECT seq, body FROM rec ORDER BY seq"):
            if seq != self._frontier.size + 1:
                self._find(Problem.MISSING, self._frontier.size, seq - 1)
                break
            self._read(seq, body)
            self._frontier.add(leaf_hash(body))
            while due is not None and due[0] <= seq:
                self._checkpoint(*due)
                due = next(checkpoints, None)
            self._compare(anchors)
        size = self._frontier.size
        for upto in [due[0] for due in ([due] if due else []) + list(checkpoints)]:
            self._find(Problem.MISSING, size, upto, "a checkpoint covers records that are not here")
        for anchor, who in anchors:
            self._find(Problem.ROLLED_BACK, size, anchor.size, f"{who} more")

    def _compare(self, anchors: list[tuple[Checkpoint, str]]) -> None:
        """Compare the tree with the anchors of its size, and take them off."""
        while anchors and anchors[0][0].size == self._frontier.size:
            anchor, who = anchors.pop(0)
            if self._frontier.root() == anchor.root:
                self._held = anchor.size
            else:
                self._find(Problem.DIVERGED, 0, anchor.size, f"{who} other records")

    def _read(self, seq: int, body: bytes) -> None:
        """Check what a record says of itself."""
        try:
            event = json.loads(body)
            kind, data, visit = event["type"], event["data"], event.get("visit")
            numbered = event["specversion"] == "1.0" and event["sequence"] == f"{seq:010}"
            if not numbered or not isinstance(kind, str) or not isinstance(data, dict):
                self._find(Problem.NOT_A_RECORD, seq - 1, seq)
                return
            if seq == 1 and (kind != JournalOpened.TYPE or data["verifier"] != str(self._key)):
                self._find(Problem.OTHER_KEY, 0, 1, "the first record does not name the key")
            if not self._is_named(event, seq) and not self._foreign:
                self._foreign = True
                self._find(Problem.NOT_A_RECORD, seq - 1, seq, "another log's")
            if not _PERSONAL.get(kind, frozenset()).isdisjoint(data):
                self._find(Problem.NOT_SEALED, seq - 1, seq)
            if kind == JournalPruned.TYPE and data.get("epoch") is not None:
                self._gone.append((seq, _gone(data)))
            elif kind == JournalPruned.TYPE and type(data.get("upto")) is int:
                self._pruned_upto[data["upto"]] = seq
            if isinstance(visit, str):
                self._questions.take(seq, kind, data, visit)
                if data.get("sealed"):
                    self._last_sealed[visit] = seq
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self._find(Problem.NOT_A_RECORD, seq - 1, seq)

    def _is_named(self, event: dict[str, Any], seq: int) -> bool:
        """Whether the record is this log's: its name is `<bank>/kiosk/<kiosk>/<epoch>`."""
        if self._key is None:
            return str(event["id"]).endswith(f"/{seq}")
        log, _, epoch = self._key.name.rpartition("/")
        kiosk = log.rpartition("/")[2]
        return bool(event["id"] == f"{kiosk}/{epoch}/{seq}" and event["source"] == f"/{log}")

    def _checkpoint(self, size: int, note: bytes, frontier: bytes, cosigned: bytes | None) -> None:
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
            return
        if frontier != self._frontier.to_bytes():
            self._find(Problem.TREE_DIFFERS, since, size)
            return
        self._sealed = size
        if self._cosigners and cosigned is not None:
            self._cosignature(signed, since, cosigned)

    def _cosignature(self, signed: Checkpoint, since: int, cosigned: bytes) -> None:
        try:
            note = Note.parse(cosigned)
            note.verified_by(self._cosigners)
            seen = Checkpoint.parse(note.text)
        except NoteError as error:
            self._find(Problem.FORGED_COSIGNATURE, since, signed.size, str(error))
            return
        if seen == signed:
            self._cosigned = signed.size
        elif (seen.origin, seen.size) == (signed.origin, signed.size):
            self._find(Problem.DIVERGED, since, signed.size, "other records were cosigned")
        else:
            self._find(Problem.FORGED_COSIGNATURE, since, signed.size, "it is another checkpoint's")

    def _find(self, problem: Problem, after: int, upto: int, detail: str = "") -> None:
        if len(self._findings) < _MOST_FINDINGS:
            self._findings.append(Finding(problem, after, upto, detail))


def _gone(data: dict[str, Any]) -> Gone:
    """What `JournalPruned` says of an earlier epoch. Raises ValueError, KeyError or TypeError where it is malformed."""
    epoch, size, root, previous = data["epoch"], data["size"], data["root"], data["previous"]
    if type(size) is not int or not all(isinstance(one, str) for one in (epoch, previous or "")):
        raise TypeError("not what a record of a deleted epoch says")
    return Gone(epoch, size, b64decode(root, validate=True), previous)
