"""A complaint: what may be said in one, how it is named, and the port to the bank that handles it.

A complaint is made by its journal entry; the bank's answer only adds the final reference and the dates. Its reference
alone opens nothing: to see how it stands needs the code on the receipt too.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Any, Final, Protocol

from kiosk.core.deadlines import (
    Calendar,
    Deadline,
    DeadlineError,
    Regime,
    calendar_for,
    deadlines,
    read_calendars,
    read_regimes,
    regime_for,
)

LONGEST_TEXT: Final = 500
"""Characters of a complaint's own words, or of a suggestion."""
LONGEST_LINE: Final = 120
"""Characters of the survey's free line."""
CODE_DIGITS: Final = 4
_LONGEST_OPTIONS: Final = 12
_PHONE: Final = re.compile(r"\+?[0-9]{5,15}")
_MODULUS: Final = 97
# RFC 7914 scrypt, 16 MiB: ten thousand codes are few, so each guess must cost.
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**14, 8, 1
_SCRYPT_MEMORY = 128 * _SCRYPT_N * _SCRYPT_R * 2


DAYS_BACK: Final = 731
"""How long ago the day may be that a customer names: two years."""


class When(StrEnum):
    """When it happened, as the customer remembers."""

    TODAY = "today"
    THIS_WEEK = "thisWeek"
    EARLIER = "earlier"

    @classmethod
    def of(cls, day: date, today: date) -> When:
        """What a day is called."""
        if day >= today:
            return cls.TODAY
        return cls.THIS_WEEK if (today - day).days < 7 else cls.EARLIER


class Contact(StrEnum):
    """How the bank may answer."""

    PHONE = "phone"
    ON_FILE = "onFile"
    """By what the bank knows of the customer who was identified in this visit."""
    NONE = "none"
    """Anonymous: the answer is read at a terminal, by reference and code."""


class CaseState(StrEnum):
    """How a case stands at the bank."""

    RECEIVED = "received"
    IN_PROGRESS = "inProgress"
    EXTENDED = "extended"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


MOVES: Final[Mapping[CaseState, frozenset[CaseState]]] = {
    CaseState.RECEIVED: frozenset(
        {CaseState.IN_PROGRESS, CaseState.EXTENDED, CaseState.ANSWERED, CaseState.CLOSED, CaseState.WITHDRAWN}
    ),
    CaseState.IN_PROGRESS: frozenset({CaseState.EXTENDED, CaseState.ANSWERED, CaseState.CLOSED, CaseState.WITHDRAWN}),
    CaseState.EXTENDED: frozenset({CaseState.ANSWERED, CaseState.CLOSED, CaseState.WITHDRAWN}),
    CaseState.ANSWERED: frozenset({CaseState.CLOSED, CaseState.IN_PROGRESS}),
    CaseState.CLOSED: frozenset(),
    CaseState.WITHDRAWN: frozenset(),
}
"""What a case may become. An answered one is taken up again where the customer is not content."""
OPEN: Final = frozenset({CaseState.RECEIVED, CaseState.IN_PROGRESS, CaseState.EXTENDED})
"""The states in which clocks run."""


@dataclass(frozen=True)
class Option:
    """Something to choose, `names` by language tag."""

    id: str
    names: tuple[tuple[str, str], ...]

    def name(self, language: str) -> str:
        """Its name in a language, else in any."""
        names = dict(self.names)
        return names.get(language) or next(iter(names.values()))


@dataclass(frozen=True)
class ComplaintPolicy:
    """What can be complained of and wished for, and the clocks: the centre's data."""

    categories: tuple[Option, ...] = ()
    wishes: tuple[Option, ...] = ()
    regimes: tuple[Regime, ...] = ()
    calendars: tuple[Calendar, ...] = ()

    def clocks(self, category: str, received: datetime, zone: tzinfo) -> tuple[Regime | None, tuple[Deadline, ...]]:
        """The regime of a category, and the dates that its receipt starts."""
        regime = regime_for(self.regimes, category)
        if regime is None:
            return None, ()
        return regime, deadlines(regime, received, zone, calendar_for(self.calendars, regime.country))


