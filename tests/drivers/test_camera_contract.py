"""What every camera of the kiosk must do, simulated and real alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from drivers.camera_v4l import V4lCamera
from drivers.simulated.camera import SimulatedCamera, View
from drivers.simulated.people import CARDS
from drivers.simulated.world import World
from kiosk.core.ports import Camera, CameraError

DEVICE = Path("/dev/video0")
BUSY = World(code="A" * 300, card=CARDS["utopian-id"], person="holder")


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stand-ins for the demo media: a still, and two films of 30 frames whose brightness counts upwards."""
    folder = tmp_path_factory.mktemp("media")
    cv2.imwrite(str(folder / "single_face.jpg"), np.full((562, 572, 3), 140, np.uint8))
    for name, base in (("single_face.mp4", 20), ("WolfgangLanger_Pexels.mp4", 140)):
        film = cv2.VideoWriter(str(folder / name), cv2.VideoWriter.fourcc(*"mp4v"), 30, (640, 360))
        for number in range(30):
            film.write(np.full((360, 640, 3), base + 3 * number, np.uint8))
        film.release()
    return folder


@pytest.fixture(params=["code", "document", "face", "v4l"])
def camera(request: pytest.FixtureRequest, media: Path) -> Camera:
    if request.param == "v4l":
        if not DEVICE.exists():
            pytest.skip(f"no camera at {DEVICE}")
        return V4lCamera(str(DEVICE))
    return SimulatedCamera(request.param, lambda: BUSY, media, fps=200)


def test_frames_are_whole_and_their_time_goes_on(camera: Camera) -> None:
    camera.open()
    frames = [camera.read() for _ in range(3)]
    camera.close()
    for frame in frames:
        assert len(frame.pixels) == frame.width * frame.height * 3
        assert frame.pixels.contiguous
        assert frame.pixels.itemsize == 1
        assert np.frombuffer(frame.pixels, np.uint8).any()
    assert frames[0].at < frames[1].at < frames[2].at


def test_it_can_be_closed_twice_and_opened_again(camera: Camera) -> None:
    camera.open()
    camera.close()
    camera.close()
    camera.open()
    assert camera.read().width >= 640
    camera.close()


def test_a_closed_camera_raises_the_camera_error(camera: Camera) -> None:
    with pytest.raises(CameraError, match="closed"):
        camera.read()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda folder: str(folder / "video7"), "not there"),
        (str, "not there"),
        (lambda folder: "/dev/null", "does not open"),
    ],
    ids=["missing", "a folder", "no camera"],
)
def test_a_device_that_is_no_camera_is_told_by_name(
    make: Callable[[Path], str], says: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    device = make(tmp_path)
    with pytest.raises(CameraError, match=says) as raised:
        V4lCamera(device).open()
    assert device in str(raised.value)


@pytest.mark.parametrize("view", ["document", "face"])
def test_missing_media_are_told_by_name(view: View, tmp_path: Path) -> None:
    with pytest.raises(CameraError, match="single_face"):
        SimulatedCamera(view, lambda: BUSY, tmp_path).open()


def test_a_missing_font_is_told_by_its_package(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drivers.simulated.cards._OCR_B", (Path("/nowhere/OCRB.otf"), "fonts-ocr-b"))
    world = World(card=CARDS["utopian-id"], side="back")
    with pytest.raises(CameraError, match="fonts-ocr-b"):
        SimulatedCamera("document", lambda: world, media).open()


def drawn(camera: SimulatedCamera, at: float) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    return camera.draw(at).astype(np.int16)


def test_each_frame_has_noise_of_its_own_and_the_same_seed_the_same_noise(media: Path) -> None:
    one, other = (SimulatedCamera("code", lambda: BUSY, media, seed=5) for _ in range(2))
    one.open()
    other.open()
    first = drawn(one, 1.0)
    assert np.array_equal(first, drawn(other, 1.0))
    again = drawn(one, 1.0)
    assert 1 < np.abs(first - again).mean() < 8


def test_the_picture_follows_the_world(media: Path) -> None:
    shown = [World(), BUSY, World(code="B" * 300)]
    camera = SimulatedCamera("code", lambda: shown[0], media)
    camera.open()
    pictures = [drawn(camera, 1.0)]
    while shown := shown[1:]:
        pictures.append(drawn(camera, 1.0))
    assert np.abs(pictures[0] - pictures[1]).mean() > 10
    assert np.abs(pictures[1] - pictures[2]).mean() > 4


def test_a_film_is_played_back_and_forth_at_its_own_speed(media: Path) -> None:
    camera = SimulatedCamera("face", lambda: World(person="other"), media)
    camera.open()
    brightness = [round(float(drawn(camera, (n + 0.5) / 30).mean())) for n in range(59)]
    rising, falling = brightness[:30], brightness[29:]
    assert rising == sorted(rising)
    assert falling == sorted(falling, reverse=True)
    assert rising[-1] - rising[0] > 50


def test_nobody_leaves_an_empty_room_and_another_person_is_another_picture(media: Path) -> None:
    world = [World(person="holder")]
    camera = SimulatedCamera("face", lambda: world[0], media)
    camera.open()
    pictures = []
    for person in ("holder", "other", None):
        world[0] = World(person=person)
        pictures.append(drawn(camera, 0.0))
    for one, other in ((0, 1), (1, 2), (0, 2)):
        assert np.abs(pictures[one] - pictures[other]).mean() > 10
