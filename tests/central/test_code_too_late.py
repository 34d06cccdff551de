"""A one-time code comes too late, the clock is set back meanwhile, or its proof grows old."""

from __future__ import annotations

import pytest
from bank_desk import CHEN, Customer, settled
from central_desk import Bank, Caller
from codes_desk import ADDRESS, ask, on_the_phone, proof, refused, sent, spends, typed

DATABASES = ("sqlite",)


@pytest.fixture
def chen(bank: Bank, call: Caller) -> Customer:
    settled(bank)
    return Customer(bank, call, CHEN)


def test_a_code_is_good_for_five_minutes(bank: Bank, chen: Customer) -> None:
    challenge = sent(chen)
    bank.clock.advance(minutes=4, seconds=59)
    assert typed(chen, challenge, on_the_phone(bank)).status_code == 200
    challenge = sent(chen)
    bank.clock.advance(minutes=5)
    assert refused(typed(chen, challenge, on_the_phone(bank))) == {"reason": "expired"}


def test_the_same_request_says_what_is_left_of_its_time(bank: Bank, chen: Customer) -> None:
    key = "5b0e4a0c-3a0f-4f4e-9d8e-0d8c7c1f2a10"
    sent(chen, key=key)
    bank.clock.advance(minutes=2)
    assert ask(chen, key=key).json()["expiresIn"] == 180
    bank.clock.advance(minutes=10)
    assert ask(chen, key=key).json()["expiresIn"] == 0


def test_a_clock_that_is_set_back_gives_a_code_no_longer_life(bank: Bank, chen: Customer) -> None:
    challenge = sent(chen)
    code = on_the_phone(bank)
    bank.clock.advance(hours=-1)
    assert refused(typed(chen, challenge, code)) == {"reason": "expired"}


def test_a_clock_that_is_corrected_by_a_second_harms_nobody(bank: Bank, chen: Customer) -> None:
    challenge = sent(chen)
    bank.clock.advance(seconds=-1)
    assert typed(chen, challenge, on_the_phone(bank)).status_code == 200


def test_a_clock_that_is_set_back_lifts_no_lock_and_no_limit(bank: Bank, chen: Customer) -> None:
    for _ in range(5):
        sent(chen)
        bank.clock.advance(minutes=1)
    bank.clock.advance(minutes=-30)
    assert refused(ask(chen))["reason"] == "tooSoon"
    bank.clock.advance(minutes=30)
    assert refused(ask(chen))["reason"] == "tooMany"


def test_a_proof_is_good_for_five_minutes_and_not_before_it_was_given(bank: Bank, chen: Customer) -> None:
    given = proof(bank, chen)
    bank.clock.advance(minutes=5)
    assert not spends(bank, chen, ADDRESS, given)
    bank.clock.advance(hours=-1)
    assert not spends(bank, chen, ADDRESS, given)
