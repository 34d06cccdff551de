"""How amounts of money, days and numbers are written for the customer, on the screen and on paper."""

from __future__ import annotations

from datetime import date
from typing import Final

from kiosk.core.money import Money, digits

COVERED: Final = "******"
"""What stands for an amount that others shall not see."""
_SIGNS: Final = {"CNY": "¥", "EUR": "€", "USD": "$", "GBP": "£"}


def figure(money: Money, *, signed: bool = False) -> str:
    """The figure alone, in groups of three: `12,345.67`, with a true minus; `signed` shows a plus as well."""
    places = digits(money.currency)
    whole, part = divmod(abs(money.minor), 10**places)
    text = f"{whole:,}.{part:0{places}}" if places else f"{whole:,}"
    sign = "\N{MINUS SIGN}" if money.minor < 0 else "+" if signed and money.minor else ""
    return sign + text


def amount(money: Money, *, signed: bool = False) -> str:
    """An amount with its currency: `¥12,345.67`, `−¥5.00`, `JPY 1,000`."""
    text = figure(money, signed=signed)
    sign, bare = (text[0], text[1:]) if text[0] in "+\N{MINUS SIGN}" else ("", text)
    mark = _SIGNS.get(money.currency, f"{money.currency}\N{NO-BREAK SPACE}")
    return f"{sign}{mark}{bare}"


def day(at: date) -> str:
    """A civil date, the same in every language: `2026-11-27`."""
    return at.isoformat()


def grouped(number: str) -> str:
    """A long number in groups of four."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))
