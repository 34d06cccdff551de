"""The keys that open a chip: what is printed on the document, so that only who may see it can read it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Final

from kiosk.documents.mrz import Mrz, check_digit

_CAN: Final = re.compile(r"[0-9]{6}")


@dataclass(frozen=True)
class AccessKey:
    """The MRZ information (9303-11, 4.3), the card access number of six digits, or both. Both are secrets."""

    mrz_information: str | None = field(default=None, repr=False)
    can: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Raises `ValueError` where there is neither, or a CAN that is none."""
        if self.mrz_information is None and self.can is None:
            raise ValueError("a chip opens with an MRZ or a CAN")
        if self.can is not None and not _CAN.fullmatch(self.can):
            raise ValueError("a CAN has six digits")

    @classmethod
    def of(cls, zone: Mrz, can: str | None = None) -> AccessKey:
        """From a zone as it was read. Raises `ValueError` where a date of it is not a whole day."""
        if zone.born is None or zone.expires is None:
            raise ValueError("the zone names no whole dates")
        return cls.from_fields(zone.number, f"{zone.born:%y%m%d}", f"{zone.expires:%y%m%d}", can)

    @classmethod
    def from_fields(cls, number: str, born: str, expires: str, can: str | None = None) -> AccessKey:
        """From the document number (all of a long one) and the dates YYMMDD, fillers as `<`.

        Raises `ValueError` for characters that are not of the zone.
        """
        fields = (number.ljust(9, "<"), born, expires)
        return cls("".join(text + check_digit(text) for text in fields), can)

    @property
    def seed(self) -> bytes:
        """SHA-1 of the MRZ information: 16 bytes of it for BAC, 20 for PACE. Raises `ValueError` without an MRZ."""
        if self.mrz_information is None:
            raise ValueError("no MRZ is known")
        return hashlib.sha1(self.mrz_information.encode("ascii"), usedforsecurity=False).digest()
