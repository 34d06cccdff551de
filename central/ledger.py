"""The kiosks' journals at the bank: each batch is verified, continued exactly where the last one ended, and cosigned.

Exactly once comes from the position: a batch is judged against the watermark (size and frontier) of its journal, and
the one writer thread takes it only if that watermark still stands. The writer commits up to 64 batches of different
kiosks at once; no cosignature leaves before the commit (C2SP tlog-witness).
"""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Table, bindparam, func, insert, select, update

from central import projection, tables
from central.batch import Batch, Log, Record, RefusedError, decompress, split
from central.store import Store, put
from kiosk.core import entries
from kiosk.record import checkpoint
from kiosk.record.checkpoint import LOG_KEYS, Checkpoint, Note, NoteError, Signer, VerifierKey
from kiosk.record.tree import Frontier

GROUP: Final = 64
_WAITING: Final = 512
_MOST_KEPT: Final = 20
"""The most bodies in quarantine for one kiosk: a broken or hostile one must not fill the disk."""

# Statements of every request, built once.
_EPOCH: Final = select(tables.epoch).where(
    tables.epoch.c.kiosk == bindparam("kiosk"), tables.epoch.c.epoch == bindparam("epoch")
)
_CONFIG: Final = select(tables.desired.c.version).where(tables.desired.c.kiosk == bindparam("kiosk"))
_ADVANCE: Final = update(tables.epoch).where(
    tables.epoch.c.kiosk == bindparam("at_kiosk"),
    tables.epoch.c.epoch == bindparam("at_epoch"),
    tables.epoch.c.acked == bindparam("at_acked"),
)
_ADD_SEGMENT: Final = insert(tables.segment)


class BusyError(Exception):
    """More batches wait than the service takes; the kiosk should try again."""


@dataclass(frozen=True)
class Mark:
    """How far a journal is known."""

    verifier: VerifierKey
    frontier: Frontier
    cosigned: bytes


@dataclass(frozen=True)
class Acknowledgement:
    """The journal is held up to `acked`; `cosigned` is the note at that size; `config` the desired state's version."""

    acked: int
    root: bytes
    cosigned: bytes
    config: int


@dataclass(frozen=True)
class Verified:
    """A batch that continues a journal of `acked` records, with the frontier after it.

    `opened_by` is the key of a journal that this batch opens.
    """

    batch: Batch
    acked: int
    opened_by: VerifierKey | None
    frontier: Frontier
    facts: tuple[projection.Seen, ...]
    config: int
    future: Future[Acknowledgement | None]


@dataclass(frozen=True)
class Recomputed:
    """What the stored bytes say, against what the service remembers. `faults` is empty where all is well."""

    log: Log
    acked: int
    root: bytes
    recomputed_root: bytes
    records: int
    faults: tuple[str, ...]


class _Opened(msgspec.Struct):
    verifier: str


