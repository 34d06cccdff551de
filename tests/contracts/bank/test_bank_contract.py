"""What every bank behind a terminal keeps to, told of its test customers."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from bank_desk_contract import Desk

from kiosk.core.banking import (
    MOST_MOVEMENTS,
    AccountRefusal,
    BalanceType,
    Card,
    CardStatus,
    ChangeAnswer,
    ChangeRefusal,
    Done,
    Limit,
    Movements,
    NeverCame,
    Period,
    Refused,
    Session,
    SessionEndedError,
    SessionRefusal,
    Statement,
    UnderWay,
)
from kiosk.core.fraud import Kind
from kiosk.core.money import Money
from kiosk.core.ports import BankUnreachableError
from kiosk.core.secondfactor import Purpose, ToConfirm


def key() -> str:
    return str(uuid4())


def a_card(desk: Desk, session: Session, status: CardStatus) -> Card:
    return next(card for card in desk.bank.cards.cards(session) if card.status is status)


def status_of(desk: Desk, session: Session, card_id: str) -> CardStatus:
    return next(card.status for card in desk.bank.cards.cards(session) if card.card_id == card_id)


def a_limit(desk: Desk, session: Session, limit_id: str | None = None) -> Limit:
    every = desk.bank.limits.limits(session)
    return next(it for it in every if (it.limit_id == limit_id if limit_id else it.amount < it.bound))


def proof(desk: Desk, session: Session, purpose: Purpose, **details: str) -> str:
    given = desk.proof(session, ToConfirm(purpose, tuple(details.items())))
    if given is None:
        pytest.skip("this test bank cannot give a proof")
    return given


# Sessions
def test_what_the_customer_did_at_a_terminal_before_is_told_or_not_known(desk: Desk, session: Session) -> None:
    if session.used is None:
        pytest.skip("this bank does not say: the fraud rules take it for the first time")
    assert Kind.PHONE_CHANGE not in session.used
    phone = "+8613900000099"
    given = proof(desk, session, Purpose.PHONE_CHANGE, phone=phone)
    assert isinstance(desk.bank.profile.change_phone(session, phone, given, key()), Done)
    again = desk.bank.sessions.open(desk.customer("visit-2"))
    assert isinstance(again, Session)
    assert again.used == session.used | {Kind.PHONE_CHANGE}


def test_a_customer_is_served_under_a_name_that_is_masked(desk: Desk, session: Session) -> None:
    assert session.consent_id
    assert session.visit == "visit-1"
    assert session.name
    assert session.name != desk.customer("v").name
    assert session.valid_until is not None
    assert session.valid_until > datetime.now(UTC)


def test_a_stranger_a_blocked_customer_and_a_face_not_accepted_are_not(desk: Desk) -> None:
    assert desk.bank.sessions.open(desk.stranger("v")) is SessionRefusal.NOT_A_CUSTOMER
    assert desk.bank.sessions.open(desk.blocked("v")) is SessionRefusal.BLOCKED
    unproved = replace(desk.customer("v"), face_accepted=False)
    assert desk.bank.sessions.open(unproved) is SessionRefusal.NOT_PROVED


def test_a_closed_session_serves_nobody_and_closing_twice_is_no_error(desk: Desk, session: Session) -> None:
    desk.bank.sessions.close(session)
    desk.bank.sessions.close(session)
    for ask in (desk.bank.accounts.accounts, desk.bank.cards.cards, desk.bank.profile.details, desk.bank.limits.limits):
        with pytest.raises(SessionEndedError):
            ask(session)
    with pytest.raises(SessionEndedError):
        desk.bank.cards.freeze(session, "any", key())


def test_a_session_is_of_its_visit_and_the_next_customer_ends_it(desk: Desk, session: Session) -> None:
    with pytest.raises(SessionEndedError):
        desk.bank.accounts.accounts(replace(session, visit="visit-2"))
    following = desk.bank.sessions.open(desk.other("visit-2"))
    assert isinstance(following, Session)
    with pytest.raises(SessionEndedError):
        desk.bank.accounts.accounts(session)


# Accounts
def test_accounts_have_numbers_and_balances_in_their_currency(desk: Desk, session: Session) -> None:
    accounts = desk.bank.accounts.accounts(session)
    assert len(accounts) >= 2
    for account in accounts:
        assert account.number
        found = desk.bank.accounts.balances(session, account.resource_id)
        assert not isinstance(found, AccountRefusal)
        assert BalanceType.INTERIM_AVAILABLE in {it.balance_type for it in found}
        assert {it.balance_amount.currency for it in found} == {account.currency}


def test_pages_of_transactions_go_on_without_gap_and_end(desk: Desk, session: Session) -> None:
    account = desk.bank.accounts.accounts(session)[0]
    seen: list[str] = []
    days, after = [], None
    for _ in range(100):
        page = desk.bank.accounts.transactions(session, account.resource_id, after)
        assert isinstance(page, Movements)
        assert len(page.booked) <= MOST_MOVEMENTS
        seen += [it.transaction_id for it in page.booked]
        days += [it.booking_date for it in page.booked]
        after = page.next
        if after is None:
            break
    assert after is None
    assert len(seen) == len(set(seen)) > MOST_MOVEMENTS
    assert days == sorted(days, reverse=True)


def test_a_statement_says_what_the_transactions_say(desk: Desk, session: Session) -> None:
    account = desk.bank.accounts.accounts(session)[0]
    page = desk.bank.accounts.transactions(session, account.resource_id)
    assert isinstance(page, Movements)
    newest, oldest = page.booked[0].booking_date, page.booked[-1].booking_date + timedelta(days=1)
    told = desk.bank.accounts.statement(session, Period(account.resource_id, oldest, newest))
    assert isinstance(told, Statement)
    assert told.owner_name
    expected = [it.transaction_id for it in reversed(page.booked) if it.booking_date >= oldest]
    assert [it.transaction_id for it in told.booked] == expected
    total = told.opening
    for it in told.booked:
        total += it.transaction_amount
    assert total == told.closing


def test_nothing_is_said_of_anothers_account_or_of_days_to_come(desk: Desk, session: Session) -> None:
    following = desk.bank.sessions.open(desk.other("visit-2"))
    assert isinstance(following, Session)
    anothers = desk.bank.accounts.accounts(following)[0].resource_id
    again = desk.bank.sessions.open(desk.customer("visit-3"))
    assert isinstance(again, Session)
    own = desk.bank.accounts.accounts(again)[0].resource_id
    today = datetime.now(UTC).date()
    for resource_id in (anothers, "no-such-account"):
        period = Period(resource_id, today - timedelta(days=9), today - timedelta(days=2))
        for answer in (
            desk.bank.accounts.balances(again, resource_id),
            desk.bank.accounts.transactions(again, resource_id),
            desk.bank.accounts.statement(again, period),
        ):
            assert answer is AccountRefusal.NO_SUCH_ACCOUNT
    later = Period(own, today, today + timedelta(days=9))
    assert desk.bank.accounts.statement(again, later) is AccountRefusal.PERIOD_NOT_HELD


# Changes
def test_the_same_key_does_nothing_again_and_is_answered_as_before(desk: Desk, session: Session) -> None:
    card = a_card(desk, session, CardStatus.ACTIVE)
    one = key()
    first = desk.bank.cards.freeze(session, card.card_id, one)
    assert isinstance(first, Done)
    assert not first.already
    assert desk.bank.cards.freeze(session, card.card_id, one) == first
    again = desk.bank.cards.freeze(session, card.card_id, key())
    assert isinstance(again, Done)
    assert again.already


def test_what_became_of_a_change_is_told_after_the_visit(desk: Desk, session: Session) -> None:
    card = a_card(desk, session, CardStatus.ACTIVE)
    done, refused = key(), key()
    answer = desk.bank.cards.report_lost(session, card.card_id, done)
    desk.bank.cards.freeze(session, "nobodys", refused)
    desk.bank.sessions.close(session)
    assert desk.bank.sessions.outcome(done) == answer
    assert desk.bank.sessions.outcome(refused) == Refused(ChangeRefusal.NOT_POSSIBLE)
    assert desk.bank.sessions.outcome(key()) == NeverCame()


def late(make: Callable[[], ChangeAnswer]) -> None:
    """A change that was under way for long comes at last, by a key that is void: the bank says no, or nothing."""
    with suppress(BankUnreachableError):
        assert isinstance(make(), Refused), "a change was made by a void key"


def test_a_change_that_never_came_is_not_made_when_it_comes(desk: Desk, session: Session) -> None:
    card, limit = a_card(desk, session, CardStatus.ACTIVE), a_limit(desk, session)
    lost = [key() for _ in range(3)]
    assert [desk.bank.sessions.outcome(one) for one in lost] == [NeverCame()] * 3
    lower = limit.amount - Money(1, limit.amount.currency)
    late(lambda: desk.bank.cards.freeze(session, card.card_id, lost[0]))
    late(lambda: desk.bank.cards.report_lost(session, card.card_id, lost[1]))
    late(lambda: desk.bank.limits.change(session, limit.limit_id, lower, None, lost[2]))
    assert status_of(desk, session, card.card_id) is CardStatus.ACTIVE
    assert a_limit(desk, session, limit.limit_id) == limit
    assert [desk.bank.sessions.outcome(one) for one in lost] == [NeverCame()] * 3
    assert isinstance(desk.bank.cards.freeze(session, card.card_id, key()), Done)


def test_a_proof_outlasts_a_change_that_never_came(desk: Desk, session: Session) -> None:
    phone, lost = "+8613900000099", key()
    given = proof(desk, session, Purpose.PHONE_CHANGE, phone=phone)
    before = desk.bank.profile.details(session)
    assert desk.bank.sessions.outcome(lost) == NeverCame()
    late(lambda: desk.bank.profile.change_phone(session, phone, given, lost))
    assert desk.bank.profile.details(session) == before
    assert isinstance(desk.bank.profile.change_phone(session, phone, given, key()), Done)


def frozen(desk: Desk, session: Session) -> Card:
    card = a_card(desk, session, CardStatus.ACTIVE)
    assert isinstance(desk.bank.cards.freeze(session, card.card_id, key()), Done)
    assert status_of(desk, session, card.card_id) is CardStatus.FROZEN
    return card


def decided(desk: Desk, card: Card, *, release: bool) -> None:
    if not desk.decide(card.card_id, release=release):
        pytest.skip("this test bank has no member of staff")


def test_a_frozen_card_is_freed_by_staff_alone(desk: Desk, session: Session) -> None:
    card, one = frozen(desk, session), key()
    for _ in range(2):
        assert desk.bank.cards.release(session, card.card_id, one) == UnderWay()
        assert desk.bank.sessions.outcome(one) == UnderWay()
        assert status_of(desk, session, card.card_id) is CardStatus.FROZEN
    decided(desk, card, release=True)
    answer = desk.bank.sessions.outcome(one)
    assert isinstance(answer, Done)
    assert desk.bank.cards.release(session, card.card_id, one) == answer
    assert status_of(desk, session, card.card_id) is CardStatus.ACTIVE
    again = desk.bank.cards.release(session, card.card_id, key())
    assert isinstance(again, Done)
    assert again.already


def test_staff_may_refuse_and_who_left_is_told_by_the_key(desk: Desk, session: Session) -> None:
    card, one = frozen(desk, session), key()
    assert desk.bank.cards.release(session, card.card_id, one) == UnderWay()
    desk.bank.sessions.close(session)
    decided(desk, card, release=False)
    assert desk.bank.sessions.outcome(one) == Refused(ChangeRefusal.STAFF_REFUSED)


def test_a_request_that_nobody_decides_expires_and_another_may_be_made(desk: Desk, session: Session) -> None:
    card, one, two = frozen(desk, session), key(), key()
    assert desk.bank.cards.release(session, card.card_id, one) == UnderWay()
    if not desk.expire(card.card_id):
        pytest.skip("this test bank cannot let time pass")
    assert desk.bank.sessions.outcome(one) == Refused(ChangeRefusal.EXPIRED)
    assert status_of(desk, session, card.card_id) is CardStatus.FROZEN
    assert desk.bank.cards.release(session, card.card_id, two) == UnderWay()
    decided(desk, card, release=True)
    assert isinstance(desk.bank.sessions.outcome(two), Done)
    assert desk.bank.sessions.outcome(one) == Refused(ChangeRefusal.EXPIRED)


def test_a_lost_card_is_stopped_for_ever(desk: Desk, session: Session) -> None:
    card = a_card(desk, session, CardStatus.ACTIVE)
    assert isinstance(desk.bank.cards.report_lost(session, card.card_id, key()), Done)
    assert desk.bank.cards.release(session, card.card_id, key()) == Refused(ChangeRefusal.CARD_LOST)
    assert status_of(desk, session, card.card_id) is CardStatus.LOST


def test_a_card_that_is_lost_before_staff_decide_stays_so(desk: Desk, session: Session) -> None:
    card, one = frozen(desk, session), key()
    assert desk.bank.cards.release(session, card.card_id, one) == UnderWay()
    assert isinstance(desk.bank.cards.report_lost(session, card.card_id, key()), Done)
    decided(desk, card, release=True)
    assert desk.bank.sessions.outcome(one) == Refused(ChangeRefusal.CARD_LOST)
    assert status_of(desk, session, card.card_id) is CardStatus.LOST


def test_anothers_card_is_not_touched(desk: Desk, session: Session) -> None:
    following = desk.bank.sessions.open(desk.other("visit-2"))
    assert isinstance(following, Session)
    anothers = a_card(desk, following, CardStatus.ACTIVE).card_id
    again = desk.bank.sessions.open(desk.customer("visit-3"))
    assert isinstance(again, Session)
    assert desk.bank.cards.freeze(again, anothers, key()) == Refused(ChangeRefusal.NOT_POSSIBLE)
    after = desk.bank.sessions.open(desk.other("visit-4"))
    assert isinstance(after, Session)
    assert status_of(desk, after, anothers) is CardStatus.ACTIVE


def test_a_new_card_is_activated_by_its_date_and_not_by_another(desk: Desk, session: Session) -> None:
    card = a_card(desk, session, CardStatus.INACTIVE)
    wrong = "0199" if desk.new_card_expiry != "0199" else "0299"
    assert desk.bank.cards.activate(session, card.card_id, wrong, key()) == Refused(ChangeRefusal.WRONG_DETAILS)
    assert isinstance(desk.bank.cards.activate(session, card.card_id, desk.new_card_expiry, key()), Done)
    assert status_of(desk, session, card.card_id) is CardStatus.ACTIVE


def test_guessing_the_date_ends_soon(desk: Desk, session: Session) -> None:
    card = a_card(desk, session, CardStatus.INACTIVE)
    wrong = [f"{month:02}99" for month in range(1, 13) if f"{month:02}99" != desk.new_card_expiry][:6]
    given = [desk.bank.cards.activate(session, card.card_id, expiry, key()) for expiry in wrong]
    assert given[-1] == Refused(ChangeRefusal.TOO_MANY_TRIES)
    right = desk.bank.cards.activate(session, card.card_id, desk.new_card_expiry, key())
    assert right == Refused(ChangeRefusal.TOO_MANY_TRIES)


def test_details_are_masked_and_change_by_a_proof_alone(desk: Desk, session: Session) -> None:
    before = desk.bank.profile.details(session)
    assert before.phone
    assert sum(letter.isdigit() for letter in before.phone) <= 7
    for refused in (
        desk.bank.profile.change_phone(session, "+8613900000099", "x", key()),
        desk.bank.profile.change_address(session, "New Street 9, Elsewhere", "x", key()),
    ):
        assert refused == Refused(ChangeRefusal.PROOF_NEEDED)
    assert desk.bank.profile.details(session) == before
    given = proof(desk, session, Purpose.PHONE_CHANGE, phone="+8613900000099")
    assert isinstance(desk.bank.profile.change_phone(session, "+8613900000099", given, key()), Done)
    assert str(desk.bank.profile.details(session).phone).endswith("99")
    given = proof(desk, session, Purpose.ADDRESS_CHANGE, address="New Street 9, Elsewhere")
    assert isinstance(desk.bank.profile.change_address(session, "New Street 9, Elsewhere", given, key()), Done)
    assert desk.bank.profile.details(session).address != before.address


def test_a_proof_is_good_once_and_for_what_it_was_given(desk: Desk, session: Session) -> None:
    given = proof(desk, session, Purpose.PHONE_CHANGE, phone="+8613900000099")
    other = desk.bank.profile.change_phone(session, "+8613900000098", given, key())
    assert other == Refused(ChangeRefusal.PROOF_NEEDED)
    given = proof(desk, session, Purpose.PHONE_CHANGE, phone="+8613900000099")
    assert isinstance(desk.bank.profile.change_phone(session, "+8613900000099", given, key()), Done)
    again = desk.bank.profile.change_phone(session, "+8613900000098", given, key())
    assert again == Refused(ChangeRefusal.PROOF_NEEDED)


def test_a_limit_is_lowered_at_once_and_raised_by_a_proof_to_its_bound(desk: Desk, session: Session) -> None:
    limit = a_limit(desk, session)

    def change(minor: int, given: str | None = None) -> Done | Refused:
        amount = Money(minor, limit.amount.currency)
        return desk.bank.limits.change(session, limit.limit_id, amount, given, key())

    assert isinstance(change(limit.amount.minor - 100), Done)
    assert a_limit(desk, session, limit.limit_id).amount.minor == limit.amount.minor - 100
    assert change(limit.amount.minor) == Refused(ChangeRefusal.PROOF_NEEDED)
    assert change(limit.bound.minor + 1, "x") == Refused(ChangeRefusal.ABOVE_BOUND)
    raised = {"limit": limit.limit_id, "amount": limit.bound.decimal(), "currency": limit.bound.currency}
    assert isinstance(change(limit.bound.minor, proof(desk, session, Purpose.LIMIT_RAISE, **raised)), Done)
    assert a_limit(desk, session, limit.limit_id).amount == limit.bound


# Statements that leave
def test_a_statement_is_sent_once_for_a_key(desk: Desk, session: Session) -> None:
    account = desk.bank.accounts.accounts(session)[0]
    today = datetime.now(UTC).date()
    period = Period(account.resource_id, today - timedelta(days=9), today - timedelta(days=2))
    one = key()
    first = desk.bank.accounts.by_email(session, period, "en", one)
    assert isinstance(first, Done)
    assert desk.bank.accounts.by_email(session, period, "en", one) == first


def test_a_document_is_left_for_a_phone_for_a_short_while(desk: Desk, session: Session) -> None:
    left = desk.bank.accounts.take_away(session, b"%PDF-1.4 a statement")
    assert left.url.startswith("https://")
    assert datetime.now(UTC) < left.expires < datetime.now(UTC) + timedelta(hours=1)
    other = desk.bank.accounts.take_away(session, b"%PDF-1.4 a statement")
    assert other.url != left.url
