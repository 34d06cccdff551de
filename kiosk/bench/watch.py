"""What the watch for a face costs while a private screen is shown: its own task, on frames as a camera gives them."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Any, Final, cast

import cv2
import numpy as np

from kiosk.bench.report import Result, alone
from kiosk.core.ports import Frame
from kiosk.vision.eyes import Eyes, Workshop
from kiosk.vision.face import FaceEngine
from kiosk.vision.geometry import Image
from kiosk.vision.watched import Watched

_FPS: Final = 15
_BEGUN: Final = 2
"""Looks until the models have run and the camera is open."""


def results(engine: FaceEngine, frames: Sequence[Image], *, quick: bool) -> list[Result]:
    """The share of one core's time that this process takes while it watches: 1 or 5 times over 1 or 10 seconds."""
    rounds, seconds = (1, 1.0) if quick else (5, 10.0)
    shares = [_share(engine, frames, seconds) for _ in range(rounds)]
    return [alone("watching for the veil, 1280x720 as Motion JPEG: share of one core", shares, unit="%")]


def _share(engine: FaceEngine, frames: Sequence[Image], seconds: float) -> float:
    looks = threading.Semaphore(0)
    eyes = Eyes(cast("Workshop", _Room(engine, frames)))
    eyes.look("watch", lambda _: looks.release())
    for _ in range(_BEGUN):
        looks.acquire()
    began, used = time.perf_counter(), time.process_time()
    time.sleep(seconds)
    share = 100 * (time.process_time() - used) / (time.perf_counter() - began)
    eyes.rest()
    return share


class _Room:
    """What the task needs of a workshop."""

    def __init__(self, engine: FaceEngine, frames: Sequence[Image]) -> None:
        self.sees_somebody = engine.sees_somebody
        self._frames = [cv2.imencode(".jpg", frame)[1] for frame in frames]

    def watching_camera(self) -> Watched:
        return Watched(_JpegCamera(self._frames), light=True)

    def wipe(self) -> None:
        """There is no preview."""


class _JpegCamera:
    """Gives 15 frames a second, each decoded when it is asked for; implements `kiosk.core.ports.Camera`."""

    def __init__(self, frames: Sequence[Any]) -> None:
        self._frames, self._number = frames, 0

    def open(self) -> None:
        """Always there."""

    def read(self) -> Frame:
        time.sleep(1 / _FPS)
        self._number += 1
        decoded = cv2.imdecode(self._frames[self._number % len(self._frames)], cv2.IMREAD_COLOR)
        seen = np.asarray(decoded, dtype=np.uint8)
        seen[0, 0] = self._number % 256  # no two pictures of a live camera are the same
        pixels = np.ascontiguousarray(seen)
        return Frame(seen.shape[1], seen.shape[0], memoryview(pixels.data).cast("B"), time.monotonic())

    def close(self) -> None:
        """Nothing is held."""
