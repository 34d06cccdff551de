"""A call-back that a customer asks for: when, on which number, about what. It works offline, through the journal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final, Protocol

from kiosk.core.faq import Names

LONGEST_NUMBER: Final = 20
"""Characters that are taken from a keypad at all."""
MOST_SLOTS: Final = 4
NOTICE: Final = timedelta(minutes=30)
"""A window that ends sooner than this is not offered: nobody would ring in time."""
_DAYS_AHEAD: Final = 15
"""Longer than the longest holidays."""

# ITU-T E.164: at most 15 digits with the country code, none of which begins with 0. No number that can be rung from
# abroad has fewer than 7.
_SHORTEST, _LONGEST = 7, 15
_CHINA: Final = "86"
_MOBILE: Final = re.compile(r"1[3-9]\d{9}")
# Area codes by the numbering plan of 2003 (MIIT): 010 and 02x with 8 digits, 03xx-09xx with 7 or 8.
_LANDLINE: Final = re.compile(r"0(?:10|2\d)[2-8]\d{7}|0[3-9]\d{2}[2-8]\d{6,7}")


class NumberTrouble(StrEnum):
    """Why a telephone number is not taken."""

    EMPTY = "empty"
    TOO_SHORT = "tooShort"
    TOO_LONG = "tooLong"
    NO_AREA = "noArea"
    """A local number without its area code, or one that cannot be one."""
    NOT_A_MOBILE = "notAMobile"
    """Eleven digits that begin with 1 but as no mobile number does."""
    NOT_A_NUMBER = "notANumber"


@dataclass(frozen=True)
class PhoneNumber:
    """A telephone number: `e164` as `+8613800000000`, personal."""

    e164: str = field(repr=False)

    def shown(self) -> str:
        """The number as it is read out: grouped, without the country code of the mainland."""
        digits = self.e164[1:]
        if not digits.startswith(_CHINA):
            return self.e164
        local = digits[len(_CHINA) :]
        if _MOBILE.fullmatch(local):
            return f"{local[:3]} {local[3:7]} {local[7:]}"
        area = 2 if local[0] in "12" else 3
        return f"0{local[:area]} {local[area:]}"


def phone_number(typed: str) -> PhoneNumber | NumberTrouble:
    """The number that was typed: a mainland one as people dial it, or an international one from `+` or `00`.

    A mainland mobile number has 11 digits, a landline its area code; anything else is judged by E.164 alone.
    """
    text = unicodedata.normalize("NFKC", typed[: 2 * LONGEST_NUMBER])
    text = re.sub(r"[\s().-]", "", text)
    if not text:
        return NumberTrouble.EMPTY
    digits = text.removeprefix("+")
    if not re.fullmatch(r"[0-9]+", digits):
        return NumberTrouble.EMPTY if not digits else NumberTrouble.NOT_A_NUMBER
    foreign = text.startswith(("+", "00"))
    if foreign:
        digits = digits if text.startswith("+") else digits[2:]
        if digits.startswith(_CHINA) and len(digits) > len(_CHINA):
            return _mainland(_dialled(digits[len(_CHINA) :]))
        return _international(digits)
    return _mainland(digits)


def _dialled(digits: str) -> str:
    """A number after +86 as it is dialled at home: a landline gets its 0."""
    return digits if digits.startswith(("0", "1")) and not digits.startswith("10") else "0" + digits


def _mainland(digits: str) -> PhoneNumber | NumberTrouble:
    if _MOBILE.fullmatch(digits):
        return PhoneNumber(f"+{_CHINA}{digits}")
    if _LANDLINE.fullmatch(digits):
        return PhoneNumber(f"+{_CHINA}{digits[1:]}")
    if digits.startswith("1"):
        if len(digits) == 11:
            return NumberTrouble.NOT_A_MOBILE
        return NumberTrouble.TOO_SHORT if len(digits) < 11 else NumberTrouble.TOO_LONG
    if digits.startswith("0"):
        if len(digits) > (11 if digits.startswith(("01", "02")) else 12):
            return NumberTrouble.TOO_LONG
        return NumberTrouble.TOO_SHORT if len(digits) < 11 else NumberTrouble.NO_AREA
    return NumberTrouble.NO_AREA


def _international(digits: str) -> PhoneNumber | NumberTrouble:
    if len(digits) < _SHORTEST:
        return NumberTrouble.TOO_SHORT
    if len(digits) > _LONGEST:
        return NumberTrouble.TOO_LONG
    return NumberTrouble.NOT_A_NUMBER if digits.startswith("0") else PhoneNumber(f"+{digits}")


@dataclass(frozen=True)
class Window:
    """A part of the day in which staff call back: from `starts` to `ends` by the branch's clock, on these weekdays
    (ISO 8601, Monday is 1). `names` by language tag."""

    id: str
    starts: time
    ends: time
    weekdays: tuple[int, ...]
    names: Names


@dataclass(frozen=True)
class CallSlot:
    """A window on one day, by the branch's clock; `id` is unique among those offered."""

    id: str
    window: Window
    starts: datetime
    ends: datetime
    ahead: int
    """How many days from today: 0 is today."""


