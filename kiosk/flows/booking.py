"""Appointments: book one, and see, move or cancel one's own.

1. A service, a day and a time are chosen before anybody is identified: whoever finds no time has shown nothing.
2. The customer is identified (`holder`): nobody needs an account here for an appointment.
3. What will be done is said with its consequence, and confirmed; the bank does it or says why not. The last place of a
   time may be taken meanwhile: then the nearest others are offered.
4. An answer that is lost is neither yes nor no. The operation is settled by its key: either it was done, or it never
   will be.
5. The ticket: the code, and the entry for the customer's own calendar. It can be taken along (`receipt`).

Without a document one's appointment can be seen and cancelled by its booking number and the document's last four
digits.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Final, Literal, TypeAlias, assert_never, get_args

from kiosk.core.booking import (
    TAIL_DIGITS,
    Booking,
    BookingAnswer,
    BookingRefusal,
    BookingState,
    ByDocument,
    ByNumber,
    Day,
    FreeSlot,
    Refused,
    Whose,
    grouped,
    is_number,
)
from kiosk.core.receipt import About, Item, Line, Receipt
from kiosk.flows import holder, identify, receipt
from kiosk.flows.effects import Effect, ServiceEffect
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
from kiosk.flows.service import Context, Finished, Left, Service, StaffNeeded

NEW: Final = "new"
MINE: Final = "mine"
BY_NUMBER: Final = "number"
MOVE: Final = "move"
CANCEL: Final = "cancel"
TICKET: Final = "ticket"
CALENDAR: Final = "calendar"

What: TypeAlias = Literal["book", "move", "cancel"]


# What the house is asked
@dataclass(frozen=True)
class FindTimes(ServiceEffect):
    """Ask for the free times of a service; answered by `TimesFound` or `TimesOffline`."""

    service: str


@dataclass(frozen=True)
class FindMine(ServiceEffect):
    """Ask for somebody's appointments; answered by `MineFound`, `FindRefused` or `BankLost`."""

    whose: Whose


@dataclass(frozen=True)
class Ask(ServiceEffect):
    """Have something done, under a key of its own; answered by `Answered` or `AnswerLost`.

    `starts` is the time to book or to move to, `booking` what is moved or cancelled.
    """

    what: What
    whose: Whose
    service: str
    starts: datetime | None = None
    booking: Booking | None = None


@dataclass(frozen=True)
class Settle(ServiceEffect):
    """Ask what became of the operation with this key; answered by `Settled` or `AnswerLost`."""

    key: str


# What the house answers
@dataclass(frozen=True)
class TimesFound(ServiceEvent):
    days: tuple[Day, ...]


@dataclass(frozen=True)
class TimesOffline(ServiceEvent):
    """The bank cannot be reached. These are the times that are planned, whether or not a place is left."""

    days: tuple[Day, ...]


@dataclass(frozen=True)
class MineFound(ServiceEvent):
    """The bank answered at `at`; `today` are the ids of those of today."""

    bookings: tuple[Booking, ...]
    at: datetime
    today: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FindRefused(ServiceEvent):
    why: BookingRefusal


@dataclass(frozen=True)
class Answered(ServiceEvent):
    """The bank answered at `at`; `others` are the times that can be had instead of one that is taken."""

    answer: BookingAnswer
    at: datetime
    others: tuple[Day, ...] = ()


@dataclass(frozen=True)
class AnswerLost(ServiceEvent):
    """Whether the bank did it is not known."""

    key: str


@dataclass(frozen=True)
class Settled(ServiceEvent):
    """What became of an operation; None: nothing, and nothing ever will."""

    answer: BookingAnswer | None
    at: datetime


# What the customer sees
@dataclass(frozen=True)
class AppointmentMenu:
    """A new appointment, or one's own?"""


@dataclass(frozen=True)
class BookingService:
    """What is the appointment for? `whose`, here and below: who was identified already, and is not asked again."""

    whose: ByDocument | None = None


@dataclass(frozen=True)
class FindingTimes:
    """The bank is asked for free times."""

    service: str
    moving: Moving | None = None
    whose: ByDocument | None = None


@dataclass(frozen=True)
class TimesUnknown:
    """The bank cannot be reached: nothing can be booked, and these times may be full."""

    service: str
    days: tuple[Day, ...]
    moving: Moving | None = None
    whose: ByDocument | None = None


@dataclass(frozen=True)
class NoTimes:
    """No place is left at any time."""

    service: str
    moving: Moving | None = None
    whose: ByDocument | None = None


