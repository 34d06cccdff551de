"""What the bank reads in the journals: visits, check-ins, survey answers, staff calls.

A projection is made from evidence alone and can be made again (`rebuild`); records of an unknown type, and known ones
whose data is not what it should be, stay evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final, TypeAlias
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from central import tables
from central.batch import Log, Record
from central.store import put
from kiosk.core import entries

_Word = Annotated[str, msgspec.Meta(max_length=64)]
_Short = Annotated[str, msgspec.Meta(max_length=16)]


class Began(msgspec.Struct, frozen=True):
    """`VisitBegan`."""

    language: _Short


class Ended(msgspec.Struct, frozen=True):
    """`VisitEnded`."""

    how: Annotated[str, msgspec.Meta(max_length=32)]


class Completed(msgspec.Struct, frozen=True):
    """`CheckInCompleted`."""

    appointment: _Word
    token_id: _Word
    ticket: _Short
    offline: bool


class Answered(msgspec.Struct, frozen=True):
    """`SurveyAnswered`."""

    question: Annotated[str, msgspec.Meta(max_length=32)]
    value: Annotated[int, msgspec.Meta(ge=-1000, le=1000)]
    service: _Word | None


class Called(msgspec.Struct, frozen=True):
    """`StaffCalled`."""

    why: _Word
    screen: _Word


Fact: TypeAlias = Began | Ended | Completed | Answered | Called

_DECODERS: Final[dict[str, msgspec.json.Decoder[Fact]]] = {
    entries.VisitBegan.TYPE: msgspec.json.Decoder(Began),
    entries.VisitEnded.TYPE: msgspec.json.Decoder(Ended),
    entries.CheckInCompleted.TYPE: msgspec.json.Decoder(Completed),
    entries.SurveyAnswered.TYPE: msgspec.json.Decoder(Answered),
    entries.StaffCalled.TYPE: msgspec.json.Decoder(Called),
}


@dataclass(frozen=True)
class Seen:
    """A fact with the record that says it."""

    record: Record
    fact: Fact


def facts(records: Iterable[Record]) -> tuple[Seen, ...]:
    """The facts that the projection keeps."""
    found = []
    for record in records:
        decoder = _DECODERS.get(record.type)
        if decoder is None:
            continue
        try:
            found.append(Seen(record, decoder.decode(record.data)))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
    return tuple(found)


def apply(connection: Connection, log: Log, seen: Iterable[Seen], zone: ZoneInfo) -> None:
    """Bring facts into the read model, in the order of the journal."""
    for item in seen:
        record, fact = item.record, item.fact
        key = log._asdict()
        match fact:
            case Began():
                _visit(connection, {**key, "visit": record.visit}, began=record.time, language=fact.language)
            case Ended():
                _visit(connection, {**key, "visit": record.visit}, ended=record.time, how=fact.how)
            case Completed():
                _check_in(connection, log, record, fact, zone)
            case Answered():
                answer = {"question": fact.question, "value": fact.value, "service": fact.service}
                put(connection, tables.survey_answer, {**key, **_where(record), **answer})
            case Called():
                put(connection, tables.staff_call, {**key, **_where(record), "why": fact.why, "screen": fact.screen})


def clear(connection: Connection) -> None:
    """Forget everything that comes from journals."""
    for table in (tables.visit, tables.survey_answer, tables.staff_call):
        connection.execute(delete(table))
    connection.execute(delete(tables.check_in).where(tables.check_in.c.origin == "journal"))
    connection.execute(update(tables.check_in).values(slip=None))


def _where(record: Record) -> dict[str, object]:
    return {"seq": record.seq, "visit": record.visit, "at": record.time}


def _visit(connection: Connection, key: dict[str, str | None], **values: object) -> None:
    if key["visit"] is not None and not put(connection, tables.visit, {**key, **values}):
        row = tables.visit.c
        connection.execute(
            update(tables.visit)
            .where(row.kiosk == key["kiosk"], row.epoch == key["epoch"], row.visit == key["visit"])
            .values(**values)
        )


def _check_in(connection: Connection, log: Log, record: Record, done: Completed, zone: ZoneInfo) -> None:
    """A terminal checked a customer in, by the bank's answer or alone: then the customer joins the queue here.

    Raises the alarm for a check-in that the bank has no appointment for in this branch, and for a second visit.
    """
    about = done.token_id
    row = connection.execute(
        select(tables.appointment, tables.service.c.counter, tables.service.c.minutes)
        .join_from(tables.appointment, tables.service)
        .join(tables.kiosk, tables.kiosk.c.branch == tables.appointment.c.branch)
        .where(tables.appointment.c.token_id == about, tables.kiosk.c.kiosk == log.kiosk)
    ).one_or_none()
    if row is None or str(row.id) != done.appointment or record.visit is None:
        alarm(connection, log, "unknownCheckIn", about, record.time)
        return
    known = connection.execute(select(tables.check_in).where(tables.check_in.c.token_id == about)).one_or_none()
    if known is None:
        connection.execute(
            insert(tables.check_in).values(
                token_id=about,
                origin="journal",
                kiosk=log.kiosk,
                visit=record.visit,
                branch=row.branch,
                day=record.time.astimezone(zone).date().isoformat(),
                service=row.service,
                number=done.ticket,
                counter=row.counter,
                at=record.time,
                until=max(row.starts, record.time) + timedelta(minutes=row.minutes),
            )
        )
    elif known.visit != record.visit or known.kiosk != log.kiosk:
        alarm(connection, log, "secondCheckIn", about, record.time)
    elif known.number != done.ticket:
        slip = tables.check_in.c.token_id == about
        connection.execute(update(tables.check_in).where(slip).values(slip=done.ticket))


def alarm(connection: Connection, log: Log, kind: str, about: str, at: datetime) -> None:
    """Raise an alarm, once for the same thing."""
    put(connection, tables.alarm, {**log._asdict(), "kind": kind, "about": about, "at": at})
