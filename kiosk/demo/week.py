"""Ordinary days of a terminal, written through its own journal by a clock that is told the time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from kiosk.core import entries
from kiosk.core.ports import Journal

_HOURS: Final = 9.0
_AHEAD: Final = 4096
"""How many entries may wait for their commit: a journal's writer takes 128 at a time."""
_SCREENS: Final = (
    "Scanning",
    "PresentDocument",
    "ComparingHolder",
    "FaceConsent",
    "LookAtCamera",
    "FraudWarning",
    "CheckingIn",
    "Ticket",
    "Survey",
    "Farewell",
)


class ToldClock:
    """Says the time that it was told. Implements `kiosk.core.ports.Clock`."""

    def __init__(self, at: datetime) -> None:
        self._began = self._at = at

    def set(self, at: datetime) -> None:
        """It is this late now; never earlier than before."""
        self._at = max(self._at, at)

    def now(self) -> datetime:
        return self._at

    def monotonic(self) -> float:
        return (self._at - self._began).total_seconds()


def customers(day: int) -> Iterator[tuple[str, str, str]]:
    """Invented customers of a day without end: a visit's id, a number and a name that nobody has."""
    number = 0
    while True:
        number += 1
        drawn = sha256(f"{day}/{number}".encode()).digest()
        holder = f"100001{int.from_bytes(drawn[8:16]) % 10**11:011}X"
        yield drawn[:8].hex(), holder, f"某{chr(0x4E00 + int.from_bytes(drawn[16:18]) % 2000)}"


def visit(number: str, name: str, appointment: str, ticket: str) -> Iterator[entries.Entry]:
    """What an ordinary visit leaves in the journal."""
    yield entries.VisitBegan("zh_CN")
    for screen in _SCREENS:
        match screen:
            case "PresentDocument":
                yield entries.TokenAccepted(appointment, f"t{appointment}", "transfer")
            case "ComparingHolder":
                yield entries.DocumentAccepted("cn-resident-id", "camera", "print", "print", number, name)
            case "LookAtCamera":
                yield entries.ConsentAnswered(agreed=True)
            case "FraudWarning":
                yield entries.FaceCompared(True, "matched", 0.71, 1.1, "mobilefacenet", 4, "bonaFide", 0.86, ())
            case "CheckingIn":
                yield entries.WarningShown("safe-account", 1, "zh_CN")
                yield entries.WarningAnswered("safe-account", 1, "goOn")
                yield entries.CheckInAsked(appointment)
            case "Ticket":
                yield entries.CheckInCompleted(appointment, f"t{appointment}", ticket, "transfer", offline=True)
                yield entries.TicketPrinted(ticket, ok=True)
        yield entries.ScreenShown(screen, "zh_CN")
    yield entries.SurveyAnswered("visit", 5, "transfer")
    yield entries.VisitEnded("finished")


def live(journal: Journal, clock: ToldClock, days: int, records: int, until: datetime) -> int:
    """Write so many records on each of so many days before `until`; how many in all. Raises `JournalError`."""
    written = 0
    waiting: list[Future[int]] = []
    for day in range(days):
        begins = until - timedelta(days=days - day)
        today = 0
        for number, (id_, holder, name) in enumerate(customers(day)):
            if today >= records:
                break
            clock.set(begins + timedelta(hours=_HOURS * today / records))
            appointment = f"w{day}-{number}"
            for entry in visit(holder, name, appointment, f"K{number:04}"):
                waiting.append(journal.append(entry, id_))
                today += 1
            while len(waiting) > _AHEAD:
                waiting.pop(0).result()
        written += today
    for future in waiting:
        future.result()
    return written
