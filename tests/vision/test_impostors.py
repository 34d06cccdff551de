"""Everybody of the demo media stands before the camera with the man's document: only the man is let through."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import pytest
from conftest import Media

from kiosk.core.identity import FaceReason, FaceVerdict
from kiosk.vision.embed import Template
from kiosk.vision.engines import DLIB, open_engine
from kiosk.vision.face import FaceEngine
from kiosk.vision.geometry import Image
from kiosk.vision.match import FaceMatch
from kiosk.vision.models import ModelError

STILLS = ("0-f1-su-ph.jpg", "0-f15-hao-ph.jpg", "15-f13-anc-ph.jpg", "45-m7-di-ph.jpg")


def end(engine: FaceEngine, portrait: Template, frames: Iterator[Image]) -> FaceVerdict | None:
    match = FaceMatch(engine, portrait)
    for number, frame in enumerate(frames):
        step = match.see(frame, number / 15)
        if isinstance(step, FaceVerdict):
            return step
    return None


def standing(image: Image) -> Iterator[Image]:
    """Somebody who holds still before the camera for half a minute, with a camera's noise."""
    chance = np.random.default_rng(1)
    for _ in range(40):
        noise = chance.normal(0, 3, image.shape)
        yield np.clip(image + noise, 0, 255).astype(np.uint8)


@pytest.fixture
def portrait(engine: FaceEngine, media: Media) -> Template:
    found = engine.portrait(media.picture("single_face.jpg"))
    assert found is not None
    return found


def test_the_man_is_let_through(engine: FaceEngine, media: Media, portrait: Template) -> None:
    verdict = end(engine, portrait, media.frames("single_face.mp4", every=2))
    assert verdict is not None
    assert (verdict.accepted, verdict.reason) == (True, FaceReason.MATCHED)


@pytest.mark.parametrize("start", [0, 230, 300, 400])
def test_the_woman_is_not_whichever_part_of_her_film_is_seen(
    engine: FaceEngine, media: Media, portrait: Template, start: int
) -> None:
    frames = (frame for number, frame in enumerate(media.frames("WolfgangLanger_Pexels.mp4")) if number >= start)
    verdict = end(engine, portrait, (frame for number, frame in enumerate(frames) if number % 3 == 0))
    assert verdict is None or not verdict.accepted


@pytest.mark.parametrize("name", STILLS)
def test_no_stranger_is(engine: FaceEngine, media: Media, portrait: Template, name: str) -> None:
    image = media.picture(name)
    verdict = end(engine, portrait, standing(image))
    assert verdict is None or not verdict.accepted
    template = engine.portrait(image)
    assert template is not None
    assert template.distance(portrait) > engine.threshold(1e-3)


def test_the_group_is_not_together_nor_one_by_one(engine: FaceEngine, media: Media, portrait: Template) -> None:
    group = media.picture("multi_face.jpg")
    verdict = end(engine, portrait, standing(group))
    assert verdict is None or not verdict.accepted
    for face in engine._far.detect(group):
        left, top, right, bottom = (round(edge) for edge in face.box)
        half = (right - left) // 3
        alone = group[max(0, top - half) : bottom + half, max(0, left - half) : right + half]
        template = engine.portrait(cv2.resize(alone, None, fx=2, fy=2).astype(np.uint8))
        assert template is not None
        assert template.distance(portrait) > engine.threshold(1e-3)


@pytest.mark.parametrize("name", STILLS)
def test_nor_is_any_with_the_engine_dlib_though_its_usual_tolerance_would(media: Media, name: str) -> None:
    try:
        engine = open_engine(DLIB)
    except ModelError as error:
        pytest.skip(str(error))
    his, theirs = engine.portrait(media.picture("single_face.jpg")), engine.portrait(media.picture(name))
    assert his is not None
    assert theirs is not None
    assert his.distance(theirs) > engine.threshold()
