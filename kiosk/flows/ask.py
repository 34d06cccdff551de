"""The customer asks: by category or by words, is answered, goes on by phone, or is called back.

1. Categories, or words typed: what fits is shown as they are typed.
2. The answer; did it help? If not, there are the hotline, a call-back and our staff.
3. A code that opens the same on the customer's phone; it says nothing of the customer.
4. A call-back: about what, when, on which number. It is kept in the journal, also without a network.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from kiosk.core import entries
from kiosk.core.callback import CallBack, CallSlot, NumberTrouble, PhoneNumber, phone_number
from kiosk.core.faq import Faq, Link
from kiosk.flows.effects import Effect, Note, ServiceEffect
from kiosk.flows.events import (
    Chosen,
    Confirmed,
    Declined,
    Event,
    ServiceEvent,
    TriedAgain,
    Typed,
    WentBack,
)
from kiosk.flows.service import Context, Finished, Left, Service

SEARCH: Final = "search"
HELP: Final = "help"
HOTLINE: Final = "hotline"
CALL_BACK: Final = "callBack"
QUESTIONS: Final = "questions"
OTHER: Final = "other"
"""The topic of a call-back that is of no category."""
ON_FILE: Final = "onFile"


# What is asked of the house, and its answers
@dataclass(frozen=True)
class LookFor(ServiceEffect):
    """Search for what was typed; answered by `Found`."""

    HERE = True

    text: str = field(repr=False)


@dataclass(frozen=True)
class FindSlots(ServiceEffect):
    """When can staff call back? Answered by `SlotsFound`."""

    HERE = True


@dataclass(frozen=True)
class AskForCall(ServiceEffect):
    """Keep the wish for a call-back, durably; answered by `CallTaken` or `CallNotTaken`."""

    wish: CallBack = field(repr=False)


@dataclass(frozen=True)
class Found(ServiceEvent):
    """What fits best of what was typed, by id."""

    text: str = field(repr=False)
    ids: tuple[str, ...]


@dataclass(frozen=True)
class SlotsFound(ServiceEvent):
    """When staff can call back."""

    slots: tuple[CallSlot, ...]


@dataclass(frozen=True)
class CallTaken(ServiceEvent):
    """The wish is kept under this reference."""

    reference: str


@dataclass(frozen=True)
class CallNotTaken(ServiceEvent):
    """The number could not be kept secret, so nothing was kept."""


# What the customer sees
@dataclass(frozen=True)
class AskTopics:
    """What would the customer like to know?"""


@dataclass(frozen=True)
class AskSearch:
    """The customer types; `found` answers the words `searched`, None before the first search was answered.

    `hurried`: all that is found is asked for, and the answer to the last words has not come yet.
    """

    text: str = field(default="", repr=False)
    searched: str = field(default="", repr=False)
    found: tuple[Faq, ...] | None = field(default=None, repr=False)
    hurried: bool = False

    @property
    def saying(self) -> str | None:
        """For walks."""
        if self.found is None or self.searched != self.text:
            return None
        return "found" if self.found else "nothing"


@dataclass(frozen=True)
class AskList:
    """The questions of a category, or all that were found by words: `category` is then None."""

    category: str | None
    found: tuple[Faq, ...] = field(repr=False)
    back: AskTopics | AskSearch = field(default_factory=AskTopics)


@dataclass(frozen=True)
class AskAnswer:
    """An answer, and whether it helped."""

    faq: Faq
    links: tuple[Link, ...]
    back: AskSearch | AskList


@dataclass(frozen=True)
class AskHelp:
    """People can help: the hotline, a call-back, our staff. `unhelped` is the answer that did not help."""

    back: AskTopics | AskSearch | AskList
    unhelped: Faq | None = None


@dataclass(frozen=True)
class AskHotline:
    """The hotline's number."""

    back: AskHelp


@dataclass(frozen=True)
class HandOver:
    """A code opens `links[at]` on the customer's phone; `about` is the question."""

    about: str
    links: tuple[Link, ...]
    at: int
    back: AskAnswer

    @property
    def saying(self) -> str | None:
        """For walks."""
        return self.links[self.at].kind


