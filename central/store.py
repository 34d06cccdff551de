"""The database: SQLite in the data folder (WAL, FULL), or another by URL.

SQLite before 3.51.3 may corrupt a WAL file that two connections write or checkpoint at once (sqlite.org/wal.html,
"WAL-reset bug"). Every write of every process therefore holds the folder's write lock; an automatic checkpoint runs
inside the commit, and so inside the lock.
"""

from __future__ import annotations

import fcntl
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite

_MIGRATIONS = Path(__file__).parent / "migrations"
_READING = "reading"


class Store:
    """The database of a data folder, at the newest schema."""

    def __init__(self, data: Path, url: str | None = None) -> None:
        data.mkdir(parents=True, exist_ok=True)
        data.chmod(0o700)
        self.engine = create_engine(url or f"sqlite:///{data / 'central.db'}", hide_parameters=True)
        if self.engine.dialect.name == "sqlite":
            _prepare_sqlite(self.engine)
        self._reading = self.engine.execution_options(**{_READING: True})
        self._threads = threading.Lock()
        self._processes = (data / "write.lock").open("ab")
        with self.write() as connection:
            command.upgrade(migrations(connection), "head")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database and never waits for a writer."""
        with self._reading.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes, committed (fsync) at the end."""
        with self.alone(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only one of all threads and processes that changes something in the data folder."""
        with self._threads:
            fcntl.flock(self._processes, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._processes, fcntl.LOCK_UN)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        self._processes.close()


def migrations(connection: Connection) -> Config:
    """Alembic's configuration for a connection that is in a transaction."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def put(connection: Connection, table: Table, row: Mapping[str, Any], *, replace: bool = False) -> bool:
    """Insert a row; where its primary key is there, keep the old row or replace it. Returns whether it was written."""
    keys = [column.name for column in table.primary_key]
    rest = {name: value for name, value in row.items() if name not in keys}
    insert: sqlite.Insert | postgresql.Insert
    insert = sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
    insert = insert.values(**row)
    if replace and rest:
        statement = insert.on_conflict_do_update(index_elements=keys, set_=rest)
    else:
        statement = insert.on_conflict_do_nothing(index_elements=keys)
    return connection.execute(statement).rowcount > 0


def _prepare_sqlite(engine: Engine) -> None:
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
