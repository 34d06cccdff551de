"""The fraud warning."""

from __future__ import annotations

from PySide6.QtCore import Property, Slot
from PySide6.QtQml import QmlElement

from kiosk.flows import events, warned
from kiosk.ui.screens.base import Facts, Screen, Tell

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class FraudWarning(Screen):
    STATE = warned.FraudWarning
    STEP = 4

    def __init__(self, state: warned.FraudWarning, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        text = state.notice.text(language)
        self._say(text.heading, *text.lines)

    @Property(str, constant=True)
    def hotline(self) -> str:
        return self._facts.hotline

    @Property(str, constant=True)
    def police(self) -> str:
        return " / ".join(self._facts.police)

    @Slot()
    def confirm(self) -> None:
        self._tell(events.Confirmed())
