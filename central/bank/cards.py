"""Cards: stopped at once by whoever has them, freed only by staff, activated by who holds the card in hand."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from central import tables
from central.bank.changes import reference
from kiosk.core.banking import (
    MOST_CARDS,
    Card,
    CardKind,
    CardStatus,
    ChangeAnswer,
    ChangeRefusal,
    Done,
    Refused,
)

MOST_TRIES: Final = 3
AUTHORISED: Final = timedelta(minutes=15)
"""How long a member of staff's word about a card is good."""
_CARD, _WORD = tables.bank_card.c, tables.card_authorisation.c
_NOT_POSSIBLE: Final = Refused(ChangeRefusal.NOT_POSSIBLE)


def cards(connection: Connection, customer: str) -> tuple[Card, ...]:
    """A customer's cards."""
    query = select(tables.bank_card).where(_CARD.customer == customer).order_by(_CARD.place, _CARD.id)
    return tuple(
        Card(row.id, row.masked_pan, CardKind(row.kind), row.product, CardStatus(row.status))
        for row in connection.execute(query.limit(MOST_CARDS))
    )


def freeze(connection: Connection, customer: str, card: str) -> ChangeAnswer:
    """Stop a card for now."""
    row = _row(connection, customer, card)
    if row is None:
        return _NOT_POSSIBLE
    if row.status in (CardStatus.FROZEN, CardStatus.LOST):
        return Done(already=True)
    return _become(connection, card, CardStatus.FROZEN) if row.status == CardStatus.ACTIVE else _NOT_POSSIBLE


def report_lost(connection: Connection, customer: str, card: str) -> ChangeAnswer:
    """Stop a card for ever."""
    row = _row(connection, customer, card)
    if row is None or row.status == CardStatus.EXPIRED:
        return _NOT_POSSIBLE
    return Done(already=True) if row.status == CardStatus.LOST else _become(connection, card, CardStatus.LOST)


def unfreeze(
    connection: Connection, customer: str, card: str, authorisation: str | None, now: datetime
) -> ChangeAnswer:
    """Free a frozen card by a word of `authorise`, which is spent."""
    row = _row(connection, customer, card)
    if row is None:
        return _NOT_POSSIBLE
    if row.status == CardStatus.ACTIVE:
        return Done(already=True)
    if row.status != CardStatus.FROZEN:
        return _NOT_POSSIBLE
    word = (_WORD.digest == _digest(authorisation or ""), _WORD.card == card)
    good = (*word, _WORD.used_at.is_(None), _WORD.expires > now)
    if not connection.execute(update(tables.card_authorisation).where(*good).values(used_at=now)).rowcount:
        return Refused(ChangeRefusal.STAFF_NEEDED)
    return _become(connection, card, CardStatus.ACTIVE)


def authorise(connection: Connection, card: str, who: str, now: datetime) -> str | None:
    """A member of staff's word that a card may be freed, once, within `AUTHORISED`; None for an unknown card."""
    if connection.execute(select(_CARD.id).where(_CARD.id == card)).one_or_none() is None:
        return None
    word = secrets.token_urlsafe(24)
    row = {"digest": _digest(word), "card": card, "who": who, "expires": now + AUTHORISED}
    connection.execute(insert(tables.card_authorisation).values(**row))
    return word


def activate(connection: Connection, customer: str, card: str, expiry: str) -> ChangeAnswer:
    """Activate a card by its expiry date; after `MOST_TRIES` wrong ones only staff can."""
    row = _row(connection, customer, card)
    if row is None:
        return _NOT_POSSIBLE
    if row.status == CardStatus.ACTIVE:
        return Done(already=True)
    if row.status != CardStatus.INACTIVE:
        return _NOT_POSSIBLE
    if row.tries >= MOST_TRIES:
        return Refused(ChangeRefusal.TOO_MANY_TRIES)
    if hmac.compare_digest(expiry.encode(), row.expiry.encode()):
        return _become(connection, card, CardStatus.ACTIVE)
    connection.execute(update(tables.bank_card).where(_CARD.id == card).values(tries=row.tries + 1))
    last = row.tries + 1 >= MOST_TRIES
    return Refused(ChangeRefusal.TOO_MANY_TRIES if last else ChangeRefusal.WRONG_DETAILS)


def _row(connection: Connection, customer: str, card: str) -> Row[Any] | None:
    one = select(tables.bank_card).where(_CARD.id == card, _CARD.customer == customer)
    return connection.execute(one.with_for_update(key_share=True)).one_or_none()


def _become(connection: Connection, card: str, status: CardStatus) -> Done:
    connection.execute(update(tables.bank_card).where(_CARD.id == card).values(status=status.value, tries=0))
    return Done(reference())


def _digest(word: str) -> bytes:
    return sha256(word.encode()).digest()
