"""A simulated camera that is unplugged, hangs, or sees nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from drivers.simulated.camera import SimulatedCamera, View
from drivers.simulated.world import CameraState, World
from kiosk.core.ports import CameraError


class Cable:
    """A camera, and the hand that meddles with it."""

    def __init__(self, view: View, folder: object) -> None:
        self.world = World()
        self.camera = SimulatedCamera(view, lambda: self.world, folder, fps=1000)  # type: ignore[arg-type]

    def be(self, state: CameraState) -> None:
        self.world = replace(self.world, camera=state)


@pytest.fixture(params=["code", "document", "face"])
def cable(request: pytest.FixtureRequest, tmp_path: object) -> Cable:
    return Cable(request.param, tmp_path)


def test_an_unplugged_camera_is_lost_until_it_is_plugged_in_again(cable: Cable) -> None:
    cable.camera.open()
    cable.camera.read()
    cable.be("lost")
    with pytest.raises(CameraError, match="unplugged"):
        cable.camera.read()
    cable.camera.close()
    with pytest.raises(CameraError, match="unplugged"):
        cable.camera.open()
    cable.be("ok")
    cable.camera.open()
    assert cable.camera.read().pixels


def test_a_frozen_camera_delivers_the_same_bytes_with_new_times(cable: Cable) -> None:
    cable.camera.open()
    lively = [bytes(cable.camera.read().pixels) for _ in range(2)]
    assert lively[0] != lively[1]
    cable.be("frozen")
    frames = [cable.camera.read() for _ in range(3)]
    assert {bytes(frame.pixels) for frame in frames} == {lively[1]}
    assert frames[0].at < frames[1].at < frames[2].at
    cable.be("ok")
    assert bytes(cable.camera.read().pixels) != lively[1]


def test_a_camera_opened_while_it_hangs_shows_one_picture_for_ever(cable: Cable) -> None:
    cable.be("frozen")
    cable.camera.open()
    assert len({bytes(cable.camera.read().pixels) for _ in range(3)}) == 1


def test_a_covered_camera_sees_its_own_noise_in_the_dark(cable: Cable) -> None:
    cable.be("black")
    cable.camera.open()
    frames = [np.frombuffer(cable.camera.read().pixels, np.uint8) for _ in range(2)]
    for frame in frames:
        assert frame.mean() < 4
        assert frame.any()
    assert not np.array_equal(*frames)
