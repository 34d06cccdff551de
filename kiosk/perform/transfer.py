"""Performs what transfers ask for, at the bank and in the journal.

An order or a cancellation is journalled and put down as unsettled before the bank is asked, and again with what came of
it, whoever still waits. An answer that is lost stays unsettled: the customer may have it settled, else `settle_left`
does.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
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
from kiosk.perform.unsettled import Unsettled, forget, remember

SESSION_ENDED: Final = "sessionEnded"


class TransferRoom:
    """Performs the effects of `flows.transfer`. `zone` is the branch's."""

    def __init__(
        self, *, bank: PayingBank, journal: Journal, unsettled: Unsettled, clock: Clock, zone: ZoneInfo
    ) -> None:
        self._bank, self._journal, self._unsettled = bank, journal, unsettled
        self._clock, self._zone = clock, zone
        self._in_hand: dict[str, str | None] = {}
        """What the visit in hand lost the answer of, and its visit."""

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
        self._in_hand = {key: whose for key, whose in self._in_hand.items() if whose != visit}

    def settle_left(self) -> None:
        """Settle what earlier visits, or an earlier run of this program, left; gives up where the bank is away.

        Any thread may call. Raises `JournalError`.
        """
        in_hand = self._in_hand
        for key, what, visit in tuple(self._unsettled.pending()):
            if what not in (TRANSFER, CANCEL) or key in in_hand:
                continue
            try:
                outcome = self._bank.payments.outcome(key)
            except BankUnreachableError:
                return
            self._note_settled(key, what, outcome, visit)

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
        """Ask for it between two entries of the journal."""
        key, what = told.key, told.what
        remember(self._unsettled, key, what, visit)
        self._journal.record(told, visit)
        try:
            answer = ask(Session(asked.session, visit or ""))
        except SessionEndedError:
            self._journal.record(entries.TransferRefused(key, what, SESSION_ENDED), visit)
            forget(self._unsettled, key)
            return SessionEnded()
        except BankUnreachableError:
            self._in_hand[key] = visit
            self._journal.record(entries.TransferUnknown(key, what), visit)
            return BankLost()
        self._journal.record(_entry_of(key, what, answer), visit)
        self._in_hand.pop(key, None)
        forget(self._unsettled, key)
        return event(answer)

    def _settle(self, asked: SettleTransfer, visit: str | None) -> Event:
        try:
            outcome = self._bank.payments.outcome(asked.key)
        except BankUnreachableError:
            return BankLost()
        self._note_settled(asked.key, asked.what, outcome, visit)
        return TransferSettled(outcome)

    def _note_settled(self, key: str, what: str, outcome: PaymentOutcome, visit: str | None) -> None:
        match outcome:
            case UnderWay():
                return
            case Payment(reference, status):
                told = entries.TransferSettled(key, what, status, reference)
            case Rejected() | NotCancelled():
                told = entries.TransferSettled(key, what, "refused")
            case NeverCame():
                told = entries.TransferSettled(key, what, "neverCame")
        self._journal.record(told, visit)
        self._in_hand.pop(key, None)
        forget(self._unsettled, key)


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
