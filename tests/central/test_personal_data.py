"""Personal data at the bank: sealed on the way, opened by name and on record, and gone for ever when it is erased."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from central_desk import BANK, NOON, Bank, Caller, Journal
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from central import tables
from central.sealing import Act, KeyGoneError, MasterKeyError, _fields, acts, begins, kid_of, scrub
from kiosk.core import entries
from kiosk.record import seal
from kiosk.record.seal import SealingKey

KIOSK = "0571-3"
VISIT = "v-8c1e"
NAME, NUMBER = "王小明", "11010519491231002X"
ACT = Act("officer", "complaint 7", NOON)


def current(bank: Bank) -> SealingKey:
    with bank.service.store.write() as connection:
        return bank.service.sealing.current(connection, bank.clock.now)


def put(bank: Bank, visit: str, kid: str, sealed: bytes) -> str:
    with bank.service.store.write() as connection:
        return bank.service.sealing.put(connection, KIOSK, visit, kid, sealed, bank.clock.now)


def lose(bank: Bank, visit: str) -> None:
    with bank.service.store.write() as connection:
        bank.service.sealing.lost(connection, KIOSK, visit, bank.clock.now)


def alarms(bank: Bank) -> list[str]:
    return [alarm["kind"] for alarm in bank.service.report()["alarms"]]


def sealed_key(to: SealingKey, visit: str = VISIT, key: bytes | None = None) -> bytes:
    return seal.seal_key(key or os.urandom(32), to, BANK, KIOSK, visit)


def journal_visit(journal: Journal, key: bytes, kid: str, visit: str = VISIT) -> None:
    """A visit whose record bears the holder's name and number, sealed."""
    journal.append(entries.VisitBegan("zh_CN"), visit=visit)
    seq = len(journal.bodies) + 1
    where = f"{journal.epoch}/{seq}"
    fields = [seal.seal_field(key, kid, where, *pair) for pair in (("number", NUMBER), ("name", NAME))]
    journal.append(entries.StaffCalled("help", "ticket"), visit=visit)
    event = json.loads(journal.bodies[-1])
    event["data"]["sealed"] = [item.to_json() for item in fields]
    journal.bodies[-1] = json.dumps(event).encode()
    journal.append(entries.VisitEnded("finished"), visit=visit)


@pytest.fixture
def told(bank: Bank, call: Caller, journal: Journal) -> Journal:
    """A journal at the bank with a visit whose key it holds, among others."""
    to, key = current(bank), os.urandom(32)
    assert put(bank, VISIT, to.kid, sealed_key(to, key=key)) == "held"
    journal_visit(journal, key, to.kid)
    assert journal.send(call).status_code == 200
    journal.append(entries.KioskStarted("1"), visit=None)
    journal.append(entries.VisitBegan("en"), visit="v-other")
    assert journal.send(call, 4).status_code == 200  # overlaps what is held
    return journal


def test_processes_under_different_clocks_hide_nothing(bank: Bank, call: Caller, journal: Journal) -> None:
    """One took the key, another, whose clock is behind, the visit; and its end seems to come before its beginning."""
    to, key = current(bank), os.urandom(32)
    put(bank, VISIT, to.kid, sealed_key(to, key=key))
    journal_visit(journal, key, to.kid)
    journal.append(entries.VisitBegan("en"), visit="v-other")
    bank.clock.advance(seconds=-20)
    assert journal.send(call, 1, 3).status_code == 200
    bank.clock.advance(seconds=-20)
    assert journal.send(call, 4).status_code == 200

    found = bank.service.sealing.unseal(bank.service.store, KIOSK, VISIT, ACT)

    assert [(item.field, item.value) for item in found] == [("number", NUMBER), ("name", NAME)]


def test_weeks_have_names_that_sort_and_begin() -> None:
    assert kid_of(NOON) == "2026w48"
    assert kid_of(NOON.replace(year=2027, month=1, day=2)) == "2026w53"
    assert begins("2026w48").isoformat() == "2026-11-23T00:00:00+00:00"
    for wrong in ("2026-48", "2026w54", "w48", "26w48", "2026w481", "2026w00"):
        with pytest.raises(ValueError, match=r"week|year"):
            begins(wrong)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)), st.integers(-60, 60))  # noqa: DTZ001
