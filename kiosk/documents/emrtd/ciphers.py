"""The ciphers of eMRTD chips and the keys for them: ICAO 9303-11, 9.7.1 (key derivation) and 9.8 (secure messaging).

3DES and SHA-1 are what the standard asks for, and here they protect the radio, not the document: that is what passive
authentication proves.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC

FOR_ENCRYPTION: Final = 1
FOR_MAC: Final = 2
FOR_PASSWORD: Final = 3
MAC_BYTES: Final = 8


@dataclass(frozen=True)
class Suite:
    """A cipher with its key size and block size in bytes. AES-CMAC (NIST SP 800-38B) or the retail MAC authenticate."""

    name: str
    key_bytes: int
    block: int

    def derive(self, secret: bytes, counter: int) -> bytes:
        """The key for a purpose from a shared secret (9303-11, 9.7.1)."""
        material = secret + counter.to_bytes(4, "big")
        if self.key_bytes > 16:
            return hashlib.sha256(material).digest()[: self.key_bytes]
        key = hashlib.sha1(material, usedforsecurity=False).digest()[:16]
        return _with_parity(key) if self is TDES else key

    def encrypt(self, key: bytes, data: bytes, iv: bytes | None = None) -> bytes:
        """CBC over whole blocks; the initial vector is zero unless given."""
        pen = Cipher(self._algorithm(key), modes.CBC(iv or bytes(self.block))).encryptor()
        return pen.update(data) + pen.finalize()

    def decrypt(self, key: bytes, data: bytes, iv: bytes | None = None) -> bytes:
        """The inverse of `encrypt`. Raises `ValueError` for data that are not whole blocks."""
        pen = Cipher(self._algorithm(key), modes.CBC(iv or bytes(self.block))).decryptor()
        return pen.update(data) + pen.finalize()

    def initial_vector(self, key: bytes, counter: bytes) -> bytes:
        """The vector of one message: zero for 3DES, the encrypted send sequence counter for AES (9.8)."""
        return bytes(self.block) if self is TDES else self.encrypt(key, counter)

    def mac(self, key: bytes, data: bytes) -> bytes:
        """Eight bytes over whole blocks (3DES) or any data (AES)."""
        if self is TDES:
            return _retail_mac(key, data)
        pen = CMAC(AES(key))
        pen.update(data)
        return pen.finalize()[:MAC_BYTES]

    def _algorithm(self, key: bytes) -> TripleDES | AES:
        return _triple(key[:8], key[8:]) if self is TDES else AES(key)


TDES: Final = Suite("3DES", 16, 8)
AES_128: Final = Suite("AES-128", 16, 16)
AES_192: Final = Suite("AES-192", 24, 16)
AES_256: Final = Suite("AES-256", 32, 16)
SUITES: Final = {1: TDES, 2: AES_128, 3: AES_192, 4: AES_256}
"""By the last number of a protocol's object identifier (PACE and chip authentication alike)."""


def pad(data: bytes, block: int) -> bytes:
    """Padding method 2 of ISO/IEC 9797-1: 80, then zeros to whole blocks."""
    return data + b"\x80" + bytes(-(len(data) + 1) % block)


def unpad(data: bytes) -> bytes:
    """The inverse of `pad`. Raises `ValueError` where there is no such padding."""
    bare = data.rstrip(b"\0")
    if not bare.endswith(b"\x80"):
        raise ValueError("no padding")
    return bare[:-1]


def _retail_mac(key: bytes, data: bytes) -> bytes:
    """MAC algorithm 3 of ISO/IEC 9797-1: DES in CBC, the last block in 3DES."""
    # cryptography has no single DES: 3DES with the same key three times is DES.
    pen = Cipher(_triple(key[:8], key[:8]), modes.CBC(bytes(8))).encryptor()
    chained = (pen.update(data[:-8]) + pen.finalize())[-8:] or bytes(8)
    last = Cipher(_triple(key[:8], key[8:]), modes.CBC(chained)).encryptor()
    return last.update(data[-8:]) + last.finalize()


def _triple(one: bytes, other: bytes) -> TripleDES:
    return TripleDES(one + other + one)


def _with_parity(key: bytes) -> bytes:
    return bytes(octet & 0xFE | (octet >> 1).bit_count() % 2 ^ 1 for octet in key)
