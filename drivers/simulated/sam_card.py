"""Cards as a resident-ID reader's security module gives them: the text record of 256 bytes, and no picture.

The record is written from the layouts of docs/resident-id-reader.md and knows nothing of the parser in
`kiosk.documents`, so each is a check of the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, TypeAlias

from drivers.simulated.people import Card
from kiosk.core.identity import DocumentKind

Letter: TypeAlias = Literal["", "J", "I", "Y"]

PHOTO: Final = (b"SPECIMEN - THIS IS NOT A WLT PICTURE. " * 27)[:1024]
"""What stands in the place of the portrait. No open encoder of WLT exists; a real decoder must refuse this."""

_HAN: Final = "01"
_WITHOUT_EXPIRY: Final = "长期"


@dataclass(frozen=True)
class SamCard:
    """What a card's chip holds. Personal fields stay out of `repr`.

    `letter` is the layout: none for the resident card, `J` for the residence permit of Hong Kong, Macau and Taiwan,
    `I` and `Y` for the foreign permanent resident card of 2017 and 2023. A layout takes the fields it has. `valid_to`
    is None for 长期. `travel_permit` is on `J`, `nationality` and `english_name` on `I` and `Y`.
    """

    name: str = field(repr=False)
    sex: str = field(repr=False)
    born: date = field(repr=False)
    number: str = field(repr=False)
    valid_from: date
    valid_to: date | None
    letter: Letter = ""
    nation: str = _HAN
    address: str = field(default="", repr=False)
    issuer: str = ""
    english_name: str = field(default="", repr=False)
    nationality: str = field(default="", repr=False)
    travel_permit: str = field(default="", repr=False)

    def text(self) -> bytes:
        """The record, 256 bytes. Raises `ValueError` where a value is longer than its field."""
        until = f"{self.valid_to:%Y%m%d}" if self.valid_to else _WITHOUT_EXPIRY
        term = _put(f"{self.valid_from:%Y%m%d}", 16) + _put(until, 16)
        born = _put(f"{self.born:%Y%m%d}", 16)
        match self.letter:
            case "I":
                return (
                    _put(self.english_name, 120)
                    + _put(self.sex, 2)
                    + _put(self.number, 30)
                    + _put(self.nationality, 6)
                    + _put(self.name, 30)
                    + term
                    + born
                    + _put("01", 4)  # version of the card
                    + _put("1000", 8)  # accepting authority
                    + _put("I", 8)
                )
            case "Y":
                return (
                    _put(self.name, 30)
                    + _put(self.sex, 2)
                    + _put("00", 4)  # renewals
                    + born
                    + _put(self.english_name[:35], 70)
                    + _put(self.number, 36)
                    + _put("", 30)
                    + term
                    + _put(self.english_name[35:], 22)
                    + _put(self.nationality, 6)
                    + _put("Y", 8)
                )
            case _:
                permit = (_put(self.travel_permit, 18), _put("01", 4), _put("", 6)) if self.letter == "J" else ()
                return (
                    _put(self.name, 30)
                    + _put(self.sex, 2)
                    + _put("" if self.letter else self.nation, 4)
                    + born
                    + _put(self.address, 70)
                    + _put(self.number, 36)
                    + _put(self.issuer, 30)
                    + term
                    + (b"".join(permit) or _put("", 28))
                    + _put(self.letter, 8)
                )


def chip_of(card: Card | None) -> SamCard | None:
    """The chip in a specimen card; None where none lies there, or it is no Chinese resident card."""
    if card is None or card.kind is not DocumentKind.CN_RESIDENT_ID:
        return None
    return SamCard(
        name=card.name,
        sex="1" if card.male else "2",
        born=card.born,
        number=card.number,
        valid_from=card.issued,
        valid_to=card.expires,
        address=card.address,
        issuer=card.issuer,
    )


def _put(value: str, size: int) -> bytes:
    coded = value.encode("utf-16-le")
    if len(coded) > size:
        raise ValueError(f"longer than its field of {size} bytes")
    return coded + b" \0" * ((size - len(coded)) // 2)
