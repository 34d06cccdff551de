"""What a bank says of invented transfers, for stories and for chance; and one way through the service."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Self

from accounts_words import ONE, TWO
from flow_walk import CONTACTS, DELAYS, DOCUMENT, NOTICE, RULES

from kiosk.core import entries
from kiosk.core.fraud import (
    Delay,
    FraudRules,
    Kind,
    Outcome,
    PayeeCheck,
    Question,
    Questionnaire,
    Rule,
    When,
)
from kiosk.core.money import Money
from kiosk.core.payments import (
    CheckedPayee,
    Payee,
    Payees,
    Payment,
    Prepared,
    TransactionStatus,
)
from kiosk.core.secondfactor import CodeSent, Proof
from kiosk.flows import effects, secondfactor, transfer
from kiosk.flows.events import Chosen, Confirmed, Event, Typed
from kiosk.flows.ordering import (
    PayeeChecked,
    Source,
    TransferAnswered,
    TransferLoaded,
    TransferNamed,
    TransferPrepared,
)
from kiosk.flows.service import Context, Customer

KEY = "6f1c1f0e-7a43-4c0a-9a51-3a35d2b6a001"
OTHER_KEY = "0d1c1f0e-7a43-4c0a-9a51-3a35d2b6a002"
DUE = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 27)
NUMBER, PAYEE_NAME = "6217000000000122423", "欧阳样本"
IBAN = "DE89 3704 0044 0532 0130 00"
SECRETS = (
    NUMBER,
    PAYEE_NAME,
    "80000",
    "800.00",
    "consent-7",
    "proof-1",
    "房租",
    "6217000000000030711",
    IBAN,
    "DE89370400440532013000",
)

WIRE = replace(NOTICE, id="wire", version=1, services=())
FORM = Questionnaire(
    "wire",
    1,
    (
        Question("told", (("zh_CN", "有人教您吗？"), ("en", "Is someone telling you?")), yes=Outcome.STOP),
        Question("known", (("zh_CN", "认识吗？"), ("en", "Do you know them?")), yes=None, no=Outcome.AFTER_DAY),
    ),
)
FRAUD = FraudRules(
    (WIRE,),
    (FORM,),
    (Rule("wire", 1, frozenset({Kind.TRANSFER}), WIRE.id, when=When(new_payee=True), questionnaire=FORM.id),),
    delays=(DELAYS,),
    contacts=CONTACTS,
)
CUSTOMER = Customer(DOCUMENT, "consent-7", "*小宝")
CONTEXT = Context(replace(RULES, fraud=FRAUD), "zh_CN", CUSTOMER)

FIRST = Source(ONE.account, Money(9_876_500, "CNY"))
SECOND = Source(TWO.account)
PAYEES = Payees(
    (Payee("p1", "**样本", "**** 2423", paid=True), Payee("p2", "*示例", "**** 0711")), first_use=False, count_24h=1
)
LOADED = TransferLoaded((FIRST,), PAYEES, ())


def payment(
    status: TransactionStatus = TransactionStatus.PDNG, name: str = "K7Q2-9F4M", delay: Delay = Delay.AFTER_DAY
) -> Payment:
    return Payment(name, status, Money(80_000, "CNY"), "**样本", "**** 2423", delay, DUE)


WAITING = payment()
BOTH = TransferLoaded((FIRST, SECOND), PAYEES, (WAITING, payment(name="3WRT-PPH6")))


def checked(check: PayeeCheck, close: str | None = None, name: str = PAYEE_NAME) -> PayeeChecked:
    return PayeeChecked(CheckedPayee(check, NUMBER, name, close))


OWN = PayeeChecked(CheckedPayee(PayeeCheck.MATCH, "6217000000000030729", "韦小宝"))
MATCH = checked(PayeeCheck.MATCH)
PREPARED = TransferPrepared(Prepared(second_factor=False), TODAY, 14)
PROVING = TransferPrepared(Prepared(second_factor=True), TODAY, 14)
NAMED = TransferNamed(KEY)
SENT = CodeSent("challenge-1", "**** 0011", 300, 60)
PROVED = secondfactor.CodeChecked(Proof("proof-1"))


class Way:
    """One way through the service."""

    def __init__(self, context: Context = CONTEXT) -> None:
        self.context = context
        self.state: Any
        self.state, self.effects = transfer.begin(context)
        self.noted: list[entries.Entry] = []
        self.asked: list[Any] = []

    def told(self, *happened: Event) -> Self:
        for event in happened:
            self.state, self.effects = transfer.step(self.state, event, self.context)
            self.noted += [effect.entry for effect in self.effects if isinstance(effect, effects.Note)]
            self.asked += [effect for effect in self.effects if not isinstance(effect, effects.Note)]
        return self

    def sees(self, kind: type, **what: Any) -> Self:
        at = transfer.shown(self.state) if isinstance(self.state, transfer.SERVICE.states) else self.state
        assert type(at) is kind, at
        for name, value in what.items():
            assert getattr(at, name) == value, (name, getattr(at, name))
        return self

    def of(self, kind: type) -> list[Any]:
        """What the house was asked of a kind."""
        return [effect for effect in self.asked if isinstance(effect, kind)]


def saved(context: Context = CONTEXT) -> Way:
    """A saved payee, 800 yuan, until the bank is asked whether it would take it."""
    way = Way(context).told(LOADED, Chosen("payee.p1"), MATCH)
    return way.told(Typed("800"), Confirmed())


def reviewed(context: Context = CONTEXT, delay: str = "afterDay") -> Way:
    """The same, until everything is shown once more."""
    return saved(context).told(PREPARED, Chosen(delay))


def ordered(delay: str = "afterDay") -> Way:
    """The same, until the bank has been asked for it."""
    return reviewed(delay=delay).told(Confirmed(), NAMED)


def typed() -> Way:
    """A new payee, until name and account are typed."""
    way = Way().told(LOADED, Chosen("new"), Typed(NUMBER), Confirmed())
    return way.told(Typed(PAYEE_NAME), Confirmed())


DONE = TransferAnswered(payment(TransactionStatus.ACSC, delay=Delay.REAL_TIME))
PENDING = TransferAnswered(WAITING)
