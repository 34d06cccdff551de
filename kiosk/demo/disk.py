"""What happens to a terminal's disk in a story: a torn write, a copy, an old copy put back, a thief who searches it."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import struct
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from hashlib import md5, sha1, sha256
from itertools import chain
from pathlib import Path
from typing import Final

_HEADER: Final = 32
_FRAME_HEADER: Final = 24
_SECTOR: Final = 512
_KEY_BYTES: Final = 32
_LEAST: Final = 6
"""Bytes of a text that is looked for: fewer are found anywhere, by chance."""


def tear(wal: Path) -> int:
    """Leave of the next transaction what a power cut may: its first sectors, after the last commit; how many bytes.

    What was never committed is cut off before. The format is SQLite's (sqlite.org/fileformat2.html, section 4): a frame
    is valid where its salts are the header's and its checksum holds, and the last one of a commit names a size. The
    torn frame has the right salts, so that nothing but its checksum tells it from a good one. Raises OSError, and
    ValueError where the file is no WAL.
    """
    raw = wal.read_bytes()
    if len(raw) < _HEADER:
        raise ValueError(f"{wal.name} is no WAL")
    page, salts = struct.unpack(">I", raw[8:12])[0], raw[16:24]
    end, last = _HEADER, b""
    for at in range(_HEADER, len(raw) - _FRAME_HEADER - page + 1, _FRAME_HEADER + page):
        frame = raw[at : at + _FRAME_HEADER + page]
        if frame[8:16] != salts:
            break  # left over from before the last checkpoint
        if frame[4:8] != bytes(4):
            end, last = at + len(frame), frame
    number = last[:4] or struct.pack(">I", 1)
    torn = number + bytes(4) + salts + b"\xff" * 8 + (last[_FRAME_HEADER:] or bytes(page))
    torn = torn[: _FRAME_HEADER + page // _SECTOR // 2 * _SECTOR]
    with wal.open("r+b") as file:
        file.truncate(end)
        file.seek(end)
        file.write(torn)
    return len(torn)


def image(disk: Path, where: Path) -> None:
    """Copy a whole disk at rest. Raises OSError."""
    shutil.copytree(disk, where, symlinks=True)


def put_back(copy: Path, disk: Path) -> None:
    """Restore a copy in a disk's place; what is there now is gone. Raises OSError."""
    shutil.rmtree(disk)
    shutil.copytree(copy, disk, symlinks=True)


def readable(files: Iterable[tuple[Path, bytes]], secrets: Iterable[str]) -> list[Path]:
    """The files in which any of these texts can be read in a usual encoding."""
    wanted = [form for secret in secrets for form in forms(secret)]
    return [path for path, content in files if any(form in content for form in wanted)]


def contents(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file below a folder, databases, their logs and what is hidden included. Raises OSError."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path, path.read_bytes()


def forms(secret: str) -> set[bytes]:
    """How a text may lie in a file: as text, escaped, in hexadecimal, in base64 at each of its three phases, hashed.

    An ID number or a name has so little to guess that a bare hash of it is as good as the text.
    """
    raws = {secret.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    plain = secret.encode()
    digests = {make(plain, usedforsecurity=False).digest() for make in (md5, sha1, sha256)}
    found = raws | digests | {json.dumps(secret).strip('"').encode(), plain[::-1]}
    for raw in raws | digests:
        found |= {raw.hex().encode(), raw.hex().upper().encode(), *_base64(raw)}
    return {form for form in found if len(form) >= _LEAST}


def _base64(raw: bytes) -> Iterator[bytes]:
    """What is the same in every base64 text that has these bytes in it, for each place they may begin at."""
    for phase in range(3):
        coded = b64encode(bytes(phase) + raw)
        first, last = (0, 2, 3)[phase], len(coded) - (0, 3, 2)[(phase + len(raw)) % 3]
        yield coded[first:last]


def keys_on(folder: Path) -> set[bytes]:
    """Everything on a disk that could be a key of 32 bytes, for whoever tries all.

    Raw in a file that small, in base64 or hexadecimal in a text, in a private key, and each blob of a database.
    """
    found: set[bytes] = set()
    for path, content in contents(folder):
        if path.suffix == ".db":
            found |= {blob for blob in _blobs(path) if len(blob) == _KEY_BYTES}
        elif len(content) == _KEY_BYTES:
            found.add(content)
        else:
            found |= set(chain(_private(content), *map(_coded, _words(content))))
    return found


def _blobs(path: Path) -> Iterator[bytes]:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall():
            for row in db.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - the name is the file's own
                yield from (value for value in row if isinstance(value, bytes))
    db.close()


def _words(content: bytes) -> Iterator[str]:
    text = content.decode("ascii", "replace")
    for mark in "\"'{}[],:\n\r\t":
        text = text.replace(mark, " ")
    yield from text.split(" ")


def _coded(word: str) -> Iterator[bytes]:
    for decode in (b64decode, bytes.fromhex):
        try:
            raw = decode(word.strip())
        except ValueError:
            continue
        if len(raw) >= _KEY_BYTES:
            yield raw[:_KEY_BYTES]
            yield raw[-_KEY_BYTES:]
        if raw.lstrip()[:1] in (b"{", b"["):  # what is signed lies in base64 as a whole
            yield from (key for inner in _words(raw) for key in _coded(inner))


def _private(content: bytes) -> Iterator[bytes]:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey  # noqa: PLC0415 - for thieves only
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    for block in re.findall(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----", content, re.S):
        match load_pem_private_key(block, None):
            case Ed25519PrivateKey() as key:
                yield key.private_bytes_raw()
            case EllipticCurvePrivateKey() as key:
                yield key.private_numbers().private_value.to_bytes(key.key_size // 8, "big")
