"""Limits: lowered at once, raised by a second factor, and never above their bound at a terminal."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, select, update

from central import tables
from central.bank.changes import reference
from central.bank.proofs import Proofs
from central.bank.sessions import Bound
from kiosk.core.banking import ChangeAnswer, ChangeRefusal, Done, Limit, LimitKind, Refused
from kiosk.core.money import Money
from kiosk.core.secondfactor import Purpose, ToConfirm

_LIMIT = tables.spending_limit.c
_ORDER: Final = {kind: place for place, kind in enumerate(LimitKind)}


def limits(connection: Connection, customer: str) -> tuple[Limit, ...]:
    """A customer's limits; each goes by its kind."""
    rows = connection.execute(select(tables.spending_limit).where(_LIMIT.customer == customer))
    found = [
        Limit(row.kind, LimitKind(row.kind), Money(row.amount, row.currency), Money(row.bound, row.currency))
        for row in rows
    ]
    return tuple(sorted(found, key=lambda limit: _ORDER[limit.kind]))


def raises(connection: Connection, customer: str, limit_id: str, amount: Money) -> bool:
    """Whether this amount is above the limit as it is."""
    one = (_LIMIT.customer == customer, _LIMIT.kind == limit_id, _LIMIT.currency == amount.currency)
    held = connection.execute(select(_LIMIT.amount).where(*one)).scalar_one_or_none()
    return held is not None and amount.minor > held


def change(  # noqa: PLR0917 - each by its name in the call that it answers
    connection: Connection, bound: Bound, limit_id: str, amount: Money, proof: str | None, proofs: Proofs
) -> ChangeAnswer:
    """Lower or raise a limit."""
    one = (_LIMIT.customer == bound.customer, _LIMIT.kind == limit_id)
    row = connection.execute(select(tables.spending_limit).where(*one).with_for_update(key_share=True)).one_or_none()
    if row is None or amount.currency != row.currency or amount.minor < 0:
        return Refused(ChangeRefusal.NOT_POSSIBLE)
    if amount.minor == row.amount:
        return Done(already=True)
    if amount.minor > row.bound:
        return Refused(ChangeRefusal.ABOVE_BOUND)
    if amount.minor > row.amount:
        raised = (("limit", limit_id), ("amount", amount.decimal()), ("currency", amount.currency))
        confirm = ToConfirm(Purpose.LIMIT_RAISE, raised)
        if proof is None or not proofs.spend(connection, bound, confirm, proof):
            return Refused(ChangeRefusal.PROOF_NEEDED)
    connection.execute(update(tables.spending_limit).where(*one).values(amount=amount.minor))
    return Done(reference())