def slots(
    windows: Sequence[Window],
    now: datetime,
    zone: tzinfo,
    most: int = MOST_SLOTS,
    *,
    holidays: Container[date] = frozenset(),
) -> tuple[CallSlot, ...]:
    """The next windows that can still be kept: of today and tomorrow, else of the next day that has any.

    Nobody rings on `holidays`.
    """
    today = now.astimezone(zone).date()
    found: list[CallSlot] = []
    for ahead in range(_DAYS_AHEAD):
        if ahead > 1 and found:
            break
        day = today + timedelta(days=ahead)
        if day in holidays:
            continue
        for window in sorted(windows, key=lambda window: window.starts):
            starts, ends = (datetime.combine(day, at, zone) for at in (window.starts, window.ends))
            if day.isoweekday() in window.weekdays and ends - now >= NOTICE:
                found.append(CallSlot(f"slot{len(found)}", window, starts, ends, ahead))
    return tuple(found[:most])


@dataclass(frozen=True)
class CallBack:
    """What a customer wishes: `topic` is a category's id. Without a number the one that the bank has on file is rung:
    that of the customer whose document has the number `customer`."""

    topic: str
    starts: datetime
    ends: datetime
    language: str
    number: PhoneNumber | None = field(repr=False)
    customer: str | None = field(default=None, repr=False)


class CallBackDesk(Protocol):
    """Takes call-backs. Calls write to disk: never on the Qt thread."""

    def slots(self) -> tuple[CallSlot, ...]:
        """The times that can be had now."""

    def take(self, wish: CallBack, visit: str) -> str:
        """Keep the wish, durably, and answer its reference. Raises `JournalError`, and `CannotSealError` where the
        number could not be kept secret: then nothing is kept."""


class CannotSealError(Exception):
    """The centre's sealing key has not come yet: a telephone number cannot be kept."""


def reference(digits: str) -> str:
    """A reference: nine digits and a check digit (ISO/IEC 7064, MOD 11,10). Raises ValueError for other than nine."""
    if not re.fullmatch(r"[0-9]{9}", digits):
        raise ValueError("a reference is made of nine digits")
    return digits + str(_check(digits))


def grouped(reference: str) -> str:
    """A reference as it is read out: `123 456 7890`."""
    return f"{reference[:3]} {reference[3:6]} {reference[6:]}"


def is_reference(text: str) -> bool:
    """Whether a text, grouped in any way, is a reference whose check digit holds."""
    digits = "".join(text.split())
    return bool(re.fullmatch(r"[0-9]{10}", digits)) and _check(digits[:9]) == int(digits[9])


def _check(digits: Iterable[str]) -> int:
    product = 10
    for digit in digits:
        product = (product + int(digit)) % 10 or 10
        product = product * 2 % 11
    return (11 - product) % 10
