"""Somebody is to change phone, limit or card for a fraudster: they are warned before the code and before the bank."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from accounts_words import CARD, CONTEXT, KEY, LIMIT, NEW

from kiosk.core import entries
from kiosk.core.fraud import FraudRules, Kind, Outcome, Rule, When
from kiosk.core.fraud_default import CAUTIOUS
from kiosk.core.money import Money
from kiosk.flows import accounts, changing, secondfactor, warned
from kiosk.flows.banking import (
    ActivateCard,
    Change,
    ChangeAddress,
    ChangeLimit,
    ChangeNamed,
    ChangePhone,
    FreezeCard,
    MakeChange,
    to_judge,
)
from kiosk.flows.effects import Note
from kiosk.flows.events import Chosen, Confirmed, Event, WentBack
from kiosk.flows.service import StaffNeeded

CAREFUL = replace(CONTEXT, rules=replace(CONTEXT.rules, fraud=CAUTIOUS))
PHONE = ChangePhone("+8613900000099")
HIGHER = ChangeLimit(LIMIT, Money(2_000_000, "CNY"))
LOWER = ChangeLimit(LIMIT, Money(100, "CNY"))


class Told:
    def __init__(self, change: Change, context: Any = CAREFUL) -> None:
        self.context = context
        self.state: Any = changing.begin(change)[0]
        if isinstance(self.state, changing.ChangeConfirm):
            self.told(Confirmed())
        self.told(ChangeNamed(KEY))

    def told(self, *happened: Event) -> Told:
        for event in happened:
            self.state, self.effects = accounts.step(self.state, event, self.context)
        return self

    def asked(self, kind: type) -> bool:
        return any(isinstance(effect, kind) for effect in self.effects)

    def noted(self) -> list[entries.Entry]:
        return [effect.entry for effect in self.effects if isinstance(effect, Note)]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (PHONE, Kind.PHONE_CHANGE),
        (ChangeAddress("虚构省样本市示例路2号"), Kind.ADDRESS_CHANGE),
        (HIGHER, Kind.LIMIT_RAISE),
        (ActivateCard(NEW, "1131"), Kind.CARD_ACTIVATION),
        (LOWER, None),
        (FreezeCard(CARD), None),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_fraudsters_want_is_judged(change: Change, kind: Kind | None) -> None:
    operation = to_judge(change)
    assert (operation and operation.kind) == kind
    told = Told(change)
    assert isinstance(told.state, changing.ChangeUnderWay if kind is None else changing.ChangeWarned)
    assert told.asked(MakeChange) is (kind is None)


def test_the_amount_is_what_a_limit_is_judged_by() -> None:
    operation = to_judge(HIGHER)
    assert operation is not None
    assert operation.amount == Money(2_000_000, "CNY")


# What the rules are told
SIXTY = FraudRules(
    CAUTIOUS.notices,
    CAUTIOUS.questionnaires,
    (
        Rule("old", 1, frozenset(Kind), "built-in", when=When(age_from=60), priority=1),
        Rule("first", 1, frozenset(Kind), "built-in", when=When(first_use=True)),
        Rule("night", 1, frozenset(Kind), "built-in", when=When(hours=(22, 6)), priority=-1),
    ),
    contacts=CAUTIOUS.contacts,
)
DAY, NOON, NIGHT = date(2026, 11, 28), 12, 23
EVERYTHING = frozenset(Kind)


def warned_of(change: Change, *, used: frozenset[Kind] | None, hour: int | None = NOON, born: int = 1990) -> str | None:
    """The rule that holds for somebody born then, who has done this before."""
    customer = CONTEXT.customer
    assert customer is not None
    who = replace(customer, used=used, document=replace(customer.document, born=date(born, 3, 7)))
    context = replace(CAREFUL, customer=who, rules=replace(CAREFUL.rules, fraud=SIXTY))
    state: Any = changing.begin(change)[0]
    if isinstance(state, changing.ChangeConfirm):
        state = accounts.step(state, Confirmed(), context)[0]
    state, _ = accounts.step(state, ChangeNamed(KEY, None if hour is None else DAY, hour), context)
    return state.at.caution.rule if isinstance(state, changing.ChangeWarned) else None


JUDGED = (PHONE, ChangeAddress("虚构省样本市示例路2号"), HIGHER, ActivateCard(NEW, "1131"))


@pytest.mark.parametrize("change", JUDGED, ids=lambda change: change.WHAT)
def test_age_and_first_use_are_told_of_every_change_that_is_judged(change: Change) -> None:
    operation = to_judge(change)
    assert operation is not None
    assert warned_of(change, used=EVERYTHING) is None, "a young customer who did it before was warned"
    assert warned_of(change, used=EVERYTHING - {operation.kind}) == "first"
    assert warned_of(change, used=EVERYTHING, born=1966) == "old"
    assert warned_of(change, used=EVERYTHING, born=1967) is None
    assert warned_of(change, used=EVERYTHING, hour=NIGHT) == "night"


@pytest.mark.parametrize("change", JUDGED, ids=lambda change: change.WHAT)
def test_what_is_not_known_counts_as_risk(change: Change) -> None:
    assert warned_of(change, used=None) == "first"
    assert warned_of(change, used=EVERYTHING, hour=None) == "old"


def test_the_code_is_sent_only_after_the_questions() -> None:
    told = Told(PHONE)
    assert isinstance(accounts.shown(told.state), warned.FraudWarning)
    told.told(Confirmed())
    assert not told.asked(secondfactor.SendCode)
    told.told(Chosen("no"))
    assert told.asked(secondfactor.SendCode)
    assert isinstance(told.state, changing.ChangeProving)
    assert entries.FraudSettled("phoneChange", "built-in", 1, "goOn") in told.noted()


def test_yes_calls_staff_and_neither_a_code_is_sent_nor_anything_changed() -> None:
    told = Told(PHONE).told(Confirmed(), Chosen("yes"))
    assert told.state == StaffNeeded("fraudSuspected")
    assert not told.asked(secondfactor.SendCode)
    assert not told.asked(MakeChange)


def test_back_leaves_it_undone() -> None:
    told = Told(PHONE).told(WentBack())
    assert isinstance(told.state, accounts.AccountsMenu)
    assert not told.asked(MakeChange)


def test_a_rule_may_leave_a_limit_to_staff() -> None:
    rules = replace(CAUTIOUS, rules=tuple(replace(rule, least=Outcome.CALL_STAFF) for rule in CAUTIOUS.rules))
    told = Told(HIGHER, replace(CONTEXT, rules=replace(CONTEXT.rules, fraud=rules)))
    assert isinstance(told.told(Confirmed()).state, changing.ChangeWarned)
    assert not told.asked(secondfactor.SendCode)


def test_a_call_for_staff_and_another_language_are_kept() -> None:
    told = Told(PHONE)
    state, called = accounts.called(told.state, CAREFUL)
    assert state == told.state
    assert called == warned.called(told.state.at)
    assert accounts.spoken(told.state, replace(CAREFUL, language="en")) == warned.spoken(told.state.at, "en")
    other = changing.ChangeDone(PHONE, None)
    assert accounts.called(other, CAREFUL) == (other, ())
    assert accounts.spoken(other, CAREFUL) == ()
