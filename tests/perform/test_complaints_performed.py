"""Complaints are on record before the bank is asked, whatever the bank and the disk then do."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from house_desk import FakeJournal

from kiosk.core import complaint as words
from kiosk.core import entries
from kiosk.core.complaint import (
    Complaint,
    ComplaintPolicy,
    Contact,
    FiledComplaint,
    LookupRefusal,
    Receipt,
    Registered,
    Standing,
    When,
    canonical,
    proof_of,
)
from kiosk.core.deadlines import Deadline, Regime, Step, Unit
from kiosk.core.ports import BankUnreachableError, JournalError
from kiosk.flows import complain
from kiosk.perform.complain import ComplaintRoom
from kiosk.record.counter import Counter

ZONE = ZoneInfo("Asia/Shanghai")
SAID = Complaint("fees", When.TODAY, "refund", Contact.PHONE, text="a secret", phone="13800138000")
POLICY = ComplaintPolicy(regimes=(Regime("cn", 1, "CN", (Step("simple", 15, Unit.CALENDAR_DAYS),)),))


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 27, 4, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()


class FakeDesk:
    """The bank: answers, or does not; `act` happens while it is asked."""

    def __init__(self, journal: FakeJournal) -> None:
        self.away, self.filed = False, list[FiledComplaint]()
        self.journal, self.on_record_first = journal, list[bool]()
        self.act: Callable[[], None] = lambda: None

    def file(self, filed: FiledComplaint) -> Registered:
        self.filed.append(filed)
        self.on_record_first.append(bool(self.journal.of(entries.ComplaintMade)))
        self.act()
        if self.away:
            raise BankUnreachableError
        return Registered("2026-000042-87", (Deadline("simple", date(2026, 12, 13), exceptional=False, sure=True),))

    def look_up(self, reference: str, code: str) -> Standing | LookupRefusal:
        if self.away:
            raise BankUnreachableError
        return LookupRefusal.UNKNOWN


class House:
    def __init__(self, folder: Path) -> None:
        self.journal, self.clock = FakeJournal(), Clock()
        self.desk, self.counts = FakeDesk(self.journal), Counter(folder / "complaints.count")
        self.room = ComplaintRoom(
            kiosk="0571-3",
            zone=ZONE,
            desk=self.desk,
            journal=self.journal,
            counts=self.counts,
            clock=self.clock,
            policy=lambda: POLICY,
        )

    def file(self) -> Receipt:
        answer = self.room.handlers()[complain.FileComplaint](complain.FileComplaint(SAID), "v1")
        assert isinstance(answer, complain.ComplaintFiled)
        return answer.receipt


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(words, "_SCRYPT_N", 2)
    return House(tmp_path)


def test_it_is_on_record_before_the_bank_is_asked(house: House) -> None:
    receipt = house.file()
    assert house.desk.on_record_first == [True]
    ((made, visit),) = house.journal.of(entries.ComplaintMade)
    assert isinstance(made, entries.ComplaintMade)
    assert visit == "v1"
    assert made.personal() == {"text": "a secret", "phone": "13800138000"}
    assert "secret" not in str(made.data())
    (filed,) = house.desk.filed
    assert (filed.operation, filed.provisional, filed.proof) == (made.operation, made.provisional, made.proof)
    assert filed.visit == "v1"
    assert UUID(made.operation).version == 4
    assert made.proof == proof_of(receipt.code, made.provisional)
    assert (receipt.final, receipt.reference) == (True, "2026-000042-87")
    ((told, _),) = house.journal.of(entries.ComplaintRegistered)
    assert told == entries.ComplaintRegistered(made.operation, made.provisional, receipt.reference)


def test_the_day_is_the_branchs_and_is_on_record(house: House) -> None:
    handlers = house.room.handlers()
    house.clock.at = datetime(2026, 11, 27, 17, tzinfo=UTC)
    assert handlers[complain.TellDate](complain.TellDate(), "v1") == complain.DateTold(date(2026, 11, 28))
    said = replace(SAID, day=date(2026, 11, 3), when=When.EARLIER)
    handlers[complain.FileComplaint](complain.FileComplaint(said), "v1")
    ((made, _),) = house.journal.of(entries.ComplaintMade)
    assert (made.data()["when"], made.data()["day"]) == ("earlier", "2026-11-03")
    assert house.desk.filed[0].complaint.day == date(2026, 11, 3)


def test_without_the_bank_the_terminal_gives_its_own_reference_and_the_tables_dates(house: House) -> None:
    house.desk.away = True
    first, second = house.file(), house.file()
    assert not first.final
    assert first.reference.startswith("0571-3-0001-")
    assert second.reference.startswith("0571-3-0002-")
    assert canonical(first.reference)
    assert [one.on for one in first.deadlines] == [date(2026, 12, 12)]
    pending = [entry for entry, _ in house.journal.of(entries.ComplaintPending)]
    assert [entry.provisional for entry in pending] == [first.reference, second.reference]  # type: ignore[attr-defined]
    assert len({filed.operation for filed in house.desk.filed}) == 2


def test_references_go_on_after_a_restart_and_when_the_clock_is_set_back(house: House, tmp_path: Path) -> None:
    house.desk.away = True
    first = house.file().reference
    house.clock.at -= timedelta(days=3650)
    again = House(tmp_path)
    again.desk.away = True
    assert [first[:11], again.file().reference[:11]] == ["0571-3-0001", "0571-3-0002"]


@pytest.mark.parametrize("content", ["", "x", "-5\n", "9" * 40])
def test_a_damaged_count_begins_anew_and_the_operation_keeps_complaints_apart(
    house: House, tmp_path: Path, content: str
) -> None:
    (tmp_path / "complaints.count").write_text(content, encoding="ascii")
    assert house.counts.next() == 1
    assert house.counts.next() == 2


def test_a_full_journal_says_so_and_asks_no_bank(house: House) -> None:
    house.journal.full = True
    with pytest.raises(JournalError):
        house.file()
    assert not house.desk.filed


def test_a_disk_that_takes_no_count_is_a_journals_failure(house: House, tmp_path: Path) -> None:
    (tmp_path / "complaints.count").mkdir()
    with pytest.raises(JournalError):
        house.file()


def test_a_journal_that_fails_after_the_answer_puts_the_kiosk_out_of_service(house: House) -> None:
    def fill() -> None:
        house.journal.full = True

    house.desk.act = fill
    with pytest.raises(JournalError):
        house.file()
    assert len(house.journal.of(entries.ComplaintMade)) == 1, "the complaint itself is safe"


def test_codes_are_drawn(house: House) -> None:
    codes = {house.file().code for _ in range(40)}
    assert len(codes) > 30
    assert all(len(code) == 4 and code.isdigit() for code in codes)


def test_a_look_up_tells_what_the_bank_says(house: House) -> None:
    look_up = house.room.handlers()[complain.LookUpComplaint]
    assert look_up(complain.LookUpComplaint("r", "0412"), "v") == complain.StandingTold(LookupRefusal.UNKNOWN)
    house.desk.away = True
    assert look_up(complain.LookUpComplaint("r", "0412"), "v") == complain.StandingTold(None)


def test_nothing_is_logged(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    receipt = house.file()
    assert "secret" not in caplog.text
    assert receipt.code not in caplog.text
    assert receipt.code not in repr(receipt)
