"""The room of transfers: what is journalled before and after the bank is asked, and what is settled without anybody."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from house_desk import FakeJournal

from kiosk.core import entries
from kiosk.core.banking import (
    Account,
    AccountStatus,
    Balance,
    BalanceType,
    CashAccountType,
    NeverCame,
    SessionEndedError,
    UnderWay,
)
from kiosk.core.fraud import Delay, PayeeCheck
from kiosk.core.money import Money
from kiosk.core.payments import (
    CancelRefusal,
    Creditor,
    NewPayee,
    NotCancelled,
    OwnAccount,
    Payees,
    Payment,
    PaymentOrder,
    PaymentRefusal,
    Prepared,
    Rejected,
    SavedPayee,
    TransactionStatus,
)
from kiosk.core.ports import BankUnreachableError, JournalError
from kiosk.flows.banking import SessionEnded
from kiosk.flows.events import BankLost, Event
from kiosk.flows.ordering import (
    CANCEL,
    TRANSFER,
    CancelAnswered,
    CancelTransfer,
    LoadTransfer,
    NameTransfer,
    OrderTransfer,
    PrepareTransfer,
    SettleTransfer,
    TransferAnswered,
    TransferLoaded,
    TransferNamed,
    TransferPrepared,
    TransferSettled,
)
from kiosk.perform.transfer import TransferRoom

KEY = "6f1c1f0e-7a43-4c0a-9a51-3a35d2b6a001"
NUMBER, NAME = "6217000000000122423", "欧阳样本"
ORDER = PaymentOrder(
    "a1", NewPayee(NUMBER, NAME), NUMBER, NAME, PayeeCheck.MATCH, Money(80_000, "CNY"), Delay.AFTER_DAY, "房租"
)
DUE = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
WAITING = Payment(
    "K7Q2-9F4M", TransactionStatus.PDNG, Money(80_000, "CNY"), "**样本", "**** 2423", Delay.AFTER_DAY, DUE
)
ORDERING = OrderTransfer("consent-7", ORDER, KEY, "proof-1")
CANCELLING = CancelTransfer("consent-7", WAITING, KEY)


@dataclass
class Bank:
    """Answers as told; an exception is raised."""

    answer: Any = WAITING
    told: Any = WAITING
    asked: list[Any] = field(default_factory=list)
    balance: Any = None

    def __post_init__(self) -> None:
        self.payments = self

    @property
    def accounts(self) -> Ledger:
        return Ledger(self)

    def list(self) -> tuple[Account, ...]:
        return (Account("a1", "CNY", "x", CashAccountType.CURRENT, AccountStatus.ENABLED, bban="6217000000000030711"),)

    def payees(self, on: Any) -> Payees:
        return Payees((), True, 0)

    def pending(self, on: Any) -> tuple[Payment, ...]:
        return (WAITING,)

    def prepare(self, on: Any, order: PaymentOrder) -> Prepared:
        return Prepared(True)

    def initiate(self, on: Any, order: PaymentOrder, proof: str | None, key: str) -> Any:
        return self._answered((on.consent_id, on.visit, order, proof, key))

    def cancel(self, on: Any, payment: str, key: str) -> Any:
        return self._answered((on.consent_id, on.visit, payment, key))

    def outcome(self, key: str) -> Any:
        if isinstance(self.told, type):
            raise self.told
        return self.told

    def _answered(self, asked: Any) -> Any:
        self.asked.append(asked)
        if isinstance(self.answer, type):
            raise self.answer
        return self.answer


@dataclass
class Ledger:
    """The accounts of a bank: one."""

    bank: Bank

    def accounts(self, on: Any) -> tuple[Account, ...]:
        self.bank.asked.append((on.consent_id, on.visit))
        if self.bank.answer is BankUnreachableError:
            raise BankUnreachableError
        return self.bank.list()

    def balances(self, on: Any, account: str) -> Any:
        if isinstance(self.bank.balance, type):
            raise self.bank.balance
        return self.bank.balance


@dataclass
class Kept:
    """What is unsettled; a full disk takes nothing more."""

    held: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    full: bool = False

    def begin(self, key: str, what: str, visit: str | None) -> None:
        if self.full:
            raise OSError("full")
        self.held[key] = (what, visit)

    def end(self, key: str) -> None:
        self.held.pop(key, None)

    def pending(self) -> list[tuple[str, str, str | None]]:
        return [(key, what, visit) for key, (what, visit) in self.held.items()]


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 11, 27, 15, 30, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0


class Desk:
    def __init__(self, **bank: Any) -> None:
        self.bank, self.kept, self.journal = Bank(**bank), Kept(), FakeJournal()
        self.room = TransferRoom(
            bank=self.bank,  # type: ignore[arg-type]
            journal=self.journal,
            unsettled=self.kept,
            clock=Clock(),
            zone=ZoneInfo("Asia/Shanghai"),
        )

    def tell(self, effect: Any, visit: str | None = "visit-1") -> Event | None:
        return self.room.handlers()[type(effect)](effect, visit)

    @property
    def noted(self) -> list[Any]:
        return [entry for entry, _, _ in self.journal.entries]


ASKED = entries.TransferAsked(KEY, TRANSFER, "new", "afterDay", "800.00 CNY a1 > **** 2423")


def test_an_order_is_journalled_before_and_after_and_the_sealed_part_masks_both_accounts() -> None:
    desk = Desk()
    assert desk.tell(ORDERING) == TransferAnswered(WAITING)
    assert desk.noted == [ASKED, entries.TransferCompleted(KEY, TRANSFER, "PDNG", "K7Q2-9F4M")]
    assert desk.bank.asked == [("consent-7", "visit-1", ORDER, "proof-1", KEY)]
    assert desk.kept.held == {}
    assert NUMBER not in repr(desk.noted)


@pytest.mark.parametrize(("creditor", "to"), [(OwnAccount("a2"), "own"), (SavedPayee("p1"), "saved")])
def test_whether_it_went_to_somebody_new_is_on_record(creditor: Creditor, to: str) -> None:
    desk = Desk()
    desk.tell(replace(ORDERING, order=replace(ORDER, creditor=creditor)))
    assert desk.noted[0] == replace(ASKED, to=to)


@pytest.mark.parametrize("reason", PaymentRefusal)
def test_a_refusal_is_journalled_with_its_reason(reason: PaymentRefusal) -> None:
    desk = Desk(answer=Rejected(reason))
    assert desk.tell(ORDERING) == TransferAnswered(Rejected(reason))
    assert desk.noted[1:] == [entries.TransferRefused(KEY, TRANSFER, reason)]


def test_a_session_that_is_over_is_a_refusal() -> None:
    desk = Desk(answer=SessionEndedError)
    assert desk.tell(ORDERING) == SessionEnded()
    assert desk.noted == [ASKED, entries.TransferRefused(KEY, TRANSFER, "sessionEnded")]
    assert desk.kept.held == {}


def test_a_lost_answer_stays_unsettled_until_the_bank_says() -> None:
    desk = Desk(answer=BankUnreachableError, told=BankUnreachableError)
    assert desk.tell(ORDERING) == BankLost()
    assert desk.noted == [ASKED, entries.TransferUnknown(KEY, TRANSFER)]
    assert entries.TransferUnknown.URGENT
    assert desk.kept.held == {KEY: (TRANSFER, "visit-1")}
    assert desk.tell(SettleTransfer(TRANSFER, KEY)) == BankLost()
    desk.bank.told = UnderWay()
    assert desk.tell(SettleTransfer(TRANSFER, KEY)) == TransferSettled(UnderWay())
    assert desk.kept.held != {}
    desk.bank.told = WAITING
    assert desk.tell(SettleTransfer(TRANSFER, KEY)) == TransferSettled(WAITING)
    assert desk.noted[2:] == [entries.TransferSettled(KEY, TRANSFER, "PDNG", "K7Q2-9F4M")]
    assert desk.kept.held == {}


@pytest.mark.parametrize(
    ("told", "outcome", "reference"),
    [
        (WAITING, "PDNG", "K7Q2-9F4M"),
        (Rejected(PaymentRefusal.FUNDS), "refused", None),
        (NotCancelled(CancelRefusal.EXECUTED), "refused", None),
        (NeverCame(), "neverCame", None),
    ],
)
def test_what_the_customer_left_is_settled_without_them(told: Any, outcome: str, reference: str | None) -> None:
    desk = Desk(answer=BankUnreachableError, told=told)
    desk.tell(ORDERING)
    desk.room.settle_left()
    assert desk.noted[2:] == []  # it is still theirs to ask for
    desk.room.wiped("visit-1")
    desk.room.settle_left()
    assert desk.journal.entries[-1][:2] == (entries.TransferSettled(KEY, TRANSFER, outcome, reference), "visit-1")
    assert desk.kept.held == {}


def test_what_an_earlier_run_left_is_settled_and_others_things_are_left_alone() -> None:
    desk = Desk(told=BankUnreachableError)
    desk.kept.held = {"k1": (CANCEL, "v"), "k2": ("freezeCard", "v")}
    desk.room.settle_left()
    assert desk.noted == []
    desk.bank.told = NeverCame()
    desk.room.settle_left()
    assert desk.noted == [entries.TransferSettled("k1", CANCEL, "neverCame")]
    assert desk.kept.held == {"k2": ("freezeCard", "v")}


def test_what_cannot_be_put_down_is_not_asked() -> None:
    desk = Desk()
    desk.kept.full = True
    with pytest.raises(JournalError):
        desk.tell(ORDERING)
    desk.kept.full, desk.journal.full = False, True
    with pytest.raises(JournalError):
        desk.tell(ORDERING)
    assert desk.bank.asked == []


def test_a_cancellation_goes_the_same_way() -> None:
    cancelled = Payment(
        "K7Q2-9F4M", TransactionStatus.CANC, WAITING.amount, WAITING.name, WAITING.account, WAITING.delay, DUE
    )
    desk = Desk(answer=cancelled)
    assert desk.tell(CANCELLING) == CancelAnswered(cancelled)
    asked = entries.TransferAsked(KEY, CANCEL, "pending", "afterDay", "800.00 CNY > **** 2423")
    assert desk.noted == [asked, entries.TransferCompleted(KEY, CANCEL, "CANC", "K7Q2-9F4M")]
    assert desk.bank.asked == [("consent-7", "visit-1", "K7Q2-9F4M", KEY)]


def test_each_confirmation_has_a_key_of_its_own() -> None:
    desk = Desk()
    named = [desk.tell(NameTransfer()) for _ in range(2)]
    assert all(isinstance(event, TransferNamed) for event in named)
    assert named[0] != named[1]


@pytest.mark.parametrize(
    ("balance", "available"),
    [
        ((Balance(BalanceType.INTERIM_AVAILABLE, Money(5, "CNY")),), Money(5, "CNY")),
        ((Balance(BalanceType.INTERIM_AVAILABLE, Money(5, "EUR")),), None),  # of another currency than the account
        ((), None),
        (BankUnreachableError, None),
    ],
)
def test_what_can_be_spent_is_told_or_not_known(balance: Any, available: Money | None) -> None:
    desk = Desk(balance=balance)
    told = desk.tell(LoadTransfer("consent-7"))
    assert isinstance(told, TransferLoaded)
    assert [source.available for source in told.sources] == [available]
    assert told.pending == (WAITING,)
    assert desk.bank.asked == [("consent-7", "visit-1")]


def test_day_and_hour_are_the_branchs() -> None:
    told = Desk().tell(PrepareTransfer("consent-7", ORDER))
    assert told == TransferPrepared(Prepared(True), date(2026, 11, 27), 23)


def test_the_beginning_is_told_whole_or_lost() -> None:
    assert Desk(answer=BankUnreachableError).tell(LoadTransfer("consent-7")) == BankLost()
    assert Desk(balance=SessionEndedError).tell(LoadTransfer("consent-7")) == SessionEnded()
