"""What is asked of the bank about appointments: journalled before and after, done once, settled where lost."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "flows"))
from booking_words import AT, BOOKING, DAYS, SERVICE, SLOTS
from flow_walk import APPOINTMENT, CODE, NUMBER, OWN_TICKET, TICKET
from house_desk import FakeJournal, FakeSeries

from kiosk.core import entries
from kiosk.core.appointment import Appointment, TokenRefusal
from kiosk.core.booking import (
    Booking,
    BookingAnswer,
    BookingRefusal,
    ByDocument,
    ByNumber,
    FreeSlot,
    Refused,
    Whose,
)
from kiosk.core.pairs import ASKED
from kiosk.core.ports import BankUnreachableError, JournalError, TokenTurnedDown
from kiosk.flows import booking, walkin
from kiosk.flows.events import BankLost
from kiosk.perform.booking import BookingRoom, WalkInRoom
from kiosk.record.unsettled import Unsettled

ME = ByDocument(NUMBER)
BOOK = booking.Ask("book", ME, SERVICE, SLOTS[0].starts)


class Bank:
    """Answers as told; None is no answer."""

    def __init__(self) -> None:
        self.answer: BookingAnswer | tuple[Booking, ...] | None = BOOKING
        self.settled: BookingAnswer | None = None
        self.asked: list[tuple[str, ...]] = []
        self.before: Callable[[], None] = lambda: None

    def free(self, service: str) -> tuple[FreeSlot, ...]:
        if self.answer is None:
            raise BankUnreachableError
        return SLOTS

    def book(self, key: str, holder: ByDocument, service: str, starts: datetime) -> BookingAnswer:
        return self._did("book", key, holder.number, service, starts.isoformat())

    def move(self, key: str, whose: ByDocument, number: str, starts: datetime) -> BookingAnswer:
        return self._did("move", key, number, whose.number, starts.isoformat())

    def cancel(self, key: str, whose: Whose, number: str) -> BookingAnswer:
        return self._did("cancel", key, number)

    def mine(self, whose: Whose) -> tuple[Booking, ...] | Refused:
        if self.answer is None:
            raise BankUnreachableError
        assert isinstance(self.answer, tuple | Refused)
        return self.answer

    def settle(self, key: str) -> BookingAnswer | None:
        self.asked.append(("settle", key))
        if self.answer is None:
            raise BankUnreachableError
        return self.settled

    def _did(self, *asked: str) -> BookingAnswer:
        self.before()
        self.asked.append(asked)
        if self.answer is None:
            raise BankUnreachableError
        assert isinstance(self.answer, Booking | Refused)
        return self.answer


class Verifier:
    """Takes one code for genuine."""

    def __init__(self) -> None:
        self.says: Appointment | TokenTurnedDown = TokenTurnedDown(TokenRefusal.TOO_EARLY, "t-1")

    def verify(self, text: str, visit: str) -> Appointment | TokenTurnedDown:
        assert (text, visit) == (CODE, "v1")
        return self.says

    def spend(self, appointment: Appointment, visit: str, ticket: object) -> None:
        raise AssertionError("nothing is spent by booking")


class Clock:
    now_ = AT

    def now(self) -> datetime:
        return self.now_

    def monotonic(self) -> float:
        return 0.0


class Desk:
    def __init__(self, folder: Path) -> None:
        self.bank, self.journal, self.verifier = Bank(), FakeJournal(), Verifier()
        self.clock = Clock()
        self.file = folder / "unsettled.json"
        self.start()

    def start(self) -> None:
        """The program, with what an earlier run left."""
        self.unsettled = Unsettled(self.file)
        self.room = BookingRoom(
            bank=self.bank,
            journal=self.journal,
            verifier=self.verifier,
            unsettled=self.unsettled,
            clock=self.clock,
            zone=ZoneInfo("Asia/Shanghai"),
            planned=lambda service: SLOTS if service == SERVICE else (),
        )

    def does(self, effect: object, visit: str = "v1") -> object:
        return self.room.handlers()[type(effect)](effect, visit)  # type: ignore[index]

    def noted(self, *kinds: type[entries.Entry]) -> list[type[entries.Entry]]:
        return [type(entry) for entry, _, _ in self.journal.entries if not kinds or isinstance(entry, kinds)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def keys(noted: Iterable[tuple[entries.Entry, str | None, bool]]) -> set[str]:
    return {str(entry.data()["key"]) for entry, _, _ in noted if "key" in entry.data()}


def test_it_is_journalled_and_put_down_before_the_bank_is_asked(desk: Desk) -> None:
    seen: list[tuple[list[type[entries.Entry]], int]] = []
    desk.bank.before = lambda: seen.append((desk.noted(), len(Unsettled(desk.file).pending())))

    answer = desk.does(BOOK)

    assert seen == [([entries.BookingAsked], 1)]
    assert answer == booking.Answered(BOOKING, AT)
    assert desk.noted() == [entries.BookingAsked, entries.BookingCompleted]
    assert keys(desk.journal.entries) == {desk.bank.asked[0][1]}
    assert Unsettled(desk.file).pending() == ()
    starts = SLOTS[0].starts.isoformat()
    assert desk.bank.asked[0][2:] == (NUMBER, SERVICE, starts)
    key = desk.bank.asked[0][1]
    assert desk.journal.entries[0][:2] == (entries.BookingAsked(key, "book", SERVICE, None, starts), "v1")
    assert NUMBER not in repr([entry.data() for entry, _, _ in desk.journal.entries])


def test_each_operation_has_a_key_of_its_own(desk: Desk) -> None:
    desk.does(BOOK)
    desk.does(BOOK)
    assert len(keys(desk.journal.entries)) == 2


def test_a_refusal_offers_the_others_by_day(desk: Desk) -> None:
    desk.bank.answer = Refused(BookingRefusal.SLOT_TAKEN, SLOTS)
    assert desk.does(BOOK) == booking.Answered(desk.bank.answer, AT, DAYS)
    assert desk.noted() == [entries.BookingAsked, entries.BookingRefused]


@pytest.mark.parametrize("became", [None, BOOKING, Refused(BookingRefusal.TOO_MANY)])
def test_a_lost_answer_is_settled_by_the_same_key(desk: Desk, became: BookingAnswer | None) -> None:
    desk.bank.answer = None
    lost = desk.does(BOOK)
    assert isinstance(lost, booking.AnswerLost)
    assert desk.noted() == [entries.BookingAsked, entries.BookingUnknown]
    assert desk.does(booking.Settle(lost.key)) == lost, "still away"
    desk.room.settle_left()
    assert len(desk.bank.asked) == 2, "the customer in hand was not waited for"

    desk.bank.answer, desk.bank.settled = BOOKING, became
    assert desk.does(booking.Settle(lost.key)) == booking.Settled(became, AT)

    ((told, visit),) = desk.journal.of(entries.BookingSettled)
    assert visit == "v1"
    assert told == entries.BookingSettled(lost.key, "book", became == BOOKING, "A-7" if became == BOOKING else None)
    assert keys(desk.journal.entries) == {lost.key}
    assert Unsettled(desk.file).pending() == ()


def test_whoever_leaves_it_open_is_settled_for(desk: Desk) -> None:
    desk.bank.answer = None
    lost = desk.does(BOOK)
    assert isinstance(lost, booking.AnswerLost)
    desk.room.wiped("v1")
    desk.room.settle_left()  # the bank is still away
    assert desk.journal.of(entries.BookingSettled) == []

    desk.bank.answer = desk.bank.settled = BOOKING
    desk.room.settle_left()
    assert desk.journal.of(entries.BookingSettled) == [(entries.BookingSettled(lost.key, "book", True, "A-7"), "v1")]
    desk.room.settle_left()
    assert len(desk.journal.of(entries.BookingSettled)) == 1


def test_after_a_power_cut_it_is_settled_too(desk: Desk) -> None:
    def cut() -> None:
        raise KeyboardInterrupt

    desk.bank.before = cut
    with pytest.raises(KeyboardInterrupt):
        desk.does(BOOK)
    desk.start()
    desk.room.settle_left()
    ((told, visit),) = desk.journal.of(entries.BookingSettled)
    assert (told.data()["done"], visit) == (False, "v1")


def test_an_unreadable_file_is_an_empty_one(desk: Desk) -> None:
    for content in (b"", b"[1]", b'[{"key": 1}]', b'{"key": "k"}', b'[{"key":"k","what":"book","visit":' + b"[" * 5000):
        desk.file.write_bytes(content)
        desk.start()
        assert desk.unsettled.pending() == ()


def test_a_journal_that_is_full_asks_the_bank_for_nothing(desk: Desk) -> None:
    desk.journal.full = True
    with pytest.raises(JournalError):
        desk.does(BOOK)
    assert desk.bank.asked == []


def test_moves_and_cancels(desk: Desk) -> None:
    desk.does(booking.Ask("move", ME, SERVICE, SLOTS[1].starts, BOOKING))
    desk.does(booking.Ask("cancel", ByNumber(BOOKING.number, "0023"), SERVICE, booking=BOOKING))
    (_, first, *move), (_, second, *cancel) = desk.bank.asked
    starts = SLOTS[1].starts.isoformat()
    assert (move, cancel) == ([BOOKING.number, NUMBER, starts], [BOOKING.number])
    assert [entry for entry, _ in desk.journal.of(entries.BookingAsked)] == [
        entries.BookingAsked(first, "move", SERVICE, BOOKING.id, starts),
        entries.BookingAsked(second, "cancel", SERVICE, BOOKING.id, None),
    ]


def test_a_code_that_is_not_the_banks_is_not_shown(desk: Desk) -> None:
    for says, shown in (
        (TokenTurnedDown(TokenRefusal.TOO_EARLY, "t-1"), True),
        (TokenTurnedDown(TokenRefusal.CLOCK_UNSURE, "t-1"), True),
        (TokenTurnedDown(TokenRefusal.FORGED), False),
        (TokenTurnedDown(TokenRefusal.WRONG_BRANCH), False),
        (APPOINTMENT, False),  # of another time than the bank says
        (replace(APPOINTMENT, opens=BOOKING.opens, closes=BOOKING.closes), True),
    ):
        desk.verifier.says = says
        answer = desk.does(BOOK)
        assert isinstance(answer, booking.Answered)
        assert isinstance(answer.answer, Booking)
        assert (answer.answer.code is not None) == shown, says


def test_times_come_from_the_bank_or_are_only_planned(desk: Desk) -> None:
    assert desk.does(booking.FindTimes(SERVICE)) == booking.TimesFound(DAYS)
    desk.bank.answer = None
    assert desk.does(booking.FindTimes(SERVICE)) == booking.TimesOffline(DAYS)
    assert desk.does(booking.FindTimes("nothing")) == booking.TimesOffline(())
    desk.clock.now_ = SLOTS[1].starts
    assert desk.does(booking.FindTimes(SERVICE)) == booking.TimesOffline(DAYS[1:])


def test_what_is_of_today_is_by_the_branchs_clock(desk: Desk) -> None:
    late = replace(BOOKING, id="A-8", starts=AT.replace(hour=16, minute=30))  # half past midnight in Shanghai
    desk.bank.answer = (BOOKING, late)
    found = desk.does(booking.FindMine(ME))
    assert found == booking.MineFound((BOOKING, late), AT)
    desk.clock.now_ = AT.replace(hour=16, minute=1)
    assert desk.does(booking.FindMine(ME)) == booking.MineFound(
        (BOOKING, late), desk.clock.now_, frozenset({"A-7", "A-8"})
    )
    assert [entry.data() for entry, _, _ in desk.journal.entries] == [{"way": "document", "found": 2}] * 2
    desk.bank.answer = Refused(BookingRefusal.TOO_OFTEN)
    assert desk.does(booking.FindMine(ME)) == booking.FindRefused(BookingRefusal.TOO_OFTEN)
    desk.bank.answer = None
    assert desk.does(booking.FindMine(ByNumber(BOOKING.number, "0023"))) == BankLost()
    assert [entry.data() for entry, _, _ in desk.journal.entries[2:]] == [
        {"way": "document", "found": 0},
        {"way": "number", "found": None},
    ]


class Line:
    """The bank's queue."""

    away = False

    def take_number(self, visit: str, service: str) -> object:
        if self.away:
            raise BankUnreachableError
        return TICKET


