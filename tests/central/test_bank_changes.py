"""Changes at the bank: cards, phone, address, limits; each once, however often it is asked for."""

from __future__ import annotations

import pytest
from bank_desk import CHEN, OUYANG, Codes, Customer, new_key, open_session, settled
from central_desk import Bank, Caller
from sqlalchemy import select

from central import tables
from kiosk.core.secondfactor import Purpose

DATABASES = ("sqlite",)


@pytest.fixture(autouse=True)
def codes(bank: Bank) -> Codes:
    settled(bank)
    bank.service.bank.proofs = given = Codes()
    return given


@pytest.fixture
def chen(bank: Bank, call: Caller) -> Customer:
    return Customer(bank, call, CHEN)


def status(customer: Customer, card: str = "chen-debit") -> str:
    found: str = {it["cardId"]: it["status"] for it in customer.get("/cards")["cards"]}[card]
    return found


def test_a_card_is_frozen_at_once_and_once(chen: Customer) -> None:
    key = new_key()
    first = chen("POST", "/cards/chen-debit/freeze", key)
    assert first.json() == {"outcome": "done", "reference": first.json()["reference"], "already": False}
    assert status(chen) == "frozen"

    assert chen("POST", "/cards/chen-debit/freeze", key).json() == first.json()
    again = chen("POST", "/cards/chen-debit/freeze", new_key()).json()
    assert (again["already"], again["reference"]) == (True, None)


def test_a_key_is_of_one_change(chen: Customer) -> None:
    key = new_key()
    chen("POST", "/cards/chen-debit/freeze", key)
    for path in ("/cards/chen-credit/freeze", "/cards/chen-debit/loss"):
        assert chen("POST", path, key).status_code == 422
    assert status(chen, "chen-credit") == "active"


def test_a_lost_answer_is_asked_for_later_without_a_session(bank: Bank, chen: Customer) -> None:
    key, refused = new_key(), new_key()
    reference = chen("POST", "/cards/chen-debit/loss", key).json()["reference"]
    chen("POST", "/cards/nobodys/freeze", refused)
    chen("DELETE", "/sessions")

    def outcome(of: str, kiosk: str = "0571-3") -> dict:
        answer = bank.caller(kiosk)("POST", f"/v1/branches/0571/changes/{of}")
        assert answer.status_code == 200
        return {name: value for name, value in answer.json().items() if value}

    assert outcome(key) == {"outcome": "done", "reference": reference}
    assert outcome(refused) == {"outcome": "refused", "reason": "notPossible"}
    assert outcome(new_key()) == {"outcome": "neverCame"}
    bank.enrol("0571-4")
    assert outcome(key, "0571-4") == {"outcome": "neverCame"}


def test_a_change_needs_a_key_that_is_one(chen: Customer) -> None:
    assert chen("POST", "/cards/chen-debit/freeze").status_code == 400
    assert chen("POST", "/cards/chen-debit/freeze", "1").status_code == 400
    assert status(chen) == "active"


def test_another_customers_card_is_not_touched(bank: Bank, chen: Customer) -> None:
    for card in ("ouyang-debit", "nobody"):
        for act in ("freeze", "loss"):
            assert chen("POST", f"/cards/{card}/{act}", new_key()).json()["reason"] == "notPossible"
    assert status(Customer(bank, chen.call, OUYANG, "visit-2"), "ouyang-debit") == "active"


def test_what_is_lost_stays_lost(chen: Customer) -> None:
    chen("POST", "/cards/chen-debit/loss", new_key())
    for path, body in (("freeze", None), ("release", None), ("activation", {"expiry": "0929"})):
        chen("POST", f"/cards/chen-debit/{path}", new_key(), json=body)
        assert status(chen) == "lost"


def test_a_new_card_is_activated_by_what_it_bears(chen: Customer) -> None:
    def activate(expiry: str) -> dict:
        return chen("POST", "/cards/chen-new/activation", new_key(), json={"expiry": expiry}).json()

    assert activate("1130")["reason"] == "wrongDetails"
    assert activate("1131")["outcome"] == "done"
    assert activate("1131")["already"] is True
    assert status(chen, "chen-new") == "active"
    assert chen("POST", "/cards/chen-new/activation", new_key(), json={"expiry": "1331"}).status_code == 400


def test_three_wrong_dates_and_only_staff_help(chen: Customer) -> None:
    reasons = [
        chen("POST", "/cards/chen-new/activation", new_key(), json={"expiry": expiry}).json()["reason"]
        for expiry in ("0101", "0202", "0303", "1131")
    ]
    assert reasons == ["wrongDetails", "wrongDetails", "tooManyTries", "tooManyTries"]
    assert status(chen, "chen-new") == "inactive"


