"""The survey after a visit: one or two questions and a line of words, by the centre's plan. Skipping is one tap."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from kiosk.core import entries
from kiosk.core.complaint import LONGEST_LINE, cleaned
from kiosk.core.feedback import SCALES, Plan, Question
from kiosk.flows.effects import Effect, Note
from kiosk.flows.events import Confirmed, Event, Rated, Skipped, Typed


@dataclass(frozen=True)
class Survey:
    """The customer is asked how it went; `ahead` is asked after that, and then, perhaps, for a `line` of words."""

    question: Question
    service: str | None
    ahead: tuple[Question, ...] = ()
    line: bool = False

    @property
    def saying(self) -> str:
        """What walks wait for."""
        return self.question


@dataclass(frozen=True)
class SurveyLine:
    """The customer may add a line of words."""

    service: str | None
    text: str = field(repr=False, default="")


@dataclass(frozen=True)
class Answered:
    """The survey is over."""


State: TypeAlias = Survey | SurveyLine
STATES = (Survey, SurveyLine)
Step: TypeAlias = tuple[State | Answered, tuple[Effect, ...]]


def ask(plan: Plan, service: str | None) -> Step:
    """Put the plan's first question before the customer."""
    return _next(plan.questions, service, line=plan.line)


def leave(state: State) -> tuple[Effect, ...]:
    """The visit ends at the question."""
    return (Note(entries.SurveySkipped(state.question)),) if isinstance(state, Survey) else ()


def step(state: State, event: Event) -> Step:
    """The customer's answer. Who skips a question is asked no other."""
    match state, event:
        case Survey(question, service, ahead, line), Rated(value) if value in SCALES[question]:
            told = Note(entries.SurveyAnswered(question, value, service))
            asked, effects = _next(ahead, service, line=line)
            return asked, (told, *effects)
        case Survey(question), Skipped():
            return Answered(), (Note(entries.SurveySkipped(question)),)
        case SurveyLine(), Typed(text):
            return replace(state, text=text[:LONGEST_LINE]), ()
        case SurveyLine(service, text), Confirmed():
            kept = cleaned(text, LONGEST_LINE)
            return Answered(), (Note(entries.SurveyTold(service, kept)),) if kept else ()
        case SurveyLine(), Skipped():
            return Answered(), ()
    return state, ()


def _next(questions: tuple[Question, ...], service: str | None, *, line: bool) -> Step:
    if questions:
        first, *ahead = questions
        return Survey(first, service, tuple(ahead), line), (Note(entries.SurveyAsked(first)),)
    return (SurveyLine(service) if line else Answered()), ()
