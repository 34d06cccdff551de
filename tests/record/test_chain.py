"""The epochs of a folder while one begins: what a power cut or a look at the wrong moment leaves is no tampering."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from exhibit import a_visit
from record_desk import OpenJournal

from kiosk import journal_tools
from kiosk.record.chain import FolderReport, ForeignError, verify_folder
from kiosk.record.checkpoint import Checkpoint, VerifierKey
from kiosk.record.verify import Problem


@pytest.fixture
def epochs(open_journal: OpenJournal) -> tuple[str, str, VerifierKey]:
    """Two epochs, and the newer one's key, which is the older one's too."""
    with open_journal() as journal:
        a_visit(journal, 1)
        first = journal.epoch
    with open_journal(renew="asked") as journal:
        a_visit(journal, 2)
    return first, journal.epoch, journal.verifier


def verified(folder: Path, key: VerifierKey) -> FolderReport:
    return verify_folder(folder, [key], unanchored=True)


def test_an_epoch_that_was_not_named_yet_is_the_newest(epochs: tuple[str, str, VerifierKey], folder: Path) -> None:
    first, second, key = epochs
    (folder / "current").write_text(first)
    report = verified(folder, key)
    assert report.ok, report
    assert [epoch.epoch for epoch in report.epochs] == [first, second]


def test_a_file_without_a_table_is_nothing(epochs: tuple[str, str, VerifierKey], folder: Path) -> None:
    (folder / "0123456789abcdef.db").touch()
    assert verified(folder, epochs[2]).ok


def test_an_emptied_epoch_is_missing(epochs: tuple[str, str, VerifierKey], folder: Path) -> None:
    first, second, key = epochs
    (folder / f"{first}.db").write_bytes(b"")
    report = verified(folder, key)
    assert [finding.problem for finding in report.findings] == [Problem.NO_EPOCH]
    assert [epoch.epoch for epoch in report.epochs] == [second]


def test_a_folder_that_is_written_and_renewed_meanwhile_holds(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal()
    key = journal.verifier
    for number in range(4):
        a_visit(journal, number)
        assert verified(folder, key).ok
        journal.renew("asked").result()
        assert verified(folder, key).ok
    assert len(verified(folder, key).epochs) == 5


def test_what_the_centre_acknowledged_of_an_older_epoch_must_be_there(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal()
    first, key = journal.epoch, journal.verifier
    a_visit(journal, 1)
    journal.renew("rolledBack", Checkpoint(journal.origin, 500, bytes(32))).result()
    report = verified(folder, key)
    (older, newer) = report.epochs
    assert [finding.problem for finding in older.report.findings] == [Problem.ROLLED_BACK]
    assert older.epoch == first
    assert newer.report.ok


def test_keys_and_anchors_of_two_terminals_are_a_mistake(epochs: tuple[str, str, VerifierKey], folder: Path) -> None:
    first, _, key = epochs
    other = VerifierKey(f"bank.example/kiosk/0571-4/{first}", key.type, key.public)
    with pytest.raises(ForeignError, match="keys"):
        verify_folder(folder, [key, other])
    with pytest.raises(ForeignError, match="anchor"):
        verify_folder(folder, [key], anchors=[Checkpoint(other.name, 3, bytes(32))])


def test_a_folder_that_is_no_journal_never_holds(folder: Path, epochs: tuple[str, str, VerifierKey]) -> None:
    key = epochs[2]
    (folder / "current").write_bytes(b"\xff\x00")
    assert not verified(folder, key).ok
    (folder / "current").unlink()
    assert not verified(folder, key).ok
    assert not verified(folder / "nowhere", key).ok


def test_a_hostile_file_writes_nothing_on_the_terminal(epochs: tuple[str, str, VerifierKey], folder: Path) -> None:
    _, second, _ = epochs
    with closing(sqlite3.connect(folder / f"{second}.db", isolation_level=None)) as db:
        event = json.loads(db.execute("SELECT body FROM rec WHERE seq=1").fetchone()[0])
        event["data"]["previous"] = "\x1b[2J"
        db.execute("UPDATE rec SET body=? WHERE seq=1", (json.dumps(event).encode(),))
        db.execute("UPDATE log SET verifier=?", ("\x1b]0;title\x07",))
    nobody = journal_tools.Trust()
    report = journal_tools.verify(folder, nobody, unanchored=True, pairs=True)
    assert not report.ok
    assert all(line.isprintable() for line in journal_tools.told(report, nobody))
