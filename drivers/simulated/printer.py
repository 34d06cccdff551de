"""A slip printer that runs out of paper when the world says so."""

from __future__ import annotations

from collections.abc import Callable

from drivers.simulated.world import World
from kiosk.core.appointment import QueueTicket
from kiosk.core.health import Health, Ready, Trouble, Troubled
from kiosk.core.ports import PrintOutcome


class SimulatedPrinter:
    """Prints to memory; implements `kiosk.core.ports.Printer`. `slip` is what came out last."""

    def __init__(self, world: Callable[[], World]) -> None:
        self._world = world
        self.slip: tuple[str, ...] = ()
        self.document = b""

    def print_ticket(self, ticket: QueueTicket, lines: tuple[str, ...]) -> PrintOutcome:
        """Print the number and the lines; `PAPER_OUT` while the world has no paper."""
        if not self._world().paper:
            return PrintOutcome.PAPER_OUT
        self.slip = (ticket.number, *lines)
        return PrintOutcome.PRINTED

    def print_slip(self, lines: tuple[str, ...], code: str | None) -> PrintOutcome:
        """Print the lines, and the code's text as the last one."""
        if not self._world().paper:
            return PrintOutcome.PAPER_OUT
        self.slip = lines if code is None else (*lines, code)
        return PrintOutcome.PRINTED

    def print_document(self, document: bytes) -> PrintOutcome:
        """Print a PDF; `document` is what came out last."""
        if not self._world().paper:
            return PrintOutcome.PAPER_OUT
        self.document = document
        return PrintOutcome.PRINTED

    def health(self) -> Health:
        return Ready() if self._world().paper else Troubled(Trouble.PAPER_OUT)
