"""How long a touch takes to become a picture, while the cameras are looked through.

Touched are screens that scan for codes meanwhile; the vision process has all frames of the camera to search.
"""

from __future__ import annotations

import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.settings import parse
from kiosk.ui.puppet import Puppet
from kiosk.ui.ticker import Ticker
from kiosk.wiring.simulated import SimulatedWorld
from kiosk.wiring.terminal import Terminal

if TYPE_CHECKING:
    from kiosk.wiring.house import House

_WAY: Final = (
    *("start", "choose-checkIn", "back", "language", "choose-checkIn"),
    *("adjust", "contrast-dark", "size-2", "adjusted", "startOver"),
)
"""Touched in turn: pages that come, a language, a contrast and a text size that change, and the visit's end."""
_TICK_MS: Final = 5
_REST_S: Final = (0.08, 0.25)
"""Between two touches, so that they fall on every moment of the vision process's work."""
_PATIENCE_S: Final = 5.0


class _Touches:
    """Touches one control after the other; `samples` are the milliseconds from a touch to its picture."""

    def __init__(self, terminal: Terminal, count: int) -> None:
        self.samples: list[float] = []
        self._terminal, self._count = terminal, count
        self._puppet = Puppet(terminal.stage)
        self._chance = random.Random(7)  # noqa: S311 - when a finger comes is no secret
        self._controls: Iterator[str] = cycle(_WAY)
        self._began: float | None = None
        self._rests_until = 0.0
        session = terminal.session
        for changed in (session.screenChanged, session.preferencesChanged, session.adjustingChanged):
            changed.connect(self._changed)

    def tick(self) -> bool:
        """Touch, if nothing is waited for; False when all was touched. Raises `TimeoutError`."""
        now = time.perf_counter()
        if len(self.samples) >= self._count:
            self._terminal.app.quit()
            return False
        if self._began is not None and now - self._began > _PATIENCE_S:
            raise TimeoutError("a touch was not answered")
        if self._began is None and now > self._rests_until and self._terminal.stage.prepared:
            self._began = time.perf_counter()
            if not self._puppet.tap(next(self._controls)):
                raise TimeoutError("there was nothing to touch")
        return True

    def _changed(self) -> None:
        if self._began is not None:
            self._terminal.stage.after_next_frame(self._stands)

    def _stands(self) -> None:
        if self._began is not None:
            now = time.perf_counter()
            self.samples.append((now - self._began) * 1e3)
            self._began, self._rests_until = None, now + self._chance.uniform(*_REST_S)


def samples(count: int) -> list[float]:
    """So many touches, each from the finger to the frame that shows the answer, in ms. Raises `TimeoutError`."""
    closed = threading.Event()

    def never() -> House:
        closed.wait()
        raise OSError("a benchmark has no house")

    central = {"url": "https://127.0.0.1", "ca": "", "certificate": "", "key": ""}
    raw = {
        "terminal": {"id": "bench", "branch": "bench", "bank": "bench"},
        "central": central,
        "cameras": {view: {"driver": "simulated"} for view in ("code", "document", "face")},
    }
    world = SimulatedWorld()
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as folder:
        terminal = Terminal(parse(raw, Path(folder)), never, headless=True, world=world)
        touches = _Touches(terminal, count)
        failed: list[Exception] = []
        Ticker(_guarded(touches.tick, failed, terminal.app.quit), _TICK_MS, terminal.stage)
        try:
            terminal.run()
        finally:
            closed.set()
            terminal.close()
            world.close()
    if failed:
        raise failed[0]
    return touches.samples


def _guarded(act: Callable[[], bool], failed: list[Exception], end: Callable[[], None]) -> Callable[[], bool]:
    def guarded() -> bool:
        try:
            return act()
        except TimeoutError as error:
            failed.append(error)
            end()
            return False

    return guarded
