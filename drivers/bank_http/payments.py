"""Transfers over the line. An answer that contradicts itself, or what was asked, is none: the outcome is asked for."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any, Final

from drivers.bank_http import answers
from drivers.bank_http.answers import NotAnAnswerError
from drivers.bank_http.sessions import Asker, understood
from kiosk.core.banking import ChangeAnswer, NeverCame, Session, UnderWay
from kiosk.core.fraud import Delay, PayeeCheck
from kiosk.core.iban import is_iban
from kiosk.core.payments import (
    LONGEST_NAME,
    MOST_PAYEES,
    MOST_PENDING,
    CancelAnswer,
    CancelRefusal,
    CheckedPayee,
    Creditor,
    NewPayee,
    NotCancelled,
    OwnAccount,
    Payee,
    Payees,
    Payment,
    PaymentAnswer,
    PaymentOrder,
    PaymentOutcome,
    PaymentRefusal,
    Prepared,
    Rejected,
    SavedPayee,
    TransactionStatus,
)

_LARGE: Final = 64 * 1024
_MOST_COUNTED: Final = 100_000
_SLACK: Final = timedelta(days=1)
"""How far the day of an execution, which is the bank's, may be from its moment in UTC."""


class Payments(Asker):
    """Implements `kiosk.core.payments.Payments`."""

    def payees(self, session: Session) -> Payees:
        """The saved payees."""
        status, told = self._get(session, "/payees", _LARGE)

        def read() -> Payees:
            _expect(status, 200)
            found = answers.items(told, "payees", MOST_PAYEES, _payee)
            if len({payee.payee_id for payee in found}) < len(found):
                raise NotAnAnswerError("the same payee twice")
            first_use, count = answers.member(told, "firstUse"), answers.member(told, "recentCount")
            if not isinstance(first_use, bool) or type(count) is not int or not 0 <= count <= _MOST_COUNTED:
                raise NotAnAnswerError("firstUse or recentCount is no answer")
            if first_use and count:
                raise NotAnAnswerError("a first use after others")
            return Payees(found, first_use, count)

        return understood(self._line, read)

    def save_payee(self, session: Session, payment_id: str, key: str) -> ChangeAnswer:
        """Save whom an order pays."""
        return self._change(session, "POST", "/payees", key, {"paymentId": payment_id})

    def remove_payee(self, session: Session, payee_id: str, key: str) -> ChangeAnswer:
        """Remove a saved payee."""
        return self._change(session, "DELETE", f"/payees/{payee_id}", key)

    def check(self, session: Session, creditor: Creditor) -> CheckedPayee | Rejected:
        """Confirmation of Payee."""
        status, told = self._asked(session, "POST", "/payee-checks", body=_creditor(creditor))

        def read() -> CheckedPayee | Rejected:
            if status == 409:
                return _rejected(told)
            _expect(status, 200)
            close = answers.text_or_none(told, "closeName")
            found = CheckedPayee(
                check=answers.word(told, "payeeCheck", PayeeCheck),
                account=_number(told),
                name=_name(told),
                close_name=close,
            )
            if (found.check is PayeeCheck.CLOSE_MATCH) is not (close is not None):
                raise NotAnAnswerError("a close match has a name, and nothing else has")
            if isinstance(creditor, NewPayee) and (found.account, found.name) != (creditor.account, creditor.name):
                raise NotAnAnswerError("another payee was checked")
            return found

        return understood(self._line, read)

    def prepare(self, session: Session, order: PaymentOrder) -> Prepared | Rejected:
        """Whether an order would be taken."""
        status, told = self._asked(session, "POST", "/payments/preparations", body=_order(order))

        def read() -> Prepared | Rejected:
            if status == 409:
                return _rejected(told)
            _expect(status, 200)
            second_factor = answers.member(told, "secondFactor")
            if not isinstance(second_factor, bool):
                raise NotAnAnswerError("secondFactor is no yes or no")
            return Prepared(second_factor)

        return understood(self._line, read)

    def initiate(self, session: Session, order: PaymentOrder, proof: str | None, key: str) -> PaymentAnswer:
        """Order a transfer."""
        body = {**_order(order), **({} if proof is None else {"proof": proof})}
        status, told = self._asked(session, "POST", "/payments", body=body, headers={"X-Request-ID": key})

        def read() -> PaymentAnswer:
            if status == 409:
                return _rejected(told)
            _expect(status, 201)
            found = _payment(told)
            if not order.fits(found):
                raise NotAnAnswerError("another order was given")
            return found

        return understood(self._line, read)

    def pending(self, session: Session) -> tuple[Payment, ...]:
        """Orders that wait."""
        status, told = self._get(session, "/payments", _LARGE)

        def read() -> tuple[Payment, ...]:
            _expect(status, 200)
            found = answers.items(told, "payments", MOST_PENDING, _payment)
            if len({payment.payment_id for payment in found}) < len(found):
                raise NotAnAnswerError("the same payment twice")
            waiting = (TransactionStatus.PDNG, TransactionStatus.RCVD)
            if any(payment.status not in waiting for payment in found):
                raise NotAnAnswerError("a payment that does not wait")
            return found

        return understood(self._line, read)

    def cancel(self, session: Session, payment_id: str, key: str) -> CancelAnswer:
        """Cancel an order."""
        headers = {"X-Request-ID": key}
        status, told = self._asked(session, "DELETE", f"/payments/{payment_id}", headers=headers)

        def read() -> CancelAnswer:
            if status == 409:
                return NotCancelled(answers.word(told, "reason", CancelRefusal))
            _expect(status, 200)
            found = _payment(told)
            if found.payment_id != payment_id or found.status is not TransactionStatus.CANC:
                raise NotAnAnswerError("it is not this that was cancelled")
            return found

        return understood(self._line, read)

    def outcome(self, key: str) -> PaymentOutcome:
        """What became of a request."""
        status, told = self._line.ask("POST", f"{self._branch}/payment-requests/{key}")

        def read() -> PaymentOutcome:
            _expect(status, 200)
            match answers.member(told, "outcome"), answers.member(told, "what"):
                case "taken", None:
                    return _payment(answers.member(told, "payment"))
                case "refused", "initiate":
                    return Rejected(answers.word(told, "reason", PaymentRefusal))
                case "refused", "cancel":
                    return NotCancelled(answers.word(told, "reason", CancelRefusal))
                case "underWay", None:
                    return UnderWay()
                case "neverCame", None if answers.member(told, "payment") is None:
                    return NeverCame()
            raise NotAnAnswerError("outcome is none")

        return understood(self._line, read)


