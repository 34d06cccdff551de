"""A one-time code sent to the customer's phone: the second factor for what cannot be undone.

The bank binds a code to the terminal, the visit, the customer's session, the purpose and everything that is to be done
(`ToConfirm`), and says the purpose and the amount in the message: a code for one thing is good for nothing else. What
comes of a right code is a proof, which is good once, for minutes, for the same.

Names on the wire are those of the Berlin Group's NextGenPSD2 (`scaStatus`, `challengeData`) where it has one. Times are
given as spans in seconds: a terminal's clock may be wrong. Calls take time, never on the Qt thread, and may raise
`BankUnreachableError`, and `SessionEndedError` of `kiosk.core.banking`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol, TypeAlias

CODE_DIGITS: Final = 6


class Purpose(StrEnum):
    """What a code is for."""

    TRANSFER = "transfer"
    LIMIT_RAISE = "limitRaise"
    PHONE_CHANGE = "phoneChange"
    ADDRESS_CHANGE = "addressChange"
    CARD_ACTIVATION = "cardActivation"


@dataclass(frozen=True)
class ToConfirm:
    """What is to be done, in full: `details` are names and values as they will be asked of the bank.

    For each purpose the names are `DETAILS`. Values are texts as on the wire: an amount is a decimal text.
    """

    purpose: Purpose
    details: tuple[tuple[str, str], ...] = field(repr=False)

    def digest(self) -> str:
        """SHA-256 over purpose and details in hexadecimal, the same when a code is asked for and a proof redeemed."""
        told = [self.purpose.value, sorted(self.details)]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


DETAILS: Final[dict[Purpose, tuple[str, ...]]] = {
    Purpose.TRANSFER: ("debtor", "creditor", "creditorName", "amount", "currency"),
    Purpose.LIMIT_RAISE: ("limit", "amount", "currency"),
    Purpose.PHONE_CHANGE: ("phone",),
    Purpose.ADDRESS_CHANGE: ("address",),
    Purpose.CARD_ACTIVATION: ("card",),
}
"""The names of the details of each purpose: `debtor` and `limit` are the bank's ids, `creditor` the payee's account,
`phone` the new number (E.164), `card` the card's id.

The code for a new phone goes to that phone, for it is the one to be proved; every other to the phone on file.
"""


# Sending
@dataclass(frozen=True)
class CodeSent:
    """A code is on its way. `challenge` names it to the bank; it is of no use to anybody who has not the code."""

    challenge: str
    phone: str = field(repr=False)
    """Masked as the bank masks it."""
    expires_s: int
    resend_s: int
    """After how many seconds another may be asked for; the older one is void then."""


class CodeRefusal(StrEnum):
    """Why no code is sent."""

    NO_PHONE = "noPhone"
    """The bank has no phone number of the customer's."""
    TOO_SOON = "tooSoon"
    """The last one was sent a moment ago."""
    TOO_MANY = "tooMany"
    """So many were sent to this customer, to this phone or from this terminal that the bank sends no more now."""
    LOCKED = "locked"
    """Too many wrong codes, here or elsewhere."""
    NOT_SENT = "notSent"
    """The message could not be handed over to the phone network."""


@dataclass(frozen=True)
class CodeNotSent:
    """No code is sent; `wait_s` seconds later one may be, where the bank says so."""

    why: CodeRefusal
    wait_s: int | None = None


# Checking
@dataclass(frozen=True)
class Proof:
    """The customer has the phone. Opaque, good once, for minutes, and for what it was asked for alone."""

    value: str = field(repr=False)


@dataclass(frozen=True)
class CodeWrong:
    """It is not this code."""

    tries_left: int


@dataclass(frozen=True)
class CodeExpired:
    """The code is over: too old, replaced by a newer one, or used."""


@dataclass(frozen=True)
class CodeLocked:
    """Too many wrong codes, here or elsewhere: no code of this customer is taken for `wait_s` seconds."""

    wait_s: int


CodeAnswer: TypeAlias = CodeSent | CodeNotSent
CheckAnswer: TypeAlias = Proof | CodeWrong | CodeExpired | CodeLocked


class OneTimeCodes(Protocol):
    """The bank's one-time codes. `session` is the customer's `consent_id`."""

    def send(self, session: str, visit: str, confirm: ToConfirm, language: str, key: str) -> CodeAnswer:
        """Send a code, in the place of any sent before; the same `key` (a UUID) again sends nothing again."""

    def check(self, session: str, visit: str, challenge: str, code: str) -> CheckAnswer:
        """Say what a code that the customer typed is. A right one is taken once."""
