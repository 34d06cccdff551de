"""A bank brings its brand: shown where everybody can read it, refused with the reason where not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from eye import contrast_between, pixels
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage
from stagehouse import House

from kiosk.flows import events
from kiosk.ui.app import StageSettings
from kiosk.ui.brand import BrandError, contrast_of, load
from kiosk.ui.theme import PALETTES

GOOD = """
[names]
zh_CN = "海港银行"
en = "Harbour Bank"
[colours]
accent = "#5a1010"
on_tint = "#5a1010"
tint = "#f6e4e4"
[marks]
standard = "mark.png"
"""


def written(folder: Path, text: str) -> Path:
    mark = QImage(40, 20, QImage.Format.Format_RGB888)
    mark.fill(QColor("#00ff00"))
    mark.save(str(folder / "mark.png"))
    path = folder / "brand.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_colours_and_mark_are_shown_and_stark_contrasts_stay_stark(
    build_house: Callable[..., House], tmp_path: Path
) -> None:
    brand = load(written(tmp_path, GOOD))
    assert brand.names == {"zh_CN": "海港银行", "en": "Harbour Bank"}
    house = build_house(StageSettings(reduced_motion=True, brand=brand))
    drawn = pixels(house.stage)
    for colour in ((0x5A, 0x10, 0x10), (0, 0xFF, 0)):
        assert (drawn == colour).all(axis=2).any(), "the brand is not on the screen"
    house.tell(events.ContrastChosen("dark"))
    assert house.stage.theme.palette == PALETTES["dark"]
    assert not (pixels(house.stage) == (0, 0xFF, 0)).all(axis=2).any(), "no mark was given for this contrast"
    assert house.stage.complaints == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[colours]\naccent = "#88aacc"', "accent on page has a contrast of"),
        ('[colours]\nline = "#f0f0f0"', "line on page"),
        ('[colours]\naccent = "red"', "#rrggbb"),
        ('[colours]\npaper = "#ffffff"', "unknown colour paper"),
        ('[marks]\nstandard = "no.png"', "no such file"),
        ('[marks]\npink = "mark.png"', "the contrasts are"),
        ('[marks]\nstandard = "mark.gif"', "PNG or an SVG"),
        ("[fonts]\n", "unknown table fonts"),
        ("[names]\nen = 3", "table of texts"),
        ("[names", "brand.toml"),
    ],
)
def test_a_brand_that_nobody_should_see_is_refused_with_the_reason(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(BrandError, match=why):
        load(written(tmp_path, text))


@given(st.from_regex(r"\A#[0-9a-f]{6}\Z"), st.from_regex(r"\A#[0-9a-f]{6}\Z"))
def test_contrast_is_the_inspector_s(one: str, other: str) -> None:
    assert contrast_of(one, other) == pytest.approx(contrast_between(one, other))


def test_our_own_colours_would_be_taken(tmp_path: Path) -> None:
    lines = [f'{name} = "{colour}"' for name, colour in vars(PALETTES["standard"]).items()]
    assert load(written(tmp_path, "[colours]\n" + "\n".join(lines))).palette == PALETTES["standard"]
