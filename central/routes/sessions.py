"""Customers' sessions, and what every call within one needs: `Served` says for whom, `Key` names a change."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Path, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from central.bank.changes import VOIDED
from central.bank.sessions import Bound, Opened
from central.batch import RefusedError
from central.logs import event
from central.routes.caller import NAME, BranchKiosk, Central
from central.routes.problems import SMALL_BODY, example, problems
from kiosk.core.banking import ChangeAnswer, ChangeRefusal, Done, Identified, Refused
from kiosk.core.identity import Authenticity, DocumentKind

router = APIRouter()

_CONSENT: Final = "Xr8Zq0d4Yb1..."
UUID: Final = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
OUTSIDE: Final = {"title": "The kiosk stands in another branch"}
INVALID: Final = {"title": "No such session", "code": "CONSENT_INVALID"}
EXPIRED: Final = {"title": "The session is over", "code": "CONSENT_EXPIRED"}
REUSED: Final = {"title": "The key belongs to another change"}
VOID: Final = {"title": VOIDED}


class Told(BaseModel):
    """What the centre says of the bank's: names as in NextGenPSD2."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Asking(BaseModel):
    """What a terminal says to the bank."""

    model_config = ConfigDict(
        alias_generator=to_camel, extra="forbid", hide_input_in_errors=True, strict=True, validate_by_alias=True
    )


class SessionAsked(Asking):
    """The customer whom a terminal identified."""

    model_config = example(
        visit="v-8c1e64f0",
        document="cn-resident-id",
        number="100001199003070110",
        name="陈示例",
        authenticity="print",
        faceAccepted=True,
    )
    visit: str = Field(pattern=NAME)
    document: str = Field(description="The kind of document", json_schema_extra={"enum": list(DocumentKind)})
    number: str = Field(min_length=1, max_length=64, repr=False, description="Of a resident card the holder's")
    name: str = Field(min_length=1, max_length=128, repr=False, description="As the document says it")
    authenticity: str = Field(description="What proves it genuine", json_schema_extra={"enum": list(Authenticity)})
    face_accepted: bool


class SessionTold(Told):
    """A session. Its id is to be sent as `Consent-ID` and never logged."""

    model_config = example(
        consentId=_CONSENT, name="*示例", validUntil="2026-11-27T12:30:00Z", usedBefore=["cardActivation"]
    )
    consent_id: str
    name: str = Field(description="The customer's name, masked")
    valid_until: datetime
    used_before: list[str] = Field(
        description="Done at a terminal before, of limitRaise, phoneChange, addressChange and cardActivation"
    )


class ChangeTold(Told):
    """The change is made; `already` where it had been made before."""

    model_config = example(outcome="done", reference="K7Q2-9F4M", already=False)
    outcome: str
    reference: str | None
    already: bool


class OutcomeTold(Told):
    """What became of a change: `done`, `refused`, `underWay`, or `neverCame`."""

    model_config = example(outcome="done", reference="K7Q2-9F4M", already=False, reason=None)
    outcome: str
    reference: str | None = None
    already: bool = False
    reason: str | None = None


_Consent = Annotated[
    str, Header(alias="Consent-ID", min_length=1, max_length=128, description="Of `POST .../sessions`")
]


def _served(
    peer: BranchKiosk,
    central: Central,
    consent: _Consent,
    visit: Annotated[str, Header(alias="Visit-ID", pattern=NAME, description="The visit it was opened for")],
) -> Bound:
    """The session of a request. Raises `RefusedError` (401)."""
    return central.bank.bound(peer.kiosk, visit, consent)


Served = Annotated[Bound, Depends(_served)]
Key = Annotated[
    str, Header(alias="X-Request-ID", pattern=UUID, description="A UUID of the change, the same if repeated")
]


def in_session(*statuses: int, **examples: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI responses of a call within a session, beside its own."""
    usual = {"_401_invalid": INVALID, "_401_expired": EXPIRED, "_403_branch": OUTSIDE}
    return problems(*sorted({400, 401, 403, 503, *statuses}), **usual, **examples)


def changing(*refusals: ChangeRefusal) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI responses of a change that may be refused for these reasons."""
    shown = {
        f"_409_{refusal.value}": {"title": "The bank does not change this", "reason": refusal.value}
        for refusal in refusals
    }
    return in_session(409, 413, 422, _422_reused=REUSED, _422_void=VOID, **shown)


def changed(answer: ChangeAnswer) -> ChangeTold:
    """A change as it is told. Raises `RefusedError` (409)."""
    if isinstance(answer, Refused):
        raise RefusedError(409, "The bank does not change this", reason=answer.reason.value)
    return ChangeTold(outcome="done", reference=answer.reference, already=answer.already)


@router.post(
    "/v1/branches/{branch}/sessions",
    status_code=201,
    responses=problems(
        *(400, 401, 403, 409, 413, 503),
        _403_branch=OUTSIDE,
        _409_unknown={"title": "The bank opens no session", "reason": "notACustomer"},
        _409_blocked={"title": "The bank opens no session", "reason": "blocked"},
    ),
    max_body_size=SMALL_BODY,
)
def open_session(peer: BranchKiosk, body: SessionAsked, central: Central, response: Response) -> SessionTold:
    """Open a session for an identified customer.

    It belongs to this terminal and this visit, ends by itself, and closes whatever session the terminal had. 409 says
    why not in `reason`: `notACustomer`, `blocked`, `notProved`.
    """
    try:
        document, authenticity = DocumentKind(body.document), Authenticity(body.authenticity)
    except ValueError:
        raise RefusedError(400, "Malformed request", fields=["body.document", "body.authenticity"]) from None
    identified = Identified(body.visit, document, body.number, body.name, authenticity, body.face_accepted)
    answer = central.bank.open(peer.kiosk, identified)
    if not isinstance(answer, Opened):
        event("sessionRefused", kiosk=peer.kiosk, branch=peer.branch, why=answer.value)
        raise RefusedError(409, "The bank opens no session", reason=answer.value)
    event("sessionOpened", kiosk=peer.kiosk, branch=peer.branch)
    response.headers["Cache-Control"] = "no-store"
    return SessionTold(
        consent_id=answer.consent_id,
        name=answer.name,
        valid_until=answer.valid_until,
        used_before=list(answer.used),
    )


@router.delete(
    "/v1/branches/{branch}/sessions",
    status_code=204,
    responses=problems(400, 401, 403, 503, _403_branch=OUTSIDE),
)
def close_session(peer: BranchKiosk, central: Central, consent: _Consent) -> None:
    """Close a session, at the end of the visit. Closing one that is over is no error."""
    central.bank.close(peer.kiosk, consent)


@router.post("/v1/branches/{branch}/changes/{key}", responses=problems(400, 401, 403, 503, _403_branch=OUTSIDE))
def outcome(peer: BranchKiosk, central: Central, key: Annotated[str, Path(pattern=UUID)]) -> OutcomeTold:
    """Settle what became of a change that this terminal asked for, by its `X-Request-ID`. Needs no session.

    `done` with its reference, `refused` with its reason, `underWay`, or `neverCame`: then nothing was done, and the key
    is void from now on, so that nothing will be (422), should the change still arrive.
    """
    found = central.bank.outcome(peer.kiosk, key)
    match found:
        case Done():
            return OutcomeTold(outcome="done", reference=found.reference, already=found.already)
        case Refused():
            return OutcomeTold(outcome="refused", reason=found.reason.value)
        case _:
            return OutcomeTold(outcome=type(found).__name__[0].lower() + type(found).__name__[1:])
