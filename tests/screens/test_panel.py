"""The demo panel tells what was chosen, and shows what there is to choose from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.ui.panel import Panel
from kiosk.ui.puppet import descendants


class World:
    def __init__(self) -> None:
        self.known = {"code": ["nothing", "valid"], "person": ["nothing", "holder"]}
        self.told: list[tuple[str, object]] = []

    def options(self) -> dict[str, list[str]]:
        return {kind: list(names) for kind, names in self.known.items()}

    def choose(self, kind: str, name: str) -> None:
        self.told.append((kind, name))

    def switch(self, name: str, on: bool) -> None:
        self.told.append((name, on))


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def panel(qapp: QGuiApplication, qtbot: QtBot, world: World) -> Iterator[Panel]:
    panel = Panel(qapp, world)
    QCoreApplication.processEvents()
    yield panel
    panel.close()


def choices(panel: Panel) -> dict[str, QQuickItem]:
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    items = descendants(panel.window.contentItem())
    return {item.objectName(): item for item in items if item.inherits("QQuickAbstractButton")}


def click(panel: Panel, name: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: name in choices(panel) and choices(panel)[name].width() > 0)
    item = choices(panel)[name]
    place = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
    QTest.mouseClick(panel.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def test_a_choice_is_told(panel: Panel, world: World, qtbot: QtBot) -> None:
    panel.window.grabWindow()
    click(panel, "code:valid", qtbot)
    click(panel, "person:holder", qtbot)
    assert world.told == [("code", "valid"), ("person", "holder")]
    assert choices(panel)["code:valid"].property("checked")
    assert not choices(panel)["code:nothing"].property("checked")


def test_a_switch_goes_on_and_off(panel: Panel, world: World, qtbot: QtBot) -> None:
    panel.window.grabWindow()
    click(panel, "network_down", qtbot)
    click(panel, "paper_out", qtbot)
    click(panel, "network_down", qtbot)
    assert world.told == [("network_down", True), ("paper_out", True), ("network_down", False)]


def test_codes_that_come_later_are_offered(panel: Panel, world: World, qtbot: QtBot) -> None:
    assert "code:early" not in choices(panel)
    world.known["code"].append("early")
    qtbot.waitUntil(lambda: "code:early" in choices(panel), timeout=5000)
