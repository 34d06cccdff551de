"""International account numbers: those of the registry's examples, and every way of mistyping one."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.core.banking import mask
from kiosk.core.iban import LENGTHS, Fault, fault, is_iban, normalised
from kiosk.ui.amounts import grouped

EXAMPLES = (
    "BE68 5390 0754 7034",
    "CH93 0076 2011 6238 5295 7",
    "DE89 3704 0044 0532 0130 00",
    "FR14 2004 1010 0505 0001 3M02 606",
    "GB29 NWBK 6016 1331 9268 19",
    "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
    "NL91 ABNA 0417 1643 00",
    "NO93 8601 1117 947",
    "SA03 8000 0000 6080 1016 7519",
)
"""Of the IBAN registry."""
SIGNS = string.digits + string.ascii_uppercase


def remainder(text: str) -> int:
    """MOD 97 digit by digit, as ISO/IEC 7064 tells it."""
    found = 0
    for sign in text:
        for digit in str(SIGNS.index(sign)):
            found = (found * 10 + int(digit)) % 97
    return found


def made(country: str, bban: str) -> str:
    return f"{country}{98 - remainder(bban + country + '00'):02d}{bban}"


numbers = st.sampled_from(sorted(LENGTHS)).flatmap(
    lambda country: st.text(SIGNS, min_size=LENGTHS[country] - 4, max_size=LENGTHS[country] - 4).map(
        lambda bban: made(country, bban)
    )
)
elsewhere = st.builds(
    made,
    st.text(string.ascii_uppercase, min_size=2, max_size=2).filter(lambda country: country not in LENGTHS),
    st.text(SIGNS, min_size=11, max_size=30),
)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_registrys_examples_are_shown_as_it_writes_them(example: str) -> None:
    number = normalised(example)
    assert is_iban(number)
    assert grouped(number) == example
    assert normalised(example.lower().replace(" ", "-")) == number


@given(numbers | elsewhere)
def test_whatever_bears_its_check_digits_is_one(number: str) -> None:
    assert fault(number) is None


@given(numbers, st.data())
def test_a_wrong_sign_of_the_same_kind_is_always_found(number: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(2, len(number) - 1))
    kind = string.digits if number[at].isdigit() else string.ascii_uppercase
    other = data.draw(st.sampled_from(kind.replace(number[at], "")))
    assert fault(number[:at] + other + number[at + 1 :]) is Fault.CHECK


@given(numbers, st.data())
def test_two_neighbouring_digits_exchanged_are_always_found(number: str, data: st.DataObject) -> None:
    places = [at for at in range(2, len(number) - 1) if number[at] != number[at + 1] and number[at : at + 2].isdigit()]
    assume(places)
    at = data.draw(st.sampled_from(places))
    assert fault(number[:at] + number[at + 1] + number[at] + number[at + 2 :]) is Fault.CHECK


@given(numbers, st.data())
def test_a_sign_too_many_or_too_few_is_found_where_the_length_is_known(number: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(4, len(number) - 1))
    for wrong in (number[:at] + number[at + 1 :], number[:at] + "7" + number[at:]):
        assert fault(wrong) in (Fault.LENGTH, Fault.FORM)


@given(st.text(max_size=60))
def test_any_text_has_an_answer_and_what_is_one_is_of_capitals_and_digits(text: str) -> None:
    number = normalised(text)
    if fault(number) is None:
        assert set(number) <= set(SIGNS)
        assert 15 <= len(number) <= 34


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        ("", Fault.FORM),
        ("6217000000000122423", Fault.FORM),
        ("DE", Fault.FORM),
        ("D189370400440532013000", Fault.FORM),
        ("DEX9370400440532013000", Fault.FORM),
        ("DE8937040044053201300", Fault.LENGTH),
        ("DE8837040044053201300０", Fault.FORM),  # a full-width digit
        ("DE88370400440532013000", Fault.CHECK),
        ("ZZ00" + "1" * 20, Fault.CHECK),
    ],
)
def test_what_is_wrong_is_said(number: str, wrong: Fault) -> None:
    assert fault(number) is wrong


def test_check_digits_that_are_never_given_out_are_none() -> None:
    """01 leaves the same remainder as 98, and 99 as 02."""
    for number in range(2000):
        bban = f"{number:018d}"
        true = made("DE", bban)
        for never, like in (("01", "98"), ("00", "97"), ("99", "02")):
            if true[2:4] == like:
                assert fault(f"DE{never}{bban}") is Fault.CHECK


@given(numbers)
def test_a_mask_shows_four_signs(number: str) -> None:
    assert mask(number) == mask(grouped(number)) == f"**** {number[-4:]}"
