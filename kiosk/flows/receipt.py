"""How the customer takes along what was done: on paper, on the phone, or not at all.

Embedded by every service at whose end something is to be kept: `begin` with a `Paper` gives the offer; the service
shows the state (`shown` of its own), and ends or goes on with the outcome.

1. The offer. Without a printer nothing is said of printing.
2. It is being printed, or made ready for the phone. A second tap finds another state, and prints nothing twice.
3. The paper is to be taken; or the code is shown. What did not succeed is said on the offer, with the other ways.

The journal keeps what was offered, which way was chosen, and how that ended.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Protocol, TypeAlias, TypeVar

from kiosk.core import entries
from kiosk.core.ports import PrintOutcome
from kiosk.core.receipt import Receipt
from kiosk.flows.banking import SessionEnded
from kiosk.flows.effects import Effect, Note, ServiceEffect
from kiosk.flows.events import BankLost, Chosen, Confirmed, Event, ServiceEvent, WentBack
from kiosk.flows.service import Context

PRINT: Final = "print"
PHONE: Final = "phone"
NONE: Final = "none"
BANK_LOST: Final = "bankLost"

_Holder = TypeVar("_Holder")
_After = TypeVar("_After")
_End = TypeVar("_End")


class Paper(Protocol):
    """What can be taken along."""

    @property
    def what(self) -> str:
        """The journal's word for it."""

    @property
    def more(self) -> tuple[str, ...]:
        """What else is offered, which the service itself does."""

    def to_print(self, language: str) -> ServiceEffect:
        """Have it printed; answered by `PaperPrinted`."""

    def for_phone(self, language: str) -> ServiceEffect:
        """Have it made ready for a phone; answered by `PaperReady`, and by `SessionEnded` or `BankLost` where the bank
        has a part in it.
        """


# What someone else must do, and answers
@dataclass(frozen=True)
class PrintReceipt(ServiceEffect):
    """Print a receipt in a language, and journal how that ended; answered by `PaperPrinted`."""

    MOOT = True

    receipt: Receipt
    language: str


@dataclass(frozen=True)
class WriteReceipt(ServiceEffect):
    """Write a receipt for a phone in a language; answered by `PaperReady`."""

    receipt: Receipt
    language: str


@dataclass(frozen=True)
class PaperPrinted(ServiceEvent):
    """It was printed, or was not; `text` is what a receipt says, to be read aloud."""

    outcome: PrintOutcome
    text: str = field(default="", repr=False)


@dataclass(frozen=True)
class PaperReady(ServiceEvent):
    """A phone's camera may read this: the text itself, or where it can be fetched until `expires`."""

    text: str = field(repr=False)
    expires: datetime | None = None


@dataclass(frozen=True)
class Slip:
    """A receipt as paper. Implements `Paper`."""

    receipt: Receipt

    @property
    def what(self) -> str:
        """What it is about."""
        return str(self.receipt.about)

    @property
    def more(self) -> tuple[str, ...]:
        """Nothing else."""
        return ()

    def to_print(self, language: str) -> ServiceEffect:
        """Have it printed."""
        return PrintReceipt(self.receipt, language)

    def for_phone(self, language: str) -> ServiceEffect:
        """Have it written."""
        return WriteReceipt(self.receipt, language)


# What the customer sees
@dataclass(frozen=True)
class ReceiptOffer:
    """How is it to be taken along? `trouble` is why the last way failed: a word of `PrintOutcome`, or `bankLost`."""

    paper: Paper
    ways: tuple[str, ...]
    trouble: str | None = None
    had: bool = False
    """Whether the customer has it already, in one way."""

    @property
    def saying(self) -> str | None:
        """What walks wait for."""
        return self.trouble or ("had" if self.had else None)


@dataclass(frozen=True)
class ReceiptWorking:
    """It is being printed (`print`), or made ready (`phone`)."""

    offer: ReceiptOffer
    way: str


@dataclass(frozen=True)
class ReceiptPrinted:
    """The paper is to be taken. `text` is what a receipt says."""

    offer: ReceiptOffer
    text: str = field(default="", repr=False)


@dataclass(frozen=True)
class ReceiptOnPhone:
    """The phone may read it."""

    offer: ReceiptOffer
    text: str = field(repr=False)
    expires: datetime | None = None


State: TypeAlias = ReceiptOffer | ReceiptWorking | ReceiptPrinted | ReceiptOnPhone


# What it comes to
@dataclass(frozen=True)
class Settled:
    """The customer has it, or does not want it."""


