"""The screens of a customer without an appointment."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import Property, Slot
from PySide6.QtQml import QmlElement

from kiosk.core.ports import PrintOutcome
from kiosk.flows import events, walkin
from kiosk.ui.screens.base import Facts, Screen, Tell
from kiosk.ui.screens.booking.base import TimedScreen

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ChoosingQueue(TimedScreen):
    STATE = walkin.ChoosingQueue

    def goes_back(self) -> bool:
        return True

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        return self._services()

    @Slot(str)
    def choose(self, service: str) -> None:
        self._tell(events.Chosen(service))


@QmlElement
class TakingNumber(Screen):
    STATE = walkin.TakingNumber

    def may_start_over(self) -> bool:
        return False


@QmlElement
class WalkInTicket(TimedScreen):
    STATE = walkin.WalkInTicket

    def __init__(self, state: walkin.WalkInTicket, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._state = state
        wait = state.ticket.wait
        if wait is None:
            expected = ""
        elif wait.least == 0:
            expected = self.tr("You will probably wait %1 minutes at most.").replace("%1", str(wait.most))
        else:
            expected = self.tr("You will probably wait %1 to %2 minutes.").replace("%1", str(wait.least))
            expected = expected.replace("%2", str(wait.most))
        self._say(
            "",
            expected,
            self.tr("Please have a seat. Your number will be called."),
            self.tr("Customers with an appointment are called first."),
        )

    @Property(str, constant=True)
    def number(self) -> str:
        return self._state.ticket.number

    @Property(str, constant=True)
    def service(self) -> str:
        return self._service(self._state.ticket.service)

    @Property(str, constant=True)
    def counter(self) -> str:
        return self._state.ticket.counter or ""

    @Property(str, constant=True)
    def waiting(self) -> str:
        waiting = self._state.ticket.waiting
        return "" if waiting is None else str(waiting)

    @Property(bool, constant=True)
    def offline(self) -> bool:
        return self._state.offline

    @Property(str, constant=True)
    def slip(self) -> str:
        match self._state.printed:
            case None:
                return self.tr("Your slip is being printed.")
            case PrintOutcome.PRINTED:
                return self.tr("Please take your slip.")
            case PrintOutcome.PAPER_OUT | PrintOutcome.PAPER_JAMMED | PrintOutcome.OFFLINE:
                return self.tr("No slip can be printed: please remember this number or take a photo.")
            case _:
                assert_never(self._state.printed)

    @Slot()
    def done(self) -> None:
        self._tell(events.Confirmed())
