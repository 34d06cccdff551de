"""Everything behind the screen: journal, spent codes, desired state, bank, printer."""

from __future__ import annotations

from typing import cast
from zoneinfo import ZoneInfo

import drivers
from kiosk.core import ports
from kiosk.core.appointment import QueueTicket
from kiosk.core.clock import SystemClock
from kiosk.core.health import Absent, Health
from kiosk.perform import Performer, Submit, Tell
from kiosk.record import layout
from kiosk.record.checkpoint import VerifierKey
from kiosk.record.desired import DesiredStore
from kiosk.record.files import signer_from
from kiosk.record.journal import SqliteJournal
from kiosk.record.spent import SpentTokens
from kiosk.settings import Settings
from kiosk.token import SigningKey, Verifier, public_keys


class HouseError(ValueError):
    """The house cannot be opened; the message says what is wrong."""


class House:
    """Everything behind the screen that must be opened before a customer can be served, and closed after."""

    def __init__(self, settings: Settings) -> None:
        """Open. Raises `JournalError`, `HouseError` or OSError."""

        self.settings = settings
        terminal, central = settings.terminal, settings.central
        clock = SystemClock()
        files = layout(terminal.state)
        self.desired: DesiredStore = DesiredStore(
            files.desired, tuple(VerifierKey.parse(key) for key in central.desired_keys), terminal.id, clock
        )
        self.journal: SqliteJournal = SqliteJournal(
            files.journal, bank=terminal.bank, kiosk=terminal.id, signer=signer_from(files.log_key), clock=clock
        )
        self.spent: SpentTokens = SpentTokens(files.spent, clock, zone=ZoneInfo(terminal.timezone))
        self.clock = clock
        self.bank: ports.Bank = drivers.factory(settings.devices.bank)(
            url=central.url,
            branch=terminal.branch,
            ca=central.ca,
            certificate=central.certificate,
            key=central.key,
        )

    def performer(
        self, *, face: ports.FaceMatcher, printer: ports.Printer | None, submit: Submit, page: Submit, tell: Tell
    ) -> Performer:
        """What performs the flows' effects in this house; without a printer, the one that the settings name."""
        terminal = self.settings.terminal
        return Performer(
            journal=self.journal,
            verifier=Verifier(
                issuer=terminal.bank,
                branch=terminal.branch,
                keys=self._token_keys,
                spent=self.spent,
                clock=self.clock,
                not_before=self.journal.last_at or self.clock.now(),
            ),
            bank=self.bank,
            printer=printer or self._printer(),
            series=self.spent,
            face=face,
            submit=submit,
            page=page,
            tell=tell,
            slip=lambda ticket: (terminal.bank_name or terminal.bank, ticket.number, ticket.service),
        )

    def _token_keys(self) -> tuple[SigningKey, ...]:
        state = self.desired.current()
        return () if state is None else public_keys(state.token_keys)

    def _printer(self) -> ports.Printer:
        name = self.settings.devices.printer
        return NoPrinter() if name == "none" else cast("ports.Printer", drivers.factory(name)())

    def close(self) -> None:
        """Close, the journal last."""
        self.spent.close()
        self.journal.close()


class NoPrinter:
    """A terminal without a printer goes on paperless. Implements `kiosk.core.ports.Printer`."""

    def print_ticket(self, ticket: QueueTicket, lines: tuple[str, ...]) -> ports.PrintOutcome:
        """Nothing is printed: the screen asks the customer to remember the number."""
        return ports.PrintOutcome.OFFLINE

    def health(self) -> Health:
        return Absent()
