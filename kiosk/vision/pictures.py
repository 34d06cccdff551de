"""Read a picture file that anybody may have made."""

from __future__ import annotations

import struct
from enum import StrEnum
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from kiosk.vision.geometry import Image, is_image

_LARGEST_FILE: Final = 64 * 2**20  # bytes
_MOST_PIXELS: Final = 64_000_000  # a compressed file can claim any size, and would be given the memory for it
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8"
_BMP: Final = b"BM"
# Start-of-frame markers (ITU-T T.81, table B.1): C0 to CF but for DHT, JPG and DAC.
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a segment


class Unread(StrEnum):
    """Why a file gave no picture."""

    MISSING = "missing"
    TOO_LARGE = "tooLarge"
    NO_PICTURE = "notAPicture"


def read_picture(path: Path) -> Image | Unread:
    """The picture in a JPEG, PNG or BMP file, upright by its EXIF, BGR; or why there is none. Never raises."""
    try:
        if not path.is_file():
            return Unread.MISSING
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except OSError:
        return Unread.MISSING
    if len(content) > _LARGEST_FILE:
        return Unread.TOO_LARGE
    return decode(content)


def decode(content: bytes) -> Image | Unread:
    """The picture in a file's bytes, or why there is none. Never raises."""
    extent = claimed_extent(content)
    if extent is None:
        return Unread.NO_PICTURE
    if extent[0] * extent[1] > _MOST_PIXELS:
        return Unread.TOO_LARGE
    try:
        image = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return Unread.NO_PICTURE
    if image is None or not is_image(image):
        return Unread.NO_PICTURE
    return image.astype(np.uint8, copy=False)


def claimed_extent(content: bytes) -> tuple[int, int] | None:
    """Width and height that the file claims, before anything is decoded; None for another kind of file."""
    try:
        if content.startswith(_PNG) and content[12:16] == b"IHDR":
            return struct.unpack_from(">II", content, 16)
        if content.startswith(_BMP):
            width, height = struct.unpack_from("<ii", content, 18)
            return abs(width), abs(height)
        if content.startswith(_JPEG):
            return _jpeg_extent(content)
    except struct.error:
        return None
    return None


def _jpeg_extent(content: bytes) -> tuple[int, int] | None:
    at = len(_JPEG)
    while at + 1 < len(content):
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        if marker == 0xFF:  # fill
            at += 1
            continue
        at += 2
        if marker in _ALONE:
            continue
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 3)
            return width, height
        (length,) = struct.unpack_from(">H", content, at)
        if length < 2:
            return None
        at += length
    return None
