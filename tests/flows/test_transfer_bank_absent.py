"""The bank is slow or away, at each step: nothing is lost but the answer, and there is a way on."""

from __future__ import annotations

import pytest
from transfer_words import BOTH, LOADED, MATCH, NAMED, PREPARED, Way, ordered, reviewed, saved, typed

from kiosk.core.payments import PaymentRefusal, Rejected
from kiosk.flows import transfer
from kiosk.flows.banking import SessionEnded
from kiosk.flows.events import BankLost, Chosen, Confirmed, TriedAgain, WentBack
from kiosk.flows.ordering import (
    CancelTransfer,
    CheckPayee,
    LoadTransfer,
    NameTransfer,
    OrderTransfer,
    PrepareTransfer,
    TransferAnswered,
)
from kiosk.flows.service import Left


def test_before_anything_is_known() -> None:
    way = Way().told(BankLost()).sees(transfer.TransferSilent, reason="bankLost").told(TriedAgain())
    assert len(way.of(LoadTransfer)) == 1
    way.told(LOADED).sees(transfer.ToWhom)
    assert Way().told(BankLost(), WentBack()).state == Left()


def test_when_the_name_is_to_be_checked() -> None:
    way = typed().told(BankLost()).sees(transfer.TransferSilent).told(TriedAgain())
    assert len(way.of(CheckPayee)) == 2
    way.told(MATCH).sees(transfer.PayeeMatch)
    typed().told(BankLost(), WentBack()).sees(transfer.ToWhom)


def test_when_it_is_asked_whether_it_would_take_it() -> None:
    way = saved().told(BankLost()).sees(transfer.TransferSilent).told(TriedAgain())
    assert len(way.of(PrepareTransfer)) == 2
    assert way.of(PrepareTransfer)[0] == way.of(PrepareTransfer)[1]
    way.told(PREPARED)


@pytest.mark.parametrize("way", [Way, typed, saved, ordered, lambda: Way().told(BOTH, Chosen("pending"))])
def test_while_the_bank_is_asked_the_idle_clock_stands(way: object) -> None:
    made = way()  # type: ignore[operator]
    asking = not isinstance(made.state, transfer.PendingTransfers)
    assert transfer.busy(made.state) is asking
    assert transfer.held(made.state) is isinstance(made.state, transfer.Ordering)


@pytest.mark.parametrize(
    "way",
    [
        Way,
        typed,
        saved,
        ordered,
        lambda: Way().told(BOTH, Chosen("pending"), Chosen("K7Q2-9F4M"), Confirmed(), NAMED),
    ],
)
def test_a_session_that_is_over_is_said_at_each_step_and_nothing_is_done(way: object) -> None:
    made = way().told(SessionEnded()).sees(transfer.TransferSilent, reason="sessionEnded")  # type: ignore[operator]
    asked = len(made.asked)
    made.told(TriedAgain())
    assert len(made.asked) == asked
    assert made.told(WentBack()).state == Left()
    assert len(made.of(OrderTransfer)) <= 1
    assert len(made.of(CancelTransfer)) <= 1


def test_a_limit_reached_in_between_is_typed_anew_under_a_new_confirmation() -> None:
    way = reviewed().told(Confirmed(), NAMED, TransferAnswered(Rejected(PaymentRefusal.LIMIT_DAILY)))
    way.sees(transfer.TransferAmount, wrong=PaymentRefusal.LIMIT_DAILY, text="800.00")
    way.told(Confirmed(), PREPARED, Chosen("afterDay"), Confirmed())
    assert len(way.of(NameTransfer)) == 2


def test_a_payee_changed_in_between_is_chosen_anew() -> None:
    way = reviewed().told(Confirmed(), NAMED, TransferAnswered(Rejected(PaymentRefusal.PAYEE_CHANGED)))
    way.sees(transfer.TransferRefused).told(Confirmed()).sees(transfer.ToWhom)
    assert way.state.draft.checked is None
    assert way.state.draft.creditor is None
