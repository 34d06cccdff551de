"""Whatever is ordered, cancelled, executed and repeated, by whatever clock: no money is made or lost.

Against a model of the books: what each account has, what waits, and what came of each key. On SQLite every day, on
PostgreSQL, and longer, by night.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test
from sqlalchemy import Connection, func, insert, select

from central import tables
from central.bank import books
from central.bank.core import Core
from central.bank.sessions import Bound
from central.store import Store, put
from kiosk.core.fraud import Delay, PayeeCheck, due
from kiosk.core.money import Money
from kiosk.core.payments import (
    CancelRefusal,
    Creditor,
    NewPayee,
    NotCancelled,
    OwnAccount,
    Payment,
    PaymentOrder,
    PaymentRefusal,
    Rejected,
    TransactionStatus,
)
from kiosk.core.secondfactor import ToConfirm

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
OUTSIDE = "6228000000000099999"
OPENING, DAILY, SINGLE = 100_00, 150_00, 80_00


class AllProved:
    def spend(self, connection: Connection, bound: Bound, confirm: ToConfirm, proof: str) -> bool:
        return True


class Books(RuleBasedStateMachine):
    """Two customers: one with two accounts, one with one; and a world outside."""

    core: Core
    made = Bundle("made")

    def __init__(self) -> None:
        super().__init__()
        self.core.clock = lambda: self.now
        self.now = NOON
        self.run = uuid4().hex[:8]
        self.accounts = [f"{self.run}-{name}" for name in ("a1", "a2", "b1")]
        self.balance = dict.fromkeys((*self.accounts, "outside"), 0)
        self.waiting: dict[str, tuple[str, str, int, datetime]] = {}
        """Payments that wait: debtor, creditor, amount, due."""
        self.ended: dict[str, TransactionStatus] = {}
        self.spent: dict[str, list[tuple[datetime, int, str]]] = {"a": [], "b": []}
        self.answers: dict[str, tuple[PaymentOrder, str, Payment | Rejected]] = {}
        self.core.store.change(self._open)

    def _open(self, connection: Connection) -> None:
        put(connection, tables.branch, {"id": "0571", "names": {}})
        put(connection, tables.kiosk, {"kiosk": "k-1", "branch": "0571", "enrolled_at": NOON})
        for place, name in enumerate(self.accounts):
            who = f"{self.run}-{name.rpartition('-')[2][0]}"
            sealed = self.core.vault.seal(connection, f"{who}\nname", "欧阳样本")
            put(connection, tables.customer, {"id": who, "name": sealed, "blocked": False})
            for kind, amount in (("transferSingle", SINGLE), ("transferDaily", DAILY)):
                limit = {"customer": who, "kind": kind, "amount": amount, "bound": amount, "currency": "CNY"}
                put(connection, tables.spending_limit, limit)
            row = {"id": name, "customer": who, "place": place, "number": self.number(name), "scheme": "bban"}
            rest = {"currency": "CNY", "product": "x", "kind": "CACC", "status": "enabled"}
            connection.execute(insert(tables.account).values(**row, **rest))
            to = books.clearing(connection, "CNY")
            lines = (books.Line(name, OPENING), books.Line(to, -OPENING))
            books.post(connection, books.Entry(f"{name}-opening", NOON, NOON.date(), lines))
            self.balance[name] += OPENING

    def number(self, account: str) -> str:
        return f"62{int(self.run, 16):012d}{self.accounts.index(account)}"

    def bound(self, account: str) -> Bound:
        return Bound(f"{self.run}-{account.rpartition('-')[2][0]}", "k-1", "v-1")

    def settle(self) -> None:
        """In the model: what is due is executed, the soonest first."""
        found = sorted((it for it in self.waiting.items() if it[1][3] <= self.now), key=lambda it: (it[1][3], it[0]))
        for name, (debtor, creditor, amount, _) in found:
            del self.waiting[name]
            if self.balance[debtor] < amount:
                self.ended[name] = TransactionStatus.RJCT
                continue
            self.balance[debtor] -= amount
            self.balance[creditor] += amount
            self.ended[name] = TransactionStatus.ACSC

    def available(self, account: str) -> int:
        return self.balance[account] - self.held(account)

    def held(self, account: str) -> int:
        return sum(amount for debtor, _, amount, _ in self.waiting.values() if debtor == account)

    @rule(
        target=made,
        at=st.sampled_from(["a1", "a2", "b1"]),
        to=st.sampled_from(["a1", "a2", "b1", "outside"]),
        amount=st.sampled_from([0, 1, 33_33, 60_00, SINGLE, SINGLE + 1]) | st.integers(0, 120_00),
        delay=st.sampled_from(Delay),
    )
    def order(self, at: str, to: str, amount: int, delay: Delay) -> Any:
        debtor = f"{self.run}-{at}"
        creditor = to if to == "outside" else f"{self.run}-{to}"
        own = at[0] == to[0] and to != "outside"
        number = OUTSIDE if to == "outside" else self.number(creditor)
        whom: Creditor = OwnAccount(creditor) if own else NewPayee(number, "欧阳样本")
        check = PayeeCheck.UNAVAILABLE if to == "outside" else PayeeCheck.MATCH
        asked = PaymentOrder(debtor, whom, number, "欧阳样本", check, Money(amount, "CNY"), delay)
        key = str(uuid4())
        self.settle()
        expected = self.refusal(debtor, creditor, amount, at[0], own)
        answer = self.core.initiate_payment(self.bound(debtor), key, asked, "proof")
        self.answers[key] = (asked, debtor, answer)
        if expected is not None:
            assert answer == Rejected(expected)
            return multiple()
        assert isinstance(answer, Payment)
        until = due(delay, self.now.astimezone(ZONE))
        self.waiting[answer.payment_id] = (debtor, creditor, amount, until)
        if not own:
            self.spent[at[0]].append((self.now, amount, answer.payment_id))
        if delay is Delay.REAL_TIME:
            self.settle()
        return answer.payment_id

    def refusal(self, debtor: str, creditor: str, amount: int, who: str, own: bool) -> PaymentRefusal | None:
        if amount == 0 or debtor == creditor:
            return PaymentRefusal.NOT_POSSIBLE
        if not own:
            if amount > SINGLE:
                return PaymentRefusal.LIMIT_SINGLE
            midnight = self.now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
            counted = [
                each
                for at, each, name in self.spent[who]
                if at >= midnight and self.ended.get(name) in (None, TransactionStatus.ACSC)
            ]
            if sum(counted) + amount > DAILY:
                return PaymentRefusal.LIMIT_DAILY
        return PaymentRefusal.FUNDS if self.available(debtor) < amount else None

    @rule(data=st.data())
    def again(self, data: st.DataObject) -> None:
        """The same key again does nothing, and says how it stands."""
        if not self.answers:
            return
        key = data.draw(st.sampled_from(sorted(self.answers)))
        asked, debtor, before = self.answers[key]
        self.settle()
        answer = self.core.initiate_payment(self.bound(debtor), key, asked, "proof")
        assert answer == self.core.payment_outcome("k-1", key)
        if isinstance(before, Rejected):
            assert answer == before
        else:
            assert isinstance(answer, Payment)
            assert answer.payment_id == before.payment_id
            assert answer.status is self.ended.get(before.payment_id, TransactionStatus.PDNG)

    @rule(name=made, who=st.sampled_from(["a1", "b1"]), times=st.integers(1, 2))
    def cancel(self, name: str, who: str, times: int) -> None:
        self.settle()
        for _ in range(times):
            answer = self.core.cancel_payment(self.bound(f"{self.run}-{who}"), str(uuid4()), name)
            whose = self.owner(name)
            if whose != who[0]:
                assert answer == NotCancelled(CancelRefusal.NO_SUCH)
            elif name in self.waiting:
                assert isinstance(answer, Payment)
                del self.waiting[name]
                self.ended[name] = TransactionStatus.CANC
            else:
                executed = self.ended[name] is TransactionStatus.ACSC
                assert answer == NotCancelled(CancelRefusal.EXECUTED if executed else CancelRefusal.ENDED)

    def owner(self, name: str) -> str:
        for _, debtor, answer in self.answers.values():
            if isinstance(answer, Payment) and answer.payment_id == name:
                return debtor.rpartition("-")[2][0]
        raise LookupError(name)

    @rule(hours=st.sampled_from([-30, -3, 0, 1, 2, 5, 12, 24, 50]))
    def time(self, hours: int) -> None:
        """The clock goes on, or is set back."""
        self.now += timedelta(hours=hours)

    @rule()
    def sweep(self) -> None:
        self.core.execute_due()
        self.settle()

    @invariant()
    def books_agree(self) -> None:
        posting, payment = tables.posting.c, tables.payment.c
        with self.core.store.read() as connection:
            total = connection.execute(select(func.coalesce(func.sum(posting.amount), 0))).scalar_one()
            rows = connection.execute(
                select(payment.id, payment.status, payment.entry).where(payment.customer.like(f"{self.run}-%"))
            ).all()
            held = {account: books.held(connection, account) for account in self.accounts}
            sums = {account: books.sum_of(connection, account) for account in self.accounts}
            made = connection.execute(
                select(func.count()).where(tables.bank_entry.c.id.in_([f"payment-{row.id}" for row in rows]))
            ).scalar_one()
        assert total == 0, "money was made or lost"
        assert made == sum(row.status == "ACSC" for row in rows), "booked twice, or not at all"
        assert all((row.entry is not None) is (row.status == "ACSC") for row in rows)
        for account in self.accounts:
            # What is due and not swept yet is neither booked nor lost: the model settles when somebody asks.
            assert sums[account] == self.balance[account]
            assert held[account] == self.held(account)
            assert sums[account] - held[account] >= 0, "more was promised than there is"


@contextmanager
def opened(folder: Path, database: str | None) -> Iterator[Core]:
    store = Store(folder / "central", database)
    (folder / "central" / "keys").mkdir(exist_ok=True)
    core = Core(store, folder / "central" / "keys", ZONE, lambda: NOON, 30)
    core.proofs = AllProved()
    try:
        yield core
    finally:
        store.close()


def run(core: Core, examples: int, steps: int) -> None:
    machine = type("Machine", (Books,), {"core": core})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


def test_no_money_is_made_or_lost(tmp_path: Path) -> None:
    with opened(tmp_path, None) as core:
        run(core, 10, 20)


@pytest.mark.nightly
def test_no_money_is_made_or_lost_in_long_runs(tmp_path: Path) -> None:
    with opened(tmp_path, None) as core:
        run(core, 150, 50)


@pytest.mark.nightly
def test_no_money_is_made_or_lost_on_postgresql(tmp_path: Path, postgresql: str) -> None:
    with opened(tmp_path, postgresql) as core:
        run(core, 60, 40)
