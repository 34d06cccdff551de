"""Everything behind the screen: journal, spent codes, desired state, bank, printer."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from datetime import date
from typing import Final, cast
from zoneinfo import ZoneInfo

import drivers
from kiosk.core import ports
from kiosk.core.appointment import QueueTicket
from kiosk.core.booking import Appointments, FreeSlot, Queue
from kiosk.core.callback import Window
from kiosk.core.clock import SystemClock
from kiosk.core.complaint import ComplaintDesk, ComplaintPolicy
from kiosk.core.health import Absent, Health
from kiosk.core.pager import StaffPager
from kiosk.core.payments import PayingBank
from kiosk.faq import FaqSearch
from kiosk.flows.events import KioskBroke
from kiosk.perform import Performer, Submit, Tell
from kiosk.perform.accounts import AccountsRoom
from kiosk.perform.ask import AskRoom
from kiosk.perform.booking import BookingRoom, WalkInRoom
from kiosk.perform.complain import ComplaintRoom
from kiosk.perform.customer import SessionRoom
from kiosk.perform.receipt import ReceiptRoom
from kiosk.perform.secondfactor import SecondFactorRoom
from kiosk.perform.transfer import TransferRoom
from kiosk.record import layout
from kiosk.record.callbacks import JournalledCallBacks
from kiosk.record.checkpoint import NoteError, VerifierKey
from kiosk.record.counter import Counter
from kiosk.record.desired import DesiredState, DesiredStore
from kiosk.record.files import KeyFileError
from kiosk.record.seal import SealingKey
from kiosk.record.spent import SpentTokens
from kiosk.record.syncstate import SyncState, journal_reports
from kiosk.record.unsettled import Unsettled
from kiosk.settings import Settings
from kiosk.token import SigningKey, Verifier, public_keys
from kiosk.ui.paper import StatementPaper
from kiosk.ui.slip import SlipWriter
from kiosk.wiring.journal import open_journal

_SETTLED_EVERY_S: Final = 30.0


class HouseError(ValueError):
    """The house cannot be opened; the message says what is wrong."""


class House:
    """Everything behind the screen that must be opened before a customer can be served, and closed after."""

    def __init__(self, settings: Settings, clock: ports.Clock | None = None) -> None:
        """Open. Raises `JournalError`, `HouseError` or OSError."""
        self.settings = settings
        self.clock = clock or SystemClock()
        terminal, central = settings.terminal, settings.central
        self._files = layout(terminal.state)
        self._told = threading.Lock()
        self._tell: Tell | None = None
        self._broke = False
        self._folded = b""
        self._search = FaqSearch()
        with ExitStack() as opened:
            try:
                keys = tuple(VerifierKey.parse(key) for key in central.desired_keys)
                make_bank = drivers.factory(settings.devices.bank)
                self._printer = _printer(settings.devices.printer)
                self.desired = DesiredStore(self._files.desired, keys, terminal.id, self.clock, settings)
                self.journal = open_journal(
                    settings, self.clock, failed=self._journal_failed, sealing_key=self._sealing_key
                )
            except (NoteError, KeyFileError, drivers.DriverError) as error:
                raise HouseError(str(error)) from error
            opened.callback(self.journal.close)
            zone = ZoneInfo(terminal.timezone)
            self.spent = SpentTokens(self._files.spent, self.clock, prefix=terminal.own_series, zone=zone)
            opened.callback(self.spent.close)
            bank = make_bank(
                central.url, terminal.branch, ca=central.ca, certificate=central.certificate, key=central.key
            )
            self.bank: ports.Bank = bank
            self._complaint_desk: ComplaintDesk = bank.complaints
            self._appointments: Appointments = bank.appointments
            self._queue: Queue = bank.queue
            self._pager: StaffPager = bank.pager
            self._banking: PayingBank = bank
            self._bookings: BookingRoom | None = None
            self._accounts: AccountsRoom | None = None
            self._transfers: TransferRoom | None = None
            self._settled_at = self.clock.monotonic()
            self.close = opened.pop_all().close
            """Close everything, the journal last."""

    def performer(
        self,
        *,
        face: ports.FaceMatcher,
        printer: ports.Printer | None,
        submit: Submit,
        page: Submit,
        read: Submit,
        tell: Tell,
        bank: Mapping[str, str] | None = None,
    ) -> Performer:
        """What performs the flows' effects in this house.

        Without a printer it is the one that the settings name; `bank` are the bank's names by language, where there are
        more than the settings' one.
        """
        terminal = self.settings.terminal
        with self._told:
            self._tell = tell
        if self._broke:
            self._journal_failed(ports.JournalError())
        printer = printer or self._printer
        zone, unsettled = ZoneInfo(terminal.timezone), Unsettled(self._files.unsettled)
        verifier = Verifier(
            issuer=terminal.bank,
            branch=terminal.branch,
            keys=self._token_keys,
            spent=self.spent,
            clock=self.clock,
            not_before=self.journal.last_at or self.clock.now(),
            revoked=self._revoked_tokens,
        )
        self._accounts = AccountsRoom(
            bank=self._banking,
            journal=self.journal,
            printer=printer,
            paper=StatementPaper(terminal.bank_name or terminal.bank, zone),
            unsettled=unsettled,
            clock=self.clock,
            zone=zone,
        )
        self._transfers = TransferRoom(
            bank=self._banking, journal=self.journal, unsettled=unsettled, clock=self.clock, zone=zone
        )
        self._bookings = BookingRoom(
            bank=self._appointments,
            journal=self.journal,
            verifier=verifier,
            unsettled=unsettled,
            clock=self.clock,
            zone=zone,
            planned=self._planned,
        )
        return Performer(
            journal=self.journal,
            verifier=verifier,
            bank=self.bank,
            pager=self._pager,
            printer=printer,
            series=self.spent,
            face=face,
            submit=submit,
            page=page,
            read=read,
            tell=tell,
            slip=self._slip,
            rooms=(
                SessionRoom(self._banking.sessions),
                self._bookings,
                WalkInRoom(bank=self._queue, journal=self.journal, series=self.spent),
                self._accounts,
                SecondFactorRoom(self._banking.codes),
                self._transfers,
                AskRoom(self._search.search, self._callbacks()),
                self._complaints(),
                self._receipts(printer, bank or {"": terminal.bank_name or terminal.bank}),
            ),
        )

    def _receipts(self, printer: ports.Printer, bank: Mapping[str, str]) -> ReceiptRoom:
        terminal = self.settings.terminal
        writer = SlipWriter(
            bank=bank,
            branch=self._branch_names,
            service=self._service_names,
            terminal=terminal.id,
            zone=ZoneInfo(terminal.timezone),
            clock=self.clock,
        )
        return ReceiptRoom(journal=self.journal, printer=printer, writer=writer)

    def _complaints(self) -> ComplaintRoom:
        terminal = self.settings.terminal
        return ComplaintRoom(
            kiosk=terminal.id,
            zone=ZoneInfo(terminal.timezone),
            desk=self._complaint_desk,
            journal=self.journal,
            counts=Counter(self._files.complaints),
            clock=self.clock,
            policy=self._complaint_policy,
        )

    def _complaint_policy(self) -> ComplaintPolicy:
        state = self.desired.current()
        return ComplaintPolicy() if state is None else state.complaints

    def take_over(self, state: DesiredState) -> None:
        """Prepare for what the centre says now, before a screen hears of it."""
        self._search.take(state.faq)

    @property
    def printer(self) -> ports.Printer:
        """The printer that the settings name."""
        return self._printer

    def take_reports(self) -> None:
        """Journal what sync, which may not write the journal itself, has left, and heed what the centre says.

        A history that the centre does not share is not continued: a new epoch begins. What it cosigned is kept.
        """
        with suppress(ports.JournalError, OSError):  # a shut journal has said so already; the reports stay
            synced = SyncState.load(self._files.sync)
            why = synced.given_up(self.journal.epoch)
            if why is not None:
                self.journal.renew(why, synced.anchor(self.journal.origin)).result()
            elif synced.epoch == self.journal.epoch and synced.cosigned != self._folded:
                self.journal.acknowledge(synced.cosigned).result()
                self._folded = synced.cosigned
            journal_reports(self._files.reports, self.journal)

    def settle(self) -> None:
        """Now and then ask the bank what became of operations whose answer was lost, and whose customer has left."""
        now = self.clock.monotonic()
        if now - self._settled_at < _SETTLED_EVERY_S:
            return
        self._settled_at = now
        with suppress(ports.JournalError):  # a shut journal has said so already
            for room in (self._bookings, self._accounts, self._transfers):
                if room is not None:
                    room.settle_left()

    def _planned(self, service: str) -> tuple[FreeSlot, ...]:
        """The times of a service that the centre told of; whether a place is left only the bank knows."""
        state = self.desired.current()
        slots = () if state is None else state.slots
        return tuple(
            FreeSlot(slot.service, slot.starts, slot.ends)
            for slot in slots
            if slot.service == service and slot.capacity
        )

    def _slip(self, ticket: QueueTicket) -> tuple[str, ...]:
        """What the printed ticket says beside the number: bank, branch and service, in every language there is."""
        terminal = self.settings.terminal
        return (
            terminal.bank_name or terminal.bank,
            *self._branch_names().values(),
            *(self._service_names(ticket.service) or {"": ticket.service}).values(),
        )

    def _branch_names(self) -> dict[str, str]:
        state = self.desired.current()
        return {} if state is None else dict(state.branch.names)

    def _service_names(self, service: str) -> dict[str, str]:
        state = self.desired.current()
        found = () if state is None else state.services
        return next((dict(one.names) for one in found if one.id == service), {})

    def _journal_failed(self, _: ports.JournalError) -> None:
        """Nothing can be journalled any more, so nobody is served: said at once, on whichever thread."""
        with self._told:
            self._broke, tell = True, self._tell
        if tell is not None:
            tell(KioskBroke("journal"), lambda: True)

    def _callbacks(self) -> JournalledCallBacks:
        def windows() -> tuple[Window, ...]:
            state = self.desired.current()
            return () if state is None else state.callback_windows

        def holidays() -> frozenset[date]:
            return frozenset(day for one in self._complaint_policy().calendars for day in one.holidays)

        zone = ZoneInfo(self.settings.terminal.timezone)
        return JournalledCallBacks(
            self.journal,
            windows=windows,
            sealing_key=self._sealing_key,
            clock=self.clock,
            zone=zone,
            holidays=holidays,
        )

    def _sealing_key(self) -> SealingKey | None:
        state = self.desired.current()
        return None if state is None else state.sealing_key

    def _token_keys(self) -> tuple[SigningKey, ...]:
        state = self.desired.current()
        return () if state is None else public_keys(state.token_keys)

    def _revoked_tokens(self) -> frozenset[str]:
        state = self.desired.current()
        return frozenset() if state is None else state.revoked_tokens


def _printer(name: str) -> ports.Printer:
    """The printer of a name. Raises `DriverError`."""
    return NoPrinter() if name in ("none", "simulated") else cast("ports.Printer", drivers.factory(name)())


class NoPrinter:
    """A terminal without a printer goes on paperless. Implements `kiosk.core.ports.Printer`."""

    def print_ticket(self, ticket: QueueTicket, lines: tuple[str, ...]) -> ports.PrintOutcome:
        """Nothing is printed: the screen asks the customer to remember the number."""
        return ports.PrintOutcome.OFFLINE

    def print_slip(self, lines: tuple[str, ...], code: str | None) -> ports.PrintOutcome:
        """Nothing is printed: the screen asks the customer to take a photograph."""
        return ports.PrintOutcome.OFFLINE

    def print_document(self, document: bytes) -> ports.PrintOutcome:
        """Nothing is printed."""
        return ports.PrintOutcome.OFFLINE

    def health(self) -> Health:
        return Absent()
