"""What the bank reads in the journals: visits, check-ins, survey answers, staff calls, ratings of answers, call-backs.

A projection is made from evidence alone and can be made again (`rebuild`); records of an unknown type, and known ones
whose data is not what it should be, stay evidence (`central.schema` flags them).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated, Final, TypeAlias
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import asdict
from sqlalchemy import Connection, Executable, Table, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from central import cases, schema, tables
from central.batch import Log, Record
from central.store import insert_into, put
from kiosk.core import entries

_MOST_ALARMS: Final = 1000
_YEARS: Final = frozenset(range(2000, 9000))
_NO_NUL: Final = r"\A[^\x00]*\Z"  # PostgreSQL has none in a text
_Word = Annotated[str, msgspec.Meta(max_length=64, pattern=_NO_NUL)]
_Name = Annotated[str, msgspec.Meta(max_length=32, pattern=_NO_NUL)]
_Short = Annotated[str, msgspec.Meta(max_length=16, pattern=_NO_NUL)]
_Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Began(msgspec.Struct, frozen=True):
    """`VisitBegan`."""

    language: _Short


class Ended(msgspec.Struct, frozen=True):
    """`VisitEnded`."""

    how: _Name


class Completed(msgspec.Struct, frozen=True):
    """`CheckInCompleted`."""

    appointment: _Word
    token_id: _Word
    ticket: _Short
    offline: bool


class Numbered(msgspec.Struct, frozen=True):
    """`WalkInCompleted`."""

    ticket: _Short
    service: _Word


class Answered(msgspec.Struct, frozen=True):
    """`SurveyAnswered`."""

    question: _Name
    value: Annotated[int, msgspec.Meta(ge=-1000, le=1000)]
    service: _Word | None


class Complained(msgspec.Struct, frozen=True):
    """`ComplaintMade`, without its sealed words."""

    operation: Annotated[str, msgspec.Meta(max_length=36, min_length=1, pattern=_NO_NUL)]
    provisional: Annotated[str, msgspec.Meta(max_length=80, pattern=_NO_NUL)]
    proof: _Name
    category: _Word
    when: _Short
    wish: _Word
    contact: _Short
    elsewhere: bool
    dictated: bool
    day: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")] | None = None


class Called(msgspec.Struct, frozen=True):
    """`StaffCalled`."""

    why: _Word
    screen: _Word


class Rated(msgspec.Struct, frozen=True):
    """`FaqRated`."""

    faq: _Word
    version: Annotated[int, msgspec.Meta(ge=0, lt=2**31)]
    language: _Short
    helpful: bool


class CallBack(msgspec.Struct, frozen=True):
    """`CallBackRequested`."""

    reference: _Short
    topic: _Word
    starts: _Moment
    ends: _Moment
    language: _Short
    on_file: bool


Fact: TypeAlias = Began | Ended | Completed | Numbered | Answered | Called | Rated | CallBack | Complained

_DECODERS: Final[dict[str, msgspec.json.Decoder[Fact]]] = {
    entries.VisitBegan.TYPE: msgspec.json.Decoder(Began),
    entries.VisitEnded.TYPE: msgspec.json.Decoder(Ended),
    entries.CheckInCompleted.TYPE: msgspec.json.Decoder(Completed),
    entries.WalkInCompleted.TYPE: msgspec.json.Decoder(Numbered),
    entries.SurveyAnswered.TYPE: msgspec.json.Decoder(Answered),
    entries.StaffCalled.TYPE: msgspec.json.Decoder(Called),
    entries.ComplaintMade.TYPE: msgspec.json.Decoder(Complained),
    entries.FaqRated.TYPE: msgspec.json.Decoder(Rated),
    entries.CallBackRequested.TYPE: msgspec.json.Decoder(CallBack),
}


@dataclass(frozen=True)
class Seen:
    """A fact with the record that says it."""

    record: Record
    fact: Fact


def facts(records: Iterable[Record]) -> tuple[Seen, ...]:
    """The facts that the projection keeps."""
    return read(records)[0]


def read(records: Iterable[Record]) -> tuple[tuple[Seen, ...], tuple[Record, ...]]:
    """The facts that the projection keeps, and the records that should say one but do not."""
    found, unfit = [], []
    for record in records:
        decoder = _DECODERS.get(record.type)
        if decoder is None or not schema.fits(record):
            continue
        try:
            fact = decoder.decode(record.data)
            if isinstance(fact, CallBack) and not {fact.starts.year, fact.ends.year} <= _YEARS:
                raise msgspec.ValidationError("a time that no table takes")
            found.append(Seen(record, fact))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            unfit.append(record)
    return tuple(found), tuple(unfit)


def apply(connection: Connection, seen: Iterable[tuple[Log, Iterable[Seen]]], zone: ZoneInfo, now: datetime) -> None:
    """Bring facts of journals into the read model; those of one kind in the order of their journal.

    `now` is when they are read: a complaint's clock begins no later.
    """
    rows: dict[type[Fact], list[dict[str, object]]] = {}
    for log, record, fact in ((log, item.record, item.fact) for log, items in seen for item in items):
        if isinstance(fact, Completed):
            _check_in(connection, log, record, fact, zone)
        elif isinstance(fact, Complained):
            _complaint(connection, log, record, fact, now=now, zone=zone)
        elif isinstance(fact, Numbered):
            _walk_in(connection, log, record, fact, zone)
        elif isinstance(fact, Began | Ended):
            if record.visit is not None:
                moment = "began" if isinstance(fact, Began) else "ended"
                row = {**log._asdict(), "visit": record.visit, moment: record.time, **asdict(fact)}
                rows.setdefault(type(fact), []).append(row)
        else:
            row = {**log._asdict(), "seq": record.seq, "visit": record.visit, "at": record.time, **asdict(fact)}
            rows.setdefault(type(fact), []).append(row)
    for kind, found in rows.items():
        connection.execute(_STATEMENTS[connection.dialect.name][kind], found)


def clear(connection: Connection) -> None:
    """Forget everything that comes from journals."""
    for table in (tables.visit, tables.survey_answer, tables.staff_call, tables.faq_rating, tables.callback):
        connection.execute(delete(table))
    for table in (tables.check_in, tables.walk_in):
        connection.execute(delete(table).where(table.c.origin == "journal"))
        connection.execute(update(table).values(slip=None))


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
        .with_for_update(of=tables.appointment, key_share=True)
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


def _complaint(
    connection: Connection, log: Log, record: Record, made: Complained, *, now: datetime, zone: ZoneInfo
) -> None:
    """A customer complained: the case is made, unless the terminal's call made it already.

    Raises the alarm for an operation that another kiosk used, and for a complaint outside of a visit.
    """
    filed = cases.Filed(kiosk=log.kiosk, visit=record.visit or "", **asdict(made))
    try:
        if record.visit is None:
            raise cases.OtherCaseError
        cases.open_case(connection, filed, record.time, now, zone)
    except cases.OtherCaseError:
        alarm(connection, log, "complaintConflict", made.operation, record.time)


def _walk_in(connection: Connection, log: Log, record: Record, given: Numbered, zone: ZoneInfo) -> None:
    """A customer without an appointment got a number, the bank's or of the terminal's own series: the customer stands
    in the queue here.
    """
    if record.visit is None:
        return
    column = tables.walk_in.c
    key = {"visit": record.visit, "kiosk": log.kiosk, "service": given.service}
    mine = (column.visit == record.visit, column.kiosk == log.kiosk, column.service == given.service)
    known = connection.execute(select(column.number).where(*mine)).scalar_one_or_none()
    if known is None:
        at = tables.kiosk.c
        branch = connection.execute(select(at.branch).where(at.kiosk == log.kiosk)).scalar_one()
        counter = select(tables.service.c.counter).where(tables.service.c.id == given.service)
        row = {
            **key,
            "origin": "journal",
            "branch": branch,
            "day": record.time.astimezone(zone).date().isoformat(),
            "number": given.ticket,
            "counter": connection.execute(counter).scalar_one_or_none(),
            "at": record.time,
            "until": day_ends(record.time, zone),
        }
        put(connection, tables.walk_in, row)
    elif known != given.ticket:
        connection.execute(update(tables.walk_in).where(*mine).values(slip=given.ticket))


def day_ends(at: datetime, zone: ZoneInfo) -> datetime:
    """The end of a branch's day."""
    tomorrow = at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone)


