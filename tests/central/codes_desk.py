"""A customer with a phone: asks for codes at a terminal, reads them, and types them."""

from __future__ import annotations

import re
from typing import Any

import httpx
from bank_desk import CHEN, Customer, new_key
from central_desk import Bank

from kiosk.core.secondfactor import Purpose, ToConfirm

ADDRESS = ToConfirm(Purpose.ADDRESS_CHANGE, (("address", "虚构省样本市示例路2号"),))
TRANSFER = ToConfirm(
    Purpose.TRANSFER,
    (
        ("debtor", "acc-1"),
        ("creditor", "6217000000004821"),
        ("creditorName", "李四"),
        ("amount", "5000.00"),
        ("currency", "CNY"),
    ),
)
CHEN_PHONE = "+8613800000011"


def ask(customer: Customer, confirm: ToConfirm = ADDRESS, key: str | None = None) -> httpx.Response:
    body = {"purpose": confirm.purpose.value, "details": dict(confirm.details), "language": "en"}
    return customer("POST", "/codes", key=key or new_key(), json=body)


def sent(customer: Customer, confirm: ToConfirm = ADDRESS, key: str | None = None) -> str:
    """The challenge of a code that was sent."""
    answer = ask(customer, confirm, key)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["authorisationId"])


def typed(customer: Customer, challenge: str, code: str) -> httpx.Response:
    return customer("PUT", f"/codes/{challenge}", json={"scaAuthenticationData": code})


def refused(answer: httpx.Response) -> dict[str, Any]:
    """Why not, and what else was said."""
    assert answer.status_code == 409, answer.text
    return {name: value for name, value in answer.json().items() if name not in ("title", "status")}


def on_the_phone(bank: Bank) -> str:
    """The newest code."""
    found = re.search(r"\b[0-9]{6}\b", bank.service.messages.sent()[-1].message.text)
    assert found
    return found[0]


def wrong(bank: Bank) -> str:
    """Another code than the newest."""
    return f"{(int(on_the_phone(bank)) + 1) % 1_000_000:06}"


def proof(bank: Bank, customer: Customer, confirm: ToConfirm = ADDRESS) -> str:
    answer = typed(customer, sent(customer, confirm), on_the_phone(bank))
    assert answer.status_code == 200, answer.text
    return str(answer.json()["proof"])


def spends(bank: Bank, customer: Customer, confirm: ToConfirm, told: str) -> bool:
    """Whether a proof is good now, for this."""
    with bank.service.store.write() as connection:
        return bank.service.codes.spend(connection, customer.bound, confirm, told)


def elsewhere(bank: Bank, kiosk: str, visit: str) -> Customer:
    """The same customer at another terminal."""
    return Customer(bank, bank.enrol(kiosk), CHEN, visit)
