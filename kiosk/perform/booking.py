"""Performs what appointments and the queue ask for: at the bank and in the journal.

What changes something is an operation (`unsettled`): asked for once, and settled where the answer is lost.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final, get_args
from zoneinfo import ZoneInfo

from kiosk.core import entries
from kiosk.core.appointment import Appointment, QueueTicket, TokenRefusal
from kiosk.core.booking import (
    Appointments,
    Booking,
    BookingAnswer,
    ByDocument,
    ByNumber,
    FreeSlot,
    Queue,
    Refused,
    by_day,
)
from kiosk.core.ports import (
    BankUnreachableError,
    Clock,
    Journal,
    JournalError,
    TokenVerifier,
)
from kiosk.flows import booking, walkin
from kiosk.flows.effects import ServiceEffect
from kiosk.flows.events import BankLost, Event
from kiosk.perform.performer import Handler, OwnSeries
from kiosk.perform.unsettled import Operations, Unsettled, Words

_GENUINE: Final = (
    TokenRefusal.TOO_EARLY,
    TokenRefusal.TOO_LATE,
    TokenRefusal.ALREADY_USED,
    TokenRefusal.CLOCK_UNSURE,
    TokenRefusal.UNKNOWN_KEY,
)
"""Of a code that the bank has just made: it cannot be used now, or its key has not been synced yet."""


_OPERATIONS: Final = get_args(booking.What)
"""What of the unsettled is of appointments: changes and transfers are remembered in the same place."""


class BookingRoom:
    """Performs the effects of `flows.booking`."""

    def __init__(
        self,
        *,
        bank: Appointments,
        journal: Journal,
        verifier: TokenVerifier,
        unsettled: Unsettled,
        clock: Clock,
        zone: ZoneInfo,
        planned: Callable[[str], Iterable[FreeSlot]],
    ) -> None:
        """`planned` are the times of a service that the terminal itself knows of."""
        self._bank, self._journal, self._verifier = bank, journal, verifier
        self._clock, self._zone = clock, zone
        self._planned = planned
        words = Words(outcome=bank.settle, settled=_settled, unknown=entries.BookingUnknown)
        self._operations = Operations(kinds=_OPERATIONS, journal=journal, unsettled=unsettled, words=words)

    def handlers(self) -> Mapping[type[ServiceEffect], Handler]:
        """What performs each kind of effect."""
        return {
            booking.FindTimes: self._find_times,
            booking.FindMine: self._find_mine,
            booking.Ask: self._ask,
            booking.Settle: self._settle,
        }

    def wiped(self, visit: str) -> None:
        """What the visit left unsettled is from now on settled without the customer."""
        self._operations.wiped(visit)

    def settle_left(self) -> None:
        """`Operations.settle_left`."""
        self._operations.settle_left()

    def _find_times(self, asked: booking.FindTimes, _: str | None) -> Event:
        try:
            return booking.TimesFound(by_day(self._bank.free(asked.service), self._zone))
        except BankUnreachableError:
            now = self._clock.now()
            planned = [slot for slot in self._planned(asked.service) if slot.starts > now]
            return booking.TimesOffline(by_day(planned, self._zone))

    def _find_mine(self, asked: booking.FindMine, visit: str | None) -> Event:
        way = "document" if isinstance(asked.whose, ByDocument) else "number"
        try:
            found = self._bank.mine(asked.whose)
        except BankUnreachableError:
            self._journal.append(entries.BookingsLookedUp(way, None), visit)
            return BankLost()
        if isinstance(found, Refused):
            self._journal.append(entries.BookingsLookedUp(way, 0), visit)
            return booking.FindRefused(found.why)
        self._journal.append(entries.BookingsLookedUp(way, len(found)), visit)
        now = self._clock.now()
        today = now.astimezone(self._zone).date()
        of_today = frozenset(one.id for one in found if one.starts.astimezone(self._zone).date() == today)
        return booking.MineFound(tuple(self._genuine(one, visit) for one in found), now, of_today)

    def _ask(self, asked: booking.Ask, visit: str | None) -> Event:
        key = str(uuid.uuid4())
        starts = None if asked.starts is None else asked.starts.isoformat()
        moved = None if asked.booking is None else asked.booking.id
        told = entries.BookingAsked(key, asked.what, asked.service, moved, starts)
        try:
            ask = partial(self._do, key, asked)
            answer = self._operations.ask(told, visit, ask, partial(_entry_of, key, asked.what))
        except BankUnreachableError:
            return booking.AnswerLost(key)
        if isinstance(answer, Booking):
            answer = self._genuine(answer, visit)
        others = by_day(answer.free, self._zone) if isinstance(answer, Refused) else ()
        return booking.Answered(answer, self._clock.now(), others)

    def _do(self, key: str, asked: booking.Ask) -> BookingAnswer:
        match asked:
            case booking.Ask("book", ByDocument() as holder, service, starts) if starts is not None:
                return self._bank.book(key, holder, service, starts)
            case booking.Ask("move", ByDocument() as holder, _, starts, Booking(number=number)) if starts is not None:
                return self._bank.move(key, holder, number, starts)
            case booking.Ask("cancel", (ByDocument() | ByNumber()) as whose, booking=Booking(number=number)):
                return self._bank.cancel(key, whose, number)
            case _:
                raise AssertionError("the flow asks for nothing else")

    def _settle(self, asked: booking.Settle, visit: str | None) -> Event:
        try:
            answer = self._operations.settle(asked.key, self._operations.what(asked.key), visit)
        except BankUnreachableError:
            return booking.AnswerLost(asked.key)
        if isinstance(answer, Booking):
            answer = self._genuine(answer, visit)
        return booking.Settled(answer, self._clock.now())

    def _genuine(self, told: Booking, visit: str | None) -> Booking:
        """The appointment with its code, if that is the bank's and stands for it; else without: its number counts."""
        if told.code is None:
            return told
        held = self._verifier.verify(told.code, visit or "")
        if isinstance(held, Appointment):
            same = (held.id, held.service, held.opens, held.closes) == (
                told.id,
                told.service,
                told.opens,
                told.closes,
            )
            return told if same else replace(told, code=None)
        return told if held.reason in _GENUINE else replace(told, code=None)


