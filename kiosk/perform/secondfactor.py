"""Has one-time codes sent and checked. The flow journals what became of it: a code changes nothing at the bank."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.core.banking import SessionEndedError
from kiosk.core.ports import BankUnreachableError
from kiosk.core.secondfactor import OneTimeCodes
from kiosk.flows.banking import SessionEnded
from kiosk.flows.effects import ServiceEffect
from kiosk.flows.events import BankLost, Event
from kiosk.flows.secondfactor import CheckCode, CodeAnswered, CodeChecked, SendCode
from kiosk.perform.performer import Handler


class SecondFactorRoom:
    """Performs what `flows.secondfactor` asks of the bank. It keeps nothing."""

    def __init__(self, codes: OneTimeCodes) -> None:
        self._codes = codes

    def handlers(self) -> Mapping[type[ServiceEffect], Handler]:
        """What performs each kind of effect."""
        return {SendCode: self._send, CheckCode: self._check}

    def wiped(self, visit: str) -> None:
        """Nothing of a visit is here."""

    def _send(self, asked: SendCode, visit: str | None) -> Event:
        try:
            answer = self._codes.send(asked.session, visit or "", asked.confirm, asked.language, asked.key)
        except SessionEndedError:
            return SessionEnded()
        except BankUnreachableError:
            return BankLost()
        return CodeAnswered(answer)

    def _check(self, asked: CheckCode, visit: str | None) -> Event:
        try:
            answer = self._codes.check(asked.session, visit or "", asked.challenge, asked.code)
        except SessionEndedError:
            return SessionEnded()
        except BankUnreachableError:
            return BankLost()
        return CodeChecked(answer)
