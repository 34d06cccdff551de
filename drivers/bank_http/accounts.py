"""Accounts, balances, transactions, statements and their ways out over the line."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote, urlsplit

from drivers.bank_http import answers
from drivers.bank_http.answers import NotAnAnswerError
from drivers.bank_http.sessions import Asker, understood
from kiosk.core.banking import (
    MOST_ACCOUNTS,
    MOST_MOVEMENTS,
    MOST_STATEMENT_LINES,
    Account,
    AccountRefusal,
    AccountStatus,
    Balance,
    BalanceType,
    CashAccountType,
    ChangeAnswer,
    Movements,
    Period,
    Session,
    Statement,
    TakeAway,
    Transaction,
)

_LARGE: Final = 64 * 1024
_LARGEST_STATEMENT: Final = 2**20
_LONGEST_CURSOR: Final = 128
_LONGEST_LINK: Final = 512


class Accounts(Asker):
    """Implements `kiosk.core.banking.AccountInformation` and `Deliveries`."""

    def accounts(self, session: Session) -> tuple[Account, ...]:
        """The customer's accounts."""
        status, told = self._get(session, "/accounts", _LARGE)

        def read() -> tuple[Account, ...]:
            _expect(status)
            found = answers.items(told, "accounts", MOST_ACCOUNTS, _account)
            if len({account.resource_id for account in found}) < len(found):
                raise NotAnAnswerError("the same account twice")
            return found

        return understood(self._line, read)

    def balances(self, session: Session, resource_id: str) -> tuple[Balance, ...] | AccountRefusal:
        """An account's balances."""
        status, told = self._get(session, f"/accounts/{resource_id}/balances")

        def read() -> tuple[Balance, ...] | AccountRefusal:
            if status == 404:
                return answers.word(told, "reason", AccountRefusal)
            _expect(status)
            known = [kind.value for kind in BalanceType]
            every = answers.items(told, "balances", 16, lambda item: item)
            found = tuple(_balance(item) for item in every if answers.member(item, "balanceType") in known)
            if len({balance.balance_type for balance in found}) < len(found):
                raise NotAnAnswerError("a balance twice")
            if not any(balance.balance_type is BalanceType.INTERIM_AVAILABLE for balance in found):
                raise NotAnAnswerError("no available balance")
            answers.alike(tuple(balance.balance_amount for balance in found))
            return found

        return understood(self._line, read)

    def transactions(self, session: Session, resource_id: str, after: str | None = None) -> Movements | AccountRefusal:
        """A page of booked transactions."""
        query = "" if after is None else f"?after={quote(after, safe='')}"
        status, told = self._get(session, f"/accounts/{resource_id}/transactions{query}", _LARGE)

        def read() -> Movements | AccountRefusal:
            if status == 404:
                return answers.word(told, "reason", AccountRefusal)
            _expect(status)
            page = answers.member(told, "transactions")
            booked = answers.items(page, "booked", MOST_MOVEMENTS, _transaction)
            days = [item.booking_date for item in booked]
            if days != sorted(days, reverse=True):
                raise NotAnAnswerError("the transactions are not newest first")
            _alike_and_once(booked)
            more = answers.member(page, "next") is not None
            return Movements(booked, answers.printable(page, "next", _LONGEST_CURSOR) if more else None)

        return understood(self._line, read)

    def statement(self, session: Session, period: Period) -> Statement | AccountRefusal:
        """What a statement says; one that does not add up is none."""
        query = f"?dateFrom={period.date_from.isoformat()}&dateTo={period.date_to.isoformat()}"
        status, told = self._get(session, f"/accounts/{period.resource_id}/statement{query}", _LARGEST_STATEMENT)

        def read() -> Statement | AccountRefusal:
            if status == 404:
                return answers.word(told, "reason", AccountRefusal)
            _expect(status)
            found = Statement(
                account=_account(answers.member(told, "account")),
                owner_name=answers.text(told, "ownerName"),
                period=Period(period.resource_id, answers.day(told, "dateFrom"), answers.day(told, "dateTo")),
                opening=answers.money(told, "opening"),
                closing=answers.money(told, "closing"),
                booked=answers.items(told, "booked", MOST_STATEMENT_LINES, _transaction),
            )
            _adds_up(found, period)
            return found

        return understood(self._line, read)

    def by_email(self, session: Session, period: Period, language: str, key: str) -> ChangeAnswer:
        """Have a statement sent to the address on file."""
        body = {
            "resourceId": period.resource_id,
            "dateFrom": period.date_from.isoformat(),
            "dateTo": period.date_to.isoformat(),
            "language": language,
        }
        return self._change(session, "POST", "/deliveries", key, body)

    def take_away(self, session: Session, document: bytes) -> TakeAway:
        """Leave a PDF to be fetched by a phone."""
        headers = {"Content-Type": "application/pdf"}
        status, told = self._asked(session, "POST", "/take-aways", document=document, headers=headers)

        def read() -> TakeAway:
            _expect(status, 201)
            url = answers.printable(told, "url", _LONGEST_LINK)
            parts = urlsplit(url)
            if parts.scheme != "https" or not parts.hostname or parts.username is not None:
                raise NotAnAnswerError("the link is none that a phone may follow")
            return TakeAway(url, answers.instant(told, "expires"))

        return understood(self._line, read)


