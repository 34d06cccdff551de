"""The keys of visits' personal fields, which travel apart from the evidence (docs/central.md)."""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import Any, Final, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from central.batch import RefusedError
from central.logs import event
from central.routes.caller import NAME, Central, OwnKiosk
from central.routes.problems import example, problems
from kiosk.record.reader import VisitKey

router = APIRouter()

MOST_KEYS: Final = 500
_LONGEST_BODY: Final = 256 * 1024

_SEALED: Final[dict[str, Any]] = {"visit": "v-8c1e", "kid": "2026w48", "sealed": "5vF0mBn1..."}
_LOST: Final[dict[str, Any]] = {"visit": "v-8c1f", "lost": True}


class SealedKey(BaseModel):
    """The key of a visit, sealed by HPKE to the sealing key that `kid` names."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True) | example(**_SEALED)
    visit: str = Field(pattern=NAME)
    kid: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$")
    sealed: str = Field(min_length=1, max_length=8192, repr=False, description="base64")


class LostKey(BaseModel):
    """The terminal has the key no more."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True) | example(**_LOST)
    visit: str = Field(pattern=NAME)
    lost: Literal[True]


class KeysBody(BaseModel):
    """The keys of some visits, kept together or not at all."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True) | example(keys=[_SEALED, _LOST])
    keys: list[SealedKey | LostKey] = Field(min_length=1, max_length=MOST_KEYS)


class KeysAnswer(BaseModel):
    """The visits whose keys were not kept; all others are held."""

    model_config = example(conflict=["v-8c1e"], erased=[])
    conflict: list[str] = Field(description="Another key is held")
    erased: list[str] = Field(description="The key was erased, and does not come back")


@router.put(
    "/v1/kiosks/{kiosk}/keys",
    responses=problems(400, 401, 403, 413, 503),
    max_body_size=_LONGEST_BODY,
)
def put_keys(kiosk: OwnKiosk, body: KeysBody, central: Central) -> KeysAnswer:
    """Keep the keys of visits, or note that they are lost. Repeats are harmless.

    A key that does not open is kept all the same and raises an alarm: a terminal can do nothing about it.
    """
    keys = [VisitKey(key.visit, key.kid, _decoded(key.sealed)) for key in body.keys if isinstance(key, SealedKey)]
    lost = [key.visit for key in body.keys if isinstance(key, LostKey)]
    kept = central.put_keys(kiosk, keys, lost)
    if lost:
        event("keyLost", kiosk=kiosk)
    return KeysAnswer(
        conflict=[visit for visit, state in kept.items() if state == "conflict"],
        erased=[visit for visit, state in kept.items() if state == "erased"],
    )


def _decoded(sealed: str) -> bytes:
    try:
        return b64decode(sealed, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedError(400, "A sealed key is not base64") from error
