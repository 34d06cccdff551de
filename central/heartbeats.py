"""The newest heartbeat of each kiosk. Many are written in one transaction: a fleet's would otherwise cost most commits.

What was taken since the last transaction is lost where the process dies; the next heartbeat comes within a minute.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from central import logs, tables
from central.operations import note_gap
from central.store import Store, insert_into

EVERY_S: Final = 1.0


class Heartbeats:
    """Takes heartbeats from any thread, and writes them in one of its own. Close it."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock
        self._waiting: dict[str, tuple[datetime, Mapping[str, Any]]] = {}
        self._lock = threading.Lock()
        self._some, self._end = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeats", daemon=True)
        self._thread.start()

    def take(self, kiosk: str, status: Mapping[str, Any]) -> None:
        """Keep a heartbeat, which was received now."""
        with self._lock:
            self._waiting[kiosk] = (self._clock(), status)
        self._some.set()

    def flush(self) -> None:
        """Write what waits. Raises SQLAlchemyError; what waits then waits on."""
        with self._lock:
            taken, self._waiting = self._waiting, {}
        if not taken:
            return
        try:
            self._store.change(lambda connection: _write(connection, taken))
        except SQLAlchemyError:
            with self._lock:
                self._waiting = taken | self._waiting
            raise

    def close(self) -> None:
        """Write what waits, and stop."""
        self._end.set()
        self._some.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._end.is_set():
            self._some.wait()
            self._end.wait(EVERY_S)
            self._some.clear()
            try:
                self.flush()
            except SQLAlchemyError as error:
                logs.log.error("heartbeatsNotWritten", exc_info=error)
                self._some.set()


def _write(connection: Connection, taken: Mapping[str, tuple[datetime, Mapping[str, Any]]]) -> None:
    statement = insert_into(connection, tables.heartbeat)
    newest = {"at": statement.excluded.at, "status": statement.excluded.status}
    rows = [{"kiosk": kiosk, "at": at, "status": status} for kiosk, (at, status) in sorted(taken.items())]
    connection.execute(statement.on_conflict_do_update(index_elements=["kiosk"], set_=newest), rows)
    for kiosk, (at, status) in sorted(taken.items()):
        note_gap(connection, kiosk, status, at)
