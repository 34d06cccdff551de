"""What a customer says of the visit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Question(StrEnum):
    """The survey questions this terminal asks."""

    CSAT = "csat"  # satisfaction 1-5


@dataclass(frozen=True)
class Answer:
    """An answer; no answer is not a zero, so a skipped question has none."""

    question: Question
    value: int
