"""The central service's tests run on SQLite and on a PostgreSQL that the session starts once.

A module names the databases that its `bank` and `database` are of in `DATABASES`; by default both.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from central_desk import Bank, Caller, Journal, SetClock

from central.operations import SQLITE_FILE
from central.store import Store
from central.tables import metadata
from kiosk.bench.postgres import Postgres

BOTH = ("sqlite", "postgresql")
_NUMBERS = count()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind_of_database" in metafunc.fixturenames:
        metafunc.parametrize("kind_of_database", getattr(metafunc.module, "DATABASES", BOTH), scope="session")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL. Nothing that a test proves needs its fsync."""
    with Postgres(durable=False) as server:
        yield server


@pytest.fixture(scope="session")
def prepared(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A PostgreSQL database of the newest schema, which tests use one after the other."""
    postgres.execute("CREATE DATABASE prepared")
    store = Store(tmp_path_factory.mktemp("prepared"), postgres.url("prepared"))
    yield store
    store.close()


@pytest.fixture
def postgresql(prepared: Store) -> str:
    """The URL of a PostgreSQL database of the newest schema without a row."""
    with prepared.write() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        for sequence in ("appointment_id_seq", "page_id_seq"):
            connection.exec_driver_sql(f"ALTER SEQUENCE {sequence} RESTART")
    return prepared.engine.url.render_as_string(hide_password=False)


@pytest.fixture
def database(kind_of_database: str, request: pytest.FixtureRequest) -> str | None:
    """The URL of a database without a row; None for the SQLite of the data folder."""
    return request.getfixturevalue("postgresql") if kind_of_database == "postgresql" else None


@pytest.fixture
def bare_database(kind_of_database: str, request: pytest.FixtureRequest) -> str | None:
    """The URL of a database without a table; None for the SQLite of the data folder."""
    if kind_of_database == "sqlite":
        return None
    postgres: Postgres = request.getfixturevalue("postgres")
    name = f"bare_{next(_NUMBERS)}"
    postgres.execute(f"CREATE DATABASE {name}")
    return postgres.url(name)


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An SQLite file of the newest schema without a row: to migrate to it for every test takes longer than most."""
    folder = tmp_path_factory.mktemp("empty")
    Store(folder).close()
    return (folder / SQLITE_FILE).read_bytes()


@pytest.fixture
def cheap_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ID number's hash is slow by design; here it is the place that is proved, not the hash."""
    monkeypatch.setattr("kiosk.core.appointment._SCRYPT_N", 2)


@pytest.fixture
def bank(tmp_path: Path, database: str | None, empty_sqlite: bytes) -> Iterator[Bank]:
    if database is None:
        (tmp_path / "central").mkdir(mode=0o700)
        (tmp_path / "central" / SQLITE_FILE).write_bytes(empty_sqlite)
    opened = Bank(tmp_path, SetClock(), database)
    yield opened
    opened.stop()


@pytest.fixture
def call(bank: Bank) -> Caller:
    return bank.enrol()


@pytest.fixture
def journal() -> Journal:
    return Journal()
