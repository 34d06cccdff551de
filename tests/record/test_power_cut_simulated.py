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
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from power_cut import WAYS, Disk, Name, Write
from record_desk import COSIGNER, SEALING, SEALING_PRIVATE, ManualClock, cosigned, current

from kiosk.core import entries
from kiosk.record import layout
from kiosk.record.checkpoint import key_of
from kiosk.record.files import KeyFileError, signer_from
from kiosk.record.journal import SqliteJournal, current_file
from kiosk.record.seal import SealedField, open_field, open_key
from kiosk.record.spent import SpentTokens
from kiosk.record.syncstate import SyncState, journal_reports, leave_report
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
        sealing_key=lambda: SEALING,
        cosigner=COSIGNER,
        keep=timedelta(minutes=2),
    )


@dataclass
class Days:
    """What a terminal did, recorded on `disk`; the finished files lie in `state`."""

    state: Path
    disk: Disk
    clock: ManualClock = field(default_factory=ManualClock)
    truth: dict[tuple[str, int], bytes] = field(default_factory=dict)
    """Every record there ever was, the pruned ones too, by epoch and number."""

    def live(self, transactions: int, rng: random.Random) -> Days:
        """Serve visits until so many durable entries were journalled; the kiosk restarts now and then."""
        done = 0
        while done < transactions:
            note = self._remember()
            with self.disk.recording():
                done += self._session(note, rng)
        self._remember()
        return self

    def _session(self, note: bytes, rng: random.Random) -> int:
        """From a start of the kiosk to its end, in which the centre's cosignature of what was before comes in."""
        files, done = layout(self.state), 0
        with closing(SpentTokens(files.spent, self.clock)) as spent, opened(self.state, self.clock) as journal:
            self.disk.promise("epoch", journal.epoch)
            if note:
                self.disk.promise("cosigned", journal.acknowledge(note).result())
            for _ in range(rng.randint(3, 12)):
                done += self._visit(journal, spent, rng)
            journal_reports(files.reports, journal)
            if rng.random() < 0.3:
                journal.renew("asked").result()
                self.disk.promise("epoch", journal.epoch)
        return done

    def _remember(self) -> bytes:
        """Keep all records there are; the centre's cosignature of the current epoch, if there is one."""
        with TemporaryDirectory(dir=self.state.parent) as folder:  # to look at a file may change it
            journal = Path(folder) / "journal"
            if layout(self.state).journal.exists():
                shutil.copytree(layout(self.state).journal, journal)
            for path in journal.glob("*.db"):
                self.truth |= {(path.stem, seq): body for seq, body in records(path).items()}
            return cosigned(current(journal), self.clock.now()) if (journal / "current").exists() else b""

    def _visit(self, journal: SqliteJournal, spent: SpentTokens, rng: random.Random) -> int:
        visit = f"v{rng.randrange(10**9)}"
        waiting = [self._append(journal, entries.VisitBegan("zh_CN"), visit)]
        document = entries.DocumentAccepted("passport", "camera", "print", "print", number=f"number of {visit}")
        waiting.append(self._append(journal, document, visit))
        for number in range(rng.randint(1, 5)):
            for _ in range(rng.randint(0, 3)):
                self._append(journal, entries.ScreenShown("look" * rng.randint(1, 200), "zh_CN"), visit, durable=False)
            waiting.append(self._append(journal, entries.DocumentRefused(f"r{number}", "passport"), visit))
            if rng.random() < 0.5:
                waiting[-1].result()
            if rng.random() < 0.5:
                self._record(journal, entries.DocumentRefused(f"w{number}", "passport"), visit)
            self.clock.pass_by(rng.random() * 4)
        spent.spend(f"t-{visit}", visit, "K1", self.clock.now() + timedelta(hours=1))
        self.disk.promise("spent", (f"t-{visit}", visit))
        self.disk.promise("ticket", spent.next_ticket())
        waiting.append(self._append(journal, entries.VisitEnded("finished"), visit))
        size = max(future.result() for future in waiting)
        files = layout(self.state)
        SyncState(journal.epoch, size, bytes(32), b"note", self.clock.now()).save(files.sync)
        self.disk.promise("sync", self.clock.now())
        if rng.random() < 0.2:
            leave_report(files.reports, entries.ConfigApplied(size, True), self.clock)
            self.disk.promise("report", size)
        return len(waiting)

    def _append(self, journal: SqliteJournal, entry: entries.Entry, visit: str, durable: bool = True) -> Future[int]:
        future = journal.append(entry, visit, durable=durable)
        # Called by whoever commits, between two changes of the epoch.
        future.add_done_callback(lambda done: self.disk.promise("record", (journal.epoch, done.result())))
        return future

    def _record(self, journal: SqliteJournal, entry: entries.Entry, visit: str) -> None:
        """As the house's worker does: it waits for the commit, which it may make itself."""
        with ThreadPoolExecutor(1) as worker:
            seq = worker.submit(journal.record, entry, visit).result()
        self.disk.promise("record", (journal.epoch, seq))


