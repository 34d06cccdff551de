"""Customers book, move and cancel their appointments.

Who changes something at a branch has the branch for itself until the transaction ends (`appointments.alone`): so no
place is given twice, whatever the database, and a repeat of a request finds what the first one did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from central import tables
from central.appointments import Desk, alone
from central.desired import Publisher
from central.holders import Holders
from central.settings import Settings
from kiosk.core.booking import Booking, BookingRefusal, BookingState, FreeSlot, Refused, is_number

OTHERS: Final = 6
"""Times that are offered in the place of one that is taken."""
MOST_SLOTS: Final = 500
"""Times of one answer."""
_KEPT: Final = timedelta(days=30)
"""How long it is remembered what was asked."""
_DONE, _VOID = "done", "void"

_GUESSES: Final = timedelta(minutes=15)
_GUESSES_OF_NUMBER: Final = timedelta(days=1)
MOST_MISSES_OF_KIOSK: Final = {"number": 10, "document": 60}
MOST_MISSES_OF_BRANCH: Final = {"number": 30, "document": 240}
MOST_MISSES_OF_NUMBER: Final = 5
"""Look-ups that may find nothing: of one terminal and of a branch in 15 minutes, of one booking number in a day.

There are 9 * 10^7 numbers and 10^4 second data: at a branch's most, 120 an hour, to hit one of 1000 open appointments
takes some 850 years.
"""

_appointment = tables.appointment.c
_slot = tables.slot.c
_request = tables.appointment_request.c
_miss = tables.appointment_miss.c


@dataclass(frozen=True)
class Proof:
    """Whose appointments are meant: of whoever was identified by a document, or of a booking number's holder, who
    knows the document's last four digits.
    """

    document: str | None = field(default=None, repr=False)
    number: str | None = field(default=None, repr=False)
    tail: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Asked:
    """Something is to be changed: by which terminal, under which key, and all that was said (for telling repeats)."""

    kiosk: str
    branch: str
    key: str
    what: str
    said: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Wish:
    """A time for a service."""

    service: str
    starts: datetime


@dataclass(frozen=True)
class Change:
    """Another time for the appointment of a booking number."""

    number: str = field(repr=False)
    starts: datetime


class ReusedKeyError(ValueError):
    """The key of an operation came again with something else, from another terminal, or after it was settled."""


Answer: TypeAlias = Booking | Refused
_Work: TypeAlias = Callable[[Connection], "Row[Any] | Refused"]


class Book:
    """The book of appointments. Methods work in the caller's transaction."""

    def __init__(self, desk: Desk, holders: Holders, publisher: Publisher, settings: Settings) -> None:
        self._desk, self._holders, self._publisher, self._settings = desk, holders, publisher, settings

    def free(self, connection: Connection, branch: str, service: str, now: datetime) -> tuple[FreeSlot, ...]:
        """The times of a branch at which a place is left, soonest first."""
        taken = (
            select(_appointment.starts, func.count().label("number"))
            .where(_appointment.branch == branch, _appointment.service == service, _appointment.cancelled.is_(False))
            .group_by(_appointment.starts)
            .subquery()
        )
        left = (_slot.capacity - func.coalesce(taken.c.number, 0)).label("left")
        query = (
            select(_slot.service, _slot.starts, _slot.ends, left)
            .outerjoin_from(tables.slot, taken, taken.c.starts == _slot.starts)
            .where(_slot.branch == branch, _slot.service == service, _slot.starts > now, left > 0)
            .order_by(_slot.starts)
            .limit(MOST_SLOTS)
        )
        return tuple(FreeSlot(row.service, row.starts, row.ends, row.left) for row in connection.execute(query))

    def book(self, connection: Connection, asked: Asked, document: str, wish: Wish, now: datetime) -> Answer:
        """Take a place for the holder of a document."""

        def work(connection: Connection) -> Row[Any] | Refused:
            person = self._holders.person(connection, document)
            slot = self._place(connection, asked.branch, wish, now, person=person)
            if isinstance(slot, Refused):
                return slot
            open_ones = select(func.count()).where(*_open(person, now))
            if connection.execute(open_ones).scalar_one() >= self._settings.most_appointments:
                return Refused(BookingRefusal.TOO_MANY)
            return self._desk.book(
                connection,
                branch=asked.branch,
                service=wish.service,
                number=document,
                starts=slot.starts,
                ends=slot.ends,
            )

        return self._once(connection, asked, work, now)

    def mine(
        self, connection: Connection, kiosk: str, branch: str, proof: Proof, now: datetime
    ) -> tuple[Booking, ...] | Refused:
        """The appointments at a branch that are not over. Finding none by a document is a miss as well."""
        alone(connection, branch)
        if self._guesses(connection, kiosk, branch, proof, now):
            return Refused(BookingRefusal.TOO_OFTEN)
        rows = self._found(connection, branch, proof)
        standing = [row for row in rows if not row.cancelled and row.closes > now]
        if not (standing if proof.document else rows):
            self._missed(connection, kiosk, branch, proof, now)
            return () if proof.document else Refused(BookingRefusal.UNKNOWN)
        if not standing:
            return Refused(BookingRefusal.CANCELLED if rows[0].cancelled else BookingRefusal.OVER)
        return tuple(self._told(connection, row, with_code=proof.document is not None) for row in standing)

    def move(self, connection: Connection, asked: Asked, document: str, change: Change, now: datetime) -> Answer:
        """Take another time of the same service; only with it is the old one given up.

        The booking number and the calendar entry stay. The code is a new one, for the old says the old window; to make
        it wants the document's number, which is not kept.
        """

        def work(connection: Connection) -> Row[Any] | Refused:
            old = self._own(connection, asked, Proof(document=document), change.number, now)
            if isinstance(old, Refused) or old.starts == change.starts:
                return old
            wish = Wish(old.service, change.starts)
            slot = self._place(connection, asked.branch, wish, now, person=old.person, moving=old.id)
            if isinstance(slot, Refused):
                return slot
            return self._moved(connection, old, document, slot, now)

        return self._once(connection, asked, work, now)

    def cancel(self, connection: Connection, asked: Asked, proof: Proof, number: str, now: datetime) -> Answer:
        """Give the place up and revoke the code."""

        def work(connection: Connection) -> Row[Any] | Refused:
            old = self._own(connection, asked, proof, number, now)
            if isinstance(old, Refused):
                return old
            self._desk.cancel(connection, old.id, now)
            self._publisher.refresh_branch(connection, asked.branch, now)
            raised = update(tables.appointment).where(_appointment.id == old.id).values(sequence=old.sequence + 1)
            return connection.execute(raised.returning(tables.appointment)).one()

        return self._once(connection, asked, work, now)

    def settle(self, connection: Connection, kiosk: str, branch: str, key: str, now: datetime) -> Answer | None:
        """What became of an operation. Where nothing did, nothing ever will: it is void, should it still arrive.

        Raises `ReusedKeyError` for another terminal's.
        """
        alone(connection, branch)
        known = connection.execute(select(tables.appointment_request).where(_request.id == key)).one_or_none()
        if known is None:
            row = {"id": key, "kiosk": kiosk, "digest": b"", "outcome": _VOID, "appointment": None, "at": now}
            connection.execute(insert(tables.appointment_request).values(**row))
            return None
        if known.kiosk != kiosk:
            raise ReusedKeyError("another terminal has used this key")
        return None if known.outcome == _VOID else self._again(connection, known, {}, branch, now)

    def _once(self, connection: Connection, asked: Asked, work: _Work, now: datetime) -> Answer:
        """Do it, or say again what was done under the key. Raises `ReusedKeyError`."""
        alone(connection, asked.branch)
        digest = self._holders.asked(connection, asked.what, asked.said)
        known = connection.execute(select(tables.appointment_request).where(_request.id == asked.key)).one_or_none()
        if known is not None:
            if known.outcome == _VOID:
                raise ReusedKeyError("this operation was settled: it was not done")
            if (known.kiosk, bytes(known.digest)) != (asked.kiosk, digest):
                raise ReusedKeyError("this key was used for something else")
            return self._again(connection, known, asked.said, asked.branch, now)
        done = work(connection)
        row = {
            "id": asked.key,
            "kiosk": asked.kiosk,
            "digest": digest,
            "outcome": done.why.value if isinstance(done, Refused) else _DONE,
            "appointment": None if isinstance(done, Refused) else done.id,
            "at": now,
        }
        connection.execute(delete(tables.appointment_request).where(_request.at < now - _KEPT))
        connection.execute(insert(tables.appointment_request).values(**row))
        return done if isinstance(done, Refused) else self._told(connection, done)

    def _moved(self, connection: Connection, old: Row[Any], document: str, slot: FreeSlot, now: datetime) -> Row[Any]:
        new = self._desk.book(
            connection, branch=old.branch, service=old.service, number=document, starts=slot.starts, ends=slot.ends
        )
        given_up = {"number": None, "tail": None, "moved_to": new.id}
        connection.execute(update(tables.appointment).where(_appointment.id == old.id).values(**given_up))
        self._desk.cancel(connection, old.id, now)
        self._publisher.refresh_branch(connection, old.branch, now)
        goes_on = {"number": old.number, "tail": old.tail, "uid": old.uid, "sequence": old.sequence + 1}
        goes_on_in = update(tables.appointment).where(_appointment.id == new.id).values(**goes_on)
        return connection.execute(goes_on_in.returning(tables.appointment)).one()

    def _again(
        self, connection: Connection, known: Row[Any], said: Mapping[str, Any], branch: str, now: datetime
    ) -> Answer:
        """What was answered; an appointment as it stands now, wherever it was moved to."""
        if known.outcome == _DONE:
            held: int | None = known.appointment
            while held is not None:
                row = connection.execute(select(tables.appointment).where(_appointment.id == held)).one()
                held = row.moved_to
            return self._told(connection, row)
        why, service = BookingRefusal(known.outcome), said.get("service")
        free = self.free(connection, branch, service, now)[:OTHERS] if service and why is _TAKEN else ()
        return Refused(why, free)

    def _place(
        self,
        connection: Connection,
        branch: str,
        wish: Wish,
        now: datetime,
        *,
        person: bytes,
        moving: int | None = None,
    ) -> FreeSlot | Refused:
        """The slot, if a place of it is left for this person; `moving` is the appointment that would be given up."""
        free = self.free(connection, branch, wish.service, now)
        slot = next((slot for slot in free if slot.starts == wish.starts), None)
        if slot is None:
            nearest = sorted(free, key=lambda other: abs(other.starts - wish.starts))[:OTHERS]
            return Refused(_TAKEN, tuple(sorted(nearest, key=lambda other: other.starts)))
        ends = func.coalesce(_appointment.ends, _appointment.starts)
        meeting = (*_open(person, now), _appointment.starts < slot.ends, ends > slot.starts)
        others = set(connection.execute(select(_appointment.id).where(*meeting)).scalars()) - {moving}
        return Refused(BookingRefusal.OVERLAPPING) if others else slot

    def _own(
        self, connection: Connection, asked: Asked, proof: Proof, number: str, now: datetime
    ) -> Row[Any] | Refused:
        """The customer's own appointment, where it can still be changed."""
        if self._guesses(connection, asked.kiosk, asked.branch, proof, now):
            return Refused(BookingRefusal.TOO_OFTEN)
        old = next((row for row in self._found(connection, asked.branch, proof) if row.number == number), None)
        if old is None:
            self._missed(connection, asked.kiosk, asked.branch, proof, now)
            return Refused(BookingRefusal.UNKNOWN)
        if old.cancelled:
            return Refused(BookingRefusal.CANCELLED)
        if _checked_in(connection, old):
            return Refused(BookingRefusal.CHECKED_IN)
        return Refused(BookingRefusal.OVER) if old.closes <= now else old

    def _found(self, connection: Connection, branch: str, proof: Proof) -> Sequence[Row[Any]]:
        """Whatever is in the book for this proof, soonest first."""
        query = select(tables.appointment).where(_appointment.branch == branch).order_by(_appointment.starts)
        if proof.document is not None:
            person = self._holders.person(connection, proof.document)
            return connection.execute(query.where(_appointment.person == person)).all()
        number, tail = proof.number or "", proof.tail or ""
        if not is_number(number):
            return ()
        digest = self._holders.tail(connection, number, tail)
        return connection.execute(query.where(_appointment.number == number, _appointment.tail == digest)).all()

    def _guesses(self, connection: Connection, kiosk: str, branch: str, proof: Proof, now: datetime) -> bool:
        """Whether so many look-ups found nothing that no more are answered."""
        way = "document" if proof.document is not None else "number"
        lately = (_miss.branch == branch, _miss.way == way, _miss.at > now - _GUESSES)

        def count(*where: Any) -> int:
            return int(connection.execute(select(func.count()).where(*where)).scalar_one())

        if count(*lately) >= MOST_MISSES_OF_BRANCH[way]:
            return True
        if count(*lately, _miss.kiosk == kiosk) >= MOST_MISSES_OF_KIOSK[way]:
            return True
        if proof.document is not None:
            return False
        of_number = (_miss.branch == branch, _miss.number == proof.number, _miss.at > now - _GUESSES_OF_NUMBER)
        return count(*of_number) >= MOST_MISSES_OF_NUMBER

    def _missed(self, connection: Connection, kiosk: str, branch: str, proof: Proof, now: datetime) -> None:
        connection.execute(delete(tables.appointment_miss).where(_miss.at < now - _GUESSES_OF_NUMBER))
        row = {"branch": branch, "kiosk": kiosk, "at": now}
        way = {"way": "document"} if proof.document is not None else {"way": "number", "number": proof.number}
        connection.execute(insert(tables.appointment_miss).values(**row, **way))

    def _told(self, connection: Connection, row: Row[Any], *, with_code: bool = True) -> Booking:
        state = BookingState.BOOKED
        if row.cancelled:
            state = BookingState.CANCELLED
        elif _checked_in(connection, row):
            state = BookingState.CHECKED_IN
        with_code = with_code and state is BookingState.BOOKED
        return Booking(
            id=str(row.id),
            number=row.number or "",
            branch=row.branch,
            service=row.service,
            starts=row.starts,
            ends=row.ends or row.starts + self._lasting(connection, row.service),
            opens=row.opens,
            closes=row.closes,
            state=state,
            uid=row.uid or str(row.id),
            sequence=row.sequence,
            code=self._desk.code(row) if with_code else None,
        )

    def _lasting(self, connection: Connection, service: str) -> timedelta:
        minutes = select(tables.service.c.minutes).where(tables.service.c.id == service)
        return timedelta(minutes=connection.execute(minutes).scalar_one())


_TAKEN: Final = BookingRefusal.SLOT_TAKEN


def forget_holders(connection: Connection, before: datetime) -> int:
    """Forget whose appointments were that closed before a time; how many."""
    old = (_appointment.closes < before, _appointment.person.is_not(None))
    forgotten = update(tables.appointment).where(*old).values(person=None, tail=None)
    return connection.execute(forgotten).rowcount


def _open(person: bytes, now: datetime) -> tuple[Any, ...]:
    """The conditions of a person's appointments that are not over, at whichever branch."""
    return (_appointment.person == person, _appointment.cancelled.is_(False), _appointment.closes > now)


def _checked_in(connection: Connection, row: Row[Any]) -> bool:
    query = select(tables.check_in.c.token_id).where(tables.check_in.c.token_id == row.token_id)
    return connection.execute(query).first() is not None
