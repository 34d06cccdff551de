"""The file of one epoch of the journal: its schema, finding the current one, and taking one over.

A pruned file begins at its oldest checkpoint: the records up to that size are gone, its frontier stands for them.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

from kiosk.core.entries import JournalClosed, JournalPruned
from kiosk.core.ports import JournalError
from kiosk.record import checkpoint
from kiosk.record.checkpoint import Checkpoint, NoteError, VerifierKey
from kiosk.record.files import write_atomically
from kiosk.record.tree import Frontier, leaf_hash

SCHEMA_VERSION: Final = 2
MOST_UNSEALED: Final = 101
"""The most records that the writer leaves without a checkpoint: fewer than between two, and two as an epoch ends."""
_RECHECKED: Final = 1000
"""Start-up recomputes the tree from a checkpoint at least this many records back."""

_PAGE: Final = 4096
"""The size of SQLite's pages."""

SCHEMA: Final = f"""
PRAGMA user_version={SCHEMA_VERSION};
CREATE TABLE log(epoch TEXT PRIMARY KEY, origin TEXT NOT NULL, opened TEXT NOT NULL, verifier TEXT NOT NULL) STRICT;
CREATE TABLE rec(seq INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE tree(one INTEGER PRIMARY KEY CHECK(one=1), size INTEGER NOT NULL, frontier BLOB NOT NULL) STRICT;
CREATE TABLE checkpoint(
    size INTEGER PRIMARY KEY, note BLOB NOT NULL, frontier BLOB NOT NULL, prompt INTEGER NOT NULL, cosigned BLOB
) STRICT;
CREATE INDEX cosigned ON checkpoint(size) WHERE cosigned IS NOT NULL;
CREATE TABLE dek(
    visit TEXT PRIMARY KEY, kid TEXT NOT NULL, sealed BLOB NOT NULL, seq INTEGER NOT NULL, last INTEGER NOT NULL
) STRICT;
CREATE INDEX begun ON dek(seq);
INSERT INTO tree VALUES(1, 0, x'');
"""
"""`dek.seq` and `dek.last` are the first and the last record with fields sealed under that visit's key."""


@dataclass
class Taken:
    """What a file holds: its tree, the size of its last checkpoint, and how it ended."""

    frontier: Frontier = field(default_factory=Frontier)
    sealed: int = 0
    last_at: datetime | None = None
    clean: bool = True


def current_file(folder: Path) -> Path | None:
    """The file of the current epoch; None before the first. Raises OSError."""
    pointer = folder / "current"
    if not pointer.exists():
        return None
    epoch = pointer.read_text(encoding="ascii").strip()
    if not re.fullmatch("[0-9a-f]{16}", epoch):
        raise OSError(f"{pointer} names no epoch")
    return folder / f"{epoch}.db"


