"""What screens of appointments, and others that name days and times, have in common."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Property, QDate, QLocale, Slot
from PySide6.QtQml import QmlElement

from kiosk.core.booking import Booking, FreeSlot
from kiosk.flows import booking, events
from kiosk.ui.screens.base import Facts, Screen, Tell, in_language

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class TimedScreen(Screen):
    """A screen that names days, times and services."""

    def _day(self, day: date) -> str:
        """A day with its weekday."""
        # In the pattern letters of QLocale.
        pattern = self.tr("dddd, d MMMM")
        return QLocale(self._language).toString(QDate(day.year, day.month, day.day), pattern)

    def _day_of(self, moment: datetime) -> str:
        return self._day(moment.astimezone(self._facts.timezone).date())

    def _clock(self, moment: datetime) -> str:
        """A time of day, as clocks in the branch show it."""
        return f"{moment.astimezone(self._facts.timezone):%H:%M}"

    def _span(self, slot: FreeSlot | Booking) -> str:
        """From when to when."""
        return f"{self._clock(slot.starts)}\N{EN DASH}{self._clock(slot.ends)}"

    def _when(self, of: FreeSlot | Booking) -> str:
        """When it begins."""
        return self.tr("%1 on %2").replace("%1", self._clock(of.starts)).replace("%2", self._day_of(of.starts))

    def _service(self, service: str) -> str:
        return in_language(self._facts.services.get(service, {}), self._language, service)

    def _services(self) -> list[dict[str, str]]:
        """The branch's services to choose from."""
        return [{"id": service, "text": self._service(service)} for service in self._facts.services]

    def _branch(self) -> str:
        return in_language(self._facts.branch, self._language)


@QmlElement
class ChoosingScreen(TimedScreen):
    """A screen with choices."""

    def __init__(self, state: Any, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._choices: list[dict[str, str]] = []

    def goes_back(self) -> bool:
        return True

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        """What there is to choose from: `id`, `text`, `hint` and `symbol`."""
        return self._choices

    @Slot(str)
    def choose(self, chosen: str) -> None:
        self._tell(events.Chosen(chosen))


@QmlElement
class OneScreen(TimedScreen):
    """A screen about one appointment or time."""

    PRIVATE = True

    def __init__(self, of: Booking | FreeSlot, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(of, tell, facts, language)
        self._of = of

    @Property(str, constant=True)
    def day(self) -> str:
        return self._day_of(self._of.starts)

    @Property(str, constant=True)
    def time(self) -> str:
        return self._span(self._of)

    @Slot()
    def confirm(self) -> None:
        self._tell(events.Confirmed())

    @Slot()
    def decline(self) -> None:
        self._tell(events.Declined())

    @Slot()
    def takeCalendar(self) -> None:
        self._tell(events.Chosen(booking.CALENDAR))


@QmlElement
class RetryScreen(TimedScreen):
    """A screen on which something can be tried once more."""

    @Slot()
    def tryAgain(self) -> None:
        self._tell(events.TriedAgain())


@QmlElement
class DigitsScreen(Screen):
    """A screen on which a number is typed."""

    PRIVATE = True

    def goes_back(self) -> bool:
        return True

    @Slot(str)
    def enter(self, typed: str) -> None:
        self._tell(events.Typed(typed))
