"""What an auditor needs of the bank to verify a terminal's journal: keys, and what was acknowledged of each epoch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from central import tables


@dataclass(frozen=True)
class Anchor:
    """An epoch of a kiosk's journal: the key it began with, and the newest checkpoint that the bank cosigned."""

    epoch: str
    verifier: str
    note: bytes


def anchors(connection: Connection, kiosk: str) -> tuple[Anchor, ...]:
    """The anchors of a kiosk's epochs, oldest first."""
    epoch = tables.epoch.c
    wanted = select(epoch.epoch, epoch.verifier, epoch.cosigned).where(epoch.kiosk == kiosk).order_by(epoch.opened_at)
    return tuple(Anchor(*row) for row in connection.execute(wanted))


def write(found: tuple[Anchor, ...], cosigner: str, folder: Path) -> str:
    """Write each note to `<epoch>.note`; what `kiosk journal verify` is to be given. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    given = [f"--cosigner {cosigner}"]
    for anchor in found:
        file = folder / f"{anchor.epoch}.note"
        file.write_bytes(anchor.note)
        given += [f"--key {anchor.verifier}", f"--anchor {file}"]
    return " ".join(given)
