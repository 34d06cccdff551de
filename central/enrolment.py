"""How terminals come to their certificates: one-time codes, renewal before and after expiry, revocation.

The messages are the EST subset of docs/enrolment.md (RFC 7030); renewal with an expired certificate is our own.
"""

from __future__ import annotations

import contextlib
import hmac
import secrets
import struct
from base64 import b64decode, encodebytes, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID
from sqlalchemy import Connection, insert, select, update

from central import tables
from central.callers import EVERY_SERIAL, NotLetInError, Peer, standing
from central.keys import write_secret
from central.pki import Authority, ClientKey, Shown, client_key, holds, public_bytes
from central.store import Store, put
from kiosk.record import slip
from kiosk.record.checkpoint import SignatureType, VerifierKey

MOST_TRIES: Final = 10
"""With which a code may be tried, right or wrong; then it is burnt."""
RENEWABLE: Final = timedelta(days=90)
"""How long after its end a certificate may be renewed."""
NONCE_LASTS: Final = timedelta(minutes=10)
LARGEST_CSR: Final = 8192
"""Bytes of a certificate request, DER."""

_STAMP: Final = struct.Struct(">Q16s")
_FOREVER: Final = datetime(9000, 1, 1, tzinfo=UTC)

_code, _certificate, _kiosk, _epoch = tables.enrolment_code, tables.certificate, tables.kiosk, tables.epoch


class CodeTrouble(StrEnum):
    """Why a one-time code does not count."""

    WRONG = "wrong"
    BURNT = "burnt"
    EXPIRED = "expired"
    USED = "used"


_TOLD: Final = {
    CodeTrouble.WRONG: "The code is not this terminal's",
    CodeTrouble.BURNT: "The code was tried too often",
    CodeTrouble.EXPIRED: "The code has expired",
    CodeTrouble.USED: "The code was used already",
}


class EnrolmentError(Exception):
    """Refused: `status` is that of HTTP, the message says why and quotes nothing."""

    def __init__(self, status: int, why: str, code: CodeTrouble | None = None) -> None:
        super().__init__(why)
        self.status, self.why, self.code = status, why, code


@dataclass(frozen=True)
class Request:
    """A certificate request (PKCS #10), its signature verified: whoever sent it has the key."""

    kiosk: str
    key: ClientKey
    der: bytes

    @classmethod
    def read(cls, body: bytes) -> Request:
        """From base64 of DER, as RFC 7030 has it. Raises `EnrolmentError` (400)."""
        try:
            der = b64decode(b"".join(body.split()), validate=True)
            if len(der) > LARGEST_CSR:
                raise EnrolmentError(400, "The certificate request is too long")
            request = x509.load_der_x509_csr(der)
            names = request.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
            key = client_key(request)
            if key is None:
                raise EnrolmentError(400, "The key must be P-256 or Ed25519")
            if not request.is_signature_valid:
                raise EnrolmentError(400, "The certificate request is not signed by its own key")
            if len(names) != 1:
                raise EnrolmentError(400, "The certificate request has not exactly one common name")
        except (ValueError, UnsupportedAlgorithm) as error:
            raise EnrolmentError(400, "Not a certificate request (PKCS #10)") from error
        return cls(str(names[0].value), key, der)


@dataclass(frozen=True)
class Renewal:
    """What is sent to renew a certificate that has expired. Nothing of it is verified yet."""

    nonce: str
    certificate: str
    csr: bytes
    signature: bytes
    log_signature: bytes


