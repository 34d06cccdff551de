"""Presentation attack detection over the frames of one face that was matched: the screen's light, then challenges.

A replay does not follow the light; a photograph is flat under a turn; whoever does not read the screen does the wrong
thing. Each alone can be deceived (docs/liveness.md); all are asked, in an order drawn anew for every customer.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import Final, TypeAlias

from kiosk.core.identity import Challenge, Guidance, Light, Liveness, Presentation
from kiosk.core.ports import FaceChallenged, FaceLit
from kiosk.vision.embed import Template
from kiosk.vision.face import Observation
from kiosk.vision.geometry import Image
from kiosk.vision.liveness import flash, pattern, relief
from kiosk.vision.liveness.actions import TURNED, ActionWatch, RestWatch, Signs, signs
from kiosk.vision.liveness.continuity import GAP_S, SameFace
from kiosk.vision.liveness.finding import Finding, Reason, fuse
from kiosk.vision.liveness.relief import ReliefTracker
from kiosk.vision.mesh import FaceMesh

Asked: TypeAlias = Guidance | FaceChallenged | FaceLit

_TURNS: Final = (Challenge.TURN_LEFT, Challenge.TURN_RIGHT)
_IN_THE_WAY: Final = frozenset({Guidance.SEVERAL_FACES, Guidance.COME_CLOSER, Guidance.STEP_BACK})
"""What must be mended before it goes on. The rest comes of what is asked: a turn makes FACE_THE_CAMERA, a blink
OPEN_EYES, an open mouth UNCOVER_FACE, a colour MORE_LIGHT."""
_STILL: Final = 0.05
"""Change of yaw up to which a face is still at rest."""
_MOST_BREAKS: Final = 3
"""So often what was begun may be broken off because the face was not to be seen."""
_LOOKS: Final = 9
"""At so many frames at rest the surroundings are looked at for a screen or a sheet."""


@dataclass(frozen=True)
class LivenessRules:
    """What the customer is asked, and for how long."""

    enabled: bool = True
    """Without, nothing is asked, and the verdict says that detection was not performed."""
    flash: bool = True
    """Whether the screen shines in colours; without, a film with the right answers in the right order passes."""
    challenges: int = 3
    """How many of the four, 1 to 4; one at least is a turn."""
    limit_s: float = 8.0
    """For each challenge; the time in which the face is not to be seen well does not count."""
    absent_s: float = 8.0
    """How long without a face until it counts as gone."""
    whole_s: float = 60.0
    """For everything, whatever the customer does; the time in which the camera gave no frame does not count."""
    second_chances: int = 1
    """How often in all a wrong or unmeasurable answer is forgiven, and something else asked: people mix up left and
    right. A sheet and a swapped face are never forgiven."""

    def __post_init__(self) -> None:
        if not 1 <= self.challenges <= len(Challenge):
            raise ValueError(f"{self.challenges} challenges cannot be asked, 1 to {len(Challenge)} can")


class AttackDetection:
    """One detection. Takes every frame after the match, and tells what the screen is to ask until it ends.

    `threshold` is the distance below which two templates are one person's; `matched` is copied. Time comes with the
    frames (monotonic seconds), and chance from `chance`. `wipe` zeroes templates and pictures, and drops the samples.
    Where no frame came for half a second (a lost camera, a machine with no time), what was begun is begun anew, for
    nobody knows who is there now; it is no fault of the customer's and takes none of his time.
    """

    def __init__(self, matched: Template, threshold: float, rules: LivenessRules, chance: random.Random) -> None:
        self._rules = rules
        self._chance = chance
        self._same = SameFace(matched, threshold)
        self._rest = RestWatch()
        self._chances = rules.second_chances
        self._findings: list[Finding] = []
        self._hints: list[Finding] = []
        self._last: float | None = None
        self._lit: tuple[Light, float] | None = None
        self._at = 0.0  # seconds in which frames came; a clock that is set back stands still for a frame
        self._present_at = 0.0
        self._flash = _Flash(flash.draw(chance)) if rules.flash else None
        self._answered: list[Challenge] = []
        self._left = self._draw()
        self._asking: _Asking | None = None
        self._breaks = 0
        self._said: Asked = Guidance.LOOKING
        self._end: Liveness | None = None
        self.absent = False
        """Whether the detection ended because nobody was there."""

    def take(self, image: Image, seen: Observation, at: float) -> Asked | Liveness:
        """Take one frame. The end, once there, stays."""
        if self._end is None:
            step = self._take(image, seen, at)
            if not isinstance(step, Liveness):
                self._said = step
                return step
            self._end = step
            self.wipe()
        return self._end

    def lit(self, light: Light, at: float) -> None:
        """The screen has shone in this colour since `at`, in the frames' time: it may take a while from the word."""
        self._lit = light, at

    def wipe(self) -> None:
        """Overwrite every template and picture with zeros, drop what was measured, and end."""
        self._end = self._end or Liveness(Presentation.NON_RESPONSE)
        self._same.wipe()
        self._rest.forget()
        self._stop_asking()
        self._flash = None

    def _take(self, image: Image, seen: Observation, at: float) -> Asked | Liveness:
        passed = 0.0 if self._last is None else max(0.0, at - self._last)
        blind = passed > GAP_S
        self._last, self._at = at, self._at + min(passed, GAP_S)
        if self._at >= self._rules.whole_s:
            return self._not_answered()
        if self._lit is not None and self._flash is not None:
            light, since = self._lit
            self._flash.lit(light, self._at - (at - since), self._at)
        self._lit = None
        unbroken = self._same.see(seen, self._at)
        if self._same.finding is not None and not self._same.finding.holds:
            return fuse([*self._findings, self._same.finding])
        if seen.mesh is None or seen.guidance in _IN_THE_WAY:
            return self._guide(seen)
        self._present_at = self._at
        if blind or not unbroken:
            self._start_over(blamed=not blind)
        if self._breaks > _MOST_BREAKS:
            return self._not_answered()
        if self._flash is not None:
            return self._shine(self._flash, image, seen, seen.mesh)
        return self._ask(image, seen, passed)

    def _guide(self, seen: Observation) -> Asked | Liveness:
        if seen.mesh is not None:
            self._present_at = self._at
            self._pause()
            return seen.guidance
        gone_s = self._at - self._present_at
        if gone_s >= self._rules.absent_s:
            self.absent = True
            return self._not_answered()
        if gone_s <= GAP_S:
            return self._said  # a face in motion is missed in a frame or two: the screen does not flicker for it
        self._start_over()
        return seen.guidance

    def _shine(self, shining: _Flash, image: Image, seen: Observation, mesh: FaceMesh) -> Asked | Liveness:
        if self._at < shining.not_before:
            return Guidance.LOOKING
        light = shining.light(self._at)
        if light is not None:
            shining.see(flash.skin(image, mesh, self._at))
            self._at_rest(image, seen, signs(seen, self._at))  # so that the first challenge follows at once
            return FaceLit(light)
        finding = shining.finding()
        self._flash = None
        if self._forgiven(finding):
            self._flash = self._another_flash()
            return FaceLit(Light.WHITE)
        return self._found(finding) or Guidance.LOOKING

    def _ask(self, image: Image, seen: Observation, passed: float) -> Asked | Liveness:
        now = signs(seen, self._at)
        if now is None or seen.mesh is None:
            return seen.guidance
        if self._asking is None:
            rest = self._at_rest(image, seen, now)
            if rest is None or not self._same.known:
                return seen.guidance
            if not self._left:
                return self._whole()
            asked = self._left[0]
            tracker = ReliefTracker(image, seen.mesh) if asked in _TURNS else None
            self._asking = _Asking(asked, ActionWatch(rest, asked), tracker)
            return self._challenge(asked)
        asking = self._asking
        asking.spent_s += passed
        done = asking.watch.see(now)
        if asking.tracker is not None:
            asking.follow(image, seen.mesh, abs(asking.watch.turn(now)))
        if done is None:
            return self._not_answered() if asking.spent_s >= self._rules.limit_s else self._challenge(asking.asked)
        finding = asking.finding(done)
        self._stop_asking()
        self._same.doubt()
        if self._forgiven(finding):
            self._left = self._draw()
            return Guidance.LOOKING
        self._answered.append(asking.asked)
        self._left = self._left[1:]
        return self._found(finding) or Guidance.LOOKING

    def _at_rest(self, image: Image, seen: Observation, now: Signs | None) -> Signs | None:
        """Watch a face of which nothing is asked; its rest, once there is one."""
        if now is None:
            return None
        if seen.guidance is Guidance.OPEN_EYES:
            self._rest.forget()  # shut for long they look like rest, and no blink would ever show against it
            return None
        if seen.template is not None and seen.box is not None and len(self._hints) < _LOOKS:
            self._hints.append(pattern.screen_or_sheet(image, seen.box))
        return self._rest.see(now)

    def _challenge(self, asked: Challenge) -> FaceChallenged:
        return FaceChallenged(asked, len(self._answered) + 1, self._rules.challenges)

    def _draw(self) -> list[Challenge]:
        """What is still to be asked, in random order: a turn among it, unless one was measured."""
        count = self._rules.challenges - len(self._answered)
        open_ = [challenge for challenge in Challenge if challenge not in self._answered]
        first = [] if set(_TURNS) & set(self._answered) else [self._chance.choice(_TURNS)]
        rest = [challenge for challenge in open_ if challenge not in first]
        drawn = first + self._chance.sample(rest, count - len(first))
        self._chance.shuffle(drawn)
        return drawn

    def _forgiven(self, finding: Finding) -> bool:
        if finding.holds or finding.reason is Reason.FLAT_UNDER_TURN or self._chances == 0:
            return False
        self._chances -= 1
        return True

    def _found(self, finding: Finding) -> Liveness | None:
        self._findings.append(finding)
        return None if finding.holds else fuse(self._findings)

    def _whole(self) -> Liveness:
        findings = self._findings if self._same.finding is None else [*self._findings, self._same.finding]
        return fuse(findings, pattern.usual(self._hints))

    def _not_answered(self) -> Liveness:
        return Liveness(Presentation.NON_RESPONSE, None, (Reason.NOT_ANSWERED.value,))

    def _pause(self, *, blamed: bool = True) -> None:
        """Ask no more until the face is to be seen well, and then something else.

        Else who needs time to prepare an answer could hide after each question.
        """
        if blamed and (self._asking is not None or (self._flash is not None and self._flash.begun)):
            self._breaks += 1
        self._stop_asking()
        self._same.doubt()
        self._left = self._draw()
        if self._flash is not None and self._flash.begun:
            self._flash = self._another_flash()

    def _start_over(self, *, blamed: bool = True) -> None:
        """The face was lost from sight: nothing that was shown before counts for what is there now.

        Else a photograph could follow the light, and a film in its place do the rest.
        """
        if blamed and self._findings and self._asking is None:
            self._breaks += 1
        self._pause(blamed=blamed)
        self._findings.clear()
        self._hints.clear()
        self._answered.clear()
        self._left = self._draw()
        if self._rules.flash and self._flash is None:
            self._flash = self._another_flash()

    def _another_flash(self) -> _Flash:
        """Not at once: the screen must not change more often because a face comes and goes."""
        return _Flash(flash.draw(self._chance), self._at + flash.STEP_S)

    def _stop_asking(self) -> None:
        if self._asking is not None and self._asking.tracker is not None:
            self._asking.tracker.wipe()
        self._asking = None
        self._rest.forget()


