"""The Logical Data Structure: what the files of a chip mean (ICAO Doc 9303-10)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from kiosk.documents import mrz
from kiosk.documents.emrtd import security_infos, tlv
from kiosk.documents.emrtd.errors import MalformedError
from kiosk.documents.emrtd.security_infos import SecurityInfo

_GROUPS: Final = {
    tag: number
    for number, tag in enumerate(
        (0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x70), 1
    )
}
_COM, _TAG_LIST = 0x60, 0x5C
_DG1, _ZONE = 0x61, 0x5F1F
_DG2, _TEMPLATES, _TEMPLATE = 0x75, 0x7F61, 0x7F60
_BIOMETRIC, _BIOMETRIC_CONSTRUCTED = 0x5F2E, 0x7F2E
_DG14, _DG15 = 0x6E, 0x6F
_LAYOUTS: Final = {90: mrz.TD1, 72: mrz.TD2, 88: mrz.TD3}

_RECORD_HEADER: Final = 14
_FACE: Final = struct.Struct(">IH14x")
"""The length of a face with all that belongs to it, and how many feature points it has."""
_FEATURE_POINT: Final = 8
_IMAGE_HEADER: Final = 12
_FORMAT: Final = b"FAC\0"


class ImageFormat(StrEnum):
    """How a face image is coded."""

    JPEG = "image/jpeg"
    JPEG2000 = "image/jp2"


_MAGIC: Final = {
    b"\xff\xd8\xff": ImageFormat.JPEG,
    b"\0\0\0\x0cjP  \r\n\x87\n": ImageFormat.JPEG2000,
    b"\xff\x4f\xff\x51": ImageFormat.JPEG2000,  # a bare codestream, ISO/IEC 15444-1 annex A
}


@dataclass(frozen=True)
class FaceImage:
    """The holder's face as the state stored it: a whole JPEG or JPEG 2000 file, not decoded, not looked into."""

    format: ImageFormat
    data: bytes = field(repr=False)


def groups(com: bytes) -> frozenset[int]:
    """The numbers of the data groups that EF.COM lists; nothing signs this list. Raises `MalformedError`."""
    listed = tlv.first(tlv.only(com, _COM), _TAG_LIST)
    if not set(listed) <= set(_GROUPS):
        raise MalformedError("EF.COM lists what is no data group")
    return frozenset(_GROUPS[tag] for tag in listed)


def zone_text(dg1: bytes) -> str:
    """The characters of the machine-readable zone in DG1, lines joined. Raises `MalformedError`."""
    text = tlv.only(tlv.only(dg1, _DG1), _ZONE)
    if len(text) not in _LAYOUTS or not text.isascii():
        raise MalformedError("DG1 holds no zone")
    return text.decode("ascii")


def zone(dg1: bytes, today: date) -> mrz.Mrz:
    """The machine-readable zone in DG1. `today` settles the century of its dates. Raises `MalformedError`."""
    text = zone_text(dg1)
    try:
        return mrz.parse(text, _LAYOUTS[len(text)], today)
    except ValueError as error:
        raise MalformedError("DG1 holds no zone") from error


def mrz_information(dg1: bytes) -> str:
    """What of the zone opens a chip: number, birth and expiry, each with its check digit (9303-11, 4.3)."""
    text = zone_text(dg1)
    layout = _LAYOUTS[len(text)]
    number, digit = text[slice(*layout.number)], text[layout.number[1]]
    if layout.long_numbers and digit == mrz.FILLER:
        rest, _, _ = text[slice(*layout.optional)].partition(mrz.FILLER)
        number, digit = number + rest[:-1], rest[-1:]
    birth, expiry = (text[place : place + 7] for place in (layout.birth, layout.expiry))
    return number + digit + birth + expiry


def face(dg2: bytes) -> FaceImage | None:
    """The first face image of DG2 (ISO/IEC 19794-5:2005); None where it is of another format, or cut off.

    The state signed it, so what cannot be read is no attack. Raises `MalformedError` where DG2 holds no template.
    """
    templates = tlv.items(tlv.only(tlv.only(dg2, _DG2), _TEMPLATES))
    template = next((item.value for item in templates if item.tag == _TEMPLATE), None)
    if template is None:
        raise MalformedError("DG2 holds no template")
    record = tlv.first(template, _BIOMETRIC, _BIOMETRIC_CONSTRUCTED)
    if not record.startswith(_FORMAT) or len(record) < _RECORD_HEADER + _FACE.size:
        return None  # ISO/IEC 39794-5, for one
    size, points = _FACE.unpack_from(record, _RECORD_HEADER)
    first = _RECORD_HEADER + _FACE.size + points * _FEATURE_POINT + _IMAGE_HEADER
    end = _RECORD_HEADER + size
    if end > len(record):
        return None
    image = record[first:end]
    # The record names a format too, and some states name the wrong one: the image itself is asked.
    known = next((kind for magic, kind in _MAGIC.items() if image.startswith(magic)), None)
    return FaceImage(known, image) if known else None


def infos(dg14: bytes) -> tuple[SecurityInfo, ...]:
    """The security infos of DG14. Raises `MalformedError`."""
    return security_infos.parse(tlv.only(dg14, _DG14))


def active_authentication_key(dg15: bytes) -> bytes:
    """The SubjectPublicKeyInfo (DER) of DG15. Raises `MalformedError`."""
    return tlv.only(dg15, _DG15)