class Nonces:
    """Nonces that need no memory: each bears its time and a MAC under a key that all processes share (`key`)."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            with contextlib.suppress(FileExistsError):  # another process was first
                write_secret(path, secrets.token_bytes(32))
        self._key = path.read_bytes()
        if len(self._key) != 32:
            raise ValueError(f"{path} holds no key of 32 bytes")

    def make(self, kiosk: str, now: datetime) -> str:
        """A nonce for a kiosk."""
        stamp = _STAMP.pack(int(now.timestamp()), secrets.token_bytes(16))
        return urlsafe_b64encode(stamp + self._mac(kiosk, stamp)).decode()

    def fresh(self, nonce: str, kiosk: str, now: datetime) -> bool:
        """Whether a nonce was made for this kiosk within the last ten minutes."""
        try:
            raw = urlsafe_b64decode(nonce.encode("ascii"))
            at, _ = _STAMP.unpack(raw[: _STAMP.size])
        except (ValueError, struct.error):
            return False
        good = hmac.compare_digest(self._mac(kiosk, raw[: _STAMP.size]), raw[_STAMP.size :])
        return good and 0 <= now.timestamp() - at <= NONCE_LASTS.total_seconds()

    def _mac(self, kiosk: str, stamp: bytes) -> bytes:
        return hmac.digest(self._key, b"branch-kiosk renewal nonce v1\n" + kiosk.encode() + b"\n" + stamp, "sha256")


class Enrolment:
    """Gives and takes back certificates that last `days`. `changed` is called when a certificate was revoked."""

    def __init__(
        self,
        store: Store,
        authority: Authority,
        nonces: Nonces,
        *,
        clock: Callable[[], datetime],
        days: int,
        changed: Callable[[], None],
    ) -> None:
        self._store, self.authority, self._nonces = store, authority, nonces
        self._clock, self._days, self._changed = clock, days, changed

    def known(self, kiosk: str) -> bool:
        """Whether a kiosk is written down."""
        with self._store.read() as connection:
            return connection.execute(select(_kiosk.c.kiosk).where(_kiosk.c.kiosk == kiosk)).first() is not None

    def code(self, kiosk: str, branch: str | None, lasts: timedelta) -> slip.Slip:
        """A new one-time code for a kiosk, which may be new; it replaces the code before.

        Raises `EnrolmentError`: 400 where a new kiosk's branch is not said, 409 where the kiosk stands in another.
        """
        made = slip.make_code()
        now = self._clock()

        def keep(connection: Connection) -> None:
            held = connection.execute(select(_kiosk.c.branch).where(_kiosk.c.kiosk == kiosk)).scalar_one_or_none()
            if held is None and not branch:
                raise EnrolmentError(400, "a new terminal needs --branch")
            if held and branch and branch != held and _lives(connection, kiosk, now):
                raise EnrolmentError(409, f"the terminal stands in branch {held}: revoke it first")
            if branch and branch != held:
                register(connection, kiosk, branch, now)
            row = {"kiosk": kiosk, "digest": slip.digest(made), "expires": now + lasts, "tries": 0, "used_at": None}
            put(connection, _code, row, replace=True)

        self._store.change(keep)
        return slip.Slip(made, kiosk, slip.print_of(self.authority.der))

    def enrol(self, kiosk: str, code: str, request: Request) -> x509.Certificate:
        """The first certificate, for a one-time code; the kiosk's next journal may then have a new key, and its earlier
        certificates are revoked.

        The same request with the same code may be repeated, for the first answer may have been lost. Raises
        `EnrolmentError`: 401 for a code that does not count, 400 for a request in another name.
        """
        if request.kiosk != kiosk:
            raise EnrolmentError(400, "The certificate request is in another name")
        now, public = self._clock(), public_bytes(request.key)

        def spend(connection: Connection) -> x509.Certificate | CodeTrouble:
            spent = self._spend(connection, kiosk, code, public, now)
            if isinstance(spent, CodeTrouble):
                return spent
            if spent:
                _revoke(connection, kiosk, None, now)
                connection.execute(update(_kiosk).where(_kiosk.c.kiosk == kiosk).values(enrolled_at=now, log_key=None))
            return self._issue(connection, kiosk, request.key)

        outcome = self._store.change(spend)
        if isinstance(outcome, CodeTrouble):  # after the commit: the try counts
            raise EnrolmentError(401, _TOLD[outcome], outcome)
        self._changed()
        return outcome

    def reenrol(self, peer: Peer, request: Request) -> x509.Certificate:
        """The next certificate of a kiosk with a valid one, for a new key. Raises `EnrolmentError` (400, 403)."""
        if request.kiosk != peer.kiosk:
            raise EnrolmentError(400, "The certificate request is in another name")
        if public_bytes(request.key) == peer.shown.public:
            raise EnrolmentError(400, "A renewal needs a new key")

        def issue(connection: Connection) -> x509.Certificate:
            _stand(connection, peer.shown)
            return self._issue(connection, peer.kiosk, request.key)

        return self._store.change(issue)

    def nonce(self, kiosk: str) -> str:
        """What a kiosk must sign to renew an expired certificate; good for ten minutes."""
        return self._nonces.make(kiosk, self._clock())

    def renew(self, kiosk: str, asked: Renewal) -> x509.Certificate:
        """The next certificate of a kiosk whose last one ended up to 90 days ago, by the keys of that certificate and
        of the kiosk's journal. Raises `EnrolmentError`: 400 malformed, 403 refused.
        """
        now = self._clock()
        if not self._nonces.fresh(asked.nonce, kiosk, now):
            raise EnrolmentError(403, "The nonce is not fresh")
        request = Request.read(asked.csr)
        shown = self.authority.shown(asked.certificate)
        if shown is None:
            raise EnrolmentError(403, "Not a client certificate of this service's authority")
        if shown.kiosk != kiosk or request.kiosk != kiosk:
            raise EnrolmentError(403, "The certificate or the request is in another name")
        if not shown.not_before <= now <= shown.not_after + RENEWABLE:
            raise EnrolmentError(403, "The certificate ended more than 90 days ago")
        if public_bytes(request.key) == shown.public:
            raise EnrolmentError(400, "A renewal needs a new key")
        message = slip.renewal_message(kiosk, asked.nonce, request.der)
        if not holds(shown.public, message, asked.signature):
            raise EnrolmentError(403, "The signature is not that of the certificate's key")

        def issue(connection: Connection) -> x509.Certificate:
            _stand(connection, shown)
            if not _is_log_key(connection, kiosk, message, asked.log_signature):
                raise EnrolmentError(403, "The signature is not that of the journal's pinned key")
            return self._issue(connection, kiosk, request.key)

        return self._store.change(issue)

    def provision(self, connection: Connection, kiosk: str, branch: str, certificate: bytes) -> None:
        """Record a kiosk that is provisioned by hand, with its certificate (PEM)."""
        register(connection, kiosk, branch, self._clock())
        shown = self.authority.shown(certificate.decode())
        if shown is not None:
            _record(connection, shown, self._clock())

    def revoke(self, kiosk: str, serial: str | None = None) -> int:
        """Revoke one certificate of a kiosk, or all that were ever issued and its unused code. Returns how many of the
        known ones it were.
        """
        now = self._clock()

        def take_back(connection: Connection) -> int:
            if connection.execute(select(_kiosk.c.kiosk).where(_kiosk.c.kiosk == kiosk)).first() is None:
                return 0
            if serial is None:
                connection.execute(update(_code).where(_code.c.kiosk == kiosk).values(tries=MOST_TRIES))
            return _revoke(connection, kiosk, serial, now)

        revoked = self._store.change(take_back)
        self._changed()
        return revoked

    def _spend(self, connection: Connection, kiosk: str, code: str, public: bytes, now: datetime) -> bool | CodeTrouble:
        """Count a try, and use the code up where it is right: true the first time, false for a repeat; else why not.

        The row's lock makes it once only.
        """
        counted = connection.execute(
            update(_code).where(_code.c.kiosk == kiosk, _code.c.tries < MOST_TRIES).values(tries=_code.c.tries + 1)
        ).rowcount
        row = connection.execute(select(_code).where(_code.c.kiosk == kiosk)).one_or_none()
        try:
            given = slip.digest(slip.normalised(code))
        except slip.SlipError:
            given = b""
        if row is None or not hmac.compare_digest(bytes(row.digest), given):
            return CodeTrouble.WRONG
        if not counted:
            return CodeTrouble.BURNT
        if row.expires <= now:
            return CodeTrouble.EXPIRED
        if row.used_at is not None:
            repeated = connection.execute(
                select(_certificate.c.serial).where(
                    _certificate.c.kiosk == kiosk,
                    _certificate.c.public == public,
                    _certificate.c.issued_at >= row.used_at,
                    _certificate.c.revoked_at.is_(None),
                )
            ).first()
            return False if repeated else CodeTrouble.USED
        connection.execute(update(_code).where(_code.c.kiosk == kiosk).values(used_at=now))
        return True

    def _issue(self, connection: Connection, kiosk: str, key: ClientKey) -> x509.Certificate:
        certificate = self.authority.sign(kiosk, key, self._days)
        shown = Shown.of(certificate)
        if shown is None:
            raise EnrolmentError(400, "The key must be P-256 or Ed25519")
        _record(connection, shown, self._clock())
        return certificate


def certs_only(*certificates: x509.Certificate) -> bytes:
    """Certificates as the body of an EST answer: base64 of PKCS #7, certs-only (RFC 7030, 4.1.3)."""
    return encodebytes(pkcs7.serialize_certificates(list(certificates), Encoding.DER))


