"""Somebody said that a voice on the telephone tells them what to press: in this visit that is not taken back."""

from dataclasses import replace

from flow_walk import CODE, RULES, Walk

from kiosk.core import entries
from kiosk.core.ports import CodeRead
from kiosk.flows import events, visit, warned


def test_who_spoke_of_fraud_cannot_say_no_at_the_next_try() -> None:
    suspected = replace(visit.opening(RULES).context.rules, fraud=RULES.fraud.on_suspicion())
    assert all(rule.least in ("callStaff", "stop") for rule in suspected.fraud.all_rules())
    assert len(suspected.fraud.all_rules()) == len(RULES.fraud.all_rules())


def test_the_visit_remembers_it_and_the_next_visit_does_not() -> None:
    answered = entries.FraudAnswered("who-gets-cash", 4, "told", "yes")
    settled = entries.FraudSettled("checkIn", "cash", 7, "callStaff")
    walk = Walk().told(events.Started())
    remembered = visit._with_suspicion(walk.visit, (visit.Note(answered), visit.Note(settled)))
    assert remembered.suspected
    assert remembered.context.rules.fraud != RULES.fraud
    over, _ = visit.step(remembered, events.StartedOver())
    assert not over.suspected
    assert over.context.rules.fraud == RULES.fraud


def test_who_only_stops_at_the_warning_is_not_suspected() -> None:
    settled = entries.FraudSettled("transfer", "transfer", 1, "stop")
    walk = Walk().told(events.Started(), CodeRead(CODE))
    assert not visit._with_suspicion(walk.visit, (visit.Note(settled),)).suspected


def test_the_screen_of_a_suspected_customer_offers_staff_alone() -> None:
    operation = warned.Operation(warned.Kind.CHECK_IN, service="cash")
    state, _ = warned.begin(RULES.fraud.on_suspicion(), operation, "en")
    assert isinstance(state, warned.FraudWarning)
    assert not state.may_go_on
