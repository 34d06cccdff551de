"""Nobody answers: a warning that one touch takes away, a countdown in its second half, and a wiped visit."""

from __future__ import annotations

from collections.abc import Callable

from eye import words
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from stagehouse import House

from kiosk.flows import events, visit
from kiosk.ui.app import StageSettings
from kiosk.ui.catalogue import RULES, examples


def texts(house: House) -> set[str]:
    return {item.property("text") for item in words(house.stage)}


def quiet(house: House, seconds: int) -> None:
    house.tell(*(events.Waited(1) for _ in range(seconds)))


def test_a_touch_says_the_customer_is_still_here(house: House) -> None:
    house.tap("start")
    quiet(house, RULES.idle_s)
    assert house.puppet.idle_warning()
    assert "您还在吗？" in texts(house)
    house.tap("stillHere")
    assert not house.puppet.idle_warning()
    assert house.puppet.screen() == "Menu"
    assert "请问您要办理什么？" in texts(house)


def test_the_number_comes_in_the_second_half(house: House) -> None:
    house.tap("start")
    quiet(house, RULES.idle_s + RULES.countdown_s // 2 - 1)
    assert not [text for text in texts(house) if text.startswith("剩余")]
    quiet(house, 1)
    assert "剩余 15 秒" in texts(house)
    quiet(house, 14)
    assert "剩余 1 秒" in texts(house)


def test_the_warning_says_what_will_be_wiped_and_then_it_is(house: House) -> None:
    house.tap("start")
    quiet(house, RULES.idle_s)
    assert "如果您没有回应，本次办理将结束，屏幕上的个人信息会全部清除。" in texts(house)
    quiet(house, RULES.countdown_s)
    assert house.puppet.screen() == "Wiped"
    assert not house.puppet.idle_warning()
    assert "由于长时间无人操作，屏幕上的办理信息已全部清除。" in texts(house)


def test_still_here_has_the_focus_and_shows_it(house: House) -> None:
    house.tap("start")
    quiet(house, RULES.idle_s)
    focus = house.stage.window.activeFocusItem()
    assert focus.objectName() == "stillHere"
    QTest.keyClick(house.stage.window, Qt.Key.Key_Return)
    house.settle()
    assert not house.puppet.idle_warning()


def test_the_page_below_cannot_be_touched_but_the_bar_can(house: House) -> None:
    house.show(examples()["FaceConsent"])
    quiet(house, RULES.idle_s)
    assert set(house.puppet.visible_targets()) == {
        "stillHere",
        *("startOver", "language", "adjust", "callStaff"),
    }
    house.puppet.touch(QPoint(540, 900))
    house.settle()
    assert house.puppet.idle_warning()
    house.tap("language")
    assert not house.puppet.idle_warning()
    assert house.session.preferences.language == "en"
    assert house.puppet.screen() == "FaceConsent"


def test_the_clock_is_slower_for_large_text(house: House) -> None:
    house.tap("start")
    for control in ("adjust", "size-2", "adjusted"):
        house.tap(control)
    quiet(house, RULES.idle_s)
    assert not house.puppet.idle_warning()
    quiet(house, RULES.large_idle_s - RULES.idle_s)
    assert house.puppet.idle_warning()


def test_the_focus_returns_to_the_page(build_house: Callable[..., House]) -> None:
    house = build_house(StageSettings(reduced_motion=True))
    house.show(examples()["FraudWarning"])
    quiet(house, RULES.idle_s)
    house.tap("stillHere")
    assert isinstance(house.session.state, visit.Visit)
    assert house.stage.window.activeFocusItem().objectName() == "callStaff"
