"""Appointments as a customer books, moves and cancels them, and what the bank answers.

A booking number is nine digits: eight random ones and a check digit (ISO 7064, MOD 11,10), so that a slip of the finger
is found before the bank is asked. Alone it opens nothing: the bank wants the document, or its last four digits, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum
from itertools import groupby
from typing import Final, Protocol, TypeAlias

from kiosk.core.appointment import QueueTicket, normalised

NUMBER_DIGITS: Final = 9
TAIL_DIGITS: Final = 4


@dataclass(frozen=True)
class FreeSlot:
    """A time at which a service can be had. `left` is None where only the bank knows whether a place is left."""

    service: str
    starts: datetime
    ends: datetime
    left: int | None = None


@dataclass(frozen=True)
class Day:
    """A day by the branch's clock, and its times."""

    date: date
    slots: tuple[FreeSlot, ...]


class BookingState(StrEnum):
    """How it stands with an appointment."""

    BOOKED = "booked"
    CHECKED_IN = "checkedIn"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Booking:
    """An appointment in the bank's books; times are aware UTC.

    `opens` and `closes` bound its check-in window. `uid` and `sequence` are those of its calendar entry (RFC 5545): the
    same appointment moved or cancelled has the same `uid` and a higher `sequence`. The signed `code` is there for the
    identified holder of one that is booked.
    """

    id: str
    number: str = field(repr=False)
    branch: str
    service: str
    starts: datetime
    ends: datetime
    opens: datetime
    closes: datetime
    state: BookingState
    uid: str = field(repr=False)
    sequence: int = 0
    code: str | None = field(default=None, repr=False)


class BookingRefusal(StrEnum):
    """Why the bank does not do it. The customer sees a sentence of its own for each."""

    SLOT_TAKEN = "slotTaken"
    """The last place of that time was taken meanwhile, or the time is no longer offered."""
    OVERLAPPING = "overlapping"
    """The customer has another appointment at that time."""
    TOO_MANY = "tooMany"
    """The customer has as many appointments as one may have."""
    UNKNOWN = "unknown"
    """There is no such appointment of this customer."""
    CHECKED_IN = "checkedIn"
    CANCELLED = "cancelled"
    OVER = "over"
    TOO_OFTEN = "tooOften"
    """Too many look-ups failed here: the bank answers none for a while."""


@dataclass(frozen=True)
class Refused:
    """The bank does not do it; `free` are the nearest times that can be had instead."""

    why: BookingRefusal
    free: tuple[FreeSlot, ...] = ()


BookingAnswer: TypeAlias = Booking | Refused


@dataclass(frozen=True)
class ByDocument:
    """The customer who was identified by the document with this number."""

    number: str = field(repr=False)


@dataclass(frozen=True)
class ByNumber:
    """Whoever knows a booking number and the last four digits of the document that it was booked with."""

    number: str = field(repr=False)
    tail: str = field(repr=False)


Whose: TypeAlias = ByDocument | ByNumber


class Appointments(Protocol):
    """The bank's book of appointments. Calls take time: never on the Qt thread. Raises `BankUnreachableError`.

    What changes something has a `key`, the UUID of the operation: the same again with the same key does nothing twice
    and answers the same. An operation whose answer was lost is settled by its key.
    """

    def free(self, service: str) -> tuple[FreeSlot, ...]:
        """The times of this branch with a place left, soonest first."""

    def book(self, key: str, holder: ByDocument, service: str, starts: datetime) -> BookingAnswer:
        """Take a place."""

    def mine(self, whose: Whose) -> tuple[Booking, ...] | Refused:
        """The appointments at this branch that are not over, soonest first; none where there are none."""

    def move(self, key: str, whose: ByDocument, number: str, starts: datetime) -> BookingAnswer:
        """Take another time; the old one is given up only if that is had."""

    def cancel(self, key: str, whose: Whose, number: str) -> BookingAnswer:
        """Give the place up; the code is revoked."""

    def settle(self, key: str) -> BookingAnswer | None:
        """What became of an operation. None: nothing, and nothing ever will, even if it still arrives."""


class Queue(Protocol):
    """The branch's queue for customers without an appointment. Raises `BankUnreachableError`."""

    def take_number(self, visit: str, service: str) -> QueueTicket:
        """A number; the same again for the same visit and service."""


def check_digit(digits: str) -> str:
    """The check digit of a number (ISO 7064, MOD 11,10)."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def is_number(typed: str) -> bool:
    """Whether this can be a booking number; every slip of one digit is found."""
    digits = typed.isascii() and typed.isdecimal() and len(typed) == NUMBER_DIGITS
    return digits and check_digit(typed[:-1]) == typed[-1]


def grouped(number: str) -> str:
    """A booking number as it is shown and printed: in groups of three."""
    return " ".join(number[at : at + 3] for at in range(0, len(number), 3))


def tail_of(document: str) -> str | None:
    """The last four digits of a document's number, letters left out; None where it has fewer."""
    digits = [c for c in normalised(document) if c.isascii() and c.isdecimal()]
    return "".join(digits[-TAIL_DIGITS:]) if len(digits) >= TAIL_DIGITS else None


def soonest(slots: Iterable[FreeSlot]) -> tuple[FreeSlot, ...]:
    """In the order of their times."""
    return tuple(sorted(slots, key=lambda slot: (slot.starts, slot.service)))


def by_day(slots: Iterable[FreeSlot], zone: tzinfo) -> tuple[Day, ...]:
    """The days on which there are times, and these, in order."""
    days = groupby(soonest(slots), key=lambda slot: slot.starts.astimezone(zone).date())
    return tuple(Day(day, tuple(of_day)) for day, of_day in days)
