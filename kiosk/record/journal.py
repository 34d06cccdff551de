"""The journal: an append-only SQLite file per epoch, with a Merkle tree over its exact bytes and signed checkpoints.

A record's body is a CloudEvents 1.0 event in JSON; record `seq` is leaf `seq - 1`. One connection of one process
writes, on one thread at a time (SQLite before 3.51.3 may lose commits where two connections write or checkpoint one WAL
file); everybody else opens with `kiosk.record.reader`. What was committed survives a power cut: WAL with
`synchronous=FULL`, and the folder synced after the file was made. Personal fields are stored sealed under the visit's
key, or not at all.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import math
import os
import secrets
import sqlite3
import threading
from base64 import b64encode
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from kiosk.core.entries import (
    CATALOGUE,
    ClockStepped,
    Entry,
    JournalClosed,
    JournalFilling,
    JournalOpened,
    JournalPruned,
    KioskFailed,
    TelemetryDropped,
    VisitEnded,
)
from kiosk.core.ports import Clock, JournalError
from kiosk.record import checkpoint, upkeep
from kiosk.record.checkpoint import Checkpoint, Signer, VerifierKey, key_of
from kiosk.record.epoch import SCHEMA, SCHEMA_VERSION, Taken, connect, current_file, settle, take_over
from kiosk.record.event import Envelope, data_to_json, rfc3339, to_json
from kiosk.record.files import make_folder, sync_folder, write_atomically
from kiosk.record.older import Going, Held, OlderEpochs, to_be_said_again
from kiosk.record.reader import JournalReader, ReadError
from kiosk.record.seal import HeldKey, SealError, SealingKey, VisitKeys, seal_field
from kiosk.record.tree import Frontier, leaf_hash

__all__ = ["CHECKPOINT_EVERY", "GROUP", "SCHEMA_VERSION", "SqliteJournal", "boot_id", "current_file"]

GROUP: Final = 128
"""The most entries of one commit."""
CHECKPOINT_EVERY: Final = 100
"""The most records between two checkpoints."""
ROLLED_BACK: Final = "rolledBack"
DIVERGED: Final = "diverged"
DAMAGED: Final = "damaged"

_CHECKPOINT_S: Final = 5.0
_LAZY_S: Final = 0.2
_PROMPT: Final = (JournalOpened, JournalClosed, JournalPruned, VisitEnded)
"""What is sealed and sent at once, as urgent entries are."""
_STEP_S: Final = 1.0
_SLEW: Final = 1e-3
"""A disciplined clock may gain or lose this much a second (Linux slews by at most 0.5 ms/s); more is a step."""
_MEASURE_S: Final = 10.0
_MEASURE_RECORDS: Final = 4096
"""The room is measured this often, and after so many records at the latest."""
_REARMED: Final = 0.05
"""So far below `upkeep.FILLING` the warning may be given again."""
_DROPPED_S: Final = 3600.0
"""How often dropped telemetry is counted in the journal while it is dropped."""
_PRUNE_S: Final = 3600.0
_REREAD_FIRST_S: Final = 60.0
_REREAD_EVERY_S: Final = 86_400.0
_REREAD_S: Final = 1.0
_REREAD_RECORDS: Final = 250
"""Old records are read again a slice a second while nothing else is to do, the whole file once a day."""


@dataclass(slots=True)
class _Job:
    """An entry on its way to the writer; it bears the time at which it happened."""

    entry: Entry
    data: str
    personal: dict[str, str] | None = field(repr=False)
    visit: str | None
    wall: datetime
    mono: float
    future: Future[int]


@dataclass(frozen=True)
class _Errand:
    """What the writer's thread is to do between two commits; the future holds its result."""

    work: Callable[[], int]
    future: Future[int]


