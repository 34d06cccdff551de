"""How this terminal comes to its certificate, and to the next one (docs/enrolment.md).

Enrolment is EST's (RFC 7030) `cacerts` and `simpleenroll` with a one-time code; renewal is `simplereenroll`, or, where
the certificate has expired, the centre's own call with the keys of certificate and journal. The first answer is
believed only where the authority's fingerprint is the one on the slip.
"""

from __future__ import annotations

import contextlib
import json
import ssl
import tempfile
import time
import warnings
from base64 import b64decode, b64encode, encodebytes
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import requests
import urllib3
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from requests.adapters import HTTPAdapter

from kiosk.core.entries import CertificateRenewed
from kiosk.core.ports import Clock
from kiosk.record.checkpoint import NoteError, Signer, VerifierKey
from kiosk.record.files import make_folder, write_atomically
from kiosk.record.identity import Identity, key_pem, make_key, request_for, settle
from kiosk.record.slip import Slip, renewal_message

CLOCK_OFF: Final = timedelta(minutes=10)
"""A clock that differs more from the bank's is set first: certificates and codes have their times."""

_LONGEST: Final = 65_536
_TIMEOUT_S: Final = 10.0
_EST: Final = "/.well-known/est"
_PKCS10: Final = {"Content-Type": "application/pkcs10", "Content-Transfer-Encoding": "base64"}
_DUE: Final = 1 / 3
"""Of a certificate's life: day 10 of 30."""
_SPREAD: Final = 0.1
"""Of its life, over which a fleet that was enrolled on one day renews."""

_REFUSED: Final = {
    "wrong": "the bank does not know this code for this terminal; check both, the code and the terminal's id",
    "used": "this code was used already; ask for a new one",
    "expired": "this code has expired; ask for a new one",
    "burnt": "this code was tried too often; ask for a new one",
}


class EnrolmentError(OSError):
    """It did not work; the message says why, in words for who sets the terminal up."""


class CentreUnreachableError(EnrolmentError):
    """The centre does not answer, or not now."""


@dataclass(frozen=True)
class Places:
    """The files that enrolment writes."""

    ca: Path
    certificate: Path
    key: Path
    provisioning: Path

    @property
    def waiting_key(self) -> Path:
        """The key of an enrolment that is not finished: with it the same code can be sent again."""
        return self.key.with_name(self.key.name + ".enrolling")


@dataclass(frozen=True)
class Provisioned:
    """What the bank told a terminal that enrolled."""

    kiosk: str
    bank: str
    branch: str
    desired_keys: tuple[str, ...]
    cosigner: str

    @classmethod
    def read(cls, body: bytes) -> Provisioned:
        """From the centre's JSON. Raises `EnrolmentError`."""
        try:
            told = json.loads(body)
            found = cls(
                kiosk=str(told["kiosk"]),
                bank=str(told["bank"]),
                branch=str(told["branch"]),
                desired_keys=tuple(map(str, told["desired_keys"])),
                cosigner=str(told["cosigner"]),
            )
            for key in (*found.desired_keys, found.cosigner):
                VerifierKey.parse(key)
        except (ValueError, KeyError, TypeError, RecursionError, NoteError) as error:
            raise EnrolmentError("the bank's answer cannot be understood") from error
        return found


def enrol(url: str, slip: Slip, places: Places, clock: Clock, ca: Path | None = None) -> Provisioned:
    """Enrol this terminal at the centre at `url`: make a key, have it certified, and write everything down.

    `ca` is a PEM file of the authority, where it was carried here; else the slip must name it. What was interrupted can
    be repeated, with the same code too, until it is `finish`ed. Raises `EnrolmentError`, or OSError where a file cannot
    be written.
    """
    if not url.startswith("https://"):
        raise EnrolmentError("the address must begin with https://")
    if not slip.kiosk:
        raise EnrolmentError("the terminal's id is missing: KIOSK:CODE, or --kiosk")
    authority = ca.read_bytes() if ca else _authority(url, slip, clock)
    key = _waiting_key(places.waiting_key)
    with tempfile.NamedTemporaryFile(suffix=".pem") as trusted:
        trusted.write(authority)
        trusted.flush()
        with _session(trusted.name) as session:
            body = encodebytes(request_for(slip.kiosk, key))
            headers = {**_PKCS10, "Authorization": _basic(slip)}
            answer = _ask(session, "POST", f"{url.rstrip('/')}{_EST}/simpleenroll", body, headers)
            if answer.status != 200:
                raise EnrolmentError(_why(answer))
            _check_clock(answer, clock)
            identity = Identity(key, _issued(answer.body, slip.kiosk, key))
        with tempfile.NamedTemporaryFile(suffix=".pem") as ours:  # of mode 0600
            ours.write(b"".join(identity.pem()))
            ours.flush()
            with _session(trusted.name, (ours.name, ours.name)) as session:
                path = f"/v1/kiosks/{quote(slip.kiosk, safe='')}/provisioning"
                answer = _ask(session, "GET", url.rstrip("/") + path)
    if answer.status != 200:
        raise EnrolmentError(f"the bank does not accept the new certificate (status {answer.status})")
    provisioned = Provisioned.read(answer.body)
    make_folder(places.ca.parent)
    write_atomically(places.ca, authority)
    write_atomically(places.provisioning, json.dumps(json.loads(answer.body), indent=2).encode() + b"\n")
    identity.save(places.certificate, places.key)
    return provisioned


