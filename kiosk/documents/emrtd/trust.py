"""Whom the terminal believes: country signing authorities (CSCA) and what they revoked (ICAO 9303-12).

A folder holds certificates (`.pem`, `.crt`, `.cer`, `.der`), master lists (`.ml`) and revocation lists (`.crl`). What
lies in it is believed because it lies there: who can write the folder decides. A master list must be signed all the
same, and its signer issued by an authority of the folder or of the list itself, so that it came whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from asn1crypto import core, crl, pem, x509

from kiosk.documents.emrtd.cms import open_signed
from kiosk.documents.emrtd.errors import EmrtdError, TrustStoreError
from kiosk.documents.emrtd.pki import Certificate, holds, parsing

_CERTIFICATES: Final = frozenset({".pem", ".crt", ".cer", ".der"})
_MASTER_LIST: Final = "2.23.136.1.1.2"
_MASTER_LIST_SIGNING: Final = "2.23.136.1.1.3"
_LARGEST: Final = 16 * 1024 * 1024
_KEYS_TO_SIGN_CERTIFICATES: Final = "key_cert_sign"


class _CertificateSet(core.SetOf):  # type: ignore[misc]
    _child_spec = x509.Certificate


class _MasterList(core.Sequence):  # type: ignore[misc]
    _fields = [("version", core.Integer), ("certificates", _CertificateSet)]  # noqa: RUF012 - asn1crypto's own form


@dataclass(frozen=True)
class TrustStore:
    """Authorities that are believed, and the certificates they took back, by issuer and serial number."""

    authorities: tuple[Certificate, ...] = ()
    revoked: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def load(cls, folder: Path) -> TrustStore:
        """Read a folder. Raises `TrustStoreError` for a file that cannot be used; other files are left alone."""
        found: dict[str, list[tuple[Path, bytes]]] = {"certificates": [], ".ml": [], ".crl": []}
        try:
            paths = sorted(folder.iterdir())
        except OSError as error:
            raise TrustStoreError(f"{folder} cannot be read") from error
        for path in paths:
            kind = "certificates" if path.suffix.lower() in _CERTIFICATES else path.suffix.lower()
            if kind in found and path.is_file():
                found[kind].append((path, _bytes(path)))
        authorities = [one for path, data in found["certificates"] for one in _certificates(path, data)]
        for path, data in found[".ml"]:
            authorities += _master_list(path, data, authorities)
        revoked = {entry for path, data in found[".crl"] for entry in _revoked(path, data, authorities)}
        return cls(tuple(dict.fromkeys(authorities)), frozenset(revoked))

    def issuers(self, certificate: Certificate) -> tuple[Certificate, ...]:
        """The authorities whose name and key issued a certificate."""
        return tuple(one for one in self.authorities if _issued(certificate, one))


def may_issue(certificate: Certificate) -> bool:
    """Whether a certificate is an authority's (9303-12)."""
    return certificate.authority and certificate.may(_KEYS_TO_SIGN_CERTIFICATES) and not certificate.strange


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise TrustStoreError(f"{path.name} is too large")
        return path.read_bytes()
    except OSError as error:
        raise TrustStoreError(f"{path.name} cannot be read") from error


def _certificates(path: Path, data: bytes) -> list[Certificate]:
    try:
        with parsing(path.name):
            ders = [der for _, _, der in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
        found = [Certificate.of(der) for der in ders]
    except EmrtdError as error:
        raise TrustStoreError(f"{path.name} is no certificate") from error
    if not found or not all(may_issue(one) for one in found):
        raise TrustStoreError(f"{path.name} is not of an authority")
    return found


def _master_list(path: Path, data: bytes, trusted: list[Certificate]) -> list[Certificate]:
    """The authorities of a master list (9303-12). Those in a form that we cannot read are left out."""
    try:
        signed = open_signed(data, _MASTER_LIST)
        with parsing(path.name):
            ders = [one.dump() for one in _MasterList.load(signed.content, strict=True)["certificates"]]
    except EmrtdError as error:
        raise TrustStoreError(f"{path.name} is no master list, or was changed") from error
    listed = []
    for der in ders:
        try:
            one = Certificate.of(der)
        except EmrtdError:
            continue
        if may_issue(one):
            listed.append(one)
    if _MASTER_LIST_SIGNING not in signed.signer.purposes or not any(
        _issued(signed.signer, one) for one in (*trusted, *listed)
    ):
        raise TrustStoreError(f"{path.name} is signed by nobody whom an authority made a signer of master lists")
    return listed


def _issued(certificate: Certificate, authority: Certificate) -> bool:
    return certificate.issuer == authority.subject and _signed(
        authority, certificate.algorithm, certificate.signature, certificate.signed
    )


def _signed(authority: Certificate, algorithm: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the authority signed it. One whose key we cannot use hides no other of the same name."""
    try:
        return holds(authority.spki, algorithm, signature, message)
    except EmrtdError:
        return False


def _revoked(path: Path, data: bytes, authorities: list[Certificate]) -> set[tuple[str, int]]:
    """What a revocation list takes back (9303-12). An old list still revokes what it revoked."""
    try:
        with parsing(path.name):
            der = pem.unarmor(data)[2] if pem.detect(data) else data
            parsed = crl.CertificateList.load(der, strict=True)
            body, issuer = parsed["tbs_cert_list"], parsed.issuer.hashable
            serials = {entry["user_certificate"].native for entry in body["revoked_certificates"] or ()}
            algorithm, signature = parsed["signature_algorithm"].dump(), parsed["signature"].native
            message = body.dump()
    except EmrtdError as error:
        raise TrustStoreError(f"{path.name} is no revocation list") from error
    issuers = [one for one in authorities if one.subject == issuer and one.may("crl_sign")]
    if not any(_signed(one, algorithm, signature, message) for one in issuers):
        raise TrustStoreError(f"{path.name} is not signed by an authority of the folder")
    return {(issuer, serial) for serial in serials}
