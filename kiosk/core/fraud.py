"""When a customer is warned of fraud, what is asked, and what may follow: rules of the centre, evaluated offline.

A rule holds for an operation when each of its conditions does. A condition can only narrow a rule to what is riskier
(from an amount, from an age), so more risk never loses a rule. A fact that is not known counts as the riskier side,
unless the rule names it in `known`. Of all rules that hold

- the first (by priority, then by strictness, then in the centre's order) gives the notice,
- the first that has a questionnaire gives the questions,
- the strictest `least` bounds what may follow: everything milder is not offered.

docs/fraud-warnings.md describes the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Final, TypeAlias, TypeVar

from kiosk.core.money import Money
from kiosk.core.notices import FraudNotice

T = TypeVar("T")
Texts: TypeAlias = tuple[tuple[str, T], ...]
"""Texts by language tag."""


class Kind(StrEnum):
    """What the customer is about to do."""

    CHECK_IN = "checkIn"
    TRANSFER = "transfer"
    LIMIT_RAISE = "limitRaise"
    PHONE_CHANGE = "phoneChange"
    ADDRESS_CHANGE = "addressChange"
    CARD_ACTIVATION = "cardActivation"


DELAYED: Final = frozenset({Kind.TRANSFER})
"""What can be executed later than it was ordered."""


class Fact(StrEnum):
    """The facts of an operation that a rule may insist on knowing."""

    AMOUNT = "amount"
    NEW_PAYEE = "newPayee"
    OWN_ACCOUNT = "ownAccount"
    PAYEE_CHECK = "payeeCheck"
    FIRST_USE = "firstUse"
    AGE = "age"
    HOUR = "hour"
    COUNT_24H = "count24h"
    SHARE = "share"


class PayeeCheck(StrEnum):
    """What the payee's bank says of the name (Confirmation of Payee), from the best to the worst."""

    MATCH = "match"
    CLOSE_MATCH = "closeMatch"
    UNAVAILABLE = "unavailable"
    NO_MATCH = "noMatch"


class Outcome(StrEnum):
    """What may follow, from the mildest to the strictest. What cannot be delayed knows the first and the last two."""

    GO_ON = "goOn"
    TWO_HOURS = "twoHours"
    NEXT_DAY = "nextDay"
    AFTER_DAY = "afterDay"
    CALL_STAFF = "callStaff"
    STOP = "stop"


class Delay(StrEnum):
    """When an order is executed, from the soonest to the latest."""

    REAL_TIME = "realTime"
    TWO_HOURS = "twoHours"
    NEXT_DAY = "nextDay"
    AFTER_DAY = "afterDay"
    """24 hours after it was accepted (PBoC 261 of 2016)."""


_SCALE: Final = {outcome: at for at, outcome in enumerate(Outcome)}
_WORSE: Final = {check: at for at, check in enumerate(PayeeCheck)}
_FLOOR: Final = dict(zip(Delay, Outcome, strict=False))
"""The strictest outcome that still lets an order go with this delay."""


def strictest(*outcomes: Outcome) -> Outcome:
    """The strictest of some outcomes; `GO_ON` of none."""
    return max(outcomes, key=_SCALE.__getitem__, default=Outcome.GO_ON)


def due(delay: Delay, accepted: datetime) -> datetime:
    """When an order that was accepted then is to be executed; `accepted` is aware, in the bank's time zone.

    Hours are hours that pass, also where clocks are put forward meanwhile. The next day is never sooner than two hours,
    for whom the rules let wait so long may choose it too.
    """
    match delay:
        case Delay.REAL_TIME:
            return accepted
        case Delay.TWO_HOURS:
            return _after(accepted, hours=2)
        case Delay.NEXT_DAY:
            midnight = datetime.combine(accepted.date() + timedelta(days=1), time(), accepted.tzinfo)
            return max(midnight, _after(accepted, hours=2))
        case Delay.AFTER_DAY:
            return _after(accepted, hours=24)


