"""Suggestions."""

from __future__ import annotations

from PySide6.QtCore import Property, Slot
from PySide6.QtQml import QmlElement

from kiosk.core.complaint import LONGEST_TEXT
from kiosk.flows import events, suggest
from kiosk.ui.screens.base import Facts, Screen, Tell

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class SuggestionText(Screen):
    STATE = suggest.SuggestionText
    PRIVATE = True

    def __init__(self, state: suggest.SuggestionText, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._text = state.text

    def goes_back(self) -> bool:
        return True

    @Property(str, constant=True)
    def text(self) -> str:
        return self._text

    @Property(int, constant=True)
    def limit(self) -> int:
        return LONGEST_TEXT

    @Property(bool, constant=True)
    def chinese(self) -> bool:
        return self._language.startswith("zh")

    @Slot(str)
    def type(self, text: str) -> None:
        self._tell(events.Typed(text))

    @Slot()
    def next(self) -> None:
        self._tell(events.Confirmed())


@QmlElement
class SuggestionThanks(Screen):
    STATE = suggest.SuggestionThanks

    @Slot()
    def done(self) -> None:
        self._tell(events.Confirmed())
