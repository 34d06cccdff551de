"""The sealed keys of visits come by a call of their own, and no answer to it is a dead end."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import httpx
import pytest
from central_desk import Bank, Caller
from sqlalchemy import select

from central import tables
from central.sealing import Act
from kiosk.record.seal import seal_key

KIOSK, VISIT = "0571-3", "v-8c1e"
KEY = bytes(range(32))


def put(call: Caller, *keys: object, kiosk: str = KIOSK) -> httpx.Response:
    return call("PUT", f"/v1/kiosks/{kiosk}/keys", json={"keys": keys})


def told(response: httpx.Response) -> tuple[list[str], list[str]]:
    """The visits in conflict and those erased."""
    assert response.status_code == 200
    body = response.json()
    assert body.keys() == {"conflict", "erased"}
    return body["conflict"], body["erased"]


def lost(visit: str = VISIT) -> dict[str, Any]:
    return {"visit": visit, "lost": True}


def sealed(bank: Bank, key: bytes = KEY, visit: str = VISIT) -> dict[str, Any]:
    with bank.service.store.write() as connection:
        to = bank.service.sealing.current(connection, bank.clock.now)
    return {"visit": visit, "kid": to.kid, "sealed": b64encode(seal_key(key, to, "demo", KIOSK, visit)).decode()}


def state(bank: Bank) -> list[str]:
    with bank.service.store.read() as connection:
        return list(connection.execute(select(tables.visit_key.c.state)).scalars())


def alarms(bank: Bank) -> set[str]:
    return {alarm["kind"] for alarm in bank.service.report()["alarms"]}


def test_a_key_is_held_and_a_repeat_is_harmless(bank: Bank, call: Caller) -> None:
    body = sealed(bank)
    for _ in range(2):
        assert told(put(call, body)) == ([], [])
    assert told(put(call, body, body)) == ([], [])
    assert state(bank) == ["held"]
    assert told(put(call, sealed(bank, KEY[::-1]))) == ([VISIT], [])
    assert alarms(bank) == set()


def test_an_erased_key_does_not_come_back(bank: Bank, call: Caller) -> None:
    body = sealed(bank)
    put(call, body)
    bank.service.sealing.erase(bank.service.store, KIOSK, VISIT, Act("test", None, bank.clock.now))
    assert told(put(call, body)) == ([], [VISIT])
    assert state(bank) == ["erased"]


def test_a_key_that_does_not_open_is_taken_with_an_alarm(bank: Bank, call: Caller) -> None:
    body = {"visit": VISIT, "kid": "1999w01", "sealed": b64encode(b"x" * 80).decode()}
    assert told(put(call, body)) == ([], [])
    assert (state(bank), alarms(bank)) == (["unreadable"], {"keyUnreadable"})


def test_a_lost_key_is_noted_until_it_comes_after_all(bank: Bank, call: Caller) -> None:
    for _ in range(2):
        assert told(put(call, lost())) == ([], [])
    assert (state(bank), alarms(bank)) == (["lost"], {"keyLost"})
    assert told(put(call, sealed(bank))) == ([], [])
    assert told(put(call, lost())) == ([], [])
    assert state(bank) == ["held"]


def test_of_many_each_has_its_own_fate(bank: Bank, call: Caller) -> None:
    put(call, sealed(bank, visit="v-conflict"), sealed(bank, visit="v-erased"))
    bank.service.sealing.erase(bank.service.store, KIOSK, "v-erased", Act("test", None, bank.clock.now))
    answer = put(
        call,
        lost("v-lost"),
        sealed(bank, KEY[::-1], "v-conflict"),
        {"visit": "v-unreadable", "kid": "1999w01", "sealed": "AAAA"},
        sealed(bank, visit="v-erased"),
        sealed(bank, visit="v-new"),
    )
    assert told(answer) == (["v-conflict"], ["v-erased"])
    assert sorted(state(bank)) == ["erased", "held", "held", "lost", "unreadable"]
    assert alarms(bank) == {"keyLost", "keyUnreadable"}


def test_five_hundred_come_in_one_call_and_no_more(bank: Bank, call: Caller) -> None:
    body = sealed(bank)
    most = [body | {"visit": f"v-{number:034}"} for number in range(501)]  # a visit's name is 36 characters long
    assert put(call, *most).status_code == 400
    assert state(bank) == []
    assert told(put(call, *most[:500])) == ([], [])
    assert state(bank) == ["unreadable"] * 500, "each is sealed to the name of its visit"


@pytest.mark.parametrize(
    "key",
    [
        {},
        {"visit": "v-1"},
        {"visit": "v-1", "lost": False},
        {"visit": "v-1", "kid": "a b", "sealed": "AA=="},
        {"visit": "v-1", "kid": "a", "sealed": "!"},
        {"visit": "v-1", "kid": "a"},
        {"visit": "a b", "lost": True},
        {"lost": True},
        7,
    ],
)
def test_nonsense_is_refused_with_all_that_came_beside_it(bank: Bank, call: Caller, key: object) -> None:
    assert put(call, sealed(bank), key).status_code == 400
    assert put(call).status_code == 400
    assert state(bank) == []


def test_of_oneself_alone_and_bounded(bank: Bank, call: Caller) -> None:
    bank.enrol("0571-4")
    assert put(call, lost(), kiosk="0571-4").status_code == 403
    long = [{"visit": f"v-{number}", "kid": "a", "sealed": "A" * 8192} for number in range(40)]
    assert put(call, *long).status_code == 413
    assert state(bank) == []