def alarm(connection: Connection, log: Log, kind: str, about: str, at: datetime, *, counted: bool = False) -> None:
    """Raise an alarm, once for the same thing; where `counted`, each further time is counted.

    So is what a kiosk raises beyond the first thousand of a kind: a hostile one raises as many as it likes.
    """
    raised = select(func.count()).where(tables.alarm.c.kiosk == log.kiosk, tables.alarm.c.kind == kind)
    if not counted and connection.execute(raised).scalar_one() >= _MOST_ALARMS:
        log, about, counted = Log(log.kiosk, ""), "", True
    statement = insert_into(connection, tables.alarm).values(**log._asdict(), kind=kind, about=about, at=at, count=1)
    keys = [column.name for column in tables.alarm.primary_key]
    if counted:
        more = {"count": tables.alarm.c.count + 1}
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=more))
    else:
        connection.execute(statement.on_conflict_do_nothing(index_elements=keys))


def _statements(insert_: Callable[[Table], sqlite.Insert | postgresql.Insert]) -> dict[type[Fact], Executable]:
    """How rows of each fact are put. A visit is told of twice, whichever comes first; the rest is written once."""

    def visit(*told: str) -> Executable:
        statement = insert_(tables.visit)
        keys = [column.name for column in tables.visit.primary_key]
        return statement.on_conflict_do_update(
            index_elements=keys, set_={name: statement.excluded[name] for name in told}
        )

    def once(table: Table) -> Executable:
        return insert_(table).on_conflict_do_nothing(index_elements=["kiosk", "epoch", "seq"])

    return {
        Began: visit("began", "language"),
        Ended: visit("ended", "how"),
        Answered: once(tables.survey_answer),
        Called: once(tables.staff_call),
        Rated: once(tables.faq_rating),
        CallBack: once(tables.callback),
    }


_STATEMENTS: Final = {"sqlite": _statements(sqlite.insert), "postgresql": _statements(postgresql.insert)}
