"""Benchmarks that need the simulated world."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from drivers.simulated import cards, crowd
from drivers.simulated.codes import scenes
from kiosk.bench import document as documents
from kiosk.bench import qr as readers
from kiosk.bench import ui as screens
from kiosk.bench.reaction import measure, with_row
from kiosk.bench.report import Result
from kiosk.core.ports import Tell
from kiosk.places import media_dir
from kiosk.settings import parse
from kiosk.vision.geometry import Image
from kiosk.vision.process import VisionProcess
from kiosk.wiring import touch
from kiosk.wiring.simulated import SimulatedWorld
from kiosk.wiring.vision import VisionBuild


def qr(quick: bool) -> dict[str, Any]:
    """The readers side by side, and how soon the whole kiosk acts on a code held up."""
    return with_row(readers.run(quick, lambda repeats: scenes(repeats=repeats)), _reaction(quick))


def ui(quick: bool) -> dict[str, Any]:
    """Whole check-ins, and touches while the cameras are looked through."""
    return screens.run(quick, touch.samples)


def document(quick: bool, data: Path | None) -> dict[str, Any]:
    """Identity documents in pictures, beside rapidocr as it comes."""
    return documents.run(quick, data, _crowd)


def _crowd(count: int) -> Iterator[tuple[Image, dict[str, str]]]:
    """Photographs of the cards of invented people. Raises `LookupError` where fonts or the portrait are missing."""
    for number, card in enumerate(crowd.residents(count)):
        try:
            drawn = cards.draw(card, "front", media_dir())
        except (cards.FontMissingError, cards.MediaMissingError) as error:
            raise LookupError(str(error)) from error
        spoil = crowd.SPOILS[number % len(crowd.SPOILS)]
        yield crowd.photographed(drawn, spoil, np.random.default_rng(number)), crowd.printed(card)


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
