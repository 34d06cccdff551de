"""Checking in for an appointment.

1. The customer holds up the appointment's code. It is verified offline; a refused one says why and what to do.
2. The customer is identified (`identify`).

   Without a code at hand it is the other way round: the customer is identified (`holder`), with or without a booking
   number, and the bank gives the code of today's appointment. It is verified as if it had been held up, and must be for
   the document that was shown.
3. Where the service calls for it, the customer is warned of fraud (`warned`).
4. The bank checks the customer in. If it cannot be reached, the signed code is proof enough: the terminal gives a
   number of its own series, and the journal brings it to the bank later.
5. The customer gets the ticket, printed if the printer can.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias, assert_never, get_args

from kiosk.core import entries, ports
from kiosk.core.appointment import Appointment, QueueTicket, TokenRefusal
from kiosk.core.booking import Booking, BookingState, ByDocument, is_number
from kiosk.core.fraud import Kind, Operation
from kiosk.core.identity import Document, DocumentTrouble
from kiosk.core.ports import BankRefusal, PrintOutcome, TokenTurnedDown
from kiosk.flows import holder, identify, warned
from kiosk.flows.booking import FindMine, FindRefused, MineFound
from kiosk.flows.effects import CheckIn, CompareHolder, Effect, Note, PrintTicket, SealCheckIn, VerifyCode
from kiosk.flows.events import (
    BankLost,
    CheckInAnswered,
    CheckInSealed,
    Chosen,
    CodeTurnedDown,
    CodeVerified,
    Confirmed,
    Declined,
    Event,
    HolderCompared,
    TicketPrinted,
    TriedAgain,
    Typed,
    WentBack,
)
from kiosk.flows.service import Context, Finished, Left, Service, StaffNeeded

NO_CODE: Final = "noCode"
BY_NUMBER: Final = "number"
BY_DOCUMENT: Final = "document"


@dataclass(frozen=True)
class Scanning:
    """The customer is asked to hold up the code."""

    several: bool = False


@dataclass(frozen=True)
class OtherWays:
    """How else can the appointment be found?"""


@dataclass(frozen=True)
class CheckInNumber:
    """What is the booking number? `wrong`: what was typed cannot be one."""

    wrong: bool = False


@dataclass(frozen=True)
class IdentifyingHolder:
    """Somebody without a code is being identified; `number` is the booking number that was typed, if one was."""

    who: holder.Asked
    number: str | None = field(repr=False)


@dataclass(frozen=True)
class FindingToday:
    """The bank looks for the customer's appointments of today."""

    document: Document = field(repr=False)
    number: str | None = field(repr=False)


@dataclass(frozen=True)
class NoneToday:
    """There is none to check in for: `why` is `none`, `number` (not this customer's), `later` (`next` is the soonest),
    `checkedIn`, `tooOften`, or `bankLost`.
    """

    why: str
    next: Booking | None = None
    document: Document | None = field(repr=False, default=None)
    number: str | None = field(repr=False, default=None)

    @property
    def saying(self) -> str:
        """What walks wait for."""
        return self.why


@dataclass(frozen=True)
class OfferCheckIn:
    """Today's appointments: check in for which? Mostly there is one."""

    bookings: tuple[Booking, ...]
    document: Document = field(repr=False)


@dataclass(frozen=True)
class CheckingCode:
    """The code is being verified; it came from the bank where the customer was identified by `document` before."""

    code: str = field(repr=False)
    document: Document | None = field(repr=False, default=None)


@dataclass(frozen=True)
class MatchingHolder:
    """The document's number is being compared with the appointment's, which the bank says is this customer's."""

    code: str = field(repr=False)
    appointment: Appointment
    document: Document = field(repr=False)


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


State: TypeAlias = (
    Scanning
    | OtherWays
    | CheckInNumber
    | IdentifyingHolder
    | FindingToday
    | NoneToday
    | OfferCheckIn
    | CheckingCode
    | MatchingHolder
    | CodeRefused
    | Identifying
    | Warned
    | CheckingIn
    | CheckInRefused
    | Ticket
)
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
                case Chosen(id=chosen) if chosen == NO_CODE:
                    return OtherWays(), ()
                case WentBack():
                    return Left(), ()
        case OtherWays() | CheckInNumber() | IdentifyingHolder() | FindingToday() | NoneToday() | OfferCheckIn():
            return _without_code(state, event, context)
        case CheckingCode(code, document):
            match event:
                case CodeVerified(appointment) if document is not None:
                    accepted = entries.TokenAccepted(appointment.id, appointment.token_id, appointment.service)
                    return MatchingHolder(code, appointment, document), (
                        Note(accepted),
                        CompareHolder(appointment, document),
                    )
                case CodeVerified(appointment):
                    accepted = entries.TokenAccepted(appointment.id, appointment.token_id, appointment.service)
                    return Identifying(code, appointment, identify.PresentDocument()), (Note(accepted),)
                case CodeTurnedDown(turned_down):
                    refused = entries.TokenRefused(turned_down.reason, turned_down.token_id)
                    return CodeRefused(turned_down), (Note(refused),)
        case MatchingHolder(code, appointment, document):
            match event:
                case HolderCompared(same=True):
                    return _identified(code, appointment, document, context)
                case HolderCompared():
                    refused_ = entries.DocumentRefused(DocumentTrouble.OTHER_PERSON, document.kind)
                    return StaffNeeded("otherPerson"), (Note(refused_),)
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
                    return Finished(), ()
        case _:
            assert_never(state)
    return state, ()


