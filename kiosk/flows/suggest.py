"""A suggestion: a few words, and thanks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from kiosk.core import entries
from kiosk.core.complaint import LONGEST_TEXT, cleaned
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


State: TypeAlias = SuggestionText | SuggestionThanks
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
            return Finished(NAME), ()
    return state, ()


SERVICE = Service(
    name=NAME,
    states=(SuggestionText, SuggestionThanks),
    begin=begin,
    step=step,
    served=lambda state: isinstance(state, SuggestionThanks),
)
