"""How far the eyes are open, by MediaPipe's iris model.

A. Ablavatski et al., "Real-time pupil tracking from monocular video for digital puppetry", 2020. The mesh's own eye
aspect ratio does not react to closed eyes (measured on 3,072 faces: correlation with a closed-eye network -.03).
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from kiosk.vision.geometry import Image, Points, cut, planes, upright_square
from kiosk.vision.mesh import FaceMesh
from kiosk.vision.models import Model

SIZE: Final = 64
_CROP: Final = 2.3  # side of the crop in distances of the eye's corners
_LEFT_EYE: Final = (33, 133)  # left in the picture: outer and inner corner
_RIGHT_EYE: Final = (263, 362)
_CORNERS: Final = (0, 8)
_LOWER, _UPPER = (2, 3, 4), (10, 11, 12)
_CONTOUR: Final = 71


class IrisModel:
    """Looks at both eyes of a face."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def openness(self, image: Image, mesh: FaceMesh) -> float:
        """The lids' distance in widths of the eye, the mean of both eyes: open about .31, closed below .12.

        Raises `ModelError`.
        """
        left = _eye(image, mesh, _LEFT_EYE)
        right = _eye(image, mesh, _RIGHT_EYE)[:, ::-1]  # the model knows the eye at the left only
        return float(np.mean([self._open(left), self._open(right)]))

    def _open(self, eye: Image) -> float:
        contour, _ = self._model.run(planes([eye], scale=1 / 255, shift=0))
        points: Points = contour.reshape(-1, 3)[:_CONTOUR, :2]
        width = float(np.linalg.norm(points[_CORNERS[0]] - points[_CORNERS[1]]))
        lids = np.linalg.norm(points[list(_LOWER)] - points[list(_UPPER)], axis=1)
        return float(lids.mean()) / max(width, 1e-6)


def _eye(image: Image, mesh: FaceMesh, corners: tuple[int, int]) -> Image:
    one, other = sorted((mesh.points[corner].tolist() for corner in corners), key=lambda point: point[0])
    across = (other[0] - one[0], other[1] - one[1])
    centre = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
    side = _CROP * max(math.hypot(*across), 1.0)
    return cut(image, upright_square(centre, side, math.atan2(across[1], across[0]), SIZE), SIZE)
