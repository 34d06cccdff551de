"""The page of preferences: over every screen, whole on every panel, and nothing of the visit is lost by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product

from eye import controls, faults, focus_faults, tree_faults
from PySide6.QtCore import QCoreApplication
from stagehouse import House

from kiosk.core.identity import Light
from kiosk.core.ports import FaceLit
from kiosk.flows import events, identify, visit
from kiosk.ui.app import StageSettings
from kiosk.ui.catalogue import LANGUAGES, RULES, examples

SPEAKING = replace(RULES, voice=True)
PANELS = {
    "portrait": StageSettings(1080, 1920, 4.0, reduced_motion=True),
    "square": StageSettings(1280, 1024, 3.4, reduced_motion=True),
    "left": StageSettings(1920, 1080, 4.0, hand="left", reduced_motion=True),
    "tall": StageSettings(1080, 1920, 2.7, reduced_motion=True),
}
MOST_PAGES = 6


def test_it_is_laid_out_well_and_every_choice_is_on_it(build_house: Callable[..., House]) -> None:
    found = []
    for panel, house in {panel: build_house(PANELS[panel]) for panel in PANELS}.items():
        for language, size in product(LANGUAGES, (1, 3)):
            house.show(replace(examples(visit.Preferences(language, size))["Scanning"], rules=SPEAKING))
            house.session.adjust(adjusting=True)
            house.settle()
            seen: set[str] = set()
            for _ in range(MOST_PAGES):
                found += [
                    f"{panel}-{language}-{size}: {fault}"
                    for fault in [*faults(house.stage), *focus_faults(house.stage), *tree_faults(house.stage)]
                ]
                shown = {control.objectName() for control in controls(house.stage)}
                if shown <= seen:
                    break
                seen |= shown
                if "moreAdjustments" not in shown:
                    break
                house.tap("moreAdjustments")
            wanted = {choice["id"] for row in house.session.property("adjustments") for choice in row["choices"]}
            found += [f"{panel}-{language}-{size}: {name} is not shown" for name in wanted - seen]
            house.session.adjust(adjusting=False)
    assert not found, "\n".join(found)


def test_a_terminal_without_a_voice_offers_none(house: House) -> None:
    house.tap("adjust")
    rows = {row["id"] for row in house.session.property("adjustments")}
    assert rows == {"size", "contrast", "hand", "calm"}


def test_the_screen_below_is_the_same_afterwards(house: House) -> None:
    for name in ("Scanning", "FraudWarning", "Ticket-printed", "Survey"):
        house.show(examples()[name])
        page, task = house.stage.page, house.session.state.task
        house.tap("adjust")
        house.tap("hand-left")
        house.tap("adjusted")
        assert house.stage.page is page, name
        assert house.session.state.task == task, name
        assert house.stage.theme.property("leftHanded"), name
        house.tell(events.HandChosen("right"))


def test_it_closes_when_another_screen_comes(house: House) -> None:
    """A warning, or an answer that was waited for, is not hidden below it."""
    house.show(examples()["CheckingCode"])
    house.tap("adjust")
    house.show(examples()["FraudWarning"])
    assert not house.session.is_adjusting


def test_it_closes_when_the_screen_itself_is_the_lamp(house: House) -> None:
    house.show(examples()["LookAtCamera-looking"])
    house.tap("adjust")
    assert house.session.is_adjusting
    house.tell(FaceLit(next(iter(Light))))
    assert isinstance(visit.shown(house.session.state), identify.LookAtCamera)
    assert not house.session.is_adjusting


def test_the_idle_warning_lies_over_it_and_gives_it_back(house: House) -> None:
    house.show(examples()["Scanning"])
    house.tap("adjust")
    house.tell(events.Waited(house.session.state.idle_s))
    assert "stillHere" in house.puppet.visible_targets()
    assert "adjusted" not in house.puppet.visible_targets()
    house.tap("stillHere")
    assert "adjusted" in house.puppet.visible_targets()


def test_who_chooses_is_still_here(house: House) -> None:
    house.show(examples()["Scanning"])
    house.tell(events.Waited(house.session.state.idle_s - 1))
    house.tap("adjust")
    QCoreApplication.processEvents()
    assert house.session.state.quiet_s == 0
    house.tell(events.Waited(house.session.state.idle_s - 1))
    house.tap("size-2")
    assert house.session.state.quiet_s == 0
