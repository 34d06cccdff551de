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

    `issuer` is the issuing authority of a Chinese card and the three-letter state of a TD1, TD2 or TD3; `name` is the
    whole name of a Chinese card and the surname of the others. `travel_permit` and `times_issued` are printed on a
    residence permit alone.
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
    travel_permit: str = field(default="", repr=False)
    times_issued: int = 1


_NOWHERE: Final = "100001"
"""An address code of GB/T 2260 that no place has: no province has the number 10."""


def resident_number(born: date, sequence: int, place: str = _NOWHERE) -> str:
    """A GB 11643 number, with an address code of nowhere unless told; an odd sequence (0-999) is a man's."""
    body = f"{place}{born:%Y%m%d}{sequence:03d}"
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


def _utopian(
    surname: str,
    given: str,
    number: str,
    *,
    born: date,
    issued: date,
    expires: date,
    kind: DocumentKind = DocumentKind.TD1,
) -> Card:
    return Card(
        kind=kind,
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
        "utopian-passport": _utopian(
            "VAN HALDER",
            "ELIAS NOAH",
            "UT7301946",
            born=date(1987, 9, 30),
            issued=date(2023, 6, 12),
            expires=date(2033, 6, 12),
            kind=DocumentKind.TD3,
        ),
    }
)
"""Every document of the simulated branch, by the name the demo panel shows."""

UNUSUAL: Final = MappingProxyType(
    {
        "utopian-td2": _utopian(
            "LINDEGAARD",
            "OSCAR",
            "UTA820471",
            born=date(1979, 2, 3),
            issued=date(2022, 10, 1),
            expires=date(2032, 10, 1),
            kind=DocumentKind.TD2,
        ),
        "residence-permit": Card(
            kind=DocumentKind.CN_RESIDENCE_PERMIT,
            number=resident_number(date(1984, 11, 6), 133, "810000"),
            name="何样张",
            given="",
            male=True,
            born=date(1984, 11, 6),
            issued=date(2024, 3, 18),
            expires=date(2029, 3, 18),
            issuer="样本市公安局",
            address="虚构省样本市想象路8号示例大厦",
            travel_permit="H00000000",
            times_issued=2,
        ),
    }
)
"""Specimens of kinds that few customers bring: for tests, not on the panel."""
