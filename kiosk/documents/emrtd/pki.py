"""Public keys, certificates and signatures as document issuers make them: ICAO 9303-12; RFC 5280, 5652, 8017.

Issuers write out the parameters of their curves, which `cryptography` does not take: keys and certificates are parsed
by asn1crypto, curves recognised by value, and `cryptography` verifies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from asn1crypto import algos, keys, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from kiosk.documents.emrtd.curves import STANDARD, Curve, Point
from kiosk.documents.emrtd.errors import MalformedError, UnsupportedError

PublicKey: TypeAlias = rsa.RSAPublicKey | ec.EllipticCurvePublicKey

HASHES: Final[dict[str, type[hashes.HashAlgorithm]]] = {
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
"""What may be signed with (9303-12, 4.4): no SHA-1, no MD5."""
_RSA_BITS: Final = range(1024, 8192 + 1)
_LARGEST_EXPONENT: Final = 1 << 64
_LONGEST_SALT: Final = 1024
"""That of the largest key; some issuers salt with all the room their key has."""

_NAMED: Final = {
    "1.2.840.10045.3.1.1": 8,
    "1.3.36.3.3.2.8.1.1.3": 9,
    "1.3.132.0.33": 10,
    "1.3.36.3.3.2.8.1.1.5": 11,
    "1.2.840.10045.3.1.7": 12,
    "1.3.36.3.3.2.8.1.1.7": 13,
    "1.3.36.3.3.2.8.1.1.9": 14,
    "1.3.132.0.34": 15,
    "1.3.36.3.3.2.8.1.1.11": 16,
    "1.3.36.3.3.2.8.1.1.13": 17,
    "1.3.132.0.35": 18,
}
_LIBRARY: Final[dict[str, type[ec.EllipticCurve]]] = {
    "P-192": ec.SECP192R1,
    "P-224": ec.SECP224R1,
    "P-256": ec.SECP256R1,
    "P-384": ec.SECP384R1,
    "P-521": ec.SECP521R1,
    "brainpoolP256r1": ec.BrainpoolP256R1,
    "brainpoolP384r1": ec.BrainpoolP384R1,
    "brainpoolP512r1": ec.BrainpoolP512R1,
}
_UNDERSTOOD: Final = {"key_usage", "basic_constraints", "certificate_policies", "extended_key_usage"}
"""Critical extensions of which the meaning is kept to here (RFC 5280, 4.2: any other must refuse)."""


@contextmanager
def parsing(what: str) -> Iterator[None]:
    """Turn what asn1crypto raises over hostile bytes, wherever it notices them, into `MalformedError`."""
    try:
        yield
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise MalformedError(f"{what} cannot be parsed") from error


@dataclass(frozen=True)
class Certificate:
    """What of an X.509 certificate is asked here. Names are normalised (RFC 5280, 7.1) for comparison."""

    subject: str
    issuer: str
    serial: int
    key_id: bytes | None
    not_before: date
    not_after: date
    authority: bool
    usage: frozenset[str] | None
    """The key's usages; None where the certificate limits none."""
    purposes: frozenset[str]
    """Extended key usages, as object identifiers; a document signer has none (9303-12)."""
    strange: bool
    """Whether a critical extension is not understood."""
    spki: bytes = field(repr=False)
    signed: bytes = field(repr=False)
    algorithm: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    @classmethod
    def of(cls, der: bytes) -> Certificate:
        """Parse. Raises `MalformedError`."""
        with parsing("a certificate"):
            parsed = x509.Certificate.load(der, strict=True)
            body = parsed["tbs_certificate"]
            validity = body["validity"]
            constraints, usage = parsed.basic_constraints_value, parsed.key_usage_value
            extended = parsed.extended_key_usage_value
            return cls(
                subject=parsed.subject.hashable,
                issuer=parsed.issuer.hashable,
                serial=parsed.serial_number,
                key_id=parsed.key_identifier,
                not_before=_moment(validity["not_before"].native).date(),
                not_after=_moment(validity["not_after"].native).date(),
                authority=bool(constraints is not None and constraints["ca"].native),
                usage=None if usage is None else frozenset(usage.native),
                purposes=frozenset(() if extended is None else (purpose.dotted for purpose in extended)),
                strange=not parsed.critical_extensions <= _UNDERSTOOD,
                spki=parsed.public_key.dump(),
                signed=body.dump(),
                algorithm=parsed["signature_algorithm"].dump(),
                signature=parsed["signature_value"].native,
            )

    def valid_on(self, day: date) -> bool:
        """Whether a day lies within its validity."""
        return self.not_before <= day <= self.not_after

    def may(self, usage: str) -> bool:
        """Whether the key may be used so."""
        return self.usage is None or usage in self.usage


