"""Earlier epochs' files go when the centre has had all of them for long; the journal says so first, and for good."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from base64 import b64encode
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from record_desk import COSIGNER, SEALING, ManualClock, OpenJournal, cosigned, current, kinds, records, until

from kiosk.core import entries
from kiosk.core.ports import JournalError
from kiosk.record.chain import FolderReport, verify_folder
from kiosk.record.checkpoint import Checkpoint
from kiosk.record.journal import SqliteJournal
from kiosk.record.reader import JournalReader
from kiosk.record.syncstate import DealtWith
from kiosk.record.tree import Frontier, leaf_hash
from kiosk.record.verify import Problem

DAY = 86_400.0
NOW = ManualClock().now()


def held(path: Path) -> DealtWith:
    """What the centre holds of a file once sync has sent it to its end."""
    with JournalReader(path) as reader:
        size = reader.sealed(0)[0]
        return DealtWith(size, reader.root_at(size) or b"", cosigned(path, NOW, size))


def visit(journal: SqliteJournal, name: str) -> None:
    accepted = entries.DocumentAccepted("td3", "camera", "print", "print", number="E1", name="A")
    journal.append(accepted, name).result()
    journal.append(entries.VisitEnded("finished"), name).result()


@dataclass
class Terminal:
    """A terminal with a month's keeping, and what its `sync.json` says of earlier epochs."""

    open_journal: OpenJournal
    folder: Path
    clock: ManualClock
    older: dict[str, DealtWith] = field(default_factory=dict)

    def open(self, **changes: Any) -> SqliteJournal:
        settings: dict[str, Any] = {"cosigner": COSIGNER, "sealing_key": lambda: SEALING, "older": lambda: self.older}
        return self.open_journal(**(settings | changes))

    def an_epoch(self, name: str = "v-1", **changes: Any) -> Path:
        """A day in an epoch of which the centre has all."""
        with self.open(**changes) as journal:
            visit(journal, name)
        path = current(self.folder)
        self.older[path.stem] = held(path)
        return path

    def look(self, journal: SqliteJournal) -> None:
        """A visit ends, the centre acknowledges, an hour passes, and the writer has looked what may go."""
        journal.append(entries.VisitEnded("finished")).result()
        journal.acknowledge(cosigned(current(self.folder), self.clock.now())).result()
        self.looks(journal)

    def looks(self, journal: SqliteJournal) -> None:
        self.clock.pass_by(3601)
        for _ in range(8):  # each of which is written after a step of it
            journal.append(entries.TokenRefused("r", None)).result()

    def verified(self, journal: SqliteJournal, *anchors: Checkpoint) -> FolderReport:
        return verify_folder(self.folder, [journal.verifier], anchors=anchors, cosigners=[COSIGNER], unanchored=True)

    def told(self) -> list[dict[str, Any]]:
        """What the current epoch says of files that are gone."""
        pruned = [one["data"] for one in records(current(self.folder)) if one["type"] == entries.JournalPruned.TYPE]
        return [data for data in pruned if data["epoch"]]


@pytest.fixture
def terminal(open_journal: OpenJournal, folder: Path, clock: ManualClock) -> Terminal:
    return Terminal(open_journal, folder, clock)


def problems(report: FolderReport) -> set[Problem]:
    return {one.problem for one in report.findings} | {
        one.problem for epoch in report.epochs for one in epoch.report.findings
    }


