"""Is the person before the camera the one on the document? Several frames decide, never one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from kiosk.core.identity import FaceReason, FaceVerdict, Guidance
from kiosk.vision.embed import Template, fused
from kiosk.vision.face import Observation
from kiosk.vision.geometry import Image
from kiosk.vision.liveness.continuity import GAP_S
from kiosk.vision.models import ModelError


@dataclass(frozen=True)
class MatchRules:
    """How sure to be. A good frame shows one face that passes every gate."""

    false_accept_rate: float | None = None
    """The operating point; None means the calibration's default."""
    frames_to_accept: int = 5
    frames_to_refuse: int = 15
    patience_s: float = 20.0
    """How long without a good frame until the face counts as not seen."""
    limit_s: float = 60.0
    """How long altogether: faces that keep changing never add up to a verdict.

    The time in which the camera gave no frame counts for neither.
    """


class Observer(Protocol):
    """What a match needs of the engine (`FaceEngine`)."""

    @property
    def name(self) -> str: ...

    def threshold(self, false_accept_rate: float | None = None) -> float: ...

    def observe(self, image: Image) -> Observation: ...


class FaceMatch:
    """One comparison of live frames with one portrait.

    The templates of the good frames are averaged, so one odd frame decides nothing. From `frames_to_accept` on, a fused
    distance below the threshold accepts; at `frames_to_refuse` the face is another one. A good frame that could not be
    the face of the frame before begins the count anew, so nobody's frames are ever mixed. Frames with several faces do
    not count. The portrait is copied: whoever gave it may compare again, and wipes it at the end of the visit. Raises
    `CalibrationError` when made with a rate below every rate the engine was measured at.
    """

    def __init__(self, engine: Observer, portrait: Template, rules: MatchRules | None = None) -> None:
        self._engine = engine
        self._portrait = portrait.copy()
        self._rules = rules or MatchRules()
        self._threshold: Final = engine.threshold(self._rules.false_accept_rate)
        self._good: list[Template] = []
        self._seen_at: float | None = None
        self._at = self._last_good = 0.0  # seconds in which frames came
        self._verdict = self._end(FaceReason.ENGINE_FAILED, None) if portrait.wiped else None

    def see(self, image: Image, at: float) -> Guidance | FaceVerdict:
        """Take one frame seen at a monotonic time in seconds; the verdict, once there, stays."""
        if self._verdict is None:
            try:
                step = self._take(self._engine.observe(image), at)
            except ModelError:
                step = self._end(FaceReason.ENGINE_FAILED, None)
            if isinstance(step, Guidance):
                return step
            self._verdict = step
        return self._verdict

    def wipe(self) -> None:
        """Overwrite its copy of the portrait and every frame's template with zeros, and end the match."""
        self._verdict = self._verdict or self._end(FaceReason.NOT_SEEN, None)
        self._portrait.wipe()
        self._forget_frames()

    def _take(self, seen: Observation, at: float) -> Guidance | FaceVerdict:
        self._at += 0.0 if self._seen_at is None else min(max(0.0, at - self._seen_at), GAP_S)
        self._seen_at = at
        if seen.template is not None:
            self._last_good = self._at
            self._add(seen.template)
            if verdict := self._compare():
                return verdict
        rules = self._rules
        if self._at - self._last_good >= rules.patience_s or self._at >= rules.limit_s:
            return self._end(FaceReason.NOT_SEEN, None)
        return seen.guidance

    def _add(self, template: Template) -> None:
        if self._good and self._good[-1].distance(template) >= self._threshold:
            self._forget_frames()
        self._good.append(template)

    def _compare(self) -> FaceVerdict | None:
        if len(self._good) < self._rules.frames_to_accept:
            return None
        together = fused(self._good)
        score = together.distance(self._portrait)
        together.wipe()
        if score < self._threshold:
            return self._end(FaceReason.MATCHED, score)
        if len(self._good) >= self._rules.frames_to_refuse:
            return self._end(FaceReason.DIFFERENT, score)
        return None

    def _end(self, reason: FaceReason, score: float | None) -> FaceVerdict:
        accepted = reason is FaceReason.MATCHED
        return FaceVerdict(accepted, reason, score, self._threshold, self._engine.name, len(self._good))

    def _forget_frames(self) -> None:
        for template in self._good:
            template.wipe()
        self._good.clear()
