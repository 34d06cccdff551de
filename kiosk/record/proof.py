"""One record's proof: that it stands in the log, for whoever has the record, the log's key and nothing else of it.

The text is a C2SP tlog-proof: the leaf's index, the hashes up to the root (RFC 6962, 2.1.1), and a signed checkpoint.
"""

from __future__ import annotations

import contextlib
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.record import checkpoint
from kiosk.record.checkpoint import Checkpoint, Note, NoteError, VerifierKey
from kiosk.record.tree import HASH_BYTES, Frontier, inclusion_proof, leaf_hash, verify_inclusion
from kiosk.record.verify import open_for_reading

_HEAD: Final = b"c2sp.org/tlog-proof@v1\n"
_INDEX: Final = b"index "
_MOST_HASHES: Final = 63
_LONGEST: Final = 1 << 16


class ProofError(Exception):
    """A proof cannot be made here, or does not hold."""


@dataclass(frozen=True)
class Proved:
    """What a proof shows: record `seq` is in the log at this checkpoint; who cosigned it, and when (POSIX time)."""

    seq: int
    checkpoint: Checkpoint
    cosigned: tuple[tuple[str, int], ...]


def prove(path: Path, seq: int) -> tuple[bytes, bytes]:
    """The proof of a record of an epoch's file, and the record's bytes. Raises `ProofError`.

    It leads to the first checkpoint past the record that the centre cosigned, or else to the first of all.
    """
    try:
        with contextlib.closing(open_for_reading(path)) as db:
            db.execute("BEGIN")
            return _prove(db, seq)
    except (sqlite3.Error, TypeError, ValueError) as error:
        raise ProofError(f"the journal's file is damaged: {type(error).__name__}") from error


def check(proof: bytes, body: bytes, keys: Sequence[VerifierKey], cosigners: Sequence[VerifierKey] = ()) -> Proved:
    """Check the proof of a record under one of the log's keys. Raises `ProofError` with the reason.

    Where cosigners are given, one of them must have signed the checkpoint.
    """
    index, path, raw = _parse(proof)
    signed = _signed(raw, keys)
    if not verify_inclusion(leaf_hash(body), index, signed.size, path, signed.root):
        raise ProofError("the proof is not this record's")
    cosigned: tuple[tuple[str, int], ...] = ()
    if cosigners:
        try:
            found = Note.parse(raw).verified_by(cosigners)
        except NoteError as error:
            raise ProofError(f"the checkpoint is not cosigned: {error}") from error
        cosigned = tuple((key.name, at) for key, at in found if at is not None)
    return Proved(index + 1, signed, cosigned)


def _prove(db: sqlite3.Connection, seq: int) -> tuple[bytes, bytes]:
    first, last = db.execute("SELECT min(seq), max(seq) FROM rec").fetchone()
    if first is None or not 1 <= seq <= last:
        raise ProofError(f"the journal has no record {seq}")
    if seq < first:
        raise ProofError(f"record {seq} was pruned here after the centre had it: ask the centre")
    query = "SELECT size, note, cosigned FROM checkpoint WHERE size>=? {} ORDER BY size LIMIT 1"
    found = db.execute(query.format("AND cosigned IS NOT NULL"), (seq,)).fetchone()
    found = found or db.execute(query.format(""), (seq,)).fetchone()
    if found is None:
        raise ProofError(f"no checkpoint covers record {seq} yet")
    size, note, cosigned = found

    kept = Frontier()
    if first > 1:
        base = db.execute("SELECT size, frontier FROM checkpoint WHERE size=?", (first - 1,)).fetchone()
        if base is None:
            raise ProofError("the journal's beginning is missing")
        kept = Frontier.from_bytes(*base)

    def leaves(start: int, stop: int) -> Iterable[bytes]:
        rows = db.execute("SELECT body FROM rec WHERE seq>? AND seq<=? ORDER BY seq", (start, stop))
        return (leaf_hash(body) for (body,) in rows)

    (body,) = db.execute("SELECT body FROM rec WHERE seq=?", (seq,)).fetchone()
    path = inclusion_proof(seq - 1, size, leaves, kept)
    stated = checkpoint.Checkpoint.parse(Note.parse(note).text)
    if not verify_inclusion(leaf_hash(body), seq - 1, size, path, stated.root):
        raise ProofError(f"the records do not fit checkpoint {size}: verify this journal")
    hashes = b"".join(b64encode(node) + b"\n" for node in path)
    return _HEAD + _INDEX + str(seq - 1).encode() + b"\n" + hashes + b"\n" + (cosigned or note), body


def _parse(proof: bytes) -> tuple[int, tuple[bytes, ...], bytes]:
    """Index, audit path and the checkpoint's note."""
    head, blank, note = proof.partition(b"\n\n")
    lines = head.split(b"\n")
    if len(proof) > _LONGEST or not blank or lines.pop(0) + b"\n" != _HEAD:
        raise ProofError("not a tlog-proof")
    if lines and lines[0].startswith(b"extra "):
        lines.pop(0)  # the format's place for what applications add; it is not authenticated
    index = lines.pop(0).removeprefix(_INDEX) if lines else b""
    if not index.isdigit() or len(index) > 19 or str(int(index)).encode() != index or len(lines) > _MOST_HASHES:
        raise ProofError("not a tlog-proof")
    try:
        path = tuple(b64decode(line, validate=True) for line in lines)
    except ValueError as error:
        raise ProofError("not a tlog-proof") from error
    if any(len(node) != HASH_BYTES for node in path):
        raise ProofError("not a tlog-proof")
    return int(index), path, note


def _signed(raw: bytes, keys: Sequence[VerifierKey]) -> Checkpoint:
    problem: NoteError | None = None
    for key in keys:
        try:
            return checkpoint.verify(raw, key)
        except NoteError as error:
            problem = error
    raise ProofError(f"the checkpoint does not hold: {problem or 'no key was given'}")
