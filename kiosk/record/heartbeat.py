"""What the centre hears of the terminal every minute: `PUT /v1/kiosks/{kiosk}/status`. No personal data."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography import x509

import kiosk
from kiosk.record.reader import JournalReader, ReadError
from kiosk.record.status import KioskStatus


class CertificateFile:
    """When the certificate in a PEM file ends; read again only where the file was replaced."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._not_after: datetime | None = None

    def not_after(self) -> datetime | None:
        """None where there is no certificate."""
        try:
            stat = self._path.stat()
            if (stat.st_ino, stat.st_mtime_ns) != self._seen:
                self._seen = (stat.st_ino, stat.st_mtime_ns)
                self._not_after = x509.load_pem_x509_certificate(self._path.read_bytes()).not_valid_after_utc
        except (OSError, ValueError):
            self._not_after = None
        return self._not_after


class StatusFile:
    """What the kiosk's process says of itself; read again only where the file was replaced."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._status: KioskStatus | None = None

    def current(self) -> KioskStatus | None:
        """None before the first."""
        try:
            stat = self._path.stat()
        except OSError:
            return None
        if (stat.st_ino, stat.st_mtime_ns) != self._seen:
            self._seen, self._status = (stat.st_ino, stat.st_mtime_ns), KioskStatus.load(self._path)
        return self._status


def size(reader: JournalReader | None) -> int:
    """A log's size; 0 where its file cannot be read, which the heartbeat says by its trouble."""
    with contextlib.suppress(ReadError):
        return 0 if reader is None else reader.size()
    return 0


def queue(logs: Iterable[tuple[JournalReader, int]], now: datetime) -> tuple[int, float | None]:
    """How many records past each log's position wait, and for how many seconds the oldest has."""
    queued, oldest_s = 0, None
    for reader, position in logs:
        with contextlib.suppress(ReadError, sqlite3.Error, ValueError, KeyError, TypeError):
            queued += max(0, reader.size() - position)
            row = reader.db.execute("SELECT body FROM rec WHERE seq=?", (position + 1,)).fetchone()
            if row is not None:
                waited_s = (now - datetime.fromisoformat(json.loads(row[0])["time"])).total_seconds()
                oldest_s = max(oldest_s or 0.0, round(waited_s, 1))
    return queued, oldest_s


def report(
    now: datetime,
    status: KioskStatus | None,
    *,
    folder: Path,
    certificate_not_after: datetime | None,
    clock_offset_s: float | None,
    **sync: Any,
) -> dict[str, Any]:
    """The heartbeat's fields: what the kiosk's process says, what `sync` found out itself, and the machine's.

    A kiosk whose process is gone goes on with its last words: `screen_at` tells their age.
    """
    return {
        "at": _rfc3339(now),
        "version": kiosk.__version__,
        **sync,
        "clock_offset_s": clock_offset_s,
        "certificate_not_after": _rfc3339(certificate_not_after),
        "disk_used": _disk_used(folder),
        "screen": None if status is None else status.screen,
        "screen_at": None if status is None else _rfc3339(status.screen_at),
        "visit": None if status is None else status.visit,
        "devices": {} if status is None else dict(status.devices),
        "broken": None if status is None else status.broken,
        "journal_used": None if status is None else status.journal_used,
    }


def _disk_used(folder: Path) -> float | None:
    try:
        disk = shutil.disk_usage(folder)
    except OSError:
        return None
    return round(disk.used / max(1, disk.total), 4)


def _rfc3339(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
