"""A telephone number is taken as people dial it, or it is said what is wrong with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.callback import NumberTrouble, PhoneNumber, grouped, is_reference, phone_number, reference


@pytest.mark.parametrize(
    ("typed", "taken", "shown"),
    [
        ("13800138000", "+8613800138000", "138 0013 8000"),
        ("138 0013 8000", "+8613800138000", "138 0013 8000"),
        ("１３８００１３８０００", "+8613800138000", "138 0013 8000"),
        ("+86 138-0013-8000", "+8613800138000", "138 0013 8000"),
        ("008613800138000", "+8613800138000", "138 0013 8000"),
        ("01065551234", "+861065551234", "010 65551234"),
        ("(010) 6555-1234", "+861065551234", "010 65551234"),
        ("+86 10 6555 1234", "+861065551234", "010 65551234"),
        ("02158881234", "+862158881234", "021 58881234"),
        ("057187654321", "+8657187654321", "0571 87654321"),
        ("05557654321", "+865557654321", "0555 7654321"),
        ("+85225551234", "+85225551234", "+85225551234"),
        ("0044 20 7946 0958", "+442079460958", "+442079460958"),
        ("+1 202 555 0143", "+12025550143", "+12025550143"),
        ("+290 1234", "+2901234", "+2901234"),
        ("+49 1234 5678 90123", "+491234567890123", "+491234567890123"),
    ],
)
def test_numbers_that_can_be_rung(typed: str, taken: str, shown: str) -> None:
    number = phone_number(typed)
    assert isinstance(number, PhoneNumber)
    assert (number.e164, number.shown()) == (taken, shown)
    assert phone_number(number.e164) == number
    assert taken[5:] not in repr(number)


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("", NumberTrouble.EMPTY),
        ("  -", NumberTrouble.EMPTY),
        ("+", NumberTrouble.EMPTY),
        ("1380013800", NumberTrouble.TOO_SHORT),
        ("138001380001", NumberTrouble.TOO_LONG),
        ("12800138000", NumberTrouble.NOT_A_MOBILE),
        ("87654321", NumberTrouble.NO_AREA),
        ("0571876543", NumberTrouble.TOO_SHORT),
        ("0571876543210", NumberTrouble.TOO_LONG),
        ("057107654321", NumberTrouble.NO_AREA),
        ("+44", NumberTrouble.TOO_SHORT),
        ("+290123", NumberTrouble.TOO_SHORT),
        ("+1234567890123456", NumberTrouble.TOO_LONG),
        ("+0123456789", NumberTrouble.NOT_A_NUMBER),
        ("13800a38000", NumberTrouble.NOT_A_NUMBER),
        ("١٣٨٠٠١٣٨٠٠٠", NumberTrouble.NOT_A_NUMBER),
        ("+8612345", NumberTrouble.TOO_SHORT),
    ],
)
def test_what_is_wrong_is_named(typed: str, trouble: NumberTrouble) -> None:
    assert phone_number(typed) is trouble


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_has_a_trouble(typed: str) -> None:
    number = phone_number(typed)
    assert isinstance(number, PhoneNumber | NumberTrouble)
    if isinstance(number, PhoneNumber):
        assert 8 <= len(number.e164) <= 16
        assert number.e164[1:].isascii()
        assert number.e164[1:].isdigit()


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.integers(0, 9), st.integers(1, 9))
def test_a_reference_read_out_with_one_wrong_digit_is_noticed(digits: str, place: int, by: int) -> None:
    """Its check digit is ISO/IEC 7064 MOD 11,10 (`stdnum.iso7064`)."""
    from stdnum.iso7064 import mod_11_10

    whole = reference(digits)
    assert is_reference(whole)
    assert is_reference(grouped(whole))
    assert mod_11_10.is_valid(whole)
    wrong = whole[:place] + str((int(whole[place]) + by) % 10) + whole[place + 1 :]
    assert not is_reference(wrong)


def test_a_reference_is_made_of_nine_digits() -> None:
    for bad in ("", "12345678", "1234567890", "12345678a", "１２３４５６７８９"):
        with pytest.raises(ValueError, match="nine digits"):
            reference(bad)