def register(connection: Connection, kiosk: str, branch: str, now: datetime) -> None:
    """Write a kiosk down as standing in a branch; its next journal may have a new key."""
    put(connection, tables.branch, {"id": branch, "names": {"zh_CN": branch, "en": branch}})
    put(connection, _kiosk, {"kiosk": kiosk, "branch": branch, "enrolled_at": now, "log_key": None}, replace=True)


def _record(connection: Connection, shown: Shown, now: datetime) -> None:
    row = {
        "kiosk": shown.kiosk,
        "serial": shown.serial,
        "public": shown.public,
        "not_after": shown.not_after,
        "issued_at": now,
        "revoked_at": None,
    }
    connection.execute(insert(_certificate).values(**row))


def _stand(connection: Connection, shown: Shown) -> None:
    """See that a certificate is not revoked, nor will be until the transaction ends: what it buys outlives it.

    Raises `EnrolmentError` (403).
    """
    _lock(connection, shown.kiosk)
    try:
        standing(connection, shown)
    except NotLetInError as refused:
        raise EnrolmentError(403, refused.why) from refused


def _lock(connection: Connection, kiosk: str) -> None:
    """Renew and revoke one after the other."""
    connection.execute(select(_kiosk.c.kiosk).where(_kiosk.c.kiosk == kiosk).with_for_update())


