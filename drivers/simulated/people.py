"""A few invented customers and their documents. No such person, authority or state exists."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from stdnum.cn import ric

from kiosk.core.identity import DocumentKind


@dataclass(frozen=True)
class Card:
    """A specimen identity document. Dates are civil dates; `expires` is None for one without expiry (长期).

    `issuer` is the issuing authority of a Chinese card and the three-letter state of a TD1; `name` is the whole name
    of a Chinese card and the surname of a TD1.
    """

    kind: DocumentKind
    number: str = field(repr=False)
    name: str = field(repr=False)
    given: str = field(repr=False)
    male: bool
    born: date = field(repr=False)
    issued: date
    expires: date | None
    issuer: str
    nation: str = ""
    address: str = field(default="", repr=False)


_NOWHERE: Final = "100001"
"""An address code of GB/T 2260 that no place has: no province has the number 10."""


def resident_number(born: date, sequence: int) -> str:
    """A GB 11643 number with an address code of nowhere; an odd sequence (0-999) is a man's."""
    body = f"{_NOWHERE}{born:%Y%m%d}{sequence:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


def _resident(name: str, sequence: int, *, born: date, issued: date, expires: date | None, address: str = "") -> Card:
    return Card(
        kind=DocumentKind.CN_RESIDENT_ID,
        number=resident_number(born, sequence),
        name=name,
        given="",
        male=sequence % 2 == 1,
        born=born,
        issued=issued,
        expires=expires,
        issuer="样本市公安局示例分局",
        nation="汉",
        address=address or "虚构省样本市示例路1号",
    )


def _utopian(surname: str, given: str, number: str, *, born: date, issued: date, expires: date) -> Card:
    return Card(
        kind=DocumentKind.TD1,
        number=number,
        name=surname,
        given=given,
        male=True,
        born=born,
        issued=issued,
        expires=expires,
        issuer="UTO",
    )


CARDS: Final = MappingProxyType(
    {
        "chinese-id": _resident("陈示例", 11, born=date(1990, 3, 7), issued=date(2020, 5, 4), expires=date(2040, 5, 4)),
        "chinese-id-long-term": _resident(
            "欧阳样本",
            233,
            born=date(1961, 12, 24),
            issued=date(2015, 8, 19),
            expires=None,
            address="虚构省样本市想象区不存在街道示例小区18号楼2单元601室",
        ),
        "chinese-id-expired": _resident(
            "林过期", 57, born=date(1999, 10, 30), issued=date(2015, 11, 2), expires=date(2025, 11, 2)
        ),
        "chinese-id-other": _resident(
            "王他人", 75, born=date(1988, 6, 15), issued=date(2018, 1, 9), expires=date(2038, 1, 9)
        ),
        "utopian-id": _utopian(
            "NORDQVIST",
            "ERIK JONAS",
            "D23145890",
            born=date(1991, 4, 16),
            issued=date(2024, 2, 1),
            expires=date(2034, 2, 1),
        ),
        "utopian-id-expired": _utopian(
            "MARLOWE",
            "THOMAS",
            "UT0408125",
            born=date(1985, 8, 12),
            issued=date(2012, 4, 15),
            expires=date(2022, 4, 15),
        ),
    }
)
"""Every document of the simulated branch, by the name the demo panel shows."""