def finish(places: Places) -> None:
    """Forget what would let an enrolment be repeated. Raises OSError."""
    places.waiting_key.unlink(missing_ok=True)


class Renewer:
    """Renews this terminal's certificate in time. Not shared between threads.

    `log_signer` gives the journal's key, which is asked only where the certificate has expired or is not accepted.
    """

    def __init__(
        self,
        kiosk: str,
        url: str,
        ca: Path,
        pair: tuple[Path, Path],
        *,
        log_signer: Callable[[], Signer],
        clock: Clock,
    ) -> None:
        self._kiosk, self._url, self._ca = kiosk, url.rstrip("/"), ca
        self._pair, self._log_signer, self._clock = pair, log_signer, clock

    def __call__(self, refused: bool = False) -> CertificateRenewed | None:
        """Renew where it is due, or where the centre `refused` the certificate just now; None where there was no need.

        Raises OSError: `EnrolmentError` where the centre does not renew or cannot be reached, others where a file
        cannot be read or written. It may be called again at any time.
        """
        settle(*self._pair)
        old = Identity.load(*self._pair)
        now = self._clock.now()
        late = refused or now >= old.certificate.not_valid_after_utc
        if not late and now < due(old.certificate):
            return None
        key = make_key()
        request = request_for(self._kiosk, key)
        answer = self._renew_late(old, request) if late else self._renew(request)
        if answer.status in (401, 403) and not late:  # by the centre's clock it may have expired
            answer = self._renew_late(old, request)
        if answer.status != 200:
            raise (CentreUnreachableError if answer.status >= 500 else EnrolmentError)(_why(answer))
        renewed = Identity(key, _issued(answer.body, self._kiosk, key))
        renewed.save(*self._pair)
        until = renewed.certificate.not_valid_after_utc
        return CertificateRenewed(renewed.serial, until.isoformat(timespec="seconds").replace("+00:00", "Z"))

    def _renew(self, request: bytes) -> _Answer:
        with _session(str(self._ca), self._pair) as session:
            return _ask(session, "POST", f"{self._url}{_EST}/simplereenroll", encodebytes(request), _PKCS10)

    def _renew_late(self, old: Identity, request: bytes) -> _Answer:
        url = f"{self._url}/v1/kiosks/{quote(self._kiosk, safe='')}/renewal"
        with _session(str(self._ca)) as session:
            answer = _ask(session, "GET", url)
            if answer.status != 200:
                return answer
            nonce = answer.fields().get("nonce")
            if not isinstance(nonce, str):
                raise EnrolmentError("the bank's answer cannot be understood")
            message = renewal_message(self._kiosk, nonce, request)
            body = {
                "nonce": nonce,
                "certificate": old.pem()[0].decode(),
                "csr": b64encode(request).decode(),
                "signature": b64encode(old.sign(message)).decode(),
                "log_signature": b64encode(self._log_signer().sign(message)).decode(),
            }
            return _ask(session, "POST", url, json.dumps(body).encode(), {"Content-Type": "application/json"})