def test_a_wrong_date_sent_twice_counts_once(chen: Customer) -> None:
    key = new_key()
    for _ in range(5):
        answer = chen("POST", "/cards/chen-new/activation", key, json={"expiry": "0101"})
        assert answer.json()["reason"] == "wrongDetails"
    assert chen("POST", "/cards/chen-new/activation", new_key(), json={"expiry": "1131"}).status_code == 200


def test_what_the_bank_knows_of_a_customer_is_masked(bank: Bank, chen: Customer) -> None:
    assert chen.get("/profile") == {"phone": "**** 0011", "address": "虚构省****", "email": "c***@example.com"}
    assert Customer(bank, chen.call, OUYANG, "visit-2").get("/profile")["email"] is None


@pytest.mark.parametrize(
    ("path", "value", "shown"),
    [("phone", "+8613900000099", "**** 0099"), ("address", "虚构省样本市新示例路22号\n3单元", "虚构省样本****")],
)
def test_phone_and_address_change_by_a_proof_of_this_session_for_this(
    chen: Customer, codes: Codes, path: str, value: str, shown: str
) -> None:
    purpose = {"phone": Purpose.PHONE_CHANGE, "address": Purpose.ADDRESS_CHANGE}[path]

    def change(proof: str) -> dict:
        return chen("PUT", f"/profile/{path}", new_key(), json={path: value, "proof": proof}).json()

    other = next(it for it in Purpose if it is not purpose)
    before = chen.get("/profile")
    for wrong in (
        "",
        "x",
        codes.give(chen.bound, other, **{path: value}),
        codes.give(chen.bound, purpose, **{path: "else"}),
    ):
        assert change(wrong)["reason"] == "proofNeeded"
    assert chen.get("/profile") == before
    proof = codes.give(chen.bound, purpose, **{path: value})
    assert change(proof)["outcome"] == "done"
    assert chen.get("/profile")[path] == shown
    assert change("x")["already"] is True


def test_without_anybody_who_sends_codes_nothing_is_proved(bank: Bank, call: Caller) -> None:
    bank.restart()
    customer = Customer(bank, bank.caller("0571-3"), CHEN)
    body = {"phone": "+8613900000099", "proof": "x"}
    assert customer("PUT", "/profile/phone", new_key(), json=body).json()["reason"] == "proofNeeded"


def test_what_is_no_phone_number(chen: Customer) -> None:
    for phone in ("13900000099", "+0139", "+86 139 0000 0099", "+86139000000999999", "+86139٣"):
        answer = chen("PUT", "/profile/phone", new_key(), json={"phone": phone, "proof": "x"})
        assert answer.status_code == 400
        assert phone not in answer.text


def limits(customer: Customer) -> dict[str, str]:
    return {it["limitId"]: it["amount"]["amount"] for it in customer.get("/limits")["limits"]}


def set_limit(customer: Customer, amount: str, proof: str | None = None, *, currency: str = "CNY") -> dict:
    body = {"amount": {"currency": currency, "amount": amount}, "proof": proof}
    answer: dict = customer("PUT", "/limits/transferDaily", new_key(), json=body).json()
    return answer


def raised(codes: Codes, customer: Customer, amount: str) -> str:
    details = {"limit": "transferDaily", "amount": amount, "currency": "CNY"}
    return codes.give(customer.bound, Purpose.LIMIT_RAISE, **details)


def test_a_limit_is_lowered_at_once_and_raised_by_a_proof_up_to_its_bound(chen: Customer, codes: Codes) -> None:
    assert limits(chen)["transferDaily"] == "50000.00"
    assert set_limit(chen, "1000")["outcome"] == "done"
    assert limits(chen)["transferDaily"] == "1000.00"
    assert set_limit(chen, "1000.00")["already"] is True
    assert set_limit(chen, "1000.01")["reason"] == "proofNeeded"
    assert set_limit(chen, "100000.01", raised(codes, chen, "100000.01"))["reason"] == "aboveBound"
    assert set_limit(chen, "100000", raised(codes, chen, "99999.00"))["reason"] == "proofNeeded"
    assert set_limit(chen, "100000", raised(codes, chen, "100000.00"))["outcome"] == "done"
    assert limits(chen)["transferDaily"] == "100000.00"
    assert set_limit(chen, "0")["outcome"] == "done"


