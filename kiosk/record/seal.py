"""Sealing personal data: a random key per visit, each field under it, and the key itself for the centre alone.

A field is sealed by AES-256-GCM (NIST SP 800-38D) under its visit's key, bound to its place in the log: associated data
are `<epoch>/<seq>/<field>`. The visit's key is sealed once by HPKE (RFC 9180, base mode: X25519, HKDF-SHA256,
AES-256-GCM) to the centre's sealing key, bound to bank, kiosk and visit by `info`. Whoever deletes the visit's key has
erased everything that was sealed under it. Nothing here says in an error what it could not open.
"""

from __future__ import annotations

import binascii
import os
from base64 import b64decode, b64encode
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
SEALED_KEY_BYTES: Final = 32 + KEY_BYTES + TAG_BYTES
"""A sealed visit key: HPKE's encapsulated key, then the key and its tag."""

_REMEMBERED: Final = 64
"""How many ended visits are remembered, so that what comes late gets no new key."""
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class SealError(ValueError):
    """What is sealed cannot be opened, or is no sealed field, or a key is none."""


@dataclass(frozen=True)
class SealedField:
    """A sealed field of a record: its name, the sealing key its visit's key is sealed to, and what is sealed."""

    field: str
    kid: str
    nonce: bytes
    ct: bytes

    def to_json(self) -> dict[str, str]:
        """The field as it stands in a record's `sealed`."""
        return {
            "field": self.field,
            "kid": self.kid,
            "nonce": b64encode(self.nonce).decode(),
            "ct": b64encode(self.ct).decode(),
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> SealedField:
        """The field that `to_json` wrote. Raises `SealError`."""
        try:
            field, kid = raw["field"], raw["kid"]
            nonce, ct = b64decode(raw["nonce"], validate=True), b64decode(raw["ct"], validate=True)
        except (KeyError, TypeError, ValueError, binascii.Error) as error:
            raise SealError("not a sealed field") from error
        if not isinstance(field, str) or not isinstance(kid, str) or len(nonce) != NONCE_BYTES or len(ct) < TAG_BYTES:
            raise SealError("not a sealed field")
        return cls(field, kid, nonce, ct)


@dataclass(frozen=True)
class SealingKey:
    """The centre's public sealing key: its name and the raw X25519 key (32 bytes). Raises `SealError` for no key."""

    kid: str
    public: bytes

    def __post_init__(self) -> None:
        if not self.kid:
            raise SealError("a sealing key has a name")
        try:
            X25519PublicKey.from_public_bytes(self.public)
        except ValueError as error:
            raise SealError("not an X25519 public key") from error


def seal_field(key: bytes | bytearray, kid: str, where: str, field: str, value: str) -> SealedField:
    """Seal a field's value under a visit's key (32 bytes); `where` is `<epoch>/<seq>` of its record."""
    nonce = os.urandom(NONCE_BYTES)
    return SealedField(field, kid, nonce, AESGCM(key).encrypt(nonce, value.encode(), _place(where, field)))


def open_field(key: bytes | bytearray, where: str, sealed: SealedField) -> str:
    """The value of a field sealed at `where`. Raises `SealError` for another key, place or field, or changed bytes."""
    try:
        return AESGCM(key).decrypt(sealed.nonce, sealed.ct, _place(where, sealed.field)).decode()
    except (InvalidTag, ValueError) as error:
        raise SealError("the field does not open") from error


def seal_key(key: bytes | bytearray, to: SealingKey, bank: str, kiosk: str, visit: str) -> bytes:
    """Seal a visit's key (32 bytes) to the centre: `SEALED_KEY_BYTES` that differ each time. Raises `SealError`."""
    public = X25519PublicKey.from_public_bytes(to.public)
    try:
        return _SUITE.encrypt(key, public, _info(bank, kiosk, visit))
    except ValueError as error:  # a point of low order
        raise SealError("nothing can be sealed to this key") from error


def open_key(sealed: bytes, private: bytes, bank: str, kiosk: str, visit: str) -> bytes:
    """The visit's key, by the raw private sealing key (32 bytes). Raises `SealError` where it is not for it."""
    try:
        key = _SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), _info(bank, kiosk, visit))
    except (InvalidTag, ValueError) as error:
        raise SealError("the visit's key does not open") from error
    if len(key) != KEY_BYTES:
        raise SealError("what was sealed is no visit's key")
    return key


@dataclass(frozen=True)
class HeldKey:
    """A visit's key while the visit lasts: `sealed` is the same key sealed to the centre, by its key `kid`."""

    kid: str
    sealed: bytes
    key: bytearray = field(repr=False)


class VisitKeys:
    """The keys of the visits in progress, in memory alone: made at first use, overwritten when the visit ends."""

    def __init__(self, bank: str, kiosk: str) -> None:
        self._bank, self._kiosk = bank, kiosk
        self._held: dict[str, HeldKey] = {}
        self._ended: deque[str] = deque(maxlen=_REMEMBERED)

    def get(self, visit: str) -> HeldKey | None:
        """The key of a visit; None before `make` and after `forget`."""
        return self._held.get(visit)

    def make(self, visit: str, to: SealingKey) -> HeldKey | None:
        """A new random key for a visit, sealed to the centre; None where the visit has ended. Raises `SealError`."""
        if visit in self._ended:
            return None
        key = bytearray(os.urandom(KEY_BYTES))
        self._held[visit] = held = HeldKey(to.kid, seal_key(key, to, self._bank, self._kiosk, visit), key)
        return held

    def forget(self, visit: str) -> None:
        """Overwrite the key of a visit that ended: it gets no other. Idempotent."""
        self._ended.append(visit)
        held = self._held.pop(visit, None)
        if held is not None:
            held.key[:] = bytes(len(held.key))

    def clear(self) -> None:
        """Overwrite every key. Idempotent."""
        for visit in tuple(self._held):
            self.forget(visit)


def _place(where: str, field: str) -> bytes:
    return f"{where}/{field}".encode()


def _info(bank: str, kiosk: str, visit: str) -> bytes:
    return f"branch-kiosk visit key v1\n{bank}\n{kiosk}\n{visit}".encode()
