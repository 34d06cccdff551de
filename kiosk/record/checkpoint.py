"""Checkpoints: a tree's size and root in a signed note that others can verify and cosign.

C2SP signed-note (envelope, Ed25519 and ECDSA signatures, verifier keys), tlog-checkpoint (the text) and
tlog-cosignature (timestamped signatures, type 0x04). This log writes no extension lines and takes none.
"""

from __future__ import annotations

import binascii
import struct
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Final, Protocol

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from kiosk.record.tree import HASH_BYTES

MOST_SIGNATURES: Final = 16
LONGEST_NOTE: Final = 8192
"""Bytes; a longer note is not read at all."""

_DASH: Final = "\N{EM DASH} ".encode()
_ID_BYTES: Final = 4
_STAMP: Final = struct.Struct(">Q")
_LARGEST_SIZE: Final = 2**63 - 1


class NoteError(ValueError):
    """A note, checkpoint or verifier key is malformed, or the signature that was asked for does not hold."""


class SignatureType(IntEnum):
    """The signature types of C2SP signed-note that this project knows."""

    ED25519 = 0x01
    ECDSA_P256 = 0x02
    """SHA-256, the signature in ASN.1 DER: for keys in a TPM, few of which know Ed25519."""
    COSIGNATURE = 0x04


LOG_KEYS: Final = (SignatureType.ED25519, SignatureType.ECDSA_P256)
"""What a log may sign its own checkpoints with."""


@dataclass(frozen=True)
class VerifierKey:
    """A public key under a name. Raises `NoteError` for a name the format does not allow or a key that is none.

    `public` is a raw Ed25519 public key (32 bytes); of an ECDSA key its SubjectPublicKeyInfo in DER.
    """

    name: str
    type: SignatureType
    public: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)
        if self.type is SignatureType.ECDSA_P256:
            _p256(self.public)
            return
        try:
            Ed25519PublicKey.from_public_bytes(self.public)
        except ValueError as error:
            raise NoteError("not an Ed25519 public key") from error

    @property
    def key_id(self) -> bytes:
        """Four bytes that find the key; a hint, not a proof."""
        if self.type is SignatureType.ECDSA_P256:
            return sha256(self.public).digest()[:_ID_BYTES]
        return sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        """The verifier key string `<name>+<id in hex>+<base64 of type and key>`."""
        return f"{self.name}+{self.key_id.hex()}+{b64encode(bytes([self.type]) + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """The key that `str` wrote. Raises `NoteError`, also where the id is not that of the key."""
        name, _, rest = text.partition("+")
        key_id, _, encoded = rest.partition("+")
        raw = _base64(encoded.encode())
        try:
            key = cls(name, SignatureType(raw[0]), raw[1:])
        except (IndexError, ValueError) as error:
            raise NoteError("not a verifier key") from error
        if key.key_id.hex() != key_id:
            raise NoteError("the verifier key's id is not its own")
        return key

    def holds(self, message: bytes, signature: bytes) -> bool:
        """Whether the signature over the message is this key's."""
        try:
            if self.type is SignatureType.ECDSA_P256:
                _p256(self.public).verify(signature, message, ec.ECDSA(SHA256()))
                return True
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


class Signer(Protocol):
    """A signing key, wherever it lives."""

    @property
    def type(self) -> int:
        """The `SignatureType` of what it signs; never a cosignature's."""

    @property
    def public(self) -> bytes:
        """The public key, as `VerifierKey` has it for this type."""

    def sign(self, message: bytes) -> bytes:
        """The signature over the message. Raises OSError where the key cannot be reached."""


class Ed25519Signer:
    """A signing key in memory."""

    type: Final = SignatureType.ED25519

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public: bytes = private.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """The raw signature, 64 bytes."""
        return self._private.sign(message)


def key_of(name: str, signer: Signer) -> VerifierKey:
    """The verifier key of a signer, under a name. Raises `NoteError`."""
    return VerifierKey(name, SignatureType(signer.type), signer.public)


