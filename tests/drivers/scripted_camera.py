"""A camera that does what the test says, frame by frame."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterable, Iterator

from kiosk.core.ports import CameraError, Frame


class ScriptedCamera:
    """Delivers frames whose width is the scripted number; a `CameraError` in the script is raised.

    After the script it keeps delivering the last frame. `may_go_on` can hold it back.
    """

    def __init__(self, script: Iterable[int | CameraError]) -> None:
        self._script: Iterator[int | CameraError] = itertools.chain(script, itertools.repeat(0))
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.opened = 0
        self.closed = 0
        self.is_open = False
        self.overlapped = False

    def open(self) -> None:
        self.overlapped |= self.is_open
        self.is_open = True
        self.opened += 1

    def read(self) -> Frame:
        self.may_go_on.wait(5)
        step = next(self._script)
        if isinstance(step, CameraError):
            raise step
        return Frame(width=step, height=1, pixels=memoryview(b""), at=0.0)

    def close(self) -> None:
        self.is_open = False
        self.closed += 1
