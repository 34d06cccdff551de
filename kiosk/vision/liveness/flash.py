"""Whether the skin follows the colours that the screen shines in.

What lights up by itself (a film on a tablet) does not, nor does a film of another time. The colours are pale and change
2.8 times a second at most, below the three flashes a second of WCAG 2.3.1.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kiosk.core.identity import Light
from kiosk.vision.geometry import Image
from kiosk.vision.liveness.finding import Finding, Reason, graded
from kiosk.vision.mesh import FaceMesh

STEP_S: Final = 0.36
"""How long each colour is shown. With 0.45 no film passed less often, and no lit face more often (docs/liveness.md)."""
COLOURS: Final = 6
"""Of 546 sequences one is drawn. A film that reflects another one passes in 2 of 100 (2,400 drawn, on a real film)."""
TAIL_S: Final = 0.4
"""For how long the neutral end is watched: the last colour comes late."""

_LAGS_S: Final = np.arange(0, 0.351, 0.05)
"""From the word to the frame: display and camera."""
_FOLLOWS: Final = 0.75
"""Correlation of chroma and light: a real film that reflects nothing .73 at most (4,800 sequences drawn, at 12 and at 8
frames a second); of those that reflect 3 of 100 of the screen's light all but 1 of 200 reach it, of 5 of 100 all (1,600
each, half of them with a white balance that works against it)."""
_SHARE: Final = 0.012
"""The screen's share of the light on the skin; a film that reflects nothing reaches .006 at the 99th of 100."""

_DARKEST, _BRIGHTEST = 12, 250
"""Pixel values between which a channel is told apart: below lies noise, above nothing changes any more."""
_USABLE: Final = 0.6
_FEWEST_PER_COLOUR: Final = 2
_PATCHES: Final = (50, 280, 205, 425, 101, 330, 151, 108, 337, 9)  # cheeks and forehead
_PATCH: Final = 0.12  # eye distances from its middle to its edge


def _linear(coded: NDArray[np.float64]) -> NDArray[np.float64]:
    """IEC 61966-2-1 (sRGB): from 0..1 as coded to 0..1 of light."""
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


_LINEAR: Final = _linear(np.arange(256) / 255)
_CHROMA: Final = MappingProxyType(
    {
        light: rgb[[0, 2]] - rgb[1]
        for light in Light
        for rgb in [_linear(np.array([int(light.value[i : i + 2], 16) / 255 for i in (1, 3, 5)]))]
    }
)


@dataclass(frozen=True)
class Skin:
    """The mean light of the skin at a time: `chroma` is the logarithm of red and of blue over green."""

    at: float
    chroma: tuple[float, float] = field(repr=False)


def skin(image: Image, mesh: FaceMesh, at: float) -> Skin | None:
    """The light of cheeks and forehead; None where too much of them is dark, glaring or out of the picture."""
    reach = _PATCH * mesh.eye_distance
    pieces = []
    for x, y in mesh.points[list(_PATCHES)].tolist():
        rows, columns = (slice(max(0, int(c - reach)), max(0, int(c + reach) + 1)) for c in (y, x))
        pieces.append(image[rows, columns].reshape(-1, 3))
    pixels = np.concatenate(pieces)
    usable = (pixels.min(1) >= _DARKEST) & (pixels.max(1) <= _BRIGHTEST)
    if usable.sum() < max(1.0, _USABLE * len(pixels)):
        return None
    blue, green, red = _LINEAR[pixels[usable]].mean(0).tolist()
    return Skin(at, (float(np.log(red / green)), float(np.log(blue / green))))


def draw(chance: random.Random) -> tuple[Light, ...]:
    """A random sequence: no colour twice in a row, and neutral neither first nor last, where nothing would change."""
    while True:
        sequence = tuple(chance.choices(tuple(Light), k=COLOURS))
        if Light.WHITE not in (sequence[0], sequence[-1]) and all(a is not b for a, b in pairwise(sequence)):
            return sequence


def follows(shown: Sequence[tuple[float, Light]], seen: Sequence[Skin]) -> Finding:
    """Whether the skin followed the lights: each with the time it was asked for, the last lasting to the end.

    To first order the logarithm of a colour's ratio grows with the screen's share of the light times the difference of
    its channels; a slow drift (white balance, daylight) is taken out of both. The best of the plausible delays counts.
    """
    times = np.array([s.at for s in seen])
    begins = np.array([at for at, _ in shown])
    counts = np.bincount(np.searchsorted(begins, times, side="right"), minlength=len(shown) + 1)[1:]
    if len(shown) == 0 or counts.min() < _FEWEST_PER_COLOUR:
        return Finding(None, Reason.LIGHT_NOT_MEASURED)
    steady = _without_drift(times)
    chroma = steady @ np.array([s.chroma for s in seen])
    best, share = 0.0, 0.0
    for lag in _LAGS_S:
        light = steady @ _shining(shown, times - lag)
        energy = float((light * light).sum())
        together = float((light * chroma).sum())
        correlation = together / max(float(np.sqrt(energy * (chroma * chroma).sum())), 1e-12)
        if correlation > best:
            best, share = correlation, together / max(energy, 1e-12)
    return min(
        graded(best - (2 * _FOLLOWS - 1), 1 - _FOLLOWS, Reason.LIGHT_NOT_FOLLOWED),
        graded(share, _SHARE, Reason.LIGHT_NOT_FOLLOWED),
        key=lambda finding: finding.score or 0.0,
    )


def _without_drift(times: NDArray[np.float64]) -> NDArray[np.float64]:
    """The matrix that takes a mean and a straight slope in time out of a series."""
    slow = np.column_stack([np.ones(len(times)), times - times.mean()])
    return np.asarray(np.eye(len(times)) - slow @ np.linalg.pinv(slow), dtype=np.float64)


def _shining(shown: Sequence[tuple[float, Light]], times: NDArray[np.float64]) -> NDArray[np.float64]:
    """The chroma of the screen at each time: n x 2; neutral before the first light."""
    starts = np.array([at for at, _ in shown])
    chromas = np.array([np.zeros(2)] + [_CHROMA[light] for _, light in shown])
    return chromas[np.searchsorted(starts, times, side="right")]
