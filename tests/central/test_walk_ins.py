"""Numbers for customers without an appointment, and what the branch says of its queue."""

from __future__ import annotations

from datetime import timedelta

import pytest
from booking_desk import HALF_PAST_NINE, ME, SERVICE, Counter, furnished
from central_desk import NOON, Bank, Journal
from sqlalchemy import select

from central import tables
from central.appointments import CheckIn
from kiosk.core import entries
from kiosk.core.appointment import QueueTicket
from kiosk.core.ports import BankUnreachableError
from kiosk.core.waiting import Wait

DATABASES = ("sqlite",)
pytestmark = pytest.mark.usefixtures("cheap_digest")


@pytest.fixture
def counter(bank: Bank) -> Counter:
    (bank.folder / "central").mkdir(exist_ok=True)
    (bank.folder / "central" / "central.toml").write_text('queue_systems = ["0571-queue"]\n', encoding="utf-8")
    bank.restart()
    made = Counter(bank)
    furnished(bank)
    return made


def report(bank: Bank, *called: str, counters: int = 2, minutes: float = 10, kiosk: str = "0571-queue") -> int:
    state = {"service": SERVICE, "counters": counters, "minutes": minutes, "called": list(called)}
    answer = bank.enrol(kiosk)("PUT", "/v1/branches/0571/queue", json={"services": [state]})
    return answer.status_code


def rows(bank: Bank) -> list[tuple[str, str, str | None]]:
    with bank.service.store.read() as connection:
        found = connection.execute(select(tables.walk_in).order_by(tables.walk_in.c.at, tables.walk_in.c.number))
        return [(row.origin, row.number, row.slip) for row in found]


def test_a_number_without_a_word_of_the_queue_says_nothing_of_the_wait(counter: Counter) -> None:
    assert counter.queue.take_number("v1", SERVICE) == QueueTicket("C001", SERVICE, "3", None, None)


def test_the_same_visit_gets_the_same_number(counter: Counter) -> None:
    first = counter.queue.take_number("v1", SERVICE)
    assert counter.queue.take_number("v1", SERVICE) == first
    assert counter.queue.take_number("v1", "card").number == "B001"
    assert counter.queue.take_number("v2", SERVICE).number == "C002"


def test_the_wait_is_a_range_from_what_the_queue_says(bank: Bank, counter: Counter) -> None:
    counter.queue.take_number("v1", SERVICE)
    counter.queue.take_number("v2", SERVICE)
    bank.clock.advance(minutes=1)
    assert report(bank) == 204

    third = counter.queue.take_number("v3", SERVICE)
    assert (third.waiting, third.wait) == (2, Wait(0, 30))
    bank.clock.advance(minutes=1)
    assert report(bank, "C001") == 204
    assert counter.queue.take_number("v3", SERVICE).waiting == 1
    assert report(bank, counters=0) == 204
    assert counter.queue.take_number("v3", SERVICE).wait is None, "no counter is open"


def test_an_old_word_of_the_queue_is_none(bank: Bank, counter: Counter) -> None:
    report(bank)
    bank.clock.advance(minutes=16)
    assert counter.queue.take_number("v1", SERVICE).waiting is None
    bank.clock.advance(minutes=-30)  # the clock was set back: the word is from the future
    assert counter.queue.take_number("v2", SERVICE).waiting is None


def test_a_terminal_does_not_speak_for_the_queue(bank: Bank, counter: Counter) -> None:
    assert report(bank, kiosk="0571-3") == 403


def test_check_ins_and_walk_ins_share_one_series_and_appointments_go_first(bank: Bank, counter: Counter) -> None:
    booked = counter.book(HALF_PAST_NINE, ME)
    bank.clock.now = HALF_PAST_NINE - timedelta(minutes=20)
    assert counter.queue.take_number("v1", SERVICE).number == "C001"
    bank.clock.advance(minutes=1)
    checked_in = bank.service.check_in(CheckIn("0571-3", "0571", "v2", booked.code or ""))
    assert isinstance(checked_in, QueueTicket)
    assert (checked_in.number, checked_in.waiting) == ("C002", 0)
    report(bank)
    assert counter.queue.take_number("v1", SERVICE).waiting == 1
    assert counter.queue.take_number("v3", SERVICE).number == "C003"


def test_what_is_not_offered_has_no_number(counter: Counter) -> None:
    with pytest.raises(BankUnreachableError):
        counter.queue.take_number("v1", "nothing")


def test_a_number_given_offline_joins_the_queue(bank: Bank, counter: Counter, journal: Journal) -> None:
    counter.queue.take_number("v1", SERVICE)
    bank.clock.advance(minutes=1)
    journal.append(entries.WalkInCompleted("C001", SERVICE, offline=False), visit="v1")
    journal.append(entries.WalkInCompleted("K3-001", SERVICE, offline=True), visit="v2")
    journal.send(bank.caller("0571-3"))

    assert sorted(rows(bank)) == [("bank", "C001", None), ("journal", "K3-001", None)]
    report(bank)
    assert counter.queue.take_number("v3", SERVICE).waiting == 2


def test_the_number_on_the_slip_counts_where_the_answer_was_lost(
    bank: Bank, counter: Counter, journal: Journal
) -> None:
    counter.line.lose = 1
    with pytest.raises(BankUnreachableError):
        counter.queue.take_number("v1", SERVICE)
    journal.append(entries.WalkInCompleted("K3-001", SERVICE, offline=True), visit="v1")
    journal.send(bank.caller("0571-3"))
    assert rows(bank) == [("bank", "C001", "K3-001")]

    before = rows(bank)
    bank.service.rebuild()
    assert rows(bank) == before
    bank.clock.advance(minutes=1)
    report(bank)
    assert counter.queue.take_number("v2", SERVICE).waiting == 1
    report(bank, "K3-001")
    assert counter.queue.take_number("v2", SERVICE).waiting == 0, "called by what stands on the slip"


def test_a_new_day_begins_anew(bank: Bank, counter: Counter) -> None:
    counter.queue.take_number("v1", SERVICE)
    bank.clock.now = NOON + timedelta(days=1)
    assert counter.queue.take_number("v2", SERVICE).number == "C001"
