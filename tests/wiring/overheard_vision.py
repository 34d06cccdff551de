"""The real vision process, with a mark in what its cameras see and an ear at its models.

Imported anew by that process, so it keeps to what pickles, and knows nothing of what the test looks for: a mark is kept
inverted, and what a model was given or gave goes from where it lies straight into the wire.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing import shared_memory
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import numpy as np

from drivers.simulated.world import World
from kiosk.core import ports
from kiosk.core.health import Health, Ready
from kiosk.settings import CameraSettings
from kiosk.vision.embed import Embedder, Floats
from kiosk.vision.face import FaceEngine
from kiosk.vision.models import ort
from kiosk.wiring.vision import VisionBuild
from kiosk.wiring.workshop import View, Workshop

MARK: Final = 64
"""Bytes of a mark, and of what is told of a tensor."""
TENSOR, TEMPLATE = b"\0", b"\1"
CONNECT: Final = b""
"""What asks for a chip, where else an APDU stands; the answer is empty where there is none."""
_EVERY_ROW: Final = 60
_ACROSS: Final = 0.845
"""Where the mark lies in a row: beside the card, but within what is cut out as its portrait."""


@dataclass(frozen=True)
class OverheardBuild(VisionBuild):
    """Makes the workshop. `inverted` are the marks of the views, every bit of them turned.

    `frames` is the folder of the document camera's pictures, `front.npy` and `back.npy`; the side of the simulated
    world says which. Each message on `wire` is a kind, a length of two bytes (little-endian) and so many bytes.
    """

    frames: Path = Path()
    inverted: Mapping[View, bytes] = field(default_factory=dict)
    wire: Connection | None = None
    chips: Connection | None = None

    def __call__(self, memory: shared_memory.SharedMemory) -> Workshop:
        assert self.wire is not None
        return OverheardWorkshop(self, memory, Ear(self.wire))


class Ear:
    """Tells numbers without a copy of them."""

    def __init__(self, wire: Connection) -> None:
        self._wire = wire

    def hear(self, kind: bytes, numbers: Any) -> None:
        """Numbers that a model was given, or gave: a piece out of the middle of a tensor, or a whole template."""
        told = memoryview(np.asarray(numbers)).cast("B") if numbers.flags.c_contiguous else None
        if told is None or len(told) < MARK:
            return
        if kind == TENSOR:
            middle = len(told) // 2 & -MARK
            told = told[middle : middle + MARK]
        os.writev(self._wire.fileno(), [kind, len(told).to_bytes(2, "little"), told])

    def listen(self) -> Callable[[], None]:
        """From now on hear every model that runs in this process, until what is returned is called."""
        plain = ort.InferenceSession.run

        def leave() -> None:
            ort.InferenceSession.run = plain

        def run(session: Any, names: Any, feeds: Mapping[str, Any], options: Any = None) -> Sequence[Any]:
            given: Sequence[Any] = plain(session, names, feeds, options)
            for tensor in (*feeds.values(), *given):
                self.hear(TENSOR, tensor)
            return given

        ort.InferenceSession.run = run
        return leave


class OverheardWorkshop(Workshop):
    """The workshop of a kiosk, its cameras marked behind the simulated ones and its models overheard."""

    def __init__(self, build: OverheardBuild, memory: shared_memory.SharedMemory, ear: Ear) -> None:
        self._overheard, self._ear = build, ear
        super().__init__(build, memory)
        self._leave = ear.listen()

    def close(self) -> None:
        super().close()
        self._leave()

    @cached_property
    def _engine(self) -> FaceEngine:
        return FaceEngine(OverheardEmbedder(FaceEngine().embedder, self._ear))

    @cached_property
    def _chip_reader(self) -> ports.ChipReader | None:
        return None if self._overheard.chips is None else DistantReader(self._overheard.chips)

    def _bare_camera(self, settings: CameraSettings, view: View) -> ports.Camera:
        build = self._overheard
        assert build.world is not None
        bare = super()._bare_camera(settings, view)
        if view == "document":
            bare = Replayed(bare, build.world, build.frames)
        return Marked(bare, build.inverted[view]) if view in build.inverted else bare


class OverheardEmbedder:
    """An `Embedder` whose templates are told."""

    def __init__(self, embedder: Embedder, ear: Ear) -> None:
        self._embedder, self._ear = embedder, ear

    def __getattr__(self, name: str) -> Any:
        return getattr(self._embedder, name)

    def embed(self, *what: Any, **how: Any) -> Floats:
        template = self._embedder.embed(*what, **how)
        self._ear.hear(TEMPLATE, template)
        return template


class Replayed:
    """A camera that shows pictures drawn beforehand: no text of them is in this process. Another gives the pace."""

    def __init__(self, pace: ports.Camera, world: Any, folder: Path) -> None:
        self._pace, self._world, self._folder, self._number = pace, world, folder, 0

    def open(self) -> None:
        self._pace.open()

    def read(self) -> ports.Frame:
        at, world = self._pace.read().at, self._world()
        assert isinstance(world, World)
        pictures = np.load(self._folder / f"{world.side}.npy", mmap_mode="r")
        self._number = (self._number + 1) % len(pictures)
        picture = pictures[self._number]
        return ports.Frame(picture.shape[1], picture.shape[0], memoryview(picture).cast("B"), at)

    def close(self) -> None:
        self._pace.close()


class Marked:
    """A camera in whose every frame the mark lies, in every so many rows."""

    def __init__(self, camera: ports.Camera, inverted: bytes) -> None:
        self._camera, self._inverted = camera, np.frombuffer(inverted, np.uint8)

    def open(self) -> None:
        self._camera.open()

    def read(self) -> ports.Frame:
        frame = self._camera.read()
        rows = np.frombuffer(frame.pixels, np.uint8).reshape(frame.height, -1).copy()
        left = round(_ACROSS * frame.width) * 3
        for row in rows[::_EVERY_ROW]:
            np.invert(self._inverted, out=row[left : left + MARK])
        return ports.Frame(frame.width, frame.height, memoryview(rows.reshape(-1)), frame.at)

    def close(self) -> None:
        self._camera.close()


class DistantReader:
    """A chip reader, and a chip, at the other end of a wire: nothing that a chip holds is in this process unread."""

    def __init__(self, wire: Connection) -> None:
        self._wire = wire

    def connect(self, within_s: float) -> ports.Chip | None:
        return self if self.transmit(CONNECT) else None

    def transmit(self, apdu: bytes) -> bytes:
        self._wire.send_bytes(apdu)
        return self._wire.recv_bytes()

    def health(self) -> Health:
        return Ready()

    def close(self) -> None:
        """Nothing is kept."""