@dataclass(frozen=True)
class Checkpoint:
    """The state of a log: its name, the number of its leaves, and the root over them (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def text(self) -> bytes:
        """The text that is signed. Raises `NoteError` for values that have none."""
        _check_name(self.origin)
        if not 0 <= self.size <= _LARGEST_SIZE or len(self.root) != HASH_BYTES:
            raise NoteError("no size or no root")
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n".encode()

    @classmethod
    def parse(cls, text: bytes) -> Checkpoint:
        """The checkpoint a text says; the text is the only one that says it. Raises `NoteError`."""
        lines = text.split(b"\n")
        if len(lines) != 4 or lines[3]:
            raise NoteError("a checkpoint has three lines")
        origin, size, root = lines[:3]
        if not size.isdigit() or len(size) > len(str(_LARGEST_SIZE)):
            raise NoteError("a checkpoint's size is a decimal number")
        try:
            checkpoint = cls(origin.decode(), int(size), _base64(root))
        except UnicodeDecodeError as error:
            raise NoteError("not UTF-8") from error
        if checkpoint.text() != text:
            raise NoteError("a checkpoint is written in one way only")
        return checkpoint


@dataclass(frozen=True)
class SignatureLine:
    """One signature of a note; `raw` is what follows the key id."""

    name: str
    key_id: bytes
    raw: bytes

    def encode(self) -> bytes:
        """The line, with its line feed."""
        return _DASH + self.name.encode() + b" " + b64encode(self.key_id + self.raw) + b"\n"


@dataclass(frozen=True)
class Note:
    """A text with signatures; none of them verified yet."""

    text: bytes
    signatures: tuple[SignatureLine, ...]

    def encode(self) -> bytes:
        """The note as it is stored and sent."""
        return self.text + b"\n" + b"".join(line.encode() for line in self.signatures)

    @classmethod
    def parse(cls, raw: bytes) -> Note:
        """Take a note apart. Raises `NoteError`, also for more than `MOST_SIGNATURES` signatures."""
        if len(raw) > LONGEST_NOTE:
            raise NoteError("the note is too long")
        body, blank, tail = raw.rpartition(b"\n\n")
        lines = tail.split(b"\n")
        if not body or not blank or lines.pop() != b"":
            raise NoteError("not a signed note")
        if not 1 <= len(lines) <= MOST_SIGNATURES:
            raise NoteError(f"a note has 1 to {MOST_SIGNATURES} signatures")
        return cls(body + b"\n", tuple(map(_signature_line, lines)))

    def verified_by(self, keys: Iterable[VerifierKey]) -> tuple[tuple[VerifierKey, int | None], ...]:
        """The keys whose signatures the note bears, each with its cosignature's POSIX time in s.

        Signatures of other keys are ignored (C2SP signed-note: that is how keys rotate and witnesses join). Raises
        `NoteError` where none of the keys signed, or where a signature in the name of one of them does not hold.
        """
        wanted = {(key.name, key.key_id): key for key in keys}
        found: dict[VerifierKey, int | None] = {}
        for line in self.signatures:
            key = wanted.get((line.name, line.key_id))
            if key is None or key in found:
                continue
            found[key] = _verify(key, self.text, line.raw)
        if not found:
            raise NoteError("no signature of a known key")
        return tuple(found.items())


def sign(checkpoint: Checkpoint, signer: Signer) -> bytes:
    """The checkpoint as a note signed by the log, whose key bears the origin as its name. Raises `NoteError`."""
    text = checkpoint.text()
    key = key_of(checkpoint.origin, signer)
    return Note(text, (SignatureLine(key.name, key.key_id, signer.sign(text)),)).encode()


def verify(raw: bytes, key: VerifierKey) -> Checkpoint:
    """The checkpoint of a note that `key` signed or cosigned. Raises `NoteError` for every other note."""
    note = Note.parse(raw)
    note.verified_by((key,))
    checkpoint = Checkpoint.parse(note.text)
    if key.type in LOG_KEYS and checkpoint.origin != key.name:
        raise NoteError("the checkpoint is another log's")
    return checkpoint


def cosign(raw: bytes, name: str, signer: Signer, at: int) -> bytes:
    """The note with a cosignature added (tlog-cosignature): `name` and its key sign nothing else, `at` is POSIX time.

    Who cosigns must have verified the note and that it continues the tree cosigned last. Raises `NoteError` for a
    malformed note and for one that is full.
    """
    note = Note.parse(raw)
    Checkpoint.parse(note.text)
    return cosign_note(note, name, signer, at)


def cosign_note(note: Note, name: str, signer: Signer, at: int) -> bytes:
    """`cosign` for a note that is known to be a checkpoint's. Raises `NoteError` for one that is full."""
    if len(note.signatures) == MOST_SIGNATURES:
        raise NoteError("the note is full")
    key = VerifierKey(name, SignatureType.COSIGNATURE, signer.public)
    signature = _STAMP.pack(at) + signer.sign(_cosigned_message(note.text, at))
    return Note(note.text, (*note.signatures, SignatureLine(name, key.key_id, signature))).encode()


def cosigned_at(raw: bytes, key: VerifierKey) -> tuple[Checkpoint, int]:
    """The checkpoint that `key` cosigned, and when (POSIX time). Raises `NoteError` for every other note."""
    note = Note.parse(raw)
    ((_, at),) = note.verified_by((key,))
    if at is None:
        raise NoteError("not a cosigner's key")
    return Checkpoint.parse(note.text), at


def _p256(der: bytes) -> ec.EllipticCurvePublicKey:
    """The P-256 key of a SubjectPublicKeyInfo, which is written in one way only. Raises `NoteError`."""
    try:
        key = load_der_public_key(der)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise NoteError("not a public key") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise NoteError("not a P-256 public key")
    if key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) != der:
        raise NoteError("not the one way to write this public key")
    return key


def _verify(key: VerifierKey, text: bytes, raw: bytes) -> int | None:
    """Verify one signature; a cosignature's time. Raises `NoteError`."""
    at = None
    message, signature = text, raw
    if key.type is SignatureType.COSIGNATURE:
        if len(raw) < _STAMP.size:
            raise NoteError("a cosignature without a time")
        (at,) = _STAMP.unpack_from(raw)
        message, signature = _cosigned_message(text, at), raw[_STAMP.size :]
    if not key.holds(message, signature):
        raise NoteError("a signature does not hold")
    return at


def _cosigned_message(text: bytes, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n".encode() + text


def _signature_line(line: bytes) -> SignatureLine:
    name, _, encoded = line.removeprefix(_DASH).partition(b" ")
    raw = _base64(encoded)
    if not line.startswith(_DASH) or len(raw) <= _ID_BYTES:
        raise NoteError("not a signature line")
    try:
        found = SignatureLine(name.decode(), raw[:_ID_BYTES], raw[_ID_BYTES:])
    except UnicodeDecodeError as error:
        raise NoteError("not UTF-8") from error
    _check_name(found.name)
    return found


def _check_name(name: str) -> None:
    """A key name (and so an origin) is not empty and has no blank, plus sign or control character."""
    # Of white space only the blank is printable.
    if not name or " " in name or "+" in name or not name.isprintable():
        raise NoteError(f"not a key name: {name!r}")


def _base64(raw: bytes) -> bytes:
    """Decode base64 written in its one canonical way."""
    try:
        decoded = b64decode(raw, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("not base64") from error
    if b64encode(decoded) != raw:
        raise NoteError("not canonical base64")
    return decoded
