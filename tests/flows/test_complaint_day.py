"""The very day that it happened, from a calendar: not one to come, and none of more than two years ago."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flow_walk import Walk
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.complaint import DAYS_BACK, When
from kiosk.flows.complain import (
    DAY,
    EARLIER,
    LATER,
    ComplaintDay,
    ComplaintSummary,
    ComplaintWhen,
    ComplaintWish,
    DateTold,
    FileComplaint,
    TellDate,
)
from kiosk.flows.events import Chosen, Confirmed, LanguageChosen, Started, WentBack

TODAY = date(2026, 3, 2)


def at_day(today: date = TODAY) -> Walk:
    walk = Walk().told(Started(), Chosen("complain"), Chosen("fees"), Chosen(DAY)).sees(ComplaintWhen).asks(TellDate)
    return walk.told(DateTold(today)).sees(ComplaintDay, month=today.replace(day=1))


def test_the_day_is_in_the_complaint_and_so_is_what_it_is_called() -> None:
    walk = at_day().told(Chosen("2026-03-01")).sees(ComplaintWish)
    walk.told(Chosen("refund"), Chosen("none"), Chosen("none"), Chosen("here")).sees(ComplaintSummary)
    (asked,) = (effect for effect in walk.told(Confirmed()).effects if isinstance(effect, FileComplaint))
    assert (asked.complaint.when, asked.complaint.day) == (When.THIS_WEEK, date(2026, 3, 1))


def test_who_then_says_roughly_when_has_no_day() -> None:
    walk = at_day().told(Chosen("2026-03-01"), WentBack()).sees(ComplaintWhen).told(Chosen("earlier"))
    walk.sees(ComplaintWish)
    assert walk.visit.task.draft.day is None  # type: ignore[attr-defined]


def test_the_day_chosen_before_is_where_the_calendar_opens_again() -> None:
    walk = at_day().told(Chosen(EARLIER), Chosen("2026-02-10"), WentBack(), Chosen(DAY), DateTold(TODAY))
    walk.sees(ComplaintDay, month=date(2026, 2, 1))


def test_months_are_turned_back_to_the_oldest_day_and_not_into_the_future() -> None:
    walk = at_day().told(Chosen(LATER)).sees(ComplaintDay, month=date(2026, 3, 1))
    walk.told(*[Chosen(EARLIER)] * 40).sees(ComplaintDay, month=date(2024, 3, 1), turned=EARLIER)
    walk.told(*[Chosen(LATER)] * 40).sees(ComplaintDay, month=date(2026, 3, 1), turned=LATER)


@pytest.mark.parametrize("name", ["2026-03-03", "2024-02-29", "2026-13-40", "", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_not_offered_is_not_taken(name: str) -> None:
    at_day().told(Chosen(name)).sees(ComplaintDay)


def test_another_language_keeps_the_month() -> None:
    at_day().told(Chosen(EARLIER), LanguageChosen("en")).sees(ComplaintDay, month=date(2026, 2, 1))


def test_a_double_tap_or_a_late_answer_opens_no_second_calendar() -> None:
    at_day().told(Chosen(EARLIER), DateTold(TODAY)).sees(ComplaintDay, month=date(2026, 2, 1))
    at_day().told(Chosen("2026-03-01"), DateTold(TODAY)).sees(ComplaintWish)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.lists(st.sampled_from([EARLIER, LATER]), max_size=40))
def test_wherever_it_is_turned_to_there_is_a_day_to_choose(today: date, turns: list[str]) -> None:
    walk = at_day(today).told(*map(Chosen, turns)).sees(ComplaintDay)
    state = walk.visit.task
    assert isinstance(state, ComplaintDay)
    last = min(today, (state.month + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    assert state.oldest == today - timedelta(days=DAYS_BACK)
    assert state.oldest <= last <= today
    walk.told(Chosen(last.isoformat())).sees(ComplaintWish)


def test_what_a_day_is_called() -> None:
    called = {days: When.of(TODAY - timedelta(days=days), TODAY) for days in (-1, 0, 1, 6, 7, 700)}
    assert called == {
        -1: When.TODAY,
        0: When.TODAY,
        1: When.THIS_WEEK,
        6: When.THIS_WEEK,
        7: When.EARLIER,
        700: When.EARLIER,
    }
