"""Which database it is, and what a larger one asks of the tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from central_process import run
from sqlalchemy import Table, UniqueConstraint
from sqlalchemy.exc import OperationalError

from central import citus, tables
from central.service import Service
from central.settings import SettingsError
from central.store import Store, put


def test_the_argument_goes_before_the_environment_and_that_before_the_settings(
    tmp_path: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shared(database: str | None = None) -> bool:
        with Service(tmp_path, database=database) as service:
            return service.store.shared

    assert not shared()
    assert not (tmp_path / "central.toml").exists()
    (tmp_path / "central.toml").write_text(f'database = "{postgresql}"\n', encoding="utf-8")
    assert shared()
    (tmp_path / "central.toml").write_text('database = "nonsense"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="cannot be read"):
        shared()
    monkeypatch.setenv("KIOSK_CENTRAL_DATABASE", postgresql)
    assert shared()
    monkeypatch.setenv("KIOSK_CENTRAL_DATABASE", "mysql://root:secret@x/y")
    with pytest.raises(SettingsError) as refused:
        shared()
    assert "secret" not in str(refused.value)
    assert shared(postgresql.replace("+psycopg", ""))


def test_a_transaction_that_met_another_is_done_again(
    tmp_path: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class DeadlockError(Exception):
        sqlstate = "40P01"

    monkeypatch.setattr("time.sleep", lambda _: None)
    store = Store(tmp_path, postgresql)
    tries = []

    def work(failing: int, error: Exception) -> str:
        tries.append(failing)
        if len(tries) <= failing:
            raise OperationalError("UPDATE", {}, error)
        return "done"

    assert store.change(lambda _: work(3, DeadlockError())) == "done"
    for failing, error in ((9, DeadlockError()), (1, Exception("disk full"))):
        tries.clear()
        with pytest.raises(OperationalError):
            store.change(lambda _, failing=failing, error=error: work(failing, error))  # type: ignore[misc]
    assert len(tries) == 1, "what is no meeting of two is not tried again"
    store.close()


def test_a_reader_sees_one_state(tmp_path: Path, database: str | None) -> None:
    store = Store(tmp_path, database)
    with store.read() as reading:
        before = reading.execute(tables.branch.select()).all()
        with store.write() as writing:
            put(writing, tables.branch, {"id": "0571", "names": {}})
        assert reading.execute(tables.branch.select()).all() == before == []
    store.close()


def test_a_database_that_answers_before_it_stores_is_told_of(tmp_path: Path, database: str | None) -> None:
    """The tests' own PostgreSQL has fsync off."""
    store = Store(tmp_path, database)
    assert store.durable() is (database is None)
    store.close()


def test_citus_is_refused_politely_where_it_is_not(tmp_path: Path, postgresql: str) -> None:
    for database in (None, postgresql):
        store = Store(tmp_path, database)
        with pytest.raises(citus.NoCitusError):
            citus.distribute(store)
        store.close()
    told = run("distribute", "--data", str(tmp_path))
    assert (told.returncode, told.stderr) == (1, "kiosk-central: SQLite is one file; --database names a Citus\n")


def test_every_table_of_a_kiosk_is_spread_by_it_and_the_rest_is_everywhere() -> None:
    spread, everywhere = set(citus.distributed()), set(citus.reference())
    assert spread | everywhere == set(tables.metadata.tables.values())
    assert {tables.epoch, tables.segment, tables.visit, tables.visit_key, tables.quarantine, tables.flag} <= spread
    assert {tables.kiosk, tables.branch, tables.check_in, tables.sealing_key} <= everywhere
    statements = citus.statements()
    assert "SELECT create_distributed_table('heartbeat', 'kiosk', colocate_with => 'alarm')" in statements
    order = [statement.split("'")[1] for statement in statements]
    assert len(order) == len(set(order)) == len(tables.metadata.tables)
    for table in tables.metadata.tables.values():
        for key in table.foreign_keys:
            assert key.column.table in everywhere, "Citus: a foreign key leads to a reference table"
            assert order.index(key.column.table.name) < order.index(table.name)


@pytest.mark.parametrize("table", citus.distributed(), ids=lambda table: table.name)
def test_what_is_unique_in_a_spread_table_contains_the_kiosk(table: Table) -> None:
    """And no sequence numbers its rows: nothing is shared between nodes."""
    unique = [constraint.columns for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
    unique += [index.columns for index in table.indexes if index.unique]
    for columns in [table.primary_key.columns, *unique]:
        assert "kiosk" in columns
    assert table.autoincrement_column is None
