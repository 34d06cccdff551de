"""What a camera makes of a flat thing: clutter behind it, perspective, light, blur, and each frame's noise and motion.

Pictures are BGR uint8 arrays `(height, width, 3)`.
"""

from __future__ import annotations

import math
from typing import Any, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[np.uint8]
Mask: TypeAlias = NDArray[np.uint8]
Corners: TypeAlias = NDArray[np.float32]

MOTION: Final = 6
"""How far hand motion moves a picture to either side, in pixels."""

_NOISE_SLACK: Final = 64


def pixels(values: NDArray[Any]) -> Picture:
    """Brightness values as a picture: limited to 0-255 and cut to whole numbers."""
    return np.asarray(np.clip(values, 0, 255), dtype=np.uint8)


def clutter(width: int, height: int, rng: np.random.Generator, *, pieces: int = 60) -> Picture:
    """A room out of focus: soft blobs, edges and stripes over a gradient."""
    across = np.linspace(70, 150, width, dtype=np.float32)[None, :, None]
    down = np.linspace(30, -30, height, dtype=np.float32)[:, None, None]
    room = pixels(across + down + rng.normal(0, 6, 3))
    for _ in range(pieces):
        x, y = int(rng.integers(width)), int(rng.integers(height))
        w, h = int(rng.integers(20, width // 5)), int(rng.integers(20, height // 4))
        colour = tuple(float(c) for c in np.clip(rng.integers(40, 200) + rng.normal(0, 14, 3), 0, 255))
        match int(rng.integers(3)):
            case 0:
                cv2.rectangle(room, (x, y), (x + w, y + h), colour, -1)
            case 1:
                cv2.ellipse(room, (x, y), (w // 2, h // 2), float(rng.integers(180)), 0, 360, colour, -1)
            case _:
                cv2.line(room, (x, y), (x + w, y - h), colour, int(rng.integers(2, 14)))
    return np.asarray(cv2.GaussianBlur(room, (0, 0), 3.0), dtype=np.uint8)


def desk(width: int, height: int, rng: np.random.Generator) -> Picture:
    """The dull, nearly plain surface of a document reader."""
    grain = cv2.GaussianBlur(rng.normal(0, 9, (height, width)).astype(np.float32), (0, 0), 2.5)
    shade = np.linspace(62, 50, height, dtype=np.float32)[:, None]
    return pixels((shade + grain)[..., None] * np.array([1.02, 1.0, 0.98], np.float32))


def corners(
    centre: tuple[float, float], width: float, height: float, *, turn: float = 0.0, tilt: float = 0.0, sway: float = 0.0
) -> Corners:
    """Where a flat thing's corners appear, clockwise from its top left.

    `turn` is in degrees. `tilt` narrows the upper edge and `sway` the right one, by that fraction.
    """
    half_w, half_h = width / 2, height / 2
    points = np.array(
        [
            [-half_w * (1 - tilt), -half_h],
            [half_w * (1 - tilt), -half_h * (1 - sway)],
            [half_w, half_h * (1 - sway)],
            [-half_w, half_h],
        ],
        np.float32,
    )
    angle = math.radians(turn)
    rotation = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]], np.float32)
    return np.asarray(points @ rotation + np.asarray(centre, np.float32), dtype=np.float32)


def laid(background: Picture, thing: Picture, where: Corners, mask: Mask | None = None) -> Picture:
    """`thing` seen in perspective upon the background; `mask` (255 = opaque) has the thing's height and width."""
    h, w = thing.shape[:2]
    source = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    shrink = float(np.linalg.norm(where[1] - where[0])) / w
    if shrink < 0.7:
        thing = np.asarray(cv2.GaussianBlur(thing, (0, 0), 0.35 / shrink), dtype=np.uint8)
    view = cv2.getPerspectiveTransform(source, where)
    size = (background.shape[1], background.shape[0])
    opaque = np.full((h, w), 255, np.uint8) if mask is None else mask
    seen = cv2.warpPerspective(thing, view, size, flags=cv2.INTER_LINEAR)
    alpha = cv2.warpPerspective(opaque, view, size, flags=cv2.INTER_LINEAR).astype(np.float32)[..., None] / 255
    return np.asarray(seen * alpha + background * (1 - alpha), dtype=np.uint8)


def rounded(width: int, height: int, radius: int) -> Mask:
    """The mask of a rectangle with round corners."""
    mask = np.zeros((height, width), np.uint8)
    cv2.rectangle(mask, (radius, 0), (width - 1 - radius, height - 1), 255, -1)
    cv2.rectangle(mask, (0, radius), (width - 1, height - 1 - radius), 255, -1)
    for x in (radius, width - 1 - radius):
        for y in (radius, height - 1 - radius):
            cv2.circle(mask, (x, y), radius, 255, -1)
    return mask


class Still:
    """A picture as a live camera delivers it: each frame has noise of its own and a hand's slow motion.

    The picture given is `MOTION` pixels larger than the frame on every side.
    """

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._height = picture.shape[0] - 2 * MOTION
        self._width = picture.shape[1] - 2 * MOTION

    def frame(self, at: float, noise: Noise) -> Picture:
        """The frame at `at` seconds."""
        x = MOTION * 0.5 * (math.sin(2.1 * at) + math.sin(5.3 * at + 1))
        y = MOTION * 0.5 * (math.sin(1.7 * at + 2) + math.sin(4.9 * at))
        motion = np.array([[1, 0, MOTION + x], [0, 1, MOTION + y]], np.float32)
        size = (self._width, self._height)
        moved = cv2.warpAffine(self._picture, motion, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        return noise.upon(np.asarray(moved, dtype=np.uint8))


class Noise:
    """Sensor noise. Drawn once and shifted at random for each frame: drawing it costs more than a frame may."""

    def __init__(self, width: int, height: int, rng: np.random.Generator, sigma: float = 3.0) -> None:
        self._rng = rng
        shape = (height + _NOISE_SLACK, width + _NOISE_SLACK, 3)
        self._bank = np.clip(rng.normal(0, sigma, shape), -127, 127).astype(np.int8)

    def upon(self, picture: Picture) -> Picture:
        """The picture with fresh noise; it may not be larger than the noise was made for."""
        y, x = self._rng.integers(_NOISE_SLACK, size=2)
        h, w = picture.shape[:2]
        return np.asarray(cv2.add(picture, self._bank[y : y + h, x : x + w], dtype=cv2.CV_8U), dtype=np.uint8)
