"""The detector's arithmetic, on a network that says what the test tells it to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest

from kiosk.vision.blazeface import BlazeFace
from kiosk.vision.geometry import Image
from kiosk.vision.models import Floats, Model

SIZE = 128
SQUARE: Image = np.zeros((SIZE, SIZE, 3), np.uint8)


class Told:
    """Answers, for anchor numbers, a logit and a box given by its offset from the anchor and its size."""

    def __init__(self, said: dict[int, tuple[float, tuple[float, float, float, float]]]) -> None:
        self.regressors = np.zeros((1, 896, 16), np.float32)
        self.logits = np.full((1, 896, 1), -1e9, np.float32)
        for anchor, (logit, box) in said.items():
            self.regressors[0, anchor, :4] = box
            self.logits[0, anchor, 0] = logit

    def run(self, batch: Floats) -> Sequence[Floats]:
        assert batch.shape == (1, 3, SIZE, SIZE)
        return self.regressors, self.logits


def detector(said: dict[int, tuple[float, tuple[float, float, float, float]]]) -> BlazeFace:
    return BlazeFace(cast("Model", Told(said)), SIZE, BlazeFace.SHORT_LAYERS)


def test_the_first_anchors_lie_in_the_cells_of_the_finer_grid() -> None:
    # 16 x 16 cells of 8 px with two anchors each: anchors 2 and 3 are the second cell of the first row.
    (face,) = detector({2: (9, (0, 0, 4, 4))}).detect(SQUARE)
    assert face.centre == pytest.approx((12 - 0.5, 4 - 0.5))
    assert face.width == pytest.approx(4)


def test_the_last_anchors_lie_in_the_cells_of_the_coarser_grid() -> None:
    # 8 x 8 cells of 16 px with six anchors each follow the first 512.
    (face,) = detector({512 + 6 * 9: (9, (0, 0, 4, 4))}).detect(SQUARE)
    assert face.centre == pytest.approx((24 - 0.5, 24 - 0.5))


def test_boxes_of_one_face_are_averaged_by_their_scores() -> None:
    logit = float(np.log(0.6 / 0.4))
    (face,) = detector({0: (20, (0, 0, 40, 40)), 1: (logit, (8, 0, 40, 40))}).detect(SQUARE)
    assert face.score == pytest.approx(1)
    assert face.centre[0] == pytest.approx(4 + 8 * 0.6 / 1.6 - 0.5, abs=1e-3)


def test_two_faces_stay_two_and_the_larger_comes_first() -> None:
    faces = detector({0: (9, (20, 20, 20, 20)), 1: (3, (90, 90, 40, 40))}).detect(SQUARE)
    assert [round(face.width) for face in faces] == [40, 20]


def test_a_box_without_area_ends_the_search_too() -> None:
    assert len(detector({0: (9, (0, 0, 0, 0)), 40: (9, (0, 0, 0, 0))}).detect(SQUARE)) == 2


def test_an_unlikely_box_is_none() -> None:
    assert detector({0: (-0.1, (0, 0, 40, 40))}).detect(SQUARE) == []
