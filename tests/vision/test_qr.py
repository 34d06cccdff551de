"""A code is held up: read, told apart from two, and never the end of the reader."""

from __future__ import annotations

import numpy as np
import pytest
import qrcode
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from drivers.simulated import codes
from kiosk.core.ports import CodeRead, SeveralCodesSeen
from kiosk.vision.qr import CodeReader

TOKEN = "eyJhbGciOiJFZERTQSJ9." + "A" * 279


def picture_of(text: str | bytes, *, pixels: int = 5) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    code.make()
    modules = np.where(np.asarray(code.get_matrix(), dtype=bool), 0, 255).astype(np.uint8)
    return np.kron(modules, np.ones((pixels, pixels), np.uint8))


def test_a_code_on_a_phone_in_a_room_is_read_from_one_frame() -> None:
    frame = codes.held_up(TOKEN, 1280, 720, np.random.default_rng(4))
    assert CodeReader().read(frame) == CodeRead(TOKEN)


def test_an_empty_room_shows_no_code() -> None:
    reader = CodeReader()
    room = codes.held_up(None, 1280, 720, np.random.default_rng(4))
    assert [reader.read(room) for _ in range(4)] == [None] * 4


def test_most_of_the_scenes_of_the_benchmark_are_read() -> None:
    reader = CodeReader()
    outcomes = [reader.read(frame) == CodeRead(text) for _, text, frame in codes.scenes(repeats=1)]
    assert sum(outcomes) >= 0.9 * len(outcomes)


@pytest.mark.parametrize("change", [lambda p: 255 - p, np.rot90], ids=["dark mode", "turned"])
def test_an_unusual_view_is_read_within_four_frames(change: object) -> None:
    assert callable(change)
    reader = CodeReader()
    frame = np.ascontiguousarray(change(picture_of(TOKEN)))
    assert CodeRead(TOKEN) in [reader.read(frame) for _ in range(4)]


def test_two_codes_are_refused_and_one_code_seen_twice_is_not() -> None:
    one, other = picture_of("one code"), picture_of("two code")
    assert CodeReader().read(np.hstack([one, other])) == SeveralCodesSeen()
    assert CodeReader().read(np.hstack([one, one])) == CodeRead("one code")


def test_a_code_of_bytes_is_told_as_some_text() -> None:
    seen = CodeReader().read(picture_of(bytes(range(128, 256)), pixels=6))
    assert isinstance(seen, CodeRead)
    assert seen.text


def test_what_a_code_says_stays_out_of_logs() -> None:
    assert TOKEN not in repr(CodeReader().read(picture_of(TOKEN)))


@given(
    arrays.arrays(
        st.sampled_from([np.uint8, np.uint16, np.float32, np.bool_]),
        arrays.array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=40),
    )
)
def test_no_array_of_any_shape_breaks_the_reader(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
    reader = CodeReader()
    assert {reader.read(pixels) for _ in range(4)} == {None}
