"""One change at the bank, from the customer's word to what became of it. A part of `accounts`, and of `transfer`.

1. The customer confirms what is to be done. A card is stopped at once, for it is urgent; a payee is saved at once, for
   that moves nothing.
2. The change gets its key. Where fraudsters want it, the customer is warned and asked (`warned`).
   Where it needs a second factor, that comes next.
3. The bank is asked. While its answer is awaited the visit cannot be given up.
4. A lost answer is shown as what it is: not known. The same key asks for it, now or after the visit. Where the bank
   says that the change never came, that key is void, and to ask for it after all takes a new one.
5. What a member of staff decides is waited for: they are called, and the bank is asked every few seconds. Who does not
   wait leaves the request to stand until it expires.
6. What was done can be taken along (`receipt`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final, TypeAlias

from kiosk.core import entries
from kiosk.core.banking import ChangeRefusal, Done, NeverCame, Refused, UnderWay, mask
from kiosk.core.fraud import Operation
from kiosk.core.receipt import About, Item, Line, Receipt
from kiosk.flows import pager, receipt, secondfactor, warned
from kiosk.flows.banking import (
    ActivateCard,
    Change,
    ChangeAddress,
    ChangeAnswered,
    ChangeLimit,
    ChangeNamed,
    ChangePhone,
    ChangeSettled,
    FreezeCard,
    LoseCard,
    MailStatement,
    MakeChange,
    NameChange,
    ReleaseCard,
    RemovePayee,
    SavePayee,
    SessionEnded,
    SettleChange,
    to_confirm,
    to_judge,
)
from kiosk.flows.effects import CallStaff, Effect, Note
from kiosk.flows.events import BankLost, Confirmed, Event, TriedAgain, WentBack
from kiosk.flows.service import Context, Finished, StaffNeeded

SERVICE: Final = "accounts"
SESSION_ENDED: Final = "sessionEnded"
FORGOTTEN: Final = "forgotten"
"""The bank had taken what was asked, and then knew nothing of it."""
ASKED_EVERY_S: Final = 3
"""How often the bank is asked what the member of staff decided."""
_STAFF: Final = frozenset({ChangeRefusal.STAFF_NEEDED.value, ChangeRefusal.TOO_MANY_TRIES.value})


@dataclass(frozen=True)
class ChangeConfirm:
    """The customer sees what is to be done, and says so or goes back, to `origin`."""

    change: Change
    origin: Any = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class ChangeUnderWay:
    """The bank is being asked, or is about to be: `key` once the change has one."""

    change: Change
    key: str = ""
    proof: str = field(default="", repr=False)
    settling: bool = False
    """The answer was lost, and the bank is asked what became of it."""
    again: bool = False
    """It is asked for once more: the customer was warned, and has proved it, before."""


@dataclass(frozen=True)
class ChangeWarned:
    """The customer is warned of fraud, which the screen shows: `at`."""

    change: Change
    key: str
    at: warned.State


@dataclass(frozen=True)
class ChangeProving:
    """The customer proves to have the phone, which the screen shows: `at`."""

    change: Change
    key: str
    at: secondfactor.State


@dataclass(frozen=True)
class ChangeWithStaff:
    """A member of staff was called, looks at customer and document, and decides.

    `delivered`, `late` and `who` are news of the call (`flows.pager`). `silent` says that the bank gives no answer now.
    """

    change: Change
    key: str
    delivered: bool | None = None
    late: bool = False
    who: str | None = field(default=None, repr=False)
    silent: bool = False
    waited_s: int = field(default=0, compare=False)
    """Since the bank answered; the screen is the same, as it is while the bank is `asking`."""
    asking: bool = field(default=False, compare=False)

    @property
    def saying(self) -> str | None:
        """How far it is, for walks."""
        if self.silent:
            return "silent"
        if self.delivered is None:
            return None
        if not self.delivered:
            return "undelivered"
        return "acknowledged" if self.who is not None else "late" if self.late else "delivered"


@dataclass(frozen=True)
class ChangeDone:
    """It is done; `already` where it had been so before."""

    change: Change
    reference: str | None
    already: bool = False


@dataclass(frozen=True)
class ChangeReceipt:
    """The customer takes along what was done, which the screen shows: `at`."""

    after: ChangeDone
    at: receipt.State


@dataclass(frozen=True)
class ChangeTurnedDown:
    """It is not done, and will not be: a word of `ChangeRefusal`, `sessionEnded` or `forgotten`."""

    change: Change
    reason: str

    @property
    def staff_helps(self) -> bool:
        """Whether only a member of staff can go on with it."""
        return self.reason in _STAFF


@dataclass(frozen=True)
class ChangeUnknown:
    """The answer was lost: whether it is done is not known."""

    change: Change
    key: str
    proof: str = field(default="", repr=False)


@dataclass(frozen=True)
class ChangeNotMade:
    """The bank never heard of it: nothing was done, and nothing will be by that key."""

    change: Change
    proof: str = field(default="", repr=False)


@dataclass(frozen=True)
class WentOff:
    """The customer does not want it after all; `origin` is where it was asked for."""

    change: Change
    origin: Any = field(default=None, repr=False)


@dataclass(frozen=True)
class WrongDetails:
    """What the customer typed does not fit: it is typed again."""

    change: Change


State: TypeAlias = (
    ChangeConfirm
    | ChangeUnderWay
    | ChangeWarned
    | ChangeProving
    | ChangeWithStaff
    | ChangeDone
    | ChangeReceipt
    | ChangeTurnedDown
    | ChangeUnknown
    | ChangeNotMade
)
STATES: Final = (
    *(ChangeConfirm, ChangeUnderWay, ChangeWarned, ChangeProving, ChangeWithStaff),
    *(ChangeDone, ChangeReceipt, ChangeTurnedDown, ChangeUnknown, ChangeNotMade),
)
Step: TypeAlias = tuple[State | WentOff | WrongDetails | Finished | StaffNeeded, tuple[Effect, ...]]


def begin(change: Change, origin: Any = None) -> tuple[State, tuple[Effect, ...]]:
    """Ask whether it is meant; stop a card, activate one by what it bears, and save a payee without."""
    if isinstance(change, FreezeCard | ActivateCard | SavePayee):
        return ChangeUnderWay(change), (NameChange(),)
    return ChangeConfirm(change, origin), ()


def step(state: State, event: Event, context: Context) -> Step:
    """One move."""
    session = context.customer.session if context.customer is not None else ""
    match state:
        case ChangeConfirm(change, origin):
            match event:
                case Confirmed():
                    return ChangeUnderWay(change), (NameChange(),)
                case WentBack():
                    return WentOff(change, origin), ()
        case ChangeUnderWay(change, "", proof, again=again):
            if isinstance(event, ChangeNamed):
                if again:
                    return ChangeUnderWay(change, event.key, proof), (MakeChange(session, change, event.key, proof),)
                operation = to_judge(change)
                if operation is None:
                    return _named(change, event.key, context)
                told = _known(operation, event, context)
                warning, effects = warned.begin(context.rules.fraud, told, context.language)
                return _warned(change, event.key, warning, effects, context)
        case ChangeWarned(change, key, at):
            answered, effects = warned.step(at, event, context.language)
            return _warned(change, key, answered, effects, context) if answered is not at else (state, effects)
        case ChangeProving(change, key, at):
            moved, effects = secondfactor.step(at, event, context.language)
            return _proving(change, key, moved, effects, session) if moved is not at else (state, effects)
        case ChangeUnderWay(change, key, proof, settling):
            return _answered(state, change, key, proof, event) if not settling else _settled(state, event)
        case ChangeWithStaff():
            return _decided(state, event)
        case ChangeUnknown(change, key, proof):
            match event:
                case TriedAgain():
                    return ChangeUnderWay(change, key, proof, settling=True), (SettleChange(change, key),)
                case Confirmed():
                    return Finished(), ()
        case ChangeNotMade(change, proof):
            match event:
                case TriedAgain():
                    return ChangeUnderWay(change, proof=proof, again=True), (NameChange(),)
                case Confirmed() | WentBack():
                    return WentOff(change), ()
        case ChangeDone() if isinstance(event, Confirmed):
            slip = receipt_of(state)
            if slip is None:
                return Finished(), ()
            offer, effects = receipt.begin(receipt.Slip(slip), context)
            return ChangeReceipt(state, offer), effects
        case ChangeReceipt(after, at):
            held = partial(ChangeReceipt, after)
            return receipt.keep(state, at, event, context.language, held=held, after=after, end=Finished())
        case ChangeTurnedDown(change):
            match event:
                case Confirmed() if state.staff_helps:
                    return StaffNeeded(change.WHAT), ()
                case Confirmed() | WentBack():
                    return WentOff(change), ()
    return state, ()


def _known(operation: Operation, named: ChangeNamed, context: Context) -> Operation:
    """The operation with what is known of who does it, and when. What is not counts as the riskier side."""
    who = context.customer
    return replace(
        operation,
        age=None if who is None or named.today is None else who.age(named.today),
        first_use=None if who is None else who.first_use(operation.kind),
        hour=named.hour,
    )


def receipt_of(done: ChangeDone) -> Receipt | None:
    """What can be taken along of a change.

    None of a statement by e-mail, which is something to keep itself, and of the list of payees, where nothing is done.
    """
    said: tuple[Line, ...]
    match done.change:
        case FreezeCard(card):
            about, said = About.CARD_FROZEN, (Line(Item.CARD, mask(card.masked_pan)),)
        case LoseCard(card):
            about, said = About.CARD_STOPPED, (Line(Item.CARD, mask(card.masked_pan)),)
        case ReleaseCard(card):
            about, said = About.CARD_RELEASED, (Line(Item.CARD, mask(card.masked_pan)),)
        case ActivateCard(card):
            about, said = About.CARD_ACTIVE, (Line(Item.CARD, mask(card.masked_pan)),)
        case ChangePhone(phone):
            about, said = About.PHONE_CHANGED, (Line(Item.PHONE, mask(phone)),)
        case ChangeAddress():
            about, said = About.ADDRESS_CHANGED, ()
        case ChangeLimit(limit, amount):
            about, said = About.LIMIT_CHANGED, (Line(Item.LIMIT, limit.kind), Line(Item.AMOUNT, amount))
        case MailStatement() | SavePayee() | RemovePayee():
            return None
    return Receipt(about, (*said, *((Line(Item.REFERENCE, done.reference),) if done.reference else ())))


def _warned(
    change: Change, key: str, at: warned.State | warned.Outcome, effects: tuple[Effect, ...], context: Context
) -> Step:
    """What the warning became."""
    match at:
        case warned.WentOn():
            onward, further = _named(change, key, context)
            return onward, (*effects, *further)
        case warned.Stopped():
            return WentOff(change), effects
        case warned.StaffNeeded(why):
            return StaffNeeded(why), effects
        case _:
            return ChangeWarned(change, key, at), effects


def _named(change: Change, key: str, context: Context) -> Step:
    """Go on with a change that has its key: by the second factor, where it needs one."""
    session = context.customer.session if context.customer is not None else ""
    confirm = to_confirm(change)
    if confirm is None:
        return ChangeUnderWay(change, key), (MakeChange(session, change, key),)
    at, effects = secondfactor.begin(session, confirm, key, context.language)
    return _proving(change, key, at, effects, session)


def _proving(
    change: Change,
    key: str,
    at: secondfactor.State | secondfactor.Outcome,
    effects: tuple[Effect, ...],
    session: str,
) -> Step:
    """What the second factor became."""
    match at:
        case secondfactor.Proved(proof):
            make = MakeChange(session, change, key, proof.value)
            return ChangeUnderWay(change, key, proof.value), (*effects, make)
        case secondfactor.GaveUp():
            return WentOff(change), effects
        case secondfactor.StaffNeeded(why):
            return StaffNeeded(why), effects
        case _:
            return ChangeProving(change, key, at), effects


def _answered(state: State, change: Change, key: str, proof: str, event: Event) -> Step:
    match event:
        case ChangeAnswered(Done(reference, already)):
            return ChangeDone(change, reference, already), ()
        case ChangeAnswered(Refused(ChangeRefusal.WRONG_DETAILS)):
            return WrongDetails(change), ()
        case ChangeAnswered(Refused(reason)):
            return ChangeTurnedDown(change, reason.value), ()
        case ChangeAnswered(UnderWay()) if isinstance(change, ReleaseCard):
            return _with_staff(change, key)
        case ChangeAnswered(UnderWay()):
            return ChangeUnknown(change, key, proof), ()
        case SessionEnded():
            return ChangeTurnedDown(change, SESSION_ENDED), ()
        case BankLost():
            return ChangeUnknown(change, key, proof), ()
    return state, ()


def _with_staff(change: Change, key: str) -> Step:
    screen = ChangeWithStaff.__name__
    return ChangeWithStaff(change, key), (
        Note(entries.StaffCalled(change.WHAT, screen)),
        CallStaff(change.WHAT, screen),
    )


def _decided(state: ChangeWithStaff, event: Event) -> Step:
    change = state.change
    match event:
        case ChangeSettled(Done(reference, already)):
            return ChangeDone(change, reference, already), ()
        case ChangeSettled(Refused(reason)):
            return ChangeTurnedDown(change, reason.value), ()
        case ChangeSettled(NeverCame()):
            return ChangeTurnedDown(change, FORGOTTEN), ()
        case ChangeSettled(UnderWay()):
            return replace(state, silent=False, waited_s=0, asking=False), ()
        case BankLost():
            return replace(state, silent=True, waited_s=0, asking=False), ()
        case WentBack():
            return WentOff(change), ()
    return state, ()


def waited(state: State, seconds: int) -> tuple[State, tuple[Effect, ...]]:
    """Time passed: the bank is asked again, one question at a time."""
    if not isinstance(state, ChangeWithStaff):
        return state, ()
    later = replace(state, waited_s=state.waited_s + seconds)
    if later.asking or later.waited_s < ASKED_EVERY_S:
        return later, ()
    return replace(later, asking=True), (SettleChange(state.change, state.key),)


def paged(state: State, call: pager.Call) -> State:
    """There is news of the call for staff."""
    if not isinstance(state, ChangeWithStaff):
        return state
    return replace(state, delivered=call.delivered, late=call.late, who=call.who)


def _settled(state: ChangeUnderWay, event: Event) -> Step:
    change, key, proof = state.change, state.key, state.proof
    match event:
        case ChangeSettled(Done(reference, already)):
            return ChangeDone(change, reference, already), ()
        case ChangeSettled(Refused(reason)):
            return ChangeTurnedDown(change, reason.value), ()
        case ChangeSettled(NeverCame()):
            return ChangeNotMade(change, proof), ()
        case ChangeSettled(UnderWay()) if isinstance(change, ReleaseCard):
            return _with_staff(change, key)
        case ChangeSettled(UnderWay()) | BankLost():
            return ChangeUnknown(change, key, proof), ()
    return state, ()
