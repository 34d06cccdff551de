"""A QR scanner made of a camera and a decoder."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Final

from kiosk.core.health import Health, Ready, Trouble, Troubled
from kiosk.core.ports import Camera, CameraError, DeviceBack, DeviceLost, Frame, ScannerEvent, Tell

DEVICE: Final = "scanner"
_AGAIN_AFTER_S: Final = 1.0
_BACK_OFF_S: Final = (0.5, 1.0, 2.0, 5.0)


class QrCamera:
    """Tells the codes that a camera sees; implements `kiosk.core.ports.Scanner`.

    `decode` looks at one frame; the composition root gives it, so this driver knows no decoder. A lost camera is told
    once as `DeviceLost` and opened again after the waits of `back_off` (seconds; the last one repeats), then told
    once as `DeviceBack`. An error of `decode` is a bug: it ends the thread through `threading.excepthook`.
    """

    def __init__(
        self,
        camera: Camera,
        decode: Callable[[Frame], ScannerEvent | None],
        *,
        monotonic: Callable[[], float] = time.monotonic,
        back_off: tuple[float, ...] = _BACK_OFF_S,
    ) -> None:
        self._camera = camera
        self._decode = decode
        self._monotonic = monotonic
        self._back_off = back_off
        self._lost = False
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    def start(self, tell: Tell) -> None:
        """Look for codes until `stop`. A second start takes the place of the first."""
        self.stop()
        before, self._stopped = self._thread, threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(tell, self._stopped, before), name="qr-camera", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Tell nothing more. Returns at once; the camera closes after the frame it is waiting for."""
        self._stopped.set()

    def join(self, timeout: float | None = None) -> None:
        """Wait until the camera is closed after `stop`."""
        if self._thread is not None:
            self._thread.join(timeout)

    def health(self) -> Health:
        return Troubled(Trouble.OFFLINE) if self._lost else Ready()

    def _run(self, tell: Tell, stopped: threading.Event, before: threading.Thread | None) -> None:
        if before is not None:
            before.join()
        told: ScannerEvent | None = None
        told_at = 0.0
        try:
            for frame in self._frames(tell, stopped):
                seen = self._decode(frame)
                now = self._monotonic()
                if seen is None or (seen == told and now - told_at < _AGAIN_AFTER_S) or stopped.is_set():
                    continue
                told, told_at = seen, now
                tell(seen)
        finally:
            self._camera.close()

    def _frames(self, tell: Tell, stopped: threading.Event) -> Iterator[Frame]:
        is_open, failures = False, 0
        while not stopped.is_set():
            try:
                if not is_open:
                    self._camera.open()
                    is_open = True
                frame = self._camera.read()
            except CameraError:
                self._camera.close()
                is_open = False
                if not self._lost:
                    self._lost = True
                    tell(DeviceLost(DEVICE, Trouble.OFFLINE))
                stopped.wait(self._back_off[min(failures, len(self._back_off) - 1)])
                failures += 1
                continue
            failures = 0
            if self._lost:
                self._lost = False
                tell(DeviceBack(DEVICE))
            yield frame
