"""When a customer can be called back: by the branch's clock, on the bank's days, never in a window nobody can keep."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.callback import NOTICE, Window, slots
from kiosk.core.deadlines import calendar_for, read_calendars

ZONE = ZoneInfo("Asia/Shanghai")
WORKDAYS = (1, 2, 3, 4, 5)
MORNING = Window("morning", time(9, 30), time(12), WORKDAYS, (("en", "Morning"),))
AFTERNOON = Window("afternoon", time(13, 30), time(17), WORKDAYS, (("en", "Afternoon"),))
WINDOWS = (AFTERNOON, MORNING)


def offered(at: str) -> list[str]:
    now = datetime.fromisoformat(at).replace(tzinfo=ZONE)
    found = slots(WINDOWS, now.astimezone(UTC), ZONE)
    return [f"{slot.starts.date()}.{slot.window.id}" for slot in found]


def test_today_and_tomorrow_soonest_first() -> None:
    assert offered("2026-11-24T08:00") == [
        "2026-11-24.morning",
        "2026-11-24.afternoon",
        "2026-11-25.morning",
        "2026-11-25.afternoon",
    ]


def test_a_window_that_ends_within_half_an_hour_is_not_offered() -> None:
    assert offered("2026-11-24T11:30")[0] == "2026-11-24.morning"
    assert offered("2026-11-24T11:31")[0] == "2026-11-24.afternoon"


def test_on_a_friday_evening_monday_is_the_next_day() -> None:
    assert offered("2026-11-27T20:00") == ["2026-11-30.morning", "2026-11-30.afternoon"]


def test_nobody_rings_on_a_holiday_and_not_even_a_long_one_leaves_nothing() -> None:
    """Spring Festival of 2026: from the 15th to the 23rd of February. The demonstration's table has it."""
    told = tomllib.loads((Path(__file__).parents[2] / "central" / "regimes.toml").read_text(encoding="utf-8"))
    holidays = calendar_for(read_calendars(told["calendars"]), "CN").holidays
    for at in ("2026-02-13T20:00", "2026-02-15T08:00", "2026-02-20T08:00"):
        now = datetime.fromisoformat(at).replace(tzinfo=ZONE).astimezone(UTC)
        found = slots(WINDOWS, now, ZONE, holidays=holidays)
        assert [f"{slot.starts.date()}" for slot in found] == ["2026-02-24"] * 2


def test_in_the_night_of_summer_time_a_window_begins_by_the_clock_on_the_wall() -> None:
    london, every = ZoneInfo("Europe/London"), (1, 2, 3, 4, 5, 6, 7)
    for day, at in (("2026-03-29", "08:30"), ("2026-10-25", "09:30")):
        now = datetime.fromisoformat(f"{day}T00:00+00:00")
        (slot, *_) = slots((Window("m", time(9, 30), time(12), every, (("en", "x"),)),), now, london)
        assert slot.starts.astimezone(UTC) == datetime.fromisoformat(f"{day}T{at}+00:00")


def test_the_day_is_the_branch_s_and_not_the_server_s() -> None:
    """23:30 UTC on Monday is Tuesday morning in Hangzhou."""
    (first, *_) = slots(WINDOWS, datetime(2026, 11, 23, 23, 30, tzinfo=UTC), ZONE)
    assert (first.id, first.ahead) == ("slot0", 0)
    assert first.starts == datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


def test_a_bank_that_never_calls_back_offers_nothing() -> None:
    assert slots((), datetime(2026, 11, 24, tzinfo=UTC), ZONE) == ()
    assert slots((Window("w", time(9), time(10), (), (("en", "x"),)),), datetime(2026, 11, 24, tzinfo=UTC), ZONE) == ()


@given(st.integers(0, 4 * 365 * 24 * 60))
def test_at_any_time_what_is_offered_can_be_kept(minutes: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    found = slots(WINDOWS, now, ZONE)
    assert 1 <= len(found) <= 4
    assert len({slot.id for slot in found}) == len(found)
    for slot in found:
        assert slot.ends - now >= NOTICE
        assert slot.starts < slot.ends
        assert slot.starts.isoweekday() in WORKDAYS
        assert slot.ends - now < timedelta(days=5)
