"""Sealed visit keys reach the centre before the records under them, and whatever it has lost it is given again."""

from __future__ import annotations

import json
import sqlite3
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from record_centre import Centre, Misbehaviour, Request
from record_desk import ManualClock, OpenJournal
from record_sync import OpenUplink, drain, hang_up, says

from kiosk.core import entries
from kiosk.record.journal import SqliteJournal, current_file
from kiosk.record.seal import SealingKey, open_key
from kiosk.record.syncstate import SyncTrouble
from kiosk.record.uplink import SLOW_S

PRIVATE = X25519PrivateKey.from_private_bytes(bytes(range(32)))
SEALING_KEY = SealingKey("2026w48", PRIVATE.public_key().public_bytes_raw())


@pytest.fixture
def sealing_journal(open_journal: OpenJournal) -> SqliteJournal:
    return open_journal(sealing_key=lambda: SEALING_KEY)


def identified(journal: SqliteJournal, visit: str, ends: bool = True) -> None:
    """A customer shows a document: its number and the name on it are sealed."""
    journal.append(entries.VisitBegan("en"), visit)
    accepted = entries.DocumentAccepted("passport", "camera", "print", "print", "E12345678", "ZHANG SAN")
    journal.append(accepted, visit).result()
    last = entries.VisitEnded("finished") if ends else entries.StaffCalled("asked", "FaceConsent")
    journal.append(last, visit).result()


def puts(centre: Centre) -> list[str]:
    """The visits whose keys came, in the order they came."""
    bodies = [json.loads(request.body) for request in centre.requests if request.method == "PUT"]
    return [key["visit"] for body in bodies for key in body["keys"]]


def test_a_visits_key_comes_before_its_records_and_once(
    sealing_journal: SqliteJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock
) -> None:
    uplink = open_uplink()
    for number in range(3):
        identified(sealing_journal, f"v-{number}")
        drain(uplink, clock, sealing_journal.size)
    assert puts(centre) == ["v-0", "v-1", "v-2"]
    assert [request.method for request in centre.requests if request.method != "GET"] == ["PUT", "POST"] * 3
    for visit, kept in centre.keys.items():
        assert kept["kid"] == "2026w48"
        opened = open_key(b64decode(kept["sealed"]), PRIVATE.private_bytes_raw(), "bank.example", "0571-3", visit)
        assert len(opened) == 32


def test_after_a_restart_a_key_may_come_again(
    sealing_journal: SqliteJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock
) -> None:
    identified(sealing_journal, "v-0", ends=False)
    drain(open_uplink(), clock, sealing_journal.size)
    more = entries.DocumentAccepted("passport", "chip", "passiveAuthentication", "chip", "E12345678", None)
    sealing_journal.append(more, "v-0").result()
    sealing_journal.append(entries.VisitEnded("finished"), "v-0").result()
    drain(open_uplink(), clock, sealing_journal.size)
    assert set(puts(centre)) == {"v-0"}
    assert len(centre.bodies) == sealing_journal.size


def test_a_centre_restored_from_a_backup_is_given_records_and_keys_again(
    sealing_journal: SqliteJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock
) -> None:
    uplink = open_uplink()
    for number in range(4):
        identified(sealing_journal, f"v-{number}")
    drain(uplink, clock, sealing_journal.size)
    centre.lose(5)
    identified(sealing_journal, "v-4")
    drain(uplink, clock, sealing_journal.size)
    assert len(centre.bodies) == sealing_journal.size
    assert {f"v-{number}" for number in range(1, 5)} <= centre.keys.keys()


def test_a_centre_that_lost_keys_alone_asks_for_them(
    sealing_journal: SqliteJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock
) -> None:
    """Its visit went on from one batch to the next: the key is the file's, though no record of this batch began it."""
    uplink = open_uplink()
    identified(sealing_journal, "v-0", ends=False)
    drain(uplink, clock, sealing_journal.size)
    held = dict(centre.keys)
    centre.keys.clear()
    more = entries.DocumentAccepted("passport", "chip", "passiveAuthentication", "chip", "E12345678", None)
    sealing_journal.append(more, "v-0").result()
    sealing_journal.append(entries.VisitEnded("finished"), "v-0").result()
    drain(uplink, clock, sealing_journal.size)
    assert centre.keys == held


