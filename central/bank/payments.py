"""Transfers in the core: payees, checks of names, orders with their holds, delayed execution, cancelling.

An order that waits (`PDNG`) holds its amount: it cannot be spent twice. It is executed when it is due, by whoever comes
first: each call that looks at payments, or `execute_due` of the service's clock. Executing and cancelling take the row
out of PDNG, which only one of them can, in the transaction that books. The entry's id is the payment's, so that the
books themselves refuse a second one.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from central import tables
from central.bank import books, names
from central.bank.changes import VOID, VOIDED, reference
from central.bank.profile import Profile
from central.bank.proofs import Proofs
from central.bank.sessions import Bound
from central.bank.vault import Vault
from central.batch import RefusedError
from central.store import put
from kiosk.core.banking import (
    AccountStatus,
    ChangeAnswer,
    ChangeRefusal,
    Done,
    LimitKind,
    NeverCame,
    Refused,
    Transaction,
    mask,
    mask_name,
)
from kiosk.core.fraud import Delay, PayeeCheck, due
from kiosk.core.money import Money
from kiosk.core.payments import (
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

CHECKS_A_DAY: Final = 20
"""Names that are checked for a customer within 24 hours; after that the answer is `unavailable`."""
WITHOUT_PROOF: Final = {"CNY": 500_00}
"""Below this amount (minor units) a saved payee that was paid before is paid without a second factor; of other
currencies, never.
"""
_DUE_AT_ONCE: Final = 100
"""Payments that one transaction executes."""

_LONGEST_PAYER: Final = 70

_DAY: Final = timedelta(days=1)
_PAYMENT, _PAYEE, _REQUEST = tables.payment.c, tables.payee.c, tables.payment_request.c
_CHECK, _LIMIT, _ACCOUNT = tables.payee_check.c, tables.spending_limit.c, tables.account.c
_PENDING: Final = TransactionStatus.PDNG.value


@dataclass(frozen=True)
class _Asked:
    """What a terminal asks for once: `about` is all that it says, but for the proof, which the first answer spends."""

    bound: Bound
    key: str
    what: str
    about: dict[str, Any]


class PaymentDesk:
    """Payments of the core's customers. Functions with a connection work in the caller's transaction."""

    def __init__(self, vault: Vault, profile: Profile, zone: ZoneInfo) -> None:
        self._vault, self._profile, self._zone = vault, profile, zone

    # To whom
    def payees(self, connection: Connection, customer: str, now: datetime) -> Payees:
        """The saved payees, masked, and how often the customer ordered; between own accounts is no use of transfers."""
        rows = select(tables.payee).where(_PAYEE.customer == customer).order_by(_PAYEE.place, _PAYEE.id)
        saved = tuple(
            Payee(row.id, mask_name(self._payee_name(connection, row)), mask(row.number), row.paid_at is not None)
            for row in connection.execute(rows.limit(MOST_PAYEES))
        )
        ordered = select(func.count()).where(_PAYMENT.customer == customer, _PAYMENT.own.is_(False))
        ever = connection.execute(ordered).scalar_one()
        lately = connection.execute(ordered.where(_PAYMENT.accepted_at > now - _DAY)).scalar_one()
        return Payees(saved, not ever, int(lately))

    def put_payee(
        self, connection: Connection, customer: str, place: int, payee: tuple[str, str, str], paid_at: datetime | None
    ) -> None:
        """Put down a saved payee: its id, name and account. One that is there stays."""
        name, holder, number = payee
        sealed = self._vault.seal(connection, f"payee\n{name}\nname", holder)
        row = {"id": name, "customer": customer, "place": place, "name": sealed, "number": number, "paid_at": paid_at}
        put(connection, tables.payee, row)

    def save_payee(self, connection: Connection, customer: str, payment_id: str) -> ChangeAnswer:
        """Save whom an order pays. Not one whose name is not that of the account, nor more than are shown."""
        _alone(connection, customer)
        one = (_PAYMENT.id == payment_id, _PAYMENT.customer == customer, _PAYMENT.own.is_(False))
        row = connection.execute(select(tables.payment).where(*one)).one_or_none()
        if row is None or row.status not in (_PENDING, TransactionStatus.ACSC):
            return Refused(ChangeRefusal.NOT_POSSIBLE)
        name = self._name(connection, row)
        if self._compared(connection, row.number, name).check is PayeeCheck.NO_MATCH:
            return Refused(ChangeRefusal.NOT_POSSIBLE)
        saved = connection.execute(select(tables.payee).where(_PAYEE.customer == customer)).all()
        if any(held.number == row.number and self._payee_name(connection, held) == name for held in saved):
            return Done(already=True)
        if len(saved) >= MOST_PAYEES:
            return Refused(ChangeRefusal.NOT_POSSIBLE)
        paid = (_PAYMENT.customer == customer, _PAYMENT.number == row.number, _PAYMENT.status == TransactionStatus.ACSC)
        first = connection.execute(select(func.min(_PAYMENT.ended_at)).where(*paid)).scalar_one()
        place = 1 + max((held.place for held in saved), default=-1)
        self.put_payee(connection, customer, place, (f"payee-{secrets.token_hex(8)}", name, row.number), first)
        return Done(reference())

    def remove_payee(self, connection: Connection, customer: str, payee_id: str) -> ChangeAnswer:
        """Remove a saved payee."""
        one = delete(tables.payee).where(_PAYEE.id == payee_id, _PAYEE.customer == customer)
        removed = connection.execute(one, execution_options={"preserve_rowcount": True}).rowcount
        return Done(reference()) if removed else Done(already=True)

    def check(
        self, connection: Connection, customer: str, creditor: Creditor, now: datetime
    ) -> CheckedPayee | Rejected:
        """What the holder's bank says of the payee's name. Counted, so that nobody looks up who has which account."""
        match creditor:
            case OwnAccount():
                return self._judged(connection, customer, creditor)
            case SavedPayee() | NewPayee():
                lately = (_CHECK.customer == customer, _CHECK.at > now - _DAY)
                asked = connection.execute(select(func.count()).select_from(tables.payee_check).where(*lately))
                judged = self._judged(connection, customer, creditor)
                if isinstance(judged, CheckedPayee) and asked.scalar_one() >= CHECKS_A_DAY:
                    return replace(judged, check=PayeeCheck.UNAVAILABLE, close_name=None)
                old = (_CHECK.customer == customer, _CHECK.at <= now - _DAY)
                connection.execute(delete(tables.payee_check).where(*old))
                row = {"id": secrets.token_hex(16), "customer": customer, "at": now}
                connection.execute(insert(tables.payee_check).values(**row))
                return judged

    def _judged(self, connection: Connection, customer: str, creditor: Creditor) -> CheckedPayee | Rejected:
        match creditor:
            case OwnAccount(resource_id):
                own = books.account(connection, customer, resource_id)
                if own is None:
                    return Rejected(PaymentRefusal.NO_PAYEE)
                return CheckedPayee(PayeeCheck.MATCH, own.number, self._profile.name(connection, customer))
            case SavedPayee(payee_id):
                one = select(tables.payee).where(_PAYEE.id == payee_id, _PAYEE.customer == customer)
                row = connection.execute(one).one_or_none()
                if row is None:
                    return Rejected(PaymentRefusal.NO_PAYEE)
                return self._compared(connection, row.number, self._payee_name(connection, row))
            case NewPayee(account, name):
                return self._compared(connection, account, name)

    def _compared(self, connection: Connection, number: str, name: str) -> CheckedPayee:
        """A name beside that of the account's holder. Of accounts at other banks the reference can ask nobody."""
        holder = connection.execute(select(_ACCOUNT.customer).where(_ACCOUNT.number == number)).scalar_one_or_none()
        if holder is None:
            return CheckedPayee(PayeeCheck.UNAVAILABLE, number, name)
        held = self._profile.name(connection, holder)
        found = names.check(name, held)
        return CheckedPayee(found, number, name, held if found is PayeeCheck.CLOSE_MATCH else None)

    # Orders
    def prepare(self, connection: Connection, bound: Bound, order: PaymentOrder, now: datetime) -> Prepared | Rejected:
        """Whether an order would be taken now."""
        refused = self._refusal(connection, bound, order, now)
        return Rejected(refused) if refused is not None else Prepared(_wants_proof(connection, bound.customer, order))

    def initiate(  # noqa: PLR0917 - each by its name in the call that it answers
        self,
        connection: Connection,
        bound: Bound,
        key: str,
        order: PaymentOrder,
        proof: str | None,
        proofs: Proofs,
        now: datetime,
    ) -> PaymentAnswer:
        """Take an order, once for its key; one for now is executed at once."""
        told = {**_told(order), "amount": order.amount.decimal(), "currency": order.amount.currency}

        def work() -> str | PaymentRefusal:
            return self._take(connection, bound, order, proof, proofs, now)

        held = self._once(connection, _Asked(bound, key, "initiate", told), now, work)
        return Rejected(PaymentRefusal(held.reason)) if held.reason else self._named(connection, held.payment)

    def _take(  # noqa: PLR0917
        self,
        connection: Connection,
        bound: Bound,
        order: PaymentOrder,
        proof: str | None,
        proofs: Proofs,
        now: datetime,
    ) -> str | PaymentRefusal:
        # Whoever decides by a sum of the day, or by a balance, is alone with this customer and this account.
        _alone(connection, bound.customer)
        books.lock(connection, order.debtor)
        refused = self._refusal(connection, bound, order, now)
        if refused is not None:
            return refused
        wanted = _wants_proof(connection, bound.customer, order)
        if wanted and not (proof and proofs.spend(connection, bound, order.to_confirm(), proof)):
            return PaymentRefusal.PROOF_NEEDED
        name, own = reference(), isinstance(order.creditor, OwnAccount)
        creditor = connection.execute(select(_ACCOUNT.id).where(_ACCOUNT.number == order.account)).scalar_one_or_none()
        row = {
            "id": name,
            "customer": bound.customer,
            "debtor": order.debtor,
            "number": order.account,
            "creditor": creditor,
            "name": self._vault.seal(connection, f"payment\n{name}\nname", order.name),
            "note": order.note and self._vault.seal(connection, f"payment\n{name}\nnote", order.note),
            "own": own,
            "amount": order.amount.minor,
            "currency": order.amount.currency,
            "delay": order.delay.value,
            "accepted_at": now,
            "due_at": due(order.delay, now.astimezone(self._zone)),
            "status": _PENDING,
        }
        connection.execute(insert(tables.payment).values(**row))
        if order.delay is Delay.REAL_TIME:
            self._execute(connection, name, now)
        return name

    def _refusal(
        self, connection: Connection, bound: Bound, order: PaymentOrder, now: datetime
    ) -> PaymentRefusal | None:
        """Why an order is not taken; None for one that is."""
        debtor = books.account(connection, bound.customer, order.debtor)
        amount = order.amount
        if debtor is None or amount.minor <= 0 or amount.currency != debtor.currency:
            return PaymentRefusal.NOT_POSSIBLE
        if debtor.status is not AccountStatus.ENABLED:
            return PaymentRefusal.ACCOUNT_BLOCKED
        judged = self._judged(connection, bound.customer, order.creditor)
        if isinstance(judged, Rejected):
            return judged.reason
        # A customer whose checks were used up was told `unavailable`, which is never better than what it is.
        worse = order.check is PayeeCheck.UNAVAILABLE and judged.check is not PayeeCheck.NO_MATCH
        if (judged.account, judged.name) != (order.account, order.name) or not (judged.check is order.check or worse):
            return PaymentRefusal.PAYEE_CHANGED
        if (refused := self._payee_refusal(connection, order)) is not None:
            return refused
        if not isinstance(order.creditor, OwnAccount):
            if order.check is PayeeCheck.NO_MATCH and order.delay is Delay.REAL_TIME:
                return PaymentRefusal.DELAY_NEEDED
            if (refused := self._limit_refusal(connection, bound.customer, amount, now)) is not None:
                return refused
        if available(connection, order.debtor) < amount.minor:
            return PaymentRefusal.FUNDS
        if order.delay is not Delay.REAL_TIME and self._waiting(connection, bound.customer) >= MOST_PENDING:
            return PaymentRefusal.NOT_POSSIBLE  # the customer could not see it, and not cancel it
        return None

    def _waiting(self, connection: Connection, customer: str) -> int:
        waiting = select(func.count()).where(_PAYMENT.customer == customer, _PAYMENT.status == _PENDING)
        return int(connection.execute(waiting).scalar_one())

    def _payee_refusal(self, connection: Connection, order: PaymentOrder) -> PaymentRefusal | None:
        number = order.account
        blocked = select(tables.blocked_payee.c.number).where(tables.blocked_payee.c.number == number)
        if connection.execute(blocked).one_or_none() is not None:
            return PaymentRefusal.PAYEE_BLOCKED
        row = connection.execute(select(tables.account).where(_ACCOUNT.number == number)).one_or_none()
        if row is None:
            return None
        if row.status != AccountStatus.ENABLED or row.customer is None:
            return PaymentRefusal.PAYEE_BLOCKED
        return PaymentRefusal.NOT_POSSIBLE if row.id == order.debtor or row.currency != order.amount.currency else None

    def _limit_refusal(
        self, connection: Connection, customer: str, amount: Money, now: datetime
    ) -> PaymentRefusal | None:
        """The limits of transfers to others; who has none in this currency orders none here."""
        rows = connection.execute(select(tables.spending_limit).where(_LIMIT.customer == customer))
        held = {row.kind: row.amount for row in rows if row.currency == amount.currency}
        if amount.minor > held.get(LimitKind.TRANSFER_SINGLE.value, 0):
            return PaymentRefusal.LIMIT_SINGLE
        local = now.astimezone(self._zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        # No upper bound: what was ordered before the clock was set back counts, too.
        of_day = (
            _PAYMENT.customer == customer,
            _PAYMENT.own.is_(False),
            _PAYMENT.currency == amount.currency,
            _PAYMENT.accepted_at >= midnight,
            _PAYMENT.status.in_((_PENDING, TransactionStatus.ACSC.value)),
        )
        spent = connection.execute(select(func.coalesce(func.sum(_PAYMENT.amount), 0)).where(*of_day)).scalar_one()
        if int(spent) + amount.minor > held.get(LimitKind.TRANSFER_DAILY.value, 0):
            return PaymentRefusal.LIMIT_DAILY
        return None

    # Later
    def pending(self, connection: Connection, customer: str) -> tuple[Payment, ...]:
        """A customer's orders that wait, soonest first."""
        waiting = select(tables.payment).where(_PAYMENT.customer == customer, _PAYMENT.status == _PENDING)
        rows = connection.execute(waiting.order_by(_PAYMENT.due_at, _PAYMENT.id).limit(MOST_PENDING))
        return tuple(self._payment(connection, row) for row in rows)

    def is_due(self, connection: Connection, now: datetime) -> bool:
        """Whether anything is to be executed."""
        waiting = select(_PAYMENT.id).where(_PAYMENT.status == _PENDING, _PAYMENT.due_at <= now).limit(1)
        return connection.execute(waiting).one_or_none() is not None

    def execute_due(self, connection: Connection, now: datetime) -> int:
        """Execute what is due, up to `_DUE_AT_ONCE`; how many rows it found."""
        waiting = select(_PAYMENT.id).where(_PAYMENT.status == _PENDING, _PAYMENT.due_at <= now)
        found = connection.execute(waiting.order_by(_PAYMENT.due_at, _PAYMENT.id).limit(_DUE_AT_ONCE)).scalars().all()
        for name in found:
            self._execute(connection, name, now)
        return len(found)

    def _execute(self, connection: Connection, name: str, now: datetime) -> None:
        """Book a payment that waits, or reject it where the money or one of the accounts is not there any more."""
        debtor = self._row(connection, name).debtor
        from_ = books.lock(connection, debtor)[debtor]
        row = self._row(connection, name)  # as it is now that nobody else has the account
        if row.status != _PENDING:
            return
        reason = None
        to = select(_ACCOUNT.status).where(_ACCOUNT.id == row.creditor)
        if from_.status != AccountStatus.ENABLED:
            reason = PaymentRefusal.ACCOUNT_BLOCKED
        elif row.creditor and connection.execute(to).scalar_one() != AccountStatus.ENABLED:
            reason = PaymentRefusal.PAYEE_BLOCKED
        elif books.sum_of(connection, row.debtor) < row.amount:
            reason = PaymentRefusal.FUNDS
        status = TransactionStatus.ACSC if reason is None else TransactionStatus.RJCT
        if not self._end(connection, name, status, now, reason=reason) or reason is not None:
            return
        creditor = row.creditor or books.clearing(connection, row.currency)
        entry = f"payment-{name}"
        lines = (books.Line(row.debtor, -row.amount), books.Line(creditor, row.amount))
        books.post(connection, books.Entry(entry, now, now.astimezone(self._zone).date(), lines))
        connection.execute(update(tables.payment).where(_PAYMENT.id == name).values(entry=entry))
        first = (_PAYEE.customer == row.customer, _PAYEE.number == row.number, _PAYEE.paid_at.is_(None))
        connection.execute(update(tables.payee).where(*first).values(paid_at=now))

    def named(self, connection: Connection, booked: tuple[Transaction, ...]) -> tuple[Transaction, ...]:
        """Transactions with names and notes of the payments among them: the books hold none, here they are sealed."""
        of = _PAYMENT.entry.in_([item.transaction_id for item in booked])
        paid = {row.entry: row for row in connection.execute(select(tables.payment).where(of))}
        return tuple(
            self._with_names(connection, item, paid[item.transaction_id]) if item.transaction_id in paid else item
            for item in booked
        )

    def _with_names(self, connection: Connection, item: Transaction, row: Row[Any]) -> Transaction:
        note = self._vault.open(connection, f"payment\n{row.id}\nnote", bytes(row.note)) if row.note else None
        if item.transaction_amount.minor < 0:
            name = self._name(connection, row)
            return replace(item, creditor_name=name, remittance_information_unstructured=note)
        payer = self._profile.name(connection, row.customer)[:_LONGEST_PAYER]
        return replace(item, debtor_name=payer, remittance_information_unstructured=note)

    def cancel(self, connection: Connection, bound: Bound, key: str, payment_id: str, now: datetime) -> CancelAnswer:
        """Cancel an order that waits, once for the key."""

        def work() -> str | CancelRefusal:
            one = (_PAYMENT.id == payment_id, _PAYMENT.customer == bound.customer)
            row = connection.execute(select(tables.payment).where(*one)).one_or_none()
            if row is None:
                return CancelRefusal.NO_SUCH
            if self._end(connection, payment_id, TransactionStatus.CANC, now):
                return payment_id
            executed = self._row(connection, payment_id).status == TransactionStatus.ACSC
            return CancelRefusal.EXECUTED if executed else CancelRefusal.ENDED

        held = self._once(connection, _Asked(bound, key, "cancel", {"payment": payment_id}), now, work)
        return NotCancelled(CancelRefusal(held.reason)) if held.reason else self._named(connection, held.payment)

    def _end(
        self,
        connection: Connection,
        name: str,
        status: TransactionStatus,
        now: datetime,
        reason: PaymentRefusal | None = None,
    ) -> bool:
        """Take a payment out of waiting; False where another did."""
        waiting = (_PAYMENT.id == name, _PAYMENT.status == _PENDING)
        ended = {"status": status.value, "reason": reason and reason.value, "ended_at": now}
        done = update(tables.payment).where(*waiting).values(**ended)
        return connection.execute(done, execution_options={"preserve_rowcount": True}).rowcount == 1

    # Once
    def outcome(self, connection: Connection, kiosk: str, key: str, now: datetime) -> PaymentOutcome:
        """What became of what a terminal asked for. A key that never came is void from now on.

        An order with this key that is on its way comes before or after this transaction: at the request's row one waits
        for the other.
        """
        void = {"kiosk": kiosk, "key": key, "what": VOID, "digest": b"", "at": now}
        put(connection, tables.payment_request, void)
        one = (_REQUEST.kiosk == kiosk, _REQUEST.key == key)
        held = connection.execute(select(tables.payment_request).where(*one)).one()
        if held.what == VOID:
            return NeverCame()
        if held.reason is None:
            return self._named(connection, held.payment)
        if held.what == "cancel":
            return NotCancelled(CancelRefusal(held.reason))
        return Rejected(PaymentRefusal(held.reason))

    def _once(
        self,
        connection: Connection,
        asked: _Asked,
        now: datetime,
        work: Callable[[], str | PaymentRefusal | CancelRefusal],
    ) -> Row[Any]:
        """The key's request with what came of it, made at its first coming. `RefusedError` 422: another's key, or void.

        Two that come at once with a key: the second waits at the row until the first is committed.
        """
        told = json.dumps([asked.what, asked.bound.customer, asked.about], sort_keys=True, ensure_ascii=False)
        digest = self._vault.mac(connection, "payment", told)
        row = {
            "kiosk": asked.bound.kiosk,
            "key": asked.key,
            "what": asked.what,
            "digest": digest,
            "customer": asked.bound.customer,
            "visit": asked.bound.visit,
            "at": now,
        }
        one = (_REQUEST.kiosk == asked.bound.kiosk, _REQUEST.key == asked.key)
        if put(connection, tables.payment_request, row):
            answer = work()
            named = (
                {"reason": answer.value} if isinstance(answer, PaymentRefusal | CancelRefusal) else {"payment": answer}
            )
            connection.execute(update(tables.payment_request).where(*one).values(**named))
        held = connection.execute(select(tables.payment_request).where(*one)).one()
        if held.what == VOID:
            raise RefusedError(422, VOIDED)
        if bytes(held.digest) != digest:
            raise RefusedError(422, "The key belongs to another request")
        return held

    def _named(self, connection: Connection, name: str) -> Payment:
        return self._payment(connection, self._row(connection, name))

    def _payment(self, connection: Connection, row: Row[Any]) -> Payment:
        return Payment(
            payment_id=row.id,
            status=TransactionStatus(row.status),
            amount=Money(row.amount, row.currency),
            name=mask_name(self._name(connection, row)),
            account=mask(row.number),
            delay=Delay(row.delay),
            due=row.due_at,
            reason=None if row.reason is None else PaymentRefusal(row.reason),
        )

    def _row(self, connection: Connection, name: str) -> Row[Any]:
        return connection.execute(select(tables.payment).where(_PAYMENT.id == name)).one()

    def _name(self, connection: Connection, row: Row[Any]) -> str:
        return self._vault.open(connection, f"payment\n{row.id}\nname", bytes(row.name))

    def _payee_name(self, connection: Connection, row: Row[Any]) -> str:
        return self._vault.open(connection, f"payee\n{row.id}\nname", bytes(row.name))


def available(connection: Connection, account: str) -> int:
    """What can be spent of an account: what is booked, less what waiting orders hold."""
    return books.sum_of(connection, account) - books.held(connection, account)


def _alone(connection: Connection, customer: str) -> None:
    """Be the only one who decides by what this customer has, until the transaction's end."""
    one = select(tables.customer.c.id).where(tables.customer.c.id == customer)
    connection.execute(one.with_for_update(key_share=True))


def _wants_proof(connection: Connection, customer: str, order: PaymentOrder) -> bool:
    """Whether a second factor is asked for: to everybody else's account, but for small sums to who was paid before."""
    match order.creditor:
        case OwnAccount():
            return False
        case SavedPayee(payee_id):
            paid = select(_PAYEE.paid_at).where(_PAYEE.id == payee_id, _PAYEE.customer == customer)
            if connection.execute(paid).scalar_one_or_none() is None:
                return True
            return order.amount.minor >= WITHOUT_PROOF.get(order.amount.currency, 0)
        case NewPayee():
            return True


def _told(order: PaymentOrder) -> dict[str, Any]:
    """What an order says, but for the amount."""
    kind = type(order.creditor).__name__
    return {
        "debtor": order.debtor,
        "creditor": [kind, asdict(order.creditor)],
        "account": order.account,
        "name": order.name,
        "check": order.check.value,
        "delay": order.delay.value,
        "note": order.note,
    }