def _after(accepted: datetime, hours: int) -> datetime:
    return (accepted.astimezone(UTC) + timedelta(hours=hours)).astimezone(accepted.tzinfo)


def in_language(texts: Texts[T], language: str) -> T:
    """The text in a language, else the first one."""
    return dict(texts).get(language, texts[0][1])


@dataclass(frozen=True)
class Operation:
    """What is about to be done. Everything but `kind` may be unknown (None); `service` is that of an appointment."""

    kind: Kind
    service: str | None = None
    amount: Money | None = field(default=None, repr=False)
    new_payee: bool | None = None
    own_account: bool | None = None
    """Whether the payee's account is the customer's own, at this bank."""
    payee_check: PayeeCheck | None = None
    first_use: bool | None = None
    """Whether this customer does this for the first time."""
    age: int | None = field(default=None, repr=False)
    """In whole years."""
    hour: int | None = None
    """0 to 23, by the branch's clock."""
    count_24h: int | None = None
    """How many such operations of this customer came before it within 24 hours."""
    share: int | None = field(default=None, repr=False)
    """How much of the account's balance leaves by it, in percent."""


@dataclass(frozen=True)
class When:
    """The conditions of a rule; those that are not set hold always."""

    amounts: tuple[tuple[str, int], ...] = ()
    """From which amount on, in minor units, by currency. Of another currency the amount counts as unknown."""
    new_payee: bool = False
    other_owner: bool = False
    """The payee's account is not the customer's own at this bank."""
    payee_check: PayeeCheck | None = None
    """This answer about the payee's name, or a worse one."""
    first_use: bool = False
    age_from: int | None = None
    age_below: int | None = None
    hours: tuple[int, int] | None = None
    """From the first hour until before the second, also over midnight."""
    count_from: int | None = None
    share_from: int | None = None
    known: frozenset[Fact] = frozenset()
    """The facts without which the rule does not hold."""

    def holds(self, operation: Operation) -> bool:
        """Whether every condition holds."""
        return all(met if met is not None else fact not in self.known for fact, met in self.conditions(operation))

    def conditions(self, operation: Operation) -> Iterator[tuple[Fact, bool | None]]:
        """Each condition that is set with whether it is met; None where the fact is not known."""
        if self.amounts:
            amount, least = operation.amount, dict(self.amounts)
            known = amount is not None and amount.currency in least
            yield Fact.AMOUNT, abs(amount.minor) >= least[amount.currency] if amount and known else None
        if self.new_payee:
            yield Fact.NEW_PAYEE, operation.new_payee
        if self.other_owner:
            yield Fact.OWN_ACCOUNT, None if operation.own_account is None else not operation.own_account
        if self.payee_check is not None:
            check = operation.payee_check
            yield Fact.PAYEE_CHECK, None if check is None else _WORSE[check] >= _WORSE[self.payee_check]
        if self.first_use:
            yield Fact.FIRST_USE, operation.first_use
        if self.age_from is not None:
            yield Fact.AGE, None if operation.age is None else operation.age >= self.age_from
        if self.age_below is not None:
            yield Fact.AGE, None if operation.age is None else operation.age < self.age_below
        if self.hours is not None:
            yield Fact.HOUR, None if operation.hour is None else _within(operation.hour, *self.hours)
        if self.count_from is not None:
            yield Fact.COUNT_24H, None if operation.count_24h is None else operation.count_24h >= self.count_from
        if self.share_from is not None:
            yield Fact.SHARE, None if operation.share is None else operation.share >= self.share_from


def _within(hour: int, first: int, end: int) -> bool:
    return first <= hour < end if first < end else hour >= first or hour < end


@dataclass(frozen=True)
class Question:
    """A question to be answered by yes or no. `yes` and `no` say what at least follows from the answer; None: nothing.

    `CALL_STAFF` and `STOP` follow at once.
    """

    id: str
    texts: Texts[str]
    yes: Outcome | None
    no: Outcome | None = None

    def text(self, language: str) -> str:
        """The question in a language."""
        return in_language(self.texts, language)


