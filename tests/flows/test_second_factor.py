"""The one-time code, as the services embed it: sent, typed, not come, wrong, too late, and the bank is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.core import entries
from kiosk.core.secondfactor import (
    CodeExpired,
    CodeLocked,
    CodeNotSent,
    CodeRefusal,
    CodeSent,
    CodeWrong,
    Proof,
    Purpose,
    ToConfirm,
)
from kiosk.flows import events, secondfactor
from kiosk.flows.banking import SessionEnded
from kiosk.flows.effects import Note
from kiosk.flows.secondfactor import CheckCode, CodeAnswered, CodeChecked, SendCode

PHONE = "138****0011"
CODE = "493027"
TRANSFER = ToConfirm(Purpose.TRANSFER, (("amount", "5000.00"), ("creditor", "6217000000004821")))
SENT = CodeSent("c-1", PHONE, 300, 60)


class Told:
    """What happened to a second factor, step by step."""

    def __init__(self) -> None:
        self.state: Any
        self.state, self.effects = secondfactor.begin("consent-1", TRANSFER, "order-1", "en")

    def told(self, *happened: events.Event) -> Told:
        for event in happened:
            self.state, self.effects = secondfactor.step(self.state, event, "en")
        return self

    def at_code(self) -> Told:
        return self.told(CodeAnswered(SENT))

    def typed(self, code: str = CODE) -> Told:
        return self.told(events.Typed(code), events.Confirmed())

    def asked(self, kind: type) -> Any:
        (found,) = (effect for effect in self.effects if isinstance(effect, kind))
        return found

    def noted(self) -> list[entries.Entry]:
        return [effect.entry for effect in self.effects if isinstance(effect, Note)]


def test_a_right_code_is_proved() -> None:
    told = Told()
    assert told.noted() == [entries.OneTimeCodeAsked("transfer")]
    assert told.asked(SendCode).confirm == TRANSFER
    told.at_code()
    assert told.noted() == [entries.OneTimeCodeSent("transfer")]
    told.typed()
    assert told.noted() == [entries.OneTimeCodeEntered("transfer")]
    assert told.asked(CheckCode) == CheckCode("consent-1", "c-1", CODE)
    assert secondfactor.busy(told.state)
    told.told(CodeChecked(Proof("p")))
    assert told.state == secondfactor.Proved(Proof("p"))
    assert told.noted() == [entries.OneTimeCodeAccepted("transfer")]


@pytest.mark.parametrize("text", ["4930271", "49302a", "４９３０２７", " 49302", "-49302"])
def test_only_six_digits_can_be_typed(text: str) -> None:
    told = Told().at_code().told(events.Typed("12"), events.Typed(text))
    assert told.state.typed == "12"
    assert told.told(events.Confirmed()).effects == ()
    assert isinstance(told.state, secondfactor.OneTimeCode)


def test_a_wrong_code_is_typed_anew_with_the_tries_that_are_left() -> None:
    told = Told().at_code().typed().told(CodeChecked(CodeWrong(2)))
    assert (told.state.tries_left, told.state.typed) == (2, "")
    assert told.noted() == [entries.OneTimeCodeRefused("transfer", "wrong")]
    assert isinstance(told.typed().state, secondfactor.CheckingOneTimeCode)


def test_the_third_wrong_code_is_for_staff() -> None:
    told = Told().at_code().typed().told(CodeChecked(CodeLocked(900)))
    assert (told.state.reason, told.state.wait_s, told.state.may_try_again) == ("locked", 900, False)
    assert told.noted() == [entries.OneTimeCodeRefused("transfer", "locked")]
    assert told.told(events.TriedAgain()).effects == ()
    assert told.told(events.WentBack()).state == secondfactor.GaveUp()


def test_an_expired_code_is_replaced_by_another() -> None:
    told = Told()
    first = told.asked(SendCode).key
    told.at_code().typed().told(CodeChecked(CodeExpired()))
    assert told.state.reason == "expired"
    told.told(events.TriedAgain())
    assert told.asked(SendCode).key != first
    assert isinstance(told.at_code().state, secondfactor.OneTimeCode)


def test_a_message_that_does_not_come_is_sent_again_as_another_request() -> None:
    told = Told()
    first = told.asked(SendCode).key
    told.at_code().told(events.Chosen("notReceived"))
    assert isinstance(told.state, secondfactor.CodeMissing)
    assert isinstance(told.told(events.Confirmed()).state, secondfactor.OneTimeCode)
    told.told(events.Chosen("notReceived"), events.TriedAgain())
    assert told.asked(SendCode).key != first


def test_another_message_so_soon_goes_back_to_the_code_that_was_sent() -> None:
    told = Told().at_code().told(events.Chosen("notReceived"), events.TriedAgain())
    told.told(CodeAnswered(CodeNotSent(CodeRefusal.TOO_SOON, 41)))
    assert (type(told.state), told.state.wait_s) == (secondfactor.OneTimeCode, 41)
    assert told.noted() == [entries.OneTimeCodeUnsent("transfer", "tooSoon")]
    assert isinstance(told.typed().state, secondfactor.CheckingOneTimeCode)


def test_anothers_phone_is_for_staff() -> None:
    told = Told().at_code().told(events.Chosen("notReceived"), events.Chosen("notMyPhone"))
    assert told.state == secondfactor.StaffNeeded("notMyPhone")
    assert Told().at_code().told(events.Chosen("notMyPhone")).state == told.state


@pytest.mark.parametrize("before", [(), (events.Chosen("notReceived"),)])
def test_what_is_not_offered_beside_the_code_changes_nothing(before: tuple[events.Event, ...]) -> None:
    told = Told().at_code().told(*before)
    state = told.state
    assert told.told(events.Chosen("no"), events.Chosen("")).state == state
    assert told.effects == ()


@pytest.mark.parametrize("why", list(CodeRefusal))
def test_a_code_that_is_not_sent_says_why_and_there_is_a_way_on(why: CodeRefusal) -> None:
    told = Told().told(CodeAnswered(CodeNotSent(why, 2700)))
    assert isinstance(told.state, secondfactor.OneTimeCodeRefused)
    assert told.state.reason == why
    assert told.noted() == [entries.OneTimeCodeUnsent("transfer", why)]
    assert told.told(events.WentBack()).state == secondfactor.GaveUp()


def test_an_answer_that_was_lost_is_asked_for_by_the_same_request() -> None:
    told = Told()
    first = told.asked(SendCode).key
    told.told(events.BankLost())
    assert told.state.reason == "bankLost"
    assert told.noted() == [entries.OneTimeCodeUnsent("transfer", "bankLost")]
    told.told(events.TriedAgain())
    assert told.asked(SendCode).key == first


def test_a_bank_lost_while_it_checks_lets_the_code_be_typed_again() -> None:
    told = Told().at_code().typed().told(events.BankLost())
    assert told.noted() == [entries.OneTimeCodeRefused("transfer", "bankLost")]
    told.told(events.TriedAgain())
    assert (type(told.state), told.state.typed) == (secondfactor.OneTimeCode, "")


def test_a_session_that_ended_can_only_be_begun_anew() -> None:
    for told in (Told().told(SessionEnded()), Told().at_code().typed().told(SessionEnded())):
        assert told.state.reason == "sessionEnded"
        assert not told.state.may_try_again


def test_an_answer_to_a_screen_already_left_changes_nothing() -> None:
    told = Told().at_code()
    before = told.state
    late = (CodeAnswered(CodeNotSent(CodeRefusal.LOCKED)), CodeChecked(Proof("p")), events.BankLost(), SessionEnded())
    assert told.told(*late).state == before
    assert told.effects == ()


def test_two_orders_alike_are_two_requests() -> None:
    one, other = secondfactor.Order("c", TRANSFER, "order-1"), secondfactor.Order("c", TRANSFER, "order-2")
    assert len({one.key, other.key, replace(one, attempt=1).key}) == 3
    assert one.key == secondfactor.Order("c", TRANSFER, "order-1").key


def test_neither_code_nor_session_nor_account_is_in_a_repr() -> None:
    told = Told().at_code().told(events.Typed(CODE))
    seen = repr(told.state)
    told.told(events.Confirmed())
    seen += repr(told.state) + repr(told.effects) + repr(events.Typed(CODE)) + repr(Proof("p-secret"))
    for secret in (CODE, "consent-1", "6217000000004821", PHONE, "p-secret"):
        assert secret not in seen
