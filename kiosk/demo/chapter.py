"""A chapter of a story: the terminal alone, in a process that can be killed, before the branch that another keeps open.

Its standard input says what it must know in one line of JSON, `{"codes": {NAME: CODE}, "first": N}`; when the input
ends, so does the terminal. Its standard output tells what happens, one JSON object a line: `{"picture": ...}` for each
screen, `{"halted": MEMORY}` where the walk halts to be killed, and `{"ended": ...}`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.demo.take import take
from kiosk.demo.walks import Walk
from kiosk.settings import Settings, load
from kiosk.wiring.simulated import SimulatedWorld
from kiosk.wiring.terminal import Terminal

if TYPE_CHECKING:
    from kiosk.wiring.house import House


def attend(settings_path: Path, walk: Walk, out: Path) -> int:
    """Run the terminal of these settings for one walk. Raises `SettingsError`, ValueError or OSError."""
    asked = json.loads(sys.stdin.readline())
    world = SimulatedWorld()
    world.codes.update(asked["codes"])
    settings = load(settings_path)
    house = _House(settings)
    terminal = Terminal(settings, house.open, headless=True, world=world)
    threading.Thread(target=_end_with_the_story, name="story", daemon=True).start()
    try:
        taken = take(
            walk,
            terminal,
            world,
            out,
            trouble=lambda: house.trouble,
            sync_pid=lambda: None,
            first=asked["first"],
            pictured=lambda picture: _tell("picture", asdict(picture)),
            halted=lambda memory_mb: _tell("halted", memory_mb),
        )
    finally:
        terminal.close()
        world.close()
    _tell("ended", asdict(taken))
    return 0 if taken.outcome == walk.outcome and not taken.complaints else 1


class _House:
    """Opens the house, and keeps why it could not be opened."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.trouble: Exception | None = None

    def open(self) -> House:
        from kiosk.wiring.house import House  # noqa: PLC0415 - the first frame does not wait for it

        try:
            return House(self._settings)
        except Exception as error:
            self.trouble = error
            raise


def _end_with_the_story() -> None:
    """A terminal whose story ended, however that happened, ends too."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


def _tell(what: str, told: Mapping[str, Any]) -> None:
    print(json.dumps({what: told}), flush=True)
