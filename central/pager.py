"""Calls for a member of staff: a terminal calls, somebody of the branch acknowledges, and the terminal may ask who.

A call is the bank's own record. Who acknowledges gives a first name or a role, because the customer is shown it; who it
was by the system's word stays here. Functions work in the caller's transaction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, exists, insert, select, update

from central import tables
from central.sealing import Act
from kiosk.core.pager import SHOWN

RECENT: Final = timedelta(hours=12)
"""A call that is older than this waits for nobody."""
_SHOWN: Final = re.compile(SHOWN)

_page = tables.page.c


@dataclass(frozen=True)
class Page:
    """A terminal calls a member of staff; `why` and `screen` are words of the terminal, never of the customer."""

    kiosk: str
    branch: str
    visit: str | None
    why: str
    screen: str


class PageError(ValueError):
    """The call cannot be acknowledged; the message says why."""


def call(connection: Connection, page: Page, now: datetime) -> int:
    """Call; the call's number."""
    row = {"kiosk": page.kiosk, "branch": page.branch, "visit": page.visit, "why": page.why, "screen": page.screen}
    return int(connection.execute(insert(tables.page).values(**row, at=now).returning(_page.id)).scalar_one())


def found(connection: Connection, kiosk: str, number: int) -> Row[Any] | None:
    """A call of this terminal's own."""
    mine = select(tables.page).where(_page.id == number, _page.kiosk == kiosk)
    return connection.execute(mine).one_or_none()


def in_branch(connection: Connection, branch: str, number: int) -> bool:
    """Whether there is such a call of this branch."""
    mine = select(_page.id).where(_page.id == number, _page.branch == branch)
    return connection.execute(mine).one_or_none() is not None


def remind(connection: Connection, kiosk: str, number: int, now: datetime) -> bool:
    """Call once more, because nobody acknowledged yet; whether there is such a call. Repeats change nothing."""
    mine = (_page.id == number, _page.kiosk == kiosk)
    waiting = update(tables.page).where(*mine, _page.acknowledged_at.is_(None), _page.reminded_at.is_(None))
    connection.execute(waiting.values(reminded_at=now))
    return found(connection, kiosk, number) is not None


def open_ones(connection: Connection, since: datetime | None, branch: str | None = None) -> Sequence[Row[Any]]:
    """The calls that nobody acknowledged, the longest waiting first: of a branch alone, and since then, where given.

    `left` says that the customer's visit is over, as far as the terminal's journal has come.
    """
    visit = tables.visit.c
    over = exists().where(visit.kiosk == _page.kiosk, visit.visit == _page.visit, visit.ended.is_not(None))
    query = select(tables.page, over.label("left"))
    query = query.where(_page.acknowledged_at.is_(None)).order_by(_page.at, _page.id)
    if since is not None:
        query = query.where(_page.at >= since)
    if branch is not None:
        query = query.where(_page.branch == branch)
    return connection.execute(query).all()


def acknowledge(connection: Connection, number: int, who: str, act: Act, branch: str | None = None) -> str:
    """Somebody is on the way; who it is. The first stays: a repeat, or somebody else's later word, changes nothing.

    `branch` is the only one that may speak. Raises `PageError`.
    """
    if not _SHOWN.fullmatch(who):
        raise PageError("who comes is a first name or a role of at most 32 letters")
    if not 0 < number < 10**9:  # what the column holds, and the calls take
        raise PageError("there is no such call")
    wanted = (_page.id == number,) if branch is None else (_page.id == number, _page.branch == branch)
    first = update(tables.page).where(*wanted, _page.acknowledged_at.is_(None))
    connection.execute(first.values(acknowledged_at=act.at, acknowledged_as=who, acknowledged_by=act.who))
    coming: str | None = connection.execute(select(_page.acknowledged_as).where(*wanted)).scalar_one_or_none()
    if coming is None:
        raise PageError("there is no such call")
    return coming
