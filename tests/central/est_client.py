"""A terminal's side of enrolment, by hand, so that it can also be done wrongly."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

import httpx
from central_desk import Caller
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

SIMPLEENROLL = ("POST", "/.well-known/est/simpleenroll")

Key = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def csr(name: str, key: Key | None = None) -> bytes:
    """The DER of a certificate request."""
    key = key or new_key()
    builder = x509.CertificateSigningRequestBuilder().subject_name(
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    )
    algorithm = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return builder.sign(key, algorithm).public_bytes(Encoding.DER)


def spend(call: Caller, kiosk: str, code: str, request: bytes | None = None) -> httpx.Response:
    """Ask for a certificate with a code."""
    return call(*SIMPLEENROLL, **enrolment(kiosk, code, request))


def enrolment(kiosk: str, code: str, request: bytes | None = None) -> dict[str, Any]:
    """What `spend` sends."""
    basic = b64encode(f"{kiosk}:{code}".encode()).decode()
    told = {"Authorization": f"Basic {basic}", "Content-Type": "application/pkcs10"}
    return {"content": b64encode(csr(kiosk) if request is None else request), "headers": told}


def reenrol(call: Caller, request: bytes) -> httpx.Response:
    """Ask for the next certificate."""
    told = {"Content-Type": "application/pkcs10"}
    return call("POST", "/.well-known/est/simplereenroll", content=b64encode(request), headers=told)


def certificate(answer: httpx.Response) -> x509.Certificate:
    """The one certificate of an EST answer."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/pkcs7-mime; smime-type=certs-only"
    (found,) = pkcs7.load_der_pkcs7_certificates(b64decode(answer.content))
    return found


def pem(found: x509.Certificate) -> bytes:
    return found.public_bytes(Encoding.PEM)
