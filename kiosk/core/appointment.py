"""An appointment as the customer's signed code tells it, and what can be wrong with the code."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kiosk.core.waiting import Wait

# RFC 7914 scrypt. About 32 MiB and 50-100 ms a guess: an ID number has few unknown bits, so each guess must cost.
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**15, 8, 1
_SCRYPT_MEMORY = 128 * _SCRYPT_N * _SCRYPT_R * 2
_DIGEST_BYTES = 9


@dataclass(frozen=True)
class Appointment:
    """A verified appointment token's claims.

    `opens` and `closes` bound the check-in window (`nbf`, `exp`; aware UTC). `holder` is the slow hash that lets the
    terminal check the ID number offline (`holder_digest`).
    """

    id: str
    token_id: str
    issuer: str
    branch: str
    service: str
    opens: datetime
    closes: datetime
    holder: str = field(repr=False)


@dataclass(frozen=True)
class QueueTicket:
    """The customer's place in the queue."""

    number: str
    service: str
    counter: str | None = None
    waiting: int | None = None
    """How many customers are before this one; None where the branch does not say."""
    wait: Wait | None = None
    """How long that may take; None where nobody can say."""


class TokenRefusal(StrEnum):
    """Why a code does not check a customer in. The customer sees one screen for each."""

    NOT_OURS = "notOurs"
    SEVERAL_CODES = "severalCodes"
    UNKNOWN_KEY = "unknownKey"
    FORGED = "forged"
    WRONG_BRANCH = "wrongBranch"
    TOO_EARLY = "tooEarly"
    TOO_LATE = "tooLate"
    ALREADY_USED = "alreadyUsed"
    REVOKED = "revoked"
    """The bank took the code back: the appointment was cancelled, or the code given to the wrong person."""
    CLOCK_UNSURE = "clockUnsure"


def normalised(number: str) -> str:
    """An ID number as it is hashed: upper case, no blanks and no punctuation."""
    return "".join(c for c in number.upper() if c.isalnum())


def holder_digest(number: str, token_id: str, issuer: str) -> str:
    """The salted, slow hash of an ID number that a token carries (12 base64url characters).

    The salt is the token's own random `jti` with its issuer, so two tokens of one customer do not match each other.
    """
    salt = f"{issuer}\n{token_id}".encode()
    digest = hashlib.scrypt(
        normalised(number).encode(),
        salt=salt,
        n=_SCRYPT_N,
        r=_SCRYPT_R,
        p=_SCRYPT_P,
        maxmem=_SCRYPT_MEMORY,
        dklen=_DIGEST_BYTES,
    )
    return urlsafe_b64encode(digest).decode().rstrip("=")


def holds(appointment: Appointment, number: str) -> bool:
    """Whether the ID number is the one the appointment was made with. Slow by design: never on the Qt thread."""
    return hmac.compare_digest(holder_digest(number, appointment.token_id, appointment.issuer), appointment.holder)
