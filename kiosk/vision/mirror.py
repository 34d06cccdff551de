"""The vision process's side of the preview: every frame of a camera is also shown, small."""

from __future__ import annotations

from multiprocessing import shared_memory

import cv2
import numpy as np

from kiosk.core.ports import Camera, Frame
from kiosk.vision.preview import HEADER, HEIGHT, SIZE, SLOT, WIDTH, buffer


class PreviewWriter:
    """The vision process's side."""

    def __init__(self, memory: shared_memory.SharedMemory) -> None:
        self._memory = memory  # kept: the view below does not keep it open
        self._header = buffer(memory)
        self._buffer = np.frombuffer(self._header, np.uint8, count=SIZE)
        self._sequence = 0

    def show(self, frame: Frame) -> None:
        """Shrink a frame to fit the slot and show it."""
        picture = np.frombuffer(frame.pixels, np.uint8).reshape(frame.height, frame.width, 3)
        scale = min(WIDTH / frame.width, HEIGHT / frame.height, 1.0)
        width, height = int(frame.width * scale) & ~3, int(frame.height * scale) & ~1  # QImage rows start at 4 bytes
        small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
        self._sequence += 1
        start = HEADER.size + (self._sequence % 2) * SLOT
        slot = self._buffer[start : start + width * height * 3].reshape(height, width, 3)
        cv2.cvtColor(small, cv2.COLOR_BGR2RGB, dst=slot)
        HEADER.pack_into(self._header, 0, self._sequence, width, height)

    def wipe(self) -> None:
        """Zero both slots."""
        self._buffer[:] = 0
        HEADER.pack_into(self._header, 0, 0, 0, 0)

    def close(self) -> None:
        """Wipe, and let go of the memory."""
        self.wipe()
        del self._buffer
        self._header.release()
        self._memory.close()


class Mirrored:
    """A camera whose every frame is also shown in the preview. Implements `kiosk.core.ports.Camera`."""

    def __init__(self, camera: Camera, preview: PreviewWriter) -> None:
        self._camera, self._preview = camera, preview

    def open(self) -> None:
        self._camera.open()

    def read(self) -> Frame:
        frame = self._camera.read()
        self._preview.show(frame)
        return frame

    def close(self) -> None:
        self._camera.close()