def settle(folder: Path) -> None:
    """Finish what a power cut interrupted while an epoch began. Raises OSError.

    Its file counts from its first record on, which the commit that made it holds; `current` is only moved after that.
    So a file that names the current epoch as the one before it is the current one, and one without a table is nothing.
    """
    before: dict[str, str | None] = {}
    current = current_file(folder)
    for path in sorted(folder.glob("*.db")):
        try:
            with contextlib.closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as db:
                began = db.execute("SELECT count(*) FROM sqlite_schema").fetchone() != (0,)
                row = db.execute("SELECT body FROM rec WHERE seq=1").fetchone() if began else None
            if row is not None:
                before[path.stem] = json.loads(row[0])["data"]["previous"]
        except (sqlite3.Error, ValueError, KeyError, TypeError):
            began = path.stat().st_size > _PAGE  # a damaged one; with one page it never was the current one
        if not began and path != current:
            for ending in ("", "-wal", "-shm", "-journal"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
    epoch = None if current is None else current.stem
    for _ in before:  # and no longer, whatever the files say of each other
        last = [name for name in before if (before[name] == epoch if epoch else name not in before.values())]
        if len(last) != 1:
            return
        (epoch,) = last
        write_atomically(folder / "current", epoch.encode())


def connect(path: Path) -> sqlite3.Connection:
    """The one connection that writes the file. Raises `sqlite3.Error`."""
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=1000", "trusted_schema=OFF"):
            db.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        db.close()
        raise
    return db


def take_over(db: sqlite3.Connection, epoch: str, key: VerifierKey) -> Taken:
    """Take a file over after recomputing the end of its tree; `key` is the epoch's own.

    Raises `JournalError` for a file that was damaged or changed, and whatever reading a damaged one raises
    (`sqlite3.Error`, ValueError, KeyError, TypeError).
    """
    if db.execute("PRAGMA user_version").fetchone() != (SCHEMA_VERSION,):
        raise JournalError("the journal's schema is another version's")
    if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise JournalError("the journal's file is damaged")
    if db.execute("SELECT epoch, origin, verifier FROM log").fetchall() != [(epoch, key.name, str(key))]:
        raise JournalError("the journal is another terminal's, or its key is another")
    ((size, raw),) = db.execute("SELECT size, frontier FROM tree")
    kept = Frontier.from_bytes(size, raw)

    last = db.execute("SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1").fetchone()
    frontier = _base(db, key, size - _RECHECKED)
    body, sealed = b"", 0
    if last and last[0] == frontier.size:  # everything up to it was pruned
        check_note(last[1], key, frontier)
        sealed = last[0]
    for seq, body in db.execute("SELECT seq, body FROM rec WHERE seq>? ORDER BY seq", (frontier.size,)):
        if seq != frontier.size + 1:
            raise JournalError(f"record {frontier.size + 1} is missing")
        frontier.add(leaf_hash(body))
        if last and seq == last[0]:
            check_note(last[1], key, frontier)
            sealed = seq
    if (frontier.size, frontier.to_bytes()) != (size, kept.to_bytes()):
        raise JournalError("the journal's records do not fit its tree")
    if not size:
        return Taken()
    if not sealed or size - sealed > MOST_UNSEALED:  # what anybody may have appended would be signed at the next start
        raise JournalError("the journal's end bears no checkpoint")
    for (unsigned,) in db.execute("SELECT body FROM rec WHERE seq>?", (sealed,)):
        if json.loads(unsigned)["type"] == JournalPruned.TYPE:  # the writer signs it in the commit that makes it
            raise JournalError("a record of what was deleted bears no checkpoint")
    event = json.loads(body)
    clean = bool(event["type"] == JournalClosed.TYPE)
    return Taken(kept, sealed, datetime.fromisoformat(event["time"]), clean)


def pruned(db: sqlite3.Connection, key: VerifierKey) -> Frontier:
    """The tree of the records that were pruned; an empty one where none were.

    Raises `JournalError` where no checkpoint of ours stands for the records that are gone.
    """
    first = int(db.execute("SELECT coalesce(min(seq), 1) FROM rec").fetchone()[0])
    if first == 1:
        return Frontier()
    oldest = db.execute("SELECT size, note, frontier FROM checkpoint ORDER BY size LIMIT 1").fetchone()
    if oldest is None or oldest[0] != first - 1:
        raise JournalError(f"record {first - 1} is missing")
    frontier = Frontier.from_bytes(oldest[0], oldest[2])
    check_note(oldest[1], key, frontier)
    return frontier


def check_note(note: bytes, key: VerifierKey, frontier: Frontier) -> None:
    """Raise `JournalError` unless the note is the log's own checkpoint of this tree."""
    try:
        held = checkpoint.verify(note, key)
    except NoteError as error:
        raise JournalError(f"the checkpoint of size {frontier.size} is not ours") from error
    if held != Checkpoint(key.name, frontier.size, frontier.root()):
        raise JournalError(f"the journal's records do not fit its checkpoint of size {frontier.size}")


def _base(db: sqlite3.Connection, key: VerifierKey, upto: int) -> Frontier:
    """Where recomputing begins: the last checkpoint not past `upto`, else the first record there is."""
    begin = pruned(db, key)
    row = db.execute(
        "SELECT size, frontier FROM checkpoint WHERE size<=? ORDER BY size DESC LIMIT 1", (upto,)
    ).fetchone()
    return Frontier.from_bytes(*row) if row and row[0] > begin.size else begin
