"""A frozen card is released by a member of staff's command: once, in time, on record, and never one that is lost."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from bank_desk import CHEN, Customer, new_key, settled
from central_desk import Bank, Caller
from sqlalchemy import Row, func, select

from central import tables
from central.__main__ import main
from central.bank.releases import ReleaseError
from central.maintenance import operator
from central.sealing import Act
from central.service import wall_clock

RELEASE = "/cards/chen-debit/release"


@pytest.fixture
def chen(bank: Bank, call: Caller) -> Customer:
    settled(bank)
    customer = Customer(bank, call, CHEN)
    customer("POST", "/cards/chen-debit/freeze", new_key())
    return customer


def status(customer: Customer) -> str:
    return next(it["status"] for it in customer.get("/cards")["cards"] if it["cardId"] == "chen-debit")


def asked(chen: Customer) -> str:
    key = new_key()
    answer = chen("POST", RELEASE, key)
    assert (answer.status_code, answer.json()["outcome"]) == (202, "underWay")
    return key


def outcome(chen: Customer, key: str) -> tuple[str, str | None]:
    told = chen.call("GET", f"/v1/branches/0571/changes/{key}").json()
    return told["outcome"], told["reason"]


def number(bank: Bank) -> int:
    (waiting,) = bank.service.bank.open_releases()
    return waiting.number


def decide(bank: Bank, request: int, *, release: bool = True, who: str = "lin") -> None:
    bank.service.bank.decide_release(request, Act(who, None, bank.clock.now), release=release)


def rows(bank: Bank) -> list[Row[tuple[object, ...]]]:
    with bank.service.store.read() as connection:
        return list(connection.execute(select(tables.card_release).order_by(tables.card_release.c.id)))


def test_the_first_decision_counts_and_who_decided_is_kept(bank: Bank, chen: Customer) -> None:
    key = asked(chen)
    request = number(bank)
    decide(bank, request)
    for release in (True, False):
        with pytest.raises(ReleaseError, match="it was released by lin already"):
            decide(bank, request, release=release, who="wang")
    assert outcome(chen, key) == ("done", None)
    assert status(chen) == "active"
    (row,) = rows(bank)
    assert (row.decision, row.decided_by, row.decided_at, row.visit) == ("released", "lin", bank.clock.now, "visit-1")


def test_of_two_who_decide_at_once_one_does(bank: Bank, chen: Customer) -> None:
    key = asked(chen)
    request = number(bank)

    def said(release: bool) -> str:
        try:
            decide(bank, request, release=release)
        except ReleaseError as error:
            return str(error)
        return "decided"

    with ThreadPoolExecutor(4) as staff:
        told = sorted(staff.map(said, [True, False, True, False]))
    assert told.count("decided") == 1
    assert {one.partition(" ")[0] for one in told} == {"decided", "it"}
    released = outcome(chen, key) == ("done", None)
    assert status(chen) == ("active" if released else "frozen")
    assert [row.decision for row in rows(bank)] == ["released" if released else "refused"]


def test_a_refusal_leaves_the_card_and_is_final(bank: Bank, chen: Customer) -> None:
    key = asked(chen)
    request = number(bank)
    decide(bank, request, release=False)
    with pytest.raises(ReleaseError, match="it was refused"):
        decide(bank, request)
    assert outcome(chen, key) == ("refused", "staffRefused")
    assert status(chen) == "frozen"


def test_after_ten_minutes_nobody_can_decide(bank: Bank, chen: Customer) -> None:
    key = asked(chen)
    request = number(bank)
    bank.clock.advance(minutes=9, seconds=59)
    assert outcome(chen, key) == ("underWay", None)
    bank.clock.advance(seconds=1)
    assert bank.service.bank.open_releases() == ()
    with pytest.raises(ReleaseError, match="expired"):
        decide(bank, request)
    assert outcome(chen, key) == ("refused", "expired")
    with pytest.raises(ReleaseError, match="it was expired already"):
        decide(bank, request)
    assert status(chen) == "frozen"
    assert [row.decision for row in rows(bank)] == ["expired"]


def test_a_newer_request_takes_the_place_of_the_older(bank: Bank, chen: Customer) -> None:
    older, newer = asked(chen), asked(chen)
    assert outcome(chen, older) == ("refused", "expired")
    decide(bank, number(bank))
    assert outcome(chen, newer) == ("done", None)
    assert [row.decision for row in rows(bank)] == ["expired", "released"]


def test_a_double_tap_asks_once(bank: Bank, chen: Customer) -> None:
    key = new_key()
    headers = {"Consent-ID": chen.consent, "Visit-ID": chen.visit, "X-Request-ID": key}
    answers = chen.call.at_once(*[("POST", f"/v1/branches/0571{RELEASE}", {"headers": headers})] * 6)
    assert {answer.status_code for answer in answers} == {202}
    with bank.service.store.read() as connection:
        assert connection.execute(select(func.count()).select_from(tables.card_release)).scalar_one() == 1


def test_what_is_lost_or_anothers_is_not_asked_for(bank: Bank, chen: Customer) -> None:
    assert chen("POST", "/cards/ouyang-debit/release", new_key()).json()["reason"] == "notPossible"
    assert chen("POST", "/cards/chen-new/release", new_key()).json()["reason"] == "notPossible"
    key = asked(chen)
    chen("POST", "/cards/chen-debit/loss", new_key())
    assert chen("POST", RELEASE, new_key()).json()["reason"] == "cardLost"
    decide(bank, number(bank))
    assert outcome(chen, key) == ("refused", "cardLost")
    assert status(chen) == "lost"
    assert [row.decision for row in rows(bank)] == ["refused"]


def test_a_card_that_is_free_is_said_to_be(chen: Customer, bank: Bank) -> None:
    asked(chen)
    decide(bank, number(bank))
    answer = chen("POST", RELEASE, new_key())
    assert (answer.status_code, answer.json()["already"]) == (200, True)


def test_staff_decide_by_command(bank: Bank, call: Caller, capsys: pytest.CaptureFixture[str]) -> None:
    bank.clock.now = wall_clock()  # the commands have no other
    settled(bank)
    chen = Customer(bank, call, CHEN)
    chen("POST", "/cards/chen-debit/freeze", new_key())
    where = ["--data", str(bank.folder / "central"), *(["--database", bank.database] if bank.database else [])]

    def run(*command: str) -> tuple[int, str]:
        return main([command[0], *where, *command[1:]]), capsys.readouterr().out

    assert run("releases") == (0, "")
    refused = asked(chen)
    (told,) = json.loads(run("releases", "--branch", "0571", "--json")[1])
    shown = {name: told[name] for name in ("kiosk", "visit", "customer", "card")}
    assert shown == {"kiosk": "0571-3", "visit": "visit-1", "customer": "*示例", "card": "621700******0711"}
    assert run("releases", "--branch", "0572") == (0, "")
    request = str(told["request"])
    assert run("releases")[1].split()[0] == request
    assert run("release", request, "--refuse", "--reason", "another face")[0] == 0
    assert outcome(chen, refused) == ("refused", "staffRefused")
    assert run("release", request)[0] == 1

    released = asked(chen)
    assert run("release", str(number(bank))) == (0, "the card can be used again\n")
    assert outcome(chen, released) == ("done", None)
    assert status(chen) == "active"
    for wrong in ("0", "9" * 30, "-1"):
        assert run("release", wrong)[0] == 1
    assert [(row.decision, row.decided_by, row.reason) for row in rows(bank)] == [
        ("refused", operator(), "another face"),
        ("released", operator(), None),
    ]
