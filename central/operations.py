"""Backup and restore of the service, and what a restore means for the kiosks.

A backup is one tar file, its own user's alone (mode 0600): the database at one moment, `central.toml`, and, unless they
are kept elsewhere, `keys/` and `pki/`. Whoever has it with the keys can open every visit's personal data: store it
encrypted, and no longer than erased data may live on.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import URL, Connection, func, insert, make_url, select, update
from sqlalchemy.exc import ArgumentError

from central import logs, projection, tables
from central.batch import Log
from central.enrolment import MOST_TRIES
from central.ledger import Recomputed
from central.sealing import Act, erased, scrub
from central.service import BACKED_UP, DATABASE_VARIABLE, Service
from central.settings import load
from central.store import put

SQLITE_FILE: Final = "central.db"
DUMP_FILE: Final = "central.dump"
MANIFEST: Final = "backup.json"
_FORMAT: Final = 1
_LOCKS: Final = frozenset({"serve.lock", "write.lock"})
_SECRETS: Final = ("keys", "pki")
_MEMBER: Final = re.compile(
    rf"{MANIFEST}|central\.toml|{re.escape(SQLITE_FILE)}|{re.escape(DUMP_FILE)}|(keys|pki)/[A-Za-z0-9][A-Za-z0-9._-]*"
)


class OperationError(Exception):
    """A backup or restore cannot be done; the message says why."""


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup says of itself: when the database was read, and the SHA-256 of every file."""

    format: int
    at: datetime
    bank: str
    database: str
    files: dict[str, str]


@dataclass(frozen=True)
class Restored:
    """A restored folder: the journals as they were found, and what was carried over from the folder it replaced."""

    manifest: Manifest
    journals: tuple[Recomputed, ...]
    erased_again: int
    aside: Path | None


def backup(service: Service, out: Path, *, with_keys: bool = True) -> Path:
    """Write a backup while the service runs; `out` is a folder or the file's name. Raises `OperationError`.

    The database is read at one moment, before the keys: so no row is there whose key is not.
    """
    at = service.clock().astimezone(UTC)
    path = out / f"kiosk-central-{at:%Y%m%dT%H%M%SZ}.tar" if out.is_dir() else out
    if path.exists():
        raise OperationError(f"{path} is there already")
    if not path.parent.is_dir():
        raise OperationError(f"{path.parent} is no folder")
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as scratch:  # of mode 0700
        dialect = "postgresql" if service.store.shared else "sqlite"
        database = Path(scratch) / (SQLITE_FILE if dialect == "sqlite" else DUMP_FILE)
        _copy_sqlite(service, database) if dialect == "sqlite" else _dump(service, database)
        files = {database.name: database}
        if (settings := service.data / "central.toml").exists():
            files[settings.name] = settings
        for folder in _SECRETS if with_keys else ():
            for file in sorted((service.data / folder).glob("*")):
                files[f"{folder}/{file.name}"] = file
        digests = {name: _digest(file) for name, file in files.items()}
        manifest = Path(scratch) / MANIFEST
        manifest.write_bytes(msgspec.json.encode(Manifest(_FORMAT, at, service.settings.bank, dialect, digests)))
        made = Path(scratch) / "backup.tar"
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as written:
            with tarfile.open(fileobj=written, mode="w") as tar:
                for name, source in {MANIFEST: manifest, **files}.items():
                    tar.add(source, name, recursive=False, filter=_plain)
            written.flush()
            os.fsync(written.fileno())
        try:
            path.hardlink_to(made)  # never over another file
        except FileExistsError as error:
            raise OperationError(f"{path} is there already") from error
        except OSError:  # a file system without links
            made.rename(path)
    _sync_folder(path.parent)
    (service.data / BACKED_UP).touch(0o600)
    os.utime(service.data / BACKED_UP, (at.timestamp(), at.timestamp()))
    return path


