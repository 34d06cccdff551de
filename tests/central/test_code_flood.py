"""Somebody asks for one code after the other: the older is void, and no phone is buried in messages."""

from __future__ import annotations

import pytest
from bank_desk import CHEN, NORDQVIST, OUYANG, Customer, settled
from central_desk import Bank, Caller
from codes_desk import ask, elsewhere, on_the_phone, refused, sent, typed

from kiosk.core.secondfactor import Purpose, ToConfirm

NEW_PHONE = ToConfirm(Purpose.PHONE_CHANGE, (("phone", "+8613800009876"),))


DATABASES = ("sqlite",)


@pytest.fixture
def chen(bank: Bank, call: Caller) -> Customer:
    settled(bank)
    return Customer(bank, call, CHEN)


def test_a_newer_code_makes_the_older_void(bank: Bank, chen: Customer) -> None:
    first = sent(chen)
    code = on_the_phone(bank)
    bank.clock.advance(minutes=1)
    second = sent(chen)
    assert refused(typed(chen, first, code)) == {"reason": "expired"}
    assert typed(chen, second, on_the_phone(bank)).status_code == 200


def test_another_one_is_not_sent_within_a_minute_wherever_it_is_asked_for(bank: Bank, chen: Customer) -> None:
    other = elsewhere(bank, "0571-4", "visit-2")
    sent(chen)
    bank.clock.advance(seconds=19)
    for customer in (chen, other):
        assert refused(ask(customer)) == {"reason": "tooSoon", "waitIn": 41}
    assert len(bank.service.messages.sent()) == 1


def test_a_customer_gets_five_an_hour_and_ten_a_day_at_all_terminals(bank: Bank, chen: Customer) -> None:
    other = elsewhere(bank, "0571-4", "visit-2")
    for number in range(5):
        sent((chen, other)[number % 2])
        bank.clock.advance(minutes=2)
    assert refused(ask(other)) == {"reason": "tooMany", "waitIn": 50 * 60}
    for _ in range(2):
        bank.clock.advance(minutes=55)
        chen = Customer(bank, chen.call, CHEN)
        for _ in range(5):
            if ask(chen).status_code != 201:
                break
            bank.clock.advance(minutes=2)
    assert len(bank.service.messages.sent()) == 10
    answer = refused(ask(Customer(bank, chen.call, CHEN)))
    assert answer["reason"] == "tooMany"
    assert answer["waitIn"] > 3600


def test_a_strangers_phone_gets_no_more_from_several_customers(bank: Bank, chen: Customer) -> None:
    customers = [chen]
    for number, who in enumerate((OUYANG, NORDQVIST), 4):
        customers.append(Customer(bank, bank.enrol(f"0571-{number}"), who, f"visit-{number}"))
    for number in range(5):
        sent(customers[number % 3], NEW_PHONE)
        bank.clock.advance(minutes=2)
    assert refused(ask(customers[2], NEW_PHONE))["reason"] == "tooMany"
    assert typed(customers[2], sent(customers[2]), on_the_phone(bank)).status_code == 200, "their own phone is free"


def test_a_terminal_that_asks_without_end_is_stopped(bank: Bank, chen: Customer) -> None:
    limits = bank.service.settings.codes
    bank.service.codes._limits = type(limits)(kiosk_hour=3, customer_hour=100)
    others = [chen]
    for _ in range(3):
        sent(others[0])
        bank.clock.advance(minutes=2)
    ouyang = Customer(bank, chen.call, OUYANG, "visit-9")
    assert refused(ask(ouyang))["reason"] == "tooMany"
