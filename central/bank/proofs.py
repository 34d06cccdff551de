"""What a second factor proved: the seam to whoever sends one-time codes."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from sqlalchemy import Connection

from central.bank.sessions import Bound


class Purpose(StrEnum):
    """What a proof is for; one for something else does not count."""

    CHANGE_PHONE = "changePhone"
    CHANGE_ADDRESS = "changeAddress"
    RAISE_LIMIT = "raiseLimit"


class Proofs(Protocol):
    """Judges proofs."""

    def spend(self, connection: Connection, bound: Bound, purpose: Purpose, proof: str) -> bool:
        """Whether the proof was given in this session for this purpose and was not spent before; spends it."""


class NoProofs:
    """As long as nobody sends codes, nothing is proved."""

    def spend(self, connection: Connection, bound: Bound, purpose: Purpose, proof: str) -> bool:
        """False."""
        return False
