"""Heartbeats: how a terminal fares."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from central.heartbeats import Heartbeats
from central.routes.caller import NAME, OwnKiosk
from central.routes.problems import SMALL_BODY, problems

router = APIRouter()

_Word = Annotated[str, Field(max_length=64)]
_Count = Annotated[int, Field(ge=0, le=2**53)]


_STATUS: Final[dict[str, Any]] = {
    "at": "2026-11-23T09:00:01Z",
    "version": "0.4.0",
    "epoch": "7f3a9c",
    "size": 1050,
    "acked": 1042,
    "queued": 8,
    "oldest_queued_s": 3.2,
    "config": 1795770000,
    "fraud_config": 1795770000,
    "trouble": None,
    "clock_offset_s": -0.4,
    "certificate_not_after": "2026-12-14T08:00:00Z",
    "disk_used": 0.31,
    "screen": "attract",
    "screen_at": "2026-11-23T08:59:40Z",
    "visit": False,
    "devices": {"scanner": "ready", "printer": "outOfPaper"},
    "broken": None,
}


class StatusBody(BaseModel):
    """How a terminal fares. Fields of newer terminals are ignored; nothing personal is in it."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True, json_schema_extra={"examples": [_STATUS]})
    at: AwareDatetime = Field(description="By the terminal's clock")
    version: _Word = Field(description="Of the terminal's program")
    epoch: str | None = Field(None, pattern=NAME, description="The journal's epoch")
    size: _Count | None = Field(None, description="Records in the journal")
    acked: _Count | None = None
    queued: _Count | None = Field(None, description="Records that wait to be sent")
    oldest_queued_s: Annotated[float, Field(ge=0, le=1e9)] | None = None
    config: _Count | None = Field(None, description="The version of the desired state that it keeps")
    fraud_config: _Count | None = Field(
        None,
        description="The version that its fraud rules came with: older than `config` where those are refused",
    )
    trouble: _Word | None = Field(None, description="Why nothing is acknowledged now")
    clock_offset_s: Annotated[float, Field(ge=-1e10, le=1e10)] | None = None
    certificate_not_after: datetime | None = None
    disk_used: Annotated[float, Field(ge=0, le=1)] | None = None
    screen: _Word | None = None
    screen_at: datetime | None = None
    visit: bool | None = Field(None, description="Whether a customer stands before it")
    devices: Annotated[dict[_Word, _Word], Field(max_length=64)] | None = Field(
        None, description="`ready`, `absent`, or why not"
    )
    broken: _Word | None = None


@router.put(
    "/v1/kiosks/{kiosk}/status",
    status_code=204,
    responses=problems(400, 401, 403, 413, 503),
    max_body_size=SMALL_BODY,
)
async def put_status(kiosk: OwnKiosk, body: StatusBody, request: Request) -> None:
    """Take a heartbeat. Only the newest of a terminal is kept; it is on disk a second later."""
    heartbeats: Heartbeats = request.app.state.heartbeats
    heartbeats.take(kiosk, body.model_dump(mode="json", exclude_unset=True))
