"""Whether the face that answers is still the one that was matched."""

from __future__ import annotations

import math
from typing import Final

from kiosk.vision.embed import Template, fused
from kiosk.vision.face import Observation
from kiosk.vision.liveness.finding import Finding, Reason, graded

# Real films: within .2 s a turning, laughing face moved .14 of its width and changed its size by a sixth (472 frames).
_JUMP: Final = 0.5  # widths from one frame to the next
_GROWTH: Final = math.log(1.4)
GAP_S: Final = 0.5
"""Without a face for longer than this, another one may have come."""

_TOGETHER: Final = 3
"""So many templates make one. Single ones of the same face, laughing and turning, lie up to .61 from its rest; behind a
hand up to 1.15; another person's at least 1.29."""


class SameFace:
    """Watches one face. It is `known` while it was seen without a break since its template was last found near.

    `threshold` is the distance below which two templates are the same person's. The template given is copied. `wipe`
    zeroes all.
    """

    def __init__(self, matched: Template, threshold: float) -> None:
        self._matched = matched.copy()
        self._threshold = threshold
        self._fresh: list[Template] = []
        self._box: tuple[float, float, float, float] | None = None
        self._seen_at: float | None = None
        self.known = False
        self.finding: Finding | None = None
        """What the last comparison found."""

    def doubt(self) -> None:
        """Ask for a new proof: an action has just been done, behind which a face could be swapped."""
        self.known = False
        self._forget_fresh()

    def see(self, seen: Observation, at: float) -> bool:
        """Take a frame; whether the face is unbroken since the frame before."""
        if seen.box is None or seen.mesh is None:
            return True  # a gap is judged when the face is back
        unbroken = self._continues(seen.box, at)
        self._box, self._seen_at = seen.box, at
        if not unbroken:
            self.doubt()
        if seen.template is not None:
            self._add(seen.template)
        return unbroken

    def wipe(self) -> None:
        """Overwrite every template with zeros."""
        self._forget_fresh()
        self._matched.wipe()
        self.known = False

    def _continues(self, box: tuple[float, float, float, float], at: float) -> bool:
        if self._box is None or self._seen_at is None:
            return True
        if at - self._seen_at > GAP_S:
            return False
        width, before = box[2] - box[0], self._box[2] - self._box[0]
        moved = math.dist(_middle(box), _middle(self._box))
        return moved <= _JUMP * width and abs(math.log(max(width, 1.0) / max(before, 1.0))) <= _GROWTH

    def _add(self, template: Template) -> None:
        self._fresh.append(template.copy())
        if len(self._fresh) < _TOGETHER:
            return
        together = fused(self._fresh)
        distance = together.distance(self._matched)
        together.wipe()
        self._forget_fresh()
        self.finding = graded(2 * self._threshold - distance, self._threshold, Reason.FACE_SWAPPED)
        self.known = self.finding.holds

    def _forget_fresh(self) -> None:
        for template in self._fresh:
            template.wipe()
        self._fresh.clear()


def _middle(box: tuple[float, float, float, float]) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