def test_a_limit_that_is_none(chen: Customer) -> None:
    assert set_limit(chen, "1", currency="EUR")["reason"] == "notPossible"
    for wrong in ("-1", "1.234", "1e3", ""):
        assert set_limit(chen, wrong)["status"] == 400
    body = {"amount": {"currency": "CNY", "amount": "1"}}
    assert chen("PUT", "/limits/other", new_key(), json=body).json()["reason"] == "notPossible"


def test_a_statement_is_sent_to_the_address_on_file_alone(bank: Bank, chen: Customer) -> None:
    body = {"resourceId": "chen-current", "dateFrom": "2026-11-01", "dateTo": "2026-11-22", "language": "en"}
    key = new_key()
    told = [chen("POST", "/deliveries", key, json=body).json() for _ in range(2)]
    assert told[0] == told[1]
    with bank.service.store.read() as connection:
        (row,) = connection.execute(select(tables.statement_delivery)).all()
    assert (row.id, row.customer, row.account, row.sent_at) == (told[0]["reference"], "chen", "chen-current", None)

    other = {**body, "resourceId": "nordqvist-current"}
    assert chen("POST", "/deliveries", new_key(), json=other).json()["reason"] == "notPossible"
    ouyang = Customer(bank, chen.call, OUYANG, "visit-2")
    own = {**body, "resourceId": "ouyang-current"}
    assert ouyang("POST", "/deliveries", new_key(), json=own).json()["reason"] == "noAddress"
    assert chen("POST", "/deliveries", new_key(), json={**body, "address": "x@y.z"}).status_code in (400, 401)


def test_a_change_keeps_nothing_of_what_it_was_about(bank: Bank, chen: Customer, codes: Codes) -> None:
    proof = codes.give(chen.bound, Purpose.PHONE_CHANGE, phone="+8613900000099")
    chen("PUT", "/profile/phone", new_key(), json={"phone": "+8613900000099", "proof": proof})
    with bank.service.store.read() as connection:
        kept = repr(connection.execute(select(tables.bank_change)).all())
    assert "13900000099" not in kept
    assert proof not in kept


def test_what_was_seeded_again_stays_changed(bank: Bank, chen: Customer) -> None:
    chen("POST", "/cards/chen-debit/freeze", new_key())
    settled(bank)
    assert status(chen) == "frozen"
    assert open_session(chen.call, CHEN, "visit-3").status_code == 201


# What the fraud rules are told of a customer
def used(bank: Bank, customer: Customer, who: tuple[str, str, str] = CHEN) -> list[str]:
    again = Customer(bank, customer.call, who, "visit-9")
    customer.consent, customer.visit = again.consent, again.visit
    told: list[str] = again.told["usedBefore"]
    return told


def test_what_a_customer_did_at_a_terminal_is_told_to_the_next_visit(bank: Bank, chen: Customer, codes: Codes) -> None:
    assert chen.told["usedBefore"] == []

    def change(path: str, proof: str | None, **body: object) -> int:
        return chen("PUT", path, new_key(), json={**body, "proof": proof}).status_code

    lower, higher = ({"currency": "CNY", "amount": amount} for amount in ("10000.00", "15000.00"))
    assert change("/limits/transferSingle", None, amount=lower) == 200
    assert change("/limits/transferSingle", None, amount=higher) == 409
    assert change("/profile/phone", "no-proof", phone="+8613900000099") == 409
    chen("POST", "/cards/chen-new/activation", new_key(), json={"expiry": "0101"})
    chen("POST", "/cards/chen-debit/freeze", new_key())
    assert used(bank, chen) == [], "lowered, refused, or not judged by the rules"

    given = codes.give(chen.bound, Purpose.LIMIT_RAISE, limit="transferSingle", amount="15000.00", currency="CNY")
    assert change("/limits/transferSingle", given, amount=higher) == 200
    chen("POST", "/cards/chen-new/activation", new_key(), json={"expiry": "1131"})
    assert used(bank, chen) == ["cardActivation", "limitRaise"]
    given = codes.give(chen.bound, Purpose.PHONE_CHANGE, phone="+8613900000099")
    assert change("/profile/phone", given, phone="+8613900000099") == 200
    assert used(bank, chen) == ["cardActivation", "limitRaise", "phoneChange"]
    assert used(bank, chen, OUYANG) == []


def test_what_was_so_already_is_no_use(bank: Bank, chen: Customer) -> None:
    same = chen("PUT", "/profile/phone", new_key(), json={"phone": "+8613800000011", "proof": "x"})
    assert same.json()["already"] is True
    assert used(bank, chen) == []
