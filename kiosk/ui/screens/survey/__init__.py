"""The survey."""

from __future__ import annotations

from PySide6.QtCore import Property, Slot
from PySide6.QtQml import QmlElement

from kiosk.core.complaint import LONGEST_LINE
from kiosk.core.feedback import SCALES, Question
from kiosk.flows import events, survey
from kiosk.ui.screens.base import Facts, Screen, Tell

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Survey(Screen):
    STATE = survey.Survey

    def __init__(self, state: survey.Survey, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._question = state.question
        match state.question:
            case Question.CSAT:
                heading = self.tr("How satisfied are you with your visit today?")
                self._ends = (self.tr("Very dissatisfied"), self.tr("Very satisfied"))
            case Question.NPS:
                heading = self.tr("How likely are you to recommend this branch to friends?")
                self._ends = (self.tr("Not at all likely"), self.tr("Very likely"))
            case Question.CES:
                heading = self.tr("How easy was it to do what you came for today?")
                self._ends = (self.tr("Very difficult"), self.tr("Very easy"))
        self._say(heading, self._about(state.service), self.tr("Your answer helps us. It is kept without your name."))

    def _about(self, service: str | None) -> str:
        """What the customer came for, by the service's own name."""
        names = {
            "checkIn": self.tr("Checking in for an appointment"),
            "walkIn": self.tr("Taking a number"),
            "appointments": self.tr("Your appointments"),
            "accounts": self.tr("Your accounts and cards"),
            "transfer": self.tr("Your transfer"),
            "ask": self.tr("Your question"),
            "complain": self.tr("Your complaint"),
            "suggest": self.tr("Your suggestion"),
        }
        return self.tr("This is about: %1").replace("%1", names[service]) if service in names else ""

    @Property(bool, constant=True)
    def faces(self) -> bool:
        """Whether the answers are faces; else numbers."""
        return self._question is Question.CSAT

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def values(self) -> list[int]:
        """The answers there are, the least first."""
        return list(SCALES[self._question])

    @Property(str, constant=True)
    def least(self) -> str:
        return self._ends[0]

    @Property(str, constant=True)
    def most(self) -> str:
        return self._ends[1]

    @Slot(int)
    def rate(self, value: int) -> None:
        self._tell(events.Rated(value))

    @Slot()
    def skip(self) -> None:
        self._tell(events.Skipped())


@QmlElement
class SurveyLine(Screen):
    STATE = survey.SurveyLine
    PRIVATE = True

    def __init__(self, state: survey.SurveyLine, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._text = state.text

    @Property(str, constant=True)
    def text(self) -> str:
        return self._text

    @Property(int, constant=True)
    def limit(self) -> int:
        return LONGEST_LINE

    @Property(bool, constant=True)
    def chinese(self) -> bool:
        return self._language.startswith("zh")

    @Slot(str)
    def type(self, text: str) -> None:
        self._tell(events.Typed(text))

    @Slot()
    def next(self) -> None:
        self._tell(events.Confirmed())

    @Slot()
    def skip(self) -> None:
        self._tell(events.Skipped())
