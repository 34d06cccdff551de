"""A camera that still delivers, but sees nothing: its picture is frozen, or black."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.core.health import Trouble
from kiosk.core.ports import CameraError, Frame
from kiosk.vision.watched import Watched

FRAME_S = 1 / 15


class Lens:
    """A camera at 15 frames a second; what it gives is the test's."""

    def __init__(self) -> None:
        self.frozen = self.covered = False
        self.at = 100.0
        self.is_open = False
        self._noise = np.random.default_rng(1)
        self._last = self._picture()

    def open(self) -> None:
        self.is_open = True

    def close(self) -> None:
        self.is_open = False

    def read(self) -> Frame:
        assert self.is_open
        self.at += FRAME_S
        if not self.frozen:
            self._last = self._picture()
        height, width = self._last.shape[:2]
        return Frame(width, height, memoryview(self._last.data).cast("B"), self.at)

    def _picture(self) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        light = 2 if self.covered else 90
        return np.clip(self._noise.normal(light, 3, (72, 128, 3)), 0, 255).astype(np.uint8)


@pytest.fixture
def lens() -> Lens:
    return Lens()


def fails_within(camera: Watched, frames: int) -> CameraError | None:
    """How the camera is given up, if it is, within so many frames."""
    try:
        for _ in range(frames):
            camera.read()
    except CameraError as error:
        return error
    return None


def test_a_live_picture_is_passed_on(lens: Lens) -> None:
    camera = Watched(lens, light=True)
    camera.open()
    assert fails_within(camera, 200) is None


@pytest.mark.parametrize(("fault", "trouble"), [("frozen", Trouble.HARDWARE_ERROR), ("covered", Trouble.USER_ERROR)])
def test_a_blind_camera_is_given_up_after_two_seconds_and_back_only_when_it_sees(
    lens: Lens, fault: str, trouble: Trouble
) -> None:
    camera = Watched(lens, light=True)
    camera.open()
    assert fails_within(camera, 20) is None
    setattr(lens, fault, True)
    began = lens.at
    error = fails_within(camera, 60)
    assert error is not None
    assert error.trouble is trouble
    assert 1.8 < lens.at - began < 2.3
    camera.close()
    for _ in range(3):
        with pytest.raises(CameraError) as blind:
            camera.open()
        assert blind.value.trouble is trouble
        assert not lens.is_open
    setattr(lens, fault, False)
    camera.open()
    assert fails_within(camera, 60) is None


def test_a_hand_over_the_lens_for_a_moment_is_nothing(lens: Lens) -> None:
    camera = Watched(lens, light=True)
    camera.open()
    for _ in range(5):
        lens.covered = True
        assert fails_within(camera, 20) is None
        lens.covered = False
        assert fails_within(camera, 2) is None


def test_where_no_light_is_to_be_expected_black_is_a_picture_and_frozen_is_none(lens: Lens) -> None:
    """The scanner looks into the branch at night too."""
    camera = Watched(lens, light=False)
    camera.open()
    lens.covered = True
    assert fails_within(camera, 100) is None
    lens.frozen = True
    assert fails_within(camera, 60) is not None
