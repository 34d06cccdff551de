"""A terminal's record on a temporary disk, with a clock the test moves."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from record_centre import Centre
from record_desk import ManualClock, OpenJournal
from record_sync import DESIRED_KEY, OpenUplink, plain

from kiosk.record.files import signer_from
from kiosk.record.journal import SqliteJournal
from kiosk.record.uplink import SyncConfig, Uplink


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


@pytest.fixture
def centre() -> Iterator[Centre]:
    running = Centre()
    yield running
    running.close()


@pytest.fixture
def open_uplink(tmp_path: Path, centre: Centre, clock: ManualClock) -> Iterator[OpenUplink]:
    opened: list[Uplink] = []

    def make(**changes: Any) -> Uplink:
        settings: dict[str, Any] = {
            "kiosk": "0571-3",
            "bank": "bank.example",
            "url": centre.url,
            "ca": tmp_path / "ca.pem",
            "certificate": tmp_path / "kiosk.pem",
            "key": tmp_path / "kiosk.key",
            "state_dir": tmp_path,
            "desired_keys": (str(DESIRED_KEY),),
            "server_cosigner": str(centre.cosigner),
            "timeout_s": 2.0,
            "status_s": float("inf"),
        }
        factory = changes.pop("connect", plain)
        rng, renew = changes.pop("rng", random.Random(1)), changes.pop("renew", None)
        opened.append(Uplink(SyncConfig(**(settings | changes)), factory, clock, rng, renew))
        return opened[-1]

    yield make
    for one in opened:
        one.close()
