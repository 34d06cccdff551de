"""The books: double entry, balances that are sums, pages without gaps, statements that add up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bank_desk import CHEN, NORDQVIST, Customer, settled
from central_desk import NOON, Bank, Caller
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from central import tables
from central.bank import books
from central.bank.books import Entry, Line, UnbalancedError
from kiosk.core.money import Money

DATABASES = ("sqlite",)


@pytest.fixture(autouse=True)
def customers(bank: Bank) -> None:
    settled(bank, 160)


@pytest.fixture
def chen(bank: Bank, call: Caller) -> Customer:
    return Customer(bank, call, CHEN)


def amount(told: dict[str, str]) -> Money:
    return Money.parse(told["amount"], told["currency"])


def test_all_postings_sum_to_nothing(bank: Bank) -> None:
    with bank.service.store.read() as connection:
        of_entry = select(func.sum(tables.posting.c.amount)).group_by(tables.posting.c.entry)
        sums = connection.execute(of_entry).scalars().all()
    assert len(sums) > 200
    assert set(map(int, sums)) == {0}


def test_seeding_again_adds_what_came_since_and_nothing_else(bank: Bank, chen: Customer) -> None:
    def entries() -> set[str]:
        with bank.service.store.read() as connection:
            return set(connection.execute(select(tables.bank_entry.c.id)).scalars())

    before = entries()
    settled(bank)
    assert entries() == before
    bank.clock.advance(days=3)
    settled(bank)
    added = entries() - before
    assert added
    assert all(name.split("-")[2] in ("20261123", "20261124", "20261125", "20261126") for name in added)


def test_the_balances_are_the_sums_of_the_pages(chen: Customer) -> None:
    balances = {it["balanceType"]: it for it in chen.get("/accounts/chen-current/balances")["balances"]}
    assert set(balances) == {"interimAvailable", "closingBooked"}
    assert balances["closingBooked"]["referenceDate"] == "2026-11-22"

    found, after, pages = [], "", 0
    while True:
        page = chen.get(f"/accounts/chen-current/transactions{after}")["transactions"]
        found += page["booked"]
        pages += 1
        if "next" not in page:
            break
        assert len(page["booked"]) == 50
        after = f"?after={page['next']}"

    assert pages >= 3
    assert len({it["transactionId"] for it in found}) == len(found)
    total = Money(0, "CNY")
    for it in reversed(found):
        total += amount(it["transactionAmount"])
        assert amount(it["balanceAfterTransaction"]) == total
    assert total == amount(balances["interimAvailable"]["balanceAmount"])
    assert [it["bookingDate"] for it in found] == sorted((it["bookingDate"] for it in found), reverse=True)


def test_what_comes_has_a_debtor_and_what_goes_a_creditor(chen: Customer) -> None:
    for it in chen.get("/accounts/chen-current/transactions")["transactions"]["booked"]:
        leaves = amount(it["transactionAmount"]).minor < 0
        assert ("creditorName" in it, "debtorName" in it) == (leaves, not leaves)


def test_an_account_in_another_currency(bank: Bank, call: Caller) -> None:
    customer = Customer(bank, call, NORDQVIST)
    accounts = {it["resourceId"]: it for it in customer.get("/accounts")["accounts"]}
    assert accounts["nordqvist-euro"]["iban"].startswith("DE")
    balances = customer.get("/accounts/nordqvist-euro/balances")["balances"]
    assert {it["balanceAmount"]["currency"] for it in balances} == {"EUR"}


def test_another_customers_account_is_no_account(chen: Customer) -> None:
    for path in ("balances", "transactions", "statement?dateFrom=2026-11-01&dateTo=2026-11-02"):
        for account in ("nordqvist-current", "bank-clearing-CNY", "nobody"):
            answer = chen("GET", f"/accounts/{account}/{path}")
            assert (answer.status_code, answer.json()["reason"]) == (404, "noSuchAccount")


def test_a_place_that_is_none(chen: Customer) -> None:
    for after in ("x", "20261123T000000000000", "20269999T000000000000.a", "'; DROP TABLE account"):
        assert chen("GET", "/accounts/chen-current/transactions", params={"after": after}).status_code == 400


def test_a_statement_adds_up_and_follows_the_one_before(chen: Customer) -> None:
    def of(first: str, last: str) -> dict:
        return chen.get(f"/accounts/chen-current/statement?dateFrom={first}&dateTo={last}")

    october, november = of("2026-10-01", "2026-10-31"), of("2026-11-01", "2026-11-23")
    assert october["ownerName"] == "陈示例"
    assert october["closing"] == november["opening"]
    for told in (october, november):
        total = amount(told["opening"])
        for it in told["booked"]:
            assert told["dateFrom"] <= it["bookingDate"] <= told["dateTo"]
            total += amount(it["transactionAmount"])
        assert total == amount(told["closing"])
    assert any(it["remittanceInformationUnstructured"] == "房租" for it in october["booked"])
    assert any(it["remittanceInformationUnstructured"].startswith("Monthly plan") for it in october["booked"])


def test_no_statement_of_days_to_come_or_of_years(chen: Customer) -> None:
    for first, last in (
        ("2026-11-02", "2026-11-01"),
        ("2026-11-01", "2026-11-24"),
        ("2025-11-01", "2026-11-02"),
        ("0001-01-01", "2026-01-01"),
    ):
        answer = chen("GET", f"/accounts/chen-current/statement?dateFrom={first}&dateTo={last}")
        assert (answer.status_code, answer.json()["reason"]) == (404, "periodNotHeld")


def test_a_statement_that_would_be_a_book(bank: Bank, chen: Customer) -> None:
    entries = [
        Entry(f"many-{number}", NOON, date(2026, 11, 23), (Line("chen-current", -1), Line("bank-clearing-CNY", 1)))
        for number in range(1001)
    ]
    with bank.service.store.write() as connection:
        books.post(connection, *entries)
    answer = chen("GET", "/accounts/chen-current/statement?dateFrom=2026-11-23&dateTo=2026-11-23")
    assert answer.json()["reason"] == "periodNotHeld"


def test_what_cannot_be_booked(bank: Bank) -> None:
    for lines in (
        (Line("chen-current", -5), Line("chen-savings", 4)),
        (Line("chen-current", 0),),
        (Line("chen-current", -5), Line("chen-current", 5)),
        (Line("chen-current", -5), Line("nordqvist-euro", 5)),
        (Line("chen-current", -5), Line("nobody", 5)),
        (),
    ):
        with bank.service.store.write() as connection, pytest.raises(UnbalancedError):
            books.post(connection, Entry("x", NOON, date(2026, 11, 23), lines))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.integers(0, 30), max_size=4), spread=st.integers(0, 2))
def test_pages_of_transactions_at_one_moment_have_no_gap(bank: Bank, days: list[int], spread: int) -> None:
    """Many at the same instant: the page goes on in the middle of them."""
    with bank.service.store.write() as connection:
        held = books.sum_of(connection, "ouyang-current")
        mark = f"{held}-{len(days)}-{spread}-{NOON.timestamp()}-{id(days)}"
        entries = [
            Entry(
                f"p{abs(hash((mark, day, number)))}",
                NOON - timedelta(days=day, seconds=spread and number % spread),
                date(2026, 11, 23),
                (Line("ouyang-current", -1), Line("bank-clearing-CNY", 1)),
            )
            for day in set(days)
            for number in range(40)
        ]
        books.post(connection, *entries)
        seen: list[str] = []
        after = None
        while True:
            page = books.movements(connection, "ouyang", "ouyang-current", after)
            assert isinstance(page, books.Movements)
            seen += [it.transaction_id for it in page.booked]
            after = page.next
            if after is None:
                break
        every = select(func.count()).select_from(tables.posting).where(tables.posting.c.account == "ouyang-current")
        assert len(seen) == len(set(seen)) == connection.execute(every).scalar_one()