@dataclass(frozen=True)
class Complaint:
    """What a customer complains of. `text` and `phone` are personal: only ever sealed, never shown in a repr.

    `elsewhere`: somebody of another branch is to handle it (回避).
    """

    category: str
    when: When
    wish: str
    contact: Contact
    elsewhere: bool = False
    dictated: bool = False
    """A member of staff is to write the words down."""
    text: str = field(repr=False, default="")
    phone: str | None = field(repr=False, default=None)
    day: date | None = None
    """The very day, where the customer knows it."""


@dataclass(frozen=True)
class FiledComplaint:
    """A complaint as it is sent to the bank: `operation` is its idempotency key (UUID), `provisional` the terminal's
    own reference, `proof` what the receipt's code is checked by.
    """

    operation: str
    visit: str
    provisional: str
    proof: str
    received: datetime
    complaint: Complaint


@dataclass(frozen=True)
class Receipt:
    """What the customer takes along. `final`: the bank has it and `reference` is its own; else it is the terminal's.

    `code` is the second datum of the look-up.
    """

    reference: str
    code: str = field(repr=False)
    received: datetime
    deadlines: tuple[Deadline, ...]
    final: bool

    def dates(self) -> tuple[date | None, date | None]:
        """The date by which the bank answers, and the last one, should it be a hard case; None where there is none."""
        late = [one.on for one in self.deadlines if one.exceptional]
        return _usual(self.deadlines), (max(late) if late else None)


@dataclass(frozen=True)
class Registered:
    """The bank made a case of it. Its `reference` is a `canonical` one, or nobody could look it up here."""

    reference: str
    deadlines: tuple[Deadline, ...]


@dataclass(frozen=True)
class Standing:
    """How a case stands."""

    reference: str
    state: CaseState
    since: date
    received: date
    due: date | None
    """The date by which the bank answers (`promised`); None where no clock runs."""
    answer: str = field(repr=False, default="")
    """What the bank has to say to the customer."""
    overdue: bool = False
    """The date that counts has passed."""


class LookupRefusal(StrEnum):
    """Why the bank does not say how a case stands."""

    UNKNOWN = "unknown"
    """No such case, or another code: which of both is not said."""
    TOO_MANY = "tooMany"
    """Too many wrong tries from this terminal, or for this reference."""


class ComplaintDesk(Protocol):
    """The bank's handling of complaints. Calls take time: never on the Qt thread. Raises `BankUnreachableError`."""

    def file(self, filed: FiledComplaint) -> Registered:
        """Make a case; the same answer for the same operation."""

    def look_up(self, reference: str, code: str) -> Standing | LookupRefusal:
        """How a case stands, by the final or the provisional reference and the receipt's code."""


# What customers type
def cleaned(text: str, longest: int = LONGEST_TEXT) -> str:
    """A customer's words as they are kept: NFC, one line break or blank at a time, nothing that hides or turns text.

    Control and format characters go (among them those that turn the direction of writing), and so does what belongs to
    no character; letters of every script and emoji stay.
    """
    kept: list[str] = []
    for letter in unicodedata.normalize("NFC", text[: 4 * longest]):
        kind = unicodedata.category(letter)
        if letter in "\n\t" or kind in ("Zs", "Zl", "Zp"):
            kept.append("\n" if letter == "\n" or kind in ("Zl", "Zp") else " ")
        elif kind[0] != "C":
            kept.append(letter)
    lines = (" ".join(line.split()) for line in "".join(kept).split("\n"))
    return "\n".join(line for line in lines if line)[:longest].strip()


def cleaned_phone(text: str) -> str | None:
    """A telephone number as it is kept; None for what is none."""
    number = "".join(letter for letter in unicodedata.normalize("NFKC", text) if letter not in " -()./")
    return number if _PHONE.fullmatch(number) else None


