"""Appointments as the customer books, moves and cancels them at a terminal, and numbers for those who have none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Header, HTTPException, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from central.batch import RefusedError
from central.booking import Answer, Asked, Change, Proof, ReusedKeyError, Wish
from central.logs import event
from central.queue import QueueState, WalkIn
from central.routes.caller import NAME, BranchKiosk, Central
from central.routes.problems import SMALL_BODY, example, problems
from kiosk.core.booking import Booking, BookingRefusal, FreeSlot, Refused

router = APIRouter()

_UUID: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_NUMBER: Final = "482915309"
_SLOT: Final = {"service": "transfer", "starts": "2026-11-24T01:30:00Z", "ends": "2026-11-24T02:30:00Z", "left": 2}
_BOOKING: Final[dict[str, Any]] = {
    "id": "1047",
    "number": _NUMBER,
    "branch": "0571",
    "service": "transfer",
    "starts": "2026-11-24T01:30:00Z",
    "ends": "2026-11-24T02:30:00Z",
    "opens": "2026-11-24T01:00:00Z",
    "closes": "2026-11-24T01:45:00Z",
    "state": "booked",
    "uid": "5f0c1f0e-3f55-4f0e-9c0b-0a1d1f3f2b11",
    "sequence": 0,
    "code": "eyJhbGciOiJFZDI1NTE5In0...",
}
_TITLE: Final = "The bank does not do this"
_TAKEN: Final = {"title": _TITLE, "reason": "slotTaken", "free": [_SLOT]}
_REUSED: Final = {"title": "This key was used for something else", "reason": "keyReused"}
_ELSEWHERE: Final = {"title": "The kiosk stands in another branch"}

Key = Annotated[
    str,
    Header(
        alias="X-Request-ID",
        pattern=_UUID,
        description="The operation's UUID: the same again does nothing twice",
        examples=["0b8a6a7e-0b8e-4f6e-9a51-1f1c1d8f6a10"],
    ),
]
_Document = Annotated[str, Field(min_length=1, max_length=64)]


class _Body(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)


class SlotBody(BaseModel):
    """A time with places left."""

    model_config = example(**_SLOT)
    service: str
    starts: str
    ends: str
    left: int


class SlotsBody(BaseModel):
    """The times of a service, soonest first."""

    model_config = example(slots=[_SLOT])
    slots: list[SlotBody]


class BookingBody(BaseModel):
    """An appointment. `code` is there for the identified holder of one that is booked."""

    model_config = example(**_BOOKING)
    id: str
    number: str = Field(repr=False)
    branch: str
    service: str
    starts: str
    ends: str
    opens: str
    closes: str
    state: Literal["booked", "checkedIn", "cancelled"]
    uid: str = Field(description="Of the calendar entry (RFC 5545)")
    sequence: int
    code: str | None = Field(repr=False)


class AnswerBody(BaseModel):
    """The appointment as it stands."""

    model_config = example(appointment=_BOOKING)
    appointment: BookingBody


class FoundBody(BaseModel):
    """The customer's appointments, soonest first."""

    model_config = example(appointments=[_BOOKING])
    appointments: list[BookingBody]


class SettledBody(BaseModel):
    """What became of an operation: an appointment, a refusal's reason, or nothing; then nothing ever will."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"done": True, "appointment": _BOOKING, "reason": None},
                {"done": False, "appointment": None, "reason": None},
                {"done": False, "appointment": None, "reason": "slotTaken"},
            ]
        }
    )
    done: bool
    appointment: BookingBody | None
    reason: str | None


class HolderBody(_Body):
    """Whose appointments: `document` of an identified customer; or `number`, a booking number, with `tail`, the
    document's last four digits.
    """

    model_config = example(document="11010519491231002X")
    document: _Document | None = Field(None, repr=False)
    number: str | None = Field(None, pattern=r"^[0-9]{9}$", repr=False)
    tail: str | None = Field(None, pattern=r"^[0-9]{4}$", repr=False)

    @model_validator(mode="after")
    def _one_of_both(self) -> HolderBody:
        by_number = self.number is not None and self.tail is not None
        if (self.document is None) != by_number or (self.number is None) != (self.tail is None):
            raise ValueError("either document, or number and tail")
        return self

    def proof(self) -> Proof:
        """As the book of appointments takes it."""
        return Proof(self.document, self.number, self.tail)


class BookBody(_Body):
    """A place for an identified customer."""

    model_config = example(document="11010519491231002X", service="transfer", starts="2026-11-24T01:30:00Z")
    document: _Document = Field(
        repr=False, description="The number of the document that the customer was identified by"
    )
    service: str = Field(pattern=NAME)
    starts: AwareDatetime = Field(strict=False)


class MoveBody(_Body):
    """Another time for an appointment."""

    model_config = example(document="11010519491231002X", number=_NUMBER, starts="2026-11-24T06:00:00Z")
    document: _Document = Field(repr=False)
    number: str = Field(pattern=r"^[0-9]{9}$", repr=False)
    starts: AwareDatetime = Field(strict=False)


class CancelBody(HolderBody):
    """An appointment is given up: by the identified customer, or by booking number and last digits."""

    model_config = example(document="11010519491231002X", appointment=_NUMBER)
    appointment: str = Field(pattern=r"^[0-9]{9}$", repr=False, description="Its booking number")


class WalkInBody(_Body):
    """A customer without an appointment."""

    model_config = example(visit="v-8c1e64f0", service="transfer")
    visit: str = Field(pattern=NAME)
    service: str = Field(pattern=NAME)


class WaitBody(BaseModel):
    """Between `least` and `most` minutes."""

    model_config = example(least=10, most=25)
    least: int
    most: int


_NUMBERED: Final[dict[str, Any]] = {
    "number": "C008",
    "service": "transfer",
    "counter": "3",
    "waiting": 3,
    "wait": {"least": 10, "most": 40},
}


class NumberBody(BaseModel):
    """A place in the queue; `waiting` and `wait` are null where the branch does not say how its queue stands."""

    model_config = example(**_NUMBERED)
    number: str
    service: str
    counter: str | None
    waiting: int | None
    wait: WaitBody | None


class WalkInAnswerBody(BaseModel):
    """The customer's number."""

    model_config = example(ticket=_NUMBERED)
    ticket: NumberBody


