"""The core on a database: every call of a terminal as a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from central.bank import books, cards, deliveries, limits, releases
from central.bank.changes import Asked, Changes
from central.bank.payments import PaymentDesk
from central.bank.profile import Profile
from central.bank.proofs import NoProofs, Proofs
from central.bank.sessions import Bound, Opened, Sessions
from central.bank.vault import Vault
from central.batch import RefusedError
from central.sealing import Act
from central.store import Store
from kiosk.core.banking import (
    Account,
    AccountRefusal,
    Balance,
    Card,
    ChangeAnswer,
    Details,
    Identified,
    Limit,
    Movements,
    Outcome,
    Period,
    SessionRefusal,
    Statement,
    UnderWay,
)
from kiosk.core.fraud import Kind
from kiosk.core.money import Money
from kiosk.core.payments import (
    CancelAnswer,
    CheckedPayee,
    Creditor,
    Payees,
    Payment,
    PaymentAnswer,
    PaymentOrder,
    PaymentOutcome,
    Prepared,
    Rejected,
)
from kiosk.core.secondfactor import Purpose

_Listed = TypeVar("_Listed", Movements, Statement)


class Core:
    """The bank's core. `proofs` judges second factors; until somebody puts it there, nothing is proved."""

    def __init__(
        self, store: Store, keys: Path, zone: ZoneInfo, clock: Callable[[], datetime], session_min: int
    ) -> None:
        self.store, self.zone, self.clock = store, zone, clock
        self.vault = Vault(keys)
        self.sessions = Sessions(self.vault, session_min)
        self.profile = Profile(self.vault)
        self.changes = Changes(self.vault)
        self.payment_desk = PaymentDesk(self.vault, self.profile, zone)
        self.proofs: Proofs = NoProofs()

    def today(self) -> date:
        """The day by the bank's clock."""
        return self.clock().astimezone(self.zone).date()

    # Sessions
    def open(self, kiosk: str, identified: Identified) -> Opened | SessionRefusal:
        """`Sessions.open`."""
        return self.store.change(lambda connection: self.sessions.open(connection, kiosk, identified, self.clock()))

    def close(self, kiosk: str, consent: str) -> None:
        """`Sessions.close`."""
        self.store.change(lambda connection: self.sessions.close(connection, kiosk, consent, self.clock()))

    def bound(self, kiosk: str, visit: str, consent: str) -> Bound:
        """`Sessions.find`."""
        with self.store.read() as connection:
            return self.sessions.find(connection, kiosk, visit, consent, self.clock())

    # What there is
    def accounts(self, bound: Bound) -> tuple[Account, ...]:
        """`books.accounts`."""
        with self.store.read() as connection:
            return books.accounts(connection, bound.customer)

    def balances(self, bound: Bound, resource_id: str) -> tuple[Balance, ...] | AccountRefusal:
        """`books.balances`, after what is due."""
        self.execute_due()
        with self.store.read() as connection:
            return books.balances(connection, bound.customer, resource_id, self.today())

    def movements(self, bound: Bound, resource_id: str, after: str | None) -> Movements | AccountRefusal | None:
        """`books.movements`, after what is due."""
        self.execute_due()
        with self.store.read() as connection:
            found = books.movements(connection, bound.customer, resource_id, after)
            return self._named(connection, found) if isinstance(found, Movements) else found

    def statement(self, bound: Bound, period: Period) -> Statement | AccountRefusal:
        """`books.statement`."""
        with self.store.read() as connection:
            owner = self.profile.name(connection, bound.customer)
            found = books.statement(connection, bound.customer, owner, period, self.today())
            return self._named(connection, found) if isinstance(found, Statement) else found

    def _named(self, connection: Connection, found: _Listed) -> _Listed:
        return replace(found, booked=self.payment_desk.named(connection, found.booked))

    def cards(self, bound: Bound) -> tuple[Card, ...]:
        """`cards.cards`."""
        with self.store.read() as connection:
            return cards.cards(connection, bound.customer)

    def details(self, bound: Bound) -> Details:
        """`Profile.details`."""
        with self.store.read() as connection:
            return self.profile.details(connection, bound.customer)

    def limits(self, bound: Bound) -> tuple[Limit, ...]:
        """`limits.limits`."""
        with self.store.read() as connection:
            return limits.limits(connection, bound.customer)

    # Changes
    def freeze(self, bound: Bound, key: str, card: str) -> ChangeAnswer:
        """`cards.freeze`, once."""
        return self._once(
            Asked(bound, key, "freeze", {"card": card}), lambda on: cards.freeze(on, bound.customer, card)
        )

    def report_lost(self, bound: Bound, key: str, card: str) -> ChangeAnswer:
        """`cards.report_lost`, once."""
        asked = Asked(bound, key, "reportLost", {"card": card})
        return self._once(asked, lambda on: cards.report_lost(on, bound.customer, card))

    def release(self, bound: Bound, key: str, card: str) -> ChangeAnswer | UnderWay:
        """`releases.ask`, once; again, what became of it."""
        self.expire_releases()
        asked = Asked(bound, key, "release", {"card": card})
        return self._asked(asked, lambda on: releases.ask(on, asked, card, self.clock()))

    def decide_release(self, number: int, act: Act, *, release: bool) -> ChangeAnswer:
        """`releases.decide`. Raises `ReleaseError`."""
        return self.store.change(lambda connection: releases.decide(connection, number, act, release=release))

    def open_releases(self, branch: str | None = None) -> tuple[releases.Waiting, ...]:
        """`releases.open_ones`."""
        with self.store.read() as connection:
            return releases.open_ones(connection, self.profile, self.clock(), branch)

    def expire_releases(self) -> None:
        """`releases.expire`. Most times there is none, and nothing is written."""
        with self.store.read() as connection:
            if not releases.is_due(connection, self.clock()):
                return
        self.store.change(lambda connection: releases.expire(connection, self.clock()))

    def activate(self, bound: Bound, key: str, card: str, expiry: str) -> ChangeAnswer:
        """`cards.activate`, once."""
        asked = Asked(bound, key, "activate", {"card": card, "expiry": expiry}, Kind.CARD_ACTIVATION)
        return self._once(asked, lambda on: cards.activate(on, bound.customer, card, expiry))

    def change_details(self, bound: Bound, key: str, purpose: Purpose, value: str, proof: str) -> ChangeAnswer:
        """`Profile.change`, once."""
        kind = {Purpose.PHONE_CHANGE: Kind.PHONE_CHANGE, Purpose.ADDRESS_CHANGE: Kind.ADDRESS_CHANGE}[purpose]
        asked = Asked(bound, key, purpose.value, {"value": value}, kind)
        return self._once(asked, lambda on: self.profile.change(on, bound, purpose, value, proof, self.proofs))

    def change_limit(self, bound: Bound, key: str, limit_id: str, amount: Money, proof: str | None) -> ChangeAnswer:
        """`limits.change`, once."""
        asked = Asked(bound, key, "changeLimit", {"limit": limit_id, "amount": amount.decimal(), "of": amount.currency})

        def work(on: Connection) -> ChangeAnswer | UnderWay:
            raised = limits.raises(on, bound.customer, limit_id, amount)
            told = replace(asked, kind=Kind.LIMIT_RAISE if raised else None)
            change = partial(limits.change, on, bound, limit_id, amount, proof, self.proofs)
            return self.changes.once(on, told, self.clock(), change)

        return _decided(self.store.change(work))

    def by_email(self, bound: Bound, key: str, period: Period, language: str) -> ChangeAnswer:
        """`deliveries.by_email`, once."""
        about = {"account": period.resource_id, "from": f"{period.date_from}", "to": f"{period.date_to}"}
        asked = Asked(bound, key, "statementByEmail", {**about, "language": language})
        return self._once(asked, lambda on: deliveries.by_email(on, bound.customer, period, language, self.clock()))

    def outcome(self, kiosk: str, key: str) -> Outcome:
        """`Changes.outcome`."""
        self.expire_releases()
        return self.store.change(lambda connection: self.changes.outcome(connection, kiosk, key, self.clock()))

    def _once(self, asked: Asked, work: Callable[[Connection], ChangeAnswer]) -> ChangeAnswer:
        return _decided(self._asked(asked, work))

    def _asked(self, asked: Asked, work: Callable[[Connection], ChangeAnswer | UnderWay]) -> ChangeAnswer | UnderWay:
        return self.store.change(
            lambda connection: self.changes.once(connection, asked, self.clock(), lambda: work(connection))
        )

    # Transfers
    def payees(self, bound: Bound) -> Payees:
        """`PaymentDesk.payees`, after what is due."""
        self.execute_due()
        with self.store.read() as connection:
            return self.payment_desk.payees(connection, bound.customer, self.clock())

    def save_payee(self, bound: Bound, key: str, payment_id: str) -> ChangeAnswer:
        """`PaymentDesk.save_payee`, once, after what is due."""
        self.execute_due()
        asked = Asked(bound, key, "savePayee", {"payment": payment_id})
        return self._once(asked, lambda on: self.payment_desk.save_payee(on, bound.customer, payment_id))

    def remove_payee(self, bound: Bound, key: str, payee_id: str) -> ChangeAnswer:
        """`PaymentDesk.remove_payee`, once."""
        asked = Asked(bound, key, "removePayee", {"payee": payee_id})
        return self._once(asked, lambda on: self.payment_desk.remove_payee(on, bound.customer, payee_id))

    def check_payee(self, bound: Bound, creditor: Creditor) -> CheckedPayee | Rejected:
        """`PaymentDesk.check`."""
        return self.store.change(lambda on: self.payment_desk.check(on, bound.customer, creditor, self.clock()))

    def prepare_payment(self, bound: Bound, order: PaymentOrder) -> Prepared | Rejected:
        """`PaymentDesk.prepare`, after what is due."""
        self.execute_due()
        with self.store.read() as connection:
            return self.payment_desk.prepare(connection, bound, order, self.clock())

    def initiate_payment(self, bound: Bound, key: str, order: PaymentOrder, proof: str | None) -> PaymentAnswer:
        """`PaymentDesk.initiate`, after what is due."""
        self.execute_due()
        return self.store.change(
            lambda on: self.payment_desk.initiate(on, bound, key, order, proof, self.proofs, self.clock())
        )

    def pending_payments(self, bound: Bound) -> tuple[Payment, ...]:
        """`PaymentDesk.pending`, after what is due."""
        self.execute_due()
        with self.store.read() as connection:
            return self.payment_desk.pending(connection, bound.customer)

    def cancel_payment(self, bound: Bound, key: str, payment_id: str) -> CancelAnswer:
        """`PaymentDesk.cancel`, after what is due."""
        self.execute_due()
        return self.store.change(lambda on: self.payment_desk.cancel(on, bound, key, payment_id, self.clock()))

    def payment_outcome(self, kiosk: str, key: str) -> PaymentOutcome:
        """`PaymentDesk.outcome`, after what is due."""
        self.execute_due()
        return self.store.change(lambda connection: self.payment_desk.outcome(connection, kiosk, key, self.clock()))

    def execute_due(self) -> int:
        """Execute every payment that is due; how many there were. Most times there is none, and nothing is written."""
        executed = 0
        while True:
            with self.store.read() as connection:
                if not self.payment_desk.is_due(connection, self.clock()):
                    return executed
            executed += self.store.change(lambda on: self.payment_desk.execute_due(on, self.clock()))

    # Documents for a phone
    def leave(self, document: bytes) -> tuple[str, datetime] | None:
        """`deliveries.leave`."""
        return self.store.change(lambda connection: deliveries.leave(connection, document, self.clock()))

    def waits(self, token: str) -> bool:
        """`deliveries.waits`."""
        with self.store.read() as connection:
            return deliveries.waits(connection, token, self.clock())

    def fetch(self, token: str) -> bytes | None:
        """`deliveries.fetch`."""
        return self.store.change(lambda connection: deliveries.fetch(connection, token, self.clock()))


def _decided(answer: ChangeAnswer | UnderWay) -> ChangeAnswer:
    """The answer of what nobody decides on: under way it is only while another request of its key is being answered."""
    if isinstance(answer, UnderWay):
        raise RefusedError(503, "Try again")
    return answer
