"""What a virtual chip computes with: ciphers, secure messaging and curves (ICAO 9303-11), seen from the card's side.

Written apart from `kiosk.documents.emrtd`, in other ways wherever there are others, so that the two check each other.
"""

from __future__ import annotations

import hashlib
import math
import secrets
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import combinations
from typing import Final, NamedTuple

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC


class ChipCipher(IntEnum):
    """A cipher by the last number of the object identifiers of PACE and chip authentication."""

    TDES = 1
    AES_128 = 2
    AES_192 = 3
    AES_256 = 4

    @property
    def block(self) -> int:
        """Bytes of a block."""
        return 8 if self is ChipCipher.TDES else 16


def key_for(cipher: ChipCipher, secret: bytes, purpose: int) -> bytes:
    """The key for a purpose: 1 encryption, 2 authentication, 3 password. 3DES parity bits are left as they fall."""
    seed = secret + purpose.to_bytes(4, "big")
    match cipher:
        case ChipCipher.AES_256:
            return hashlib.sha256(seed).digest()
        case ChipCipher.AES_192:
            return hashlib.sha256(seed).digest()[:24]
    return hashlib.sha1(seed, usedforsecurity=False).digest()[:16]


def padded(data: bytes, block: int) -> bytes:
    """80 and zeros to whole blocks."""
    data += b"\x80"
    while len(data) % block:
        data += b"\0"
    return data


def cbc(cipher: ChipCipher, key: bytes, data: bytes, *, encrypt: bool, iv: bytes = b"") -> bytes:
    """Cipher block chaining over whole blocks; the initial vector is zero unless given."""
    algorithm = TripleDES(key + key[:8]) if cipher is ChipCipher.TDES else AES(key)
    machine = Cipher(algorithm, modes.CBC(iv or bytes(cipher.block)))
    pen = machine.encryptor() if encrypt else machine.decryptor()
    return pen.update(data) + pen.finalize()


def code_of(cipher: ChipCipher, key: bytes, data: bytes) -> bytes:
    """The authentication code over data that are padded already where they must be."""
    if cipher is not ChipCipher.TDES:
        pen = CMAC(AES(key))
        pen.update(data)
        return pen.finalize()[:8]
    chained = bytes(8)
    for place in range(0, len(data), 8):
        chained = _des(key[:8], bytes(a ^ b for a, b in zip(chained, data[place : place + 8], strict=True)))
    return _des(key[:8], _des(key[8:], chained, encrypt=False))


def _des(key: bytes, block: bytes, *, encrypt: bool = True) -> bytes:
    machine = Cipher(TripleDES(key * 3), modes.ECB())  # noqa: S305 - one block of DES, as MAC algorithm 3 is made
    pen = machine.encryptor() if encrypt else machine.decryptor()
    return pen.update(block) + pen.finalize()


class BadMessageError(Exception):
    """A secured command that is not secured rightly."""


@dataclass(repr=False)
class CardSession:
    """The card's end of secure messaging."""

    cipher: ChipCipher
    encryption: bytes
    authentication: bytes
    counter: int = 0

    @classmethod
    def agreed(cls, cipher: ChipCipher, secret: bytes, counter: int = 0) -> CardSession:
        """A session from a shared secret."""
        return cls(cipher, key_for(cipher, secret, 1), key_for(cipher, secret, 2), counter)

    def unwrap(self, header: bytes, body: bytes) -> tuple[bytes, int]:
        """The plain data of a command and how much it asks for. Raises `BadMessageError`."""
        self.counter += 1
        objects = list(walk(body))
        if not objects or objects[-1][0] != 0x8E:
            raise BadMessageError
        before = body[: len(body) - len(objects[-1][2])]
        block = self.cipher.block
        stream = self._sequence + padded(header, block)
        stream = padded(stream + before, block) if before else stream
        if code_of(self.cipher, self.authentication, stream) != objects[-1][1]:
            raise BadMessageError
        data, wanted = b"", 0
        for tag, value, _ in objects[:-1]:
            if tag in (0x85, 0x87):
                sealed = value[1:] if tag == 0x87 else value
                plain = cbc(self.cipher, self.encryption, sealed, encrypt=False, iv=self._vector)
                data = plain[: plain.rindex(b"\x80")]
            elif tag == 0x97:
                wanted = int.from_bytes(value, "big") or 256 ** len(value)
        return data, wanted

    def wrap(self, data: bytes, status: int, *, odd: bool) -> bytes:
        """A secured answer with the plain status word behind it."""
        self.counter += 1
        word = status.to_bytes(2, "big")
        body = b""
        if data:
            block = self.cipher.block
            sealed = cbc(self.cipher, self.encryption, padded(data, block), encrypt=True, iv=self._vector)
            body = der(0x85, sealed) if odd else der(0x87, b"\x01", sealed)
        body += der(0x99, word)
        code = code_of(self.cipher, self.authentication, padded(self._sequence + body, self.cipher.block))
        return body + der(0x8E, code) + word

    @property
    def _sequence(self) -> bytes:
        return self.counter.to_bytes(self.cipher.block, "big")

    @property
    def _vector(self) -> bytes:
        if self.cipher is ChipCipher.TDES:
            return bytes(8)
        pen = Cipher(AES(self.encryption), modes.ECB()).encryptor()  # noqa: S305 - one block: 9303-11, 9.8
        return pen.update(self._sequence) + pen.finalize()


