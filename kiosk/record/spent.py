"""Which appointment codes have checked a customer in, and the terminal's own series of queue numbers.

One small SQLite file, WAL with `synchronous=FULL`, written by the journal's process alone: what a method has returned
from survives a power cut.
"""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Final

from kiosk.core.ports import Clock
from kiosk.record.files import make_folder, sync_folder

_KEPT: Final = timedelta(days=7)
"""How long a code is remembered past its window: a clock that is wrong by days must not revive it."""
_NEWEST: Final = 5000
"""So many codes are remembered whatever the clock says: one start with a clock that is years ahead revives none."""
_SCHEMA_VERSION: Final = 1
_SCHEMA: Final = f"""
BEGIN;
PRAGMA user_version={_SCHEMA_VERSION};
CREATE TABLE spent(token TEXT PRIMARY KEY, visit TEXT NOT NULL, ticket TEXT NOT NULL, expires INTEGER NOT NULL) STRICT;
CREATE TABLE series(day TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
COMMIT;
"""


class SpentError(OSError):
    """The store cannot be read or written: no code may be taken, the kiosk must go out of service."""


class AlreadySpentError(SpentError):
    """Another visit has spent the code."""


class SpentTokens:
    """Implements `kiosk.token.Spent`. Any thread may call; every method raises `SpentError`."""

    def __init__(self, path: Path, clock: Clock, *, prefix: str = "K", zone: tzinfo = UTC) -> None:
        """Open or create the file, and forget codes long expired, but for the newest.

        `prefix` marks this terminal's own numbers, which begin anew with each day in `zone`.
        """
        self._clock, self._prefix, self._zone = clock, prefix, zone
        self._lock = threading.Lock()
        try:
            make_folder(path.parent)
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            try:
                self._prepare(path.parent)
            except BaseException:
                self._db.close()
                raise
        except (OSError, sqlite3.Error) as error:
            raise SpentError(f"{path.name}: {error}") from error

    def visit_of(self, token_id: str) -> str | None:
        """The visit that spent the code; None where it is not spent."""
        row = self._one("SELECT visit FROM spent WHERE token=?", token_id)
        return None if row is None else str(row[0])

    def spend(self, token_id: str, visit: str, ticket: str, expires: datetime) -> None:
        """Remember the code until well after `expires` (aware). Again by the same visit changes nothing.

        Raises `AlreadySpentError` where another visit spent it.
        """
        row = self._one(
            "INSERT INTO spent VALUES(?,?,?,?) ON CONFLICT DO UPDATE SET visit=visit RETURNING visit",
            token_id,
            visit,
            ticket,
            int(expires.timestamp()),
        )
        if row != (visit,):
            raise AlreadySpentError("another visit spent the code")

    def next_ticket(self) -> str:
        """The next queue number of this terminal's own series: `K001`, `K002` and so on."""
        day = self._clock.now().astimezone(self._zone).date()
        with self._lock:
            self._execute("DELETE FROM series WHERE day<?", (day - _KEPT).isoformat())
            row = self._execute(
                "INSERT INTO series VALUES(?,1) ON CONFLICT DO UPDATE SET last=last+1 RETURNING last", day.isoformat()
            )
        return f"{self._prefix}{row[0][0]:03}"

    def close(self) -> None:
        """Close the file. Idempotent."""
        with self._lock:
            self._db.close()

    def _prepare(self, folder: Path) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "trusted_schema=OFF"):
            self._db.execute(f"PRAGMA {pragma}")
        ((version,),) = self._db.execute("PRAGMA user_version")
        if version == 0:
            self._db.executescript(_SCHEMA)
            sync_folder(folder)
        elif version != _SCHEMA_VERSION:
            raise SpentError(f"schema {version} is another version's")
        oldest = self._clock.now() - _KEPT
        self._db.execute(
            "DELETE FROM spent WHERE expires<? AND rowid<=(SELECT max(rowid) FROM spent)-?",
            (int(oldest.timestamp()), _NEWEST),
        )

    def _one(self, query: str, *values: str | int) -> tuple[Any, ...] | None:
        with self._lock:
            rows = self._execute(query, *values)
        return rows[0] if rows else None

    def _execute(self, query: str, *values: str | int) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise SpentError(str(error)) from error
