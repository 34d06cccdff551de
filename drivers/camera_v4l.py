"""A USB or built-in camera through Video4Linux2 (Linux kernel media API), by OpenCV."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from kiosk.core.ports import CameraError, Frame

_TIMEOUT_S: Final = "1"


class V4lCamera:
    """A camera as Motion JPEG; implements `kiosk.core.ports.Camera`. Used by one thread at a time.

    `device` is a path such as `/dev/video0` or a stable name below `/dev/v4l/by-id`. The size is asked for; the
    camera may give another, and each frame says its own.
    """

    def __init__(self, device: str, *, width: int = 1280, height: int = 720, fps: float = 15) -> None:
        self._device = device
        self._wanted = (width, height, fps)
        self._capture: cv2.VideoCapture | None = None

    def open(self) -> None:
        """Begin to deliver. Raises `CameraError` where the device is missing, in use, or no camera."""
        self.close()
        if not Path(self._device).is_char_device():
            raise CameraError(f"{self._device} is not there")
        # OpenCV waits ten seconds for a frame unless told otherwise, and only the environment can tell it.
        os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", _TIMEOUT_S)
        width, height, fps = self._wanted
        try:
            capture = cv2.VideoCapture(self._device, cv2.CAP_V4L2)
            if not capture.isOpened():
                capture.release()
                raise CameraError(f"{self._device} does not open: in use, or no camera")
            capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
            capture.set(cv2.CAP_PROP_FRAME_WIDTH, width)
            capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
            capture.set(cv2.CAP_PROP_FPS, fps)
            capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        except cv2.error as error:
            raise CameraError(f"{self._device} does not open") from error
        self._capture = capture

    def read(self) -> Frame:
        """Wait for the next frame, at most a second. Raises `CameraError` when the camera is gone or closed."""
        if self._capture is None:
            raise CameraError(f"{self._device} is closed")
        try:
            got, picture = self._capture.read()
        except cv2.error as error:
            raise CameraError(f"{self._device} failed") from error
        if not got or picture is None or picture.ndim != 3 or picture.shape[2] != 3:
            raise CameraError(f"{self._device} gives no frame")
        height, width = picture.shape[:2]
        pixels = np.ascontiguousarray(picture, dtype=np.uint8)
        return Frame(width=width, height=height, pixels=memoryview(pixels.data).cast("B"), at=time.monotonic())

    def close(self) -> None:
        """Let the device go. May be called again."""
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.release()
