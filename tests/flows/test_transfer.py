"""Transfers as stories: what was chosen, what the bank said, what is seen, what is asked of the house."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from transfer_words import (
    BOTH,
    CONTEXT,
    CUSTOMER,
    DONE,
    IBAN,
    KEY,
    LOADED,
    MATCH,
    NAMED,
    NUMBER,
    OWN,
    PAYEE_NAME,
    PENDING,
    PREPARED,
    PROVED,
    PROVING,
    SECRETS,
    SENT,
    TODAY,
    WAITING,
    Way,
    checked,
    ordered,
    payment,
    reviewed,
    saved,
    typed,
)

from kiosk.core import entries, fraud
from kiosk.core.banking import AccountStatus
from kiosk.core.fraud import Delay, PayeeCheck
from kiosk.core.money import Money
from kiosk.core.payments import (
    CancelRefusal,
    NewPayee,
    NotCancelled,
    OwnAccount,
    Payees,
    PaymentRefusal,
    Rejected,
    SavedPayee,
    TransactionStatus,
)
from kiosk.core.secondfactor import Purpose
from kiosk.flows import receipt, secondfactor, transfer, warned
from kiosk.flows.effects import Note
from kiosk.flows.events import Chosen, Confirmed, Declined, Skipped, Typed, WentBack
from kiosk.flows.ordering import (
    CancelAnswered,
    CancelTransfer,
    CheckPayee,
    LoadTransfer,
    NameTransfer,
    OrderTransfer,
    PrepareTransfer,
    TransferAnswered,
    TransferLoaded,
    TransferPrepared,
)
from kiosk.flows.service import Finished, Left, StaffNeeded


# To whom
def test_between_own_accounts_nothing_is_asked_but_which_and_how_much() -> None:
    way = Way().sees(transfer.TransferAsking)
    assert way.effects == (LoadTransfer("consent-7"),)
    two = replace(LOADED, sources=BOTH.sources)
    way.told(two).sees(transfer.FromAccount).told(Chosen("a1")).sees(transfer.ToWhom)
    way.told(Chosen("own.a2")).sees(transfer.TransferAsking).told(OWN).sees(transfer.TransferAmount)
    way.told(Typed("800.5"), Confirmed(), PREPARED).sees(transfer.TransferReview)
    way.told(Confirmed()).sees(transfer.Ordering).told(NAMED)
    [asked] = way.of(OrderTransfer)
    assert asked.key == KEY
    assert asked.proof is None
    assert asked.order.creditor == OwnAccount("a2")
    assert (asked.order.amount, asked.order.delay) == (Money(80_050, "CNY"), Delay.REAL_TIME)
    way.told(DONE).sees(transfer.TransferDone).told(Confirmed())
    assert way.sees(receipt.ReceiptOffer).told(Confirmed()).state == Finished()


def test_one_account_is_not_asked_for_and_a_blocked_one_sends_nothing() -> None:
    Way().told(LOADED).sees(transfer.ToWhom).told(WentBack())
    first = LOADED.sources[0]
    shut = replace(first, account=replace(first.account, status=AccountStatus.BLOCKED))
    way = Way().told(TransferLoaded((shut,), LOADED.payees, ())).sees(transfer.NoAccount).told(WentBack())
    assert way.state == Left()


def test_a_saved_payee_is_looked_up_and_paid_later() -> None:
    way = Way().told(LOADED, Chosen("payee.p1"))
    assert way.of(CheckPayee) == [CheckPayee("consent-7", SavedPayee("p1"))]
    way.told(MATCH).sees(transfer.TransferAmount).told(Typed("800"), Confirmed())
    [asked] = way.of(PrepareTransfer)
    assert (asked.order.account, asked.order.name, asked.order.check) == (NUMBER, PAYEE_NAME, PayeeCheck.MATCH)
    way.told(PREPARED).sees(warned.DelayChoice).told(Confirmed()).sees(transfer.TransferReview)
    way.told(Confirmed(), NAMED, PENDING).sees(transfer.TransferWaits, payment=WAITING)
    assert way.of(OrderTransfer)[0].order.delay is Delay.AFTER_DAY


def test_a_new_payee_is_typed_checked_warned_of_and_proved() -> None:
    way = typed()
    assert way.of(CheckPayee) == [CheckPayee("consent-7", NewPayee(NUMBER, PAYEE_NAME))]
    way.told(MATCH).sees(transfer.PayeeMatch).told(Confirmed(), Typed("800"), Confirmed(), PROVING)
    way.sees(warned.FraudWarning).told(Confirmed()).sees(warned.FraudQuestion)
    way.told(Chosen("no"), Chosen("yes")).sees(warned.DelayChoice).told(Chosen("twoHours"))
    way.sees(transfer.TransferReview).told(Confirmed(), NAMED).sees(secondfactor.SendingCode)
    [sending] = way.of(secondfactor.SendCode)
    assert sending.confirm.purpose is Purpose.TRANSFER
    assert dict(sending.confirm.details) == {
        "debtor": "a1",
        "creditor": NUMBER,
        "creditorName": PAYEE_NAME,
        "amount": "800.00",
        "currency": "CNY",
    }
    way.told(secondfactor.CodeAnswered(SENT)).sees(secondfactor.OneTimeCode)
    assert way.of(OrderTransfer) == []
    way.told(Typed("493027"), Confirmed(), PROVED).sees(transfer.Ordering)
    assert way.of(OrderTransfer)[0].proof == "proof-1"
    assert entries.PayeeChecked("match") in way.noted
    assert way.noted[-1] == entries.OneTimeCodeAccepted("transfer")


def test_ones_own_account_typed_as_a_new_payee_is_ones_own() -> None:
    way = Way().told(replace(LOADED, sources=BOTH.sources), Chosen("a1"), Chosen("new"))
    way.told(Typed("6217000000000030729"), Confirmed())
    assert way.of(CheckPayee) == [CheckPayee("consent-7", OwnAccount("a2"))]


@pytest.mark.parametrize(
    ("text", "wrong"), [("", "digits"), ("1234567", "digits"), ("12a45678", "digits"), ("6217000000000030711", "same")]
)
def test_a_number_that_is_none_is_typed_again(text: str, wrong: str) -> None:
    Way().told(LOADED, Chosen("new"), Typed(text), Confirmed()).sees(transfer.PayeeNumber, wrong=wrong, text=text)


@pytest.mark.parametrize("digits", [8, 34])
def test_a_number_of_the_shortest_and_of_the_longest_is_taken(digits: int) -> None:
    way = Way().told(LOADED, Chosen("new"), Typed("9" * digits), Confirmed()).sees(transfer.PayeeName)
    assert way.state.draft.number == "9" * digits


# An IBAN
@pytest.mark.parametrize("text", [IBAN, IBAN.lower(), IBAN.replace(" ", ""), f" {IBAN.replace(' ', '-')} "])
def test_an_iban_is_taken_however_it_is_typed_and_sent_as_one_word(text: str) -> None:
    way = Way().told(LOADED, Chosen("new"), Chosen("iban"), Typed(text), Confirmed()).sees(transfer.PayeeName)
    way.told(Typed(PAYEE_NAME), Confirmed())
    assert way.of(CheckPayee) == [CheckPayee("consent-7", NewPayee("DE89370400440532013000", PAYEE_NAME))]
    back = Way().told(LOADED, Chosen("new"), Chosen("iban"), Typed(text), Confirmed(), WentBack())
    back.sees(transfer.PayeeIban, text="DE89370400440532013000").told(WentBack()).sees(transfer.PayeeNumber)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "form"),
        ("6217000000000122423", "form"),
        ("DE89 3704 0044 0532 0130 0", "length"),
        ("DE98 3704 0044 0532 0130 00", "check"),
        ("德国89 3704 0044 0532 0130 00", "form"),
        ("DE64 0000 0000 0000 0416 91", "same"),
    ],
)
def test_an_iban_that_is_none_is_typed_again(text: str, wrong: str) -> None:
    account = replace(LOADED.sources[0].account, bban=None, iban="DE64000000000000041691")
    loaded = replace(LOADED, sources=(replace(LOADED.sources[0], account=account),))
    way = Way().told(loaded, Chosen("new"), Chosen("iban"), Typed(text), Confirmed())
    way.sees(transfer.PayeeIban, wrong=wrong, text=text)


def test_no_more_is_taken_than_an_iban_can_have() -> None:
    way = Way().told(LOADED, Chosen("new"), Chosen("iban"), Typed("D" * 99))
    assert len(way.state.text) == transfer.IBAN_LONGEST


@pytest.mark.parametrize("text", ["", " ", "王", "12345", "!!"])
def test_a_name_that_is_none_is_typed_again(text: str) -> None:
    way = Way().told(LOADED, Chosen("new"), Typed(NUMBER), Confirmed(), Typed(text), Confirmed())
    way.sees(transfer.PayeeName, wrong=True)


# Confirmation of Payee
def test_a_close_match_goes_on_under_the_name_that_the_bank_has() -> None:
    way = typed().told(checked(PayeeCheck.CLOSE_MATCH, "欧阳样本二")).sees(transfer.PayeeCloseMatch)
    way.told(Confirmed()).sees(transfer.TransferAmount).told(Typed("800"), Confirmed())
    order = way.of(PrepareTransfer)[0].order
    assert (order.name, order.check, order.creditor) == ("欧阳样本二", PayeeCheck.MATCH, NewPayee(NUMBER, "欧阳样本二"))


def test_no_match_stops_unless_the_customer_seeks_the_way_on() -> None:
    no = checked(PayeeCheck.NO_MATCH)
    typed().told(no).sees(transfer.PayeeNoMatch).told(Confirmed()).sees(transfer.ToWhom)
    typed().told(no, Declined()).sees(transfer.PayeeName, text=PAYEE_NAME)
    way = typed().told(no, Chosen("goOn")).sees(transfer.TransferAmount).told(Typed("800"), Confirmed())
    assert way.of(PrepareTransfer)[0].order.check is PayeeCheck.NO_MATCH


def test_what_nobody_could_check_is_said() -> None:
    unchecked = checked(PayeeCheck.UNAVAILABLE)
    typed().told(unchecked).sees(transfer.PayeeUnchecked).told(Confirmed()).sees(transfer.TransferAmount)
    Way().told(LOADED, Chosen("payee.p1"), unchecked).sees(transfer.TransferAmount)  # the customer saved it
    changed = checked(PayeeCheck.NO_MATCH)
    Way().told(LOADED, Chosen("payee.p1"), changed).sees(transfer.PayeeNoMatch)  # but it is another's now
    Way().told(LOADED, Chosen("payee.p1"), changed, Declined()).sees(transfer.ToWhom)


# How much
@pytest.mark.parametrize("text", ["", "0", "0.00", ".", "1.234", "1..2", "x", "-5"])
def test_an_amount_that_is_none_is_typed_again(text: str) -> None:
    way = Way().told(LOADED, Chosen("payee.p1"), MATCH, Typed(text), Confirmed())
    way.sees(transfer.TransferAmount, wrong="none")
    assert way.of(PrepareTransfer) == []


def test_more_than_there_is_is_said_before_the_bank_is_asked() -> None:
    way = Way().told(LOADED, Chosen("payee.p1"), MATCH, Typed("98765.01"), Confirmed())
    way.sees(transfer.TransferAmount, wrong=PaymentRefusal.FUNDS)
    assert way.of(PrepareTransfer) == []


# What the fraud rules are told
def test_the_fraud_rules_are_told_what_is_known() -> None:
    loaded = replace(LOADED, payees=Payees((), first_use=True, count_24h=0))
    draft = transfer.Draft(transfer.Loaded(loaded.sources, loaded.payees), loaded.sources[0])
    draft = replace(draft, creditor=NewPayee(NUMBER, PAYEE_NAME), amount=Money(4_938_250, "CNY"), checked=MATCH.answer)
    told = transfer._operation(draft, CONTEXT, TODAY, 23)
    assert told == fraud.Operation(
        fraud.Kind.TRANSFER,
        amount=Money(4_938_250, "CNY"),
        new_payee=True,
        own_account=False,
        payee_check=PayeeCheck.MATCH,
        first_use=True,
        age=76,
        hour=23,
        count_24h=0,
        share=50,
    )


@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        (date(1949, 12, 31), date(2026, 12, 30), 76),
        (date(1949, 12, 31), date(2026, 12, 31), 77),
        (date(2000, 2, 29), date(2026, 2, 28), 25),
        (date(2000, 2, 29), date(2026, 3, 1), 26),
        (date(2030, 1, 1), date(2026, 1, 1), None),
    ],
)
def test_age_is_in_whole_years(born: date, today: date, age: int | None) -> None:
    assert replace(CUSTOMER, document=replace(CUSTOMER.document, born=born)).age(today) == age


def test_an_answer_that_speaks_of_fraud_stops_it_and_is_urgent() -> None:
    way = typed().told(MATCH, Confirmed(), Typed("800"), Confirmed(), PROVING, Confirmed(), Chosen("yes"))
    way.sees(warned.FraudStopped).told(Confirmed())
    assert way.state == Left()
    assert way.of(OrderTransfer) == way.of(NameTransfer) == []
    settled = [entry for entry in way.noted if isinstance(entry, entries.FraudSettled)]
    assert [entry.outcome for entry in settled] == ["stop"]
    assert entries.FraudSettled.URGENT


# Confirmed
def test_real_time_is_confirmed_on_a_page_of_its_own() -> None:
    way = reviewed(delay="realTime").sees(transfer.RealTimeReview)
    assert way.noted[-1] == entries.TransferShown("realTime", confirmed=True)
    way.told(Declined()).sees(transfer.TransferAmount, text="800.00")
    assert way.noted[-1] == entries.TransferAnswered("realTime", "stop")
    way = reviewed(delay="realTime").told(Confirmed())
    assert way.noted[-1] == entries.TransferAnswered("realTime", "goOn")
    assert way.told(NAMED).of(OrderTransfer)[0].order.delay is Delay.REAL_TIME


def test_a_note_is_added_changed_and_left_out() -> None:
    way = reviewed().told(Chosen("note")).sees(transfer.TransferNote).told(Typed(" 十一月  房租 "), Confirmed())
    way.sees(transfer.TransferReview)
    assert way.state.draft.note == "十一月 房租"
    way.told(Chosen("note"), WentBack())
    assert way.state.draft.note == "十一月 房租"
    way.told(Confirmed(), NAMED)
    assert way.of(OrderTransfer)[0].order.note == "十一月 房租"
    assert reviewed().told(Chosen("note"), Typed("x"), Skipped()).state.draft.note is None


def test_the_customer_goes_back_page_by_page() -> None:
    way = typed().told(MATCH, WentBack()).sees(transfer.PayeeName, text=PAYEE_NAME)
    way.told(WentBack()).sees(transfer.PayeeNumber, text=NUMBER).told(WentBack()).sees(transfer.ToWhom)
    assert way.told(WentBack()).state == Left()
    saved().told(PREPARED, WentBack())
    way = Way().told(BOTH).sees(transfer.TransferMenu).told(Chosen("new")).sees(transfer.FromAccount)
    way.told(WentBack()).sees(transfer.TransferMenu).told(Chosen("pending")).sees(transfer.PendingTransfers)
    assert way.told(WentBack(), WentBack()).state == Left()
    way = Way().told(BOTH, Chosen("new"), Chosen("a1")).sees(transfer.ToWhom).told(WentBack())
    way.sees(transfer.FromAccount).told(Chosen("a1"), Chosen("payee.p1"), MATCH, WentBack()).sees(transfer.ToWhom)
    assert way.state.draft.creditor is None


def test_a_warning_in_another_language_is_on_record_in_that_one() -> None:
    way = typed().told(MATCH, Confirmed(), Typed("800"), Confirmed(), PREPARED).sees(warned.FraudWarning)
    (noted,) = transfer.spoken(way.state, replace(CONTEXT, language="en"))
    assert noted == Note(entries.WarningShown("wire", 1, "en", "wire", 1))


def test_who_gives_the_code_up_comes_back_to_the_review() -> None:
    way = saved().told(PROVING, Chosen("afterDay"), Confirmed(), NAMED, secondfactor.CodeAnswered(SENT), WentBack())
    way.sees(transfer.TransferReview)
    assert way.of(OrderTransfer) == []
    way = saved().told(PROVING, Chosen("afterDay"), Confirmed(), NAMED, secondfactor.CodeAnswered(SENT))
    assert way.told(Chosen(secondfactor.NOT_RECEIVED), Chosen(secondfactor.NOT_MY_PHONE)).state == StaffNeeded(
        secondfactor.NOT_MY_PHONE
    )


# Refused
@pytest.mark.parametrize(
    ("reason", "way_on", "screen"),
    [
        (PaymentRefusal.PAYEE_BLOCKED, "payee", transfer.ToWhom),
        (PaymentRefusal.NO_PAYEE, "payee", transfer.ToWhom),
        (PaymentRefusal.PROOF_NEEDED, "again", transfer.TransferAmount),
        (PaymentRefusal.DELAY_NEEDED, "again", transfer.TransferAmount),
        (PaymentRefusal.ACCOUNT_BLOCKED, "staff", StaffNeeded),
        (PaymentRefusal.NOT_POSSIBLE, "staff", StaffNeeded),
    ],
)
def test_every_refusal_has_its_words_and_way_on(reason: PaymentRefusal, way_on: str, screen: type) -> None:
    way = ordered().told(TransferAnswered(Rejected(reason))).sees(transfer.TransferRefused, reason=reason)
    assert way.state.way_on == way_on
    way.told(Confirmed()).sees(screen)
    saved().told(TransferPrepared(Rejected(reason), TODAY, 9)).sees(transfer.TransferRefused)
    assert ordered().told(TransferAnswered(Rejected(reason)), WentBack()).state == Left()


def test_what_was_taken_and_then_rejected_is_refused() -> None:
    rejected = replace(payment(TransactionStatus.RJCT), reason=PaymentRefusal.PAYEE_BLOCKED)
    ordered().told(TransferAnswered(rejected)).sees(transfer.TransferRefused, reason=PaymentRefusal.PAYEE_BLOCKED)
    ordered().told(TransferAnswered(payment(TransactionStatus.CANC))).sees(transfer.TransferRefused)
    poor = replace(rejected, reason=PaymentRefusal.FUNDS)
    way = ordered().told(TransferAnswered(poor)).sees(transfer.TransferRefused, way_on="amount").told(Confirmed())
    way.sees(transfer.TransferAmount, wrong=PaymentRefusal.FUNDS, text="800.00")


# Waiting orders
def test_a_waiting_order_is_cancelled() -> None:
    way = Way().told(BOTH, Chosen("pending"), Chosen("K7Q2-9F4M")).sees(transfer.PendingTransfer, payment=WAITING)
    way.told(Declined()).sees(transfer.PendingTransfers).told(Chosen("K7Q2-9F4M"), Confirmed())
    way.sees(transfer.Cancelling).told(NAMED)
    assert way.of(CancelTransfer) == [CancelTransfer("consent-7", WAITING, KEY)]
    assert transfer.held(way.state)
    way.told(CancelAnswered(payment(TransactionStatus.CANC))).sees(transfer.TransferCancelled).told(Confirmed())
    assert way.sees(receipt.ReceiptOffer).told(Confirmed()).state == Finished()


def test_a_single_waiting_order_is_not_to_be_chosen() -> None:
    way = Way().told(replace(BOTH, pending=(WAITING,)), Chosen("pending")).sees(transfer.PendingTransfer)
    way.told(Declined()).sees(transfer.TransferMenu)


def test_what_is_executed_is_not_cancelled() -> None:
    way = Way().told(BOTH, Chosen("pending"), Chosen("K7Q2-9F4M"), Confirmed(), NAMED)
    way.told(CancelAnswered(NotCancelled(CancelRefusal.EXECUTED))).sees(transfer.CancelRefused)
    assert way.state.reason == CancelRefusal.EXECUTED


# Nothing of it in a log
def test_nothing_of_a_transfer_is_in_a_log() -> None:
    ways = (
        typed(),
        typed().told(checked(PayeeCheck.CLOSE_MATCH, PAYEE_NAME)),
        reviewed().told(Chosen("note"), Typed("房租"), Confirmed()),
        ordered(),
        ordered().told(PENDING),
        saved().told(PROVING, Chosen("afterDay"), Confirmed(), NAMED, secondfactor.CodeAnswered(SENT), PROVED),
    )
    for way in ways:
        told = f"{way.state!r} {way.asked!r} {way.noted!r} {way.effects!r}"
        assert [secret for secret in SECRETS if secret in told] == []
