"""The survey."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtQml import QmlElement

from kiosk.flows import events, survey
from kiosk.ui.screens.base import Facts, Screen, Tell

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Survey(Screen):
    STATE = survey.Survey

    def __init__(self, state: survey.Survey, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._scale = survey.SCALE[state.question]

    @Slot(int)
    def rate(self, value: int) -> None:
        self._tell(events.Rated(value))

    @Slot()
    def skip(self) -> None:
        self._tell(events.Skipped())
