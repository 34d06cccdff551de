"""What the record's tests share: a clock the test moves, the centre's keys, and looking into a journal's files."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.record import checkpoint
from kiosk.record.checkpoint import Ed25519Signer, SignatureType, VerifierKey
from kiosk.record.journal import SqliteJournal, current_file
from kiosk.record.reader import JournalReader
from kiosk.record.seal import SealingKey

SEALING_PRIVATE: Final = bytes(range(32))
SEALING: Final = SealingKey(
    "2026w48", X25519PrivateKey.from_private_bytes(SEALING_PRIVATE).public_key().public_bytes_raw()
)
_COSIGNER: Final = Ed25519Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64))))
COSIGNER: Final = VerifierKey("bank.example/cosigner", SignatureType.COSIGNATURE, _COSIGNER.public)

OpenJournal: TypeAlias = Callable[..., SqliteJournal]


class ManualClock:
    """Stands still until moved. `step` moves the wall clock alone, as a bad time server would."""

    def __init__(self) -> None:
        self.wall = datetime(2026, 11, 23, 9, tzinfo=UTC)
        self.mono = 1000.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.mono

    def pass_by(self, seconds: float) -> None:
        self.mono += seconds
        self.wall += timedelta(seconds=seconds)

    def step(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)


def until(held: Callable[[], bool]) -> None:
    """Wait for a condition; the suite's time-out ends what never holds."""
    tick = threading.Event()
    while not held():
        tick.wait(0.005)


def current(folder: Path) -> Path:
    """The file of the current epoch."""
    path = current_file(folder)
    assert path is not None
    return path


def records(path: Path) -> list[dict[str, Any]]:
    """The records of an epoch's file."""
    with JournalReader(path) as reader:
        return [json.loads(body) for (body,) in reader.db.execute("SELECT body FROM rec ORDER BY seq")]


def kinds(path: Path) -> list[str]:
    """The kinds of an epoch's records, without what they all begin and end with."""
    return [event["type"].removeprefix("bank.kiosk.").removesuffix(".v1") for event in records(path)]


def cosigned(path: Path, at: datetime, size: int | None = None) -> bytes:
    """The centre's cosignature of a checkpoint in an epoch's file, the last one unless `size` names another."""
    with JournalReader(path) as reader:
        ((note,),) = reader.db.execute(
            "SELECT note FROM checkpoint WHERE size=coalesce(?, size) ORDER BY size DESC LIMIT 1", (size,)
        )
    return checkpoint.cosign(note, COSIGNER.name, _COSIGNER, int(at.timestamp()))
