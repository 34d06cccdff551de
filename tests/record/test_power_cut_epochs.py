"""The power fails while an epoch begins, or while records are pruned: the next start goes on from a whole journal."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from power_cut import WAYS, Disk
from record_desk import COSIGNER, SEALING, ManualClock, cosigned, current

from kiosk.core import entries
from kiosk.record.chain import verify_folder
from kiosk.record.checkpoint import key_of
from kiosk.record.epoch import settle
from kiosk.record.files import signer_from
from kiosk.record.journal import SqliteJournal
from kiosk.record.reader import JournalReader
from kiosk.record.verify import Problem


def opened(state: Path, clock: ManualClock) -> SqliteJournal:
    return SqliteJournal(
        state / "journal",
        bank="bank.example",
        kiosk="0571-3",
        signer=signer_from(state / "log.key"),
        clock=clock,
        sealing_key=lambda: SEALING,
        cosigner=COSIGNER,
        keep=timedelta(0),
    )


@pytest.fixture
def fast() -> Iterator[Path]:
    with TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)


def lives(state: Path, disk: Disk, clock: ManualClock) -> None:
    """A day on which the epoch changes and, twice, records are pruned."""
    with disk.recording(), opened(state, clock) as journal:

        def visit(name: str) -> None:
            accepted = entries.DocumentAccepted("td3", "camera", "print", "print", number="E1", name="A")
            journal.append(accepted, name).result()
            seq = journal.append(entries.VisitEnded("finished"), name).result()
            disk.promise(journal.epoch, seq)

        def prune() -> None:
            journal.acknowledge(cosigned(current(state / "journal"), clock.now())).result()
            clock.pass_by(3601)
            journal.acknowledge(b"").result()

        visit("v-1")
        prune()
        visit("v-2")
        for why in ("asked", "diverged"):
            journal.append(entries.TokenRefused("r", None)).result()
            journal.renew(why).result()
            disk.promise("current", journal.epoch)
            visit(f"v-{why}")
        prune()
        visit("v-3")


def cuts(fast: Path, states: int, seed: int) -> None:
    """Cut the power so often, and hold what each cut left against what had been promised."""
    state, clock, rng = fast / "state", ManualClock(), random.Random(seed)
    state.mkdir()
    signer = signer_from(state / "log.key")
    disk = Disk(state)
    lives(state, disk, clock)
    promised = disk.promises(len(disk.steps))
    epochs = [next(iter(promised)), *promised["current"]]
    seen = set()
    for number in range(states):
        instant, cut = rng.randint(disk.first, len(disk.steps)), fast / f"cut-{number}"
        cut.mkdir()
        disk.crash(instant, WAYS[number % len(WAYS)], rng, cut)
        folder, told = cut / "journal", disk.promises(instant)
        settle(folder)
        for epoch in set(told) - {"current"}:
            with JournalReader(folder / f"{epoch}.db") as reader:
                assert reader.size() >= told[epoch][-1]
        with opened(cut, clock) as journal:
            seen.add(journal.epoch)
        if "current" in told:
            assert journal.epoch in epochs[epochs.index(told["current"][-1]) :]
        keys = [key_of(f"bank.example/kiosk/0571-3/{path.stem}", signer) for path in folder.glob("*.db")]
        report = verify_folder(folder, keys, cosigners=[COSIGNER], unanchored=True)
        found = {finding for part in report.epochs for finding in part.report.findings} | set(report.findings)
        found = {finding for finding in found if finding.problem is not Problem.NOT_COSIGNED}  # too short a day for it
        assert not found, (number, instant, found)
        shutil.rmtree(cut)
    assert set(epochs) <= seen, "the cuts met every epoch"


def test_every_instant_leaves_a_whole_journal(fast: Path) -> None:
    cuts(fast, 80, seed=7)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_every_instant_leaves_a_whole_journal_for_long(fast: Path) -> None:
    for seed in range(10):
        (fast / str(seed)).mkdir()
        cuts(fast / str(seed), 600, seed)
