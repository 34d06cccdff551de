"""What a terminal asks for its customers' complaints: to file one, and how one stands."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from central.batch import RefusedError
from central.cases import Filed, OtherCaseError
from central.complaints import Words
from central.logs import event
from central.routes.caller import NAME, BranchKiosk, Central
from central.routes.problems import SMALL_BODY, example, problems
from kiosk.core.complaint import LONGEST_TEXT, CaseState, LookupRefusal

router = APIRouter()

_UUID: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_REFERENCE: Final = "2026-000042-87"
_DATES: Final = [{"step": "simple", "on": "2026-12-12", "exceptional": False, "sure": True}]


class _Body(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)


class ComplaintBody(_Body):
    """A complaint, as its customer confirmed it."""

    model_config = example(
        operation="7b0c1a52-4b0e-4a8e-9d0a-1f6d3c0f2f11",
        visit="v-8c1e64f0",
        provisional="0571-3-0001-74",
        proof="c2FsdGVkIGFuZCBzbG93IQ",
        received="2026-11-27T04:00:00Z",
        category="fees",
        when="today",
        wish="refund",
        contact="none",
        elsewhere=False,
        dictated=False,
        text="A fee was taken twice.",
        phone=None,
    )
    operation: str = Field(pattern=_UUID, description="The idempotency key: the same complaint is one case")
    visit: str = Field(pattern=NAME)
    provisional: str = Field(min_length=8, max_length=80, pattern=r"^[A-Za-z0-9._-]+$")
    proof: str = Field(pattern=r"^[A-Za-z0-9_-]{22}$", description="What the receipt's code is checked by")
    received: Annotated[datetime, Field(strict=False, description="When the customer confirmed it")]
    category: str = Field(pattern=NAME)
    when: Literal["today", "thisWeek", "earlier"]
    day: Annotated[date | None, Field(strict=False, description="The very day, where the customer named it")] = None
    wish: str = Field(pattern=NAME)
    contact: Literal["phone", "onFile", "none"]
    elsewhere: bool
    dictated: bool
    text: str = Field(max_length=LONGEST_TEXT, pattern=r"^[^\x00]*$", repr=False)
    phone: str | None = Field(pattern=r"^\+?[0-9]{5,15}$", repr=False)


class DateBody(BaseModel):
    """A date of the clock."""

    step: str
    on: date
    exceptional: bool = Field(description="It counts only where the bank says so, with a reason")
    sure: bool = Field(description="False where a year's holidays are not known yet")


class RegisteredBody(BaseModel):
    """The bank made a case of it."""

    model_config = example(reference=_REFERENCE, deadlines=_DATES)
    reference: str
    deadlines: list[DateBody]


class LookUpBody(_Body):
    """Whoever has the receipt asks."""

    model_config = example(reference=_REFERENCE, code="0412")
    reference: str = Field(min_length=1, max_length=100, repr=False)
    code: str = Field(pattern=r"^[0-9]{4}$", repr=False)


class StandingBody(BaseModel):
    """How a case stands."""

    model_config = example(
        reference=_REFERENCE,
        state="inProgress",
        since="2026-11-28",
        received="2026-11-27",
        due="2026-12-12",
        answer="",
        overdue=False,
    )
    reference: str
    state: CaseState
    since: date
    received: date
    due: date | None
    answer: str = Field(repr=False)
    overdue: bool = Field(description="The date has passed without an answer")


_ELSEWHERE: Final = {"title": "The kiosk stands in another branch"}


@router.post(
    "/v1/branches/{branch}/complaints",
    responses=problems(
        *(400, 401, 403, 409, 413, 503),
        _403_branch=_ELSEWHERE,
        _409_other={"title": "The operation is another kiosk's"},
    ),
    max_body_size=SMALL_BODY,
)
def file(peer: BranchKiosk, body: ComplaintBody, central: Central) -> RegisteredBody:
    """Make a case of a complaint.

    Idempotent for the same operation, also where the case was made from the terminal's journal: the record counts.
    """
    if body.received.tzinfo is None:
        raise RefusedError(400, "Malformed request", fields=["body.received"])
    told = body.model_dump(exclude={"received", "text", "phone", "day"})
    filed = Filed(kiosk=peer.kiosk, day=None if body.day is None else body.day.isoformat(), **told)
    words, now = Words(body.text or None, body.phone), central.clock()
    try:
        made = central.store.change(
            lambda connection: central.complaints.file(connection, filed, words, body.received, now)
        )
    except OtherCaseError as error:
        raise RefusedError(409, "The operation is another kiosk's") from error
    event("complaintFiled", kiosk=peer.kiosk, branch=peer.branch, category=body.category)
    dates = [DateBody(step=one.step, on=one.on, exceptional=one.exceptional, sure=one.sure) for one in made.deadlines]
    return RegisteredBody(reference=made.reference, deadlines=dates)


@router.post(
    "/v1/branches/{branch}/complaints/look-up",
    responses=problems(
        *(400, 401, 403, 404, 413, 429, 503),
        _403_branch=_ELSEWHERE,
        _404_unknown={"title": "No such complaint, or another code"},
        _429_many={"title": "Too many wrong tries"},
    ),
    max_body_size=SMALL_BODY,
)
def look_up(peer: BranchKiosk, body: LookUpBody, central: Central) -> StandingBody:
    """How a case stands, by reference (the bank's or the terminal's) and the code on its receipt.

    404 does not tell a reference that is not there from a wrong code. 429 after five wrong tries for a reference, or
    thirty at a kiosk, within an hour.
    """
    now = central.clock()
    found = central.store.change(
        lambda connection: central.complaints.look_up(connection, peer.kiosk, body.reference, body.code, now)
    )
    if found is LookupRefusal.UNKNOWN:
        raise RefusedError(404, "No such complaint, or another code")
    if found is LookupRefusal.TOO_MANY:
        event("complaintGuessed", kiosk=peer.kiosk, branch=peer.branch)
        raise RefusedError(429, "Too many wrong tries")
    assert not isinstance(found, LookupRefusal)  # noqa: S101 - both are above
    return StandingBody(
        reference=found.reference,
        state=found.state,
        since=found.since,
        received=found.received,
        due=found.due,
        answer=found.answer,
        overdue=found.overdue,
    )
