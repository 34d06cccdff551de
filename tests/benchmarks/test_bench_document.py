"""The benchmark of documents answers in the agreed form, and counts only what was read to the letter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from drivers.simulated import cards
from drivers.simulated.people import CARDS
from kiosk.bench import document
from kiosk.vision.geometry import Image


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    folder.mkdir()
    cv2.imwrite(str(folder / "single_face.jpg"), np.full((562, 572, 3), 140, np.uint8))
    return folder


def test_the_answer_has_a_row_for_zones_and_cards_and_is_json(tmp_path: Path, media: Path) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    (pictures / "letter.txt").write_text("no picture")
    cv2.imwrite(str(pictures / "page.png"), cards.draw(CARDS["utopian-passport"], "front", media))
    card = CARDS["chinese-id"]

    def crowd(count: int) -> Iterator[tuple[Image, dict[str, str]]]:
        fields = {
            "name": card.name,
            "sex": "男",
            "nation": card.nation,
            "birth": card.born.isoformat(),
            "address": card.address,
            "number": card.number,
        }
        drawn = cards.draw(card, "front", media)
        yield drawn, fields
        yield drawn, fields | {"address": "elsewhere"}

    answer = json.loads(json.dumps(document.run(quick=True, data=pictures, crowd=crowd)))
    assert answer["bench"] == "document"
    figures = {row["what"]: row["value"] for row in answer["results"]}
    assert figures["specimens of which every check held"] == 100
    assert figures["of these every check held"] == 100
    assert figures["cards read to the letter"] == 50
    assert all(row["low"] <= row["value"] <= row["high"] for row in answer["results"])


def test_what_cannot_be_measured_is_named(tmp_path: Path) -> None:
    def nobody(count: int) -> Iterator[tuple[Image, dict[str, str]]]:
        raise LookupError("OCRB.otf is missing")

    with pytest.raises(ValueError, match=r"no pictures given.*OCRB"):
        document.run(quick=True, data=tmp_path / "nowhere", crowd=nobody)