def due(certificate: x509.Certificate) -> Any:
    """When a certificate is to be renewed: after a third of its life, and a part that its serial number decides."""
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    drawn = int.from_bytes(sha256(str(certificate.serial_number).encode()).digest()[:4], "big") / 2**32
    return begins + (ends - begins) * (_DUE + _SPREAD * drawn)


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def fields(self) -> dict[str, Any]:
        """The body as a JSON object; an empty one where it is none."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return value if isinstance(value, dict) else {}


class _Tls13(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_minimum_version=ssl.TLSVersion.TLSv1_3, **kwargs)


def _session(ca: str | None, pair: tuple[Path | str, Path | str] | None = None) -> requests.Session:
    """A session that trusts one authority; with None it trusts anybody, and nothing it hears may be believed."""
    session = requests.Session()
    session.trust_env = False
    session.verify = ca or False
    session.cert = None if pair is None else (str(pair[0]), str(pair[1]))
    session.mount("https://", _Tls13())
    session.headers["Accept-Encoding"] = "identity"
    return session


def _ask(
    session: requests.Session,
    method: str,
    url: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> _Answer:
    """One call, bounded in size and time. Raises `EnrolmentError` where there is no answer."""
    end = time.monotonic() + 3 * _TIMEOUT_S
    try:
        with session.request(
            method,
            url,
            data=body,
            headers=dict(headers or {}),
            timeout=_TIMEOUT_S,
            allow_redirects=False,
            stream=True,
        ) as response:
            told = bytearray()
            while part := response.raw.read1(_LONGEST, decode_content=False):
                told += part
                if len(told) > _LONGEST or time.monotonic() > end:
                    raise EnrolmentError("the bank's answer is too long")
            return _Answer(response.status_code, response.headers, bytes(told))
    except requests.exceptions.SSLError as error:
        raise EnrolmentError(_why_not_tls(error)) from error
    except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
        raise CentreUnreachableError(f"{url.partition('/.')[0].partition('/v1/')[0]} cannot be reached") from error


def _authority(url: str, slip: Slip, clock: Clock) -> bytes:
    """The authority's certificate (PEM) as the centre tells it, where it is the one that the slip names."""
    if not slip.authority:
        raise EnrolmentError("the authority's fingerprint is missing: KIOSK:CODE:PRINT, --fingerprint, or --ca")
    with warnings.catch_warnings(), _session(None) as session:
        warnings.simplefilter("ignore", urllib3.exceptions.InsecureRequestWarning)
        answer = _ask(session, "GET", f"{url.rstrip('/')}{_EST}/cacerts")
    if answer.status != 200:
        raise EnrolmentError(f"there is no enrolment at this address (status {answer.status})")
    for found in _certificates(answer.body):
        if slip.fits(found.public_bytes(Encoding.DER)):
            _check_clock(answer, clock)
            return found.public_bytes(Encoding.PEM)
    raise EnrolmentError(
        "not the authority on the slip: a mistyped fingerprint, another bank's address, or somebody between: "
        "the code was not sent"
    )


def _certificates(body: bytes) -> list[x509.Certificate]:
    try:
        return pkcs7.load_der_pkcs7_certificates(b64decode(b"".join(body.split()), validate=True))
    except ValueError as error:
        raise EnrolmentError("the bank's answer cannot be understood") from error


def _issued(body: bytes, kiosk: str, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    """The certificate of an answer that is for our key and name."""
    for found in _certificates(body):
        names: Iterable[Any] = (attribute.value for attribute in found.subject)
        if found.public_key() == key.public_key() and kiosk in names:
            return found
    raise EnrolmentError("the bank's certificate is not for this terminal")


def _waiting_key(path: Path) -> ec.EllipticCurvePrivateKey:
    """The key of an enrolment that was begun, or a new one, kept before it is used."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        found = serialization.load_pem_private_key(path.read_bytes(), None)
        if isinstance(found, ec.EllipticCurvePrivateKey):
            return found
    made = make_key()
    make_folder(path.parent)
    write_atomically(path, key_pem(made))
    return made


def _basic(slip: Slip) -> str:
    return f"Basic {b64encode(f'{slip.kiosk}:{slip.code}'.encode()).decode()}"


def _check_clock(answer: _Answer, clock: Clock) -> None:
    """Compare the clocks. Raises `EnrolmentError`."""
    try:
        off = parsedate_to_datetime(answer.headers["Date"]) - clock.now()
    except (KeyError, ValueError, TypeError):
        return
    if abs(off) > CLOCK_OFF:
        slow = "behind" if off > timedelta() else "ahead of"
        minutes = round(abs(off) / timedelta(minutes=1))
        raise EnrolmentError(f"this terminal's clock is {minutes} minutes {slow} the bank's: set it, then try again")


def _why(answer: _Answer) -> str:
    told = answer.fields()
    reason, title = told.get("reason"), told.get("title")
    if isinstance(reason, str) and reason in _REFUSED:
        return _REFUSED[reason]
    said = f": {title[:200]}" if isinstance(title, str) and title.isprintable() else ""
    return f"the bank refused (status {answer.status}){said}"


def _why_not_tls(error: requests.exceptions.SSLError) -> str:
    text = str(error)
    if "not yet valid" in text or "has expired" in text:
        return "the bank's certificate is not in time: set this terminal's clock, then try again"
    if "Hostname mismatch" in text or "IP address mismatch" in text or "doesn't match" in text:
        return "the bank's certificate is for another name than this address (central.toml: names)"
    if "self-signed" in text or "unable to get local issuer" in text or "verify failed" in text:
        return "the bank's certificate is not of the authority that the slip names"
    return "no TLS connection with the bank"