# References
def provisional_reference(kiosk: str, count: int) -> str:
    """The terminal's own reference of its `count`th complaint: kiosk, count, and two check digits."""
    body = f"{kiosk}-{count:04}"
    return f"{body}-{_check(body):02}"


def final_reference(year: int, number: int) -> str:
    """The bank's reference: digits alone, so that a keypad will do."""
    body = f"{year:04}-{number:06}"
    return f"{body}-{_check(body):02}"


def canonical(reference: str) -> str | None:
    """A reference as it is compared: letters and digits alone; None where its check digits do not fit (ISO 7064, MOD
    97-10), for then it was mistyped.
    """
    text = "".join(c for c in unicodedata.normalize("NFKC", reference).upper() if c.isascii() and c.isalnum())
    if not 8 <= len(text) <= 80 or not text[-2:].isdigit():
        return None
    return text if int(_digits(text)) % _MODULUS == 1 else None


def proof_of(code: str, provisional: str) -> str:
    """What a receipt's code is checked by: a slow hash, salted with the reference (22 base64url characters)."""
    digest = hashlib.scrypt(
        code.encode(),
        salt=(canonical(provisional) or "").encode(),
        n=_SCRYPT_N,
        r=_SCRYPT_R,
        p=_SCRYPT_P,
        maxmem=_SCRYPT_MEMORY,
        dklen=16,
    )
    return urlsafe_b64encode(digest).decode().rstrip("=")


def _check(body: str) -> int:
    text = "".join(c for c in body.upper() if c.isalnum())
    return 98 - int(_digits(text) + "00") % _MODULUS


def _digits(text: str) -> str:
    """Letters as the two digits that ISO 7064 takes them for: A is 10."""
    return "".join(str(int(letter, 36)) for letter in text)


# The policy as it is sent
def read_policy(value: Any) -> ComplaintPolicy:
    """The policy of a JSON value. Raises `DeadlineError`."""
    if not isinstance(value, Mapping):
        raise DeadlineError("complaints is not an object")
    return ComplaintPolicy(
        read_options(value.get("categories", []), "categories"),
        read_options(value.get("wishes", []), "wishes"),
        read_regimes(value.get("regimes", [])),
        read_calendars(value.get("calendars", [])),
    )


def read_options(value: Any, where: str) -> tuple[Option, ...]:
    """Options of a JSON value. Raises `DeadlineError`."""
    if not isinstance(value, list | tuple) or len(value) > _LONGEST_OPTIONS:
        raise DeadlineError(f"{where} is not a list of at most {_LONGEST_OPTIONS}")
    found = tuple(_option(item, f"{where}[{at}]") for at, item in enumerate(value))
    if len({option.id for option in found}) < len(found):
        raise DeadlineError(f"{where} names an id twice")
    return found


def _option(value: Any, where: str) -> Option:
    if not isinstance(value, Mapping) or not _short(value.get("id")):
        raise DeadlineError(f"{where}.id is not a short text")
    names = value.get("names")
    if not isinstance(names, Mapping) or not names or not all(_short(name) for name in names.values()):
        raise DeadlineError(f"{where}.names are not short texts by language")
    return Option(value["id"], tuple(names.items()))


def _short(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 64


def due(state: CaseState, dates: Sequence[Deadline], today: date) -> date | None:
    """The date that staff work by: the first still ahead, else the last one missed; exceptional ones where extended."""
    if state not in OPEN:
        return None
    counted = sorted(one.on for one in dates if state is CaseState.EXTENDED or not one.exceptional)
    return next((on for on in counted if on >= today), counted[-1] if counted else None)


def promised(state: CaseState, dates: Sequence[Deadline], today: date) -> date | None:
    """The date that the customer is told: the receipt's, and of a case that was extended the one that counts then."""
    return _usual(dates) if state in OPEN and state is not CaseState.EXTENDED else due(state, dates, today)


def _usual(dates: Sequence[Deadline]) -> date | None:
    return max((one.on for one in dates if not one.exceptional), default=None)
