"""What a customer sees who asks: results while typing, codes that phones read, and bulletins in their time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
import zxingcpp
from eye import pixels, scene, words
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot
from stagehouse import STILL, House

from kiosk.core.faq import LONGEST_ADDRESS, Link, LinkKind
from kiosk.flows import ask, events, visit
from kiosk.flows.rules import CONTRASTS, Preferences
from kiosk.ui.app import StageSettings
from kiosk.ui.catalogue import FACTS, RULES, examples
from kiosk.ui.catalogue.answers import BULLETINS, ENTRIES, LINKS
from kiosk.ui.qr import QUIET, modules

PANELS = {
    "21 inches": StageSettings(1080, 1920, 4.0, reduced_motion=True),
    "32 inches": StageSettings(1080, 1920, 2.7, reduced_motion=True),
    "landscape": StageSettings(1920, 1080, 4.0, reduced_motion=True),
}


@pytest.fixture
def house(build_house: Callable[..., House]) -> House:
    return build_house(STILL)


def said(house: House) -> set[str]:
    return {str(item.property("text")) for item in words(house.stage)}


def named(house: House, name: str) -> QQuickItem:
    """The item of a name, seen or not."""

    def below(item: QQuickItem) -> Iterator[QQuickItem]:
        for child in item.childItems():
            yield child
            yield from below(child)

    return next(item for item in below(house.stage.window.contentItem()) if item.objectName() == name)


def looked_for(house: House) -> list[str]:
    return [effect.text for effect in house.effects if isinstance(effect, ask.LookFor)]


def at_search(house: House, language: str = "en") -> None:
    house.show(visit.Visit(RULES, Preferences(language), ask.AskSearch()))


def test_each_key_searches_and_the_keys_stay_while_what_is_found_changes(house: House) -> None:
    at_search(house)
    page = house.stage.page
    for key in "pin":
        house.tap(f"key:{key}")
    assert looked_for(house) == ["p", "pi", "pin"]
    house.tell(ask.Found("pin", ("pin",)))
    assert house.stage.page is page
    assert ENTRIES[1].text("en").question in said(house)
    house.tap("erase")
    house.tell(ask.Found("pi", ("pin", "card-lost")))
    assert {ENTRIES[0].text("en").question, ENTRIES[1].text("en").question} <= said(house)
    house.tap("choose-pin")
    assert house.puppet.screen() == "AskAnswer"
    house.tap("back")
    assert "pi▏" in said(house), "what was typed is still there"


def test_chinese_is_typed_by_pinyin_and_searched_when_chosen(house: House) -> None:
    at_search(house, "zh_CN")
    for key in "mima":
        house.tap(f"key:{key}")
    assert looked_for(house) == [], "letters that are still composed are no words"
    house.tap("candidate0")
    assert looked_for(house) == ["密码"]
    house.tap("typed")
    house.tell(ask.Found("密码", ("pin",)))
    assert house.puppet.screen() == "AskList"


def test_the_language_changes_and_what_was_typed_stays(house: House) -> None:
    at_search(house)
    house.tap("key:p")
    house.tell(ask.Found("p", ("pin",)))
    house.tap("language")
    assert "p▏" in said(house)
    assert ENTRIES[1].text("zh_CN").question in said(house)


def code_of(house: House) -> tuple[str, QQuickItem]:
    """What a phone reads on the screen, and the item that shows it."""
    drawn = np.ascontiguousarray(pixels(house.stage).astype(np.uint8))
    (found,) = zxingcpp.read_barcodes(drawn, formats=zxingcpp.BarcodeFormat.QRCode)
    return found.text, named(house, "qr")


@pytest.mark.parametrize(
    "panel", ["21 inches", *(pytest.param(name, marks=pytest.mark.nightly) for name in ("32 inches", "landscape"))]
)
def test_a_phone_reads_every_code_in_every_contrast_and_size(build_house: Callable[..., House], panel: str) -> None:
    house = build_house(PANELS[panel])
    for contrast in CONTRASTS:
        for size in (1, 3):
            for name, state in examples(Preferences("en", size, contrast)).items():
                if not name.startswith("HandOver"):
                    continue
                house.show(state)
                text, item = code_of(house)
                assert isinstance(state.task, ask.HandOver)
                address = state.task.links[state.task.at].address
                assert text == address, name
                side = item.width() / (len(modules(address)) + 2 * QUIET)
                assert side == int(side), "modules lie on whole pixels"
                assert side >= 0.8 * house.stage.theme.px_per_mm
                assert address in said(house), "the address is there in letters too"


def test_the_longest_address_still_fits(house: House) -> None:
    address = "https://bank.example/" + "a" * (LONGEST_ADDRESS - 21)
    state = ask.HandOver("x", (Link(LinkKind.SITE, address, LINKS[0].names),), 0, examples()["AskAnswer"].task)  # type: ignore[arg-type]
    house.show(visit.Visit(RULES, Preferences("en", 3), state))
    text, item = code_of(house)
    assert text == address
    assert scene(item).right() <= house.stage.window.width()


@given(st.text(max_size=300))
@settings(max_examples=50)
def test_any_text_has_a_code_or_none(text: str) -> None:
    rows = modules(text)
    assert all(len(row) == len(rows) for row in rows)


def test_the_qt_thread_makes_no_code(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    made_by: list[threading.Thread] = []

    def made(text: str) -> tuple[tuple[bool, ...], ...]:
        made_by.append(threading.current_thread())
        return modules(text)

    monkeypatch.setattr("kiosk.ui.qr.modules", made)
    house.show(examples()["HandOver-only"])
    assert named(house, "qr").property("across") > 0
    assert len(made_by) == 1
    assert made_by != [threading.main_thread()]


def test_a_number_that_was_wrong_is_mended_and_not_typed_again(house: House) -> None:
    house.show(examples(Preferences("en"))["CallBackNumber"])
    for digit in "1380013800":
        house.tap(f"digit{digit}")
    house.tap("next")
    assert "This number is too short. Please check it." in said(house)
    house.tap("digit0")
    house.tap("next")
    assert "Number: 138 0013 8000" in said(house)


def test_bulletins_are_shown_in_their_time_alone(house: House) -> None:
    now = datetime(2031, 7, 12, 9, tzinfo=UTC)
    first, second = BULLETINS
    told = (replace(first, ends=now + timedelta(hours=1)), replace(second, starts=now + timedelta(hours=1)))
    clock = [now]
    house.session.set_facts(replace(FACTS, bulletins=told, now=lambda: clock[0]))
    house.show(visit.Visit(RULES, Preferences("en")))
    assert first.text("en").title in said(house)
    clock[0] += timedelta(hours=1)
    screen: Any = house.session.shown_screen
    screen.look()
    house.settle()
    assert second.text("en").title in said(house)
    assert first.text("en").title not in said(house)
    clock[0] -= timedelta(days=3)
    house.session.set_facts(replace(FACTS, bulletins=told[1:], now=lambda: clock[0]))
    house.settle()
    assert named(house, "bulletins").isVisible() is False


def test_a_bulletin_appears_where_there_was_none_when_its_time_comes(house: House, qtbot: QtBot) -> None:
    clock = [datetime(2031, 7, 12, 9, tzinfo=UTC)]
    told = (replace(BULLETINS[0], starts=clock[0] + timedelta(hours=1), ends=None),)
    house.session.set_facts(replace(FACTS, bulletins=told, now=lambda: clock[0]))
    house.show(visit.Visit(RULES, Preferences("en")))
    item = named(house, "bulletins")
    assert not item.isVisible()
    (timer,) = (one for one in item.children() if one.metaObject().className() == "QQmlTimer")
    clock[0] += timedelta(hours=1)
    timer.setProperty("interval", 1)
    qtbot.waitUntil(item.isVisible)
    assert BULLETINS[0].text("en").title in said(house)


def test_bulletins_take_turns_and_stand_still_where_nothing_is_to_move(build_house: Callable[..., House]) -> None:
    for still, shown in ((False, 1), (True, 0)):
        house = build_house(StageSettings(1080, 1920, 4.0, reduced_motion=still))
        house.show(visit.Visit(RULES, Preferences("en")))
        item = named(house, "bulletins")
        height = item.height()
        item.metaObject().invokeMethod(item, "turn")
        house.settle()
        assert BULLETINS[shown].text("en").title in said(house)
        assert item.height() == height, "nothing jumps"
        item.metaObject().invokeMethod(item, "turn")
        house.settle()
        assert BULLETINS[0].text("en").title in said(house)


def test_the_visit_cannot_be_given_up_while_the_wish_is_kept(house: House) -> None:
    house.show(examples()["CallBackTaking"])
    assert "startOver" not in house.puppet.visible_targets()
    house.tell(events.StartedOver())
    assert house.puppet.screen() == "CallBackTaking"
