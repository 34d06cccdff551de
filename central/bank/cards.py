"""Cards: stopped at once by whoever has them, activated by who holds the card in hand; freed by `releases`."""

from __future__ import annotations

import hmac
from typing import Any, Final

from sqlalchemy import Connection, Row, select, update

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
_CARD = tables.bank_card.c
_NOT_POSSIBLE: Final = Refused(ChangeRefusal.NOT_POSSIBLE)


def cards(connection: Connection, customer: str) -> tuple[Card, ...]:
    """A customer's cards."""
    query = select(tables.bank_card).where(_CARD.customer == customer).order_by(_CARD.place, _CARD.id)
    return tuple(_card(row) for row in connection.execute(query.limit(MOST_CARDS)))


def _card(row: Row[Any]) -> Card:
    names = tuple((row.product_names or {}).items())
    return Card(row.id, row.masked_pan, CardKind(row.kind), row.product, CardStatus(row.status), names)


def freeze(connection: Connection, customer: str, card: str) -> ChangeAnswer:
    """Stop a card for now."""
    row = held(connection, customer, card)
    if row is None:
        return _NOT_POSSIBLE
    if row.status in (CardStatus.FROZEN, CardStatus.LOST):
        return Done(already=True)
    return become(connection, card, CardStatus.FROZEN) if row.status == CardStatus.ACTIVE else _NOT_POSSIBLE


def report_lost(connection: Connection, customer: str, card: str) -> ChangeAnswer:
    """Stop a card for ever."""
    row = held(connection, customer, card)
    if row is None or row.status == CardStatus.EXPIRED:
        return _NOT_POSSIBLE
    return Done(already=True) if row.status == CardStatus.LOST else become(connection, card, CardStatus.LOST)


def activate(connection: Connection, customer: str, card: str, expiry: str) -> ChangeAnswer:
    """Activate a card by its expiry date; after `MOST_TRIES` wrong ones only staff can."""
    row = held(connection, customer, card)
    if row is None:
        return _NOT_POSSIBLE
    if row.status == CardStatus.ACTIVE:
        return Done(already=True)
    if row.status != CardStatus.INACTIVE:
        return _NOT_POSSIBLE
    if row.tries >= MOST_TRIES:
        return Refused(ChangeRefusal.TOO_MANY_TRIES)
    if hmac.compare_digest(expiry.encode(), row.expiry.encode()):
        return become(connection, card, CardStatus.ACTIVE)
    connection.execute(update(tables.bank_card).where(_CARD.id == card).values(tries=row.tries + 1))
    last = row.tries + 1 >= MOST_TRIES
    return Refused(ChangeRefusal.TOO_MANY_TRIES if last else ChangeRefusal.WRONG_DETAILS)


def held(connection: Connection, customer: str, card: str) -> Row[Any] | None:
    """A customer's card, locked until the transaction ends."""
    one = select(tables.bank_card).where(_CARD.id == card, _CARD.customer == customer)
    return connection.execute(one.with_for_update(key_share=True)).one_or_none()


def become(connection: Connection, card: str, status: CardStatus) -> Done:
    """Give a card another status."""
    connection.execute(update(tables.bank_card).where(_CARD.id == card).values(status=status.value, tries=0))
    return Done(reference())
