"""Orders that come at once, on either database: a double tap, the last money, execution and cancelling."""

from __future__ import annotations

from typing import Any

import pytest
from bank_desk import new_key, settled
from central_desk import Bank, Caller
from payment_desk import NORDQVIST_NUMBER, Payer
from sqlalchemy import func, select

from central import tables


@pytest.fixture
def chen(bank: Bank, call: Caller) -> Payer:
    settled(bank)
    return Payer(bank, call)


def entries(bank: Bank) -> int:
    with bank.service.store.read() as connection:
        made = select(func.count()).where(tables.bank_entry.c.id.like("payment-%"))
        return int(connection.execute(made).scalar_one())


def payments(bank: Bank) -> int:
    with bank.service.store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(tables.payment)).scalar_one())


def test_a_double_tap_pays_once(bank: Bank, chen: Payer) -> None:
    before, key = chen.balance(), new_key()
    who = chen.customer
    headers = {"Consent-ID": who.consent, "Visit-ID": who.visit, "X-Request-ID": key}
    told = {"headers": headers, "json": chen.order(delay="realTime")}
    answers = who.call.at_once(*[("POST", "/v1/branches/0571/payments", told)] * 8)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert (payments(bank), entries(bank)) == (1, 1)
    assert chen.balance() == pytest.approx(before - 100)


def test_orders_at_once_do_not_spend_more_than_there_is(bank: Bank, chen: Payer) -> None:
    there = chen.balance()
    who = chen.customer
    amount = f"{there / 2 + 1:.2f}"

    def call() -> tuple[str, str, dict[str, Any]]:
        headers = {"Consent-ID": who.consent, "Visit-ID": who.visit, "X-Request-ID": new_key()}
        return "POST", "/v1/branches/0571/payments", {"headers": headers, "json": chen.order(amount)}

    answers = who.call.at_once(*(call() for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 5]
    assert chen.balance() >= 0


def test_a_waiting_order_is_executed_when_it_is_due_and_once(bank: Bank, chen: Payer) -> None:
    before = chen.balance()
    paid = chen.paid()
    assert paid["transactionStatus"] == "PDNG"
    assert paid["requestedExecutionTime"] == "2026-11-24T04:00:00Z"
    assert paid["requestedExecutionDate"] == "2026-11-24"
    bank.clock.advance(hours=23, minutes=59)
    assert bank.service.bank.execute_due() == 0
    assert entries(bank) == 0
    bank.clock.advance(minutes=1)
    assert bank.service.bank.execute_due() == 1
    assert bank.service.bank.execute_due() == 0
    assert entries(bank) == 1
    again = Payer(bank, chen.customer.call)
    assert again.pending() == []
    assert again.balance() == pytest.approx(before - 100)


def test_an_order_is_cancelled_or_executed_and_never_both(bank: Bank, chen: Payer) -> None:
    before = chen.balance()
    waiting = [chen.paid(amount="10.00", delay="twoHours") for _ in range(4)]
    bank.clock.advance(minutes=119, seconds=59)
    again = Payer(bank, chen.customer.call)
    who = again.customer
    headers = {"Consent-ID": who.consent, "Visit-ID": who.visit}
    calls: list[Any] = []
    for payment in waiting[:2]:
        path = f"/v1/branches/0571/payments/{payment['paymentId']}"
        calls += [("DELETE", path, {"headers": {**headers, "X-Request-ID": new_key()}}) for _ in range(3)]
    answers = who.call.at_once(*calls)
    assert sorted(answer.status_code for answer in answers) == [200, 200, 409, 409, 409, 409]
    bank.clock.advance(seconds=1)
    told = [again.cancel(payment) for payment in waiting[2:]]
    assert [answer.json()["reason"] for answer in told] == ["alreadyExecuted"] * 2
    assert entries(bank) == 2
    assert again.balance() == pytest.approx(before - 20)


def test_savings_at_once_save_once(chen: Payer) -> None:
    payment, who = (
        chen.paid(creditorAccount={"bban": NORDQVIST_NUMBER}, creditorName="Erik Jonas Nordqvist"),
        chen.customer,
    )
    headers = {"Consent-ID": who.consent, "Visit-ID": who.visit}
    body = {"paymentId": payment["paymentId"]}
    calls: list[Any] = [
        ("POST", "/v1/branches/0571/payees", {"headers": {**headers, "X-Request-ID": new_key()}, "json": body})
        for _ in range(6)
    ]
    answers = who.call.at_once(*calls)
    assert [answer.json()["already"] for answer in answers].count(False) == 1
    assert len(who.get("/payees")["payees"]) == 3
