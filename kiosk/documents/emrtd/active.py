"""Proof that a chip is no copy: chip authentication (ICAO 9303-11, 6.2) and active authentication (6.1)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from kiosk.documents.emrtd import tlv
from kiosk.documents.emrtd.apdu import OK, SHORT_LE, Channel, Command
from kiosk.documents.emrtd.ciphers import TDES
from kiosk.documents.emrtd.errors import Forgery, MalformedError, NotGenuineError, UnsupportedError
from kiosk.documents.emrtd.files import SHORT_CHUNK, Ef, select
from kiosk.documents.emrtd.pki import HASHES, PublicKey, point
from kiosk.documents.emrtd.secure_messaging import SecureMessaging
from kiosk.documents.emrtd.security_infos import ChipAuthenticationInfo

_MANAGE_SECURITY_ENVIRONMENT: Final = 0x22
_GENERAL_AUTHENTICATE: Final = 0x86
_INTERNAL_AUTHENTICATE: Final = 0x88
_DYNAMIC: Final = 0x7C
_NONCE: Final = 8
_EXTENDED: Final = 65536

_SEQUENCE, _INTEGER, _BIT_STRING = 0x30, 0x02, 0x03
_DH_BITS: Final = range(1024, 4096 + 1)

_PARTIAL_RECOVERY: Final = 0x6A
_TRAILERS: Final = {
    b"\xbc": "sha1",
    b"\x33\xcc": "sha1",
    b"\x34\xcc": "sha256",
    b"\x35\xcc": "sha512",
    b"\x36\xcc": "sha384",
    b"\x38\xcc": "sha224",
}
"""Of ISO/IEC 9796-2 and 10118-3. SHA-1 may stand here: the nonce is ours, and collisions gain nothing."""
_ECDSA: Final = {
    bytes.fromhex(f"04007F000701010401{number:02X}"): name
    for number, name in ((2, "sha224"), (3, "sha256"), (4, "sha384"), (5, "sha512"))
} | {
    bytes.fromhex(f"2A8648CE3D0403{number:02X}"): name
    for number, name in ((1, "sha224"), (2, "sha256"), (3, "sha384"), (4, "sha512"))
}
"""0.4.0.127.0.7.1.1.4.1.x (plain, TR-03111) and 1.2.840.10045.4.3.x."""


def authenticate_chip(channel: Channel, info: ChipAuthenticationInfo) -> None:
    """Agree on new keys with the chip's static key, and let the chip show that it has them.

    The static key must be the signed one of DG14. Raises `NotGenuineError` where the chip cannot, `UnsupportedError`,
    and what the port raises.
    """
    public, secret = _agree_on_curve(info.spki) if info.elliptic else _agree_in_field(info.spki)
    reference = b"" if info.key_id is None else tlv.encode(0x84, _shortest(info.key_id))
    try:
        if info.suite is TDES:
            data = tlv.encode(0x91, public) + reference
            channel.ask(Command(_MANAGE_SECURITY_ENVIRONMENT, 0x41, 0xA6, data))
        else:
            data = tlv.encode(0x80, info.protocol) + reference
            channel.ask(Command(_MANAGE_SECURITY_ENVIRONMENT, 0x41, 0xA4, data))
            ephemeral = tlv.encode(_DYNAMIC, tlv.encode(0x80, public))
            channel.ask(Command(_GENERAL_AUTHENTICATE, data=ephemeral, le=SHORT_LE))
        channel.session = SecureMessaging(info.suite, secret)
        answered = select(channel, Ef.DG14)
    except MalformedError as error:
        raise NotGenuineError(Forgery.CLONE) from error
    if answered != OK:
        raise NotGenuineError(Forgery.CLONE)


def authenticate_actively(channel: Channel, key: PublicKey, algorithm: bytes | None) -> None:
    """Let the chip sign a nonce with the private key to the signed public key of DG15.

    `algorithm` is the signature's object identifier that DG14 names, needed for ECDSA. Raises `NotGenuineError` where
    the signature does not hold, `UnsupportedError`, and what the port raises.
    """
    digest = None if algorithm is None else _ECDSA.get(algorithm)
    if not isinstance(key, rsa.RSAPublicKey) and digest is None:
        raise UnsupportedError("active authentication with an unknown hash")
    nonce = secrets.token_bytes(_NONCE)
    wide = (key.key_size + 7) // 8 > SHORT_CHUNK
    try:
        signature = channel.ask(Command(_INTERNAL_AUTHENTICATE, data=nonce, le=_EXTENDED if wide else SHORT_LE))
    except MalformedError as error:
        raise NotGenuineError(Forgery.CLONE) from error
    held = (
        _recovers(key, signature, nonce)
        if isinstance(key, rsa.RSAPublicKey)
        else _signs(key, signature, nonce, digest or "")
    )
    if not held:
        raise NotGenuineError(Forgery.CLONE)


def _agree_on_curve(spki: bytes) -> tuple[bytes, bytes]:
    """Our ephemeral public key, and the shared secret: the x of ECDH (TR-03111, 4.3.1)."""
    curve, theirs = point(spki)
    private = curve.secret()
    shared, _ = curve.multiply(private, theirs)
    return curve.encode(curve.multiply(private, curve.generator)), shared.to_bytes(curve.size, "big")


def _agree_in_field(spki: bytes) -> tuple[bytes, bytes]:
    """The same by Diffie-Hellman in a prime field (RFC 2631; PKCS #3)."""
    try:
        algorithm, bits = tlv.items(tlv.only(spki, _SEQUENCE))
        _, parameters = tlv.items(algorithm.value)
        prime, generator = (_integer(item) for item in tlv.items(parameters.value)[:2])
        theirs = _integer(tlv.items(bits.value[1:])[0])
    except (ValueError, IndexError) as error:
        raise MalformedError("a Diffie-Hellman key of another shape") from error
    if prime.bit_length() not in _DH_BITS or prime % 2 == 0 or not 1 < generator < prime - 1:
        raise UnsupportedError("a Diffie-Hellman group that is not taken")
    if bits.tag != _BIT_STRING or not 1 < theirs < prime - 1:
        raise MalformedError("not a Diffie-Hellman key")
    size = (prime.bit_length() + 7) // 8
    private = secrets.randbelow(prime - 3) + 2
    public, shared = pow(generator, private, prime), pow(theirs, private, prime)
    return public.to_bytes(size, "big"), shared.to_bytes(size, "big")


def _recovers(key: rsa.RSAPublicKey, signature: bytes, nonce: bytes) -> bool:
    """Whether the signature holds: ISO/IEC 9796-2, scheme 1, with partial recovery of the message."""
    numbers = key.public_numbers()
    size = (key.key_size + 7) // 8
    number = int.from_bytes(signature, "big")
    if len(signature) != size or number >= numbers.n:
        return False
    opened = pow(number, numbers.e, numbers.n)
    if opened & 0xF != 0xC:  # the signer took the smaller of two (ISO/IEC 9796-2)
        opened = numbers.n - opened
    message = opened.to_bytes(size, "big")
    trailer = next((one for one in _TRAILERS if message.endswith(one)), None)
    if trailer is None or message[0] != _PARTIAL_RECOVERY:
        return False
    name = _TRAILERS[trailer]
    end = size - len(trailer)
    first = end - hashlib.new(name).digest_size
    if first < 1:
        return False
    expected = hashlib.new(name, message[1:first] + nonce).digest()
    return hmac.compare_digest(expected, message[first:end])


def _signs(key: ec.EllipticCurvePublicKey, signature: bytes, nonce: bytes, digest: str) -> bool:
    """Whether an ECDSA signature holds: r || s as the standard asks, or DER as some chips have it."""
    half = (key.key_size + 7) // 8
    if len(signature) == 2 * half:
        r, s = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
        signature = encode_dss_signature(r, s)
    try:
        key.verify(signature, nonce, ec.ECDSA(HASHES[digest]()))
    except (InvalidSignature, ValueError):
        return False
    return True


def _integer(item: tlv.Tlv) -> int:
    if item.tag != _INTEGER:
        raise ValueError("not a number")
    return int.from_bytes(item.value, "big")


def _shortest(number: int) -> bytes:
    return number.to_bytes(max(1, (number.bit_length() + 7) // 8), "big")