@dataclass(frozen=True)
class Undecided:
    """The customer goes back to what was done."""


@dataclass(frozen=True)
class Asked:
    """The customer chose what only the service can do: one of the paper's `more`."""

    choice: str


@dataclass(frozen=True)
class SessionOver:
    """The bank does not know the customer's session any more."""


Outcome: TypeAlias = Settled | Undecided | Asked | SessionOver
Step: TypeAlias = tuple[State | Outcome, tuple[Effect, ...]]


def begin(paper: Paper, context: Context) -> tuple[State, tuple[Effect, ...]]:
    """Offer it, in the ways that this terminal has."""
    ways = (PRINT, PHONE) if context.rules.printer else (PHONE,)
    return ReceiptOffer(paper, ways), (Note(entries.ReceiptOffered(paper.what)),)


def step(state: State, event: Event, language: str) -> Step:
    """One move."""
    match state, event:
        case ReceiptOffer(paper, ways), Chosen(way) if way in ways:
            effect = paper.to_print(language) if way == PRINT else paper.for_phone(language)
            working = ReceiptWorking(replace(state, trouble=None), way)
            return working, (Note(entries.ReceiptAnswered(paper.what, way)), effect)
        case ReceiptOffer(paper), Chosen(choice) if choice in paper.more:
            return Asked(choice), ()
        case ReceiptOffer(paper, had=had), Confirmed():
            return Settled(), () if had else (Note(entries.ReceiptAnswered(paper.what, NONE)),)
        case ReceiptOffer(), WentBack():
            return Undecided(), ()
        case ReceiptWorking(offer, "print"), PaperPrinted(PrintOutcome.PRINTED, text):
            left = tuple(way for way in offer.ways if way != PRINT)
            return ReceiptPrinted(replace(offer, ways=left, had=True), text), ()
        case ReceiptWorking(offer, "print"), PaperPrinted(outcome):
            return replace(offer, trouble=str(outcome)), ()
        case ReceiptWorking(offer, "phone"), PaperReady(text, expires):
            return ReceiptOnPhone(replace(offer, had=True), text, expires), _shown(offer.paper)
        case ReceiptWorking(offer, "phone"), BankLost():
            return replace(offer, trouble=BANK_LOST), ()
        case ReceiptWorking(_, "phone"), SessionEnded():
            return SessionOver(), ()
        case (
            ((ReceiptPrinted(ReceiptOffer(Slip())) | ReceiptOnPhone(ReceiptOffer(Slip()))) as shown),
            PaperReady(text),
        ):
            return replace(shown, text=text), ()
        case ((ReceiptPrinted() | ReceiptOnPhone()), Confirmed()):
            return Settled(), ()
        case ((ReceiptPrinted(offer) | ReceiptOnPhone(offer)), WentBack()):
            return offer, ()
    return state, ()


def keep(
    state: _Holder,
    at: State,
    event: Event,
    language: str,
    *,
    held: Callable[[State], _Holder],
    after: _After,
    end: _End,
) -> tuple[_Holder | _After | _End, tuple[Effect, ...]]:
    """One move of a service's `state` that shows `at` of a `Slip`: nothing else is offered, and the bank has no part.

    `held` makes the service's state of a further one; `after` is where Back leads to, `end` what it ends as.
    """
    moved, effects = step(at, event, language)
    match moved:
        case Settled():
            return end, effects
        case Undecided():
            return after, effects
        case Asked() | SessionOver():
            return state, ()
        case _:
            return (state if moved is at else held(moved)), effects


def spoken(state: State, language: str) -> tuple[Effect, ...]:
    """What must be done when the language was changed: a receipt for the phone, or to be heard, is written anew."""
    match state:
        case (
            ReceiptPrinted(ReceiptOffer(Slip() as slip))
            | ReceiptOnPhone(ReceiptOffer(Slip() as slip))
            | ReceiptWorking(ReceiptOffer(Slip() as slip), "phone")
        ):
            return (slip.for_phone(language),)
        case _:
            return ()


def _shown(paper: Paper) -> tuple[Effect, ...]:
    """A receipt is shown by the flow alone; what the bank has a part in is journalled where that is asked."""
    return (Note(entries.ReceiptGiven(paper.what, PHONE, ok=True)),) if isinstance(paper, Slip) else ()


def busy(state: State) -> bool:
    """Whether the kiosk works and the customer waits."""
    return isinstance(state, ReceiptWorking)
