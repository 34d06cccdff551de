"""A record from long ago is damaged, or changed by somebody: it is read again, found, and the file not continued."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from record_desk import ManualClock, OpenJournal, current, kinds, records, until

from kiosk.core import entries
from kiosk.core.ports import JournalError
from kiosk.record.journal import SqliteJournal
from kiosk.record.tree import Frontier, leaf_hash
from kiosk.record.verify import verify

COUNT = 1400


def filled(open_journal: OpenJournal) -> None:
    with open_journal() as journal:
        for number in range(COUNT):
            journal.append(entries.ScreenShown(f"s{number}", "en"))


def reads_again(journal: SqliteJournal, clock: ManualClock, stopped: list[JournalError]) -> None:
    """Time passes, a little is journalled now and then, and the writer has time to spare."""
    clock.pass_by(61)
    for _ in range(COUNT // 250 + 3):
        if stopped:
            return
        clock.pass_by(1.1)
        journal.append(entries.TokenRefused("r", None)).exception()
        journal.acknowledge(b"").exception()  # answered once the time to spare was used


def test_a_record_that_start_up_does_not_reach_is_read_again(
    open_journal: OpenJournal, folder: Path, clock: ManualClock
) -> None:
    filled(open_journal)
    db = sqlite3.connect(current(folder), isolation_level=None)
    db.execute("UPDATE rec SET body=CAST(replace(body, 's48', 's84') AS BLOB) WHERE seq=50")
    db.close()
    failures: list[JournalError] = []
    journal = open_journal(failed=failures.append)
    reads_again(journal, clock, failures)
    until(lambda: bool(failures))
    with pytest.raises(JournalError, match="do not fit its checkpoint of size 101"):
        journal.append(entries.VisitBegan("en")).result()
    journal.close()
    failed = [event for event in records(current(folder)) if event["type"] == entries.KioskFailed.TYPE]
    assert [event["data"]["error"] for event in failed] == [f"journal: {failures[0]}"]
    with pytest.raises(JournalError, match="damaged"):
        open_journal()
    before = current(folder)
    with open_journal(renew="asked") as renewed:
        pass
    assert records(current(folder))[0]["data"]["previous"] == before.stem
    assert verify(current(folder), renewed.verifier).ok
    open_journal().close()


def test_an_attacker_who_mends_everything_but_the_signature_is_found(
    open_journal: OpenJournal, folder: Path, clock: ManualClock
) -> None:
    filled(open_journal)
    db = sqlite3.connect(current(folder), isolation_level=None)
    db.execute("UPDATE rec SET body=CAST(replace(body, 's48', 's84') AS BLOB) WHERE seq=50")
    frontier, sizes = Frontier(), {size for (size,) in db.execute("SELECT size FROM checkpoint")}
    for seq, body in db.execute("SELECT seq, body FROM rec ORDER BY seq").fetchall():
        frontier.add(leaf_hash(body))
        if seq in sizes and seq < 300:
            db.execute("UPDATE checkpoint SET frontier=? WHERE size=?", (frontier.to_bytes(), seq))
    db.close()
    failures: list[JournalError] = []
    reads_again(open_journal(failed=failures.append), clock, failures)
    until(lambda: bool(failures))


def test_a_record_that_was_taken_away_is_found(open_journal: OpenJournal, folder: Path, clock: ManualClock) -> None:
    filled(open_journal)
    failures: list[JournalError] = []
    journal = open_journal(failed=failures.append)
    thief = sqlite3.connect(current(folder), isolation_level=None)
    thief.execute("DELETE FROM rec WHERE seq=77")
    thief.close()
    reads_again(journal, clock, failures)
    until(lambda: bool(failures))
    assert "record 77 is missing" in str(failures[0])


def test_a_whole_file_is_read_again_in_peace(open_journal: OpenJournal, folder: Path, clock: ManualClock) -> None:
    filled(open_journal)
    failures: list[JournalError] = []
    journal = open_journal(failed=failures.append)
    reads_again(journal, clock, failures)
    assert journal._reread_at > clock.monotonic() + 80_000, "and again in a day"
    assert failures == []
    journal.close()
    assert kinds(current(folder))[-1] == "journal.closed"
