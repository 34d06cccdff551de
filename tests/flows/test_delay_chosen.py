"""Before money goes: who may go on, when it goes, and that nothing takes back what an answer has raised."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flow_walk import CONTACTS, NOTICE

from kiosk.core import entries
from kiosk.core.fraud import (
    Delay,
    DelayPolicy,
    FraudRules,
    Kind,
    Operation,
    Outcome,
    Question,
    Questionnaire,
    Rule,
    When,
)
from kiosk.core.fraud_default import CAUTIOUS
from kiosk.flows import events, warned
from kiosk.flows.effects import Note

TRANSFER = frozenset({Kind.TRANSFER})
FORM = Questionnaire(
    "who",
    1,
    (
        Question("known", (("en", "Have you checked?"),), yes=None, no=Outcome.AFTER_DAY),
        Question("told", (("en", "Told?"),), yes=Outcome.CALL_STAFF),
    ),
)
POLICY = DelayPolicy(TRANSFER, tuple(Delay), Delay.NEXT_DAY, frozenset({Delay.REAL_TIME}), own_at_once=True)
RULE = Rule("new", 3, TRANSFER, NOTICE.id, when=When(new_payee=True), questionnaire="who")
RULES = FraudRules((NOTICE,), (FORM,), (RULE,), (POLICY,), CONTACTS)
NEW = Operation(Kind.TRANSFER, new_payee=True, own_account=False)
KNOWN = replace(NEW, new_payee=False)


class Told:
    def __init__(self, operation: Operation, rules: FraudRules = RULES) -> None:
        self.state: Any
        self.journal: list[entries.Entry] = []
        self._take(warned.begin(rules, operation, "en"))

    def told(self, *happened: events.Event) -> Told:
        for event in happened:
            self._take(warned.step(self.state, event, "en"))
        return self

    def _take(self, moved: warned.Step) -> None:
        self.state, effects = moved
        self.journal += [effect.entry for effect in effects if isinstance(effect, Note)]


def test_who_is_not_to_be_warned_only_chooses_when() -> None:
    told = Told(KNOWN)
    assert told.journal == [entries.DelayAsked(("realTime", "twoHours", "nextDay", "afterDay"), "en")]
    assert told.state.default is Delay.NEXT_DAY
    told.told(events.Confirmed())
    assert told.state == warned.WentOn(Delay.NEXT_DAY)
    assert told.journal[-1] == entries.DelayAnswered("nextDay"), "there was no rule to settle"


def test_at_once_needs_the_confirmation_in_chinese() -> None:
    assert Told(KNOWN).told(events.Chosen("realTime")).state == warned.WentOn(Delay.REAL_TIME, confirmed=True)
    assert Told(KNOWN).told(events.Chosen("twoHours")).state == warned.WentOn(Delay.TWO_HOURS)


def test_between_own_accounts_it_goes_at_once_unasked() -> None:
    told = Told(replace(KNOWN, own_account=True))
    assert told.state == warned.WentOn(Delay.REAL_TIME)
    assert told.journal == []


def test_an_answer_takes_the_sooner_away() -> None:
    told = Told(NEW).told(events.Confirmed(), events.Chosen("no"), events.Chosen("no"))
    assert told.state == warned.WentOn(Delay.AFTER_DAY), "one is left: nobody is asked"
    assert told.journal[-1] == entries.FraudSettled("transfer", "new", 3, "afterDay")


def test_what_is_not_offered_cannot_be_chosen() -> None:
    later = replace(RULES, rules=(replace(RULE, least=Outcome.NEXT_DAY, questionnaire=None),))
    told = Told(NEW, later).told(events.Confirmed())
    assert told.state.offered == (Delay.NEXT_DAY, Delay.AFTER_DAY)
    for name in ("realTime", "twoHours", "never", ""):
        assert isinstance(told.told(events.Chosen(name)).state, warned.DelayChoice)


def test_a_rule_may_leave_it_to_staff_and_the_warning_offers_nothing_else() -> None:
    staff = replace(RULES, rules=(replace(RULE, least=Outcome.CALL_STAFF),))
    told = Told(NEW, staff)
    assert not told.state.may_go_on
    assert isinstance(told.told(events.Confirmed()).state, warned.FraudWarning)
    assert told.told(events.WentBack()).state == warned.Stopped()
    assert told.journal[-1] == entries.FraudSettled("transfer", "new", 3, "stop")


def test_a_delay_that_an_answer_demands_and_the_bank_does_not_offer_is_for_staff() -> None:
    soon = replace(RULES, delays=(replace(POLICY, offered=(Delay.REAL_TIME,), default=Delay.REAL_TIME),))
    told = Told(NEW, soon).told(events.Confirmed(), events.Chosen("no"), events.Chosen("no"))
    assert told.state == warned.StaffNeeded()


def test_back_means_not_to_do_it_and_is_kept() -> None:
    told = Told(NEW).told(events.WentBack())
    assert told.state == warned.Stopped()
    assert told.journal[-2:] == [
        entries.WarningAnswered(NOTICE.id, NOTICE.version, "stop"),
        entries.FraudSettled("transfer", "new", 3, "stop"),
    ]
    chosen = Told(KNOWN).told(events.WentBack())
    assert chosen.state == warned.Stopped()
    assert chosen.journal[-1] == entries.DelayAnswered("stop")


def test_without_rules_of_the_centre_a_transfer_waits_a_day() -> None:
    told = Told(NEW, CAUTIOUS).told(events.Confirmed(), events.Chosen("no"))
    assert told.state == warned.WentOn(Delay.AFTER_DAY)
    assert Told(NEW, CAUTIOUS).told(events.Confirmed(), events.Chosen("yes")).state == warned.StaffNeeded()


def test_calling_staff_and_another_language_are_kept_on_every_page() -> None:
    warning = Told(NEW)
    question = Told(NEW).told(events.Confirmed())
    choice = Told(KNOWN)
    for told, asked, answered in (
        (warning, entries.WarningShown, entries.WarningAnswered),
        (question, entries.FraudAsked, entries.FraudAnswered),
        (choice, entries.DelayAsked, entries.DelayAnswered),
    ):
        (shown,) = (effect.entry for effect in warned.spoken(told.state, "zh_CN") if isinstance(effect, Note))
        (called,) = (effect.entry for effect in warned.called(told.state) if isinstance(effect, Note))
        assert isinstance(shown, asked)
        assert shown.data()["language"] == "zh_CN"
        assert isinstance(called, answered)
        assert called.data()["answer"] == "callStaff"