@dataclass(frozen=True)
class ChoosingDay:
    """On which day?"""

    service: str
    days: tuple[Day, ...]
    moving: Moving | None = None
    whose: ByDocument | None = None


@dataclass(frozen=True)
class ChoosingTime:
    """At what time? `taken`: the one chosen before was taken meanwhile, and these are the nearest."""

    service: str
    slots: tuple[FreeSlot, ...]
    back: ChoosingDay | BookingService
    moving: Moving | None = None
    taken: bool = False
    whose: ByDocument | None = None


@dataclass(frozen=True)
class Identifying:
    """Somebody is being identified, for a time or for one's own appointments."""

    who: holder.Asked
    slot: FreeSlot | None
    back: ChoosingTime | AppointmentMenu


@dataclass(frozen=True)
class ConfirmingBooking:
    """Shall this be booked, or moved to? Nothing is done before the customer says so."""

    slot: FreeSlot
    whose: ByDocument
    back: ChoosingTime
    moving: Moving | None = None


@dataclass(frozen=True)
class ConfirmingCancellation:
    """Shall the appointment be given up?"""

    one: MyBooking

    @property
    def booking(self) -> Booking:
        """Which."""
        return self.one.booking


@dataclass(frozen=True)
class BookingUnderWay:
    """The bank is doing it. `after` is where a customer goes on for whom nothing was done."""

    what: What
    after: ConfirmingBooking | ConfirmingCancellation


@dataclass(frozen=True)
class BookingUnsure:
    """The bank's answer was lost: whether it did it is not known."""

    key: str
    what: What
    after: ConfirmingBooking | ConfirmingCancellation


@dataclass(frozen=True)
class BookingSettling:
    """The bank is asked what became of it."""

    key: str
    what: What
    after: ConfirmingBooking | ConfirmingCancellation


@dataclass(frozen=True)
class BookingNotDone:
    """It was not done, and will not be: the customer may try again."""

    what: What
    after: ConfirmingBooking | ConfirmingCancellation


@dataclass(frozen=True)
class BookingRefused:
    """The bank does not do it."""

    why: BookingRefusal
    what: What | None = None


@dataclass(frozen=True)
class BookingTicket:
    """The appointment in the customer's hand; `one` where an appointment of before is shown again."""

    booking: Booking
    what: What | None
    at: datetime
    one: MyBooking | None = None

    @property
    def saying(self) -> str:
        """What walks wait for."""
        return self.what or TICKET


@dataclass(frozen=True)
class BookingCancelled:
    """The appointment was given up."""

    booking: Booking
    at: datetime


@dataclass(frozen=True)
class TakingCalendar:
    """The entry for the customer's own calendar, to take away by a telephone's camera."""

    booking: Booking
    at: datetime
    back: BookingTicket | BookingCancelled


@dataclass(frozen=True)
class BookingKept:
    """The customer takes along what was done, which the screen shows: `paper`."""

    after: BookingTicket | BookingCancelled
    paper: receipt.State


@dataclass(frozen=True)
class LookingUpBookings:
    """The bank looks for somebody's appointments."""

    whose: Whose


@dataclass(frozen=True)
class BookingBankAway:
    """The bank cannot be reached, and cannot say."""

    whose: Whose


@dataclass(frozen=True)
class MyBookings:
    """One's own appointments, as the bank told them at `at`; there may be none."""

    bookings: tuple[Booking, ...]
    whose: Whose
    at: datetime


@dataclass(frozen=True)
class MyBooking:
    """One of one's own appointments, and what can be done with it."""

    booking: Booking
    among: MyBookings

    @property
    def may_move(self) -> bool:
        """A new code is made for a document: so only whoever was identified by it can move."""
        return self.may_cancel and isinstance(self.among.whose, ByDocument)

    @property
    def may_cancel(self) -> bool:
        """Not once the customer is checked in."""
        return self.booking.state is BookingState.BOOKED


@dataclass(frozen=True)
class BookingNumber:
    """What is the booking number? `wrong`: what was typed cannot be one."""

    wrong: bool = False


@dataclass(frozen=True)
class DocumentTail:
    """What are the last four digits of the document?"""

    number: str = field(repr=False)
    wrong: bool = False


@dataclass(frozen=True)
class Moving:
    """The appointment that is to have another time."""

    one: MyBooking
    whose: ByDocument

    @property
    def booking(self) -> Booking:
        """Which."""
        return self.one.booking


