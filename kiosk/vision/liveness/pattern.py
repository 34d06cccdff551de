"""Hints of a screen or a sheet: a grid that beats with the camera's pixels, and a rim around the face.

Hints only: a sharp panel or a large one shows neither, and a real room can hold both.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.vision.geometry import Image
from kiosk.vision.liveness.finding import THRESHOLD, Finding, Reason, graded

_Box: TypeAlias = tuple[float, float, float, float]
_Line: TypeAlias = tuple[float, float, float, float]

_SIDE: Final = 128  # px of the picture, not enlarged or shrunk: both would make or hide a pattern
_LOWEST: Final = 0.12  # cycles a pixel; below it faces have structure of their own
_PEAK: Final = 2.3
"""Natural logarithm of a line over its neighbours in the spectrum. 12 of 479 news photographs exceed it; a grid of two
hundredths of the light lifts half of them over it at periods of 2.3 to 4.7 px, and few at 7."""
_NEIGHBOURS: Final = 5

_WIDTH: Final = 320  # px to which a picture is brought before its edges are sought
_STEEP: Final = math.tan(math.radians(20))
_PARALLEL: Final = math.radians(8)
_CORNER: Final = 0.4  # widths of the face by which an edge may miss the end of another
_LENGTH: Final = 0.8  # widths of the face that an edge is long at least
_SMALLEST: Final = 16  # px of a face


def screen_or_sheet(image: Image, box: _Box) -> Finding:
    """One frame's hint: 0 with a rim or a clear grid around the face in `box`, 1 with neither."""
    grid = grid_peak(image, box)
    finding = graded(max(0.0, 2 * _PEAK - grid), _PEAK, Reason.SCREEN_PATTERN)
    return Finding(0.0, Reason.SCREEN_PATTERN) if has_rim(image, box) else finding


def usual(findings: Iterable[Finding]) -> Finding | None:
    """The hint of several frames, from what a third of them shows; None without any."""
    scores = sorted(finding.score for finding in findings if finding.score is not None)
    return graded(scores[len(scores) // 3], THRESHOLD, Reason.SCREEN_PATTERN) if scores else None


def grid_peak(image: Image, box: _Box) -> float:
    """How far the strongest line in the spectrum of the face, of its luma or of its colour, stands over its neighbours.

    A natural logarithm; 0 where the face lies too near the picture's edge.
    """
    left, top = (round((a + b) / 2 - _SIDE / 2) for a, b in ((box[0], box[2]), (box[1], box[3])))
    if left < 0 or top < 0:
        return 0.0
    piece = image[top : top + _SIDE, left : left + _SIDE].astype(np.float32)
    if piece.shape[:2] != (_SIDE, _SIDE):
        return 0.0
    return max(_peak(piece.mean(2)), _peak(piece[..., 2] - piece[..., 1]))


def _peak(plane: NDArray[np.float32]) -> float:
    window = np.hanning(_SIDE)
    spectrum = np.abs(np.fft.fftshift(np.fft.fft2((plane - plane.mean()) * np.outer(window, window))))
    height = np.log1p(spectrum).astype(np.float32)
    frequency = np.fft.fftshift(np.fft.fftfreq(_SIDE))
    band = np.hypot(*np.meshgrid(frequency, frequency)) > _LOWEST
    return float((height - cv2.medianBlur(height, _NEIGHBOURS))[band].max())


def has_rim(image: Image, box: _Box) -> bool:
    """Whether straight edges run left and right of the face, parallel, and another above or below joins their sides."""
    scale = _WIDTH / image.shape[1]
    left, top, right, bottom = (value * scale for value in box)
    width = right - left
    if width < _SMALLEST:
        return False
    size = (_WIDTH, max(1, round(image.shape[0] * scale)))
    luma = cv2.cvtColor(cv2.resize(image, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    found = cv2.createLineSegmentDetector().detect(luma)[0]
    segments: list[_Line] = (
        [] if found is None else [tuple(line) for line in found.reshape(-1, 4).astype(float).tolist()]
    )
    lines = [line for line in segments if math.dist(line[:2], line[2:]) >= _LENGTH * width]
    upright = [line for line in lines if abs(line[2] - line[0]) <= _STEEP * abs(line[3] - line[1])]
    lefts = [line for line in upright if max(line[0], line[2]) < left]
    rights = [line for line in upright if min(line[0], line[2]) > right]
    levels = [line for line in lines if abs(line[3] - line[1]) <= _STEEP * abs(line[2] - line[0])]
    across = [
        line
        for line in levels
        if max(line[1], line[3]) < top or min(line[1], line[3]) > bottom
        if min(right, max(line[0], line[2])) - max(left, min(line[0], line[2])) >= width / 4
    ]
    return any(
        abs(_lean(one) - _lean(other)) <= _PARALLEL and _ends_at(line, one, width) and _ends_at(line, other, width)
        for one in lefts
        for other in rights
        for line in across
    )


def _lean(line: _Line) -> float:
    """The angle from the vertical in radians."""
    return math.atan((line[2] - line[0]) / ((line[3] - line[1]) or 1e-9))


def _ends_at(level: _Line, upright: _Line, width: float) -> bool:
    """Whether the level edge, drawn on, comes to the upright one near its end."""
    x = (upright[0] + upright[2]) / 2
    y = level[1] + (level[3] - level[1]) * (x - level[0]) / ((level[2] - level[0]) or 1e-9)
    return min(abs(y - upright[1]), abs(y - upright[3])) <= _CORNER * width
