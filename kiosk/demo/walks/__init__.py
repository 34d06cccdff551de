"""The walks that the demo can take by itself, one module a service."""

from __future__ import annotations

from typing import Final

from kiosk.demo.walks import accounts, ask, booking, checkin, complain, fraud, transfer, unseen
from kiosk.demo.walks.checkin import CHAPTERS
from kiosk.demo.walks.steps import Walk

__all__ = ["BY_NAME", "CHAPTERS", "WALKS", "Walk"]

WALKS: Final[tuple[Walk, ...]] = (
    *checkin.WALKS,
    *booking.WALKS,
    *accounts.WALKS,
    *fraud.WALKS,
    *transfer.WALKS,
    *ask.WALKS,
    *complain.WALKS,
    *unseen.WALKS,
)
BY_NAME: Final = {walk.name: walk for walk in WALKS}
