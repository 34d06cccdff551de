"""The Chinese resident identity card and those made like it: what is printed, and what proves that it was read right.

The number is GB 11643: 6 characters of address, 8 of the day of birth, 3 of sequence (odd for a man), 1 check
character (ISO 7064 MOD 11-2, by python-stdnum). Codes of places are merged and withdrawn, so an unknown one is no
error. Terms of validity are those of article 5 of the Law on Resident Identity Cards.

The residence permit for residents of Hong Kong, Macau and Taiwan has the same sides: its number begins with 810000,
820000 or 830000, no nation is printed, and its back bears the number of the travel permit and how often it was issued.
It is valid for five years (Measures for residence permits of 2018, article 7).

The foreign permanent resident card is known by its numbers alone: in the edition of 2023 a GB 11643 number that begins
with 9, in that of 2017 three letters of nationality and twelve digits, which nothing on the card proves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from stdnum.cn import ric

from kiosk.documents.simplified import simplified

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
_PERMIT_NUMBER: Final = re.compile(r"8[123]0000[0-9]{11}[0-9Xx]")
_PERMIT: Final = re.compile(r"居[住往]证")
_TRAVEL_PERMIT: Final = re.compile(r"通行证号[码碼]([A-Z]?[0-9]{8,10})(?![0-9])")
_TIMES_ISSUED: Final = re.compile(r"[签簽][发發]次[数數]([0-9]{1,2})(?![0-9])")
_FOREIGN: Final = re.compile(r"(?<![0-9A-Z])(?:9[0-9]{16}[0-9Xx]|[A-Z]{3}[0-9]{12})(?![0-9])")
_FOREIGN_TITLE: Final = re.compile(r"永久居留|PERMANENTRESIDEN", re.IGNORECASE)
_ANY_DAY: Final = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[.年/-]([0-9]{1,2})[.月/-]([0-9]{1,2})(?![0-9])")

PERMIT_CODES: Final = ("810000", "820000", "830000")
"""The address codes of residence permits: of Hong Kong, Macau and Taiwan."""
_PERMIT_TERM: Final = 5

_NAMES: Final = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 "
    "塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
NATIONS: Final = tuple(_NAMES.split())
"""The nations of GB/T 3304 as printed, in the order of their codes 01 to 56. Another word in their place is none."""

_WITHOUT_EXPIRY: Final = 200
_TERMS: Final = ((16, 5), (26, 10), (46, 20), (_WITHOUT_EXPIRY, None))
"""Below which age at issue a card is valid for how many years."""


@dataclass(frozen=True)
class Front:
    """The side with the portrait. Personal fields stay out of `repr`. `checks`: number, birth and sex agreement.

    `nation` and `address` are empty where they were not read; a permit bears no nation.
    """

    name: str = field(repr=False)
    male: bool = field(repr=False)
    nation: str = field(repr=False)
    born: date = field(repr=False)
    address: str = field(repr=False)
    number: str = field(repr=False)
    checks: tuple[tuple[str, bool], ...]

    @property
    def permit(self) -> bool:
        """Whether the number is one of a residence permit."""
        return self.number[:6] in PERMIT_CODES

    @property
    def whole(self) -> bool:
        """Whether every field of the side was read."""
        return bool(self.address) and (self.permit or bool(self.nation))


@dataclass(frozen=True)
class Back:
    """The side with the emblem. `valid_to` is None for 长期. `checks`: a term that the law knows, begun already.

    `travel_permit` and `times_issued` are those of a residence permit, where they were read.
    """

    issuer: str = field(repr=False)
    valid_from: date = field(repr=False)
    valid_to: date | None = field(repr=False)
    checks: tuple[tuple[str, bool], ...]
    permit: bool = False
    travel_permit: str = field(default="", repr=False)
    times_issued: int | None = None

    @property
    def whole(self) -> bool:
        """Whether every field of the side was read."""
        return not self.permit or (bool(self.travel_permit) and self.times_issued is not None)


@dataclass(frozen=True)
class Foreign:
    """A side of a foreign permanent resident card that bears its number; `born` is the day of birth in the number.

    `checks`: number (of the 2023 edition; in that of 2017 nothing proves it, so it fails) and birth (printed too).
    """

    number: str = field(repr=False)
    born: date | None = field(repr=False)
    checks: tuple[tuple[str, bool], ...]


def number_holds(number: str, today: date) -> bool:
    """Whether 18 characters are a GB 11643 number: digits, a past day of birth and the check character."""
    born = born_of(number)
    return born is not None and born <= today and number[-1].upper() == ric.calc_check_digit(number)


def born_of(number: str) -> date | None:
    """The day of birth in a GB 11643 number; None where there is none."""
    return day_of(number[6:10], number[10:12], number[12:14]) if re.fullmatch(r"[0-9]{17}[0-9Xx]", number) else None


def front(rows: Sequence[str], today: date) -> Front | None:
    """The front among rows of text without blanks; None where a field of it is not to be seen."""
    text = "\n".join(rows)
    if not _PERMIT_NUMBER.search(text):  # a permit may bear the holder's name in traditional characters
        text = simplified(text)
    number, name, sex, born = _NUMBER.search(text), _NAME.search(text), _SEX.search(text), _BORN.search(text)
    if not (number and name and sex and born):
        return None
    day = day_of(*born.groups())
    if day is None:
        return None
    digits = number[0].upper()
    male = sex[1] == "男"
    nation, address = _NATION.search(text), _ADDRESS.search(text)
    return Front(
        name=name[1].replace("•", "·"),
        male=male,
        nation=nation[1] if nation and nation[1] in NATIONS else "",
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
    text = simplified("\n".join(rows))
    issuer, validity = _ISSUER.search(text), _VALIDITY.search(text)
    if not (issuer and validity):
        return None
    valid_from = day_of(*validity.groups()[:3])
    valid_to = day_of(*validity.groups()[3:]) if validity[4] else None
    if valid_from is None or (validity[4] and valid_to is None):
        return None
    permit, travel, times = _PERMIT.search(text), _TRAVEL_PERMIT.search(text), _TIMES_ISSUED.search(text)
    terms = (_PERMIT_TERM,) if permit else tuple(years for _, years in _TERMS)
    known = any(_lasts(valid_from, valid_to, years) for years in terms)
    return Back(
        issuer=issuer[1],
        valid_from=valid_from,
        valid_to=valid_to,
        checks=(("term", known), ("begun", valid_from <= today)),
        permit=bool(permit),
        travel_permit=travel[1] if travel else "",
        times_issued=int(times[1]) if times else None,
    )


def foreign(rows: Sequence[str], today: date) -> Foreign | None:
    """The side of a foreign permanent resident card that bears its number; None where there is none."""
    text = "\n".join(rows)
    number = _FOREIGN.search(text)
    if not number or not _FOREIGN_TITLE.search(text):
        return None
    digits = number[0].upper()
    born = born_of(digits)
    printed = {day_of(*found.groups()) for found in _ANY_DAY.finditer(text)}
    return Foreign(
        number=digits,
        born=born,
        checks=(("number", number_holds(digits, today)), ("birth", born is not None and born in printed)),
    )


def belong_together(one: Front, other: Back) -> bool:
    """Whether these are sides of one kind of card, and the term of validity is one that the holder's age at issue
    gives, give or take a year of processing."""
    if one.permit is not other.permit or other.valid_from < one.born:
        return False
    if other.permit:
        return True
    age = (other.valid_from - one.born).days / 365.25
    terms = {next(years for below, years in _TERMS if age + slack < below) for slack in (-1, 0, 1)}
    return any(_lasts(other.valid_from, other.valid_to, years) for years in terms)


def _lasts(begin: date, end: date | None, years: int | None) -> bool:
    if end is None or years is None:
        return end is None and years is None
    return abs((end - begin).days - years * 365.25) < 2


def day_of(year: str, month: str, day: str) -> date | None:
    """The day of the calendar that these digits name; None where there is none."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