def test_a_week_holds_its_moments_and_names_sort_as_weeks_do(at: datetime, weeks: int) -> None:
    began = begins(kid_of(at))
    assert began <= at < began + timedelta(weeks=1)
    assert kid_of(began) == kid_of(at)
    other = at + timedelta(weeks=weeks)
    assert (kid_of(other) > kid_of(at)) == (weeks > 0)


_NESTED = st.recursive(st.none() | st.text(max_size=4), st.lists, max_leaves=6).map(
    lambda told: json.dumps(told).encode()
)


@given(st.binary(max_size=80) | _NESTED)
def test_whatever_a_record_says_is_sealed_is_read_or_passed_over(data: bytes) -> None:
    for raw in (data, b'{"sealed":' + data + b"}"):
        assert list(_fields(raw)) == []


def test_a_sealing_key_is_made_for_this_week_and_the_next(bank: Bank) -> None:
    first = current(bank)
    assert first == current(bank)
    bank.clock.advance(weeks=1)
    second = current(bank)
    assert (first.kid, second.kid) == ("2026w48", "2026w49")
    with bank.service.store.read() as connection:
        rows = connection.execute(select(tables.sealing_key.c.kid, tables.sealing_key.c.made_at)).all()
    made = {row.kid: row.made_at for row in rows}
    assert made["2026w49"] == NOON
    assert sorted(made) == ["2026w48", "2026w49", "2026w50"]


def test_a_visit_is_unsealed_by_name_and_that_is_on_record_first(bank: Bank, told: Journal) -> None:
    found = bank.service.sealing.unseal(bank.service.store, KIOSK, VISIT, ACT)

    assert [(item.epoch, item.seq, item.field, item.value) for item in found] == [
        (told.epoch, 3, "number", NUMBER),
        (told.epoch, 3, "name", NAME),
    ]
    assert NAME not in repr(found)
    with bank.service.store.read() as connection:
        assert [tuple(row)[1:] for row in acts(connection)] == [
            (NOON, "unsealed", KIOSK, VISIT, "officer", "complaint 7")
        ]
    with pytest.raises(KeyGoneError):
        bank.service.sealing.unseal(bank.service.store, KIOSK, "v-unknown", ACT)
    with bank.service.store.read() as connection:
        assert [row.about for row in acts(connection)] == [VISIT, "v-unknown"]


