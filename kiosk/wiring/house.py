"""Everything behind the screen: journal, spent codes, desired state, bank, printer."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from typing import cast
from zoneinfo import ZoneInfo

import drivers
from kiosk.core import ports
from kiosk.core.appointment import QueueTicket
from kiosk.core.clock import SystemClock
from kiosk.core.health import Absent, Health
from kiosk.perform import Performer, Submit, Tell
from kiosk.record import layout
from kiosk.record.checkpoint import NoteError, VerifierKey
from kiosk.record.desired import DesiredStore
from kiosk.record.files import KeyFileError, signer_from
from kiosk.record.journal import SqliteJournal
from kiosk.record.spent import SpentTokens
from kiosk.record.syncstate import journal_reports
from kiosk.settings import Settings
from kiosk.token import SigningKey, Verifier, public_keys


class HouseError(ValueError):
    """The house cannot be opened; the message says what is wrong."""


class House:
    """Everything behind the screen that must be opened before a customer can be served, and closed after."""

    def __init__(self, settings: Settings) -> None:
        """Open. Raises `JournalError`, `HouseError` or OSError."""
        self.settings = settings
        self.clock = SystemClock()
        terminal, central = settings.terminal, settings.central
        self._files = layout(terminal.state)
        with ExitStack() as opened:
            try:
                keys = tuple(VerifierKey.parse(key) for key in central.desired_keys)
                signer = signer_from(self._files.log_key)
                make_bank = drivers.factory(settings.devices.bank)
                self._printer = _printer(settings.devices.printer)
            except (NoteError, KeyFileError, drivers.DriverError) as error:
                raise HouseError(str(error)) from error
            self.desired = DesiredStore(self._files.desired, keys, terminal.id, self.clock, settings)
            self.journal = SqliteJournal(
                self._files.journal, bank=terminal.bank, kiosk=terminal.id, signer=signer, clock=self.clock
            )
            opened.callback(self.journal.close)
            self.spent = SpentTokens(self._files.spent, self.clock, zone=ZoneInfo(terminal.timezone))
            opened.callback(self.spent.close)
            self.bank: ports.Bank = make_bank(
                central.url, terminal.branch, ca=central.ca, certificate=central.certificate, key=central.key
            )
            self.close = opened.pop_all().close
            """Close everything, the journal last."""

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
                revoked=self._revoked_tokens,
            ),
            bank=self.bank,
            printer=printer or self._printer,
            series=self.spent,
            face=face,
            submit=submit,
            page=page,
            tell=tell,
            slip=self._slip,
        )

    @property
    def printer(self) -> ports.Printer:
        """The printer that the settings name."""
        return self._printer

    def take_reports(self) -> None:
        """Journal what sync, which may not write the journal itself, has left to be journalled."""
        with suppress(ports.JournalError, OSError):  # a shut journal has said so already; the reports stay
            journal_reports(self._files.reports, self.journal)

    def _slip(self, ticket: QueueTicket) -> tuple[str, ...]:
        """What the printed ticket says beside the number: bank, branch and service, in every language there is."""
        terminal, state = self.settings.terminal, self.desired.current()
        branch = () if state is None else state.branch.names
        services = {} if state is None else {service.id: service.names for service in state.services}
        return (
            terminal.bank_name or terminal.bank,
            *(name for _, name in branch),
            *(name for _, name in services.get(ticket.service, (("", ticket.service),))),
        )

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

    def health(self) -> Health:
        return Absent()