def test_a_month_after_the_centre_had_all_of_it_a_file_goes_and_the_journal_says_so(terminal: Terminal) -> None:
    path = terminal.an_epoch()
    shutil.copyfile(path, path.with_name(f"{path.name}-wal"))  # that a reader had left
    os.truncate(path.with_name(f"{path.name}-wal"), 0)
    os.link(path, terminal.folder.parent / "bytes")
    size, root, _ = terminal.older[path.stem]
    origin = f"bank.example/kiosk/0571-3/{path.stem}"
    terminal.clock.pass_by(29 * DAY)
    journal = terminal.open(renew="asked", anchor=Checkpoint(origin, size, root))
    terminal.look(journal)
    assert path.exists(), "too young"
    terminal.clock.pass_by(DAY)
    terminal.look(journal)
    assert not list(terminal.folder.glob(f"{path.stem}*"))
    said = {"upto": 0, "epoch": path.stem, "size": size, "root": b64encode(root).decode(), "previous": None}
    assert terminal.told() == [said]
    until(lambda: not any((terminal.folder.parent / "bytes").read_bytes()))

    assert problems(terminal.verified(journal, Checkpoint(origin, size, root))) == set()
    for wrong, problem in (
        (Checkpoint(origin, size + 1, root), Problem.ROLLED_BACK),
        (Checkpoint(origin, size, bytes(32)), Problem.DIVERGED),
        (Checkpoint(origin, size - 1, bytes(32)), Problem.MISSING),
        (Checkpoint(f"{origin[:-16]}{'0' * 16}", size, root), Problem.NO_EPOCH),
    ):
        assert problems(terminal.verified(journal, wrong)) == {problem}
    terminal.looks(journal)
    assert terminal.told() == [said], "once"


@pytest.mark.parametrize(
    "wrong",
    [
        "no cosigner",
        "never acknowledged since",
        "less",
        "another tree",
        "unknown to sync",
        "our clock runs ahead",
        "set back while it was written",
        "changed since",
    ],
)
def test_no_file_goes_early(terminal: Terminal, wrong: str) -> None:
    clock = terminal.clock
    with terminal.open() as journal:
        visit(journal, "v-1")
        path = current(terminal.folder)
        if wrong == "set back while it was written":
            journal.acknowledge(cosigned(path, clock.now())).result()
            clock.step(-400 * DAY)
            visit(journal, "v-2")
    size, root, note = held(path)
    if wrong == "changed since":
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("UPDATE rec SET body=CAST(replace(body, 'v-1', 'v-9') AS BLOB)")
    if wrong != "unknown to sync":
        terminal.older[path.stem] = {
            "less": DealtWith(size - 1, root, note),
            "another tree": DealtWith(size, bytes(32), note),
        }.get(wrong, DealtWith(size, root, note))
    if wrong == "set back while it was written":
        clock.step(400 * DAY)
    elif wrong != "our clock runs ahead":
        clock.pass_by(31 * DAY)
    journal = terminal.open(renew="asked", **({"cosigner": None} if wrong == "no cosigner" else {}))
    if wrong == "our clock runs ahead":
        note = cosigned(current(terminal.folder), clock.now())
        clock.step(31 * DAY)
        journal.acknowledge(note).result()
    elif wrong != "never acknowledged since":
        journal.acknowledge(cosigned(current(terminal.folder), clock.now())).result()
    terminal.looks(journal)
    assert path.exists()
    assert terminal.told() == []


