"""The screens between identification and a service of the bank."""

from __future__ import annotations

from PySide6.QtCore import Property, Slot
from PySide6.QtQml import QmlElement

from kiosk.flows import customer, events
from kiosk.ui.screens.base import Facts, Screen, Tell

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class OpeningSession(Screen):
    STATE = customer.OpeningSession


@QmlElement
class NotServed(Screen):
    STATE = customer.NotServed

    def __init__(self, state: customer.NotServed, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._lost = state.reason == "bankLost"
        if self._lost:
            self._say(
                self.tr("The bank cannot be reached just now"),
                self.tr("Nothing was changed. You can try again in a moment, or our staff will help you."),
            )
        else:
            # Whether somebody is a customer is not told to whoever holds that person's card.
            self._say(
                self.tr("We cannot do this for you at the kiosk"),
                self.tr("Our staff will gladly see with you what is possible today."),
            )

    def goes_back(self) -> bool:
        return True

    @Property(bool, constant=True)
    def mayTryAgain(self) -> bool:
        return self._lost

    @Slot()
    def tryAgain(self) -> None:
        self._tell(events.TriedAgain())
