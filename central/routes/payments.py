"""Transfers: what terminals use of NextGenPSD2's payment initiation, with saved payees and Confirmation of Payee."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path
from pydantic import Field, model_validator

from central.batch import RefusedError
from central.logs import event
from central.routes.accounts import AmountTold, told_amount
from central.routes.caller import BranchKiosk, Central, Name
from central.routes.problems import SMALL_BODY, example, problems
from central.routes.profile import AmountAsked
from central.routes.sessions import (
    OUTSIDE,
    UUID,
    VOID,
    Asking,
    ChangeTold,
    Key,
    Served,
    Told,
    changed,
    changing,
    in_session,
)
from kiosk.core.banking import ChangeRefusal
from kiosk.core.fraud import Delay, PayeeCheck
from kiosk.core.iban import is_iban
from kiosk.core.money import Money, MoneyError
from kiosk.core.payments import (
    LONGEST_NAME,
    LONGEST_NOTE,
    CancelRefusal,
    CheckedPayee,
    Creditor,
    NewPayee,
    NotCancelled,
    OwnAccount,
    Payment,
    PaymentOrder,
    PaymentRefusal,
    Rejected,
    SavedPayee,
)

router = APIRouter()

_AMOUNT: Final = {"currency": "CNY", "amount": "800.00"}
_PAYMENT: Final[dict[str, Any]] = {
    "paymentId": "K7Q2-9F4M",
    "transactionStatus": "PDNG",
    "instructedAmount": _AMOUNT,
    "creditorName": "**样本",
    "creditorAccount": {"maskedPan": "**** 2423"},
    "requestedExecution": "afterDay",
    "requestedExecutionDate": "2026-11-28",
    "requestedExecutionTime": "2026-11-28T04:00:00Z",
}
_ORDER: Final[dict[str, Any]] = {
    "debtorAccount": {"resourceId": "chen-current"},
    "creditorAccount": {"bban": "6217000000000122423"},
    "creditorName": "欧阳样本",
    "payeeId": "chen-ouyang",
    "payeeCheck": "match",
    "instructedAmount": _AMOUNT,
    "requestedExecution": "afterDay",
}
_NUMBER: Final = r"^[A-Z0-9]{8,34}$"
_LINE: Final = r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$"
_NOT_TAKEN: Final = "The order is not taken"
_NOT_CANCELLED: Final = "The order is not cancelled"
_CHANGED: Final = {"title": "The key belongs to another request"}
_LEAN: Final[dict[str, Any]] = {"response_model_exclude_none": True}


class NumberAsked(Asking):
    """`accountReference`: one of `iban` (ISO 13616, its check digits fit) and `bban`."""

    iban: str | None = Field(default=None, pattern=_NUMBER)
    bban: str | None = Field(default=None, pattern=_NUMBER)

    @model_validator(mode="after")
    def _one(self) -> NumberAsked:
        if (self.iban is None) == (self.bban is None):
            raise ValueError("one of iban and bban")
        if self.iban is not None and not is_iban(self.iban):
            raise ValueError("the check digits, or the length, are not those of an IBAN")
        return self

    @property
    def number(self) -> str:
        """The number, whichever it is."""
        return self.iban or self.bban or ""


class DebtorAsked(Asking):
    """The account that is debited."""

    resource_id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")


class CheckAsked(Asking):
    """Whose name is checked: a saved payee by `payeeId`, an own account by `resourceId`, else name and account."""

    model_config = example(creditorAccount={"bban": "6217000000000122423"}, creditorName="欧阳样本")
    payee_id: str | None = Field(default=None, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
    resource_id: str | None = Field(default=None, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
    creditor_account: NumberAsked | None = None
    creditor_name: str | None = Field(default=None, max_length=LONGEST_NAME, pattern=_LINE, repr=False)

    @model_validator(mode="after")
    def _one(self) -> CheckAsked:
        typed = (self.creditor_account is not None, self.creditor_name is not None)
        kinds = [self.payee_id is not None, self.resource_id is not None, all(typed)]
        if kinds.count(True) != 1 or (any(typed) and not all(typed)):
            raise ValueError("one of payeeId, resourceId, and name with account")
        return self

    def creditor(self) -> Creditor:
        """Whom it is about."""
        if self.payee_id is not None:
            return SavedPayee(self.payee_id)
        if self.resource_id is not None:
            return OwnAccount(self.resource_id)
        return NewPayee(self.creditor_account.number if self.creditor_account else "", self.creditor_name or "")


class OrderAsked(Asking):
    """An order exactly as the customer was shown it.

    `payeeId` or `resourceId` says that the payee is saved, or an own account; account and name are given all the same,
    and an order is refused (`payeeChanged`) where they are not the payee's any more. `payeeCheck` is what the customer
    was told of the name.
    """

    model_config = example(**_ORDER)
    debtor_account: DebtorAsked
    creditor_account: NumberAsked
    creditor_name: str = Field(max_length=LONGEST_NAME, pattern=_LINE, repr=False)
    payee_id: str | None = Field(default=None, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
    resource_id: str | None = Field(default=None, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
    payee_check: str = Field(json_schema_extra={"enum": list(PayeeCheck)})
    instructed_amount: AmountAsked
    requested_execution: str = Field(json_schema_extra={"enum": list(Delay)})
    remittance_information_unstructured: str | None = Field(
        default=None, max_length=LONGEST_NOTE, pattern=_LINE, repr=False
    )
    proof: str | None = Field(default=None, max_length=512, repr=False, description="What the second factor gave")

    def order(self) -> PaymentOrder:
        """The order. Raises `RefusedError` (400)."""
        asked = self.instructed_amount
        try:
            amount = Money.parse(asked.amount, asked.currency)
            check, delay = PayeeCheck(self.payee_check), Delay(self.requested_execution)
        except MoneyError:
            raise RefusedError(400, "Malformed request", fields=["body.instructedAmount"]) from None
        except ValueError:
            fields = ["body.payeeCheck", "body.requestedExecution"]
            raise RefusedError(400, "Malformed request", fields=fields) from None
        creditor: Creditor
        number = self.creditor_account.number
        if self.payee_id is not None and self.resource_id is not None:
            raise RefusedError(400, "Malformed request", fields=["body.payeeId", "body.resourceId"])
        if self.payee_id is not None:
            creditor = SavedPayee(self.payee_id)
        elif self.resource_id is not None:
            creditor = OwnAccount(self.resource_id)
        else:
            creditor = NewPayee(number, self.creditor_name)
        return PaymentOrder(
            debtor=self.debtor_account.resource_id,
            creditor=creditor,
            account=number,
            name=self.creditor_name,
            check=check,
            amount=amount,
            delay=delay,
            note=self.remittance_information_unstructured,
        )


class NumberTold(Told):
    """`accountReference`; `maskedPan` where the number is masked."""

    iban: str | None = None
    bban: str | None = None
    masked_pan: str | None = None


class PayeeTold(Told):
    """A saved payee, masked. `everPaid`: money of the customer's went there before; until then it counts as new."""

    payee_id: str
    creditor_name: str
    creditor_account: NumberTold
    ever_paid: bool