def test_a_number_is_the_banks_or_the_terminals_own() -> None:
    journal, line = FakeJournal(), Line()
    room = WalkInRoom(bank=line, journal=journal, series=FakeSeries())  # type: ignore[arg-type]
    take = room.handlers()[walkin.TakeNumber]
    assert take(walkin.TakeNumber(SERVICE), "v1") == walkin.NumberTaken(TICKET, offline=False)
    line.away = True
    assert take(walkin.TakeNumber(SERVICE), "v2") == walkin.NumberTaken(OWN_TICKET, offline=True)
    assert [(entry.data().get("ticket"), entry.data().get("offline")) for entry, _, _ in journal.entries] == [
        (None, None),
        ("B012", False),
        (None, None),
        ("K001", True),
    ]
    journal.full = True
    with pytest.raises(JournalError):
        take(walkin.TakeNumber(SERVICE), "v3")


def test_every_question_to_the_bank_has_its_answers() -> None:
    assert set(ASKED[entries.BookingAsked.TYPE]) == {
        kind.TYPE for kind in (entries.BookingCompleted, entries.BookingRefused, entries.BookingUnknown)
    }
    assert ASKED[entries.BookingUnknown.TYPE] == (entries.BookingSettled.TYPE,)
    assert ASKED[entries.WalkInAsked.TYPE] == (entries.WalkInCompleted.TYPE,)


def test_what_is_not_of_appointments_is_left_to_whose_it_is(desk: Desk) -> None:
    """A transfer whose answer was lost lies in the same file: here it would be called settled, and forgotten."""
    desk.unsettled.begin("k-of-a-transfer", "transfer", "v0")
    desk.room.settle_left()
    assert desk.bank.asked == []
    assert [one.key for one in desk.unsettled.pending()] == ["k-of-a-transfer"]
    assert desk.journal.of(entries.BookingSettled) == []
