"""A camera that looks at the simulated world."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal, TypeAlias

import cv2
import numpy as np

from drivers.simulated import cards, codes
from drivers.simulated.cards import MediaMissingError
from drivers.simulated.scene import MOTION, Noise, Picture, Still, clutter, corners, desk, laid, pixels, rounded
from drivers.simulated.visitors import Visitor, visitor
from drivers.simulated.world import Person, World
from kiosk.core.ports import CameraError, Frame

View: TypeAlias = Literal["code", "document", "face"]

_SIZES: Final[dict[View, tuple[int, int]]] = {"code": (1280, 720), "document": (1280, 720), "face": (640, 360)}
_CARD_WIDTH: Final = 0.68
"""How much of the picture's width a card on the reader takes."""
_STILLS_KEPT: Final = 9


class SimulatedCamera:
    """One of the three cameras of the simulated branch; implements `kiosk.core.ports.Camera`.

    `code` sees a phone or the room, `document` the reader's surface (both 1280x720), `face` whoever stands there
    or the empty room (640x360). `world` is asked before each frame. `media` holds the demo media.
    The same `seed` gives the same pictures, where the world changes at the same times.
    """

    def __init__(self, view: View, world: Callable[[], World], media: Path, *, fps: float = 15, seed: int = 1) -> None:
        self._view: View = view
        self._world = world
        self._media = media
        self._interval = 1 / fps
        self._seed = seed
        self._noise: Noise | None = None
        self._stills: dict[object, Still] = {}
        self._visitors: dict[Person, Visitor] = {}
        self._last: Picture | None = None
        self._due = 0.0

    def open(self) -> None:
        """Begin to deliver. Raises `CameraError` when lost, or where fonts or media that are needed are missing."""
        width, height = _SIZES[self._view]
        self._noise = Noise(width, height, np.random.default_rng(self._seed))
        self._due = time.monotonic()
        world = self._world()
        if self._view == "face" and world.person and world.camera != "lost":
            self._visitor(world.person)  # not drawn: who is not looked at does not begin to act
        else:
            self.draw(self._due)

    def read(self) -> Frame:
        """Wait for the next frame. Raises `CameraError` when closed or lost, or when fonts or media are missing."""
        time.sleep(max(0.0, self._due - time.monotonic()))
        now = time.monotonic()
        self._due = max(self._due + self._interval, now)
        picture = self.draw(now)
        height, width = picture.shape[:2]
        return Frame(
            width=width, height=height, pixels=memoryview(np.ascontiguousarray(picture).data).cast("B"), at=now
        )

    def close(self) -> None:
        """Stop delivering and let the pictures go."""
        self._noise = self._last = None
        self._stills.clear()
        self._visitors.clear()

    def draw(self, at: float) -> Picture:
        """The frame at `at` seconds, without waiting: BGR. Raises as `read` does."""
        if self._noise is None:
            raise CameraError("the camera is closed")
        world = self._world()
        match world.camera:
            case "lost":
                raise CameraError("the camera is unplugged")
            case "frozen" if self._last is not None:
                return self._last
            case "black":
                width, height = _SIZES[self._view]
                self._last = self._noise.upon(np.zeros((height, width, 3), np.uint8))
            case _:
                self._last = self._seen(world, at, self._noise)
        return self._last

    def _seen(self, world: World, at: float, noise: Noise) -> Picture:
        width, height = _SIZES[self._view]
        size = (width + 2 * MOTION, height + 2 * MOTION)
        rng = np.random.default_rng(self._seed)
        match self._view:
            case "code":
                return self._still(world.code, lambda: codes.held_up(world.code, width, height, rng)).frame(at, noise)
            case "document":
                shown = (world.card, world.side) if world.card else None
                return self._still(shown, lambda: self._on_the_reader(world, size, rng)).frame(at, noise)
            case "face" if world.person:
                return noise.upon(self._visitor(world.person).frame(at, world))
            case _:
                return self._still(None, lambda: clutter(*size, rng)).frame(at, noise)

    def _still(self, shown: object, draw: Callable[[], Picture]) -> Still:
        """The picture of what is shown now; the last few are kept, for drawing one takes longer than a frame."""
        with _what_is_missing():
            still = self._stills.pop(shown, None) or Still(draw())
        self._stills[shown] = still
        while len(self._stills) > _STILLS_KEPT:
            del self._stills[next(iter(self._stills))]
        return still

    def _visitor(self, person: Person) -> Visitor:
        """Who stands there; one is kept, and comes anew after another."""
        if person not in self._visitors:
            with _what_is_missing():
                self._visitors = {person: visitor(person, self._media, self._seed)}
        return self._visitors[person]

    def _on_the_reader(self, world: World, size: tuple[int, int], rng: np.random.Generator) -> Picture:
        surface = desk(*size, rng)
        if world.card is None:
            return surface
        width = size[0] * _CARD_WIDTH
        where = corners(
            (size[0] / 2 + float(rng.uniform(-12, 12)), size[1] / 2 + float(rng.uniform(-8, 8))),
            width,
            width * cards.HEIGHT / cards.WIDTH,
            turn=float(rng.uniform(-1.2, 1.2)),
            tilt=float(rng.uniform(0, 0.012)),
        )
        card = cards.draw(world.card, world.side, self._media)
        lying = laid(surface, card, where, rounded(cards.WIDTH, cards.HEIGHT, 30))
        h, w = lying.shape[:2]
        y, x = np.mgrid[0:h, 0:w].astype(np.float32)
        lamp = 1.03 - 0.16 * np.hypot((x - w * 0.4) / w, (y - h * 0.4) / h)
        lit = pixels(lying * lamp[..., None])
        return np.asarray(cv2.GaussianBlur(lit, (0, 0), 0.7), dtype=np.uint8)


@contextmanager
def _what_is_missing() -> Iterator[None]:
    """What the world needs and the machine has not is told as a camera that cannot deliver."""
    try:
        yield
    except (cards.FontMissingError, MediaMissingError) as error:
        raise CameraError(str(error)) from error
