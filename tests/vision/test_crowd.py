"""A crowd of residents lay their cards down in every light: each field is read to the letter."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import numpy as np
import pytest
from document_desk import TODAY, drawn_portrait

from drivers.simulated import cards, crowd
from drivers.simulated.people import Card
from kiosk.vision.ocr import RapidOcr
from kiosk.vision.picture import LONG_TERM, Seen, look


def typefaces() -> list[str]:
    """Those that are installed; the first is needed by every specimen."""
    return [name for name, (path, _) in cards.TYPEFACES.items() if name == "noto" or path.is_file()]


def expected(card: Card, side: str) -> dict[str, str]:
    if side == "back":
        last = card.expires.isoformat() if card.expires else LONG_TERM
        return {"issuer": card.issuer, "valid_from": card.issued.isoformat(), "valid_to": last}
    return crowd.printed(card)


def prove(ocr: RapidOcr, folder: Path, count: int, side: str, seed: int) -> list[float]:
    """Read them all; the processor time of each, in milliseconds for two threads that both get a core."""
    media, faces, times = drawn_portrait(folder), typefaces(), []
    for number, card in enumerate(crowd.residents(count, seed)):
        spoil = crowd.SPOILS[number % len(crowd.SPOILS)]
        drawn = cards.draw(card, side, media, faces[number // len(crowd.SPOILS) % len(faces)])  # type: ignore[arg-type]
        picture = crowd.photographed(drawn, spoil, np.random.default_rng(number))
        began = time.process_time()
        seen: Seen = look(picture, ocr, TODAY)
        times.append((time.process_time() - began) * 1e3 / 2)
        assert seen.fields == expected(card, side), (number, spoil)
        assert seen.ok
        assert seen.side == side
    return times


def test_ten_of_them(ocr: RapidOcr, tmp_path: Path) -> None:
    prove(ocr, tmp_path, 10, "front", seed=3)
    prove(ocr, tmp_path, 5, "back", seed=3)


@pytest.mark.nightly
def test_a_hundred_of_them_within_three_tenths_of_a_second(ocr: RapidOcr, tmp_path: Path) -> None:
    times = prove(ocr, tmp_path, 100, "front", seed=1)
    assert statistics.median(times) < 300
    prove(ocr, tmp_path, 50, "back", seed=1)