def boot_id() -> str:
    """This boot of the machine, within which `mono` of two records may be compared."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return "unknown"


class SqliteJournal:
    """Implements `kiosk.core.ports.Journal`. Close it, or use it as a context manager.

    A write error fails every entry of the commit and closes the journal for good: the kiosk must go out of service. So
    do a full disk and an old record found damaged. `failed` is then told once, on the thread that wrote.
    """

    def __init__(
        self,
        folder: Path,
        *,
        bank: str,
        kiosk: str,
        signer: Signer,
        clock: Clock,
        boot: str | None = None,
        failed: Callable[[JournalError], None] | None = None,
        sealing_key: Callable[[], SealingKey | None] | None = None,
        anchor: Checkpoint | None = None,
        cosigned: bytes = b"",
        cosigner: VerifierKey | None = None,
        keep: timedelta = timedelta(days=30),
        older: Held = dict,
        room: upkeep.Room | None = None,
        given_up: str | None = None,
        renew: str | None = None,
        checkpoint_s: float = _CHECKPOINT_S,
        largest_pages: int | None = None,
    ) -> None:
        """Open the current epoch in `folder`, or begin the first one. Raises `JournalError`.

        The tree is recomputed at least 1,000 records back; a file that is damaged or was changed is refused. One that
        is not what the centre acknowledged (`anchor`), or of which it takes no more (`given_up`: why), is not
        continued: a new epoch begins. One begins also where a person asks for it and says why (`renew`), even from a
        damaged file. The old file always stays.

        `sealing_key` is asked for the centre's key when the first personal field of a visit is to be sealed. Records
        are pruned once `cosigner` cosigned them (`cosigned`, `acknowledge`) more than `keep` ago, and earlier epochs'
        files deleted that ended as long ago and of which the centre holds all (`older`). `room` measures the share of
        its room that the journal uses. `largest_pages` bounds the file's size, in SQLite pages.
        """
        self._folder, self._bank, self._kiosk, self._signer = folder, bank, kiosk, signer
        self._clock, self._boot, self._checkpoint_s = clock, boot or boot_id(), checkpoint_s
        self._tell_failed, self._sealing_key = failed, sealing_key
        self._cosigner, self._keep, self._room, self._largest_pages = cosigner, keep, room, largest_pages
        self._queue: deque[_Job | _Errand] = deque()
        self._commit_by = math.inf
        self._ending = False
        self._gate = threading.Condition()
        """Guards what stands above, and `_shut`; the writer sleeps on it."""
        self._writing = threading.Lock()
        """Held from taking a group until its futures are told, so numbers follow the queue; taken before the gate."""
        self._shut: JournalError | None = None
        self._failure: JournalError | None = None
        self._older = OlderEpochs(folder, older)
        self._keys, self._envelope = VisitKeys(bank, kiosk), Envelope(bank, kiosk, self._boot)
        self._last_wall, self._last_mono = clock.now(), clock.monotonic()
        self._filling = self._dropping = False
        self._dropped, self._dropped_since = 0, 0.0
        self._measure_at = math.inf if room is None else self._last_mono
        self._prune_at = math.inf if cosigner is None else self._last_mono
        self._reread_began = self._reread_at = self._last_mono + _REREAD_FIRST_S
        self.used = 0.0
        """The share of its room that the journal used when it was last measured."""
        self.last_at: datetime | None = None
        """The time of the last record found at opening: the clock cannot honestly be earlier."""

        self._lock = self._lock_folder()
        try:
            self._open(anchor, given_up, renew, cosigned)
        except JournalError:
            os.close(self._lock)
            raise
        except (OSError, sqlite3.Error, ValueError, KeyError, TypeError) as error:
            os.close(self._lock)
            raise _journal_error(error) from error
        self._thread = threading.Thread(target=self._write_all, name="journal", daemon=True)
        self._thread.start()

    @property
    def origin(self) -> str:
        """The log's name: `<bank>/kiosk/<kiosk>/<epoch>`."""
        return f"{self._bank}/kiosk/{self._kiosk}/{self.epoch}"

    @property
    def verifier(self) -> VerifierKey:
        """The key that verifies this epoch's checkpoints."""
        return key_of(self.origin, self._signer)

    @property
    def size(self) -> int:
        """How many records this epoch has had, those that were pruned too."""
        return self._frontier.size

    def append(self, entry: Entry, visit: str | None = None, *, durable: bool = True) -> Future[int]:
        """Append and return at once; the future holds the sequence number, set after the commit.

        Telemetry, and what is not `durable`, rides the next commit (at most 200 ms). The number of telemetry that was
        dropped because the disk is nearly full is 0. The future raises `JournalError`. Its callbacks are called by
        whoever commits, and must not wait for the journal.
        """
        job = self._job(entry, visit)
        lazy = entry.TELEMETRY or not durable
        self._put(job, job.mono + _LAZY_S if lazy else -math.inf)
        return job.future

    def record(self, entry: Entry, visit: str | None = None) -> int:
        """Append and wait for the commit; the sequence number. Raises `JournalError`. Not for the Qt thread.

        While the writer is idle the calling thread commits by itself, which saves two hand-offs between threads. The
        main thread never does: Ctrl-C could interrupt it between a commit and what is remembered of it.
        """
        job = self._job(entry, visit)
        main = threading.current_thread() is threading.main_thread()
        self._put(job, -math.inf, wake=main)
        if not main:
            self._commit_here()
            if not job.future.done():
                self._wake()
        return job.future.result()

    def acknowledge(self, cosigned: bytes) -> Future[int]:
        """Keep the centre's cosigned note of this epoch; the future holds its size, or 0 for one that is not ours."""
        return self._send(lambda: self._fold(cosigned))

    def renew(self, why: str, acked: Checkpoint | None = None) -> Future[int]:
        """Close this epoch's file and begin a new one, which says why and what the centre had acknowledged (`acked`).

        What is appended from now on goes to the new epoch; the future holds the number of its first record. Where the
        centre holds another history (`rolledBack`, `diverged`) nothing more is signed in the old one's name (C2SP
        tlog-checkpoint), and what no checkpoint covered yet is written again in the new one.
        """
        return self._send(lambda: self._change_epoch(why, acked))

    def close(self) -> None:
        """Write what waits, journal the closing, checkpoint and close. Idempotent."""
        with self._gate:
            if self._shut is None:
                self._shut = JournalError("the journal is closed")
            self._ending = True
            self._gate.notify()
        self._thread.join()

    def __enter__(self) -> SqliteJournal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _send(self, work: Callable[[], int]) -> Future[int]:
        future: Future[int] = Future()
        self._put(_Errand(work, future), -math.inf)
        return future

    def _job(self, entry: Entry, visit: str | None) -> _Job:
        return _Job(
            entry,
            data_to_json(entry.data()),
            _personal(entry) if visit is not None and entry.TYPE in _PERSONAL else None,
            visit,
            self._clock.now(),
            self._clock.monotonic(),
            Future(),
        )

    def _put(self, item: _Job | _Errand, by: float, *, wake: bool = True) -> None:
        """Have the item seen to by that time. Who does not wake the writer sees to it himself."""
        with self._gate:
            if self._shut is None:
                self._queue.append(item)
                self._commit_by = min(self._commit_by, by)
                if wake:
                    self._gate.notify()
                return
            error = self._shut
        item.future.set_exception(error)

    # Opening

    def _lock_folder(self) -> int:
        """Hold the folder for this process alone."""
        try:
            make_folder(self._folder)
            descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError as error:
            raise _journal_error(error) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            raise JournalError("another process writes this journal") from error
        return descriptor

    def _open(self, anchor: Checkpoint | None, given_up: str | None, renew: str | None, cosigned: bytes) -> None:
        settle(self._folder)
        path = current_file(self._folder)
        if path is None:
            if renew is None and any(self._folder.glob("*.db")):
                raise JournalError("which of the journal's files is the current one cannot be told")
            self._begin_epoch()
            return
        self.epoch = path.stem
        if anchor is not None and anchor.origin != self.origin:  # sync has not followed yet
            anchor = None
        try:
            taken = self._take_over(path)
        except (JournalError, OSError, sqlite3.Error, ValueError, KeyError, TypeError):
            if renew is None:
                raise
            self._begin_epoch(DAMAGED, anchor)
            return
        try:
            self._frontier, self._sealed, self.last_at = taken.frontier, taken.sealed, taken.last_at
            self._begin_unsealed()
            why = self._astray(path, anchor) or given_up or renew
            if why is not None:
                self._change_epoch(why, anchor, closed=taken.clean and taken.frontier.size > 0)
                return
            self._bound()
            if cosigned:
                self._fold(cosigned)
            if self._room is not None and self._measure(self._room) >= upkeep.FULL and not self._anything_may_go():
                raise JournalError("the journal has no room left")
            self._journal_opening(taken)
        except BaseException:
            self._db.close()
            raise

    def _take_over(self, path: Path) -> Taken:
        """Open the current epoch's file for writing, if it is whole."""
        if not path.exists():
            raise JournalError("the journal's file is gone")
        if self._damaged.exists() and self._damaged.read_bytes() == self.epoch.encode():
            raise JournalError("the journal's file was found damaged")
        db = connect(path)
        try:
            taken = take_over(db, self.epoch, self.verifier)
        except BaseException:
            db.close()
            raise
        self._db = db
        return taken

    def _journal_opening(self, taken: Taken) -> None:
        """Journal the opening, and a clock that was set back while the journal was closed."""
        with self._transaction():
            self._note(JournalOpened(self._boot, self._frontier.size, taken.clean, str(self.verifier)))
            if taken.last_at is not None:
                back = (self._clock.now() - taken.last_at).total_seconds()
                if back < -_STEP_S:
                    self._note(ClockStepped(round(back, 3)))

    def _astray(self, path: Path, anchor: Checkpoint | None) -> str | None:
        """Why the file is not what the centre acknowledged of this epoch; None where it is, as far as it can tell."""
        if anchor is None:
            return None
        if anchor.size > self._frontier.size:
            return ROLLED_BACK
        try:
            with JournalReader(path) as reader:
                root = reader.root_at(anchor.size)
        except ReadError as error:
            raise JournalError("the journal's file cannot be read") from error
        return DIVERGED if root not in (None, anchor.root) else None

    # Epochs

    @property
    def _damaged(self) -> Path:
        """Names the epoch in which rereading found damage: it is not continued."""
        return self._folder / "damaged"

    def _bound(self) -> None:
        if self._largest_pages is not None:
            self._db.execute(f"PRAGMA max_page_count={self._largest_pages}")

    def _begin_unsealed(self) -> None:
        self._rows: list[tuple[int, bytes]] = []
        self._unsealed: list[_Job] = []
        self._unsealed_since: float | None = None
        self._prompt = self._astray_now = False
        self._measured = self._frontier.size
        self._rereading: upkeep.Rereading | None = None

    def _begin_epoch(
        self, why: str | None = None, acked: Checkpoint | None = None, carried: Sequence[_Job] = ()
    ) -> None:
        """Begin a new epoch in a file of its own: the first one, or one in the place of the current one."""
        previous = None if why is None else self.epoch
        self.epoch = secrets.token_hex(8)
        self._frontier, self._sealed = Frontier(), 0
        self._begin_unsealed()
        verifier = str(self.verifier)
        opened = JournalOpened(self._boot, 0, True, verifier)
        if previous is not None:
            root = None if acked is None else b64encode(acked.root).decode()
            opened = dataclasses.replace(
                opened, previous=previous, acked=0 if acked is None else acked.size, root=root, why=why
            )
        self._db = connect(self._folder / f"{self.epoch}.db")
        try:
            self._bound()
            self._db.executescript("BEGIN;" + SCHEMA)
            log = (self.epoch, self.origin, rfc3339(self._clock.now()), verifier)
            self._db.execute("INSERT INTO log VALUES(?,?,?,?)", log)
            with self._transaction(begin=False):
                self._note(opened)
                for job in carried:
                    self._store(job)
            sync_folder(self._folder)
            write_atomically(self._folder / "current", self.epoch.encode())
        except BaseException:
            self._db.close()
            raise

    def _change_epoch(self, why: str, acked: Checkpoint | None, *, closed: bool = False) -> int:
        """Close the current epoch's file unless it is, and begin the next one; the number of its first record."""
        carried: Sequence[_Job] = ()
        with self._transaction():
            astray = why in (ROLLED_BACK, DIVERGED)
            self._astray_now |= astray
            self._count_dropped()
            if astray:
                carried = tuple(self._unsealed)
            if not closed:  # or each start at which the next one cannot be made would add a record
                self._note(JournalClosed(self._boot))
        self._db.close()
        self._begin_epoch(why, acked, carried)
        return 1

    # The writer's thread

    def _write_all(self) -> None:
        self._spare_time()
        while not self._turn():
            pass
        self._keys.clear()
        with contextlib.suppress(sqlite3.Error):
            self._db.close()
        self._older.close()
        os.close(self._lock)

    def _turn(self) -> bool:
        """Commit a group and do what is due; whether the end was asked for. Keeps nothing of it in memory."""
        self._sleep()
        with self._writing:
            group = self._take()
            errand, stopped = self._take_errand()
            if self._failure is not None:
                self._fail([job.future for job in group], self._failure)
            elif group or stopped or self._checkpoint_due():
                self._commit(group, stopped)
            if errand is not None:
                self._run(errand)
            if not stopped:
                self._spare_time()
        return stopped

    def _sleep(self) -> None:
        """Wait until something is to be committed, or something else is due."""
        with self._gate:
            while not self._ending and len(self._queue) < GROUP:
                wait = min(self._commit_by, self._due_at()) - self._clock.monotonic()
                if wait <= 0 or not self._gate.wait(None if wait == math.inf else wait):
                    return

    def _due_at(self) -> float:
        """When the writer has something to do though nothing is appended."""
        if self._failure is not None:
            return math.inf
        if self._room is not None and self._frontier.size - self._measured >= _MEASURE_RECORDS:
            return -math.inf
        since = self._unsealed_since
        checkpoint_at = math.inf if since is None else since + self._checkpoint_s
        return min(self._measure_at, self._prune_at, self._reread_at, checkpoint_at)

    def _take(self) -> list[_Job]:
        """The next group, in the order of its appending: what waits before the next errand."""
        group: list[_Job] = []
        with self._gate:
            while self._queue and len(group) < GROUP and isinstance(item := self._queue[0], _Job):
                group.append(item)
                self._queue.popleft()
            self._commit_by = -math.inf if self._queue else math.inf
        return group

    def _take_errand(self) -> tuple[_Errand | None, bool]:
        """The errand that is next, if one is; whether nothing is left and the end was asked for."""
        with self._gate:
            if not self._queue:
                return None, self._ending
            if isinstance(errand := self._queue[0], _Errand):
                self._queue.popleft()
                return errand, False
            return None, False

    def _commit_here(self) -> None:
        """Commit what waits, on the thread of somebody who waits for it; only while nothing else is due.

        Where something is, or somebody is at it, all is left to the writer: so it measures the room as often as ever.
        """
        if not self._writing.acquire(blocking=False):
            return
        try:
            since = self._unsealed_since
            if self._failure is None and self._clock.monotonic() < self._due_at() and (group := self._take()):
                self._commit(group, stopped=False)
            if self._unsealed_since not in (None, since):
                self._wake()  # which may sleep past the new time of the next checkpoint
        finally:
            self._writing.release()

    def _wake(self) -> None:
        with self._gate:
            self._gate.notify()

    def _commit(self, group: Sequence[_Job], stopped: bool) -> None:
        jobs = [job for job in group if job.future.set_running_or_notify_cancel()]
        try:
            with self._transaction():
                numbers = [self._insert(job) for job in jobs]
                if stopped:
                    self._count_dropped()
                    self._note(JournalClosed(self._boot))
        except Exception as error:  # whatever it was: nothing may be served unjournalled
            self._give_up(_journal_error(error), jobs)
            return
        for job, number in zip(jobs, numbers, strict=True):
            if job.visit is not None and isinstance(job.entry, VisitEnded):
                self._keys.forget(job.visit)
            job.future.set_result(number)

    @contextmanager
    def _transaction(self, *, begin: bool = True) -> Iterator[None]:
        """Commit what is stored within, with the tree and a checkpoint if one is due."""
        if begin:
            self._db.execute("BEGIN IMMEDIATE")
        yield
        if self._checkpoint_due():
            self._seal()
        self._db.executemany("INSERT INTO rec VALUES(?,?)", self._rows)
        self._db.execute("UPDATE tree SET size=?, frontier=?", (self._frontier.size, self._frontier.to_bytes()))
        self._db.execute("COMMIT")
        self._rows.clear()

    def _insert(self, job: _Job) -> int:
        """Store an entry, after a `ClockStepped` where the wall clock went another way than the monotonic one."""
        if self._dropping and job.entry.TELEMETRY:
            if not self._dropped:
                self._dropped_since = job.mono
            self._dropped += 1
            return 0
        elapsed = job.mono - self._last_mono
        step = (job.wall - self._last_wall).total_seconds() - elapsed
        if abs(step) > _STEP_S + _SLEW * abs(elapsed):
            self._note(ClockStepped(round(step, 3)), job.wall, job.mono)
        self._last_wall, self._last_mono = job.wall, job.mono
        self._unsealed.append(job)
        return self._store(job)

    def _note(self, entry: Entry, wall: datetime | None = None, mono: float | None = None) -> None:
        """Store an entry of the journal's own."""
        wall, mono = wall or self._clock.now(), self._clock.monotonic() if mono is None else mono
        job = _Job(entry, data_to_json(entry.data()), None, None, wall, mono, Future())
        self._unsealed.append(job)
        self._store(job)

    def _store(self, job: _Job) -> int:
        frontier, entry, data = self._frontier, job.entry, job.data
        seq = frontier.size + 1
        if job.personal and job.visit is not None:
            sealed = self._seal_fields(seq, job.visit, job.personal)
            if sealed:
                data = f'{data[:-1]}{"" if data == "{}" else ","}"sealed":{sealed}}}'
        body = self._envelope.body(
            self.epoch, seq, entry.TYPE, wall=job.wall, mono=job.mono, visit=job.visit, data=data
        )
        self._rows.append((seq, body))
        frontier.add(leaf_hash(body))
        if self._unsealed_since is None:
            self._unsealed_since = job.mono
        self._prompt |= entry.URGENT or isinstance(entry, _PROMPT)
        if seq - self._sealed >= CHECKPOINT_EVERY and not self._astray_now:
            self._seal()
        return seq

    def _checkpoint_due(self) -> bool:
        if self._unsealed_since is None or self._astray_now:
            return False
        return self._prompt or self._clock.monotonic() - self._unsealed_since >= self._checkpoint_s

    def _seal(self) -> None:
        """Store a signed checkpoint of the tree as it is now."""
        size = self._frontier.size
        note = checkpoint.sign(Checkpoint(self.origin, size, self._frontier.root()), self._signer)
        self._db.execute(
            "INSERT INTO checkpoint(size, note, frontier, prompt) VALUES(?,?,?,?)",
            (size, note, self._frontier.to_bytes(), self._prompt),
        )
        self._sealed, self._unsealed_since, self._prompt = size, None, False
        self._unsealed.clear()

    def _give_up(self, error: JournalError, jobs: Sequence[_Job] = ()) -> None:
        """Close for good: the kiosk goes out of service."""
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("ROLLBACK")
        self._keys.clear()
        self._unsealed.clear()
        with self._gate:
            self._shut = self._failure = error
        for job in jobs:
            job.future.set_exception(error)
        if self._tell_failed is not None:
            self._tell_failed(error)

    def _run(self, errand: _Errand) -> None:
        """Do an errand; one that fails closes the journal for good."""
        if self._failure is not None:
            self._fail([errand.future], self._failure)
        elif errand.future.set_running_or_notify_cancel():
            try:
                result = errand.work()
            except Exception as error:  # as in `_commit`
                self._give_up(_journal_error(error))
                errand.future.set_exception(_journal_error(error))
            else:
                errand.future.set_result(result)

    @staticmethod
    def _fail(futures: Sequence[Future[int]], error: JournalError) -> None:
        for future in futures:
            if future.set_running_or_notify_cancel():
                future.set_exception(error)

    # Personal fields

    def _seal_fields(self, seq: int, visit: str, personal: dict[str, str]) -> str:
        """The sealed fields of a record as JSON; empty where they cannot be sealed, and so are not stored."""
        held = self._keys.get(visit) or self._make_key(visit)
        if held is None:
            return ""
        self._db.execute(
            "INSERT INTO dek VALUES(?,?,?,?,?) ON CONFLICT(visit) DO UPDATE SET last=excluded.last",
            (visit, held.kid, held.sealed, seq, seq),
        )
        where = f"{self.epoch}/{seq}"
        fields = [seal_field(held.key, held.kid, where, name, value).to_json() for name, value in personal.items()]
        return to_json(fields)

    def _make_key(self, visit: str) -> HeldKey | None:
        """A key for a visit; None without a key to seal it to, or where the visit had one and it is gone."""
        to = None if self._sealing_key is None else self._sealing_key()
        if to is None or self._db.execute("SELECT 1 FROM dek WHERE visit=?", (visit,)).fetchone():
            return None
        try:
            return self._keys.make(visit, to)
        except SealError:
            return None

    # What is done when there is time

    def _spare_time(self) -> None:
        """Measure the room, delete what may go, and read old records again, as each is due."""
        if self._failure is not None:
            return
        now = self._clock.monotonic()
        try:
            if self._room is not None and (
                now >= self._measure_at or self._frontier.size - self._measured >= _MEASURE_RECORDS
            ):
                self._mind_room(self._room, now)
            if now >= self._prune_at:
                self._prune_at = now if self._make_room() else now + _PRUNE_S
            if now >= self._reread_at and not self._queue:
                self._reread(now)
        except Exception as error:  # as in `_commit`
            self._give_up(_journal_error(error))

    def _measure(self, room: upkeep.Room) -> float:
        self.used = room(upkeep.spare(self._db))
        return self.used

    def _mind_room(self, room: upkeep.Room, now: float) -> None:
        """Warn, drop telemetry, or give up, by the share of the room in use. Raises `JournalError`."""
        self._measure_at, self._measured = now + _MEASURE_S, self._frontier.size
        while self._measure(room) >= upkeep.FILLING and self._make_room():
            pass
        if self.used >= upkeep.FULL:
            raise JournalError("the journal has no room left")
        self._dropping = self.used >= upkeep.DROPPING
        fills = self.used >= upkeep.FILLING and not self._filling
        counts = self._dropped > 0 and (not self._dropping or now - self._dropped_since >= _DROPPED_S)
        if fills or counts:
            with self._transaction():
                if fills:
                    self._note(JournalFilling(round(self.used, 3)))
                if counts:
                    self._count_dropped()
        self._filling = self.used >= upkeep.FILLING - (_REARMED if self._filling else 0)

    def _count_dropped(self) -> None:
        if self._dropped:
            self._note(TelemetryDropped(self._dropped))
            self._dropped = 0

    def _fold(self, cosigned: bytes) -> int:
        """Keep a cosigned note with our own checkpoint of the same tree; its size, or 0."""
        return 0 if self._cosigner is None else upkeep.fold(self._db, cosigned, self._cosigner, self.verifier)

    def _prunable(self) -> int | None:
        if self._cosigner is None:
            return None
        return upkeep.prunable(self._db, self._cosigner, self._keep, self._clock.now())

    def _going(self) -> Going | bool:
        """`OlderEpochs.step`."""
        if self._cosigner is None:
            return False
        until = upkeep.long_ago(self._db, self._cosigner, self._keep, self._clock.now())
        return self._older.step(self._db, self.verifier, until, self._cosigner)

    def _anything_may_go(self) -> bool:
        while (going := self._going()) is True:
            pass
        return bool(going or self._prunable())

    def _make_room(self) -> bool:
        """Delete a slice of what was acknowledged long ago, or see what may go; whether there was anything to do.

        Earlier epochs' files first: what they are compared with is the beginning of the current one.
        """
        going = self._going()
        if going is False:
            return self._prune()
        if isinstance(going, Going):
            if going.records:
                with self._transaction():
                    for record in going.records:
                        self._note(record)
            self._older.delete(going)
        return True

    def _prune(self) -> bool:
        """Delete the next slice of the current epoch; whether there was one."""
        upto = self._prunable()
        if upto is None:
            return False
        with self._transaction():
            again = to_be_said_again(self._db, upto, self.verifier)
            upkeep.prune(self._db, upto)
            self._note(JournalPruned(upto))
            for record in again:
                self._note(record)
        return True

    def _reread(self, now: float) -> None:
        """Read a slice of old records again. Damage is journalled, and the file never continued: raises it."""
        self._reread_at = now + _REREAD_S
        try:
            if self._rereading is None:
                self._rereading, self._reread_began = upkeep.Rereading(self._db, self.verifier), now
            done = self._rereading.step(_REREAD_RECORDS, self._frontier)
        except (JournalError, sqlite3.Error, ValueError, TypeError) as error:
            found = error if isinstance(error, JournalError) else _journal_error(error)
            write_atomically(self._damaged, self.epoch.encode())
            with self._transaction():
                self._note(KioskFailed(f"journal: {found}"))
            raise found from error
        if done:
            self._rereading, self._reread_at = None, self._reread_began + _REREAD_EVERY_S


_PERSONAL: Final = frozenset(kind for kind, entry in CATALOGUE.items() if entry.personal_names())
"""The kinds of entry that have personal fields."""


def _personal(entry: Entry) -> dict[str, str]:
    """The entry's personal fields. Raises ValueError for what UTF-8 cannot say."""
    values = entry.personal()
    for value in values.values():
        value.encode()
    return values


def _journal_error(error: Exception) -> JournalError:
    """The error without what it may quote."""
    if isinstance(error, JournalError):
        return error
    told = str(error) if isinstance(error, sqlite3.Error) else getattr(error, "strerror", None) or ""
    return JournalError(f"{type(error).__name__}: {told}")
