"""Something to do on the Qt thread every few milliseconds, until it is done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Ticker(QObject):
    """Calls `act` every `interval_ms` until it returns False. Kept alive by its parent."""

    def __init__(self, act: Callable[[], bool], interval_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._act = act
        self._timer = QTimer(self)
        self._timer.setInterval(interval_ms)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        if not self._act():
            self._timer.stop()
