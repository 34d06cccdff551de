"""A journal to examine: records of visits, what the centre cosigned and acknowledged of them, and the keys to both."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core import entries
from kiosk.core.ports import Journal
from kiosk.record import checkpoint
from kiosk.record.checkpoint import Checkpoint, Ed25519Signer, SignatureType, VerifierKey

COSIGNER_NAME = "bank.example/cosigner"
COSIGNED_AT = 1_795_000_000


@dataclass(frozen=True)
class Centre:
    """What the centre is to a journal: it cosigns what it acknowledged, and remembers it."""

    signer: Ed25519Signer

    @property
    def verifier(self) -> VerifierKey:
        return VerifierKey(COSIGNER_NAME, SignatureType.COSIGNATURE, self.signer.public)

    def cosign(self, note: bytes) -> bytes:
        return checkpoint.cosign(note, COSIGNER_NAME, self.signer, COSIGNED_AT)

    def fold_in(self, path: Path, upto: int) -> bytes:
        """Cosign every checkpoint up to that size in a journal's file; the last note, which is the anchor."""
        db = sqlite3.connect(path, isolation_level=None)
        rows = db.execute("SELECT size, note FROM checkpoint WHERE size<=? ORDER BY size", (upto,)).fetchall()
        for size, note in rows:
            db.execute("UPDATE checkpoint SET cosigned=? WHERE size=?", (self.cosign(note), size))
        db.close()
        return self.cosign(rows[-1][1])


def a_centre() -> Centre:
    return Centre(Ed25519Signer(Ed25519PrivateKey.generate()))


def a_visit(journal: Journal, number: int) -> None:
    """A customer's whole visit: 12 records."""
    visit = f"{number:016x}"
    for entry in (
        entries.VisitBegan("zh_CN"),
        entries.ScreenShown("Scanning", "zh_CN"),
        entries.TokenAccepted(f"A-{number}", f"t-{number}", "transfer"),
        entries.DocumentAccepted("cnResidentId", "camera", "print", "print", "11010519491231002X", "韦小宝"),
        entries.ConsentAsked(),
        entries.ConsentAnswered(agreed=True),
        entries.WarningShown("safe-account", 3, "zh_CN"),
        entries.WarningAnswered("safe-account", 3, "goOn"),
        entries.CheckInAsked(f"A-{number}"),
        entries.CheckInCompleted(f"A-{number}", f"t-{number}", f"B{number:03}", "transfer", offline=False),
        entries.TicketPrinted(f"B{number:03}", ok=True),
        entries.VisitEnded("finished"),
    ):
        journal.append(entry, visit, durable=False)


def anchor_of(note: bytes) -> Checkpoint:
    return Checkpoint.parse(checkpoint.Note.parse(note).text)


def bodies(path: Path) -> list[bytes]:
    """The records of a file."""
    db = sqlite3.connect(path)
    rows = db.execute("SELECT body FROM rec ORDER BY seq").fetchall()
    db.close()
    return [body for (body,) in rows]