@dataclass(frozen=True)
class CallBackTopic:
    """What is the call to be about?"""

    back: AskHelp


@dataclass(frozen=True)
class CallBackTime:
    """When? `slots` is None until the house says; none at all where nobody can call back soon."""

    topic: str
    back: AskHelp | CallBackTopic
    slots: tuple[CallSlot, ...] | None = None

    @property
    def saying(self) -> str | None:
        """For walks."""
        return None if self.slots is None else "offered" if self.slots else "none"


@dataclass(frozen=True)
class CallBackNumber:
    """On which number? `on_file`: the bank knows one of this customer."""

    time: CallBackTime
    slot: CallSlot
    typed: str = field(default="", repr=False)
    trouble: NumberTrouble | None = None
    on_file: bool = False

    @property
    def saying(self) -> str | None:
        """For walks."""
        return self.trouble


@dataclass(frozen=True)
class CallBackSummary:
    """Is that right? Without a number the one on file is rung."""

    asked: CallBackNumber
    number: PhoneNumber | None = field(repr=False)


@dataclass(frozen=True)
class CallBackTaking:
    """The wish is being kept."""

    summary: CallBackSummary


@dataclass(frozen=True)
class CallBackTaken:
    """The wish is kept."""

    slot: CallSlot
    reference: str
    number: PhoneNumber | None = field(repr=False)


@dataclass(frozen=True)
class CallBackNotTaken:
    """The wish could not be kept."""

    back: AskHelp


State: TypeAlias = (
    AskTopics
    | AskSearch
    | AskList
    | AskAnswer
    | AskHelp
    | AskHotline
    | HandOver
    | CallBackTopic
    | CallBackTime
    | CallBackNumber
    | CallBackSummary
    | CallBackTaking
    | CallBackTaken
    | CallBackNotTaken
)
Step: TypeAlias = tuple[State | Finished | Left, tuple[Effect, ...]]


def begin(context: Context) -> Step:
    """Show what there is to ask."""
    return AskTopics(), ()


