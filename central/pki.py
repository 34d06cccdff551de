"""The service's own certificate authority (RFC 5280, P-256): a server certificate, and one for each kiosk.

A bank may put the certificate and key of an authority of its own in place of these files.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from central.keys import write_secret

_CA_DAYS, _SERVER_DAYS, _RENEW_DAYS = 3650, 397, 30
_BACKDATE = timedelta(hours=1)  # a kiosk's clock may be a little behind

ClientKey: TypeAlias = ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey
"""What a kiosk's certificate may be for: P-256 or Ed25519."""


@dataclass(frozen=True)
class Issued:
    """A certificate and its private key, both PEM."""

    certificate: bytes
    key: bytes


@dataclass(frozen=True)
class Shown:
    """What a client certificate says, its issuer and purpose verified. `issued` is exact to the second."""

    kiosk: str
    serial: str
    public: bytes
    issued: datetime
    not_before: datetime
    not_after: datetime

    @classmethod
    def of(cls, certificate: x509.Certificate) -> Shown | None:
        """None for a certificate that has not exactly one common name, or another kind of key."""
        names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        key = client_key(certificate)
        if len(names) != 1 or key is None:
            return None
        starts = certificate.not_valid_before_utc
        return cls(
            kiosk=str(names[0].value),
            serial=f"{certificate.serial_number:x}",
            public=public_bytes(key),
            issued=starts + _BACKDATE,
            not_before=starts,
            not_after=certificate.not_valid_after_utc,
        )


class Authority:
    """The authority of a folder (`ca.pem`, `ca.key`), made on first use."""

    def __init__(self, folder: Path, bank: str, clock: Callable[[], datetime]) -> None:
        self._folder, self._clock = folder, clock
        if not (folder / "ca.key").exists():
            made = _self_signed(bank, clock())
            write_secret(folder / "ca.key", made.key)
            _replace(folder / "ca.pem", made.certificate)
        self.path = folder / "ca.pem"
        self.certificate = self.path.read_bytes()
        self._certificate = x509.load_pem_x509_certificate(self.certificate)
        self.der = self._certificate.public_bytes(serialization.Encoding.DER)
        key = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError(f"{folder / 'ca.key'} holds no elliptic-curve key")
        self._key = key

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the authority's certificate in hexadecimal, pairs with colons as openssl prints it."""
        return self._certificate.fingerprint(hashes.SHA256()).hex(":")

    def server(self, names: Iterable[str]) -> tuple[Path, Path]:
        """The server's certificate and key files for these DNS names and addresses, renewed when it is time."""
        certificate, key = self._folder / "server.pem", self._folder / "server.key"
        wanted = {_general_name(name) for name in names}
        if not (certificate.exists() and key.exists() and self._good(certificate.read_bytes(), wanted)):
            made = ec.generate_private_key(ec.SECP256R1())
            usage = ExtendedKeyUsageOID.SERVER_AUTH
            issued = self._issue("branch-kiosk-central", made.public_key(), _SERVER_DAYS, usage, wanted)
            key.unlink(missing_ok=True)
            write_secret(key, _pem(made))
            _replace(certificate, issued.public_bytes(serialization.Encoding.PEM))
        return certificate, key

    def client(self, kiosk: str, days: int) -> Issued:
        """A client certificate whose common name is the kiosk's id, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self.sign(kiosk, key.public_key(), days)
        return Issued(certificate.public_bytes(serialization.Encoding.PEM), _pem(key))

    def sign(self, kiosk: str, key: ClientKey, days: int) -> x509.Certificate:
        """A client certificate for a key that the kiosk made."""
        return self._issue(kiosk, key, days, ExtendedKeyUsageOID.CLIENT_AUTH, set())

    def shown(self, pem: str) -> Shown | None:
        """What a client certificate says; None where this authority did not issue it for a client. Time and revocation
        are the caller's to judge.
        """
        try:
            return _shown(pem, self._certificate)
        except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound, UnsupportedAlgorithm):
            return None

    def _good(self, pem: bytes, wanted: set[x509.GeneralName]) -> bool:
        found = x509.load_pem_x509_certificate(pem)
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        lasts = found.not_valid_after_utc > self._clock() + timedelta(days=_RENEW_DAYS)
        return lasts and found.issuer == self._certificate.subject and set(names) >= wanted

    def _issue(
        self,
        common_name: str,
        key: ClientKey,
        days: int,
        usage: x509.ObjectIdentifier,
        names: set[x509.GeneralName],
    ) -> x509.Certificate:
        builder = (
            _builder(_name(common_name), self._certificate.subject, key, self._clock(), days)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(sorted(names, key=repr)), critical=False)
        return builder.sign(self._key, hashes.SHA256())


def client_key(holder: x509.Certificate | x509.CertificateSigningRequest) -> ClientKey | None:
    """The public key of a certificate or request; None for a kind that kiosks do not have."""
    try:
        key = holder.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return None
    if isinstance(key, ed25519.Ed25519PublicKey):
        return key
    p256 = isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)
    return key if p256 and isinstance(key, ec.EllipticCurvePublicKey) else None


def public_bytes(key: ClientKey) -> bytes:
    """A public key as DER (SubjectPublicKeyInfo)."""
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature (ECDSA with SHA-256, DER; or Ed25519) is that of a public key as `public_bytes` gives it."""
    key = serialization.load_der_public_key(public)
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(hashes.SHA256()))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, message)
        else:
            return False
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=16384)
def _shown(pem: str, issuer: x509.Certificate) -> Shown | None:
    """Raises for what the authority did not sign: that is not remembered, for anybody may send it."""
    certificate = x509.load_pem_x509_certificate(pem.encode())
    certificate.verify_directly_issued_by(issuer)
    usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    return Shown.of(certificate) if ExtendedKeyUsageOID.CLIENT_AUTH in usage and not basic.ca else None


def _self_signed(bank: str, now: datetime) -> Issued:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(f"{bank} kiosk CA")
    certificate = (
        _builder(subject, subject, key.public_key(), now, _CA_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Issued(certificate.public_bytes(serialization.Encoding.PEM), _pem(key))


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ClientKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATE)
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _key_usage(
    *, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(content)
    os.replace(beside, path)  # noqa: PTH105 - atomic on POSIX, as rename(2)
