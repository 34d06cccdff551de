"""The disk fills up: the journal warns, then drops telemetry and counts it, then nobody is served unjournalled."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path

import pytest
from record_desk import COSIGNER, ManualClock, OpenJournal, cosigned, current, kinds, records, until

from kiosk.core import entries
from kiosk.core.ports import JournalError
from kiosk.record.journal import SqliteJournal
from kiosk.record.reader import JournalReader
from kiosk.record.upkeep import room_in


class Disk:
    """As full as the test says; counts how often it was asked."""

    def __init__(self, used: float = 0.1) -> None:
        self.used, self.asked = used, 0

    def __call__(self, spare: int) -> float:
        assert spare >= 0
        self.asked += 1
        return self.used


def fills(journal: SqliteJournal, disk: Disk, clock: ManualClock, used: float) -> None:
    """The disk is as full as that, and the writer has noticed."""
    disk.used, asked = used, disk.asked
    clock.pass_by(11)
    if used < 0.95:
        for _ in range(2):  # when the second is written, the writer has been through what follows the first
            journal.append(entries.TokenRefused("r", None)).result()
        assert disk.asked > asked
    else:
        journal.append(entries.TokenRefused("r", None))


def shown(journal: SqliteJournal, count: int) -> list[int]:
    waiting: list[Future[int]] = [journal.append(entries.ScreenShown("Menu", "en"), "v-1") for _ in range(count)]
    return [future.result() for future in waiting]


def told(folder: Path, kind: str) -> list[dict[str, object]]:
    return [event["data"] for event in records(current(folder)) if event["type"] == f"bank.kiosk.{kind}.v1"]


def test_a_filling_disk_is_told_once_each_time(open_journal: OpenJournal, folder: Path, clock: ManualClock) -> None:
    disk = Disk()
    journal = open_journal(room=disk)
    for used in (0.69, 0.72, 0.75, 0.69, 0.71, 0.6, 0.7123):
        fills(journal, disk, clock, used)
    assert told(folder, "journal.filling") == [{"used": 0.72}, {"used": 0.712}]
    assert journal.used == 0.7123
    assert min(shown(journal, 3)) > 0, "nothing is dropped yet"


def test_telemetry_is_dropped_and_counted_and_nothing_else_is(
    open_journal: OpenJournal, folder: Path, clock: ManualClock
) -> None:
    disk = Disk()
    journal = open_journal(room=disk)
    fills(journal, disk, clock, 0.86)
    assert shown(journal, 7) == [0] * 7
    assert journal.append(entries.VisitBegan("en")).result() > 0
    fills(journal, disk, clock, 0.84)
    assert told(folder, "telemetry.dropped") == [{"count": 7}]
    assert "screen.shown" not in kinds(current(folder))
    assert min(shown(journal, 2)) > 0


def test_dropped_telemetry_is_counted_every_hour_and_at_the_end(
    open_journal: OpenJournal, folder: Path, clock: ManualClock
) -> None:
    disk = Disk(0.9)
    journal = open_journal(room=disk)
    fills(journal, disk, clock, 0.9)
    shown(journal, 3)
    fills(journal, disk, clock, 0.9)
    assert told(folder, "telemetry.dropped") == []
    clock.pass_by(3600)
    fills(journal, disk, clock, 0.9)
    assert told(folder, "telemetry.dropped") == [{"count": 3}]
    shown(journal, 2)
    journal.close()
    assert told(folder, "telemetry.dropped") == [{"count": 3}, {"count": 2}]
    assert kinds(current(folder))[-1] == "journal.closed"


def test_without_room_nobody_is_served(open_journal: OpenJournal, folder: Path, clock: ManualClock) -> None:
    failures: list[JournalError] = []
    disk = Disk()
    journal = open_journal(room=disk, failed=failures.append)
    fills(journal, disk, clock, 0.95)
    until(lambda: bool(failures))
    with pytest.raises(JournalError, match="no room"):
        journal.append(entries.VisitBegan("en")).result()
    journal.close()
    before = len(records(current(folder)))
    with pytest.raises(JournalError, match="no room"):
        open_journal(room=disk)
    assert len(records(current(folder))) == before, "a terminal that starts again and again writes nothing"
    disk.used = 0.5
    open_journal(room=disk).close()


def test_what_may_go_goes_before_service_does(open_journal: OpenJournal, folder: Path, clock: ManualClock) -> None:
    with open_journal() as journal:
        journal.append(entries.VisitEnded("finished")).result()
    clock.pass_by(86_400 * 31)
    note = cosigned(current(folder), clock.now() - timedelta(days=31))

    def room(spare: int) -> float:
        with JournalReader(current(folder)) as reader:
            return 0.97 if reader.first() == 1 else 0.3

    with open_journal(room=room, cosigner=COSIGNER, cosigned=note, keep=timedelta(0)) as journal:
        assert journal.append(entries.VisitBegan("en")).result() == 6
    assert kinds(current(folder)) == ["journal.opened", "journal.pruned", "visit.began", "journal.closed"]


def test_a_disk_that_cannot_be_measured_ends_service(open_journal: OpenJournal) -> None:
    def gone(spare: int) -> float:
        raise OSError(5, "Input/output error")

    failures: list[JournalError] = []
    open_journal(room=gone, failed=failures.append)
    until(lambda: bool(failures))
    assert "Input/output error" in str(failures[0])


def test_the_room_is_the_smaller_of_quota_and_disk(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(bytes(700))
    (tmp_path / "b.db-wal").write_bytes(bytes(100))
    (tmp_path / "folder").mkdir()
    assert room_in(tmp_path, 1000, lambda _: 10**9)(0) == pytest.approx(0.8)
    assert room_in(tmp_path, 1000, lambda _: 10**9)(300) == pytest.approx(0.5)
    assert room_in(tmp_path, 10**9, lambda _: 200)(0) == pytest.approx(0.8)
    assert room_in(tmp_path, 10**9, lambda _: 0)(0) == pytest.approx(1.0)
    assert 0 < room_in(tmp_path, 10**12)(0) < 0.5, "the disk of this test has room"


def test_a_burst_is_measured_by_its_size(open_journal: OpenJournal) -> None:
    disk = Disk()
    journal = open_journal(room=disk)
    asked = disk.asked
    shown(journal, 5000)
    until(lambda: disk.asked > asked)
