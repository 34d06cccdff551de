"""The power fails at any instant of a terminal's days: nothing that was promised is lost, and all opens again.

The writers are the terminal's own (`power_cut`). Each crash state is first read by the unmodified sqlite3 and by the
verifier as it lies there, and then opened by the journal's own start-up check and written on.
"""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from power_cut import WAYS, Disk, Name, Write
from record_desk import ManualClock

from kiosk.core import entries
from kiosk.record import layout
from kiosk.record.epoch import settle
from kiosk.record.files import KeyFileError, signer_from
from kiosk.record.journal import SqliteJournal, current_file
from kiosk.record.spent import SpentTokens
from kiosk.record.syncstate import SyncState, journal_reports, leave_report
from kiosk.record.tree import Frontier, leaf_hash
from kiosk.record.verify import verify


@pytest.fixture
def fast(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: what syncs to a disk cost is not what is proved here."""
    memory = Path("/dev/shm")  # noqa: S108
    with TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
        yield Path(folder).resolve()


def opened(state: Path, clock: ManualClock) -> SqliteJournal:
    return SqliteJournal(
        layout(state).journal,
        bank="bank.example",
        kiosk="0571-3",
        signer=signer_from(layout(state).log_key),
        clock=clock,
        boot="boot-1",
    )


@dataclass
class Days:
    """What a terminal did, recorded on `disk`; the finished files lie in `state`."""

    state: Path
    disk: Disk
    clock: ManualClock = field(default_factory=ManualClock)

    def live(self, transactions: int, rng: random.Random) -> Days:
        """Serve visits until so many durable entries were journalled; the kiosk restarts now and then."""
        files, done = layout(self.state), 0
        with self.disk.recording():
            while done < transactions:
                with closing(SpentTokens(files.spent, self.clock)) as spent, opened(self.state, self.clock) as journal:
                    self.disk.promise("epoch", journal.epoch)
                    for _ in range(rng.randint(3, 12)):
                        done += self._visit(journal, spent, rng)
                    journal_reports(files.reports, journal)
        return self

    def _visit(self, journal: SqliteJournal, spent: SpentTokens, rng: random.Random) -> int:
        visit = f"v{rng.randrange(10**9)}"
        waiting = [self._append(journal, entries.VisitBegan("zh_CN"), visit)]
        for number in range(rng.randint(1, 5)):
            for _ in range(rng.randint(0, 3)):
                self._append(journal, entries.ScreenShown("look" * rng.randint(1, 200), "zh_CN"), visit, durable=False)
            waiting.append(self._append(journal, entries.DocumentRefused(f"r{number}", "passport"), visit))
            if rng.random() < 0.5:
                waiting[-1].result()
            self.clock.pass_by(rng.random() * 4)
        spent.spend(f"t-{visit}", visit, "K1", self.clock.now() + timedelta(hours=1))
        self.disk.promise("spent", (f"t-{visit}", visit))
        self.disk.promise("ticket", spent.next_ticket())
        waiting.append(self._append(journal, entries.VisitEnded("finished"), visit))
        size = max(future.result() for future in waiting)
        files = layout(self.state)
        SyncState(journal.epoch, size, bytes(32), b"note", self.clock.now()).save(files.sync)
        self.disk.promise("sync", size)
        if rng.random() < 0.2:
            leave_report(files.reports, entries.ConfigApplied(size, True), self.clock)
            self.disk.promise("report", size)
        return len(waiting)

    def _append(self, journal: SqliteJournal, entry: entries.Entry, visit: str, durable: bool = True) -> Future[int]:
        future = journal.append(entry, visit, durable=durable)
        future.add_done_callback(lambda done: self.disk.promise("record", done.result()))  # on the writer's thread
        return future


def records(state: Path) -> list[bytes]:
    """The records as the unmodified sqlite3 reads them; the file is whole and numbered without a gap."""
    settle(layout(state).journal)  # as the next start does: an epoch's file counts before `current` names it
    path = current_file(layout(state).journal)
    if path is None:
        return []
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = db.execute("SELECT seq, body FROM rec ORDER BY seq").fetchall()
    assert [seq for seq, _ in rows] == list(range(1, len(rows) + 1))
    return [body for _, body in rows]


class Losses(Counter[str]):
    """What the crash states lacked; empty is the proof."""


def examine(days: Days, state: Path, instant: int, truth: list[bytes]) -> Losses:
    """Hold a crash state against what had been promised; what does not open raises."""
    losses, told, clock = Losses(), days.disk.promises(instant), days.clock
    files = layout(state)
    kept = records(state)
    losses["records"] = max(0, max(told.get("record", [0])) - len(kept))
    losses["other bytes"] = kept != truth[: len(kept)]
    if kept:
        path = current_file(files.journal)
        assert path is not None
        with closing(sqlite3.connect(path)) as db:
            ((size, frontier),) = db.execute("SELECT size, frontier FROM tree")
        assert (size, frontier) == (len(kept), Frontier.of(map(leaf_hash, kept)).to_bytes())
        if "epoch" in told:
            losses["epoch"] = path.stem != told["epoch"][-1]
    reports = {json.loads(path.read_bytes())["data"]["version"] for path in files.reports.glob("*.json")}
    reports |= {json.loads(body)["data"]["version"] for body in kept if b"config.applied" in body}
    losses["reports"] = len(set(told.get("report", [])) - reports)
    if "sync" in told:
        losses["sync"] = SyncState.load(files.sync).acked < told["sync"][-1]

    with closing(SpentTokens(files.spent, clock)) as spent:
        losses["spent"] = sum(spent.visit_of(token) != visit for token, visit in told.get("spent", []))
        losses["ticket"] = int(spent.next_ticket()[1:]) <= int(max(told.get("ticket", ["K0"]))[1:])
    with opened(state, clock) as journal:
        assert not kept or journal.last_at is not None
        key, path = journal.verifier, files.journal / f"{journal.epoch}.db"
    report = verify(path, key)
    assert report.ok, report.findings
    assert report.records == len(kept) + 2
    return +losses


def cut(days: Days, states: int, seed: int) -> Losses:
    """Make crash states and examine each; the sum of what they lacked."""
    truth, losses = records(days.state), Losses()
    rng = random.Random(seed)
    with TemporaryDirectory(dir=days.state.parent) as folder:
        for number in range(states):
            instant = rng.randint(days.disk.first, len(days.disk.steps))
            state = Path(folder) / str(number)
            state.mkdir()
            days.disk.crash(instant, WAYS[number % len(WAYS)], rng, state)
            try:
                losses.update(examine(days, state, instant, truth))
            except Exception as error:
                error.add_note(f"state {number} of seed {seed}, power cut at step {instant}")
                raise
            shutil.rmtree(state)
    return losses


def lived(folder: Path, transactions: int, seed: int, *, lying: bool = False, **pragmas: str) -> Days:
    """A terminal that served, its disk recorded from the empty folder on."""
    state = folder / f"state-{seed}"
    state.mkdir()
    return live_on(Days(state, Disk(state, pragmas, lying=lying)), transactions, seed)


def live_on(days: Days, transactions: int, seed: int) -> Days:
    days.live(transactions, random.Random(seed))
    assert days.disk.replaced == set(days.disk.pragmas)
    return days


def hasty(folder: Path, transactions: int, seed: int) -> Days:
    """A terminal whose SQLite does not sync each commit, on files that were made properly."""
    proper = lived(folder, 1, seed)
    return live_on(Days(proper.state, Disk(proper.state, {"synchronous": "NORMAL"}), proper.clock), transactions, seed)


@pytest.mark.parametrize("pages", [20, 1000])
def test_nothing_promised_is_lost(fast: Path, pages: int) -> None:
    days = lived(fast, 90, seed=pages, wal_autocheckpoint=str(pages))
    assert cut(days, 150, seed=pages) == {}
    steps = days.disk.steps
    assert any(isinstance(step, Name) and step.gone and step.path.name.endswith(".db-wal") for step in steps)
    assert any(isinstance(step, Name) and step.old is not None for step in steps)
    assert sum(isinstance(step, Write) for step in steps) > 500


def test_the_power_fails_again_while_the_terminal_recovers(fast: Path) -> None:
    days = lived(fast, 60, seed=1, wal_autocheckpoint="20")
    rng = random.Random(2)
    for number, way in enumerate(WAYS):
        again = fast / f"again-{number}"
        again.mkdir()
        days.disk.crash(rng.randint(len(days.disk.steps) // 2, len(days.disk.steps)), way, rng, again)
        assert cut(Days(again, Disk(again), days.clock).live(8, rng), 16, seed=number) == {}


def test_the_simulator_is_not_blind(fast: Path) -> None:
    """It finds what a hasty SQLite loses, and the empty file that a rename without a sync may leave."""
    assert cut(hasty(fast, 60, seed=3), 40, seed=3)["records"] > 0
    with pytest.raises((KeyFileError, OSError), match=r"log\.key|names no epoch"):
        cut(lived(fast, 10, seed=4, lying=True), 40, seed=4)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("pages", [20, 1000])
def test_six_thousand_power_cuts(fast: Path, pages: int) -> None:
    for part in range(3):
        days = lived(fast, 400, seed=100 * pages + part, wal_autocheckpoint=str(pages))
        assert cut(days, 1000, seed=part) == {}


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_a_thousand_power_cuts_of_a_hasty_writer(fast: Path) -> None:
    losses = cut(hasty(fast, 400, seed=7), 1000, seed=7)
    print(f"{losses['records']} acknowledged records lost")
    assert losses["records"] > 100
