"""Transfers: to whom, when, what became of them, and the port by which a terminal orders them.

Names are those of the Berlin Group's NextGenPSD2 (payment initiation) where it has one: `payment_id` is its
`paymentId`, `status` its `transactionStatus` (ISO 20022, ExternalPaymentTransactionStatus1Code), the `key` of an order
its `X-Request-ID`. docs/payments.md is for who connects a bank.

Every call may raise `BankUnreachableError`; those with a session `SessionEndedError`. Calls take time: never on the Qt
thread.

An order bears everything that the customer was shown, and the bank does just that or nothing. It bears a `key`, a UUID
made once when the customer confirms: the same key again does nothing again, and says how the order stands. An answer
that is lost is asked for by `outcome`, also after the visit; a key of which the bank says that it never came is void.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol, TypeAlias

from kiosk.core.banking import Banking, ChangeAnswer, NeverCame, Session, UnderWay
from kiosk.core.fraud import Delay, PayeeCheck
from kiosk.core.money import Money
from kiosk.core.secondfactor import Purpose, ToConfirm

MOST_PAYEES: Final = 64
MOST_PENDING: Final = 64
LONGEST_NAME: Final = 70
"""Characters of a payee's name (Max70Text)."""
LONGEST_NOTE: Final = 70
"""Characters of `remittanceInformationUnstructured` that are typed at a terminal; the framework allows 140."""
NUMBER_DIGITS: Final = (8, 34)
"""The shortest and the longest account number."""


class TransactionStatus(StrEnum):
    """`transactionStatus`: those that a terminal has words for."""

    RCVD = "RCVD"
    """Received, and not looked at yet."""
    PDNG = "PDNG"
    """Accepted, and to be executed later; it can be cancelled until then."""
    ACSC = "ACSC"
    """Executed: the debtor's account is debited."""
    RJCT = "RJCT"
    """Rejected: no money moves."""
    CANC = "CANC"
    """Cancelled before it was executed: no money moves."""


class PaymentRefusal(StrEnum):
    """Why the bank does not do what was ordered."""

    FUNDS = "fundsNotAvailable"
    LIMIT_SINGLE = "limitSingle"
    """Above the customer's limit of one transfer."""
    LIMIT_DAILY = "limitDaily"
    """Above what is left of the customer's limit of the day."""
    PAYEE_BLOCKED = "payeeBlocked"
    """The bank sends nothing to this account."""
    PAYEE_CHANGED = "payeeChanged"
    """The payee is not any more what the customer was shown: account, name, or what the check of the name said."""
    NO_PAYEE = "noSuchPayee"
    ACCOUNT_BLOCKED = "accountBlocked"
    """Nothing leaves the customer's account as it is now."""
    PROOF_NEEDED = "proofNeeded"
    """The second factor was not given, or does not hold for this order."""
    DELAY_NEEDED = "delayNeeded"
    """The bank does not execute this order so soon."""
    NOT_POSSIBLE = "notPossible"


class CancelRefusal(StrEnum):
    """Why an order is not cancelled."""

    EXECUTED = "alreadyExecuted"
    ENDED = "alreadyEnded"
    """It was cancelled or rejected before."""
    NO_SUCH = "noSuchPayment"


# To whom
@dataclass(frozen=True)
class Payee:
    """A payee whom the customer has saved at the bank, masked as the bank masks it."""

    payee_id: str
    name: str = field(repr=False)
    account: str = field(repr=False)
    paid: bool = False
    """Whether the customer's money ever went there, through whichever channel. Until then it is as good as new: to the
    fraud rules, and where the bank asks for a second factor.
    """


@dataclass(frozen=True)
class Payees:
    """The customer's payees, and what the bank knows of the customer's transfers at terminals."""

    payees: tuple[Payee, ...]
    first_use: bool
    """Whether the customer never ordered a transfer to somebody else at a terminal."""
    count_24h: int
    """How many of these were ordered within 24 hours."""


@dataclass(frozen=True)
class SavedPayee:
    """One of `Payees`."""

    payee_id: str


@dataclass(frozen=True)
class NewPayee:
    """A payee as the customer typed it."""

    account: str = field(repr=False)
    name: str = field(repr=False)


@dataclass(frozen=True)
class OwnAccount:
    """Another account of the customer's at this bank."""

    resource_id: str


Creditor: TypeAlias = SavedPayee | NewPayee | OwnAccount


@dataclass(frozen=True)
class CheckedPayee:
    """What the payee's bank says of the name (Confirmation of Payee), and whom an order would pay.

    `name` and `account` are what an order bears. `close_name` is there with a close match: the name that the payee's
    bank has. An own account is not checked: it matches.
    """

    check: PayeeCheck
    account: str = field(repr=False)
    name: str = field(repr=False)
    close_name: str | None = field(default=None, repr=False)


