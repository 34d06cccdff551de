"""Fraud rules that cannot be read are refused whole, with the name of what is wrong, and the last good ones stay."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_desired import document, json_values, store

from kiosk.core import fraud
from kiosk.core.fraud import Delay, Fact, Kind, Operation, Outcome, PayeeCheck, When
from kiosk.core.fraud_default import CAUTIOUS
from kiosk.core.money import Money
from kiosk.core.notices import FraudNotice, NoticeText
from kiosk.record import fraud_rules
from kiosk.record.desired import DesiredState
from kiosk.record.fields import WrongError

NOTICE = FraudNotice("safe-account", 3, (), (("en", NoticeText("Stop", ("Think.",))),))
TOLD: dict[str, Any] = {
    "notices": [{"id": "night", "version": 2, "services": [], "texts": {"en": {"heading": "Late", "lines": ["x"]}}}],
    "questionnaires": [
        {
            "id": "who",
            "version": 4,
            "questions": [{"id": "told", "texts": {"zh_CN": "有人教您吗？", "en": "Told?"}, "yes": "callStaff"}],
        }
    ],
    "rules": [
        {
            "id": "large",
            "version": 5,
            "kinds": ["transfer", "ofANewerCentre"],
            "notice": "night",
            "questionnaire": "who",
            "least": "nextDay",
            "priority": 7,
            "when": {
                "amounts": {"CNY": "50000.00", "JPY": "100000"},
                "new_payee": True,
                "payee_check": "closeMatch",
                "age_from": 60,
                "hours": [22, 6],
                "count_from": 3,
                "share_from": 50,
                "known": ["age", "ofANewerCentre"],
                "of_a_newer_centre": 3,
            },
        }
    ],
    "delays": [
        {
            "kinds": ["transfer"],
            "offered": ["afterDay", "realTime", "ofANewerCentre"],
            "default": "afterDay",
            "confirmed": ["realTime"],
        }
    ],
    "contacts": [{"id": "police", "number": "110", "names": {"zh_CN": "报警电话", "en": "Police"}}],
    "of_a_newer_centre": [],
}


def changed(value: Any, *path: Any) -> dict[str, Any]:
    told = copy.deepcopy(TOLD)
    at: Any = told
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    return told


def test_what_is_said_is_read() -> None:
    rules = fraud_rules.read(TOLD, (NOTICE,))

    assert [notice.id for notice in rules.notices] == ["safe-account", "night"]
    assert rules.rules == (
        fraud.Rule(
            "large",
            5,
            frozenset({Kind.TRANSFER}),
            "night",
            when=When(
                amounts=(("CNY", 5_000_000), ("JPY", 100_000)),
                new_payee=True,
                payee_check=PayeeCheck.CLOSE_MATCH,
                age_from=60,
                hours=(22, 6),
                count_from=3,
                share_from=50,
                known=frozenset({Fact.AGE}),
            ),
            questionnaire="who",
            least=Outcome.NEXT_DAY,
            priority=7,
        ),
    )
    assert rules.questionnaires[0].questions[0].text("zh_CN") == "有人教您吗？"
    assert rules.questionnaires[0].questions[0].text("fr") == "有人教您吗？"
    assert rules.delays[0].offered == (Delay.REAL_TIME, Delay.AFTER_DAY)
    assert rules.contacts[0].name("en") == "Police"
    operation = Operation(Kind.TRANSFER, amount=Money(5_000_000, "CNY"), new_payee=True, age=60)
    caution = fraud.assess(rules, operation).caution
    assert caution is not None
    assert (caution.rule, caution.notice.id, caution.least) == ("large", "night", Outcome.NEXT_DAY)


def test_a_centre_that_says_nothing_leaves_the_cautious_rules_beside_its_notices() -> None:
    rules = fraud_rules.read(None, (NOTICE,))
    assert rules.rules == CAUTIOUS.rules
    assert fraud.assess(rules, Operation(Kind.TRANSFER)).caution is not None
    warned = fraud.assess(rules, Operation(Kind.CHECK_IN, "cash")).caution
    assert warned is not None
    assert warned.notice == NOTICE


WRONG: list[tuple[dict[str, Any], str]] = [
    (changed(3, "rules"), "fraud.rules is not a list"),
    (changed("twice", "rules", 0, "version"), "fraud.rules[0].version"),
    (changed("none", "rules", 0, "notice"), "fraud.rules: large: notice none"),
    (changed("none", "rules", 0, "questionnaire"), "fraud.rules: large: questionnaire none"),
    (changed(["ofANewerCentre"], "rules", 0, "kinds"), "fraud.rules: large: kinds is empty"),
    (changed("lenient", "rules", 0, "least"), "fraud.rules[0].least is none of goOn"),
    (changed("50,000", "rules", 0, "when", "amounts", "CNY"), "fraud.rules[0].when.amounts.CNY"),
    (changed("-1", "rules", 0, "when", "amounts", "CNY"), "fraud.rules[0].when.amounts.CNY"),
    (changed("1.5", "rules", 0, "when", "amounts", "JPY"), "fraud.rules[0].when.amounts.JPY"),
    (changed(1, "rules", 0, "when", "new_payee"), "fraud.rules[0].when.new_payee"),
    (changed("liar", "rules", 0, "when", "payee_check"), "fraud.rules[0].when.payee_check"),
    (changed(151, "rules", 0, "when", "age_from"), "fraud.rules[0].when.age_from"),
    (changed([22], "rules", 0, "when", "hours"), "fraud.rules[0].when.hours"),
    (changed([24, 3], "rules", 0, "when", "hours"), "fraud.rules[0].when.hours"),
    (changed(101, "rules", 0, "when", "share_from"), "fraud.rules[0].when.share_from"),
    (changed("never", "questionnaires", 0, "questions", 0, "yes"), "fraud.questionnaires[0].questions[0].yes"),
    (changed({}, "questionnaires", 0, "questions", 0, "texts"), "fraud.questionnaires[0].questions[0].texts"),
    (changed("ofANewerCentre", "delays", 0, "default"), "fraud.delays[0].default"),
    (changed("nextDay", "delays", 0, "default"), "fraud.delays[0]: default nextDay"),
    (changed(1, "delays", 0, "own_at_once"), "fraud.delays[0].own_at_once"),
    (changed([], "contacts"), "fraud.contacts: is empty"),
    (changed(TOLD["contacts"] * 2, "contacts"), "fraud.contacts names an id twice"),
    (changed([{**TOLD["notices"][0], "id": "safe-account"}], "notices"), "fraud.notices names an id twice"),
]


@pytest.mark.parametrize(("told", "said"), WRONG, ids=[said for _, said in WRONG])
def test_what_cannot_be_read_is_refused_by_name(told: dict[str, Any], said: str) -> None:
    with pytest.raises(WrongError) as refused:
        fraud_rules.read(told, (NOTICE,))
    assert str(refused.value).startswith(said)


def test_rules_that_cannot_be_read_leave_the_last_good_ones_in_force(tmp_path: Path) -> None:
    kept = store(tmp_path)
    assert isinstance(kept.take(document(version=42, fraud=TOLD)), DesiredState)

    taken = kept.take(document(version=43, fraud=changed("none", "rules", 0, "notice"), revoked_tokens=["new"]))

    assert isinstance(taken, DesiredState)
    for state in (taken, kept.current(), store(tmp_path).current()):
        assert state is not None
        assert (state.version, state.revoked_tokens) == (43, {"new"}), "all else is taken over"
        assert [rule.id for rule in state.fraud.rules] == ["large"]
        assert state.fraud_refused == "fraud.rules: large: notice none is not known"
        assert state.fraud_version == 42


_NAMES = sorted({*TOLD, *TOLD["rules"][0], *TOLD["rules"][0]["when"], *TOLD["delays"][0], "texts", "yes", "questions"})


@given(
    st.sampled_from([("rules", 0), ("questionnaires", 0, "questions", 0), ("delays", 0), ("contacts", 0)]), st.data()
)
def test_any_field_may_be_anything(path: tuple[Any, ...], data: st.DataObject) -> None:
    at: Any = TOLD
    for name in path:
        at = at[name]
    name = data.draw(st.sampled_from(sorted(at)))
    if name == "when" and data.draw(st.booleans()):
        path, name = (*path, name), data.draw(st.sampled_from(sorted(at[name])))
    told = changed(data.draw(json_values), *path, name)
    try:
        rules = fraud_rules.read(told, (NOTICE,))
    except WrongError:
        return
    assert not list(fraud.problems(rules))


@given(json_values)
def test_anything_is_read_or_refused(told: Any) -> None:
    try:
        fraud_rules.read(told, (NOTICE,))
    except WrongError:
        return
    assert told is None or isinstance(told, dict)
