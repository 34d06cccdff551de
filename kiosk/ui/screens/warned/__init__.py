"""The fraud warning, its questions, and when something is to be done."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, Slot
from PySide6.QtQml import QmlElement

from kiosk.core.fraud import Delay, Kind
from kiosk.flows import events, warned
from kiosk.ui.screens.base import Facts, Screen, Tell

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1


class Cautioned(Screen):
    """What all of them show and tell: whom to ring, and yes or no to the page."""

    def __init__(self, state: Any, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._to_ring = "\n".join(self._numbers(state.contacts))

    @Property(str, constant=True)
    def numbers(self) -> str:
        """Whom to ring, one a line."""
        return self._to_ring

    @Slot()
    def confirm(self) -> None:
        self._tell(events.Confirmed())

    @Slot(str)
    def choose(self, answer: str) -> None:
        self._tell(events.Chosen(answer))


@QmlElement
class FraudWarning(Cautioned):
    STATE = warned.FraudWarning
    STEP = 4

    def __init__(self, state: warned.FraudWarning, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._state = state
        text = state.notice.text(language)
        self._say(text.heading, *text.lines)

    @Property(bool, constant=True)
    def mayGoOn(self) -> bool:
        """Whether the customer may go on alone."""
        return self._state.may_go_on

    def goes_back(self) -> bool:
        return self._state.kind is not Kind.CHECK_IN


@QmlElement
class FraudQuestion(Cautioned):
    STATE = warned.FraudQuestion
    STEP = 4

    def __init__(self, state: warned.FraudQuestion, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._cautious = warned.YES if state.question.yes is not None else warned.NO
        counted = self.tr("Question %1 of %2").replace("%1", str(state.number + 1)).replace("%2", str(state.of))
        self._say(state.question.text(language), counted)

    @Property(str, constant=True)
    def cautious(self) -> str:
        """The answer that something follows from: the focus begins there, so that nobody passes by pressing on."""
        return self._cautious


@QmlElement
class DelayChoice(Cautioned):
    STATE = warned.DelayChoice

    def __init__(self, state: warned.DelayChoice, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._default = self._text(state.default) if state.default is not None else ""
        self._others = [
            {"id": delay.value, "text": self._text(delay)}
            for delay in reversed(state.offered)
            if delay is not state.default
        ]

    def _text(self, delay: Delay) -> str:
        match delay:
            case Delay.REAL_TIME:
                return self.tr("At once: it cannot be cancelled")
            case Delay.TWO_HOURS:
                return self.tr("In 2 hours")
            case Delay.NEXT_DAY:
                return self.tr("The next day")
            case Delay.AFTER_DAY:
                return self.tr("In 24 hours")

    def goes_back(self) -> bool:
        return True

    @Property(str, constant=True)
    def default(self) -> str:
        """What is chosen before; empty for nothing."""
        return self._default

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def others(self) -> list[dict[str, str]]:
        """What else there is to choose from, the latest first."""
        return self._others


@QmlElement
class FraudStopped(Cautioned):
    STATE = warned.FraudStopped
