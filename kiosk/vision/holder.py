"""Is the person before the camera the holder of the document, and there in the flesh? The face task of a visit."""

from __future__ import annotations

import random
import secrets
from collections import deque
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from kiosk.core.identity import FaceReason, FaceVerdict, Guidance, Light, Liveness, Presentation
from kiosk.core.ports import FaceChallenged, FaceLit
from kiosk.vision.embed import Template, fused
from kiosk.vision.face import Observation
from kiosk.vision.geometry import Image
from kiosk.vision.liveness.detection import AttackDetection, LivenessRules
from kiosk.vision.match import FaceMatch, MatchRules, Observer
from kiosk.vision.models import ModelError

_REASONS: Final = MappingProxyType(
    {
        Presentation.BONA_FIDE: FaceReason.MATCHED,
        Presentation.ATTACK: FaceReason.ATTACK_SUSPECTED,
        Presentation.NON_RESPONSE: FaceReason.NOT_ANSWERED,
        Presentation.NOT_PERFORMED: FaceReason.ENGINE_FAILED,
    }
)


class HolderCheck:
    """Compares first, so that a stranger is refused before anything is asked; then detects presentation attacks.

    Accepts only where the face matched and every measure held. The portrait is copied. `chance` draws the colours and
    the challenges: leave it out everywhere but in tests. Raises `CalibrationError` as `FaceMatch` does.
    """

    def __init__(
        self,
        engine: Observer,
        portrait: Template,
        match: MatchRules | None = None,
        liveness: LivenessRules | None = None,
        chance: random.Random | None = None,
    ) -> None:
        self._engine = _Remembering(engine)
        self._match = FaceMatch(self._engine, portrait, match)
        self._rules: Final = liveness or LivenessRules()
        self._chance: Final = chance or secrets.SystemRandom()
        self._live: deque[Template] = deque()
        self._most_live: Final = (match or MatchRules()).frames_to_refuse
        self._detection: tuple[FaceVerdict, AttackDetection] | None = None
        self._verdict: FaceVerdict | None = None

    def see(self, image: Image, at: float) -> Guidance | FaceChallenged | FaceLit | FaceVerdict:
        """Take one frame seen at a monotonic time in seconds; the verdict, once there, stays."""
        if self._verdict is not None:
            return self._verdict
        step = self._compare(image, at) if self._detection is None else self._detect(self._detection, image, at)
        if isinstance(step, FaceVerdict):
            self._verdict = step
            self._forget()
        return step

    def lit(self, light: Light, at: float) -> None:
        """The screen has shone in this colour since a monotonic time in seconds."""
        if self._detection is not None:
            self._detection[1].lit(light, at)

    def wipe(self) -> None:
        """Overwrite every template, picture and sample with zeros, and end."""
        if self._verdict is None and self._detection is not None:
            matched, _ = self._detection
            self._verdict = replace(matched, accepted=False, reason=FaceReason.NOT_SEEN)
        self._forget()

    def _compare(self, image: Image, at: float) -> Guidance | FaceChallenged | FaceLit | FaceVerdict:
        step = self._match.see(image, at)
        seen = self._engine.seen
        if seen is not None and seen.template is not None:
            self._keep(seen.template)
        if seen is None or isinstance(step, Guidance) or not step.accepted or not self._rules.enabled:
            return step
        together = fused(list(self._live)[-step.frames :])
        self._detection = step, AttackDetection(together, step.threshold, self._rules, self._chance)
        together.wipe()
        self._forget_live()
        return self._detect(self._detection, image, at, seen)

    def _detect(
        self,
        detection: tuple[FaceVerdict, AttackDetection],
        image: Image,
        at: float,
        seen: Observation | None = None,
    ) -> Guidance | FaceChallenged | FaceLit | FaceVerdict:
        matched, attack = detection
        try:
            step = attack.take(image, seen or self._engine.observe(image), at)
        except ModelError:
            return replace(matched, accepted=False, reason=FaceReason.ENGINE_FAILED)
        if not isinstance(step, Liveness):
            return step
        reason = _REASONS[step.presentation]
        if attack.absent:
            reason = FaceReason.NOT_SEEN
        return replace(matched, accepted=reason is FaceReason.MATCHED, reason=reason, liveness=step)

    def _keep(self, template: Template) -> None:
        self._live.append(template.copy())
        if len(self._live) > self._most_live:
            self._live.popleft().wipe()

    def _forget_live(self) -> None:
        for template in self._live:
            template.wipe()
        self._live.clear()

    def _forget(self) -> None:
        self._forget_live()
        self._match.wipe()
        if self._detection is not None:
            self._detection[1].wipe()
        self._engine.seen = None


class _Remembering:
    """An engine whose last observation can be had again: one frame is observed once for match and detection."""

    def __init__(self, engine: Observer) -> None:
        self._engine = engine
        self.seen: Observation | None = None

    @property
    def name(self) -> str:
        return self._engine.name

    def threshold(self, false_accept_rate: float | None = None) -> float:
        return self._engine.threshold(false_accept_rate)

    def observe(self, image: Image) -> Observation:
        self.seen = None
        self.seen = self._engine.observe(image)
        return self.seen
