"""A page to write on, put onto a stage."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QUrl
from PySide6.QtQml import QJSEngine, QQmlComponent
from PySide6.QtQuick import QQuickItem
from stagehouse import House

from kiosk.flows import visit
from kiosk.ui.app import FOLDER
from kiosk.ui.catalogue import RULES
from kiosk.ui.puppet import descendants

SAID = {
    "en": (
        "What happened?",
        ["Please tell us in a few words. Leave out card numbers, passwords and codes."],
        "What happened, and where",
    ),
    "zh_CN": ("发生了什么事？", ["请用几句话告诉我们，不要写卡号、密码和验证码。"], "什么事，在哪里"),
}


@dataclass
class Desk:
    """A writing page on a stage, and what it told."""

    house: House
    page: QQuickItem
    component: QQmlComponent
    edited: list[str] = field(default_factory=list)
    accepted: list[bool] = field(default_factory=list)

    @property
    def text(self) -> str:
        return str(self.page.property("text"))

    @property
    def composing(self) -> str:
        (board,) = (item for item in descendants(self.page) if item.metaObject().className().startswith("Keyboard"))
        return str(board.property("composing"))

    def tap(self, *names: str) -> None:
        for name in names:
            self.house.tap(name)

    def type(self, keys: str) -> None:
        self.tap(*(f"key:{key}" for key in keys))

    def candidates(self) -> list[str]:
        found = [key for key in descendants(self.page) if key.objectName().startswith("candidate")]
        return [str(key.property("text")) for key in found]

    def close(self) -> None:
        self.page.setParentItem(None)  # type: ignore[arg-type]
        self.page.deleteLater()


def set_out(house: House, preferences: visit.Preferences, *, limit: int = 500, text: str = "") -> Desk:
    """Lay a writing page over the first screen, in a customer's language, size and contrast."""
    house.show(visit.Visit(RULES, preferences=preferences))
    heading, lines, hint = SAID[preferences.language]
    host = house.stage.window.findChild(QQuickItem, "pages")
    assert host is not None
    component = QQmlComponent(house.stage._engine, QUrl.fromLocalFile(str(FOLDER / "controls" / "TextPage.qml")))
    if house.stage.page is not None:
        house.stage.page.setVisible(False)
    made = component.createWithInitialProperties(
        {
            "parent": host,
            "heading": heading,
            "lines": lines,
            "hint": hint,
            "limit": limit,
            "text": text,
            "chinese": preferences.language == "zh_CN",
        }
    )
    assert isinstance(made, QQuickItem), component.errorString()
    made.setParentItem(host)
    made.forceActiveFocus()
    QJSEngine.setObjectOwnership(made, QJSEngine.ObjectOwnership.CppOwnership)
    desk = Desk(house, made, component)
    made.edited.connect(desk.edited.append)  # type: ignore[attr-defined]
    made.accepted.connect(lambda: desk.accepted.append(True))  # type: ignore[attr-defined]
    house.settle()
    return desk
