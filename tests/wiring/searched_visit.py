"""A customer's way through the devices of a real vision process that is overheard, and searched from outside."""

from __future__ import annotations

import os
import queue
import secrets as chance
import threading
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import numpy as np
from memory_scan import Secrets, found
from numpy.typing import NDArray
from overheard_vision import MARK, TEMPLATE, OverheardBuild

from drivers.simulated.camera import SimulatedCamera
from drivers.simulated.people import Card
from drivers.simulated.world import Side, World
from kiosk.core import ports
from kiosk.settings import parse
from kiosk.vision.process import VisionProcess
from kiosk.wiring.simulated import SimulatedWorld

CAMERA: Final = {"driver": "simulated"}
SETTINGS: Final[dict[str, Any]] = {
    "terminal": {"id": "test", "branch": "test", "bank": "test"},
    "central": {"url": "https://127.0.0.1", "ca": "", "certificate": "", "key": ""},
    "cameras": {"code": CAMERA, "document": CAMERA, "face": CAMERA},
}


class Visit:
    """A customer's way through the devices of one vision process."""

    def __init__(
        self,
        media: Path,
        frames: Path,
        texts: Mapping[str, str],
        documents: Mapping[str, str] | None = None,
        chips: Connection | None = None,
    ) -> None:
        self._texts = texts
        self.world = SimulatedWorld()
        self.marks = {"document": chance.token_bytes(MARK), "face": chance.token_bytes(MARK)}
        self._hearing, self._wire = get_context("spawn").Pipe(duplex=False)
        self._told: queue.SimpleQueue[ports.Told | ports.FaceSeen] = queue.SimpleQueue()
        self._pieces: set[bytes] = set()
        self._templates: list[NDArray[np.float32]] = []
        inverted = {view: bytes(byte ^ 0xFF for byte in mark) for view, mark in self.marks.items()}
        settings = parse(SETTINGS | {"documents": documents or {}}, Path())
        build = OverheardBuild(settings, media, self.world.receiver, frames, inverted, self._wire, chips)
        self.to_disk_before = 0
        self.vision = VisionProcess(build)
        self._ear = threading.Thread(target=self._hear, name="ear")
        self._ear.start()
        self.vision.open(self._told.put)

    @property
    def pid(self) -> int:
        assert self.vision.pid is not None
        return self.vision.pid

    def tell(self, event: ports.Told | ports.FaceSeen) -> None:
        """Somebody cooperative stands there: what the screen asks is done."""
        match event:
            case ports.FaceChallenged(challenge):
                self.world.screen_shows(challenge, None)
            case ports.FaceLit(light):
                self.world.screen_shows(None, light)
        self._told.put(event)

    def until(self, holds: Callable[[ports.Told | ports.FaceSeen], bool]) -> ports.Told | ports.FaceSeen:
        """Wait for what is told."""
        while not holds(event := self._told.get(timeout=60)):
            assert not isinstance(event, ports.DeviceLost | ports.FaceCompared), event
        return event

    def reads(self, code: str) -> None:
        """Hold up a code until the scanner has read it."""
        self.world.hold_text(code)
        self.vision.scanner.start(self.tell)
        self.until(lambda event: event == ports.CodeRead(code))
        self.world.hold_text(None)

    @property
    def templates(self) -> int:
        """How many were made."""
        return len(self._templates)

    @property
    def secrets(self) -> Secrets:
        """What of the customer is to be forgotten: of the templates the first is the portrait's, the last is live."""
        templates = [self._templates[at] for at in (0, -1)] if self._templates else []
        return Secrets(self._texts, self.marks, frozenset(self._pieces), templates)

    def found(self) -> frozenset[str]:
        """What of it lies in the memory of the process."""
        return found(self.pid, self.secrets)

    def preview(self) -> bytes:
        return bytes(self.vision._memory.buf or b"")

    def close(self) -> None:
        self.vision.close()
        self.world.close()
        self._wire.close()
        self._ear.join()
        self._hearing.close()

    def _hear(self) -> None:
        with os.fdopen(os.dup(self._hearing.fileno()), "rb") as wire:
            while head := wire.read(3):
                told = wire.read(int.from_bytes(head[1:], "little"))
                if head[:1] == TEMPLATE:
                    self._templates.append(np.frombuffer(told, np.float32))
                elif len(set(told)) > MARK // 4:  # a plain piece could lie anywhere
                    self._pieces.add(told)


def draw(card: Card, sides: tuple[Side, ...], media: Path, folder: Path) -> None:
    """A card under a camera, drawn into a folder: the vision process shall know only pixels of it."""
    for side in sides:
        np.save(folder / f"{side}.npy", _pictures(card, side, media))


def _pictures(card: Card, side: Side, media: Path) -> NDArray[np.uint8]:
    camera = SimulatedCamera("document", lambda: World(card=card, side=side), media)
    camera.open()
    drawn = np.stack([camera.draw(number / 15) for number in range(10)])
    camera.close()
    return drawn