def public_key(spki: bytes) -> PublicKey:
    """The key of a SubjectPublicKeyInfo. Raises `MalformedError`, `UnsupportedError`."""
    with parsing("a public key"):
        info = keys.PublicKeyInfo.load(spki, strict=True)
        if info.algorithm in ("rsa", "rsassa_pss"):
            numbers = info["public_key"].parsed
            modulus, exponent = numbers["modulus"].native, numbers["public_exponent"].native
            if modulus.bit_length() not in _RSA_BITS or not 3 <= exponent < _LARGEST_EXPONENT:
                raise UnsupportedError("an RSA key of a size that is not taken")
            return rsa.RSAPublicNumbers(exponent, modulus).public_key()
    curve, (x, y) = point(spki)
    library = _LIBRARY.get(curve.name)
    if library is None:
        raise UnsupportedError(f"no signatures with {curve.name}")
    with parsing("a public key"):
        return ec.EllipticCurvePublicNumbers(x, y, library()).public_key()


def point(spki: bytes) -> tuple[Curve, Point]:
    """The curve and point of a SubjectPublicKeyInfo, parameters named or written out.

    Raises `MalformedError`, `UnsupportedError`.
    """
    with parsing("a public key"):
        info = keys.PublicKeyInfo.load(spki, strict=True)
        if info.algorithm != "ec":
            raise UnsupportedError(f"no keys of {info['algorithm']['algorithm'].dotted}")
        parameters, encoded = info["algorithm"]["parameters"], bytes(info["public_key"])
        if parameters.name == "named":
            curve = STANDARD.get(_NAMED.get(parameters.chosen.dotted, -1))
        elif parameters.name == "specified":
            written = parameters.chosen
            base, size = written["base"].native, len(written["curve"]["a"].native)
            values = (
                written["field_id"]["parameters"].native,
                int.from_bytes(written["curve"]["a"].native, "big"),
                int.from_bytes(written["curve"]["b"].native, "big"),
                int.from_bytes(base[1 : 1 + size], "big"),
                written["order"].native,
            )
            curve = next((c for c in STANDARD.values() if (c.p, c.a, c.b, c.generator[0], c.n) == values), None)
        else:
            curve = None
    if curve is None:
        raise UnsupportedError("a curve that is not known")
    return curve, curve.decode(encoded)


def holds(spki: bytes, algorithm: bytes, signature: bytes, message: bytes, digest: str | None = None) -> bool:
    """Whether a signature over a message is of the key.

    `algorithm` is an AlgorithmIdentifier (DER); `digest` the hash where that names none. RSA PKCS#1 v1.5 and PSS,
    ECDSA. Raises `MalformedError`, `UnsupportedError`.
    """
    key = public_key(spki)
    with parsing("a signature algorithm"):
        named = algos.SignedDigestAlgorithm.load(algorithm, strict=True)
        scheme = named.signature_algo
        chosen = digest if named["algorithm"].native in ("rsassa_pkcs1v15", "ecdsa") else named.hash_algo
        kind = HASHES.get(chosen or "")
        if kind is None:
            raise UnsupportedError(f"no signatures over {chosen}")
        pss = _pss(named) if scheme == "rsassa_pss" else None
    try:
        if isinstance(key, rsa.RSAPublicKey):
            if scheme not in ("rsassa_pkcs1v15", "rsassa_pss"):
                return False
            key.verify(signature, message, pss or padding.PKCS1v15(), kind())
        else:
            if scheme not in ("ecdsa", "plain_ecdsa"):
                return False
            written = _der_of_plain(signature) if scheme == "plain_ecdsa" else signature
            key.verify(written, message, ec.ECDSA(kind()))
    except (InvalidSignature, ValueError):
        return False
    except UnsupportedAlgorithm as error:
        raise UnsupportedError("an algorithm that the library does not have") from error
    return True


def digest(name: str, data: bytes) -> bytes:
    """The hash of data by a name of `HASHES`. Raises `UnsupportedError` for another."""
    if name not in HASHES:
        raise UnsupportedError(f"no hash {name}")
    return hashlib.new(name, data).digest()


def _pss(named: Any) -> padding.PSS:
    """The parameters of RSASSA-PSS (RFC 8017, A.2.3)."""
    parameters = named["parameters"]
    mask = HASHES.get(parameters["mask_gen_algorithm"]["parameters"]["algorithm"].native)
    salt = parameters["salt_length"].native
    if mask is None or not 0 <= salt <= _LONGEST_SALT:
        raise UnsupportedError("PSS with parameters that are not taken")
    return padding.PSS(padding.MGF1(mask()), salt)


def _der_of_plain(signature: bytes) -> bytes:
    """r || s of BSI TR-03111, 5.2.1 as an ECDSA-Sig-Value."""
    half = len(signature) // 2
    return encode_dss_signature(int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))


def _moment(value: Any) -> datetime:
    if not isinstance(value, datetime):
        raise ValueError("no date")  # noqa: TRY004 - hostile bytes, not a caller's mistake
    return value
