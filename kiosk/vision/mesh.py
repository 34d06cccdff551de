"""The face mesh: 468 points on a face, and whether it is one.

Y. Kartynnik et al., "Real-time facial surface geometry from monocular video on mobile GPUs", 2019. Point numbers are
those of MediaPipe's canonical face model.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from kiosk.vision.blazeface import Detection
from kiosk.vision.geometry import Image, Map, Points, apply, cut, planes, upright_square
from kiosk.vision.models import Model

SIZE: Final = 192
IS_FACE: Final = 0.95
"""Flag from which a detection is confirmed: lettering scored up to .91, faces at least .999 (544 frames)."""

_CROP: Final = 1.5  # side of the crop in longer sides of the detected box
_NOSE_TIP: Final = 1
_LIPS: Final = (13, 14)
_MOUTH_CORNERS: Final = (61, 291)
_CHEEKS: Final = (234, 454)
_LEFT_EYE: Final = (33, 133)  # left in the picture
_RIGHT_EYE: Final = (362, 263)


@dataclass(frozen=True, eq=False)
class FaceMesh:
    """`points` is 468 x 2 in pixels of the picture; `flag` the net's belief, 0 to 1, that this is a face.

    The depth that the net gives too is its idea of a usual head: a flat photograph has it as well, so nobody asks.
    """

    points: Points
    flag: float

    @property
    def confirmed(self) -> bool:
        """Whether this is a face."""
        return self.flag >= IS_FACE

    @property
    def yaw(self) -> float:
        """The turn of the head: 0 is frontal, about -1 and 1 profile; positive when the nose points right in the
        picture. The nose's place between the cheeks, so without a unit."""
        left, right = self.points[_CHEEKS[0]], self.points[_CHEEKS[1]]
        across = right - left
        return float(2 * ((self.points[_NOSE_TIP] - left) @ across) / max(float(across @ across), 1e-9) - 1)

    @property
    def roll(self) -> float:
        """The lean of the head in radians: 0 is upright, positive when the eye at the right lies lower."""
        x, y = (self.eyes[1] - self.eyes[0]).tolist()
        return math.atan2(y, x)

    @property
    def mouth(self) -> float:
        """The mouth's opening in parts of its width: closed about .08, and .27 in one still of twenty."""
        opening = np.linalg.norm(self.points[_LIPS[0]] - self.points[_LIPS[1]])
        width = np.linalg.norm(self.points[_MOUTH_CORNERS[0]] - self.points[_MOUTH_CORNERS[1]])
        return float(opening / max(float(width), 1e-9))

    @property
    def eyes(self) -> Points:
        """The centres of the eye at the left and the eye at the right of the picture, 2 x 2."""
        return np.stack([self.points[list(_LEFT_EYE)].mean(0), self.points[list(_RIGHT_EYE)].mean(0)])

    @property
    def eye_distance(self) -> float:
        """The distance of the eyes' centres in pixels."""
        return float(np.linalg.norm(self.eyes[1] - self.eyes[0]))

    @property
    def five_points(self) -> Points:
        """Eyes, nose tip and mouth corners, 5 x 2, left in the picture before right: what ArcFace aligns by."""
        return np.vstack([self.eyes, self.points[[_NOSE_TIP, *_MOUTH_CORNERS]]])

    @property
    def outline(self) -> Detection:
        """The mesh's own box and eyes, to lay a mesh on once more."""
        (left, top), (right, bottom) = self.points.min(0).tolist(), self.points.max(0).tolist()
        return Detection(self.flag, (left, top, right, bottom), self.eyes)


class MeshModel:
    """Lays the mesh on a detected face."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def lay(self, image: Image, face: Detection) -> FaceMesh:
        """The mesh of the face at a detection; its flag tells whether there is one. Raises `ModelError`."""
        crop = _crop(face)
        points, logit = self._model.run(planes([cut(image, crop, SIZE)], scale=1 / 255, shift=0))
        flag = 1 / (1 + math.exp(-max(-50.0, min(50.0, float(logit.ravel()[0])))))
        # The net counts from the corner of the first pixel, OpenCV from its centre.
        return FaceMesh(apply(points.reshape(-1, 3)[:, :2] - 0.5, crop), flag)


def _crop(face: Detection) -> Map:
    left, top, right, bottom = face.box
    x, y = (face.keypoints[1] - face.keypoints[0]).tolist()
    return upright_square(face.centre, _CROP * max(right - left, bottom - top, 1.0), math.atan2(y, x), SIZE)