def _entry_of(key: str, what: str, answer: BookingAnswer) -> entries.Entry:
    if isinstance(answer, Refused):
        return entries.BookingRefused(key, what, answer.why)
    return entries.BookingCompleted(key, what, answer.id)


def _settled(key: str, what: str, answer: BookingAnswer | None) -> entries.Entry:
    done = answer.id if isinstance(answer, Booking) else None
    return entries.BookingSettled(key, what, done is not None, done)


class WalkInRoom:
    """Performs the effects of `flows.walkin`."""

    def __init__(self, *, bank: Queue, journal: Journal, series: OwnSeries) -> None:
        self._bank, self._journal, self._series = bank, journal, series

    def handlers(self) -> Mapping[type[ServiceEffect], Handler]:
        """What performs each kind of effect."""
        return {walkin.TakeNumber: self._take}

    def wiped(self, visit: str) -> None:
        """There is nothing to forget."""

    def _take(self, asked: walkin.TakeNumber, visit: str | None) -> Event:
        """The bank's number, or one of the terminal's own: the journal brings it to the bank later."""
        offline = False
        self._journal.record(entries.WalkInAsked(asked.service), visit)
        try:
            ticket = self._bank.take_number(visit or "", asked.service)
        except BankUnreachableError:
            offline = True
            ticket = self._own(asked.service)
        self._journal.record(entries.WalkInCompleted(ticket.number, asked.service, offline), visit)
        return walkin.NumberTaken(ticket, offline)

    def _own(self, service: str) -> QueueTicket:
        try:
            return QueueTicket(self._series.next_ticket(), service)
        except OSError as error:
            raise JournalError("the terminal's own series cannot be read") from error
