"""One-time codes as every bank behind a terminal gives them: for one thing, once, and to nobody who guesses."""

from __future__ import annotations

from uuid import uuid4

import pytest
from bank_desk_contract import Desk

from kiosk.core.banking import Session, SessionEndedError
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

ADDRESS = ToConfirm(Purpose.ADDRESS_CHANGE, (("address", "虚构省样本市示例路2号"),))


def key() -> str:
    return str(uuid4())


def sent(desk: Desk, session: Session, confirm: ToConfirm = ADDRESS, by: str | None = None) -> CodeSent:
    answer = desk.bank.codes.send(session.consent_id, session.visit, confirm, "en", by or key())
    assert isinstance(answer, CodeSent), answer
    return answer


def typed(desk: Desk, session: Session, code: CodeSent, text: str) -> object:
    return desk.bank.codes.check(session.consent_id, session.visit, code.challenge, text)


def arrived(desk: Desk, phone: str | None = None) -> str:
    code = desk.code(phone)
    if code is None:
        pytest.skip("this test bank cannot read the phone")
    return code


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_code_comes_to_the_masked_phone_and_gives_a_proof(desk: Desk, session: Session) -> None:
    code = sent(desk, session)
    assert "*" in code.phone
    assert 60 <= code.expires_s <= 900
    assert 0 < code.resend_s <= code.expires_s
    assert isinstance(typed(desk, session, code, arrived(desk)), Proof)


def test_the_same_request_again_is_the_same_code(desk: Desk, session: Session) -> None:
    by = key()
    first = sent(desk, session, by=by)
    code = arrived(desk)
    again = sent(desk, session, by=by)
    assert again.challenge == first.challenge
    assert arrived(desk) == code, "no second message"
    assert isinstance(typed(desk, session, again, code), Proof)


def test_another_one_so_soon_is_refused_with_the_time_to_wait(desk: Desk, session: Session) -> None:
    sent(desk, session)
    answer = desk.bank.codes.send(session.consent_id, session.visit, ADDRESS, "en", key())
    assert isinstance(answer, CodeNotSent)
    assert answer.why is CodeRefusal.TOO_SOON
    assert answer.wait_s is not None
    assert answer.wait_s > 0


def test_a_wrong_code_costs_a_try_and_the_third_locks(desk: Desk, session: Session) -> None:
    code = sent(desk, session)
    right = arrived(desk)
    assert typed(desk, session, code, other_than(right)) == CodeWrong(2)
    assert typed(desk, session, code, other_than(right)) == CodeWrong(1)
    assert isinstance(typed(desk, session, code, other_than(right)), CodeLocked)
    assert isinstance(typed(desk, session, code, right), CodeLocked), "the right one comes too late"
    again = desk.bank.codes.send(session.consent_id, session.visit, ADDRESS, "en", key())
    assert isinstance(again, CodeNotSent)
    assert again.why is CodeRefusal.LOCKED


def test_a_code_is_of_no_use_in_another_session(desk: Desk, session: Session) -> None:
    code = sent(desk, session)
    right = arrived(desk)
    later = desk.bank.sessions.open(desk.customer("visit-later"))
    assert isinstance(later, Session)
    assert typed(desk, later, code, right) == CodeExpired()
    with pytest.raises(SessionEndedError):
        typed(desk, session, code, right)


def test_what_was_never_sent_is_no_code(desk: Desk, session: Session) -> None:
    code = sent(desk, session)
    unknown = CodeSent("0" * len(code.challenge), code.phone, code.expires_s, code.resend_s)
    assert typed(desk, session, unknown, "000000") == CodeExpired()


def test_the_code_for_a_new_phone_goes_to_that_phone(desk: Desk, session: Session) -> None:
    new = ToConfirm(Purpose.PHONE_CHANGE, (("phone", "+8613800009876"),))
    code = sent(desk, session, new)
    assert code.phone.endswith("9876")
    assert isinstance(typed(desk, session, code, arrived(desk, "+8613800009876")), Proof)
