"""Accounts, balances, transactions and statements: what terminals use of NextGenPSD2's account information."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from pydantic import Field

from central.batch import RefusedError
from central.routes.caller import Central, Name
from central.routes.problems import SMALL_BODY, example
from central.routes.sessions import Asking, ChangeTold, Key, Served, Told, changed, changing, in_session
from kiosk.core.banking import Account, AccountRefusal, ChangeRefusal, Period, Transaction
from kiosk.core.money import Money

router = APIRouter()

_AMOUNT: Final = {"currency": "CNY", "amount": "-236.75"}
_ACCOUNT: Final = {
    "resourceId": "chen-current",
    "bban": "6217000000000030711",
    "currency": "CNY",
    "product": "活期一本通",
    "productNames": {"en": "Current account passbook"},
    "cashAccountType": "CACC",
    "status": "enabled",
}
_TRANSACTION: Final = {
    "transactionId": "chen-current-20261115-3",
    "bookingDate": "2026-11-15",
    "transactionAmount": _AMOUNT,
    "creditorName": "样本市电力公司",
    "remittanceInformationUnstructured": "电费",
    "balanceAfterTransaction": {"currency": "CNY", "amount": "91393.22"},
}
_NO_ACCOUNT: Final = {"title": "No such account", "reason": "noSuchAccount"}
_NO_PERIOD: Final = {"title": "No statement of this period", "reason": "periodNotHeld"}


class AmountTold(Told):
    """`amount`: decimal, with a dot; negative is owed or leaves the account."""

    model_config = example(**_AMOUNT)
    currency: str
    amount: str


class AccountTold(Told):
    """`accountDetails`: one of `iban` and `bban`. `productNames`: the product in other languages, by language tag."""

    model_config = example(**_ACCOUNT)
    resource_id: str
    iban: str | None = None
    bban: str | None = None
    currency: str
    product: str
    product_names: dict[str, str]
    cash_account_type: str
    status: str


class AccountsTold(Told):
    """The customer's accounts."""

    model_config = example(accounts=[_ACCOUNT])
    accounts: list[AccountTold]


class BalanceTold(Told):
    """`balance`."""

    balance_type: str
    balance_amount: AmountTold
    reference_date: date | None


class BalancesTold(Told):
    """The balances of an account."""

    model_config = example(
        balances=[{"balanceType": "interimAvailable", "balanceAmount": _AMOUNT, "referenceDate": None}]
    )
    balances: list[BalanceTold]


class TransactionTold(Told):
    """`transactionDetails`: `creditorName` of what leaves the account, `debtorName` of what comes."""

    transaction_id: str
    booking_date: date
    transaction_amount: AmountTold
    creditor_name: str | None = None
    debtor_name: str | None = None
    remittance_information_unstructured: str | None = None
    balance_after_transaction: AmountTold | None = None


class BookedTold(Told):
    """A page of booked transactions."""

    booked: list[TransactionTold]
    next: str | None = Field(description="What to ask for as `after`, where there are older ones")


class TransactionsTold(Told):
    """`transactions`."""

    model_config = example(transactions={"booked": [_TRANSACTION], "next": None})
    transactions: BookedTold


class StatementTold(Told):
    """What a statement says."""

    model_config = example(
        account=_ACCOUNT,
        ownerName="陈示例",
        dateFrom="2026-11-01",
        dateTo="2026-11-26",
        opening=_AMOUNT,
        closing=_AMOUNT,
        booked=[_TRANSACTION],
    )
    account: AccountTold
    owner_name: str
    date_from: date
    date_to: date
    opening: AmountTold
    closing: AmountTold
    booked: list[TransactionTold]


class DeliveryAsked(Asking):
    """A statement to be sent to the address on file."""

    model_config = example(resourceId="chen-current", dateFrom="2026-11-01", dateTo="2026-11-26", language="zh_CN")
    resource_id: str = Field(min_length=1, max_length=64)
    date_from: date = Field(strict=False)
    date_to: date = Field(strict=False)
    language: str = Field(pattern=r"^[A-Za-z_-]{2,16}$")


def _of(refusal: AccountRefusal) -> RefusedError:
    told = _NO_ACCOUNT if refusal is AccountRefusal.NO_SUCH_ACCOUNT else _NO_PERIOD
    return RefusedError(404, told["title"], reason=refusal.value)


