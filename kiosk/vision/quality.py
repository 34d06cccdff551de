"""How well a face can be seen: light, sharpness, and whether eyes and mouth are covered.

All is measured on the face brought to one size and set upright, so that no figure depends on the camera's resolution.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.vision.geometry import Image, Points, apply, cut, inverse, upright_square
from kiosk.vision.mesh import FaceMesh

Plane: TypeAlias = NDArray[Any]
"""Height x width, one number a pixel."""

_SIZE: Final = 80
_SIDE: Final = 2.3  # side of the sampled square in eye distances: brows to chin
_GLARING: Final = 250
# Points of the mesh: three below each eye, where neither beard nor mask should be; the corners of each eye; the corners
# of the mouth; the upper lip's edge, the lips where they meet, the upper and the lower one, and the lower lip's edge.
_LOOKED_AT: Final = [117, 118, 50, 346, 347, 280, 33, 133, 362, 263, 61, 291, 0, 13, 14, 17]
_PATCH: Final = 5
_DARKEST_SKIN: Final = 20.0  # what is compared with the cheeks' luma must not be divided by less
_EYE_HEIGHT: Final = 0.35  # half of the eye's box in widths of the eye
_MOUTH_MARGIN: Final = 0.2  # left off at each corner, in widths of the mouth
_ABOVE_AND_BELOW: Final = 3.0
_LEAST_HALF_HEIGHT: Final = 4.0


@dataclass(frozen=True)
class Quality:
    """What was measured of one face.

    `light` is the mean luma, 0 to 255; `glare` the part of it that is as good as white; `evenness` the darker cheek's
    luma over the lighter one's. `sharpness` is the variance of the Laplacian over the variance, and does not depend on
    contrast. `eyes` is the luma of the eyes' brighter parts over the cheeks': white of the eye and lids, which dark
    glasses take away. `mouth` is how much the rows across the lips differ, over the cheeks' luma: lips and the line
    between them lie level, and what covers them has no such rows.
    """

    light: float
    glare: float
    evenness: float
    sharpness: float
    eyes: float
    mouth: float


def measure(image: Image, mesh: FaceMesh) -> Quality:
    """The quality of the face under the mesh."""
    x, y = mesh.points.mean(0).tolist()
    placed = upright_square((x, y), _SIDE * max(mesh.eye_distance, 1.0), mesh.roll, _SIZE)
    luma = cv2.cvtColor(cut(image, placed, _SIZE), cv2.COLOR_BGR2GRAY)
    points = np.clip(apply(mesh.points[_LOOKED_AT], inverse(placed)), 0, _SIZE - 1)
    light, contrast = _mean_and_variance(luma)
    _, detail = _mean_and_variance(cv2.Laplacian(luma, cv2.CV_32F))
    smooth = cv2.blur(luma, (_PATCH, _PATCH))
    columns, rows = points[:6].round().astype(int).T
    left, right = smooth[rows, columns].reshape(2, 3).mean(axis=1).tolist()
    skin = max((left + right) / 2, _DARKEST_SKIN)
    return Quality(
        light=light,
        glare=cv2.countNonZero(cv2.inRange(luma, _GLARING, 255)) / luma.size,
        evenness=min(left, right) / max(left, right, 1.0),
        sharpness=detail / max(contrast, 1.0),
        eyes=(_bright(_eye(luma, points[6:8])) + _bright(_eye(luma, points[8:10]))) / 2 / skin,
        mouth=float(_mouth(luma, points[10:12], points[12:]).mean(axis=1).std()) / skin,
    )


def _mean_and_variance(values: Plane) -> tuple[float, float]:
    mean, deviation = cv2.meanStdDev(values)
    return float(mean[0, 0]), float(deviation[0, 0]) ** 2


def _bright(box: Plane) -> float:
    """The 90th percentile."""
    return float(np.sort(box, axis=None)[int(0.9 * (box.size - 1))])


def _eye(luma: Plane, corners: Points) -> Plane:
    (left, y1), (right, y2) = sorted(corners.tolist())
    middle, half = (y1 + y2) / 2, _EYE_HEIGHT * (right - left)
    return _box(luma, left, right, middle - half, middle + half)


def _mouth(luma: Plane, corners: Points, lips: Points) -> Plane:
    left, right = sorted(corners[:, 0].tolist())
    margin = _MOUTH_MARGIN * (right - left)
    upper, upper_inside, lower_inside, lower = lips[:, 1].tolist()
    line = (upper_inside + lower_inside) / 2
    top = min(upper, line - _LEAST_HALF_HEIGHT) - _ABOVE_AND_BELOW
    bottom = max(lower, line + _LEAST_HALF_HEIGHT) + _ABOVE_AND_BELOW
    return _box(luma, left + margin, right - margin, top, bottom)


def _box(luma: Plane, left: float, right: float, top: float, bottom: float) -> Plane:
    """The box with its edges, one pixel at least."""
    x, y = max(0, int(left)), max(0, int(top))
    return luma[min(y, _SIZE - 1) : max(y, int(bottom)) + 1, min(x, _SIZE - 1) : max(x, int(right)) + 1]
