"""What the journal's writer does between entries: fold cosignatures in, prune, watch its room, re-read old records.

Records are pruned up to a checkpoint that the centre cosigned long enough ago. Both the centre's clock (the time in its
newest cosignature) and this terminal's must agree that it is long ago, so that neither alone, set wrong, prunes early.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, TypeAlias

from kiosk.core.ports import JournalError
from kiosk.record import checkpoint
from kiosk.record.checkpoint import NoteError, VerifierKey
from kiosk.record.epoch import check_note, pruned
from kiosk.record.tree import Frontier, leaf_hash

FILLING: Final = 0.70
"""The share of its room from which the journal warns."""
DROPPING: Final = 0.85
"""From here on telemetry is not recorded."""
FULL: Final = 0.95
"""From here on the kiosk is out of service."""

_SLICE: Final = 5000
"""About how many records one pruning deletes."""

Room: TypeAlias = Callable[[int], float]
"""The share of its room that the journal uses, given how many bytes of its file are free for use."""


def room_in(folder: Path, most_bytes: int, free: Callable[[Path], int] | None = None) -> Room:
    """The room of a journal folder: `most_bytes`, or less where the disk has less. The measure raises OSError."""

    def used(spare: int) -> float:
        taken = sum(entry.stat().st_size for entry in os.scandir(folder) if entry.is_file()) - spare
        return taken / max(1, min(most_bytes, taken + (free or _free)(folder)))

    return used


def spare(db: sqlite3.Connection) -> int:
    """How many bytes of a journal's file are free for use. Raises `sqlite3.Error`."""
    query = "SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size"
    return int(db.execute(query).fetchone()[0])


def _free(folder: Path) -> int:
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


def fold(db: sqlite3.Connection, cosigned: bytes, cosigner: VerifierKey, key: VerifierKey) -> int:
    """Keep the centre's cosigned note with our checkpoint; its size, or 0 for one that is not of our tree. Commits.

    Raises `sqlite3.Error`.
    """
    try:
        held, _ = checkpoint.cosigned_at(cosigned, cosigner)
    except NoteError:
        return 0
    row = db.execute("SELECT frontier FROM checkpoint WHERE size=? AND cosigned IS NULL", (held.size,)).fetchone()
    if held.origin != key.name or row is None or Frontier.from_bytes(held.size, row[0]).root() != held.root:
        return 0
    db.execute("UPDATE checkpoint SET cosigned=? WHERE size=?", (cosigned, held.size))
    return held.size


def long_ago(db: sqlite3.Connection, cosigner: VerifierKey, keep: timedelta, now: datetime) -> float | None:
    """What was there at that POSIX time may go, by the centre's clock and ours; None where nothing may.

    Raises `sqlite3.Error`.
    """
    latest = last_cosigned(db, cosigner)
    return None if latest is None else min(float(latest), now.timestamp()) - keep.total_seconds()


def last_cosigned(db: sqlite3.Connection, cosigner: VerifierKey) -> int | None:
    """When the newest cosignature was made (POSIX time); None without one of this cosigner. Raises `sqlite3.Error`."""
    newest = db.execute(
        "SELECT cosigned FROM checkpoint WHERE cosigned IS NOT NULL ORDER BY size DESC LIMIT 1"
    ).fetchone()
    return None if newest is None else _cosigned_at(newest[0], cosigner)


def prunable(db: sqlite3.Connection, cosigner: VerifierKey, keep: timedelta, now: datetime) -> int | None:
    """The last record of the next slice that may go: a cosigned checkpoint's size. Raises `sqlite3.Error`."""
    until = long_ago(db, cosigner, keep, now)
    if until is None:
        return None
    base = int(db.execute("SELECT coalesce(min(seq), 1) FROM rec").fetchone()[0]) - 1
    found = None
    for size, note in db.execute(
        "SELECT size, cosigned FROM checkpoint WHERE cosigned IS NOT NULL AND size>? ORDER BY size", (base,)
    ):
        at = _cosigned_at(note, cosigner)
        if at is None:  # of a cosigner we no longer know: nothing is deleted on its word
            continue
        if at > until or (found is not None and size - base > _SLICE):
            break
        found = int(size)
    return found


def prune(db: sqlite3.Connection, upto: int) -> None:
    """Delete the records up to a cosigned checkpoint, the checkpoints before it, and the keys of no record left.

    Within the caller's transaction. What a sealed key lay in is overwritten. Raises `sqlite3.Error`.
    """
    db.execute("DELETE FROM rec WHERE seq<=?", (upto,))
    db.execute("DELETE FROM checkpoint WHERE size<?", (upto,))
    db.execute("PRAGMA secure_delete=ON")
    db.execute("DELETE FROM dek WHERE last<=?", (upto,))
    db.execute("PRAGMA secure_delete=OFF")


def _cosigned_at(note: bytes, cosigner: VerifierKey) -> int | None:
    try:
        return checkpoint.cosigned_at(note, cosigner)[1]
    except NoteError:
        return None


class Rereading:
    """Reads all records again, a slice at a time, and compares the tree with every checkpoint's signature.

    Start-up looks at the end of the file alone; this finds what was damaged, or changed, long ago.
    """

    def __init__(self, db: sqlite3.Connection, key: VerifierKey) -> None:
        """Begin at the oldest record there is. Raises `JournalError` or `sqlite3.Error`, as `step` does."""
        self._db, self._key = db, key
        self._frontier = pruned(db, key)

    def step(self, most: int, tree: Frontier) -> bool:
        """Read up to `most` records; whether all of `tree` were read. Raises `JournalError` for what does not agree."""
        frontier = self._frontier
        if pruned(self._db, self._key).size > frontier.size:
            frontier = self._frontier = pruned(self._db, self._key)
        last = min(tree.size, frontier.size + most)
        notes = dict(
            self._db.execute("SELECT size, note FROM checkpoint WHERE size>? AND size<=?", (frontier.size, last))
        )
        for seq, body in self._db.execute(
            "SELECT seq, body FROM rec WHERE seq>? AND seq<=? ORDER BY seq", (frontier.size, last)
        ).fetchall():
            if seq != frontier.size + 1:
                break
            frontier.add(leaf_hash(body))
            if seq in notes:
                check_note(notes[seq], self._key, frontier)
        if frontier.size < last:
            raise JournalError(f"record {frontier.size + 1} is missing")
        if frontier.size < tree.size:
            return False
        if frontier.to_bytes() != tree.to_bytes():
            raise JournalError("the journal's records do not fit its tree")
        return True
