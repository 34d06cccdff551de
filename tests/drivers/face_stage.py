"""A stage before the simulated face camera, seen by the real models."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from drivers.simulated.camera import SimulatedCamera
from drivers.simulated.world import Person, World
from kiosk.places import media_dir
from kiosk.vision.embed import Template
from kiosk.vision.face import FaceEngine, Observation
from kiosk.vision.geometry import Image
from kiosk.vision.mesh import FaceMesh

FPS = 15
CHEEKS = (50, 280)  # points of the mesh in the middle of each
WALL = (slice(20, 100), slice(540, 620))
"""A piece of the picture at its right edge: far behind whoever stands there."""


@cache
def engine() -> FaceEngine:
    """One engine for all tests: it keeps nothing between pictures."""
    return FaceEngine()


@cache
def portrait() -> Template:
    """The template of the holder's photograph."""
    image = cv2.imread(str(media_dir() / "single_face.jpg"))
    assert image is not None
    template = engine().portrait(np.asarray(image, dtype=np.uint8))
    assert template is not None
    return template


@dataclass(frozen=True, eq=False)
class Seen:
    """One frame, and what the engine saw in it."""

    at: float
    image: Image
    observed: Observation

    @property
    def mesh(self) -> FaceMesh:
        assert self.observed.mesh is not None, "no face was found"
        return self.observed.mesh

    @property
    def openness(self) -> float:
        assert self.observed.openness is not None, "the eyes were not looked at"
        return self.observed.openness

    @property
    def embedded(self) -> Template:
        """The face's template, whether or not the gates let it be compared."""
        return Template(engine().name, engine().embedder.embed(self.image, self.mesh))

    @property
    def skin(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """The mean colour of both cheeks, BGR."""
        patches = []
        for point in CHEEKS:
            x, y = self.mesh.points[point].astype(int)
            patches.append(self.image[y - 8 : y + 8, x - 8 : x + 8].reshape(-1, 3))
        return np.concatenate(patches).mean(axis=0)

    @property
    def wall(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """The mean colour of the wall behind, BGR."""
        return self.image[WALL].reshape(-1, 3).mean(axis=0)


class Stage:
    """A person before the camera; the screen's words and light change with `show`."""

    def __init__(self, media: Path, person: Person | None, *, seed: int = 1, begin: float = 100.0) -> None:
        self.world = World(person=person)
        self.at = begin
        self._camera = SimulatedCamera("face", lambda: self.world, media, seed=seed)
        self._camera.open()

    def show(self, **changes: Any) -> None:
        """Change the world."""
        self.world = replace(self.world, **changes)

    def frame(self) -> Image:
        """The next frame, a fifteenth of a second later."""
        self.at += 1 / FPS
        return self._camera.draw(self.at)

    def see(self) -> Seen:
        """The next frame, and what the engine sees in it."""
        image = self.frame()
        return Seen(self.at, image, engine().observe(image))

    def pass_by(self, seconds: float) -> None:
        """Let so many seconds of frames go unseen."""
        for _ in range(round(seconds * FPS)):
            self.frame()

    def watch(self, seconds: float) -> list[Seen]:
        """Every frame of so many seconds."""
        return [self.see() for _ in range(round(seconds * FPS))]
