"""Certificates for terminals: the EST subset (RFC 7030), renewal with an expired certificate, and what to pin."""

from __future__ import annotations

from base64 import b64decode
from typing import Annotated, Any, Final

from cryptography import x509
from fastapi import APIRouter, Body, Header, Response
from pydantic import BaseModel, ConfigDict, Field

from central.enrolment import EnrolmentError, Renewal, Request, certs_only
from central.logs import event
from central.routes.caller import AnyKiosk, Central, Name, OwnKiosk
from central.routes.documented import BY_CODE, OPEN
from central.routes.problems import SMALL_BODY, example, problems

router = APIRouter()

_PKCS7: Final = "application/pkcs7-mime"
_CERTS_ONLY: Final = f"{_PKCS7}; smime-type=certs-only"
_CSR: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/pkcs10": {
                "schema": {"type": "string", "format": "base64", "description": "DER, P-256 or Ed25519, CN = kiosk id"},
                "examples": {"usual": {"value": "MIHOMHYCAQAwFDESMBAGA1UEAwwJMDU3MS0z..."}},
            }
        },
    }
}
_CERTIFICATES: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "Certificates as base64 of PKCS #7, certs-only",
        "content": {
            _PKCS7: {
                "schema": {"type": "string", "format": "base64"},
                "examples": {"usual": {"value": "MIIBuwYJKoZIhvcNAQcCoIIBrDCCAagCAQEx..."}},
            }
        },
    }
}


_NONCE: Final = "AAAAAGoXk8E0rZ0n..."


class NonceBody(BaseModel):
    """What a terminal signs to renew a certificate that has expired; good for ten minutes."""

    model_config = example(nonce=_NONCE)
    nonce: str


class RenewalBody(BaseModel):
    """Both signatures are over the text of docs/enrolment.md, made of the nonce and the request."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True) | example(
        nonce=_NONCE,
        certificate="-----BEGIN CERTIFICATE-----\nMIIBfD...\n-----END CERTIFICATE-----\n",
        csr="MIHOMHYCAQAw...",
        signature="MEUCIQDk...",
        log_signature="5rYh...",
    )
    nonce: str = Field(max_length=128)
    certificate: str = Field(max_length=8192, description="The certificate that has expired, PEM")
    csr: str = Field(max_length=8192, description="The certificate request for a new key, base64 of DER")
    signature: str = Field(max_length=256, description="By the certificate's key, base64: ECDSA (DER), or Ed25519")
    log_signature: str = Field(max_length=256, description="By the journal's key, base64")


class ProvisioningBody(BaseModel):
    """What a terminal must know and pin."""

    model_config = example(
        kiosk="0571-3",
        bank="demo",
        branch="0571",
        desired_keys=["demo/desired+0f3c9a11+AbC..."],
        cosigner="demo/cosigner+5be0cd19+BDe...",
    )
    kiosk: str
    bank: str
    branch: str
    desired_keys: list[str] = Field(description="Who may sign its desired state, as C2SP verifier keys")
    cosigner: str = Field(description="Who cosigns its journal, as a C2SP verifier key")


@router.get(
    "/.well-known/est/cacerts", response_class=Response, responses=_CERTIFICATES | problems(503), openapi_extra=OPEN
)
def ca_certificates(central: Central) -> Response:
    """The authority's certificate. To be believed only by its fingerprint, or under itself."""
    return _certificates(x509.load_der_x509_certificate(central.enrolment.authority.der))


