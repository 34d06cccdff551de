"""Points go to a piece of the picture and come back to where they were."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.vision.geometry import Image, apply, cut, is_image, letterbox, scale_of, similarity, upright_square

coordinate = st.floats(-500, 500, width=32)
spread_points = st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=8).filter(
    lambda points: np.array(points).std(0).sum() > 1
)


@given(spread_points, st.floats(-math.pi, math.pi), st.floats(0.1, 10), coordinate, coordinate)
def test_a_turn_scale_and_shift_is_found_again(
    points: list[tuple[float, float]], angle: float, scale: float, x: float, y: float
) -> None:
    source = np.array(points, np.float32)
    c, s = scale * math.cos(angle), scale * math.sin(angle)
    there = apply(source, np.array([[c, -s, x], [s, c, y]]))
    found = similarity(source, there)
    assert scale_of(found) == pytest.approx(scale, rel=1e-3)
    assert np.allclose(apply(source, found), there, atol=0.02 * max(scale, 1))


def test_points_in_one_place_do_not_divide_by_zero() -> None:
    same = np.ones((5, 2), np.float32)
    assert np.isfinite(similarity(same, same * 3)).all()


@given(st.integers(2, 90), st.integers(2, 90), st.integers(8, 64))
def test_a_letterboxed_picture_keeps_its_corners(height: int, width: int, size: int) -> None:
    square, back = letterbox(np.full((height, width, 3), 255, np.uint8), size)
    rows, columns = np.nonzero(square[..., 0])
    # Half a pixel out from the centres of the corner pixels lie the picture's edges.
    edges = apply(np.array([[columns.min() - 0.5, rows.min() - 0.5], [columns.max() + 0.5, rows.max() + 0.5]]), back)
    assert square.shape == (size, size, 3)
    assert np.allclose(edges, [[-0.5, -0.5], [width - 0.5, height - 0.5]], atol=1e-3)


def test_an_upright_square_sets_a_leaning_line_level() -> None:
    roll, centre = math.radians(30), (40.0, 60.0)
    piece_to_image = upright_square(centre, 50, roll, 101)
    middle, right = apply(np.array([[50, 50], [60, 50]], np.float32), piece_to_image)
    assert middle == pytest.approx(centre, abs=1e-4)
    assert math.atan2(*(right - middle)[::-1]) == pytest.approx(roll, abs=1e-5)
    assert scale_of(piece_to_image) == pytest.approx(50 / 101)


def ramp(size: int) -> Image:
    """A picture whose red grows to the right and whose green grows downwards."""
    steps = np.linspace(0, 255, size).astype(np.uint8)
    return np.dstack([np.zeros((size, size), np.uint8), np.repeat(steps[:, None], size, 1), np.tile(steps, (size, 1))])


@pytest.mark.parametrize("side", [40, 90, 400])
def test_a_piece_shows_what_lies_there_at_any_scale(side: int) -> None:
    image = ramp(512)
    piece_to_image = upright_square((200, 300), side, 0.4, 64)
    piece = cut(image, piece_to_image, 64)
    for x, y in [(20, 20), (32, 40), (50, 30)]:
        column, row = np.round(apply(np.array([[x, y]], np.float32), piece_to_image)[0]).astype(int)
        assert piece[y, x].astype(int) == pytest.approx(image[row, column].astype(int), abs=2)


def test_fine_detail_is_averaged_and_does_not_alias() -> None:
    checks = (np.indices((400, 400)).sum(0) % 2 * 255).astype(np.uint8)
    piece = cut(cv2.merge([checks] * 3).astype(np.uint8), upright_square((200, 200), 300, 0, 64), 64)
    assert piece[4:-4, 4:-4].std() < 12


def test_a_piece_outside_the_picture_is_black() -> None:
    assert not cut(ramp(64), upright_square((5000, -3000), 900, 1, 32), 32).any()


@pytest.mark.parametrize(
    "thing",
    [
        None,
        b"pixels",
        np.zeros((0, 0, 3), np.uint8),
        np.zeros((1, 9, 3), np.uint8),
        np.zeros((9, 9), np.uint8),
        np.zeros((9, 9, 4), np.uint8),
        np.zeros((9, 9, 3), np.float32),
    ],
)
def test_what_is_no_bgr_picture_is_known(thing: object) -> None:
    assert not is_image(thing)
