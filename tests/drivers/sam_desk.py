"""What the tests of the resident-ID reader share: cards, clocks, a bridge to TCP."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from drivers.simulated.people import CARDS
from drivers.simulated.sam import SecurityModule
from drivers.simulated.sam_card import SamCard, chip_of


def chip(name: str) -> SamCard:
    found = chip_of(CARDS[name])
    assert found is not None
    return found


CARD = chip("chinese-id")
OTHER = chip("chinese-id-other")


class Clock:
    """Time that stands still but for the pauses, which nobody waits."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds


class RunningClock(Clock):
    """The same, and it runs: for whoever waits for an answer that does not come."""

    def monotonic(self) -> float:
        return self.now + time.monotonic()


@contextmanager
def bridged(module: SecurityModule) -> Iterator[str]:
    """A bridge from TCP to a reader's line, one connection at a time; its pyserial URL."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_serve, args=(listener, module), name="bridge")
        thread.start()
        yield f"socket://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def _serve(listener: socket.socket, module: SecurityModule) -> None:
    with contextlib.suppress(OSError):
        while True:
            line, _ = listener.accept()
            with line, contextlib.suppress(ConnectionError):
                while data := line.recv(4096):
                    for piece in module.hear(data):
                        line.sendall(piece)
