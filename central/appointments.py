"""Appointments, their codes, and checking in by them."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from central import tables
from central.holders import Holders
from central.keys import BankKeys
from central.settings import Settings
from central.store import put
from kiosk import token
from kiosk.core.appointment import QueueTicket, holder_digest
from kiosk.core.booking import NUMBER_DIGITS, check_digit
from kiosk.core.ports import BankRefusal, CheckInAnswer

_TOKEN_ID_BYTES: Final = 6
"""What docs/appointment-token.md asks for: the code must fit a QR code that is easy to read."""
_CLOCK_SLACK: Final = timedelta(minutes=5)
"""How far a terminal's clock may be ahead; `kiosk.token` allows as much."""

_BRANCH: Final = (
    select(tables.branch.c.id).where(tables.branch.c.id == bindparam("branch")).with_for_update(key_share=True)
)


def alone(connection: Connection, branch: str) -> None:
    """Be the only transaction until the end that books or numbers something at a branch."""
    connection.execute(_BRANCH, {"branch": branch})


def next_position(connection: Connection, branch: str, day: str, service: str) -> int:
    """The next place in a day's series, which check-ins and walk-ins share."""
    last = 0
    for table in (tables.check_in, tables.walk_in):
        series = (table.c.branch == branch, table.c.day == day, table.c.service == service)
        last = max(last, connection.execute(select(func.max(table.c.position)).where(*series)).scalar() or 0)
    return last + 1


@dataclass(frozen=True)
class CheckIn:
    """A terminal asks to check a customer in."""

    kiosk: str
    branch: str
    visit: str
    code: str


