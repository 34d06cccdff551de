"""The branch's queue for customers without an appointment, and what the branch says of it.

How long somebody waits is told only where the branch's queue system has said within minutes how many counters serve and
whom they called (`QueueState`): a number that nobody stands behind is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from central import tables
from central.appointments import alone, next_position
from central.projection import day_ends
from central.store import put
from kiosk.core.appointment import QueueTicket
from kiosk.core.waiting import expected

FRESH: Final = timedelta(minutes=15)
"""How long a word of the queue system is believed."""

_walk_in = tables.walk_in.c


@dataclass(frozen=True)
class WalkIn:
    """A terminal asks for a number for a customer."""

    kiosk: str
    branch: str
    visit: str
    service: str


@dataclass(frozen=True)
class QueueState:
    """What a branch's queue system says of a service: how many counters serve it, how long a customer takes there on
    average, and which numbers were called or left since it last spoke.
    """

    service: str
    counters: int
    minutes: float
    called: tuple[str, ...] = ()


class Line:
    """The queue of each branch. Methods work in the caller's transaction."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def join(self, connection: Connection, asked: WalkIn, now: datetime) -> QueueTicket | None:
        """A number, the same again for the same visit and service; None for a service that is not offered."""
        service = connection.execute(select(tables.service).where(tables.service.c.id == asked.service)).one_or_none()
        if service is None:
            return None
        alone(connection, asked.branch)
        known = self._known(connection, asked)
        if known is None:
            day = self._day(now)
            position = next_position(connection, asked.branch, day, asked.service)
            row = {
                "visit": asked.visit,
                "kiosk": asked.kiosk,
                "service": asked.service,
                "origin": "bank",
                "branch": asked.branch,
                "day": day,
                "position": position,
                "number": f"{service.prefix}{position:03}",
                "counter": service.counter,
                "at": now,
                "until": day_ends(now, self._zone),
            }
            connection.execute(insert(tables.walk_in).values(**row))
            known = self._known(connection, asked)
            assert known is not None  # noqa: S101 - it was inserted
        return self._ticket(connection, known, now)

    def report(self, connection: Connection, branch: str, states: Sequence[QueueState], now: datetime) -> None:
        """Take the word of a branch's queue system. Unknown services are passed over."""
        alone(connection, branch)
        known = set(connection.execute(select(tables.service.c.id)).scalars())
        for state in states:
            if state.service not in known:
                continue
            row = {
                "branch": branch,
                "service": state.service,
                "counters": state.counters,
                "minutes": state.minutes,
                "at": now,
            }
            put(connection, tables.queue_state, row, replace=True)
            for table in (tables.check_in, tables.walk_in):
                column = table.c
                today = (column.branch == branch, column.day == self._day(now), column.service == state.service)
                called = or_(column.number.in_(state.called), column.slip.in_(state.called))
                connection.execute(update(table).where(*today, called, column.until > now).values(until=now))

    def _known(self, connection: Connection, asked: WalkIn) -> Row[Any] | None:
        key = (_walk_in.visit == asked.visit, _walk_in.kiosk == asked.kiosk, _walk_in.service == asked.service)
        return connection.execute(select(tables.walk_in).where(*key)).one_or_none()

    def _ticket(self, connection: Connection, row: Row[Any], now: datetime) -> QueueTicket:
        """Who has an appointment is called first: before a walk-in are the earlier ones and every check-in."""
        column = tables.queue_state.c
        state = connection.execute(
            select(tables.queue_state).where(column.branch == row.branch, column.service == row.service)
        ).one_or_none()
        if state is None or not now - FRESH < state.at <= now:
            return QueueTicket(row.number, row.service, row.counter)
        before = 0
        for table in (tables.check_in, tables.walk_in):
            standing = (
                table.c.branch == row.branch,
                table.c.day == row.day,
                table.c.service == row.service,
                table.c.until > now,
            )
            earlier = () if table is tables.check_in else (table.c.at < row.at,)
            before += connection.execute(
                select(func.count()).select_from(table).where(*standing, *earlier)
            ).scalar_one()
        wait = expected(before, state.minutes, state.counters)
        return QueueTicket(row.number, row.service, row.counter, before, wait)

    def _day(self, at: datetime) -> str:
        return at.astimezone(self._zone).date().isoformat()
