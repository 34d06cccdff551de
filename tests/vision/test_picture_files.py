"""What a picture's header promises is known before the picture is decoded, and no bytes break either."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.vision import imagesize
from kiosk.vision.picture import Reason
from kiosk.vision.tools import document

PICTURE = np.random.default_rng(2).integers(0, 256, (61, 83, 3)).astype(np.uint8)


def encoded(ending: str) -> bytes:
    return bytes(cv2.imencode(ending, PICTURE)[1].tobytes())


@pytest.mark.parametrize("ending", [".jpg", ".png", ".bmp", ".webp", ".tiff"])
def test_the_size_is_that_of_the_decoded_picture(ending: str) -> None:
    content = encoded(ending)
    assert imagesize.of(content) == (83, 61)
    decoded = document.decode(content)
    assert isinstance(decoded, np.ndarray)
    assert decoded.shape == (61, 83, 3)


def test_a_lossy_webp_and_one_with_transparency_have_a_size_too() -> None:
    lossy = cv2.imencode(".webp", PICTURE, (cv2.IMWRITE_WEBP_QUALITY, 50))[1].tobytes()
    assert imagesize.of(lossy) == (83, 61)
    with_alpha = cv2.imencode(".webp", np.dstack([PICTURE, PICTURE[..., 0]]), (cv2.IMWRITE_WEBP_QUALITY, 50))[1]
    assert imagesize.of(with_alpha.tobytes()) == (83, 61)


@pytest.mark.parametrize("ending", [".jpg", ".png", ".bmp", ".webp", ".tiff"])
@given(data=st.data())
def test_no_damage_breaks_the_reading_of_a_header(ending: str, data: st.DataObject) -> None:
    content = bytearray(encoded(ending))
    for place in data.draw(st.lists(st.integers(0, min(len(content), 300) - 1), max_size=4)):
        content[place] = data.draw(st.integers(0, 255))
    cut = bytes(content[: data.draw(st.integers(0, len(content)))])
    size = imagesize.of(cut)
    assert size is None or min(size) > 0


@given(st.binary(max_size=400))
def test_no_bytes_break_the_decoding(content: bytes) -> None:
    for head in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM", b"II*\0", b"RIFF\0\0\0\0WEBP"):
        answer = document.decode(head + content)
        assert isinstance(answer, np.ndarray) or answer in (Reason.NOT_A_PICTURE, Reason.TOO_LARGE)
