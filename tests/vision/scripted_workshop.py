"""A workshop whose cameras and tasks do what the test says. Picklable where a test gives it to a vision process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date

import numpy as np

from kiosk.core import ports
from kiosk.core.identity import (
    Document,
    DocumentKind,
    DocumentSource,
    FaceReason,
    FaceVerdict,
    Guidance,
    Light,
)
from kiosk.vision.eyes import FaceStep
from kiosk.vision.geometry import Image

WIDTH, HEIGHT = 64, 48
DOCUMENT = Document(
    DocumentKind.TD1, DocumentSource.CAMERA, "D23145890", "ERIKSSON", date(1974, 8, 12), None, (("ok", True),)
)
MATCHED = FaceVerdict(True, FaceReason.MATCHED, 0.2, 0.5, "scripted", 3)


def frame(at: float = 0.0, brightness: int = 200) -> ports.Frame:
    """A plain picture."""
    pixels = np.full(WIDTH * HEIGHT * 3, brightness, np.uint8)
    return ports.Frame(WIDTH, HEIGHT, memoryview(pixels.data).cast("B"), at)


class Device:
    """A camera device that only one may open at a time, as V4L devices are."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.opened: list[str] = []
        self.is_open = False
        self.unplugged = False

    def open(self, name: str) -> None:
        with self._lock:
            if self.is_open:
                raise AssertionError(f"{name} opens a device in use")
            if self.unplugged:
                raise ports.CameraError
            self.is_open = True
            self.opened.append(name)

    def close(self) -> None:
        self.is_open = False


class Camera:
    """A camera on a device: about 200 frames a second; every frame is also given to `mirror`."""

    def __init__(self, name: str, device: Device, mirror: Callable[[ports.Frame], None]) -> None:
        self._name, self._device, self._mirror = name, device, mirror
        self._mine = False
        self._pace = threading.Event()
        self.delivered = 0

    def open(self) -> None:
        self._device.open(self._name)
        self._mine = True

    def read(self) -> ports.Frame:
        self._pace.wait(0.005)
        if self._device.unplugged or not self._mine:
            raise ports.CameraError
        self.delivered += 1
        taken = frame(float(self.delivered))
        self._mirror(taken)
        return taken

    def close(self) -> None:
        if self._mine:
            self._mine = False
            self._device.close()


class DocumentTask:
    """Says one line of its script a frame. `gate` holds a frame's work back while it is clear."""

    def __init__(self, script: Iterator[ports.ReaderEvent | ports.DeviceEvent | None], portrait: bool) -> None:
        self._script = script
        self.portrait: Image | None = np.ones((4, 4, 3), np.uint8) if portrait else None
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()
        self.seen = 0
        self.wiped = False

    def see(self, image: Image | None) -> ports.ReaderEvent | ports.DeviceEvent | None:
        if image is None:
            return None
        assert image.shape == (HEIGHT, WIDTH, 3)
        assert not self.wiped, "a wiped task is asked"
        self.entered.set()
        self.gate.wait(10)
        self.seen += 1
        return next(self._script, None)

    def wipe(self) -> None:
        self.wiped = True
        if self.portrait is not None:
            self.portrait.fill(0)


class FaceTask:
    """Says one line of its script a frame, the verdict at the end."""

    def __init__(self, script: Iterator[FaceStep]) -> None:
        self._script = script
        self.wiped = False
        self.lights: list[tuple[Light, float]] = []

    def see(self, image: Image, at: float) -> FaceStep:
        assert image.shape == (HEIGHT, WIDTH, 3)
        return next(self._script, Guidance.LOOKING)

    def lit(self, light: Light, at: float) -> None:
        self.lights.append((light, at))

    def wipe(self) -> None:
        self.wiped = True