class QueueStateBody(_Body):
    """How the queue of a service stands."""

    model_config = example(service="transfer", counters=2, minutes=12.5, called=["C004"])
    service: str = Field(pattern=NAME)
    counters: int = Field(ge=0, le=1000, description="Counters that serve it now")
    minutes: float = Field(gt=0, le=600, strict=False, description="The mean time of a customer there")
    called: list[Annotated[str, Field(min_length=1, max_length=16)]] = Field(
        default_factory=list, max_length=200, description="Numbers that were called, or left, since the last report"
    )


class QueueBody(_Body):
    """The word of a branch's queue system."""

    model_config = example(services=[{"service": "transfer", "counters": 2, "minutes": 12.5, "called": ["C004"]}])
    services: list[QueueStateBody] = Field(max_length=64)


@router.get(
    "/v1/branches/{branch}/slots",
    responses=problems(400, 401, 403, 503, _403_branch=_ELSEWHERE),
)
def free(
    peer: BranchKiosk,
    central: Central,
    service: Annotated[str, Query(pattern=NAME, examples=["transfer"])],
) -> SlotsBody:
    """Say at which times a place is left for a service, soonest first; at most 500."""
    return SlotsBody(slots=_slots(central.free(peer.branch, service)))


@router.post(
    "/v1/branches/{branch}/appointments",
    status_code=201,
    responses=problems(*(400, 401, 403, 409, 413, 503), _403_branch=_ELSEWHERE, _409_taken=_TAKEN, _409_reused=_REUSED),
    max_body_size=SMALL_BODY,
)
def book(peer: BranchKiosk, key: Key, body: BookBody, central: Central) -> AnswerBody:
    """Book a place. 409 says why not in `reason`: `slotTaken` (with the nearest `free` times), `overlapping`,
    `tooMany`; or `keyReused`.
    """
    asked = Asked(peer.kiosk, peer.branch, key, "book", body.model_dump(mode="json"))
    return _answered(
        peer.kiosk, asked.what, lambda: central.book(asked, body.document, Wish(body.service, body.starts))
    )


@router.post(
    "/v1/branches/{branch}/appointments/search",
    responses=problems(
        *(400, 401, 403, 409, 413, 429, 503),
        _403_branch=_ELSEWHERE,
        _409_unknown={"title": _TITLE, "reason": "unknown"},
        _429_often={"title": _TITLE, "reason": "tooOften"},
    ),
    max_body_size=SMALL_BODY,
)
def search(peer: BranchKiosk, body: HolderBody, central: Central) -> FoundBody:
    """Find the appointments at this branch that are not over: of an identified customer, who may have none; or the one
    of a booking number, or 409 with `unknown`, `cancelled` or `over`. 429 where too many look-ups found nothing.
    """
    found = central.appointments_of(peer.kiosk, peer.branch, body.proof())
    if isinstance(found, Refused):
        raise _refused(found)
    return FoundBody(appointments=[_booking(booking) for booking in found])


@router.post(
    "/v1/branches/{branch}/appointments/move",
    responses=problems(
        *(400, 401, 403, 409, 413, 429, 503),
        _403_branch=_ELSEWHERE,
        _409_taken=_TAKEN,
        _409_reused=_REUSED,
        _429_often={"title": _TITLE, "reason": "tooOften"},
    ),
    max_body_size=SMALL_BODY,
)
def move(peer: BranchKiosk, key: Key, body: MoveBody, central: Central) -> AnswerBody:
    """Move an appointment of an identified customer to another time of its service; it keeps the old one where that
    cannot be had. 409 as for booking, and `unknown`, `checkedIn`, `cancelled`, `over`. The old code is revoked.
    """
    asked = Asked(peer.kiosk, peer.branch, key, "move", body.model_dump(mode="json"))
    return _answered(
        peer.kiosk, asked.what, lambda: central.move(asked, body.document, Change(body.number, body.starts))
    )


