"""Says that sync is in trouble: in the log, and to the journal's owner, when it begins and when it is over."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

from kiosk.core.entries import SyncRecovered, SyncTroubled
from kiosk.core.ports import Clock
from kiosk.record.syncstate import SyncTrouble, leave_report

TELLING_S: Final = 60.0
"""How long trouble that may pass by itself lasts before it is journalled."""
_PASSING: Final = (SyncTrouble.UNREACHABLE, SyncTrouble.BUSY, SyncTrouble.BAD_ANSWER)

log = logging.getLogger(__name__)


class TroubleTeller:
    """Has each kind of trouble journalled once until all is well again.

    A report becomes a record, which must be sent in its turn: a centre that holds a terminal back, or a network that
    comes and goes, must not make records of it without end.
    """

    def __init__(self, reports: Path, clock: Clock, trouble: SyncTrouble | None, *, told: bool) -> None:
        """`trouble` is what there was when sync ended last, and `told` whether it was left to be journalled."""
        self._reports, self._clock, self._trouble = reports, clock, trouble
        self._told = {trouble} if told and trouble is not None else set()
        self._since = clock.monotonic()

    @property
    def told(self) -> bool:
        """Whether trouble was left to be journalled, and its end not yet."""
        return bool(self._told)

    def note(self, trouble: SyncTrouble | None) -> None:
        """Say what trouble there is now, None for none."""
        now = self._clock.monotonic()
        if trouble is not self._trouble:
            if trouble is None:
                log.info("sync works again")
            else:
                log.warning("sync is in trouble: %s", trouble)
            if self._trouble is None:
                self._since = now
            self._trouble = trouble
        if trouble is None:
            if self._told:
                self._report(SyncRecovered())
                self._told.clear()
        elif trouble not in self._told and (trouble not in _PASSING or now - self._since >= TELLING_S):
            self._report(SyncTroubled(trouble))
            self._told.add(trouble)

    def _report(self, entry: SyncTroubled | SyncRecovered) -> None:
        try:
            leave_report(self._reports, entry, self._clock)
        except OSError:
            log.warning("a report cannot be left")
