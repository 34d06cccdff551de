"""Checking in for an appointment.

1. The customer holds up the appointment's code. It is verified offline; a refused one says why and what to do.
2. The customer is identified (`identify`).
3. Where the service calls for it, the customer is warned of fraud (`warned`).
4. The bank checks the customer in. If it cannot be reached, the signed code is proof enough: the terminal gives a
   number of its own series, and the journal brings it to the bank later.
5. The customer gets the ticket, printed if the printer can.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never, get_args

from kiosk.core import entries, ports
from kiosk.core.appointment import Appointment, QueueTicket, TokenRefusal
from kiosk.core.fraud import Kind, Operation
from kiosk.core.identity import Document
from kiosk.core.ports import BankRefusal, PrintOutcome, TokenTurnedDown
from kiosk.flows import identify, warned
from kiosk.flows.effects import CheckIn, Effect, Note, PrintTicket, SealCheckIn, VerifyCode
from kiosk.flows.events import (
    BankLost,
    CheckInAnswered,
    CheckInSealed,
    CodeTurnedDown,
    CodeVerified,
    Confirmed,
    Event,
    TicketPrinted,
    TriedAgain,
    WentBack,
)
from kiosk.flows.service import Context, Finished, Left, Service, StaffNeeded


@dataclass(frozen=True)
class Scanning:
    """The customer is asked to hold up the code."""

    several: bool = False


@dataclass(frozen=True)
class CheckingCode:
    """The code is being verified."""

    code: str = field(repr=False)


@dataclass(frozen=True)
class CodeRefused:
    """The code does not check the customer in."""

    turned_down: TokenTurnedDown


@dataclass(frozen=True)
class Identifying:
    """The appointment's holder is being identified."""

    code: str = field(repr=False)
    appointment: Appointment
    at: identify.State


@dataclass(frozen=True)
class Warned:
    """The customer is being warned of fraud."""

    code: str = field(repr=False)
    appointment: Appointment
    document: Document = field(repr=False)
    at: warned.State


@dataclass(frozen=True)
class CheckingIn:
    """The bank is being asked; `sealing` while its answer is being written to the journal."""

    appointment: Appointment
    sealing: bool = False


@dataclass(frozen=True)
class CheckInRefused:
    """The bank does not check this appointment in."""

    reason: BankRefusal


@dataclass(frozen=True)
class Ticket:
    """The customer is checked in. `printed` is None while the printer works."""

    ticket: QueueTicket
    service: str
    offline: bool
    printed: PrintOutcome | None = None


State: TypeAlias = Scanning | CheckingCode | CodeRefused | Identifying | Warned | CheckingIn | CheckInRefused | Ticket
Outcome: TypeAlias = Finished | Left | StaffNeeded
Step: TypeAlias = tuple[State | Outcome, tuple[Effect, ...]]


def begin(_: Context) -> Step:
    """Ask for the code."""
    return Scanning(), ()


def step(state: State, event: Event, context: Context) -> Step:
    """One move of a check-in; face tries are counted by appointment."""
    match state:
        case Scanning():
            match event:
                case ports.CodeRead(text):
                    return CheckingCode(text), (VerifyCode(text),)
                case ports.SeveralCodesSeen():
                    return Scanning(several=True), ()
                case WentBack():
                    return Left(), ()
        case CheckingCode(code):
            match event:
                case CodeVerified(appointment):
                    accepted = entries.TokenAccepted(appointment.id, appointment.token_id, appointment.service)
                    return Identifying(code, appointment, identify.PresentDocument()), (Note(accepted),)
                case CodeTurnedDown(turned_down):
                    refused = entries.TokenRefused(turned_down.reason, turned_down.token_id)
                    return CodeRefused(turned_down), (Note(refused),)
        case CodeRefused(turned_down):
            if isinstance(event, TriedAgain) and turned_down.reason is not TokenRefusal.ALREADY_USED:
                return Scanning(), ()
        case Identifying(code, appointment, at):
            if isinstance(event, WentBack) and isinstance(at, identify.PresentDocument):
                return Scanning(), ()
            moved, effects = identify.step(at, event, appointment, context.face_tries.get(appointment.id, 0))
            match moved:
                case identify.Identified(document):
                    return _then(effects, _identified(code, appointment, document, context))
                case identify.ConsentRefused():
                    return StaffNeeded("consentRefused"), effects
                case identify.TriesSpent():
                    return StaffNeeded("triesSpent"), effects
                case _:
                    return (state if moved is at else Identifying(code, appointment, moved)), effects
        case Warned(code, appointment, document, at):
            answered, effects = warned.step(at, event, context.language)
            return _then(effects, _warned(state, answered))
        case CheckingIn(appointment, sealing):
            match event:
                case CheckInAnswered(QueueTicket() as ticket) if not sealing:
                    return CheckingIn(appointment, sealing=True), (SealCheckIn(appointment, ticket),)
                case CheckInAnswered(BankRefusal() as reason) if not sealing:
                    return CheckInRefused(reason), (Note(entries.CheckInRefused(appointment.id, reason)),)
                case BankLost() if not sealing:
                    return CheckingIn(appointment, sealing=True), (SealCheckIn(appointment, None),)
                case CheckInSealed(ticket, offline) if sealing:
                    return Ticket(ticket, appointment.service, offline), (PrintTicket(ticket),)
        case CheckInRefused():
            pass
        case Ticket():
            match event:
                case TicketPrinted(outcome):
                    return replace(state, printed=outcome), ()
                case Confirmed():
                    return Finished(state.service), ()
        case _:
            assert_never(state)
    return state, ()


