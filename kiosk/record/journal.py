"""The journal: an append-only SQLite file per epoch, with a Merkle tree over its exact bytes and signed checkpoints.

A record's body is a CloudEvents 1.0 event in JSON; record `seq` is leaf `seq - 1`. One thread of one process writes
(SQLite before 3.51.3 may lose commits where two connections write or checkpoint one WAL file); everybody else opens
with `kiosk.record.reader`. What was committed survives a power cut: WAL with `synchronous=FULL`, and the folder synced
after the file was made.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import queue
import re
import secrets
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from kiosk.core.entries import PREFIX, ClockStepped, Entry, JournalClosed, JournalOpened, VisitEnded
from kiosk.core.ports import Clock, JournalError
from kiosk.record import checkpoint
from kiosk.record.checkpoint import Checkpoint, NoteError, SignatureType, Signer, VerifierKey
from kiosk.record.files import make_folder, sync_folder, write_atomically
from kiosk.record.tree import Frontier, leaf_hash

SCHEMA_VERSION: Final = 2
GROUP: Final = 128
"""The most entries of one commit."""
CHECKPOINT_EVERY: Final = 100
"""The most records between two checkpoints."""
_CHECKPOINT_S: Final = 5.0
_LAZY_S: Final = 0.2
_RECHECKED: Final = 1000
"""Start-up recomputes the tree from a checkpoint at least this many records back."""
_PROMPT: Final = (JournalOpened, JournalClosed, VisitEnded)
"""What is sealed and sent at once, as urgent entries are."""
_STEP_S: Final = 1.0
_SLEW: Final = 1e-3
"""A disciplined clock may gain or lose this much a second (Linux slews by at most 0.5 ms/s); more is a step."""

SCHEMA: Final = f"""
PRAGMA user_version={SCHEMA_VERSION};
CREATE TABLE log(epoch TEXT PRIMARY KEY, origin TEXT NOT NULL, opened TEXT NOT NULL, verifier TEXT NOT NULL) STRICT;
CREATE TABLE rec(seq INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE tree(one INTEGER PRIMARY KEY CHECK(one=1), size INTEGER NOT NULL, frontier BLOB NOT NULL) STRICT;
CREATE TABLE checkpoint(
    size INTEGER PRIMARY KEY, note BLOB NOT NULL, frontier BLOB NOT NULL, prompt INTEGER NOT NULL, cosigned BLOB
) STRICT;
CREATE TABLE dek(visit TEXT PRIMARY KEY, kid TEXT NOT NULL, sealed BLOB NOT NULL, seq INTEGER NOT NULL) STRICT;
INSERT INTO tree VALUES(1, 0, x'');
"""


@dataclass(frozen=True)
class _Job:
    """An entry on its way to the writer; it bears the time at which it happened."""

    entry: Entry
    data: str
    visit: str | None
    durable: bool
    wall: datetime
    mono: float
    future: Future[int]


def boot_id() -> str:
    """This boot of the machine, within which `mono` of two records may be compared."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return "unknown"


def current_file(folder: Path) -> Path | None:
    """The file of the current epoch; None before the first. Raises OSError."""
    pointer = folder / "current"
    if not pointer.exists():
        return None
    epoch = pointer.read_text(encoding="ascii").strip()
    if not re.fullmatch("[0-9a-f]{16}", epoch):
        raise OSError(f"{pointer} names no epoch")
    return folder / f"{epoch}.db"


class SqliteJournal:
    """Implements `kiosk.core.ports.Journal`. Close it, or use it as a context manager.

    A write error fails every entry of the commit and closes the journal for good: the kiosk must go out of service.
    `failed` is then told once, on the writer's thread.
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
        checkpoint_s: float = _CHECKPOINT_S,
        largest_pages: int | None = None,
    ) -> None:
        """Open the current epoch in `folder`, or begin the first one. Raises `JournalError`.

        The tree is recomputed at least 1,000 records back; a file that is damaged or was changed is refused.
        `largest_pages` bounds the file's size, in SQLite pages.
        """
        self._folder, self._bank, self._kiosk, self._signer = folder, bank, kiosk, signer
        self._clock, self._boot, self._checkpoint_s = clock, boot or boot_id(), checkpoint_s
        self._tell_failed = failed
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._gate = threading.Lock()
        self._shut: JournalError | None = None
        self._failure: JournalError | None = None
        self._frontier = Frontier()
        self._sealed = 0
        self._unsealed_since: float | None = None
        self._prompt = False
        self.last_at: datetime | None = None
        """The time of the last record found at opening: the clock cannot honestly be earlier."""

        self._lock = self._lock_folder()
        try:
            self._db, clean = self._open()
        except JournalError:
            os.close(self._lock)
            raise
        except (OSError, sqlite3.Error, ValueError, KeyError, TypeError) as error:
            os.close(self._lock)
            raise _journal_error(error) from error
        if largest_pages is not None:
            self._db.execute(f"PRAGMA max_page_count={largest_pages}")
        self._last_wall, self._last_mono = clock.now(), clock.monotonic()
        self._thread = threading.Thread(target=self._write_all, name="journal", daemon=True)
        self._thread.start()
        self._begin(clean)

    @property
    def origin(self) -> str:
        """The log's name: `<bank>/kiosk/<kiosk>/<epoch>`."""
        return f"{self._bank}/kiosk/{self._kiosk}/{self.epoch}"

    @property
    def verifier(self) -> VerifierKey:
        """The key that verifies this epoch's checkpoints."""
        return VerifierKey(self.origin, SignatureType.ED25519, self._signer.public)

    def append(self, entry: Entry, visit: str | None = None, *, durable: bool = True) -> Future[int]:
        """Append and return at once; the future holds the sequence number, set after the commit.

        Telemetry, and what is not `durable`, rides the next commit (at most 200 ms). The future raises `JournalError`.
        """
        future: Future[int] = Future()
        eager = durable and not entry.TELEMETRY
        job = _Job(entry, _json(entry.data()), visit, eager, self._clock.now(), self._clock.monotonic(), future)
        with self._gate:
            if self._shut is None:
                self._queue.put(job)
                return future
            error = self._shut
        future.set_exception(error)
        return future

    def close(self) -> None:
        """Write what waits, journal the closing, checkpoint and close. Idempotent."""
        with self._gate:
            if self._shut is None:
                self._shut = JournalError("the journal is closed")
            self._queue.put(None)
        self._thread.join()

    def __enter__(self) -> SqliteJournal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

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

    def _open(self) -> tuple[sqlite3.Connection, bool]:
        """The write connection, and whether the journal had been closed properly."""
        path = current_file(self._folder)
        if path is None:
            return self._first_epoch(), True
        if not path.exists():
            raise JournalError("the journal's file is gone")
        self.epoch = path.stem
        db = _connect(path)
        try:
            return db, self._check(db)
        except BaseException:
            db.close()
            raise

    def _first_epoch(self) -> sqlite3.Connection:
        self.epoch = secrets.token_hex(8)
        log = (self.epoch, self.origin, _rfc3339(self._clock.now()), str(self.verifier))
        db = _connect(self._folder / f"{self.epoch}.db")
        try:
            db.executescript("BEGIN;" + SCHEMA)
            db.execute("INSERT INTO log VALUES(?,?,?,?)", log)
            db.execute("COMMIT")
            sync_folder(self._folder)
            write_atomically(self._folder / "current", self.epoch.encode())
        except BaseException:
            db.close()
            raise
        return db

    def _check(self, db: sqlite3.Connection) -> bool:
        """Take the tree over from the file after recomputing its end; whether the last record is a closing one."""
        if db.execute("PRAGMA user_version").fetchone() != (SCHEMA_VERSION,):
            raise JournalError("the journal's schema is another version's")
        if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise JournalError("the journal's file is damaged")
        if db.execute("SELECT epoch, origin, verifier FROM log").fetchall() != [
            (self.epoch, self.origin, str(self.verifier))
        ]:
            raise JournalError("the journal is another terminal's, or its key is another")
        ((size, raw),) = db.execute("SELECT size, frontier FROM tree")
        kept = Frontier.from_bytes(size, raw)

        last = db.execute("SELECT size, note, frontier FROM checkpoint ORDER BY size DESC LIMIT 1").fetchone()
        base = db.execute(
            "SELECT size, frontier FROM checkpoint WHERE size<=? ORDER BY size DESC LIMIT 1", (size - _RECHECKED,)
        ).fetchone()
        frontier = Frontier.from_bytes(*base) if base else Frontier()
        body, sealed = b"", 0
        for seq, body in db.execute("SELECT seq, body FROM rec WHERE seq>? ORDER BY seq", (frontier.size,)):
            if seq != frontier.size + 1:
                raise JournalError(f"record {frontier.size + 1} is missing")
            frontier.add(leaf_hash(body))
            if last and seq == last[0]:
                self._check_note(last[1], frontier)
                sealed = seq
        if (frontier.size, frontier.to_bytes()) != (size, kept.to_bytes()):
            raise JournalError("the journal's records do not fit its tree")
        if not size:
            return True
        if not sealed:
            raise JournalError("the journal's end bears no checkpoint")

        self._frontier, self._sealed = kept, sealed
        event = json.loads(body)
        self.last_at = datetime.fromisoformat(event["time"])
        return bool(event["type"] == JournalClosed.TYPE)

    def _check_note(self, note: bytes, frontier: Frontier) -> None:
        try:
            held = checkpoint.verify(note, self.verifier)
        except NoteError as error:
            raise JournalError("the last checkpoint is not ours") from error
        if held != Checkpoint(self.origin, frontier.size, frontier.root()):
            raise JournalError("the journal's records do not fit its last checkpoint")

    def _begin(self, clean: bool) -> None:
        """Journal the opening, and a clock that was set back while the journal was closed. Raises `JournalError`."""
        opened = JournalOpened(self._boot, self._frontier.size, clean, str(self.verifier))
        try:
            self.append(opened).result()
            if self.last_at is not None:
                back = (self._clock.now() - self.last_at).total_seconds()
                if back < -_STEP_S:
                    self.append(ClockStepped(round(back, 3))).result()
        except JournalError:
            self.close()
            raise

    # The writer's thread

    def _write_all(self) -> None:
        stopped = False
        while not stopped:
            group, stopped = self._collect()
            if self._failure is None:
                self._commit(group, stopped)
            else:
                self._fail(group, self._failure)
        with contextlib.suppress(sqlite3.Error):
            self._db.close()
        os.close(self._lock)

    def _collect(self) -> tuple[list[_Job], bool]:
        """Wait for the next group; whether the end was asked for. An empty group means that a checkpoint is due."""
        group: list[_Job] = []
        until = None if self._unsealed_since is None else self._unsealed_since + self._checkpoint_s
        while len(group) < GROUP:
            wait = None if until is None else max(0.0, until - self._clock.monotonic())
            try:
                job = self._queue.get(block=wait != 0, timeout=wait)
            except queue.Empty:
                break
            if job is None:
                return group, True
            group.append(job)
            ride = 0.0 if job.durable else _LAZY_S
            until = job.mono + ride if until is None else min(until, job.mono + ride)
        return group, False

    def _commit(self, group: Sequence[_Job], stopped: bool) -> None:
        jobs = [job for job in group if job.future.set_running_or_notify_cancel()]
        try:
            self._db.execute("BEGIN IMMEDIATE")
            numbers = [self._insert(job) for job in jobs]
            if stopped:
                closed = JournalClosed(self._boot)
                self._store(closed, _json(closed.data()), self._clock.now(), self._clock.monotonic())
            if self._checkpoint_due():
                self._seal()
            self._db.execute("UPDATE tree SET size=?, frontier=?", (self._frontier.size, self._frontier.to_bytes()))
            self._db.execute("COMMIT")
        except Exception as error:  # whatever it was: nothing may be served unjournalled
            self._give_up(_journal_error(error), jobs)
            return
        for job, number in zip(jobs, numbers, strict=True):
            job.future.set_result(number)

    def _insert(self, job: _Job) -> int:
        """Store an entry, after a `ClockStepped` where the wall clock went another way than the monotonic one."""
        elapsed = job.mono - self._last_mono
        step = (job.wall - self._last_wall).total_seconds() - elapsed
        if abs(step) > _STEP_S + _SLEW * abs(elapsed):
            stepped = ClockStepped(round(step, 3))
            self._store(stepped, _json(stepped.data()), job.wall, job.mono)
        self._last_wall, self._last_mono = job.wall, job.mono
        return self._store(job.entry, job.data, job.wall, job.mono, job.visit)

    def _store(self, entry: Entry, data: str, wall: datetime, mono: float, visit: str | None = None) -> int:
        seq = self._frontier.size + 1
        kind, _, version = entry.TYPE.removeprefix(PREFIX).rpartition(".v")
        event = {
            "specversion": "1.0",
            "id": f"{self._kiosk}/{self.epoch}/{seq}",
            "sequence": f"{seq:010}",
            "source": f"/{self._bank}/kiosk/{self._kiosk}",
            "type": entry.TYPE,
            "time": _rfc3339(wall),
            "dataschema": f"urn:bank:kiosk:{kind}:{version}",
            "boot": self._boot,
            "mono": str(round(mono * 1e9)),
            **({} if visit is None else {"visit": visit}),
        }
        body = f'{_json(event)[:-1]},"data":{data}}}'.encode()
        self._db.execute("INSERT INTO rec VALUES(?,?)", (seq, body))
        self._frontier.add(leaf_hash(body))
        if self._unsealed_since is None:
            self._unsealed_since = mono
        self._prompt |= entry.URGENT or isinstance(entry, _PROMPT)
        if seq - self._sealed == CHECKPOINT_EVERY:
            self._seal()
        return seq

    def _checkpoint_due(self) -> bool:
        if self._unsealed_since is None:
            return False
        return self._prompt or self._clock.monotonic() - self._unsealed_since >= self._checkpoint_s

    def _seal(self) -> None:
        """Store a signed checkpoint of the tree as it is now."""
        size = self._frontier.size
        note = checkpoint.sign(Checkpoint(self.origin, size, self._frontier.root()), self._signer)
        self._db.execute(
            "INSERT INTO checkpoint VALUES(?,?,?,?,NULL)", (size, note, self._frontier.to_bytes(), self._prompt)
        )
        self._sealed, self._unsealed_since, self._prompt = size, None, False

    def _give_up(self, error: JournalError, jobs: Sequence[_Job]) -> None:
        """Close for good: the kiosk goes out of service."""
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("ROLLBACK")
        with self._gate:
            self._shut = self._failure = error
        for job in jobs:
            job.future.set_exception(error)
        if self._tell_failed is not None:
            self._tell_failed(error)

    @staticmethod
    def _fail(jobs: Sequence[_Job], error: JournalError) -> None:
        for job in jobs:
            if job.future.set_running_or_notify_cancel():
                job.future.set_exception(error)


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=1000", "trusted_schema=OFF"):
        db.execute(f"PRAGMA {pragma}")
    return db


def _json(value: dict[str, Any]) -> str:
    """One line of JSON. Raises ValueError or TypeError for what JSON cannot say."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _rfc3339(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _journal_error(error: Exception) -> JournalError:
    """The error without what it may quote."""
    told = str(error) if isinstance(error, sqlite3.Error) else getattr(error, "strerror", None) or ""
    return JournalError(f"{type(error).__name__}: {told}")
