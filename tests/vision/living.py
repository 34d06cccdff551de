"""Somebody before a camera, drawn: a head with a nose or a bent sheet, lit by the screen, doing what the test says.

The engine is scripted, so that a test says what is seen; the pixels are drawn to agree with it, for in them relief and
light are measured.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.core.identity import Challenge, FaceVerdict, Guidance, Light
from kiosk.core.ports import FaceChallenged, FaceLit
from kiosk.vision.embed import Template
from kiosk.vision.face import Observation
from kiosk.vision.geometry import Image
from kiosk.vision.holder import HolderCheck
from kiosk.vision.liveness.detection import LivenessRules
from kiosk.vision.liveness.flash import _PATCHES
from kiosk.vision.liveness.relief import _EYES, _NOSE, _OVAL
from kiosk.vision.mesh import FaceMesh
from kiosk.vision.models import ModelError

Plane: TypeAlias = NDArray[np.float64]
Step: TypeAlias = Guidance | FaceChallenged | FaceLit | FaceVerdict

FRAME_S = 1 / 15
THRESHOLD = 1.0
SIZE = 260
_MIDDLE = SIZE / 2
_HALF_WIDTH, _HALF_LENGTH = 62.0, 86.0
_NOSE_SHARE = 0.3
_LATENCY_S = 0.1
_SCREEN = 0.2  # of the room's light


def template(angle: float) -> Template:
    """A template at an angle on the unit circle: two of them lie 2 sin(half the difference) apart."""
    return Template("scripted", np.array([np.cos(angle), np.sin(angle)], np.float32))


@dataclass(frozen=True)
class Pose:
    """What is seen at one frame. `who` is the angle of the face's template; `flat` a sheet; `lit` what is reflected."""

    yaw: float = 0.0
    mouth: float = 0.05
    openness: float = 0.33
    who: float = 0.2
    flat: bool = False
    shift: float = 0.0
    guidance: Guidance = Guidance.LOOKING
    length: float = 1.0
    broken: bool = False


def _face() -> Plane:
    """468 places from the middle of a frontal face in pixels; only those that are looked at lie where they should."""
    points = np.random.default_rng(0).uniform(-30, 30, (468, 2))

    def ring(numbers: Sequence[int], x: float, y: float, rx: float, ry: float) -> None:
        angle = np.linspace(-np.pi / 2, 1.5 * np.pi, len(numbers), endpoint=False)
        points[list(numbers)] = np.stack([x + rx * np.cos(angle), y + ry * np.sin(angle)], axis=1)

    ring(_OVAL, 0, 0, _HALF_WIDTH, _HALF_LENGTH)
    ring(_NOSE, 0, 8, 15, 20)
    ring(_EYES[0], -30, -22, 13, 5)
    ring(_EYES[1], 30, -22, 13, 5)
    ring(_PATCHES, 0, 20, 34, 22)
    points[[33, 133, 362, 263]] = (-43, -22), (-17, -22), (17, -22), (43, -22)
    points[[234, 454]] = (-_HALF_WIDTH, 0), (_HALF_WIDTH, 0)
    points[[10, 152]] = (0, -_HALF_LENGTH), (0, _HALF_LENGTH)
    points[[1, 61, 291]] = (0, 8), (-22, 48), (22, 48)
    return points


_FACE = _face()
_ROWS, _COLUMNS = np.mgrid[0:SIZE, 0:SIZE].astype(np.float64) - _MIDDLE


def _skin() -> Image:
    grain = cv2.GaussianBlur(np.random.default_rng(1).normal(0, 90, (SIZE, SIZE)), (0, 0), 2.0)
    return np.clip(np.array([95, 120, 165]) + grain[..., None], 20, 235).astype(np.uint8)


_SKIN = _skin()


def _depth(x: Plane, y: Plane, flat: bool) -> Plane:
    """How far a place moves in a turn of one yaw: a round head's, and its nose's on top."""
    round_ = 1 - np.clip(x / _HALF_WIDTH, -1, 1) ** 2
    if flat:
        return np.asarray(_HALF_WIDTH * round_)
    nose = np.exp(-((x / 16) ** 2) - ((y - 8) / 22) ** 2)
    return np.asarray(_HALF_WIDTH * ((1 - _NOSE_SHARE) * round_ + _NOSE_SHARE * nose))


def drawn(pose: Pose, light: Light | None = None) -> tuple[Image, Observation]:
    """The picture of a pose in a light, and what the engine says of it."""
    x = _COLUMNS
    for _ in range(8):
        x = _COLUMNS - pose.yaw * _depth(x, _ROWS, pose.flat)
    seen = cv2.remap(_SKIN, (x + _MIDDLE).astype(np.float32), (_ROWS + _MIDDLE).astype(np.float32), cv2.INTER_LINEAR)
    if light is not None:
        rgb = np.array([int(light.value[i : i + 2], 16) / 255 for i in (5, 3, 1)]) ** 2.2
        seen = np.clip(seen * (1 + _SCREEN * rgb) ** (1 / 2.2), 0, 255)
    image = seen.astype(np.uint8)
    if pose.guidance is Guidance.NO_FACE:
        return image, Observation(Guidance.NO_FACE)
    points = _FACE.copy()
    points[:, 0] += pose.yaw * _depth(points[:, 0], points[:, 1], pose.flat)
    points[1, 0] = pose.yaw * _HALF_WIDTH
    points[:, 1] *= pose.length
    lips = pose.mouth * 44 / 2
    points[13], points[14] = (points[61] + points[291]) / 2 - (0, lips), (points[61] + points[291]) / 2 + (0, lips)
    mesh = FaceMesh((points + _MIDDLE).astype(np.float32), 1.0)
    box = (_MIDDLE - 62 + pose.shift, _MIDDLE - 62, _MIDDLE + 62 + pose.shift, _MIDDLE + 62)
    guidance = Guidance.FACE_THE_CAMERA if pose.guidance is Guidance.LOOKING and abs(pose.yaw) > 0.3 else pose.guidance
    face = template(pose.who) if guidance is Guidance.LOOKING else None
    return image, Observation(guidance, face, box, mesh, pose.openness)


