"""Amounts: no cent is lost between the wire and the screen, and nothing but an amount is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.money import LARGEST, Money, MoneyError, digits

CURRENCIES = st.sampled_from(["CNY", "EUR", "JPY", "KWD", "CLF"])
AMOUNTS = st.integers(-LARGEST, LARGEST)


@given(AMOUNTS, CURRENCIES)
def test_what_goes_over_the_wire_comes_back(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.parse(money.decimal(), currency) == money


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1056", "EUR", 105600),
        ("5768.2", "EUR", 576820),
        ("-1.50", "EUR", -150),
        ("5877.78", "EUR", 587778),
        ("0.05", "CNY", 5),
        ("-0.05", "CNY", -5),
        ("1000", "JPY", 1000),
        ("1.234", "KWD", 1234),
        ("-0.00", "CNY", 0),
    ],
)
def test_the_examples_of_the_standard(text: str, currency: str, minor: int) -> None:
    """NextGenPSD2, implementation guidelines, 14.1: `amount`, and currencies without and with three decimals."""
    assert Money.parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    "text", ["", "1,50", "1.", ".5", "+1", "1e3", " 1", "1 ", "--1", "1.2.3", "NaN", "١", "9" * 16]
)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(MoneyError):
        Money.parse(text, "CNY")


def test_no_part_of_a_minor_unit() -> None:
    for text, currency in [("1.234", "CNY"), ("1.0", "JPY")]:
        with pytest.raises(MoneyError):
            Money.parse(text, currency)


@pytest.mark.parametrize("currency", ["cny", "CN", "CNYY", "", "C1Y", None, {}])
def test_what_is_no_currency(currency: str) -> None:
    with pytest.raises(MoneyError):
        Money(1, currency)
    with pytest.raises(MoneyError):
        Money.parse("1", currency)


@pytest.mark.parametrize("minor", [1.0, True, LARGEST + 1, "1"])
def test_an_amount_is_a_bounded_whole_number(minor: int) -> None:
    with pytest.raises(MoneyError):
        Money(minor, "CNY")


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_sums_and_order(one: int, other: int) -> None:
    a, b = Money(one, "CNY"), Money(other, "CNY")
    assert (a + b).minor == one + other
    assert a - b == a + -b
    assert (a < b, a <= b, a > b, a >= b) == (one < other, one <= other, one > other, one >= other)


def test_two_currencies_make_no_sum() -> None:
    for act in (lambda: Money(1, "CNY") + Money(1, "EUR"), lambda: Money(1, "CNY") < Money(1, "EUR")):
        with pytest.raises(MoneyError) as caught:
            act()
        assert "1" not in str(caught.value)


def test_minor_units() -> None:
    assert [digits(code) for code in ("CNY", "JPY", "KWD", "CLF", "XXX")] == [2, 0, 3, 4, 2]
