"""What every bank behind a terminal keeps to with transfers, told of its test customers."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from bank_desk_contract import Desk

from kiosk.core.banking import (
    BalanceType,
    ChangeRefusal,
    Done,
    NeverCame,
    Refused,
    Session,
    SessionEndedError,
)
from kiosk.core.fraud import Delay, PayeeCheck
from kiosk.core.money import Money
from kiosk.core.payments import (
    CancelRefusal,
    CheckedPayee,
    Creditor,
    NewPayee,
    NotCancelled,
    OwnAccount,
    Payee,
    Payment,
    PaymentOrder,
    PaymentRefusal,
    Prepared,
    Rejected,
    SavedPayee,
    TransactionStatus,
)
from kiosk.core.ports import BankUnreachableError


def key() -> str:
    return str(uuid4())


def available(desk: Desk, session: Session, account: str) -> Money:
    found = desk.bank.accounts.balances(session, account)
    assert isinstance(found, tuple)
    return next(it.balance_amount for it in found if it.balance_type is BalanceType.INTERIM_AVAILABLE)


def order(
    desk: Desk, session: Session, creditor: Creditor | None = None, delay: Delay = Delay.AFTER_DAY
) -> PaymentOrder:
    debtor = desk.bank.accounts.accounts(session)[0]
    checked = desk.bank.payments.check(session, creditor or typed(desk))
    assert isinstance(checked, CheckedPayee)
    return PaymentOrder(
        debtor=debtor.resource_id,
        creditor=creditor or typed(desk),
        account=checked.account,
        name=checked.name,
        check=checked.check,
        amount=Money(100_00, debtor.currency),
        delay=delay,
    )


def typed(desk: Desk) -> NewPayee:
    return NewPayee(desk.payee_account, desk.payee_name)


def proof(desk: Desk, session: Session, asked: PaymentOrder) -> str | None:
    prepared = desk.bank.payments.prepare(session, asked)
    assert isinstance(prepared, Prepared), prepared
    if not prepared.second_factor:
        return None
    given = desk.proof(session, asked.to_confirm())
    if given is None:
        pytest.skip("this test bank cannot give a proof")
    return given


def ordered(desk: Desk, session: Session, asked: PaymentOrder, one: str | None = None) -> Payment:
    answer = desk.bank.payments.initiate(session, asked, proof(desk, session, asked), one or key())
    assert isinstance(answer, Payment), answer
    return answer


# To whom
def test_saved_payees_are_masked(desk: Desk, session: Session) -> None:
    found = desk.bank.payments.payees(session)
    assert found.payees
    assert found.first_use
    assert found.count_24h == 0
    for payee in found.payees:
        checked = desk.bank.payments.check(session, SavedPayee(payee.payee_id))
        assert isinstance(checked, CheckedPayee)
        assert payee.name != checked.name
        assert checked.account not in payee.account
        assert payee.account[-4:] == checked.account[-4:]


def test_a_name_is_the_holders_or_close_to_it_or_not(desk: Desk, session: Session) -> None:
    for name, expected in (
        (desk.payee_name, PayeeCheck.MATCH),
        (desk.close_name, PayeeCheck.CLOSE_MATCH),
        (desk.strange_name, PayeeCheck.NO_MATCH),
    ):
        found = desk.bank.payments.check(session, NewPayee(desk.payee_account, name))
        assert isinstance(found, CheckedPayee)
        assert found.check is expected
        assert found.name == name
        assert found.close_name == (desk.payee_name if expected is PayeeCheck.CLOSE_MATCH else None)


def test_a_payee_that_is_not_there_is_nobody(desk: Desk, session: Session) -> None:
    for nobody in (SavedPayee("no-such-payee"), OwnAccount("no-such-account")):
        assert desk.bank.payments.check(session, nobody) == Rejected(PaymentRefusal.NO_PAYEE)


# At once
def test_money_between_own_accounts_moves_at_once_and_is_neither_more_nor_less(desk: Desk, session: Session) -> None:
    first, second = (account.resource_id for account in desk.bank.accounts.accounts(session)[:2])
    before = available(desk, session, first), available(desk, session, second)
    paid = ordered(desk, session, order(desk, session, OwnAccount(second), Delay.REAL_TIME))
    assert paid.status is TransactionStatus.ACSC
    moved = Money(100_00, before[0].currency)
    assert (available(desk, session, first), available(desk, session, second)) == (before[0] - moved, before[1] + moved)


def test_an_order_is_taken_as_it_was_confirmed_also_to_an_own_account(desk: Desk, session: Session) -> None:
    second = desk.bank.accounts.accounts(session)[1].resource_id
    for creditor in (None, OwnAccount(second)):
        asked, one = order(desk, session, creditor), key()
        waiting = ordered(desk, session, asked, one)
        assert asked.fits(waiting)
        assert waiting.status is TransactionStatus.PDNG
        assert desk.bank.payments.outcome(one) == waiting


def test_the_same_key_pays_once(desk: Desk, session: Session) -> None:
    asked, one = order(desk, session, delay=Delay.REAL_TIME), key()
    before = available(desk, session, asked.debtor)
    given = proof(desk, session, asked)
    answers = [desk.bank.payments.initiate(session, asked, given, one) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert isinstance(answers[0], Payment)
    assert answers[0].status is TransactionStatus.ACSC
    assert available(desk, session, asked.debtor) == before - asked.amount


def test_without_the_second_factor_that_it_asks_for_nothing_is_done(desk: Desk, session: Session) -> None:
    asked = order(desk, session, delay=Delay.REAL_TIME)
    prepared = desk.bank.payments.prepare(session, asked)
    assert isinstance(prepared, Prepared)
    if not prepared.second_factor:
        pytest.skip("this bank asks for none")
    before = available(desk, session, asked.debtor)
    for wrong in (None, "no-proof"):
        answer = desk.bank.payments.initiate(session, asked, wrong, key())
        assert answer == Rejected(PaymentRefusal.PROOF_NEEDED)
    other = replace(asked, amount=asked.amount + Money(1, asked.amount.currency))
    stolen = desk.proof(session, asked.to_confirm())
    assert desk.bank.payments.initiate(session, other, stolen, key()) == Rejected(PaymentRefusal.PROOF_NEEDED)
    assert available(desk, session, asked.debtor) == before


# Later
def test_a_later_order_holds_its_amount_until_it_is_cancelled_at_any_terminal(desk: Desk, session: Session) -> None:
    asked, one = order(desk, session), key()
    before = available(desk, session, asked.debtor)
    waiting = ordered(desk, session, asked, one)
    assert waiting.status is TransactionStatus.PDNG
    assert timedelta(hours=23) < waiting.due - datetime.now(UTC) <= timedelta(hours=24, minutes=1)
    assert available(desk, session, asked.debtor) == before - asked.amount
    desk.bank.sessions.close(session)

    again = desk.bank.sessions.open(desk.customer("visit-2"))
    assert isinstance(again, Session)
    assert desk.bank.payments.pending(again) == (waiting,)
    cancelling = key()
    cancelled = desk.bank.payments.cancel(again, waiting.payment_id, cancelling)
    assert isinstance(cancelled, Payment)
    assert cancelled.status is TransactionStatus.CANC
    assert desk.bank.payments.cancel(again, waiting.payment_id, cancelling) == cancelled
    assert desk.bank.payments.outcome(cancelling) == cancelled
    assert desk.bank.payments.pending(again) == ()
    assert available(desk, again, asked.debtor) == before
    refused = desk.bank.payments.cancel(again, waiting.payment_id, key())
    assert refused == NotCancelled(CancelRefusal.ENDED)


def test_what_is_executed_is_not_cancelled_and_nobody_cancels_anothers(desk: Desk, session: Session) -> None:
    paid = ordered(desk, session, order(desk, session, delay=Delay.REAL_TIME))
    waiting = ordered(desk, session, order(desk, session))
    one = key()
    refused = NotCancelled(CancelRefusal.EXECUTED)
    assert desk.bank.payments.cancel(session, paid.payment_id, one) == refused
    assert desk.bank.payments.outcome(one) == refused
    assert desk.bank.payments.cancel(session, "no-such-payment", key()) == NotCancelled(CancelRefusal.NO_SUCH)
    other = desk.bank.sessions.open(desk.other("visit-2"))
    assert isinstance(other, Session)
    assert desk.bank.payments.pending(other) == ()
    assert desk.bank.payments.cancel(other, waiting.payment_id, key()) == NotCancelled(CancelRefusal.NO_SUCH)


# Refused
def test_what_cannot_be_paid_is_refused_before_and_when_it_is_ordered(desk: Desk, session: Session) -> None:
    good = order(desk, session)
    there = available(desk, session, good.debtor)
    second = desk.bank.accounts.accounts(session)[1]
    own = order(desk, session, OwnAccount(second.resource_id), Delay.REAL_TIME)
    blocked = desk.bank.payments.check(session, NewPayee(desk.blocked_account, desk.strange_name))
    assert isinstance(blocked, CheckedPayee)
    to_blocked = replace(
        good,
        creditor=NewPayee(desk.blocked_account, desk.strange_name),
        account=blocked.account,
        name=blocked.name,
        check=blocked.check,
    )
    for wrong, reason in (
        (replace(own, amount=there + Money(1, there.currency)), PaymentRefusal.FUNDS),
        (replace(good, amount=Money(10**11, there.currency)), PaymentRefusal.LIMIT_SINGLE),
        (replace(good, debtor="no-such-account"), PaymentRefusal.NOT_POSSIBLE),
        (replace(good, amount=Money(0, there.currency)), PaymentRefusal.NOT_POSSIBLE),
        (replace(good, check=PayeeCheck.NO_MATCH), PaymentRefusal.PAYEE_CHANGED),
        (to_blocked, PaymentRefusal.PAYEE_BLOCKED),
    ):
        assert desk.bank.payments.prepare(session, wrong) == Rejected(reason), reason
        one = key()
        given = desk.proof(session, wrong.to_confirm())
        assert desk.bank.payments.initiate(session, wrong, given, one) == Rejected(reason), reason
        assert desk.bank.payments.outcome(one) == Rejected(reason)
    assert available(desk, session, good.debtor) == there


# Lost answers
def test_what_became_of_an_order_is_told_after_the_visit(desk: Desk, session: Session) -> None:
    one = key()
    waiting = ordered(desk, session, order(desk, session), one)
    desk.bank.sessions.close(session)
    assert desk.bank.payments.outcome(one) == waiting
    assert desk.bank.payments.outcome(key()) == NeverCame()


def test_a_session_that_is_over_orders_and_cancels_nothing(desk: Desk, session: Session) -> None:
    asked = order(desk, session)
    waiting = ordered(desk, session, asked)
    desk.bank.sessions.close(session)
    one = key()
    with pytest.raises(SessionEndedError):
        desk.bank.payments.initiate(session, asked, None, one)
    with pytest.raises(SessionEndedError):
        desk.bank.payments.cancel(session, waiting.payment_id, one)
    with pytest.raises(SessionEndedError):
        desk.bank.payments.payees(session)
    assert desk.bank.payments.outcome(one) == NeverCame()


def late(desk: Desk, session: Session, asked: PaymentOrder, given: str | None, one: str) -> None:
    """An order that was under way for long comes at last, by a key that is void: the bank says no, or nothing."""
    with suppress(BankUnreachableError):
        answer = desk.bank.payments.initiate(session, asked, given, one)
        assert isinstance(answer, Rejected), "an order was taken by a void key"


def test_an_order_that_never_came_is_not_taken_when_it_comes_and_is_sent_once_by_another_key(
    desk: Desk, session: Session
) -> None:
    asked, lost = order(desk, session, delay=Delay.REAL_TIME), key()
    before, given = available(desk, session, asked.debtor), proof(desk, session, asked)
    assert desk.bank.payments.outcome(lost) == NeverCame()
    late(desk, session, asked, given, lost)
    assert available(desk, session, asked.debtor) == before
    assert desk.bank.payments.outcome(lost) == NeverCame(), "what was told as never come is final"
    again = desk.bank.payments.initiate(session, asked, given, key())
    assert isinstance(again, Payment), "the proof was spent by an order that was not taken"
    late(desk, session, asked, given, lost)
    assert available(desk, session, asked.debtor) == before - asked.amount
    assert desk.bank.payments.outcome(lost) == NeverCame()


def test_a_cancellation_that_never_came_is_not_made_when_it_comes(desk: Desk, session: Session) -> None:
    waiting, lost = ordered(desk, session, order(desk, session)), key()
    assert desk.bank.payments.outcome(lost) == NeverCame()
    with suppress(BankUnreachableError):
        answer = desk.bank.payments.cancel(session, waiting.payment_id, lost)
        assert isinstance(answer, NotCancelled), "a void key has cancelled"
    assert desk.bank.payments.pending(session) == (waiting,)
    assert desk.bank.payments.outcome(lost) == NeverCame()
    assert isinstance(desk.bank.payments.cancel(session, waiting.payment_id, key()), Payment)


# Saved
def saved(desk: Desk, session: Session) -> Payee:
    """Remove who is saved already, then save whom an order pays that waits."""
    for payee in desk.bank.payments.payees(session).payees:
        desk.bank.payments.remove_payee(session, payee.payee_id, key())
    waiting = ordered(desk, session, order(desk, session))
    assert isinstance(desk.bank.payments.save_payee(session, waiting.payment_id, key()), Done)
    [payee] = desk.bank.payments.payees(session).payees
    return payee


def test_a_payee_is_saved_once_and_named_as_it_was_ordered(desk: Desk, session: Session) -> None:
    payee = saved(desk, session)
    checked = desk.bank.payments.check(session, SavedPayee(payee.payee_id))
    assert isinstance(checked, CheckedPayee)
    assert (checked.name, checked.account) == (desk.payee_name, desk.payee_account)
    [waiting] = desk.bank.payments.pending(session)
    one = key()
    again = desk.bank.payments.save_payee(session, waiting.payment_id, one)
    assert isinstance(again, Done)
    assert again.already
    assert desk.bank.sessions.outcome(one) == again
    assert desk.bank.payments.payees(session).payees == (payee,)


def test_who_is_saved_is_as_new_until_money_went_there(desk: Desk, session: Session) -> None:
    payee = saved(desk, session)
    assert not payee.paid
    small = replace(order(desk, session, SavedPayee(payee.payee_id)), amount=Money(1, "CNY"))
    typed_in = replace(order(desk, session), amount=Money(1, "CNY"))
    for asked in (small, typed_in):
        prepared = desk.bank.payments.prepare(session, asked)
        assert prepared == desk.bank.payments.prepare(session, typed_in), "saving was a way around the second factor"
    [waiting] = desk.bank.payments.pending(session)
    desk.bank.payments.cancel(session, waiting.payment_id, key())
    assert not desk.bank.payments.payees(session).payees[0].paid
    ordered(desk, session, order(desk, session, delay=Delay.REAL_TIME))
    assert desk.bank.payments.payees(session).payees[0].paid


def test_what_is_no_order_of_ones_own_saves_nobody(desk: Desk, session: Session) -> None:
    paid = ordered(desk, session, order(desk, session))
    other = desk.bank.sessions.open(desk.other("visit-2"))
    assert isinstance(other, Session)
    before = desk.bank.payments.payees(other)
    for payment in (paid.payment_id, "no-such-payment"):
        answer = desk.bank.payments.save_payee(other, payment, key())
        assert answer == Refused(ChangeRefusal.NOT_POSSIBLE)
    assert desk.bank.payments.payees(other) == before


def test_a_payee_is_removed_once_and_an_order_that_waits_stays(desk: Desk, session: Session) -> None:
    payee, one = saved(desk, session), key()
    pending = desk.bank.payments.pending(session)
    removed = desk.bank.payments.remove_payee(session, payee.payee_id, one)
    assert isinstance(removed, Done)
    assert desk.bank.payments.remove_payee(session, payee.payee_id, one) == removed
    assert desk.bank.sessions.outcome(one) == removed
    again = desk.bank.payments.remove_payee(session, payee.payee_id, key())
    assert isinstance(again, Done)
    assert again.already
    assert desk.bank.payments.payees(session).payees == ()
    assert desk.bank.payments.pending(session) == pending
    assert desk.bank.payments.check(session, SavedPayee(payee.payee_id)) == Rejected(PaymentRefusal.NO_PAYEE)
