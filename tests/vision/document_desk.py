"""A document reader of the simulated branch, for the tests of its reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import cv2
import numpy as np

from drivers.simulated.camera import SimulatedCamera
from drivers.simulated.people import CARDS, UNUSUAL
from drivers.simulated.world import Side, World
from kiosk.core.ports import DocumentNotRead, DocumentRead
from kiosk.vision.document import DocumentSession
from kiosk.vision.geometry import Image
from kiosk.vision.ocr import SIDE, Line, Quad, Spelt

TODAY = date(2026, 11, 23)
TD1_FRONT = ("UTOPIA", "NORDQVIST", "16 04 1991", "01 02 2034", "D23145890")
TD1_BACK = ("I<UTOD231458907<<<<<<<<<<<<<<<", "9104163M3402018UTO<<<<<<<<<<<2", "NORDQVIST<<ERIK<JONAS<<<<<<<<<")
TD3 = ("P<UTOVAN<HALDER<<ELIAS<NOAH<<<<<<<<<<<<<<<<<", "UT73019467UTO8709309M3306127<<<<<<<<<<<<<<04")
_SPECIMENS = {**CARDS, **UNUSUAL}


def drawn_portrait(folder: Path) -> Path:
    """A folder with a stand-in for the portrait: these tests read print, not faces."""
    head = np.full((562, 572, 3), (120, 140, 110), np.uint8)
    cv2.ellipse(head, (285, 250), (105, 140), 0, 0, 360, (150, 180, 225), -1)
    cv2.ellipse(head, (285, 140), (110, 60), 0, 0, 360, (20, 20, 25), -1)
    cv2.rectangle(head, (110, 420), (470, 561), (70, 40, 30), -1)
    cv2.imwrite(str(folder / "single_face.jpg"), head)
    return folder


class Desk:
    """A camera above a reader; `lay` changes what lies there, `frames` deliver at 15 a second without waiting."""

    def __init__(self, media: Path) -> None:
        self._world = World()
        self._camera = SimulatedCamera("document", lambda: self._world, media)
        self._camera.open()
        self._at = 0.0

    def lay(self, card: str | None, side: Side = "front") -> None:
        self._world = World(card=_SPECIMENS[card] if card else None, side=side)

    def frame(self, *, turned: bool = False) -> Image:
        self._at += 1 / 15
        picture = self._camera.draw(self._at)
        return np.ascontiguousarray(picture[::-1, ::-1]) if turned else picture

    def frames(self, count: int, *, turned: bool = False) -> Iterator[Image]:
        return (self.frame(turned=turned) for _ in range(count))

    def answer(
        self, session: DocumentSession, *, within: int = 10, turned: bool = False
    ) -> DocumentRead | DocumentNotRead | None:
        """The first thing that the session tells within some frames."""
        return next((said for frame in self.frames(within, turned=turned) if (said := session.see(frame))), None)


class ScriptedOcr:
    """Reads whatever the test says; sees no machine-readable zone but in the text."""

    def __init__(self, *rows: str) -> None:
        self.rows = rows
        self.asked = 0

    def quads(self, image: Image, side: int = SIDE) -> tuple[Quad, ...]:
        return ()

    def lines(self, image: Image, quads: Sequence[Quad], angle: float | None = None) -> tuple[Line, ...]:
        self.asked += 1
        return tuple(Line(text, left=0, middle=60 * i, height=40) for i, text in enumerate(self.rows))

    def spell(self, strip: Image) -> Spelt:
        raise AssertionError("no zone was to be seen")


def session_of(*rows: str) -> tuple[DocumentSession, ScriptedOcr]:
    """A reader that sees this text."""
    scripted = ScriptedOcr(*rows)
    return DocumentSession(scripted, lambda: TODAY), scripted
