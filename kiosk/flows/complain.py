"""A complaint: few taps first, then words, then a receipt; and how an earlier one stands.

1. What about, when, what would put it right: a tap each; the very day by a calendar, where it is known.
2. Words by keyboard, none, or dictated to a member of staff: then the case is open before they are called.
3. How to answer: telephone, what the bank has on file, or not at all; who handles it: this branch or another (回避).
4. The summary; confirmed once, it is filed: the journal has it, and the bank where it can be reached.
5. What is to be kept: reference, code, date and deadlines; it can be taken along (`receipt`). With reference and code
   its state can be looked up at any terminal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Any, TypeAlias

from kiosk.core import entries
from kiosk.core.complaint import (
    CODE_DIGITS,
    DAYS_BACK,
    LONGEST_TEXT,
    Complaint,
    ComplaintPolicy,
    Contact,
    LookupRefusal,
    Option,
    Receipt,
    Standing,
    When,
    canonical,
    cleaned,
    cleaned_phone,
)
from kiosk.core.receipt import About, Item, Line
from kiosk.core.receipt import Receipt as Kept
from kiosk.flows import receipt
from kiosk.flows.effects import Effect, Note, ServiceEffect
from kiosk.flows.events import Chosen, Confirmed, Event, ServiceEvent, TriedAgain, Typed, WentBack
from kiosk.flows.service import Context, Finished, Left, Outcome, Service, StaffNeeded

NAME = "complain"
_LONGEST_REFERENCE = 80
_LONGEST_PHONE = 20


@dataclass(frozen=True)
class Draft:
    """What the customer said so far; personal words are in no repr."""

    category: Option | None = None
    when: When | None = None
    wish: Option | None = None
    text: str = field(repr=False, default="")
    dictated: bool = False
    contact: Contact | None = None
    phone: str = field(repr=False, default="")
    elsewhere: bool = False
    day: date | None = None
    """The very day, where the customer knows it."""


# What the customer sees
@dataclass(frozen=True)
class ComplaintAbout:
    """What is it about? Or: how does an earlier complaint stand?"""

    categories: tuple[Option, ...]


@dataclass(frozen=True)
class ComplaintWhen:
    """When did it happen?"""

    draft: Draft


@dataclass(frozen=True)
class ComplaintDay:
    """On which day? The month that is shown begins with `month`; `turned` is the way in which it was turned to."""

    draft: Draft
    today: date
    month: date
    turned: str = ""

    @property
    def oldest(self) -> date:
        """The first day that may be chosen; the last is today."""
        return self.today - timedelta(days=DAYS_BACK)

    @property
    def saying(self) -> str | None:
        """Whether months were turned, for walks."""
        return self.turned or None


@dataclass(frozen=True)
class ComplaintWish:
    """What would put it right?"""

    draft: Draft
    wishes: tuple[Option, ...]


@dataclass(frozen=True)
class ComplaintWords:
    """Write it, tell our staff, or leave it at that?"""

    draft: Draft


@dataclass(frozen=True)
class ComplaintText:
    """The customer writes."""

    draft: Draft


@dataclass(frozen=True)
class ComplaintContact:
    """How shall we answer? `known`: the bank knows this customer, who was identified in this visit."""

    draft: Draft
    known: bool


@dataclass(frozen=True)
class ComplaintPhone:
    """Which number? `wrong`: what was typed is none."""

    draft: Draft
    wrong: bool = False


@dataclass(frozen=True)
class ComplaintHandler:
    """Who is to handle it?"""

    draft: Draft


@dataclass(frozen=True)
class ComplaintSummary:
    """Is this right?"""

    draft: Draft


@dataclass(frozen=True)
class ComplaintFiling:
    """It is being put on record, and the bank asked."""

    draft: Draft


@dataclass(frozen=True)
class ComplaintReceipt:
    """It is on record."""

    draft: Draft
    receipt: Receipt

    @property
    def saying(self) -> str:
        """What walks wait for."""
        return "final" if self.receipt.final else "provisional"


@dataclass(frozen=True)
class ComplaintKept:
    """The customer takes the receipt along, which the screen shows: `at`."""

    after: ComplaintReceipt
    at: receipt.State


@dataclass(frozen=True)
class StandingReference:
    """Which complaint? `wrong`: what was typed is no reference."""

    reference: str = field(repr=False, default="")
    wrong: bool = False

    @property
    def saying(self) -> str:
        """What walks wait for."""
        return "wrong" if self.wrong else ""


@dataclass(frozen=True)
class StandingCode:
    """The code on the receipt."""

    reference: str = field(repr=False)
    code: str = field(repr=False, default="")
    wrong: bool = False


@dataclass(frozen=True)
class StandingAsking:
    """The bank is being asked."""

    reference: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True)
class StandingShown:
    """How it stands."""

    standing: Standing

    @property
    def saying(self) -> str:
        """What walks wait for."""
        return self.standing.state


@dataclass(frozen=True)
class StandingRefused:
    """It cannot be said: `unknown`, `tooMany`, or `unreachable`."""

    reason: str
    reference: str = field(repr=False)
    code: str = field(repr=False)

    @property
    def saying(self) -> str:
        """What walks wait for."""
        return self.reason


State: TypeAlias = (
    ComplaintAbout
    | ComplaintWhen
    | ComplaintDay
    | ComplaintWish
    | ComplaintWords
    | ComplaintText
    | ComplaintContact
    | ComplaintPhone
    | ComplaintHandler
    | ComplaintSummary
    | ComplaintFiling
    | ComplaintReceipt
    | ComplaintKept
    | StandingReference
    | StandingCode
    | StandingAsking
    | StandingShown
    | StandingRefused
)
Step: TypeAlias = tuple[State | Outcome, tuple[Effect, ...]]


# What someone else must do, and answers
@dataclass(frozen=True)
class TellDate(ServiceEffect):
    """Say which day it is at this branch; answered by `DateTold`."""

    HERE = True


@dataclass(frozen=True)
class DateTold(ServiceEvent):
    today: date


@dataclass(frozen=True)
class FileComplaint(ServiceEffect):
    """Put a complaint on record and ask the bank; answered by `ComplaintFiled`."""

    complaint: Complaint


@dataclass(frozen=True)
class LookUpComplaint(ServiceEffect):
    """Ask how a complaint stands; answered by `StandingTold`."""

    reference: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True)
class ComplaintFiled(ServiceEvent):
    """The complaint is on record."""

    receipt: Receipt


@dataclass(frozen=True)
class StandingTold(ServiceEvent):
    """The bank's answer; None where it could not be reached."""

    answer: Standing | LookupRefusal | None


