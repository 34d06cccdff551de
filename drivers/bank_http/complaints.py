"""Complaints over the line to the bank: `kiosk.core.complaint.ComplaintDesk`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date
from typing import Any, Final

from drivers.bank_http.line import Line
from kiosk.core.complaint import CaseState, FiledComplaint, LookupRefusal, Registered, Standing, canonical
from kiosk.core.deadlines import Deadline

_REFERENCE: Final = re.compile(r"[A-Za-z0-9 ._-]{1,32}")
_WORD: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_MOST_DATES: Final = 16
_LONGEST_ANSWER: Final = 2000


class Complaints:
    """Files complaints for a branch's terminals, and asks how they stand."""

    def __init__(self, line: Line, branch: str) -> None:
        """`branch` is the path of the branch's calls."""
        self._line, self._branch = line, branch

    def file(self, filed: FiledComplaint) -> Registered:
        """Make a case; the same answer for the same operation. A reference that no terminal could look up is none."""
        said = filed.complaint
        status, answer = self._line.ask(
            "POST",
            f"{self._branch}/complaints",
            {
                "operation": filed.operation,
                "visit": filed.visit,
                "provisional": filed.provisional,
                "proof": filed.proof,
                "received": filed.received.astimezone(UTC).isoformat().replace("+00:00", "Z"),
                "category": said.category,
                "when": said.when,
                "day": None if said.day is None else said.day.isoformat(),
                "wish": said.wish,
                "contact": said.contact,
                "elsewhere": said.elsewhere,
                "dictated": said.dictated,
                "text": said.text,
                "phone": said.phone,
            },
            headers={"X-Request-ID": filed.operation},
        )
        understood = _registered(answer) if status == 200 else None
        if understood is None:
            raise self._line.lost(f"status {status} is no answer")
        self._line.answered()
        return understood

    def look_up(self, reference: str, code: str) -> Standing | LookupRefusal:
        """How a case stands."""
        asked = {"reference": reference, "code": code}
        status, answer = self._line.ask("POST", f"{self._branch}/complaints/look-up", asked)
        understood: Standing | LookupRefusal | None = None
        if status == 200:
            understood = _standing(answer)
        elif status in (404, 429):
            understood = LookupRefusal.UNKNOWN if status == 404 else LookupRefusal.TOO_MANY
        if understood is None:
            raise self._line.lost(f"status {status} is no answer")
        self._line.answered()
        return understood


def _registered(answer: Any) -> Registered | None:
    match answer:
        case {"reference": str(reference), "deadlines": list(dates)} if _REFERENCE.fullmatch(reference) and canonical(
            reference
        ):
            found = [_deadline(one) for one in dates[: _MOST_DATES + 1]]
            known = tuple(one for one in found if one is not None)
            if len(known) == len(found) <= _MOST_DATES:
                return Registered(reference, known)
    return None


def _deadline(answer: Any) -> Deadline | None:
    match answer:
        case {"step": str(step), "on": str(on), "exceptional": bool(exceptional), "sure": bool(sure)}:
            day = _day(on)
            if day is not None and _WORD.fullmatch(step):
                return Deadline(step, day, exceptional, sure)
    return None


def _standing(answer: Any) -> Standing | None:
    match answer:
        case {
            "reference": str(reference),
            "state": str(state),
            "answer": str(said),
            "due": due,
            "overdue": bool(overdue),
        } if state in set(CaseState) and _REFERENCE.fullmatch(reference) and len(said) <= _LONGEST_ANSWER:
            since, received = _day_of(answer, "since"), _day_of(answer, "received")
            counted = None if due is None else _day(due)
            if since is not None and received is not None and (due is None) == (counted is None):
                return Standing(reference, CaseState(state), since, received, counted, said, overdue)
    return None


def _day_of(answer: Mapping[str, Any], name: str) -> date | None:
    return _day(answer.get(name))


def _day(value: object) -> date | None:
    if not isinstance(value, str) or len(value) != 10:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
