"""Who may stand before the face camera, and what each does: frames of 640 x 360, BGR."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Protocol

import cv2
import numpy as np

from drivers.simulated import film
from drivers.simulated.attacks import Photo, Replay
from drivers.simulated.attention import Attention
from drivers.simulated.faces import HEIGHT, WIDTH, Holder
from drivers.simulated.scene import Picture
from drivers.simulated.shine import Shine, lit, rounded_face
from drivers.simulated.world import Person, World

_OTHER: Final = "WolfgangLanger_Pexels.mp4"
_HER_FACE: Final = ((448.0, 205.0), (150.0, 190.0))
"""The oval in which her face stays in all frames: its middle, and half its width and height in pixels."""


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
    """A woman who minds no screen but is lit by it: her film, back and forth.

    The frames are kept as JPEG: raw they take 300 MB.
    """

    def __init__(self, media: Path) -> None:
        path = media / _OTHER
        self._rate = film.rate(path)
        self._shine = Shine()
        self._near = rounded_face(*_HER_FACE, (WIDTH, HEIGHT))
        self._frames = [cv2.imencode(".jpg", seen, (cv2.IMWRITE_JPEG_QUALITY, 92))[1] for seen in film.frames(path)]

    def frame(self, at: float, world: World) -> Picture:
        """Implements `Visitor`."""
        self._shine.look(world.light, at)
        index = film.back_and_forth(at, self._rate, len(self._frames))
        seen = np.asarray(cv2.imdecode(self._frames[index], cv2.IMREAD_COLOR), dtype=np.uint8)
        return lit(seen, self._near, self._shine.level(at))


class Two:
    """The holder, and the other at his side: each in one half of the picture."""

    _HIS, _HERS = 160, 286  # the columns where the halves begin

    def __init__(self, media: Path, seed: int) -> None:
        self._customer, self._other = Customer(media, seed), Other(media)

    def frame(self, at: float, world: World) -> Picture:
        """Implements `Visitor`."""
        seen = self._other.frame(at, world)
        half = seen.shape[1] // 2
        seen[:, half:] = seen[:, self._HERS : self._HERS + half].copy()
        seen[:, :half] = self._customer.frame(at, world)[:, self._HIS : self._HIS + half]
        return seen


def visitor(person: Person, media: Path, seed: int) -> Visitor:
    """The person of this name, who has just come. Raises `MediaMissingError`."""
    match person:
        case "holder":
            return Customer(media, seed)
        case "other":
            return Other(media)
        case "two":
            return Two(media, seed)
        case "photo":
            return Photo(media, seed)
        case "replay":
            return Replay(media, seed)
