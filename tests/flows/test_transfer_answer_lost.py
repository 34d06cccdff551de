"""The bank's answer is lost: it is shown as not known, and asked for by the same key. What never came takes another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from transfer_words import (
    BOTH,
    KEY,
    NAMED,
    OTHER_KEY,
    PENDING,
    PROVED,
    PROVING,
    SENT,
    WAITING,
    Way,
    ordered,
    payment,
    saved,
)

from kiosk.core.banking import NeverCame, UnderWay
from kiosk.core.fraud import Delay
from kiosk.core.money import Money
from kiosk.core.payments import CancelRefusal, NotCancelled, Payment, PaymentRefusal, Rejected, TransactionStatus
from kiosk.flows import receipt, secondfactor, transfer
from kiosk.flows.events import BankLost, Chosen, Confirmed, Declined, TriedAgain, Typed, WentBack
from kiosk.flows.ordering import (
    CANCEL,
    TRANSFER,
    CancelTransfer,
    OrderTransfer,
    SettleTransfer,
    TransferAnswered,
    TransferNamed,
    TransferSettled,
)
from kiosk.flows.service import Finished, Left


def test_it_is_not_known_and_not_sent_again() -> None:
    way = ordered().told(BankLost()).sees(transfer.TransferUnknown, reference="6F1C1F0E")
    way.told(TriedAgain()).sees(transfer.Ordering, settling=True)
    assert way.of(SettleTransfer) == [SettleTransfer(TRANSFER, KEY)]
    assert transfer.held(way.state)
    way.told(BankLost()).sees(transfer.TransferUnknown).told(Confirmed())
    assert way.sees(receipt.ReceiptOffer).told(Confirmed()).state == Finished()
    assert len(way.of(OrderTransfer)) == 1


@pytest.mark.parametrize(
    ("outcome", "screen"),
    [
        (WAITING, transfer.TransferWaits),
        (payment(TransactionStatus.ACSC), transfer.TransferDone),
        (payment(TransactionStatus.CANC), transfer.TransferRefused),
        (Rejected(PaymentRefusal.PAYEE_BLOCKED), transfer.TransferRefused),
        (Rejected(PaymentRefusal.FUNDS), transfer.TransferAmount),
        (NeverCame(), transfer.TransferNotSent),
        (UnderWay(), transfer.TransferUnknown),
        (NotCancelled(CancelRefusal.EXECUTED), transfer.TransferUnknown),  # of an order: the bank contradicts itself
    ],
)
def test_the_bank_says_later_what_became_of_it(outcome: object, screen: type) -> None:
    way = ordered().told(BankLost(), TriedAgain(), TransferSettled(outcome))  # type: ignore[arg-type]
    way.sees(screen)


@pytest.mark.parametrize(
    "another",
    [
        replace(WAITING, amount=Money(8_000_000, "CNY")),
        replace(WAITING, amount=Money(80_000, "EUR")),
        replace(WAITING, account="**** 0711"),
        replace(WAITING, delay=Delay.REAL_TIME, status=TransactionStatus.ACSC),
    ],
)
def test_another_order_than_was_confirmed_is_never_told_as_done(another: Payment) -> None:
    way = ordered().told(TransferAnswered(another)).sees(transfer.TransferUnknown, reference="6F1C1F0E")
    way.told(TriedAgain(), TransferSettled(another)).sees(transfer.TransferUnknown, reference="6F1C1F0E")
    way.told(TriedAgain(), TransferSettled(WAITING)).sees(transfer.TransferWaits)


def test_what_never_came_is_sent_by_another_key_and_the_same_proof_or_left() -> None:
    way = saved().told(PROVING, Chosen("afterDay"), Confirmed(), NAMED, secondfactor.CodeAnswered(SENT))
    way.told(Typed("493027"), Confirmed(), PROVED, BankLost(), TriedAgain(), TransferSettled(NeverCame()))
    way.sees(transfer.TransferNotSent).told(TriedAgain(), PENDING).sees(transfer.Ordering, key="")
    way.told(TransferNamed(OTHER_KEY), PENDING).sees(transfer.TransferWaits)
    first, second = way.of(OrderTransfer)
    assert (first.key, second.key) == (KEY, OTHER_KEY)
    assert (first.order, first.proof) == (second.order, second.proof)
    assert second.proof == "proof-1"
    left = ordered().told(BankLost(), TriedAgain(), TransferSettled(NeverCame()))
    assert left.told(Declined()).state == left.told(WentBack()).state == Left()


def test_a_cancellation_whose_answer_is_lost() -> None:
    way = Way().told(BOTH, Chosen("pending"), Chosen("K7Q2-9F4M"), Confirmed(), NAMED, BankLost())
    way.sees(transfer.CancelUnknown, reference="6F1C1F0E").told(TriedAgain())
    assert way.of(SettleTransfer) == [SettleTransfer(CANCEL, KEY)]
    way.told(BankLost()).sees(transfer.CancelUnknown).told(TriedAgain(), TransferSettled(UnderWay()))
    way.sees(transfer.CancelUnknown).told(TriedAgain(), TransferSettled(NeverCame()))
    way.sees(transfer.CancelUnknown, never=True).told(TriedAgain()).sees(transfer.Cancelling, key="")
    way.told(TransferNamed(OTHER_KEY))
    assert [asked.key for asked in way.of(CancelTransfer)] == [KEY, OTHER_KEY]
    way.told(BankLost(), TriedAgain(), TransferSettled(payment(TransactionStatus.CANC, name="3WRT-PPH6")))
    way.sees(transfer.CancelUnknown)  # it is another that was cancelled
    way.told(TriedAgain(), TransferSettled(payment(TransactionStatus.CANC)))
    way.sees(transfer.TransferCancelled)


def test_a_cancellation_that_turns_out_not_to_be_one() -> None:
    way = Way().told(BOTH, Chosen("pending"), Chosen("K7Q2-9F4M"), Confirmed(), NAMED, BankLost(), TriedAgain())
    way.told(TransferSettled(payment(TransactionStatus.ACSC))).sees(transfer.CancelUnknown)
    way.told(TriedAgain(), TransferSettled(NotCancelled(CancelRefusal.EXECUTED))).sees(transfer.CancelRefused)
