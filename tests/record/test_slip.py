"""What is printed on a slip can be typed, and nothing else passes for it."""

from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.record.slip import ALPHABET, SYMBOLS, Slip, SlipError, fingerprint, grouped, make_code, print_of


def test_a_code_has_a_hundred_bits_and_no_symbol_that_looks_like_another() -> None:
    assert SYMBOLS * math.log2(len(ALPHABET)) > 100
    assert not set("01258OIZSBoizsbl") & set(ALPHABET)
    assert len({make_code() for _ in range(100)}) == 100


@given(st.binary(max_size=64), st.text(alphabet="abcABC0123456789._-", min_size=1, max_size=20))
def test_what_is_printed_is_read_however_it_is_typed(certificate: bytes, kiosk: str) -> None:
    slip = Slip(make_code(), kiosk, print_of(certificate))
    name, code, shown = str(slip).split(":")
    for typed in (str(slip), f" {name} : {code.lower()} : {shown.replace('-', ' ')} ", f"{name}:{slip.code}:{shown}"):
        assert Slip.parse(typed) == slip
    assert slip.fits(certificate)
    assert not slip.fits(certificate + b"x")


def test_a_fingerprint_may_be_said_in_hexadecimal() -> None:
    code, whole = make_code(), fingerprint(b"x").upper()
    pairs = ":".join(whole[at : at + 2] for at in range(0, 64, 2))
    for said in (whole, pairs, print_of(b"x"), grouped(print_of(b"x"))):
        assert Slip.parse(code, "0571-3", said).fits(b"x")
    assert not Slip.parse(code).fits(b"")


@pytest.mark.parametrize("typed", ["", ":", "::", "a:b:c:d", "0571-3:4444", "0571-3:" + "4" * 24 + ":44", "5" * 24])
def test_what_is_no_slip_is_told_without_repeating_it(typed: str) -> None:
    with pytest.raises(SlipError) as told:
        Slip.parse(typed)
    assert not typed.strip(":") or typed not in str(told.value)


@given(st.text(max_size=120))
def test_arbitrary_text_is_a_slip_or_an_error(typed: str) -> None:
    with contextlib.suppress(SlipError):
        assert len(Slip.parse(typed).code) == SYMBOLS