class SavingAsked(Asking):
    """A payee to be saved: whom this order pays."""

    model_config = example(paymentId="K7Q2-9F4M")
    payment_id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")


class PayeesTold(Told):
    """The saved payees. `firstUse`: no order to others at a terminal yet. `recentCount`: of those within 24 hours."""

    model_config = example(
        payees=[
            {
                "payeeId": "chen-ouyang",
                "creditorName": "**样本",
                "creditorAccount": {"maskedPan": "**** 2423"},
                "everPaid": True,
            }
        ],
        firstUse=True,
        recentCount=0,
    )
    payees: list[PayeeTold]
    first_use: bool
    recent_count: int


class CheckTold(Told):
    """Confirmation of Payee: `match`, `closeMatch` with `closeName`, `noMatch`, `unavailable`."""

    model_config = example(
        payeeCheck="closeMatch",
        creditorAccount={"bban": "6217000000000122423"},
        creditorName="欧阳样品",
        closeName="欧阳样本",
    )
    payee_check: str
    creditor_account: NumberTold
    creditor_name: str
    close_name: str | None = None


class PreparedTold(Told):
    """The order would be taken as things are now."""

    model_config = example(secondFactor=True)
    second_factor: bool


class PaymentTold(Told):
    """An order that was taken: `transactionStatus` is `PDNG`, `ACSC`, `CANC`, or `RJCT` with its `reason`."""

    model_config = example(**_PAYMENT)
    payment_id: str
    transaction_status: str
    instructed_amount: AmountTold
    creditor_name: str
    creditor_account: NumberTold
    requested_execution: str
    requested_execution_date: date
    requested_execution_time: datetime
    reason: str | None = None


