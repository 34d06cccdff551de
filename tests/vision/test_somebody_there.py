"""Whether anybody stands before the screen: by the cheap detector alone, a face that is turned or half covered too."""

from __future__ import annotations

import numpy as np
from conftest import Media

from kiosk.vision.face import FaceEngine

EVERY = 12


def seen(engine: FaceEngine, media: Media, film: str) -> list[bool]:
    return [engine.sees_somebody(frame) for frame in media.frames(film, EVERY)]


def test_a_face_is_there_turned_and_behind_a_hand_too(engine: FaceEngine, media: Media) -> None:
    assert all(seen(engine, media, "single_face.mp4"))
    assert all(seen(engine, media, "WolfgangLanger_Pexels.mp4"))


def test_lettering_is_nobody(engine: FaceEngine, media: Media) -> None:
    assert not any(seen(engine, media, "no_face.mp4"))


def test_what_is_no_picture_shows_nobody(engine: FaceEngine) -> None:
    for picture in (np.zeros((0, 0, 3), np.uint8), np.zeros((40, 40), np.uint8)):
        assert not engine.sees_somebody(picture)
