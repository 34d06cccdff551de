"""What screens say of days and times: by the branch's clock, in the customer's language."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale

from kiosk.core.booking import Booking, FreeSlot
from kiosk.ui.screens.base import Screen, in_language


class Timed(Screen):
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