def step(state: State, event: Event, context: Context) -> Step:
    """One move."""
    answers = context.rules.answers
    match state, event:
        case AskTopics(), WentBack():
            return Left(), ()
        case AskTopics(), Chosen("search"):
            return AskSearch(), ()
        case AskTopics(), Chosen("help"):
            return AskHelp(state), ()
        case AskTopics(), Chosen(category) if found := answers.among(category):
            return AskList(category, found), ()

        case AskSearch(), Typed(text):
            if not text.strip():
                return AskSearch(text), ()
            return replace(state, text=text, hurried=False), (LookFor(text),)
        case AskSearch(text, hurried=hurried), Found(searched, ids) if searched == text:
            found = answers.named(ids)
            answered = AskSearch(text, searched, found)
            return (AskList(None, found, answered) if hurried and found else answered), ()
        case AskSearch(found=found), Chosen(name) if name in {entry.id for entry in found or ()}:
            return _answer(next(entry for entry in found or () if entry.id == name), state, context)
        case AskSearch(text=text, searched=searched, found=found), Confirmed() if found and searched == text:
            return AskList(None, found, state), ()
        case AskSearch(text=text, searched=searched), Confirmed() if text.strip() and searched != text:
            return replace(state, hurried=True), ()
        case AskSearch(), Chosen("help"):
            return AskHelp(state), ()
        case AskSearch(), WentBack():
            return AskTopics(), ()
        case AskList(back=back), WentBack():
            return back, ()
        case AskList(found=found), Chosen(name) if name in {entry.id for entry in found}:
            return _answer(next(entry for entry in found if entry.id == name), state, context)

        case AskAnswer(faq), Confirmed():
            return Finished(), (_rated(faq, context, helpful=True),)
        case AskAnswer(faq, _, back), Declined():
            return AskHelp(back, faq), (_rated(faq, context, helpful=False),)
        case AskAnswer(faq, links), Chosen("phone") if links:
            return _hand_over(HandOver(faq.id, links, 0, state))
        case AskAnswer(back=back), WentBack():
            return back, ()

        case HandOver(links=links), Chosen(place) if place.isdecimal() and int(place) < len(links):
            return _hand_over(replace(state, at=int(place)))
        case HandOver(), Confirmed():
            return Finished(), ()
        case HandOver(back=back), WentBack():
            return back, ()

        case AskHelp(), Chosen("hotline"):
            return AskHotline(state), ()
        case AskHelp(unhelped=faq), Chosen("callBack") if answers.calls_back:
            if faq is None:
                return CallBackTopic(state), ()
            return CallBackTime(faq.category, state), (FindSlots(),)
        case AskHelp(back=back), Chosen("questions") | WentBack():
            return back, ()
        case AskHotline(), Confirmed():
            return Finished(), ()
        case AskHotline(back=back), WentBack():
            return back, ()

        case CallBackTopic(), Chosen(topic) if topic == OTHER or topic in {one.id for one in answers.categories}:
            return CallBackTime(topic, state), (FindSlots(),)
        case CallBackTopic(back=back), WentBack():
            return back, ()
        case CallBackTime(slots=None), SlotsFound(slots):
            return replace(state, slots=slots), ()
        case CallBackTime(slots=slots), Chosen(name) if name in {slot.id for slot in slots or ()}:
            chosen = next(slot for slot in slots or () if slot.id == name)
            return CallBackNumber(state, chosen, on_file=context.customer is not None), ()
        case CallBackTime(back=CallBackTopic() | AskHelp() as back), WentBack():
            return back, ()
        case CallBackNumber(), Typed(text):
            number = phone_number(text)
            if isinstance(number, NumberTrouble):
                return replace(state, typed=text, trouble=number), ()
            return CallBackSummary(replace(state, typed=text, trouble=None), number), ()
        case CallBackNumber(on_file=True), Chosen("onFile"):
            return CallBackSummary(state, None), ()
        case CallBackNumber(time=time), WentBack():
            return time, ()
        case CallBackSummary(asked, number), Confirmed():
            return CallBackTaking(state), (AskForCall(_wish(asked, number, context)),)
        case CallBackSummary(asked), WentBack() | TriedAgain():
            return asked, ()
        case CallBackTaking(CallBackSummary(asked, number)), CallTaken(reference):
            return CallBackTaken(asked.slot, reference, number), ()
        case CallBackTaking(CallBackSummary(asked)), CallNotTaken():
            return CallBackNotTaken(_help(asked.time.back)), ()
        case CallBackTaken(), Confirmed():
            return Finished(), ()
        case CallBackNotTaken(back=back), WentBack():
            return back, ()
    return state, ()


def _answer(faq: Faq, back: AskSearch | AskList, context: Context) -> Step:
    return AskAnswer(faq, context.rules.answers.links_of(faq), back), ()


def _hand_over(state: HandOver) -> Step:
    return state, (Note(entries.HandOverShown(state.about, state.links[state.at].kind)),)


def _rated(faq: Faq, context: Context, *, helpful: bool) -> Note:
    return Note(entries.FaqRated(faq.id, faq.version, context.language, helpful))


def _help(back: AskHelp | CallBackTopic) -> AskHelp:
    return back if isinstance(back, AskHelp) else back.back


def _wish(asked: CallBackNumber, number: PhoneNumber | None, context: Context) -> CallBack:
    slot, customer = asked.slot, context.customer
    document = customer.document.number if number is None and customer is not None else None
    return CallBack(asked.time.topic, slot.starts, slot.ends, context.language, number, document)


def _busy(state: State) -> bool:
    return isinstance(state, CallBackTaking) or (isinstance(state, CallBackTime) and state.slots is None)


SERVICE: Final = Service(
    name="ask",
    states=(
        AskTopics,
        AskSearch,
        AskList,
        AskAnswer,
        AskHelp,
        AskHotline,
        HandOver,
        CallBackTopic,
        CallBackTime,
        CallBackNumber,
        CallBackSummary,
        CallBackTaking,
        CallBackTaken,
        CallBackNotTaken,
    ),
    begin=begin,
    step=step,
    busy=_busy,
    held=lambda state: isinstance(state, CallBackTaking),
    stays=lambda state: isinstance(state, CallBackTaking),
    served=lambda state: isinstance(state, CallBackTaken),
)
