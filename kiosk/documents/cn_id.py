"""The Chinese resident identity card: what is printed on its two sides, and what proves that it was read right.

The number is GB 11643: 6 characters of address, 8 of the day of birth, 3 of sequence (odd for a man), 1 check
character (ISO 7064 MOD 11-2, by python-stdnum). Codes of places are merged and withdrawn, so an unknown one is no
error. Terms of validity are those of article 5 of the Law on Resident Identity Cards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from stdnum.cn import ric

_NUMBER: Final = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
_NAME: Final = re.compile(r"^姓名([\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af·•]{2,30})$", re.MULTILINE)
_SEX: Final = re.compile(r"性[别別]([男女])")
_NATION: Final = re.compile(r"民族([\u4e00-\u9fff]{1,10})$", re.MULTILINE)
_BORN: Final = re.compile(r"出生([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
_ADDRESS: Final = re.compile(r"住址(.+?)(?=公民身份|[0-9]{17}|\Z)", re.DOTALL)
_ISSUER: Final = re.compile(r"[签簽][发發]机?[关關]?(.+)$", re.MULTILINE)
_VALIDITY: Final = re.compile(
    r"([0-9]{4})\.([0-9]{2})\.([0-9]{2})[-—–~一](?:([0-9]{4})\.([0-9]{2})\.([0-9]{2})|[长長]期)"
)

_WITHOUT_EXPIRY: Final = 200
_TERMS: Final = ((16, 5), (26, 10), (46, 20), (_WITHOUT_EXPIRY, None))
"""Below which age at issue a card is valid for how many years."""


@dataclass(frozen=True)
class Front:
    """The side with the portrait. Personal fields stay out of `repr`. `checks`: number, birth and sex agreement."""

    name: str = field(repr=False)
    male: bool = field(repr=False)
    nation: str = field(repr=False)
    born: date = field(repr=False)
    address: str = field(repr=False)
    number: str = field(repr=False)
    checks: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Back:
    """The side with the emblem. `valid_to` is None for 长期. `checks`: a term that the law knows, begun already."""

    issuer: str
    valid_from: date
    valid_to: date | None
    checks: tuple[tuple[str, bool], ...]


def number_holds(number: str, today: date) -> bool:
    """Whether 18 characters are a GB 11643 number: digits, a past day of birth and the check character."""
    born = born_of(number)
    return born is not None and born <= today and number[-1].upper() == ric.calc_check_digit(number)


def born_of(number: str) -> date | None:
    """The day of birth in a GB 11643 number; None where there is none."""
    return _day(number[6:10], number[10:12], number[12:14]) if re.fullmatch(r"[0-9]{17}[0-9Xx]", number) else None


def front(rows: Sequence[str], today: date) -> Front | None:
    """The front among rows of text without blanks; None where a field of it is not to be seen."""
    text = "\n".join(rows)
    number, name, sex, born = _NUMBER.search(text), _NAME.search(text), _SEX.search(text), _BORN.search(text)
    if not (number and name and sex and born):
        return None
    day = _day(*born.groups())
    if day is None:
        return None
    digits = number[0].upper()
    male = sex[1] == "男"
    nation, address = _NATION.search(text), _ADDRESS.search(text)
    return Front(
        name=name[1],
        male=male,
        nation=nation[1] if nation else "",
        born=day,
        address=address[1].replace("\n", "") if address else "",
        number=digits,
        checks=(
            ("number", number_holds(digits, today)),
            ("birth", born_of(digits) == day),
            ("sex", (int(digits[16]) % 2 == 1) == male),
        ),
    )


def back(rows: Sequence[str], today: date) -> Back | None:
    """The back among rows of text without blanks; None where authority or validity are not to be seen."""
    text = "\n".join(rows)
    issuer, validity = _ISSUER.search(text), _VALIDITY.search(text)
    if not (issuer and validity):
        return None
    valid_from = _day(*validity.groups()[:3])
    valid_to = _day(*validity.groups()[3:]) if validity[4] else None
    if valid_from is None or (validity[4] and valid_to is None):
        return None
    known = valid_to is None or any(
        years and abs((valid_to - valid_from).days - years * 365.25) < 2 for _, years in _TERMS
    )
    return Back(
        issuer=issuer[1],
        valid_from=valid_from,
        valid_to=valid_to,
        checks=(("term", known), ("begun", valid_from <= today)),
    )


def belong_together(one: Front, other: Back) -> bool:
    """Whether the term of validity is one that the holder's age at issue gives, give or take a year of processing."""
    if other.valid_from < one.born:
        return False
    age = (other.valid_from - one.born).days / 365.25
    term = None if other.valid_to is None else round((other.valid_to - other.valid_from).days / 365.25)
    return term in {next(years for below, years in _TERMS if age + slack < below) for slack in (-1, 0, 1)}


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
