"""A terminal's record on a temporary disk, with a clock the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from record_desk import ManualClock, OpenJournal

from kiosk.record.files import signer_from
from kiosk.record.journal import SqliteJournal


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "journal"


@pytest.fixture
def open_journal(tmp_path: Path, folder: Path, clock: ManualClock) -> Iterator[OpenJournal]:
    """Opens the journal of this terminal; whatever is still open at the end is closed."""
    opened: list[SqliteJournal] = []

    def make(**changes: Any) -> SqliteJournal:
        settings: dict[str, Any] = {
            "bank": "bank.example",
            "kiosk": "0571-3",
            "signer": signer_from(tmp_path / "log.key"),
            "clock": clock,
            "boot": "boot-1",
        }
        opened.append(SqliteJournal(folder, **(settings | changes)))
        return opened[-1]

    yield make
    for journal in opened:
        journal.close()
