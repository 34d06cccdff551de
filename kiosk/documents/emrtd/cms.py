"""Signed messages of document issuers: CMS SignedData (RFC 5652) in SOD and in master lists."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from asn1crypto import cms

from kiosk.documents.emrtd.errors import Forgery, MalformedError, NotGenuineError
from kiosk.documents.emrtd.pki import Certificate, digest, holds, parsing

_SET_OF: Final = b"\x31"
_MOST_CERTIFICATES: Final = 16


@dataclass(frozen=True)
class Signed:
    """A message whose signature held under its signer's certificate, which is not believed yet.

    `others` are the certificates sent with it; `signed_on` is what the signer said, None if nothing.
    """

    content: bytes = field(repr=False)
    signer: Certificate
    others: tuple[Certificate, ...]
    signed_on: date | None


def open_signed(data: bytes, content_type: str) -> Signed:
    """Verify the first signer's signature over a content of this type (a dotted object identifier).

    Raises `NotGenuineError` where it does not hold, `MalformedError`, `UnsupportedError`.
    """
    with parsing("a signed message"):
        message = cms.ContentInfo.load(data, strict=True)
        if message["content_type"].native != "signed_data":
            raise MalformedError("not a signed message")
        body = message["content"]
        signer = body["signer_infos"][0]
        held = body["encap_content_info"]
        certificates = [found.chosen.dump() for found in body["certificates"] if found.name == "certificate"]
        if held["content_type"].dotted != content_type or not 0 < len(certificates) <= _MOST_CERTIFICATES:
            raise MalformedError("a signed message of another content, or without its certificate")
        content = bytes(held["content"])
        identifier = signer["sid"]
        attributes = signer["signed_attrs"]
        said = {attribute["type"].native: attribute["values"] for attribute in attributes}
        hash_name = signer["digest_algorithm"]["algorithm"].native
        # RFC 5652, 5.4: what is signed is the SET OF, not the [0] that stands in the message.
        signed = _SET_OF + attributes.dump()[1:]
        algorithm, signature = signer["signature_algorithm"].dump(), signer["signature"].native
        if said["content_type"][0].dotted != content_type:
            raise NotGenuineError(Forgery.SIGNATURE_WRONG)
        said_digest = said["message_digest"][0].native
        when = said["signing_time"][0].native.date() if "signing_time" in said else None
        own = next((der for der in certificates if _is(identifier, der)), None)
    if own is None:
        raise MalformedError("a signed message without its signer's certificate")
    certificate = Certificate.of(own)
    if not hmac.compare_digest(digest(hash_name, content), said_digest) or not holds(
        certificate.spki, algorithm, signature, signed, hash_name
    ):
        raise NotGenuineError(Forgery.SIGNATURE_WRONG)
    others = tuple(Certificate.of(der) for der in certificates if der != own)
    return Signed(content, certificate, others, when)


def _is(identifier: Any, der: bytes) -> bool:
    certificate = Certificate.of(der)
    if identifier.name == "subject_key_identifier":
        return bool(certificate.key_id == identifier.chosen.native)
    sought = identifier.chosen
    return bool((certificate.issuer, certificate.serial) == (sought["issuer"].hashable, sought["serial_number"].native))
