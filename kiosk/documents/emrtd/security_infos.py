"""What a chip says it can do: the SecurityInfos of EF.CardAccess and DG14 (ICAO 9303-11, 9.2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from kiosk.documents.emrtd import tlv
from kiosk.documents.emrtd.ciphers import SUITES, Suite
from kiosk.documents.emrtd.errors import MalformedError

_SET: Final = 0x31
_SEQUENCE: Final = 0x30
_OID: Final = 0x06
_INTEGER: Final = 0x02

_BSI: Final = bytes.fromhex("04007F00070202")  # 0.4.0.127.0.7.2.2
PACE: Final = _BSI + b"\x04"
PACE_ECDH_GM: Final = PACE + b"\x02"
CHIP_AUTHENTICATION: Final = _BSI + b"\x03"
_PUBLIC_KEY: Final = _BSI + b"\x01"
_DH, _ECDH = 1, 2
ACTIVE_AUTHENTICATION: Final = bytes.fromhex("678108010105")  # 2.23.136.1.1.5


@dataclass(frozen=True)
class SecurityInfo:
    """One protocol: its object identifier (the DER value) and what follows it. `raw` is the whole."""

    protocol: bytes
    required: tlv.Tlv
    optional: tlv.Tlv | None
    raw: bytes = field(repr=False)


@dataclass(frozen=True)
class PaceInfo:
    """A way to do PACE: object identifier, cipher, and the number of standardized domain parameters."""

    protocol: bytes
    suite: Suite
    parameters: int | None


@dataclass(frozen=True)
class ChipAuthenticationInfo:
    """A way to do chip authentication with the static key `spki` (DER, SubjectPublicKeyInfo)."""

    protocol: bytes
    suite: Suite
    elliptic: bool
    key_id: int | None
    spki: bytes = field(repr=False)


def parse(data: bytes) -> tuple[SecurityInfo, ...]:
    """The infos of a SET. Raises `MalformedError`."""
    infos = []
    for item in tlv.items(tlv.only(data, _SET)):
        parts = tlv.items(item.value)
        if item.tag != _SEQUENCE or not 2 <= len(parts) <= 3 or parts[0].tag != _OID:
            raise MalformedError("a security info of another shape")
        infos.append(SecurityInfo(parts[0].value, parts[1], parts[2] if len(parts) == 3 else None, item.raw))
    return tuple(infos)


def paces(infos: tuple[SecurityInfo, ...]) -> tuple[SecurityInfo, ...]:
    """Every info on PACE, also of mappings that this reader does not do (9.2)."""
    return tuple(info for info in infos if info.protocol.startswith(PACE) and info.required.tag == _INTEGER)


def generic_mappings(infos: tuple[SecurityInfo, ...]) -> tuple[PaceInfo, ...]:
    """The ways to do PACE with ECDH and generic mapping, in the chip's order."""
    found = []
    for info in paces(infos):
        suite = _suite(info.protocol, PACE_ECDH_GM)
        if suite is not None:
            found.append(PaceInfo(info.protocol, suite, None if info.optional is None else _number(info.optional)))
    return tuple(found)


def chip_authentications(infos: tuple[SecurityInfo, ...]) -> tuple[ChipAuthenticationInfo, ...]:
    """The ways to do chip authentication, the strongest cipher first (9.2).

    A key without an info of its own is for 3DES (TR-03110-3).
    """
    found = []
    for key in infos:
        for kind in (_DH, _ECDH):
            if key.protocol != _PUBLIC_KEY + bytes((kind,)) or key.required.tag != _SEQUENCE:
                continue
            key_id = None if key.optional is None else _number(key.optional)
            protocols = [
                info.protocol
                for info in infos
                if _suite(info.protocol, CHIP_AUTHENTICATION + bytes((kind,)))
                and (None if info.optional is None else _number(info.optional)) == key_id
            ] or [CHIP_AUTHENTICATION + bytes((kind, 1))]
            found += [
                ChipAuthenticationInfo(protocol, SUITES[protocol[-1]], kind == _ECDH, key_id, key.required.raw)
                for protocol in protocols
            ]
    return tuple(sorted(found, key=lambda info: -info.suite.key_bytes * info.suite.block))


def active_authentication_signature(infos: tuple[SecurityInfo, ...]) -> bytes | None:
    """The signature algorithm of active authentication with ECDSA, an object identifier (9.2); None if not told."""
    for info in infos:
        if info.protocol == ACTIVE_AUTHENTICATION and info.optional is not None and info.optional.tag == _OID:
            return info.optional.value
    return None


def _suite(protocol: bytes, family: bytes) -> Suite | None:
    return SUITES.get(protocol[-1]) if protocol[:-1] == family else None


def _number(item: tlv.Tlv) -> int:
    if item.tag != _INTEGER or not 1 <= len(item.value) <= 8:
        raise MalformedError("not a small number")
    return int.from_bytes(item.value, "big")
