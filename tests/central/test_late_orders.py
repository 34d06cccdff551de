"""What was asked for comes late: before its outcome is asked for, after, and at the same moment; on either database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from bank_desk import Customer, new_key, settled
from central_desk import Bank, Caller
from payment_desk import Payer
from sqlalchemy import Connection, func, select

from central import tables
from central.bank.changes import VOIDED
from central.batch import RefusedError
from kiosk.core.banking import Done, NeverCame
from kiosk.core.fraud import Delay, PayeeCheck
from kiosk.core.money import Money
from kiosk.core.payments import NewPayee, Payment, PaymentOrder

NUMBER, NAME = "6217000000000122423", "欧阳样本"
ORDER = PaymentOrder(
    "chen-current", NewPayee(NUMBER, NAME), NUMBER, NAME, PayeeCheck.MATCH, Money(100_00, "CNY"), Delay.REAL_TIME
)


@pytest.fixture
def chen(bank: Bank, call: Caller) -> Payer:
    settled(bank)
    return Payer(bank, call)


@dataclass
class Asked:
    """Something that is asked for by a key: how, where its outcome is told, and how often it was done."""

    method: str
    path: str
    outcomes: str
    done: Callable[[], int]
    body: dict[str, Any] | None = None

    def order(self, who: Customer, key: str) -> tuple[str, str, dict[str, Any]]:
        headers = {"Consent-ID": who.consent, "Visit-ID": who.visit, "X-Request-ID": key}
        told: dict[str, Any] = {"headers": headers, **({} if self.body is None else {"json": self.body})}
        return self.method, f"/v1/branches/0571{self.path}", told

    def settle(self, key: str) -> tuple[str, str, dict[str, Any]]:
        return "POST", f"/v1/branches/0571/{self.outcomes}/{key}", {}


@pytest.fixture(params=["payment", "cancellation", "change"])
def asked(request: pytest.FixtureRequest, bank: Bank, chen: Payer) -> Asked:
    def count(table: Any, *where: Any) -> int:
        with bank.service.store.read() as connection:
            return int(connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one())

    if request.param == "change":
        lost = tables.bank_card.c.status == "lost"
        path = "/cards/chen-debit/loss"
        return Asked("POST", path, "changes", lambda: count(tables.bank_card, lost))
    if request.param == "payment":
        body = chen.order(delay="realTime")
        return Asked("POST", "/payments", "payment-requests", lambda: count(tables.payment), body)
    path = f"/payments/{chen.paid()['paymentId']}"
    cancelled = tables.payment.c.status == "CANC"
    return Asked("DELETE", path, "payment-requests", lambda: count(tables.payment, cancelled))


def test_what_comes_after_its_outcome_was_asked_for_is_refused_and_stays_undone(chen: Payer, asked: Asked) -> None:
    who, key, other = chen.customer, new_key(), new_key()
    never = who.call(*asked.settle(key)[:2])
    assert never.json()["outcome"] == "neverCame"
    for _ in range(2):
        method, path, told = asked.order(who, key)
        late = who.call(method, path, **told)
        assert (late.status_code, late.json()["title"]) == (422, VOIDED)
    assert asked.done() == 0
    assert who.call(*asked.settle(key)[:2]).json() == never.json()
    method, path, told = asked.order(who, other)
    assert who.call(method, path, **told).is_success
    assert asked.done() == 1
    assert who.call(*asked.settle(other)[:2]).json()["outcome"] in ("taken", "done")


def test_orders_and_outcomes_of_a_key_at_once_agree(chen: Payer, asked: Asked) -> None:
    """As many of each as there are, in whatever order they win."""
    who, done = chen.customer, 0
    for _ in range(6):
        if done and asked.body is None:
            break  # there is one payment to cancel, and one card to stop
        key = new_key()
        before = asked.done()
        calls = [asked.order(who, key), asked.settle(key), asked.order(who, key), asked.settle(key)]
        answers = who.call.at_once(*calls)
        now = asked.done() - before
        check(answers, now)
        assert (who.call(*asked.settle(key)[:2]).json()["outcome"] == "neverCame") is (now == 0)
        done += now


def check(answers: list[httpx.Response], done: int) -> None:
    """Done once or not at all, and nobody was told otherwise."""
    orders, outcomes = answers[::2], [answer.json()["outcome"] for answer in answers[1::2]]
    assert done in (0, 1)
    if done:
        assert all(answer.is_success for answer in orders)
        assert set(outcomes) <= {"taken", "done"}, "told as never come, and done"
    else:
        assert {answer.status_code for answer in orders} == {422}
        assert set(outcomes) == {"neverCame"}


def test_an_outcome_that_is_asked_for_while_the_order_is_being_taken_waits_for_it(bank: Bank, chen: Payer) -> None:
    key, bound, core = new_key(), chen.customer.bound, bank.service.bank

    def take(connection: Connection) -> Any:
        return core.payment_desk.initiate(connection, bound, key, ORDER, "proof", core.proofs, bank.clock.now)

    with ThreadPoolExecutor(1) as other:
        with core.store.write() as connection:
            taken = take(connection)
            told = other.submit(core.payment_outcome, bound.kiosk, key)
        assert isinstance(taken, Payment)
        assert told.result(20) == taken


def test_an_order_that_comes_while_its_key_is_made_void_is_refused(bank: Bank, chen: Payer) -> None:
    key, bound, core = new_key(), chen.customer.bound, bank.service.bank
    before = chen.balance()
    with ThreadPoolExecutor(1) as other:
        with core.store.write() as connection:
            assert core.payment_desk.outcome(connection, bound.kiosk, key, bank.clock.now) == NeverCame()
            late = other.submit(core.initiate_payment, bound, key, ORDER, "proof")
        with pytest.raises(RefusedError) as refused:
            late.result(20)
    assert refused.value.status == 422
    assert chen.balance() == before


def test_the_same_of_a_change(bank: Bank, chen: Payer) -> None:
    bound, core = chen.customer.bound, bank.service.bank
    first, second = new_key(), new_key()
    with ThreadPoolExecutor(1) as other:
        with core.store.write() as connection:
            assert core.changes.outcome(connection, bound.kiosk, first, bank.clock.now) == NeverCame()
            late = other.submit(core.freeze, bound, first, "chen-debit")
        with pytest.raises(RefusedError):
            late.result(20)
    assert {card.card_id: card.status for card in core.cards(bound)}["chen-debit"] == "active"
    done = core.freeze(bound, second, "chen-debit")
    assert isinstance(done, Done)
    assert core.outcome(bound.kiosk, second) == done


def test_a_terminal_makes_only_its_own_keys_void(bank: Bank, chen: Payer) -> None:
    key = new_key()
    stranger = bank.enrol("0571-4")
    assert stranger("POST", f"/v1/branches/0571/payment-requests/{key}").json()["outcome"] == "neverCame"
    assert chen.pay(key).status_code == 201
    assert chen.outcome(key)["outcome"] == "taken"