@dataclass(frozen=True)
class Questionnaire:
    """Questions, asked one after the other. Another text needs another version."""

    id: str
    version: int
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Rule:
    """Calls for a notice, and perhaps for questions, where an operation is one of `kinds` and `when` holds.

    `services` narrow appointments to those for one of them; empty means any. `least` is the mildest outcome that is
    still offered.
    """

    id: str
    version: int
    kinds: frozenset[Kind]
    notice: str
    services: frozenset[str] = frozenset()
    when: When = field(default_factory=When)
    questionnaire: str | None = None
    least: Outcome = Outcome.GO_ON
    priority: int = 0

    def holds(self, operation: Operation) -> bool:
        """Whether the rule calls for its notice."""
        for_it = not self.services or operation.service is None or operation.service in self.services
        return operation.kind in self.kinds and for_it and self.when.holds(operation)


@dataclass(frozen=True)
class DelayPolicy:
    """When orders of these kinds may be executed: what the customer chooses from, and what is chosen before.

    A delay of `confirmed` holds only after the customer confirmed payee, account, amount and "real time" in Chinese
    (PBoC 85 of 2019). Where `own_at_once`, an order between the customer's own accounts is executed at once, unasked.
    """

    kinds: frozenset[Kind]
    offered: tuple[Delay, ...]
    default: Delay
    confirmed: frozenset[Delay] = frozenset()
    own_at_once: bool = False


@dataclass(frozen=True)
class Contact:
    """A number to ring, shown with every warning; `names` by language."""

    id: str
    number: str
    names: Texts[str]

    def name(self, language: str) -> str:
        """Whose number it is, in a language."""
        return in_language(self.names, language)


CAUTIOUS_DELAY: Final = DelayPolicy(frozenset({Kind.TRANSFER}), (Delay.AFTER_DAY,), Delay.AFTER_DAY, own_at_once=True)
"""What holds for transfers where the centre says nothing: 24 hours later, but for those to an account of one's own."""


@dataclass(frozen=True)
class FraudRules:
    """Everything the centre says about warnings. `problems` finds what is wrong with it.

    A notice that no rule names is shown to who checks in for one of its `services`.
    """

    notices: tuple[FraudNotice, ...] = ()
    questionnaires: tuple[Questionnaire, ...] = ()
    rules: tuple[Rule, ...] = ()
    delays: tuple[DelayPolicy, ...] = ()
    contacts: tuple[Contact, ...] = ()

    def all_rules(self) -> tuple[Rule, ...]:
        """The rules, and those that notices without one stand for; the first that holds gives the notice."""
        named = {rule.notice for rule in self.rules}
        bare = (_bare(notice) for notice in self.notices if notice.id not in named)
        return tuple(sorted((*self.rules, *bare), key=lambda rule: (-rule.priority, -_SCALE[rule.least])))

    def on_suspicion(self) -> FraudRules:
        """The same rules for whoever has said what speaks of fraud: what one of them concerns is for staff now.

        Else the same person would try again and say no, as somebody on the telephone tells them.
        """
        stricter = tuple(replace(rule, least=strictest(rule.least, Outcome.CALL_STAFF)) for rule in self.all_rules())
        return replace(self, rules=stricter)


def _bare(notice: FraudNotice) -> Rule:
    """What a notice stands for that no rule names."""
    kinds, services = frozenset({Kind.CHECK_IN}), frozenset(notice.services)
    return Rule(f"notice.{notice.id}", notice.version, kinds, notice.id, services)


@dataclass(frozen=True)
class Caution:
    """What the customer is to be told and asked, and the mildest outcome that is still offered."""

    rule: str
    rule_version: int
    notice: FraudNotice
    questionnaire: Questionnaire | None
    least: Outcome


