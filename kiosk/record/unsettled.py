"""Operations at the bank whose outcome is not known: kept by their keys until the bank has said what became of them.

One small file, replaced whole and durably: an operation is put down before the bank is asked, so that a power cut
leaves none unsettled for ever. It holds nothing personal: key, visit, and what was asked.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any, Final, NamedTuple

from kiosk.record.files import make_folder, write_atomically

_MOST: Final = 1000


class Operation(NamedTuple):
    """What was asked under a key, and in which visit."""

    key: str
    what: str
    visit: str | None


class Unsettled:
    """The operations of all services. Any thread may call; writing raises OSError."""

    def __init__(self, path: Path) -> None:
        """Read what an earlier run left; a file that cannot be read counts as empty, and the journal still has it."""
        self._path, self._lock = path, threading.Lock()
        self._held: dict[str, Operation] = {}
        try:
            told = json.loads(path.read_bytes())
            for item in told[:_MOST]:
                operation = Operation(_text(item["key"]), _text(item["what"]), item["visit"] and _text(item["visit"]))
                self._held[operation.key] = operation
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            self._held = {}

    def begin(self, key: str, what: str, visit: str | None) -> None:
        """Remember an operation, durably, before the bank is asked."""
        with self._lock:
            self._write({**self._held, key: Operation(key, what, visit)})

    def end(self, key: str) -> None:
        """The bank has answered."""
        with self._lock:
            if key in self._held:
                self._write({held: operation for held, operation in self._held.items() if held != key})

    def pending(self) -> tuple[Operation, ...]:
        """Those without an answer, oldest first."""
        with self._lock:
            return tuple(self._held.values())

    def _write(self, held: dict[str, Operation]) -> None:
        rows = [{"key": one.key, "what": one.what, "visit": one.visit} for one in held.values()]
        make_folder(self._path.parent)
        write_atomically(self._path, json.dumps(rows[-_MOST:]).encode())
        self._held = held


def _text(told: Any) -> str:
    if not isinstance(told, str) or len(told) > 64:
        raise ValueError("not a text")
    return told
