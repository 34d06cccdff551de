"""Whatever a bank answers about appointments: it is understood, or it is no answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.bank_http.appointments import HttpAppointments, HttpQueue
from kiosk.core.booking import Booking, BookingRefusal, ByDocument, ByNumber, Refused
from kiosk.core.ports import BankUnreachableError

STARTS = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
ME = ByDocument("11010519491231002X")
NUMBER = "482915309"
BOOKED: dict[str, Any] = {
    "id": "1047",
    "number": NUMBER,
    "branch": "0571",
    "service": "transfer",
    "starts": "2026-11-24T01:30:00Z",
    "ends": "2026-11-24T02:30:00Z",
    "opens": "2026-11-24T01:00:00Z",
    "closes": "2026-11-24T01:45:00Z",
    "state": "booked",
    "uid": "5f0c1f0e-3f55-4f0e-9c0b-0a1d1f3f2b11",
    "sequence": 0,
    "code": "eyJ.a.b",
    "later": "ignored",
}
SLOT: dict[str, Any] = {
    "service": "transfer",
    "starts": "2026-11-24T01:30:00Z",
    "ends": "2026-11-24T02:30:00+00:00",
    "left": 2,
}
TICKET: dict[str, Any] = {
    "number": "C008",
    "service": "transfer",
    "counter": "3",
    "waiting": 3,
    "wait": {"least": 10, "most": 40},
}


class Line:
    """A line on which one thing is always answered."""

    def __init__(self, status: int, answer: Any) -> None:
        self._said = status, answer

    def ask(self, *_: Any, **__: Any) -> tuple[int, Any]:
        return self._said

    def answered(self) -> None:
        pass

    def lost(self, why: str) -> BankUnreachableError:
        return BankUnreachableError(why)


def asked(status: int, answer: Any) -> HttpAppointments:
    return HttpAppointments(Line(status, answer), "0571")  # type: ignore[arg-type]


def book(status: int, answer: Any) -> Any:
    return asked(status, answer).book("k", ME, "transfer", STARTS)


def test_an_appointment_is_understood() -> None:
    told = book(201, {"appointment": BOOKED})
    assert isinstance(told, Booking)
    assert (told.starts, told.number, told.code) == (STARTS, NUMBER, "eyJ.a.b")


@pytest.mark.parametrize(
    "changes",
    [
        {"service": "cash"},
        {"starts": "2026-11-24T02:30:00Z", "ends": "2026-11-24T03:30:00Z", "closes": "2026-11-24T02:45:00Z"},
        {"branch": "0572"},
        {"number": "482915308"},
        {"number": None},
        {"ends": "2026-11-24T01:30:00Z"},
        {"opens": "2026-11-24T01:31:00Z"},
        {"closes": "2026-11-24T01:29:00Z"},
        {"starts": "2026-11-24T01:30:00"},
        {"starts": "tomorrow"},
        {"state": "perhaps"},
        {"state": "cancelled", "code": None},
        {"state": "checkedIn", "code": None},
        {"sequence": True},
        {"code": "<script>"},
        {"code": 7},
        {"id": "../x"},
        {"uid": ""},
    ],
)
def test_a_contradiction_is_no_answer(changes: dict[str, Any]) -> None:
    with pytest.raises(BankUnreachableError):
        book(201, {"appointment": {**BOOKED, **changes}})


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (201, None),
        (201, []),
        (201, {"appointment": None}),
        (204, {"appointment": BOOKED}),
        (409, {"reason": "keyReused"}),
        (409, {}),
        (409, None),
        (500, {"reason": "slotTaken"}),
        (409, {"reason": "slotTaken", "free": [{**SLOT, "service": "cash"}]}),
        (409, {"reason": "slotTaken", "free": [{**SLOT, "left": 0}]}),
        (409, {"reason": "slotTaken", "free": [SLOT, SLOT]}),
        (409, {"reason": "slotTaken", "free": [SLOT] * 501}),
    ],
)
def test_what_is_no_answer(status: int, answer: Any) -> None:
    with pytest.raises(BankUnreachableError):
        book(status, answer)


def test_refusals_and_what_else_there_is() -> None:
    refused = book(409, {"reason": "slotTaken", "free": [SLOT]})
    assert isinstance(refused, Refused)
    assert [slot.left for slot in refused.free] == [2]
    for why in BookingRefusal:
        assert book(409, {"reason": why.value}) == Refused(why)
    assert asked(429, {"reason": "tooOften"}).mine(ME) == Refused(BookingRefusal.TOO_OFTEN)


def test_a_look_up_by_number_finds_that_one_only() -> None:
    whose = ByNumber(NUMBER, "1002")
    found = asked(200, {"appointments": [BOOKED]}).mine(whose)
    assert isinstance(found, tuple)
    for wrong in ([], [BOOKED, BOOKED], [{**BOOKED, "number": "100000009"}]):
        with pytest.raises(BankUnreachableError):
            asked(200, {"appointments": wrong}).mine(whose)
    with pytest.raises(BankUnreachableError):
        asked(200, {"appointments": [BOOKED] * 101}).mine(ME)


def test_a_move_must_be_one() -> None:
    with pytest.raises(BankUnreachableError):
        asked(200, {"appointment": {**BOOKED, "state": "cancelled", "code": None}}).move("k", ME, NUMBER, STARTS)
    assert isinstance(asked(200, {"appointment": BOOKED}).move("k", ME, NUMBER, STARTS), Booking)


def test_a_cancellation_must_be_one() -> None:
    with pytest.raises(BankUnreachableError):
        asked(200, {"appointment": BOOKED}).cancel("k", ME, NUMBER)
    gone = asked(200, {"appointment": {**BOOKED, "state": "cancelled", "code": None}}).cancel("k", ME, NUMBER)
    assert isinstance(gone, Booking)


def test_what_became_of_it() -> None:
    assert asked(200, {"done": False, "appointment": None, "reason": None}).settle("k") is None
    assert asked(200, {"done": False, "appointment": None, "reason": "tooMany"}).settle("k") == Refused(
        BookingRefusal.TOO_MANY
    )
    for answer in ({"done": True, "appointment": None, "reason": None}, {"done": "yes"}, {"done": False}, None):
        with pytest.raises(BankUnreachableError):
            asked(200, answer).settle("k")


@pytest.mark.parametrize(
    "changes",
    [
        {"service": "cash"},
        {"number": "C" * 65},
        {"number": "<b>"},
        {"waiting": -1},
        {"waiting": 1.5},
        {"wait": {"least": 40, "most": 10}},
        {"wait": {"least": 0, "most": 10_000}},
        {"wait": [1, 2]},
        {"counter": 3},
    ],
)
def test_a_number_that_is_none(changes: dict[str, Any]) -> None:
    good = HttpQueue(Line(200, {"ticket": TICKET}), "0571")  # type: ignore[arg-type]
    assert good.take_number("v", "transfer").number == "C008"
    with pytest.raises(BankUnreachableError):
        HttpQueue(Line(200, {"ticket": {**TICKET, **changes}}), "0571").take_number("v", "transfer")  # type: ignore[arg-type]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from([*BOOKED, *SLOT, *TICKET])
CALLS: tuple[Callable[[int, Any], Any], ...] = (
    book,
    lambda status, answer: asked(status, answer).free("transfer"),
    lambda status, answer: asked(status, answer).mine(ME),
    lambda status, answer: asked(status, answer).settle("k"),
    lambda status, answer: HttpQueue(Line(status, answer), "0571").take_number("v", "transfer"),  # type: ignore[arg-type]
)


@settings(max_examples=150, deadline=None)
@given(
    call=st.sampled_from(CALLS),
    status=st.sampled_from([200, 201, 409, 429, 500]),
    field=FIELDS,
    value=JSON,
    junk=JSON | st.none(),
)
def test_whatever_comes_it_is_an_answer_or_none(
    call: Callable[[int, Any], Any], status: int, field: str, value: Any, junk: Any
) -> None:
    answer = {
        "appointment": {**BOOKED, field: value},
        "appointments": [{**BOOKED, field: value}],
        "slots": [{**SLOT, field: value}],
        "ticket": {**TICKET, field: value},
        "reason": value,
        "done": value,
    }
    for said in (answer, junk):
        try:
            call(status, said)
        except BankUnreachableError:
            continue
