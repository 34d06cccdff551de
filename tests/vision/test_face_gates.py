"""Each thing that keeps a face from being compared gets its own word, and what does not is let be."""

from __future__ import annotations

from collections import Counter

import cv2
import numpy as np
import pytest
from conftest import Media

from kiosk.core.identity import Guidance
from kiosk.vision.face import FaceEngine
from kiosk.vision.geometry import Image
from kiosk.vision.mesh import FaceMesh

HIS_FILM, HER_FILM = "single_face.mp4", "WolfgangLanger_Pexels.mp4"
# The mesh's points along the jaw from ear to ear (MediaPipe's canonical face model).
JAW = (
    *(234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152),
    *(377, 400, 378, 379, 365, 397, 288, 361, 323, 454),
)
MASK = [*JAW, 347, 5, 118]
"""Then over the nose."""


@pytest.fixture(scope="module")
def frame(media: Media) -> Image:
    return next(media.frames(HIS_FILM))


@pytest.fixture(scope="module")
def mesh(engine: FaceEngine, frame: Image) -> FaceMesh:
    found = engine.observe(frame).mesh
    assert found is not None
    return found


def covered(image: Image, shape: Image, colour: tuple[int, int, int]) -> Image:
    """The picture with a soft-edged shape in one colour, slightly grainy."""
    grain = np.random.default_rng(1).normal(0, 4, image.shape) + np.array(colour)
    share = cv2.GaussianBlur(shape, (0, 0), 0.7)[..., None] / 255.0
    return np.clip(image * (1 - share) + grain * share, 0, 255).astype(np.uint8)


def outline(image: Image) -> Image:
    return np.zeros(image.shape[:2], np.uint8)


@pytest.mark.parametrize("colour", [(215, 195, 165), (230, 230, 230)], ids=["blue", "white"])
def test_a_mask_is_to_come_off(engine: FaceEngine, frame: Image, mesh: FaceMesh, colour: tuple[int, int, int]) -> None:
    shape = cv2.fillPoly(outline(frame), [mesh.points[MASK].astype(np.int32)], 255)
    seen = engine.observe(covered(frame, shape, colour))
    assert seen.guidance is Guidance.UNCOVER_FACE
    assert seen.template is None


def test_dark_glasses_are_to_come_off(engine: FaceEngine, frame: Image, mesh: FaceMesh) -> None:
    shape = outline(frame)
    for x, y in mesh.eyes:
        axes = (round(0.43 * mesh.eye_distance), round(0.33 * mesh.eye_distance))
        cv2.ellipse(shape, (round(float(x)), round(float(y))), axes, 0, 0, 360, 255, -1)
    assert engine.observe(covered(frame, shape, (25, 25, 25))).guidance is Guidance.UNCOVER_FACE


def test_a_real_hand_before_mouth_and_nose_is_seen(engine: FaceEngine, media: Media) -> None:
    said = Counter(
        engine.observe(image).guidance for number, image in enumerate(media.frames(HER_FILM)) if 96 <= number <= 126
    )
    assert said[Guidance.UNCOVER_FACE] > 20
    assert said[Guidance.LOOKING] == 0


def test_closed_eyes_are_to_be_opened(engine: FaceEngine, media: Media) -> None:
    said = Counter(
        engine.observe(image).guidance for number, image in enumerate(media.frames(HER_FILM)) if 28 <= number <= 92
    )
    assert said[Guidance.OPEN_EYES] > 55
    assert said[Guidance.LOOKING] == 0


def test_narrow_eyes_that_are_open_are_open(engine: FaceEngine, media: Media) -> None:
    for name in ("0-f1-su-ph.jpg", "0-f15-hao-ph.jpg"):
        assert engine.observe(media.picture(name)).guidance is Guidance.LOOKING


def test_a_bare_face_with_open_eyes_is_compared(engine: FaceEngine, media: Media) -> None:
    said = Counter(engine.observe(image).guidance for image in media.frames(HIS_FILM, every=3))
    assert said[Guidance.LOOKING] >= 0.9 * said.total()  # he blinks once


def test_light_from_one_side_alone_is_too_little(engine: FaceEngine, frame: Image) -> None:
    box = engine.observe(frame).box
    assert box is not None
    middle, width = (box[0] + box[2]) / 2, box[2] - box[0]
    lit = 1 / (1 + np.exp(-(np.arange(frame.shape[1]) - middle) / (0.12 * width)))
    for darkest, expected in ((0.5, Guidance.LOOKING), (0.05, Guidance.MORE_LIGHT)):
        shaded = (frame * (darkest + (1 - darkest) * lit)[None, :, None]).astype(np.uint8)
        assert engine.observe(shaded).guidance is expected


def test_glare_that_leaves_no_face_is_bad_light(engine: FaceEngine, frame: Image) -> None:
    for gain, expected in ((1.6, Guidance.LOOKING), (3.5, Guidance.MORE_LIGHT)):
        assert engine.observe(np.clip(frame * gain, 0, 255).astype(np.uint8)).guidance is expected


def test_a_face_always_comes_with_mesh_and_openness(engine: FaceEngine, media: Media) -> None:
    for image in [*media.frames(HER_FILM, every=40), media.picture("multi_face.jpg")]:
        seen = engine.observe(image)
        assert seen.guidance is not Guidance.NO_FACE
        assert seen.mesh is not None
        assert seen.openness is not None
        assert 0 <= seen.openness < 1


def test_the_subject_of_a_portrait_is_who_stands_in_the_middle(engine: FaceEngine, media: Media) -> None:
    still = media.picture("single_face.jpg")
    alone = engine.portrait(still)
    assert alone is not None
    her = next(image for number, image in enumerate(media.frames(HER_FILM)) if number == 260)[:, 240:560]
    beside = cv2.resize(her, (572, 644), interpolation=cv2.INTER_LINEAR)[:562]
    wide = np.hstack([np.full_like(still, 120), still, beside]).astype(np.uint8)
    found = engine.portrait(wide)
    assert found is not None
    assert found.distance(alone) < 0.3
