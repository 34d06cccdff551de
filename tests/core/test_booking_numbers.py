"""Booking numbers find a slip of the finger, and a wait is a range that can be kept."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_10

from kiosk.core.booking import FreeSlot, by_day, check_digit, grouped, is_number, tail_of
from kiosk.core.waiting import Wait, expected

DIGITS = st.text("0123456789", min_size=8, max_size=8)


@given(DIGITS)
def test_the_check_digit_is_that_of_iso_7064(digits: str) -> None:
    assert check_digit(digits) == mod_11_10.calc_check_digit(digits)
    assert is_number(digits + check_digit(digits))


@given(DIGITS, st.integers(0, 8), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_found(digits: str, place: int, digit: str) -> None:
    number = digits + check_digit(digits)
    typed = number[:place] + digit + number[place + 1 :]
    assert is_number(typed) == (typed == number)


@given(st.text(max_size=12))
def test_anything_may_be_typed(typed: str) -> None:
    assert is_number(typed) in (True, False)
    if is_number(typed):
        assert mod_11_10.is_valid(typed)


def test_how_numbers_are_shown_and_tails_taken() -> None:
    assert grouped("482915309") == "482 915 309"
    assert tail_of("11010519491231002X") == "1002"
    assert tail_of("x0-00 12a3") == "0123"
    assert tail_of("AB123") is None
    assert tail_of("１２３４５") is None  # full-width digits are not on the keypad


def test_days_are_the_branchs() -> None:
    starts = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)
    slots = [FreeSlot("s", starts + timedelta(hours=h), starts + timedelta(hours=h + 1)) for h in (1, 0, 24)]
    days = by_day(slots, ZoneInfo("Asia/Shanghai"))
    assert [(day.date.day, len(day.slots)) for day in days] == [(1, 1), (2, 2)]
    assert days[1].slots == (slots[0], slots[2])


@pytest.mark.parametrize("given_", [(3, 10, 0), (-1, 10, 1), (3, 0, 1), (500, 10, 1)])
def test_nobody_can_say(given_: tuple[int, float, int]) -> None:
    assert expected(*given_) is None


@given(st.integers(0, 40), st.floats(1, 60), st.integers(1, 10))
def test_a_wait_is_a_range_of_fives(before: int, minutes: float, counters: int) -> None:
    wait = expected(before, minutes, counters)
    if wait is not None:
        assert wait.least % 5 == wait.most % 5 == 0
        assert wait.least <= before * minutes / counters <= wait.most


def test_most_customers_wait_as_long_as_was_said() -> None:
    """A branch with three counters whose service times are exponential, all in use, and five customers before."""
    chance = random.Random(5)
    wait, kept = expected(5, 10, 3), 0
    assert wait == Wait(5, 35)
    for _ in range(4000):
        free = [chance.expovariate(1 / 10) for _ in range(3)]
        for _ in range(5):
            free.sort()
            free[0] += chance.expovariate(1 / 10)
        kept += wait.least <= min(free) <= wait.most
    assert kept / 4000 > 0.85


@pytest.mark.parametrize(("least", "most"), [(5, 5), (-5, 10), (10, 5), (0, 605)])
def test_a_wait_that_is_none(least: int, most: int) -> None:
    with pytest.raises(ValueError, match="range"):
        Wait(least, most)
