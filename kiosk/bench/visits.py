"""What the benchmarks of the record journal: a terminal's visits, and a journal with keys of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.core import entries
from kiosk.core.clock import SystemClock
from kiosk.core.ports import Clock
from kiosk.record.checkpoint import Ed25519Signer
from kiosk.record.journal import SqliteJournal
from kiosk.record.seal import SealingKey
from kiosk.record.uplink import SyncConfig

BANK: Final = "bench.example"
KIOSK: Final = "bench"
VISIT: Final = 25
"""Records of a visit."""


@contextmanager
def opened(folder: Path, clock: Clock | None = None, *, sealing: bool = False) -> Iterator[SqliteJournal]:
    """A journal with a key of its own, and one to seal personal fields with if wanted."""
    signer = Ed25519Signer(Ed25519PrivateKey.generate())
    public = X25519PrivateKey.generate().public_key().public_bytes_raw()
    with SqliteJournal(
        folder,
        bank=BANK,
        kiosk=KIOSK,
        signer=signer,
        clock=clock or SystemClock(),
        sealing_key=(lambda: SealingKey("bench", public)) if sealing else None,
    ) as journal:
        yield journal


def entry(number: int) -> entries.Entry:
    """An entry of the ordinary kind and length."""
    return entries.DocumentRefused(f"the check digit of line {number % 3} does not hold", "cn-resident-id")


def visit_entry(number: int) -> entries.Entry:
    """Record `number` of a visit of `VISIT`: none is telemetry, one bears personal fields."""
    match number:
        case 0:
            return entries.VisitBegan("zh_CN")
        case 4:
            return entries.DocumentAccepted(
                "cn-resident-id", "camera", "print", "print", number="11010519491231002X", name="王小明"
            )
        case 8:
            return entries.ConsentAnswered(True)
        case 20:
            return entries.SurveyAnswered("csat", 4, "checkIn")
        case 24:
            return entries.VisitEnded("finished")
        case _:
            return entry(number)


def sync_config(url: str, state: Path) -> SyncConfig:
    """The sync of a state folder, without certificates."""
    return SyncConfig(KIOSK, BANK, url, state, state, state, state)


def plain(config: SyncConfig) -> HTTPConnection:
    """A connection without TLS."""
    url = urlsplit(config.url)
    return HTTPConnection(url.hostname or "", url.port, timeout=config.timeout_s)
