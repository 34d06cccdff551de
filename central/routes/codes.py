"""One-time codes to the customer's phone. A right one gives a proof, for the change that it was asked for."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Response
from pydantic import Field

from central.batch import RefusedError
from central.logs import event
from central.routes.caller import Central
from central.routes.problems import SMALL_BODY, example
from central.routes.sessions import Asking, Key, Served, Told, in_session
from kiosk.core.money import Money, MoneyError
from kiosk.core.secondfactor import (
    CODE_DIGITS,
    DETAILS,
    CodeExpired,
    CodeLocked,
    CodeNotSent,
    CodeRefusal,
    CodeWrong,
    Purpose,
    ToConfirm,
)

router = APIRouter()

_ID: Final = r"^[0-9a-f]{32}$"
_PHONE: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_NOT_SENT: Final = "No code is sent"
_NOT_TAKEN: Final = "The code is not taken"
_SENT: Final[dict[str, Any]] = {
    "authorisationId": "9f2c41d07ab84e6f8d3b5a1c0e7f6492",
    "scaStatus": "started",
    "chosenScaMethod": {"authenticationType": "SMS_OTP", "name": "**** 0011"},
    "challengeData": {"otpMaxLength": CODE_DIGITS, "otpFormat": "integer"},
    "expiresIn": 300,
    "resendIn": 60,
}


class CodeAsked(Asking):
    """What the code is to confirm: the change exactly as it will be asked for."""

    model_config = example(
        purpose="limitRaise",
        details={"limit": "transferDaily", "amount": "60000.00", "currency": "CNY"},
        language="zh_CN",
    )
    purpose: str = Field(json_schema_extra={"enum": list(Purpose)})
    details: dict[str, Annotated[str, Field(min_length=1, max_length=200)]] = Field(
        repr=False,
        description="By purpose: " + "; ".join(f"{name.value}: {', '.join(DETAILS[name])}" for name in Purpose),
    )
    language: str = Field(pattern=r"^[a-z]{2}(_[A-Z]{2})?$", description="Of the message: `zh_CN` or `en`")


class MethodTold(Told):
    """How it is sent."""

    authentication_type: str
    name: str = Field(description="The phone number, masked")


class ChallengeTold(Told):
    """What is to be typed."""

    otp_max_length: int
    otp_format: str


class CodeTold(Told):
    """A code is on its way."""

    model_config = example(**_SENT)
    authorisation_id: str
    sca_status: str
    chosen_sca_method: MethodTold
    challenge_data: ChallengeTold
    expires_in: int = Field(description="Seconds")
    resend_in: int = Field(description="Seconds until another may be asked for, which makes this one void")


class CodeTyped(Asking):
    """What the customer typed."""

    model_config = example(scaAuthenticationData="493027")
    sca_authentication_data: str = Field(pattern=rf"^[0-9]{{{CODE_DIGITS}}}$", repr=False)


class ProofTold(Told):
    """The customer has the phone. The proof goes with the change, and is good for that alone, once, for minutes."""

    model_config = example(scaStatus="finalised", proof="Zr9wX...")
    sca_status: str
    proof: str


@router.post(
    "/v1/branches/{branch}/codes",
    status_code=201,
    responses=in_session(
        *(409, 413, 422),
        _409_tooSoon={"title": _NOT_SENT, "reason": "tooSoon", "waitIn": 41},
        **{
            f"_409_{why}": {"title": _NOT_SENT, "reason": why.value, "waitIn": None}
            for why in CodeRefusal
            if why is not CodeRefusal.TOO_SOON
        },
        _422_reused={"title": "The key belongs to another code"},
    ),
    max_body_size=SMALL_BODY,
)
def send(served: Served, key: Key, body: CodeAsked, central: Central, response: Response) -> CodeTold:
    """Send a one-time code to the customer's phone; for a change of phone, to the new one.

    It is bound to terminal, visit, session, purpose and details, and makes any older one void. 409 says why none is
    sent in `reason`, and in `waitIn` after how many seconds one may be. The same `X-Request-ID` again sends nothing.
    """
    answer = central.codes.send(served, _confirmed(body), body.language, key)
    if isinstance(answer, CodeNotSent):
        event("codeNotSent", kiosk=served.kiosk, purpose=body.purpose, why=answer.why.value)
        raise RefusedError(409, _NOT_SENT, reason=answer.why.value, waitIn=answer.wait_s)
    event("codeSent", kiosk=served.kiosk, purpose=body.purpose)
    response.headers["Cache-Control"] = "no-store"
    return CodeTold(
        authorisation_id=answer.challenge,
        sca_status="started",
        chosen_sca_method=MethodTold(authentication_type="SMS_OTP", name=answer.phone),
        challenge_data=ChallengeTold(otp_max_length=CODE_DIGITS, otp_format="integer"),
        expires_in=answer.expires_s,
        resend_in=answer.resend_s,
    )


@router.put(
    "/v1/branches/{branch}/codes/{authorisation}",
    responses=in_session(
        *(409, 413),
        _409_wrong={"title": _NOT_TAKEN, "reason": "wrong", "triesLeft": 2},
        _409_expired={"title": _NOT_TAKEN, "reason": "expired"},
        _409_locked={"title": _NOT_TAKEN, "reason": "locked", "waitIn": 900},
    ),
    max_body_size=SMALL_BODY,
)
def check(
    served: Served,
    authorisation: Annotated[str, Path(pattern=_ID)],
    body: CodeTyped,
    central: Central,
    response: Response,
) -> ProofTold:
    """Say whether a typed code is right.

    409 says why not in `reason`: `wrong` with the tries that are left, `expired` (too old, void or used), or `locked`,
    after three wrong ones in a row at whichever terminals, for `waitIn` seconds.
    """
    answer = central.codes.check(served, authorisation, body.sca_authentication_data)
    match answer:
        case CodeWrong(tries_left):
            raise RefusedError(409, _NOT_TAKEN, reason="wrong", triesLeft=tries_left)
        case CodeExpired():
            raise RefusedError(409, _NOT_TAKEN, reason="expired")
        case CodeLocked(wait_s):
            event("codeLocked", kiosk=served.kiosk)
            raise RefusedError(409, _NOT_TAKEN, reason="locked", waitIn=wait_s)
    response.headers["Cache-Control"] = "no-store"
    return ProofTold(sca_status="finalised", proof=answer.value)


def _confirmed(body: CodeAsked) -> ToConfirm:
    """What is to be confirmed. Raises `RefusedError` (400)."""
    told = body.details
    try:
        purpose = Purpose(body.purpose)
        if "amount" in told and Money.parse(told["amount"], told.get("currency", "")).minor <= 0:
            raise MoneyError("nothing")
    except (ValueError, MoneyError):
        raise RefusedError(400, "Malformed request", fields=["body.purpose", "body.details"]) from None
    phone = told.get("phone")
    if set(told) != set(DETAILS[purpose]) or (phone is not None and not _PHONE.fullmatch(phone)):
        raise RefusedError(400, "Malformed request", fields=["body.details"])
    return ToConfirm(purpose, tuple(told.items()))
