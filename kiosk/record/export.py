"""Exports of a journal: a ZIP of records, checkpoints and schemas, and the program that verifies it without ours."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import zipfile
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from kiosk.record import standalone
from kiosk.record.schemas import schemas
from kiosk.record.tree import Frontier
from kiosk.record.verify import open_for_reading

_CHUNK: Final = 1000
_README: Final = """\
An exported journal of a branch kiosk: {what}.

journal/EPOCH/records.jsonl      the records, byte for byte, one a line (CloudEvents 1.0; schemas/ describes them)
journal/EPOCH/checkpoints.jsonl  the checkpoints over them (C2SP tlog-checkpoint), signed and cosigned
journal/EPOCH/start.json         the tree before the first of them
verify.py                        verifies all of this: Python 3.11 and the package cryptography, nothing of the kiosk
SHA256SUMS                       sha256sum -c SHA256SUMS

    python verify.py --key VKEY --cosigner VKEY --anchor NOTE

The keys and the anchor come from the bank's central service, never from this export.
"""


class ExportError(Exception):
    """A journal cannot be exported."""


def export(paths: Sequence[Path], out: Path, first: int = 1, last: int | None = None) -> list[str]:
    """Write an export of these epochs' files; what is in it, in words.

    Of each perhaps only records `first` to `last`, widened to the checkpoints around them. What no checkpoint covers
    yet is left out. Raises `ExportError`; an existing file is never replaced.
    """
    said: list[str] = []
    try:
        with out.open("xb") as file:
            try:
                with _Archive(file) as archive:
                    said += [_export_epoch(archive, path, first, last) for path in paths]
                    for name, schema in schemas().items():
                        archive.add(f"schemas/{name}.json", json.dumps(schema, indent=2).encode() + b"\n")
                    archive.add("verify.py", Path(standalone.__file__).read_bytes())
                    archive.add("README.txt", _README.format(what="; ".join(said)).encode())
            except BaseException:
                out.unlink()
                raise
    except FileExistsError as error:
        raise ExportError(f"{out} exists") from error
    except OSError as error:
        raise ExportError(f"{out}: {error.strerror}") from error
    except (sqlite3.Error, ValueError, TypeError) as error:
        raise ExportError(f"the journal cannot be exported, verify it: {error}") from error
    return said


class _Archive:
    """A ZIP that keeps the checksum of each file."""

    def __init__(self, file: Any) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._sums: list[str] = []

    def __enter__(self) -> _Archive:
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        if failed is None:
            self._zip.writestr("SHA256SUMS", "".join(self._sums))
        self._zip.close()

    def add(self, name: str, raw: bytes) -> None:
        self.add_all(name, [raw])

    def add_all(self, name: str, parts: Iterable[bytes]) -> None:
        digest = hashlib.sha256()
        with self._zip.open(name, "w", force_zip64=True) as member:
            for part in parts:
                digest.update(part)
                member.write(part)
        self._sums.append(f"{digest.hexdigest()}  {name}\n")


def _export_epoch(archive: _Archive, path: Path, first: int, last: int | None) -> str:
    with contextlib.closing(open_for_reading(path)) as db:
        db.execute("BEGIN")
        origin, verifier = db.execute("SELECT origin, verifier FROM log").fetchone()
        kept, newest = db.execute("SELECT min(seq), max(seq) FROM rec").fetchone()
        if kept is None:
            raise ValueError("an epoch without records")
        first = max(first, kept)
        upto = db.execute("SELECT size, note FROM checkpoint WHERE size<=? ORDER BY size DESC LIMIT 1", (first - 1,))
        base = upto.fetchone()
        start = base[0] if base else 0
        if start < kept - 1:
            raise ValueError("its beginning is missing")
        frontier = Frontier()
        if start:
            row = db.execute("SELECT size, frontier FROM checkpoint WHERE size=?", (start,)).fetchone()
            frontier = Frontier.from_bytes(*row)
        wanted = newest if last is None else min(last, newest)
        end = db.execute("SELECT min(size) FROM checkpoint WHERE size>=?", (wanted,)).fetchone()[0]
        end = end or db.execute("SELECT max(size) FROM checkpoint").fetchone()[0]
        if end is None or end <= start:
            raise ValueError("no checkpoint covers these records")
        begins = {"origin": origin, "verifier": verifier, "size": start}
        begins["frontier"] = b64encode(frontier.to_bytes()).decode()
        into = f"journal/{path.stem}"
        archive.add(f"{into}/start.json", json.dumps(begins, indent=2).encode() + b"\n")
        archive.add_all(f"{into}/records.jsonl", (_one_line(seq, body) for seq, body in records(db, start, end)))
        query = "SELECT size, note, cosigned FROM checkpoint WHERE size>=? AND size<=? ORDER BY size"
        archive.add_all(
            f"{into}/checkpoints.jsonl",
            (_checkpoint_line(*row) for row in db.execute(query, (start or 1, end))),
        )
        rest = f", {newest - end} later ones not yet signed" if newest > end and last is None else ""
        return f"epoch {path.stem}, records {start + 1} to {end}{rest}"


def _one_line(seq: int, body: bytes) -> bytes:
    if b"\n" in body:
        raise ValueError(f"record {seq} is not one line")
    return body + b"\n"


def _checkpoint_line(size: int, note: bytes, cosigned: bytes | None) -> bytes:
    row = {"size": size, "note": note.decode(), "cosigned": None if cosigned is None else cosigned.decode()}
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


def records(db: sqlite3.Connection, after: int, upto: int | None) -> Iterator[tuple[int, bytes]]:
    """Records past `after`, in short queries: a long one would keep the writer from recycling its log."""
    while True:
        rows = db.execute(
            "SELECT seq, body FROM rec WHERE seq>? AND seq<=? ORDER BY seq LIMIT ?",
            (after, 2**63 - 1 if upto is None else upto, _CHUNK),
        ).fetchall()
        if not rows:
            return
        yield from rows
        after = rows[-1][0]
