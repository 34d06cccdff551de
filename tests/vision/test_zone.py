"""A machine-readable zone is found in a picture at any angle, and nothing else is taken for one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from document_desk import TODAY, drawn_portrait

from drivers.simulated import cards
from drivers.simulated.people import CARDS, UNUSUAL
from kiosk.places import measurement_pictures
from kiosk.vision import zone
from kiosk.vision.geometry import Image
from kiosk.vision.ocr import Quad, RapidOcr

SPECIMENS = measurement_pictures("mrz")


def page(name: str, folder: Path) -> Image:
    card = {**CARDS, **UNUSUAL}[name]
    return cards.draw(card, "back" if name == "utopian-id" else "front", drawn_portrait(folder))


def rotated(image: Image, degrees: float) -> Image:
    height, width = image.shape[:2]
    side = int(np.hypot(height, width))
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    turn[:, 2] += ((side - width) / 2, (side - height) / 2)
    return cv2.warpAffine(image, turn, (side, side), borderValue=(110, 120, 120)).astype(np.uint8, copy=False)


def far_away(image: Image) -> Image:
    scene = np.random.default_rng(5).integers(60, 140, (2100, 2800, 3)).astype(np.uint8)
    scene = cv2.GaussianBlur(scene, (0, 0), 4).astype(np.uint8, copy=False)
    scene[800 : 800 + image.shape[0], 1200 : 1200 + image.shape[1]] = image
    return scene


def noisy(image: Image) -> Image:
    grain = np.random.default_rng(6).normal(0, 16, image.shape)
    return np.clip(image + grain, 0, 255).astype(np.uint8)


SPOILS: dict[str, Callable[[Image], Image]] = {
    "as it is": lambda image: image,
    "aslant": lambda image: rotated(image, 7),
    "far aslant": lambda image: rotated(image, -25),
    "on its side": lambda image: rotated(image, 90),
    "on its other side": lambda image: rotated(image, -90),
    "upside down": lambda image: rotated(image, 180),
    "small": lambda image: cv2.resize(image, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA).astype(np.uint8),
    "blurred": lambda image: cv2.GaussianBlur(image, (0, 0), 1.6).astype(np.uint8),
    "dark": lambda image: (image * 0.25).astype(np.uint8),
    "pale": lambda image: (image * 0.25 + 160).astype(np.uint8),
    "noisy": noisy,
    "far away": far_away,
    "compressed": lambda image: cv2.imdecode(cv2.imencode(".jpg", image, (cv2.IMWRITE_JPEG_QUALITY, 15))[1], 1).astype(
        np.uint8
    ),
}


@pytest.mark.parametrize("spoil", SPOILS)
@pytest.mark.parametrize(
    "name", ["utopian-passport", "utopian-id", pytest.param("utopian-td2", marks=pytest.mark.nightly)]
)
def test_a_zone_is_read_however_the_picture_lies(ocr: RapidOcr, tmp_path: Path, name: str, spoil: str) -> None:
    picture = SPOILS[spoil](page(name, tmp_path))
    reading = zone.search(picture, ocr, TODAY)
    assert reading is not None
    assert reading.zone.ok
    assert reading.zone.lines == cards.mrz_lines({**CARDS, **UNUSUAL}[name])
    assert reading.score > 0.9


def test_the_lines_are_told_where_they_lie(ocr: RapidOcr, tmp_path: Path) -> None:
    """Beginning and end of the first line, also in a picture that is upside down."""
    upright = page("utopian-passport", tmp_path)
    height, width = upright.shape[:2]
    for picture, turned in ((upright, False), (np.ascontiguousarray(upright[::-1, ::-1]), True)):
        reading = zone.search(picture, ocr, TODAY)
        assert reading is not None
        left, right = reading.lines[0][0], reading.lines[0][1]
        if turned:
            left, right = (width, height) - left, (width, height) - right
        assert abs(left[0] - 85) < 30
        assert abs(right[0] - 771) < 30
        assert abs(left[1] - 410) < 25


@pytest.mark.parametrize("side", ["front", "back"])
def test_a_card_without_a_zone_shows_none(ocr: RapidOcr, tmp_path: Path, side: str) -> None:
    picture = cards.draw(CARDS["chinese-id-long-term"], side, drawn_portrait(tmp_path))  # type: ignore[arg-type]
    assert zone.search(picture, ocr, TODAY) is None


def test_nothing_is_found_where_nothing_is_printed(ocr: RapidOcr) -> None:
    assert zone.search(np.full((300, 500, 3), 127, np.uint8), ocr, TODAY) is None


def line(x: float, y: float, length: float, height: float = 20) -> Quad:
    return np.array([[x, y], [x + length, y], [x + length, y + height], [x, y + height]], np.float32)


def test_two_lines_of_one_length_are_a_block() -> None:
    (block,) = zone.blocks([line(30, 300, 520), line(30, 330, 520), line(200, 100, 90)])
    assert len(block) == 2


def test_a_line_found_short_is_cut_out_in_the_length_of_the_other() -> None:
    (block,) = zone.blocks([line(30, 300, 520), line(30, 330, 400)])
    assert {round(float(quad[1][0] - quad[0][0])) for quad in block} == {532}


def test_lines_far_apart_or_of_other_sizes_are_none() -> None:
    assert zone.blocks([line(30, 100, 520), line(30, 300, 520)]) == []
    assert zone.blocks([line(30, 300, 520), line(30, 330, 520, height=45)]) == []
    assert zone.blocks([line(30, 300, 520), line(300, 330, 90)]) == []
    assert zone.blocks([]) == []


@pytest.mark.nightly
def test_the_photographed_specimens_are_read() -> None:
    """Of 17, three carry wrong check digits in print (0_id-esp, 33_id-usa, 77_card-cmw), and 100_id-rou prints digits
    for its nationality: every other one is read whole, and of that one every check digit holds."""
    ocr = RapidOcr(2)
    wrong = {"0_id-esp": {"number", "birth", "composite"}, "33_id-usa": {"number", "composite"}}
    wrong |= {"77_card-cmw": {"composite"}, "100_id-rou": {"letters"}}
    if SPECIMENS is None:
        pytest.skip("no measurement data: KIOSK_SHARED_DATA")
    pictures = sorted(SPECIMENS.glob("*_*"))
    assert len(pictures) >= 17
    for path in pictures:
        picture = cv2.imread(str(path))
        assert picture is not None
        reading = zone.search(picture.astype(np.uint8, copy=False), ocr, TODAY)
        assert reading is not None, path.name
        failed = {name for name, held in reading.zone.checks if not held}
        assert failed == wrong.get(path.stem, set()), path.name
