"""A camera whose picture freezes or turns black is as good as unplugged: given up, and tried until it sees again."""

from __future__ import annotations

from typing import Final
from zlib import crc32

import numpy as np

from kiosk.core.health import Trouble
from kiosk.core.ports import Camera, CameraError, Frame

_FROZEN_S: Final = 2.0
"""A live sensor never gives the same picture twice: its noise differs. Drivers that hang repeat their last buffer."""
_BLACK_S: Final = 2.0
_BLACK_MEAN: Final = 12.0
_BLACK_SPREAD: Final = 8.0
"""Mean and standard deviation of grey levels below which nothing is seen: a covered lens with a noisy sensor."""
_SPARSE: Final = 16
"""One row in so many is looked at."""


class Watched:
    """Implements `kiosk.core.ports.Camera`. Used by one thread at a time.

    `read` raises `CameraError` when the picture has been the same for two seconds (`hardwareError`) or, where `light`
    is to be expected, black for two seconds (`userError`: somebody covers it). After that `open` raises until the
    camera sees again.
    """

    def __init__(self, camera: Camera, *, light: bool) -> None:
        self._camera, self._light = camera, light
        self._digest: int | None = None
        self._fresh_at = self._lit_at = 0.0
        self._blind: Trouble | None = None

    def open(self) -> None:
        """Begin to deliver. Raises `CameraError`."""
        self._camera.open()
        first = self._camera.read()
        if self._blind is None:
            self._digest = self._look(first)
            self._fresh_at = self._lit_at = first.at
        elif self._still_blind(first):
            self._camera.close()
            raise CameraError("the camera sees nothing yet", self._blind)
        self._blind = None

    def read(self) -> Frame:
        """Wait for the next frame. Raises `CameraError` when the camera is gone, or no longer sees."""
        frame = self._camera.read()
        before, self._digest = self._digest, self._look(frame)
        if self._digest != before:
            self._fresh_at = frame.at
        if not (self._light and _black(frame)):
            self._lit_at = frame.at
        if frame.at - self._fresh_at >= _FROZEN_S:
            self._blind = Trouble.HARDWARE_ERROR
            raise CameraError("the picture is frozen", self._blind)
        if frame.at - self._lit_at >= _BLACK_S:
            self._blind = Trouble.USER_ERROR
            raise CameraError("the picture is black", self._blind)
        return frame

    def close(self) -> None:
        """Stop delivering."""
        self._camera.close()

    def _still_blind(self, first: Frame) -> bool:
        if self._blind is Trouble.USER_ERROR:
            return _black(first)
        return self._look(first) == self._look(self._camera.read())

    @staticmethod
    def _look(frame: Frame) -> int:
        return crc32(_rows(frame))


def _rows(frame: Frame) -> bytes:
    return np.frombuffer(frame.pixels, np.uint8).reshape(frame.height, -1)[::_SPARSE].tobytes()


def _black(frame: Frame) -> bool:
    seen = np.frombuffer(_rows(frame), np.uint8)
    return float(seen.mean()) < _BLACK_MEAN and float(seen.std()) < _BLACK_SPREAD
