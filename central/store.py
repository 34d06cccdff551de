"""The database: SQLite in the data folder (WAL, FULL), or PostgreSQL by URL for a fleet.

SQLite before 3.51.3 may corrupt a WAL file that two connections write or checkpoint at once (sqlite.org/wal.html,
"WAL-reset bug"). Every write of every process to an SQLite file therefore holds the folder's write lock; an automatic
checkpoint runs inside the commit, and so inside the lock.

On PostgreSQL any number of processes write at once, READ COMMITTED: whoever decides by what it read locks the row first
(`with_for_update`, which SQLite has no need of and SQLAlchemy leaves out there).
"""

from __future__ import annotations

import fcntl
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from central.settings import SettingsError

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_READING: Final = "reading"
_ATTEMPTS: Final = 5
_RETRIED: Final = ("40001", "40P01")  # serialization_failure, deadlock_detected
_LOCK_MS: Final = 10_000

_T = TypeVar("_T")


class Store:
    """The database of a data folder, at the newest schema. Raises `SettingsError` for a URL that cannot be used."""

    def __init__(self, data: Path, url: str | None = None) -> None:
        data.mkdir(parents=True, exist_ok=True)
        data.chmod(0o700)
        self.engine = _postgresql(_url(url)) if url else _sqlite(data / "central.db")
        options: dict[str, Any] = {_READING: True}
        if self.shared:
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reading = self.engine.execution_options(**options)
        self._threads = threading.Lock()
        self._processes = (data / "write.lock").open("ab")
        try:
            self._migrate()
        except BaseException:
            self.close()
            raise

    @property
    def shared(self) -> bool:
        """Whether several service processes may work on the database at once."""
        return self.engine.dialect.name != "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database and never waits for a writer."""
        with self._reading.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes, committed (fsync) at the end. `change` is better where two may meet."""
        if self.shared:
            with self.engine.begin() as connection:
                yield connection
        else:
            with self.alone(), self.engine.begin() as connection:
                yield connection

    def change(self, work: Callable[[Connection], _T]) -> _T:
        """What `work` returns, done in a transaction that writes; done again where the database asks for it."""
        for attempt in range(1, _ATTEMPTS):
            try:
                with self.write() as connection:
                    return work(connection)
            except DBAPIError as error:
                if not to_retry(error):
                    raise
                time.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311 - spreads retries, guards nothing
        with self.write() as connection:
            return work(connection)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only one of all threads and processes that changes something in the data folder."""
        with self._threads:
            fcntl.flock(self._processes, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._processes, fcntl.LOCK_UN)

    def durable(self) -> bool:
        """Whether the database answers a commit only when it is on disk."""
        if not self.shared:
            return True
        with self.read() as connection:
            return all(
                connection.exec_driver_sql(f"SHOW {name}").scalar_one() != "off"
                for name in ("fsync", "synchronous_commit", "full_page_writes")
            )

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        self._processes.close()

    def _migrate(self) -> None:
        """Bring the tables to the newest schema. Of processes that start together one does; the others see it done."""
        for attempt in range(_ATTEMPTS):
            try:
                with self.write() as connection:
                    config = migrations(connection)
                    newest = ScriptDirectory.from_config(config).get_current_head()
                    if MigrationContext.configure(connection).get_current_revision() != newest:
                        command.upgrade(config, "head")
            except SQLAlchemyError:
                if not self.shared or attempt == _ATTEMPTS - 1:
                    raise
                time.sleep(random.uniform(0.1, 0.5))  # noqa: S311
            else:
                return


def to_retry(error: DBAPIError) -> bool:
    """Whether a transaction failed for no fault of its own: the same again may well succeed."""
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _RETRIED


def migrations(connection: Connection) -> Config:
    """Alembic's configuration for a connection that is in a transaction."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """The dialect's own INSERT, which knows ON CONFLICT."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def put(connection: Connection, table: Table, row: Mapping[str, Any], *, replace: bool = False) -> bool:
    """Insert a row; where its primary key is there, keep the old row or replace it. Returns whether it was written."""
    keys = [column.name for column in table.primary_key]
    rest = {name: value for name, value in row.items() if name not in keys}
    insert = insert_into(connection, table).values(**row)
    if replace and rest:
        statement = insert.on_conflict_do_update(index_elements=keys, set_=rest)
    else:
        statement = insert.on_conflict_do_nothing(index_elements=keys)
    # Without the option SQLAlchemy does not tell the count of an INSERT on every driver.
    return connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount > 0


def _url(text: str) -> URL:
    """The URL of a PostgreSQL; its password is in no message."""
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise SettingsError("the database's URL cannot be read") from error
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername != "postgresql+psycopg":
        raise SettingsError(f"a database is postgresql+psycopg://..., not {url.drivername}")
    return url


def _postgresql(url: URL) -> Engine:
    options = {} if "options" in url.query else {"options": f"-c lock_timeout={_LOCK_MS}"}
    return create_engine(
        url,
        hide_parameters=True,
        pool_size=8,
        max_overflow=8,
        pool_timeout=5,
        pool_use_lifo=True,
        connect_args={"connect_timeout": 5, "application_name": "kiosk-central", **options},
    )


def _sqlite(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", hide_parameters=True)

    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # SQLAlchemy begins and ends every transaction, this driver none
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA busy_timeout=5000")
        connection.execute("PRAGMA secure_delete=ON")  # an erased key must not stay in a page's free space

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get(_READING)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
