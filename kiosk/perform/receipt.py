"""Prints receipts, and writes them for phones. It keeps nothing of them."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.core import entries
from kiosk.core.ports import Journal, Printer, PrintOutcome
from kiosk.core.receipt import Writer
from kiosk.flows.effects import ServiceEffect
from kiosk.flows.events import Event
from kiosk.flows.receipt import PRINT, PaperPrinted, PaperReady, PrintReceipt, WriteReceipt
from kiosk.perform.performer import Handler


class ReceiptRoom:
    """Performs what `flows.receipt` asks for."""

    def __init__(self, *, journal: Journal, printer: Printer, writer: Writer) -> None:
        self._journal, self._printer, self._writer = journal, printer, writer

    def handlers(self) -> Mapping[type[ServiceEffect], Handler]:
        """What performs each kind of effect."""
        return {PrintReceipt: self._print, WriteReceipt: self._write}

    def wiped(self, visit: str) -> None:
        """Nothing of a visit is here."""

    def _print(self, asked: PrintReceipt, visit: str | None) -> Event:
        """Print once. How it ended is journalled for its visit, whoever still waits."""
        receipt = asked.receipt
        lines = self._writer.written(receipt, asked.language)
        outcome = self._printer.print_slip(lines, receipt.code)
        ok = outcome is PrintOutcome.PRINTED
        self._journal.append(entries.ReceiptGiven(receipt.about, PRINT, ok, None if ok else outcome), visit)
        return PaperPrinted(outcome, "\n".join(lines))

    def _write(self, asked: WriteReceipt, visit: str | None) -> Event:
        return PaperReady("\n".join(self._writer.written(asked.receipt, asked.language)))
