"""A batch of journal records as a kiosk sends it: read, bounded and checked for what it says of itself.

Records are the exact bytes between the commas of the JSON array; nothing is ever serialised again.
"""

from __future__ import annotations

import binascii
import io
import threading
import zlib
from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Final, NamedTuple

import msgspec
import zstandard

from kiosk.record import checkpoint
from kiosk.record.checkpoint import Checkpoint, Note, NoteError, VerifierKey
from kiosk.record.tree import leaf_hash

LARGEST_BODY: Final = 2**20
"""Bytes of a request as it is sent."""
LARGEST_RAW: Final = 2**22
"""Bytes of a batch when decompressed."""
SMALL_BODY: Final = 4096
SMALL_RAW: Final = 32_768
MOST_RECORDS: Final = 1000
SMALLER_BATCH: Final = 200
"""What a kiosk whose batch was too large is told to send at most."""

_DIGEST_PREFIX, _DIGEST_SUFFIX = "sha-256=:", ":"
_WINDOW: Final = 2**23  # RFC 8878, 3.1.1.1.2: what a decoder should support; bounds the memory of a frame


class RefusedError(Exception):
    """A batch is not taken, for a reason that HTTP status `status` and `title` name.

    `evidence` is true where the body must be kept for a person to look at.
    """

    def __init__(self, status: int, title: str, *, evidence: bool = False, **members: object) -> None:
        super().__init__(title)
        self.status, self.title, self.evidence, self.members = status, title, evidence, members


class Record(msgspec.Struct, frozen=True):
    """What the service reads of a CloudEvents 1.0 record; `data` stays as it is."""

    sequence: Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{10}\Z")]
    type: Annotated[str, msgspec.Meta(max_length=128)]
    time: Annotated[datetime, msgspec.Meta(tz=True)]
    data: msgspec.Raw
    visit: str | None = None

    @property
    def seq(self) -> int:
        """The record's number; the first of a journal is 1."""
        return int(self.sequence)


class Log(NamedTuple):
    """Which journal: an epoch of a kiosk."""

    kiosk: str
    epoch: str


@dataclass(frozen=True)
class Batch:
    """Consecutive records of one journal with the checkpoint over all up to the last. Nothing is verified yet."""

    log: Log
    records: tuple[Record, ...]
    leaves: tuple[bytes, ...]
    note: bytes
    signed: Note
    checkpoint: Checkpoint
    body: bytes
    encoding: str
    digest: bytes

    @cached_property
    def first(self) -> int:
        """The number of the first record."""
        return self.records[0].seq

    @cached_property
    def last(self) -> int:
        """The number of the last record."""
        return self.records[-1].seq

    def verify(self, key: VerifierKey) -> None:
        """Verify the checkpoint's signature. Raises `RefusedError` (422)."""
        try:
            self.signed.verified_by((key,))
            if self.checkpoint.origin != key.name:
                raise NoteError("the checkpoint is another log's")
        except NoteError as error:
            raise RefusedError(422, "The checkpoint's signature does not hold", evidence=True) from error


def decompress(body: bytes, encoding: str) -> bytes:
    """The batch's own bytes. Raises `RefusedError`: 400 malformed, 413 too large, 415 another encoding."""
    match encoding:
        case "identity":
            raw = body
        case "gzip":
            raw = _gunzip(body)
        case "zstd":
            raw = _unzstd(body)
        case _:
            raise RefusedError(415, "Content-Encoding must be zstd, gzip or identity")
    if len(raw) > LARGEST_RAW:
        raise too_large()
    return raw


def split(raw: bytes) -> tuple[tuple[Record, ...], tuple[bytes, ...]]:
    """The records and their leaf hashes. Raises `RefusedError` (400, 413)."""
    try:
        elements = msgspec.json.decode(raw, type=list[msgspec.Raw])
        if len(elements) > MOST_RECORDS:
            raise too_large()
        records = tuple(_RECORD.decode(element) for element in elements)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise RefusedError(400, "Not a batch of CloudEvents records") from error
    if not records or records[0].seq < 1:
        raise RefusedError(400, "A batch has at least one record, and the first record of a journal is 1")
    if any(record.seq != records[0].seq + at for at, record in enumerate(records)):
        raise RefusedError(400, "The records of a batch follow each other")
    return records, tuple(leaf_hash(bytes(element)) for element in elements)


