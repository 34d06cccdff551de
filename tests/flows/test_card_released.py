"""A frozen card is to be used again: staff are called, and decide, and the customer may wait for that or not."""

from __future__ import annotations

import pytest
from accounts_words import CARD, CONTEXT, FROZEN, KEY, NEW
from flow_walk import RULES

from kiosk.core import entries
from kiosk.core.banking import ChangeRefusal, Done, NeverCame, Refused, UnderWay
from kiosk.flows import accounts, changing, effects, events, receipt, visit
from kiosk.flows.banking import (
    CardsLoaded,
    ChangeAnswered,
    ChangeNamed,
    ChangeSettled,
    MakeChange,
    ReleaseCard,
    SettleChange,
)
from kiosk.flows.rules import Preferences


class Told:
    """The visit of an identified customer, from the choices of the accounts on."""

    def __init__(self) -> None:
        self.visit = visit.Visit(RULES, Preferences("en"), accounts.AccountsMenu(), customer=CONTEXT.customer)
        self.effects: list[effects.Effect] = []

    def __call__(self, *happened: events.Event) -> Told:
        self.effects = []
        for event in happened:
            self.visit, asked = visit.step(self.visit, event)
            self.effects += asked
        return self

    def sees(self, kind: type, **what: object) -> Told:
        at = visit.shown(self.visit)
        assert type(at) is kind, at
        assert {name: getattr(at, name) for name in what} == what
        return self

    def asks(self, kind: type) -> list[effects.Effect]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    @property
    def noted(self) -> list[entries.Entry]:
        return [effect.entry for effect in self.effects if isinstance(effect, effects.Note)]


def asked() -> Told:
    """The card is chosen, and the request is on its way."""
    told = Told()(events.Chosen("releaseCard"), CardsLoaded((CARD, NEW, FROZEN))).sees(
        accounts.CardList, cards=(FROZEN,)
    )
    told(events.Chosen("c3")).sees(changing.ChangeConfirm, change=ReleaseCard(FROZEN))
    told(events.Confirmed(), ChangeNamed(KEY)).sees(changing.ChangeUnderWay)
    assert told.asks(MakeChange) == [MakeChange("consent-7", ReleaseCard(FROZEN), KEY)]
    return told


def waiting() -> Told:
    return asked()(ChangeAnswered(UnderWay())).sees(changing.ChangeWithStaff, delivered=None)


def settles(told: Told) -> list[effects.Effect]:
    return told.asks(SettleChange)


def test_staff_are_called_with_the_subject_once_the_bank_has_the_request() -> None:
    told = waiting()
    assert told.asks(effects.CallStaff) == [effects.CallStaff("releaseCard", "ChangeWithStaff")]
    assert told.noted == [entries.StaffCalled("releaseCard", "ChangeWithStaff")]


def test_who_comes_is_said_and_what_they_decide() -> None:
    told = waiting()(events.StaffPaged(True, "17")).sees(changing.ChangeWithStaff, delivered=True, who=None)
    told(events.Waited(2))
    assert told.asks(effects.LookForStaff) == [effects.LookForStaff("17")]
    told(events.StaffAcknowledged("17", "林")).sees(changing.ChangeWithStaff, who="林")
    told(ChangeSettled(Done("R-1"))).sees(changing.ChangeDone, reference="R-1")
    told(events.Confirmed()).sees(receipt.ReceiptOffer)
    told(events.Confirmed()).sees(visit.Menu, again=True)


def test_the_bank_is_asked_every_three_seconds_one_question_at_a_time() -> None:
    told = waiting()(events.Waited(1), events.Waited(1))
    assert settles(told) == []
    assert settles(told(events.Waited(1))) == [SettleChange(ReleaseCard(FROZEN), KEY)]
    assert settles(told(*[events.Waited(1)] * 9)) == [], "its answer is awaited"
    assert settles(told(ChangeSettled(UnderWay()), *[events.Waited(1)] * 3)) == [SettleChange(ReleaseCard(FROZEN), KEY)]


