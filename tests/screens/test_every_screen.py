"""Every screen, in every language, text size and contrast: nothing is cut, too small, too near or out of reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from eye import contrast_of, faults, painted, pixels, visible, words
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from stagehouse import House, build

from kiosk.flows import visit
from kiosk.ui.app import StageSettings
from kiosk.ui.catalogue import LANGUAGES, examples
from kiosk.ui.screens import NAMES

PANELS = {
    "portrait": StageSettings(1080, 1920, 4.0, reduced_motion=True),
    "landscape": StageSettings(1920, 1080, 4.0, reduced_motion=True),
    "square": StageSettings(1280, 1024, 3.4, reduced_motion=True),
    "left": StageSettings(1920, 1080, 4.0, hand="left", reduced_motion=True),
    # 32 inches: only the lower 59 % lie within reach.
    "tall": StageSettings(1080, 1920, 2.7, reduced_motion=True),
}
ALL = [
    ("portrait", visit.Preferences(language, size, contrast))
    for language in LANGUAGES
    for size in visit.SIZES
    for contrast in visit.CONTRASTS
]
OTHERS = [
    (panel, visit.Preferences(language, size))
    for panel in ("landscape", "square", "left", "tall")
    for language in LANGUAGES
    for size in ((1, 3) if panel in ("left", "tall") else visit.SIZES)
]


@pytest.fixture(scope="module")
def on_panel(qapp: QGuiApplication) -> Iterator[Callable[[str], House]]:
    raised: dict[str, House] = {}

    def get(name: str) -> House:
        if name not in raised:
            raised[name] = build(PANELS[name])
            raised[name].settle()
        return raised[name]

    yield get
    for house in raised.values():
        house.stage.close()


@pytest.mark.parametrize(
    ("panel", "preferences"), ALL + OTHERS, ids=lambda value: value if isinstance(value, str) else _id(value)
)
def test_every_screen_is_laid_out_well(
    on_panel: Callable[[str], House], panel: str, preferences: visit.Preferences, qtbot: QtBot
) -> None:
    house, found = on_panel(panel), []
    for name, state in examples(preferences).items():
        house.show(state)
        found += [f"{name}: {fault}" for fault in faults(house.stage)]
        if name.startswith("Ticket"):
            number = state.task.ticket.number  # type: ignore[union-attr]
            if number not in {item.property("text") for item in words(house.stage)}:
                found.append(f"{name}: the number {number} is not shown")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("contrast", visit.CONTRASTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_writing_stands_out_as_drawn(
    on_panel: Callable[[str], House], language: str, contrast: str, qtbot: QtBot
) -> None:
    house, least, weak = on_panel("portrait"), 7.0 if contrast == "standard" else 20.9, []
    for name, state in examples(visit.Preferences(language, 1, contrast)).items():
        house.show(state)
        drawn = pixels(house.stage)
        for item in words(house.stage):
            place = painted(item).toAlignedRect()
            part = drawn[max(0, place.top()) : place.bottom(), max(0, place.left()) : place.right()]
            if contrast_of(part) < least:
                weak.append(f"{name}: {item.property('text')!r} {contrast_of(part):.1f}")
    assert not weak, "\n".join(weak)


def test_every_screen_has_an_example() -> None:
    assert {name.partition("-")[0] for name in examples()} == set(NAMES)


def test_an_example_shows_the_screen_it_is_named_after(on_panel: Callable[[str], House], qtbot: QtBot) -> None:
    house = on_panel("portrait")
    for name, state in examples().items():
        house.show(state)
        assert house.puppet.screen() == name.partition("-")[0]
        assert house.puppet.idle_warning() == ("-idle" in name)


def test_the_inspector_finds_a_fault(on_panel: Callable[[str], House], qtbot: QtBot) -> None:
    house = on_panel("portrait")
    house.show(examples()["Scanning"])
    assert not faults(house.stage)
    text = next(item for item in visible(house.stage, "QQuickText") if item.property("text") == "English")
    text.setProperty("text", "English, Nederlands, Français")
    house.settle()
    assert any("reaches out of" in fault for fault in faults(house.stage))
    text.setProperty("text", "English")


def _id(preferences: visit.Preferences) -> str:
    return f"{preferences.language}-{preferences.size}-{preferences.contrast}"
