"""Cases of complaints: how one is made, once, from a terminal's call or from its journal, and its clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from central import tables
from central.store import insert_into
from kiosk.core.complaint import (
    CaseState,
    ComplaintPolicy,
    canonical,
    due,
    final_reference,
    read_policy,
)
from kiosk.core.deadlines import Deadline, DeadlineError

_OLDEST: Final = timedelta(days=3650)
"""No complaint waits at a terminal for longer: a clock that says so is wrong."""
TERMINAL: Final = "terminal"
"""Who made a case, in its events."""


class OtherCaseError(Exception):
    """The operation is another kiosk's."""


@dataclass(frozen=True)
class Filed:
    """A complaint as a terminal tells it, apart from its words."""

    operation: str
    kiosk: str
    visit: str
    provisional: str
    proof: str
    category: str
    when: str
    wish: str
    contact: str
    elsewhere: bool
    dictated: bool
    day: str | None = None


def policy(connection: Connection) -> ComplaintPolicy:
    """The complaints' policy as it stands; an empty one where none was set."""
    found = connection.execute(select(tables.policy.c.document).where(tables.policy.c.id == "complaints")).scalar()
    try:
        return read_policy(found or {})
    except DeadlineError:  # content was checked when it was set; an older schema's is worth no crash
        return ComplaintPolicy()


def open_case(connection: Connection, filed: Filed, received: datetime, now: datetime, zone: tzinfo) -> Row[Any]:
    """The case of an operation: the one there is, or a new one. Raises `OtherCaseError`.

    The clock runs from when the customer complained by the terminal's clock, but never from a time still to come.
    """
    held = case_of(connection, filed.operation)
    if held is None:
        begun = max(min(received, now), now - _OLDEST)
        regime, dates = policy(connection).clocks(filed.category, begun, zone)
        today = now.astimezone(zone).date()
        key = canonical(filed.provisional)
        branch = select(tables.kiosk.c.branch).where(tables.kiosk.c.kiosk == filed.kiosk)
        row = {
            "operation": filed.operation,
            "kiosk": filed.kiosk,
            "branch": connection.execute(branch).scalar() or "",
            "visit": filed.visit,
            "provisional": filed.provisional,
            "provisional_key": key or "",
            "proof": filed.proof,
            "category": filed.category,
            "occurred": filed.when,
            "occurred_on": filed.day,
            "wish": filed.wish,
            "contact": filed.contact,
            "elsewhere": filed.elsewhere,
            "dictated": filed.dictated,
            "state": CaseState.RECEIVED,
            "since": begun,
            "received_at": begun,
            "arrived_at": now,
            "regime": regime.id if regime else None,
            "regime_version": regime.version if regime else None,
            "dates": [told(one) for one in dates],
            "due": _day(due(CaseState.RECEIVED, dates, today)),
        }
        once = insert_into(connection, tables.complaint).values(**row)
        once = once.on_conflict_do_nothing(index_elements=["operation"])
        number = connection.execute(once.returning(tables.complaint.c.id)).scalar()
        if number is not None:  # else another call for it was first
            reference = final_reference(begun.astimezone(zone).year, number)
            named = {"reference": reference, "reference_key": canonical(reference)}
            one = tables.complaint.c.id == number
            connection.execute(update(tables.complaint).where(one).values(**named))
            record(connection, number, CaseState.RECEIVED, None, who=TERMINAL, at=begun)
        held = case_of(connection, filed.operation)
        assert held is not None  # noqa: S101 - it was made just now
    if held.kiosk != filed.kiosk:
        raise OtherCaseError
    return held


def case_of(connection: Connection, operation: str) -> Row[Any] | None:
    """The case of an operation."""
    query = select(tables.complaint).where(tables.complaint.c.operation == operation)
    return connection.execute(query.with_for_update()).one_or_none()


def record(
    connection: Connection, complaint: int, state: CaseState, reason: str | None, *, who: str, at: datetime
) -> None:
    """Write down what a case became."""
    row = {"complaint": complaint, "at": at, "state": state, "reason": reason, "who": who}
    connection.execute(insert(tables.complaint_event).values(**row))


def told(one: Deadline) -> dict[str, Any]:
    """A deadline as JSON."""
    return {"step": one.step, "on": one.on.isoformat(), "exceptional": one.exceptional, "sure": one.sure}


def dates_of(row: Mapping[str, Any] | Row[Any]) -> tuple[Deadline, ...]:
    """The deadlines of a row of `complaint`."""
    stored = row["dates"] if isinstance(row, Mapping) else row.dates
    return tuple(
        Deadline(one["step"], date.fromisoformat(one["on"]), one["exceptional"], one["sure"]) for one in stored
    )


def due_of(row: Row[Any], state: CaseState, now: datetime, zone: tzinfo) -> str | None:
    """The date that counts for a case in a state."""
    return _day(due(state, dates_of(row), now.astimezone(zone).date()))


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
