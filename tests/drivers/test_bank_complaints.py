"""Whatever the bank answers to a complaint is understood as a whole, or is no answer."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.bank_http.complaints import Complaints
from kiosk.core.complaint import CaseState, Complaint, Contact, FiledComplaint, LookupRefusal, When
from kiosk.core.ports import BankUnreachableError

SAID = Complaint("fees", When.TODAY, "refund", Contact.NONE, text="words")
FILED = FiledComplaint("op-1", "v1", "0571-3-0001-74", "proof", datetime(2026, 11, 27, 4, tzinfo=UTC), SAID)
DATE = {"step": "simple", "on": "2026-12-12", "exceptional": False, "sure": True}
GOOD = {"reference": "2026-000042-87", "deadlines": [DATE]}
STANDING = {
    "reference": "2026-000042-87",
    "state": "inProgress",
    "since": "2026-11-28",
    "received": "2026-11-27",
    "due": "2026-12-12",
    "answer": "",
    "overdue": False,
}


class Line:
    """The line to a bank that says what it is told to."""

    def __init__(self, status: int, answer: Any) -> None:
        self.status, self.answer, self.asked = status, answer, list[tuple[str, str, Any, Any]]()
        self.well = 0

    def ask(self, method: str, path: str, body: Any = None, *, headers: Any = None) -> tuple[int, Any]:
        self.asked.append((method, path, json.loads(json.dumps(body)), headers))
        return self.status, self.answer

    def answered(self) -> None:
        self.well += 1

    def lost(self, why: str) -> BankUnreachableError:
        return BankUnreachableError(why)


def desk(status: int, answer: Any) -> tuple[Complaints, Line]:
    line = Line(status, answer)
    return Complaints(line, "/v1/branches/0571"), line  # type: ignore[arg-type]


def test_a_good_answer_is_typed_and_the_operation_goes_along() -> None:
    complaints, line = desk(200, GOOD)
    registered = complaints.file(FILED)
    assert registered.reference == "2026-000042-87"
    assert registered.deadlines[0].on == date(2026, 12, 12)
    ((method, path, body, headers),) = line.asked
    assert (method, path, headers) == ("POST", "/v1/branches/0571/complaints", {"X-Request-ID": "op-1"})
    assert (body["received"], body["operation"], body["phone"]) == ("2026-11-27T04:00:00Z", "op-1", None)
    assert body["day"] is None
    assert line.well == 1


def test_the_very_day_goes_along() -> None:
    complaints, line = desk(200, GOOD)
    complaints.file(replace(FILED, complaint=replace(SAID, day=date(2026, 11, 3))))
    assert line.asked[0][2]["day"] == "2026-11-03"


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, None),
        (200, []),
        (200, {"reference": "x" * 40, "deadlines": []}),
        (200, {"reference": "<b>", "deadlines": []}),
        (200, {**GOOD, "reference": "TS-20261127-0042"}),  # its check digits do not fit: nobody could look it up
        (200, {**GOOD, "deadlines": [DATE] * 17}),
        (200, {**GOOD, "deadlines": [{**DATE, "on": "soon"}]}),
        (200, {**GOOD, "deadlines": [{**DATE, "sure": 1}]}),
        (200, {**GOOD, "deadlines": [None]}),
        (201, GOOD),
        (409, {"title": "no"}),
        (500, GOOD),
    ],
)
def test_anything_else_is_no_answer(status: int, answer: Any) -> None:
    complaints, line = desk(status, answer)
    with pytest.raises(BankUnreachableError) as raised:
        complaints.file(FILED)
    assert "words" not in str(raised.value)
    assert line.well == 0


def test_how_it_stands_is_typed() -> None:
    standing = desk(200, STANDING)[0].look_up("r", "0412")
    assert not isinstance(standing, LookupRefusal)
    assert (standing.state, standing.due) == (CaseState.IN_PROGRESS, date(2026, 12, 12))
    assert desk(404, {})[0].look_up("r", "0412") is LookupRefusal.UNKNOWN
    assert desk(429, None)[0].look_up("r", "0412") is LookupRefusal.TOO_MANY


@pytest.mark.parametrize(
    "change",
    [
        {"state": "lost"},
        {"due": 5},
        {"due": "later"},
        {"since": None},
        {"answer": "x" * 2001},
        {"reference": ""},
        {"received": "27.11"},
        {"overdue": "no"},
    ],
)
def test_a_crooked_standing_is_no_answer(change: dict[str, Any]) -> None:
    with pytest.raises(BankUnreachableError):
        desk(200, {**STANDING, **change})[0].look_up("r", "0412")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(["2026-12-12", "simple"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*GOOD, *DATE, *STANDING]), inner, max_size=6)
    ),
    max_leaves=14,
)


@given(st.sampled_from([200, 201, 404, 429, 503]), JSON)
def test_whatever_comes_is_typed_or_no_answer(status: int, answer: Any) -> None:
    complaints, _ = desk(status, answer)
    for ask in (lambda: complaints.file(FILED), lambda: complaints.look_up("r", "0412")):
        try:
            ask()
        except BankUnreachableError:
            continue
