"""The books: accounts, and transactions in double entry. A balance is the sum of an account's postings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, func, insert, literal, select, tuple_

from central import tables
from central.store import put
from kiosk.core.banking import (
    LONGEST_STATEMENT_DAYS,
    MOST_ACCOUNTS,
    MOST_MOVEMENTS,
    MOST_STATEMENT_LINES,
    Account,
    AccountRefusal,
    AccountStatus,
    Balance,
    BalanceType,
    CashAccountType,
    Movements,
    Period,
    Statement,
    Transaction,
)
from kiosk.core.money import Money
from kiosk.core.payments import TransactionStatus

_ACCOUNT, _POSTING, _ENTRY = tables.account.c, tables.posting.c, tables.bank_entry.c
_PLACE: Final = re.compile(r"([0-9]{8}T[0-9]{12})\.([A-Za-z0-9._-]{1,64})")
_STAMP: Final = "%Y%m%dT%H%M%S%f"


class UnbalancedError(ValueError):
    """Postings that do not sum to nothing, are of several currencies, or of an account that is not there."""


@dataclass(frozen=True)
class Line:
    """One side of a transaction: `amount` in minor units, and who is at the other end."""

    account: str
    amount: int
    other: str | None = None


@dataclass(frozen=True)
class Entry:
    """A transaction: an id of its own, when it happened, the day it is booked on by the bank's clock, and its sides."""

    id: str
    at: datetime
    day: date
    lines: tuple[Line, ...]
    text: str | None = None


def post(connection: Connection, *entries: Entry) -> None:
    """Book transactions. Who decides by a balance locks the account first (`lock`). Raises `UnbalancedError`."""
    named = {line.account for entry in entries for line in entry.lines}
    known = select(_ACCOUNT.id, _ACCOUNT.currency).where(_ACCOUNT.id.in_(named))
    currencies = {row.id: row.currency for row in connection.execute(known)}
    for entry in entries:
        accounts_of = {line.account for line in entry.lines}
        if sum(line.amount for line in entry.lines):
            raise UnbalancedError("the postings do not sum to nothing")
        if len(accounts_of) < 2 or len(accounts_of) < len(entry.lines):
            raise UnbalancedError("the postings are not of several accounts")
        if len({currencies.get(name, "") for name in accounts_of}) != 1 or not accounts_of <= currencies.keys():
            raise UnbalancedError("the postings are not in one currency")
    if not entries:
        return
    connection.execute(
        insert(tables.bank_entry),
        [{"id": entry.id, "at": entry.at, "day": entry.day.isoformat(), "text": entry.text} for entry in entries],
    )
    rows = [
        {
            "entry": entry.id,
            "account": line.account,
            "amount": line.amount,
            "other": line.other,
            "at": entry.at,
            "day": entry.day.isoformat(),
        }
        for entry in entries
        for line in entry.lines
    ]
    connection.execute(insert(tables.posting), rows)


def lock(connection: Connection, *accounts: str) -> dict[str, Row[Any]]:
    """The rows of accounts, by their ids; nobody else who locks them posts until the transaction's end."""
    rows = select(tables.account).where(_ACCOUNT.id.in_(accounts)).order_by(_ACCOUNT.id)
    return {row.id: row for row in connection.execute(rows.with_for_update(key_share=True))}


def sum_of(connection: Connection, account: str, *before: Any) -> int:
    """The sum of an account's postings, in minor units."""
    total = select(func.coalesce(func.sum(_POSTING.amount), 0)).where(_POSTING.account == account, *before)
    return int(connection.execute(total).scalar_one())


def held(connection: Connection, account: str) -> int:
    """What orders that wait to be executed hold of an account, in minor units."""
    waiting = (tables.payment.c.debtor == account, tables.payment.c.status == TransactionStatus.PDNG.value)
    total = select(func.coalesce(func.sum(tables.payment.c.amount), 0)).where(*waiting)
    return int(connection.execute(total).scalar_one())


def clearing(connection: Connection, currency: str) -> str:
    """The bank's own account that what comes from outside, and what goes there, is booked against."""
    row = {"id": clearing_of(currency), "customer": None, "place": 0, "number": f"clearing{currency}"}
    rest = {"scheme": "bban", "currency": currency, "product": "Clearing", "kind": "OTHR", "status": "enabled"}
    put(connection, tables.account, row | rest)
    return clearing_of(currency)


def clearing_of(currency: str) -> str:
    """The id of the account that `clearing` sees to."""
    return f"bank-clearing-{currency}"


def accounts(connection: Connection, customer: str) -> tuple[Account, ...]:
    """A customer's accounts, in the order they were opened."""
    query = select(tables.account).where(_ACCOUNT.customer == customer).order_by(_ACCOUNT.place, _ACCOUNT.id)
    return tuple(_account(row) for row in connection.execute(query.limit(MOST_ACCOUNTS)))


