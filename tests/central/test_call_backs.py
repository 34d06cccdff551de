"""A call-back asked for at a terminal reaches the bank sealed, is found when it is due, and opened on record only."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from central_desk import BANK, NOON, Bank, Caller, Journal

from central import callbacks
from central.__main__ import main
from central.sealing import Act, KeyGoneError, acts
from kiosk.core import entries
from kiosk.core.callback import reference
from kiosk.record import seal

KIOSK = "0571-3"
NUMBER = "+8613800138000"
ACT = Act("officer", "call-back", NOON)


def asked_for(bank: Bank, journal: Journal, visit: str, *, digits: str, starts: datetime, key_sent: bool = True) -> str:
    """A visit in which a customer asked to be called back."""
    service, key = bank.service, os.urandom(32)
    with service.store.write() as connection:
        to = service.sealing.current(connection, bank.clock.now)
        if key_sent:
            service.sealing.put(
                connection, KIOSK, visit, to.kid, seal.seal_key(key, to, BANK, KIOSK, visit), bank.clock.now
            )
    journal.append(entries.VisitBegan("zh_CN"), visit=visit)
    seq = len(journal.bodies) + 1
    given = reference(digits)
    ends = starts + timedelta(hours=2)
    wish = entries.CallBackRequested(given, "card", starts.isoformat(), ends.isoformat(), "zh_CN", on_file=False)
    journal.append(wish, visit=visit)
    event = json.loads(journal.bodies[-1])
    event["data"]["sealed"] = [seal.seal_field(key, to.kid, f"{journal.epoch}/{seq}", "number", NUMBER).to_json()]
    journal.bodies[-1] = json.dumps(event).encode()
    journal.append(entries.FaqRated("card-lost", 1, "zh_CN", helpful=False), visit=visit)
    journal.append(entries.VisitEnded("finished"), visit=visit)
    return given


def due(bank: Bank, **which: Any) -> list[str]:
    with bank.service.store.read() as connection:
        return [row.reference for row in callbacks.open_ones(connection, **which)]


@pytest.fixture
def told(bank: Bank, call: Caller, journal: Journal) -> tuple[str, str]:
    """Two call-backs, the later one asked for first."""
    later = asked_for(bank, journal, "v-1", digits="000000001", starts=NOON + timedelta(hours=20))
    sooner = asked_for(bank, journal, "v-2", digits="000000002", starts=NOON - timedelta(minutes=5))
    assert journal.send(call).status_code == 200
    return sooner, later


def test_the_soonest_comes_first_and_those_that_are_due_alone(bank: Bank, told: tuple[str, str]) -> None:
    sooner, later = told
    assert due(bank) == [sooner, later]
    assert due(bank, until=NOON) == [sooner]
    assert due(bank, branch="0571") == [sooner, later]
    assert due(bank, branch="0572") == []
    report = bank.service.report()
    assert report["call_backs"] == {"requested": 2, "open": 2}
    assert report["answers"] == {"rated": 2, "helpful": 0}


def test_the_number_is_opened_on_record(bank: Bank, told: tuple[str, str]) -> None:
    with bank.service.store.read() as connection:
        row = callbacks.open_ones(connection)[0]
    found = callbacks.whom(bank.service.store, bank.service.sealing, row, ACT)
    assert (found.number, found.customer) == (NUMBER, None)
    assert NUMBER not in repr(found)
    with bank.service.store.read() as connection:
        assert [(use.what, use.about, use.reason) for use in acts(connection)] == [("unsealed", "v-2", "call-back")]


def test_what_is_done_is_due_no_more_and_stays_done_when_the_read_model_is_made_again(
    bank: Bank, told: tuple[str, str]
) -> None:
    sooner, later = told
    with bank.service.store.write() as connection:
        assert callbacks.done(connection, f"{sooner[:3]} {sooner[3:6]} {sooner[6:]}", "reached", ACT)
        assert not callbacks.done(connection, sooner, "reached", ACT)
        assert not callbacks.done(connection, "1234567890", "reached", ACT)
    assert due(bank) == [later]
    bank.service.rebuild()
    assert due(bank) == [later]


def test_a_number_that_was_erased_cannot_be_rung_and_that_is_said(bank: Bank, told: tuple[str, str]) -> None:
    bank.service.sealing.erase(bank.service.store, KIOSK, "v-2", ACT)
    with bank.service.store.read() as connection:
        row = callbacks.open_ones(connection)[0]
    with pytest.raises(KeyGoneError):
        callbacks.whom(bank.service.store, bank.service.sealing, row, ACT)


def test_staff_read_the_list_on_the_command_line(
    bank: Bank, told: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    sooner, later = told
    where = ["--data", str(bank.folder / "central"), *(["--database", bank.database] if bank.database else [])]
    assert main(["callbacks", *where, "--all"]) == 0
    plain = capsys.readouterr().out
    assert [line.split()[3] for line in plain.splitlines()] == [sooner, later]
    assert NUMBER not in plain
    assert main(["callbacks", *where, "--all", "--numbers"]) == 2
    capsys.readouterr()
    assert main(["callbacks", *where, "--all", "--numbers", "--reason", "today's list", "--json"]) == 0
    assert {row["number"] for row in json.loads(capsys.readouterr().out)} == {NUMBER}
    assert main(["callbacks", *where, "--done", sooner, "--outcome", "notReached"]) == 0
    assert main(["callbacks", *where, "--done", sooner]) == 1
    assert due(bank) == [later]


@pytest.mark.parametrize(
    "starts", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "tomorrow", "2026-11-24T09:00:00"]
)
def test_a_terminal_that_says_an_impossible_time_is_flagged_and_nothing_breaks(
    bank: Bank, call: Caller, journal: Journal, starts: str
) -> None:
    journal.append(entries.CallBackRequested("0000000012", "card", starts, starts, "en", on_file=True), visit="v-9")
    assert journal.send(call).status_code == 200
    assert due(bank) == []
    assert [flag["type"] for flag in bank.service.report()["flags"]] == [entries.CallBackRequested.TYPE]


def test_the_clock_of_the_list_is_the_bank_s(bank: Bank, told: tuple[str, str]) -> None:
    with bank.service.store.read() as connection:
        row = callbacks.open_ones(connection)[0]
    assert row.starts == (NOON - timedelta(minutes=5)).astimezone(UTC)
