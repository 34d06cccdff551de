"""The calendar: its weeks, what is read of a day, and that keys alone choose one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagehouse import House

from kiosk.flows import complain, events
from kiosk.ui.catalogue import examples
from kiosk.ui.months import MonthGrid

NEWEST, OLDEST = date(2026, 11, 27), date(2024, 11, 26)


def told(first: date, language: str = "en", chosen: date | None = None) -> dict[str, object]:
    return MonthGrid(first, OLDEST, NEWEST, language, chosen=chosen).told("MMMM yyyy", "dddd, d MMMM")


@pytest.mark.parametrize(
    ("language", "monday", "month"), [("en", "Mon", "November 2026"), ("zh_CN", "周一", "十一月 2026")]
)
def test_a_week_begins_with_monday(language: str, monday: str, month: str) -> None:
    grid = told(date(2026, 11, 1), language)
    assert grid["weekdays"][0] == monday  # type: ignore[index]
    assert grid["month"] == month
    assert grid["blanks"] == 6  # the first was a Sunday


def test_a_day_is_read_with_its_weekday_and_what_cannot_be_chosen_has_no_name() -> None:
    grid = told(date(2026, 11, 1))
    days: list[dict[str, object]] = grid["days"]  # type: ignore[assignment]
    assert days[26] == {"id": "2026-11-27", "text": "27", "sign": "Friday, 27 November", "chosen": False}
    assert [day["id"] for day in days[27:]] == [""] * 3
    assert (grid["start"], grid["earlier"], grid["later"]) == ("2026-11-27", True, False)
    oldest = told(date(2024, 11, 1))
    assert (oldest["start"], oldest["earlier"], oldest["later"]) == ("2024-11-30", False, True)
    assert told(date(2026, 9, 1), chosen=date(2026, 9, 3))["start"] == "2026-09-03"


@given(st.dates(date(2024, 12, 1), date(2026, 10, 31)))
def test_every_day_of_a_month_stands_below_its_weekday(day: date) -> None:
    grid = told(day.replace(day=1))
    days: list[dict[str, object]] = grid["days"]  # type: ignore[assignment]
    at = [one["id"] for one in days].index(day.isoformat())
    assert (int(grid["blanks"]) + at) % 7 == day.weekday()  # type: ignore[call-overload]
    assert len(days) == int(str(days[-1]["text"]))


def focused(house: House) -> str:
    item = house.stage.window.activeFocusItem()
    return "" if item is None else item.objectName()


def test_keys_alone_go_from_day_to_day_and_to_another_month(house: House) -> None:
    house.show(examples()["ComplaintDay"])
    assert focused(house) == "choose-2026-11-27"
    house.puppet.key("previous")
    assert focused(house) == "choose-2026-11-26"
    for _ in range(2):
        house.puppet.key("next")
    assert focused(house) == "earlierMonth"
    house.puppet.key("confirm")
    house.settle()
    task = house.session.state.task
    assert isinstance(task, complain.ComplaintDay)
    assert task.month == date(2026, 10, 1)
    assert focused(house) == "earlierMonth", "who turns goes on turning"
    house.puppet.key("previous")
    assert focused(house) == "choose-2026-10-31"
    house.puppet.key("confirm")
    house.settle()
    assert isinstance(house.session.state.task, complain.ComplaintWish)
    assert house.session.state.task.draft.day == date(2026, 10, 31)


def test_a_day_is_in_the_summary_in_the_language_of_the_screen(house: House) -> None:
    house.show(examples()["ComplaintSummary-day"])
    screen = house.session.shown_screen
    assert screen is not None
    assert any("2026年9月30日" in line for line in screen.property("lines"))
    house.tell(events.LanguageChosen("en"))
    screen = house.session.shown_screen
    assert screen is not None
    assert any("30 September 2026" in line for line in screen.property("lines"))
