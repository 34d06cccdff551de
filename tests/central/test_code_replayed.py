"""A code or its proof is used again, or for something else than the customer was told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from bank_desk import CHEN, Customer, new_key, settled
from central_desk import Bank, Caller
from codes_desk import ADDRESS, TRANSFER, ask, on_the_phone, proof, refused, sent, spends, typed

from kiosk.core.secondfactor import Purpose, ToConfirm

DATABASES = ("sqlite",)  # test_code_sent and test_code_flood ask both


@pytest.fixture
def chen(bank: Bank, call: Caller) -> Customer:
    settled(bank)
    return Customer(bank, call, CHEN)


def test_a_proof_is_spent_once(bank: Bank, chen: Customer) -> None:
    given = proof(bank, chen)
    assert spends(bank, chen, ADDRESS, given)
    assert not spends(bank, chen, ADDRESS, given)


def test_a_code_that_was_spent_gives_no_other_proof(bank: Bank, chen: Customer) -> None:
    challenge = sent(chen)
    code = on_the_phone(bank)
    given = typed(chen, challenge, code).json()["proof"]
    assert spends(bank, chen, ADDRESS, given)
    assert refused(typed(chen, challenge, code)) == {"reason": "expired"}


def test_an_answer_that_was_lost_is_asked_for_again_and_only_the_last_proof_counts(bank: Bank, chen: Customer) -> None:
    challenge = sent(chen)
    code = on_the_phone(bank)
    first, second = (typed(chen, challenge, code).json()["proof"] for _ in range(2))
    assert not spends(bank, chen, ADDRESS, first)
    assert spends(bank, chen, ADDRESS, second)
    assert not spends(bank, chen, ADDRESS, second)


def other_transfers() -> Iterator[ToConfirm]:
    for name, value in (("creditor", "6217000000009999"), ("amount", "50000.00"), ("currency", "EUR"), ("debtor", "x")):
        yield replace(TRANSFER, details=tuple((at, value if at == name else was) for at, was in TRANSFER.details))
    yield ToConfirm(Purpose.ADDRESS_CHANGE, TRANSFER.details)


def test_a_proof_for_one_payment_is_good_for_no_other(bank: Bank, chen: Customer) -> None:
    given = proof(bank, chen, TRANSFER)
    for other in other_transfers():
        assert not spends(bank, chen, other, given)
    assert spends(bank, chen, replace(TRANSFER, details=TRANSFER.details[::-1]), given), "in whichever order"


def test_a_proof_is_good_in_its_session_alone(bank: Bank, chen: Customer) -> None:
    given = proof(bank, chen)
    again = Customer(bank, chen.call, CHEN)
    assert again.visit == chen.visit
    assert not spends(bank, again, ADDRESS, given)


def test_a_key_that_is_used_for_something_else_is_refused(chen: Customer) -> None:
    key = new_key()
    sent(chen, ADDRESS, key)
    assert ask(chen, TRANSFER, key).status_code == 422


def test_an_invented_proof_changes_nothing(chen: Customer) -> None:
    body = {"address": "虚构省样本市示例路2号", "proof": "p" * 40}
    answer = chen("PUT", "/profile/address", key=new_key(), json=body)
    assert refused(answer)["reason"] == "proofNeeded"
