"""One question after the visit; skipping is one tap."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.core import entries
from kiosk.core.feedback import Question
from kiosk.flows.effects import Effect, Note
from kiosk.flows.events import Event, Rated, Skipped

SCALE = {Question.CSAT: range(1, 6)}


@dataclass(frozen=True)
class Survey:
    """The customer is asked how it went."""

    question: Question
    service: str | None


@dataclass(frozen=True)
class Answered:
    """The question was answered or skipped."""


def ask(question: Question, service: str | None) -> tuple[Survey, tuple[Effect, ...]]:
    """Put the question before the customer."""
    return Survey(question, service), (Note(entries.SurveyAsked(question)),)


def leave(state: Survey) -> tuple[Effect, ...]:
    """The visit ends at the question."""
    return (Note(entries.SurveySkipped(state.question)),)


def step(state: Survey, event: Event) -> tuple[Survey | Answered, tuple[Effect, ...]]:
    """The customer's answer."""
    match event:
        case Rated(value) if value in SCALE[state.question]:
            return Answered(), (Note(entries.SurveyAnswered(state.question, value, state.service)),)
        case Skipped():
            return Answered(), (Note(entries.SurveySkipped(state.question)),)
    return state, ()
