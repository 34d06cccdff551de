"""What a receipt says: typed lines, put into the customer's words only where it is printed or shown.

Accounts, cards and telephone numbers are masked before they get here, and an address is not said at all: paper is left
lying about.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeAlias

from kiosk.core.banking import LimitKind
from kiosk.core.money import Money


class About(StrEnum):
    """What was done; the journal's word for a receipt, too."""

    TRANSFER_SENT = "transferSent"
    TRANSFER_WAITS = "transferWaits"
    TRANSFER_CANCELLED = "transferCancelled"
    TRANSFER_UNKNOWN = "transferUnknown"
    """The bank's answer was lost: whether the money goes was not known when the receipt was made."""
    CANCEL_UNKNOWN = "cancelUnknown"
    CARD_FROZEN = "cardFrozen"
    CARD_STOPPED = "cardStopped"
    CARD_RELEASED = "cardReleased"
    CARD_ACTIVE = "cardActive"
    PHONE_CHANGED = "phoneChanged"
    ADDRESS_CHANGED = "addressChanged"
    LIMIT_CHANGED = "limitChanged"
    COMPLAINT = "complaint"
    COMPLAINT_PROVISIONAL = "complaintProvisional"
    """The bank could not be reached: the reference is the terminal's own."""
    SUGGESTION = "suggestion"
    BOOKED = "booked"
    MOVED = "moved"
    BOOKING_CANCELLED = "bookingCancelled"


class Item(StrEnum):
    """What a line is of."""

    AMOUNT = "amount"
    SOURCE = "source"
    """The account that is debited, masked."""
    PAYEE = "payee"
    ACCOUNT = "account"
    """The payee's, masked."""
    DUE = "due"
    """When it is executed; until then it can be cancelled."""
    CARD = "card"
    PHONE = "phone"
    LIMIT = "limit"
    TIME = "time"
    """From when to when."""
    OPENS = "opens"
    """From when one can check in."""
    SERVICE = "service"
    """The id of one of the bank's services."""
    NUMBER = "number"
    """Of an appointment."""
    RECEIVED = "received"
    ANSWER_BY = "answerBy"
    LATEST = "latest"
    REFERENCE = "reference"
    CODE = "code"
    """By which a complaint is looked up, beside its reference."""


Value: TypeAlias = str | Money | date | datetime | LimitKind | tuple[datetime, datetime]


@dataclass(frozen=True)
class Line:
    """One thing that the receipt says."""

    item: Item
    value: Value = field(repr=False)


@dataclass(frozen=True)
class Receipt:
    """What was done, for the customer to keep. `code` is printed below it as a QR code."""

    about: About
    lines: tuple[Line, ...] = ()
    code: str | None = field(default=None, repr=False)


class Writer(Protocol):
    """Puts a receipt into words. Any thread may call."""

    def written(self, receipt: Receipt, language: str) -> tuple[str, ...]:
        """The lines in a language, as of now: what was done, then each of the receipt's in its order; bank, branch,
        terminal and time at the end.
        """
