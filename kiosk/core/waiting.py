"""How long a customer may wait: a range that the branch can stand by, or nothing at all."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Final

LONGEST_MIN: Final = 600
"""Minutes; a longer wait is no wait of a day at a branch."""
_STEP_MIN: Final = 5
_Z: Final = 1.28
"""Of a normal distribution 80 % lie within so many standard deviations of its mean."""


@dataclass(frozen=True)
class Wait:
    """Between `least` and `most` minutes, both multiples of five."""

    least: int
    most: int

    def __post_init__(self) -> None:
        if not 0 <= self.least < self.most <= LONGEST_MIN:
            raise ValueError("a wait is a range of minutes within a day")


def expected(before: int, minutes: float, counters: int) -> Wait | None:
    """The wait of somebody with `before` customers ahead, at `counters` that serve one in `minutes` on average.

    The counters call the next customer every `minutes / counters`. Taking service times as exponential (of which the
    standard deviation is the mean: they vary less at a real counter, so this is cautious), n calls take n of these
    intervals with a deviation of sqrt(n). The range reaches from 80 % of `before` calls' to 80 % of one call's more,
    for when the counters are all in use; rounded outwards to five minutes. None where nobody can say: no counter is
    open, or the wait would outlast the day.
    """
    if counters < 1 or before < 0 or minutes <= 0:
        return None
    interval = minutes / counters
    least = interval * (before - _Z * sqrt(before))
    most = interval * (before + 1 + _Z * sqrt(before + 1))
    low = max(0, int(least // _STEP_MIN) * _STEP_MIN)
    high = max(low + _STEP_MIN, ceil(most / _STEP_MIN) * _STEP_MIN)
    return Wait(low, high) if high <= LONGEST_MIN else None
