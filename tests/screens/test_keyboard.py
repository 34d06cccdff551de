"""The keyboard on the screen: large enough, named, reached by touch and by focus, in both languages and all sizes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from eye import contrast_of, faults, painted, pixels, scene, spoken, words
from keyboard_desk import Desk, set_out
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from stagehouse import House

from kiosk.flows import visit
from kiosk.ui.app import StageSettings
from kiosk.ui.puppet import descendants

LONG = {
    "en": "I waited for an hour at counter 3, and nobody came. " * 10,
    "zh_CN": "昨天在三号窗口等了一个小时，没有人来。" * 28,
}
PANELS = {
    "portrait": StageSettings(1080, 1920, 4.0, reduced_motion=True),
    "landscape": StageSettings(1920, 1080, 4.0, reduced_motion=True),
    "square": StageSettings(1280, 1024, 3.4, reduced_motion=True),
    "tall": StageSettings(1080, 1920, 2.7, reduced_motion=True),
}


def keys(desk: Desk) -> list[QQuickItem]:
    return [item for item in descendants(desk.page) if item.metaObject().className().startswith("Key_")]


@pytest.mark.parametrize(
    "panel", ["portrait", "landscape", *(pytest.param(name, marks=pytest.mark.nightly) for name in ("square", "tall"))]
)
def test_it_is_laid_out_well(build_house: Callable[..., House], panel: str) -> None:
    house, found = build_house(PANELS[panel]), []
    for language in ("zh_CN", "en"):
        for size in (1, 3):
            desk = set_out(house, visit.Preferences(language, size, "standard"), text=LONG[language][:470])
            for act in ("", "letters", "signs"):
                if act == "letters" and language == "zh_CN":
                    desk.type("shouxufei")
                elif act == "signs":
                    desk.tap("signs")
                found += [f"{language} {size} {act}: {fault}" for fault in faults(house.stage)]
            desk.close()
    assert not found, "\n".join(found)


def test_on_a_small_panel_keys_shrink_and_stay_large_enough(build_house: Callable[..., House]) -> None:
    house = build_house(StageSettings(1080, 1920, 8.0, reduced_motion=True))  # 135 mm wide
    desk = set_out(house, visit.Preferences("en", 1, "standard"))
    places = [scene(key) for key in keys(desk)]
    assert len(places) > 30
    assert min(min(place.width(), place.height()) for place in places) >= 9.5 * 8 - 1
    assert not any(here.intersects(there) for here in places for there in places if here is not there)


def test_a_customer_writes_english_and_chinese(house: House) -> None:
    desk = set_out(house, visit.Preferences("en", 1, "standard"))
    desk.tap("capitals")
    desk.type("hi")
    desk.tap("comma", "space", "otherLanguage")
    desk.type("zhuanzhang")
    assert desk.candidates()[0] == "转账"
    desk.tap("candidate0", "stop", "signs", "key:5", "erase", "typed")
    assert desk.text == "Hi, 转账。"
    assert desk.edited[-1] == desk.text
    assert desk.accepted == [True]
    desk.close()


def test_the_candidates_turn_their_pages(house: House) -> None:
    desk = set_out(house, visit.Preferences("zh_CN", 1, "standard"))
    desk.type("shi")
    first = desk.candidates()
    desk.tap("moreCandidates")
    second = desk.candidates()
    assert second
    assert not set(first) & set(second)
    desk.tap("candidate1")
    assert desk.text == second[1]
    desk.close()


def test_it_works_by_focus_alone(house: House) -> None:
    desk = set_out(house, visit.Preferences("en", 1, "standard"))
    window = house.stage.window
    reached = []
    for _ in range(60):
        focused = window.activeFocusItem()
        name = focused.objectName() if focused is not None else ""
        reached.append(name)
        if name in ("key:o", "key:k"):
            QTest.keyClick(window, Qt.Key.Key_Space)
        if name == "typed":
            QTest.keyClick(window, Qt.Key.Key_Return)
            break
        QTest.keyClick(window, Qt.Key.Key_Tab)
    house.settle()
    assert desk.text == "ok", reached
    assert desk.accepted == [True]
    letters = [name for name in reached if name.startswith("key:")]
    assert letters == [f"key:{key}" for key in "qwertyuiopasdfghjklzxcvbnm"]
    desk.close()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_key_says_what_it_is(house: House, language: str) -> None:
    desk = set_out(house, visit.Preferences(language, 1, "standard"))
    for side in ("letters", "signs"):
        if side == "signs":
            desk.tap("signs")
        QAccessible.setActive(True)
        for key in keys(desk):
            interface = QAccessible.queryAccessibleInterface(key)
            assert interface is not None
            assert interface.text(QAccessible.Text.Name), key.objectName()
            assert interface.role() == QAccessible.Role.Button
            sign = str(key.property("text"))
            if len(sign) == 1 and not sign.isalnum():
                assert interface.text(QAccessible.Text.Description), f"{sign} has no spoken name"
    assert {"删除", "空格"} <= set(spoken(house.stage)) if language == "zh_CN" else "Delete" in spoken(house.stage)
    desk.close()


@pytest.mark.parametrize("contrast", visit.CONTRASTS)
def test_its_writing_stands_out(house: House, contrast: str) -> None:
    desk = set_out(house, visit.Preferences("zh_CN", 1, contrast))
    desk.type("ni")
    drawn, weak = pixels(house.stage), []
    for item in words(house.stage):
        place = painted(item).toAlignedRect()
        part = drawn[max(0, place.top()) : place.bottom(), max(0, place.left()) : place.right()]
        if contrast_of(part) < (7.0 if contrast == "standard" else 20.9) and item.isEnabled():
            weak.append(f"{item.property('text')!r} {contrast_of(part):.1f}")
    assert not weak, "\n".join(weak)
    desk.close()


def test_the_end_of_a_long_text_is_seen(house: House) -> None:
    desk = set_out(house, visit.Preferences("zh_CN", 1, "standard"), text=LONG["zh_CN"][:490])
    shown = [str(item.property("text")) for item in words(house.stage) if "昨天" in str(item.property("text"))]
    assert shown
    assert LONG["zh_CN"][:490].endswith(shown[0].rstrip("▏"))
    assert any("10" in str(item.property("text")) for item in words(house.stage)), "how much room is left"
    desk.close()
