"""What stories of appointments are told with: times, appointments, and what the house may answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flow_walk import APPOINTMENT, CODE

from kiosk.core.booking import Booking, BookingState, Day, FreeSlot, by_day

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
SERVICE = "transfer"


def slot(hours: float = 0, left: int | None = 2) -> FreeSlot:
    """A time on the day after `AT`, so many hours after half past nine."""
    starts = datetime(2026, 3, 2, 1, 30, tzinfo=UTC) + timedelta(hours=hours)
    return FreeSlot(SERVICE, starts, starts + timedelta(hours=1), left)


SLOTS = (slot(), slot(1), slot(24))
DAYS: tuple[Day, ...] = by_day(SLOTS, ZONE)
NUMBER = "482915309"
BOOKING = Booking(
    id=APPOINTMENT.id,
    number=NUMBER,
    branch="branch-1",
    service=SERVICE,
    starts=SLOTS[0].starts,
    ends=SLOTS[0].ends,
    opens=SLOTS[0].starts - timedelta(minutes=30),
    closes=SLOTS[0].starts + timedelta(minutes=15),
    state=BookingState.BOOKED,
    uid="5f0c1f0e-3f55-4f0e-9c0b-0a1d1f3f2b11",
    code=CODE,
)
LATER = replace(BOOKING, id="A-8", starts=SLOTS[2].starts, ends=SLOTS[2].ends)
CANCELLED = replace(BOOKING, state=BookingState.CANCELLED, sequence=1, code=None)
CHECKED_IN = replace(BOOKING, id="A-9", state=BookingState.CHECKED_IN, code=None)