def _expect(status: int, expected: int) -> None:
    if status != expected:
        raise NotAnAnswerError(f"status {status} is no answer")


def _rejected(told: Any) -> Rejected:
    if answers.member(told, "transactionStatus") != TransactionStatus.RJCT:
        raise NotAnAnswerError("a refusal that rejects nothing")
    return Rejected(answers.word(told, "reason", PaymentRefusal))


def _payee(told: Any) -> Payee:
    masked = answers.masked_number(answers.member(told, "creditorAccount"), "maskedPan")
    paid = answers.member(told, "everPaid")
    if not isinstance(paid, bool | None):
        raise NotAnAnswerError("everPaid is no yes or no")
    return Payee(answers.identifier(told, "payeeId"), answers.text(told, "creditorName"), masked, paid or False)


def _number(told: Any) -> str:
    """The one number of an account."""
    account = answers.member(told, "creditorAccount")
    found = [answers.number_or_none(account, name) for name in ("iban", "bban")]
    numbers = [number for number in found if number is not None]
    if len(numbers) != 1:
        raise NotAnAnswerError("creditorAccount is no account")
    if found[0] is not None and not is_iban(found[0]):
        raise NotAnAnswerError("iban is none")
    return numbers[0]


def _name(told: Any) -> str:
    """A name that goes back into an order as it came; one that cannot be shown as it is is none."""
    found = answers.member(told, "creditorName")
    if not isinstance(found, str) or not found or len(found) > LONGEST_NAME or answers.shown(found) != found:
        raise NotAnAnswerError("creditorName is no name")
    return found


def _payment(told: Any) -> Payment:
    """A payment. One that is rejected says why; a status beside a reason, or a day beside another moment, is none."""
    account = answers.member(told, "creditorAccount")
    has_reason = answers.member(told, "reason") is not None
    found = Payment(
        payment_id=answers.identifier(told, "paymentId"),
        status=answers.word(told, "transactionStatus", TransactionStatus),
        amount=answers.money(told, "instructedAmount"),
        name=answers.text(told, "creditorName"),
        account=answers.masked_number(account, "maskedPan"),
        delay=answers.word(told, "requestedExecution", Delay),
        due=answers.instant(told, "requestedExecutionTime"),
        reason=answers.word(told, "reason", PaymentRefusal, PaymentRefusal.NOT_POSSIBLE) if has_reason else None,
    )
    if (found.status is TransactionStatus.RJCT) is not has_reason:
        raise NotAnAnswerError("rejected, or not?")
    day = answers.day(told, "requestedExecutionDate")
    if abs(found.due.astimezone(UTC).date() - day) > _SLACK:
        raise NotAnAnswerError("two days of execution")
    if found.amount.minor <= 0:
        raise NotAnAnswerError("nothing is paid")
    return found


def _creditor(creditor: Creditor) -> dict[str, Any]:
    match creditor:
        case SavedPayee(payee_id):
            return {"payeeId": payee_id}
        case OwnAccount(resource_id):
            return {"resourceId": resource_id}
        case NewPayee(account, name):
            return {"creditorAccount": _reference(account), "creditorName": name}


def _order(order: PaymentOrder) -> dict[str, Any]:
    named = {} if isinstance(order.creditor, NewPayee) else _creditor(order.creditor)
    note = {} if order.note is None else {"remittanceInformationUnstructured": order.note}
    return {
        "debtorAccount": {"resourceId": order.debtor},
        "creditorAccount": _reference(order.account),
        "creditorName": order.name,
        **named,
        "payeeCheck": order.check.value,
        "instructedAmount": {"currency": order.amount.currency, "amount": order.amount.decimal()},
        "requestedExecution": order.delay.value,
        **note,
    }


def _reference(number: str) -> dict[str, str]:
    return {"iban" if is_iban(number) else "bban": number}
