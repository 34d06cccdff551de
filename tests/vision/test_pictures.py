"""A picture file is anybody's: it is read, or it is said why not, and it never gets all the memory it claims."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.vision import imagesize
from kiosk.vision.pictures import Unread, decode, read_picture

PICTURE = np.random.default_rng(0).integers(0, 256, (30, 50, 3), np.uint8)


def encoded(kind: str) -> bytes:
    return bytes(cv2.imencode(kind, PICTURE)[1])


KINDS = [".png", ".jpg", ".bmp", ".webp", ".tiff"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_read(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"picture{kind}"
    path.write_bytes(encoded(kind))
    picture = read_picture(path)
    assert not isinstance(picture, Unread)
    assert picture.shape == PICTURE.shape
    assert imagesize.of(encoded(kind)) == (50, 30)


def test_a_lossy_webp_and_one_with_transparency_have_a_size_too() -> None:
    quality = (cv2.IMWRITE_WEBP_QUALITY, 50)
    for picture in (PICTURE, np.dstack([PICTURE, PICTURE[..., 0]])):
        assert imagesize.of(bytes(cv2.imencode(".webp", picture, quality)[1])) == (50, 30)


def test_a_picture_of_more_pixels_than_are_of_use_is_decoded_at_half_its_size() -> None:
    picture = decode(encoded(".png"), enough=1000)
    assert not isinstance(picture, Unread)
    assert picture.shape == (15, 25, 3)


def test_a_missing_file_and_what_is_no_file_are_told_apart(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    assert read_picture(tmp_path / "none.jpg") is Unread.NOT_FOUND
    for no_file in (tmp_path, tmp_path / "fifo", Path("/dev/zero"), Path("a\0b")):
        assert read_picture(no_file) is Unread.NOT_A_FILE


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"not a picture", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"BM"])
def test_what_is_no_picture_is_none(content: bytes) -> None:
    assert decode(content) is Unread.NOT_A_PICTURE


def test_a_picture_cut_off_in_its_header_is_none() -> None:
    assert decode(encoded(".png")[:20]) is Unread.NOT_A_PICTURE


def test_a_small_file_that_claims_a_huge_picture_is_not_unpacked() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    assert decode(bomb) is Unread.TOO_LARGE


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.jpg"
    with path.open("wb") as file:
        file.truncate(2**30)  # takes no room on the disk
    assert read_picture(path) is Unread.TOO_LARGE


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(KINDS), st.integers(0, 10_000), st.integers(0, 255), st.integers(0, 10_000))
def test_a_damaged_picture_is_answered(kind: str, place: int, byte: int, end: int) -> None:
    content = bytearray(encoded(kind))
    content[place % len(content)] = byte
    cut = bytes(content[: max(1, len(content) - end % len(content))])
    size, picture = imagesize.of(cut), decode(cut)
    assert size is None or min(size) > 0
    assert isinstance(picture, Unread) or picture.ndim == 3


HEADS = [b"", b"\xff\xd8", b"\xff\xd8\xff", b"BM", b"\x89PNG\r\n\x1a\n", b"II*\0", b"RIFF\0\0\0\0WEBP"]


@given(st.sampled_from(HEADS), st.binary(max_size=400))
def test_any_bytes_are_answered(beginning: bytes, rest: bytes) -> None:
    assert isinstance(decode(beginning + rest), Unread | np.ndarray)
