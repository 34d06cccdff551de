"""Performs what the customer's accounts ask for: at the bank, in the journal, on the printer.

Changes are operations (`unsettled`): asked for once, and settled where the answer is lost.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.core import entries
from kiosk.core.banking import (
    AccountRefusal,
    ChangeAnswer,
    Done,
    NeverCame,
    Outcome,
    Paper,
    Period,
    Refused,
    Session,
    SessionEndedError,
    Statement,
    UnderWay,
    mask,
)
from kiosk.core.payments import PayingBank
from kiosk.core.ports import BankUnreachableError, Clock, Journal, Printer, PrintOutcome
from kiosk.flows.banking import (
    AccountsLoaded,
    AccountView,
    ActivateCard,
    CardsLoaded,
    Change,
    ChangeAddress,
    ChangeAnswered,
    ChangeLimit,
    ChangeNamed,
    ChangePhone,
    ChangeSettled,
    DetailsLoaded,
    FreezeCard,
    LeaveStatement,
    LimitsLoaded,
    LoadAccounts,
    LoadCards,
    LoadDetails,
    LoadLimits,
    LoadMovements,
    LoadStatement,
    LoseCard,
    MailStatement,
    MakeChange,
    MovementsLoaded,
    NameChange,
    PrintStatement,
    ReleaseCard,
    RemovePayee,
    SavePayee,
    SessionEnded,
    SettleChange,
    Span,
    StatementLoaded,
    StatementView,
)
from kiosk.flows.changing import SESSION_ENDED
from kiosk.flows.effects import ServiceEffect
from kiosk.flows.events import BankLost, Event
from kiosk.flows.receipt import PaperPrinted, PaperReady
from kiosk.perform.performer import Handler
from kiosk.perform.unsettled import Operations, Unsettled, Words

CHANGES: Final = frozenset(
    kind.WHAT
    for kind in (
        *(FreezeCard, LoseCard, ReleaseCard, ActivateCard, ChangePhone, ChangeAddress, ChangeLimit, MailStatement),
        *(SavePayee, RemovePayee),
    )
)
"""What is unsettled here, by its name; of what others put down this room knows nothing."""


@dataclass(frozen=True)
class _Held:
    """A statement of the visit in hand."""

    visit: str | None
    statement: Statement = field(repr=False)


class AccountsRoom:
    """Performs the effects of `flows.accounts`, and the changes of `flows.transfer`. `zone` is the branch's."""

    def __init__(
        self,
        *,
        bank: PayingBank,
        journal: Journal,
        printer: Printer,
        paper: Paper,
        unsettled: Unsettled,
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._bank, self._journal, self._printer, self._paper = bank, journal, printer, paper
        self._clock, self._zone = clock, zone
        self._statement: _Held | None = None
        words = Words(
            outcome=bank.sessions.outcome,
            settled=_settled,
            unknown=entries.ChangeUnknown,
            ended=lambda key, what: entries.ChangeRefused(key, what, SESSION_ENDED),
        )
        self._operations = Operations(kinds=CHANGES, journal=journal, unsettled=unsettled, words=words)

    def handlers(self) -> Mapping[type[ServiceEffect], Handler]:
        """What performs each kind of effect."""
        reading: Mapping[type[ServiceEffect], Callable[..., Event]] = {
            LoadAccounts: self._accounts,
            LoadMovements: self._movements,
            LoadCards: lambda asked, on: CardsLoaded(self._bank.cards.cards(on)),
            LoadDetails: lambda asked, on: DetailsLoaded(self._bank.profile.details(on)),
            LoadLimits: lambda asked, on: LimitsLoaded(self._bank.limits.limits(on)),
            LoadStatement: self._load_statement,
            LeaveStatement: self._leave_statement,
        }
        return {
            **{kind: self._in_session(read) for kind, read in reading.items()},
            PrintStatement: self._print_statement,
            NameChange: lambda asked, visit: self._name(),
            MakeChange: self._make_change,
            SettleChange: self._settle_change,
        }

    def wiped(self, visit: str) -> None:
        """Forget the visit's statement. What it left unsettled is from now on settled without the customer."""
        if self._statement is not None and self._statement.visit == visit:
            self._statement = None
        self._operations.wiped(visit)

    def settle_left(self) -> None:
        """`Operations.settle_left`."""
        self._operations.settle_left()

    def _in_session(self, read: Callable[..., Event]) -> Handler:
        """What asks for something within the session of its effect."""

        def handler(asked: LoadAccounts, visit: str | None) -> Event:
            try:
                return read(asked, Session(asked.session, visit or ""))
            except SessionEndedError:
                return SessionEnded()
            except BankUnreachableError:
                return BankLost()

        return handler

    # What is read
    def _accounts(self, asked: LoadAccounts, on: Session) -> Event:
        views = []
        for account in self._bank.accounts.accounts(on):
            try:
                balances = self._bank.accounts.balances(on, account.resource_id)
            except BankUnreachableError:
                balances = ()
            if isinstance(balances, AccountRefusal):
                balances = ()
            if any(it.balance_amount.currency != account.currency for it in balances):
                balances = ()  # the bank contradicts itself: no amount is better than a wrong one
            views.append(AccountView(account, balances))
        return AccountsLoaded(tuple(views))

    def _movements(self, asked: LoadMovements, on: Session) -> Event:
        return MovementsLoaded(self._bank.accounts.transactions(on, asked.account, asked.after))

    def _load_statement(self, asked: LoadStatement, on: Session) -> Event:
        today = self._clock.now().astimezone(self._zone).date()
        answer = self._bank.accounts.statement(on, period_of(asked.span, asked.account, today))
        if isinstance(answer, AccountRefusal):
            return StatementLoaded(answer)
        try:
            email = self._bank.profile.details(on).email
        except BankUnreachableError:
            email = None
        self._statement = _Held(on.visit, answer)
        return StatementLoaded(StatementView(answer.account, answer.period, len(answer.booked), email))

    # Ways of a statement
    def _document(self, visit: str | None, language: str, *, covered: bool) -> bytes | None:
        held = self._statement
        if held is None or held.visit != visit:
            return None
        return self._paper.statement(held.statement, language, covered=covered, made=self._clock.now())

    def _print_statement(self, asked: PrintStatement, visit: str | None) -> Event:
        document = self._document(visit, asked.language, covered=asked.covered)
        outcome = PrintOutcome.OFFLINE if document is None else self._printer.print_document(document)
        ok = outcome is PrintOutcome.PRINTED
        given = entries.StatementGiven("print", asked.covered, ok, None if ok else outcome)
        self._journal.append(given, visit)
        return PaperPrinted(outcome)

    def _leave_statement(self, asked: LeaveStatement, on: Session) -> Event:
        document = self._document(on.visit, asked.language, covered=asked.covered)
        try:
            if document is None:
                raise BankUnreachableError("no statement")
            left = self._bank.accounts.take_away(on, document)
        except (BankUnreachableError, SessionEndedError) as error:
            reason = SESSION_ENDED if isinstance(error, SessionEndedError) else "bankLost"
            self._journal.append(entries.StatementGiven("phone", asked.covered, False, reason), on.visit)
            raise
        self._journal.append(entries.StatementGiven("phone", asked.covered, True), on.visit)
        return PaperReady(left.url, left.expires)

    # Changes
    def _name(self) -> Event:
        now = self._clock.now().astimezone(self._zone)
        return ChangeNamed(str(uuid.uuid4()), now.date(), now.hour)

    def _make_change(self, asked: MakeChange, visit: str | None) -> Event:
        key, what, on = asked.key, asked.change.WHAT, Session(asked.session, visit or "")
        told = entries.ChangeAsked(key, what, about_of(asked.change))
        try:
            answer = self._operations.ask(told, visit, lambda: self._ask(asked, on), partial(_entry_of, key, what))
        except SessionEndedError:
            return SessionEnded()
        except BankUnreachableError:
            return BankLost()
        return ChangeAnswered(answer)

    def _ask(self, asked: MakeChange, on: Session) -> ChangeAnswer | UnderWay:
        key, proof = asked.key, asked.proof
        match asked.change:
            case FreezeCard(card):
                return self._bank.cards.freeze(on, card.card_id, key)
            case LoseCard(card):
                return self._bank.cards.report_lost(on, card.card_id, key)
            case ReleaseCard(card):
                return self._bank.cards.release(on, card.card_id, key)
            case ActivateCard(card, expiry):
                return self._bank.cards.activate(on, card.card_id, expiry, key)
            case ChangePhone(phone):
                return self._bank.profile.change_phone(on, phone, proof, key)
            case ChangeAddress(address):
                return self._bank.profile.change_address(on, address, proof, key)
            case ChangeLimit(limit, amount):
                return self._bank.limits.change(on, limit.limit_id, amount, proof or None, key)
            case MailStatement(statement, language):
                return self._bank.accounts.by_email(on, statement.period, language, key)
            case SavePayee(payment):
                return self._bank.payments.save_payee(on, payment.payment_id, key)
            case RemovePayee(payee):
                return self._bank.payments.remove_payee(on, payee.payee_id, key)

    def _settle_change(self, asked: SettleChange, visit: str | None) -> Event:
        try:
            return ChangeSettled(self._operations.settle(asked.key, asked.change.WHAT, visit))
        except BankUnreachableError:
            return BankLost()


def _settled(key: str, what: str, outcome: Outcome) -> entries.Entry | None:
    match outcome:
        case UnderWay():
            return None
        case Done(reference):
            return entries.ChangeSettled(key, what, "done", reference)
        case Refused(reason):
            return entries.ChangeSettled(key, what, "refused", reason=reason.value)
        case NeverCame():
            return entries.ChangeSettled(key, what, "neverCame")


def period_of(span: Span, account: str, today: date) -> Period:
    """The days of a span, up to today."""
    month = today.replace(day=1)
    match span:
        case Span.THIS_MONTH:
            return Period(account, month, today)
        case Span.LAST_MONTH:
            last = month - timedelta(days=1)
            return Period(account, last.replace(day=1), last)
        case Span.THREE_MONTHS:
            return Period(account, today - timedelta(days=91), today)
        case Span.YEAR:
            return Period(account, today - timedelta(days=365), today)


def about_of(change: Change) -> str:
    """What a change is about, for the journal's sealed field."""
    match change:
        case FreezeCard(card) | LoseCard(card) | ReleaseCard(card) | ActivateCard(card):
            return card.masked_pan
        case ChangePhone(phone):
            return phone
        case ChangeAddress(address):
            return address
        case ChangeLimit(limit, amount):
            return f"{limit.limit_id} {amount.decimal()} {amount.currency}"
        case MailStatement(statement):
            period = statement.period
            return f"{mask(statement.account.number)} {period.date_from}/{period.date_to}"
        case SavePayee(payment):
            return payment.account
        case RemovePayee(payee):
            return payee.account


def _entry_of(key: str, what: str, answer: ChangeAnswer | UnderWay) -> entries.Entry:
    match answer:
        case Done(reference, already):
            return entries.ChangeCompleted(key, what, reference, already)
        case Refused(reason):
            return entries.ChangeRefused(key, what, reason.value)
        case UnderWay():
            return entries.ChangePending(key, what)
