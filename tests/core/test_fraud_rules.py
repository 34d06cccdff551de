"""More risk never makes the terminal milder, what is not known counts as risk, and every rule can speak."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import fraud
from kiosk.core.fraud import (
    Contact,
    Delay,
    DelayPolicy,
    Fact,
    FraudRules,
    Kind,
    Operation,
    Outcome,
    PayeeCheck,
    Question,
    Questionnaire,
    Rule,
    When,
)
from kiosk.core.fraud_default import CAUTIOUS
from kiosk.core.money import Money
from kiosk.core.notices import FraudNotice, NoticeText

SCALE = list(Outcome)
TRANSFER, MOVED = frozenset({Kind.TRANSFER}), frozenset({Kind.PHONE_CHANGE})
TEXTS = (("en", NoticeText("Stop", ("Think.",))),)
NOTICES = tuple(FraudNotice(f"n{number}", 1, ("s0",), TEXTS) for number in range(4))
FORMS = tuple(
    Questionnaire(f"q{number}", 1, (Question("told", (("en", "Told?"),), Outcome.CALL_STAFF),)) for number in range(2)
)
CONTACTS = (Contact("police", "110", (("en", "Police"),)),)


def optional(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


whens = st.builds(
    When,
    amounts=st.just(()) | st.tuples(st.tuples(st.just("CNY"), st.integers(0, 10))),
    new_payee=st.booleans(),
    other_owner=st.booleans(),
    payee_check=optional(st.sampled_from(PayeeCheck)),
    first_use=st.booleans(),
    age_from=optional(st.integers(60, 90)),
    hours=optional(st.tuples(st.integers(0, 23), st.integers(0, 23))),
    count_from=optional(st.integers(1, 4)),
    share_from=optional(st.integers(1, 100)),
    known=st.frozensets(st.sampled_from(Fact), max_size=2),
)
rules = st.builds(
    Rule,
    id=st.text("abc", min_size=1, max_size=3),
    version=st.just(1),
    kinds=st.frozensets(st.sampled_from(Kind), min_size=1, max_size=3),
    notice=st.sampled_from([notice.id for notice in NOTICES]),
    services=st.frozensets(st.sampled_from(["s0", "s1"]), max_size=1),
    when=whens,
    questionnaire=optional(st.sampled_from([form.id for form in FORMS])),
    least=st.sampled_from(Outcome),
    priority=st.integers(0, 2),
)
rule_sets = st.builds(
    FraudRules,
    notices=st.just(NOTICES),
    questionnaires=st.just(FORMS),
    rules=st.lists(rules, max_size=5).map(tuple),
    delays=st.just(())
    | st.just((DelayPolicy(frozenset({Kind.TRANSFER}), tuple(Delay), Delay.AFTER_DAY),))
    | st.just((DelayPolicy(frozenset({Kind.TRANSFER}), tuple(Delay)[1:], Delay.AFTER_DAY, own_at_once=True),)),
)
operations = st.builds(
    Operation,
    kind=st.sampled_from(Kind),
    service=optional(st.sampled_from(["s0", "s1"])),
    amount=optional(st.builds(Money, st.integers(0, 12), st.sampled_from(["CNY", "EUR"]))),
    new_payee=optional(st.booleans()),
    own_account=optional(st.booleans()),
    payee_check=optional(st.sampled_from(PayeeCheck)),
    first_use=optional(st.booleans()),
    age=optional(st.integers(55, 95)),
    hour=optional(st.integers(0, 23)),
    count_24h=optional(st.integers(0, 5)),
    share=optional(st.integers(0, 100)),
)


def riskier(operation: Operation) -> st.SearchStrategy[Operation]:
    """Operations of which every fact is at least as bad."""

    def up(value: int | None, most: int) -> st.SearchStrategy[Any]:
        return st.none() if value is None else st.integers(value, max(value, most))

    def bad(value: bool | None, worst: bool) -> st.SearchStrategy[Any]:
        return st.none() if value is None else st.sampled_from([value, worst])

    amount, check = operation.amount, operation.payee_check
    return st.builds(
        replace,
        st.just(operation),
        amount=st.none() if amount is None else up(amount.minor, 20).map(lambda minor: Money(minor, amount.currency)),
        new_payee=bad(operation.new_payee, True),
        own_account=bad(operation.own_account, False),
        first_use=bad(operation.first_use, True),
        payee_check=st.none() if check is None else st.sampled_from(list(PayeeCheck)[list(PayeeCheck).index(check) :]),
        age=up(operation.age, 100),
        count_24h=up(operation.count_24h, 9),
        share=up(operation.share, 100),
    )


def least(assessed: fraud.Assessment) -> Outcome:
    return assessed.caution.least if assessed.caution else Outcome.GO_ON


def never_milder(before: fraud.Assessment, after: fraud.Assessment) -> None:
    assert SCALE.index(least(after)) >= SCALE.index(least(before))
    soonest, then = (min(map(list(Delay).index, one.offered(least(one))), default=9) for one in (before, after))
    assert then >= soonest
    assert before.goes_on(least(before)) or not after.goes_on(least(after))
    if before.caution is not None:
        assert after.caution is not None
        if before.caution.questionnaire is not None:
            assert after.caution.questionnaire is not None


@given(rule_sets, st.data())
def test_more_risk_never_gives_a_milder_outcome(told: FraudRules, data: st.DataObject) -> None:
    before = data.draw(operations)
    after = data.draw(riskier(before))
    never_milder(fraud.assess(told, before), fraud.assess(told, after))


FACTS = [
    "amount",
    "new_payee",
    "own_account",
    "payee_check",
    "first_use",
    "age",
    "hour",
    "count_24h",
    "share",
    "service",
]


@given(rule_sets, operations, st.sampled_from(FACTS))
def test_what_is_not_known_is_never_milder_than_what_is(told: FraudRules, operation: Operation, fact: str) -> None:
    """Unless a rule says that it must be known."""
    bold = replace(told, rules=tuple(replace(rule, when=replace(rule.when, known=frozenset())) for rule in told.rules))
    unknown: dict[str, Any] = {fact: None}
    never_milder(fraud.assess(bold, operation), fraud.assess(bold, replace(operation, **unknown)))


@given(rule_sets, operations, rules)
def test_a_further_rule_never_makes_it_milder(told: FraudRules, operation: Operation, further: Rule) -> None:
    """A notice that a rule names is no longer shown for its services alone: the rule says when."""
    named = replace(further, notice=told.rules[0].notice if told.rules else NOTICES[0].id)
    if not told.rules:
        told = replace(told, notices=NOTICES[:1], rules=(replace(named, least=Outcome.GO_ON),))
    more = replace(told, rules=(*told.rules, named))
    never_milder(fraud.assess(told, operation), fraud.assess(more, operation))


@given(rule_sets, operations)
def test_the_same_is_always_answered_the_same(told: FraudRules, operation: Operation) -> None:
    assert fraud.assess(told, operation) == fraud.assess(dataclasses.replace(told), replace(operation))


@given(rules, rules, operations)
def test_a_rule_that_is_called_hidden_is_never_the_first(wide: Rule, narrow: Rule, operation: Operation) -> None:
    told = FraudRules(NOTICES, FORMS, (replace(wide, id="wide"), replace(narrow, id="narrow")))
    for where, _ in fraud.hidden(told):
        caution = fraud.assess(told, operation).caution
        assert caution is None or f"rules: {caution.rule}" != where


def test_a_rule_after_one_that_always_holds_is_called_hidden() -> None:
    wide = Rule("wide", 1, frozenset({Kind.TRANSFER}), "n0", priority=9)
    narrow = Rule("narrow", 1, frozenset({Kind.TRANSFER}), "n1", when=When(new_payee=True))
    assert [where for where, _ in fraud.hidden(FraudRules(NOTICES, FORMS, (wide, narrow)))] == ["rules: narrow"]
    assert not list(fraud.hidden(FraudRules(NOTICES, FORMS, (replace(wide, priority=0), replace(narrow, priority=9)))))


# Each condition beside one that is narrower; and of the facts, those with which it just holds, and just does not.
CONDITIONS: list[tuple[Fact, When, When, dict[str, Any], dict[str, Any]]] = [
    (
        Fact.AMOUNT,
        When(amounts=(("CNY", 500),)),
        When(amounts=(("CNY", 501),)),
        {"amount": Money(500, "CNY")},
        {"amount": Money(499, "CNY")},
    ),
    (
        Fact.NEW_PAYEE,
        When(new_payee=True),
        When(new_payee=True, first_use=True),
        {"new_payee": True},
        {"new_payee": False},
    ),
    (
        Fact.OWN_ACCOUNT,
        When(other_owner=True),
        When(other_owner=True, first_use=True),
        {"own_account": False},
        {"own_account": True},
    ),
    (
        Fact.PAYEE_CHECK,
        When(payee_check=PayeeCheck.UNAVAILABLE),
        When(payee_check=PayeeCheck.NO_MATCH),
        {"payee_check": PayeeCheck.UNAVAILABLE},
        {"payee_check": PayeeCheck.CLOSE_MATCH},
    ),
    (
        Fact.FIRST_USE,
        When(first_use=True),
        When(first_use=True, new_payee=True),
        {"first_use": True},
        {"first_use": False},
    ),
    (Fact.AGE, When(age_from=60), When(age_from=61), {"age": 60}, {"age": 59}),
    (Fact.AGE, When(age_below=18), When(age_below=17), {"age": 17}, {"age": 18}),
    (Fact.HOUR, When(hours=(9, 17)), When(hours=(10, 17)), {"hour": 16}, {"hour": 17}),
    (Fact.HOUR, When(hours=(9, 17)), When(hours=(9, 16)), {"hour": 9}, {"hour": 8}),
    (Fact.COUNT_24H, When(count_from=2), When(count_from=3), {"count_24h": 2}, {"count_24h": 1}),
    (Fact.SHARE, When(share_from=50), When(share_from=51), {"share": 50}, {"share": 49}),
]


@pytest.mark.parametrize(("fact", "when", "narrower", "met", "missed"), CONDITIONS)
def test_each_condition_holds_from_its_bound_on(
    fact: Fact, when: When, narrower: When, met: dict[str, Any], missed: dict[str, Any]
) -> None:
    somebody = Operation(Kind.TRANSFER)
    assert when.holds(replace(somebody, **met))
    assert not when.holds(replace(somebody, **missed))
    assert when.holds(somebody)
    sure = replace(when, known=frozenset({fact}))
    assert sure.holds(replace(somebody, **met))
    assert not sure.holds(somebody)


@pytest.mark.parametrize(("fact", "when", "narrower", "met", "missed"), CONDITIONS)
def test_a_narrower_condition_after_a_wide_one_is_called_hidden(
    fact: Fact, when: When, narrower: When, met: dict[str, Any], missed: dict[str, Any]
) -> None:
    def hides(first: When, second: When) -> bool:
        rules = (Rule("first", 1, TRANSFER, "n0", when=first), Rule("second", 1, TRANSFER, "n1", when=second))
        return bool(list(fraud.hidden(FraudRules(NOTICES, FORMS, rules))))

    assert hides(when, narrower)
    assert hides(when, when)
    assert hides(When(), when)
    assert not hides(narrower, when)
    assert not hides(when, When())
    sure = frozenset({fact})
    assert not hides(replace(when, known=sure), narrower), "the second alone speaks where the fact is not known"
    assert hides(replace(when, known=sure), replace(narrower, known=sure))


def test_a_bound_in_two_currencies_does_not_hide_one_in_a_single_one() -> None:
    both = Rule("both", 1, TRANSFER, "n0", when=When(amounts=(("CNY", 500), ("EUR", 500))))
    yuan = Rule("yuan", 1, TRANSFER, "n1", when=When(amounts=(("CNY", 600),)))
    assert not list(fraud.hidden(FraudRules(NOTICES, FORMS, (both, yuan))))
    euro = Operation(Kind.TRANSFER, amount=Money(1, "EUR"))
    assert not both.holds(euro)
    assert yuan.holds(euro)


def test_a_fact_that_a_rule_must_know_is_not_guessed() -> None:
    rule = Rule("old", 1, frozenset({Kind.TRANSFER}), "n0", when=When(age_from=60))
    sure = replace(rule, when=replace(rule.when, known=frozenset({Fact.AGE})))
    somebody = Operation(Kind.TRANSFER)
    assert rule.holds(somebody)
    assert not sure.holds(somebody)
    assert sure.holds(replace(somebody, age=60))
    assert not sure.holds(replace(somebody, age=59))


def test_an_amount_of_a_currency_without_a_bound_counts_as_not_known() -> None:
    rule = Rule("large", 1, frozenset({Kind.TRANSFER}), "n0", when=When(amounts=(("CNY", 500),)))
    assert not rule.holds(Operation(Kind.TRANSFER, amount=Money(499, "CNY")))
    assert rule.holds(Operation(Kind.TRANSFER, amount=Money(-500, "CNY")))
    assert rule.holds(Operation(Kind.TRANSFER, amount=Money(1, "EUR")))


@pytest.mark.parametrize(("hour", "holds"), [(21, False), (22, True), (23, True), (0, True), (5, True), (6, False)])
def test_hours_reach_over_midnight(hour: int, holds: bool) -> None:
    assert When(hours=(22, 6)).holds(Operation(Kind.TRANSFER, hour=hour)) is holds


def test_an_unknown_service_of_an_appointment_is_warned_of() -> None:
    rule = Rule("cash", 1, frozenset({Kind.CHECK_IN}), "n0", frozenset({"cash"}))
    assert rule.holds(Operation(Kind.CHECK_IN))
    assert rule.holds(Operation(Kind.CHECK_IN, "cash"))
    assert not rule.holds(Operation(Kind.CHECK_IN, "card"))


def test_a_notice_without_a_rule_is_shown_for_its_services_as_ever() -> None:
    told = FraudRules(NOTICES[:1])
    assert fraud.assess(told, Operation(Kind.CHECK_IN, "s0")).caution == fraud.Caution(
        "notice.n0", 1, NOTICES[0], None, Outcome.GO_ON
    )
    assert fraud.assess(told, Operation(Kind.CHECK_IN, "s1")).caution is None
    assert fraud.assess(told, Operation(Kind.TRANSFER)).caution is None


def test_without_a_word_of_the_centre_a_transfer_is_warned_of_asked_about_and_goes_a_day_later() -> None:
    for kind in set(Kind) - {Kind.CHECK_IN}:
        assessed = fraud.assess(CAUTIOUS, Operation(kind))
        assert assessed.caution is not None
        assert assessed.caution.questionnaire is not None
        assert assessed.goes_on()
        assert len(assessed.contacts) == 2
        assert assessed.offered() == ((Delay.AFTER_DAY,) if kind is Kind.TRANSFER else ())
    own = fraud.assess(CAUTIOUS, Operation(Kind.TRANSFER, own_account=True))
    assert own.offered() == (Delay.REAL_TIME,)
    assert own.offered(Outcome.NEXT_DAY) == (Delay.AFTER_DAY,)
    assert fraud.assess(CAUTIOUS, Operation(Kind.CHECK_IN, "cash")).caution is None
    assert not list(fraud.problems(CAUTIOUS))
    assert not list(fraud.hidden(CAUTIOUS))
    for notice in CAUTIOUS.notices:
        assert {language for language, _ in notice.texts} == {"zh_CN", "en"}


def test_the_delayed_is_chosen_before_and_what_is_too_soon_is_not_offered() -> None:
    policy = DelayPolicy(frozenset({Kind.TRANSFER}), tuple(Delay), Delay.NEXT_DAY)
    assessed = fraud.Assessment(Kind.TRANSFER, None, policy)
    assert assessed.default() is Delay.NEXT_DAY
    assert assessed.offered(Outcome.TWO_HOURS) == (Delay.TWO_HOURS, Delay.NEXT_DAY, Delay.AFTER_DAY)
    assert assessed.default(Outcome.AFTER_DAY) is Delay.AFTER_DAY
    for outcome in (Outcome.CALL_STAFF, Outcome.STOP):
        assert assessed.offered(outcome) == ()
        assert assessed.default(outcome) is None
        assert not assessed.goes_on(outcome)
    soon = fraud.Assessment(Kind.TRANSFER, None, replace(policy, offered=(Delay.REAL_TIME,)))
    assert not soon.goes_on(Outcome.AFTER_DAY)


def test_when_an_order_is_due() -> None:
    at = datetime(2026, 11, 27, 23, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert [fraud.due(delay, at).isoformat() for delay in Delay] == [
        "2026-11-27T23:30:00+08:00",
        "2026-11-28T01:30:00+08:00",
        "2026-11-28T01:30:00+08:00",
        "2026-11-28T23:30:00+08:00",
    ]
    noon = at.replace(hour=12)
    assert fraud.due(Delay.NEXT_DAY, noon).isoformat() == "2026-11-28T00:00:00+08:00"


@given(minutes=st.integers(0, 24 * 60 - 1))
def test_a_later_delay_is_never_sooner(minutes: int) -> None:
    at = datetime(2026, 11, 27, tzinfo=ZoneInfo("Asia/Shanghai")) + timedelta(minutes=minutes)
    dues = [fraud.due(delay, at) for delay in Delay]
    assert dues == sorted(dues)


@pytest.mark.parametrize(("month", "day"), [(3, 29), (10, 25)])
def test_hours_are_hours_also_where_clocks_are_put_forward_or_back(month: int, day: int) -> None:
    at = datetime(2026, month, day, 0, 30, tzinfo=ZoneInfo("Europe/London"))
    for delay, hours in ((Delay.TWO_HOURS, 2), (Delay.AFTER_DAY, 24)):
        assert fraud.due(delay, at).timestamp() - at.timestamp() == hours * 3600


LATER = Questionnaire("later", 1, (Question("known", (("en", "Known?"),), None, Outcome.AFTER_DAY),))
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"rules": (Rule("r", 1, TRANSFER, "none"),)}, "rules: r: notice none is not known"),
    ({"rules": (Rule("r", 1, TRANSFER, "n0", questionnaire="none"),)}, "questionnaire none is not known"),
    ({"rules": (Rule("r", 1, frozenset(), "n0"),)}, "kinds is empty"),
    ({"rules": (Rule("r", 1, TRANSFER, "n0", frozenset({"cash"})),)}, "kinds must be checkIn alone"),
    ({"rules": (Rule("r", 1, MOVED, "n0", least=Outcome.NEXT_DAY),)}, "only a transfer can be delayed"),
    ({"rules": (Rule("r", 1, MOVED, "n0", questionnaire="later"),)}, "an answer of later delays"),
    ({"rules": (Rule("r", 1, TRANSFER, "n0", when=When(age_from=60, age_below=60)),)}, "age_from"),
    ({"rules": (Rule("r", 1, TRANSFER, "n0", when=When(hours=(3, 3))),)}, "the whole day"),
    ({"rules": (Rule("r", 1, TRANSFER, "n0", when=When(known=frozenset({Fact.AGE}))),)}, "no condition on age"),
    ({"questionnaires": (Questionnaire("q", 1, ()),)}, "questions is empty"),
    ({"questionnaires": (Questionnaire("q", 1, FORMS[0].questions * 2),)}, "an id twice"),
    ({"questionnaires": (replace(LATER, questions=(replace(LATER.questions[0], no=None),)),)}, "why ask"),
    ({"delays": (DelayPolicy(MOVED, (Delay.REAL_TIME,), Delay.REAL_TIME),)}, "only a transfer"),
    ({"delays": (DelayPolicy(TRANSFER, (Delay.REAL_TIME,), Delay.AFTER_DAY),)}, "afterDay is not offered"),
    ({"delays": (fraud.CAUTIOUS_DELAY, fraud.CAUTIOUS_DELAY)}, "a policy already"),
    (
        {"delays": (replace(fraud.CAUTIOUS_DELAY, confirmed=frozenset({Delay.REAL_TIME})),)},
        "confirmed has what is not offered",
    ),
    ({"contacts": ()}, "whom shall the customer ring"),
]


@pytest.mark.parametrize(("change", "said"), WRONG, ids=[said for _, said in WRONG])
def test_what_contradicts_itself_is_named(change: dict[str, Any], said: str) -> None:
    good = FraudRules(NOTICES, (*FORMS, LATER), contacts=CONTACTS)
    assert not list(fraud.problems(good))
    found = [f"{where}: {why}" for where, why in fraud.problems(replace(good, **change))]
    assert any(said in problem for problem in found), found


def test_what_an_operation_is_about_is_in_no_repr() -> None:
    operation = Operation(Kind.TRANSFER, amount=Money(1234567, "CNY"), age=83, share=97)
    assert "1234567" not in repr(operation)
    assert "83" not in repr(operation)
    assert "97" not in repr(operation)
