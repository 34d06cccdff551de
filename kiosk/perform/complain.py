"""Puts complaints on record, asks the bank, and asks how they stand.

The record comes first and is what counts: with it the complaint is made, whether the bank answers or not, and whoever
still waits. The bank's call has the same operation as the record, so the two are one case there.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Mapping
from datetime import tzinfo
from typing import Protocol

from kiosk.core import entries
from kiosk.core.complaint import (
    CODE_DIGITS,
    ComplaintDesk,
    ComplaintPolicy,
    FiledComplaint,
    Receipt,
    Registered,
    proof_of,
    provisional_reference,
)
from kiosk.core.ports import BankUnreachableError, Clock, Journal, JournalError
from kiosk.flows import complain
from kiosk.flows.effects import ServiceEffect
from kiosk.flows.events import Event
from kiosk.perform.performer import Handler


class Counts(Protocol):
    """Numbers that only rise, durable. Raises OSError."""

    def next(self) -> int: ...


class ComplaintRoom:
    """Performs the effects of `flows.complain`. `kiosk` is the terminal's id, `zone` the branch's time zone.

    `policy` gives the centre's data as it stands, for the dates where the bank cannot be asked.
    """

    def __init__(
        self,
        *,
        kiosk: str,
        zone: tzinfo,
        desk: ComplaintDesk,
        journal: Journal,
        counts: Counts,
        clock: Clock,
        policy: Callable[[], ComplaintPolicy],
    ) -> None:
        self._kiosk, self._zone, self._desk, self._journal = kiosk, zone, desk, journal
        self._counts, self._clock, self._policy = counts, clock, policy

    def handlers(self) -> Mapping[type[ServiceEffect], Handler]:
        """What performs each kind of effect."""
        return {
            complain.TellDate: self._date,
            complain.FileComplaint: self._file,
            complain.LookUpComplaint: self._look_up,
        }

    def wiped(self, visit: str) -> None:
        """Nothing of a visit is kept here."""

    def _date(self, _: complain.TellDate, __: str | None) -> Event:
        return complain.DateTold(self._clock.now().astimezone(self._zone).date())

    def _file(self, effect: complain.FileComplaint, visit: str | None) -> Event:
        said, received = effect.complaint, self._clock.now()
        try:
            provisional = provisional_reference(self._kiosk, self._counts.next())
        except OSError as error:
            raise JournalError(type(error).__name__) from error
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        operation = str(uuid.uuid4())
        proof = proof_of(code, provisional)
        made = entries.ComplaintMade(
            operation=operation,
            provisional=provisional,
            proof=proof,
            category=said.category,
            when=said.when,
            day=None if said.day is None else said.day.isoformat(),
            wish=said.wish,
            contact=said.contact,
            elsewhere=said.elsewhere,
            dictated=said.dictated,
            text=said.text or None,
            phone=said.phone,
        )
        self._journal.record(made, visit)
        filed = FiledComplaint(operation, visit or "", provisional, proof, received, said)
        registered: Registered | None
        try:
            registered = self._desk.file(filed)
        except BankUnreachableError:
            registered = None
        if registered is None:
            self._journal.record(entries.ComplaintPending(operation, provisional), visit)
            _, dates = self._policy().clocks(said.category, received, self._zone)
            return complain.ComplaintFiled(Receipt(provisional, code, received, dates, final=False))
        told = entries.ComplaintRegistered(operation, provisional, registered.reference)
        self._journal.record(told, visit)
        receipt = Receipt(registered.reference, code, received, registered.deadlines, final=True)
        return complain.ComplaintFiled(receipt)

    def _look_up(self, effect: complain.LookUpComplaint, _: str | None) -> Event:
        try:
            return complain.StandingTold(self._desk.look_up(effect.reference, effect.code))
        except BankUnreachableError:
            return complain.StandingTold(None)
