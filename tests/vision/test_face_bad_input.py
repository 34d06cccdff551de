"""Whatever a camera delivers, the engine answers; it never raises."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.identity import Guidance
from kiosk.vision.face import FaceEngine
from kiosk.vision.geometry import Image


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((0, 0, 3), np.uint8),
        np.zeros((480, 640), np.uint8),
        np.zeros((480, 640, 4), np.uint8),
        np.zeros((480, 640, 3), np.float64),
    ],
)
def test_what_is_no_picture_shows_no_face(engine: FaceEngine, image: Image) -> None:
    assert engine.observe(image).guidance is Guidance.NO_FACE
    assert engine.portrait(image) is None


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 700), st.integers(2, 700), st.integers(0, 2**32 - 1), st.sampled_from([1, 7, 40]))
def test_any_noise_is_answered(engine: FaceEngine, height: int, width: int, seed: int, grain: int) -> None:
    coarse = np.random.default_rng(seed).integers(0, 256, (height // grain + 1, width // grain + 1, 3), np.uint8)
    image = coarse.repeat(grain, 0).repeat(grain, 1)[:height, :width]
    seen = engine.observe(image)
    assert (seen.template is not None) == (seen.guidance is Guidance.LOOKING)
    engine.portrait(image)
