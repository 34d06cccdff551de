"""Statements that leave the terminal: sent by the bank to the address on file, or fetched once by a phone."""

from __future__ import annotations

import os
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Connection, delete, func, insert, select

from central import tables
from central.bank import books
from central.bank.changes import reference
from kiosk.core.banking import ChangeAnswer, ChangeRefusal, Done, Period, Refused

FETCHED_WITHIN: Final = timedelta(minutes=10)
MOST_WAITING: Final = 1000
"""Documents that wait to be fetched, at most."""
_TOKEN_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_AWAY, _CUSTOMER = tables.take_away.c, tables.customer.c


def by_email(connection: Connection, customer: str, period: Period, language: str, now: datetime) -> ChangeAnswer:
    """Note that a statement is to be sent to the address on file, which the bank's post looks up when it sends."""
    if books.account(connection, customer, period.resource_id) is None or period.date_to < period.date_from:
        return Refused(ChangeRefusal.NOT_POSSIBLE)
    if connection.execute(select(_CUSTOMER.email).where(_CUSTOMER.id == customer)).scalar_one() is None:
        return Refused(ChangeRefusal.NO_ADDRESS)
    told = reference()
    row = {
        "id": told,
        "customer": customer,
        "account": period.resource_id,
        "date_from": period.date_from.isoformat(),
        "date_to": period.date_to.isoformat(),
        "language": language,
        "at": now,
    }
    connection.execute(insert(tables.statement_delivery).values(**row))
    return Done(told)


def leave(connection: Connection, document: bytes, now: datetime) -> tuple[str, datetime] | None:
    """Keep a document for a phone: the token of its link, and until when. None where too many wait.

    What is kept does not open without the token, which is kept nowhere.
    """
    _expire(connection, now)
    waiting = connection.execute(select(func.count()).select_from(tables.take_away)).scalar_one()
    if waiting >= MOST_WAITING:
        return None
    token, until = secrets.token_urlsafe(_TOKEN_BYTES), now + FETCHED_WITHIN
    nonce = os.urandom(_NONCE_BYTES)
    sealed = nonce + _cipher(token).encrypt(nonce, document, None)
    connection.execute(insert(tables.take_away).values(digest=_digest(token), sealed=sealed, expires=until))
    return token, until


def waits(connection: Connection, token: str, now: datetime) -> bool:
    """Whether a document can be fetched by this token."""
    one = (_AWAY.digest == _digest(token), _AWAY.expires > now)
    return connection.execute(select(_AWAY.digest).where(*one)).one_or_none() is not None


def fetch(connection: Connection, token: str, now: datetime) -> bytes | None:
    """The document, which is gone with that; None where there is none, or no more."""
    _expire(connection, now)
    taken = delete(tables.take_away).where(_AWAY.digest == _digest(token)).returning(_AWAY.sealed)
    sealed = connection.execute(taken).scalar_one_or_none()
    if sealed is None:
        return None
    raw = bytes(sealed)
    return _cipher(token).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None)


def _expire(connection: Connection, now: datetime) -> None:
    connection.execute(delete(tables.take_away).where(_AWAY.expires <= now))


def _digest(token: str) -> bytes:
    return sha256(b"digest\0" + token.encode()).digest()


def _cipher(token: str) -> AESGCM:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"branch-kiosk take-away v1")
    return AESGCM(derived.derive(token.encode()))
