"""The one-time code that the bank sends to the customer's phone, before what cannot be undone.

Embedded by the services that need it: `begin` with what is to be done; `Proved` gives the proof for it. `operation`
names the order among all orders (its idempotency key): to ask for the same code again after a lost answer is the same
request.

1. The bank sends a code. Why it sends none has its own words and way on.
2. The customer types it. It may not have come, or be another's phone.
3. The bank says whether it is right. Three wrong ones lock, wherever they were typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias
from uuid import UUID, uuid5

from kiosk.core import entries
from kiosk.core.secondfactor import (
    CODE_DIGITS,
    CheckAnswer,
    CodeAnswer,
    CodeExpired,
    CodeLocked,
    CodeNotSent,
    CodeRefusal,
    CodeSent,
    CodeWrong,
    Proof,
    ToConfirm,
)
from kiosk.flows.banking import SessionEnded
from kiosk.flows.effects import Effect, Note, ServiceEffect
from kiosk.flows.events import (
    BankLost,
    Chosen,
    Confirmed,
    Declined,
    Event,
    ServiceEvent,
    TriedAgain,
    Typed,
    WentBack,
)

NOT_RECEIVED: Final = "notReceived"
NOT_MY_PHONE: Final = "notMyPhone"
"""What the customer may choose beside typing the code."""
BANK_LOST: Final = "bankLost"
SESSION_ENDED: Final = "sessionEnded"
EXPIRED: Final = "expired"

_BEGUN: Final = re.compile(f"[0-9]{{0,{CODE_DIGITS}}}")
_KEYS: Final = UUID("6f0d7a3e-2c0b-4b61-9a53-9c9a5b1d8e02")
_AGAIN: Final = frozenset({EXPIRED, BANK_LOST, CodeRefusal.NOT_SENT.value, CodeRefusal.TOO_SOON.value})


# What the house is asked, and what it answers
@dataclass(frozen=True)
class SendCode(ServiceEffect):
    """Ask the bank for a code; answered by `CodeAnswered`, `SessionEnded` or `BankLost`."""

    session: str = field(repr=False)
    confirm: ToConfirm
    language: str
    key: str


@dataclass(frozen=True)
class CheckCode(ServiceEffect):
    """Ask the bank whether a code is right; answered by `CodeChecked`, `SessionEnded` or `BankLost`."""

    session: str = field(repr=False)
    challenge: str
    code: str = field(repr=False)


@dataclass(frozen=True)
class CodeAnswered(ServiceEvent):
    """The bank sent a code, or not."""

    answer: CodeAnswer


@dataclass(frozen=True)
class CodeChecked(ServiceEvent):
    """The bank said what the code is."""

    answer: CheckAnswer


# States
@dataclass(frozen=True)
class Order:
    """What a code is asked for: the customer's session, what is to be done, and which order it is."""

    session: str = field(repr=False)
    confirm: ToConfirm
    operation: str
    attempt: int = 0
    """How often another code was asked for."""

    @property
    def key(self) -> str:
        """The request's idempotency key."""
        return str(uuid5(_KEYS, f"{self.operation}/{self.attempt}"))


@dataclass(frozen=True)
class SendingCode:
    """The bank is being asked; `sent` is the code before."""

    order: Order
    sent: CodeSent | None = None


@dataclass(frozen=True)
class OneTimeCode:
    """The customer is asked for the code. `tries_left` after a wrong one; `wait_s` until another can be had."""

    order: Order
    sent: CodeSent
    typed: str = field(default="", repr=False)
    tries_left: int | None = None
    wait_s: int | None = None

    @property
    def whole(self) -> bool:
        """Whether all digits are typed."""
        return len(self.typed) == CODE_DIGITS


@dataclass(frozen=True)
class CodeMissing:
    """The message has not come."""

    order: Order
    sent: CodeSent


@dataclass(frozen=True)
class CheckingOneTimeCode:
    """The bank is being asked whether it is right."""

    order: Order
    sent: CodeSent


@dataclass(frozen=True)
class OneTimeCodeRefused:
    """There is no code, or it is not taken: `reason` is a `CodeRefusal`, or `expired`, `bankLost`, `sessionEnded`."""

    order: Order
    reason: str
    wait_s: int | None = None
    sent: CodeSent | None = None
    """The code that may still be typed."""

    @property
    def may_try_again(self) -> bool:
        """Whether the customer can do something about it."""
        return self.reason in _AGAIN


@dataclass(frozen=True)
class Proved:
    """The customer has the phone."""

    proof: Proof


@dataclass(frozen=True)
class GaveUp:
    """The customer went back."""


@dataclass(frozen=True)
class StaffNeeded:
    """Only a member of staff can go on with this: `why` for the call."""

    why: str


