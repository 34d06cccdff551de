"""A terminal's certificate with its key, replaced as a pair though power may fail at any moment.

Where settings name one file for both, it holds both and one rename replaces it. Where they name two, the new pair first
lies whole in a third file (`<key>.next`), from which `settle` finishes an interrupted replacement.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import NameOID

from kiosk.record.files import make_folder, write_atomically

_END: Final = b"-----END CERTIFICATE-----\n"


class IdentityError(OSError):
    """The terminal's certificate or key cannot be used."""


@dataclass(frozen=True)
class Identity:
    """A private key (P-256; Ed25519 where a bank made it so) and the certificate for it."""

    key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
    certificate: x509.Certificate

    @classmethod
    def load(cls, certificate: Path, key: Path) -> Identity:
        """Read a pair. Raises `IdentityError`."""
        try:
            found = x509.load_pem_x509_certificate(certificate.read_bytes())
            private = serialization.load_pem_private_key(key.read_bytes(), None)
        except (OSError, ValueError, TypeError) as error:
            raise IdentityError(f"{certificate}, {key}: {type(error).__name__}") from error
        if not isinstance(private, ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey):
            raise IdentityError(f"{key} holds a key of a kind that is not taken")
        identity = cls(private, found)
        if not identity.fits:
            raise IdentityError(f"{key} is not the key of {certificate}")
        return identity

    @property
    def fits(self) -> bool:
        """Whether the key is the certificate's."""
        return bool(self.certificate.public_key() == self.key.public_key())

    @property
    def serial(self) -> str:
        """The serial number in hexadecimal."""
        return f"{self.certificate.serial_number:x}"

    def pem(self) -> tuple[bytes, bytes]:
        """The certificate and the key."""
        return self.certificate.public_bytes(serialization.Encoding.PEM), key_pem(self.key)

    def sign(self, message: bytes) -> bytes:
        """The key's signature: ECDSA with SHA-256 (DER), or Ed25519."""
        if isinstance(self.key, ed25519.Ed25519PrivateKey):
            return self.key.sign(message)
        return self.key.sign(message, ec.ECDSA(hashes.SHA256()))

    def save(self, certificate: Path, key: Path) -> None:
        """Replace a pair; every file is its owner's alone. Raises OSError."""
        leaf, private = self.pem()
        make_folder(certificate.parent)
        make_folder(key.parent)
        if _one(certificate, key):
            write_atomically(key, private + leaf)
            return
        write_atomically(_next(key), leaf + private)
        settle(certificate, key)


def settle(certificate: Path, key: Path) -> None:
    """Finish a replacement of two files that was interrupted; nothing to do where none was. Raises OSError."""
    beside = _next(key)
    if _one(certificate, key) or not beside.exists():
        return
    leaf, end, private = beside.read_bytes().partition(_END)
    write_atomically(key, private)
    write_atomically(certificate, leaf + end)
    beside.unlink()


def make_key() -> ec.EllipticCurvePrivateKey:
    """A new key for a certificate."""
    return ec.generate_private_key(ec.SECP256R1())


def key_pem(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    """A private key as unencrypted PKCS #8 PEM."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def request_for(kiosk: str, key: ec.EllipticCurvePrivateKey) -> bytes:
    """The certificate request (PKCS #10, DER) of a terminal for a key."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, kiosk)])
    request = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, hashes.SHA256())
    return request.public_bytes(serialization.Encoding.DER)


def _one(certificate: Path, key: Path) -> bool:
    return certificate.resolve() == key.resolve()


def _next(key: Path) -> Path:
    return key.with_name(key.name + ".next")
