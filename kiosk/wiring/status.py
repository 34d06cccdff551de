"""Keeps `status.json` current: what `kiosk sync` tells the centre of the kiosk's process."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from kiosk.core.ports import Clock
from kiosk.record.status import KioskStatus

_LEAST_S: Final = 5.0
"""Between two writings."""
_MOST_S: Final = 30.0
"""A status in which nothing but the time changed is written so often."""

log = logging.getLogger(__name__)


class StatusKeeper:
    """Writes what it is told on a thread of its own. `note` and `device` may be called from any thread."""

    def __init__(self, path: Path, version: str, clock: Clock, *, least_s: float = _LEAST_S, most_s: float = _MOST_S):
        self._path, self._clock, self._least_s, self._most_s = path, clock, least_s, most_s
        self._status = KioskStatus(clock.now(), version)
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="status-keeper")
        self._unwritable = False

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def close(self) -> None:
        """Write what is not written and end. Idempotent."""
        self._closing.set()
        if self._thread.ident is not None:
            self._thread.join()

    def note(self, **changes: Any) -> None:
        """Change fields of the status (`KioskStatus`); returns at once."""
        with self._lock:
            self._status = replace(self._status, **changes)

    def device(self, name: str, how: str) -> None:
        """Say how a device is: `ready`, `absent` or the trouble's reason."""
        with self._lock:
            self._status = replace(self._status, devices={**self._status.devices, name: how})

    def _keep(self) -> None:
        written, written_at = None, 0.0
        closing = False
        while not closing:
            closing = self._closing.wait(self._least_s)
            with self._lock:
                status = self._status
            now = self._clock.monotonic()
            if _timeless(status) != written or now - written_at >= self._most_s or closing:
                self._write(replace(status, at=self._clock.now()))
                written, written_at = _timeless(status), now

    def _write(self, status: KioskStatus) -> None:
        try:
            status.save(self._path)
        except OSError as error:
            if not self._unwritable:
                log.warning("the status cannot be written: %s", type(error).__name__)
            self._unwritable = True
        else:
            self._unwritable = False


def _timeless(status: KioskStatus) -> KioskStatus:
    """The status without the times that always change."""
    return replace(status, at=datetime.min.replace(tzinfo=UTC), screen_at=None)
