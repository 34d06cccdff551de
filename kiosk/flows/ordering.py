"""What transfers ask of the house, and what it answers. The house speaks for the customer's session."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kiosk.core.banking import Account
from kiosk.core.money import Money
from kiosk.core.payments import (
    CancelAnswer,
    CheckedPayee,
    Creditor,
    Payees,
    Payment,
    PaymentAnswer,
    PaymentOrder,
    PaymentOutcome,
    Prepared,
    Rejected,
)
from kiosk.flows.effects import ServiceEffect
from kiosk.flows.events import ServiceEvent

TRANSFER = "transfer"
CANCEL = "cancelTransfer"
"""What is asked under a key, as the journal names it."""


@dataclass(frozen=True)
class Source:
    """An account that money may leave; `available` is None where the bank could not say it."""

    account: Account
    available: Money | None = field(default=None, repr=False)


@dataclass(frozen=True)
class LoadTransfer(ServiceEffect):
    """Ask for accounts, payees and waiting orders; answered by `TransferLoaded`, `SessionEnded` or `BankLost`."""

    session: str = field(repr=False)


@dataclass(frozen=True)
class CheckPayee(ServiceEffect):
    """Ask for the Confirmation of Payee; answered by `PayeeChecked`, `SessionEnded` or `BankLost`."""

    session: str = field(repr=False)
    creditor: Creditor


@dataclass(frozen=True)
class PrepareTransfer(ServiceEffect):
    """Ask whether the bank would take it; answered by `TransferPrepared`, `SessionEnded` or `BankLost`."""

    session: str = field(repr=False)
    order: PaymentOrder


@dataclass(frozen=True)
class NameTransfer(ServiceEffect):
    """Give what the customer confirmed its key, a UUID; answered by `TransferNamed`."""


@dataclass(frozen=True)
class OrderTransfer(ServiceEffect):
    """Journal the order and ask for it; answered by `TransferAnswered`, `SessionEnded` or `BankLost`."""

    session: str = field(repr=False)
    order: PaymentOrder
    key: str
    proof: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class CancelTransfer(ServiceEffect):
    """Journal the cancellation and ask for it; answered by `CancelAnswered`, `SessionEnded` or `BankLost`."""

    session: str = field(repr=False)
    payment: Payment
    key: str


@dataclass(frozen=True)
class SettleTransfer(ServiceEffect):
    """Ask what became of it; answered by `TransferSettled` or `BankLost`."""

    what: str
    key: str


@dataclass(frozen=True)
class TransferLoaded(ServiceEvent):
    sources: tuple[Source, ...]
    payees: Payees
    pending: tuple[Payment, ...]


@dataclass(frozen=True)
class PayeeChecked(ServiceEvent):
    answer: CheckedPayee | Rejected


@dataclass(frozen=True)
class TransferPrepared(ServiceEvent):
    """The bank's answer, with day and hour by the branch's clock."""

    answer: Prepared | Rejected
    today: date
    hour: int


@dataclass(frozen=True)
class TransferNamed(ServiceEvent):
    key: str


@dataclass(frozen=True)
class TransferAnswered(ServiceEvent):
    answer: PaymentAnswer


@dataclass(frozen=True)
class CancelAnswered(ServiceEvent):
    answer: CancelAnswer


@dataclass(frozen=True)
class TransferSettled(ServiceEvent):
    outcome: PaymentOutcome
