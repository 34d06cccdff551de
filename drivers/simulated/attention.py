"""What a customer does who reads the screen: looks after `asked`, in a human's time, and rests again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from kiosk.core.identity import Challenge

_REACTION_S: Final = (0.5, 0.8)
"""From the word on the screen to the first motion: it is read first."""
_PAUSE_S: Final = (0.9, 1.3)
"""Who is still asked after an answer tries again after this."""
_TURN: Final = (0.36, 0.39)
"""How far a head is turned that was asked to, in radians: 21 to 22 degrees, which the face mesh calls .36 to .46."""
_MOUTH: Final = (0.9, 1.0)
_BLINK_EVERY_S: Final = 4.0
"""One involuntary blink in each: 15 a minute."""
_BLINK_SLACK_S: Final = 3.0  # within which it comes


@dataclass(frozen=True)
class Pose:
    """How a face is held.

    `turn` is the head's angle about the vertical in radians, positive when the nose points right in the picture;
    `mouth` how far it is open and `lids` how far the eyes are closed, both 0 to 1.
    """

    turn: float = 0.0
    mouth: float = 0.0
    lids: float = 0.0


REST: Final = Pose()


@dataclass(frozen=True)
class _Course:
    """Seconds to get there, to hold, and to come back."""

    there: float
    hold: float
    back: float

    @property
    def whole(self) -> float:
        return self.there + self.hold + self.back

    def share(self, since: float) -> float:
        """How much of the motion is done `since` seconds after it began, 0 to 1."""
        if since < self.there + self.hold:
            return _eased(since / self.there)
        return _eased((self.whole - since) / self.back)


_TURNING: Final = _Course(0.45, 0.6, 0.45)
_OPENING: Final = _Course(0.3, 0.6, 0.3)
_BLINKING: Final = _Course(0.12, 0.2, 0.16)  # meant, so slower than an involuntary one
_INVOLUNTARY: Final = _Course(0.06, 0.05, 0.1)


@dataclass(frozen=True)
class Act:
    """One answer: what was asked, and from when. `strength` is how fully it is done, in the action's own unit."""

    asked: Challenge
    start: float
    strength: float

    @property
    def course(self) -> _Course:
        match self.asked:
            case Challenge.TURN_LEFT | Challenge.TURN_RIGHT:
                return _TURNING
            case Challenge.OPEN_MOUTH:
                return _OPENING
            case Challenge.BLINK:
                return _BLINKING

    @property
    def end(self) -> float:
        """When the face is at rest again."""
        return self.start + self.course.whole

    def pose(self, at: float) -> Pose:
        """The face at `at` seconds."""
        done = self.strength * self.course.share(at - self.start)
        match self.asked:
            case Challenge.TURN_LEFT:
                return Pose(turn=done)  # the customer's own left lies at the right of the camera's picture
            case Challenge.TURN_RIGHT:
                return Pose(turn=-done)
            case Challenge.OPEN_MOUTH:
                return Pose(mouth=done)
            case Challenge.BLINK:
                return Pose(lids=done)


class Attention:
    """A cooperative customer: does what the screen asks, again and again until it asks no more.

    Times are of the clock given to `look`. The same seed and the same looks give the same poses.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._rng = np.random.default_rng(seed)
        self._asked: Challenge | None = None
        self._acts: list[Act] = []

    def look(self, asked: Challenge | None, at: float) -> None:
        """What the screen asks at `at` seconds. An answer in hand is finished; one not begun is let be."""
        if asked is not self._asked:
            self._asked = asked
            self._acts = [act for act in self._acts if act.start <= at < act.end]
            if asked is not None:
                self._answer(asked, at + self._between(_REACTION_S))
        elif asked is not None and at >= self._acts[-1].end:
            self._answer(asked, at + self._between(_PAUSE_S))

    def pose(self, at: float) -> Pose:
        """How the face is held at `at` seconds."""
        acting = next((act for act in reversed(self._acts) if act.start <= at < act.end), None)
        pose = REST if acting is None else acting.pose(at)
        return Pose(pose.turn + _swayed(at, self._seed), pose.mouth, max(pose.lids, self._involuntary(at)))

    def _answer(self, asked: Challenge, start: float) -> None:
        busy_until = max((act.end for act in self._acts), default=start)
        match asked:
            case Challenge.TURN_LEFT | Challenge.TURN_RIGHT:
                strength = self._between(_TURN)
            case Challenge.OPEN_MOUTH:
                strength = self._between(_MOUTH)
            case Challenge.BLINK:
                strength = 1.0
        self._acts = [*self._acts[-1:], Act(asked, max(start, busy_until), strength)]

    def _involuntary(self, at: float) -> float:
        slot = math.floor(at / _BLINK_EVERY_S)
        offset = float(np.random.default_rng((self._seed, slot & 0xFFFFFFFF)).uniform(0, _BLINK_SLACK_S))
        return _INVOLUNTARY.share(at - slot * _BLINK_EVERY_S - offset)

    def _between(self, limits: tuple[float, float]) -> float:
        return float(self._rng.uniform(*limits))


def _swayed(at: float, seed: int) -> float:
    """Nobody holds a head quite still: a turn of a degree at most, in radians."""
    return 0.009 * (math.sin(1.3 * at + seed) + math.sin(0.47 * at + 2 * seed))


def _eased(share: float) -> float:
    """0 to 1 with no jerk at either end."""
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)