State: TypeAlias = SendingCode | OneTimeCode | CodeMissing | CheckingOneTimeCode | OneTimeCodeRefused
Outcome: TypeAlias = Proved | GaveUp | StaffNeeded
Step: TypeAlias = tuple[State | Outcome, tuple[Effect, ...]]


def begin(session: str, confirm: ToConfirm, operation: str, language: str) -> Step:
    """Ask for a code."""
    return _send(SendingCode(Order(session, confirm, operation)), language)


def step(state: State, event: Event, language: str) -> Step:
    """One move."""
    match state:
        case SendingCode(order, sent):
            match event:
                case CodeAnswered(CodeSent() as answer):
                    return OneTimeCode(order, answer), (Note(entries.OneTimeCodeSent(order.confirm.purpose)),)
                case CodeAnswered(CodeNotSent(why, wait_s)):
                    unsent = _unsent(order, why)
                    if why is CodeRefusal.TOO_SOON and sent is not None:
                        return OneTimeCode(order, sent, wait_s=wait_s), unsent
                    return OneTimeCodeRefused(order, why, wait_s, sent), unsent
                case SessionEnded():
                    return OneTimeCodeRefused(order, SESSION_ENDED), _unsent(order, SESSION_ENDED)
                case BankLost():
                    return OneTimeCodeRefused(order, BANK_LOST), _unsent(order, BANK_LOST)
        case OneTimeCode(order, sent):
            match event:
                case Typed(text) if _BEGUN.fullmatch(text):
                    return replace(state, typed=text), ()
                case Confirmed() if state.whole:
                    checking = CheckCode(order.session, sent.challenge, state.typed)
                    entered = Note(entries.OneTimeCodeEntered(order.confirm.purpose))
                    return CheckingOneTimeCode(order, sent), (entered, checking)
                case Chosen(chosen) if chosen == NOT_RECEIVED:
                    return CodeMissing(order, sent), ()
                case Chosen(chosen) if chosen == NOT_MY_PHONE:
                    return StaffNeeded(NOT_MY_PHONE), ()
                case WentBack():
                    return GaveUp(), ()
        case CodeMissing(order, sent):
            match event:
                case TriedAgain():
                    return _send(SendingCode(replace(order, attempt=order.attempt + 1), sent), language)
                case Chosen(chosen) if chosen == NOT_MY_PHONE:
                    return StaffNeeded(NOT_MY_PHONE), ()
                case Confirmed() | WentBack():
                    return OneTimeCode(order, sent), ()
        case CheckingOneTimeCode(order, sent):
            purpose = order.confirm.purpose
            match event:
                case CodeChecked(Proof() as proof):
                    return Proved(proof), (Note(entries.OneTimeCodeAccepted(purpose)),)
                case CodeChecked(CodeWrong(tries_left)):
                    return OneTimeCode(order, sent, tries_left=tries_left), _refused(order, "wrong")
                case CodeChecked(CodeExpired()):
                    return OneTimeCodeRefused(order, EXPIRED), _refused(order, EXPIRED)
                case CodeChecked(CodeLocked(wait_s)):
                    return OneTimeCodeRefused(order, CodeRefusal.LOCKED, wait_s), _refused(order, CodeRefusal.LOCKED)
                case SessionEnded():
                    return OneTimeCodeRefused(order, SESSION_ENDED), _refused(order, SESSION_ENDED)
                case BankLost():
                    return OneTimeCodeRefused(order, BANK_LOST, sent=sent), _refused(order, BANK_LOST)
        case OneTimeCodeRefused(order, reason, _, sent):
            match event:
                case TriedAgain() if state.may_try_again:
                    if sent is not None and reason == BANK_LOST:
                        return OneTimeCode(order, sent), ()  # the code may still be right: it is typed again
                    again = order if reason == BANK_LOST else replace(order, attempt=order.attempt + 1)
                    return _send(SendingCode(again), language)
                case Declined() | WentBack():
                    return GaveUp(), ()
    return state, ()


def busy(state: State) -> bool:
    """Whether the kiosk works and the customer waits."""
    return isinstance(state, SendingCode | CheckingOneTimeCode)


def _send(state: SendingCode, language: str) -> Step:
    order = state.order
    asked = Note(entries.OneTimeCodeAsked(order.confirm.purpose))
    return state, (asked, SendCode(order.session, order.confirm, language, order.key))


def _unsent(order: Order, reason: str) -> tuple[Effect, ...]:
    return (Note(entries.OneTimeCodeUnsent(order.confirm.purpose, str(reason))),)


def _refused(order: Order, reason: str) -> tuple[Effect, ...]:
    return (Note(entries.OneTimeCodeRefused(order.confirm.purpose, str(reason))),)
