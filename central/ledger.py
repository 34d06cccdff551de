"""The kiosks' journals at the bank: each batch is verified, continued exactly where the last one ended, and cosigned.

Exactly once comes from the position: a batch is judged against the watermark (size and frontier) of its journal, and
a writer takes it only if that watermark still stands. Each process has one writer thread, which commits up to 64
batches of different kiosks at once; no cosignature leaves before the commit (C2SP tlog-witness).
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from base64 import b64decode
from collections import OrderedDict, deque
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Table, bindparam, func, insert, select, update

from central import projection, schema, tables
from central.batch import Batch, Log, Record, RefusedError, decompress, note_of, split
from central.projection import alarm
from central.schema import Flag
from central.store import Store, put
from kiosk.core import entries
from kiosk.record import checkpoint
from kiosk.record.checkpoint import LOG_KEYS, Checkpoint, Note, NoteError, Signer, VerifierKey
from kiosk.record.tree import Frontier

GROUP: Final = 64
_WAITING: Final = 512
_GATHER_S: Final = 0.004
"""How long a group is gathered where the last one was more than a single batch: a commit costs as much as many."""
_MARKS: Final = 20_000
"""Journals whose watermark a process remembers, about 1 KiB each."""
_MOST_FLAGS: Final = 100
"""Record types flagged of one kiosk: a hostile one names as many as it likes."""
_ROW: Final = 256
"""Bytes that a row in quarantine takes beside what it holds."""

# Statements of every request, built once.
_EPOCH: Final = select(tables.epoch).where(
    tables.epoch.c.kiosk == bindparam("kiosk"), tables.epoch.c.epoch == bindparam("epoch")
)
_CONFIG: Final = select(tables.desired.c.version).where(tables.desired.c.kiosk == bindparam("kiosk"))
_CONFIGS: Final = select(tables.desired.c.kiosk, tables.desired.c.version).where(
    tables.desired.c.kiosk.in_(bindparam("kiosks", expanding=True))
)
_KEYS: Final = select(tables.visit_key.c.visit).where(
    tables.visit_key.c.kiosk == bindparam("kiosk"),
    tables.visit_key.c.visit.in_(bindparam("visits", expanding=True)),
)
_ADVANCE: Final = update(tables.epoch).where(
    tables.epoch.c.kiosk == bindparam("at_kiosk"),
    tables.epoch.c.epoch == bindparam("at_epoch"),
    tables.epoch.c.acked == bindparam("at_acked"),
)
_ADD_SEGMENT: Final = insert(tables.segment)


class BusyError(Exception):
    """More batches wait than the service takes; the kiosk should try again."""


class _MovedError(Exception):
    """A journal of the group is not where its batch was judged."""


@dataclass(frozen=True)
class Mark:
    """How far a journal is known."""

    verifier: VerifierKey
    frontier: Frontier
    cosigned: bytes
    diverged: bool = False


@dataclass(frozen=True)
class Acknowledgement:
    """The journal is held up to `acked`; `cosigned` is the note at that size; `config` the desired state's version."""

    acked: int
    root: bytes
    cosigned: bytes
    config: int


