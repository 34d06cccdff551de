"""The database: its migrations make the tables that the code knows, and two processes may write at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from central_desk import NOON, Bank, SetClock
from sqlalchemy import inspect, select

from central import tables
from central.service import Service
from central.settings import SettingsError
from central.store import Store, migrations, put


def test_migrations_from_empty_make_the_tables_of_the_code(tmp_path: Path, bare_database: str | None) -> None:
    store = Store(tmp_path, bare_database)
    with store.write() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
        assert context.get_current_revision() == ScriptDirectory.from_config(migrations(connection)).get_current_head()
    store.close()


def test_migrations_lead_back_to_empty(tmp_path: Path, bare_database: str | None) -> None:
    store = Store(tmp_path, bare_database)
    with store.write() as connection:
        command.downgrade(migrations(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
    store.close()


def test_a_pinned_key_is_taken_over_by_the_newest_schema(tmp_path: Path, bare_database: str | None) -> None:
    """0003 puts the signature's type before the key."""
    store = Store(tmp_path, bare_database)
    keys = {"ed25519": b"\x01" + b"k" * 32, "p256": b"\x02" + b"spki", "none": None}
    with store.write() as connection:
        put(connection, tables.branch, {"id": "b", "names": {}})
        for kiosk, key in keys.items():
            put(connection, tables.kiosk, {"kiosk": kiosk, "branch": "b", "enrolled_at": NOON, "log_key": key})

    def held(revision: Callable[[Config, str], None], target: str) -> dict[str, bytes | None]:
        with store.write() as connection:
            revision(migrations(connection), target)
            return dict(connection.execute(select(tables.kiosk.c.kiosk, tables.kiosk.c.log_key)).all())

    assert held(command.downgrade, "0002") == {"ed25519": b"k" * 32, "p256": None, "none": None}
    assert held(command.upgrade, "head") == {"ed25519": b"\x01" + b"k" * 32, "p256": None, "none": None}
    store.close()


def test_what_was_paid_and_changed_before_is_known_after_0020(tmp_path: Path, bare_database: str | None) -> None:
    """0020 knows saved payees, changes and void keys."""
    store = Store(tmp_path, bare_database)
    asked = {"kiosk": "k", "digest": b"", "at": NOON}
    whose = {"customer": "c", "visit": "v"}
    account = {"id": "a", "customer": "c", "place": 0, "number": "1", "scheme": "bban", "currency": "CNY"}
    paid = {
        "customer": "c",
        "debtor": "a",
        "name": b"",
        "own": False,
        "amount": 1,
        "currency": "CNY",
        "delay": "realTime",
    }
    with store.write() as connection:
        put(connection, tables.branch, {"id": "b", "names": {}})
        put(connection, tables.kiosk, {"kiosk": "k", "branch": "b", "enrolled_at": NOON})
        put(connection, tables.customer, {"id": "c", "blocked": False, "name": b""})
        put(connection, tables.account, {**account, "product": "", "kind": "CACC", "status": "enabled"})
        for name, status in (("paid", "ACSC"), ("waits", "PDNG"), ("cancelled", "CANC")):
            moments = {"accepted_at": NOON, "due_at": NOON, "ended_at": None if status == "PDNG" else NOON}
            put(connection, tables.payment, {**paid, **moments, "id": name, "number": name, "status": status})
            put(connection, tables.payee, {"id": name, "customer": "c", "place": 0, "name": b"", "number": name})
        for what in ("activate", "phoneChange", "changeLimit", "freeze"):
            put(connection, tables.bank_change, {**asked, **whose, "key": what, "what": what})
        for table in (tables.bank_change, tables.payment_request):
            put(connection, table, {**asked, "key": "void", "what": "void"})
        command.downgrade(migrations(connection), "0016")
    with store.write() as connection:
        command.upgrade(migrations(connection), "head")
        payee, change = tables.payee.c, tables.bank_change.c
        first = dict(connection.execute(select(payee.id, payee.paid_at)).all())
        kinds = dict(connection.execute(select(change.key, change.kind)).all())
    assert first == {"paid": NOON, "waits": None, "cancelled": None}
    kept = {"activate": "cardActivation", "phoneChange": "phoneChange", "changeLimit": None, "freeze": None}
    assert kinds == kept, "of what is void nobody knows whose it was, and the older schema cannot hold it"
    store.close()


def test_opening_again_keeps_everything(tmp_path: Path, database: str | None) -> None:
    for expected in (True, False):
        store = Store(tmp_path, database)
        with store.write() as connection:
            assert put(connection, tables.branch, {"id": "0571", "names": {"en": "Here"}}) is expected
        store.close()


def test_a_commit_is_durable_and_refers_to_what_exists(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.write() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    store.close()


def test_a_failed_transaction_leaves_nothing_and_lets_go_of_the_lock(tmp_path: Path, database: str | None) -> None:
    store = Store(tmp_path, database)

    def fail() -> None:
        with store.write() as connection:
            put(connection, tables.branch, {"id": "0571", "names": {}})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.write() as connection:
        assert connection.execute(select(tables.branch)).all() == []
    store.close()


_WRITER = """
import sys
from pathlib import Path
from central import tables
from central.store import Store, put
store = Store(Path(sys.argv[1]), sys.argv[3] or None)
for number in range(60):
    with store.write() as connection:
        assert put(connection, tables.branch, {"id": f"{sys.argv[2]}-{number}", "names": {}})
store.close()
"""


def test_processes_start_and_write_at_once_and_lose_nothing(tmp_path: Path, bare_database: str | None) -> None:
    """Each finds the database empty."""
    given = [bare_database or ""]
    writers = [subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path), name, *given]) for name in "ab"]
    assert [writer.wait(60) for writer in writers] == [0, 0]

    store = Store(tmp_path, bare_database)
    with store.read() as connection:
        assert len(connection.execute(select(tables.branch)).all()) == 120
        assert bare_database or connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    store.close()


def test_keys_and_authority_stay_the_same(tmp_path: Path) -> None:
    def known() -> tuple[str, str, object, bytes]:
        with Service(tmp_path, SetClock()) as service:
            keys = service.keys
            found = str(keys.desired_verifier), str(keys.cosigner_verifier), keys.token_jwks
            return *found, service.authority.certificate

    assert known() == known()


def test_an_unknown_setting_is_named(tmp_path: Path) -> None:
    (tmp_path / "central.toml").write_text('bank = "b"\nopens_befor_min = 3\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="opens_befor_min"):
        Service(tmp_path)
    for wrong in ('timezone = "Mars/Base"', 'bank = "a b"', "flush_s = 0", "bank ="):
        (tmp_path / "central.toml").write_text(wrong, encoding="utf-8")
        with pytest.raises(SettingsError, match=r"central\.toml"):
            Service(tmp_path)


def test_the_check_in_window_is_a_setting(tmp_path: Path) -> None:
    (tmp_path / "central").mkdir()
    settings = tmp_path / "central" / "central.toml"
    settings.write_text("opens_before_min = 60\ncloses_after_min = 0\n", encoding="utf-8")
    bank = Bank(tmp_path, SetClock())
    opens, closes = bank.service.desk.window(bank.clock.now)
    assert (bank.clock.now - opens).total_seconds() == 3600
    assert closes == bank.clock.now
    bank.stop()
