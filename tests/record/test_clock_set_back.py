"""The wall clock jumps: the journal says so, and order stays the order of the numbers."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from record_desk import ManualClock, OpenJournal

from kiosk.core import entries
from kiosk.record.journal import current_file


def stepped(folder: Path) -> list[tuple[int, float]]:
    """The `clock.stepped` records: number and seconds."""
    path = current_file(folder)
    assert path is not None
    db = sqlite3.connect(path)
    events: list[dict[str, Any]] = [json.loads(body) for (body,) in db.execute("SELECT body FROM rec ORDER BY seq")]
    db.close()
    return [
        (int(event["sequence"]), event["data"]["by_s"])
        for event in events
        if event["type"] == "bank.kiosk.clock.stepped.v1"
    ]


@pytest.mark.parametrize("seconds", [-3600.0, 86400.0, -1.5])
def test_a_jump_is_journalled_before_the_next_entry(
    open_journal: OpenJournal, folder: Path, clock: ManualClock, seconds: float
) -> None:
    journal = open_journal()
    clock.pass_by(10)
    clock.step(seconds)
    assert journal.append(entries.VisitBegan("en")).result() == 3
    assert journal.append(entries.VisitEnded("finished")).result() == 4
    assert stepped(folder) == [(2, seconds)]


def test_a_clock_that_is_slewed_did_not_jump(open_journal: OpenJournal, folder: Path, clock: ManualClock) -> None:
    journal = open_journal()
    for _ in range(20):
        clock.pass_by(3600)
        clock.step(-1.8)  # 0.5 ms/s, the most that Linux slews by
        journal.append(entries.VisitBegan("en")).result()
    assert stepped(folder) == []


def test_a_clock_set_back_while_the_kiosk_was_off_is_journalled(
    open_journal: OpenJournal, folder: Path, clock: ManualClock
) -> None:
    open_journal().close()
    clock.step(-7200)
    with open_journal() as journal:
        assert journal.last_at is not None
        assert journal.last_at > clock.now()
    assert stepped(folder) == [(4, -7200.0)]


def test_time_that_passed_while_the_kiosk_was_off_is_no_jump(
    open_journal: OpenJournal, folder: Path, clock: ManualClock
) -> None:
    open_journal().close()
    clock.step(90_000)
    open_journal().close()
    assert stepped(folder) == []
