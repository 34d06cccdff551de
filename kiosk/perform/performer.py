"""Performs the effects of the flows: journal, bank, printer, cryptography; never on the Qt thread.

An answer belongs to the visit it was asked in: one that comes after that visit ended is not told to the next customer.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, Protocol, TypeAlias, assert_never

from kiosk.core import entries
from kiosk.core.appointment import Appointment, QueueTicket, holds, normalised
from kiosk.core.pager import StaffPager
from kiosk.core.ports import (
    Bank,
    BankRefusal,
    BankUnreachableError,
    CheckInRequest,
    FaceMatcher,
    Journal,
    JournalError,
    Printer,
    PrintOutcome,
    TokenTurnedDown,
    TokenVerifier,
)
from kiosk.flows import effects
from kiosk.flows.events import (
    BankLost,
    CheckInAnswered,
    CheckInSealed,
    CodeTurnedDown,
    CodeVerified,
    Event,
    HolderCompared,
    HolderNamed,
    KioskBroke,
    StaffAcknowledged,
    StaffPaged,
    TicketPrinted,
)

Submit: TypeAlias = Callable[[Callable[[], None]], None]
"""Have a job run on another thread, in the order given."""

Tell: TypeAlias = Callable[[Event, Callable[[], bool]], None]
"""Tell an event on the Qt thread, if the condition still holds there."""


class OwnSeries(Protocol):
    """The terminal's own queue numbers, for when the bank cannot be reached."""

    def next_ticket(self) -> str: ...


Handler: TypeAlias = Callable[[Any, str | None], Event | None]
"""Performs one kind of effect for a visit; the answer, if there is one, is told while that visit lasts."""


class Room(Protocol):
    """Performs the effects of one service, on the work thread, where bank, disk and printer may take their time; those
    that are `HERE` on another.
    """

    def handlers(self) -> Mapping[type[effects.ServiceEffect], Handler]:
        """What performs each kind of effect. May raise `JournalError`: the kiosk then goes out of service."""

    def wiped(self, visit: str) -> None:
        """A visit ended: forget everything of it, here and at the bank."""


