"""The text record of the cards that a Chinese resident-ID reader reads: 256 bytes, UTF-16LE, padded with blanks.

Four layouts share it: the resident card, the residence permit of Hong Kong, Macau and Taiwan (`J`), and the foreign
permanent resident card in its editions of 2017 (`I`) and 2023 (`Y`). The letter stands at byte 248. The layouts come
from makers' headers (docs/resident-id-reader.md names them); no real card has been read. So what several prints of the
record must agree on is checked, and what no source confirms (nation and sex codes, reserved bytes) is not relied on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final, TypeAlias

from kiosk.core.identity import Authenticity, Document, DocumentKind, DocumentSource, DocumentTrouble
from kiosk.documents import cn_id, cn_numbers

RECORD_BYTES: Final = 256

_LETTER: Final = (248, 2)
_PADDING: Final = " \u3000\0"
_NO_TEXT: Final = ("Cc", "Cf", "Zl", "Zp")
"""Categories of Unicode that no field may hold. Rare characters of names lie in the private use area, or are younger
than this Python's tables: taken as they are."""
_NONCHARACTERS: Final = (0xFFFE, 0xFFFF)
_DAY: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_WITHOUT_EXPIRY: Final = "长期"
_SEX_NOT_TOLD: Final = ("0", "9")

_Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class ResidentRecord:
    """What a record says. Personal fields stay out of `repr`; a field that the layout has not is empty.

    `name` is the Chinese name, on a foreigner's card the English one where there is one. `male` is None where the
    record does not tell. `nation` is the code of GB/T 3304, `nationality` that of ISO 3166 alpha-3. `valid_to` is None
    for 长期. `checks`: `number` (form and check character), `kind` (the number is one of this kind of card), `birth`,
    `sex` and `nationality` (agreement with the number, where the layout allows the comparison) and `validity`.
    """

    kind: DocumentKind
    name: str = field(repr=False)
    number: str = field(repr=False)
    male: bool | None = field(repr=False)
    born: date = field(repr=False)
    valid_from: date = field(repr=False)
    valid_to: date | None = field(repr=False)
    nation: str = field(repr=False)
    nationality: str = field(repr=False)
    address: str = field(repr=False)
    issuer: str = field(repr=False)
    checks: tuple[tuple[str, bool], ...]

    @property
    def ok(self) -> bool:
        """Whether every check held."""
        return all(held for _, held in self.checks)


@dataclass(frozen=True)
class _Layout:
    """Where the fields lie: spans (first byte, bytes) that are joined."""

    kind: DocumentKind
    spans: Mapping[str, tuple[_Span, ...]]
    born_in_number: bool = True
    sex_in_number: bool = True


_RESIDENT: Final = MappingProxyType(
    {
        "name": ((0, 30),),
        "sex": ((30, 2),),
        "nation": ((32, 4),),
        "birth": ((36, 16),),
        "address": ((52, 70),),
        "number": ((122, 36),),
        "issuer": ((158, 30),),
        "valid_from": ((188, 16),),
        "valid_to": ((204, 16),),
    }
)
_PERMIT: Final = MappingProxyType({name: spans for name, spans in _RESIDENT.items() if name != "nation"})
_FOREIGN_2017: Final = MappingProxyType(
    {
        "name": ((0, 120),),
        "sex": ((120, 2),),
        "number": ((122, 30),),
        "nationality": ((152, 6),),
        "chinese_name": ((158, 30),),
        "valid_from": ((188, 16),),
        "valid_to": ((204, 16),),
        "birth": ((220, 16),),
    }
)
_FOREIGN_2023: Final = MappingProxyType(
    {
        "chinese_name": ((0, 30),),
        "sex": ((30, 2),),
        "birth": ((36, 16),),
        "name": ((52, 70), (220, 22)),
        "number": ((122, 36),),
        "valid_from": ((188, 16),),
        "valid_to": ((204, 16),),
        "nationality": ((242, 6),),
    }
)
_LAYOUTS: Final = MappingProxyType(
    {
        "J": _Layout(DocumentKind.CN_RESIDENCE_PERMIT, _PERMIT),
        "I": _Layout(DocumentKind.CN_FOREIGN_PERMANENT, _FOREIGN_2017, born_in_number=False, sex_in_number=False),
        # No source says whether an odd sequence is a man's here too.
        "Y": _Layout(DocumentKind.CN_FOREIGN_PERMANENT, _FOREIGN_2023, sex_in_number=False),
    }
)
_ANY_OTHER: Final = _Layout(DocumentKind.CN_RESIDENT_ID, _RESIDENT)


