"""A grid or a rim around a face hints at a screen or a sheet; ordinary pictures show neither."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from conftest import Media
from numpy.typing import NDArray

from kiosk.places import measurement_pictures
from kiosk.vision.face import FaceEngine
from kiosk.vision.geometry import Image
from kiosk.vision.liveness.finding import Finding, Reason
from kiosk.vision.liveness.pattern import grid_peak, has_rim, screen_or_sheet, usual

PHOTOGRAPHS = measurement_pictures("faces")
BOX = (250.0, 100.0, 390.0, 240.0)


def room() -> Image:
    """A plain wall with some grain."""
    grain = cv2.GaussianBlur(np.random.default_rng(0).normal(0, 30, (360, 640)), (0, 0), 1.5)
    return np.repeat(np.clip(130 + grain, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def grid(period: float, share: float) -> NDArray[np.float64]:
    y, x = np.mgrid[0:360, 0:640]
    return np.asarray(1 + share * np.sin(2 * np.pi * (x * np.cos(0.3) + y * np.sin(0.3)) / period))[..., None]


def framed(image: Image, sides: str = "lrtb") -> Image:
    seen = image.copy()
    a, b, c, d = (180, 40), (460, 38), (464, 335), (175, 330)
    corners = {"l": (a, d), "r": (b, c), "t": (a, b), "b": (d, c)}
    for side in sides:
        cv2.line(seen, *corners[side], (15, 15, 15), 9)
    return seen


@pytest.mark.parametrize("period", [2.3, 3.1, 4.7])
def test_a_grid_of_three_hundredths_is_seen(period: float) -> None:
    image = np.clip(room() * grid(period, 0.03), 0, 255).astype(np.uint8)
    assert screen_or_sheet(image, BOX).reason is Reason.SCREEN_PATTERN
    assert grid_peak(image, BOX) > grid_peak(room(), BOX) + 0.8


def test_a_plain_room_hints_at_nothing() -> None:
    assert screen_or_sheet(room(), BOX).holds


def test_a_rim_around_the_face_is_seen() -> None:
    assert has_rim(framed(room()), BOX)
    assert has_rim(framed(room(), "lrb"), BOX)
    assert screen_or_sheet(framed(room()), BOX) == Finding(0.0, Reason.SCREEN_PATTERN)


@pytest.mark.parametrize("sides", ["l", "lt", "lr", "tb"])
def test_a_door_post_or_a_shelf_is_no_rim(sides: str) -> None:
    assert not has_rim(framed(room(), sides), BOX)


@pytest.mark.parametrize("box", [(0.0, 0.0, 3.0, 3.0), (-500.0, -500.0, -400.0, -400.0), (600.0, 330.0, 900.0, 630.0)])
def test_a_face_at_the_edge_or_too_small_has_an_outcome(box: tuple[float, float, float, float]) -> None:
    assert screen_or_sheet(room(), box).score is not None


def test_a_third_of_the_frames_makes_the_hint() -> None:
    hint, none = Finding(0.0, Reason.SCREEN_PATTERN), Finding(1.0)
    assert usual([]) is None
    assert usual([hint, none, none, none, none]) == Finding(1.0)
    assert usual([hint, hint, none, none]) == Finding(0.0, Reason.SCREEN_PATTERN)


@pytest.mark.parametrize("video", ["single_face.mp4", "WolfgangLanger_Pexels.mp4"])
def test_real_films_hint_at_nothing(engine: FaceEngine, media: Media, video: str) -> None:
    looks = []
    for image in media.frames(video, every=24):
        box = engine.observe(image).box
        assert box is not None
        looks.append(screen_or_sheet(image, box))
    hint = usual(looks)
    assert hint is not None
    assert hint.holds


@pytest.mark.nightly
def test_few_news_photographs_hint_at_a_screen(engine: FaceEngine) -> None:
    if PHOTOGRAPHS is None:
        pytest.skip("no measurement data: KIOSK_SHARED_DATA")
    looks = []
    for path in sorted(PHOTOGRAPHS.glob("*/*.jpg")):
        image = cv2.imread(str(path))
        assert image is not None
        box = engine.observe(image.astype(np.uint8, copy=False)).box
        if box is not None:
            looks.append(screen_or_sheet(image.astype(np.uint8, copy=False), box).holds)
    assert len(looks) > 400
    assert looks.count(False) < 0.11 * len(looks)
