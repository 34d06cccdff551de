"""Password Authenticated Connection Establishment: ICAO 9303-11, 4.4; ECDH with generic mapping.

Integrated mapping and chip authentication mapping are not done; a chip that offers nothing else is opened by BAC.
"""

from __future__ import annotations

import hmac
from typing import Final

from kiosk.documents.emrtd import tlv
from kiosk.documents.emrtd.access import AccessKey
from kiosk.documents.emrtd.apdu import CHAINED, OK, SHORT_LE, Channel, Command
from kiosk.documents.emrtd.ciphers import FOR_MAC, FOR_PASSWORD, Suite, pad
from kiosk.documents.emrtd.curves import STANDARD, Curve, Point
from kiosk.documents.emrtd.errors import AccessDeniedError, MalformedError, UnsupportedError
from kiosk.documents.emrtd.secure_messaging import SecureMessaging
from kiosk.documents.emrtd.security_infos import PaceInfo, SecurityInfo, generic_mappings

_MANAGE_SECURITY_ENVIRONMENT: Final = 0x22
_GENERAL_AUTHENTICATE: Final = 0x86
_WITH_MRZ, _WITH_CAN = b"\x01", b"\x02"
_DYNAMIC: Final = 0x7C
_PUBLIC_KEY: Final = 0x7F49
_LONGEST_NONCE: Final = 64


def choose(infos: tuple[SecurityInfo, ...]) -> PaceInfo | None:
    """The first way the chip offers that this reader can do; None where there is none."""
    return next((info for info in generic_mappings(infos) if info.parameters in STANDARD), None)


def open_chip(channel: Channel, key: AccessKey, info: PaceInfo, *, ambiguous: bool = False) -> None:
    """Authenticate with the MRZ, or with the CAN where no MRZ is known, and protect the channel.

    `ambiguous`: the chip offers several domain parameters, and must be told which.
    Raises `AccessDeniedError` for a wrong key, `UnsupportedError`, `MalformedError`, and what the port raises.
    """
    curve = STANDARD.get(info.parameters or 0)
    if curve is None or info.parameters is None:
        raise UnsupportedError("domain parameters that are not standardized")
    by_mrz = key.mrz_information is not None
    reference = tlv.encode(0x80, info.protocol) + tlv.encode(0x83, _WITH_MRZ if by_mrz else _WITH_CAN)
    if ambiguous:
        reference += tlv.encode(0x84, bytes((info.parameters,)))
    status = channel.send(Command(_MANAGE_SECURITY_ENVIRONMENT, 0xC1, 0xA4, reference)).status
    if status != OK and status >> 4 != 0x63C:  # 63Cx warns that x tries are left
        raise MalformedError(f"status {status:04X} to the choice of PACE")
    password = key.seed if by_mrz else (key.can or "").encode("ascii")
    nonce = _nonce(_step(channel, b"", 0x80), info.suite, password)

    mapping = curve.secret()
    theirs = curve.decode(_step(channel, _point(0x81, curve, curve.generator, mapping), 0x82))
    generator = map_nonce(curve, nonce, curve.multiply(mapping, theirs))

    private = curve.secret()
    public = curve.encode(curve.multiply(private, generator))
    chip_public = _step(channel, tlv.encode(0x83, public), 0x84)
    if hmac.compare_digest(chip_public, public):
        raise MalformedError("the chip sent back our own key")
    shared, _ = curve.multiply(private, curve.decode(chip_public))
    secret = shared.to_bytes(curve.size, "big")

    mac = info.suite.derive(secret, FOR_MAC)
    token = tlv.encode(_DYNAMIC, tlv.encode(0x85, authentication_token(info, mac, chip_public)))
    response = channel.send(Command(_GENERAL_AUTHENTICATE, data=token, le=SHORT_LE))
    if response.status != OK:
        raise AccessDeniedError(f"status {response.status:04X} to PACE")
    answer = tlv.first(tlv.only(response.data, _DYNAMIC), 0x86)
    if not hmac.compare_digest(answer, authentication_token(info, mac, public)):
        raise MalformedError("the chip's authentication token does not hold")
    channel.session = SecureMessaging(info.suite, secret)


def map_nonce(curve: Curve, nonce: int, agreed: Point) -> Point:
    """The generator that only who knows the nonce can know (generic mapping, 4.4)."""
    return curve.add(curve.multiply(nonce, curve.generator), agreed)


def authentication_token(info: PaceInfo, mac: bytes, public: bytes) -> bytes:
    """Eight bytes that prove the keys, over the other side's public key (4.4)."""
    data = tlv.encode(_PUBLIC_KEY, tlv.encode(0x06, info.protocol) + tlv.encode(0x86, public))
    return info.suite.mac(mac, data if info.suite.block == 16 else pad(data, info.suite.block))


def _step(channel: Channel, data: bytes, answer: int) -> bytes:
    command = tlv.encode(_DYNAMIC, data)
    response = channel.ask(Command(_GENERAL_AUTHENTICATE, data=command, le=SHORT_LE, cla=CHAINED))
    return tlv.only(tlv.only(response, _DYNAMIC), answer)


def _point(tag: int, curve: Curve, generator: Point, private: int) -> bytes:
    return tlv.encode(tag, curve.encode(curve.multiply(private, generator)))


def _nonce(sealed: bytes, suite: Suite, password: bytes) -> int:
    if not sealed or len(sealed) % suite.block or len(sealed) > _LONGEST_NONCE:
        raise MalformedError("a nonce of another size")
    return int.from_bytes(suite.decrypt(suite.derive(password, FOR_PASSWORD), sealed), "big")
