"""Orders: held until they are due, executed once or cancelled, and refused with the reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bank_desk import CHEN, OUYANG, new_key, settled
from central_desk import NOON, Bank, Caller
from payment_desk import OUYANG_NUMBER, Payer
from sqlalchemy import func, select, update

from central import tables
from central.bank import books
from kiosk.core.payments import MOST_PENDING

DATABASES = ("sqlite",)


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


# Due
@pytest.mark.parametrize(
    ("delay", "due"),
    [("twoHours", "2026-11-23T06:00:00Z"), ("nextDay", "2026-11-23T16:00:00Z"), ("afterDay", "2026-11-24T04:00:00Z")],
)
def test_delays_are_reckoned_by_the_banks_clock(chen: Payer, delay: str, due: str) -> None:
    assert chen.paid(delay=delay)["requestedExecutionTime"] == due


def test_what_goes_to_an_own_account_goes_when_it_was_said_to(bank: Bank, chen: Payer) -> None:
    own = {
        "creditorAccount": {"bban": "6217000000000030729"},
        "creditorName": "陈示例",
        "resourceId": "chen-savings",
        "proof": None,
    }
    saved = chen.balance("chen-savings")
    told = chen.paid(delay="afterDay", **own)
    assert (told["requestedExecution"], told["transactionStatus"]) == ("afterDay", "PDNG")
    assert [payment["paymentId"] for payment in chen.pending()] == [told["paymentId"]]
    assert chen.balance("chen-savings") == saved
    payees = chen.customer.get("/payees")
    assert (payees["firstUse"], payees["recentCount"]) == (True, 0)  # whom it warns of is somebody else
    bank.clock.advance(hours=25)
    assert Payer(bank, chen.customer.call).balance("chen-savings") == pytest.approx(saved + 100)


def test_no_more_orders_wait_than_a_terminal_shows(chen: Payer) -> None:
    waiting = [chen.paid(amount="0.01") for _ in range(MOST_PENDING)]
    assert chen.refused(amount="0.01") == "notPossible"
    assert len(chen.pending()) == MOST_PENDING
    assert chen.cancel(waiting[-1]).status_code == 200
    assert chen.pay(amount="0.01").status_code == 201


def test_a_waiting_order_survives_a_restart_and_nobody_need_ask_for_it(bank: Bank, chen: Payer) -> None:
    key = new_key()
    assert chen.pay(key).status_code == 201
    bank.restart()
    bank.clock.advance(hours=25)
    assert bank.service.bank.execute_due() == 1
    told = bank.caller("0571-3")("POST", f"/v1/branches/0571/payment-requests/{key}").json()
    assert told["payment"]["transactionStatus"] == "ACSC"


def test_an_order_whose_money_is_gone_when_it_is_due_is_rejected(bank: Bank, chen: Payer) -> None:
    key = new_key()
    assert chen.pay(key).status_code == 201

    def spend(connection: Any) -> None:  # a card payment that asked for no hold
        rest = books.sum_of(connection, "chen-current") - 50_00
        to = books.clearing(connection, "CNY")
        lines = (books.Line("chen-current", -rest), books.Line(to, rest))
        books.post(connection, books.Entry("card-1", NOON, NOON.date(), lines))

    bank.service.store.change(spend)
    bank.clock.advance(hours=25)
    told = chen.outcome(key)["payment"]
    assert (told["transactionStatus"], told["reason"]) == ("RJCT", "fundsNotAvailable")
    assert entries(bank) == 0


# To an IBAN
IBAN = "DE89370400440532013000"
ABROAD = {"creditorAccount": {"iban": IBAN}, "creditorName": "Erika Sample", "payeeCheck": "unavailable"}


def test_an_iban_is_an_account_at_another_bank_and_told_as_it_came(chen: Payer) -> None:
    body = {"creditorAccount": {"iban": IBAN}, "creditorName": "Erika Sample"}
    told = chen.customer("POST", "/payee-checks", json=body).json()
    assert told == {**body, "payeeCheck": "unavailable"}
    before = chen.balance()
    paid = chen.paid(delay="realTime", **ABROAD)
    assert (paid["transactionStatus"], paid["creditorAccount"]) == ("ACSC", {"maskedPan": "**** 3000"})
    assert chen.balance() == pytest.approx(before - 100)


@pytest.mark.parametrize(
    "wrong",
    [
        {"iban": "DE88370400440532013000"},
        {"iban": "DE8937040044053201300"},
        {"iban": OUYANG_NUMBER},
        {"iban": IBAN.lower()},
        {"iban": IBAN, "bban": OUYANG_NUMBER},
    ],
)
def test_what_is_no_iban_is_not_taken_for_one(chen: Payer, wrong: dict[str, str]) -> None:
    answer = chen.pay(**{**ABROAD, "creditorAccount": wrong})
    assert answer.status_code == 400
    assert not any(number in answer.text for number in wrong.values())


# Cancelled
def test_another_terminal_cancels_and_another_customer_does_not(bank: Bank, chen: Payer) -> None:
    waiting = chen.paid()
    elsewhere = bank.enrol("0571-4")
    stranger = Payer(bank, elsewhere, OUYANG)
    assert stranger.cancel(waiting).json()["reason"] == "noSuchPayment"
    again = Payer(bank, elsewhere, CHEN, "visit-9")
    assert again.pending() == [waiting]
    assert again.cancel(waiting).json()["transactionStatus"] == "CANC"
    bank.clock.advance(hours=25)
    assert bank.service.bank.execute_due() == 0
    assert entries(bank) == 0


# Clocks
def test_a_clock_set_back_over_a_due_order_executes_it_once(bank: Bank, chen: Payer) -> None:
    chen.paid()
    bank.clock.advance(hours=24)
    assert bank.service.bank.execute_due() == 1
    bank.clock.advance(hours=-30)
    assert bank.service.bank.execute_due() == 0
    bank.clock.advance(hours=40)
    assert bank.service.bank.execute_due() == 0
    assert entries(bank) == 1


def test_a_clock_set_back_before_it_is_due_only_waits_longer_and_gives_no_limit_back(bank: Bank, chen: Payer) -> None:
    savings = {"debtorAccount": {"resourceId": "chen-savings"}}
    bank.clock.advance(hours=20)
    Payer(bank, chen.customer.call).paid(amount="20000.00", **savings)
    bank.clock.advance(hours=-20)
    early = Payer(bank, chen.customer.call)
    assert bank.service.bank.execute_due() == 0
    assert len(early.pending()) == 1
    early.paid(amount="20000.00", **savings)
    assert early.refused(amount="15000.00", **savings) == "limitDaily"


# Refused
def test_limits_are_of_one_order_and_of_the_day_and_leave_own_accounts_alone(bank: Bank, chen: Payer) -> None:
    assert chen.refused(amount="20000.01") == "limitSingle"
    own = {
        "debtorAccount": {"resourceId": "chen-savings"},
        "creditorAccount": {"bban": "6217000000000030711"},
        "creditorName": "陈示例",
        "resourceId": "chen-current",
    }
    chen.paid(amount="40000.00", delay="realTime", proof=None, **own)
    for _ in range(2):
        chen.paid(amount="20000.00")
    assert chen.refused(amount="10000.01") == "limitDaily"
    chen.paid(amount="10000.00")
    assert chen.refused(amount="0.01") == "limitDaily"
    bank.clock.advance(hours=13)  # past midnight
    assert Payer(bank, chen.customer.call).pay(amount="0.01").status_code == 201


def test_a_limit_lowered_in_between_holds(bank: Bank, chen: Payer) -> None:
    order = chen.order("900.00")
    prepared = chen.customer("POST", "/payments/preparations", json={**order, "proof": None})
    assert prepared.json() == {"secondFactor": True}
    lowered = {"amount": {"currency": "CNY", "amount": "800.00"}}
    assert chen.customer("PUT", "/limits/transferSingle", new_key(), json=lowered).status_code == 200
    assert chen.refused(amount="900.00") == "limitSingle"


def test_a_payee_changed_in_between_is_not_paid(bank: Bank, chen: Payer) -> None:
    checked = chen.customer("POST", "/payee-checks", json={"payeeId": "chen-ouyang"}).json()
    assert checked == {
        "payeeCheck": "match",
        "creditorAccount": {"bban": "6217000000000122423"},
        "creditorName": "欧阳样本",
    }
    payee, account = tables.payee, tables.account
    moved = update(payee).where(payee.c.id == "chen-ouyang").values(number="6217000000000041690")
    bank.service.store.change(lambda on: on.execute(moved))
    assert chen.refused(payeeId="chen-ouyang") == "payeeChanged"
    bank.service.store.change(lambda on: on.execute(payee.delete()))
    assert chen.refused(payeeId="chen-ouyang") == "noSuchPayee"
    sold = update(account).where(account.c.id == "ouyang-current").values(customer="nordqvist")
    bank.service.store.change(lambda on: on.execute(sold))
    assert chen.refused() == "payeeChanged"


def test_an_account_blocked_at_either_end_neither_sends_nor_gets(bank: Bank, chen: Payer) -> None:
    def status(name: str, to: str) -> None:
        one = update(tables.account).where(tables.account.c.id == name).values(status=to)
        bank.service.store.change(lambda on: on.execute(one))

    keys = [new_key(), new_key()]
    assert chen.pay(keys[0]).status_code == 201
    status("ouyang-current", "blocked")
    assert chen.refused() == "payeeBlocked"
    bank.clock.advance(hours=25)
    assert Payer(bank, chen.customer.call).outcome(keys[0])["payment"]["reason"] == "payeeBlocked"
    status("ouyang-current", "enabled")
    status("chen-current", "blocked")
    assert Payer(bank, chen.customer.call).refused() == "accountBlocked"
    listed = {"creditorAccount": {"bban": "6217000000000099998"}, "payeeCheck": "unavailable", "creditorName": "某某"}
    status("chen-current", "enabled")
    assert Payer(bank, chen.customer.call).refused(**listed) == "payeeBlocked"
    assert entries(bank) == 0


def test_a_name_that_does_not_fit_never_goes_at_once(chen: Payer) -> None:
    wrong = {"creditorName": "张不同", "payeeCheck": "noMatch"}
    assert chen.refused(delay="realTime", **wrong) == "delayNeeded"
    assert chen.paid(**wrong)["transactionStatus"] == "PDNG"
    assert chen.refused(**{**wrong, "payeeCheck": "match"}) == "payeeChanged"


def test_nobody_looks_up_who_has_which_account(bank: Bank, chen: Payer) -> None:
    asked = {"creditorAccount": {"bban": "6217000000000122423"}, "creditorName": "欧阳样品"}
    answers = [chen.customer("POST", "/payee-checks", json=asked).json() for _ in range(22)]
    assert [answer["payeeCheck"] for answer in answers] == ["closeMatch"] * 20 + ["unavailable"] * 2
    assert "closeName" not in answers[-1]
    # What the customer was told so is taken, though the bank knows better; another's name is not.
    assert chen.pay(creditorName="欧阳样本", payeeCheck="unavailable").status_code == 201
    assert chen.refused(creditorName="张不同", payeeCheck="unavailable") == "payeeChanged"
    bank.clock.now += timedelta(hours=25)
    assert Payer(bank, chen.customer.call).customer("POST", "/payee-checks", json=asked).json()["closeName"]


# What is kept
def test_names_and_notes_are_sealed_and_booked_for_their_owners(bank: Bank, chen: Payer) -> None:
    chen.paid(delay="realTime", remittanceInformationUnstructured="十一月房租")
    booked = chen.customer.get("/accounts/chen-current/transactions")["transactions"]["booked"][0]
    assert booked["creditorName"] == "欧阳样本"
    assert booked["remittanceInformationUnstructured"] == "十一月房租"
    assert booked["transactionAmount"] == {"currency": "CNY", "amount": "-100.00"}
    with bank.service.store.read() as connection:
        row = connection.execute(select(tables.payment)).one()
        lines = connection.execute(select(tables.posting.c.other).where(tables.posting.c.entry == row.entry)).all()
        text = connection.execute(select(tables.bank_entry.c.text).where(tables.bank_entry.c.id == row.entry)).scalar()
    assert "欧阳样本".encode() not in bytes(row.name)
    assert "房租".encode() not in bytes(row.note)
    assert ([line.other for line in lines], text) == ([None, None], None)
    ouyang = Payer(bank, chen.customer.call, OUYANG, "visit-2").customer
    received = ouyang.get("/accounts/ouyang-current/transactions")["transactions"]["booked"][0]
    assert received["debtorName"] == "陈示例"
    assert received["remittanceInformationUnstructured"] == "十一月房租"


def test_a_key_is_of_one_request(chen: Payer) -> None:
    key = new_key()
    assert chen.pay(key).status_code == 201
    assert chen.pay(key, amount="101.00").status_code == 422
    assert chen.cancel({"paymentId": "x"}, key).status_code == 422
    assert len(chen.pending()) == 1
