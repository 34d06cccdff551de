"""Releases of frozen cards: a customer asks at a terminal, and a member of staff who looks at customer and document
decides at the centre, once. What nobody decides expires.

Functions work in the caller's transaction, which locks the card first: so of two that come at once, one comes second.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from central import tables
from central.bank import cards
from central.bank.changes import Asked, settle
from central.bank.profile import Profile
from central.sealing import Act
from kiosk.core.banking import CardStatus, ChangeAnswer, ChangeRefusal, Done, Refused, UnderWay, mask_name

STANDS: Final = timedelta(minutes=10)
"""How long a request waits for a member of staff."""
_RELEASE, _CARD = tables.card_release.c, tables.bank_card.c
_NOT_POSSIBLE: Final = Refused(ChangeRefusal.NOT_POSSIBLE)
_LOST: Final = Refused(ChangeRefusal.CARD_LOST)
_EXPIRED: Final = Refused(ChangeRefusal.EXPIRED)


class ReleaseError(ValueError):
    """The request cannot be decided; the message says why."""


@dataclass(frozen=True)
class Waiting:
    """A request that waits for a member of staff; `name` and `card` are masked."""

    number: int
    at: datetime
    expires: datetime
    kiosk: str
    visit: str
    name: str = field(repr=False)
    card: str = field(repr=False)


def ask(connection: Connection, asked: Asked, card: str, now: datetime) -> ChangeAnswer | UnderWay:
    """Ask for a card's release. An older request for the same card ends, so that there is one to decide."""
    row = cards.held(connection, asked.bound.customer, card)
    if row is None:
        return _NOT_POSSIBLE
    match CardStatus(row.status):
        case CardStatus.ACTIVE:
            return Done(already=True)
        case CardStatus.LOST:
            return _LOST
        case CardStatus.FROZEN:
            pass
        case _:
            return _NOT_POSSIBLE
    older = select(tables.card_release).where(_RELEASE.card == card, _RELEASE.decision.is_(None))
    for open_one in connection.execute(older).all():
        _expire(connection, open_one, now)
    filed = {"kiosk": asked.bound.kiosk, "key": asked.key, "visit": asked.bound.visit, "card": card}
    connection.execute(insert(tables.card_release).values(**filed, at=now, expires=now + STANDS))
    return UnderWay()


def decide(connection: Connection, number: int, act: Act, *, release: bool) -> ChangeAnswer:
    """Release the card or refuse it; what came of it. Only the first decision counts, and only in time.

    A card that was reported lost meanwhile stays so. Raises `ReleaseError`.
    """
    found = select(tables.card_release.c.card, _CARD.customer).join(tables.bank_card, _CARD.id == _RELEASE.card)
    asked = connection.execute(found.where(_RELEASE.id == number)).one_or_none() if 0 < number < 2**31 else None
    if asked is None:
        raise ReleaseError("there is no such request")
    card = cards.held(connection, asked.customer, asked.card)
    row = connection.execute(select(tables.card_release).where(_RELEASE.id == number)).one()
    if row.decision is not None:
        by = f" by {row.decided_by}" if row.decided_by else ""
        raise ReleaseError(f"it was {row.decision}{by} already")
    if row.expires <= act.at:
        raise ReleaseError("it has expired")
    answer: ChangeAnswer = Refused(ChangeRefusal.STAFF_REFUSED)
    if release:
        match None if card is None else CardStatus(card.status):
            case CardStatus.FROZEN:
                answer = cards.become(connection, row.card, CardStatus.ACTIVE)
            case CardStatus.ACTIVE:
                answer = Done(already=True)
            case CardStatus.LOST:
                answer = _LOST
            case _:
                answer = _NOT_POSSIBLE
    if not _end(connection, row, "released" if isinstance(answer, Done) else "refused", act):
        raise ReleaseError("it has expired")
    settle(connection, row.kiosk, row.key, answer)
    return answer


def open_ones(
    connection: Connection, profile: Profile, now: datetime, branch: str | None = None
) -> tuple[Waiting, ...]:
    """The requests that wait, the oldest first: of a branch alone, where given."""
    query = (
        select(tables.card_release, _CARD.masked_pan, _CARD.customer)
        .join(tables.bank_card, _CARD.id == _RELEASE.card)
        .join(tables.kiosk, tables.kiosk.c.kiosk == _RELEASE.kiosk)
        .where(_RELEASE.decision.is_(None), _RELEASE.expires > now)
        .order_by(_RELEASE.at, _RELEASE.id)
    )
    if branch is not None:
        query = query.where(tables.kiosk.c.branch == branch)
    return tuple(
        Waiting(
            row.id,
            row.at,
            row.expires,
            row.kiosk,
            row.visit,
            mask_name(profile.name(connection, row.customer)),
            row.masked_pan,
        )
        for row in connection.execute(query).all()
    )


def is_due(connection: Connection, now: datetime) -> bool:
    """Whether there is something to expire."""
    due = select(_RELEASE.id).where(_RELEASE.decision.is_(None), _RELEASE.expires <= now).limit(1)
    return connection.execute(due).one_or_none() is not None


def expire(connection: Connection, now: datetime) -> None:
    """End the requests that nobody decided in time."""
    due = select(tables.card_release).where(_RELEASE.decision.is_(None), _RELEASE.expires <= now)
    for row in connection.execute(due).all():
        _expire(connection, row, now)


def _expire(connection: Connection, row: Row[Any], now: datetime) -> None:
    if _end(connection, row, "expired", Act("", None, now)):
        settle(connection, row.kiosk, row.key, _EXPIRED)


def _end(connection: Connection, row: Row[Any], decision: str, act: Act) -> bool:
    """End a request; whether it had not ended before."""
    told = {"decision": decision, "decided_at": act.at, "decided_by": act.who or None, "reason": act.reason}
    open_one = update(tables.card_release).where(_RELEASE.id == row.id, _RELEASE.decision.is_(None))
    return connection.execute(open_one.values(**told)).rowcount == 1