class _Flash:
    """One sequence of colours, begun with the first frame it is asked for, `not_before` a time.

    A colour counts from when the screen shone in it, where the screen has said so, else from the word.
    """

    def __init__(self, sequence: tuple[Light, ...], not_before: float = -math.inf) -> None:
        self.not_before = not_before
        self._due = [*sequence, Light.WHITE]
        self._shown: list[tuple[float, Light]] = []
        self._confirmed = False
        self._seen: list[flash.Skin] = []
        self._frames = 0

    @property
    def begun(self) -> bool:
        """Whether a colour was shown."""
        return bool(self._shown)

    def light(self, at: float) -> Light | None:
        """The colour from now on; None after the end."""
        if not self._shown or at - self._shown[-1][0] >= (flash.STEP_S if self._due else flash.TAIL_S):
            if not self._due:
                return None
            self._shown.append((at, self._due.pop(0)))
            self._confirmed = False
        return self._shown[-1][1]

    def lit(self, light: Light, since: float, now: float) -> None:
        """The screen has shone in the last colour since then; what it cannot be is not believed."""
        if self._shown and not self._confirmed and self._shown[-1][1] is light and self._shown[-1][0] <= since <= now:
            self._shown[-1] = since, light
            self._confirmed = True

    def see(self, skin: flash.Skin | None) -> None:
        """Take the skin of a frame."""
        self._frames += 1
        if skin is not None:
            self._seen.append(skin)

    def finding(self) -> Finding:
        """Whether the skin followed; not measured where it could be judged in few of the frames."""
        if 2 * len(self._seen) < self._frames:
            return Finding(None, Reason.LIGHT_NOT_MEASURED)
        return flash.follows(self._shown, self._seen)


class _Asking:
    """One challenge while it is asked."""

    def __init__(self, asked: Challenge, watch: ActionWatch, tracker: ReliefTracker | None) -> None:
        self.asked = asked
        self.watch = watch
        self.tracker = tracker
        self.spent_s = 0.0
        self._reliefs: list[tuple[float, float | None]] = []

    def follow(self, image: Image, mesh: FaceMesh, turn: float) -> None:
        """Follow the skin; where the turn is wide enough to be measured, measure."""
        if self.tracker is None:
            return
        if turn < _STILL and not self._reliefs:
            self.tracker.wipe()
            self.tracker = ReliefTracker(image, mesh)  # what is followed for long without a turn drifts
            return
        self.tracker.follow(image, mesh)
        if turn >= TURNED:
            self._reliefs.append((turn, self.tracker.relief()))

    def finding(self, done: Challenge) -> Finding:
        """What the answer shows."""
        if done is not self.asked:
            return Finding(0.0, Reason.WRONG_ANSWER)
        return Finding(1.0) if self.tracker is None else relief.stands_out(self._reliefs)
