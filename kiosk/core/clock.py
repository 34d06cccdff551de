"""The real clock, and the calendar on the wall."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime


class SystemClock:
    """Implements `kiosk.core.ports.Clock`."""

    def now(self) -> datetime:
        """The wall clock, aware UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()


def civil_today() -> date:
    """Today where the terminal stands."""
    return datetime.now().astimezone().date()