class PaymentsTold(Told):
    """Orders that wait."""

    model_config = example(payments=[_PAYMENT])
    payments: list[PaymentTold]


class PaymentOutcomeTold(Told):
    """What became of a request: `taken` with the payment as it stands, `refused` with its reason, or `neverCame`."""

    model_config = example(outcome="taken", payment=_PAYMENT)
    outcome: str
    what: str | None = Field(default=None, description="Of what is refused: `initiate` or `cancel`")
    payment: PaymentTold | None = None
    reason: str | None = None


def told_number(number: str) -> NumberTold:
    """An account number on the wire."""
    return NumberTold(iban=number) if is_iban(number) else NumberTold(bban=number)


def told_payment(payment: Payment, central: Central) -> PaymentTold:
    """A payment on the wire."""
    return PaymentTold(
        payment_id=payment.payment_id,
        transaction_status=payment.status.value,
        instructed_amount=told_amount(payment.amount),
        creditor_name=payment.name,
        creditor_account=NumberTold(masked_pan=payment.account),
        requested_execution=payment.delay.value,
        requested_execution_date=payment.due.astimezone(central.zone).date(),
        requested_execution_time=payment.due,
        reason=None if payment.reason is None else payment.reason.value,
    )


def _rejected(answer: Rejected) -> RefusedError:
    return RefusedError(409, _NOT_TAKEN, transactionStatus="RJCT", reason=answer.reason.value)


def _refusals(*reasons: PaymentRefusal) -> dict[str, dict[str, Any]]:
    shown = {"title": _NOT_TAKEN, "transactionStatus": "RJCT"}
    return {f"_409_{reason.value}": {**shown, "reason": reason.value} for reason in reasons}


@router.get("/v1/branches/{branch}/payees", responses=in_session(), **_LEAN)
def payees(served: Served, central: Central) -> PayeesTold:
    """The customer's saved payees, masked."""
    found = central.bank.payees(served)
    return PayeesTold(
        payees=[
            PayeeTold(
                payee_id=payee.payee_id,
                creditor_name=payee.name,
                creditor_account=NumberTold(masked_pan=payee.account),
                ever_paid=payee.paid,
            )
            for payee in found.payees
        ],
        first_use=found.first_use,
        recent_count=found.count_24h,
    )


@router.post("/v1/branches/{branch}/payees", responses=changing(ChangeRefusal.NOT_POSSIBLE), max_body_size=SMALL_BODY)
def save_payee(served: Served, key: Key, body: SavingAsked, central: Central) -> ChangeTold:
    """Save whom an order pays that the customer gave and the bank took; its name must not be another's."""
    return changed(central.bank.save_payee(served, key, body.payment_id))


@router.delete("/v1/branches/{branch}/payees/{payee}", responses=changing())
def remove_payee(served: Served, key: Key, payee: Name, central: Central) -> ChangeTold:
    """Remove a saved payee; `already` where it is not there."""
    return changed(central.bank.remove_payee(served, key, payee))


@router.post(
    "/v1/branches/{branch}/payee-checks",
    responses=in_session(409, 413, **_refusals(PaymentRefusal.NO_PAYEE)),
    max_body_size=SMALL_BODY,
    **_LEAN,
)
def check_payee(served: Served, body: CheckAsked, central: Central) -> CheckTold:
    """Confirmation of Payee, and name and account of a saved payee. 20 answers a day; then `unavailable`."""
    answer = central.bank.check_payee(served, body.creditor())
    if isinstance(answer, Rejected):
        raise _rejected(answer)
    event("payeeChecked", kiosk=served.kiosk, check=answer.check.value)
    return _check_told(answer)


