"""The disk is full, or writing fails: no entry is ever taken that is not kept, and the kiosk learns of it."""

from __future__ import annotations

import sqlite3
from concurrent.futures import Future
from pathlib import Path

import pytest
from record_desk import OpenJournal

from kiosk.core import entries
from kiosk.core.ports import JournalError
from kiosk.record.journal import current_file
from kiosk.record.verify import verify


def test_a_full_disk_closes_the_journal_for_good(open_journal: OpenJournal, folder: Path) -> None:
    told: list[JournalError] = []
    journal = open_journal(largest_pages=40, failed=told.append)
    waiting: list[Future[int]] = []
    while not waiting or waiting[-1].exception() is None:
        waiting = [journal.append(entries.TokenRefused("x" * 200, None)) for _ in range(10)]
    assert [type(future.exception()) for future in waiting] == [JournalError] * 10
    with pytest.raises(JournalError, match="full"):
        journal.append(entries.VisitBegan("en")).result()
    journal.close()
    assert [str(error) for error in told] == ["OperationalError: database or disk is full"]

    path = current_file(folder)
    assert path is not None
    report = verify(path, journal.verifier)
    assert report.ok, "what was taken is whole"
    with open_journal() as again:
        assert again.append(entries.VisitBegan("en")).result() == report.records + 2


def test_a_write_error_fails_the_whole_group(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal()
    path = current_file(folder)
    assert path is not None
    thief = sqlite3.connect(path, isolation_level=None)
    thief.execute("INSERT INTO rec VALUES(3, x'00')")  # the number that the second entry needs
    thief.close()
    waiting = [journal.append(entries.ScreenShown(f"s{n}", "en")) for n in range(5)]
    journal.close()
    for future in waiting:
        with pytest.raises(JournalError, match="IntegrityError"):
            future.result()


def test_a_folder_that_cannot_be_made_is_said(open_journal: OpenJournal, folder: Path) -> None:
    folder.write_text("a file stands where the folder should")
    with pytest.raises(JournalError):
        open_journal()
