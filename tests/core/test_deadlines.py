"""Legal clocks: weekends, holidays, days worked in their place, years nobody knows yet, and the branch's midnight."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.deadlines import (
    Calendar,
    Deadline,
    DeadlineError,
    Regime,
    Step,
    Unit,
    calendar_for,
    deadline,
    deadlines,
    read_calendars,
    read_regimes,
    regime_for,
)

TABLE = tomllib.loads((Path(__file__).parents[2] / "central" / "regimes.toml").read_text("utf-8"))
REGIMES = {regime.id: regime for regime in read_regimes(TABLE["regimes"])}
CALENDARS = read_calendars(TABLE["calendars"])
SHANGHAI, LONDON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")


def ends(regime: str, received: datetime, zone: ZoneInfo) -> dict[str, tuple[str, bool]]:
    found = deadlines(REGIMES[regime], received, zone, calendar_for(CALENDARS, REGIMES[regime].country))
    return {one.step: (one.on.isoformat(), one.sure) for one in found}


def test_china_counts_15_30_and_60_days() -> None:
    assert ends("cn-consumer", datetime(2026, 11, 27, 4, tzinfo=UTC), SHANGHAI) == {
        "simple": ("2026-12-12", True),
        "complex": ("2026-12-27", True),
        "special": ("2027-01-26", True),
    }


def test_the_day_is_the_branchs() -> None:
    """21:00 in London is five the next morning in Shanghai."""
    at = datetime(2026, 11, 26, 21, tzinfo=UTC)
    assert ends("cn-consumer", at, SHANGHAI)["simple"][0] == "2026-12-12"
    assert ends("cn-consumer", at, LONDON)["simple"][0] == "2026-12-11"


def test_the_uk_counts_business_days_over_christmas_and_weeks() -> None:
    assert ends("uk-disp", datetime(2026, 12, 23, 15, tzinfo=UTC), LONDON) == {
        "summary": ("2026-12-30", True),  # 24, 29, 30: the 25th and, for Boxing Day on a Saturday, the 28th are off
        "final": ("2027-02-17", True),
    }
    assert ends("uk-payments", datetime(2026, 11, 27, 9, tzinfo=UTC), LONDON) == {
        "summary": ("2026-12-02", True),
        "payments": ("2026-12-18", True),
        "paymentsLate": ("2027-01-20", True),
    }


def test_summer_time_moves_no_deadline() -> None:
    assert ends("uk-disp", datetime(2026, 3, 28, 23, 30, tzinfo=UTC), LONDON)["summary"][0] == "2026-04-01"
    assert ends("uk-disp", datetime(2026, 3, 29, 23, 30, tzinfo=UTC), LONDON)["summary"][0] == "2026-04-02"


def test_the_us_counts_15_and_60() -> None:
    assert [on for on, _ in ends("us-cfpb", datetime(2026, 11, 27, 18, tzinfo=UTC), LONDON).values()] == [
        "2026-12-12",
        "2027-01-26",
    ]


@pytest.mark.parametrize(
    ("day", "number", "end"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # National Day: 1 to 7 October
        (date(2026, 10, 9), 1, date(2026, 10, 10)),  # a Saturday that is worked
        (date(2026, 9, 18), 1, date(2026, 9, 20)),  # a Sunday that is worked
        (date(2026, 2, 13), 3, date(2026, 2, 25)),  # Spring Festival, with the 14th worked
    ],
)
def test_china_works_at_weekends_for_its_holidays(day: date, number: int, end: date) -> None:
    step = Step("any", number, Unit.BUSINESS_DAYS)
    assert deadline(step, day, calendar_for(CALENDARS, "CN")) == Deadline("any", end, exceptional=False, sure=True)


def test_a_year_without_holidays_is_counted_by_weekends_and_says_so() -> None:
    chinese = calendar_for(CALENDARS, "CN")
    step = Step("any", 5, Unit.BUSINESS_DAYS)
    assert deadline(step, date(2026, 12, 29), chinese) == Deadline(
        "any", date(2027, 1, 5), exceptional=False, sure=False
    )
    assert deadline(step, date(2026, 12, 1), chinese).sure
    assert deadline(Step("any", 60, Unit.CALENDAR_DAYS), date(2026, 12, 29), chinese).sure, "needs no holiday"
    assert not deadline(step, date(2026, 12, 1), calendar_for(CALENDARS, "FR")).sure, "an unknown country"


def test_an_end_on_a_holiday_moves_where_the_regime_says_so() -> None:
    chinese = calendar_for(CALENDARS, "CN")
    fifteen = Step("any", 15, Unit.CALENDAR_DAYS, rolls=True)
    assert deadline(fifteen, date(2026, 9, 18), chinese).on == date(2026, 10, 8)
    assert deadline(fifteen, date(2026, 12, 20), chinese) == Deadline(
        "any", date(2027, 1, 4), exceptional=False, sure=False
    )


def test_a_category_has_its_own_clock() -> None:
    british = tuple(regime for regime in REGIMES.values() if regime.country == "GB")
    assert [getattr(regime_for(british, of), "id", None) for of in ("transfer", "fees")] == ["uk-payments", "uk-disp"]
    assert regime_for((), "fees") is None


def test_only_the_steps_of_the_event_begin() -> None:
    regime = Regime("r", 1, "GB", (Step("a", 1, Unit.WEEKS), Step("b", 26, Unit.WEEKS, event="answered")))
    at = datetime(2026, 11, 27, tzinfo=UTC)
    assert [one.step for one in deadlines(regime, at, UTC, Calendar("GB", frozenset()), "answered")] == ["b"]


DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(DAYS, st.integers(1, 80), st.sets(DAYS, max_size=30), st.sets(DAYS, max_size=30))
def test_so_many_business_days_lie_between(day: date, number: int, holidays: set[date], workdays: set[date]) -> None:
    calendar = Calendar("XX", frozenset(range(2000, 2102)), frozenset(holidays - workdays), frozenset(workdays))
    end = deadline(Step("any", number, Unit.BUSINESS_DAYS), day, calendar).on
    between = [day + timedelta(days=ahead) for ahead in range(1, (end - day).days + 1)]
    assert sum(map(calendar.business, between)) == number
    assert calendar.business(end)


@given(DAYS, st.integers(1, 300), st.sampled_from(Unit))
def test_a_later_start_never_ends_earlier(day: date, number: int, unit: Unit) -> None:
    chinese = calendar_for(CALENDARS, "CN")
    step = Step("any", number, unit, rolls=True)
    assert day < deadline(step, day, chinese).on <= deadline(step, day + timedelta(days=1), chinese).on


def test_there_is_no_day_after_the_calendars_end() -> None:
    with pytest.raises(OverflowError):
        deadline(Step("any", 3660, Unit.BUSINESS_DAYS), date(9985, 1, 1), Calendar("XX", frozenset()))


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [None],
        [{"id": "a", "version": 1, "country": "CN", "steps": []}],
        [{"id": "a", "version": 0, "country": "CN", "steps": [{"id": "s", "number": 1, "unit": "weeks"}]}],
        [{"id": "a", "version": 1, "country": "CN", "steps": [{"id": "s", "number": 0, "unit": "weeks"}]}],
        [{"id": "a", "version": 1, "country": "CN", "steps": [{"id": "s", "number": True, "unit": "weeks"}]}],
        [{"id": "a", "version": 1, "country": "CN", "steps": [{"id": "s", "number": 1, "unit": "months"}]}],
        [{"id": "a", "version": 1, "country": "CN", "steps": [{"id": "s", "number": 1, "unit": ["weeks"]}]}],
        [{"id": "a", "version": 1, "country": "CN", "steps": [{"id": "s", "number": 1, "unit": "weeks"}] * 2}],
    ],
)
def test_a_crooked_regime_is_refused(broken: object) -> None:
    with pytest.raises(DeadlineError):
        read_regimes(broken)


STEP = {"id": "s", "number": 1, "unit": "weeks", "event": "received", "sends": "x" * 500, "rolls": True}
REGIME = {"id": "i" * 64, "version": 1, "country": "CN", "categories": ["fees"]}


@pytest.mark.parametrize("field", ["id", "country", "event", "categories"])
@pytest.mark.parametrize("broken", [None, "", "i" * 65, 7, ["a"]])
def test_a_regimes_names_are_short_texts(field: str, broken: object) -> None:
    regime, step = dict(REGIME, steps=[STEP]), dict(STEP, event=broken)
    assert read_regimes([regime])
    crooked = {"event": {"steps": [step]}, "categories": {"categories": [broken]}}.get(field, {field: broken})
    with pytest.raises(DeadlineError, match=f"{field} is not a short text"):
        read_regimes([regime | crooked])


@pytest.mark.parametrize(
    ("crooked", "where"),
    [
        ({"id": 7}, "id"),
        ({"number": 3661}, "number"),
        ({"sends": "x" * 501}, "sends"),
        ({"sends": None}, "sends"),
        ({"exceptional": 1}, "exceptional"),
        ({"rolls": "yes"}, "rolls"),
    ],
)
def test_what_is_wrong_with_a_step_is_named_by_its_place(crooked: dict[str, object], where: str) -> None:
    with pytest.raises(DeadlineError, match=rf"^regimes\[0\].steps\[1\].{where} "):
        read_regimes([dict(REGIME, steps=[STEP, STEP | {"id": "second"} | crooked])])


@pytest.mark.parametrize(
    "broken",
    [
        {},
        [{"country": "CN", "years": [2026], "holidays": ["2026-02-30"]}],
        [{"country": "CN", "years": [2026], "holidays": ["2027-01-01"]}],
        [{"country": "CN", "years": [2026], "holidays": ["2026-01-01"], "workdays": ["2026-01-01"]}],
        [{"country": "CN", "years": ["2026"]}],
        [{"country": "CN", "years": [2026]}, {"country": "CN", "years": [2027]}],
    ],
)
def test_a_crooked_calendar_is_refused(broken: object) -> None:
    with pytest.raises(DeadlineError):
        read_calendars(broken)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "steps", "unit", "number"]), inner)
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_is_sent_is_read_or_refused(value: object) -> None:
    for read in (read_regimes, read_calendars):
        with suppress(DeadlineError):
            assert isinstance(read(value), tuple)
