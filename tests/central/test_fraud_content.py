"""When a customer is warned is set whole or not at all, in both languages, and only as terminals would take it."""

from __future__ import annotations

import copy
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from central_desk import Bank, Caller
from test_content import payload, seeded, take

from central.content import ContentError
from kiosk.core import fraud
from kiosk.core.fraud import Delay, Fact, FraudRules, Kind, Operation, Outcome, PayeeCheck
from kiosk.core.money import Money
from kiosk.record import fraud_rules

__all__ = ["seeded"]

NOTICE = {
    "id": "pause",
    "version": 1,
    "services": [],
    "texts": {
        "zh_CN": {"heading": "请停一停", "lines": ["想一想。"]},
        "en": {"heading": "Stop", "lines": ["Think."]},
    },
}
FRAUD: dict[str, Any] = {
    "questionnaires": [
        {
            "id": "who",
            "version": 1,
            "questions": [{"id": "told", "texts": {"zh_CN": "有人教您吗？", "en": "Told?"}, "yes": "callStaff"}],
        }
    ],
    "rules": [
        {
            "id": "large",
            "version": 1,
            "kinds": ["transfer"],
            "notice": "pause",
            "questionnaire": "who",
            "when": {"amounts": {"CNY": "50000.00"}},
        }
    ],
    "contacts": [{"id": "police", "number": "110", "names": {"zh_CN": "报警电话", "en": "Police"}}],
}


def read(told: dict[str, Any]) -> FraudRules:
    """The rules as a terminal reads them."""
    notices = tuple(fraud_rules.notice(row, row["id"]) for row in told["fraud_notices"])
    return fraud_rules.read(told["fraud"], notices)


def witness(rule: fraud.Rule) -> Operation:
    """The least risky operation that a rule holds for."""
    when = rule.when
    age = when.age_from or (when.age_below - 1 if when.age_below else 30)
    return Operation(
        kind=min(rule.kinds),
        service=min(rule.services, default=None),
        amount=Money(*(when.amounts[0][1], when.amounts[0][0]) if when.amounts else (0, "CNY")),
        new_payee=when.new_payee,
        own_account=not when.other_owner,
        payee_check=when.payee_check or PayeeCheck.MATCH,
        first_use=when.first_use,
        age=age,
        hour=when.hours[0] if when.hours else 12,
        count_24h=when.count_from or 0,
        share=when.share_from or 0,
    )


def test_every_rule_of_the_demonstration_can_speak(seeded: Caller) -> None:
    told = read(payload(seeded))

    assert len(told.rules) >= 15
    assert set().union(*(rule.kinds for rule in told.rules)) == set(Kind)
    for rule in told.rules:
        caution = fraud.assess(told, witness(rule)).caution
        assert caution is not None
        assert caution.rule == rule.id
    asked = {rule.questionnaire for rule in told.rules} - {None}
    assert asked == {form.id for form in told.questionnaires}
    assert {rule.notice for rule in told.rules} == {notice.id for notice in told.notices}


def test_a_transfer_of_the_demonstration_goes_a_day_later_unless_the_customer_confirms_in_chinese(
    seeded: Caller,
) -> None:
    told = read(payload(seeded))
    small = Operation(
        Kind.TRANSFER,
        amount=Money(10_000, "CNY"),
        new_payee=False,
        own_account=False,
        payee_check=PayeeCheck.MATCH,
        first_use=False,
        age=40,
        hour=11,
        count_24h=0,
        share=1,
    )
    assessed = fraud.assess(told, small)
    assert assessed.caution is None
    assert (assessed.offered(), assessed.default()) == ((Delay.REAL_TIME, Delay.AFTER_DAY), Delay.AFTER_DAY)
    assert assessed.delays is not None
    assert assessed.delays.confirmed == {Delay.REAL_TIME}
    own = fraud.assess(told, replace(small, own_account=True, new_payee=True, amount=Money(10_000_000, "CNY")))
    assert own.caution is None
    assert own.offered() == (Delay.REAL_TIME,)
    worst = fraud.assess(told, replace(small, new_payee=True, amount=Money(10_000_000, "CNY")))
    assert worst.caution is not None
    assert worst.offered(worst.caution.least) == (Delay.AFTER_DAY,)


def test_the_demonstration_is_most_cautious_where_nothing_is_known(seeded: Caller) -> None:
    """But it says that the name differs, or that there were others before, only if that is known."""
    told = read(payload(seeded))
    caution = fraud.assess(told, Operation(Kind.TRANSFER)).caution
    assert caution is not None
    assert (caution.rule, caution.least) == ("large-to-new-payee", Outcome.AFTER_DAY)
    needed = {rule.id: rule.when.known for rule in told.rules if rule.when.known}
    assert needed["name-differs"] == {Fact.PAYEE_CHECK}
    assert needed["many-transfers"] == {Fact.COUNT_24H}


def test_a_terminal_that_knows_no_rules_is_not_told_to_warn_everybody(seeded: Caller) -> None:
    told = payload(seeded)
    assert all(notice["services"] for notice in told["fraud_notices"])
    assert {notice["id"] for notice in told["fraud"]["notices"]} >= {"new-payee", "phone-change"}


