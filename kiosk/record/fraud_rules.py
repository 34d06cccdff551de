"""Fraud rules as they stand in a desired state (docs/fraud-warnings.md).

Unknown fields, kinds, facts and delays are left out, so that a newer centre can serve an older terminal: without a
condition a rule only holds for more. Anything else that cannot be read, or contradicts itself, refuses all the rules;
so does a rule of which no kind is known, for without it its notice would be one for everybody who checks in.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, TypeVar

from kiosk.core import fraud
from kiosk.core.fraud import Contact, Delay, DelayPolicy, Fact, FraudRules, Kind, Outcome, PayeeCheck, When
from kiosk.core.fraud_default import CAUTIOUS
from kiosk.core.money import Money, MoneyError
from kiosk.core.notices import FraudNotice, NoticeText
from kiosk.record.fields import WrongError, mapping, mappings, names, text, texts, unique, whole

E = TypeVar("E", bound=StrEnum)

_OLDEST: Final = 150


def read(value: Any, notices: tuple[FraudNotice, ...]) -> FraudRules:
    """The rules of the field `fraud`; without it the cautious ones, beside these notices. Raises `WrongError`."""
    if value is None:
        return FraudRules(
            (*notices, *(one for one in CAUTIOUS.notices if one.id not in {known.id for known in notices})),
            CAUTIOUS.questionnaires,
            CAUTIOUS.rules,
            CAUTIOUS.delays,
            CAUTIOUS.contacts,
        )
    told = mapping(value, "fraud")
    further = [notice(item, at) for item, at in mappings(told.get("notices", []), "fraud.notices")]
    rules = FraudRules(
        unique([*notices, *further], lambda one: one.id, "fraud.notices"),
        unique(
            [_questionnaire(item, at) for item, at in mappings(told.get("questionnaires", []), "fraud.questionnaires")],
            lambda form: form.id,
            "fraud.questionnaires",
        ),
        unique(
            [_rule(item, at) for item, at in mappings(told.get("rules", []), "fraud.rules")],
            lambda rule: rule.id,
            "fraud.rules",
        ),
        tuple(_delays(item, at) for item, at in mappings(told.get("delays", []), "fraud.delays")),
        unique(
            [_contact(item, at) for item, at in mappings(told.get("contacts", []), "fraud.contacts")],
            lambda contact: contact.id,
            "fraud.contacts",
        ),
    )
    for where, why in fraud.problems(rules):
        raise WrongError(f"fraud.{where}: {why}")
    return rules


def notice(item: Mapping[str, Any], where: str) -> FraudNotice:
    """A notice, of `fraud_notices` or of `fraud`. Raises `WrongError`."""
    found = []
    for language, value in mapping(item.get("texts"), f"{where}.texts").items():
        at = f"{where}.texts.{language}"
        said = mapping(value, at)
        heading = text(said.get("heading"), f"{at}.heading")
        found.append((language, NoticeText(heading, texts(said.get("lines"), f"{at}.lines"))))
    if not found:
        raise WrongError(f"{where}.texts is empty")
    return FraudNotice(
        id=text(item.get("id"), f"{where}.id"),
        version=whole(item.get("version"), f"{where}.version"),
        services=texts(item.get("services"), f"{where}.services"),
        texts=tuple(found),
    )


def _questionnaire(item: Mapping[str, Any], at: str) -> fraud.Questionnaire:
    return fraud.Questionnaire(
        text(item.get("id"), f"{at}.id"),
        whole(item.get("version"), f"{at}.version"),
        tuple(_question(question, where) for question, where in mappings(item.get("questions"), f"{at}.questions")),
    )


def _question(item: Mapping[str, Any], at: str) -> fraud.Question:
    return fraud.Question(
        text(item.get("id"), f"{at}.id"),
        names(item.get("texts"), f"{at}.texts"),
        *(
            None if item.get(answer) is None else _one(Outcome, item[answer], f"{at}.{answer}")
            for answer in ("yes", "no")
        ),
    )


def _rule(item: Mapping[str, Any], at: str) -> fraud.Rule:
    form = item.get("questionnaire")
    return fraud.Rule(
        id=text(item.get("id"), f"{at}.id"),
        version=whole(item.get("version"), f"{at}.version"),
        kinds=_some(Kind, item.get("kinds"), f"{at}.kinds"),
        notice=text(item.get("notice"), f"{at}.notice"),
        services=frozenset(texts(item.get("services", []), f"{at}.services")),
        when=_when(mapping(item.get("when", {}), f"{at}.when"), f"{at}.when"),
        questionnaire=None if form is None else text(form, f"{at}.questionnaire"),
        least=_one(Outcome, item.get("least", Outcome.GO_ON), f"{at}.least"),
        priority=whole(item.get("priority", 0), f"{at}.priority"),
    )


def _when(item: Mapping[str, Any], at: str) -> When:
    def number(name: str, most: int) -> int | None:
        if item.get(name) is None:
            return None
        found = whole(item[name], f"{at}.{name}")
        if found > most:
            raise WrongError(f"{at}.{name} is more than {most}")
        return found

    def flag(name: str) -> bool:
        if type(item.get(name, False)) is not bool:
            raise WrongError(f"{at}.{name} is not true or false")
        return bool(item.get(name, False))

    check = item.get("payee_check")
    return When(
        amounts=tuple(
            (currency, _minor(amount, currency, f"{at}.amounts.{currency}"))
            for currency, amount in mapping(item.get("amounts", {}), f"{at}.amounts").items()
        ),
        new_payee=flag("new_payee"),
        other_owner=flag("other_owner"),
        payee_check=None if check is None else _one(PayeeCheck, check, f"{at}.payee_check"),
        first_use=flag("first_use"),
        age_from=number("age_from", _OLDEST),
        age_below=number("age_below", _OLDEST),
        hours=_hours(item.get("hours"), f"{at}.hours"),
        count_from=number("count_from", 1_000_000),
        share_from=number("share_from", 100),
        known=_some(Fact, item.get("known", []), f"{at}.known"),
    )


def _hours(value: Any, at: str) -> tuple[int, int] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2:
        raise WrongError(f"{at} is not two hours")
    first, end = (whole(hour, f"{at}[{number}]") for number, hour in enumerate(value))
    if first > 23 or end > 24:
        raise WrongError(f"{at} is not two hours")
    return first, end


def _minor(value: Any, currency: str, at: str) -> int:
    try:
        amount = Money.parse(text(value, at), currency)
    except MoneyError as error:
        raise WrongError(f"{at} is not an amount of that currency") from error
    if amount.minor < 0:
        raise WrongError(f"{at} is negative")
    return amount.minor


def _delays(item: Mapping[str, Any], at: str) -> DelayPolicy:
    offered = texts(item.get("offered"), f"{at}.offered")
    own = item.get("own_at_once", False)
    if type(own) is not bool:
        raise WrongError(f"{at}.own_at_once is not true or false")
    return DelayPolicy(
        _some(Kind, item.get("kinds"), f"{at}.kinds"),
        tuple(delay for delay in Delay if delay in offered),
        _one(Delay, item.get("default"), f"{at}.default"),
        _some(Delay, item.get("confirmed", []), f"{at}.confirmed"),
        own,
    )


def _contact(item: Mapping[str, Any], at: str) -> Contact:
    return Contact(
        text(item.get("id"), f"{at}.id"),
        text(item.get("number"), f"{at}.number"),
        names(item.get("names"), f"{at}.names"),
    )


def _one(kind: type[E], value: Any, at: str) -> E:
    try:
        return kind(text(value, at))
    except ValueError as error:
        raise WrongError(f"{at} is none of {', '.join(kind)}") from error


def _some(kind: type[E], value: Any, at: str) -> frozenset[E]:
    """Those of a list that this terminal knows."""
    known = {member.value: member for member in kind}
    return frozenset(known[name] for name in texts(value, at) if name in known)
