"""The demo media's films, frame by frame."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import cv2
import numpy as np

from drivers.simulated.cards import MediaMissingError
from drivers.simulated.scene import Picture

_LONGEST: Final = 480


def frames(path: Path, most: int = _LONGEST) -> tuple[list[Picture], float]:
    """The first frames of a film, BGR, and how many it shows in a second. Raises `MediaMissingError`."""
    film = cv2.VideoCapture(str(path))
    rate = film.get(cv2.CAP_PROP_FPS) or 30.0
    pictures: list[Picture] = []
    try:
        while len(pictures) < most:
            got, frame = film.read()
            if not got:
                break
            pictures.append(np.asarray(frame, dtype=np.uint8))
    finally:
        film.release()
    if not pictures:
        raise MediaMissingError(path.name)
    return pictures, rate


def back_and_forth(at: float, rate: float, count: int) -> int:
    """Which of `count` frames is seen at `at` seconds, where they run forwards and backwards in turn."""
    turn = 2 * max(1, count - 1)
    index = int(at * rate) % turn
    return min(index, turn - index)