def _lives(connection: Connection, kiosk: str, now: datetime) -> bool:
    """Whether a kiosk has a certificate that counts, or may have one that was issued before this was written down."""
    rows = connection.execute(select(_certificate).where(_certificate.c.kiosk == kiosk)).all()
    known = [row for row in rows if row.serial != EVERY_SERIAL]
    return any(row.revoked_at is None and row.not_after > now for row in known)


def _revoke(connection: Connection, kiosk: str, serial: str | None, now: datetime) -> int:
    _lock(connection, kiosk)
    which = update(_certificate).where(_certificate.c.kiosk == kiosk, _certificate.c.revoked_at.is_(None))
    if serial is not None:
        which = which.where(_certificate.c.serial == serial)
    revoked = connection.execute(which.values(revoked_at=now)).rowcount
    if serial is None:
        everything = {
            "kiosk": kiosk,
            "serial": EVERY_SERIAL,
            "public": b"",
            "not_after": _FOREVER,
            "issued_at": now,
            "revoked_at": now,
        }
        put(connection, _certificate, everything, replace=True)
    return revoked


def _is_log_key(connection: Connection, kiosk: str, message: bytes, signature: bytes) -> bool:
    """Whether the pinned key of the kiosk's journal made a signature.

    Where none began since it was enrolled, whose key would be pinned, it is that of the journal that went on.
    """
    row = connection.execute(select(_kiosk).where(_kiosk.c.kiosk == kiosk)).one_or_none()
    if row is None:
        return False
    if row.log_key:
        key = VerifierKey("journal", SignatureType(row.log_key[0]), bytes(row.log_key[1:]))
        return key.holds(message, signature)
    went_on = (_epoch.c.kiosk == kiosk, _epoch.c.last_at > row.enrolled_at)
    newest = select(_epoch.c.verifier).where(*went_on).order_by(_epoch.c.last_at.desc()).limit(1)
    verifier = connection.execute(newest).scalar_one_or_none()
    return verifier is not None and VerifierKey.parse(verifier).holds(message, signature)
