"""Whether a face that turns has a nose that stands out, or moves like a sheet of paper.

The mesh cannot tell: its net lays a usual head on a flat photograph too (the landmarks of bent photographs and of real
turns overlap, docs/liveness.md). So the skin itself is followed, from rest to turn, frame by frame (B. Lucas and
T. Kanade, 1981), and its motion outside the nose is explained as that of a sheet: flat, seen from elsewhere, and bent
about any one direction. On a sheet the nose moves as this says; on a head it runs ahead.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.vision.geometry import Image, Map, Points, apply, cut, upright_square
from kiosk.vision.liveness.finding import Finding, Reason, graded
from kiosk.vision.mesh import FaceMesh

_Gray: TypeAlias = NDArray[np.uint8]

STANDS_OUT: Final = 0.07
"""How far the nose must run ahead, in eye distances for a turn of one yaw: sheets reached .043 (74 of 110 that got as
far as a turn, bent up to 3.5 radians about any axis), one woman's real turns .14 to .30 (23 pieces of one film), heads
rendered from photographs .11 to .43 (60 people), the simulated customer .15 to .22."""

_CHIP: Final = 160  # px; the face is followed in an upright piece of this size
_EYE_DISTANCE: Final = 48.0  # of its px
_BELOW_EYES: Final = 0.45  # of an eye distance: where the middle of the piece lies

_BRIGHTNESS: Final = 110.0

_MOST_POINTS: Final = 160
_APART: Final = 4.0  # px
_WINDOW: Final = (13, 13)
_CLOSURE: Final = 0.7  # px by which a point may miss its start when it is followed back
_FEWEST_NOSE: Final = 4
_FEWEST_REST: Final = 24

_DIRECTIONS: Final = np.linspace(0, math.pi, 12, endpoint=False)
_ROUNDS: Final = 6
_OUTLIER: Final = 0.02  # eye distances: lips and brows that move by themselves count less

_OVAL: Final = (
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
    *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
)
_EYES: Final = (
    (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7),
    (263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249),
)
_NOSE: Final = (197, 196, 3, 236, 198, 209, 49, 64, 98, 97, 2, 326, 327, 294, 279, 429, 420, 456, 248, 419)


class ReliefTracker:
    """Follows the skin of one face from a frame at rest. `wipe` zeroes the piece of the picture it holds."""

    def __init__(self, image: Image, mesh: FaceMesh) -> None:
        self._first = self._now = mesh
        piece_to_image = _piece(mesh)
        self._chip = _gray(image, piece_to_image)
        outline = apply(mesh.points, _inverse(piece_to_image))
        found = cv2.goodFeaturesToTrack(self._chip, _MOST_POINTS, 0.005, _APART, mask=_skin(outline))
        self._in_chip: Points = np.zeros((0, 2), np.float32) if found is None else found[:, 0].astype(np.float32)
        nose = cv2.convexHull(outline[list(_NOSE)])
        self._nose = np.array([cv2.pointPolygonTest(nose, point, False) >= 0 for point in self._in_chip.tolist()], bool)
        self._start = self._place = apply(self._in_chip, piece_to_image)

    def follow(self, image: Image, mesh: FaceMesh) -> None:
        """Take the next frame; points that are lost stay lost."""
        self._now = mesh
        if len(self._in_chip) == 0:
            return
        piece_to_image = _piece(mesh)
        chip = _gray(image, piece_to_image)
        guess = apply(self._place, _inverse(piece_to_image))
        moved, found = _flow(self._chip, chip, self._in_chip, guess)
        back, found_back = _flow(chip, self._chip, moved, self._in_chip)
        kept = found & found_back & (np.linalg.norm(back - self._in_chip, axis=1) < _CLOSURE)
        self._in_chip, self._start, self._nose = moved[kept], self._start[kept], self._nose[kept]
        self._place = apply(self._in_chip, piece_to_image)
        self._chip.fill(0)
        self._chip = chip

    def relief(self) -> float | None:
        """How far the nose has run ahead of the sheet, in eye distances for a turn of one yaw.

        None where too little of the face could be followed: a hand, a glare, a cut in a film.
        """
        turn = self._now.yaw - self._first.yaw
        if self._nose.sum() < _FEWEST_NOSE or (~self._nose).sum() < _FEWEST_REST or abs(turn) < 1e-3:
            return None
        return runs_ahead(_level(self._start, self._first), _level(self._place, self._now), self._nose) / turn

    def wipe(self) -> None:
        """Overwrite the picture and the places with zeros."""
        for held in (self._chip, self._in_chip, self._start, self._place):
            held.fill(0)


def runs_ahead(before: Points, after: Points, nose: NDArray[np.bool_]) -> float:
    """How far the points of the nose lie to the right of where a sheet would have taken them, the median of them.

    `before` and `after` are n x 2, both level and in eye distances; the sheet is laid on the points outside `nose`.
    """
    a, b = before.astype(np.float64), after.astype(np.float64)
    laid = (_sheet(a, b, ~nose, direction) for direction in _DIRECTIONS)
    _, missed = min(laid, key=lambda fit: fit[0])
    return float(np.median(missed[nose, 0]))


def _sheet(
    a: NDArray[np.float64], b: NDArray[np.float64], used: NDArray[np.bool_], direction: float
) -> tuple[float, NDArray[np.float64]]:
    """The misfit of a sheet bent about one direction over the points used, and what each point misses it by.

    Affine terms are a flat sheet from afar; powers of the place along the direction are its bend and perspective.
    """
    u = a @ [math.cos(direction), math.sin(direction)]
    terms = np.column_stack([np.ones(len(a)), a, u**2, u**3])
    weight = used.astype(np.float64)
    missed = b
    for _ in range(_ROUNDS):
        root = np.sqrt(weight)[:, None]
        missed = b - terms @ np.linalg.lstsq(terms * root, b * root, rcond=None)[0]
        weight = used / (1 + (np.linalg.norm(missed, axis=1) / _OUTLIER) ** 2)
    return float(np.log1p((np.linalg.norm(missed[used], axis=1) / _OUTLIER) ** 2).sum()), missed


def stands_out(reliefs: Sequence[tuple[float, float | None]]) -> Finding:
    """The finding of some frames of a turn, each with how far the face was turned and its relief: the widest counts.

    Not measured where half of them or more were not.
    """
    measured = [(turn, relief) for turn, relief in reliefs if relief is not None]
    if len(measured) * 2 <= len(reliefs):
        return Finding(None, Reason.TURN_NOT_MEASURED)
    return graded(max(measured)[1], STANDS_OUT, Reason.FLAT_UNDER_TURN)


def _piece(mesh: FaceMesh) -> Map:
    down = _BELOW_EYES * mesh.eye_distance
    x, y = mesh.eyes.mean(0).tolist()
    centre = (x - down * math.sin(mesh.roll), y + down * math.cos(mesh.roll))
    return upright_square(centre, _CHIP * max(mesh.eye_distance, 1.0) / _EYE_DISTANCE, mesh.roll, _CHIP)


def _gray(image: Image, piece_to_image: Map) -> _Gray:
    """The piece in one brightness: the screen's light and the camera's exposure change while the face is followed."""
    luma = cv2.cvtColor(cut(image, piece_to_image, _CHIP), cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.convertScaleAbs(luma, alpha=_BRIGHTNESS / max(float(luma.mean()), 1.0)), dtype=np.uint8)


def _inverse(piece_to_image: Map) -> Map:
    return np.asarray(cv2.invertAffineTransform(piece_to_image), dtype=np.float64)


def _skin(outline: Points) -> _Gray:
    """Where points may be chosen: inside the face, and not on the eyes, which move by themselves."""
    mask = np.zeros((_CHIP, _CHIP), np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull(np.round(outline[list(_OVAL)]).astype(np.int32)), (255,))
    mask = np.asarray(cv2.erode(mask, np.ones((5, 5), np.uint8)), dtype=np.uint8)
    for eye in _EYES:
        cv2.fillConvexPoly(mask, cv2.convexHull(np.round(outline[list(eye)]).astype(np.int32)), (0,))
    return mask


def _flow(one: _Gray, other: _Gray, points: Points, guess: Points) -> tuple[Points, NDArray[np.bool_]]:
    moved, found, _ = cv2.calcOpticalFlowPyrLK(
        one,
        other,
        points[:, None].copy(),
        guess[:, None].copy(),
        winSize=_WINDOW,
        maxLevel=2,
        criteria=(cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 20, 0.03),
        flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
    )
    return moved[:, 0].astype(np.float32), found[:, 0] == 1


def _level(points: Points, mesh: FaceMesh) -> Points:
    """The points with the eyes level, counted from between them in eye distances."""
    cosine, sine = math.cos(mesh.roll), math.sin(mesh.roll)
    turned = (points - mesh.eyes.mean(0)) @ np.array([[cosine, -sine], [sine, cosine]])
    level: Points = (turned / max(mesh.eye_distance, 1e-9)).astype(np.float32)
    return level
