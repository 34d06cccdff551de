"""The one-time code: sent, typed, checked."""

from __future__ import annotations

from PySide6.QtCore import Property, Slot
from PySide6.QtQml import QmlElement

from kiosk.core.secondfactor import CODE_DIGITS, CodeRefusal
from kiosk.flows import events, secondfactor
from kiosk.ui.screens.base import Facts, Screen, Tell

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1


class CodeScreen(Screen):
    """What these pages tell."""

    PRIVATE = True

    @Slot()
    def confirm(self) -> None:
        self._tell(events.Confirmed())

    @Slot()
    def tryAgain(self) -> None:
        self._tell(events.TriedAgain())

    @Slot()
    def notReceived(self) -> None:
        self._tell(events.Chosen(secondfactor.NOT_RECEIVED))

    @Slot()
    def notMyPhone(self) -> None:
        self._tell(events.Chosen(secondfactor.NOT_MY_PHONE))

    def _span(self, seconds: int | None) -> str:
        """How long, as one says it; empty where that is not known."""
        if seconds is None:
            return ""
        if seconds < 100:
            return self.tr("%1 seconds").replace("%1", str(seconds))
        if seconds < 100 * 60:
            return self.tr("%1 minutes").replace("%1", str(-(-seconds // 60)))
        return self.tr("%1 hours").replace("%1", str(-(-seconds // 3600)))


@QmlElement
class SendingCode(CodeScreen):
    STATE = secondfactor.SendingCode


@QmlElement
class CheckingOneTimeCode(CodeScreen):
    STATE = secondfactor.CheckingOneTimeCode


@QmlElement
class OneTimeCode(CodeScreen):
    STATE = secondfactor.OneTimeCode

    def __init__(self, state: secondfactor.OneTimeCode, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._typed = state.typed
        wrong = self.tr("This code is not right. Tries left: %1")
        soon = self.tr("Another message can be sent in %1.").replace("%1", self._span(state.wait_s))
        self._say(
            self.tr("Please type the code from the message"),
            self.tr("We sent it to %1.").replace("%1", state.sent.phone),
            "" if state.tries_left is None else wrong.replace("%1", str(state.tries_left)),
            "" if state.wait_s is None else soon,
            self.tr("Never tell it to anyone, not even to our staff or the police."),
        )

    def goes_back(self) -> bool:
        return True

    @Property(str, constant=True)
    def typed(self) -> str:
        return self._typed

    @Property(int, constant=True)
    def digits(self) -> int:
        """How many digits a code has."""
        return CODE_DIGITS

    @Slot(str)
    def type(self, text: str) -> None:
        self._tell(events.Typed(text))


@QmlElement
class CodeMissing(CodeScreen):
    STATE = secondfactor.CodeMissing

    def __init__(self, state: secondfactor.CodeMissing, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._say(
            self.tr("Has the message not arrived?"),
            self.tr("We sent it to %1. It can take a minute.").replace("%1", state.sent.phone),
            self.tr("Please check that your phone is on and has a signal. A new message cancels the earlier code."),
        )

    def goes_back(self) -> bool:
        return True


@QmlElement
class OneTimeCodeRefused(CodeScreen):
    STATE = secondfactor.OneTimeCodeRefused

    def __init__(self, state: secondfactor.OneTimeCodeRefused, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._may_try_again = state.may_try_again
        self._reason = state.reason
        wait = self._span(state.wait_s)
        later = self.tr("You can try again in %1.").replace("%1", wait) if wait else ""
        match state.reason:
            case CodeRefusal.NO_PHONE:
                self._say(
                    self.tr("The bank has no phone number of yours"),
                    self.tr("Our staff will gladly add one with you."),
                )
            case CodeRefusal.TOO_SOON:
                self._say(self.tr("A message was sent a moment ago"), later)
            case CodeRefusal.TOO_MANY:
                self._say(
                    self.tr("No more messages can be sent now"),
                    self.tr("For your safety there is a limit."),
                    later,
                    self.tr("If somebody asks you for codes, please tell our staff."),
                )
            case CodeRefusal.LOCKED:
                self._say(
                    self.tr("Too many wrong codes were typed"),
                    self.tr("For your safety no code is taken now."),
                    later,
                    self.tr("If somebody asks you for codes, please tell our staff."),
                )
            case CodeRefusal.NOT_SENT:
                self._say(self.tr("The message could not be sent"), self.tr("Please try once more, or ask our staff."))
            case secondfactor.EXPIRED:
                self._say(
                    self.tr("This code is no longer valid"),
                    self.tr("A code can be used once, within a few minutes. Please have another one sent."),
                )
            case secondfactor.SESSION_ENDED:
                self._say(
                    self.tr("For your safety this session has ended"),
                    self.tr("Nothing was changed. Please start over, and show your document again."),
                )
            case _:
                self._say(
                    self.tr("The bank cannot be reached just now"),
                    self.tr("Nothing has been done. Please try once more, or ask our staff."),
                )

    def goes_back(self) -> bool:
        return True

    @Property(bool, constant=True)
    def mayTryAgain(self) -> bool:
        return self._may_try_again

    @Property(bool, constant=True)
    def ended(self) -> bool:
        return self._reason == secondfactor.SESSION_ENDED

    @Property(str, constant=True)
    def symbol(self) -> str:
        """The drawing of the page."""
        if self.ended:
            return "clock"
        if self._reason == secondfactor.BANK_LOST:
            return "offline"
        return "mobile" if self._may_try_again else "desk"

    @Slot()
    def startOver(self) -> None:
        self._tell(events.StartedOver())
