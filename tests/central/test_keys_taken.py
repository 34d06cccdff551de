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


def put(call: Caller, visit: str = VISIT, kiosk: str = KIOSK, **body: object) -> httpx.Response:
    return call("PUT", f"/v1/kiosks/{kiosk}/keys/{visit}", json=body)


def sealed(bank: Bank, key: bytes = KEY) -> dict[str, Any]:
    with bank.service.store.write() as connection:
        to = bank.service.sealing.current(connection, bank.clock.now)
    return {"kid": to.kid, "sealed": b64encode(seal_key(key, to, "demo", KIOSK, VISIT)).decode()}


def state(bank: Bank) -> list[str]:
    with bank.service.store.read() as connection:
        return list(connection.execute(select(tables.visit_key.c.state)).scalars())


def alarms(bank: Bank) -> set[str]:
    return {alarm["kind"] for alarm in bank.service.report()["alarms"]}


def test_a_key_is_held_and_a_repeat_is_harmless(bank: Bank, call: Caller) -> None:
    body = sealed(bank)
    for _ in range(2):
        assert put(call, **body).status_code == 204
    assert state(bank) == ["held"]
    assert put(call, **sealed(bank, KEY[::-1])).status_code == 409
    assert alarms(bank) == set()


def test_an_erased_key_does_not_come_back(bank: Bank, call: Caller) -> None:
    body = sealed(bank)
    put(call, **body)
    bank.service.sealing.erase(bank.service.store, KIOSK, VISIT, Act("test", None, bank.clock.now))
    assert put(call, **body).status_code == 410
    assert state(bank) == ["erased"]


def test_a_key_that_does_not_open_is_taken_with_an_alarm(bank: Bank, call: Caller) -> None:
    assert put(call, kid="1999w01", sealed=b64encode(b"x" * 80).decode()).status_code == 204
    assert (state(bank), alarms(bank)) == (["unreadable"], {"keyUnreadable"})


def test_a_lost_key_is_noted_until_it_comes_after_all(bank: Bank, call: Caller) -> None:
    for _ in range(2):
        assert put(call, lost=True).status_code == 204
    assert (state(bank), alarms(bank)) == (["lost"], {"keyLost"})
    assert put(call, **sealed(bank)).status_code == 204
    assert put(call, lost=True).status_code == 204
    assert state(bank) == ["held"]


@pytest.mark.parametrize(
    "body", [{}, {"lost": False}, {"kid": "a b", "sealed": "AA=="}, {"kid": "a", "sealed": "!"}, {"kid": "a"}]
)
def test_nonsense_is_refused(bank: Bank, call: Caller, body: dict[str, object]) -> None:
    assert put(call, **body).status_code == 400
    assert state(bank) == []


def test_of_oneself_alone_and_small(bank: Bank, call: Caller) -> None:
    bank.enrol("0571-4")
    assert put(call, kiosk="0571-4", lost=True).status_code == 403
    assert put(call, visit="a b", lost=True).status_code == 400
    assert put(call, kid="a", sealed="A" * 20_000).status_code == 413