DAY = "day"
"""The very day is known."""
EARLIER, LATER = "earlierMonth", "laterMonth"
WRITE, DICTATE, NO_WORDS = "write", "dictate", "none"
"""Ways to say it in words."""
LOOK_UP = "lookUp"
HERE, ELSEWHERE = "here", "elsewhere"


def begin(context: Context) -> Step:
    """What is it about?"""
    return ComplaintAbout(_policy(context).categories), ()


def step(state: State, event: Event, context: Context) -> Step:
    """One move. A second confirmation finds another state, and files nothing twice."""
    match state:
        case ComplaintAbout():
            return _about(state, event, context), ()
        case ComplaintReceipt() | ComplaintKept():
            return _received(state, event, context)
        case ComplaintFiling(draft):
            if isinstance(event, ComplaintFiled):
                return ComplaintReceipt(draft, event.receipt), ()
        case ComplaintSummary(draft):
            match event:
                case Confirmed() if (complaint := _complaint(draft)) is not None:
                    return ComplaintFiling(draft), (FileComplaint(complaint),)
                case WentBack():
                    return ComplaintHandler(draft), ()
        case ComplaintWhen(draft) if event == Chosen(DAY):
            return state, (TellDate(),)
        case StandingReference() | StandingCode() | StandingAsking() | StandingShown() | StandingRefused():
            return _standing(state, event)
        case _:
            return _drafting(state, event, context), ()
    return state, ()


def _about(state: ComplaintAbout, event: Event, context: Context) -> State | Outcome:
    match event:
        case Chosen(name) if name == LOOK_UP:
            return StandingReference()
        case Chosen(name) if (option := _option(state.categories, name)) is not None:
            return ComplaintWhen(Draft(category=option))
        case WentBack():
            return Left()
    return state


