"""A number that only rises, kept in a file: what it gave survives a power cut, and no clock moves it."""

from __future__ import annotations

import threading
from pathlib import Path

from kiosk.record.files import make_folder, write_atomically

_LARGEST = 2**53


class Counter:
    """Counts from 1. Any thread may call; one process has the file."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()

    def next(self) -> int:
        """The next number, durable before it is returned. Raises OSError.

        A file that is gone or cannot be read as a number begins anew: whoever needs more than a short name for people
        uses a random id beside it.
        """
        with self._lock:
            try:
                last = int(self._path.read_text(encoding="ascii"))
            except (FileNotFoundError, ValueError):
                last = 0
            following = last + 1 if 0 <= last < _LARGEST else 1
            make_folder(self._path.parent)
            write_atomically(self._path, f"{following}\n".encode())
            return following
