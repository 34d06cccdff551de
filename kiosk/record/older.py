"""Deletes the files of earlier epochs, once the centre has had all of them for long and the journal says so.

`sync.json` names the tree of each that the centre holds (`SyncState.older`), which anybody may write there. So a file
goes only where the centre's key signed that tree (the note beside it, or the one that the file has), and where it holds
exactly that tree, read from its bytes; what lies past the last checkpoint of an epoch given up must stand in the next
one, too.
The record that it goes (`JournalPruned`) is signed and on the disk before it does, so a power cut leaves it to be gone
at the next look, and a file that somebody else deletes is missed by `kiosk.record.chain`. Such a record outlives the
pruning of its place: it is written again.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeAlias

from kiosk.core.entries import JournalClosed, JournalPruned
from kiosk.core.ports import JournalError
from kiosk.record import upkeep
from kiosk.record.checkpoint import Checkpoint, NoteError, VerifierKey, cosigned_at
from kiosk.record.epoch import check_note, pruned
from kiosk.record.files import sync_folder
from kiosk.record.reader import JournalReader, ReadError
from kiosk.record.syncstate import DealtWith, is_epoch
from kiosk.record.tree import Frontier, leaf_hash

Held: TypeAlias = Callable[[], Mapping[str, DealtWith]]
"""What the centre holds of earlier epochs, as `SyncState.older`."""

_SLICE: Final = 5000
"""How many records are read at a time: the writer waits meanwhile."""
_WIPED: Final = 2**20
"""How many bytes are overwritten at a time, likewise."""
_TYPE: Final = JournalPruned.TYPE.encode()
_DAMAGE: Final = (ReadError, JournalError, sqlite3.Error, ValueError, KeyError, TypeError, AttributeError)
"""What reading a damaged file raises."""


@dataclass(frozen=True)
class Going:
    """An epoch whose file may go once `records` are on the disk; none where they are already."""

    epoch: str
    records: tuple[JournalPruned, ...]


_Look: TypeAlias = Generator[None, None, Going | None]


def gone(body: bytes) -> JournalPruned | None:
    """What a record says of an earlier epoch's file that was deleted; None for every other record.

    Raises what reading a hostile record raises (ValueError, KeyError, TypeError).
    """
    if _TYPE not in body:
        return None
    event = json.loads(body)
    data = event["data"]
    if event["type"] != JournalPruned.TYPE or data.get("epoch") is None:
        return None
    return JournalPruned(0, str(data["epoch"]), int(data["size"]), data["root"], data["previous"])


def to_be_said_again(db: sqlite3.Connection, upto: int, key: VerifierKey) -> list[JournalPruned]:
    """What the records up to a checkpoint, which are to be pruned, say of files that are gone.

    Raises `JournalError` where they are not the records that were signed: nothing false is said again, and signed.
    """
    query = "SELECT body FROM rec WHERE seq<=? AND instr(body, ?)"
    found = [one for (body,) in db.execute(query, (upto, _TYPE)) if (one := gone(body))]
    if found:
        frontier = pruned(db, key)
        for (body,) in db.execute("SELECT body FROM rec WHERE seq<=? ORDER BY seq", (upto,)):
            frontier.add(leaf_hash(body))
        check_note(db.execute("SELECT note FROM checkpoint WHERE size=?", (upto,)).fetchone()[0], key, frontier)
    return list({one.epoch: one for one in found}.values())


class OlderEpochs:
    """The earlier epochs' files in a journal's folder, for the thread that writes the journal."""

    def __init__(self, folder: Path, held: Held) -> None:
        self._folder, self._held = folder, held
        self._current = ""
        self._said: dict[str, JournalPruned] = {}
        """What the current epoch says of files that are gone, or are to go."""
        self._look: _Look | None = None
        self._found: Going | None = None
        self._stay: dict[str, DealtWith] = {}
        """The files that do not hold the tree they should: not looked at again for the same tree."""
        self._wiping: list[int] = []

    def step(
        self, db: sqlite3.Connection, key: VerifierKey, until: float | None, cosigner: VerifierKey
    ) -> Going | bool:
        """The next file that may go; True while that is not known yet, False where there is none now.

        `db` and `key` are the current epoch's; what ended at `until` (POSIX time, None for never) may go. Each call
        does a little. Raises `sqlite3.Error` or OSError.
        """
        if self._wiping:
            self._wipe()
            return True
        if self._found is None and self._look is None:
            self._look = self._choose(db, key, until, cosigner)
        if self._look is not None:
            try:
                next(self._look)
            except StopIteration as done:
                self._look, self._found = None, done.value
            return self._found or True
        return self._found or False

    def delete(self, going: Going) -> None:
        """Delete an epoch's file and what belongs to it, after its records were committed. Raises OSError."""
        self._found = None
        self._said |= {one.epoch: one for one in going.records if one.epoch}
        path = self._folder / f"{going.epoch}.db"
        for each in (path, path.with_name(f"{path.name}-wal")):
            with contextlib.suppress(FileNotFoundError):
                self._wiping.append(os.open(each, os.O_RDWR))
        path.unlink(missing_ok=True)
        sync_folder(self._folder)  # before the rest: without its -wal it would be another file
        self._clear(going.epoch)

    def close(self) -> None:
        """Let go of the files in hand."""
        self._look = None
        while self._wiping:
            os.close(self._wiping.pop())

    def _choose(
        self, db: sqlite3.Connection, key: VerifierKey, until: float | None, cosigner: VerifierKey
    ) -> _Look | None:
        """Begin to look at the next file that may have to go; None where there is none."""
        log, _, current = key.name.rpartition("/")
        names = {path.name.partition(".")[0]: path for path in self._folder.glob("*.db*")}
        older = sorted(epoch for epoch in names if is_epoch(epoch) and epoch != current)
        if not older:
            return None
        if self._current != current:
            query = "SELECT body FROM rec WHERE instr(body, ?) ORDER BY seq"
            found = [gone(body) for (body,) in db.execute(query, (_TYPE,)).fetchall()]
            self._said = {one.epoch: one for one in found if one is not None and one.epoch}
            self._current = current
        held = self._held()
        for epoch in older:
            path, said, there = self._folder / f"{epoch}.db", self._said.get(epoch), held.get(epoch)
            if not path.exists():
                if said is not None:
                    self._clear(epoch)
                continue
            if said is not None:
                there = DealtWith(said.size, b64decode(said.root or ""))
            elif until is None or _ended(path, cosigner) > until:
                continue
            if there is not None and self._stay.get(epoch) != there:
                vouching = cosigner if said is None else None
                return self._examine(path, there, replace(key, name=f"{log}/{epoch}"), vouching)
        return None

    def _examine(self, path: Path, tree: DealtWith, key: VerifierKey, cosigner: VerifierKey | None) -> _Look:
        """Read a whole file: whether it may go as holding just that tree, and the records to write first.

        Without a `cosigner`, who must have signed the tree, the records are written already.
        """
        self._stay[path.stem] = tree  # unless it turns out otherwise
        try:
            with JournalReader(path) as reader:
                if reader.sealed(0)[0] != tree.size:
                    return None
                if cosigner is not None and not _is_vouched_for(reader, tree, key.name, cosigner):
                    return None
                frontier, previous = _beginning(reader), None
                again: dict[str | None, JournalPruned] = {}
                while frontier.size < tree.size:
                    query = "SELECT seq, body FROM rec WHERE seq>? AND seq<=? ORDER BY seq LIMIT ?"
                    rows = reader.db.execute(query, (frontier.size, tree.size, _SLICE)).fetchall()
                    if not rows or rows[-1][0] != frontier.size + len(rows):
                        return None
                    for seq, body in rows:
                        if seq == 1:
                            previous = json.loads(body)["data"]["previous"]
                        if (one := gone(body)) is not None:
                            again[one.epoch] = one
                        frontier.add(leaf_hash(body))
                    yield
                if frontier.root() != tree.root or not self._is_carried_on(reader, tree.size):
                    return None
                if cosigner is None:
                    return Going(path.stem, ())
                if again:  # only what this terminal signed is signed again
                    note = reader.db.execute("SELECT note FROM checkpoint WHERE size=?", (tree.size,)).fetchone()[0]
                    check_note(note, key, frontier)
        except _DAMAGE:
            return None
        root = b64encode(tree.root).decode()
        record = JournalPruned(0, epoch=path.stem, size=tree.size, root=root, previous=previous)
        return Going(path.stem, (*(one for one in again.values() if one.epoch not in self._said), record))

    def _is_carried_on(self, reader: JournalReader, size: int) -> bool:
        """Whether the next epoch begins with what no checkpoint of this one covers, but for its closing."""
        query = "SELECT body FROM rec WHERE seq>? ORDER BY seq"
        rest = [json.loads(body) for (body,) in reader.db.execute(query, (size,))]
        if rest and rest[-1]["type"] == JournalClosed.TYPE:
            rest.pop()
        return not rest or any(_begins_with(path, reader.epoch, rest) for path in self._folder.glob("*.db"))

    def _clear(self, epoch: str) -> None:
        for ending in ("-wal", "-shm", "-journal"):
            (self._folder / f"{epoch}.db{ending}").unlink(missing_ok=True)
        sync_folder(self._folder)

    def _wipe(self) -> None:
        """Overwrite the next part of a deleted file: sealed keys lay in it, as in what `upkeep.prune` overwrites."""
        descriptor = self._wiping[-1]
        at, size = os.lseek(descriptor, 0, os.SEEK_CUR), os.fstat(descriptor).st_size
        if at < size:
            os.write(descriptor, bytes(min(_WIPED, size - at)))
            os.fdatasync(descriptor)
        else:
            os.close(self._wiping.pop())


