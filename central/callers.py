"""Who asks: a certificate of our authority, in time, not revoked, of a kiosk that is enrolled.

The certificate comes from the TLS handshake, or from the header of a trusted proxy; either way it is verified here, for
each request. What the database says of a certificate is remembered for a few seconds, so that is how long another
process may take to notice a revocation.
"""

from __future__ import annotations

import threading
import time
from base64 import b64decode
from collections.abc import Callable, Sequence
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
        _kiosk.c.kiosk,
        _kiosk.c.branch,
        _certificate.c.serial,
        _certificate.c.revoked_at,
        _all.c.revoked_at.label("all_revoked_at"),
    )
    .select_from(
        _kiosk.outerjoin(
            _certificate,
            and_(
                _certificate.c.kiosk == _kiosk.c.kiosk,
                _certificate.c.serial.in_(bindparam("serials", expanding=True)),
            ),
        ).outerjoin(_all, and_(_all.c.kiosk == _kiosk.c.kiosk, _all.c.serial == EVERY_SERIAL))
    )
    .where(_kiosk.c.kiosk.in_(bindparam("kiosks", expanding=True)))
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


@dataclass
class _Question:
    """A certificate that the database is to be asked about, and the answer: its kiosk's branch."""

    shown: Shown
    answer: str | Exception | None = None


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
        self._questions: list[_Question] = []
        self._lock, self._asking = threading.Lock(), threading.Lock()

    def remembered(self, pem: str | None) -> Peer | None:
        """The kiosk of a certificate that was looked up a moment ago. Raises `NotLetInError`."""
        shown = self._in_time(pem)
        found = self._remembered.get((shown.kiosk, shown.serial))
        if found is None or found[0] < self._monotonic():
            return None
        return Peer(shown.kiosk, found[1], shown)

    def look_up(self, pem: str | None) -> Peer:
        """The kiosk of a certificate, by the database. Raises `NotLetInError`.

        Threads that ask at the same time share a query.
        """
        own = _Question(self._in_time(pem))
        with self._lock:
            self._questions.append(own)
        with self._asking:
            if own.answer is None:
                with self._lock:
                    asked, self._questions = self._questions, []
                self._ask(asked)
        if not isinstance(own.answer, str):
            raise own.answer or AssertionError
        return Peer(own.shown.kiosk, own.answer, own.shown)

    def forget(self) -> None:
        """Ask the database again from now on."""
        with self._lock:
            self._remembered.clear()

    def _ask(self, questions: Sequence[_Question]) -> None:
        until = self._monotonic() + REMEMBERED_S
        try:
            with self._store.read() as connection:
                answers = _standings(connection, [question.shown for question in questions])
        except Exception as error:  # it is each thread's own to raise
            answers = [error] * len(questions)
        with self._lock:
            if len(self._remembered) >= _MOST:
                self._remembered.clear()
            for question, answer in zip(questions, answers, strict=True):
                question.answer = answer
                if isinstance(answer, str):
                    self._remembered[question.shown.kiosk, question.shown.serial] = (until, answer)

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
    (answer,) = _standings(connection, [shown])
    if isinstance(answer, Exception):
        raise answer
    return answer


def _standings(connection: Connection, shown: Sequence[Shown]) -> list[str | Exception]:
    asked = {"kiosks": [one.kiosk for one in shown], "serials": [one.serial for one in shown]}
    rows = connection.execute(_STANDING, asked).all()
    kiosks = {row.kiosk: row for row in rows}
    certificates = {(row.kiosk, row.serial): row for row in rows}
    answers: list[str | Exception] = []
    for one in shown:
        kiosk, certificate = kiosks.get(one.kiosk), certificates.get((one.kiosk, one.serial))
        if kiosk is None:
            answers.append(NotLetInError(403, "No enrolled kiosk's certificate"))
        elif certificate.revoked_at if certificate else kiosk.all_revoked_at and one.issued <= kiosk.all_revoked_at:
            answers.append(NotLetInError(403, "The certificate is revoked"))
        else:
            answers.append(str(kiosk.branch))
    return answers


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
