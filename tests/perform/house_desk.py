"""A house of fakes: what the performer asks of it is kept, and each answer comes when the test says."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from kiosk.core.appointment import Appointment, QueueTicket, TokenRefusal
from kiosk.core.entries import Entry
from kiosk.core.health import Health, Ready
from kiosk.core.ports import (
    BankUnreachableError,
    CheckInAnswer,
    CheckInRequest,
    JournalError,
    PrintOutcome,
    Tell,
    TokenTurnedDown,
)
from kiosk.flows.events import Event
from kiosk.perform import Performer
from kiosk.perform.performer import Room
from kiosk.ui.offthread import HandExecutor


class FakeJournal:
    """Keeps entries with their visit; `full` turns every further one down."""

    def __init__(self) -> None:
        self.entries: list[tuple[Entry, str | None, bool]] = []
        self.full = False

    def append(self, entry: Entry, visit: str | None = None, *, durable: bool = True) -> Future[int]:
        done: Future[int] = Future()
        if self.full:
            done.set_exception(JournalError("the disk is full"))
        else:
            self.entries.append((entry, visit, durable))
            done.set_result(len(self.entries))
        return done

    def record(self, entry: Entry, visit: str | None = None) -> int:
        return self.append(entry, visit).result()

    def of(self, kind: type[Entry]) -> list[tuple[Entry, str | None]]:
        """The entries of a kind, each with its visit."""
        return [(entry, visit) for entry, visit, _ in self.entries if isinstance(entry, kind)]


class FakeVerifier:
    """Knows one code."""

    def __init__(self, code: str, appointment: Appointment) -> None:
        self._code, self._appointment = code, appointment
        self.asked: list[str] = []
        self.spent: list[tuple[str, str, str]] = []
        self.broken = False

    def verify(self, text: str, visit: str) -> Appointment | TokenTurnedDown:
        self.asked.append(visit)
        return self._appointment if text == self._code else TokenTurnedDown(TokenRefusal.FORGED)

    def spend(self, appointment: Appointment, visit: str, ticket: QueueTicket) -> None:
        if self.broken:
            raise OSError("the disk is full")
        self.spent.append((appointment.token_id, visit, ticket.number))


class FakeBank:
    """Answers as told; None is no answer. The branch's pager, too."""

    def __init__(self, ticket: QueueTicket) -> None:
        self.answer: CheckInAnswer | None = ticket
        self.requests: list[CheckInRequest] = []
        self.pages: list[tuple[str | None, str, str]] = []
        self.call_id: str | None = "17"
        self.who: str | None = None
        self.looks: list[str] = []
        self.reminders: list[str] = []

    def check_in(self, request: CheckInRequest) -> CheckInAnswer:
        self.requests.append(request)
        if self.answer is None:
            raise BankUnreachableError
        return self.answer

    def call(self, visit: str | None, why: str, screen: str) -> str | None:
        if self.answer is None:
            raise BankUnreachableError
        self.pages.append((visit, why, screen))
        return self.call_id

    def coming(self, call: str) -> str | None:
        self.looks.append(call)
        if self.answer is None:
            raise BankUnreachableError
        return self.who

    def remind(self, call: str) -> None:
        if self.answer is None:
            raise BankUnreachableError
        self.reminders.append(call)


class FakePrinter:
    """Prints as told."""

    def __init__(self) -> None:
        self.outcome = PrintOutcome.PRINTED
        self.slips: list[tuple[str, ...]] = []

    def print_ticket(self, ticket: QueueTicket, lines: tuple[str, ...]) -> PrintOutcome:
        self.slips.append(lines)
        return self.outcome

    def health(self) -> Health:
        return Ready()


class FakeSeries:
    """The terminal's own numbers."""

    def __init__(self) -> None:
        self.given = 0

    def next_ticket(self) -> str:
        self.given += 1
        return f"K{self.given:03}"


class FakeFace:
    """Counts how often it was told to forget."""

    def __init__(self) -> None:
        self.forgot = 0

    def start(self, tell: Tell) -> None:
        raise AssertionError("the performer starts no device")

    def stop(self) -> None:
        raise AssertionError("the performer stops no device")

    def forget(self) -> None:
        self.forgot += 1

    def health(self) -> Health:
        return Ready()


class Desk:
    """The performer in its house. `work` and `page` run when drained; `hear` delivers what was told, as Qt would."""

    def __init__(
        self,
        code: str,
        appointment: Appointment,
        ticket: QueueTicket,
        rooms: Callable[[FakeJournal], tuple[Room, ...]] = lambda _: (),
    ) -> None:
        self.journal, self.verifier, self.bank = FakeJournal(), FakeVerifier(code, appointment), FakeBank(ticket)
        self.printer, self.series, self.face = FakePrinter(), FakeSeries(), FakeFace()
        self.work, self.page, self.read = HandExecutor(), HandExecutor(), HandExecutor()
        self._told: list[tuple[Event, Callable[[], bool]]] = []
        self.perform = Performer(
            journal=self.journal,
            verifier=self.verifier,
            bank=self.bank,
            pager=self.bank,
            printer=self.printer,
            series=self.series,
            face=self.face,
            submit=self.work.submit,
            page=self.page.submit,
            read=self.read.submit,
            tell=lambda event, holds: self._told.append((event, holds)),
            slip=lambda ticket: ("Specimen Bank", ticket.number),
            rooms=rooms(self.journal),
        )

    def hear(self) -> list[Event]:
        """What is told on the Qt thread, after dropping what no longer holds there."""
        told, self._told = self._told, []
        return [event for event, holds in told if holds()]
