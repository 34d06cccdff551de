"""A one-time code goes to the phone on file, says what it is for, and is kept by nobody."""

from __future__ import annotations

import json
import logging

import pytest
from bank_desk import CHEN, Customer, new_key, settled
from central_desk import Bank, Caller
from codes_desk import ADDRESS, CHEN_PHONE, TRANSFER, ask, on_the_phone, proof, refused, sent, spends, typed
from sqlalchemy import select, update

from central import tables
from central.__main__ import main
from central.bank.codetexts import text_of
from central.bank.messages import Message, NotSentError
from kiosk.core.secondfactor import DETAILS, Purpose, ToConfirm

DATABASES = ("sqlite",)


@pytest.fixture
def chen(bank: Bank, call: Caller) -> Customer:
    settled(bank)
    return Customer(bank, call, CHEN)


def test_the_message_names_amount_and_payee_and_warns(bank: Bank, chen: Customer) -> None:
    answer = ask(chen, TRANSFER)
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json()
    assert told["chosenScaMethod"] == {"authenticationType": "SMS_OTP", "name": "**** 0011"}
    assert (told["scaStatus"], told["expiresIn"], told["resendIn"]) == ("started", 300, 60)
    (message,) = (one.message for one in bank.service.messages.sent())
    assert message.to == CHEN_PHONE
    for said in ("CNY 5000.00", "4821", "Never tell it to anyone"):
        assert said in message.text
    assert "李四" not in message.text
    assert "6217" not in message.text


def test_a_right_code_proves_what_it_was_for_and_the_change_is_made(bank: Bank, chen: Customer) -> None:
    value = dict(ADDRESS.details)["address"]
    body = {"address": value, "proof": proof(bank, chen)}
    assert chen("PUT", "/profile/address", key=new_key(), json=body).status_code == 200
    assert chen.get("/profile")["address"].startswith("虚构省")


def test_every_purpose_has_its_words_in_both_languages() -> None:
    for purpose in Purpose:
        confirm = ToConfirm(purpose, tuple((name, f"{name}-1234") for name in DETAILS[purpose]))
        texts = [text_of("demo", confirm, "123456", 5, language) for language in ("zh_CN", "en", "xx")]
        assert texts[0] == texts[2] != texts[1]
        for text in texts:
            assert "123456" in text
            assert "{" not in text
            assert len(text) <= 320


def test_a_customer_without_a_phone_is_told_so(bank: Bank, chen: Customer) -> None:
    with bank.service.store.write() as connection:
        connection.execute(update(tables.customer).values(phone=None))
    assert refused(ask(chen)) == {"reason": "noPhone", "waitIn": None}


def test_a_gateway_that_does_not_take_the_message_costs_nothing(
    bank: Bank, chen: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(message: Message) -> None:
        raise NotSentError

    key = new_key()
    with monkeypatch.context() as patched:
        patched.setattr(bank.service.codes.provider, "send", broken)
        assert refused(ask(chen, key=key)) == {"reason": "notSent", "waitIn": None}
        assert refused(ask(chen, key=key)) == {"reason": "notSent", "waitIn": None}
    assert typed(chen, sent(chen), on_the_phone(bank)).status_code == 200


DETAILS_OF_NOTHING: list[dict[str, object]] = [
    {},
    {"address": ""},
    {"address": "x", "phone": "+8613800000012"},
    {"phone": "+8613800000012"},
    {"address": "x" * 201},
    {"address": 7},
]


def test_what_does_not_say_exactly_what_is_to_be_done_is_no_request(chen: Customer) -> None:
    told: list[tuple[str, dict[str, object]]] = [("addressChange", details) for details in DETAILS_OF_NOTHING]
    amounts = ("5e3", "-1", "0.00", "1.005", "5000,00")
    told += [("transfer", {**dict(TRANSFER.details), "amount": amount}) for amount in amounts]
    for purpose, details in told:
        body = {"purpose": purpose, "details": details, "language": "en"}
        answer = chen("POST", "/codes", key=new_key(), json=body)
        assert answer.status_code == 400, details
        assert "+8613800000012" not in answer.text
        assert "5000,00" not in answer.text


def test_neither_code_nor_phone_nor_text_is_kept_or_logged(
    bank: Bank, chen: Customer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        code_proof = proof(bank, chen, TRANSFER)
    code = on_the_phone(bank)
    secrets = (code, CHEN_PHONE.removeprefix("+"), "李四", "6217000000004821", code_proof, chen.consent)
    held = []
    with bank.service.store.read() as connection:
        for table in (tables.one_time_code, tables.code_standing, tables.message):
            held += [repr(tuple(row)) for row in connection.execute(select(table))]
    assert len(held) == 3
    for secret in secrets:
        assert not [row for row in held if secret in row], "in the database"
        assert secret not in caplog.text, "in the log"
    assert spends(bank, chen, TRANSFER, code_proof), "the search was for what there is"


def test_the_console_shows_the_messages_of_the_last_day(
    bank: Bank, chen: Customer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("central.service.wall_clock", bank.clock)
    sent(chen)
    where = ["--data", str(bank.folder / "central"), *(["--database", bank.database] if bank.database else [])]
    monkeypatch.setattr("central.__main__._service", lambda given: bank.service)
    assert main(["messages", *where, "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["to"] == CHEN_PHONE
    assert on_the_phone_of(told["text"])
    assert main(["messages", *where]) == 0
    assert told["text"] in capsys.readouterr().out
    bank.clock.advance(days=1, minutes=1)
    assert main(["messages", *where, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def on_the_phone_of(text: str) -> bool:
    return any(part.strip(":").isdigit() and len(part.strip(":")) == 6 for part in text.split())


def test_what_the_demonstration_keeps_goes_after_a_day(bank: Bank, chen: Customer) -> None:
    sent(chen)
    bank.clock.advance(days=1, minutes=1)
    bank.service.messages.send(Message("+8613800000099", "later"))
    with bank.service.store.read() as connection:
        assert len(connection.execute(select(tables.message)).all()) == 1
