"""Legal clocks as a data table: a regime's steps, the holidays of its country, and the days that they end on.

The days are counted in the branch's time zone, and the day of the start event is not counted (UK: "the third business
day following the day on which it is received", FCA DISP 1.5; China: Civil Code, article 201). A year whose holidays the
table does not have is counted by weekends alone, and the result says so. Which figures a regime has is the centre's
data; the defaults' sources are in docs/complaints.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any, Final

LONGEST: Final = 3660
"""The most days, business days or weeks that a step may have."""
_LAST: Final = date(9990, 1, 1)
_WEEKEND: Final = frozenset({5, 6})
"""Saturday and Sunday, as `date.weekday` counts."""


class Unit(StrEnum):
    """What a step is counted in."""

    CALENDAR_DAYS = "calendarDays"
    BUSINESS_DAYS = "businessDays"
    WEEKS = "weeks"


class DeadlineError(ValueError):
    """A table of regimes or holidays is not what it must be; the message names the place."""


@dataclass(frozen=True)
class Step:
    """Something that must be sent within a time of an event.

    `event` is what the time begins with (`received`, or what the centre records). An `exceptional` step counts only
    where the bank says so with a reason. `rolls`: an end on no business day moves to the next one.
    """

    id: str
    number: int
    unit: Unit
    event: str = "received"
    sends: str = ""
    exceptional: bool = False
    rolls: bool = False


@dataclass(frozen=True)
class Regime:
    """A country's clock for complaints of some categories; none named means all that no other regime names."""

    id: str
    version: int
    country: str
    steps: tuple[Step, ...]
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """A country's holidays, and the days of weekends that are worked in their place (China: 调休), by year."""

    country: str
    years: frozenset[int]
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def business(self, day: date) -> bool:
        """Whether a day is a business day. Of a year that the table does not have, every weekday is one."""
        return day in self.workdays or (day.weekday() not in _WEEKEND and day not in self.holidays)

    def knows(self, first: date, last: date) -> bool:
        """Whether the table has the holidays of every day from `first` to `last`."""
        return all(year in self.years for year in range(first.year, last.year + 1))


@dataclass(frozen=True)
class Deadline:
    """The last day of a step; `sure` is false where a year's holidays are not known and the day depends on them."""

    step: str
    on: date
    exceptional: bool
    sure: bool


def regime_for(regimes: Sequence[Regime], category: str) -> Regime | None:
    """The regime of a complaint's category: the first that names it, else the first that names none."""
    named = next((regime for regime in regimes if category in regime.categories), None)
    return named or next((regime for regime in regimes if not regime.categories), None)


def calendar_for(calendars: Sequence[Calendar], country: str) -> Calendar:
    """A country's calendar; an empty one, which knows no year, where there is none."""
    return next((one for one in calendars if one.country == country), Calendar(country, frozenset()))


def deadlines(
    regime: Regime, started: datetime, zone: tzinfo, calendar: Calendar, event: str = "received"
) -> tuple[Deadline, ...]:
    """The deadlines that an event starts; `started` is aware, and its day is that of the branch's clock."""
    day = started.astimezone(zone).date()
    return tuple(deadline(step, day, calendar) for step in regime.steps if step.event == event)


def deadline(step: Step, day: date, calendar: Calendar) -> Deadline:
    """The last day of a step that began on `day`. Raises OverflowError beyond the calendar."""
    match step.unit:
        case Unit.CALENDAR_DAYS:
            end = day + timedelta(days=step.number)
        case Unit.WEEKS:
            end = day + timedelta(weeks=step.number)
        case Unit.BUSINESS_DAYS:
            end = _business_days_after(day, step.number, calendar)
    counted = step.unit is Unit.BUSINESS_DAYS
    if step.rolls and not calendar.business(end):
        end = _business_days_after(end, 1, calendar)
        counted = True
    return Deadline(step.id, end, step.exceptional, not (counted or step.rolls) or calendar.knows(day, end))