@router.post(
    "/v1/branches/{branch}/appointments/cancel",
    responses=problems(
        *(400, 401, 403, 409, 413, 429, 503),
        _403_branch=_ELSEWHERE,
        _409_checked_in={"title": _TITLE, "reason": "checkedIn"},
        _409_reused=_REUSED,
        _429_often={"title": _TITLE, "reason": "tooOften"},
    ),
    max_body_size=SMALL_BODY,
)
def cancel(peer: BranchKiosk, key: Key, body: CancelBody, central: Central) -> AnswerBody:
    """Cancel an appointment and revoke its code. 409: `unknown`, `checkedIn`, `cancelled`, `over`, `keyReused`."""
    asked = Asked(peer.kiosk, peer.branch, key, "cancel", body.model_dump(mode="json"))
    return _answered(peer.kiosk, asked.what, lambda: central.cancel(asked, body.proof(), body.appointment))


@router.post(
    "/v1/branches/{branch}/appointments/settle",
    responses=problems(400, 401, 403, 409, 413, 503, _403_branch=_ELSEWHERE, _409_reused=_REUSED),
    max_body_size=SMALL_BODY,
)
def settle(peer: BranchKiosk, key: Key, central: Central) -> SettledBody:
    """Say what became of the operation with this key, whose answer was lost. One that had not arrived is void from now
    on: it will not be done, should it still arrive (409 `keyReused`).
    """
    try:
        answer = central.settle(peer.kiosk, peer.branch, key)
    except ReusedKeyError as error:
        raise RefusedError(409, "This key was used for something else", reason="keyReused") from error
    if isinstance(answer, Booking):
        return SettledBody(done=True, appointment=_booking(answer), reason=None)
    return SettledBody(done=False, appointment=None, reason=answer.why.value if answer else None)


@router.post(
    "/v1/branches/{branch}/walk-ins",
    responses=problems(
        *(400, 401, 403, 404, 413, 503), _403_branch=_ELSEWHERE, _404_service={"title": "No such service"}
    ),
    max_body_size=SMALL_BODY,
)
def walk_in(peer: BranchKiosk, body: WalkInBody, central: Central) -> WalkInAnswerBody:
    """Give a number to a customer without an appointment; the same again for the same visit and service."""
    ticket = central.walk_in(WalkIn(peer.kiosk, peer.branch, body.visit, body.service))
    if ticket is None:
        raise HTTPException(404, "No such service")
    event("numberGiven", kiosk=peer.kiosk, branch=peer.branch, ticket=ticket.number)
    wait = None if ticket.wait is None else WaitBody(least=ticket.wait.least, most=ticket.wait.most)
    number = NumberBody(
        number=ticket.number, service=ticket.service, counter=ticket.counter, waiting=ticket.waiting, wait=wait
    )
    return WalkInAnswerBody(ticket=number)


@router.put(
    "/v1/branches/{branch}/queue",
    status_code=204,
    responses=problems(
        *(400, 401, 403, 413, 503),
        _403_branch=_ELSEWHERE,
        _403_system={"title": "Only the branch's queue system may say this"},
    ),
    max_body_size=SMALL_BODY,
)
def report(peer: BranchKiosk, body: QueueBody, central: Central) -> None:
    """Say how the branch's queue stands. Only those may that the setting `queue_systems` names; their word is believed
    for 15 minutes.
    """
    if peer.kiosk not in central.settings.queue_systems:
        raise HTTPException(403, "Only the branch's queue system may say this")
    states = [QueueState(state.service, state.counters, state.minutes, tuple(state.called)) for state in body.services]
    central.report_queue(peer.branch, states)


def _answered(kiosk: str, what: str, work: Any) -> AnswerBody:
    try:
        answer: Answer = work()
    except ReusedKeyError as error:
        raise RefusedError(409, "This key was used for something else", reason="keyReused") from error
    if isinstance(answer, Refused):
        raise _refused(answer)
    event("appointment", kiosk=kiosk, what=what, appointment=answer.id)
    return AnswerBody(appointment=_booking(answer))


def _refused(refused: Refused) -> RefusedError:
    often = refused.why is BookingRefusal.TOO_OFTEN
    free: dict[str, Any] = {"free": [slot.model_dump() for slot in _slots(refused.free)]} if refused.free else {}
    return RefusedError(429 if often else 409, _TITLE, reason=refused.why.value, **free)


def _slots(free: Sequence[FreeSlot]) -> list[SlotBody]:
    return [
        SlotBody(service=slot.service, starts=_instant(slot.starts), ends=_instant(slot.ends), left=slot.left or 0)
        for slot in free
    ]


def _booking(booking: Booking) -> BookingBody:
    return BookingBody(
        id=booking.id,
        number=booking.number,
        branch=booking.branch,
        service=booking.service,
        starts=_instant(booking.starts),
        ends=_instant(booking.ends),
        opens=_instant(booking.opens),
        closes=_instant(booking.closes),
        state=booking.state.value,
        uid=booking.uid,
        sequence=booking.sequence,
        code=booking.code,
    )


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
