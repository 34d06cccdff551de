"""The house opens wholly or not at all: whatever is wrong is typed, and nothing is left open or locked."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from terminal_files import TerminalFiles

from kiosk.core.appointment import QueueTicket
from kiosk.core.health import Absent
from kiosk.core.ports import JournalError, PrintOutcome
from kiosk.record.spent import SpentError
from kiosk.wiring.house import House, HouseError, NoPrinter


def opens(files: TerminalFiles) -> None:
    """The house opens now, so that nothing of a failed try holds it shut."""
    house = House(files.settings())
    house.close()


@pytest.mark.parametrize(
    ("tables", "named"),
    [
        ({"central": {"desired_keys": ["no key at all"]}}, "key"),
        ({"devices": {"bank": "bank_by_pigeon"}}, "bank_by_pigeon"),
        ({"devices": {"printer": "stone_tablet"}}, "stone_tablet"),
    ],
    ids=["desired key", "bank driver", "printer driver"],
)
def test_a_wrong_setting_is_named(files: TerminalFiles, tables: dict[str, Any], named: str) -> None:
    with pytest.raises(HouseError, match=named):
        House(files.settings(**tables))
    assert not files.layout.journal.exists()
    opens(files)


def stranger_reads(key: Path) -> None:
    key.chmod(0o644)


def garbage(key: Path) -> None:
    key.write_text("this is no key")


def a_folder(key: Path) -> None:
    key.unlink()
    key.mkdir()


@pytest.mark.parametrize("spoil", [stranger_reads, garbage, a_folder])
def test_a_log_key_that_cannot_be_used_is_said(files: TerminalFiles, spoil: Callable[[Path], None]) -> None:
    opens(files)
    spoil(files.layout.log_key)
    with pytest.raises(HouseError, match=r"log\.key"):
        House(files.settings())


def test_a_second_kiosk_on_the_same_journal_is_turned_away(files: TerminalFiles) -> None:
    first = House(files.settings())
    with pytest.raises(JournalError):
        House(files.settings())
    first.close()
    opens(files)


def test_a_store_of_spent_codes_that_is_torn_closes_the_journal_again(files: TerminalFiles) -> None:
    opens(files)
    spent = files.layout.spent
    before = spent.read_bytes()
    spent.write_bytes(b"not a database, and long enough to be looked at" * 100)
    with pytest.raises(SpentError):
        House(files.settings())
    spent.write_bytes(before)
    opens(files)


def test_a_certificate_that_is_not_there_is_the_banks_trouble_not_the_houses(files: TerminalFiles) -> None:
    """The network may be mended later; the journal and the signed code are enough to begin."""
    (files.folder / "kiosk.pem").unlink()
    opens(files)


@contextmanager
def no_room() -> Iterator[None]:
    """No file can grow past a few KiB: a disk that is full."""
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limit[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)


def test_a_full_disk_is_said_and_the_house_opens_when_there_is_room(files: TerminalFiles) -> None:
    with no_room(), pytest.raises((JournalError, OSError)):
        House(files.settings())
    opens(files)


def test_closing_keeps_the_record_whole(files: TerminalFiles) -> None:
    opens(files)
    kinds = [record["type"] for record in files.journalled()]
    assert kinds == ["bank.kiosk.journal.opened.v1", "bank.kiosk.journal.closed.v1"]
    with sqlite3.connect(files.layout.spent) as spent:
        assert spent.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    spent.close()


def test_without_a_printer_the_customer_is_asked_to_remember() -> None:
    printer = NoPrinter()
    assert printer.print_ticket(QueueTicket("K001", "transfer"), ("K001",)) is PrintOutcome.OFFLINE
    assert printer.health() == Absent()