def document(text: bytes, today: date) -> Document | DocumentTrouble:
    """The document of a reader's text record, or why it is not taken.

    `UNREADABLE` for what is no record, `CHECK_FAILED`, `EXPIRED`. The reader gave the record after its security
    module and the card had proved themselves to each other, hence `Authenticity.READER_MODULE`.
    """
    record = parse(text, today)
    if record is None:
        return DocumentTrouble.UNREADABLE
    if not record.ok:
        return DocumentTrouble.CHECK_FAILED
    if record.valid_to is not None and record.valid_to < today:
        return DocumentTrouble.EXPIRED
    return Document(
        kind=record.kind,
        source=DocumentSource.RESIDENT_ID_READER,
        number=record.number,
        name=record.name,
        born=record.born,
        expires=record.valid_to,
        checks=record.checks,
        authenticity=Authenticity.READER_MODULE,
    )


def parse(text: bytes, today: date) -> ResidentRecord | None:
    """Read a record of 256 bytes; None for another length, for a field that is no text, and where one is missing."""
    if len(text) != RECORD_BYTES:
        return None
    layout = _LAYOUTS.get(_field(text, _LETTER) or "", _ANY_OTHER)
    found = {name: _field(text, *spans) for name, spans in layout.spans.items()}
    if None in found.values():
        return None
    told = {name: value or "" for name, value in found.items()}
    name, number = told["name"] or told.get("chinese_name", ""), told["number"].upper()
    born, valid_from, valid_to = _day(told["birth"]), _day(told["valid_from"]), _day(told["valid_to"])
    without_expiry = told["valid_to"] == _WITHOUT_EXPIRY
    if not (name and number and born and valid_from and (valid_to or without_expiry)):
        return None
    checks = [
        ("number", cn_numbers.holds(number, today)),
        ("kind", cn_numbers.kind_of(number) is layout.kind),
        ("birth", born <= today and (not layout.born_in_number or cn_id.born_of(number) == born)),
        ("validity", born <= valid_from <= today and (valid_to is None or valid_from < valid_to)),
    ]
    if layout.sex_in_number:
        checks.append(("sex", _sex_agrees(told["sex"], number)))
    if not layout.born_in_number:
        checks.append(("nationality", number[:3] == told["nationality"]))
    return ResidentRecord(
        kind=layout.kind,
        name=name,
        number=number,
        male={"1": True, "2": False}.get(told["sex"]),
        born=born,
        valid_from=valid_from,
        valid_to=valid_to,
        nation=told.get("nation", ""),
        nationality=told.get("nationality", ""),
        address=told.get("address", ""),
        issuer=told.get("issuer", ""),
        checks=tuple(checks),
    )


def _field(text: bytes, *spans: _Span) -> str | None:
    """The text of a field without its padding; None where it is none. Bytes outside the fields are not looked at."""
    try:
        value = b"".join(text[first : first + size] for first, size in spans).decode("utf-16-le").strip(_PADDING)
    except UnicodeDecodeError:
        return None
    return None if any(unicodedata.category(c) in _NO_TEXT or ord(c) in _NONCHARACTERS for c in value) else value


def _day(text: str) -> date | None:
    parts = _DAY.fullmatch(text)
    return cn_id.day_of(*parts.groups()) if parts else None


def _sex_agrees(sex: str, number: str) -> bool:
    """Whether the sex is that of the number's sequence (odd for a man), or is not told."""
    return sex in _SEX_NOT_TOLD or sex == ("1" if number[16:17] in tuple("13579") else "2")
