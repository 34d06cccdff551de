"""Searches files for texts in whatever form they may have been written: encodings, escapes, base64, hex, compressed."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import zstandard

_ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030")
_ZLIB: Final = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_MOST: Final = 1 << 24
_DEPTH: Final = 2


@dataclass(frozen=True)
class Leak:
    """A text found: by its name, where, and in which form."""

    name: str
    where: str
    form: str


def forms(text: str) -> Iterator[tuple[str, bytes]]:
    """How a text may be written. A form that is too short to tell anything is left out."""
    for encoding in _ENCODINGS:
        raw = text.encode(encoding)
        yield encoding, raw
        yield f"{encoding} in hex", raw.hex().encode()
        yield f"{encoding} in HEX", raw.hex().upper().encode()
        yield f"{encoding} backwards", raw[::-1]
        for shift in range(3):  # base64 of whatever stands before and behind it
            for name, encode in (("base64", b64encode), ("base64url", urlsafe_b64encode)):
                coded = encode(bytes(shift) + raw + bytes(3))
                yield f"{encoding} in {name}", coded[-(-8 * shift // 6) : (8 * (shift + len(raw))) // 6]
    yield "JSON escapes", json.dumps(text)[1:-1].encode()
    yield "percent escapes", quote(text).encode()


def search(content: bytes, where: str, texts: Mapping[str, str], depth: int = _DEPTH) -> set[Leak]:
    """What of the texts lies in these bytes, or in what is compressed among them."""
    found = {
        Leak(name, where, form) for name, text in texts.items() for form, raw in forms(text) if raw and raw in content
    }
    if depth:
        for form, unpacked in _unpacked(content):
            found |= search(unpacked, f"{where} ({form})", texts, depth - 1)
    return found


def search_folder(folder: Path, texts: Mapping[str, str]) -> set[Leak]:
    """The same in every file below a folder, and in the files' names.

    Searched by another process: closing a file gives up all locks of this process on it, and an SQLite connection of
    this process would go on without (sqlite.org/howtocorrupt.html, 2.2): who opens the WAL next cuts it off under it.
    """
    command = [sys.executable, __file__, str(folder)]
    found = subprocess.run(command, input=json.dumps(dict(texts)), capture_output=True, text=True, check=True)
    return {Leak(*leak) for leak in json.loads(found.stdout)}


def _search_folder(folder: Path, texts: Mapping[str, str]) -> set[Leak]:
    found: set[Leak] = set()
    for path in sorted(folder.rglob("*")):
        where = str(path.relative_to(folder))
        found |= search(where.encode(), f"the name of {where}", texts, 0)
        if path.is_file():
            found |= search(path.read_bytes(), where, texts)
    return found


def _unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    for at in _starts(content, _ZLIB):
        yield from _tried("zlib", content, at)
    for at in _starts(content, (b"\x1f\x8b\x08",)):
        yield from _tried("gzip", content, at)
    for at in _starts(content, (b"\x28\xb5\x2f\xfd",)):
        yield from _tried("zstd", content, at)


def _starts(content: bytes, magics: Iterable[bytes]) -> Iterator[int]:
    for magic in magics:
        at = content.find(magic)
        while at >= 0:
            yield at
            at = content.find(magic, at + 1)


def _tried(form: str, content: bytes, at: int) -> Iterator[tuple[str, bytes]]:
    """What decompresses from here, as far as it does."""
    try:
        if form == "zstd":
            unpacked = zstandard.ZstdDecompressor().decompressobj().decompress(content[at : at + _MOST])
        else:
            wbits = zlib.MAX_WBITS + (16 if form == "gzip" else 0)
            unpacked = zlib.decompressobj(wbits).decompress(content[at : at + _MOST], _MOST)
    except (zlib.error, zstandard.ZstdError, gzip.BadGzipFile):
        return
    if len(unpacked) >= 16:
        yield form, unpacked


if __name__ == "__main__":
    print(json.dumps([astuple(leak) for leak in _search_folder(Path(sys.argv[1]), json.load(sys.stdin))]))
