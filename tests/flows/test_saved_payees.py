"""A payee is saved once the order is taken, and removed from the list; who was never paid is to the rules as new."""

from __future__ import annotations

from dataclasses import replace

import pytest
from transfer_words import (
    CONTEXT,
    DONE,
    LOADED,
    MATCH,
    NAMED,
    PENDING,
    PREPARED,
    WAITING,
    Way,
    checked,
    ordered,
    typed,
)

from kiosk.core.banking import ChangeRefusal, Done, NeverCame, Refused
from kiosk.core.fraud import PayeeCheck
from kiosk.core.payments import Payee
from kiosk.flows import changing, receipt, transfer, warned
from kiosk.flows.banking import (
    ChangeAnswered,
    ChangeNamed,
    ChangeSettled,
    MakeChange,
    NameChange,
    RemovePayee,
    SavePayee,
    SettleChange,
)
from kiosk.flows.events import BankLost, Chosen, Confirmed, Event, TriedAgain, Typed, WentBack
from kiosk.flows.service import Finished

KEY, OTHER = "1c1f0e00-7a43-4c0a-9a51-3a35d2b6a003", "1c1f0e00-7a43-4c0a-9a51-3a35d2b6a004"
PAID, UNPAID = LOADED.payees.payees
ASKED = (Confirmed(), Chosen("no"), Chosen("yes"))


def paid(answer: Event = PENDING, check: Event = MATCH) -> Way:
    """A new payee was paid."""
    way = typed().told(check, Confirmed(), Typed("800"), Confirmed(), PREPARED, *ASKED, Chosen("afterDay"))
    return way.told(Confirmed(), NAMED, answer)


@pytest.mark.parametrize(("answer", "page"), [(PENDING, transfer.TransferWaits), (DONE, transfer.TransferDone)])
def test_one_tap_saves_the_payee_of_an_order_that_was_taken(answer: Event, page: type) -> None:
    way = paid(answer).sees(page, may_save=True).told(Chosen("save")).sees(changing.ChangeUnderWay)
    assert transfer.held(way.state)
    assert transfer.served(way.state)
    way.told(Chosen("save"), ChangeNamed(KEY), ChangeNamed(OTHER))
    assert [(asked.key, type(asked.change)) for asked in way.of(MakeChange)] == [(KEY, SavePayee)]
    assert len(way.of(NameChange)) == 1
    way.told(ChangeAnswered(Done("R"))).sees(page, saved="saved", may_save=False)
    assert way.told(Chosen("save")).of(MakeChange) == way.of(MakeChange)
    assert way.told(Confirmed()).sees(receipt.ReceiptOffer).told(Confirmed()).state == Finished()


def test_saving_whose_answer_is_lost_is_not_known_and_settled_by_the_key_or_left() -> None:
    way = paid().told(Chosen("save"), ChangeNamed(KEY), BankLost()).sees(changing.ChangeUnknown)
    way.told(TriedAgain(), ChangeSettled(NeverCame())).sees(changing.ChangeNotMade)
    way.told(TriedAgain(), ChangeNamed(OTHER), BankLost()).sees(changing.ChangeUnknown)
    assert [asked.key for asked in way.of(MakeChange)] == [KEY, OTHER]
    assert [asked.key for asked in way.of(SettleChange)] == [KEY]
    way.told(Confirmed()).sees(transfer.TransferWaits, saved="unknown", may_save=False)


def test_what_the_bank_does_not_save_is_said_and_the_order_stands() -> None:
    way = paid().told(Chosen("save"), ChangeNamed(KEY), ChangeAnswered(Refused(ChangeRefusal.NOT_POSSIBLE)))
    way.sees(changing.ChangeTurnedDown).told(WentBack()).sees(transfer.TransferWaits, saved="no", payment=WAITING)


def test_who_is_saved_or_somebody_else_is_not_offered() -> None:
    ordered().told(PENDING).sees(transfer.TransferWaits, may_save=False).told(Chosen("save"))
    no_match = Way().told(
        LOADED, Chosen("new"), Typed("6217000000000122423"), Confirmed(), Typed("张不同"), Confirmed()
    )
    no_match.told(checked(PayeeCheck.NO_MATCH), Chosen("goOn"), Typed("800"), Confirmed(), PREPARED, *ASKED)
    no_match.told(Chosen("afterDay"), Confirmed(), NAMED, PENDING).sees(transfer.TransferWaits, may_save=False)
    assert no_match.told(Chosen("save")).of(NameChange) == []


# Removed
def test_a_payee_is_removed_and_gone_from_the_list() -> None:
    way = Way().told(LOADED, Chosen("remove")).sees(transfer.RemovablePayees).told(Chosen("p2"))
    way.sees(changing.ChangeConfirm, change=RemovePayee(UNPAID)).told(Confirmed(), ChangeNamed(KEY))
    way.told(ChangeAnswered(Done("R"))).sees(changing.ChangeDone).told(Confirmed()).sees(transfer.ToWhom)
    assert way.state.draft.loaded.payees.payees == (PAID,)
    assert way.told(Chosen("payee.p2")).sees(transfer.ToWhom).of(MakeChange)[0].change == RemovePayee(UNPAID)


def test_who_does_not_confirm_removes_nobody() -> None:
    way = Way().told(LOADED, Chosen("remove"), Chosen("p1"), WentBack()).sees(transfer.ToWhom)
    assert way.state.draft.loaded.payees.payees == (PAID, UNPAID)
    assert way.of(MakeChange) == way.of(NameChange) == []
    way.told(Chosen("remove"), Chosen("nobody")).sees(transfer.RemovablePayees).told(WentBack()).sees(transfer.ToWhom)


def test_removing_whose_answer_is_lost_keeps_the_payee_in_the_list_until_it_is_known() -> None:
    way = Way().told(LOADED, Chosen("remove"), Chosen("p1"), Confirmed(), ChangeNamed(KEY), BankLost())
    way.sees(changing.ChangeUnknown).told(Confirmed()).sees(transfer.ToWhom)
    assert way.state.draft.loaded.payees.payees == (PAID, UNPAID)


# As new
def test_saving_is_no_way_around_a_warning() -> None:
    way = Way().told(LOADED, Chosen("payee.p2"), MATCH, Typed("800"), Confirmed(), PREPARED)
    way.sees(warned.FraudWarning)
    known = Way().told(LOADED, Chosen("payee.p1"), MATCH, Typed("800"), Confirmed(), PREPARED)
    known.sees(warned.DelayChoice)


def test_nobody_could_check_a_payee_who_was_never_paid() -> None:
    unknown = checked(PayeeCheck.UNAVAILABLE)
    Way().told(LOADED, Chosen("payee.p2"), unknown).sees(transfer.PayeeUnchecked).told(WentBack()).sees(transfer.ToWhom)
    Way().told(LOADED, Chosen("payee.p1"), unknown).sees(transfer.TransferAmount)


def test_a_payee_of_whom_the_bank_says_nothing_is_new() -> None:
    draft = transfer.Draft(transfer.Loaded(LOADED.sources, LOADED.payees), LOADED.sources[0])
    assert replace(draft, creditor=transfer.SavedPayee("p9")).new_payee
    assert not Payee("p9", "*某", "**** 0000").paid
    assert CONTEXT.customer is not None