def _is_vouched_for(reader: JournalReader, tree: DealtWith, origin: str, cosigner: VerifierKey) -> bool:
    """Whether the centre signed that it holds just this tree of this epoch."""
    (kept,) = reader.db.execute("SELECT cosigned FROM checkpoint WHERE size=?", (tree.size,)).fetchone() or (None,)
    for note in filter(None, (tree.cosigned, kept)):
        with contextlib.suppress(NoteError):
            if cosigned_at(note, cosigner)[0] == Checkpoint(origin, tree.size, tree.root):
                return True
    return False


def _ended(path: Path, cosigner: VerifierKey) -> float:
    """When a file was last written (POSIX time), by the terminal's clock or the centre's, whichever says later.

    Infinity where that cannot be read.
    """
    try:
        with JournalReader(path) as reader:
            (last,) = reader.db.execute("SELECT body FROM rec ORDER BY seq DESC LIMIT 1").fetchone()
            made = datetime.fromisoformat(json.loads(last)["time"]).timestamp()
            return max(made, upkeep.last_cosigned(reader.db, cosigner) or made)
    except _DAMAGE:
        return math.inf


def _beginning(reader: JournalReader) -> Frontier:
    """The tree of what was pruned of a file."""
    first = reader.first()
    if first == 1:
        return Frontier()
    row = reader.db.execute("SELECT size, frontier FROM checkpoint WHERE size=?", (first - 1,)).fetchone()
    return Frontier.from_bytes(*row)


def _begins_with(path: Path, previous: str, records: list[dict[str, Any]]) -> bool:
    """Whether a file continues the epoch `previous`, and with these records."""
    try:
        with JournalReader(path) as reader:
            query = "SELECT body FROM rec WHERE seq<=? ORDER BY seq"
            first, *rest = [json.loads(body) for (body,) in reader.db.execute(query, (1 + len(records),))]
            return bool(first["data"].get("previous") == previous) and [*map(_said_by, rest)] == [
                *map(_said_by, records)
            ]
    except _DAMAGE:
        return False


def _said_by(event: dict[str, Any]) -> dict[str, Any]:
    """What a record says in whichever epoch it stands: of what is sealed only which fields there are."""
    data = dict(event["data"])
    sealed = [one["field"] for one in data.pop("sealed", ())]
    return {**event, "id": None, "sequence": None, "data": data, "sealed": sealed}