def records(path: Path) -> dict[int, bytes]:
    """The records as the unmodified sqlite3 reads them; the file is whole and numbered without a gap."""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = db.execute("SELECT seq, body FROM rec ORDER BY seq").fetchall()
        ((size,),) = db.execute("SELECT size FROM tree")
    assert [seq for seq, _ in rows] == list(range(size - len(rows) + 1, size + 1))
    return dict(rows)


def unsealed(path: Path) -> int:
    """How many sealed records open with the centre's key; one that does not raises."""
    opening = 0
    with closing(sqlite3.connect(path)) as db:
        for seq, body in db.execute("SELECT seq, body FROM rec WHERE body LIKE '%sealed%'").fetchall():
            event = json.loads(body)
            ((sealed,),) = db.execute("SELECT sealed FROM dek WHERE visit=?", (event["visit"],))
            key = open_key(sealed, SEALING_PRIVATE, "bank.example", "0571-3", event["visit"])
            (field_,) = event["data"]["sealed"]
            where = f"{path.stem}/{seq}"
            assert open_field(key, where, SealedField.from_json(field_)) == f"number of {event['visit']}"
            opening += 1
    return opening


class Losses(Counter[str]):
    """What the crash states lacked; empty is the proof."""


def examine(days: Days, state: Path, instant: int) -> Losses:
    """Hold a crash state against what had been promised; what does not open raises."""
    losses, told, clock = Losses(), days.disk.promises(instant), days.clock
    files = layout(state)
    path = current_file(files.journal)
    if path is None:
        assert "record" not in told
    elif "epoch" in told:
        losses["epoch"] = path.stem not in told["epoch"][-1:] and path.stem in told["epoch"]
    epochs = {epoch for epoch, _ in told.get("record", [])} | ({path.stem} if path else set())
    kept = {epoch: records(files.journal / f"{epoch}.db") for epoch in epochs}
    losses["other bytes"] = sum(
        body != days.truth[epoch, seq] for epoch, held in kept.items() for seq, body in held.items()
    )
    pruned = {epoch: min(held, default=1) - 1 for epoch, held in kept.items()}
    losses["records"] = sum(seq > pruned[epoch] and seq not in kept[epoch] for epoch, seq in told.get("record", []))
    losses["pruned"] = any(count not in (0, *told.get("cosigned", [])) for count in pruned.values())
    for epoch in epochs:
        unsealed(files.journal / f"{epoch}.db")
    reports = {json.loads(path.read_bytes())["data"]["version"] for path in files.reports.glob("*.json")}
    journalled = [body for (epoch, seq), body in days.truth.items() if seq <= max(kept.get(epoch, {}), default=0)]
    reports |= {json.loads(body)["data"]["version"] for body in journalled if b"config.applied" in body}
    losses["reports"] = len(set(told.get("report", [])) - reports)
    if "sync" in told:
        contact = SyncState.load(files.sync).contact
        losses["sync"] = contact is None or contact < told["sync"][-1]

    with closing(SpentTokens(files.spent, clock)) as spent:
        losses["spent"] = sum(spent.visit_of(token) != visit for token, visit in told.get("spent", []))
        losses["ticket"] = int(spent.next_ticket()[1:]) <= int(max(told.get("ticket", ["K0"]))[1:])
    with opened(state, clock) as journal:
        assert path is None or journal.last_at is not None
        signer, origin = signer_from(files.log_key), journal.origin.rpartition("/")[0]
    for epoch in epochs | {journal.epoch}:
        path = files.journal / f"{epoch}.db"
        with closing(sqlite3.connect(path)) as db:
            ((notes,),) = db.execute("SELECT count(cosigned) FROM checkpoint")
        report = verify(path, key_of(f"{origin}/{epoch}", signer), cosigners=[COSIGNER] if notes else [])
        assert report.ok, report.findings
    return +losses


def cut(days: Days, states: int, seed: int, *, control: bool = False) -> Losses:
    """Make crash states and examine each; the sum of what they lacked. A control's may be unreadable, others raise."""
    losses = Losses()
    rng = random.Random(seed)
    with TemporaryDirectory(dir=days.state.parent) as folder:
        for number in range(states):
            instant = rng.randint(days.disk.first, len(days.disk.steps))
            state = Path(folder) / str(number)
            state.mkdir()
            days.disk.crash(instant, WAYS[number % len(WAYS)], rng, state)
            try:
                losses.update(examine(days, state, instant))
            except Exception as error:
                if control:
                    losses["unreadable"] += 1
                    continue
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
    assert cut(days, 100, seed=pages) == {}
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
    assert cut(hasty(fast, 60, seed=3), 40, seed=3, control=True)["records"] > 0
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
    losses = cut(hasty(fast, 400, seed=7), 1000, seed=7, control=True)
    print(f"{losses['records']} acknowledged records lost, {losses['unreadable']} states unreadable")
    assert losses["records"] > 100
