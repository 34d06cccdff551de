"""The bank's back office over HTTPS: `kiosk.core.ports.Bank` (the calls are described in docs/central.md)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from drivers.bank_http.accounts import Accounts
from drivers.bank_http.appointments import HttpAppointments, HttpQueue
from drivers.bank_http.cards import Cards
from drivers.bank_http.codes import Codes
from drivers.bank_http.complaints import Complaints
from drivers.bank_http.line import Line
from drivers.bank_http.pager import HttpPager
from drivers.bank_http.payments import Payments
from drivers.bank_http.profile import Limits, Profile
from drivers.bank_http.sessions import Sessions
from kiosk.core.appointment import QueueTicket
from kiosk.core.ports import BankRefusal, CheckInAnswer, CheckInRequest

_SHOWN: Final = re.compile(r"[\w .-]{1,64}")
"""What of an answer the customer is shown, or a slip bears."""


class HttpBank:
    """Asks the bank at `url` for the terminals of `branch`; `ca`, `certificate` and `key` are those of `Line`."""

    def __init__(self, url: str, branch: str, *, ca: Path, certificate: Path, key: Path) -> None:
        self._line = Line(url, ca=ca, certificate=certificate, key=key)
        self._branch = f"/v1/branches/{branch}"
        self.complaints = Complaints(self._line, self._branch)
        self.appointments = HttpAppointments(self._line, branch)
        self.queue = HttpQueue(self._line, branch)
        self.pager = HttpPager(self._line, branch)
        self.sessions = Sessions(self._line, branch)
        self.accounts = Accounts(self._line, branch)
        self.cards = Cards(self._line, branch)
        self.profile = Profile(self._line, branch)
        self.limits = Limits(self._line, branch)
        self.codes = Codes(self._line, branch)
        self.payments = Payments(self._line, branch)

    def check_in(self, request: CheckInRequest) -> CheckInAnswer:
        """Check a customer in; the bank answers the same for the same code and visit."""
        status, answer = self._line.ask(
            "POST",
            f"{self._branch}/check-ins",
            {
                "token": request.token,
                "visit": request.visit,
                "document": request.document,
                "face_accepted": request.face_accepted,
            },
        )
        understood = _check_in_answer(status, answer)
        if understood is None:
            raise self._line.lost(f"status {status} is no answer")
        self._line.answered()
        return understood

    def close(self) -> None:
        """Close the connections."""
        self._line.close()


def _check_in_answer(status: int, answer: Any) -> CheckInAnswer | None:
    """The typed answer; None for what is none."""
    match status, answer:
        case 200, {"ticket": {"number": str(number), "service": str(service), "counter": counter, "waiting": waiting}}:
            shown = (number, service) if counter is None else (number, service, counter)
            if all(isinstance(text, str) and _SHOWN.fullmatch(text) for text in shown) and _counts(waiting):
                return QueueTicket(number, service, counter, waiting)
        case 409, {"reason": str(reason)} if reason in set(BankRefusal):
            return BankRefusal(reason)
    return None


def _counts(waiting: object) -> bool:
    return waiting is None or (type(waiting) is int and 0 <= waiting < 10_000)
