"""A batch of records as it goes over the wire: joined, compressed, with the headers that say what it is."""

from __future__ import annotations

import gzip
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import zstandard

from kiosk.record.reader import Batch, VisitKey

ENCODINGS: Final = ("zstd", "gzip", "identity")
"""The best first; the centre may know only a later one."""
_ZSTD_LEVEL: Final = 3
_GZIP_LEVEL: Final = 6


@dataclass(frozen=True)
class Parcel:
    """A batch ready to be sent, and the sealed keys of its visits, which must be there before it."""

    batch: Batch
    headers: Mapping[str, str]
    body: bytes
    keys: tuple[VisitKey, ...]


def pack(batch: Batch, keys: tuple[VisitKey, ...], encoding: str) -> Parcel:
    """Pack a batch: its records exactly as stored, between commas, in one of `ENCODINGS`."""
    body = b"[" + b",".join(batch.bodies) + b"]"
    if encoding == "zstd":
        body = zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(body)
    elif encoding == "gzip":
        body = gzip.compress(body, _GZIP_LEVEL)
    headers = {
        "Content-Type": "application/cloudevents-batch+json",
        "Content-Digest": f"sha-256=:{b64encode(sha256(body).digest()).decode()}:",  # RFC 9530
        "Checkpoint": b64encode(batch.note).decode(),
    }
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
    return Parcel(batch, headers, body, keys)
