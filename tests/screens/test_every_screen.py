"""Every screen, in every language, text size and contrast: nothing is cut, too small, too near or out of reach."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from eye import contrast_of, faults, painted, pixels, visible, words
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot
from stagehouse import House, build

from kiosk.flows import events, visit
from kiosk.ui.app import StageSettings
from kiosk.ui.catalogue import LANGUAGES, NOTICE, examples
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
    pytest.param(
        panel,
        visit.Preferences(language, size, contrast),
        marks=[]
        if shade == (tongue + size) % len(visit.CONTRASTS) and (panel == "portrait" or size == visit.SIZES[-1])
        else pytest.mark.nightly,
    )
    for panel in ("portrait", "landscape", "square")
    for tongue, language in enumerate(LANGUAGES)
    for size in visit.SIZES
    for shade, contrast in enumerate(visit.CONTRASTS)
]
"""Every day portrait in each language and text size, the other panels in the largest, each in one contrast; all else by
night."""
OTHERS = [
    pytest.param(panel, visit.Preferences(language, size), marks=[] if size == 3 else pytest.mark.nightly)
    for panel in ("left", "tall")
    for language in LANGUAGES
    for size in (1, 3)
]
MOST_PARTS = 12


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
        found += [f"{name}: {fault}" for fault in _read_through(house)]
        if name.startswith("Ticket"):
            number = state.task.ticket.number  # type: ignore[union-attr]
            if number not in {item.property("text") for item in words(house.stage)}:
                found.append(f"{name}: the number {number} is not shown")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("delivered", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("panel", ["portrait", "square"])
def test_news_of_a_call_for_staff_makes_the_page_smaller(
    on_panel: Callable[[str], House], panel: str, language: str, delivered: bool, qtbot: QtBot
) -> None:
    house, found = on_panel(panel), []
    for name in ("CheckingCode", "ComparingHolder", "CheckingIn", "OutOfService"):
        house.show(examples(visit.Preferences(language, 3))[name])
        house.tell(events.StaffPaged(delivered))
        assert house.session.property("staffNote") in {item.property("text") for item in words(house.stage)}
        found += [f"{name}: {fault}" for fault in faults(house.stage)]
    assert not found, "\n".join(found)


def test_an_act_that_must_wait_is_shown_and_cannot_be_used(on_panel: Callable[[str], House], qtbot: QtBot) -> None:
    house = on_panel("portrait")
    house.show(examples()["CheckingIn"])
    assert "startOver" not in house.puppet.visible_targets()
    assert "重新开始" in {item.property("text") for item in words(house.stage)}
    house.show(examples()["Attract"])
    assert "重新开始" not in {item.property("text") for item in words(house.stage)}


def _read_through(house: House) -> list[str]:
    """The faults of every part of a page, and whatever keeps the customer from its end."""
    found, read = faults(house.stage), said(house)
    for _ in range(MOST_PARTS):
        if house.puppet.idle_warning() or is_whole(house):
            break
        house.tap("more")
        found += faults(house.stage)
        read += said(house)
    else:
        found.append("More never ends")
    page = house.stage.page
    assert page is not None
    wanted = [str(line) for line in page.property("lines")]
    if not house.puppet.idle_warning() and "".join(read).replace(" ", "") != "".join(wanted).replace(" ", ""):
        found.append(f"not everything was shown: {read}")
    return found


def said(house: House) -> list[str]:
    """The words of the part shown."""
    page = house.stage.page
    assert page is not None
    return [str(text) for text in page.property("parts")[page.property("part")]]


def is_whole(house: House) -> bool:
    page = house.stage.page
    return page is not None and bool(page.property("whole"))


@pytest.mark.parametrize("contrast", visit.CONTRASTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_writing_stands_out_as_drawn(
    on_panel: Callable[[str], House], language: str, contrast: str, qtbot: QtBot
) -> None:
    house, least, weak = on_panel("portrait"), 7.0 if contrast == "standard" else 20.9, []
    for name, state in examples(visit.Preferences(language, 1, contrast)).items():
        house.show(state)
        drawn = pixels(house.stage)
        for item in filter(QQuickItem.isEnabled, words(house.stage)):  # WCAG 2.2, 1.4.3: not of what is inactive
            place = painted(item).toAlignedRect()
            part = drawn[max(0, place.top()) : place.bottom(), max(0, place.left()) : place.right()]
            if contrast_of(part) < least:
                weak.append(f"{name}: {item.property('text')!r} {contrast_of(part):.1f}")
    assert not weak, "\n".join(weak)


def test_the_examples_are_as_long_as_life() -> None:
    """A third longer than any notice of the demonstration branch."""
    branch = tomllib.loads((Path(__file__).parents[2] / "central" / "demo_branch.toml").read_text("utf-8"))
    for notice in branch["notices"]:
        for language, text in notice["texts"].items():
            example = NOTICE.text(language)
            assert len(example.heading) >= 1.3 * len(text["heading"])
            assert len("".join(example.lines)) >= 1.3 * len("".join(text["lines"]))


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