def restore(
    archive: Path, data: Path, act: Act, *, keys: Path | None = None, force: bool = False, database: str | None = None
) -> Restored:
    """Make a data folder from a backup, verified before it takes its place. No service may run on the folder.

    `keys` is the folder that holds `keys/` and `pki/` where the backup has none. With `force` a folder that is there is
    moved aside; visits whose keys were erased there are erased again, certificates that were revoked there stay so, and
    what was done with keys stays on record. Enrolment codes no longer count: they may have been used since.
    A PostgreSQL backup goes into the empty `database`. Raises `OperationError`, and leaves everything as it was then.
    """
    held = {entry.name for entry in data.iterdir()} if data.is_dir() else set()
    occupied = bool(held - _LOCKS)
    if occupied and not force:
        raise OperationError(f"{data} is not empty")
    if "serve.lock" in held:
        _at_rest(data / "serve.lock")
    data.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{data.name}-restoring-", dir=data.parent) as scratch:
        staged = Path(scratch) / "data"
        staged.mkdir(mode=0o700)
        manifest = _unpack(archive, staged)
        _take_keys(staged, keys)
        url = _database(staged, manifest, database)
        if url is not None:
            _undump(staged / DUMP_FILE, _url(url))
            (staged / DUMP_FILE).unlink()
        with Service(staged, database=url) as service:
            found = tuple(service.fsck())
            faulty = [item for item in found if item.faults]
            if faulty:
                where = ", ".join(f"{item.log.kiosk}/{item.log.epoch}" for item in faulty)
                raise OperationError(f"the backup's evidence does not verify: {where}")
            with service.store.write() as connection:  # a code may have been used since
                connection.execute(update(tables.enrolment_code).values(tries=MOST_TRIES))
            again = _carry_over(data / SQLITE_FILE, service, act) if occupied else 0
        aside = None
        if occupied:
            aside = data.with_name(f"{data.name}.before-{act.at.astimezone(UTC):%Y%m%dT%H%M%SZ}")
            data.rename(aside)
        elif data.exists():
            shutil.rmtree(data)
        staged.rename(data)
    _sync_folder(data.parent)
    return Restored(manifest, found, again, aside)


def note_gap(connection: Connection, kiosk: str, status: Mapping[str, Any], now: datetime) -> bool:
    """Raise the alarm `restoredGap` where a kiosk's heartbeat says that the records this service lacks are gone there
    too: it was restored from a backup older than the kiosk's retention. Returns whether there is such a gap.

    `about` is the first record that is missing for good.
    """
    if status.get("trouble") != "incomplete" or not isinstance(epoch := status.get("epoch"), str):
        return False
    row = tables.epoch.c
    query = select(row.acked).where(row.kiosk == kiosk, row.epoch == epoch)
    acked = connection.execute(query).scalar_one_or_none() or 0
    projection.alarm(connection, Log(kiosk, epoch[:64]), "restoredGap", str(acked + 1), now)
    return True


def _copy_sqlite(service: Service, to: Path) -> None:
    """SQLite's own backup, within one read transaction: writers go on meanwhile."""
    with service.store.read() as connection, closing(sqlite3.connect(to)) as copy:
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)  # noqa: S101 - the dialect says so
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def _dump(service: Service, to: Path) -> None:
    arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--file={to}"]
    _postgresql("pg_dump", arguments, service.store.engine.url)


def _undump(dump: Path, url: URL) -> None:
    arguments = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    _postgresql("pg_restore", arguments, url, str(dump))


