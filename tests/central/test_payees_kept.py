"""Payees that are saved at a terminal: whom a taken order pays, once; as new until they were paid; and removed."""

from __future__ import annotations

from typing import Any

import pytest
from bank_desk import OUYANG, new_key, settled
from central_desk import Bank, Caller
from payment_desk import NORDQVIST_NUMBER, OUYANG_NUMBER, Payer
from sqlalchemy import delete, insert, select, update

from central import tables
from kiosk.core.payments import MOST_PAYEES

DATABASES = ("sqlite",)

NORDQVIST = {"creditorAccount": {"bban": NORDQVIST_NUMBER}, "creditorName": "Erik Jonas Nordqvist"}


@pytest.fixture
def chen(bank: Bank, call: Caller) -> Payer:
    settled(bank)
    return Payer(bank, call)


def save(payer: Payer, payment: dict[str, Any], key: str | None = None) -> Any:
    return payer.customer("POST", "/payees", key or new_key(), json={"paymentId": payment["paymentId"]})


def remove(payer: Payer, payee: str, key: str | None = None) -> Any:
    return payer.customer("DELETE", f"/payees/{payee}", key or new_key())


def payees(payer: Payer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = payer.customer.get("/payees")["payees"]
    return found


def proof_wanted(payer: Payer, payee: str, amount: str = "1.00") -> bool:
    body = payer.order(amount, "realTime", payeeId=payee, **NORDQVIST)
    body.pop("proof")
    answer = payer.customer("POST", "/payments/preparations", json=body)
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["secondFactor"])


def test_a_payee_is_saved_and_as_new_until_the_order_is_executed(bank: Bank, chen: Payer) -> None:
    waiting = chen.paid(delay="twoHours", **NORDQVIST)
    assert save(chen, waiting).json()["outcome"] == "done"
    [payee] = [it for it in payees(chen) if it["payeeId"].startswith("payee-")]
    assert payee["creditorName"] == "E*** J*** N***"
    assert payee["creditorAccount"] == {"maskedPan": "**** 1690"}
    assert payee["everPaid"] is False
    assert proof_wanted(chen, payee["payeeId"]), "saving was a way around the second factor"
    bank.clock.advance(hours=2, minutes=1)
    again = Payer(bank, chen.customer.call)
    assert [it["everPaid"] for it in payees(again)] == [True, True, True]
    assert not proof_wanted(again, payee["payeeId"])


def test_who_was_paid_at_once_is_saved_as_paid(chen: Payer) -> None:
    save(chen, chen.paid(delay="realTime", **NORDQVIST))
    assert all(it["everPaid"] for it in payees(chen))


def test_an_order_that_was_cancelled_pays_nobody_and_saves_nobody(bank: Bank, chen: Payer) -> None:
    first, second = (chen.paid(**NORDQVIST) for _ in range(2))
    save(chen, first)
    chen.cancel(first)
    chen.cancel(second)
    assert save(chen, second).json()["reason"] == "notPossible"
    bank.clock.advance(hours=25)
    assert [it["everPaid"] for it in payees(Payer(bank, chen.customer.call))] == [True, True, False]


def test_one_saving_saves_once_and_another_says_already(chen: Payer) -> None:
    payment, key = chen.paid(**NORDQVIST), new_key()
    answers = [save(chen, payment, key).json() for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert save(chen, payment).json()["already"] is True
    assert save(chen, chen.paid()).json()["already"] is True  # ouyang is saved
    assert len(payees(chen)) == 3


def test_neither_anothers_order_nor_ones_own_account_nor_a_wrong_name_is_saved(bank: Bank, chen: Payer) -> None:
    own = chen.paid(
        creditorAccount={"bban": "6217000000000030729"},
        creditorName="陈示例",
        resourceId="chen-savings",
        delay="realTime",
    )
    wrong = chen.paid(creditorName="张不同", payeeCheck="noMatch")
    good = chen.paid(**NORDQVIST)
    for payment in (own, wrong, {"paymentId": "no-such-payment"}):
        assert save(chen, payment).json()["reason"] == "notPossible"
    stranger = Payer(bank, chen.customer.call, OUYANG, "visit-2")
    assert save(stranger, good).json()["reason"] == "notPossible"
    assert payees(stranger) == []


def test_no_more_are_saved_than_are_shown(bank: Bank, chen: Payer) -> None:
    def fill(connection: Any) -> None:
        row = connection.execute(select(tables.payee).where(tables.payee.c.id == "chen-ouyang")).one()
        sealed = {
            "customer": "chen",
            "place": 9,
            "name": bank.service.bank.vault.seal(connection, "payee\nx\nname", "x"),
        }
        connection.execute(delete(tables.payee))
        for number in range(MOST_PAYEES):
            name = f"p{number}"
            sealed["name"] = bank.service.bank.vault.seal(connection, f"payee\n{name}\nname", "某人")
            connection.execute(insert(tables.payee).values(id=name, number=row.number, **sealed))

    payment = chen.paid(**NORDQVIST)
    bank.service.store.change(fill)
    assert save(chen, payment).json()["reason"] == "notPossible"


def test_a_payee_is_removed_once_and_stays_removed(bank: Bank, chen: Payer) -> None:
    key = new_key()
    waiting = chen.paid(creditorAccount={"bban": OUYANG_NUMBER}, payeeId="chen-ouyang")
    first = remove(chen, "chen-ouyang", key).json()
    assert (first["outcome"], first["already"]) == ("done", False)
    assert remove(chen, "chen-ouyang", key).json() == first
    assert remove(chen, "chen-ouyang").json()["already"] is True
    assert chen.refused(payeeId="chen-ouyang") == "noSuchPayee"
    assert chen.pending() == [waiting], "an order that waits was touched"
    settled(bank)
    assert [it["payeeId"] for it in payees(chen)] == ["chen-landlord"]


def test_nobody_removes_anothers(bank: Bank, chen: Payer) -> None:
    stranger = Payer(bank, bank.enrol("0571-4"), OUYANG, "visit-2")
    assert remove(stranger, "chen-ouyang").json()["already"] is True
    assert len(payees(chen)) == 2


def test_a_payee_saved_elsewhere_and_paid_at_a_terminal_is_not_new_any_more(bank: Bank, chen: Payer) -> None:
    bank.service.store.change(lambda on: on.execute(update(tables.payee).values(paid_at=None)))
    assert [it["everPaid"] for it in payees(chen)] == [False, False]
    chen.paid(delay="realTime", payeeId="chen-ouyang")
    assert [it["everPaid"] for it in payees(chen)] == [True, False]


def test_what_became_of_saving_is_told_and_a_void_key_saves_nobody(chen: Payer) -> None:
    payment, saved, void = chen.paid(**NORDQVIST), new_key(), new_key()
    path = "/v1/branches/0571/changes"
    assert chen.customer.call("POST", f"{path}/{void}").json()["outcome"] == "neverCame"
    assert save(chen, payment, void).status_code == 422
    assert len(payees(chen)) == 2
    reference = save(chen, payment, saved).json()["reference"]
    assert chen.customer.call("POST", f"{path}/{saved}").json()["reference"] == reference
