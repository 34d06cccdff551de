"""What a terminal asks its branch for: check-ins."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from central.appointments import CheckIn
from central.batch import RefusedError
from central.logs import event
from central.routes.caller import NAME, BranchKiosk, Central
from central.routes.problems import SMALL_BODY, example, problems
from kiosk.core.ports import BankRefusal
from kiosk.token import LONGEST

router = APIRouter()


class _Body(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)


_VISIT: Final = "v-8c1e64f0"
_TICKET: Final = {"number": "C007", "service": "transfer", "counter": "3", "waiting": 2}


class CheckInBody(_Body):
    """What a terminal says of the customer it checked: the code is the proof."""

    model_config = example(
        token="eyJhbGciOiJFZDI1NTE5In0...",  # noqa: S106 - an example
        visit=_VISIT,
        document="cn-resident-id",
        face_accepted=True,
    )
    token: str = Field(min_length=1, max_length=LONGEST, repr=False, description="The appointment code as it was read")
    visit: str = Field(pattern=NAME, description="The visit's random id; repeats with it get the same answer")
    document: str = Field(pattern=NAME, description="The kind of identity document that was read")
    face_accepted: bool = Field(description="Whether the face comparison accepted the customer")


class TicketBody(BaseModel):
    """A place in the queue."""

    model_config = example(**_TICKET)
    number: str
    service: str
    counter: str | None
    waiting: int = Field(description="Customers before this one")


class CheckInAnswerBody(BaseModel):
    """The customer is checked in."""

    model_config = example(ticket=_TICKET)
    ticket: TicketBody


@router.post(
    "/v1/branches/{branch}/check-ins",
    responses=problems(
        *(400, 401, 403, 409, 413, 503),
        _403_branch={"title": "The kiosk stands in another branch"},
        _409_again={"title": "The bank does not check this appointment in", "reason": "alreadyCheckedIn"},
    ),
    max_body_size=SMALL_BODY,
)
def check_in(peer: BranchKiosk, body: CheckInBody, central: Central) -> CheckInAnswerBody:
    """Check a customer in by an appointment code.

    Idempotent for the same code and visit. 409 says why not in `reason`: `alreadyCheckedIn`, `cancelled`, or
    `unknown` for a code that the bank has no open appointment for.
    """
    answer = central.check_in(CheckIn(peer.kiosk, peer.branch, body.visit, body.token))
    if isinstance(answer, BankRefusal):
        raise RefusedError(409, "The bank does not check this appointment in", reason=answer.value)
    ticket = TicketBody(
        number=answer.number, service=answer.service, counter=answer.counter, waiting=answer.waiting or 0
    )
    event("checkedIn", kiosk=peer.kiosk, branch=peer.branch, ticket=ticket.number)
    return CheckInAnswerBody(ticket=ticket)