def _postgresql(program: str, arguments: list[str], url: URL, *operands: str) -> None:
    """Run one of PostgreSQL's programs; the password goes by the environment, where no other user reads it."""
    found = shutil.which(program)
    if found is None:
        raise OperationError(f"{program} is not installed here; take the database's own backup")
    environment = {**os.environ, "PGPASSWORD": url.password or os.environ.get("PGPASSWORD", "")}
    target = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    done = subprocess.run(
        [found, *arguments, f"--dbname={target}", *operands],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise OperationError(f"{program}: {done.stderr.strip() or done.returncode}")


def _url(database: str) -> URL:
    try:
        return make_url(database)
    except ArgumentError as error:
        raise OperationError("the database's URL cannot be read") from error


def _at_rest(lock: Path) -> None:
    """See that no service runs on the folder."""
    with lock.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OperationError(f"a service runs on {lock.parent}") from error


def _database(staged: Path, manifest: Manifest, database: str | None) -> str | None:
    """The URL of the database that a restored folder works on; None for its own SQLite file."""
    named = database or os.environ.get(DATABASE_VARIABLE) or load(staged).database
    if manifest.database == "sqlite" and named:
        raise OperationError("this is a backup of an SQLite file, but another database is named")
    if manifest.database != "sqlite" and not named:
        raise OperationError("this is a backup of a PostgreSQL: --database names the empty one it goes into")
    return named


def _unpack(archive: Path, into: Path) -> Manifest:
    """Unpack a backup's plain files, and no others, and check them against its manifest."""
    digests: dict[str, str] = {}
    try:
        with tarfile.open(archive, mode="r|") as tar:
            for member in tar:
                if not (member.isreg() and _MEMBER.fullmatch(member.name)) or member.name in digests:
                    raise OperationError(f"{archive} is no backup of this service")
                source = tar.extractfile(member)
                assert source is not None  # noqa: S101 - it is a regular file
                target = into / member.name
                target.parent.mkdir(mode=0o700, exist_ok=True)
                descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(descriptor, "wb") as file:
                    shutil.copyfileobj(source, file, 2**20)
                    file.flush()
                    os.fsync(file.fileno())
                digests[member.name] = _digest(target)
        manifest = msgspec.json.decode((into / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, tarfile.TarError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise OperationError(f"{archive} cannot be read as a backup: {error}") from error
    del digests[MANIFEST]
    (into / MANIFEST).unlink()
    if manifest.format != _FORMAT or digests != manifest.files:
        raise OperationError(f"{archive} is incomplete or was changed")
    return manifest


def _take_keys(staged: Path, keys: Path | None) -> None:
    if keys is not None:
        for folder in _SECRETS:
            if (staged / folder).exists():
                raise OperationError("the backup has its keys; --keys is for one without")
            if not (keys / folder).is_dir():
                raise OperationError(f"{keys / folder} is missing")
            shutil.copytree(keys / folder, staged / folder)
    if not (staged / "keys" / "cosigner.key").exists():
        raise OperationError("the backup has no keys: --keys names the folder that holds keys/ and pki/")


def _carry_over(old: Path, service: Service, act: Act) -> int:
    """Erase again what was erased in the folder that is replaced, and keep its record of what was done with keys.

    Certificates that were revoked there stay revoked.
    The newer database may be the broken one: what cannot be read of it is not carried over.
    """
    with service.store.read() as connection:
        known = set(erased(connection))
        newest = connection.execute(select(func.max(tables.key_use.c.id))).scalar() or 0
    gone: list[tuple[str, str]] = []
    done: list[dict[str, Any]] = []
    revoked: list[dict[str, Any]] = []
    try:
        with closing(sqlite3.connect(f"file:{old}?mode=ro", uri=True)) as connection:
            gone += connection.execute("SELECT kiosk, visit FROM visit_key WHERE state = 'erased'")
            columns = ("id", "at", "what", "kiosk", "about", "who", "reason")
            acts = connection.execute(f"SELECT {', '.join(columns)} FROM key_use WHERE id > ?", (newest,))  # noqa: S608
            done += (dict(zip(columns, row, strict=True)) for row in acts)
            names = [column.name for column in tables.certificate.c]
            taken_back = f"SELECT {', '.join(names)} FROM certificate WHERE revoked_at IS NOT NULL"  # noqa: S608
            revoked += (dict(zip(names, row, strict=True)) for row in connection.execute(taken_back))
    except sqlite3.Error:
        logs.event("notCarriedOver", folder=str(old.parent))
    for row in (*done, *revoked):
        row |= {name: _time(row[name]) for name in ("at", "not_after", "issued_at", "revoked_at") if name in row}
    with service.store.write() as connection:
        if done:
            connection.execute(insert(tables.key_use), done)
        kiosks = set(connection.execute(select(tables.kiosk.c.kiosk)).scalars())
        for row in revoked:
            if row["kiosk"] in kiosks:
                put(connection, tables.certificate, row, replace=True)
    again = [visit for visit in gone if visit not in known]
    for kiosk, visit in again:
        service.sealing.erase(service.store, kiosk, visit, act)
    scrub(service.store)
    return len(again)


def _time(text: str) -> datetime:
    """A time as it lies in an SQLite file."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nothing of this machine's users in the archive."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def told(restored: Restored) -> dict[str, Any]:
    """A restore for a person to read."""
    return {
        "taken": restored.manifest.at.isoformat(),
        "journals": [
            {"kiosk": item.log.kiosk, "epoch": item.log.epoch, "acked": item.acked} for item in restored.journals
        ],
        "erased_again": restored.erased_again,
        "replaced": str(restored.aside) if restored.aside else None,
    }
