"""The power fails while an epoch begins, or while records or older epochs are deleted: the journal stays whole."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import pytest
from power_cut import WAYS, Disk
from record_desk import COSIGNER, SEALING, ManualClock, cosigned, current, records, until

from kiosk.core import entries
from kiosk.record.chain import verify_folder
from kiosk.record.checkpoint import Ed25519Signer, key_of
from kiosk.record.epoch import settle
from kiosk.record.files import signer_from
from kiosk.record.journal import SqliteJournal
from kiosk.record.reader import JournalReader
from kiosk.record.syncstate import DealtWith
from kiosk.record.verify import Finding, Problem

Dealt: TypeAlias = dict[str, DealtWith]


def opened(state: Path, clock: ManualClock, dealt: Dealt) -> SqliteJournal:
    return SqliteJournal(
        state / "journal",
        bank="bank.example",
        kiosk="0571-3",
        signer=signer_from(state / "log.key"),
        clock=clock,
        sealing_key=lambda: SEALING,
        cosigner=COSIGNER,
        keep=timedelta(0),
        older=lambda: dealt,
    )


@pytest.fixture
def fast() -> Iterator[Path]:
    with TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)


def lives(state: Path, disk: Disk, clock: ManualClock) -> Dealt:
    """A day on which the epoch changes, records are pruned and older epochs deleted; what the centre holds of these."""
    dealt: Dealt = {}
    with disk.recording(), opened(state, clock, dealt) as journal:

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
            path = current(state / "journal")
            journal.renew(why).result()
            disk.promise("current", journal.epoch)
            with JournalReader(path) as reader:
                size = reader.sealed(0)[0]
                dealt[path.stem] = DealtWith(size, reader.root_at(size) or b"", cosigned(path, clock.now(), size))
            visit(f"v-{why}")
            prune()
            until(lambda path=path: not path.exists())
        visit("v-3")
        prune()
        visit("v-4")
    return dealt


def gone(path: Path) -> set[str]:
    """The older epochs of which a file says that they are gone."""
    told = [event["data"] for event in records(path) if event["type"] == entries.JournalPruned.TYPE]
    return {data["epoch"] for data in told if data["epoch"]}


def problems(folder: Path, signer: Ed25519Signer) -> set[Finding]:
    """What a verifier finds, but for epochs too short for a cosignature."""
    keys = [key_of(f"bank.example/kiosk/0571-3/{path.stem}", signer) for path in folder.glob("*.db")]
    report = verify_folder(folder, keys, cosigners=[COSIGNER], unanchored=True)
    found = {finding for part in report.epochs for finding in part.report.findings} | set(report.findings)
    return {finding for finding in found if finding.problem is not Problem.NOT_COSIGNED}


def cuts(fast: Path, states: int, seed: int) -> None:
    """Cut the power so often, and hold what each cut left against what had been promised."""
    state, clock, rng = fast / "state", ManualClock(), random.Random(seed)
    state.mkdir()
    signer = signer_from(state / "log.key")
    disk = Disk(state)
    dealt = lives(state, disk, clock)
    promised = disk.promises(len(disk.steps))
    epochs = [next(iter(promised)), *promised["current"]]
    seen, deleted = set(), 0
    for number in range(states):
        instant, cut = rng.randint(disk.first, len(disk.steps)), fast / f"cut-{number}"
        cut.mkdir()
        disk.crash(instant, WAYS[number % len(WAYS)], rng, cut)
        folder, told = cut / "journal", disk.promises(instant)
        settle(folder)
        for epoch in set(told) - {"current"}:
            if not (folder / f"{epoch}.db").exists():
                assert any(epoch in gone(path) for path in folder.glob("*.db")), (number, instant, epoch)
                continue
            with JournalReader(folder / f"{epoch}.db") as reader:
                assert reader.size() >= told[epoch][-1]
        assert not told or problems(folder, signer) == set(), (number, instant)
        said = gone(current(folder)) if (folder / "current").exists() else set()
        interrupted = [path for path in folder.glob("*.db") if path.stem in said]
        deleted += len(interrupted)
        with opened(cut, clock, dealt if number % 2 else {}) as journal:
            seen.add(journal.epoch)
            until(lambda paths=interrupted: not any(path.exists() for path in paths))
        if "current" in told:
            assert journal.epoch in epochs[epochs.index(told["current"][-1]) :]
        assert problems(folder, signer) == set(), (number, instant)
        shutil.rmtree(cut)
    assert set(epochs) <= seen, "the cuts met every epoch"
    assert deleted or states < 100, "and a file that was to go"


def test_every_instant_leaves_a_whole_journal(fast: Path) -> None:
    cuts(fast, 80, seed=7)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_every_instant_leaves_a_whole_journal_for_long(fast: Path) -> None:
    for seed in range(10):
        (fast / str(seed)).mkdir()
        cuts(fast / str(seed), 600, seed)
