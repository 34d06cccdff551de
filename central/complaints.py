"""Complaints: what terminals file and look up, and what the bank's people do with the cases.

What a customer wrote lies under the service's master key, as a visit's key does, and goes with it: whoever erases a
visit erases the words of its complaints too. To read them is recorded first.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from central import cases, tables
from central.sealing import Act, KeyGoneError, Sealing
from central.store import Store
from kiosk.core import entries
from kiosk.core.complaint import (
    MOVES,
    OPEN,
    CaseState,
    LookupRefusal,
    Registered,
    Standing,
    canonical,
    cleaned,
    promised,
    proof_of,
)

_WINDOW: Final = timedelta(hours=1)
_MOST_TRIES: Final = 5
"""Wrong tries for a case, by either reference, within the window; ten thousand codes are then good for weeks."""
_MOST_BY_KIOSK: Final = 30
_KEPT: Final = timedelta(days=1)
_LONGEST_DICTATED: Final = 4000
"""Characters of what staff write down."""


class CaseError(ValueError):
    """A case cannot become what was asked; the message says why."""


@dataclass(frozen=True)
class Words:
    """What a customer wrote, and where to answer; None where nothing was written or it was erased."""

    text: str | None = field(repr=False)
    phone: str | None = field(repr=False)


class Complaints:
    """The cases of a bank."""

    def __init__(self, sealing: Sealing, zone: ZoneInfo) -> None:
        self._sealing, self._zone = sealing, zone

    def file(
        self, connection: Connection, filed: cases.Filed, words: Words, received: datetime, now: datetime
    ) -> Registered:
        """Make a case, once for an operation, and keep its words. Raises `cases.OtherCaseError`."""
        row = cases.open_case(connection, filed, received, now, self._zone)
        new = row.words is None and (words.text or words.phone)
        if new and not self._sealing.is_erased(connection, row.kiosk, row.visit):
            self._keep(connection, row, words)
        return Registered(str(row.reference), cases.dates_of(row))

    def look_up(
        self, connection: Connection, kiosk: str, reference: str, code: str, now: datetime
    ) -> Standing | LookupRefusal:
        """How a case stands, for who has its reference and its receipt's code.

        An unknown reference costs as much time as a known one, and neither is told from the other.
        """
        key = canonical(reference)
        if key is None:
            return LookupRefusal.UNKNOWN
        column, tried = tables.complaint.c, tables.complaint_try.c
        connection.execute(delete(tables.complaint_try).where(tried.at < now - _KEPT))
        found = connection.execute(  # locked: whoever guesses at once is counted one after the other
            select(tables.complaint)
            .where(or_(column.reference_key == key, column.provisional_key == key))
            .with_for_update()
        ).all()
        keys = {key, *(name for row in found for name in (row.reference_key, row.provisional_key))}
        lately = select(func.count()).select_from(tables.complaint_try).where(tried.at > now - _WINDOW)
        of_case = connection.execute(lately.where(tried.reference_key.in_(keys))).scalar_one()
        of_kiosk = connection.execute(lately.where(tried.kiosk_id == kiosk)).scalar_one()
        if of_case >= _MOST_TRIES or of_kiosk >= _MOST_BY_KIOSK:
            return LookupRefusal.TOO_MANY
        for row in found or (None,):
            proof = proof_of(code, row.provisional if row else reference)
            if row is not None and hmac.compare_digest(proof, row.proof):
                return self._standing(connection, row, now)
        wrong = {"at": now, "kiosk_id": kiosk, "reference_key": key}
        connection.execute(insert(tables.complaint_try).values(**wrong))
        return LookupRefusal.UNKNOWN

    def listed(self, connection: Connection, now: datetime, *, closed: bool = False) -> list[dict[str, Any]]:
        """The cases, the most urgent first: without words, for they are listed without a reason."""
        column = tables.complaint.c
        query = select(tables.complaint).order_by(column.due.is_(None), column.due, column.received_at)
        today = now.astimezone(self._zone).date().isoformat()
        listed = []
        for row in connection.execute(query):
            if not closed and row.state not in OPEN and row.state != CaseState.ANSWERED:
                continue
            counted = cases.due_of(row, CaseState(row.state), now, self._zone)
            listed.append(
                {
                    "reference": row.reference,
                    "provisional": row.provisional,
                    "state": row.state,
                    "due": counted,
                    "overdue": counted is not None and counted < today,
                    "sure": all(one.sure for one in cases.dates_of(row)),
                    "received": row.received_at.astimezone(self._zone).date().isoformat(),
                    "branch": row.branch,
                    "category": row.category,
                    "occurred": row.occurred_on or row.occurred,
                    "wish": row.wish,
                    "contact": row.contact,
                    "elsewhere": bool(row.elsewhere),
                    "dictated": bool(row.dictated),
                    "regime": row.regime and f"{row.regime} v{row.regime_version}",
                    "dates": row.dates,
                }
            )
        return listed

    def move(
        self, connection: Connection, reference: str, state: CaseState, act: Act, answer: str | None = None
    ) -> None:
        """Make a case what somebody decided. An extension needs a reason. Raises `CaseError`."""
        row = self._case(connection, reference, lock=True)
        before = CaseState(row.state)
        if state not in MOVES[before]:
            raise CaseError(f"a complaint that is {before} does not become {state}")
        if state is CaseState.EXTENDED and not act.reason:
            raise CaseError("an extension needs a reason: the customer must be told")
        values: dict[str, Any] = {"state": state, "since": act.at, "due": cases.due_of(row, state, act.at, self._zone)}
        if answer:
            values["answer"] = self._sealing.wrap(connection, _answer_name(row.operation), answer.encode())
        connection.execute(update(tables.complaint).where(tables.complaint.c.id == row.id).values(**values))
        cases.record(connection, row.id, state, act.reason, who=act.who, at=act.at)

    def history(self, connection: Connection, reference: str) -> Sequence[Row[Any]]:
        """What a case became, oldest first. Raises `CaseError`."""
        row = self._case(connection, reference)
        event = tables.complaint_event
        return connection.execute(select(event).where(event.c.complaint == row.id).order_by(event.c.id)).all()

    def reveal(self, store: Store, reference: str, act: Act) -> Words:
        """What the customer wrote; that it was asked for is committed first. Raises `CaseError` and `KeyGoneError`.

        Where the words came by the journal alone, they are opened there.
        """
        with store.write() as connection:
            row = self._case(connection, reference)
            self._sealing.used(connection, "unsealed", row.kiosk, row.visit, act)
        with store.read() as connection:
            if row.words is not None:
                told = json.loads(self._sealing.unwrap(connection, _words_name(row.operation), bytes(row.words)))
                return Words(told["text"], told["phone"])
        try:
            opened = self._sealing.unseal(store, row.kiosk, row.visit, act)
        except KeyGoneError:
            if row.dictated and row.contact != "phone":
                return Words(None, None)
            raise
        own = {
            item.field: item.value
            for item in opened
            if item.entry == entries.ComplaintMade.TYPE and item.operation == row.operation
        }
        return Words(own.get("text"), own.get("phone"))

    def take_down(self, store: Store, reference: str, text: str, act: Act) -> None:
        """Keep, once, what a customer dictated. Raises `CaseError` and `KeyGoneError`."""
        kept = cleaned(text, _LONGEST_DICTATED)
        with store.read() as connection:
            row = self._case(connection, reference)
        if not row.dictated or not kept:
            raise CaseError("there are no words" if row.dictated else "this complaint was not dictated")
        held = self.reveal(store, reference, act)
        if held.text:
            raise CaseError("the words of this complaint were taken down already")
        with store.write() as connection:
            row = self._case(connection, reference, lock=True)
            if self._sealing.is_erased(connection, row.kiosk, row.visit):
                raise KeyGoneError("the visit of this complaint was erased")
            self._keep(connection, row, Words(kept, held.phone))
            cases.record(connection, row.id, CaseState(row.state), "words taken down", who=act.who, at=act.at)

    def _keep(self, connection: Connection, row: Row[Any], words: Words) -> None:
        raw = json.dumps({"text": words.text, "phone": words.phone}, ensure_ascii=False).encode()
        wrapped = self._sealing.wrap(connection, _words_name(row.operation), raw)
        connection.execute(update(tables.complaint).where(tables.complaint.c.id == row.id).values(words=wrapped))

    def _standing(self, connection: Connection, row: Row[Any], now: datetime) -> Standing:
        state = CaseState(row.state)
        today = now.astimezone(self._zone).date()
        by = promised(state, cases.dates_of(row), today)
        answer = ""
        if row.answer is not None:
            answer = self._sealing.unwrap(connection, _answer_name(row.operation), bytes(row.answer)).decode()
        return Standing(
            reference=str(row.reference),
            state=state,
            since=row.since.astimezone(self._zone).date(),
            received=row.received_at.astimezone(self._zone).date(),
            due=by,
            answer=answer,
            overdue=by is not None and by < today,
        )

    def _case(self, connection: Connection, reference: str, *, lock: bool = False) -> Row[Any]:
        key, column = canonical(reference), tables.complaint.c
        query = select(tables.complaint).where(or_(column.reference_key == key, column.provisional_key == key))
        rows = connection.execute(query.with_for_update() if lock else query).all() if key else []
        if len(rows) != 1:
            raise CaseError("there is no such complaint" if not rows else "several complaints have this reference")
        return rows[0]


def _words_name(operation: str) -> str:
    return f"complaint\n{operation}"


def _answer_name(operation: str) -> str:
    return f"complaint answer\n{operation}"
