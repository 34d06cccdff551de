"""How large a picture claims to be, from its header alone: what decoding it would cost is known before it is paid.

JPEG (ITU-T T.81, B.2.2), PNG (W3C PNG, 11.2.1), WebP (RFC 9649), BMP and TIFF 6.0. Other formats are not read.
"""

from __future__ import annotations

import struct
from typing import Final

_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The markers of JPEG that begin a frame and give its size."""
_BARE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
"""The markers of JPEG that stand alone."""
_TIFF_TYPES: Final = {3: "H", 4: "I"}
_MOST_TAGS: Final = 512


def of(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; None where these bytes are no picture of a known format."""
    size: tuple[int, ...] | None
    try:
        match content[:4]:
            case b"\x89PNG" if content[12:16] == b"IHDR":
                size = struct.unpack(">II", content[16:24])
            case b"RIFF" if content[8:12] == b"WEBP":
                size = _webp(content)
            case head if head[:2] == b"\xff\xd8":
                size = _jpeg(content)
            case head if head[:2] == b"BM":
                width, height = struct.unpack("<ii", content[18:26])
                size = width, abs(height)
            case b"II*\0" | b"MM\0*":
                size = _tiff(content)
            case _:
                return None
    except (struct.error, IndexError):
        return None
    return (size[0], size[1]) if size is not None and min(size) > 0 else None


def _jpeg(content: bytes) -> tuple[int, int] | None:
    """The frame before the first scan: what a decoder prepares for."""
    at = 2
    while content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _BARE:
            at += 2
        elif marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        else:
            at += 2 + max(2, struct.unpack(">H", content[at + 2 : at + 4])[0])
    return None


def _webp(content: bytes) -> tuple[int, int] | None:
    match content[12:16]:
        case b"VP8X":
            return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
        case b"VP8L":
            bits = struct.unpack("<I", content[21:25])[0]
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            width, height = struct.unpack("<HH", content[26:30])
            return width & 0x3FFF, height & 0x3FFF
        case _:
            return None


def _tiff(content: bytes) -> tuple[int, int] | None:
    order = "<" if content[:2] == b"II" else ">"
    first = struct.unpack(f"{order}I", content[4:8])[0]
    count = struct.unpack(f"{order}H", content[first : first + 2])[0]
    found: dict[int, int] = {}
    for index in range(min(count, _MOST_TAGS)):
        at = first + 2 + 12 * index
        tag, kind = struct.unpack(f"{order}HH", content[at : at + 4])
        if tag in (256, 257) and kind in _TIFF_TYPES:
            letter = _TIFF_TYPES[kind]
            found[tag] = struct.unpack(f"{order}{letter}", content[at + 8 : at + 8 + struct.calcsize(letter)])[0]
    return (found[256], found[257]) if len(found) == 2 else None
