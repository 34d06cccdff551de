"""Calls for a member of staff, and who comes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, HTTPException, Path
from pydantic import BaseModel, ConfigDict, Field

from central import pager
from central.callers import Peer
from central.logs import event
from central.pager import Page, PageError
from central.routes.caller import NAME, BranchKiosk, Central
from central.routes.problems import SMALL_BODY, example, problems
from central.service import Service

router = APIRouter()

_VISIT: Final = "v-8c1e64f0"
_OPEN: Final[dict[str, Any]] = {
    "call": "17",
    "kiosk": "0571-3",
    "why": "customer",
    "screen": "PresentDocument",
    "at": "2026-11-24T01:30:00Z",
    "reminded": False,
    "left": False,
}
_ELSEWHERE: Final = {"title": "The kiosk stands in another branch"}
_NO_PAGER: Final = {"title": "Only the branch's pager system may do this"}
_UNKNOWN: Final = {"title": "No such call"}

Call = Annotated[str, Path(pattern=r"^[1-9][0-9]{0,8}$", examples=["17"])]


class _Body(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)


class CallBody(_Body):
    """A call for a member of staff."""

    model_config = example(visit=_VISIT, why="help", screen="document")
    visit: str | None = Field(pattern=NAME)
    why: str = Field(pattern=NAME)
    screen: str = Field(pattern=NAME)


class CalledBody(BaseModel):
    """They were called."""

    model_config = example(call="17")
    call: str = Field(description="What the terminal asks by")


class ComingBody(BaseModel):
    """What became of a call."""

    model_config = example(call="17", coming="Lin")
    call: str
    coming: str | None = Field(description="Who is on the way, a first name or a role; null as long as nobody said so")


class OpenCallBody(BaseModel):
    """A call that nobody acknowledged yet."""

    model_config = example(**_OPEN)
    call: str
    kiosk: str
    why: str
    screen: str
    at: datetime
    reminded: bool = Field(description="Whether the terminal called again because nobody came")
    left: bool = Field(description="Whether the customer's visit is over, as far as the terminal's journal has come")


class OpenCallsBody(BaseModel):
    """The calls of a branch that wait, the longest waiting first."""

    model_config = example(calls=[_OPEN])
    calls: list[OpenCallBody]


class AcknowledgementBody(_Body):
    """Who is on the way; the customer is shown it."""

    model_config = example(who="Lin")
    who: str = Field(min_length=1, max_length=32)


@router.post(
    "/v1/branches/{branch}/calls",
    status_code=202,
    responses=problems(*(400, 401, 403, 413, 503), _403_branch=_ELSEWHERE),
    max_body_size=SMALL_BODY,
)
def call_staff(peer: BranchKiosk, body: CallBody, central: Central) -> CalledBody:
    """Call a member of staff to a terminal."""
    number = central.call(Page(peer.kiosk, peer.branch, body.visit, body.why, body.screen))
    event("staffCalled", kiosk=peer.kiosk, branch=peer.branch, why=body.why)
    return CalledBody(call=f"{number}")


@router.get(
    "/v1/branches/{branch}/calls",
    responses=problems(400, 401, 403, 503, _403_branch=_ELSEWHERE, _403_pager=_NO_PAGER),
)
def waiting(peer: BranchKiosk, central: Central) -> OpenCallsBody:
    """Say which calls of the last twelve hours wait. Only those may ask that the setting `pager_systems` names."""
    _paging(peer, central)
    told = [
        OpenCallBody(
            call=f"{row.id}",
            kiosk=row.kiosk,
            why=row.why,
            screen=row.screen,
            at=row.at,
            reminded=bool(row.reminded_at),
            left=row.left,
        )
        for row in central.open_calls(peer.branch)
    ]
    return OpenCallsBody(calls=told)


@router.get(
    "/v1/branches/{branch}/calls/{call}",
    responses=problems(400, 401, 403, 404, 503, _403_branch=_ELSEWHERE, _404_call=_UNKNOWN),
)
def coming(peer: BranchKiosk, call: Call, central: Central) -> ComingBody:
    """Say whether somebody is on the way. A terminal may ask about its own calls."""
    with central.store.read() as connection:
        row = pager.found(connection, peer.kiosk, int(call))
    if row is None:
        raise HTTPException(404, "No such call")
    return ComingBody(call=call, coming=row.acknowledged_as)


@router.post(
    "/v1/branches/{branch}/calls/{call}/reminder",
    status_code=202,
    responses={
        202: {
            "description": "They were called again",
            "content": {"application/json": {"examples": {"usual": {"value": None}}}},
        },
        **problems(400, 401, 403, 404, 413, 503, _403_branch=_ELSEWHERE, _404_call=_UNKNOWN),
    },
    max_body_size=SMALL_BODY,
)
def remind(peer: BranchKiosk, call: Call, central: Central) -> None:
    """Call once more for the same, because nobody acknowledged yet. Repeats change nothing."""
    if not central.remind(peer.kiosk, int(call)):
        raise HTTPException(404, "No such call")
    event("staffReminded", kiosk=peer.kiosk, branch=peer.branch, call=call)


@router.post(
    "/v1/branches/{branch}/calls/{call}/acknowledgement",
    responses=problems(
        *(400, 401, 403, 404, 413, 503), _403_branch=_ELSEWHERE, _403_pager=_NO_PAGER, _404_call=_UNKNOWN
    ),
    max_body_size=SMALL_BODY,
)
def acknowledge(peer: BranchKiosk, call: Call, body: AcknowledgementBody, central: Central) -> ComingBody:
    """Say that somebody is on the way. Only those may that the setting `pager_systems` names; the first word stays."""
    _paging(peer, central)
    with central.store.read() as connection:
        known = pager.in_branch(connection, peer.branch, int(call))
    if not known:
        raise HTTPException(404, "No such call")
    try:
        who = central.acknowledge(int(call), body.who, by=f"system {peer.kiosk}", branch=peer.branch)
    except PageError as error:
        raise HTTPException(400, "Who comes is a first name or a role of at most 32 letters") from error
    event("staffAcknowledged", kiosk=peer.kiosk, branch=peer.branch, call=call)
    return ComingBody(call=call, coming=who)


def _paging(peer: Peer, central: Service) -> None:
    if peer.kiosk not in central.settings.pager_systems:
        raise HTTPException(403, "Only the branch's pager system may do this")