def _expect(status: int, expected: int = 200) -> None:
    if status != expected:
        raise NotAnAnswerError(f"status {status} is no answer")


def _account(told: Any) -> Account:
    found = Account(
        resource_id=answers.identifier(told, "resourceId"),
        currency=answers.currency(told, "currency"),
        product=answers.text_or_none(told, "product") or "",
        cash_account_type=answers.word(told, "cashAccountType", CashAccountType, CashAccountType.OTHER),
        status=answers.word(told, "status", AccountStatus),
        iban=answers.number_or_none(told, "iban"),
        bban=answers.number_or_none(told, "bban"),
        masked_pan=None if answers.member(told, "maskedPan") is None else answers.masked_pan(told, "maskedPan"),
        product_names=answers.names(told, "productNames"),
    )
    if not found.number:
        raise NotAnAnswerError("an account without a number")
    return found


def _balance(told: Any) -> Balance:
    dated = answers.member(told, "referenceDate") is not None
    return Balance(
        balance_type=answers.word(told, "balanceType", BalanceType),
        balance_amount=answers.money(told, "balanceAmount"),
        reference_date=answers.day(told, "referenceDate") if dated else None,
    )


def _transaction(told: Any) -> Transaction:
    return Transaction(
        transaction_id=answers.identifier(told, "transactionId"),
        booking_date=answers.day(told, "bookingDate"),
        transaction_amount=answers.money(told, "transactionAmount"),
        creditor_name=answers.text_or_none(told, "creditorName"),
        debtor_name=answers.text_or_none(told, "debtorName"),
        remittance_information_unstructured=answers.text_or_none(told, "remittanceInformationUnstructured"),
        balance_after_transaction=answers.money_or_none(told, "balanceAfterTransaction"),
    )


def _alike_and_once(booked: tuple[Transaction, ...]) -> None:
    answers.alike(tuple(item.transaction_amount for item in booked))
    if len({item.transaction_id for item in booked}) < len(booked):
        raise NotAnAnswerError("the same transaction twice")


def _adds_up(told: Statement, asked: Period) -> None:
    """See that a statement is the one asked for and does not contradict itself."""
    if told.account.resource_id != asked.resource_id or told.period != asked:
        raise NotAnAnswerError("not the statement that was asked for")
    if {told.opening.currency, told.closing.currency} != {told.account.currency}:
        raise NotAnAnswerError("amounts of several currencies")
    _alike_and_once(told.booked)
    days = [item.booking_date for item in told.booked]
    if days != sorted(days) or any(not asked.date_from <= day <= asked.date_to for day in days):
        raise NotAnAnswerError("transactions of other days")
    total = told.opening
    for item in told.booked:
        if item.transaction_amount.currency != total.currency:
            raise NotAnAnswerError("amounts of several currencies")
        total += item.transaction_amount
        if item.balance_after_transaction not in (None, total):
            raise NotAnAnswerError("the statement does not add up")
    if total != told.closing:
        raise NotAnAnswerError("the statement does not add up")