def account(connection: Connection, customer: str, resource_id: str) -> Account | None:
    """An account, if it is this customer's."""
    one = (_ACCOUNT.id == resource_id, _ACCOUNT.customer == customer)
    row = connection.execute(select(tables.account).where(*one)).one_or_none()
    return None if row is None else _account(row)


def balances(
    connection: Connection, customer: str, resource_id: str, today: date
) -> tuple[Balance, ...] | AccountRefusal:
    """What can be spent now (less what orders hold), and what was booked when yesterday ended."""
    found = account(connection, customer, resource_id)
    if found is None:
        return AccountRefusal.NO_SUCH_ACCOUNT
    now = Money(sum_of(connection, resource_id) - held(connection, resource_id), found.currency)
    closed = Money(sum_of(connection, resource_id, _POSTING.day < today.isoformat()), found.currency)
    yesterday = date.fromordinal(today.toordinal() - 1)
    return Balance(BalanceType.INTERIM_AVAILABLE, now), Balance(BalanceType.CLOSING_BOOKED, closed, yesterday)


def movements(
    connection: Connection, customer: str, resource_id: str, after: str | None
) -> Movements | AccountRefusal | None:
    """A page of transactions, newest first; None where `after` is no place of a page."""
    held = account(connection, customer, resource_id)
    if held is None:
        return AccountRefusal.NO_SUCH_ACCOUNT
    older: list[Any] = []
    if after is not None:
        match = _PLACE.fullmatch(after)
        if match is None:
            return None
        try:
            stamp = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
        except ValueError:
            return None
        older = [tuple_(_POSTING.at, _POSTING.entry) < tuple_(_bound(stamp), match[2])]
    newest = _lines(resource_id, *older).order_by(_POSTING.at.desc(), _POSTING.entry.desc()).limit(MOST_MOVEMENTS + 1)
    rows = connection.execute(newest).all()
    page, more = rows[:MOST_MOVEMENTS], len(rows) > MOST_MOVEMENTS
    if not page:
        return Movements(())
    first = tuple_(_POSTING.at, _POSTING.entry) <= tuple_(_bound(page[0].at), page[0].entry)
    balance = sum_of(connection, resource_id, first)
    booked = []
    for row in page:
        booked.append(_transaction(row, held.currency, balance))
        balance -= row.amount
    last = page[-1]
    return Movements(tuple(booked), f"{last.at:{_STAMP}}.{last.entry}" if more else None)


def statement(
    connection: Connection, customer: str, owner: str, period: Period, today: date
) -> Statement | AccountRefusal:
    """What a statement says; `owner` is the customer's name."""
    held = account(connection, customer, period.resource_id)
    if held is None:
        return AccountRefusal.NO_SUCH_ACCOUNT
    days = (period.date_to - period.date_from).days + 1
    if not 1 <= days <= LONGEST_STATEMENT_DAYS or period.date_to > today:
        return AccountRefusal.PERIOD_NOT_HELD
    first, last = period.date_from.isoformat(), period.date_to.isoformat()
    of_period = _lines(period.resource_id, _POSTING.day >= first, _POSTING.day <= last)
    rows = connection.execute(of_period.order_by(_POSTING.at, _POSTING.entry).limit(MOST_STATEMENT_LINES + 1)).all()
    if len(rows) > MOST_STATEMENT_LINES:
        return AccountRefusal.PERIOD_NOT_HELD
    opening = balance = sum_of(connection, period.resource_id, _POSTING.day < first)
    booked = []
    for row in rows:
        balance += row.amount
        booked.append(_transaction(row, held.currency, balance))
    return Statement(
        account=held,
        owner_name=owner,
        period=period,
        opening=Money(opening, held.currency),
        closing=Money(balance, held.currency),
        booked=tuple(booked),
    )


def _lines(account_id: str, *where: Any) -> Select[Any]:
    joined = select(tables.posting, _ENTRY.text).join(tables.bank_entry, _ENTRY.id == _POSTING.entry)
    return joined.where(_POSTING.account == account_id, *where)


def _bound(at: datetime) -> Any:
    """An instant as a value of the column: within a tuple SQLAlchemy does not tell by itself."""
    return literal(at, _POSTING.at.type)


def _account(row: Row[Any]) -> Account:
    return Account(
        resource_id=row.id,
        currency=row.currency,
        product=row.product,
        cash_account_type=CashAccountType(row.kind),
        status=AccountStatus(row.status),
        iban=row.number if row.scheme == "iban" else None,
        bban=row.number if row.scheme == "bban" else None,
        product_names=tuple((row.product_names or {}).items()),
    )


def _transaction(row: Row[Any], currency: str, balance: int) -> Transaction:
    return Transaction(
        transaction_id=row.entry,
        booking_date=date.fromisoformat(row.day),
        transaction_amount=Money(row.amount, currency),
        creditor_name=row.other if row.amount < 0 else None,
        debtor_name=row.other if row.amount >= 0 else None,
        remittance_information_unstructured=row.text,
        balance_after_transaction=Money(balance, currency),
    )
