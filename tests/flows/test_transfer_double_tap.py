"""A double tap: one key, one order."""

from __future__ import annotations

from transfer_words import BOTH, DONE, KEY, NAMED, OTHER_KEY, PENDING, Way, reviewed

from kiosk.flows import transfer
from kiosk.flows.events import Chosen, Confirmed, TriedAgain
from kiosk.flows.ordering import CancelTransfer, NameTransfer, OrderTransfer, TransferNamed


def test_confirming_twice_orders_once() -> None:
    way = reviewed().told(Confirmed(), Confirmed(), Confirmed(), NAMED, Confirmed(), TriedAgain())
    assert len(way.of(NameTransfer)) == 1
    assert [asked.key for asked in way.of(OrderTransfer)] == [KEY]
    way.told(PENDING, PENDING, DONE).sees(transfer.TransferWaits)


def test_a_second_key_is_not_taken() -> None:
    way = reviewed().told(Confirmed(), NAMED, TransferNamed(OTHER_KEY))
    assert [asked.key for asked in way.of(OrderTransfer)] == [KEY]


def test_an_answer_before_it_was_asked_is_none() -> None:
    reviewed().told(DONE).sees(transfer.TransferReview)
    reviewed().told(Confirmed(), DONE).sees(transfer.Ordering)


def test_cancelling_twice_cancels_once() -> None:
    way = Way().told(BOTH, Chosen("pending"), Chosen("K7Q2-9F4M"), Confirmed(), Confirmed(), NAMED, Confirmed())
    assert [asked.key for asked in way.of(CancelTransfer)] == [KEY]


def test_a_new_order_after_a_changed_mind_has_a_new_key() -> None:
    way = reviewed().told(Confirmed(), NAMED, PENDING)
    again = reviewed().told(Confirmed(), TransferNamed(OTHER_KEY))
    assert {asked.key for asked in (*way.of(OrderTransfer), *again.of(OrderTransfer))} == {KEY, OTHER_KEY}
