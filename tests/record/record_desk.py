"""What the record's tests share: a clock the test moves, and waiting on a condition."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from kiosk.record.journal import SqliteJournal

OpenJournal: TypeAlias = Callable[..., SqliteJournal]


class ManualClock:
    """Stands still until moved. `step` moves the wall clock alone, as a bad time server would."""

    def __init__(self) -> None:
        self.wall = datetime(2026, 11, 23, 9, tzinfo=UTC)
        self.mono = 1000.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.mono

    def pass_by(self, seconds: float) -> None:
        self.mono += seconds
        self.wall += timedelta(seconds=seconds)

    def step(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)


def until(held: Callable[[], bool]) -> None:
    """Wait for a condition; the suite's time-out ends what never holds."""
    tick = threading.Event()
    while not held():
        tick.wait(0.005)
