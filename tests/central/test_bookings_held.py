"""Appointments as the terminal books them: the driver's calls against the service."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from booking_desk import HALF_PAST_NINE, ME, OTHER, SERVICE, SOMEBODY, Counter, furnished, key
from central_desk import HOLDER, NOON, Bank
from sqlalchemy import select

from central import tables
from central.__main__ import main
from central.appointments import CheckIn
from central.booking import MOST_MISSES_OF_NUMBER, forget_holders
from kiosk.core.booking import Booking, BookingState, ByNumber, FreeSlot, check_digit, grouped, is_number, tail_of
from kiosk.core.ports import BankRefusal, BankUnreachableError, CheckInAnswer
from kiosk.token import unpack

DATABASES = ("sqlite",)
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


def test_a_place_is_booked_and_its_code_checks_in(bank: Bank, counter: Counter) -> None:
    slot = counter.appointments.free(SERVICE)[0]
    assert slot == FreeSlot(SERVICE, HALF_PAST_NINE, HALF_PAST_NINE + timedelta(hours=1), 3)

    booked = counter.book()

    assert (booked.starts, booked.ends, booked.service) == (slot.starts, slot.ends, SERVICE)
    assert is_number(booked.number)
    assert booked.code is not None
    assert unpack(booked.code).claims["apt"] == booked.id
    assert left(counter) == [2, 3]
    bank.clock.now = HALF_PAST_NINE
    assert not isinstance(check_in(bank, booked.code), BankRefusal)


def test_only_the_terminal_that_asked_settles(bank: Bank, counter: Counter) -> None:
    asked = key()
    counter.appointments.book(asked, ME, SERVICE, HALF_PAST_NINE)
    with pytest.raises(BankUnreachableError):
        Counter(bank, "0571-4").appointments.settle(asked)


def test_what_is_not_booked(bank: Bank, counter: Counter) -> None:
    counter.book()
    overlapping = counter.appointments.book(key(), ME, "card", HALF_PAST_NINE)
    assert counter.refused(overlapping) == "overlapping"
    for hours in (1, 4.5, 5.5, 24, 25, 28.5, 29.5):
        counter.book(HALF_PAST_NINE + timedelta(hours=hours))
    ninth = counter.appointments.book(key(), ME, SERVICE, HALF_PAST_NINE + timedelta(hours=48))
    assert counter.refused(ninth) == "tooMany"
    assert counter.refused(counter.appointments.book(key(), SOMEBODY, SERVICE, NOON)) == "slotTaken"
    assert counter.refused(counter.appointments.book(key(), SOMEBODY, "nothing", LATER)) == "slotTaken"
    bank.clock.now = HALF_PAST_NINE + timedelta(seconds=1)
    assert counter.refused(counter.appointments.book(key(), SOMEBODY, SERVICE, HALF_PAST_NINE)) == "slotTaken"
    assert counter.appointments.free(SERVICE)[0].starts == LATER


def test_a_cancelled_appointment_frees_its_place_and_revokes_its_code(bank: Bank, counter: Counter) -> None:
    booked = counter.book()
    before = bank.service.desired("0571-3")[0]
    bank.clock.advance(minutes=1)

    gone = counter.appointments.cancel(key(), by_number(booked), booked.number)

    assert isinstance(gone, Booking)
    assert (gone.state, gone.sequence, gone.code) == (BookingState.CANCELLED, 1, None)
    assert left(counter) == [3, 3]
    assert bank.service.desired("0571-3")[0] > before, "kiosks are not told that the code is revoked"
    with bank.service.store.read() as connection:
        assert connection.execute(select(tables.revoked_token.c.token_id)).scalars().all() == [
            unpack(booked.code or "").claims["jti"]
        ]
    assert counter.appointments.mine(ME) == ()
    assert counter.refused(counter.appointments.mine(by_number(booked))) == "cancelled"
    assert counter.refused(counter.appointments.cancel(key(), ME, booked.number)) == "cancelled"


def test_another_persons_booking_is_no_booking(counter: Counter) -> None:
    booked = counter.book()
    for answer in (
        counter.appointments.move(key(), SOMEBODY, booked.number, LATER),
        counter.appointments.cancel(key(), SOMEBODY, booked.number),
        counter.appointments.cancel(key(), by_number(booked, OTHER), booked.number),
        counter.appointments.mine(by_number(booked, OTHER)),
    ):
        assert counter.refused(answer) == "unknown"
    assert counter.appointments.mine(SOMEBODY) == ()
    assert counter.appointments.mine(ME) == (booked,)


def test_another_branchs_terminal_finds_nothing(bank: Bank, counter: Counter) -> None:
    booked = counter.book()
    elsewhere = Counter(bank, "0572-1", "0572")
    assert elsewhere.appointments.mine(ME) == ()
    assert elsewhere.refused(elsewhere.appointments.cancel(key(), ME, booked.number)) == "unknown"
    assert elsewhere.line._call("GET", "/v1/branches/0571/slots?service=transfer").status_code == 403


def test_an_appointment_that_is_over_can_be_changed_no_more(bank: Bank, counter: Counter) -> None:
    booked = counter.book()
    bank.clock.now = booked.closes
    assert counter.refused(counter.appointments.cancel(key(), ME, booked.number)) == "over"
    assert counter.refused(counter.appointments.mine(by_number(booked))) == "over"
    assert counter.appointments.mine(ME) == ()


def test_nobody_finds_a_booking_by_guessing(bank: Bank, counter: Counter) -> None:
    booked = counter.book()
    right = by_number(booked)
    for guess in range(MOST_MISSES_OF_NUMBER):
        assert counter.refused(counter.appointments.mine(ByNumber(booked.number, f"{guess:04}"))) == "unknown"
    assert counter.refused(counter.appointments.mine(right)) == "tooOften", "the right digits opened it all the same"
    assert counter.appointments.mine(ME) == (booked,), "whoever shows the document is not locked out"

    for guess in range(5):
        digits = f"{10_000_000 + guess}"
        assert counter.refused(counter.appointments.mine(ByNumber(digits + check_digit(digits), "0000"))) == "unknown"
    other = counter.book(whose=SOMEBODY)
    assert counter.refused(counter.appointments.mine(by_number(other, OTHER))) == "tooOften"
    elsewhere = Counter(bank, "0571-4")
    assert elsewhere.appointments.mine(by_number(other, OTHER)) == (_without_code(other),)

    bank.clock.advance(minutes=16)
    assert counter.appointments.mine(by_number(other, OTHER)) == (_without_code(other),)
    assert counter.refused(counter.appointments.mine(right)) == "tooOften"


def test_whose_it_was_is_forgotten(bank: Bank, counter: Counter) -> None:
    booked = counter.book()
    with bank.service.store.write() as connection:
        assert forget_holders(connection, booked.closes) == 0
        assert forget_holders(connection, booked.closes + timedelta(seconds=1)) == 1
        row = connection.execute(select(tables.appointment)).one()
    assert (row.person, row.tail) == (None, None)
    assert counter.appointments.mine(ME) == ()


def test_neither_number_nor_document_is_in_the_log_or_the_folder(
    bank: Bank, counter: Counter, capfd: pytest.CaptureFixture[str]
) -> None:
    booked = counter.book()
    counter.appointments.mine(by_number(booked))
    counter.appointments.cancel(key(), ME, booked.number)
    logged = "".join(capfd.readouterr())
    assert booked.number not in logged
    assert HOLDER not in logged
    for path in (bank.folder / "central").rglob("*"):
        if path.is_file():
            assert HOLDER.encode() not in path.read_bytes()
    assert HOLDER not in repr(ME)
    assert booked.number not in repr(booked)


def test_staff_book_for_whoever_rings_up(bank: Bank, counter: Counter, capsys: pytest.CaptureFixture[str]) -> None:
    bank.service.clock = bank.clock

    def run(*options: str) -> int:
        where = ["--data", str(bank.folder / "central"), "--branch", "0571", "--service", SERVICE]
        return main(["book", *where, *options])

    tomorrow = (datetime.now(UTC) + timedelta(days=1)).replace(microsecond=0)  # the command goes by the real time
    bank.clock.now = tomorrow - timedelta(days=1)
    furnished(bank)
    slots = counter.appointments.free(SERVICE)
    assert run("--starts", slots[0].starts.isoformat(), "--holder", HOLDER) == 0
    told = capsys.readouterr().out
    (mine,) = counter.appointments.mine(ME)
    assert grouped(mine.number) in told
    assert HOLDER not in told
    assert run("--starts", slots[1].starts.isoformat(), "--until-full") == 0
    assert slots[1].starts not in {slot.starts for slot in counter.appointments.free(SERVICE)}
    assert run("--starts", slots[1].starts.isoformat(), "--holder", "X1234567") == 1
    assert run("--starts", slots[1].starts.isoformat()) == 2
    assert run("--starts", "2026-11-24T09:30:00", "--holder", HOLDER) == 2
