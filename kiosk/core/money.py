"""Amounts of money: whole minor units of an ISO 4217 currency. How an amount is shown is the screens' business."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

LARGEST: Final = 10**15 - 1
"""The largest amount taken, in minor units: no answer of a bank makes a number that fills the screen."""

_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_DECIMAL: Final = re.compile(r"(-?)([0-9]{1,15})(?:\.([0-9]{1,4}))?")
_DIGITS: Final = {
    currency: places
    for places, currencies in (
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    )
    for currency in currencies.split()
}


class MoneyError(ValueError):
    """An amount or currency that is none, or a sum of two currencies. The message quotes no value."""


def digits(currency: str) -> int:
    """How many decimal digits a currency's minor unit has (ISO 4217, list one): 2 unless it says otherwise."""
    return _DIGITS.get(currency, 2)


@dataclass(frozen=True)
class Money:
    """An amount, in minor units (fen, cents), and the code of its currency. Negative is owed or leaves the account.

    Raises `MoneyError`.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int or abs(self.minor) > LARGEST:
            raise MoneyError("not an amount of money")
        if not isinstance(self.currency, str) or not _CURRENCY.fullmatch(self.currency):
            raise MoneyError("not a currency")

    @classmethod
    def parse(cls, amount: str, currency: str) -> Money:
        """An amount as it is on the wire (`-1056.20`), with no more decimals than the currency has.

        Raises `MoneyError`.
        """
        places = digits(cls(0, currency).currency)
        match = _DECIMAL.fullmatch(amount) if isinstance(amount, str) else None
        if match is None or len(match[3] or "") > places:
            raise MoneyError("not an amount of money")
        minor = int(match[2]) * 10**places + int((match[3] or "").ljust(places, "0") or 0)
        return cls(-minor if match[1] else minor, currency)

    def decimal(self) -> str:
        """The amount for the wire, with all decimals of the currency: `-1056.20`."""
        places = digits(self.currency)
        whole, part = divmod(abs(self.minor), 10**places)
        sign = "-" if self.minor < 0 else ""
        return f"{sign}{whole}.{part:0{places}}" if places else f"{sign}{whole}"

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._alike(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._alike(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._alike(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._alike(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._alike(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._alike(other)

    def _alike(self, other: Money) -> int:
        if other.currency != self.currency:
            raise MoneyError("two currencies")
        return other.minor
