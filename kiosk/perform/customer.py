"""Opens the bank's session of an identified customer, and closes it when the visit ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kiosk.core.banking import Identified, Session, SessionRefusal, Sessions
from kiosk.core.ports import BankUnreachableError
from kiosk.flows.effects import OpenSession, ServiceEffect
from kiosk.flows.events import BankLost, Event, SessionOpened, SessionRefused
from kiosk.perform.performer import Handler

_REASONS: Final = {SessionRefusal.NOT_A_CUSTOMER: "unknown"}


class SessionRoom:
    """Performs what `flows.customer` asks of the bank."""

    def __init__(self, bank: Sessions) -> None:
        self._bank = bank
        self._open: dict[str, Session] = {}
        """The session of each visit: closed at its end. One visit has one at a time."""

    def handlers(self) -> Mapping[type[ServiceEffect], Handler]:
        """What performs each kind of effect."""
        return {OpenSession: self._open_session}

    def wiped(self, visit: str) -> None:
        """Close the visit's session; where the bank cannot be reached, it ends by itself, or with the next one."""
        session = self._open.pop(visit, None)
        if session is not None:
            self._close(session)

    def _open_session(self, asked: OpenSession, visit: str | None) -> Event:
        document = asked.document
        identified = Identified(
            visit=visit or "",
            document=document.kind,
            number=document.number,
            name=document.name,
            authenticity=document.authenticity,
            face_accepted=asked.face_accepted,
        )
        try:
            answer = self._bank.open(identified)
        except BankUnreachableError:
            return BankLost()
        if isinstance(answer, SessionRefusal):
            return SessionRefused(_REASONS.get(answer, "blocked"))
        if visit is None:
            self._close(answer)
            return BankLost()
        self._open[visit] = answer
        return SessionOpened(answer.consent_id, answer.name, answer.used)

    def _close(self, session: Session) -> None:
        try:
            self._bank.close(session)
        except BankUnreachableError:
            return
