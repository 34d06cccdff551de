"""A made-up state that issues virtual passports: its authority, its document signer, and what they sign.

Keys are made at run time and never kept: such a document proves itself only where this run's authority was published.
"""

from __future__ import annotations

import hashlib
import itertools
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final, Literal, Protocol, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from drivers.simulated.chip_keys import OAKLEY_2, ChipCipher, der, numbers_of, random_scalar
from kiosk.core.identity import DocumentKind

SigningKind: TypeAlias = Literal["ecdsa", "rsa", "rsa-pss"]
SigningKey: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

CURVES: Final[Mapping[int, type[ec.EllipticCurve]]] = {
    8: ec.SECP192R1,
    10: ec.SECP224R1,
    12: ec.SECP256R1,
    13: ec.BrainpoolP256R1,
    15: ec.SECP384R1,
    16: ec.BrainpoolP384R1,
    17: ec.BrainpoolP512R1,
    18: ec.SECP521R1,
}
"""By the number of the standardized domain parameters (9303-11, 9.5.1)."""

COM, DG1, DG2, DG14, DG15, SOD = 0x011E, 0x0101, 0x0102, 0x010E, 0x010F, 0x011D
CARD_ACCESS, ATR_INFO = 0x011C, 0x2F01
_JPEG_2000: Final = (b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51")

_PACE_ECDH_GM: Final = "04007F000702020402"
_CHIP_AUTHENTICATION: Final = {"dh": "04007F000702020301", "ecdh": "04007F000702020302"}
_PUBLIC_KEY: Final = {"dh": "04007F000702020101", "ecdh": "04007F000702020102"}
_DH_PUBLIC_NUMBER: Final = "2A8648CE3E0201"
_ACTIVE_AUTHENTICATION: Final = "678108010105"
_PLAIN_ECDSA_SHA256: Final = "04007F00070101040103"
_SIGNED_DATA: Final = "2A864886F70D010702"
_SECURITY_OBJECT: Final = "678108010101"
_CONTENT_TYPE, _MESSAGE_DIGEST = "2A864886F70D010903", "2A864886F70D010904"
_SIGNING_TIME: Final = "2A864886F70D010905"
_SHA256: Final = "608648016503040201"
_SIGNATURES: Final = {"ecdsa": "2A8648CE3D040302", "rsa": "2A864886F70D01010B", "rsa-pss": "2A864886F70D01010A"}
_MGF1: Final = "2A864886F70D010108"


class Fault(StrEnum):
    """How a virtual passport misbehaves."""

    WRONG_HASH = "wrongHash"
    """The face is not the one that was signed."""
    WRONG_SIGNATURE = "wrongSignature"
    CLONE = "clone"
    """A copy of everything that can be read, and so not of the private keys."""
    SILENT = "silent"
    """It falls silent once it was opened."""
    GARBAGE = "garbage"
    """It answers with noise once it was opened."""


class Holder(Protocol):
    """What a passport says of its holder; `drivers.simulated.people.Card` is one. TD1 and TD3 are made."""

    @property
    def kind(self) -> DocumentKind: ...
    @property
    def number(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def given(self) -> str: ...
    @property
    def male(self) -> bool: ...
    @property
    def born(self) -> date: ...
    @property
    def expires(self) -> date | None: ...
    @property
    def issuer(self) -> str: ...


@dataclass(frozen=True)
class Features:
    """What a chip can do. `parameters` number the curve of PACE and of chip authentication.

    `extended` is the longest answer it offers in EF.ATR/INFO, in bytes; None offers short ones only.
    """

    bac: bool = True
    pace: ChipCipher | None = ChipCipher.AES_128
    parameters: int = 13
    can: str | None = field(default=None, repr=False)
    chip_authentication: ChipCipher | None = None
    agreement: Literal["ecdh", "dh"] = "ecdh"
    active_authentication: Literal["rsa", "rsa-2048", "ecdsa"] | None = None
    extended: int | None = None


@dataclass(frozen=True)
class Passport:
    """A virtual passport as it was issued. `files` are those of the application, `master` those outside it."""

    features: Features
    files: Mapping[int, bytes] = field(repr=False)
    master: Mapping[int, bytes] = field(repr=False)
    mrz_information: str = field(repr=False)
    agreement_key: int | None = field(repr=False, default=None)
    signing_key: SigningKey | None = field(repr=False, default=None)
    fault: Fault | None = None


class Issuer:
    """A state's country signing authority and one document signer.

    `kind` is how both sign; `today` the day it issues on. With `expired` its signer was valid last year only.
    """

    def __init__(self, today: date, *, kind: SigningKind = "ecdsa", expired: bool = False) -> None:
        self._kind = kind
        self._today = today
        self._authority_key, self._signer_key = _signing_key(kind), _signing_key(kind)
        year = timedelta(days=365)
        self.authority = self._certificate("CSCA", self._authority_key, today - 3 * year, today + 15 * year)
        begins = today - (2 * year if expired else timedelta(days=30))
        self.signer = self._certificate("DS", self._signer_key, begins, begins + (year if expired else 11 * year))

    def publish(self, folder: Path) -> Path:
        """Write the authority's certificate (PEM) into the folder of a trust store."""
        path = folder / f"csca-{self.authority.serial_number:x}.pem"
        path.write_bytes(self.authority.public_bytes(serialization.Encoding.PEM))
        return path

    def revoke(self, folder: Path) -> Path:
        """Write a revocation list (DER) with the document signer into the folder of a trust store."""
        now = _noon(self._today)
        revoked = x509.RevokedCertificateBuilder(self.signer.serial_number, now)
        made = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.authority.subject)
            .last_update(now)
            .next_update(now + timedelta(days=90))
            .add_revoked_certificate(revoked.build())
            .sign(self._authority_key, hashes.SHA256(), rsa_padding=self._padding)
        )
        path = folder / f"csca-{self.authority.serial_number:x}.crl"
        path.write_bytes(made.public_bytes(serialization.Encoding.DER))
        return path

    def issue(
        self, holder: Holder, portrait: bytes, features: Features | None = None, fault: Fault | None = None
    ) -> Passport:
        """A passport of a holder; `portrait` is a JPEG or JPEG 2000 file."""
        features = features or Features()
        files = {DG1: der(0x61, der(0x5F1F, zone(holder).encode())), DG2: _face_group(portrait)}
        infos, agreement_key = _security_infos(features)
        if infos:
            files[DG14] = der(0x6E, der(0x31, *sorted(infos)))
        signing_key, group = _active_authentication(features)
        if group:
            files[DG15] = group
        tags = b"".join(content[:1] for content in files.values())
        signed = self._sign(_security_object(files))
        if fault is Fault.WRONG_SIGNATURE:
            signed = signed[:-1] + bytes([signed[-1] ^ 1])
        if fault is Fault.WRONG_HASH:
            files[DG2] = files[DG2][:-1] + bytes([files[DG2][-1] ^ 1])
        if fault is Fault.CLONE:
            agreement_key = None if agreement_key is None else agreement_key ^ 2
            signing_key = None if signing_key is None else _like(signing_key)
        files[SOD] = der(0x77, signed)
        files[COM] = der(0x60, der(0x5F01, b"0107"), der(0x5F36, b"040000"), der(0x5C, tags))
        passport = Passport(features, files, _master(features), _mrz_information(holder))
        return replace(passport, agreement_key=agreement_key, signing_key=signing_key, fault=fault)

    def _certificate(self, name: str, key: SigningKey, begins: date, ends: date) -> x509.Certificate:
        authority = name == "CSCA"
        own, issuer = (
            x509.Name(
                [
                    x509.NameAttribute(NameOID.COUNTRY_NAME, "UT"),
                    x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Utopia"),
                    x509.NameAttribute(NameOID.COMMON_NAME, f"SPECIMEN {who}"),
                ]
            )
            for who in (name, "CSCA")
        )
        usage = dict.fromkeys(
            (
                "content_commitment",
                "key_encipherment",
                "data_encipherment",
                "key_agreement",
                "encipher_only",
                "decipher_only",
            ),
            False,
        )
        builder = (
            x509.CertificateBuilder()
            .subject_name(own)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(_noon(begins))
            .not_valid_after(_noon(ends))
            .add_extension(
                x509.KeyUsage(digital_signature=not authority, key_cert_sign=authority, crl_sign=authority, **usage),
                critical=True,
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )
        if authority:
            builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        return builder.sign(self._authority_key, hashes.SHA256(), rsa_padding=self._padding)

    @property
    def _padding(self) -> padding.PSS | padding.PKCS1v15 | None:
        if self._kind == "ecdsa":
            return None
        return padding.PKCS1v15() if self._kind == "rsa" else padding.PSS(padding.MGF1(hashes.SHA256()), 32)

    def _sign(self, content: bytes) -> bytes:
        """A CMS SignedData over the security object (RFC 5652; 9303-10, 4.6.2)."""
        when = f"{_noon(self._today):%y%m%d%H%M%SZ}".encode()
        attributes = sorted(
            (
                _attribute(_CONTENT_TYPE, _oid(_SECURITY_OBJECT)),
                _attribute(_MESSAGE_DIGEST, der(0x04, hashlib.sha256(content).digest())),
                _attribute(_SIGNING_TIME, der(0x17, when)),
            )
        )
        key, message = self._signer_key, der(0x31, *attributes)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            signature = key.sign(message, ec.ECDSA(hashes.SHA256()))
        else:
            signature = key.sign(message, self._padding or padding.PKCS1v15(), hashes.SHA256())
        signer = der(
            0x30,
            _integer(1),
            der(0x30, self.signer.issuer.public_bytes(), _integer(self.signer.serial_number)),
            _algorithm(_SHA256),
            der(0xA0, *attributes),
            self._algorithm_of_signature(),
            der(0x04, signature),
        )
        body = der(
            0x30,
            _integer(3),
            der(0x31, _algorithm(_SHA256)),
            der(0x30, _oid(_SECURITY_OBJECT), der(0xA0, der(0x04, content))),
            der(0xA0, self.signer.public_bytes(serialization.Encoding.DER)),
            der(0x31, signer),
        )
        return der(0x30, _oid(_SIGNED_DATA), der(0xA0, body))

    def _algorithm_of_signature(self) -> bytes:
        if self._kind != "rsa-pss":
            return der(0x30, _oid(_SIGNATURES[self._kind]))
        hashed = _algorithm(_SHA256)
        mask = der(0x30, _oid(_MGF1), hashed)
        return der(
            0x30,
            _oid(_SIGNATURES["rsa-pss"]),
            der(0x30, der(0xA0, hashed), der(0xA1, mask), der(0xA2, _integer(32))),
        )


def zone(holder: Holder) -> str:
    """The machine-readable zone of a TD1 card or a TD3 passport, lines joined (9303-5, 4.2; 9303-4, 4.2)."""
    number, born, expires = _numbers(holder)
    sex = "M" if holder.male else "F"
    dates = f"{born}{_digit(born)}{sex}{expires}{_digit(expires)}"
    name = f"{holder.name}<<{holder.given}".replace(" ", "<")
    if holder.kind is DocumentKind.TD3:
        upper = f"P<{holder.issuer}{name}".ljust(44, "<")[:44]
        lower = f"{number}{_digit(number)}{holder.issuer}{dates}".ljust(42, "<") + "<"
        return upper + lower + _digit(lower[:10] + lower[13:20] + lower[21:43])
    if len(number) > 9:  # 9303-5, 4.2.2: the rest and the check digit stand in the optional field
        upper = f"I<{holder.issuer}{number[:9]}<{number[9:]}{_digit(number)}".ljust(30, "<")
    else:
        upper = f"I<{holder.issuer}{number}{_digit(number)}".ljust(30, "<")
    middle = f"{dates}{holder.issuer}".ljust(29, "<")
    composite = _digit(upper[5:30] + middle[:7] + middle[8:15] + middle[18:29])
    return upper + middle + composite + name.ljust(30, "<")[:30]


def _numbers(holder: Holder) -> tuple[str, str, str]:
    expires = f"{holder.expires:%y%m%d}" if holder.expires else "<<<<<<"
    return holder.number.ljust(9, "<"), f"{holder.born:%y%m%d}", expires


def _mrz_information(holder: Holder) -> str:
    return "".join(f"{text}{_digit(text)}" for text in _numbers(holder))


def _digit(text: str) -> str:
    values = (0 if c == "<" else int(c, 36) for c in text)
    return str(sum(value * weight for value, weight in zip(values, itertools.cycle((7, 3, 1)), strict=False)) % 10)


def _face_group(portrait: bytes) -> bytes:
    """DG2 with one face record (ISO/IEC 19794-5:2005)."""
    kind = 1 if portrait.startswith(_JPEG_2000) else 0
    image = struct.pack(">BBHHBBHH", 1, kind, 0, 0, 0, 0, 0, 0) + portrait
    face = struct.pack(">IH14x", 20 + len(image), 0) + image
    record = struct.pack(">4s4sIH", b"FAC\0", b"010\0", 14 + len(face), 1) + face
    header = der(0xA1, der(0x87, b"\x01\x01"), der(0x88, b"\x00\x08"))
    template = der(0x7F60, header, der(0x5F2E, record))
    return der(0x75, der(0x7F61, der(0x02, b"\x01"), template))


def _security_infos(features: Features) -> tuple[list[bytes], int | None]:
    """The infos of DG14, and the private key of chip authentication."""
    infos = list(_pace_infos(features))
    key: int | None = None
    if features.chip_authentication is not None:
        way = features.agreement
        if way == "ecdh":
            curve = CURVES[features.parameters]
            key = random_scalar(numbers_of(curve))
            public = ec.derive_private_key(key, curve()).public_key()
            spki = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        else:
            key = int.from_bytes(hashlib.sha512(random_scalar(numbers_of(ec.SECP256R1)).to_bytes(32, "big")).digest())
            public_number = _integer(pow(2, key, OAKLEY_2))
            parameters = der(0x30, _integer(OAKLEY_2), _integer(2))
            spki = der(0x30, der(0x30, _oid(_DH_PUBLIC_NUMBER), parameters), der(0x03, b"\0", public_number))
        protocol = f"{_CHIP_AUTHENTICATION[way]}{features.chip_authentication:02X}"
        infos += [der(0x30, _oid(protocol), _integer(1)), der(0x30, _oid(_PUBLIC_KEY[way]), spki)]
    if features.active_authentication == "ecdsa":
        infos.append(der(0x30, _oid(_ACTIVE_AUTHENTICATION), _integer(1), _oid(_PLAIN_ECDSA_SHA256)))
    return infos, key


def _pace_infos(features: Features) -> tuple[bytes, ...]:
    if features.pace is None:
        return ()
    protocol = f"{_PACE_ECDH_GM}{features.pace:02X}"
    return (der(0x30, _oid(protocol), _integer(2), _integer(features.parameters)),)


def _active_authentication(features: Features) -> tuple[SigningKey | None, bytes]:
    """The private key of active authentication, and DG15."""
    key: SigningKey
    match features.active_authentication:
        case None:
            return None, b""
        case "ecdsa":
            key = ec.generate_private_key(ec.BrainpoolP256R1())
        case "rsa":
            key = rsa.generate_private_key(65537, 1024)  # noqa: S505 - what many chips have, and what fits short answers
        case _:
            key = rsa.generate_private_key(65537, 2048)
    spki = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return key, der(0x6F, spki)


def _master(features: Features) -> dict[int, bytes]:
    """The files of the master file."""
    files = {}
    if features.pace is not None:
        files[CARD_ACCESS] = der(0x31, *_pace_infos(features))
    if features.extended is not None:
        size = der(0x02, features.extended.to_bytes(3, "big"))
        files[ATR_INFO] = der(0x47, b"\x00\x00\x40") + der(0x7F66, size, size)
    return files


def _security_object(files: Mapping[int, bytes]) -> bytes:
    """The LDSSecurityObject (9303-10, 4.6.2)."""
    entries = [
        der(0x30, _integer(name & 0xFF), der(0x04, hashlib.sha256(content).digest()))
        for name, content in sorted(files.items())
    ]
    return der(0x30, _integer(0), _algorithm(_SHA256), der(0x30, *entries))


def _signing_key(kind: SigningKind) -> SigningKey:
    return ec.generate_private_key(ec.SECP256R1()) if kind == "ecdsa" else rsa.generate_private_key(65537, 2048)


def _like(key: SigningKey) -> SigningKey:
    """Another key of the same size."""
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return ec.generate_private_key(key.curve)
    return rsa.generate_private_key(65537, key.key_size)


def _oid(value: str) -> bytes:
    return der(0x06, bytes.fromhex(value))


def _integer(value: int) -> bytes:
    return der(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _algorithm(oid: str) -> bytes:
    return der(0x30, _oid(oid), der(0x05))


def _attribute(oid: str, value: bytes) -> bytes:
    return der(0x30, _oid(oid), der(0x31, value))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
