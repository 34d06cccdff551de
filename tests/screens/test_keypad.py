"""By a tactile keypad alone: the focus follows the reading, is never lost or trapped, and every control is reached."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from eye import controls, focus_faults, tree_faults
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from stagehouse import Clock, House

from kiosk.flows import events, visit
from kiosk.ui.catalogue import LANGUAGES, RULES, examples
from kiosk.ui.keys import Keys
from kiosk.ui.puppet import descendants
from kiosk.ui.screens import NAMES

EVERY_DAY = [max((name for name in examples() if name.partition("-")[0] == screen), key=len) for screen in NAMES]
"""Of each screen its example with the longest name."""
WAYS = [
    pytest.param(
        language,
        size,
        names,
        marks=[] if names is EVERY_DAY and (language, size) in ALTERNATELY else pytest.mark.nightly,
    )
    for ALTERNATELY in [(("zh_CN", 1), ("en", 3))]
    for language in LANGUAGES
    for size in (1, 3)
    for names in (EVERY_DAY, list(examples()))
]


def key(house: House, pressed: Qt.Key) -> None:
    QTest.keyClick(house.stage.window, pressed)
    house.settle()


def typed(house: House) -> str:
    """What is typed on the page's keypad."""
    pad = house.stage.keys.pad()
    return "" if pad is None else str(pad.property("text"))


def focused(house: House) -> str:
    control = house.stage.keys.focused
    return "" if control is None else control.objectName()


@pytest.mark.parametrize(("language", "size", "names"), WAYS)
def test_the_focus_follows_the_reading_and_everything_has_a_name_and_a_role(
    house: House, language: str, size: int, names: list[str]
) -> None:
    found = []
    for name, state in examples(visit.Preferences(language, size)).items():
        if name in names:
            house.show(state)
            found += [f"{name}: {fault}" for fault in [*focus_faults(house.stage), *tree_faults(house.stage)]]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "pressed", [Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Tab, Qt.Key.Key_Right], ids=lambda k: k.name
)
def test_the_keys_go_round_and_come_to_every_control(house: House, pressed: Qt.Key) -> None:
    for name in ("Attract", "Survey", "Scanning-idle", "FraudWarning"):
        house.show(examples()[name])
        wanted, reached = house.puppet.visible_targets(), []
        for _ in wanted:
            QTest.keyClick(house.stage.window, pressed)
            reached.append(focused(house))
        assert sorted(reached) == sorted(wanted), name


def test_the_focus_is_seen_when_keys_are_used_and_not_when_a_hand_is(house: House) -> None:
    key(house, Qt.Key.Key_Down)
    key(house, Qt.Key.Key_Return)
    assert (
        house.puppet.screen() != "Attract" or house.session.is_adjusting or house.session.preferences != RULES.defaults
    )
    house.show(examples()["FaceConsent"])
    control = house.stage.keys.focused
    assert control is not None
    assert control.property("visualFocus"), "the next screen shows at once where the focus is"
    house.puppet.touch(house.stage.window.contentItem().childrenRect().topLeft().toPoint())
    house.show(examples()["Ticket-printed"])
    control = house.stage.keys.focused
    assert control is not None
    assert not control.property("visualFocus")


def test_the_focus_is_on_something_on_every_screen_with_something_to_do(house: House) -> None:
    house.show(examples()["Attract"])
    key(house, Qt.Key.Key_Down)
    for name in EVERY_DAY:
        house.show(examples()[name])
        assert focused(house) in house.puppet.visible_targets(), name


def test_a_long_text_is_read_on_and_the_focus_stays_on_the_page(house: House) -> None:
    house.show(examples(visit.Preferences("en", 3))["FraudWarning"])
    for _ in range(12):
        if house.stage.page is not None and house.stage.page.property("whole"):
            break
        while focused(house) != "more":
            key(house, Qt.Key.Key_Down)
        key(house, Qt.Key.Key_Return)
    assert "confirm" in house.puppet.visible_targets()
    while focused(house) != "confirm":
        key(house, Qt.Key.Key_Up)
    house.forget()
    key(house, Qt.Key.Key_Return)
    assert house.puppet.screen() != "FraudWarning"


def test_back_help_and_volume_have_keys_of_their_own(house: House) -> None:
    house.show(examples()["Scanning"])
    key(house, Qt.Key.Key_VolumeUp)
    assert (house.session.preferences.volume, house.session.preferences.aloud) == (3, True)
    key(house, Qt.Key.Key_VolumeDown)
    assert house.session.preferences.volume == 2
    key(house, Qt.Key.Key_Escape)
    assert house.puppet.screen() == "Menu"
    key(house, Qt.Key.Key_F1)
    assert house.puppet.screen() == "StaffComing"


def test_back_closes_what_lies_over_the_page_first(house: House) -> None:
    house.show(examples()["Scanning"])
    house.tap("adjust")
    key(house, Qt.Key.Key_Escape)
    assert not house.session.is_adjusting
    assert house.puppet.screen() == "Scanning"
    house.tell(events.Waited(house.session.state.idle_s))
    assert house.puppet.idle_warning()
    key(house, Qt.Key.Key_Escape)
    assert not house.puppet.idle_warning()
    assert house.puppet.screen() == "Scanning"