@dataclass(frozen=True)
class Assessment:
    """What the rules say of an operation. `delays` is None for what cannot be delayed; `at_once` means unasked."""

    kind: Kind
    caution: Caution | None
    delays: DelayPolicy | None
    contacts: tuple[Contact, ...] = ()
    at_once: bool = False

    def offered(self, least: Outcome = Outcome.GO_ON) -> tuple[Delay, ...]:
        """The delays that are offered where nothing milder than `least` is; none where the customer cannot go on."""
        if self.delays is None:
            return ()
        if self.at_once and least is Outcome.GO_ON:
            return (Delay.REAL_TIME,)
        return tuple(delay for delay in self.delays.offered if _SCALE[_FLOOR[delay]] >= _SCALE[least])

    def goes_on(self, least: Outcome = Outcome.GO_ON) -> bool:
        """Whether the customer may go on at all where nothing milder than `least` is offered."""
        return bool(self.offered(least)) if self.delays is not None else least is Outcome.GO_ON

    def default(self, least: Outcome = Outcome.GO_ON) -> Delay | None:
        """The delay that is chosen before the customer chooses: the bank's, else the soonest that is offered."""
        offered = self.offered(least)
        if self.delays is not None and self.delays.default in offered:
            return self.delays.default
        return min(offered, key=list(Delay).index, default=None)

    def confirmed(self, delay: Delay) -> bool:
        """Whether a delay holds only after the confirmation in Chinese."""
        return self.delays is not None and not self.at_once and delay in self.delays.confirmed


def assess(rules: FraudRules, operation: Operation) -> Assessment:
    """What the rules say of an operation."""
    policy = None
    if operation.kind in DELAYED:
        policy = next((policy for policy in rules.delays if operation.kind in policy.kinds), CAUTIOUS_DELAY)
    at_once = policy is not None and policy.own_at_once and operation.own_account is True
    holding = [rule for rule in rules.all_rules() if rule.holds(operation)]
    caution = _caution(rules, holding) if holding else None
    return Assessment(operation.kind, caution, policy, rules.contacts, at_once)


def _caution(rules: FraudRules, holding: list[Rule]) -> Caution:
    first, notices = holding[0], {notice.id: notice for notice in rules.notices}
    asked = next((rule.questionnaire for rule in holding if rule.questionnaire is not None), None)
    return Caution(
        first.id,
        first.version,
        notices[first.notice],
        next((form for form in rules.questionnaires if form.id == asked), None),
        strictest(*(rule.least for rule in holding)),
    )


def problems(rules: FraudRules) -> Iterator[tuple[str, str]]:
    """What is wrong with rules that were read: where, and why. Of good ones, nothing."""
    notices, forms = {notice.id for notice in rules.notices}, {form.id for form in rules.questionnaires}
    delaying = {
        form.id for form in rules.questionnaires for asked in form.questions if {asked.yes, asked.no} & _DELAYING
    }
    for rule in rules.rules:
        at = f"rules: {rule.id}"
        if rule.notice not in notices:
            yield at, f"notice {rule.notice} is not known"
        if rule.questionnaire is not None and rule.questionnaire not in forms:
            yield at, f"questionnaire {rule.questionnaire} is not known"
        if not rule.kinds:
            yield at, "kinds is empty"
        if rule.services and rule.kinds != {Kind.CHECK_IN}:
            yield at, "services narrow appointments: kinds must be checkIn alone"
        if rule.least in _DELAYING and not rule.kinds <= DELAYED:
            yield at, f"least {rule.least}: only a transfer can be delayed"
        if rule.questionnaire in delaying and not rule.kinds <= DELAYED:
            yield at, f"an answer of {rule.questionnaire} delays: only a transfer can be delayed"
        yield from ((at, why) for why in _wrong(rule.when))
    for form in rules.questionnaires:
        at = f"questionnaires: {form.id}"
        if not form.questions:
            yield at, "questions is empty"
        if len({question.id for question in form.questions}) < len(form.questions):
            yield at, "questions names an id twice"
        for question in form.questions:
            if question.yes is question.no:
                yield f"{at}.{question.id}", "yes and no lead to the same: why ask?"
    yield from _wrong_delays(rules)
    if not rules.contacts:
        yield "contacts", "is empty: whom shall the customer ring?"


