"""A suggestion: a few words, and thanks, which can be taken along (`receipt`)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from kiosk.core import entries
from kiosk.core.complaint import LONGEST_TEXT, cleaned
from kiosk.core.receipt import About, Receipt
from kiosk.flows import receipt
from kiosk.flows.effects import Effect, Note
from kiosk.flows.events import Confirmed, Event, Typed, WentBack
from kiosk.flows.service import Context, Finished, Left, Outcome, Service

NAME = "suggest"


@dataclass(frozen=True)
class SuggestionText:
    """The customer writes."""

    text: str = field(repr=False, default="")


@dataclass(frozen=True)
class SuggestionThanks:
    """It is on record."""


@dataclass(frozen=True)
class SuggestionKept:
    """The customer takes a receipt along, which the screen shows: `at`."""

    at: receipt.State


State: TypeAlias = SuggestionText | SuggestionThanks | SuggestionKept
Step: TypeAlias = tuple[State | Outcome, tuple[Effect, ...]]


def begin(_: Context) -> Step:
    """What could be better?"""
    return SuggestionText(), ()


def step(state: State, event: Event, context: Context) -> Step:
    """One move."""
    match state, event:
        case SuggestionText(), Typed(text):
            return replace(state, text=text[:LONGEST_TEXT]), ()
        case SuggestionText(text), Confirmed() if kept := cleaned(text):
            return SuggestionThanks(), (Note(entries.SuggestionMade(context.language, kept)),)
        case SuggestionText(), WentBack():
            return Left(), ()
        case SuggestionThanks(), Confirmed():
            offer, effects = receipt.begin(receipt.Slip(Receipt(About.SUGGESTION)), context)
            return SuggestionKept(offer), effects
        case SuggestionKept(at), _:
            after = SuggestionThanks()
            return receipt.keep(state, at, event, context.language, held=SuggestionKept, after=after, end=Finished())
    return state, ()


def _shown(state: State) -> object:
    return state.at if isinstance(state, SuggestionKept) else state


SERVICE = Service(
    name=NAME,
    states=(SuggestionText, SuggestionThanks, SuggestionKept),
    begin=begin,
    step=step,
    shown=_shown,
    busy=lambda state: isinstance(state, SuggestionKept) and receipt.busy(state.at),
    served=lambda state: not isinstance(state, SuggestionText),
    spoken=lambda state, context: (
        receipt.spoken(state.at, context.language) if isinstance(state, SuggestionKept) else ()
    ),
)
