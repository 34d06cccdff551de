"""The driver's calls put to the service in process: what a terminal asks and how it understands the answer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from central_desk import HOLDER, NOON, Bank, Caller

from central.seed import furnish
from drivers.bank_http.appointments import HttpAppointments, HttpQueue
from drivers.bank_http.line import LARGEST_ANSWER
from kiosk.core.booking import Booking, ByDocument, Refused
from kiosk.core.ports import BankUnreachableError

OTHER = "11010519900307888X"
SERVICE = "transfer"
ME, SOMEBODY = ByDocument(HOLDER), ByDocument(OTHER)
HALF_PAST_NINE = (NOON + timedelta(days=1)).replace(hour=1, minute=30)
"""Of the next day in Shanghai."""


class Line:
    """`drivers.bank_http.line.Line` without the network; `lose` drops so many answers that come."""

    def __init__(self, call: Caller) -> None:
        self._call = call
        self.lose = 0
        self.said: list[str] = []

    def ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        largest: int = LARGEST_ANSWER,
    ) -> tuple[int, Any]:
        """As the line does."""
        answer = self._call(method, path, json=body, headers=dict(headers or {}))
        assert len(answer.content) <= largest
        if self.lose:
            self.lose -= 1
            raise self.lost("ConnectionError")
        return answer.status_code, answer.json() if answer.content else None

    def answered(self) -> None:
        """As the line does."""

    def lost(self, why: str) -> BankUnreachableError:
        """As the line does."""
        self.said.append(why)
        return BankUnreachableError(why)


class Counter:
    """A terminal of a branch, as it asks for appointments and numbers."""

    def __init__(self, bank: Bank, kiosk: str = "0571-3", branch: str = "0571") -> None:
        self.line = Line(bank.enrol(kiosk, branch))
        self.appointments = HttpAppointments(self.line, branch)  # type: ignore[arg-type]
        self.queue = HttpQueue(self.line, branch)  # type: ignore[arg-type]

    def book(self, starts: datetime = HALF_PAST_NINE, whose: ByDocument = ME, service: str = SERVICE) -> Booking:
        """Book, and have it."""
        answer = self.appointments.book(key(), whose, service, starts)
        assert isinstance(answer, Booking), answer
        return answer

    def refused(self, answer: Booking | Refused | tuple[Booking, ...] | None) -> str:
        """Why it was refused."""
        assert isinstance(answer, Refused), answer
        return answer.why.value


def key() -> str:
    """The key of an operation."""
    return str(uuid.uuid4())


def furnished(bank: Bank) -> None:
    """Services, and three places at four times of each of the next three days."""
    furnish(bank.service, ("0571", "0572"), bank.clock.now)