def test_what_cannot_be_recorded_is_not_opened(bank: Bank, told: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("central.sealing._record", full)
    monkeypatch.setattr(bank.service.sealing, "_key", lambda *_: pytest.fail("opened"))
    with pytest.raises(OSError):  # noqa: PT011
        bank.service.sealing.unseal(bank.service.store, KIOSK, VISIT, ACT)


def test_a_field_that_was_moved_or_changed_does_not_open(bank: Bank, call: Caller, journal: Journal) -> None:
    to, key = current(bank), os.urandom(32)
    put(bank, VISIT, to.kid, sealed_key(to, key=key))
    good = seal.seal_field(key, to.kid, f"{journal.epoch}/2", "name", NAME).to_json()
    elsewhere = seal.seal_field(key, to.kid, f"{journal.epoch}/9", "name", NAME).to_json()
    for sealed in ([elsewhere, {**good, "field": "number"}, good], ["x", {}, {"field": 1}], "x", None):
        journal.append(entries.KioskStarted("1"), visit=VISIT)
        event = json.loads(journal.bodies[-1])
        event["data"]["sealed"] = sealed
        journal.bodies[-1] = json.dumps(event).encode()
    assert journal.send(call).status_code == 200

    found = bank.service.sealing.unseal(bank.service.store, KIOSK, VISIT, ACT)
    assert [(item.field, item.value) for item in found] == [("name", None), ("number", None), ("name", NAME)]


def test_a_repeat_is_held_and_another_key_is_a_conflict(bank: Bank) -> None:
    to = current(bank)
    first, second = sealed_key(to), sealed_key(to)
    assert [put(bank, VISIT, to.kid, item) for item in (first, first, second)] == ["held", "held", "conflict"]
    lose(bank, VISIT)
    assert put(bank, VISIT, to.kid, first) == "held"
    assert alarms(bank) == []


@pytest.mark.parametrize("sealed", [b"", b"x" * 80, b"x" * 5000])
def test_a_key_that_does_not_open_is_no_dead_end(bank: Bank, sealed: bytes) -> None:
    to = current(bank)
    assert put(bank, VISIT, to.kid, sealed) == "held"
    assert put(bank, VISIT, to.kid, sealed) == "held"
    assert alarms(bank) == ["keyUnreadable"]
    with pytest.raises(KeyGoneError, match="gone"):
        bank.service.sealing.unseal(bank.service.store, KIOSK, VISIT, ACT)


def test_a_key_is_bound_to_its_kiosk_and_visit(bank: Bank) -> None:
    to = current(bank)
    put(bank, "v-a", to.kid, sealed_key(to, "v-b"))
    put(bank, "v-c", to.kid, seal.seal_key(os.urandom(32), to, BANK, "0571-4", "v-c"))
    put(bank, "v-d", "2020w01", sealed_key(to, "v-d"))
    assert alarms(bank) == ["keyUnreadable"] * 3


def test_a_wrapped_key_opens_in_its_own_row_alone(bank: Bank, told: Journal) -> None:
    to = current(bank)
    put(bank, "v-b", to.kid, sealed_key(to, "v-b"))
    row = tables.visit_key.c
    with bank.service.store.write() as connection:
        other = connection.execute(select(row.wrapped).where(row.visit == "v-b")).scalar_one()
        connection.execute(update(tables.visit_key).where(row.visit == VISIT).values(wrapped=other))
    with pytest.raises(MasterKeyError):
        bank.service.sealing.unseal(bank.service.store, KIOSK, VISIT, ACT)


def test_an_unreadable_key_opens_when_its_sealing_key_comes_back(bank: Bank, told: Journal) -> None:
    row = tables.sealing_key.c
    to, key = current(bank), os.urandom(32)
    with bank.service.store.write() as connection:
        wrapped = connection.execute(select(row.wrapped).where(row.kid == to.kid)).scalar_one()
        connection.execute(update(tables.sealing_key).where(row.kid == to.kid).values(wrapped=None))
    put(bank, "v-late", to.kid, sealed_key(to, "v-late", key))
    assert alarms(bank) == ["keyUnreadable"]
    with bank.service.store.write() as connection:
        connection.execute(update(tables.sealing_key).where(row.kid == to.kid).values(wrapped=wrapped))
    assert bank.service.sealing.unseal(bank.service.store, KIOSK, "v-late", ACT) == []


def test_a_lost_key_raises_the_alarm_and_may_still_be_found(bank: Bank, told: Journal) -> None:
    to = current(bank)
    lose(bank, "v-lost")
    lose(bank, "v-lost")
    assert alarms(bank) == ["keyLost"]
    with pytest.raises(KeyGoneError, match="lost"):
        bank.service.sealing.unseal(bank.service.store, KIOSK, "v-lost", ACT)
    assert put(bank, "v-lost", to.kid, sealed_key(to, "v-lost")) == "held"
    assert bank.service.sealing.unseal(bank.service.store, KIOSK, "v-lost", ACT) == []


def test_erased_is_erased_and_the_evidence_still_verifies(bank: Bank, told: Journal) -> None:
    sealing, store = bank.service.sealing, bank.service.store
    assert sealing.erase(store, KIOSK, VISIT, ACT)
    assert scrub(store)
    assert not sealing.erase(store, KIOSK, VISIT, ACT)

    with pytest.raises(KeyGoneError, match="erased"):
        sealing.unseal(store, KIOSK, VISIT, ACT)
    found = bank.service.fsck()[0]
    assert (found.records, found.faults) == (len(told.bodies), ())
    assert put(bank, VISIT, current(bank).kid, sealed_key(current(bank))) == "erased"
    lose(bank, VISIT)
    assert put(bank, VISIT, current(bank).kid, b"x") == "erased"
    with store.read() as connection:
        assert [row.what for row in acts(connection)] == ["erased", "unsealed"]


def test_a_key_that_never_came_can_be_refused_beforehand(bank: Bank) -> None:
    assert not bank.service.sealing.erase(bank.service.store, KIOSK, "v-later", ACT)
    assert put(bank, "v-later", current(bank).kid, sealed_key(current(bank), "v-later")) == "erased"


def test_what_is_due_is_erased_and_nothing_else(bank: Bank) -> None:
    to = current(bank)
    for number in range(3):
        put(bank, f"v{number}", to.kid, sealed_key(to, f"v{number}"))
        bank.clock.advance(days=1)
    sealing, store = bank.service.sealing, bank.service.store
    days = timedelta(days=bank.service.settings.visit_key_days)
    assert sealing.erase_due(store, Act("timer", None, NOON)) == 0
    assert sealing.erase_due(store, Act("timer", None, NOON + days + timedelta(days=1))) == 2
    assert sealing.erase_due(store, Act("timer", None, NOON + days + timedelta(days=1))) == 0
    with store.read() as connection:
        states = {row.visit: row.state for row in connection.execute(select(tables.visit_key))}
        assert [(row.what, row.about, row.who) for row in acts(connection)] == [("erasedDue", "2", "timer")]
    assert states == {"v0": "erased", "v1": "erased", "v2": "held"}
    assert bank.service.report()["visit_keys"] == {"erased": 2, "held": 1}


def test_the_key_of_this_week_is_not_destroyed(bank: Bank) -> None:
    current(bank)
    with pytest.raises(ValueError, match="in use"):
        bank.service.sealing.destroy(bank.service.store, "2026w49", ACT)
    assert bank.service.sealing.destroy(bank.service.store, "2026w48", ACT) == []


def heard(bank: Bank, kiosk: str, **status: object) -> None:
    with bank.service.store.write() as connection:
        row = {"kiosk": kiosk, "at": bank.clock.now, "status": status}
        connection.execute(tables.heartbeat.insert().values(**row))


def test_kiosks_that_may_hold_older_seals_are_named(bank: Bank) -> None:
    for kiosk in ("0571-1", "0571-2", "0571-4", "0571-5", "0571-6", KIOSK):
        bank.enrol(kiosk)
    old = current(bank)
    put(bank, VISIT, old.kid, sealed_key(old))
    with bank.service.store.read() as connection:
        assert bank.service.sealing.behind(connection, "2026w48")[:2] == ["0571-1", "0571-2"]
    heard(bank, "0571-6", config=int(bank.clock.now.timestamp()), queued=0)
    bank.clock.advance(weeks=2)
    version = int(bank.clock.now.timestamp())
    heard(bank, "0571-1", config=version, queued=0)
    heard(bank, "0571-2", config=version, queued=3)
    heard(bank, "0571-4", config=version - 14 * 86400, queued=0)
    heard(bank, "0571-5", config="what", queued=None)
    new = current(bank)
    put(bank, "v-new", new.kid, sealed_key(new, "v-new"))
    with bank.service.store.read() as connection:
        assert bank.service.sealing.behind(connection, "2026w50") == ["0571-2", "0571-4", "0571-5", "0571-6"]


def test_destroyed_sealing_keys_leave_what_came_before_readable(bank: Bank, told: Journal) -> None:
    old = current(bank)
    bank.clock.advance(weeks=2)
    destroyed = bank.service.sealing.destroy(bank.service.store, "2026w50", Act("officer", None, bank.clock.now))
    assert destroyed == ["2026w48", "2026w49"]
    assert len(bank.service.sealing.unseal(bank.service.store, KIOSK, VISIT, ACT)) == 2
    assert put(bank, "v-late", old.kid, sealed_key(old, "v-late")) == "held"
    assert alarms(bank) == ["keyUnreadable"]


def test_another_master_key_stops_the_service_and_loses_nothing(bank: Bank, told: Journal) -> None:
    path = bank.folder / "central" / "keys" / "master.key"
    assert path.stat().st_mode & 0o777 == 0o600
    good = path.read_bytes()
    bank.stop()
    for wrong in (b64encode(os.urandom(32)), b64encode(b"short"), b"\xff", None):
        path.unlink(missing_ok=True)
        if wrong is not None:
            path.write_bytes(wrong)
        with pytest.raises(MasterKeyError):
            bank.start()
    path.write_bytes(good)
    bank.start()
    assert bank.service.sealing.unseal(bank.service.store, KIOSK, VISIT, ACT)