class ScriptedEngine:
    """An engine that sees what was put before it; keeps every template it gave."""

    name = "scripted"

    def __init__(self) -> None:
        self.next = Observation(Guidance.NO_FACE)
        self.broken = False
        self.observed = 0
        self.templates: list[Template] = []

    def threshold(self, false_accept_rate: float | None = None) -> float:
        return THRESHOLD

    def observe(self, image: Image) -> Observation:
        self.observed += 1
        if self.broken:
            raise ModelError("native code failed")
        if self.next.template is not None:
            self.templates.append(self.next.template)
        return self.next


ANSWERS = {
    Challenge.TURN_LEFT: Pose(yaw=0.4),
    Challenge.TURN_RIGHT: Pose(yaw=-0.4),
    Challenge.OPEN_MOUTH: Pose(mouth=0.5),
    Challenge.BLINK: Pose(openness=0.06),
}


def answer(challenge: Challenge, since_s: float, start_s: float = 0.4) -> Pose:
    """A customer's pose `since_s` after being asked: rest, the action, rest again."""
    done = ANSWERS[challenge]
    hold = 0.2 if challenge is Challenge.BLINK else 0.6
    share = float(np.clip(min((since_s - start_s) / 0.3, (start_s + 0.3 + hold + 0.3 - since_s) / 0.3), 0, 1))
    rest = Pose()
    return Pose(
        yaw=share * done.yaw,
        mouth=rest.mouth + share * (done.mouth - rest.mouth),
        openness=rest.openness + share * (done.openness - rest.openness),
    )


@dataclass
class Visit:
    """One holder check of somebody who poses as `acts` says: given the time, what was said last, and since when.

    The screen shines `late` seconds after each word, and says when it did where it `confirms`.
    """

    acts: Callable[[float, Step, float], Pose]
    rules: LivenessRules = field(default_factory=LivenessRules)
    seed: int = 1
    reflects: bool = True
    late: Callable[[], float] = lambda: 0.0
    confirms: bool = False
    engine: ScriptedEngine = field(default_factory=ScriptedEngine)
    said: list[tuple[float, Step]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.check = HolderCheck(self.engine, template(0.0), liveness=self.rules, chance=random.Random(self.seed))
        self._lights: list[tuple[float, Light | None]] = [(-1.0, None)]
        self._unconfirmed: list[tuple[float, Light]] = []

    def frame(self, at: float) -> Step:
        """One frame at `at` seconds, counted from the beginning."""
        last, since = (self.said[-1][1], at - self.said[-1][0]) if self.said else (Guidance.LOOKING, 0.0)
        pose = self.acts(at, last, since)
        light = next(shown for when, shown in reversed(self._lights) if when <= at - _LATENCY_S or when < 0)
        image, self.engine.next = drawn(pose, light if self.reflects else None)
        while self._unconfirmed and self._unconfirmed[0][0] <= at:
            when, shone = self._unconfirmed.pop(0)
            self.check.lit(shone, 5000 + when)
        self.engine.broken = pose.broken
        step = self.check.see(image, 5000 + at)
        if not self.said or step != last:
            self.said.append((at, step))
        shown = step.light if isinstance(step, FaceLit) else None
        if shown is not self._lights[-1][1]:
            self._lights.append((max(at + self.late(), self._lights[-1][0]), shown))
            if self.confirms and shown is not None:
                self._unconfirmed.append((self._lights[-1][0], shown))
        return step

    def run(self, until_s: float = 130.0) -> FaceVerdict:
        """Frame by frame to the verdict."""
        for number in range(round(until_s / FRAME_S)):
            step = self.frame(number * FRAME_S)
            if isinstance(step, FaceVerdict):
                return step
        raise AssertionError(f"no verdict after {until_s} s: {self.said[-5:]}")

    def first_asked(self) -> Challenge:
        """The first challenge, after as many frames as it takes."""
        number = 0
        while not isinstance(step := self.frame(number * FRAME_S), FaceChallenged):
            number += 1
            assert number < 200
        return step.challenge

    @property
    def challenges(self) -> list[Challenge]:
        """What was asked, in order; a question that was only interrupted by a word of guidance counts once."""
        asked = [step for _, step in self.said if isinstance(step, FaceChallenged)]
        return [a.challenge for number, a in enumerate(asked) if number == 0 or asked[number - 1] != a]


def obeys(at: float, last: Step, since: float) -> Pose:
    """A customer who does what is asked, and rests otherwise."""
    return answer(last.challenge, since) if isinstance(last, FaceChallenged) else Pose()


def resting(**changes: object) -> Callable[[float, Step, float], Pose]:
    """Somebody who does nothing."""
    pose = replace(Pose(), **changes)  # type: ignore[arg-type]
    return lambda at, last, since: pose
