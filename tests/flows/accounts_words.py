"""What a bank says of an invented customer, for stories and for chance."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flow_walk import DOCUMENT, RULES

from kiosk.core.banking import (
    Account,
    AccountStatus,
    Balance,
    BalanceType,
    Card,
    CardKind,
    CardStatus,
    CashAccountType,
    Details,
    Limit,
    LimitKind,
    Movements,
    Period,
    Transaction,
)
from kiosk.core.money import Money
from kiosk.core.secondfactor import CodeSent, Proof
from kiosk.flows.banking import AccountView, StatementView
from kiosk.flows.service import Context, Customer

SECRETS = ("consent-7", "6217000000000030711", "98765", "13900000099", "示例路二十二号", "房租", "1131")
CONTEXT = Context(RULES, "zh_CN", Customer(DOCUMENT, "consent-7", "*小宝"))
KEY = "6f1c1f0e-7a43-4c0a-9a51-3a35d2b6a001"


def account(name: str, number: str, currency: str = "CNY") -> Account:
    return Account(name, currency, "活期", CashAccountType.CURRENT, AccountStatus.ENABLED, bban=number)


ONE = AccountView(
    account("a1", "6217000000000030711"), (Balance(BalanceType.INTERIM_AVAILABLE, Money(9876500, "CNY")),)
)
TWO = AccountView(account("a2", "6217000000000030729"))
PAGE = Movements(
    (Transaction("t1", date(2026, 11, 1), Money(-9876500, "CNY"), "物业", remittance_information_unstructured="房租"),),
    "p2",
)
CARD = Card("c1", "621700******0711", CardKind.DEBIT, "借记卡", CardStatus.ACTIVE)
NEW = Card("c2", "621700******4402", CardKind.DEBIT, "借记卡", CardStatus.INACTIVE)
FROZEN = Card("c3", "621700******8830", CardKind.CREDIT, "信用卡", CardStatus.FROZEN)
DETAILS = Details("**** 0011", "虚构省****", None)
LIMIT = Limit("cardDaily", LimitKind.CARD_DAILY, Money(1_000_000, "CNY"), Money(3_000_000, "CNY"))
STATEMENT = StatementView(ONE.account, Period("a1", date(2026, 11, 1), date(2026, 11, 27)), 12, "c***@example.com")
SENT = CodeSent("challenge-1", "**** 0099", 300, 60)
PROOF = Proof("proof-1")
AT = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
