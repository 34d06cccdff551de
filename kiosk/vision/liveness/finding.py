"""What one measure of presentation attack detection says, and what all of them say together (ISO/IEC 30107-3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.core.identity import Liveness, Presentation

THRESHOLD: Final = 0.5
"""The score below which a measure speaks of an attack: each measure lays its own scale so."""

_HINT_WEIGHT: Final = 0.2
"""How much a sure hint takes off: from 1 it leaves .8, so that a hint alone refuses nobody (41 of 479 news photographs
show one)."""


class Reason(StrEnum):
    """What speaks against a presentation, or why it could not be judged."""

    WRONG_ANSWER = "wrongAnswer"
    FACE_SWAPPED = "faceSwapped"
    FLAT_UNDER_TURN = "flatUnderTurn"
    LIGHT_NOT_FOLLOWED = "lightNotFollowed"
    SCREEN_PATTERN = "screenPattern"
    NOT_ANSWERED = "notAnswered"
    TURN_NOT_MEASURED = "turnNotMeasured"
    LIGHT_NOT_MEASURED = "lightNotMeasured"


@dataclass(frozen=True)
class Finding:
    """A `score` from 0 (attack) to 1 (bona fide), None where the measure could not be taken.

    `reason` is there exactly when the measure does not speak for the presentation.
    """

    score: float | None
    reason: Reason | None = None

    @property
    def holds(self) -> bool:
        """Whether the measure was taken and speaks for a living face."""
        return self.reason is None


def graded(value: float, threshold: float, reason: Reason) -> Finding:
    """A finding of a value that is 0 in an attack: half at `threshold`, one from its double on."""
    score = min(1.0, max(0.0, value / (2 * threshold)))
    return Finding(score, reason if score < THRESHOLD else None)


def fuse(findings: Sequence[Finding], hint: Finding | None = None) -> Liveness:
    """All findings as one: the weakest decides, and no strong one makes up for it.

    An attack where one speaks of it; no response where one was not taken, or none is there: nothing unmeasured passes.
    A hint lowers the score of the weakest, and so decides only about those who are near a threshold anyway.
    """
    taken = [finding.score for finding in findings if finding.score is not None]
    against = tuple(dict.fromkeys(finding.reason.value for finding in findings if finding.reason is not None))
    lowest = min(taken, default=None)
    if lowest is not None and lowest < THRESHOLD:
        return Liveness(Presentation.ATTACK, lowest, against)
    if lowest is None or against:
        return Liveness(Presentation.NON_RESPONSE, None, against)
    if hint is None or hint.score is None or hint.reason is None:
        return Liveness(Presentation.BONA_FIDE, lowest)
    score = lowest * (1 - _HINT_WEIGHT * (1 - hint.score))
    found = Presentation.BONA_FIDE if score >= THRESHOLD else Presentation.ATTACK
    return Liveness(found, score, (hint.reason.value,))