def _without_code(
    state: OtherWays | CheckInNumber | IdentifyingHolder | FindingToday | NoneToday | OfferCheckIn,
    event: Event,
    context: Context,
) -> Step:
    match state, event:
        case OtherWays(), Chosen(id=chosen) if chosen == BY_NUMBER:
            return CheckInNumber(), ()
        case OtherWays(), Chosen(id=chosen) if chosen == BY_DOCUMENT:
            return _ask_who(None, context)
        case CheckInNumber(), Typed(text):
            return _ask_who(text, context) if is_number(text) else (CheckInNumber(wrong=True), ())
        case OtherWays(), WentBack():
            return Scanning(), ()
        case ((CheckInNumber() | NoneToday() | OfferCheckIn()), WentBack()):
            return OtherWays(), ()
        case NoneToday(why="none" | "later"), Declined():
            return Left(), ()
        case NoneToday(why="bankLost", document=Document() as document, number=number), TriedAgain():
            return _find(document, number)
        case IdentifyingHolder(who, number), _:
            moved, effects = holder.step(who, event, context)
            match moved:
                case holder.Known(document):
                    return _then(effects, _find(document, number))
                case holder.Asked():
                    return (state if moved is who else IdentifyingHolder(moved, number)), effects
                case Left():
                    return OtherWays(), effects
                case _:
                    return moved, effects
        case FindingToday(document, number), MineFound(bookings, today=today):
            return _today(document, number, bookings, today), ()
        case FindingToday(), FindRefused():
            return NoneToday("tooOften"), ()
        case FindingToday(document, number), BankLost():
            return NoneToday("bankLost", document=document, number=number), ()
        case OfferCheckIn(bookings, document), Chosen(chosen):
            for booking in bookings:
                if booking.id == chosen and booking.code is not None:
                    return CheckingCode(booking.code, document), (VerifyCode(booking.code),)
    return state, ()


def _ask_who(number: str | None, context: Context) -> Step:
    who = holder.begin(context)
    if isinstance(who, holder.Known):
        return _find(who.document, number)
    return IdentifyingHolder(who, number), ()


def _find(document: Document, number: str | None) -> Step:
    return FindingToday(document, number), (FindMine(ByDocument(document.number)),)


def _today(document: Document, number: str | None, bookings: tuple[Booking, ...], today: frozenset[str]) -> State:
    """What of a customer's appointments there is to check in for; of the number that was typed only, if one was."""
    wanted = [booking for booking in bookings if number in (None, booking.number)]
    if number is not None and not wanted:
        return NoneToday("number")
    of_today = [booking for booking in wanted if booking.id in today]
    ready = tuple(booking for booking in of_today if booking.state is BookingState.BOOKED and booking.code is not None)
    if ready:
        return OfferCheckIn(ready, document)
    if any(booking.state is BookingState.CHECKED_IN for booking in of_today):
        return NoneToday("checkedIn")
    later = [booking for booking in wanted if booking.id not in today]
    return NoneToday("later", later[0]) if later else NoneToday("none")


def needs(state: State) -> str | None:
    """The device that must run while this state is shown."""
    match state:
        case Scanning():
            return "scanner"
        case Identifying(at=at) | IdentifyingHolder(who=holder.Asked(at=at)):
            return identify.needs(at)
        case _:
            return None


def busy(state: State) -> bool:
    """Whether the kiosk works and the customer waits: no idle clock runs then."""
    match state:
        case CheckingCode() | CheckingIn() | FindingToday() | MatchingHolder():
            return True
        case Identifying(at=at) | IdentifyingHolder(who=holder.Asked(at=at)):
            return identify.busy(at)
        case _:
            return False


def shown(state: State) -> object:
    """The innermost state: what the customer sees."""
    match state:
        case Identifying(at=at) | Warned(at=at) | IdentifyingHolder(who=holder.Asked(at=at)):
            return at
        case MatchingHolder(code, _, document):
            return CheckingCode(code, document)
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
        case CheckingCode(document=Document()):
            return frozenset()
        case Scanning() | CheckingCode() | CodeRefused():
            return lost
        case OtherWays() | CheckInNumber():
            return lost - {"scanner"}
        case Identifying(at=at) | IdentifyingHolder(who=holder.Asked(at=at)):
            return identify.ahead(at, lost)
        case Warned():
            return lost - {"scanner", *identify.READERS}
        case _:
            return frozenset()  # nothing that lies ahead of the customer needs a device


def _stays(state: State) -> bool:
    match state:
        case Identifying(at=at) | IdentifyingHolder(who=holder.Asked(at=at)):
            return isinstance(at, identify.ComparingHolder)
        case _:
            return isinstance(state, CheckingCode | CheckingIn | FindingToday | MatchingHolder)


def _called(state: State, _: Context) -> tuple[State | None, tuple[Effect, ...]]:
    match state:
        case Warned(at=warning):
            return state, warned.called(warning)
        case Identifying(at=at):
            resumed = identify.called(at)
            return None if resumed is None else replace(state, at=resumed), ()
        case IdentifyingHolder(who=who):
            asked = holder.called(who)
            return None if asked is None else replace(state, who=asked), ()
        case _:
            return state, ()


def _spoken(state: State, context: Context) -> tuple[Effect, ...]:
    return warned.spoken(state.at, context.language) if isinstance(state, Warned) else ()


def _identifying(state: State) -> tuple[str, identify.State] | None:
    match state:
        case Identifying(appointment=appointment, at=at):
            return appointment.id, at
        case IdentifyingHolder(who=holder.Asked(at, key)):
            return key, at
        case _:
            return None


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
    identifying=_identifying,
    last=True,
)