def interrupted(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The power fails when it is written that a file goes, and before it goes."""
    path = terminal.an_epoch()
    terminal.clock.pass_by(31 * DAY)
    failed: list[JournalError] = []
    journal = terminal.open(renew="asked", failed=failed.append)
    journal.acknowledge(cosigned(current(terminal.folder), terminal.clock.now())).result()
    with monkeypatch.context() as patch:

        def fails(*_: object, **__: object) -> None:
            raise OSError(5, "Input/output error")

        patch.setattr(Path, "unlink", fails)
        terminal.clock.pass_by(3601)
        journal.append(entries.TokenRefused("r", None))
        until(lambda: bool(failed))
        journal.close()
    terminal.older.clear()
    assert path.exists()
    return path


def test_what_a_power_cut_left_is_deleted_at_the_next_start(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = interrupted(terminal, monkeypatch)
    said = terminal.told()
    journal = terminal.open()
    assert problems(terminal.verified(journal)) <= {Problem.NOT_COSIGNED}, "that file is no more than it was"
    terminal.looks(journal)
    assert not path.exists()
    assert terminal.told() == said
    assert problems(terminal.verified(journal)) == set()


def test_a_file_with_other_content_that_somebody_put_back_stays_and_is_told(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = interrupted(terminal, monkeypatch)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("DELETE FROM rec WHERE seq>1")
        db.execute("DELETE FROM checkpoint WHERE size>1")
    journal = terminal.open()
    terminal.looks(journal)
    assert path.exists()
    assert Problem.ROLLED_BACK in problems(terminal.verified(journal))


@pytest.mark.parametrize("lost", ["nothing", "a record"])
def test_of_an_epoch_given_up_the_end_must_stand_in_the_next_one(terminal: Terminal, lost: str) -> None:
    journal = terminal.open()
    visit(journal, "v-1")
    path = current(terminal.folder)
    journal.append(entries.ScreenShown("Menu", "en"), "v-2").result()
    terminal.clock.step(7)  # which is an entry of the journal's own
    journal.append(entries.DocumentAccepted("td3", "camera", "print", "print", number="E1", name="A"), "v-2").result()
    journal.renew("diverged").result()
    terminal.older[path.stem] = held(path)
    assert held(path).size == len(records(path)) - 4
    if lost == "a record":
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            seq = held(path).size + 1
            ((body,),) = db.execute("SELECT body FROM rec WHERE seq=?", (seq,))
            db.execute("UPDATE rec SET body=? WHERE seq=?", (body.replace(b"Menu", b"Idle"), seq))
    terminal.clock.pass_by(31 * DAY)
    terminal.look(journal)
    assert path.exists() == (lost == "a record")
    assert "clock.stepped" in kinds(current(terminal.folder))


def test_that_files_are_gone_is_said_again_when_the_record_of_it_goes(terminal: Terminal) -> None:
    """Through pruning and into the epoch that takes the place of the one that said it."""
    first = terminal.an_epoch("v-1")
    terminal.clock.pass_by(31 * DAY)
    with terminal.open(renew="asked") as journal:
        terminal.look(journal)
        (said,) = terminal.told()
        terminal.clock.pass_by(31 * DAY)
        terminal.look(journal)
        until(lambda: JournalReader(current(terminal.folder)).first() > 1)
        terminal.looks(journal)
        assert terminal.told() == [said]
    second = current(terminal.folder)
    terminal.older[second.stem] = held(second)
    terminal.clock.pass_by(31 * DAY)
    journal = terminal.open(renew="asked")
    terminal.look(journal)
    assert not second.exists()
    assert [data["epoch"] for data in terminal.told()] == [first.stem, second.stem]
    report = terminal.verified(journal)
    assert problems(report) == set()
    assert {one.epoch for one in report.gone} == {first.stem, second.stem}


def test_nothing_false_is_said_again(terminal: Terminal) -> None:
    """Somebody removes a file, and writes into the resting journal that the kiosk had."""
    first = terminal.an_epoch("v-1")
    failed: list[JournalError] = []
    with terminal.open(renew="asked") as journal:
        for number in range(1200):  # a start looks at the last 1,000
            journal.append(entries.TokenRefused(f"{number}", None))
        journal.append(entries.VisitEnded("finished")).result()
        journal.acknowledge(cosigned(current(terminal.folder), terminal.clock.now())).result()
    first.unlink()
    forged = entries.JournalPruned(0, first.stem, *terminal.older[first.stem][:1], b64encode(bytes(32)).decode())
    with closing(sqlite3.connect(current(terminal.folder), isolation_level=None)) as db:
        event = json.loads(db.execute("SELECT body FROM rec WHERE seq=50").fetchone()[0])
        event |= {"type": forged.TYPE, "data": forged.data()}
        db.execute("UPDATE rec SET body=? WHERE seq=50", (json.dumps(event).encode(),))
    terminal.clock.pass_by(31 * DAY)
    journal = terminal.open(failed=failed.append)
    journal.acknowledge(cosigned(current(terminal.folder), terminal.clock.now())).result()
    terminal.clock.pass_by(3601)
    journal.append(entries.TokenRefused("r", None))
    until(lambda: bool(failed))
    assert "do not fit" in str(failed[0])


def test_a_record_of_a_deletion_that_nobody_signed_is_not_signed(terminal: Terminal) -> None:
    with terminal.open() as journal:
        visit(journal, "v-1")
    with closing(sqlite3.connect(current(terminal.folder), isolation_level=None)) as db:
        forged = entries.JournalPruned(0, "0" * 16, 7, b64encode(bytes(32)).decode())
        seq, body = db.execute("SELECT seq, body FROM rec ORDER BY seq DESC LIMIT 1").fetchone()
        made = json.dumps(json.loads(body) | {"type": forged.TYPE, "data": forged.data()}).encode()
        db.execute("INSERT INTO rec VALUES(?,?)", (seq + 1, made))
        size, frontier = db.execute("SELECT size, frontier FROM tree").fetchone()
        tree = Frontier.from_bytes(size, frontier)
        tree.add(leaf_hash(made))
        db.execute("UPDATE tree SET size=?, frontier=?", (tree.size, tree.to_bytes()))
    with pytest.raises(JournalError, match="bears no checkpoint"):
        terminal.open()


def test_an_older_file_goes_before_service_does(terminal: Terminal) -> None:
    path = terminal.an_epoch()
    terminal.clock.pass_by(31 * DAY)
    with terminal.open(renew="asked") as journal:
        journal.acknowledge(cosigned(current(terminal.folder), terminal.clock.now())).result()
    full: Callable[[int], float] = lambda _: 0.97 if path.exists() else 0.3  # noqa: E731
    with terminal.open(room=full) as journal:
        journal.append(entries.VisitBegan("en")).result()
    assert not path.exists()
    with pytest.raises(JournalError, match="no room"):
        terminal.open(room=lambda _: 0.97)


def test_what_came_before_a_file_that_is_gone_is_still_missed(terminal: Terminal) -> None:
    first = terminal.an_epoch("v-1")
    del terminal.older[first.stem]
    second = terminal.an_epoch("v-2", renew="asked")
    terminal.clock.pass_by(31 * DAY)
    journal = terminal.open(renew="asked")
    terminal.look(journal)
    assert (first.exists(), second.exists()) == (True, False)
    assert problems(terminal.verified(journal)) == {Problem.NOT_COSIGNED}, "of the first, which waits for the centre"
    assert [epoch.epoch for epoch in terminal.verified(journal).epochs] == [first.stem, journal.epoch]
    first.unlink()
    assert problems(terminal.verified(journal)) == {Problem.NO_EPOCH}


def test_one_chain_may_come_before_a_gap_and_no_stray(terminal: Terminal) -> None:
    """The record of a file that had been pruned itself does not know what came before it."""
    first = terminal.an_epoch("v-1")
    del terminal.older[first.stem]
    with terminal.open(renew="asked") as journal:
        terminal.look(journal)
        terminal.clock.pass_by(31 * DAY)
        terminal.look(journal)
        until(lambda: JournalReader(current(terminal.folder)).first() > 1)
    second = current(terminal.folder)
    terminal.older[second.stem] = held(second)
    terminal.clock.pass_by(31 * DAY)
    journal = terminal.open(renew="asked")
    terminal.look(journal)
    assert terminal.told()[-1]["previous"] is None
    assert not second.exists()
    assert problems(terminal.verified(journal)) == {Problem.NOT_COSIGNED}
    for name in ("0" * 16, "1" * 16):
        shutil.copyfile(first, terminal.folder / f"{name}.db")
    assert Problem.STRAY_EPOCH in problems(terminal.verified(journal))
