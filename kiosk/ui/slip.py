"""A receipt put into words: what is printed on the slip, and what a phone reads from the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QT_TRANSLATE_NOOP

from kiosk.core.banking import LimitKind
from kiosk.core.money import Money
from kiosk.core.ports import Clock
from kiosk.core.receipt import About, Item, Line, Receipt
from kiosk.ui.amounts import amount, day
from kiosk.ui.i18n import Words

_TITLES: Final[Mapping[About, object]] = {
    About.TRANSFER_SENT: QT_TRANSLATE_NOOP("Receipt", "Transfer sent"),
    About.TRANSFER_WAITS: QT_TRANSLATE_NOOP("Receipt", "Transfer ordered"),
    About.TRANSFER_CANCELLED: QT_TRANSLATE_NOOP("Receipt", "Transfer cancelled"),
    About.TRANSFER_UNKNOWN: QT_TRANSLATE_NOOP("Receipt", "Transfer: not known yet"),
    About.CANCEL_UNKNOWN: QT_TRANSLATE_NOOP("Receipt", "Cancellation: not known yet"),
    About.CARD_FROZEN: QT_TRANSLATE_NOOP("Receipt", "Card stopped for now"),
    About.CARD_STOPPED: QT_TRANSLATE_NOOP("Receipt", "Card stopped for ever"),
    About.CARD_RELEASED: QT_TRANSLATE_NOOP("Receipt", "Card can be used again"),
    About.CARD_ACTIVE: QT_TRANSLATE_NOOP("Receipt", "Card activated"),
    About.PHONE_CHANGED: QT_TRANSLATE_NOOP("Receipt", "Phone number changed"),
    About.ADDRESS_CHANGED: QT_TRANSLATE_NOOP("Receipt", "Address changed"),
    About.LIMIT_CHANGED: QT_TRANSLATE_NOOP("Receipt", "Limit changed"),
    About.COMPLAINT: QT_TRANSLATE_NOOP("Receipt", "Complaint"),
    About.COMPLAINT_PROVISIONAL: QT_TRANSLATE_NOOP("Receipt", "Complaint"),
    About.SUGGESTION: QT_TRANSLATE_NOOP("Receipt", "Suggestion"),
    About.BOOKED: QT_TRANSLATE_NOOP("Receipt", "Appointment"),
    About.MOVED: QT_TRANSLATE_NOOP("Receipt", "Appointment moved"),
    About.BOOKING_CANCELLED: QT_TRANSLATE_NOOP("Receipt", "Appointment cancelled"),
}
_REMARKS: Final[Mapping[About, object]] = {
    About.TRANSFER_WAITS: QT_TRANSLATE_NOOP(
        "Receipt", "Until then you can cancel it at any of our terminals, or at a counter."
    ),
    About.TRANSFER_UNKNOWN: QT_TRANSLATE_NOOP(
        "Receipt",
        "The bank had not answered yet. Please do not send it again; ask us with the reference.",
    ),
    About.CANCEL_UNKNOWN: QT_TRANSLATE_NOOP(
        "Receipt", "The bank had not answered yet. Please ask us with the reference."
    ),
    About.COMPLAINT_PROVISIONAL: QT_TRANSLATE_NOOP(
        "Receipt", "It will be passed on to the bank; this reference stays valid."
    ),
    About.SUGGESTION: QT_TRANSLATE_NOOP("Receipt", "We have received your suggestion. Thank you."),
}
"""What is to be known beside the lines."""
_LABELS: Final[Mapping[Item, object]] = {
    Item.AMOUNT: QT_TRANSLATE_NOOP("Receipt", "Amount: %1"),
    Item.SOURCE: QT_TRANSLATE_NOOP("Receipt", "From account: %1"),
    Item.PAYEE: QT_TRANSLATE_NOOP("Receipt", "To: %1"),
    Item.ACCOUNT: QT_TRANSLATE_NOOP("Receipt", "Account: %1"),
    Item.DUE: QT_TRANSLATE_NOOP("Receipt", "To be sent: %1"),
    Item.CARD: QT_TRANSLATE_NOOP("Receipt", "Card: %1"),
    Item.PHONE: QT_TRANSLATE_NOOP("Receipt", "New number: %1"),
    Item.LIMIT: QT_TRANSLATE_NOOP("Receipt", "Limit: %1"),
    Item.TIME: QT_TRANSLATE_NOOP("Receipt", "Time: %1"),
    Item.OPENS: QT_TRANSLATE_NOOP("Receipt", "Check in from: %1"),
    Item.SERVICE: QT_TRANSLATE_NOOP("Receipt", "For: %1"),
    Item.NUMBER: QT_TRANSLATE_NOOP("Receipt", "Booking number: %1"),
    Item.RECEIVED: QT_TRANSLATE_NOOP("Receipt", "Received: %1"),
    Item.ANSWER_BY: QT_TRANSLATE_NOOP("Receipt", "We answer by: %1"),
    Item.LATEST: QT_TRANSLATE_NOOP("Receipt", "At the latest by: %1"),
    Item.REFERENCE: QT_TRANSLATE_NOOP("Receipt", "Reference: %1"),
    Item.CODE: QT_TRANSLATE_NOOP("Receipt", "Code: %1"),
}
_LIMITS: Final[Mapping[LimitKind, object]] = {
    LimitKind.TRANSFER_SINGLE: QT_TRANSLATE_NOOP("Receipt", "for one transfer"),
    LimitKind.TRANSFER_DAILY: QT_TRANSLATE_NOOP("Receipt", "for transfers in a day"),
    LimitKind.CARD_DAILY: QT_TRANSLATE_NOOP("Receipt", "for card payments in a day"),
    LimitKind.CASH_DAILY: QT_TRANSLATE_NOOP("Receipt", "for cash in a day"),
}
_TERMINAL: Final = QT_TRANSLATE_NOOP("Receipt", "Terminal: %1")
_MADE: Final = QT_TRANSLATE_NOOP("Receipt", "Made: %1")


class SlipWriter:
    """Implements `kiosk.core.receipt.Writer`.

    `bank` are the bank's names by language; `branch` gives the branch's as they stand, `service` those of a service.
    """

    def __init__(
        self,
        *,
        bank: Mapping[str, str],
        branch: Callable[[], Mapping[str, str]],
        service: Callable[[str], Mapping[str, str]],
        terminal: str,
        zone: ZoneInfo,
        clock: Clock,
    ) -> None:
        self._bank, self._branch, self._service = bank, branch, service
        self._terminal, self._zone, self._clock = terminal, zone, clock
        self._words = Words("Receipt")

    def written(self, receipt: Receipt, language: str) -> tuple[str, ...]:
        """The lines in a language."""
        remark = _REMARKS.get(receipt.about)
        lines = (
            self._word(_TITLES[receipt.about], language),
            *(self._line(line, language) for line in receipt.lines),
            "" if remark is None else self._word(remark, language),
            _in(self._bank, language),
            _in(self._branch(), language),
            self._word(_TERMINAL, language).replace("%1", self._terminal),
            self._word(_MADE, language).replace("%1", self._moment(self._clock.now())),
        )
        return tuple(line for line in lines if line)

    def _word(self, text: object, language: str) -> str:
        return self._words.word(str(text), language)

    def _line(self, line: Line, language: str) -> str:
        return self._word(_LABELS[line.item], language).replace("%1", self._value(line, language))

    def _value(self, line: Line, language: str) -> str:
        match line.value:
            case Money() as money:
                return amount(money)
            case (starts, ends):
                return f"{self._moment(starts)}\N{EN DASH}{ends.astimezone(self._zone):%H:%M}"
            case datetime() as moment:
                return self._moment(moment)
            case date() as on:
                return day(on)
            case LimitKind() as kind:
                return self._word(_LIMITS[kind], language)
            case str(text) if line.item is Item.SERVICE:
                return _in(self._service(text), language) or text
            case str(text):
                return text

    def _moment(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._zone):%Y-%m-%d %H:%M}"


def _in(names: Mapping[str, str], language: str) -> str:
    """The name in a language, else in any."""
    return names.get(language) or next(iter(names.values()), "")
