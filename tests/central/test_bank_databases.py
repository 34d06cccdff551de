"""The bank's core on either database: what happens at once happens once, and the sums are the same."""

from __future__ import annotations

import pytest
from bank_desk import CHEN, OUYANG, Customer, new_key, settled
from central_desk import Bank, Caller
from sqlalchemy import func, select

from central import tables

PDF = b"%PDF-1.4 "


@pytest.fixture
def chen(bank: Bank, call: Caller) -> Customer:
    settled(bank, 90)
    return Customer(bank, call, CHEN)


def test_a_double_tap_acts_once(bank: Bank, chen: Customer) -> None:
    key = new_key()
    headers = {"Consent-ID": chen.consent, "Visit-ID": chen.visit, "X-Request-ID": key}
    path = "/v1/branches/0571/cards/chen-debit/freeze"
    answers = chen.call.at_once(*[("POST", path, {"headers": headers})] * 8)
    assert {answer.text for answer in answers} == {answers[0].text}
    assert answers[0].json()["already"] is False
    with bank.service.store.read() as connection:
        assert connection.execute(select(func.count()).select_from(tables.bank_change)).scalar_one() == 1


def test_a_document_is_fetched_once(bank: Bank, chen: Customer) -> None:
    answer = chen("POST", "/take-aways", content=PDF, headers={"Content-Type": "application/pdf"})
    link = answer.json()["url"].removeprefix("https://central")
    answers = bank.caller(None).at_once(*[("POST", link, {})] * 6)
    assert [answer.content for answer in answers].count(PDF) == 1


def test_pages_balances_and_statements_agree(bank: Bank, chen: Customer) -> None:
    settled(bank)
    pages = [chen.get("/accounts/chen-current/transactions")["transactions"]]
    while "next" in pages[-1]:
        pages.append(chen.get(f"/accounts/chen-current/transactions?after={pages[-1]['next']}")["transactions"])
    assert len(pages) > 1
    booked = [it["transactionId"] for page in pages for it in page["booked"]]
    told = chen.get("/accounts/chen-current/statement?dateFrom=2026-01-01&dateTo=2026-11-23")
    assert [it["transactionId"] for it in told["booked"]] == booked[::-1]
    available = chen.get("/accounts/chen-current/balances")["balances"][0]["balanceAmount"]
    assert told["closing"] == available == pages[0]["booked"][0]["balanceAfterTransaction"]


def test_a_new_customer_ends_the_last_ones_session(bank: Bank, chen: Customer) -> None:
    Customer(bank, chen.call, OUYANG, "visit-2")
    assert chen("GET", "/accounts").status_code == 401