@router.post(
    "/.well-known/est/simpleenroll",
    response_class=Response,
    responses=_CERTIFICATES
    | problems(
        *(400, 401, 413, 415, 503),
        _400_csr={"title": "Not a certificate request (PKCS #10)"},
        _401_used={"title": "The code was used already", "reason": "used"},
        _415_type={"title": "Content-Type must be application/pkcs10"},
    ),
    openapi_extra=_CSR | BY_CODE,
    max_body_size=SMALL_BODY,
)
def enrol(
    central: Central,
    body: Annotated[bytes, Body(media_type="application/pkcs10")],
    authorization: Annotated[str, Header(include_in_schema=False)] = "",
    content_type: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """The first certificate, for a one-time code: HTTP Basic with the kiosk's id and the code.

    401 says why in `reason`: `wrong`, `burnt` (tried ten times), `expired`, `used`. The same request with the same code
    may be repeated.
    """
    kiosk, code = _basic(authorization)
    _check_type(content_type)
    try:
        certificate = central.enrolment.enrol(kiosk, code, Request.read(body))
    except EnrolmentError as error:
        # What no kiosk is called may be the code, put in the wrong place.
        event("notEnrolled", kiosk=kiosk if error.code and central.enrolment.known(kiosk) else None, why=error.why)
        raise
    event("enrolled", kiosk=kiosk, serial=f"{certificate.serial_number:x}")
    return _certificates(certificate)


@router.post(
    "/.well-known/est/simplereenroll",
    response_class=Response,
    responses=_CERTIFICATES
    | problems(
        *(400, 401, 403, 413, 415, 503),
        _400_key={"title": "A renewal needs a new key"},
        _403_revoked={"title": "The certificate is revoked"},
        _415_type={"title": "Content-Type must be application/pkcs10"},
    ),
    openapi_extra=_CSR,
    max_body_size=SMALL_BODY,
)
def reenrol(
    peer: AnyKiosk,
    central: Central,
    body: Annotated[bytes, Body(media_type="application/pkcs10")],
    content_type: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """The next certificate for a terminal with a valid one: the same common name, a new key."""
    _check_type(content_type)
    certificate = central.enrolment.reenrol(peer, Request.read(body))
    event("renewed", kiosk=peer.kiosk, serial=f"{certificate.serial_number:x}")
    return _certificates(certificate)


@router.get("/v1/kiosks/{kiosk}/renewal", responses=problems(400, 503), openapi_extra=OPEN)
def nonce(kiosk: Name, central: Central) -> NonceBody:
    """A nonce for renewing an expired certificate; needs no certificate."""
    return NonceBody(nonce=central.enrolment.nonce(kiosk))


@router.post(
    "/v1/kiosks/{kiosk}/renewal",
    response_class=Response,
    responses=_CERTIFICATES
    | problems(400, 403, 413, 503, _403_long={"title": "The certificate ended more than 90 days ago"}),
    openapi_extra=OPEN,
    max_body_size=SMALL_BODY,
)
def renew(kiosk: Name, body: RenewalBody, central: Central) -> Response:
    """The next certificate for a terminal whose last one ended at most 90 days ago; needs no certificate in TLS."""
    asked = Renewal(
        body.nonce, body.certificate, body.csr.encode(), _base64(body.signature), _base64(body.log_signature)
    )
    certificate = central.enrolment.renew(kiosk, asked)
    event("renewedLate", kiosk=kiosk, serial=f"{certificate.serial_number:x}")
    return _certificates(certificate)


@router.get("/v1/kiosks/{kiosk}/provisioning", responses=problems(400, 401, 403, 503))
def provisioning(kiosk: OwnKiosk, peer: AnyKiosk, central: Central) -> ProvisioningBody:
    """The keys a terminal must pin, and where it stands."""
    return ProvisioningBody(**central.provisioning(kiosk, peer.branch))


def _certificates(*certificates: x509.Certificate) -> Response:
    return Response(certs_only(*certificates), media_type=_CERTS_ONLY, headers={"Content-Transfer-Encoding": "base64"})


def _check_type(content_type: str) -> None:
    if content_type.partition(";")[0].strip().lower() != "application/pkcs10":
        raise EnrolmentError(415, "Content-Type must be application/pkcs10")


def _basic(authorization: str) -> tuple[str, str]:
    """The user and the password (RFC 7617). Raises `EnrolmentError` (401)."""
    scheme, _, credentials = authorization.partition(" ")
    try:
        user, colon, password = b64decode(credentials.strip(), validate=True).decode().partition(":")
    except ValueError:
        colon = ""
    if scheme.lower() != "basic" or not colon or "\x00" in user:
        raise EnrolmentError(401, "The terminal's id and its one-time code are needed (HTTP Basic)")
    return user, password


def _base64(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise EnrolmentError(400, "A signature is base64") from error
