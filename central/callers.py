"""Who asks: a certificate of our authority, in time, not revoked, of a kiosk that is enrolled.

The certificate comes from the TLS handshake, or from the header of a trusted proxy; either way it is verified here, for
each request. What the database says of a certificate is remembered for a few seconds, so that is how long another
process may take to notice a revocation.
"""

from __future__ import annotations

import threading
import time
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from ssl import DER_cert_to_PEM_cert
from typing import Final
from urllib.parse import unquote

from sqlalchemy import Connection, and_, bindparam, select

from central import tables
from central.pki import Authority, Shown
from central.store import Store

REMEMBERED_S: Final = 3.0
"""How long an answer of the database is believed."""
EVERY_SERIAL: Final = "*"
"""The serial under which `certificate` says that all the kiosk's certificates issued until then are revoked."""

_MOST: Final = 65_536

_certificate, _kiosk = tables.certificate, tables.kiosk
_all = tables.certificate.alias("all_of_them")
_STANDING: Final = (
    select(
        _kiosk.c.branch,
        _certificate.c.serial,
        _certificate.c.revoked_at,
        _all.c.revoked_at.label("all_revoked_at"),
    )
    .select_from(
        _kiosk.outerjoin(
            _certificate,
            and_(_certificate.c.kiosk == _kiosk.c.kiosk, _certificate.c.serial == bindparam("serial")),
        ).outerjoin(_all, and_(_all.c.kiosk == _kiosk.c.kiosk, _all.c.serial == EVERY_SERIAL))
    )
    .where(_kiosk.c.kiosk == bindparam("kiosk"))
)


class NotLetInError(Exception):
    """The caller is not let in: 401 without a certificate that is in time, 403 with one that does not count."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


@dataclass(frozen=True)
class Peer:
    """The kiosk that asks, by its certificate."""

    kiosk: str
    branch: str
    shown: Shown


class Callers:
    """Judges certificates. Safe to use from several threads. `monotonic` counts seconds."""

    def __init__(
        self,
        store: Store,
        authority: Authority,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store, self._authority = store, authority
        self._clock, self._monotonic = clock, monotonic
        self._remembered: dict[tuple[str, str], tuple[float, str]] = {}
        self._lock = threading.Lock()

    def remembered(self, pem: str | None) -> Peer | None:
        """The kiosk of a certificate that was looked up a moment ago. Raises `NotLetInError`."""
        shown = self._in_time(pem)
        found = self._remembered.get((shown.kiosk, shown.serial))
        if found is None or found[0] < self._monotonic():
            return None
        return Peer(shown.kiosk, found[1], shown)

    def look_up(self, pem: str | None) -> Peer:
        """The kiosk of a certificate, by the database. Raises `NotLetInError`."""
        shown = self._in_time(pem)
        until = self._monotonic() + REMEMBERED_S
        with self._store.read() as connection:
            branch = standing(connection, shown)
        with self._lock:
            if len(self._remembered) >= _MOST:
                self._remembered.clear()
            self._remembered[shown.kiosk, shown.serial] = (until, branch)
        return Peer(shown.kiosk, branch, shown)

    def forget(self) -> None:
        """Ask the database again from now on."""
        with self._lock:
            self._remembered.clear()

    def _in_time(self, pem: str | None) -> Shown:
        if pem is None:
            raise NotLetInError(401, "No client certificate")
        shown = self._authority.shown(pem)
        if shown is None:
            raise NotLetInError(403, "Not a client certificate of this service's authority")
        if not shown.not_before <= self._clock() < shown.not_after:
            raise NotLetInError(401, "The certificate is not in time")
        return shown


def standing(connection: Connection, shown: Shown) -> str:
    """The branch of a certificate's kiosk. Raises `NotLetInError`: 403 not enrolled, or revoked.

    A certificate that the database does not know, say after it was restored, is judged by when it was issued.
    """
    row = connection.execute(_STANDING, {"kiosk": shown.kiosk, "serial": shown.serial}).one_or_none()
    if row is None:
        raise NotLetInError(403, "No enrolled kiosk's certificate")
    known = row.serial is not None
    if row.revoked_at if known else row.all_revoked_at and shown.issued <= row.all_revoked_at:
        raise NotLetInError(403, "The certificate is revoked")
    return str(row.branch)


def forwarded(header: str) -> str | None:
    """The PEM certificate of a proxy's `Client-Cert` header; None where it is none.

    RFC 9440's `:base64 DER:`, or URL-escaped PEM as nginx's `$ssl_client_escaped_cert`.
    """
    text = header.strip()
    if text.startswith(":") and text.endswith(":"):
        try:
            return DER_cert_to_PEM_cert(b64decode(text[1:-1], validate=True))
        except ValueError:
            return None
    pem = unquote(text)
    return pem if pem.startswith("-----BEGIN CERTIFICATE-----") else None