def test_a_key_that_is_gone_is_said_to_be_lost_and_the_records_go_on(
    sealing_journal: SqliteJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock, folder: Path
) -> None:
    identified(sealing_journal, "v-0")
    sealing_journal.close()
    path = current_file(folder)
    assert path is not None
    with sqlite3.connect(path) as db:
        db.execute("DELETE FROM dek")
    db.close()
    drain(open_uplink(), clock, sealing_journal.size)
    assert centre.keys == {"v-0": {"lost": True}}
    assert len(centre.bodies) == sealing_journal.size


def other_bytes(centre: Centre) -> None:
    centre.keys["v-0"] = {"kid": "2026w48", "sealed": "AAAA"}


def erased(centre: Centre) -> None:
    centre.erased.add("v-0")


@pytest.mark.parametrize("before", [other_bytes, erased])
def test_a_key_that_the_centre_has_settled_stops_nothing(
    sealing_journal: SqliteJournal,
    open_uplink: OpenUplink,
    centre: Centre,
    clock: ManualClock,
    before: Callable[[Centre], None],
) -> None:
    before(centre)
    identified(sealing_journal, "v-0")
    drain(open_uplink(), clock, sealing_journal.size)


@pytest.mark.parametrize(
    "case",
    [
        (hang_up, SyncTrouble.UNREACHABLE),
        (says(503, {}), SyncTrouble.BUSY),
        (says(403, {}), SyncTrouble.CERTIFICATE),
        (says(400, {}), SyncTrouble.REJECTED),
        (says(301, {}, Location="/"), SyncTrouble.BAD_ANSWER),
        (says(500, {}), SyncTrouble.BAD_ANSWER),
        (says(200, {}), SyncTrouble.BAD_ANSWER),
        (says(200, b"<html>"), SyncTrouble.BAD_ANSWER),
        (says(204), SyncTrouble.BAD_ANSWER),
    ],
)
def test_without_its_keys_no_record_leaves(
    sealing_journal: SqliteJournal,
    open_uplink: OpenUplink,
    centre: Centre,
    clock: ManualClock,
    case: tuple[Misbehaviour, SyncTrouble],
) -> None:
    fault, trouble = case
    identified(sealing_journal, "v-0")
    uplink = open_uplink()
    centre.misbehave.append(fault)
    uplink.step()
    assert uplink.state.trouble is trouble
    assert not centre.posts()
    drain(uplink, clock, sealing_journal.size)


def test_keys_asked_for_without_end_do_not_busy_the_terminal(
    sealing_journal: SqliteJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock
) -> None:
    identified(sealing_journal, "v-0")
    uplink = open_uplink()

    def asks_again(centre: Centre, request: Request) -> None:
        if request.method == "POST":
            request.answer(409, {"acked": 0, "missing_keys": ["v-0", "never-heard-of", 7, "x" * 65]})
        else:
            centre.behave(request)

    centre.misbehave.extend([asks_again] * 60)
    for _ in range(10):
        wait = uplink.step()
        if wait:
            break
    assert (uplink.state.trouble, wait) == (SyncTrouble.BAD_ANSWER, SLOW_S)
    assert len(centre.posts()) <= 6
    assert centre.keys["never-heard-of"] == {"lost": True}
    centre.misbehave.clear()
    clock.pass_by(wait)
    drain(uplink, clock, sealing_journal.size)


def test_a_long_backlog_sends_its_keys_together_and_beside_the_batch_before(
    sealing_journal: SqliteJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock
) -> None:
    for number in range(700):
        identified(sealing_journal, f"v-{number}", ends=number % 3 > 0)
    sealing_journal.close()
    drain(open_uplink(), clock, sealing_journal.size)
    assert len(centre.keys) == 700
    assert len([request for request in centre.requests if request.method == "PUT"]) == 2, "at most 500 in a call"
    assert sorted(puts(centre)) == sorted(centre.keys), "each once"
    assert len(centre.bodies) == sealing_journal.size
    arrived = {request.handler.client_address for request in centre.requests if request.method == "PUT"}
    assert len(arrived) == 2, "over a connection of their own"