def _check_told(answer: CheckedPayee) -> CheckTold:
    return CheckTold(
        payee_check=answer.check.value,
        creditor_account=told_number(answer.account),
        creditor_name=answer.name,
        close_name=answer.close_name,
    )


@router.post(
    "/v1/branches/{branch}/payments/preparations",
    responses=in_session(409, 413, **_refusals(*PaymentRefusal)),
    max_body_size=SMALL_BODY,
)
def prepare(served: Served, body: OrderAsked, central: Central) -> PreparedTold:
    """Whether an order would be taken, and whether it needs a second factor. Nothing is done, and nothing promised."""
    answer = central.bank.prepare_payment(served, body.order())
    if isinstance(answer, Rejected):
        raise _rejected(answer)
    return PreparedTold(second_factor=answer.second_factor)


@router.post(
    "/v1/branches/{branch}/payments",
    status_code=201,
    responses=in_session(409, 413, 422, _422_reused=_CHANGED, _422_void=VOID, **_refusals(*PaymentRefusal)),
    max_body_size=SMALL_BODY,
    **_LEAN,
)
def initiate(served: Served, key: Key, body: OrderAsked, central: Central) -> PaymentTold:
    """Order a transfer: executed at once, or held until `requestedExecutionTime` and to be cancelled until then.

    The same `X-Request-ID` again does nothing again and says how the order stands. 409 says why it is not taken in
    `reason`.
    """
    answer = central.bank.initiate_payment(served, key, body.order(), body.proof)
    if isinstance(answer, Rejected):
        event("paymentRejected", kiosk=served.kiosk, why=answer.reason.value)
        raise _rejected(answer)
    event("paymentTaken", kiosk=served.kiosk, status=answer.status.value, delay=answer.delay.value)
    return told_payment(answer, central)


@router.get("/v1/branches/{branch}/payments", responses=in_session(), **_LEAN)
def pending(served: Served, central: Central) -> PaymentsTold:
    """The customer's orders that wait (`PDNG`), soonest first, from whichever terminal."""
    return PaymentsTold(payments=[told_payment(item, central) for item in central.bank.pending_payments(served)])


@router.delete(
    "/v1/branches/{branch}/payments/{payment}",
    responses=in_session(
        *(409, 422),
        _422_reused=_CHANGED,
        _422_void=VOID,
        **{f"_409_{why.value}": {"title": _NOT_CANCELLED, "reason": why.value} for why in CancelRefusal},
    ),
    **_LEAN,
)
def cancel(served: Served, key: Key, payment: Name, central: Central) -> PaymentTold:
    """Cancel an order that waits, at any terminal. 409 says why not in `reason`."""
    answer = central.bank.cancel_payment(served, key, payment)
    event("paymentCancelled", kiosk=served.kiosk, outcome=type(answer).__name__)
    if isinstance(answer, NotCancelled):
        raise RefusedError(409, _NOT_CANCELLED, reason=answer.reason.value)
    return told_payment(answer, central)


@router.post(
    "/v1/branches/{branch}/payment-requests/{key}",
    responses=problems(400, 401, 403, 503, _403_branch=OUTSIDE),
    **_LEAN,
)
def outcome(peer: BranchKiosk, central: Central, key: Annotated[str, Path(pattern=UUID)]) -> PaymentOutcomeTold:
    """Settle what became of an order or a cancellation of this terminal, by its `X-Request-ID`. Needs no session.

    `neverCame`: nothing was done by it, and the key is void from now on: nothing will be (422), should it still arrive.
    """
    found = central.bank.payment_outcome(peer.kiosk, key)
    match found:
        case Payment():
            return PaymentOutcomeTold(outcome="taken", payment=told_payment(found, central))
        case Rejected(reason):
            return PaymentOutcomeTold(outcome="refused", what="initiate", reason=reason.value)
        case NotCancelled(why):
            return PaymentOutcomeTold(outcome="refused", what="cancel", reason=why.value)
        case _:
            return PaymentOutcomeTold(outcome="neverCame")
