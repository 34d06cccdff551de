"""Photographs held before a camera: flat or bent about an upright axis, turned, and seen in perspective."""

from __future__ import annotations

import cv2
import numpy as np

from kiosk.vision.geometry import Image

WIDTH, HEIGHT = 640, 360
_AWAY = 3.0  # widths of the sheet
_COLUMNS = 160


def bent(photograph: Image, *, turn: float, bend: float) -> Image:
    """The sheet turned by radians and bent by radians from edge to edge, its middle towards the camera."""
    height, width = photograph.shape[:2]
    across = np.linspace(-0.5, 0.5, _COLUMNS + 1)
    radius = 1 / bend if bend else 1e6
    x, z = radius * np.sin(across / radius), radius * (1 - np.cos(across / radius))
    x, z = np.cos(turn) * x + np.sin(turn) * z, np.cos(turn) * z - np.sin(turn) * x
    scale = 0.95 * HEIGHT
    near = 1 / (1 + z / _AWAY)
    u, half = WIDTH / 2 + scale * x * near, scale * near * height / width / 2
    seen = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    for n in np.argsort(-(z[1:] + z[:-1])):  # the far strips first
        left, right = u[n], u[n + 1]
        if right <= left:
            continue  # its back
        corners = np.array(
            [
                [left, HEIGHT / 2 - half[n]],
                [right, HEIGHT / 2 - half[n + 1]],
                [right, HEIGHT / 2 + half[n + 1]],
                [left, HEIGHT / 2 + half[n]],
            ],
            np.float32,
        )
        x0, x1 = max(0, int(left)), min(WIDTH, int(right) + 2)
        source = (width - 1) * (across[[n, n + 1, n + 1, n]] + 0.5)
        piece = np.stack([source, [0, 0, height - 1, height - 1]], axis=1).astype(np.float32)
        strip = cv2.warpPerspective(
            photograph,
            cv2.getPerspectiveTransform(piece, corners - np.array([x0, 0], np.float32)),
            (x1 - x0, HEIGHT),
            flags=cv2.INTER_LINEAR,
        )
        columns = np.arange(x0, x1)
        inside = (columns >= left - 0.5) & (columns <= right + 0.5)
        upper = np.interp(columns, [left, right], corners[:2, 1])
        rows = np.abs(np.arange(HEIGHT)[:, None] - HEIGHT / 2) <= HEIGHT / 2 - upper[None]
        seen[:, x0:x1][rows & inside] = strip[rows & inside]
    return seen