def read(log: Log, *, origin: str, body: bytes, encoding: str, content_digest: str | None, note: str | None) -> Batch:
    """Read a request. `content_digest` is RFC 9530's header, `note` the base64 of the signed checkpoint.

    Raises `RefusedError`: 400 malformed or another digest, 413, 415, and 422 for a note that does not fit the batch.
    """
    digest = sha256(body).digest()
    if digest not in _sha256_digests(content_digest):
        raise RefusedError(400, "Content-Digest does not fit the body")
    raw = _base64(note, "Checkpoint")
    records, leaves = split(decompress(body, encoding))
    try:
        signed = Note.parse(raw)
        found = Checkpoint.parse(signed.text)
    except NoteError as error:
        raise RefusedError(422, "The checkpoint is malformed", evidence=True) from error
    if found.origin != origin:
        raise RefusedError(422, "The checkpoint is another log's", evidence=True)
    if found.size != records[-1].seq:
        raise RefusedError(422, "The checkpoint is not at the end of the batch", evidence=True)
    return Batch(log, records, leaves, raw, signed, found, body, encoding, digest)


def note_of(header: str | None) -> bytes:
    """The checkpoint that came with a body in quarantine, as far as it can be kept."""
    try:
        return _base64(header, "Checkpoint")[: checkpoint.LONGEST_NOTE]
    except RefusedError:
        return b""


class _Zstd(threading.local):
    """A decoder for each thread: to make one costs more than to decompress a small batch."""

    def __init__(self) -> None:
        self.decoder = zstandard.ZstdDecompressor(max_window_size=_WINDOW)


_zstd: Final = _Zstd()
_RECORD: Final = msgspec.json.Decoder(Record)


def too_large() -> RefusedError:
    """The refusal of a batch that is larger than the service reads (413)."""
    return RefusedError(413, "The batch is too large", max_batch=SMALLER_BATCH)


def _gunzip(body: bytes) -> bytes:
    decoder = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        raw = decoder.decompress(body, LARGEST_RAW + 1)
    except zlib.error as error:
        raise RefusedError(400, "Not gzip") from error
    if decoder.eof and not decoder.unused_data:
        return raw
    if len(raw) > LARGEST_RAW:
        raise too_large()
    raise RefusedError(400, "Not one whole gzip member")


def is_small(body: bytes, encoding: str) -> bool:
    """Whether a batch is read sooner than a thread is found for it: by what it unpacks to, not by what was sent."""
    if len(body) > SMALL_BODY or encoding not in ("identity", "zstd"):
        return False
    try:
        return encoding == "identity" or 0 < zstandard.frame_content_size(body) <= SMALL_RAW
    except zstandard.ZstdError:
        return True  # which is all there is to find out


def _unzstd(body: bytes) -> bytes:
    """Bounded by the declared size first and by reading at most one byte too many then.

    `ZstdDecompressor.decompress` ignores its bound where the frame declares a size (zstandard 0.25).
    """
    try:
        size = zstandard.frame_content_size(body)
        if size > LARGEST_RAW:
            raise too_large()
        if size > 0:
            return _zstd.decoder.decompress(body)
        with _zstd.decoder.stream_reader(io.BytesIO(body), read_across_frames=False) as reader:
            raw = reader.read(LARGEST_RAW + 1)
    except zstandard.ZstdError as error:
        raise RefusedError(400, "Not zstd") from error
    return raw


def _sha256_digests(header: str | None) -> list[bytes]:
    found = []
    for member in (header or "").split(","):
        text = member.strip()
        if text.startswith(_DIGEST_PREFIX) and text.endswith(_DIGEST_SUFFIX):
            found.append(_base64(text.removeprefix(_DIGEST_PREFIX).removesuffix(_DIGEST_SUFFIX), "Content-Digest"))
    return found


def _base64(text: str | None, header: str) -> bytes:
    try:
        return b64decode((text or "").encode("ascii"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedError(400, f"{header} is not base64") from error
