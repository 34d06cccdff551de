"""Call-backs, kept in the journal: sealed, durable, and on their way to the centre with the next batch."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Container, Sequence
from datetime import date, tzinfo

from kiosk.core import entries
from kiosk.core.callback import CallBack, CallSlot, CannotSealError, Window, reference, slots
from kiosk.core.ports import Clock, Journal
from kiosk.record.seal import SealingKey


class JournalledCallBacks:
    """Takes call-backs. Implements `kiosk.core.callback.CallBackDesk`."""

    def __init__(
        self,
        journal: Journal,
        *,
        windows: Callable[[], Sequence[Window]],
        sealing_key: Callable[[], SealingKey | None],
        clock: Clock,
        zone: tzinfo,
        holidays: Callable[[], Container[date]],
    ) -> None:
        """`windows` and `holidays` are the centre's; `sealing_key` is what the journal seals personal fields to."""
        self._journal, self._windows, self._sealing_key = journal, windows, sealing_key
        self._clock, self._zone, self._holidays = clock, zone, holidays

    def slots(self) -> tuple[CallSlot, ...]:
        """The times that can be had now."""
        return slots(self._windows(), self._clock.now(), self._zone, holidays=self._holidays())

    def take(self, wish: CallBack, visit: str) -> str:
        """Keep the wish, durably, and answer its reference. Raises `JournalError` and `CannotSealError`."""
        if self._sealing_key() is None:
            raise CannotSealError
        given = reference(f"{secrets.randbelow(10**9):09}")
        asked = entries.CallBackRequested(
            reference=given,
            topic=wish.topic,
            starts=wish.starts.isoformat(),
            ends=wish.ends.isoformat(),
            language=wish.language,
            on_file=wish.number is None,
            number=None if wish.number is None else wish.number.e164,
            customer=wish.customer,
        )
        self._journal.record(asked, visit)
        return given