def needs(state: State) -> str | None:
    """The device that must run while this state is shown."""
    match state:
        case Scanning():
            return "scanner"
        case Identifying(at=at):
            return identify.needs(at)
        case _:
            return None


def busy(state: State) -> bool:
    """Whether the kiosk works and the customer waits: no idle clock runs then."""
    match state:
        case CheckingCode() | CheckingIn():
            return True
        case Identifying(at=at):
            return identify.busy(at)
        case _:
            return False


def shown(state: State) -> object:
    """The innermost state: what the customer sees."""
    match state:
        case Identifying(at=at) | Warned(at=at):
            return at
        case _:
            return state


def _identified(code: str, appointment: Appointment, document: Document, context: Context) -> Step:
    operation = Operation(Kind.CHECK_IN, appointment.service)
    at, effects = warned.begin(context.rules.fraud, operation, context.language)
    if isinstance(at, warned.WentOn):
        return _then(effects, _ask_bank(code, appointment, document))
    if isinstance(at, warned.Stopped | warned.StaffNeeded):
        return StaffNeeded(warned.SUSPECTED), effects
    return Warned(code, appointment, document, at), effects


def _warned(state: Warned, answered: warned.State | warned.Outcome) -> Step:
    match answered:
        case warned.WentOn():
            return _ask_bank(state.code, state.appointment, state.document)
        case warned.Stopped():
            return Left(), ()
        case warned.StaffNeeded(why):
            return StaffNeeded(why), ()
        case _:
            return (state if answered is state.at else replace(state, at=answered)), ()


def _ask_bank(code: str, appointment: Appointment, document: Document) -> Step:
    return CheckingIn(appointment), (
        Note(entries.CheckInAsked(appointment.id)),
        CheckIn(appointment, code, document.kind, face_accepted=True),
    )


def _ahead(state: State, lost: frozenset[str]) -> frozenset[str]:
    match state:
        case Scanning() | CheckingCode() | CodeRefused():
            return lost
        case Identifying(at=at):
            return identify.ahead(at, lost)
        case Warned():
            return lost - {"scanner", *identify.READERS}
        case _:
            return frozenset()  # nothing that lies ahead of the customer needs a device


def _stays(state: State) -> bool:
    match state:
        case Identifying(at=at):
            return isinstance(at, identify.ComparingHolder)
        case _:
            return isinstance(state, CheckingCode | CheckingIn)


def _called(state: State, _: Context) -> tuple[State | None, tuple[Effect, ...]]:
    match state:
        case Warned(at=warning):
            return state, warned.called(warning)
        case Identifying(at=at):
            resumed = identify.called(at)
            return None if resumed is None else replace(state, at=resumed), ()
        case _:
            return state, ()


def _spoken(state: State, context: Context) -> tuple[Effect, ...]:
    return warned.spoken(state.at, context.language) if isinstance(state, Warned) else ()


def _then(effects: tuple[Effect, ...], onward: Step) -> Step:
    return onward[0], effects + onward[1]


SERVICE = Service(
    "checkIn",
    get_args(State),
    begin,
    step,
    shown=shown,
    needs=needs,
    ahead=_ahead,
    busy=busy,
    held=lambda state: isinstance(state, CheckingIn),
    stays=_stays,
    served=lambda state: isinstance(state, Ticket),
    called=_called,
    spoken=_spoken,
    last=True,
)
