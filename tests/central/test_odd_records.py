"""Records that are not what their type says, sealed fields, false signatures: all is kept, nothing is a dead end."""

from __future__ import annotations

import json
from typing import Any

import pytest
from central_desk import NOON, Bank, Caller, Journal
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import event

from central import projection, tables
from central.store import put
from kiosk.core import entries
from kiosk.record import checkpoint
from kiosk.record.checkpoint import Checkpoint, Ed25519Signer

SEALED = {"field": "number", "kid": "2026w48", "nonce": "AAAAAAAAAAAAAAAA", "ct": "AAAA"}


def add(journal: Journal, **told: Any) -> None:
    """Append a record that says of itself what is told."""
    journal.append(entries.SurveyAnswered("csat", 5, None), visit="v1")
    journal.bodies[-1] = json.dumps(json.loads(journal.bodies[-1]) | told).encode()


def flags(bank: Bank) -> list[tuple[str, str, int]]:
    return [(flag["kind"], flag["type"], flag["seq"]) for flag in bank.service.report()["flags"]]


ODD: list[dict[str, Any]] = [
    {"data": {"question": "csat", "value": "5", "service": None}},
    {"data": {"question": "csat", "value": 10**30, "service": None}},
    {"data": {"question": "csat"}},
    {"data": None},
    {"data": []},
    {"visit": "x" * 65},
    {"visit": "a\x00b"},
    {"time": "0001-01-01T00:00:00+14:00"},
    {"time": "9999-12-31T23:59:59-14:00"},
    {"data": {"question": "csat", "value": 5, "service": None, "sealed": [{"field": 5}]}},
    {"visit": None, "data": {"question": "csat", "value": 5, "service": None, "sealed": [SEALED]}},
]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_a_record_that_is_not_what_its_type_says_is_kept_and_flagged_once(
    bank: Bank, call: Caller, journal: Journal, odd: dict[str, Any]
) -> None:
    add(journal, **odd)
    add(journal, **odd)
    assert journal.send(call).json()["acked"] == 3
    add(journal, **odd)
    assert journal.send(call, 4).json()["acked"] == 4

    assert flags(bank) == [("badSchema", entries.SurveyAnswered.TYPE, 2)]
    assert not bank.service.fsck()[0].faults
    assert bank.service.rebuild() == 4


def test_a_nul_in_a_text_hurts_no_database(bank: Bank, call: Caller, journal: Journal) -> None:
    journal.append(entries.StaffCalled("he\x00lp", "x"), entries.VisitEnded("a\x00"), entries.VisitBegan("\x00"))
    assert journal.send(call).json()["acked"] == 4
    assert bank.service.report()["calls"]["journalled"] == 0


def test_a_type_nobody_knows_is_kept_and_flagged_and_so_are_very_many(
    bank: Bank, call: Caller, journal: Journal
) -> None:
    for number in range(150):
        add(journal, type=f"bank.kiosk.later.v{number}", data={"any": number})
    assert journal.send(call).json()["acked"] == 151
    found = flags(bank)
    assert len(found) == 101
    assert ("tooMany", "", 102) in found


def test_ever_more_types_cost_the_bank_neither_memory_nor_time(bank: Bank, call: Caller, journal: Journal) -> None:
    """All kiosks wait for the one writer, and each name that it remembers stays."""
    statements: list[str] = []
    event.listen(bank.service.store.engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    for batch in range(3):
        first = len(journal.bodies) + 1
        for number in range(150):
            add(journal, type=f"bank.kiosk.later{batch}.v{number}", data={})
        del statements[:]
        assert journal.send(call, first if batch else 1).status_code == 200
    assert len(statements) < 12
    assert sum(map(len, bank.ledger._flagged.values())) < 210


def test_ever_more_alarms_are_only_counted(
    bank: Bank, call: Caller, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projection, "_MOST_ALARMS", 10)
    done = [entries.CheckInCompleted(str(number), f"t-{number}", "C001", "card", False) for number in range(25)]
    journal.append(*done, visit="v1")
    assert journal.send(call).json()["acked"] == 26
    raised = [(alarm["about"], alarm["count"]) for alarm in bank.service.report()["alarms"]]
    assert sorted(raised) == sorted([("", 15), *((f"t-{number}", 1) for number in range(10))])


def test_a_further_field_is_no_fault(bank: Bank, call: Caller, journal: Journal) -> None:
    add(journal, data={"question": "csat", "value": 5, "service": None, "later": True})
    assert journal.send(call).status_code == 200
    assert flags(bank) == []


def test_sealed_fields_wait_for_their_keys(bank: Bank, call: Caller, journal: Journal) -> None:
    data = {"question": "csat", "value": 5, "service": None, "sealed": [SEALED]}
    journal.send(call)
    add(journal, data=data)
    add(journal, data=data, visit="v2")

    answer = journal.send(call, 2)
    assert (answer.status_code, answer.json()["acked"]) == (409, 1)
    assert answer.json()["missing_keys"] == ["v1", "v2"]
    assert "diverged" not in answer.json()
    hold(bank, "v1")
    assert journal.send(call, 2).json()["missing_keys"] == ["v2"]
    hold(bank, "v2")
    assert journal.send(call, 2).json()["acked"] == 3
    assert (flags(bank), bank.service.report()["alarms"]) == ([], [])


def test_quarantine_is_bounded_by_bytes_and_what_it_has_no_room_for_is_counted(
    bank: Bank, call: Caller, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank.ledger, "_room", 2**20)
    forged = checkpoint.sign(
        Checkpoint(journal.origin, 1, journal.frontier().root()), Ed25519Signer(Ed25519PrivateKey.generate())
    )

    def send(blanks: int) -> object:
        raw = b"[" + b" " * blanks + journal.bodies[0] + b"]"
        return journal.send(call, raw=raw, note=forged, encoding="identity").json()["quarantined"]

    assert [send(300_000 + number) for number in range(5)] == [True, True, True, False, False]
    assert send(300_000) is True, "it is kept already"
    assert send(0) is True, "a small one finds room"
    report = bank.service.report()["alarms"]
    assert {(alarm["kind"], alarm["count"]) for alarm in report} == {("unverified", 7), ("quarantineFull", 2)}
    found = bank.service.quarantine()
    assert (found.bodies, found.missed, found.damaged) == (4, 2, 0)
    assert 900_000 < found.bytes < 2**20


def hold(bank: Bank, visit: str) -> None:
    row = {"kiosk": "0571-3", "visit": visit, "digest": b"\x00" * 32, "state": "lost"}
    with bank.service.store.write() as connection:
        put(connection, tables.visit_key, {**row, "received_at": NOON, "delete_after": NOON})