def _drafting(state: State, event: Event, context: Context) -> State | Outcome:
    """The questions between the first and the summary."""
    policy = _policy(context)
    match state, event:
        case ComplaintWhen(draft), Chosen(name) if name in set(When):
            return ComplaintWish(replace(draft, when=When(name), day=None), policy.wishes)
        case ComplaintWhen(draft), DateTold(today):
            return ComplaintDay(draft, today, (draft.day or today).replace(day=1))
        case ComplaintWhen(), WentBack():
            return ComplaintAbout(policy.categories)
        case ComplaintDay(), Chosen(name):
            return _day(state, name, policy)
        case ComplaintDay(draft), WentBack():
            return ComplaintWhen(draft)
        case ComplaintWish(draft, wishes), Chosen(name) if (wish := _option(wishes, name)) is not None:
            return ComplaintWords(replace(draft, wish=wish))
        case ComplaintWish(draft), WentBack():
            return ComplaintWhen(draft)
        case ComplaintWords(draft), Chosen(name) if name in (WRITE, DICTATE, NO_WORDS):
            if name == WRITE:
                return ComplaintText(replace(draft, dictated=False))
            return _contact(replace(draft, text="", dictated=name == DICTATE), context)
        case ComplaintWords(draft), WentBack():
            return ComplaintWish(draft, policy.wishes)
        case ComplaintText(draft), Typed(text):
            return ComplaintText(replace(draft, text=text[:LONGEST_TEXT]))
        case ComplaintText(draft), Confirmed() if cleaned(draft.text):
            return _contact(draft, context)
        case ComplaintText(draft), WentBack():
            return ComplaintWords(draft)
        case ComplaintContact(draft, known), Chosen(name) if name in set(Contact):
            contact = Contact(name)
            if contact is Contact.ON_FILE and not known:
                return state
            chosen = replace(draft, contact=contact)
            return ComplaintPhone(chosen) if contact is Contact.PHONE else ComplaintHandler(replace(chosen, phone=""))
        case ComplaintContact(draft), WentBack():
            return ComplaintText(draft) if draft.text else ComplaintWords(draft)
        case ComplaintPhone(draft), Typed(text):
            return ComplaintPhone(replace(draft, phone=text[:_LONGEST_PHONE]))
        case ComplaintPhone(draft), Confirmed():
            number = cleaned_phone(draft.phone)
            return (
                ComplaintPhone(draft, wrong=True) if number is None else ComplaintHandler(replace(draft, phone=number))
            )
        case ComplaintPhone(draft), WentBack():
            return _contact(draft, context)
        case ComplaintHandler(draft), Chosen(name) if name in (HERE, ELSEWHERE):
            return ComplaintSummary(replace(draft, elsewhere=name == ELSEWHERE))
        case ComplaintHandler(draft), WentBack():
            return ComplaintPhone(draft) if draft.contact is Contact.PHONE else _contact(draft, context)
    return state


def _day(state: ComplaintDay, name: str, policy: ComplaintPolicy) -> State:
    """A day of the calendar, or another month of it."""
    if name == EARLIER and state.month > state.oldest:
        return replace(state, month=(state.month - timedelta(days=1)).replace(day=1), turned=name)
    if name == LATER and state.month < state.today.replace(day=1):
        return replace(state, month=(state.month + timedelta(days=31)).replace(day=1), turned=name)
    try:
        day = date.fromisoformat(name)
    except ValueError:
        return state
    if not state.oldest <= day <= state.today:
        return state
    return ComplaintWish(replace(state.draft, when=When.of(day, state.today), day=day), policy.wishes)


def _received(state: ComplaintReceipt | ComplaintKept, event: Event, context: Context) -> Step:
    match state:
        case ComplaintReceipt():
            if isinstance(event, Confirmed):
                offer, effects = receipt.begin(receipt.Slip(kept_of(state.receipt)), context)
                return ComplaintKept(state, offer), effects
        case ComplaintKept(after, at):
            held, end = partial(ComplaintKept, after), StaffNeeded("dictation") if after.draft.dictated else Finished()
            return receipt.keep(state, at, event, context.language, held=held, after=after, end=end)
    return state, ()


def kept_of(filed: Receipt) -> Kept:
    """What is taken along of a complaint."""
    usual, latest = filed.dates()
    return Kept(
        About.COMPLAINT if filed.final else About.COMPLAINT_PROVISIONAL,
        (
            Line(Item.REFERENCE, filed.reference),
            Line(Item.CODE, filed.code),
            Line(Item.RECEIVED, filed.received),
            *((Line(Item.ANSWER_BY, usual),) if usual else ()),
            *((Line(Item.LATEST, latest),) if latest else ()),
        ),
    )