State: TypeAlias = (
    AppointmentMenu
    | BookingService
    | FindingTimes
    | TimesUnknown
    | NoTimes
    | ChoosingDay
    | ChoosingTime
    | Identifying
    | ConfirmingBooking
    | ConfirmingCancellation
    | BookingUnderWay
    | BookingUnsure
    | BookingSettling
    | BookingNotDone
    | BookingRefused
    | BookingTicket
    | BookingCancelled
    | TakingCalendar
    | BookingKept
    | LookingUpBookings
    | BookingBankAway
    | MyBookings
    | MyBooking
    | BookingNumber
    | DocumentTail
)
Outcome: TypeAlias = Finished | Left | StaffNeeded
Step: TypeAlias = tuple[State | Outcome, tuple[Effect, ...]]


def begin(_: Context) -> Step:
    """Ask what it is about."""
    return AppointmentMenu(), ()


def step(state: State, event: Event, context: Context) -> Step:
    """One move."""
    match state:
        case AppointmentMenu() | BookingService() | BookingNumber() | DocumentTail():
            return _first(state, event, context)
        case FindingTimes() | TimesUnknown() | NoTimes() | ChoosingDay() | ChoosingTime():
            return _times(state, event, context)
        case Identifying(who, slot, back):
            moved, effects = holder.step(who, event, context)
            match moved:
                case holder.Known(document):
                    reached, onward = _identified(document.number, slot, back)
                    return reached, (*effects, *onward)
                case holder.Asked():
                    return (state if moved is who else replace(state, who=moved)), effects
                case Left():
                    return back, effects
                case _:
                    return moved, effects
        case (
            ConfirmingBooking()
            | ConfirmingCancellation()
            | BookingUnderWay()
            | BookingUnsure()
            | BookingSettling()
            | BookingNotDone()
        ):
            return _done(state, event)
        case BookingRefused():
            if isinstance(event, WentBack):
                return AppointmentMenu(), ()
        case BookingTicket() | BookingCancelled() | TakingCalendar():
            return _ticket(state, event, context)
        case BookingKept(after, paper):
            held = partial(BookingKept, after)
            return receipt.keep(state, paper, event, context.language, held=held, after=after, end=Finished())
        case LookingUpBookings() | BookingBankAway() | MyBookings() | MyBooking():
            return _mine(state, event)
        case _:
            assert_never(state)
    return state, ()


def _first(
    state: AppointmentMenu | BookingService | BookingNumber | DocumentTail, event: Event, context: Context
) -> Step:
    match state, event:
        case AppointmentMenu(), Chosen(id=chosen) if chosen == NEW:
            return BookingService(), ()
        case AppointmentMenu(), Chosen(id=chosen) if chosen == MINE:
            who = holder.begin(context)
            if isinstance(who, holder.Known):
                return _identified(who.document.number, None, state)
            return Identifying(who, None, state), ()
        case AppointmentMenu(), Chosen(id=chosen) if chosen == BY_NUMBER:
            return BookingNumber(), ()
        case AppointmentMenu(), WentBack():
            return Left(), ()
        case BookingService(whose), Chosen(service):
            return FindingTimes(service, whose=whose), (FindTimes(service),)
        case BookingNumber(), Typed(text):
            return (DocumentTail(text) if is_number(text) else BookingNumber(wrong=True)), ()
        case DocumentTail(number), Typed(text):
            if not (len(text) == TAIL_DIGITS and text.isascii() and text.isdecimal()):
                return replace(state, wrong=True), ()
            return _look_up(ByNumber(number, text))
        case DocumentTail(), WentBack():
            return BookingNumber(), ()
        case ((BookingService() | BookingNumber()), WentBack()):
            return AppointmentMenu(), ()
    return state, ()


def _times(
    state: FindingTimes | TimesUnknown | NoTimes | ChoosingDay | ChoosingTime, event: Event, context: Context
) -> Step:
    match state, event:
        case FindingTimes(service, moving, whose), TimesFound(days):
            return (ChoosingDay(service, days, moving, whose) if days else NoTimes(service, moving, whose)), ()
        case FindingTimes(service, moving, whose), TimesOffline(days):
            return TimesUnknown(service, days, moving, whose), ()
        case ((TimesUnknown() | NoTimes()), TriedAgain()):
            return FindingTimes(state.service, state.moving, state.whose), (FindTimes(state.service),)
        case ((TimesUnknown() | NoTimes()), Declined()):
            return Left(), ()
        case ChoosingDay(service, days, moving), Chosen(chosen):
            for day in days:
                if day.date.isoformat() == chosen:
                    return ChoosingTime(service, day.slots, state, moving, whose=state.whose), ()
        case ChoosingTime(service, slots, _, moving), Chosen(chosen):
            for slot in slots:
                if slot.starts.isoformat() == chosen:
                    return _wish(slot, state, context)
        case ChoosingTime(back=back), WentBack():
            return back, ()
        case ((TimesUnknown() | NoTimes() | ChoosingDay()), WentBack()):
            return (BookingService(state.whose) if state.moving is None else state.moving.one), ()
    return state, ()


