"""The journal's file was damaged or changed while the kiosk was off: it is not continued."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from record_desk import OpenJournal

from kiosk.core import entries
from kiosk.core.ports import JournalError
from kiosk.record.journal import current_file
from kiosk.record.tree import Frontier, leaf_hash


def sql(*statements: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        db = sqlite3.connect(path, isolation_level=None)
        for statement in statements:
            db.execute(statement)
        db.close()

    return change


def torn_at(fraction: float) -> Callable[[Path], None]:
    def tear(path: Path) -> None:
        raw = path.read_bytes()
        path.write_bytes(raw[: int(len(raw) * fraction)])

    return tear


def zeroed(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    middle = len(raw) // 2 // 4096 * 4096
    raw[middle : middle + 4096] = bytes(4096)
    path.write_bytes(raw)


@pytest.mark.parametrize(
    "ruin",
    [
        torn_at(0.7),
        torn_at(0.0),
        zeroed,
        sql("UPDATE rec SET body=x'7b7d' WHERE seq=250"),
        sql("DELETE FROM rec WHERE seq=250"),
        sql("DELETE FROM rec WHERE seq>290"),
        sql("UPDATE tree SET size=size-1"),
        sql("UPDATE tree SET frontier=x'00'"),
        sql("DELETE FROM tree"),
        sql("DELETE FROM checkpoint"),
        sql("UPDATE checkpoint SET note=x'00'"),
        sql("UPDATE log SET origin='bank.example/kiosk/other/0'"),
        sql("PRAGMA user_version=7"),
        lambda path: path.unlink(),
        lambda path: path.with_name("current").write_text("../../etc/passwd"),
    ],
)
def test_a_changed_file_is_not_continued(
    open_journal: OpenJournal, folder: Path, ruin: Callable[[Path], object]
) -> None:
    with open_journal() as journal:
        for number in range(298):
            journal.append(entries.ScreenShown(f"s{number}", "en"))
    path = current_file(folder)
    assert path is not None
    ruin(path)
    with pytest.raises(JournalError):
        open_journal()
    with pytest.raises(JournalError):
        open_journal()


def test_a_rewritten_end_that_agrees_with_itself_is_not_continued(open_journal: OpenJournal, folder: Path) -> None:
    """The attacker mends tree and frontiers after the change; the signed checkpoint still knows better."""
    with open_journal() as journal:
        journal.append(entries.VisitBegan("en"))
    path = current_file(folder)
    assert path is not None
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("UPDATE rec SET body=CAST(replace(body, '\"en\"', '\"zh\"') AS BLOB) WHERE seq=2")
    frontier = Frontier.of(leaf_hash(body) for (body,) in db.execute("SELECT body FROM rec ORDER BY seq"))
    db.execute("UPDATE tree SET frontier=?", (frontier.to_bytes(),))
    db.execute("UPDATE checkpoint SET frontier=? WHERE size=?", (frontier.to_bytes(), frontier.size))
    db.close()
    with pytest.raises(JournalError, match="checkpoint of size 3"):
        open_journal()


def test_an_early_change_is_left_to_the_whole_verification(open_journal: OpenJournal, folder: Path) -> None:
    """Start-up reads back to a checkpoint at least 1,000 records ago, and no further: a boot takes the same time."""
    with open_journal() as journal:
        for number in range(1400):
            journal.append(entries.ScreenShown(f"s{number}", "en"))
    path = current_file(folder)
    assert path is not None
    sql("UPDATE rec SET body=x'7b7d' WHERE seq=50")(path)
    open_journal().close()
    sql("UPDATE rec SET body=x'7b7d' WHERE seq=700")(path)
    with pytest.raises(JournalError):
        open_journal()
