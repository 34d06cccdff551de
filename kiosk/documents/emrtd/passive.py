"""Passive authentication: ICAO 9303-11, 5.1. The state's signature over the hashes of the data groups."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from asn1crypto import algos, core

from kiosk.documents.emrtd import tlv
from kiosk.documents.emrtd.cms import Signed, open_signed
from kiosk.documents.emrtd.errors import Distrust, Forgery, MalformedError, NotGenuineError, NotTrustedError
from kiosk.documents.emrtd.pki import digest, parsing
from kiosk.documents.emrtd.trust import TrustStore, may_issue

_SOD: Final = 0x77
_LDS_SECURITY_OBJECT: Final = "2.23.136.1.1.1"
_GROUPS: Final = range(1, 17)


class _GroupHash(core.Sequence):  # type: ignore[misc]
    _fields = [("number", core.Integer), ("value", core.OctetString)]  # noqa: RUF012 - asn1crypto's own form


class _GroupHashes(core.SequenceOf):  # type: ignore[misc]
    _child_spec = _GroupHash


class _LdsSecurityObject(core.Sequence):  # type: ignore[misc]
    _fields = [  # noqa: RUF012 - asn1crypto's own form
        ("version", core.Integer),
        ("hash_algorithm", algos.DigestAlgorithm),
        ("hashes", _GroupHashes),
        ("lds_version", core.Any, {"optional": True}),
    ]


@dataclass(frozen=True)
class SecurityObject:
    """The signed hashes of the data groups, by number."""

    algorithm: str
    hashes: Mapping[int, bytes] = field(repr=False)

    def check(self, group: int, data: bytes | None) -> bytes:
        """The data group, if it is the signed one; None is a group that the chip does not have.

        Raises `NotGenuineError`.
        """
        if data is None:
            raise NotGenuineError(Forgery.GROUP_MISSING)
        if group not in self.hashes or not hmac.compare_digest(digest(self.algorithm, data), self.hashes[group]):
            raise NotGenuineError(Forgery.HASH_DIFFERS)
        return data


def authenticate(sod: bytes, trust: TrustStore, today: date) -> SecurityObject:
    """Verify the document security object: its signature, its signer, the signer's authority.

    Raises `NotGenuineError`, `NotTrustedError`, `MalformedError`, `UnsupportedError`.
    """
    signed = open_signed(tlv.only(sod, _SOD), _LDS_SECURITY_OBJECT)
    _believe(signed, trust, today)
    with parsing("the security object"):
        parsed = _LdsSecurityObject.load(signed.content, strict=True)
        algorithm = parsed["hash_algorithm"]["algorithm"].native
        entries = [(entry["number"].native, entry["value"].native) for entry in parsed["hashes"]]
    hashes = dict(entries)
    if len(hashes) != len(entries) or not set(hashes) <= set(_GROUPS):
        raise MalformedError("the security object lists a group twice, or what is no group")
    return SecurityObject(algorithm, hashes)


def _believe(signed: Signed, trust: TrustStore, today: date) -> None:
    """Whether an authority that we trust issued the signer, and both were valid at signing time.

    A signer that says no time must be valid today: its certificate lasts as long as its documents (9303-12).
    """
    signer = signed.signer
    if signer.authority or signer.strange or signer.purposes or not signer.may("digital_signature"):
        raise NotTrustedError(Distrust.SIGNER_UNFIT)
    issuers = [one for one in trust.issuers(signer) if may_issue(one)]
    if not issuers:
        raise NotTrustedError(Distrust.ISSUER_UNKNOWN)
    signed_on = signed.signed_on or today
    tomorrow = today + timedelta(days=1)  # somewhere it is tomorrow already
    if signed_on > tomorrow or not signer.valid_on(signed_on) or not any(one.valid_on(signed_on) for one in issuers):
        raise NotTrustedError(Distrust.SIGNER_NOT_VALID)
    if (signer.issuer, signer.serial) in trust.revoked:
        raise NotTrustedError(Distrust.SIGNER_REVOKED)