def _standing(state: State, event: Event) -> Step:
    """How an earlier complaint stands."""
    match state, event:
        case StandingReference(), Typed(text):
            return StandingReference(text[:_LONGEST_REFERENCE]), ()
        case StandingReference(reference), Confirmed():
            if canonical(reference) is not None:
                return StandingCode(reference), ()
            return StandingReference(reference, wrong=True), (_looked_up("mistyped"),)
        case StandingReference(), WentBack():
            return Left(), ()
        case StandingCode(reference), Typed(text):
            return StandingCode(reference, text[:CODE_DIGITS]), ()
        case StandingCode(reference, code), Confirmed():
            if len(code) == CODE_DIGITS and code.isascii() and code.isdigit():
                return _ask(reference, code)
            return StandingCode(reference, code, wrong=True), ()
        case StandingCode(reference), WentBack():
            return StandingReference(reference), ()
        case StandingAsking(), StandingTold(Standing() as standing):
            return StandingShown(standing), (_looked_up("shown"),)
        case StandingAsking(reference, code), StandingTold(answer):
            reason = "unreachable" if answer is None else str(answer)
            return StandingRefused(reason, reference, code), (_looked_up(reason),)
        case StandingShown(), Confirmed():
            return Finished(), ()
        case StandingShown(), WentBack():
            return Left(), ()
        case StandingRefused("unreachable", reference, code), TriedAgain():
            return _ask(reference, code)
        case StandingRefused("unknown", reference), TriedAgain() | WentBack():
            return StandingReference(reference), ()
        case StandingRefused(), WentBack():
            return Left(), ()
    return state, ()


def _ask(reference: str, code: str) -> Step:
    return StandingAsking(reference, code), (LookUpComplaint(reference, code),)


def _looked_up(outcome: str) -> Note:
    return Note(entries.ComplaintLookedUp(outcome))


def _contact(draft: Draft, context: Context) -> ComplaintContact:
    return ComplaintContact(draft, known=context.customer is not None)


def _complaint(draft: Draft) -> Complaint | None:
    """The complaint of a draft that has everything."""
    if draft.category is None or draft.when is None or draft.wish is None or draft.contact is None:
        return None
    return Complaint(
        category=draft.category.id,
        when=draft.when,
        wish=draft.wish.id,
        contact=draft.contact,
        elsewhere=draft.elsewhere,
        dictated=draft.dictated,
        text=cleaned(draft.text),
        phone=draft.phone or None,
        day=draft.day,
    )


def _option(options: tuple[Option, ...], name: str) -> Option | None:
    return next((option for option in options if option.id == name), None)


def _policy(context: Context) -> ComplaintPolicy:
    return context.rules.complaints


_WAITING = (ComplaintFiling, StandingAsking)


def _is(kinds: tuple[type, ...]) -> Callable[[Any], bool]:
    return lambda state: isinstance(state, kinds)


def _shown(state: State) -> object:
    return state.at if isinstance(state, ComplaintKept) else state


def _busy(state: State) -> bool:
    return receipt.busy(state.at) if isinstance(state, ComplaintKept) else isinstance(state, _WAITING)


def _spoken(state: State, context: Context) -> tuple[Effect, ...]:
    return receipt.spoken(state.at, context.language) if isinstance(state, ComplaintKept) else ()


SERVICE = Service(
    name=NAME,
    states=(
        ComplaintAbout,
        ComplaintWhen,
        ComplaintDay,
        ComplaintWish,
        ComplaintWords,
        ComplaintText,
        ComplaintContact,
        ComplaintPhone,
        ComplaintHandler,
        ComplaintSummary,
        ComplaintFiling,
        ComplaintReceipt,
        ComplaintKept,
        StandingReference,
        StandingCode,
        StandingAsking,
        StandingShown,
        StandingRefused,
    ),
    begin=begin,
    step=step,
    shown=_shown,
    busy=_busy,
    held=_is((ComplaintFiling,)),
    stays=_is(_WAITING),
    served=_is((ComplaintReceipt, ComplaintKept, StandingShown)),
    spoken=_spoken,
)
