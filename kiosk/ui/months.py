"""A month as a calendar shows it: what `controls/DayGrid.qml` draws."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QDate, QLocale


def locale_of(language: str) -> QLocale:
    """The locale of a language of the screen: English is that of the sources, British."""
    return QLocale("en_GB" if language == "en" else language)


class MonthGrid:
    """The month that begins with `first`; its days from `oldest` to `newest` can be chosen, and `chosen` was."""

    def __init__(self, first: date, oldest: date, newest: date, language: str, *, chosen: date | None = None) -> None:
        self._first, self._oldest, self._newest, self._chosen = first, oldest, newest, chosen
        self._locale = locale_of(language)

    def month(self, pattern: str) -> str:
        """The month's name, with its year, in a pattern of QLocale."""
        return self._told(self._first, pattern)

    def told(self, month: str, day: str) -> dict[str, Any]:
        """Everything that the control draws; `month` and `day` are patterns of QLocale, `day` for what is said of each.

        `blanks` cells come before the first day. A day that cannot be chosen has no `id`. `start` is where the focus
        begins: the chosen day, else the newest.
        """
        week = self._locale.firstDayOfWeek().value
        names = [self._locale.dayName((week - 1 + at) % 7 + 1, QLocale.FormatType.ShortFormat) for at in range(7)]
        days = [self._first + timedelta(days=at) for at in range(self._length())]
        open_days = [one for one in days if self._oldest <= one <= self._newest]
        start = self._chosen if self._chosen in open_days else open_days[-1] if open_days else None
        return {
            "month": self.month(month),
            "weekdays": names,
            "blanks": (self._first.isoweekday() - week) % 7,
            "days": [
                {
                    "id": one.isoformat() if one in open_days else "",
                    "text": str(one.day),
                    "sign": self._told(one, day),
                    "chosen": one == self._chosen,
                }
                for one in days
            ],
            "start": "" if start is None else start.isoformat(),
            "earlier": self._first > self._oldest,
            "later": self._first + timedelta(days=self._length()) <= self._newest,
        }

    def _length(self) -> int:
        return QDate(self._first.year, self._first.month, 1).daysInMonth()

    def _told(self, one: date, pattern: str) -> str:
        return self._locale.toString(QDate(one.year, one.month, one.day), pattern)
