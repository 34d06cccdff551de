"""Customers' sessions: each of one customer, one terminal and one visit, and soon over."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from central import tables
from central.bank.vault import Vault
from central.batch import RefusedError
from kiosk.core.banking import Identified, SessionRefusal, mask_name

_CONSENT_BYTES: Final = 32
_KEPT: Final = timedelta(days=30)
"""How long it can be seen that there was a session."""
_SESSION, _CUSTOMER, _CHANGE = tables.bank_session.c, tables.customer.c, tables.bank_change.c


@dataclass(frozen=True)
class Opened:
    """A session that was opened: its consent id, the customer's name, masked, and when it ends by itself."""

    consent_id: str = field(repr=False)
    name: str = field(repr=False)
    valid_until: datetime
    used: tuple[str, ...] = ()
    """What of what the fraud rules judge the customer has changed at a terminal before."""


@dataclass(frozen=True)
class Bound:
    """A session that holds: who is served, and at which terminal in which visit."""

    customer: str
    kiosk: str
    visit: str
    session: bytes = field(default=b"", repr=False)
    """The digest of its consent id."""


class Sessions:
    """Opens, finds and closes sessions, which last `minutes`."""

    def __init__(self, vault: Vault, minutes: int) -> None:
        self._vault, self._lasts = vault, timedelta(minutes=minutes)

    def open(self, connection: Connection, kiosk: str, asked: Identified, now: datetime) -> Opened | SessionRefusal:
        """Open a session. A terminal serves one customer at a time: what it had open is closed, whoever it was for."""
        self._close(connection, now, _SESSION.kiosk == kiosk)
        connection.execute(delete(tables.bank_session).where(_SESSION.valid_until < now - _KEPT))
        if not asked.face_accepted:
            return SessionRefusal.NOT_PROVED
        digest = self._vault.of_document(connection, asked.document.value, asked.number)
        found = connection.execute(
            select(tables.customer)
            .join(tables.customer_document, tables.customer_document.c.customer == _CUSTOMER.id)
            .where(tables.customer_document.c.digest == digest)
        ).one_or_none()
        if found is None:
            return SessionRefusal.NOT_A_CUSTOMER
        if found.blocked:
            return SessionRefusal.BLOCKED
        consent, until = secrets.token_urlsafe(_CONSENT_BYTES), now + self._lasts
        connection.execute(
            insert(tables.bank_session).values(
                kiosk=kiosk,
                digest=_digest(consent),
                customer=found.id,
                visit=asked.visit,
                opened_at=now,
                valid_until=until,
            )
        )
        name = self._vault.open(connection, f"{found.id}\nname", bytes(found.name))
        return Opened(consent, mask_name(name), until, _used(connection, found.id))

    def find(self, connection: Connection, kiosk: str, visit: str, consent: str, now: datetime) -> Bound:
        """The session of a consent id. Raises `RefusedError`: 401 with a `code` of NextGenPSD2."""
        query = (
            select(tables.bank_session, _CUSTOMER.blocked)
            .join(tables.customer, _CUSTOMER.id == _SESSION.customer)
            .where(_SESSION.kiosk == kiosk, _SESSION.digest == _digest(consent))
        )
        row = connection.execute(query).one_or_none()
        if row is None or row.visit != visit or row.closed_at is not None or row.blocked:
            raise RefusedError(401, "No such session", code="CONSENT_INVALID")
        if row.valid_until <= now:
            raise RefusedError(401, "The session is over", code="CONSENT_EXPIRED")
        return Bound(row.customer, kiosk, visit, bytes(row.digest))

    def close(self, connection: Connection, kiosk: str, consent: str, now: datetime) -> None:
        """Close a session; one that is not there is closed already."""
        self._close(connection, now, _SESSION.kiosk == kiosk, _SESSION.digest == _digest(consent))

    def _close(self, connection: Connection, now: datetime, *which: object) -> None:
        still = (*which, _SESSION.closed_at.is_(None))
        connection.execute(update(tables.bank_session).where(*still).values(closed_at=now))  # type: ignore[arg-type]


def _used(connection: Connection, customer: str) -> tuple[str, ...]:
    """The kinds of changes that were made; one that was so already, or was refused, is none."""
    rows = select(_CHANGE.kind, _CHANGE.answer).where(_CHANGE.customer == customer, _CHANGE.kind.is_not(None))
    found = connection.execute(rows)
    return tuple(sorted({row.kind for row in found if row.answer["outcome"] == "done" and not row.answer["already"]}))


def _digest(consent: str) -> bytes:
    return sha256(consent.encode()).digest()