@pytest.mark.parametrize("reason", ["staffRefused", "expired", "cardLost", "notPossible"])
def test_why_not_is_said(reason: str) -> None:
    told = waiting()(ChangeSettled(Refused(ChangeRefusal(reason)))).sees(changing.ChangeTurnedDown, reason=reason)
    told(events.WentBack()).sees(accounts.AccountsMenu)


def test_a_card_that_is_lost_is_refused_at_once_and_staff_are_not_called() -> None:
    told = asked()(ChangeAnswered(Refused(ChangeRefusal.CARD_LOST))).sees(changing.ChangeTurnedDown, reason="cardLost")
    assert told.asks(effects.CallStaff) == []


def test_a_card_that_can_be_used_already_is_said_to() -> None:
    asked()(ChangeAnswered(Done(already=True))).sees(changing.ChangeDone, already=True)


def test_a_bank_that_falls_silent_is_asked_on() -> None:
    told = waiting()(events.Waited(3), events.BankLost()).sees(changing.ChangeWithStaff, silent=True, saying="silent")
    assert settles(told(events.Waited(3)))
    told(ChangeSettled(UnderWay())).sees(changing.ChangeWithStaff, silent=False)


def test_a_bank_that_forgets_what_it_took_is_not_believed() -> None:
    told = waiting()(events.Waited(3), ChangeSettled(NeverCame())).sees(changing.ChangeTurnedDown, reason="forgotten")
    assert visit.shown(told.visit) != changing.ChangeNotMade


def test_a_request_whose_answer_was_lost_is_found_again() -> None:
    told = asked()(events.BankLost()).sees(changing.ChangeUnknown, key=KEY)
    told(events.TriedAgain(), ChangeSettled(UnderWay())).sees(changing.ChangeWithStaff, key=KEY)
    assert told.asks(effects.CallStaff)


def test_only_a_release_is_for_staff_to_decide() -> None:
    told = Told()(events.Chosen("stopCard"), CardsLoaded((CARD,)), events.Chosen("c1"), events.Chosen("freeze"))
    told(ChangeNamed(KEY), ChangeAnswered(UnderWay())).sees(changing.ChangeUnknown, key=KEY)
    assert told.asks(effects.CallStaff) == []


def test_a_pager_that_does_not_answer_sends_the_customer_to_the_desk_and_the_request_stands() -> None:
    told = waiting()(events.StaffPaged(False)).sees(changing.ChangeWithStaff, saying="undelivered")
    assert settles(told(events.Waited(3)))
    told(ChangeSettled(Done("R"))).sees(changing.ChangeDone)


def test_who_does_not_wait_may_leave_and_nothing_holds_the_visit() -> None:
    waiting()(events.WentBack()).sees(accounts.AccountsMenu)
    told = waiting()(events.StartedOver()).sees(visit.Attract)
    assert told.noted == [entries.VisitEnded("startedOver")]
    told(ChangeSettled(Done("R"))).sees(visit.Attract)


def test_who_has_gone_is_asked_after_and_the_visit_ends() -> None:
    told = waiting()(events.StaffPaged(True, "17"))
    told(events.Waited(told.visit.idle_s), events.Waited(told.visit.idle_s))  # that nobody answers is news first
    assert visit.idle(told.visit) is not None
    told(events.WasStillHere()).sees(changing.ChangeWithStaff)
    told(events.Waited(told.visit.idle_s + told.visit.countdown_s)).sees(visit.Wiped)


def test_a_second_call_keeps_the_page() -> None:
    told = waiting()(events.StaffPaged(True, "17"), events.StaffAsked()).sees(changing.ChangeWithStaff)
    assert told.asks(effects.CallStaff)
    told(events.StaffPaged(True, "18"), events.StaffAcknowledged("18", "林")).sees(changing.ChangeWithStaff, who="林")


def test_nothing_of_it_is_in_what_is_logged() -> None:
    told = waiting()(events.StaffPaged(True, "17"), events.StaffAcknowledged("17", "林"))
    assert not {"8830", "林", "consent-7"} & {word for word in ("8830", "林", "consent-7") if word in repr(told.visit)}
