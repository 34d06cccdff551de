"""The demo media's films, frame by frame."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from drivers.simulated.cards import MediaMissingError
from drivers.simulated.scene import Picture

_LONGEST: Final = 480


def frames(path: Path, most: int = _LONGEST) -> Iterator[Picture]:
    """The first frames of a film, BGR. Raises `MediaMissingError` where there is none."""
    film = cv2.VideoCapture(str(path))
    count = 0
    try:
        while count < most:
            got, frame = film.read()
            if not got:
                break
            count += 1
            yield np.asarray(frame, dtype=np.uint8)
    finally:
        film.release()
    if not count:
        raise MediaMissingError(path.name)


def rate(path: Path) -> float:
    """How many frames a film shows in a second."""
    film = cv2.VideoCapture(str(path))
    try:
        return float(film.get(cv2.CAP_PROP_FPS)) or 30.0
    finally:
        film.release()


def back_and_forth(at: float, speed: float, count: int) -> int:
    """Which of `count` frames is seen at `at` seconds, where `speed` of them run each second, to the end and back."""
    turn = 2 * max(1, count - 1)
    index = int(at * speed) % turn
    return min(index, turn - index)