# Data objects
def der(tag: int, *parts: bytes) -> bytes:
    """A data object in DER."""
    value = b"".join(parts)
    head = tag.to_bytes(1 if tag < 0x100 else 2, "big")
    if len(value) < 0x80:
        return head + bytes([len(value)]) + value
    size = f"{len(value):x}"
    size = size.zfill(len(size) + len(size) % 2)
    return head + bytes([0x80 + len(size) // 2]) + bytes.fromhex(size) + value


class Piece(NamedTuple):
    """A data object: tag, value, and the whole as it came."""

    tag: int
    value: bytes
    whole: bytes


def walk(data: bytes) -> list[Piece]:
    """The data objects side by side in a command; what is cut off ends the list."""
    found = []
    while len(data) >= 2:
        size = 2 if data[0] & 0x1F == 0x1F else 1
        length, used = data[size], size + 1
        if length & 0x80:
            count = length & 0x7F
            length = int.from_bytes(data[used : used + count], "big")
            used += count
        if used + length > len(data):
            break
        tag = int.from_bytes(data[:size], "big")
        found.append(Piece(tag, data[used : used + length], data[: used + length]))
        data = data[used + length :]
    return found


# Curves
class CurveNumbers(NamedTuple):
    """A curve's field and coefficients, and its generator."""

    p: int
    a: int
    b: int
    generator: tuple[int, int]

    @property
    def size(self) -> int:
        """Bytes of a coordinate."""
        return -(-self.p.bit_length() // 8)


@lru_cache
def numbers_of(curve: type[ec.EllipticCurve]) -> CurveNumbers:
    """The numbers of a curve that `cryptography` knows but does not tell, from the first multiples of its generator.

    With u = y^2 - x^3 = ax + b, three points give (u1 - u2)(x1 - x3) - (u1 - u3)(x1 - x2), a multiple of p.
    """
    points = []
    for scalar in range(1, 8):
        found = ec.derive_private_key(scalar, curve()).public_key().public_numbers()
        points.append((found.x, found.y))
    lines = [(x, y * y - x * x * x) for x, y in points]
    p = math.gcd(
        *((u1 - u2) * (x1 - x3) - (u1 - u3) * (x1 - x2) for (x1, u1), (x2, u2), (x3, u3) in combinations(lines, 3))
    )
    (x1, u1), (x2, u2) = lines[:2]
    a = (u1 - u2) * pow(x1 - x2, -1, p) % p
    return CurveNumbers(p, a, (u1 - a * x1) % p, points[0])


def times(curve: CurveNumbers, scalar: int, point: tuple[int, int]) -> tuple[int, int]:
    """A multiple of a point, in Jacobian coordinates from the lowest bit up."""
    result, power = (1, 1, 0), (*point, 1)
    while scalar:
        if scalar & 1:
            result = _added(curve, result, power)
        power = _doubled(curve, power)
        scalar >>= 1
    return _affine(curve, result)


def plus(curve: CurveNumbers, one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """The sum of two points."""
    return _affine(curve, _added(curve, (*one, 1), (*other, 1)))


def random_scalar(curve: CurveNumbers) -> int:
    """A private key: below any order of these curves."""
    return secrets.randbelow(1 << (curve.p.bit_length() - 1)) | 1


def packed(curve: CurveNumbers, point: tuple[int, int]) -> bytes:
    """04 || x || y."""
    return b"\x04" + point[0].to_bytes(curve.size, "big") + point[1].to_bytes(curve.size, "big")


def unpacked(curve: CurveNumbers, data: bytes) -> tuple[int, int]:
    """The point of 04 || x || y."""
    return int.from_bytes(data[1 : 1 + curve.size], "big"), int.from_bytes(data[1 + curve.size :], "big")


def _doubled(curve: CurveNumbers, point: tuple[int, int, int]) -> tuple[int, int, int]:
    p, (x, y, z) = curve.p, point
    s = 4 * x * y * y % p
    m = (3 * x * x + curve.a * pow(z, 4, p)) % p
    new = (m * m - 2 * s) % p
    return new, (m * (s - new) - 8 * pow(y, 4, p)) % p, 2 * y * z % p


def _added(curve: CurveNumbers, one: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[int, int, int]:
    p, (x1, y1, z1), (x2, y2, z2) = curve.p, one, other
    if not z1:
        return other
    if not z2:
        return one
    u1, u2 = x1 * z2 * z2 % p, x2 * z1 * z1 % p
    s1, s2 = y1 * z2**3 % p, y2 * z1**3 % p
    h, r = (u2 - u1) % p, (s2 - s1) % p
    if not h:
        return _doubled(curve, one) if not r else (1, 1, 0)
    x = (r * r - h**3 - 2 * u1 * h * h) % p
    return x, (r * (u1 * h * h - x) - s1 * h**3) % p, h * z1 * z2 % p


def _affine(curve: CurveNumbers, point: tuple[int, int, int]) -> tuple[int, int]:
    x, y, z = point
    inverse = pow(z, -1, curve.p)
    return x * inverse * inverse % curve.p, y * pow(inverse, 3, curve.p) % curve.p


OAKLEY_2: Final = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B"
    "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6"
    "49286651ECE65381FFFFFFFFFFFFFFFF",
    16,
)
"""The prime of 1,024 bits of RFC 2409, 6.2, with the generator 2: small enough for a chip of a test."""
