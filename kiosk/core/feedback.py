"""What a customer says of the visit: the survey's questions, which are asked when, and what their answers come to.

CSAT is the share of 4s and 5s, NPS the share of 9-10 less that of 0-6, CES the mean ease (docs/complaints.md). No
answer is not a zero, and each figure goes with the number of answers it is made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

MOST_QUESTIONS: Final = 2
"""Questions a visit at most, the free line apart: who is asked more answers none."""


class Question(StrEnum):
    """The questions this terminal can ask."""

    CSAT = "csat"
    """Satisfaction, 1 to 5."""
    NPS = "nps"
    """Would the customer recommend us, 0 to 10."""
    CES = "ces"
    """How easy it was, 1 to 7."""


SCALES: Final = {Question.CSAT: range(1, 6), Question.NPS: range(11), Question.CES: range(1, 8)}


@dataclass(frozen=True)
class Plan:
    """What is asked after some services; none named means after every service that no other plan names.

    `line`: the customer may add a line of words.
    """

    questions: tuple[Question, ...]
    line: bool = False
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class Survey:
    """The survey of a branch: the centre's data."""

    plans: tuple[Plan, ...] = (Plan((Question.CSAT,)),)

    def plan(self, service: str | None) -> Plan:
        """What is asked after a service; nothing where no plan is for it."""
        named = next((plan for plan in self.plans if service in plan.services), None)
        return named or next((plan for plan in self.plans if not plan.services), Plan(()))


@dataclass(frozen=True)
class Answer:
    """An answer; no answer is not a zero, so a skipped question has none."""

    question: Question
    value: int


class SurveyError(ValueError):
    """A survey is not what it must be; the message names the place."""


def read_survey(value: Any) -> Survey:
    """The survey of a JSON value. Questions that this terminal cannot ask are passed over. Raises `SurveyError`."""
    if not isinstance(value, Mapping) or not isinstance(plans := value.get("plans", []), list | tuple):
        raise SurveyError("survey.plans is not a list")
    return Survey(tuple(_plan(item, f"survey.plans[{at}]") for at, item in enumerate(plans)))


def _plan(item: Any, where: str) -> Plan:
    if not isinstance(item, Mapping):
        raise SurveyError(f"{where} is not an object")
    asked, services, line = item.get("questions", []), item.get("services", []), item.get("line", False)
    for name, value in (("questions", asked), ("services", services)):
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) and one for one in value):
            raise SurveyError(f"{where}.{name} is not a list of texts")
    if not isinstance(line, bool):
        raise SurveyError(f"{where}.line is not true or false")
    known = tuple(dict.fromkeys(Question(one) for one in asked if one in set(Question)))
    if len(known) > MOST_QUESTIONS:
        raise SurveyError(f"{where}.questions has more than {MOST_QUESTIONS}")
    return Plan(known, line, tuple(services))


@dataclass(frozen=True)
class Figure:
    """A measure of answers, and how many these are; `value` is None where there are none."""

    value: float | None
    answers: int


def csat(values: Iterable[int]) -> Figure:
    """The share of 4s and 5s in per cent."""
    told = _on_scale(Question.CSAT, values)
    return Figure(100 * sum(value >= 4 for value in told) / len(told) if told else None, len(told))


def nps(values: Iterable[int]) -> Figure:
    """The share of 9s and 10s less that of 0 to 6, from -100 to 100."""
    told = _on_scale(Question.NPS, values)
    score = sum((value >= 9) - (value <= 6) for value in told)
    return Figure(100 * score / len(told) if told else None, len(told))


def ces(values: Iterable[int]) -> Figure:
    """The mean ease, from 1 to 7."""
    told = _on_scale(Question.CES, values)
    return Figure(sum(told) / len(told) if told else None, len(told))


FORMULAS: Final = {Question.CSAT: csat, Question.NPS: nps, Question.CES: ces}


def _on_scale(question: Question, values: Iterable[int]) -> list[int]:
    """The answers that are on the question's scale: what is none is not counted."""
    return [value for value in values if value in SCALES[question]]
