"""The words of banking: a number is covered but for its end, and nothing personal is in a repr."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

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
    Identified,
    Limit,
    LimitKind,
    Session,
    TakeAway,
    Transaction,
    mask,
    mask_name,
)
from kiosk.core.identity import Authenticity, DocumentKind
from kiosk.core.money import Money


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("6222021234567890123", "**** 0123"),
        ("DE89 3704 0044 0532 0130 00", "**** 3000"),
        ("****1234", "****"),
        ("123456789", "**** 6789"),
        ("12345678", "****"),
        ("", "****"),
    ],
)
def test_only_the_end_of_a_number_is_shown(number: str, shown: str) -> None:
    assert mask(number) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王示例", "*示例"),
        ("王例", "*例"),
        ("王", "*"),
        ("欧阳样本", "**样本"),
        (" 欧阳样本 ", "**样本"),
        ("㐀示例", "*示例"),
        ("𠀀示例", "*示例"),
        ("Erika Nobody", "E*** N***"),
        ("Erika", "E***"),
        ("E", "E***"),
        ("  ", "***"),
        ("", "***"),
    ],
)
def test_a_name_is_recognised_only_by_who_knows_it(name: str, shown: str) -> None:
    assert mask_name(name) == shown


def test_an_account_is_shown_by_the_first_number_that_the_bank_gives() -> None:
    account = Account("a", "CNY", "p", CashAccountType.CURRENT, AccountStatus.ENABLED, "iban-0001", "bban-0002", "x-3")
    assert (account.number, account.masked) == ("iban-0001", "**** 0001")
    assert replace(account, iban=None).number == "bban-0002"
    assert replace(account, iban=None, bban=None).number == "x-3"
    bare = replace(account, iban=None, bban=None, masked_pan=None)
    assert (bare.number, bare.masked) == ("", "****")


SECRET = "secret-6217"
MONEY = Money(620217, "CNY")


@pytest.mark.parametrize(
    "personal",
    [
        Identified("v", DocumentKind.TD1, SECRET, SECRET, Authenticity.PRINT, True),
        Session(SECRET, "v", SECRET, datetime(2026, 1, 1, tzinfo=UTC)),
        Account("a", "CNY", "p", CashAccountType.CURRENT, AccountStatus.ENABLED, SECRET, SECRET, SECRET),
        Balance(BalanceType.CLOSING_BOOKED, MONEY),
        Transaction("t", date(2026, 1, 1), MONEY, SECRET, SECRET, SECRET, MONEY),
        Card("c", SECRET, CardKind.DEBIT, "p", CardStatus.ACTIVE),
        Details(SECRET, SECRET, SECRET),
        Limit("l", LimitKind.CARD_DAILY, MONEY, MONEY),
        TakeAway(SECRET, datetime(2026, 1, 1, tzinfo=UTC)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_nothing_personal_in_a_repr(personal: object) -> None:
    assert "6217" not in repr(personal)
    assert "620217" not in repr(personal)


def test_an_account_goes_by_the_best_number_it_has() -> None:
    plain = ("a", "CNY", "p", CashAccountType.CURRENT, AccountStatus.ENABLED)
    assert Account(*plain, iban="DE89370400440532013000", bban="6222021234567890123").masked == "**** 3000"
    assert Account(*plain, bban="6222021234567890123").masked == "**** 0123"
    assert Account(*plain, masked_pan="6222****0123").masked == "**** 0123"
