"""The keys of visits' personal fields, which travel apart from the evidence (docs/central.md)."""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from central.batch import RefusedError
from central.logs import event
from central.routes.caller import Central, Name, OwnKiosk
from central.routes.problems import SMALL_BODY, example, problems

router = APIRouter()


class SealedKeyBody(BaseModel):
    """The key of a visit, sealed by HPKE to the sealing key that `kid` names."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True) | example(
        kid="2026w48", sealed="5vF0mBn1..."
    )
    kid: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$")
    sealed: str = Field(min_length=1, max_length=8192, repr=False, description="base64")


class LostKeyBody(BaseModel):
    """The terminal has the key no more."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True) | example(lost=True)
    lost: Literal[True]


@router.put(
    "/v1/kiosks/{kiosk}/keys/{visit}",
    status_code=204,
    responses=problems(
        *(400, 401, 403, 409, 410, 413, 503),
        _409_other={"title": "Another key is held for this visit"},
        _410_erased={"title": "The key of this visit was erased"},
    ),
    max_body_size=SMALL_BODY,
)
def put_key(kiosk: OwnKiosk, visit: Name, body: SealedKeyBody | LostKeyBody, central: Central) -> None:
    """Keep the key of a visit, or note that it is lost. Repeats are harmless.

    A key that does not open is kept all the same and raises an alarm: a terminal can do nothing about it.
    """
    if isinstance(body, LostKeyBody):
        central.key_lost(kiosk, visit)
        event("keyLost", kiosk=kiosk)
        return
    try:
        sealed = b64decode(body.sealed, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedError(400, "The sealed key is not base64") from error
    match central.put_key(kiosk, visit, body.kid, sealed):
        case "conflict":
            raise RefusedError(409, "Another key is held for this visit")
        case "erased":
            raise RefusedError(410, "The key of this visit was erased")
