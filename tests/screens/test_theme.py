"""The theme keeps what the standards ask: contrast by calculation, capitals by the font's own measure."""

from __future__ import annotations

import pytest
from eye import contrast_between
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication

from kiosk.flows import visit
from kiosk.ui.theme import CAPITALS_MM, FAMILY, PALETTES, TITLES_MM, Theme

# VVSG 2.0, 7.1-I: the ranges of capital heights of the four text sizes, in millimetres.
VVSG = ((3.5, 4.2), (4.8, 5.6), (6.4, 7.1), (8.5, 9.0))
PAIRS = [(name, *pair) for name, palette in PALETTES.items() for pair in palette.pairs()]


def mounted(px_per_mm: float = 4.0, bottom_mm: float = 800.0) -> Theme:
    theme = Theme()
    theme.mount(px_per_mm, bottom_mm, "right", reduced_motion=False)
    return theme


@pytest.mark.parametrize(("contrast", "what", "writing", "ground"), PAIRS, ids=str)
def test_every_pair_of_colours_stands_out(contrast: str, what: str, writing: str, ground: str) -> None:
    assert contrast_between(writing, ground) >= (7.0 if contrast == "standard" else 21.0), what


def test_lines_of_controls_can_be_seen() -> None:
    """WCAG 2.2, 1.4.11: 3:1 for what shows where a control is."""
    for palette in PALETTES.values():
        assert contrast_between(palette.line, palette.surface) >= 3
        assert contrast_between(palette.line, palette.page) >= 3


def test_every_contrast_of_the_flow_has_its_colours() -> None:
    assert set(PALETTES) == set(visit.CONTRASTS)


@pytest.mark.parametrize("px_per_mm", [2.7, 3.2, 3.4, 4.0, 5.6])
@pytest.mark.parametrize("size", visit.SIZES)
def test_capitals_are_as_high_as_the_standard_says(qapp: QGuiApplication, size: int, px_per_mm: float) -> None:
    theme = mounted(px_per_mm)
    theme.prefer(size, "standard")
    font = QFont(FAMILY)
    font.setPixelSize(theme.property("text"))
    least, most = VVSG[size]
    assert least - 0.1 <= QFontMetricsF(font).capHeight() / px_per_mm <= most + 0.1


def test_sizes_grow_and_headings_are_larger_than_text() -> None:
    assert list(CAPITALS_MM) == sorted(CAPITALS_MM)
    assert all(title > text for title, text in zip(TITLES_MM, CAPITALS_MM, strict=True))


def test_the_reach_line_follows_the_height_of_the_screen() -> None:
    theme = mounted(2.7, 800.0)
    theme.fit(1080, 1920)
    # 32 inches, lower edge at 800 mm: controls may lie in the lower 420 of 711 mm (59 %).
    assert (1920 - theme.reach_px) / 1920 == pytest.approx(0.59, abs=0.01)
    low = mounted(4.0, 700.0)
    low.fit(1920, 1080)
    assert low.reach_px == 0


def test_a_change_is_told_once() -> None:
    theme, told = mounted(), []
    theme.changed.connect(lambda: told.append(1))
    theme.prefer(3, "dark")
    theme.prefer(3, "dark")
    theme.fit(1920, 1080)
    theme.fit(1920, 1080)
    theme.fit(0, 0)
    assert len(told) == 2