def told_amount(money: Money) -> AmountTold:
    """An amount for the wire."""
    return AmountTold(currency=money.currency, amount=money.decimal())


def _account(account: Account) -> AccountTold:
    return AccountTold(
        resource_id=account.resource_id,
        iban=account.iban,
        bban=account.bban,
        currency=account.currency,
        product=account.product,
        product_names=dict(account.product_names),
        cash_account_type=account.cash_account_type.value,
        status=account.status.value,
    )


def _transaction(item: Transaction) -> TransactionTold:
    after = item.balance_after_transaction
    return TransactionTold(
        transaction_id=item.transaction_id,
        booking_date=item.booking_date,
        transaction_amount=told_amount(item.transaction_amount),
        creditor_name=item.creditor_name,
        debtor_name=item.debtor_name,
        remittance_information_unstructured=item.remittance_information_unstructured,
        balance_after_transaction=None if after is None else told_amount(after),
    )


_LEAN: Final[dict[str, Any]] = {"response_model_exclude_none": True}


@router.get("/v1/branches/{branch}/accounts", responses=in_session(), **_LEAN)
def accounts(served: Served, central: Central) -> AccountsTold:
    """The customer's accounts."""
    return AccountsTold(accounts=[_account(found) for found in central.bank.accounts(served)])


@router.get(
    "/v1/branches/{branch}/accounts/{account}/balances",
    responses=in_session(404, _404_account=_NO_ACCOUNT),
    **_LEAN,
)
def balances(served: Served, central: Central, account: Name) -> BalancesTold:
    """An account's balances: `interimAvailable`, and `closingBooked` of yesterday."""
    found = central.bank.balances(served, account)
    if isinstance(found, AccountRefusal):
        raise _of(found)
    return BalancesTold(
        balances=[
            BalanceTold(
                balance_type=item.balance_type.value,
                balance_amount=told_amount(item.balance_amount),
                reference_date=item.reference_date,
            )
            for item in found
        ]
    )


@router.get(
    "/v1/branches/{branch}/accounts/{account}/transactions",
    responses=in_session(404, _404_account=_NO_ACCOUNT),
    **_LEAN,
)
def transactions(
    served: Served,
    central: Central,
    account: Name,
    after: Annotated[str | None, Query(max_length=128, description="A page's `next`")] = None,
) -> TransactionsTold:
    """Booked transactions, newest first, 50 a page."""
    found = central.bank.movements(served, account, after)
    if found is None:
        raise RefusedError(400, "Malformed request", fields=["query.after"])
    if isinstance(found, AccountRefusal):
        raise _of(found)
    return TransactionsTold(
        transactions=BookedTold(booked=[_transaction(item) for item in found.booked], next=found.next)
    )


@router.get(
    "/v1/branches/{branch}/accounts/{account}/statement",
    responses=in_session(404, _404_account=_NO_ACCOUNT, _404_period=_NO_PERIOD),
    **_LEAN,
)
def statement(
    served: Served,
    central: Central,
    account: Name,
    date_from: Annotated[date, Query(alias="dateFrom")],
    date_to: Annotated[date, Query(alias="dateTo")],
) -> StatementTold:
    """What a statement of these days says, both included, oldest first.

    404 says why not in `reason`: `noSuchAccount`, or `periodNotHeld` for more than 366 days, days to come, or more than
    1,000 transactions.
    """
    found = central.bank.statement(served, Period(account, date_from, date_to))
    if isinstance(found, AccountRefusal):
        raise _of(found)
    return StatementTold(
        account=_account(found.account),
        owner_name=found.owner_name,
        date_from=found.period.date_from,
        date_to=found.period.date_to,
        opening=told_amount(found.opening),
        closing=told_amount(found.closing),
        booked=[_transaction(item) for item in found.booked],
    )


@router.post(
    "/v1/branches/{branch}/deliveries",
    responses=changing(ChangeRefusal.NO_ADDRESS, ChangeRefusal.NOT_POSSIBLE),
    max_body_size=SMALL_BODY,
)
def deliver(served: Served, key: Key, body: DeliveryAsked, central: Central) -> ChangeTold:
    """Have a statement sent by e-mail to the address on file. No address is taken from a terminal."""
    period = Period(body.resource_id, body.date_from, body.date_to)
    return changed(central.bank.by_email(served, key, period, body.language))