_DELAYING: Final = frozenset({Outcome.TWO_HOURS, Outcome.NEXT_DAY, Outcome.AFTER_DAY})


_NOTHING_KNOWN: Final = Operation(Kind.TRANSFER)


def _wrong(when: When) -> Iterator[str]:
    if when.age_from is not None and when.age_below is not None and when.age_from >= when.age_below:
        yield "age_from is not less than age_below"
    if when.hours is not None and when.hours[0] == when.hours[1]:
        yield "hours are the whole day: leave them out"
    for fact in sorted(when.known - {fact for fact, _ in when.conditions(_NOTHING_KNOWN)}):
        yield f"known: there is no condition on {fact}"


def _wrong_delays(rules: FraudRules) -> Iterator[tuple[str, str]]:
    seen: set[Kind] = set()
    for number, policy in enumerate(rules.delays):
        at = f"delays[{number}]"
        if not policy.kinds <= DELAYED or not policy.kinds:
            yield at, "kinds: only a transfer can be delayed"
        if seen & policy.kinds:
            yield at, "kinds has a policy already"
        seen |= policy.kinds
        if policy.default not in policy.offered:
            yield at, f"default {policy.default} is not offered"
        if not policy.confirmed <= set(policy.offered):
            yield at, "confirmed has what is not offered"


def hidden(rules: FraudRules) -> Iterator[tuple[str, str]]:
    """The rules whose notice is never shown, since another comes first wherever they hold: where, and why."""
    ordered = [rule for rule in rules.all_rules() if rule in rules.rules]
    for at, rule in enumerate(ordered):
        for before in ordered[:at]:
            if _covers(before, rule):
                yield f"rules: {rule.id}", f"is never shown: {before.id} comes first wherever it holds"
                break


def _covers(wide: Rule, narrow: Rule) -> bool:
    """Whether a rule holds wherever another does."""
    services = not wide.services or (bool(narrow.services) and narrow.services <= wide.services)
    return narrow.kinds <= wide.kinds and services and _implied(wide.when, narrow.when)


def _implied(wide: When, narrow: When) -> bool:
    """Whether the conditions `narrow` can never hold without `wide` (where it says yes; it may say no too often)."""

    def bound(fact: Fact, ours: int | None, theirs: int | None) -> bool:
        return ours is None or (theirs is not None and theirs >= ours and known(fact))

    def known(fact: Fact) -> bool:
        return fact not in wide.known or fact in narrow.known

    amounts = not wide.amounts or (
        known(Fact.AMOUNT)
        and {name for name, _ in narrow.amounts} == {name for name, _ in wide.amounts}
        and all(least >= dict(wide.amounts)[name] for name, least in narrow.amounts)
    )
    flags = (
        (Fact.NEW_PAYEE, wide.new_payee, narrow.new_payee),
        (Fact.OWN_ACCOUNT, wide.other_owner, narrow.other_owner),
        (Fact.FIRST_USE, wide.first_use, narrow.first_use),
    )
    below = wide.age_below is None or (
        narrow.age_below is not None and narrow.age_below <= wide.age_below and known(Fact.AGE)
    )
    hours = wide.hours is None or (
        narrow.hours is not None
        and known(Fact.HOUR)
        and all(_within(hour, *wide.hours) for hour in range(24) if _within(hour, *narrow.hours))
    )
    worse = (None if check is None else _WORSE[check] for check in (wide.payee_check, narrow.payee_check))
    return (
        amounts
        and all(not ours or (theirs and known(fact)) for fact, ours, theirs in flags)
        and bound(Fact.PAYEE_CHECK, *worse)
        and bound(Fact.AGE, wide.age_from, narrow.age_from)
        and below
        and hours
        and bound(Fact.COUNT_24H, wide.count_from, narrow.count_from)
        and bound(Fact.SHARE, wide.share_from, narrow.share_from)
    )
