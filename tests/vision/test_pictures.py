"""A picture file is anybody's: it is read, or it is said why not, and it never gets all the memory it claims."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.vision.pictures import Unread, claimed_extent, decode, read_picture

PICTURE = np.random.default_rng(0).integers(0, 256, (30, 50, 3), np.uint8)


def encoded(kind: str) -> bytes:
    return bytes(cv2.imencode(kind, PICTURE)[1])


@pytest.mark.parametrize("kind", [".png", ".jpg", ".bmp"])
def test_a_picture_is_read(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"picture{kind}"
    path.write_bytes(encoded(kind))
    picture = read_picture(path)
    assert not isinstance(picture, Unread)
    assert picture.shape == PICTURE.shape
    assert claimed_extent(encoded(kind)) == (50, 30)


def test_a_missing_file_and_a_folder_are_missing(tmp_path: Path) -> None:
    assert read_picture(tmp_path / "none.jpg") is Unread.MISSING
    assert read_picture(tmp_path) is Unread.MISSING


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"not a picture", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"BM"])
def test_what_is_no_picture_is_none(content: bytes) -> None:
    assert decode(content) is Unread.NO_PICTURE


def test_a_picture_cut_off_in_its_header_is_none() -> None:
    assert decode(encoded(".png")[:20]) is Unread.NO_PICTURE


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
@given(st.sampled_from([".png", ".jpg", ".bmp"]), st.integers(0, 10_000), st.integers(0, 255), st.integers(0, 10_000))
def test_a_damaged_picture_is_answered(kind: str, place: int, byte: int, end: int) -> None:
    content = bytearray(encoded(kind))
    content[place % len(content)] = byte
    picture = decode(bytes(content[: max(1, len(content) - end % len(content))]))
    assert isinstance(picture, Unread) or picture.ndim == 3


@given(st.sampled_from([b"", b"\xff\xd8", b"\xff\xd8\xff", b"BM", b"\x89PNG\r\n\x1a\n"]), st.binary(max_size=100))
def test_any_bytes_are_answered(beginning: bytes, rest: bytes) -> None:
    assert isinstance(decode(beginning + rest), Unread | np.ndarray)
