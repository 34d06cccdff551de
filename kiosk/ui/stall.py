"""How long the Qt thread was held up."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

INTERVAL_MS: Final = 5


class StallMeter(QObject):
    """Ticks every 5 ms on the thread it lives in; a stall is the time a tick came late."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._longest_s = self._longest_at = self._began = 0.0
        self._last: float | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def longest_ms(self) -> float:
        """The longest stall since `start`, in milliseconds."""
        return self._longest_s * 1000

    @property
    def longest_at_ms(self) -> float:
        """When that stall ended, in milliseconds since `start`."""
        return self._longest_at * 1000

    def start(self) -> None:
        """Begin anew."""
        self._longest_s = self._longest_at = 0.0
        self._began = time.perf_counter()
        self.resume()

    def pause(self) -> None:
        """Stop counting, keeping the longest stall; what has passed since the last tick still counts."""
        if self._last is not None:
            self._tick()
        self._timer.stop()
        self._last = None

    def resume(self) -> None:
        """Count again from now."""
        self._last = time.perf_counter()
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        if self._last is not None and (late := now - self._last - INTERVAL_MS / 1000) > self._longest_s:
            self._longest_s, self._longest_at = late, now - self._began
        self._last = now