def _wish(slot: FreeSlot, chosen: ChoosingTime, context: Context) -> Step:
    if chosen.moving is not None:
        return ConfirmingBooking(slot, chosen.moving.whose, chosen, chosen.moving), ()
    if chosen.whose is not None:
        return ConfirmingBooking(slot, chosen.whose, chosen), ()
    who = holder.begin(context)
    if isinstance(who, holder.Known):
        return _identified(who.document.number, slot, chosen)
    return Identifying(who, slot, chosen), ()


def _identified(document: str, slot: FreeSlot | None, back: ChoosingTime | AppointmentMenu) -> Step:
    whose = ByDocument(document)
    if slot is None or isinstance(back, AppointmentMenu):
        return _look_up(whose)
    days = replace(back.back, whose=whose)
    return ConfirmingBooking(slot, whose, replace(back, back=days, whose=whose)), ()


def _look_up(whose: Whose) -> Step:
    return LookingUpBookings(whose), (FindMine(whose),)


def _done(
    state: ConfirmingBooking
    | ConfirmingCancellation
    | BookingUnderWay
    | BookingUnsure
    | BookingSettling
    | BookingNotDone,
    event: Event,
) -> Step:
    match state, event:
        case ConfirmingBooking(), Confirmed():
            what: What = "book" if state.moving is None else "move"
            booking = None if state.moving is None else state.moving.booking
            ask = Ask(what, state.whose, state.slot.service, state.slot.starts, booking)
            return BookingUnderWay(what, state), (ask,)
        case ConfirmingBooking(), (WentBack() | Declined()):
            return state.back, ()
        case ConfirmingCancellation(one), Confirmed():
            ask = Ask("cancel", one.among.whose, one.booking.service, booking=one.booking)
            return BookingUnderWay("cancel", state), (ask,)
        case ConfirmingCancellation(one), (WentBack() | Declined()):
            return one, ()
        case BookingUnderWay(what, after), Answered(answer, at, others):
            return _answered(answer, at, others, what, after)
        case BookingUnderWay(what, after), AnswerLost(key):
            return BookingUnsure(key, what, after), ()
        case BookingUnsure(key, what, after), TriedAgain():
            return BookingSettling(key, what, after), (Settle(key),)
        case BookingSettling(key, what, after), AnswerLost():
            return BookingUnsure(key, what, after), ()
        case BookingSettling(_, what, after), Settled(None | Refused(BookingRefusal.SLOT_TAKEN)):
            return BookingNotDone(what, after), ()  # which times are left is heard by trying again
        case BookingSettling(_, what, after), Settled(answer, at) if answer is not None:
            return _answered(answer, at, (), what, after)
        case BookingNotDone(_, after), TriedAgain():
            return after, ()
        case BookingNotDone(), WentBack():
            return AppointmentMenu(), ()
    return state, ()


def _answered(
    answer: BookingAnswer,
    at: datetime,
    others: tuple[Day, ...],
    what: What,
    after: ConfirmingBooking | ConfirmingCancellation,
) -> Step:
    match answer:
        case Booking():
            if what == "cancel":
                return BookingCancelled(answer, at), ()
            return BookingTicket(answer, what, at), ()
        case Refused(BookingRefusal.SLOT_TAKEN) if isinstance(after, ConfirmingBooking):
            if not others:
                return NoTimes(after.slot.service, after.moving, after.whose), ()
            slots = tuple(slot for day in others for slot in day.slots)
            back = _days_of(after)
            return ChoosingTime(after.slot.service, slots, back, after.moving, taken=True, whose=after.whose), ()
        case Refused(why):
            return BookingRefused(why, what), ()


def _days_of(confirming: ConfirmingBooking) -> ChoosingDay | BookingService:
    """Where to go back to from the times that are left: the list of days is old, so the service is chosen anew."""
    return BookingService(confirming.whose) if confirming.moving is None else confirming.back.back


def _ticket(state: BookingTicket | BookingCancelled | TakingCalendar, event: Event, context: Context) -> Step:
    match state, event:
        case BookingTicket(one=MyBooking() as one), (Confirmed() | WentBack()):
            return one, ()
        case ((BookingTicket() | BookingCancelled()), Confirmed()):
            offer, effects = receipt.begin(receipt.Slip(receipt_of(state)), context)
            return BookingKept(state, offer), effects
        case ((BookingTicket() | BookingCancelled()), Chosen(id=chosen)) if chosen == CALENDAR:
            return TakingCalendar(state.booking, state.at, state), ()
        case TakingCalendar(back=back), (Confirmed() | WentBack()):
            return back, ()
    return state, ()


