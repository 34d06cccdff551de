"""Reading a journal's file beside its writer: always `mode=ro`, one short query at a time."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kiosk.record.checkpoint import NoteError, VerifierKey
from kiosk.record.tree import Frontier, leaf_hash


class ReadError(Exception):
    """A journal's file cannot be read: not there, damaged, or no journal."""


@dataclass(frozen=True)
class VisitKey:
    """A visit's key, sealed to the centre's sealing key `kid`."""

    visit: str
    kid: str
    sealed: bytes


@dataclass(frozen=True)
class Batch:
    """Records `first` to `last` as stored, and the signed checkpoint of size `last` with the tree's root there."""

    first: int
    last: int
    bodies: tuple[bytes, ...]
    note: bytes
    root: bytes


class JournalReader:
    """One epoch's file, read only. Not shared between threads. Every method raises `ReadError`."""

    def __init__(self, path: Path) -> None:
        try:
            self.db = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None)
        except sqlite3.Error as error:
            raise ReadError(str(error)) from error
        try:
            rows = self._rows("SELECT epoch, origin, verifier FROM log")
            if len(rows) != 1 or not all(isinstance(value, str) for value in rows[0]):
                raise ReadError("not one log")
            self.epoch: str = rows[0][0]
            self.origin: str = rows[0][1]
            self.verifier = VerifierKey.parse(rows[0][2])
        except NoteError as error:
            self.close()
            raise ReadError(str(error)) from error
        except ReadError:
            self.close()
            raise

    def close(self) -> None:
        """Close the file. Idempotent."""
        self.db.close()

    def __enter__(self) -> JournalReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def size(self) -> int:
        """The number of committed records, those that were pruned too."""
        return int(self._rows("SELECT max(coalesce((SELECT max(seq) FROM rec), 0), ?)", self._pruned())[0][0])

    def first(self) -> int:
        """The number of the first record still there; `size() + 1` where there is none."""
        return self._pruned() + 1

    def keys(self, first: int, last: int, most: int = -1) -> tuple[VisitKey, ...]:
        """The sealed keys that were first used in these records, in their order; at most `most`, if not negative."""
        rows = self._rows(
            "SELECT visit, kid, sealed FROM dek WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?", first, last, most
        )
        return tuple(VisitKey(*row) for row in rows)

    def key(self, visit: str) -> VisitKey | None:
        """The sealed key of a visit; None where it has none here."""
        rows = self._rows("SELECT visit, kid, sealed FROM dek WHERE visit=?", visit)
        return VisitKey(*rows[0]) if rows else None

    def sealed(self, after: int) -> tuple[int, bool]:
        """The size of the newest checkpoint past `after` (0 for none), and whether one there is to be sent at once."""
        newest = "SELECT coalesce(max(size), 0) FROM checkpoint WHERE size>?1"  # by the key: it does not scan
        prompted = "EXISTS (SELECT 1 FROM checkpoint WHERE size>?1 AND prompt)"
        size, prompt = self._rows(f"SELECT ({newest}), {prompted}", after)[0]
        return int(size), bool(prompt)

    def before(self, size: int) -> int:
        """The size of the newest checkpoint below `size`; `first() - 1` where there is none."""
        below = self._rows("SELECT max(size) FROM checkpoint WHERE size<?", size)[0][0]
        return self._pruned() if below is None else int(below)

    def batch(self, after: int, most: int, most_bytes: int) -> Batch | None:
        """The records past `after`, up to a checkpoint; None where no checkpoint lies past it.

        At most `most` records and `most_bytes` raw bytes, but never less than up to the next checkpoint. Records that
        were pruned cannot be read: `after` must not be below `first() - 1`.
        """
        limit = self._rows("SELECT min(size) FROM checkpoint WHERE size>?", after)[0][0]
        if limit is None:
            return None
        end = max(limit, after + most)
        rows = self._rows("SELECT seq, body FROM rec WHERE seq>? AND seq<=? ORDER BY seq", after, end)
        bodies = [body for _, body in rows]
        if rows and rows[-1][0] != after + len(rows):
            seq = next(seq for seq, (found, _) in enumerate(rows, after + 1) if seq != found)
            raise ReadError(f"record {seq} is missing")
        fit = bisect_right(list(accumulate(map(len, bodies))), most_bytes)
        del bodies[max(fit, limit - after) :]
        size, note, frontier = self._rows(
            "SELECT size, note, frontier FROM checkpoint WHERE size>? AND size<=? ORDER BY size DESC LIMIT 1",
            after,
            max(limit, after + len(bodies)),
        )[0]
        if size > after + len(bodies):
            raise ReadError(f"record {after + len(bodies) + 1} is missing")
        return Batch(after + 1, size, tuple(bodies[: size - after]), note, _frontier(size, frontier).root())

    def root_at(self, size: int) -> bytes | None:
        """The root of the first `size` records, from the checkpoint before.

        None where there are fewer, and where they were pruned.
        """
        if not self._pruned() <= size <= self.size():
            return None
        base = self._rows("SELECT size, frontier FROM checkpoint WHERE size<=? ORDER BY size DESC LIMIT 1", size)
        frontier = _frontier(*base[0]) if base else Frontier()
        for seq, body in self._rows(
            "SELECT seq, body FROM rec WHERE seq>? AND seq<=? ORDER BY seq", frontier.size, size
        ):
            if seq != frontier.size + 1:
                raise ReadError(f"record {frontier.size + 1} is missing")
            frontier.add(leaf_hash(body))
        return frontier.root()

    def _pruned(self) -> int:
        """The last record that was pruned; 0 where none was. A pruned file begins at its oldest checkpoint."""
        found = self._rows("SELECT coalesce((SELECT min(seq) - 1 FROM rec), (SELECT min(size) FROM checkpoint), 0)")
        return int(found[0][0])

    def _rows(self, query: str, *values: int | str) -> list[tuple[Any, ...]]:
        try:
            return self.db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise ReadError(str(error)) from error


def _frontier(size: int, raw: bytes) -> Frontier:
    try:
        return Frontier.from_bytes(size, raw)
    except (TypeError, ValueError) as error:
        raise ReadError("a frontier is damaged") from error
