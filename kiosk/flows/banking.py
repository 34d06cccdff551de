"""What the services of a customer's accounts ask of the house, and what it answers.

The house speaks for the customer's session: an effect bears its Consent-ID.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from kiosk.core.banking import (
    Account,
    AccountRefusal,
    Balance,
    Card,
    ChangeAnswer,
    Details,
    Limit,
    Movements,
    Outcome,
    Period,
    UnderWay,
)
from kiosk.core.fraud import Kind, Operation
from kiosk.core.money import Money
from kiosk.core.payments import Payee, Payment
from kiosk.core.secondfactor import Purpose, ToConfirm
from kiosk.flows.effects import ServiceEffect
from kiosk.flows.events import ServiceEvent


# What is read
@dataclass(frozen=True)
class AccountView:
    """An account with its balances; `balances` is empty where the bank could not say them."""

    account: Account
    balances: tuple[Balance, ...] = field(default=(), repr=False)


class Span(StrEnum):
    """Which days a statement is of, by the branch's clock."""

    THIS_MONTH = "thisMonth"
    LAST_MONTH = "lastMonth"
    THREE_MONTHS = "threeMonths"
    YEAR = "year"


@dataclass(frozen=True)
class StatementView:
    """What the screen says of a statement; `email` is the address on file, masked."""

    account: Account
    period: Period
    count: int
    email: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class LoadAccounts(ServiceEffect):
    """Ask for accounts and balances; answered by `AccountsLoaded`, `SessionEnded` or `BankLost`."""

    session: str = field(repr=False)


@dataclass(frozen=True)
class LoadMovements(ServiceEffect):
    """Ask for a page of transactions; answered by `MovementsLoaded`, `SessionEnded` or `BankLost`."""

    session: str = field(repr=False)
    account: str
    after: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class LoadCards(ServiceEffect):
    """Ask for the cards; answered by `CardsLoaded`, `SessionEnded` or `BankLost`."""

    session: str = field(repr=False)


@dataclass(frozen=True)
class LoadDetails(ServiceEffect):
    """Ask for phone and address; answered by `DetailsLoaded`, `SessionEnded` or `BankLost`."""

    session: str = field(repr=False)


@dataclass(frozen=True)
class LoadLimits(ServiceEffect):
    """Ask for the limits; answered by `LimitsLoaded`, `SessionEnded` or `BankLost`."""

    session: str = field(repr=False)


@dataclass(frozen=True)
class LoadStatement(ServiceEffect):
    """Ask for a statement, which the house keeps for the visit.

    Answered by `StatementLoaded`, `SessionEnded` or `BankLost`.
    """

    session: str = field(repr=False)
    account: str
    span: Span


@dataclass(frozen=True)
class PrintStatement(ServiceEffect):
    """Print the statement that was loaded; answered by `receipt.PaperPrinted`."""

    MOOT = True

    language: str
    covered: bool


@dataclass(frozen=True)
class LeaveStatement(ServiceEffect):
    """Leave it for the customer's phone; answered by `receipt.PaperReady`, `SessionEnded` or `BankLost`."""

    session: str = field(repr=False)
    language: str
    covered: bool


@dataclass(frozen=True)
class AccountsLoaded(ServiceEvent):
    accounts: tuple[AccountView, ...]


@dataclass(frozen=True)
class MovementsLoaded(ServiceEvent):
    answer: Movements | AccountRefusal = field(repr=False)


@dataclass(frozen=True)
class CardsLoaded(ServiceEvent):
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class DetailsLoaded(ServiceEvent):
    details: Details


@dataclass(frozen=True)
class LimitsLoaded(ServiceEvent):
    limits: tuple[Limit, ...]


@dataclass(frozen=True)
class StatementLoaded(ServiceEvent):
    answer: StatementView | AccountRefusal


@dataclass(frozen=True)
class SessionEnded(ServiceEvent):
    """The bank does not know the customer's session any more: nothing was done."""


# What is changed
@dataclass(frozen=True)
class FreezeCard:
    """Stop a card for now."""

    card: Card
    WHAT = "freezeCard"


