"""Read a picture file that anybody may have made: what its header promises is measured before anything is decoded."""

from __future__ import annotations

import os
import stat
from enum import StrEnum
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from kiosk.vision import imagesize
from kiosk.vision.geometry import Image

_LARGEST_FILE: Final = 64 * 2**20  # bytes
_MOST_PIXELS: Final = 64_000_000
"""Some 200 MB once decoded; telephones deliver 12 to 50 million."""
_LONGEST_SIDE: Final = 2**15
"""What OpenCV cannot turn: it counts the pixels of a side in 16 bits."""


class Unread(StrEnum):
    """Why a file gave no picture."""

    NOT_FOUND = "notFound"
    NOT_A_FILE = "notAFile"
    """A folder, a FIFO, a device, or a file that may not be read."""
    TOO_LARGE = "tooLarge"
    NOT_A_PICTURE = "notAPicture"


def read_picture(path: Path, *, enough: int = _MOST_PIXELS) -> Image | Unread:
    """The picture in a file, BGR, upright by its EXIF; or why there is none. Never raises.

    Only regular files are opened to be read. A picture of more than `enough` pixels is decoded at half its size.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return Unread.NOT_FOUND
    except (OSError, ValueError):
        return Unread.NOT_A_FILE
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            return Unread.NOT_A_FILE
        if about.st_size > _LARGEST_FILE:
            return Unread.TOO_LARGE
        with os.fdopen(descriptor, "rb", closefd=False) as opened:
            content = opened.read(_LARGEST_FILE)
    except OSError:
        return Unread.NOT_A_FILE
    finally:
        os.close(descriptor)
    return decode(content, enough=enough)


def decode(content: bytes, *, enough: int = _MOST_PIXELS) -> Image | Unread:
    """The picture in a file's bytes, as `read_picture` gives it. Never raises."""
    size = imagesize.of(content)
    if size is None:
        return Unread.NOT_A_PICTURE
    pixels = size[0] * size[1]
    if pixels > _MOST_PIXELS or max(size) >= _LONGEST_SIDE:
        return Unread.TOO_LARGE
    kind = cv2.IMREAD_COLOR if pixels <= enough else cv2.IMREAD_REDUCED_COLOR_2
    try:
        image = cv2.imdecode(np.frombuffer(content, np.uint8), kind)
    except cv2.error:
        return Unread.NOT_A_PICTURE
    return Unread.NOT_A_PICTURE if image is None else np.asarray(image, dtype=np.uint8)
