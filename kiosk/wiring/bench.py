"""Benchmarks that need the simulated world."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from drivers.simulated.codes import scenes
from kiosk.bench import qr as readers
from kiosk.bench.reaction import measure, with_row
from kiosk.bench.report import Result
from kiosk.core.ports import Tell
from kiosk.places import media_dir
from kiosk.settings import parse
from kiosk.vision.process import VisionProcess
from kiosk.wiring.simulated import SimulatedWorld
from kiosk.wiring.vision import VisionBuild


def qr(quick: bool) -> dict[str, Any]:
    """The readers side by side, and how soon the whole kiosk acts on a code held up."""
    return with_row(readers.run(quick, lambda repeats: scenes(repeats=repeats)), _reaction(quick))


def _reaction(quick: bool) -> Result:
    world = SimulatedWorld()
    settings = parse(
        {
            "terminal": {"id": "bench", "branch": "bench", "bank": "bench"},
            "central": {"url": "https://127.0.0.1", "ca": "", "certificate": "", "key": ""},
            "cameras": {"code": {"driver": "simulated"}},
        },
        Path(),
    )
    vision = VisionProcess(VisionBuild(settings, media_dir(), world.receiver))

    def start(tell: Tell) -> None:
        vision.open(lambda _: None)
        vision.scanner.start(tell)

    try:
        return measure(quick, world.hold_text, start)
    finally:
        vision.close()
        world.close()
