"""The light of the kiosk's screen upon whoever stands before it."""

from __future__ import annotations

import math
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.simulated.scene import Picture
from kiosk.core.identity import Light

Colour: TypeAlias = NDArray[np.float32]
"""Blue, green, red, in linear light from 0 to 1."""
Weight: TypeAlias = NDArray[np.float32]
"""Height x width: how much of the screen's light falls there, 0 to 1."""

_LATENCY_S: Final = 0.11
"""From the change on the screen to the first frame that has it: display, exposure and transfer."""
_SMOOTHED_S: Final = 0.035
"""Time constant of the panel's and the camera's own smoothing."""
_SHARE: Final = 0.4
"""The screen's light in shares of the room's, on a face. Reckoned: 0.16 m2 of 250 cd/m2 (24 inches) give 110 lux at
60 cm, and a reception is lit with 300 (EN 12464-1)."""
_GAMMA: Final = 2.2
_DARK: Final = np.zeros(3, np.float32)


class Shine:
    """What of the screen's light the camera sees: late, and smoothed. Times are of the clock given to `look`."""

    def __init__(self) -> None:
        self._light: Light | None = None
        self._from = self._to = _DARK
        self._since = -math.inf

    def look(self, light: Light | None, at: float) -> None:
        """The screen's colour at `at` seconds."""
        if light is not self._light:
            self._from, self._to, self._since = self.level(at), _linear(light), at
            self._light = light

    def level(self, at: float) -> Colour:
        """The light that a frame at `at` seconds shows."""
        late = at - self._since - _LATENCY_S
        if late <= 0:
            return self._from
        rest = math.exp(-late / _SMOOTHED_S)
        return np.asarray(self._to + (self._from - self._to) * rest, dtype=np.float32)


def gains(level: Colour) -> Colour:
    """What the screen's light multiplies the channels of a gamma-coded pixel by, where all of it falls.

    A surface reflects the screen's light in the same colour as the room's, so the two add up before the coding.
    """
    return np.asarray((1 + _SHARE * level) ** (1 / _GAMMA), dtype=np.float32)


def lit(picture: Picture, weight: Weight, level: Colour) -> Picture:
    """The picture with the screen's light added to the room's where `weight` lets it fall."""
    if not level.any():
        return picture
    gain = cv2.merge([1 + weight * float(channel - 1) for channel in gains(level)])
    return np.asarray(cv2.multiply(picture, gain, dtype=cv2.CV_8U), dtype=np.uint8)


def rounded_face(centre: tuple[float, float], half: tuple[float, float], size: tuple[int, int]) -> Weight:
    """How the screen's light falls on an oval face of a picture of `size`: most in the middle, none beyond."""
    v, u = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    aside = ((u - centre[0]) / half[0]) ** 2 + ((v - centre[1]) / half[1]) ** 2
    return np.asarray(np.sqrt(np.clip(1.1 - aside, 0, 1)), dtype=np.float32)


def _linear(light: Light | None) -> Colour:
    if light is None:
        return _DARK
    red, green, blue = (int(light.value[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return np.array([blue, green, red], np.float32) ** np.float32(_GAMMA)
