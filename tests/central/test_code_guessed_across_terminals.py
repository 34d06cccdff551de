"""Somebody guesses at a one-time code, at one terminal and then at others: three tries, wherever they are made."""

from __future__ import annotations

import pytest
from bank_desk import CHEN, OUYANG, Customer, settled
from central_desk import Bank, Caller
from codes_desk import ask, elsewhere, on_the_phone, refused, sent, typed, wrong
from sqlalchemy import insert

from central import tables

DATABASES = ("sqlite",)  # test_code_sent and test_code_flood ask both


@pytest.fixture
def chen(bank: Bank, call: Caller) -> Customer:
    settled(bank)
    return Customer(bank, call, CHEN)


def test_three_wrong_codes_at_three_terminals_lock_all(bank: Bank, chen: Customer) -> None:
    others = [elsewhere(bank, f"0571-{number}", f"visit-{number}") for number in (4, 5)]
    for number, customer in enumerate((chen, *others)):
        challenge = sent(customer)
        answer = refused(typed(customer, challenge, wrong(bank)))
        left: dict[str, object] = {"reason": "wrong", "triesLeft": 2 - number}
        assert answer == (left if number < 2 else {"reason": "locked", "waitIn": 900})
        bank.clock.advance(minutes=1)
    for customer in (chen, *others):
        assert refused(ask(customer))["reason"] == "locked"
    assert refused(typed(others[-1], challenge, on_the_phone(bank)))["reason"] == "locked"


def test_another_code_gives_no_try_back(bank: Bank, chen: Customer) -> None:
    for tries_left in (2, 1):
        assert refused(typed(chen, sent(chen), wrong(bank)))["triesLeft"] == tries_left
        bank.clock.advance(minutes=2)
    assert refused(typed(chen, sent(chen), wrong(bank)))["reason"] == "locked"


def test_each_lock_lasts_twice_as_long_and_a_day_of_peace_forgives(bank: Bank, chen: Customer) -> None:
    for lasts in (15, 30, 60):
        challenge = sent(chen)
        answers = [refused(typed(chen, challenge, wrong(bank))) for _ in range(3)]
        assert answers[-1] == {"reason": "locked", "waitIn": lasts * 60}
        bank.clock.advance(minutes=lasts - 1)
        chen = Customer(bank, chen.call, CHEN)
        assert refused(ask(chen)) == {"reason": "locked", "waitIn": 60}
        bank.clock.advance(minutes=1)
    bank.clock.advance(days=1, minutes=1)
    chen = Customer(bank, chen.call, CHEN)
    challenge = sent(chen)
    answers = [refused(typed(chen, challenge, wrong(bank))) for _ in range(3)]
    assert answers[-1] == {"reason": "locked", "waitIn": 15 * 60}


def test_who_guesses_for_months_is_locked_for_a_day_each_time(bank: Bank, chen: Customer) -> None:
    with bank.service.store.write() as connection:
        locked = {"customer": "chen", "failures": 0, "locks": 37, "locked_until": None, "last_at": bank.clock.now}
        connection.execute(insert(tables.code_standing).values(**locked))
    challenge = sent(chen)
    answers = [refused(typed(chen, challenge, wrong(bank))) for _ in range(3)]
    assert answers[-1] == {"reason": "locked", "waitIn": 24 * 60 * 60}
    assert refused(typed(chen, challenge, on_the_phone(bank)))["reason"] == "locked"


def test_a_right_code_forgives_what_was_wrong_before_it(bank: Bank, chen: Customer) -> None:
    for _ in range(2):
        challenge = sent(chen)
        for tries_left in (2, 1):
            assert refused(typed(chen, challenge, wrong(bank)))["triesLeft"] == tries_left
        assert typed(chen, challenge, on_the_phone(bank)).status_code == 200


def test_another_customer_is_not_locked_with_them(bank: Bank, chen: Customer) -> None:
    challenge = sent(chen)
    for _ in range(3):
        refused(typed(chen, challenge, wrong(bank)))
    other = Customer(bank, chen.call, OUYANG, "visit-2")
    assert typed(other, sent(other), on_the_phone(bank)).status_code == 200


def test_a_challenge_of_another_customer_or_terminal_is_no_challenge(bank: Bank, chen: Customer) -> None:
    challenge = sent(chen)
    code = on_the_phone(bank)
    assert refused(typed(elsewhere(bank, "0571-4", "visit-1"), challenge, code)) == {"reason": "expired"}
    assert typed(chen, challenge, code).status_code == 200