# The order
@dataclass(frozen=True)
class PaymentOrder:
    """What the customer was shown and confirmed.

    `check` is what the customer was told of the payee's name: an order whose payee the bank now judges otherwise is
    refused (`PAYEE_CHANGED`). `delay` is when it is to be executed; the bank reckons by its own clock.
    """

    debtor: str
    """`resourceId` of the account that is debited."""
    creditor: Creditor
    account: str = field(repr=False)
    """`creditorAccount`."""
    name: str = field(repr=False)
    """`creditorName`."""
    check: PayeeCheck
    amount: Money = field(repr=False)
    """`instructedAmount`."""
    delay: Delay
    note: str | None = field(default=None, repr=False)
    """`remittanceInformationUnstructured`."""

    def to_confirm(self) -> ToConfirm:
        """What the second factor confirms of it."""
        return ToConfirm(
            Purpose.TRANSFER,
            (
                ("debtor", self.debtor),
                ("creditor", self.account),
                ("creditorName", self.name),
                ("amount", self.amount.decimal()),
                ("currency", self.amount.currency),
            ),
        )

    def fits(self, payment: Payment) -> bool:
        """Whether a payment is this order, as far as it says: amount, when, and what its mask leaves of the account."""
        ends = _MASKS.split("".join(payment.account.split()))[-1]
        return (payment.amount, payment.delay) == (self.amount, self.delay) and self.account.endswith(ends)


_MASKS: Final = re.compile("[*•Xx-]")


@dataclass(frozen=True)
class Prepared:
    """The bank would take the order as things are now. Nothing is done, and nothing promised."""

    second_factor: bool
    """Whether it wants one."""


@dataclass(frozen=True)
class Payment:
    """An order that the bank took, as it stands.

    `due` is when it is, or was, to be executed (`requestedExecutionTime`). Name and account are masked.
    """

    payment_id: str
    status: TransactionStatus
    amount: Money = field(repr=False)
    name: str = field(repr=False)
    account: str = field(repr=False)
    delay: Delay
    due: datetime
    reason: PaymentRefusal | None = None
    """Why it was rejected when it was to be executed."""


@dataclass(frozen=True)
class Rejected:
    """The order is not taken (`RJCT`): nothing was done, and nothing will be."""

    reason: PaymentRefusal


@dataclass(frozen=True)
class NotCancelled:
    """The order is not cancelled; `payment` is how it stands, where there is one."""

    reason: CancelRefusal


PaymentAnswer: TypeAlias = Payment | Rejected
CancelAnswer: TypeAlias = Payment | NotCancelled
PaymentOutcome: TypeAlias = Payment | Rejected | NotCancelled | NeverCame | UnderWay
"""What became of an order, or of a cancellation."""


class Payments(Protocol):
    """Transfers of the customer of a session."""

    def payees(self, session: Session) -> Payees:
        """The saved payees, at most `MOST_PAYEES`."""

    def save_payee(self, session: Session, payment_id: str, key: str) -> ChangeAnswer:
        """Save whom an order pays that the customer gave and the bank took; `NOT_POSSIBLE` for any other.

        `already` where it is saved. What became of it is told by `Outcomes.outcome`, as of every change.
        """

    def remove_payee(self, session: Session, payee_id: str, key: str) -> ChangeAnswer:
        """Remove a saved payee; `already` where it is not there. Orders that wait are not touched."""

    def check(self, session: Session, creditor: Creditor) -> CheckedPayee | Rejected:
        """Confirmation of Payee. `NO_PAYEE` for one that is not there; a bank may bound how often it answers."""

    def prepare(self, session: Session, order: PaymentOrder) -> Prepared | Rejected:
        """Whether the bank would take an order; does nothing."""

    def initiate(self, session: Session, order: PaymentOrder, proof: str | None, key: str) -> PaymentAnswer:
        """Order a transfer. What the order says is looked at again, whatever `prepare` said."""

    def pending(self, session: Session) -> tuple[Payment, ...]:
        """The customer's orders that are to be executed later, soonest first, from whichever terminal or channel."""

    def cancel(self, session: Session, payment_id: str, key: str) -> CancelAnswer:
        """Cancel an order that is not executed yet, from whichever terminal it came."""

    def outcome(self, key: str) -> PaymentOutcome:
        """What became of what this terminal asked for by this key. Needs no session: the visit may be over.

        `NeverCame` makes the key void: what still arrives with it is not done.
        """


class PayingBank(Banking, Protocol):
    """A bank's core by which transfers can be ordered, too."""

    payments: Payments
