"""Performs what transfers ask for, at the bank and in the journal.

Orders and cancellations are operations (`unsettled`): asked for once, and settled where the answer is lost.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.core import entries
from kiosk.core.banking import (
    AccountRefusal,
    BalanceType,
    NeverCame,
    Session,
    SessionEndedError,
    UnderWay,
    mask,
)
from kiosk.core.money import Money
from kiosk.core.payments import (
    NewPayee,
    NotCancelled,
    OwnAccount,
    PayingBank,
    Payment,
    PaymentOrder,
    PaymentOutcome,
    Rejected,
)
from kiosk.core.ports import BankUnreachableError, Clock, Journal
from kiosk.flows.banking import SessionEnded
from kiosk.flows.effects import ServiceEffect
from kiosk.flows.events import BankLost, Event
from kiosk.flows.ordering import (
    CANCEL,
    TRANSFER,
    CancelAnswered,
    CancelTransfer,
    CheckPayee,
    LoadTransfer,
    NameTransfer,
    OrderTransfer,
    PayeeChecked,
    PrepareTransfer,
    SettleTransfer,
    Source,
    TransferAnswered,
    TransferLoaded,
    TransferNamed,
    TransferPrepared,
    TransferSettled,
)
from kiosk.perform.performer import Handler
from kiosk.perform.unsettled import Operations, Unsettled, Words

SESSION_ENDED: Final = "sessionEnded"


class TransferRoom:
    """Performs the effects of `flows.transfer`. `zone` is the branch's."""

    def __init__(
        self, *, bank: PayingBank, journal: Journal, unsettled: Unsettled, clock: Clock, zone: ZoneInfo
    ) -> None:
        self._bank, self._clock, self._zone = bank, clock, zone
        words = Words(
            outcome=bank.payments.outcome,
            settled=_settled,
            unknown=entries.TransferUnknown,
            ended=lambda key, what: entries.TransferRefused(key, what, SESSION_ENDED),
        )
        self._operations = Operations(kinds=(TRANSFER, CANCEL), journal=journal, unsettled=unsettled, words=words)

    def handlers(self) -> Mapping[type[ServiceEffect], Handler]:
        """What performs each kind of effect."""
        reading: Mapping[type[ServiceEffect], Callable[..., Event]] = {
            LoadTransfer: self._load,
            CheckPayee: lambda asked, on: PayeeChecked(self._bank.payments.check(on, asked.creditor)),
            PrepareTransfer: self._prepare,
        }
        return {
            **{kind: self._in_session(read) for kind, read in reading.items()},
            NameTransfer: lambda asked, visit: TransferNamed(str(uuid.uuid4())),
            OrderTransfer: self._order,
            CancelTransfer: self._cancel,
            SettleTransfer: self._settle,
        }

    def wiped(self, visit: str) -> None:
        """What the visit left unsettled is from now on settled without the customer."""
        self._operations.wiped(visit)

    def settle_left(self) -> None:
        """`Operations.settle_left`."""
        self._operations.settle_left()

    def _in_session(self, read: Callable[..., Event]) -> Handler:
        def handler(asked: LoadTransfer, visit: str | None) -> Event:
            try:
                return read(asked, Session(asked.session, visit or ""))
            except SessionEndedError:
                return SessionEnded()
            except BankUnreachableError:
                return BankLost()

        return handler

    # What is read
    def _load(self, asked: LoadTransfer, on: Session) -> Event:
        sources = tuple(
            Source(account, self._available(on, account.resource_id, account.currency))
            for account in self._bank.accounts.accounts(on)
        )
        return TransferLoaded(sources, self._bank.payments.payees(on), self._bank.payments.pending(on))

    def _available(self, on: Session, account: str, currency: str) -> Money | None:
        """What can be spent; None where the bank does not say, or contradicts itself."""
        try:
            balances = self._bank.accounts.balances(on, account)
        except BankUnreachableError:
            return None
        if isinstance(balances, AccountRefusal):
            return None
        found = (it.balance_amount for it in balances if it.balance_type is BalanceType.INTERIM_AVAILABLE)
        return next((amount for amount in found if amount.currency == currency), None)

    def _prepare(self, asked: PrepareTransfer, on: Session) -> Event:
        answer = self._bank.payments.prepare(on, asked.order)
        now = self._clock.now().astimezone(self._zone)
        return TransferPrepared(answer, now.date(), now.hour)

    # What is done
    def _order(self, asked: OrderTransfer, visit: str | None) -> Event:
        def ask(on: Session) -> Payment | Rejected:
            return self._bank.payments.initiate(on, asked.order, asked.proof, asked.key)

        order = asked.order
        told = entries.TransferAsked(asked.key, TRANSFER, _to(order), order.delay, about_of(order))
        return self._once(asked, told, visit, ask, TransferAnswered)

    def _cancel(self, asked: CancelTransfer, visit: str | None) -> Event:
        def ask(on: Session) -> Payment | NotCancelled:
            return self._bank.payments.cancel(on, asked.payment.payment_id, asked.key)

        payment = asked.payment
        about = f"{payment.amount.decimal()} {payment.amount.currency} > {payment.account}"
        told = entries.TransferAsked(asked.key, CANCEL, "pending", payment.delay, about)
        return self._once(asked, told, visit, ask, CancelAnswered)

    def _once(
        self,
        asked: OrderTransfer | CancelTransfer,
        told: entries.TransferAsked,
        visit: str | None,
        ask: Callable[[Session], Payment | Rejected | NotCancelled],
        event: Callable[..., Event],
    ) -> Event:
        on = Session(asked.session, visit or "")
        try:
            answer = self._operations.ask(told, visit, lambda: ask(on), partial(_entry_of, told.key, told.what))
        except SessionEndedError:
            return SessionEnded()
        except BankUnreachableError:
            return BankLost()
        return event(answer)

    def _settle(self, asked: SettleTransfer, visit: str | None) -> Event:
        try:
            return TransferSettled(self._operations.settle(asked.key, asked.what, visit))
        except BankUnreachableError:
            return BankLost()


def _settled(key: str, what: str, outcome: PaymentOutcome) -> entries.Entry | None:
    match outcome:
        case UnderWay():
            return None
        case Payment(reference, status):
            return entries.TransferSettled(key, what, status, reference)
        case Rejected() | NotCancelled():
            return entries.TransferSettled(key, what, "refused")
        case NeverCame():
            return entries.TransferSettled(key, what, "neverCame")


def about_of(order: PaymentOrder) -> str:
    """What an order is about, for the journal's sealed field."""
    return f"{order.amount.decimal()} {order.amount.currency} {order.debtor} > {mask(order.account)}"


def _to(order: PaymentOrder) -> str:
    if isinstance(order.creditor, OwnAccount):
        return "own"
    return "new" if isinstance(order.creditor, NewPayee) else "saved"


def _entry_of(key: str, what: str, answer: Payment | Rejected | NotCancelled) -> entries.Entry:
    if isinstance(answer, Payment):
        return entries.TransferCompleted(key, what, answer.status, answer.payment_id)
    return entries.TransferRefused(key, what, answer.reason)
