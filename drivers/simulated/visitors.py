"""Who may stand before the face camera, and what each does: frames of 640 x 360, BGR."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Protocol

import cv2
import numpy as np

from drivers.simulated import film
from drivers.simulated.attention import Attention
from drivers.simulated.faces import Holder
from drivers.simulated.scene import Picture
from drivers.simulated.shine import Shine, lit
from drivers.simulated.world import Person, World

_OTHER: Final = "WolfgangLanger_Pexels.mp4"


class Visitor(Protocol):
    """Somebody before the camera."""

    def frame(self, at: float, world: World) -> Picture:
        """What the camera sees of them at `at` seconds, without noise."""


class Customer:
    """The card's holder, who reads the screen, does what it asks and is lit by it."""

    def __init__(self, media: Path, seed: int) -> None:
        self._face = Holder(media)
        self._attention = Attention(seed)
        self._shine = Shine()

    def frame(self, at: float, world: World) -> Picture:
        """Implements `Visitor`."""
        self._attention.look(world.asked, at)
        self._shine.look(world.light, at)
        seen = self._face.frame(at, self._attention.pose(at))
        return lit(seen, self._face.near, self._shine.level(at))


class Other:
    """A woman who minds no screen: her film, back and forth. The frames are kept as JPEG: raw they take 300 MB."""

    def __init__(self, media: Path) -> None:
        pictures, self._rate = film.frames(media / _OTHER)
        self._frames = [cv2.imencode(".jpg", picture, (cv2.IMWRITE_JPEG_QUALITY, 92))[1] for picture in pictures]

    def frame(self, at: float, world: World) -> Picture:
        """Implements `Visitor`."""
        index = film.back_and_forth(at, self._rate, len(self._frames))
        return np.asarray(cv2.imdecode(self._frames[index], cv2.IMREAD_COLOR), dtype=np.uint8)


def visitor(person: Person, media: Path, seed: int) -> Visitor:
    """The person of this name, who has just come. Raises `MediaMissingError`."""
    match person:
        case "holder":
            return Customer(media, seed)
        case _:
            return Other(media)
