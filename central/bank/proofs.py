"""What a second factor proved: the seam to whoever sends one-time codes (`kiosk.core.secondfactor`)."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy import Connection

from central.bank.sessions import Bound
from kiosk.core.secondfactor import ToConfirm


class Proofs(Protocol):
    """Judges proofs."""

    def spend(self, connection: Connection, bound: Bound, confirm: ToConfirm, proof: str) -> bool:
        """Whether the proof was given in this session for exactly this and was not spent before; spends it."""


class NoProofs:
    """As long as nobody sends codes, nothing is proved."""

    def spend(self, connection: Connection, bound: Bound, confirm: ToConfirm, proof: str) -> bool:
        """False."""
        return False
