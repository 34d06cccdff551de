"""The room of the one-time code: what the bank says is told, and what it does not say is said to be lost."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from kiosk.core.banking import SessionEndedError
from kiosk.core.ports import BankUnreachableError
from kiosk.core.secondfactor import CheckAnswer, CodeAnswer, CodeSent, CodeWrong, Purpose, ToConfirm
from kiosk.flows.banking import SessionEnded
from kiosk.flows.events import BankLost, Event
from kiosk.flows.secondfactor import CheckCode, CodeAnswered, CodeChecked, SendCode
from kiosk.perform.secondfactor import SecondFactorRoom

CONFIRM = ToConfirm(Purpose.ADDRESS_CHANGE, (("address", "x"),))
SEND = SendCode("consent", CONFIRM, "en", "key")
CHECK = CheckCode("consent", "c-1", "493027")


@dataclass
class Codes:
    """A bank that answers, or fails in one way."""

    fails: type[Exception] | None = None
    asked: list[object] = field(default_factory=list)

    def send(self, session: str, visit: str, confirm: ToConfirm, language: str, key: str) -> CodeAnswer:
        self.asked.append((session, visit, confirm, language, key))
        if self.fails is not None:
            raise self.fails
        return CodeSent("c-1", "**** 0011", 300, 60)

    def check(self, session: str, visit: str, challenge: str, code: str) -> CheckAnswer:
        self.asked.append((session, visit, challenge, code))
        if self.fails is not None:
            raise self.fails
        return CodeWrong(2)


def tell(codes: Codes, effect: SendCode | CheckCode) -> Event | None:
    return SecondFactorRoom(codes).handlers()[type(effect)](effect, "visit-1")


def test_the_bank_is_asked_in_the_visits_session_and_its_answer_told() -> None:
    codes = Codes()
    assert tell(codes, SEND) == CodeAnswered(CodeSent("c-1", "**** 0011", 300, 60))
    assert codes.asked == [("consent", "visit-1", CONFIRM, "en", "key")]
    assert tell(codes, CHECK) == CodeChecked(CodeWrong(2))
    assert codes.asked[1:] == [("consent", "visit-1", "c-1", "493027")]


@pytest.mark.parametrize("effect", [SEND, CHECK], ids=["send", "check"])
def test_no_answer_and_no_session_are_told_as_such(effect: SendCode | CheckCode) -> None:
    assert tell(Codes(BankUnreachableError), effect) == BankLost()
    assert tell(Codes(SessionEndedError), effect) == SessionEnded()