def test_the_page_of_preferences_can_be_used_by_keys_and_keeps_its_focus(house: House) -> None:
    house.show(examples()["Scanning"])
    while focused(house) != "adjust":
        key(house, Qt.Key.Key_Down)
    key(house, Qt.Key.Key_Return)
    assert house.session.is_adjusting
    for size in (2, 3):
        while focused(house) != f"size-{size}":
            key(house, Qt.Key.Key_Down)
        key(house, Qt.Key.Key_Return)
        assert house.session.preferences.size == size
        assert focused(house) == f"size-{size}", "what was chosen keeps the focus"
    while focused(house) != "adjusted":
        key(house, Qt.Key.Key_Down)
    key(house, Qt.Key.Key_Return)
    assert not house.session.is_adjusting
    assert focused(house) != ""


def test_a_second_strike_rates_nothing_twice(house: House) -> None:
    house.show(examples()["Survey"])
    while focused(house) != "rate3":
        key(house, Qt.Key.Key_Down)
    house.forget()
    for _ in range(2):
        QTest.keyClick(house.stage.window, Qt.Key.Key_Return)
    house.settle()
    assert len([effect for effect in house.effects if "SurveyAnswered" in repr(effect)]) == 1


def test_a_key_that_is_held_down_takes_no_second_control(house: House) -> None:
    key(house, Qt.Key.Key_Down)
    before = focused(house)
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        repeated = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
        QCoreApplication.sendEvent(house.stage.window, repeated)
    house.settle()
    assert house.puppet.screen() == "Attract"
    assert focused(house) == before
    assert not house.session.is_adjusting


def test_a_digit_that_is_held_down_is_typed_once(house: House) -> None:
    house.show(examples()["CheckInNumber"])
    for repeated in (False, True, True):
        pressed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_4, Qt.KeyboardModifier.NoModifier, "4", repeated)
        QCoreApplication.sendEvent(house.stage.window, pressed)
    house.settle()
    assert typed(house) == "4"


def test_where_it_is_set_a_second_strike_is_not_heard_until_the_time_is_over(house: House) -> None:
    clock = Clock()
    house.stage.keys = Keys(house.stage.window, house.session, lambda: house.stage.page, 0.5, clock)
    house.show(examples()["CheckInNumber"])
    for pressed, later_s, expected in (
        (Qt.Key.Key_4, 0.0, "4"),
        (Qt.Key.Key_4, 0.49, "4"),
        (Qt.Key.Key_4, 0.49, "4"),
        (Qt.Key.Key_7, 0.0, "47"),
        (Qt.Key.Key_7, 0.5, "477"),
        (Qt.Key.Key_Backspace, 0.0, "47"),
        (Qt.Key.Key_Backspace, 0.1, "47"),
    ):
        clock.now += later_s
        key(house, pressed)
        assert typed(house) == expected


def test_shortcuts_and_letters_do_nothing(house: House) -> None:
    before = house.session.state
    for pressed in (Qt.Key.Key_F4, Qt.Key.Key_Q, Qt.Key.Key_F12, Qt.Key.Key_Meta, Qt.Key.Key_1, Qt.Key.Key_Backspace):
        key(house, pressed)
    QTest.keyClick(house.stage.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(house.stage.window, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    house.settle()
    assert house.session.state == before


def test_large_and_slow_shows_fewer_choices_at_once(house: House) -> None:
    rated = examples(replace(RULES.defaults, calm=True, size=2))["AskTopics"]
    house.show(rated)
    shown = [name for name in house.puppet.visible_targets() if name.startswith("choose-")]
    assert len(shown) <= 3
    assert "moreChoices" in house.puppet.visible_targets()


def test_digits_go_to_the_keypad_of_the_page(house: House) -> None:
    house.show(examples()["CheckInNumber"])
    for digit in (Qt.Key.Key_4, Qt.Key.Key_0, Qt.Key.Key_7, Qt.Key.Key_Backspace):
        key(house, digit)
    assert typed(house) == "40"


def test_digits_write_on_the_keyboard_of_the_page_too(house: House) -> None:
    house.show(examples()["StandingReference"])
    for pressed in (Qt.Key.Key_4, Qt.Key.Key_0, Qt.Key.Key_7, Qt.Key.Key_Backspace):
        key(house, pressed)
    pad, screen = house.stage.keys.pad(), house.session.shown_screen
    assert pad is not None
    assert screen is not None
    assert str(pad.property("text")).endswith("40")
    assert screen.property("text") == pad.property("text")


def test_the_inspector_finds_what_the_keys_get_wrong(house: House) -> None:
    house.show(examples()["FaceConsent"])
    first, second = house.stage.keys.controls()[:2]
    assert not focus_faults(house.stage)
    place = first.y()
    first.setY(second.y() + 400)
    assert any("keys go" in fault for fault in focus_faults(house.stage))
    first.setY(place)
    said = first.property("text")
    first.setProperty("text", " ")
    assert any("has no name" in fault for fault in tree_faults(house.stage))
    first.setProperty("text", said)
    first.setOpacity(0)
    assert any("cannot be seen" in fault for fault in focus_faults(house.stage))
    first.setOpacity(1)


def test_what_is_chosen_is_told_by_more_than_colour(house: House) -> None:
    """WCAG 2.2, 1.4.1: by a tick, by bold writing, and to assistive technology."""
    house.tap("adjust")
    segments = [control for control in controls(house.stage) if control.property("chosen") is not None]
    told = {}
    for segment in segments:
        ticks = [item for item in descendants(segment) if item.property("name") == "check"]
        state: Any = QAccessible.queryAccessibleInterface(segment).state()
        assert bool(ticks) is bool(segment.property("chosen")) is bool(state.checked)
        told[segment.objectName()] = bool(ticks)
    assert told["size-1"]
    assert not told["size-2"]
    house.tap("adjusted")
