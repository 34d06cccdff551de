"""A customer's session: for who was identified, at this terminal, in this visit, and not for long."""

from __future__ import annotations

from base64 import b64encode

import pytest
from bank_desk import CHEN, OUYANG, STRANGER, WANG, Customer, open_session, settled
from central_desk import Bank, Caller
from sqlalchemy import select

from central import tables
from central.bank.people import invented
from central.service import Service
from central.settings import SettingsError
from drivers.simulated.people import CARDS

DATABASES = ("sqlite",)


@pytest.fixture(autouse=True)
def customers(bank: Bank) -> None:
    settled(bank)


def test_who_was_identified_is_served_under_a_masked_name(bank: Bank, call: Caller) -> None:
    answer = open_session(call, CHEN)

    assert answer.status_code == 201
    assert answer.json()["name"] == "*示例"
    assert answer.headers["cache-control"] == "no-store"
    assert len(answer.json()["consentId"]) >= 40


def test_who_is_not_served(call: Caller) -> None:
    for who, changes, reason in (
        (STRANGER, {}, "notACustomer"),
        (("td1", CHEN[1], CHEN[2]), {}, "notACustomer"),
        (WANG, {}, "blocked"),
        (CHEN, {"faceAccepted": False}, "notProved"),
    ):
        answer = open_session(call, who, **changes)
        assert (answer.status_code, answer.json()["reason"]) == (409, reason)


def test_a_number_is_found_however_it_is_written(call: Caller) -> None:
    assert open_session(call, ("cn-resident-id", "100001 19900307-0110", CHEN[2])).status_code == 201


def test_a_session_is_of_one_terminal_and_one_visit(bank: Bank, call: Caller) -> None:
    customer = Customer(bank, call, CHEN)
    assert customer("GET", "/accounts").status_code == 200

    other = bank.enrol("0571-4")
    for caller, visit in ((other, "visit-1"), (call, "visit-2")):
        headers = {"Consent-ID": customer.consent, "Visit-ID": visit}
        answer = caller("GET", "/v1/branches/0571/accounts", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "CONSENT_INVALID")


def test_the_next_customer_ends_the_session_of_the_last(bank: Bank, call: Caller) -> None:
    first = Customer(bank, call, CHEN)
    Customer(bank, call, OUYANG, "visit-2")
    assert first("GET", "/accounts").json()["code"] == "CONSENT_INVALID"


def test_who_is_refused_ends_it_too(bank: Bank, call: Caller) -> None:
    first = Customer(bank, call, CHEN)
    open_session(call, STRANGER, "visit-2")
    assert first("GET", "/accounts").status_code == 401


def test_a_session_is_over_after_its_time_and_says_so(bank: Bank, call: Caller) -> None:
    customer = Customer(bank, call, CHEN)
    bank.clock.advance(minutes=29, seconds=59)
    assert customer("GET", "/accounts").status_code == 200
    bank.clock.advance(seconds=1)
    assert customer("GET", "/accounts").json()["code"] == "CONSENT_EXPIRED"


def test_a_closed_session_is_closed_however_often(bank: Bank, call: Caller) -> None:
    customer = Customer(bank, call, CHEN)
    for _ in range(2):
        assert customer("DELETE", "/sessions").status_code == 204
    assert customer("GET", "/accounts").json()["code"] == "CONSENT_INVALID"


def test_a_customer_blocked_meanwhile_is_served_no_more(bank: Bank, call: Caller) -> None:
    customer = Customer(bank, call, CHEN)
    with bank.service.store.write() as connection:
        connection.execute(tables.customer.update().values(blocked=True))
    assert customer("GET", "/accounts").status_code == 401


def test_a_call_without_its_headers_is_malformed(call: Caller) -> None:
    assert call("GET", "/v1/branches/0571/accounts").status_code == 400


def test_nothing_says_who_the_customers_are(bank: Bank, call: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """Not the database's rows, not the log."""
    caplog.set_level("INFO")
    customer = Customer(bank, call, CHEN)
    with bank.service.store.read() as connection:
        rows = [
            connection.execute(select(table)).all()
            for table in (tables.customer, tables.customer_document, tables.bank_session)
        ]
    kept = repr(rows).encode() + b"".join(
        value for table in rows for row in table for value in row if type(value) is bytes
    )
    for secret in (CHEN[1], CHEN[2], "13800000011", "示例路", "chen.shili", customer.consent):
        assert secret.encode() not in kept
        assert secret not in repr(rows)
        assert secret not in caplog.text


def test_the_service_does_not_start_with_another_key(bank: Bank) -> None:
    path = bank.folder / "central" / "keys" / "customers.key"
    held = path.read_bytes()
    for other in (None, b64encode(bytes(32)), b"x"):
        path.unlink()
        if other is not None:
            path.write_bytes(other)
        with pytest.raises(SettingsError, match="customers"):
            Service(bank.folder / "central", bank.clock, bank.database)
        path.write_bytes(held)


def test_every_product_goes_by_its_name_in_both_languages(bank: Bank, call: Caller) -> None:
    customer = Customer(bank, call, CHEN)
    for product in (*customer.get("/accounts")["accounts"], *customer.get("/cards")["cards"]):
        assert set(product["productNames"]) == {"en"}, "its own language is Chinese"
        assert product["product"] not in product["productNames"].values()
    for told in invented()["customers"]:
        assert all(it["product_names"] for it in (*told.get("accounts", ()), *told.get("cards", ())))


def test_the_invented_customers_hold_the_documents_of_the_simulated_people() -> None:
    held = {(card.kind.value, card.number) for card in CARDS.values()}
    documents = {(it["kind"], it["number"]) for told in invented()["customers"] for it in told["documents"]}
    assert documents < held
    assert all(told["name"].split()[-1] in {card.name for card in CARDS.values()} for told in invented()["customers"])
