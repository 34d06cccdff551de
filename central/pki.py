"""The service's own certificate authority (RFC 5280, P-256): a server certificate, and one for each kiosk.

Offline provisioning until enrolment over the network; a bank may put certificates of its own authority in place of
these files.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from central.keys import write_secret

_CA_DAYS, _SERVER_DAYS, _RENEW_DAYS = 3650, 397, 30
_BACKDATE = timedelta(hours=1)  # a kiosk's clock may be a little behind


@dataclass(frozen=True)
class Issued:
    """A certificate and its private key, both PEM."""

    certificate: bytes
    key: bytes


class Authority:
    """The authority of a folder (`ca.pem`, `ca.key`), made on first use."""

    def __init__(self, folder: Path, bank: str, now: datetime) -> None:
        self._folder, self._now = folder, now
        if not (folder / "ca.key").exists():
            made = _self_signed(bank, now)
            write_secret(folder / "ca.key", made.key)
            _replace(folder / "ca.pem", made.certificate)
        self.path = folder / "ca.pem"
        self.certificate = self.path.read_bytes()
        self._certificate = x509.load_pem_x509_certificate(self.certificate)
        key = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError(f"{folder / 'ca.key'} holds no elliptic-curve key")
        self._key = key

    def server(self, names: Iterable[str]) -> tuple[Path, Path]:
        """The server's certificate and key files for these DNS names and addresses, renewed when it is time."""
        certificate, key = self._folder / "server.pem", self._folder / "server.key"
        wanted = {_general_name(name) for name in names}
        if not (certificate.exists() and key.exists() and self._good(certificate.read_bytes(), wanted)):
            issued = self._issue("branch-kiosk-central", _SERVER_DAYS, ExtendedKeyUsageOID.SERVER_AUTH, wanted)
            key.unlink(missing_ok=True)
            write_secret(key, issued.key)
            _replace(certificate, issued.certificate)
        return certificate, key

    def client(self, kiosk: str, days: int) -> Issued:
        """A client certificate whose common name is the kiosk's id."""
        return self._issue(kiosk, days, ExtendedKeyUsageOID.CLIENT_AUTH, set())

    def _good(self, pem: bytes, wanted: set[x509.GeneralName]) -> bool:
        found = x509.load_pem_x509_certificate(pem)
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        lasts = found.not_valid_after_utc > self._now + timedelta(days=_RENEW_DAYS)
        return lasts and found.issuer == self._certificate.subject and set(names) >= wanted

    def _issue(self, common_name: str, days: int, usage: x509.ObjectIdentifier, names: set[x509.GeneralName]) -> Issued:
        key = ec.generate_private_key(ec.SECP256R1())
        builder = (
            _builder(_name(common_name), self._certificate.subject, key.public_key(), self._now, days)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(sorted(names, key=repr)), critical=False)
        certificate = builder.sign(self._key, hashes.SHA256())
        return Issued(certificate.public_bytes(serialization.Encoding.PEM), _pem(key))


def common_name(pem: str) -> str | None:
    """The common name of a PEM certificate; None where it has not exactly one."""
    names = x509.load_pem_x509_certificate(pem.encode()).subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if len(names) == 1 else None


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
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, now: datetime, days: int
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
