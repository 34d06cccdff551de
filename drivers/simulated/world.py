"""What lies before the simulated devices, and the wire that brings it into the vision process."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Literal, NamedTuple, TypeAlias

from drivers.simulated.people import Card
from kiosk.core.identity import Challenge, Light

Side: TypeAlias = Literal["front", "back"]
Person: TypeAlias = Literal["holder", "other", "two", "photo", "replay"]
"""Who stands before the kiosk: the card's holder, somebody else, both, or an attacker with a photo or film of him."""
CameraState: TypeAlias = Literal["ok", "lost", "frozen", "black"]


@dataclass(frozen=True)
class World:
    """The world before the kiosk: the code held up, the card on the reader, who stands there, the printer's paper.

    The card on the reader lies under the document camera and, if it has a chip, in the chip reader's field. `held` is
    the card at the field of the resident-ID reader.

    `asked` and `light` are what the kiosk's screen shows, for who stands there reads it and is lit by it. `camera` is
    the health of every camera.
    """

    code: str | None = field(default=None, repr=False)
    card: Card | None = None
    side: Side = "front"
    held: Card | None = None
    person: Person | None = None
    paper: bool = True
    asked: Challenge | None = None
    light: Light | None = None
    camera: CameraState = "ok"


class WorldSender:
    """The end that changes the world. Thread-safe."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._world = World()

    def __call__(self) -> World:
        """The world as it was shown last."""
        return self._world

    def show(self, world: World) -> None:
        """Make this the world; returns at once. A vision process that is gone, or is being replaced, misses it."""
        with self._lock:
            self._world = world
            try:
                self._connection.send(world)
            except OSError:
                return

    def close(self) -> None:
        """Hang up; the receiver keeps the last world."""
        self._connection.close()


class WorldReceiver:
    """The end in the vision process. Picklable until started, so that it can be given to a new process."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._world = World()
        self._thread: threading.Thread | None = None

    def __call__(self) -> World:
        """The world shown last."""
        return self._world

    def start(self) -> None:
        """Begin to listen, on a thread of its own that ends when the sender hangs up."""
        self._thread = threading.Thread(target=self._listen, name="world", daemon=True)
        self._thread.start()

    def join(self, timeout: float | None = None) -> None:
        """Wait until the sender has hung up."""
        if self._thread is not None:
            self._thread.join(timeout)

    def _listen(self) -> None:
        with self._connection:
            while True:
                try:
                    self._world = self._connection.recv()
                except (EOFError, OSError):
                    return


class WorldLink(NamedTuple):
    """Both ends of a wire; the latest world wins."""

    sender: WorldSender
    receiver: WorldReceiver

    @classmethod
    def pair(cls, ctx: BaseContext) -> WorldLink:
        """A new wire over a pipe of the multiprocessing context `ctx`."""
        receiving, sending = ctx.Pipe(duplex=False)
        os.set_blocking(sending.fileno(), False)  # a full pipe must not hold up the screen; a world fits one write
        return cls(WorldSender(sending), WorldReceiver(receiving))