@dataclass(frozen=True)
class Opening:
    """What a journal's first record says of it: its key, and the alarms that a further journal of a kiosk raises."""

    key: VerifierKey
    alarms: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Verified:
    """A batch that continues a journal of `acked` records, with the frontier after it; `opening` begins a journal."""

    batch: Batch
    acked: int
    key: VerifierKey
    opening: Opening | None
    frontier: Frontier
    facts: tuple[projection.Seen, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class _Job:
    """A batch that waits, and where its outcome is waited for."""

    verified: Verified
    answer: asyncio.Future[Acknowledgement | None]


@dataclass(frozen=True)
class Recomputed:
    """What the stored bytes say, against what the service remembers. `faults` is empty where all is well.

    `previous` is the journal that this one says it takes the place of, and `link` how the two fit: `continues`,
    `rolledBack` (the terminal knew less than was acknowledged), `behind` (it knew more), `forked` or `unknown`.
    """

    log: Log
    acked: int
    root: bytes
    recomputed_root: bytes
    records: int
    faults: tuple[str, ...]
    previous: str | None = None
    link: str | None = None


@dataclass(frozen=True)
class Quarantine:
    """What is kept aside: its bodies and bytes, the bodies there was no room for, and those changed since."""

    bodies: int
    bytes: int
    missed: int
    damaged: int


_Word = Annotated[str, msgspec.Meta(max_length=64, pattern=r"\A[A-Za-z0-9][A-Za-z0-9._-]*\Z")]


class _Opened(msgspec.Struct, frozen=True):
    """`JournalOpened`, as far as a journal cannot be taken without it."""

    verifier: str


class _Link(msgspec.Struct, frozen=True):
    """`JournalOpened`: what it says of the journal before."""

    previous: _Word | None = None
    acked: Annotated[int, msgspec.Meta(ge=0)] = 0
    root: str | None = None
    why: _Word | None = None


class Ledger:
    """Takes batches. A process has one for its database; `foresee` and `judge` are for any thread.

    `room` is how many bytes of quarantine each kiosk may fill.
    """

    def __init__(
        self,
        store: Store,
        cosigner_name: str,
        cosigner: Signer,
        zone: ZoneInfo,
        clock: Callable[[], datetime],
        *,
        room: int,
    ) -> None:
        self._store, self._name, self._cosigner = store, cosigner_name, cosigner
        self._zone, self._clock, self._room = zone, clock, room
        self._marks: OrderedDict[Log, Mark] = OrderedDict()
        self._flagged: dict[str, set[tuple[str, str]]] = {}
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self.grouped: Callable[[int], None] = lambda _: None
        """Told how many batches are committed together."""
        self._thread = threading.Thread(target=self._write_all, name="ledger", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Commit what waits, and stop."""
        self._queue.put(None)
        self._thread.join()

    def foresee(self, batch: Batch) -> Verified | None:
        """Judge a batch that plainly continues its journal by the watermark this process remembers; else None.

        Reads no database. A remembered watermark may be old, and so it never refuses or acknowledges anything: what it
        lets through is only taken where the watermark in the database is the same.
        """
        mark = self._marks.get(batch.log)
        if mark is None or batch.first != mark.frontier.size + 1:
            return None
        examined = schema.examine(batch.records)
        if examined.sealed:
            return None
        try:
            batch.verify(mark.verifier)
        except RefusedError:
            return None
        frontier = _after(batch, mark.frontier)
        if frontier.root() != batch.checkpoint.root:
            return None
        facts, unfit = projection.read(batch.records)
        flags = schema.flags(examined, unfit)
        return Verified(batch, mark.frontier.size, mark.verifier, None, frontier, facts, flags)

    def judge(self, batch: Batch) -> Acknowledgement | Verified:
        """Judge a batch by the journal as it stands; what is known already is acknowledged again.

        Raises `RefusedError`: 409 for a gap (`acked`), another history (`acked`, `diverged`, `quarantined`) or keys of
        sealed fields that are to come first (`acked`, `missing_keys`), 422 for a signature that does not hold.
        """
        self._marks.pop(batch.log, None)
        try:
            with self._store.read() as connection:
                return self._judge(connection, batch)
        except RefusedError as refused:
            self.remember(batch.log, batch.body, batch.encoding, batch.note, refused)
            raise

    def remember(self, log: Log, body: bytes, encoding: str, note: bytes | str | None, refused: RefusedError) -> None:
        """Raise the alarm for another history or a false signature, and keep the body: `quarantined` says whether.

        `note` is the checkpoint or, where it cannot be read, the header.
        """
        diverged = bool(refused.members.get("diverged"))
        if not refused.evidence and not diverged:
            return
        now = self._clock()
        kind = "diverged" if diverged else "unverified"
        row = {"digest": sha256(body).digest(), "encoding": encoding, "body": body, "received_at": now}
        row |= {**log._asdict(), "note": note if isinstance(note, bytes) else note_of(note)}

        def keep(connection: Connection) -> bool:
            known = _row(connection, log) is not None
            # A kiosk may name journals as it likes: one alarm for all that there are not.
            of = log if known else Log(log.kiosk, "")
            alarm(connection, of, kind, "", now, counted=True)
            if diverged and known:
                own = update(tables.epoch).where(*_is(tables.epoch, log), tables.epoch.c.diverged_at.is_(None))
                connection.execute(own.values(diverged_at=now))
            if _quarantine(connection, row, self._room):
                return True
            alarm(connection, Log(log.kiosk, ""), "quarantineFull", "", now, counted=True)
            return False

        refused.members["quarantined"] = self._store.change(keep)

    async def append(self, verified: Verified) -> Acknowledgement | None:
        """Append a verified batch; None where the journal moved meanwhile: judge again.

        Raises `BusyError`, and what the database raises.
        """
        if self._queue.qsize() >= _WAITING:
            raise BusyError
        job = _Job(verified, asyncio.get_running_loop().create_future())
        self._queue.put(job)
        return await job.answer

    def waiting(self) -> int:
        """How many batches wait for the writer."""
        return self._queue.qsize()

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
            if mark and mark.diverged:
                # The rest of the other history: there is nothing to go back to.
                batch.verify(mark.verifier)
                raise RefusedError(409, "The journal differs from the one held", acked=acked, diverged=True)
            raise RefusedError(409, "Records are missing before this batch", acked=acked)
        key = mark.verifier if mark else _key_of(connection, batch)
        batch.verify(key)
        if mark and not _same_prefix(connection, batch, acked):
            raise RefusedError(409, "A record differs from the one held", acked=acked, diverged=True)
        if mark and batch.last <= acked:
            if _root_at(connection, batch.log, batch.last, mark) != batch.checkpoint.root:
                raise RefusedError(409, "The root differs from the one held", acked=acked, diverged=True)
            config = connection.execute(_CONFIG, {"kiosk": batch.log.kiosk}).scalar() or 0
            return Acknowledgement(acked, mark.frontier.root(), mark.cosigned, config)

        frontier = _after(batch, mark.frontier if mark else Frontier())
        if frontier.root() != batch.checkpoint.root:
            raise RefusedError(409, "The root differs from the checkpoint's", acked=acked, diverged=True)
        fresh = batch.records[acked + 1 - batch.first :]
        examined = schema.examine(fresh)
        missing = _missing_keys(connection, batch.log.kiosk, examined.sealed)
        if missing:
            raise RefusedError(409, "Keys of sealed fields are to come first", acked=acked, missing_keys=missing)
        opening = None if mark else Opening(key, _opening_alarms(connection, batch))
        facts, unfit = projection.read(fresh)
        return Verified(batch, acked, key, opening, frontier, facts, schema.flags(examined, unfit))

    # Writing
    def _write_all(self) -> None:
        waiting: deque[_Job] = deque()
        closing = crowded = False
        while not closing or waiting:
            group: dict[str, _Job] = {}
            later: deque[_Job] = deque()
            while len(group) < GROUP:
                if not waiting:
                    alone = not (closing or group or later)
                    try:
                        job = self._queue.get(block=alone)
                    except queue.Empty:
                        break
                    if alone and crowded and job:
                        time.sleep(_GATHER_S)
                    if job is None:
                        closing = True
                        break
                    waiting.append(job)
                job = waiting.popleft()
                kiosk = job.verified.batch.log.kiosk
                if kiosk in group:
                    later.append(job)
                else:
                    group[kiosk] = job
            waiting.extendleft(reversed(later))
            crowded = len(group) > 1
            # A request that was given up meanwhile is not begun.
            begun = [job for job in group.values() if not job.answer.cancelled()]
            if begun:
                self.grouped(len(begun))
                self._commit(begun)

    def _commit(self, group: list[_Job]) -> None:
        """Commit a group together; where that fails, in halves, so that a bad one fails alone."""
        try:
            outcomes = self._append([job.verified for job in group])
        except Exception as error:
            if len(group) > 1:
                middle = len(group) // 2
                for half in (group[:middle], group[middle:]):
                    self._commit(half)
                return
            (job,) = group
            self._marks.pop(job.verified.batch.log, None)
            _tell(group, [None if isinstance(error, _MovedError) else error])
        else:
            for job, outcome in zip(group, outcomes, strict=True):
                done = job.verified
                self._marks[done.batch.log] = Mark(done.key, done.frontier, outcome.cosigned)
            _tell(group, outcomes)
            while len(self._marks) > _MARKS:
                self._marks.popitem(last=False)

    def _append(self, group: list[Verified]) -> list[Acknowledgement]:
        """Commit batches in one transaction. Raises `_MovedError` where a journal of them moved meanwhile."""
        now = self._clock()
        # The same order in every process, so that none waits for another in a ring.
        order = sorted(range(len(group)), key=lambda at: group[at].batch.log)
        # Where the transaction fails, these are forgotten without ever having left.
        at = int(now.timestamp())
        cosigned = [checkpoint.cosign_note(job.batch.signed, self._name, self._cosigner, at) for job in group]

        def append(connection: Connection) -> dict[str, int]:
            kiosks = [job.batch.log.kiosk for job in group]
            configs = {row.kiosk: row.version for row in connection.execute(_CONFIGS, {"kiosks": kiosks})}
            advanced, segments = [], []
            for index in order:
                job, batch = group[index], group[index].batch
                state = {"acked": batch.last, "frontier": job.frontier.to_bytes()}
                state |= {"cosigned": cosigned[index], "last_at": now}
                if job.opening is None:
                    where = {"at_kiosk": batch.log.kiosk, "at_epoch": batch.log.epoch, "at_acked": job.acked}
                    advanced.append(state | where)
                elif not self._open(connection, job.opening, batch.log, state, now):
                    raise _MovedError
                row = {"first": job.acked + 1, "last": batch.last, "encoding": batch.encoding, "digest": batch.digest}
                row |= {**batch.log._asdict(), "body": batch.body, "cosigned": cosigned[index], "received_at": now}
                segments.append(row)
            if advanced and connection.execute(_ADVANCE, advanced).rowcount != len(advanced):
                raise _MovedError
            connection.execute(_ADD_SEGMENT, segments)
            for index in order:
                self._flag(connection, group[index], now)
            projection.apply(connection, [(group[at].batch.log, group[at].facts) for at in order], self._zone, now)
            return configs

        configs = self._store.change(append)
        for job in group:
            known = self._flagged.setdefault(job.batch.log.kiosk, set()) if job.flags else None
            if known is not None and len(known) <= _MOST_FLAGS:
                known.update(islice(((flag.kind, flag.type) for flag in job.flags), _MOST_FLAGS + 1))
        return [
            Acknowledgement(job.batch.last, job.batch.checkpoint.root, signed, configs.get(job.batch.log.kiosk, 0))
            for job, signed in zip(group, cosigned, strict=True)
        ]

    def _open(
        self, connection: Connection, opening: Opening, log: Log, state: dict[str, object], now: datetime
    ) -> bool:
        """Begin a journal: pin the key of a kiosk's first; a further one is taken and raises alarms."""
        own = tables.kiosk.c.kiosk == log.kiosk
        connection.execute(select(tables.kiosk.c.kiosk).where(own).with_for_update(key_share=True))
        pinned = pinned_key(connection, log.kiosk)
        if pinned is None:
            connection.execute(update(tables.kiosk).where(own).values(log_key=_pin(opening.key)))
        elif pinned != _pin(opening.key):
            return False
        row = {**log._asdict(), **state, "verifier": str(opening.key), "opened_at": now}
        if not put(connection, tables.epoch, row):
            return False
        for kind, about in opening.alarms:
            alarm(connection, log, kind, about, now)
        return True

    def _flag(self, connection: Connection, job: Verified, now: datetime) -> None:
        """Say once of each kiosk and type that a record was not what it should be."""
        log = job.batch.log
        known = self._flagged.get(log.kiosk, ())
        fresh = [flag for flag in job.flags if len(known) <= _MOST_FLAGS and (flag.kind, flag.type) not in known]
        if not fresh:
            return
        held = select(func.count()).where(tables.flag.c.kiosk == log.kiosk)
        flagged = int(connection.execute(held).scalar_one())
        for flag in fresh:
            row = {"kind": flag.kind, "type": flag.type, "seq": flag.seq}
            if flagged >= _MOST_FLAGS:
                row |= {"kind": "tooMany", "type": ""}
            flagged += put(connection, tables.flag, {**log._asdict(), **row, "at": now})
            if row["kind"] == "tooMany":
                break


def _tell(group: Sequence[_Job], outcomes: Sequence[Acknowledgement | Exception | None]) -> None:
    """Hand each waiting request its outcome. To wake the event loop once costs as much as to wake it for each."""

    def tell() -> None:
        for job, outcome in zip(group, outcomes, strict=True):
            if job.answer.done():  # given up meanwhile
                continue
            if isinstance(outcome, Exception):
                job.answer.set_exception(outcome)
            else:
                job.answer.set_result(outcome)

    with suppress(RuntimeError):  # the loop is closed: nobody waits any more
        group[0].answer.get_loop().call_soon_threadsafe(tell)


def recompute(connection: Connection, log: Log, cosigner: VerifierKey) -> Recomputed | None:
    """Make a journal's tree again from the stored bytes and verify every checkpoint; None where it is not known."""
    row = _row(connection, log)
    if row is None:
        return None
    faults: list[str] = []
    frontier = Frontier()
    key = VerifierKey.parse(row.verifier)
    link = _Link()
    try:
        for part in _segments(connection, log):
            if sha256(part.body).digest() != part.digest:
                faults.append(f"the body of the records up to {part.last} is not the one received")
            if part.first != frontier.size + 1:
                faults.append(f"record {frontier.size + 1} is missing")
                break
            if frontier.size == 0:
                link = _link(part.records[0])
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
    how = None
    try:
        how = _fit(connection, log, link)
    except RefusedError:
        faults.append("the journal before cannot be read")
    root = frontier.root()
    return Recomputed(log, row.acked, held_root, root, frontier.size, tuple(faults), link.previous, how)


def quarantined(connection: Connection) -> Quarantine:
    """What is in quarantine, each body compared with its digest."""
    bodies = size = damaged = 0
    query = select(tables.quarantine.c.digest, tables.quarantine.c.body, tables.quarantine.c.note)
    with connection.execute(query.execution_options(yield_per=16)) as rows:
        for row in rows:
            bodies += 1
            size += len(row.body) + len(row.note)
            damaged += sha256(row.body).digest() != bytes(row.digest)
    missed = select(func.coalesce(func.sum(tables.alarm.c.count), 0)).where(tables.alarm.c.kind == "quarantineFull")
    return Quarantine(bodies, size, int(connection.execute(missed).scalar_one()), damaged)


def rebuild(store: Store, zone: ZoneInfo, now: datetime) -> int:
    """Make the projection again from the stored bytes; returns the number of records read.

    On SQLite the service must rest. On PostgreSQL batches wait until it is done, or are told to come again.
    """
    records = 0
    with store.write() as connection:
        if store.shared:
            connection.exec_driver_sql("LOCK TABLE epoch IN EXCLUSIVE MODE")
        projection.clear(connection)
        order = select(tables.epoch.c.kiosk, tables.epoch.c.epoch).order_by(tables.epoch.c.opened_at)
        for log in [Log(*row) for row in connection.execute(order)]:
            for part in _segments(connection, log):
                projection.apply(connection, [(log, projection.facts(part.records))], zone, now)
                records += len(part.records)
    return records


def pinned_key(connection: Connection, kiosk: str) -> bytes | None:
    """The key that a kiosk's journals must be signed by: the signature type's byte, then the public key."""
    found = connection.execute(select(tables.kiosk.c.log_key).where(tables.kiosk.c.kiosk == kiosk)).scalar_one()
    return None if found is None else bytes(found)


def _key_of(connection: Connection, batch: Batch) -> VerifierKey:
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
    if pinned_key(connection, batch.log.kiosk) not in (None, _pin(key)):
        raise RefusedError(422, "The journal's key is not the kiosk's pinned one", evidence=True)
    return key


def _opening_alarms(connection: Connection, batch: Batch) -> tuple[tuple[str, str], ...]:
    """The kind and the matter of each alarm that a further journal of a kiosk raises."""
    link = _link(batch.records[0])
    alarms = [("newEpoch", link.why or "")] if _others(connection, batch.log) else []
    try:
        how = _fit(connection, batch.log, link)
    except RefusedError:
        how = "forked"  # what is held of it cannot be read: nothing vouches for what the terminal says
    if how in _LINK_ALARMS and link.previous:
        alarms.append((_LINK_ALARMS[how], link.previous))
    return tuple(alarms)


def _pin(key: VerifierKey) -> bytes:
    return bytes([key.type]) + key.public


_LINK_ALARMS: Final = {"rolledBack": "rolledBack", "forked": "forkedEpoch", "behind": "centreBehind"}


def _link(first: Record) -> _Link:
    """What a journal's first record says of the one before; nothing where it does not say it rightly."""
    try:
        return msgspec.json.decode(first.data, type=_Link)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _Link()


def _fit(connection: Connection, log: Log, link: _Link) -> str | None:
    """How what a journal says of the one before fits what is held of that (`Recomputed.link`)."""
    if link.previous is None:
        return None
    mark = _mark(connection, Log(log.kiosk, link.previous))
    if mark is None or link.previous == log.epoch:
        return "unknown"
    held = mark.frontier.size
    if link.acked > held:
        return "behind"
    root = (
        Frontier().root() if link.acked == 0 else _root_at(connection, Log(log.kiosk, link.previous), link.acked, mark)
    )
    if link.acked and link.root is not None and _decoded(link.root) != root:
        return "forked"
    return "rolledBack" if link.acked < held else "continues"


def _decoded(text: str) -> bytes | None:
    try:
        return b64decode(text.encode(), validate=True)
    except ValueError:
        return None


def _others(connection: Connection, log: Log) -> bool:
    """Whether a kiosk has another journal."""
    row = tables.epoch.c
    others = select(row.epoch).where(row.kiosk == log.kiosk, row.epoch != log.epoch).limit(1)
    return connection.execute(others).one_or_none() is not None


def _quarantine(connection: Connection, row: dict[str, Any], room: int) -> bool:
    """Keep a body aside where its kiosk's room allows it; whether it is kept."""
    use, held = tables.quarantine_use, tables.quarantine.c
    same = select(held.digest).where(held.kiosk == row["kiosk"], held.digest == row["digest"])
    if connection.execute(same).one_or_none():
        return True
    size = len(row["body"]) + len(row["note"]) + _ROW
    put(connection, use, {"kiosk": row["kiosk"], "bytes": 0})
    taken = update(use).where(use.c.kiosk == row["kiosk"], use.c.bytes + size <= room)
    if connection.execute(taken.values(bytes=use.c.bytes + size)).rowcount == 0:
        return False
    put(connection, tables.quarantine, row)
    return True


def _missing_keys(connection: Connection, kiosk: str, visits: frozenset[str]) -> list[str]:
    if not visits:
        return []
    held = connection.execute(_KEYS, {"kiosk": kiosk, "visits": sorted(visits)}).scalars()
    return sorted(visits.difference(held))


def _after(batch: Batch, frontier: Frontier) -> Frontier:
    """The frontier after the records of a batch that are not in it yet."""
    after = frontier.copy()
    for leaf in batch.leaves[frontier.size + 1 - batch.first :]:
        after.add(leaf)
    return after


def _root_at(connection: Connection, log: Log, size: int, mark: Mark) -> bytes:
    """The root of a journal at a size it has passed."""
    if size == mark.frontier.size:
        return mark.frontier.root()
    row = connection.execute(
        select(tables.segment.c.cosigned).where(*_is(tables.segment, log), tables.segment.c.last == size)
    ).one_or_none()
    if row:
        return _checkpoint(row.cosigned).root
    with closing(_segments(connection, log)) as parts:
        frontier = Frontier.of(islice((leaf for part in parts for leaf in part.leaves), size))
    return frontier.root()


@dataclass(frozen=True)
class _Segment:
    first: int
    last: int
    records: tuple[Record, ...]
    leaves: tuple[bytes, ...]
    cosigned: bytes
    body: bytes
    digest: bytes


def _segments(
    connection: Connection, log: Log, first: int = 1, last: int | None = None
) -> Generator[_Segment, None, None]:
    """The new records of each segment, in order, from the stored bytes."""
    column = tables.segment.c
    query = select(tables.segment).where(*_is(tables.segment, log), column.last >= first).order_by(column.first)
    if last is not None:
        query = query.where(column.first <= last)
    with connection.execute(query.execution_options(yield_per=16)) as rows:
        for row in rows:
            records, leaves = split(decompress(row.body, row.encoding))
            known = row.first - records[0].seq
            yield _Segment(row.first, row.last, records[known:], leaves[known:], row.cosigned, row.body, row.digest)


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
    frontier = Frontier.from_bytes(row.acked, row.frontier)
    return Mark(VerifierKey.parse(row.verifier), frontier, row.cosigned, row.diverged_at is not None)


def _row(connection: Connection, log: Log) -> Row[Any] | None:
    return connection.execute(_EPOCH, log._asdict()).one_or_none()


def _checkpoint(note: bytes) -> Checkpoint:
    return Checkpoint.parse(Note.parse(note).text)


def _is(table: Table, log: Log) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.kiosk == log.kiosk, table.c.epoch == log.epoch