class Performer:
    """Called on the Qt thread with each effect; does the work elsewhere and tells the answer.

    `submit` is for what may take its time, `page` for calls to staff, `read` for what this terminal has in memory: none
    of these waits for another.
    """

    def __init__(
        self,
        *,
        journal: Journal,
        verifier: TokenVerifier,
        bank: Bank,
        pager: StaffPager,
        printer: Printer,
        series: OwnSeries,
        face: FaceMatcher,
        submit: Submit,
        page: Submit,
        read: Submit,
        tell: Tell,
        slip: Callable[[QueueTicket], tuple[str, ...]],
        rooms: tuple[Room, ...] = (),
    ) -> None:
        self._rooms = rooms
        self._handlers = {kind: handler for room in rooms for kind, handler in room.handlers().items()}
        self._pseudonyms = secrets.token_bytes(32)
        """Gives holders of documents a pseudonym that nobody can look up, not even the next run of this program."""
        self._journal, self._verifier, self._bank, self._printer = journal, verifier, bank, printer
        self._series, self._face, self._tell, self._slip = series, face, tell, slip
        self._submit, self._page, self._read = submit, page, read
        self._visit: str | None = None
        self._pager = pager
        self._looking = False
        """Whether it is being asked who of the staff comes: never twice at a time."""

    def __call__(self, effect: effects.Effect) -> None:
        """Perform one effect."""
        visit = self._visit
        match effect:
            case effects.Note(entry):
                if isinstance(entry, entries.VisitBegan):
                    self._visit = secrets.token_hex(8)
                self.note(entry)
            case effects.Wipe():
                self._visit = None
                self._face.forget()
                if visit is not None:
                    self._submit(lambda: self._forget(visit))
            case effects.VerifyCode(text):
                self._submit(lambda: self._answer(visit, self._verify(text, visit)))
            case effects.CompareHolder(appointment, document):
                self._submit(lambda: self._answer(visit, HolderCompared(holds(appointment, document.number))))
            case effects.NameHolder(document):
                self._submit(lambda: self._answer(visit, HolderNamed(self._pseudonym(document.number))))
            case effects.ServiceEffect():
                handler = self._handlers[type(effect)]
                (self._read if effect.HERE else self._submit)(lambda: self._serve(handler, effect, visit))
            case effects.CheckIn():
                self._submit(lambda: self._check_in(effect, visit))
            case effects.SealCheckIn(appointment, ticket):
                self._submit(lambda: self._seal(appointment, ticket, visit))
            case effects.PrintTicket(ticket):
                self._submit(lambda: self._print(ticket, visit))
            case effects.CallStaff(why, screen):
                self._page(lambda: self._call_staff(why, screen, visit))  # never behind a slow answer of the bank
            case effects.LookForStaff(call):
                if not self._looking:
                    self._looking = True
                    self._page(lambda: self._look_for_staff(call, visit))
            case effects.RemindStaff(call):
                self._page(lambda: self._remind_staff(call, visit))
            case _:
                assert_never(effect)

    def note(self, entry: entries.Entry) -> None:
        """Journal an entry of the visit in hand; a journal that cannot take it puts the kiosk out of service."""
        self._append(entry, self._visit)

    def _append(self, entry: entries.Entry, visit: str | None) -> None:
        self._journal.append(entry, visit, durable=not entry.TELEMETRY).add_done_callback(self._noted)

    def _noted(self, done: Future[int]) -> None:
        if not done.cancelled() and done.exception() is not None:
            self._tell(KioskBroke("journal"), lambda: True)

    def _answer(self, visit: str | None, event: Event) -> None:
        self._tell(event, lambda: self._visit == visit)

    def _serve(self, handler: Handler, effect: effects.ServiceEffect, visit: str | None) -> None:
        if effect.MOOT and self._visit != visit:
            return
        try:
            event = handler(effect, visit)
        except JournalError:
            self._tell(KioskBroke("journal"), lambda: True)
            return
        if event is not None:
            self._answer(visit, event)

    def _forget(self, visit: str) -> None:
        for room in self._rooms:
            room.wiped(visit)

    def _pseudonym(self, number: str) -> str:
        return hashlib.blake2b(normalised(number).encode(), key=self._pseudonyms, digest_size=16).hexdigest()

    def _verify(self, text: str, visit: str | None) -> Event:
        answer = self._verifier.verify(text, visit or "")
        return CodeTurnedDown(answer) if isinstance(answer, TokenTurnedDown) else CodeVerified(answer)

    def _check_in(self, asked: effects.CheckIn, visit: str | None) -> None:
        request = CheckInRequest(asked.code, visit or "", asked.document, asked.face_accepted)
        event: Event
        try:
            event = CheckInAnswered(self._bank.check_in(request))
        except BankUnreachableError:
            event = BankLost()

        def still() -> bool:
            if self._visit == visit:
                return True
            # The customer left while the bank was checking in: what it did is journalled all the same.
            match event:
                case CheckInAnswered(QueueTicket() as ticket):
                    self._submit(lambda: self._seal(asked.appointment, ticket, visit))
                case CheckInAnswered(BankRefusal() as reason):
                    self._append(entries.CheckInRefused(asked.appointment.id, reason), visit)
            return False

        self._tell(event, still)

    def _seal(self, appointment: Appointment, ticket: QueueTicket | None, visit: str | None) -> None:
        offline = ticket is None
        try:
            given = ticket or QueueTicket(self._series.next_ticket(), appointment.service)
            completed = entries.CheckInCompleted(
                appointment.id, appointment.token_id, given.number, appointment.service, offline
            )
            self._journal.record(completed, visit)
            self._verifier.spend(appointment, visit or "", given)
        except (JournalError, OSError):
            self._tell(KioskBroke("journal"), lambda: True)
            return
        self._answer(visit, CheckInSealed(given, offline))

    def _print(self, ticket: QueueTicket, visit: str | None) -> None:
        outcome = self._printer.print_ticket(ticket, self._slip(ticket))
        ok = outcome is PrintOutcome.PRINTED
        self._append(entries.TicketPrinted(ticket.number, ok, None if ok else outcome), visit)  # whoever still waits
        self._answer(visit, TicketPrinted(outcome))

    def _call_staff(self, why: str, screen: str, visit: str | None) -> None:
        call, delivered = None, True
        try:
            call = self._pager.call(visit, why, screen)
        except BankUnreachableError:
            delivered = False
        self._append(entries.StaffPaged(delivered), visit)
        self._answer(visit, StaffPaged(delivered, call))

    def _look_for_staff(self, call: str, visit: str | None) -> None:
        try:
            who = self._pager.coming(call) if self._visit == visit else None
        except BankUnreachableError:
            return  # the next question may be heard
        finally:
            self._looking = False
        if who is not None:
            self._answer(visit, StaffAcknowledged(call, who))

    def _remind_staff(self, call: str, visit: str | None) -> None:
        delivered = True
        try:
            self._pager.remind(call)
        except BankUnreachableError:
            delivered = False
        self._append(entries.StaffReminded(call, delivered), visit)
