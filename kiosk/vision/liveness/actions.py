"""What a face does: turns, opens its mouth, blinks; seen as changes from its own rest, never as absolute poses."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from statistics import median
from typing import Final

from kiosk.core.identity import Challenge
from kiosk.vision.face import Observation

_FOREHEAD: Final = 10
_CHIN: Final = 152

# Of the same face at rest on the demo films: yaw within .03, mouth within .02, openness within .03.
TURNED: Final = 0.25
"""Change of yaw that is a turn: some 15 degrees, which leaves the eyes on the screen. A flat photograph tipped by up to
57 degrees reached .24 at most (90 sequences)."""
_OPENED: Final = 0.18
"""Change of the mouth's opening: a smile with bared teeth reaches .2, so this asks for little."""
_OVERDONE: Final = 1.5
"""How much further something must go to count as done though it was not asked: who speaks or glances is forgiven."""
_HELD: Final = 3
"""For so many frames in a row."""

_SHUT: Final = 0.5  # of the openness at rest; the real blink goes down to .17 of it, laughing eyes to .75
_OPEN_AGAIN: Final = 0.7
_LONGEST_BLINK_S: Final = 1.0
"""A meant blink takes .2 to .5 s; closed for longer the eyes are closed."""
_BLINK_YAW: Final = 0.12
_BLINK_LENGTH: Final = 0.88
"""A photograph tipped back narrows its eyes and its whole face alike: shorter than this share it does not blink."""

_REST_FRAMES: Final = 4
_REST_S: Final = 0.25
_REST_YAW: Final = 0.22
_REST_SPREAD: Final = 0.07  # of yaw and of mouth


@dataclass(frozen=True)
class Signs:
    """How a face is held at a time: `yaw`, `mouth` and `openness` as the mesh and the iris model give them.

    `length` is from the forehead to the chin in eye distances. Rest is the median of some signs.
    """

    at: float
    yaw: float
    mouth: float
    openness: float
    length: float


def signs(seen: Observation, at: float) -> Signs | None:
    """The signs of an observation; None where there is no face."""
    if seen.mesh is None or seen.openness is None:
        return None
    points = seen.mesh.points
    length = float(((points[_FOREHEAD] - points[_CHIN]) ** 2).sum()) ** 0.5 / max(seen.mesh.eye_distance, 1e-9)
    return Signs(at, seen.mesh.yaw, seen.mesh.mouth, seen.openness, length)


class RestWatch:
    """Waits until a face is frontal and does nothing: only then is there something to judge an action against."""

    def __init__(self) -> None:
        self._recent: deque[Signs] = deque()

    def see(self, now: Signs) -> Signs | None:
        """The rest, once the last quarter of a second shows one."""
        self._recent.append(now)
        while len(self._recent) > _REST_FRAMES and now.at - self._recent[1].at >= _REST_S:
            self._recent.popleft()
        if len(self._recent) < _REST_FRAMES or now.at - self._recent[0].at < _REST_S:
            return None
        yaw, mouth, openness, length = zip(*((s.yaw, s.mouth, s.openness, s.length) for s in self._recent), strict=True)
        rest = Signs(now.at, median(yaw), median(mouth), median(openness), median(length))
        still = max(yaw) - min(yaw) <= _REST_SPREAD and max(mouth) - min(mouth) <= _REST_SPREAD
        eyes_open = min(openness) > _OPEN_AGAIN * max(openness)  # of their widest: in a blink the median is shut
        return rest if still and eyes_open and abs(rest.yaw) <= _REST_YAW else None

    def forget(self) -> None:
        """Begin anew: the face was lost."""
        self._recent.clear()


class ActionWatch:
    """Watches what a face does from its rest on: tells each action once it is done, as the challenge it answers.

    An action is told that goes far enough for `asked`, or overdoes another. A blink is told only when asked: everybody
    blinks.
    """

    def __init__(self, rest: Signs, asked: Challenge) -> None:
        self._rest = rest
        self._asked = asked
        self._held = dict.fromkeys(Challenge, 0)
        self._shut_at: float | None = None

    def turn(self, now: Signs) -> float:
        """How far the face is turned from its rest, in yaw; positive is to the customer's own left."""
        return now.yaw - self._rest.yaw

    def see(self, now: Signs) -> Challenge | None:
        """What has just been done."""
        turn, opening = self.turn(now), now.mouth - self._rest.mouth
        # The camera's picture is not mirrored: what lies at its right is at the customer's own left.
        for action, reached, needed in (
            (Challenge.TURN_LEFT, turn, TURNED),
            (Challenge.TURN_RIGHT, -turn, TURNED),
            (Challenge.OPEN_MOUTH, opening, _OPENED),
        ):
            far_enough = reached >= needed * (1 if action is self._asked else _OVERDONE)
            self._held[action] = self._held[action] + 1 if far_enough else 0
            if self._held[action] >= _HELD:
                return action
        return Challenge.BLINK if self._asked is Challenge.BLINK and self._blinked(now) else None

    def _blinked(self, now: Signs) -> bool:
        rest = self._rest
        if abs(self.turn(now)) > _BLINK_YAW or now.length < _BLINK_LENGTH * rest.length:
            self._shut_at = None
        elif now.openness < _SHUT * rest.openness:
            self._shut_at = now.at if self._shut_at is None else self._shut_at
        elif self._shut_at is not None and now.openness >= _OPEN_AGAIN * rest.openness:
            closed_s, self._shut_at = now.at - self._shut_at, None
            return closed_s <= _LONGEST_BLINK_S
        return False