class Ledger:
    """Takes batches. Start it once for a data folder; `submit` and `judge` may be called from any thread."""

    def __init__(
        self,
        store: Store,
        cosigner_name: str,
        cosigner: Signer,
        zone: ZoneInfo,
        clock: Callable[[], datetime],
    ) -> None:
        self._store, self._name, self._cosigner = store, cosigner_name, cosigner
        self._zone, self._clock = zone, clock
        self._queue: queue.Queue[Verified | None] = queue.Queue(_WAITING)
        self._thread = threading.Thread(target=self._write_all, name="ledger", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Commit what waits, and stop."""
        self._queue.put(None)
        self._thread.join()

    def judge(self, batch: Batch) -> Acknowledgement | Verified:
        """Judge a batch by the journal as it stands; what is known already is acknowledged again.

        Raises `RefusedError`: 409 for a gap (`acked`) or another history (`acked`, `diverged`), 422 for a signature
        that does not hold.
        """
        try:
            with self._store.read() as connection:
                return self._judge(connection, batch)
        except RefusedError as refused:
            self._remember(batch, refused)
            raise

    def submit(self, verified: Verified) -> Future[Acknowledgement | None]:
        """Append a verified batch; the future holds None where the journal moved meanwhile: judge again.

        Raises `BusyError`.
        """
        try:
            self._queue.put_nowait(verified)
        except queue.Full as error:
            raise BusyError from error
        return verified.future

    def acked(self, log: Log) -> int:
        """How many records of a journal are held."""
        with self._store.read() as connection:
            row = _row(connection, log)
        return row.acked if row else 0

    # Judging
    def _judge(self, connection: Connection, batch: Batch) -> Acknowledgement | Verified:
        mark = _mark(connection, batch.log)
        acked = mark.frontier.size if mark else 0
        if batch.first > acked + 1:
            raise RefusedError(409, "Records are missing before this batch", acked=acked)
        key = mark.verifier if mark else self._opened_by(connection, batch)
        batch.verify(key)
        if mark and not _same_prefix(connection, batch, acked):
            raise RefusedError(409, "A record differs from the one held", acked=acked, diverged=True)
        config = _config(connection, batch.log.kiosk)
        if mark and batch.last <= acked:
            if self._root_at(connection, batch, mark) != batch.checkpoint.root:
                raise RefusedError(409, "The root differs from the one held", acked=acked, diverged=True)
            return Acknowledgement(acked, mark.frontier.root(), mark.cosigned, config)

        frontier = mark.frontier.copy() if mark else Frontier()
        fresh = acked + 1 - batch.first
        for leaf in batch.leaves[fresh:]:
            frontier.add(leaf)
        if frontier.root() != batch.checkpoint.root:
            raise RefusedError(409, "The root differs from the checkpoint's", acked=acked, diverged=True)
        return Verified(
            batch, acked, None if mark else key, frontier, projection.facts(batch.records[fresh:]), config, Future()
        )

    def _opened_by(self, connection: Connection, batch: Batch) -> VerifierKey:
        """The key in a journal's first record: pinned by the first journal after enrolment, the same for later ones."""
        first = batch.records[0]
        try:
            if first.type != entries.JournalOpened.TYPE:
                raise NoteError("another record comes first")
            key = VerifierKey.parse(msgspec.json.decode(first.data, type=_Opened).verifier)
        except (NoteError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise RefusedError(422, "A journal's first record names its key", evidence=True) from error
        if key.type not in LOG_KEYS or key.name != batch.checkpoint.origin:
            raise RefusedError(422, "The journal's key is another log's", evidence=True)
        pinned = _log_key(connection, batch.log.kiosk)
        if pinned not in (None, key.public):
            raise RefusedError(422, "The journal's key is not the kiosk's pinned one", evidence=True)
        return key

    def _root_at(self, connection: Connection, batch: Batch, mark: Mark) -> bytes:
        """The root of the journal at the end of a batch that is known already."""
        if batch.last == mark.frontier.size:
            return mark.frontier.root()
        row = connection.execute(
            select(tables.segment.c.cosigned).where(
                *_is(tables.segment, batch.log), tables.segment.c.last == batch.last
            )
        ).one_or_none()
        if row:
            return _checkpoint(row.cosigned).root
        leaves = (leaf for part in _segments(connection, batch.log) for leaf in part.leaves)
        frontier = Frontier()
        while frontier.size < batch.last:
            frontier.add(next(leaves))
        return frontier.root()

    def _remember(self, batch: Batch, refused: RefusedError) -> None:
        """Raise the alarm for another history or a false signature, and keep the body of the latter."""
        if not refused.evidence and not refused.members.get("diverged"):
            return
        now = self._clock()
        kind = "unverified" if refused.evidence else "diverged"
        with self._store.write() as connection:
            projection.alarm(connection, batch.log, kind, batch.digest.hex(), now)
            _quarantine(connection, batch, now)

    # Writing
    def _write_all(self) -> None:
        waiting: deque[Verified] = deque()
        closing = False
        while not closing or waiting:
            group: dict[str, Verified] = {}
            later: deque[Verified] = deque()
            while len(group) < GROUP:
                if not waiting:
                    try:
                        job = self._queue.get(block=not (closing or group or later))
                    except queue.Empty:
                        break
                    if job is None:
                        closing = True
                        break
                    waiting.append(job)
                job = waiting.popleft()
                if job.batch.log.kiosk in group:
                    later.append(job)
                else:
                    group[job.batch.log.kiosk] = job
            waiting.extendleft(reversed(later))
            # A request that was given up meanwhile is not begun.
            begun = [job for job in group.values() if job.future.set_running_or_notify_cancel()]
            if begun:
                self._commit(begun)

    def _commit(self, group: list[Verified]) -> None:
        """Commit a group together; where that fails, each alone, so that a bad one fails alone."""
        outcomes: list[Acknowledgement | None]
        try:
            outcomes = self._append(group)
        except Exception as error:
            if len(group) == 1:
                group[0].future.set_exception(error)
                return
            for job in group:
                self._commit([job])
        else:
            for job, outcome in zip(group, outcomes, strict=True):
                job.future.set_result(outcome)

    def _append(self, group: list[Verified]) -> list[Acknowledgement | None]:
        now = self._clock()
        outcomes: list[Acknowledgement | None] = []
        segments = []
        with self._store.write() as connection:
            for job in group:
                batch = job.batch
                # Where the journal moved meanwhile, this is forgotten without ever having left.
                cosigned = checkpoint.cosign(batch.note, self._name, self._cosigner, int(now.timestamp()))
                if not self._advance(connection, job, cosigned, now):
                    outcomes.append(None)
                    continue
                row = {"first": job.acked + 1, "last": batch.last, "encoding": batch.encoding, "digest": batch.digest}
                row |= {**batch.log._asdict(), "body": batch.body, "cosigned": cosigned, "received_at": now}
                segments.append(row)
                projection.apply(connection, batch.log, job.facts, self._zone)
                outcomes.append(Acknowledgement(job.frontier.size, job.frontier.root(), cosigned, job.config))
            if segments:
                connection.execute(_ADD_SEGMENT, segments)
        return outcomes

    def _advance(self, connection: Connection, job: Verified, cosigned: bytes, now: datetime) -> bool:
        """Move the watermark from where the job was judged; whether it still stood there."""
        log = job.batch.log
        state = {"acked": job.frontier.size, "frontier": job.frontier.to_bytes(), "cosigned": cosigned, "last_at": now}
        if job.opened_by is None:
            where = {"at_kiosk": log.kiosk, "at_epoch": log.epoch, "at_acked": job.acked}
            return connection.execute(_ADVANCE, state | where).rowcount == 1
        return self._open(connection, job.opened_by, job.batch, now) and put(
            connection,
            tables.epoch,
            {**log._asdict(), **state, "verifier": str(job.opened_by), "opened_at": now},
        )

    def _open(self, connection: Connection, key: VerifierKey, batch: Batch, now: datetime) -> bool:
        """Pin the key of a kiosk's first journal; a further journal is taken and raises the alarm."""
        pinned = _log_key(connection, batch.log.kiosk)
        if pinned is None:
            own = tables.kiosk.c.kiosk == batch.log.kiosk
            connection.execute(update(tables.kiosk).where(own).values(log_key=key.public))
        elif pinned != key.public:
            return False
        row = tables.epoch.c
        others = select(row.epoch).where(row.kiosk == batch.log.kiosk, row.epoch != batch.log.epoch).limit(1)
        if connection.execute(others).one_or_none():
            projection.alarm(connection, batch.log, "newEpoch", "", now)
        return True


def recompute(connection: Connection, log: Log, cosigner: VerifierKey) -> Recomputed | None:
    """Make a journal's tree again from the stored bytes and verify every checkpoint; None where it is not known."""
    row = _row(connection, log)
    if row is None:
        return None
    faults: list[str] = []
    frontier = Frontier()
    key = VerifierKey.parse(row.verifier)
    try:
        for part in _segments(connection, log):
            if part.first != frontier.size + 1:
                faults.append(f"record {frontier.size + 1} is missing")
                break
            for leaf in part.leaves:
                frontier.add(leaf)
            try:
                held = (checkpoint.verify(part.cosigned, key), checkpoint.cosigned_at(part.cosigned, cosigner)[0])
            except NoteError as error:
                faults.append(f"the checkpoint at {part.last}: {error}")
                continue
            if any((found.size, found.root) != (frontier.size, frontier.root()) for found in held):
                faults.append(f"the records up to {part.last} are not those of the checkpoint")
    except RefusedError as error:
        faults.append(f"after record {frontier.size}: {error.title}")
    held_root = Frontier.from_bytes(row.acked, row.frontier).root()
    if (frontier.size, frontier.root()) != (row.acked, held_root):
        faults.append("the records do not make the tree that was acknowledged")
    return Recomputed(log, row.acked, held_root, frontier.root(), frontier.size, tuple(faults))


def rebuild(store: Store, zone: ZoneInfo) -> int:
    """Make the projection again from the stored bytes; returns the number of records read. The service must rest."""
    records = 0
    with store.write() as connection:
        projection.clear(connection)
        order = select(tables.epoch.c.kiosk, tables.epoch.c.epoch).order_by(tables.epoch.c.opened_at)
        for log in [Log(*row) for row in connection.execute(order)]:
            for part in _segments(connection, log):
                projection.apply(connection, log, projection.facts(part.records), zone)
                records += len(part.records)
    return records


def _quarantine(connection: Connection, batch: Batch, at: datetime) -> None:
    """Keep a body that does not verify, up to `_MOST_KEPT` of a kiosk."""
    kept = select(func.count()).where(tables.quarantine.c.kiosk == batch.log.kiosk)
    if connection.execute(kept).scalar_one() < _MOST_KEPT:
        row = {"digest": batch.digest, "encoding": batch.encoding, "note": batch.note, "body": batch.body}
        put(connection, tables.quarantine, {**batch.log._asdict(), **row, "received_at": at})


@dataclass(frozen=True)
class _Segment:
    first: int
    last: int
    records: tuple[Record, ...]
    leaves: tuple[bytes, ...]
    cosigned: bytes


def _segments(connection: Connection, log: Log, first: int = 1, last: int | None = None) -> Iterator[_Segment]:
    """The new records of each segment, in order, from the stored bytes."""
    column = tables.segment.c
    query = select(tables.segment).where(*_is(tables.segment, log), column.last >= first).order_by(column.first)
    if last is not None:
        query = query.where(column.first <= last)
    for row in connection.execute(query.execution_options(yield_per=16)):
        records, leaves = split(decompress(row.body, row.encoding))
        known = row.first - records[0].seq
        yield _Segment(row.first, row.last, records[known:], leaves[known:], row.cosigned)


def _same_prefix(connection: Connection, batch: Batch, acked: int) -> bool:
    """Whether the records of a batch that are held already are the same, byte for byte."""
    last = min(batch.last, acked)
    if batch.first > last:
        return True
    held = {
        record.seq: leaf
        for part in _segments(connection, batch.log, batch.first, last)
        for record, leaf in zip(part.records, part.leaves, strict=True)
    }
    return all(
        held.get(record.seq) == leaf
        for record, leaf in zip(batch.records, batch.leaves, strict=True)
        if record.seq <= last
    )


def _mark(connection: Connection, log: Log) -> Mark | None:
    row = _row(connection, log)
    if row is None:
        return None
    return Mark(VerifierKey.parse(row.verifier), Frontier.from_bytes(row.acked, row.frontier), row.cosigned)


def _row(connection: Connection, log: Log) -> Row[Any] | None:
    return connection.execute(_EPOCH, log._asdict()).one_or_none()


def _log_key(connection: Connection, kiosk: str) -> bytes | None:
    found = connection.execute(select(tables.kiosk.c.log_key).where(tables.kiosk.c.kiosk == kiosk)).scalar_one()
    return None if found is None else bytes(found)


def _config(connection: Connection, kiosk: str) -> int:
    return connection.execute(_CONFIG, {"kiosk": kiosk}).scalar() or 0


def _checkpoint(note: bytes) -> Checkpoint:
    return Checkpoint.parse(Note.parse(note).text)


def _is(table: Table, log: Log) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.kiosk == log.kiosk, table.c.epoch == log.epoch
