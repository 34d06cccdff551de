"""The screens of the customer's accounts: invented, and as long as life."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from kiosk.core.banking import (
    Account,
    AccountStatus,
    Balance,
    BalanceType,
    Card,
    CardKind,
    CardStatus,
    CashAccountType,
    ChangeRefusal,
    Limit,
    LimitKind,
    Period,
    Transaction,
)
from kiosk.core.money import Money
from kiosk.flows import accounts, changing
from kiosk.flows.banking import (
    AccountView,
    ActivateCard,
    Change,
    ChangeAddress,
    ChangeLimit,
    ChangePhone,
    FreezeCard,
    LoseCard,
    MailStatement,
    ReleaseCard,
    StatementView,
)

_KEY: Final = "6f1c1f0e-7a43-4c0a-9a51-3a35d2b6a001"

_PASSBOOK: Final = (("en", "Current account passbook"),)
_DEBIT: Final = (("en", "Example debit card"),)


def _view(name: str, number: str, kind: CashAccountType, minor: int | None, currency: str = "CNY") -> AccountView:
    account = Account(name, currency, "活期一本通", kind, AccountStatus.ENABLED, bban=number, product_names=_PASSBOOK)
    if minor is None:
        return AccountView(account)
    return AccountView(account, (Balance(BalanceType.INTERIM_AVAILABLE, Money(minor, currency)),))


VIEWS: Final = (
    _view("a1", "6217000000000030711", CashAccountType.CURRENT, 1234567890),
    _view("a2", "6217000000000030729", CashAccountType.SAVINGS, 5600000),
    _view("a3", "DE64000000000000041691", CashAccountType.CURRENT, 412055, "EUR"),
    _view("a4", "6217000000000030737", CashAccountType.OTHER, None),
)


def _moved(number: int, day: date, minor: int, other: str, text: str) -> Transaction:
    money = Money(minor, "CNY")
    creditor, debtor = (other, None) if minor < 0 else (None, other)
    return Transaction(f"t{number}", day, money, creditor, debtor, text)


BOOKED: Final = tuple(
    _moved(number, date(2031, 7, 12 - number // 3), minor, other, text)
    for number, (minor, other, text) in enumerate(
        [
            (-16860, "示例超市湖滨新区中心店", "消费"),
            (1280000, "示例科技股份有限公司", "七月份工资及高温补贴"),
            (-420000, "Lakeside Property Management and Services Ltd", "Rent for July, flat 7, 8 Imaginary Street"),
            (-3000, "虚构移动通信", "话费充值"),
            (-23675, "样本市电力公司", "电费"),
            (-600, "样本市地铁", "交通出行"),
            (-8990, "Utopia Cloud Ltd", "Monthly plan, invoice 2041"),
            (-12345678, "陈示例", "转入定期储蓄"),
            (-4550, "想象餐厅", "餐饮消费"),
            (-1990, "示例书店", "消费"),
            (-6600, "示例药房", "消费"),
            (2000, "示例超市湖滨新区中心店", "退款"),
            (-15000, "虚构燃气", "燃气费"),
            (-7700, "示例菜市场", "消费"),
        ]
    )
)
CARDS: Final = (
    Card("c1", "621700******0711", CardKind.DEBIT, "示例借记卡", CardStatus.ACTIVE, _DEBIT),
    Card("c2", "621700******4402", CardKind.DEBIT, "示例借记卡", CardStatus.INACTIVE, _DEBIT),
    Card("c3", "622500******8830", CardKind.CREDIT, "示例信用卡", CardStatus.FROZEN, (("en", "Example credit card"),)),
)
LIMITS: Final = tuple(
    Limit(kind.value, kind, Money(now * 100, "CNY"), Money(bound * 100, "CNY"))
    for kind, now, bound in zip(
        LimitKind, (20_000, 50_000, 10_000, 5_000), (50_000, 100_000, 30_000, 20_000), strict=True
    )
)
STATEMENT: Final = StatementView(
    VIEWS[0].account, Period("a1", date(2031, 7, 1), date(2031, 7, 12)), 14, "c***@harbour-district.example"
)
COPY: Final = accounts.StatementCopy(STATEMENT, "s")
URL: Final = "https://central.harbour-district.example/take-away/" + "Xr8Zq0d4Yb1Lk9TsmuVyLkz9pZsoQuIShUj9cUiZbrZ"
_ADDRESS: Final = "虚构省样本市想象区不存在街道示例小区18号楼2单元601室"
CHANGES: Final[dict[str, Change]] = {
    "freeze": FreezeCard(CARDS[0]),
    "lose": LoseCard(CARDS[0]),
    "release": ReleaseCard(CARDS[2]),
    "activate": ActivateCard(CARDS[1], "1131"),
    "phone": ChangePhone("+8613800000012"),
    "address": ChangeAddress(_ADDRESS),
    "raise": ChangeLimit(LIMITS[1], Money(8_000_000, "CNY")),
    "lower": ChangeLimit(LIMITS[1], Money(100_000, "CNY")),
    "mail": MailStatement(STATEMENT, "zh_CN"),
}


def tasks() -> dict[str, object]:
    """Every example by name."""
    waiting = changing.ChangeWithStaff(CHANGES["release"], _KEY)
    listed, seen = accounts.AccountList(VIEWS), accounts.AccountList(VIEWS, uncovered=True)
    return {
        "AccountsMenu": accounts.AccountsMenu(),
        "AskingBank": accounts.AskingBank("balances"),
        **{
            f"BankSilent-{reason}": accounts.BankSilent("balances", reason)
            for reason in ("bankLost", accounts.SESSION_ENDED, "refused")
        },
        **{
            f"NothingThere-{goal}": accounts.NothingThere(goal)
            for goal in ("balances", "stopCard", "releaseCard", "activateCard")
        },
        "AccountList": listed,
        "AccountList-uncovered": seen,
        "AccountList-one": accounts.AccountList(VIEWS[:1]),
        "MovementList": accounts.MovementList(VIEWS[0], BOOKED, "p2", True, listed),
        "MovementList-uncovered": accounts.MovementList(VIEWS[0], BOOKED, None, True, seen),
        "MovementList-none": accounts.MovementList(VIEWS[1], (), None, True, seen),
        "StatementAccount": accounts.StatementAccount(VIEWS),
        "StatementSpan": accounts.StatementSpan(VIEWS[0], VIEWS),
        "StatementSpan-refused": accounts.StatementSpan(VIEWS[0], VIEWS, refused=True),
        "CardList": accounts.CardList("stopCard", CARDS),
        "CardList-release": accounts.CardList("releaseCard", CARDS[2:]),
        "CardList-activate": accounts.CardList("activateCard", CARDS[1:2]),
        "CardStop": accounts.CardStop(CARDS[0], CARDS),
        "CardStop-inactive": accounts.CardStop(CARDS[1], CARDS),
        "CardFrozen": accounts.CardFrozen(CARDS[2], CARDS),
        "CardExpiry": accounts.CardExpiry(CARDS[1]),
        "CardExpiry-wrong": accounts.CardExpiry(CARDS[1], wrong=True, text="113"),
        "NewPhone": accounts.NewPhone("**** 0011"),
        "NewPhone-wrong": accounts.NewPhone(None, wrong=True, text="1380000001"),
        "NewAddress": accounts.NewAddress("虚构省****"),
        "NewAddress-wrong": accounts.NewAddress("虚构省****", wrong=True, text="示例路"),
        "LimitList": accounts.LimitList(LIMITS),
        "NewLimit": accounts.NewLimit(LIMITS[1], LIMITS, text="60000"),
        "NewLimit-above": accounts.NewLimit(LIMITS[1], LIMITS, "above", "200000"),
        **{
            f"ChangeConfirm-{name}": changing.ChangeConfirm(change)
            for name, change in CHANGES.items()
            if name not in ("freeze", "activate")
        },
        "ChangeUnderWay": changing.ChangeUnderWay(CHANGES["freeze"], _KEY),
        "ChangeUnderWay-release": changing.ChangeUnderWay(CHANGES["release"], _KEY),
        "ChangeWithStaff": waiting,
        **{
            f"ChangeWithStaff-{name}": replace(waiting, delivered=name != "undelivered", late=name == "late", who=who)
            for name, who in (("delivered", None), ("undelivered", None), ("late", None), ("acknowledged", "林"))
        },
        "ChangeWithStaff-silent": replace(waiting, delivered=True, silent=True),
        "ChangeUnderWay-settling": changing.ChangeUnderWay(CHANGES["phone"], _KEY, settling=True),
        **{f"ChangeDone-{name}": changing.ChangeDone(change, "K7Q2-9F4M") for name, change in CHANGES.items()},
        "ChangeDone-already": changing.ChangeDone(CHANGES["freeze"], None, already=True),
        **{
            f"ChangeTurnedDown-{reason}": changing.ChangeTurnedDown(CHANGES["phone"], reason)
            for reason in (*ChangeRefusal, changing.SESSION_ENDED, changing.FORGOTTEN)
            if reason is not ChangeRefusal.WRONG_DETAILS
        },
        "ChangeUnknown-card": changing.ChangeUnknown(CHANGES["freeze"], _KEY),
        "ChangeUnknown-release": changing.ChangeUnknown(CHANGES["release"], _KEY),
        "ChangeUnknown-other": changing.ChangeUnknown(CHANGES["lower"], _KEY),
        "ChangeNotMade": changing.ChangeNotMade(CHANGES["lose"]),
    }
