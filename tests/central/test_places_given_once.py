"""No place is given twice, nothing is done twice, and no appointment is given up for nothing: on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from booking_desk import HALF_PAST_NINE, ME, SERVICE, SOMEBODY, Counter, furnished, key
from central_desk import HOLDER, Bank

from central.appointments import CheckIn
from kiosk.core.booking import Booking, ByNumber, Refused, tail_of
from kiosk.core.ports import BankRefusal, BankUnreachableError, CheckInAnswer

pytestmark = pytest.mark.usefixtures("cheap_digest")
LATER = HALF_PAST_NINE + timedelta(hours=1)


@pytest.fixture
def counter(bank: Bank) -> Counter:
    made = Counter(bank)
    furnished(bank)
    return made


def by_number(booking: Booking, document: str = HOLDER) -> ByNumber:
    return ByNumber(booking.number, tail_of(document) or "")


def left(counter: Counter) -> list[int | None]:
    return [slot.left for slot in counter.appointments.free(SERVICE)[:2]]


def check_in(bank: Bank, code: str, visit: str = "v1") -> CheckInAnswer:
    return bank.service.check_in(CheckIn("0571-3", "0571", visit, code))


def _without_code(booking: Booking) -> Booking:
    return replace(booking, code=None)


def test_the_last_place_is_given_once_to_those_who_race_for_it(bank: Bank, counter: Counter) -> None:
    """Two terminals, ten customers, three places."""
    other = Counter(bank, "0571-4")
    body = {"service": SERVICE, "starts": HALF_PAST_NINE.isoformat()}
    calls = [
        (
            "POST",
            "/v1/branches/0571/appointments",
            {"json": {**body, "document": f"DOCUMENT{number:04}"}, "headers": {"X-Request-ID": key()}},
        )
        for number in range(10)
    ]

    answers = counter.line._call.at_once(*calls)

    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 7
    taken = next(answer.json() for answer in answers if answer.status_code == 409)
    assert taken["reason"] == "slotTaken"
    assert [slot["starts"] for slot in taken["free"]] == sorted(slot["starts"] for slot in taken["free"])
    refused = other.appointments.book(key(), ME, SERVICE, HALF_PAST_NINE)
    assert isinstance(refused, Refused)
    assert refused.free[0].starts == LATER


def test_the_same_key_books_once_however_often_it_comes(bank: Bank, counter: Counter) -> None:
    tapped = key()
    first = counter.appointments.book(tapped, ME, SERVICE, HALF_PAST_NINE)
    assert counter.appointments.book(tapped, ME, SERVICE, HALF_PAST_NINE) == first
    assert left(counter) == [2, 3]

    with pytest.raises(BankUnreachableError):
        counter.appointments.book(tapped, ME, SERVICE, LATER)
    with pytest.raises(BankUnreachableError):
        Counter(bank, "0571-4").appointments.book(tapped, ME, SERVICE, HALF_PAST_NINE)
    assert left(counter) == [2, 3]


def test_a_lost_answer_is_settled_by_its_key(counter: Counter) -> None:
    done, undone, refused = key(), key(), key()
    counter.line.lose = 1
    with pytest.raises(BankUnreachableError):
        counter.appointments.book(done, ME, SERVICE, HALF_PAST_NINE)
    counter.appointments.book(refused, ME, SERVICE, HALF_PAST_NINE)

    settled = counter.appointments.settle(done)
    assert isinstance(settled, Booking)
    assert settled.starts == HALF_PAST_NINE
    assert counter.refused(counter.appointments.settle(refused)) == "overlapping"

    assert counter.appointments.settle(undone) is None
    with pytest.raises(BankUnreachableError):  # it still arrives: too late
        counter.appointments.book(undone, SOMEBODY, SERVICE, LATER)
    assert counter.appointments.settle(undone) is None
    assert left(counter) == [2, 3]


def test_a_move_has_the_new_time_before_it_gives_up_the_old(bank: Bank, counter: Counter) -> None:
    for number in range(3):
        counter.book(LATER, type(ME)(f"FULL{number:04}"))
    old = counter.book()

    assert counter.refused(counter.appointments.move(key(), ME, old.number, LATER)) == "slotTaken"
    assert counter.appointments.mine(ME) == (old,)

    free = HALF_PAST_NINE + timedelta(hours=4, minutes=30)
    tapped = key()
    new = counter.appointments.move(tapped, ME, old.number, free)
    assert isinstance(new, Booking)
    assert (new.number, new.uid, new.sequence) == (old.number, old.uid, old.sequence + 1)
    assert new.starts == free
    assert new.code not in (None, old.code)
    assert counter.appointments.move(tapped, ME, old.number, free) == new
    assert counter.appointments.mine(ME) == (new,)
    assert counter.appointments.mine(by_number(new)) == (_without_code(new),)
    assert left(counter)[0] == 3
    bank.clock.now = HALF_PAST_NINE
    assert check_in(bank, old.code or "") is BankRefusal.CANCELLED
    bank.clock.now = free
    assert not isinstance(check_in(bank, new.code or ""), BankRefusal)
    assert counter.refused(counter.appointments.move(key(), ME, new.number, LATER)) == "checkedIn"