@dataclass(frozen=True)
class LoseCard:
    """Stop a card for ever."""

    card: Card
    WHAT = "loseCard"


@dataclass(frozen=True)
class ReleaseCard:
    """Ask a member of staff that a card that is stopped for now may be used again."""

    card: Card
    WHAT = "releaseCard"


@dataclass(frozen=True)
class ActivateCard:
    """Activate a card by its expiry date `MMYY`."""

    card: Card
    expiry: str = field(repr=False)
    WHAT = "activateCard"


@dataclass(frozen=True)
class ChangePhone:
    """Change the phone number (E.164)."""

    phone: str = field(repr=False)
    WHAT = "changePhone"


@dataclass(frozen=True)
class ChangeAddress:
    """Change the address."""

    address: str = field(repr=False)
    WHAT = "changeAddress"


@dataclass(frozen=True)
class ChangeLimit:
    """Lower or raise a limit."""

    limit: Limit
    amount: Money = field(repr=False)
    WHAT = "changeLimit"


@dataclass(frozen=True)
class MailStatement:
    """Have a statement sent to the address on file."""

    statement: StatementView
    language: str
    WHAT = "mailStatement"


@dataclass(frozen=True)
class SavePayee:
    """Save whom an order pays that the bank took."""

    payment: Payment
    WHAT = "savePayee"


@dataclass(frozen=True)
class RemovePayee:
    """Remove a saved payee."""

    payee: Payee
    WHAT = "removePayee"


Change: TypeAlias = (
    FreezeCard
    | LoseCard
    | ReleaseCard
    | ActivateCard
    | ChangePhone
    | ChangeAddress
    | ChangeLimit
    | MailStatement
    | SavePayee
    | RemovePayee
)


def to_confirm(change: Change) -> ToConfirm | None:
    """What the second factor must confirm; None where none is asked for."""
    match change:
        case ChangePhone(phone):
            return ToConfirm(Purpose.PHONE_CHANGE, (("phone", phone),))
        case ChangeAddress(address):
            return ToConfirm(Purpose.ADDRESS_CHANGE, (("address", address),))
        case ChangeLimit(limit, amount) if amount > limit.amount:
            raised = (("limit", limit.limit_id), ("amount", amount.decimal()), ("currency", amount.currency))
            return ToConfirm(Purpose.LIMIT_RAISE, raised)
        case _:
            return None


def to_judge(change: Change) -> Operation | None:
    """What the fraud rules judge; None for what fraudsters do not want. `changing` puts in who does it, and when."""
    match change:
        case ChangePhone():
            return Operation(Kind.PHONE_CHANGE)
        case ChangeAddress():
            return Operation(Kind.ADDRESS_CHANGE)
        case ChangeLimit(limit, amount) if amount > limit.amount:
            return Operation(Kind.LIMIT_RAISE, amount=amount)
        case ActivateCard():
            return Operation(Kind.CARD_ACTIVATION)
        case _:
            return None


@dataclass(frozen=True)
class NameChange(ServiceEffect):
    """Give a change its key, a UUID, once the customer confirmed it; answered by `ChangeNamed`."""


@dataclass(frozen=True)
class MakeChange(ServiceEffect):
    """Journal the change and ask for it; answered by `ChangeAnswered`, `SessionEnded` or `BankLost`."""

    session: str = field(repr=False)
    change: Change
    key: str
    proof: str = field(default="", repr=False)


@dataclass(frozen=True)
class SettleChange(ServiceEffect):
    """Ask what became of it; answered by `ChangeSettled` or `BankLost`."""

    change: Change
    key: str


@dataclass(frozen=True)
class ChangeNamed(ServiceEvent):
    """The key, with day and hour by the branch's clock; None where nobody looked at it."""

    key: str
    today: date | None = None
    hour: int | None = None


@dataclass(frozen=True)
class ChangeAnswered(ServiceEvent):
    answer: ChangeAnswer | UnderWay


@dataclass(frozen=True)
class ChangeSettled(ServiceEvent):
    outcome: Outcome