def _business_days_after(day: date, number: int, calendar: Calendar) -> date:
    left = number
    while left > 0:
        if day >= _LAST:
            raise OverflowError("no such day")
        day += timedelta(days=1)
        left -= calendar.business(day)
    return day


# The tables as they are sent
def read_regimes(value: Any) -> tuple[Regime, ...]:
    """The regimes of a JSON value. Raises `DeadlineError`."""
    found = tuple(_regime(item, f"regimes[{index}]") for index, item in enumerate(_list(value, "regimes")))
    if len({regime.id for regime in found}) < len(found):
        raise DeadlineError("regimes names an id twice")
    return found


def read_calendars(value: Any) -> tuple[Calendar, ...]:
    """The calendars of a JSON value. Raises `DeadlineError`."""
    found = tuple(_calendar(item, f"calendars[{index}]") for index, item in enumerate(_list(value, "calendars")))
    if len({calendar.country for calendar in found}) < len(found):
        raise DeadlineError("calendars names a country twice")
    return found


def _regime(value: Any, where: str) -> Regime:
    item = _object(value, where)
    steps = tuple(
        _step(one, f"{where}.steps[{at}]") for at, one in enumerate(_list(item.get("steps"), f"{where}.steps"))
    )
    if not steps or len({step.id for step in steps}) < len(steps):
        raise DeadlineError(f"{where}.steps is empty or names an id twice")
    categories = tuple(
        _text(one, f"{where}.categories") for one in _list(item.get("categories", []), f"{where}.categories")
    )
    return Regime(
        _text(item.get("id"), f"{where}.id"),
        _whole(item.get("version"), f"{where}.version", 2**31 - 1),
        _text(item.get("country"), f"{where}.country"),
        steps,
        categories,
    )


def _step(value: Any, where: str) -> Step:
    item = _object(value, where)
    unit = item.get("unit")
    if not isinstance(unit, str) or unit not in set(Unit):
        raise DeadlineError(f"{where}.unit is none of {', '.join(Unit)}")
    sends = item.get("sends", "")
    if not isinstance(sends, str) or len(sends) > 500:
        raise DeadlineError(f"{where}.sends is not a text")
    return Step(
        _text(item.get("id"), f"{where}.id"),
        _whole(item.get("number"), f"{where}.number", LONGEST),
        Unit(unit),
        _text(item.get("event", "received"), f"{where}.event"),
        sends,
        _flag(item.get("exceptional", False), f"{where}.exceptional"),
        _flag(item.get("rolls", False), f"{where}.rolls"),
    )


def _calendar(value: Any, where: str) -> Calendar:
    item = _object(value, where)
    years = frozenset(_whole(one, f"{where}.years", 9999) for one in _list(item.get("years"), f"{where}.years"))
    holidays = _days(item.get("holidays", []), f"{where}.holidays")
    workdays = _days(item.get("workdays", []), f"{where}.workdays")
    if holidays & workdays:
        raise DeadlineError(f"{where} names a day as holiday and as workday")
    if strange := {day.year for day in holidays | workdays} - years:
        raise DeadlineError(f"{where} has days of {min(strange)}, which is none of its years")
    return Calendar(_text(item.get("country"), f"{where}.country"), years, holidays, workdays)


def _days(value: Any, where: str) -> frozenset[date]:
    try:
        return frozenset(date.fromisoformat(_text(one, where)) for one in _list(value, where))
    except ValueError as error:
        raise error if isinstance(error, DeadlineError) else DeadlineError(f"{where} has what is no day") from error


def _object(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise DeadlineError(f"{where} is not an object")
    return value


def _list(value: Any, where: str) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise DeadlineError(f"{where} is not a list")
    return value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 64:
        raise DeadlineError(f"{where} is not a short text")
    return value


def _whole(value: Any, where: str, most: int) -> int:
    if type(value) is not int or not 1 <= value <= most:
        raise DeadlineError(f"{where} is not a whole number from 1 to {most}")
    return value


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise DeadlineError(f"{where} is not true or false")
    return value
