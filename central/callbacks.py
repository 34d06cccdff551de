"""The call-backs that customers asked for at terminals: which are open, whom to ring, and what became of them.

They come with the journal, sealed: a number is opened for who says why, and that is recorded first
(`central.sealing`). What became of a call-back is the bank's own, and stays where the read model is made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

from sqlalchemy import Connection, Row, and_, select

from central import tables
from central.sealing import Act, KeyGoneError, Sealing
from central.store import Store, put

Outcome: TypeAlias = Literal["reached", "notReached", "givenUp"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("reached", "notReached", "givenUp")

_ASKED, _DONE = tables.callback.c, tables.callback_done.c
_SAME: Final = and_(_DONE.kiosk == _ASKED.kiosk, _DONE.epoch == _ASKED.epoch, _DONE.seq == _ASKED.seq)


@dataclass(frozen=True)
class Whom:
    """Whom to ring: a number, or the bank's number of a customer whose telephone is on file. Both are personal."""

    number: str | None = field(repr=False)
    customer: str | None = field(repr=False)


def open_ones(connection: Connection, branch: str | None = None, until: datetime | None = None) -> Sequence[Row[Any]]:
    """The call-backs that nothing became of yet, those that are due soonest first.

    Of a branch alone, and of those whose time has begun by `until`, where these are given.
    """
    query = (
        select(tables.callback, tables.kiosk.c.branch)
        .outerjoin(tables.callback_done, _SAME)
        .join(tables.kiosk, tables.kiosk.c.kiosk == _ASKED.kiosk)
        .where(_DONE.kiosk.is_(None))
        .order_by(_ASKED.ends, _ASKED.starts, _ASKED.at, _ASKED.kiosk, _ASKED.seq)
    )
    if branch is not None:
        query = query.where(tables.kiosk.c.branch == branch)
    if until is not None:
        query = query.where(_ASKED.starts <= until)
    return connection.execute(query).all()


def whom(store: Store, sealing: Sealing, asked: Row[Any], act: Act) -> Whom:
    """Open whom to ring. Raises `KeyGoneError` where it cannot be opened, and `MasterKeyError`."""
    if asked.visit is None:
        raise KeyGoneError("it was asked for in no visit")
    fields = {
        item.field: item.value
        for item in sealing.unseal(store, asked.kiosk, asked.visit, act)
        if (item.epoch, item.seq) == (asked.epoch, asked.seq)
    }
    found = Whom(fields.get("number"), fields.get("customer"))
    if found.number is None and found.customer is None:
        raise KeyGoneError("no number came with it, or it does not open")
    return found


def done(connection: Connection, reference: str, outcome: Outcome, act: Act) -> bool:
    """Say what became of the open call-back of this reference; whether there was one.

    Two terminals may have given the same number: then the one that is due first is meant.
    """
    wanted = "".join(reference.split())
    for asked in open_ones(connection):
        if asked.reference == wanted:
            key = {"kiosk": asked.kiosk, "epoch": asked.epoch, "seq": asked.seq}
            put(connection, tables.callback_done, {**key, "at": act.at, "outcome": outcome, "who": act.who})
            return True
    return False