def receipt_of(state: BookingTicket | BookingCancelled) -> Receipt:
    """What can be taken along of it; paper bears the code to check in with, too."""
    told = state.booking
    when = (Line(Item.TIME, (told.starts, told.ends)), Line(Item.SERVICE, told.service))
    if isinstance(state, BookingCancelled):
        return Receipt(About.BOOKING_CANCELLED, when)
    about = About.MOVED if state.what == "move" else About.BOOKED
    return Receipt(about, (*when, Line(Item.NUMBER, grouped(told.number)), Line(Item.OPENS, told.opens)), told.code)


def _mine(state: LookingUpBookings | BookingBankAway | MyBookings | MyBooking, event: Event) -> Step:
    match state, event:
        case LookingUpBookings(whose), MineFound(bookings, at):
            return MyBookings(bookings, whose, at), ()
        case LookingUpBookings(), FindRefused(why):
            return BookingRefused(why), ()
        case LookingUpBookings(whose), BankLost():
            return BookingBankAway(whose), ()
        case BookingBankAway(whose), TriedAgain():
            return _look_up(whose)
        case ((BookingBankAway() | MyBookings()), WentBack()):
            return AppointmentMenu(), ()
        case MyBookings(whose=whose), Chosen(id=chosen) if chosen == NEW:
            return BookingService(whose if isinstance(whose, ByDocument) else None), ()
        case MyBookings(bookings), Chosen(chosen):
            for booking in bookings:
                if booking.id == chosen:
                    return MyBooking(booking, state), ()
        case MyBooking(booking, MyBookings(whose=ByDocument() as whose)), Chosen(id=chosen) if (
            chosen == MOVE and state.may_move
        ):
            return FindingTimes(booking.service, Moving(state, whose)), (FindTimes(booking.service),)
        case MyBooking(), Chosen(id=chosen) if chosen == CANCEL and state.may_cancel:
            return ConfirmingCancellation(state), ()
        case MyBooking(booking), Chosen(id=chosen) if chosen == TICKET and booking.code is not None:
            return BookingTicket(booking, None, state.among.at, one=state), ()
        case MyBooking(among=among), WentBack():
            return among, ()
    return state, ()


def shown(state: State) -> object:
    """The innermost state: what the customer sees."""
    match state:
        case Identifying(who=who):
            return who.at
        case BookingKept(paper=paper):
            return paper
        case _:
            return state


def needs(state: State) -> str | None:
    """The device that must run."""
    return identify.needs(state.who.at) if isinstance(state, Identifying) else None


def _ahead(state: State, lost: frozenset[str]) -> frozenset[str]:
    match state:
        case Identifying(who=who):
            return identify.ahead(who.at, lost)
        case AppointmentMenu() | BookingService() | ChoosingDay() | ChoosingTime():
            return lost - {"scanner"}
        case _:
            return frozenset()


def _busy(state: State) -> bool:
    match state:
        case Identifying(who=who):
            return identify.busy(who.at)
        case BookingKept(paper=paper):
            return receipt.busy(paper)
        case _:
            return isinstance(state, FindingTimes | LookingUpBookings | BookingUnderWay | BookingSettling)


def _called(state: State, _: Context) -> tuple[State | None, tuple[Effect, ...]]:
    if not isinstance(state, Identifying):
        return state, ()
    who = holder.called(state.who)
    return (None if who is None else replace(state, who=who)), ()


def _stays(state: State) -> bool:
    waits = isinstance(state, FindingTimes | LookingUpBookings | BookingUnderWay | BookingSettling)
    return waits or isinstance(shown(state), identify.ComparingHolder)


SERVICE = Service(
    "appointments",
    get_args(State),
    begin,
    step,
    shown=shown,
    needs=needs,
    ahead=_ahead,
    busy=_busy,
    held=lambda state: isinstance(state, BookingUnderWay | BookingSettling),
    stays=_stays,
    served=lambda state: isinstance(state, BookingTicket | BookingCancelled | TakingCalendar | BookingKept),
    called=_called,
    spoken=lambda state, context: (
        receipt.spoken(state.paper, context.language) if isinstance(state, BookingKept) else ()
    ),
    identifying=lambda state: (state.who.key, state.who.at) if isinstance(state, Identifying) else None,
)