class Desk:
    """Books appointments and checks customers in."""

    def __init__(self, keys: BankKeys, settings: Settings, holders: Holders) -> None:
        self._keys, self._settings, self._holders = keys, settings, holders
        self._zone = ZoneInfo(settings.timezone)

    def window(self, starts: datetime) -> tuple[datetime, datetime]:
        """When the check-in for an appointment opens and closes."""
        before, after = self._settings.opens_before_min, self._settings.closes_after_min
        return starts - timedelta(minutes=before), starts + timedelta(minutes=after)

    def book(
        self,
        connection: Connection,
        *,
        branch: str,
        service: str,
        number: str,
        starts: datetime,
        ends: datetime | None = None,
        label: str | None = None,
        cancelled: bool = False,
    ) -> Row[Any]:
        """Book an appointment for the holder of an ID number, which itself is not kept; returns the table's row."""
        token_id = secrets.token_urlsafe(_TOKEN_ID_BYTES)
        opens, closes = self.window(starts)
        booking = _free_number(connection)
        return connection.execute(
            insert(tables.appointment)
            .values(
                token_id=token_id,
                key_id=self._keys.signing().kid,
                branch=branch,
                service=service,
                holder=holder_digest(number, token_id, self._settings.bank),
                starts=starts,
                ends=ends,
                opens=opens,
                closes=closes,
                cancelled=cancelled,
                label=label,
                number=booking,
                person=self._holders.person(connection, number),
                tail=self._holders.tail_of(connection, booking, number),
                uid=str(uuid.uuid4()),
            )
            .returning(tables.appointment)
        ).one()

    def cancel(self, connection: Connection, appointment: int, now: datetime) -> str | None:
        """Cancel an appointment and revoke its code, which is out, as long as a terminal might take it.

        Returns the branch whose kiosks must be told; None for an unknown appointment.
        """
        column = tables.appointment.c
        booked = connection.execute(select(tables.appointment).where(column.id == appointment)).one_or_none()
        if booked is None:
            return None
        connection.execute(update(tables.appointment).where(column.id == appointment).values(cancelled=True))
        gone = tables.revoked_token.c.until <= now
        connection.execute(delete(tables.revoked_token).where(gone))
        until = booked.closes + _CLOCK_SLACK
        row = {"token_id": booked.token_id, "branch": booked.branch, "until": until}
        if until > now:
            put(connection, tables.revoked_token, row)
        return str(booked.branch)

    def code(self, booked: Row[Any], key: token.SigningKey | None = None) -> str:
        """The signed code of a row of `appointment`: the same each time, for Ed25519 is deterministic (RFC 8032)."""
        return token.issue(
            key or self._keys.signing(booked.key_id),
            issuer=self._settings.bank,
            branch=booked.branch,
            token_id=booked.token_id,
            appointment=str(booked.id),
            service=booked.service,
            holder=booked.holder,
            opens=booked.opens,
            closes=booked.closes,
        )

    def check_in(self, connection: Connection, asked: CheckIn, now: datetime) -> CheckInAnswer:
        """Check in: the same answer for the same code and visit, a refusal for another visit with the code.

        The terminal verified the code when it was read; this verifies it again, allowing for clocks and for the time
        that identification takes. A code that the bank has no open appointment for is `UNKNOWN`.
        """
        booked = self._appointment(connection, asked)
        if booked is None:
            return BankRefusal.UNKNOWN
        known = connection.execute(
            select(tables.check_in).where(tables.check_in.c.token_id == booked.token_id)
        ).one_or_none()
        if known:
            if (known.kiosk, known.visit) != (asked.kiosk, asked.visit):
                return BankRefusal.ALREADY_CHECKED_IN
            return self._ticket(connection, known, now)
        if booked.cancelled:
            return BankRefusal.CANCELLED
        latest = booked.closes + timedelta(minutes=self._settings.grace_min)
        if not booked.opens - _CLOCK_SLACK <= now < latest:
            return BankRefusal.UNKNOWN

        alone(connection, booked.branch)  # and so finds its place in the queue
        day = now.astimezone(self._zone).date().isoformat()
        column = tables.check_in.c
        position = next_position(connection, booked.branch, day, booked.service)
        row = {
            "token_id": booked.token_id,
            "origin": "bank",
            "kiosk": asked.kiosk,
            "visit": asked.visit,
            "branch": booked.branch,
            "day": day,
            "service": booked.service,
            "position": position,
            "number": f"{booked.prefix}{position:03}",
            "counter": booked.counter,
            "at": now,
            "until": max(booked.starts, now) + timedelta(minutes=booked.minutes),
        }
        connection.execute(insert(tables.check_in).values(**row))
        added = connection.execute(select(tables.check_in).where(column.token_id == booked.token_id)).one()
        return self._ticket(connection, added, now)

    def _appointment(self, connection: Connection, asked: CheckIn) -> Row[Any] | None:
        """The appointment that a code of this bank for this branch stands for."""
        try:
            unpacked = token.unpack(asked.code)
        except token.NotAToken:
            return None
        if not token.signed_by(asked.code, unpacked.header, self._keys.token_keys):
            return None
        claims = unpacked.claims
        if (claims["iss"], claims["aud"]) != (self._settings.bank, asked.branch):
            return None
        return connection.execute(
            select(tables.appointment, tables.service.c.prefix, tables.service.c.counter, tables.service.c.minutes)
            .join_from(tables.appointment, tables.service)
            .where(tables.appointment.c.token_id == claims["jti"])
            .with_for_update(of=tables.appointment, key_share=True)
        ).one_or_none()

    def _ticket(self, connection: Connection, row: Row[Any], now: datetime) -> QueueTicket:
        """`waiting` counts who checked in earlier for the service today and whose slot is not over yet: the counters
        of this reference service report nobody as served.
        """
        column = tables.check_in.c
        before = connection.execute(
            select(func.count())
            .select_from(tables.check_in)
            .where(
                column.branch == row.branch,
                column.day == row.day,
                column.service == row.service,
                column.at < row.at,
                column.until > now.astimezone(UTC),
            )
        ).scalar_one()
        return QueueTicket(row.number, row.service, row.counter, before)


def _free_number(connection: Connection) -> str:
    """A random booking number that nobody has; the first digit is no zero, which would get lost in a spreadsheet."""
    while True:
        digits = str(secrets.choice(range(1, 10))) + "".join(
            secrets.choice("0123456789") for _ in range(NUMBER_DIGITS - 2)
        )
        number = digits + check_digit(digits)
        if (
            connection.execute(select(tables.appointment.c.id).where(tables.appointment.c.number == number)).first()
            is None
        ):
            return number