def test_rules_and_the_notices_they_name_come_together(bank: Bank, seeded: Caller) -> None:
    assert take(bank, {"notices": [NOTICE], "fraud": FRAUD}) == 1
    told = read(payload(seeded))
    assert [rule.id for rule in told.rules] == ["large"]
    assert fraud.assess(told, Operation(Kind.TRANSFER, amount=Money(5_000_000, "CNY"))).caution is not None
    assert take(bank, {"notices": [NOTICE], "fraud": FRAUD}) == 0
    with pytest.raises(ContentError, match="large: notice pause is not known"):
        take(bank, {"notices": []})


def wrong(value: Any, *path: Any) -> dict[str, Any]:
    told = copy.deepcopy(FRAUD)
    at: Any = told
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    return told


RULE = ("rules", 0)
WRONG: list[tuple[dict[str, Any], str]] = [
    (wrong("n", *RULE, "notice"), "fraud.rules: large: notice n is not known"),
    (wrong("q", *RULE, "questionnaire"), "fraud.rules: large: questionnaire q is not known"),
    (wrong(["wire"], *RULE, "kinds"), r"Invalid enum value 'wire' - at `\$\.fraud\.rules\[0\]\.kinds"),
    (wrong([], *RULE, "kinds"), "kinds"),
    (wrong(1, *RULE, "nbr"), "unknown field `nbr`"),
    (wrong({"amount": "3"}, *RULE, "when"), "unknown field `amount`"),
    (wrong({"amounts": {"CNY": "5e4"}}, *RULE, "when"), "amounts"),
    (wrong({"amounts": {"JPY": "1.50"}}, *RULE, "when"), "when.amounts.JPY is not an amount of that currency"),
    (wrong({"new_payee": False}, *RULE, "when"), "new_payee"),
    (wrong({"hours": [7, 7]}, *RULE, "when"), "the whole day"),
    (wrong({"known": ["age"]}, *RULE, "when"), "no condition on age"),
    (wrong("later", *RULE, "least"), "least"),
    (wrong([FRAUD["rules"][0]] * 2, "rules"), "the same one twice"),
    (
        wrong([{**FRAUD["rules"][0], "priority": 9, "when": {}}, {**FRAUD["rules"][0], "id": "large2"}], "rules"),
        "fraud.rules: large2 is never shown: large comes first",
    ),
    (wrong([{**FRAUD["rules"][0], "kinds": ["checkIn"], "when": {}, "services": ["loans"]}], "rules"), "loans is not"),
    (wrong({"en": "Told?"}, "questionnaires", 0, "questions", 0, "texts"), "who.told must be there in zh_CN and en"),
    (wrong("callStaff", "questionnaires", 0, "questions", 0, "no"), "why ask"),
    (wrong([], "questionnaires", 0, "questions"), "questions"),
    (wrong([], "contacts"), "whom shall the customer ring"),
    (wrong("ring us", "contacts", 0, "number"), "number"),
    (wrong([{"kinds": ["transfer"], "offered": ["realTime"], "default": "afterDay"}], "delays"), "is not offered"),
    (wrong([{"kinds": ["phoneChange"], "offered": ["realTime"], "default": "realTime"}], "delays"), "only a transfer"),
]


def test_bad_rules_are_refused_with_where_and_why(bank: Bank, seeded: Caller) -> None:
    before = payload(seeded)
    for told, said in WRONG:
        with pytest.raises(ContentError, match=said):
            take(bank, {"notices": [NOTICE], "fraud": told})
    assert payload(seeded) == before


def test_another_rule_or_question_needs_another_version(bank: Bank, seeded: Caller) -> None:
    """Journals say which version a customer answered."""
    take(bank, {"notices": [NOTICE], "fraud": FRAUD})
    told = copy.deepcopy(FRAUD)
    for part in ("rules", "questionnaires"):
        if part == "rules":
            told["rules"][0]["priority"] = 5
        else:
            told["questionnaires"][0]["questions"][0]["texts"]["en"] = "Is someone telling you?"
        with pytest.raises(ContentError, match=f"fraud.{part}: .* its version must be above 1"):
            take(bank, {"fraud": told})
        told[part][0]["version"] = 2
        assert take(bank, {"fraud": told}) == 1


def test_a_notice_that_is_sent_again_unchanged_needs_no_other_version(bank: Bank, seeded: Caller) -> None:
    assert take(bank, {"notices": [NOTICE], "fraud": FRAUD}) == 1
    assert take(bank, {"notices": [NOTICE]}) == 0


def test_the_example_of_the_documentation_is_taken(bank: Bank, seeded: Caller) -> None:
    page = (Path(__file__).parents[2] / "docs" / "fraud-warnings.md").read_text(encoding="utf-8")
    told = tomllib.loads(page.partition("```toml\n")[2].partition("```")[0])
    take(bank, {"fraud": {"contacts": told["fraud"]["contacts"]}})  # nothing is there before it
    assert take(bank, {"fraud": told["fraud"]}) == 1
    assert [rule.id for rule in read(payload(seeded)).rules] == ["older-customer-new-payee"]
