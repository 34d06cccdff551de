"""What an answer of the bank must look like to be one. What is not raises `NotAnAnswerError`, and quotes nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from kiosk.core.banking import Names
from kiosk.core.money import Money, MoneyError

MOST_LANGUAGES: Final = 16
LONGEST_TEXT: Final = 140
"""Characters of a text that is shown: NextGenPSD2's Max140Text."""

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_TAG: Final = re.compile(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,3}")
_NUMBER: Final = re.compile(r"[A-Z0-9]{4,34}")
_PAN: Final = re.compile(r"[0-9Xx*• -]{4,24}")
_COVERED: Final = re.compile(r"(?=.*[*•Xx])[0-9A-Zx*• -]{4,42}")
_WORD = TypeVar("_WORD", bound=StrEnum)
_ITEM = TypeVar("_ITEM")


class NotAnAnswerError(Exception):
    """The bank's answer is none; the message says which field."""


def member(told: object, name: str) -> Any:
    """A member of a JSON object; None where it has none."""
    if not isinstance(told, dict):
        raise NotAnAnswerError(f"no object with {name}")
    return told.get(name)


def items(told: object, name: str, most: int, read: Callable[[Any], _ITEM]) -> tuple[_ITEM, ...]:
    """A member that is a list of at most so many items."""
    found = member(told, name)
    if not isinstance(found, list) or len(found) > most:
        raise NotAnAnswerError(f"{name} is no list, or too long")
    return tuple(read(item) for item in found)


def identifier(told: object, name: str) -> str:
    """An id: it goes into paths, and is no text for people."""
    found = member(told, name)
    if not isinstance(found, str) or not _ID.fullmatch(found):
        raise NotAnAnswerError(f"{name} is no id")
    return found


def text(told: object, name: str) -> str:
    """A text to be shown: what is no letter, digit, sign or blank is taken out, and what is too long cut."""
    found = member(told, name)
    if not isinstance(found, str):
        raise NotAnAnswerError(f"{name} is no text")
    return shown(found)


def text_or_none(told: object, name: str) -> str | None:
    """A text to be shown, where there is one."""
    return None if member(told, name) is None else text(told, name) or None


def names(told: object, name: str) -> Names:
    """A name by language tag, where the bank gives any; at most `MOST_LANGUAGES`."""
    found = member(told, name)
    if found is None:
        return ()
    if not isinstance(found, dict) or len(found) > MOST_LANGUAGES or not all(map(_TAG.fullmatch, found)):
        raise NotAnAnswerError(f"{name} is no name by language")
    return tuple((tag, written) for tag in found if (written := text(found, tag)))


def shown(found: str) -> str:
    """A text without control characters, and without those that turn the direction of writing."""
    plain = "".join(" " if unicodedata.category(letter) in _HIDDEN else letter for letter in found[: 4 * LONGEST_TEXT])
    return " ".join(plain.split())[:LONGEST_TEXT]


_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def number_or_none(told: object, name: str) -> str | None:
    """An account number (IBAN or BBAN), without blanks."""
    found = member(told, name)
    if found is None:
        return None
    if not isinstance(found, str) or not _NUMBER.fullmatch(bare := found.replace(" ", "")):
        raise NotAnAnswerError(f"{name} is no account number")
    return bare


def masked_pan(told: object, name: str) -> str:
    """A card number that is masked: one that is not must not be shown, nor be here."""
    found = member(told, name)
    if not isinstance(found, str) or not _PAN.fullmatch(found) or sum(letter.isdigit() for letter in found) > 10:
        raise NotAnAnswerError(f"{name} is no masked card number")
    return found


def masked_number(told: object, name: str) -> str:
    """An account number that is masked; what is left of an IBAN may have letters. One that is not must not be shown."""
    found = member(told, name)
    if not isinstance(found, str) or not _COVERED.fullmatch(found) or len(re.findall("[0-9A-WYZ]", found)) > 10:
        raise NotAnAnswerError(f"{name} is no masked account number")
    return found


def word(told: object, name: str, words: type[_WORD], otherwise: _WORD | None = None) -> _WORD:
    """One of some words; another is `otherwise`, or no answer."""
    found = member(told, name)
    if isinstance(found, str) and found in set(words):
        return words(found)
    if otherwise is None or not isinstance(found, str):
        raise NotAnAnswerError(f"{name} is no known word")
    return otherwise


def currency(told: object, name: str) -> str:
    """The code of a currency (ISO 4217)."""
    try:
        return Money(0, member(told, name)).currency
    except MoneyError as error:
        raise NotAnAnswerError(f"{name} is no currency") from error


def money(told: object, name: str) -> Money:
    """An amount (`{"currency": "CNY", "amount": "1.00"}`)."""
    found = member(told, name)
    try:
        return Money.parse(member(found, "amount"), member(found, "currency"))
    except MoneyError as error:
        raise NotAnAnswerError(f"{name} is no amount") from error


def money_or_none(told: object, name: str) -> Money | None:
    """An amount, where there is one."""
    return None if member(told, name) is None else money(told, name)


def day(told: object, name: str) -> date:
    """A date (ISO 8601)."""
    found = member(told, name)
    try:
        if isinstance(found, str) and len(found) == 10:
            return date.fromisoformat(found)
    except ValueError:
        pass
    raise NotAnAnswerError(f"{name} is no date")


def instant(told: object, name: str) -> datetime:
    """A moment (RFC 3339)."""
    found = member(told, name)
    try:
        if isinstance(found, str) and len(found) <= 40 and (at := datetime.fromisoformat(found)).tzinfo is not None:
            return at
    except ValueError:
        pass
    raise NotAnAnswerError(f"{name} is no moment")


def printable(told: object, name: str, longest: int) -> str:
    """A secret or a cursor: ASCII without blanks, handed back as it came."""
    found = member(told, name)
    if not isinstance(found, str) or not re.fullmatch(rf"[\x21-\x7e]{{1,{longest}}}", found):
        raise NotAnAnswerError(f"{name} cannot be handed back")
    return found


def alike(moneys: Mapping[str, Money] | tuple[Money, ...]) -> None:
    """See that amounts are of one currency."""
    found = tuple(moneys.values()) if isinstance(moneys, Mapping) else moneys
    if len({item.currency for item in found}) > 1:
        raise NotAnAnswerError("amounts of several currencies")
