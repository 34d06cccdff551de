"""BlazeFace: where faces are. V. Bazarevsky et al., "BlazeFace: sub-millisecond neural face detection", 2019."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from kiosk.vision.geometry import Image, Points, apply, letterbox, planes
from kiosk.vision.models import Floats, Model

_SCORE: Final = 0.5
_SAME_FACE_IOU: Final = 0.3
_KEYPOINTS: Final = 6


@dataclass(frozen=True, eq=False)
class Detection:
    """A place that looks like a face. `box` is left, top, right, bottom; `keypoints` n x 2 begin with
    the eye at the left of the picture and the eye at the right; BlazeFace adds nose tip, mouth and ears. In pixels."""

    score: float
    box: tuple[float, float, float, float]
    keypoints: Points

    @property
    def width(self) -> float:
        """The box's width in pixels."""
        return self.box[2] - self.box[0]

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the box."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2

    def overlaps(self, other: Detection) -> bool:
        """Whether both are the same face."""
        ours, theirs = np.reshape(self.box, (2, 2)), np.reshape(other.box, (1, 2, 2))
        return bool(_iou(ours, theirs)[0] > _SAME_FACE_IOU)


class BlazeFace:
    """One variant of the detector. `layers` are the strides of its anchor layers, two anchors a cell in each."""

    SHORT_LAYERS: Final = (8, 16, 16, 16)
    BACK_LAYERS: Final = (16, 32, 32, 32)

    def __init__(self, model: Model, size: int, layers: tuple[int, ...]) -> None:
        self._model = model
        self._size = size
        self._layers = layers
        self._anchors = {size: _anchors(size, layers)}

    def detect(self, image: Image, size: int | None = None) -> list[Detection]:
        """Every face, the largest first. Raises `ModelError`.

        `size` is the side of the square that the picture is brought to, where the model takes other sides than its
        own: a multiple of its coarsest stride.
        """
        size = size or self._size
        anchors = self._anchors.setdefault(size, _anchors(size, self._layers))
        square, back = letterbox(image, size)
        regressors, logits = self._model.run(planes([square], scale=1 / 127.5, shift=-1))
        scores = (1 / (1 + np.exp(-np.clip(logits[0, :, 0], -50, 50)))).astype(np.float32)
        likely = scores >= _SCORE
        boxes = _merged(scores[likely], _points(regressors[0, likely], anchors[likely] * size))
        detections = [_detection(score, apply(points, back)) for score, points in boxes]
        return sorted(detections, key=lambda found: -found.width)


def _points(regressors: Floats, anchors: Floats) -> Floats:
    """n x 8 x 2 points of the square: the box's two corners, then the keypoints. Anchors in pixels, n x 2."""
    offsets = regressors.reshape(-1, 2 + _KEYPOINTS, 2)
    centres = anchors[:, None, :]
    middle, half = centres + offsets[:, :1], offsets[:, 1:2] / 2
    # The net counts from the corner of the first pixel, OpenCV from its centre.
    return np.concatenate([middle - half, middle + half, centres + offsets[:, 2:]], axis=1) - np.float32(0.5)


def _anchors(size: int, layers: tuple[int, ...]) -> Floats:
    """The anchors' centres, n x 2 in parts of the square: layers of one stride share their cells."""
    rows = []
    for stride in sorted(set(layers)):
        cells = size // stride
        ticks = (np.arange(cells, dtype=np.float32) + 0.5) / cells
        centres = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
        rows.append(np.repeat(centres, 2 * layers.count(stride), axis=0))
    return np.concatenate(rows)


def _merged(scores: Floats, points: Floats) -> list[tuple[float, Points]]:
    """Weighted non-maximum suppression: boxes that overlap the best one are averaged with it by their scores."""
    faces = []
    left = np.argsort(-scores)
    while left.size:
        overlap = _iou(points[left[0]], points[left]) > _SAME_FACE_IOU
        overlap[0] = True
        same = left[overlap]
        weights = scores[same] / scores[same].sum()
        faces.append((float(scores[left[0]]), np.einsum("n,npc->pc", weights, points[same])))
        left = left[~overlap]
    return faces


def _iou(box: Floats, boxes: Floats) -> Floats:
    low, high = np.maximum(box[0], boxes[:, 0]), np.minimum(box[1], boxes[:, 1])
    shared = np.clip(high - low, 0, None).prod(axis=1)
    area = np.clip(boxes[:, 1] - boxes[:, 0], 0, None).prod(axis=1)
    own = np.clip(box[1] - box[0], 0, None).prod()
    union: Floats = shared / np.maximum(own + area - shared, 1e-9)
    return union


def _detection(score: float, points: Points) -> Detection:
    (left, top), (right, bottom) = points[0].tolist(), points[1].tolist()
    return Detection(score, (left, top, right, bottom), points[2:])
