"""Receipts are printed once, written for phones, and journalled for the visit that asked, without what they say."""

from __future__ import annotations

import pytest
from house_desk import Desk, FakeJournal
from test_effects_performed import APPOINTMENT, CODE, TICKET, begin, leave

from kiosk.core import entries
from kiosk.core.ports import PrintOutcome
from kiosk.core.receipt import About, Item, Line, Receipt
from kiosk.flows.events import Event
from kiosk.flows.receipt import PaperPrinted, PaperReady, PrintReceipt, WriteReceipt
from kiosk.perform.receipt import ReceiptRoom

RECEIPT = Receipt(About.BOOKED, (Line(Item.NUMBER, "482 915 309"),), code="the-code")


class Printer:
    """Prints as told."""

    def __init__(self) -> None:
        self.outcome = PrintOutcome.PRINTED
        self.slips: list[tuple[tuple[str, ...], str | None]] = []

    def print_slip(self, lines: tuple[str, ...], code: str | None) -> PrintOutcome:
        self.slips.append((lines, code))
        return self.outcome


class Writer:
    """Says what it was asked for."""

    def written(self, receipt: Receipt, language: str) -> tuple[str, ...]:
        return (f"{receipt.about} in {language}", *(str(line.value) for line in receipt.lines))


class Counter:
    def __init__(self) -> None:
        self.journal, self.printer = FakeJournal(), Printer()
        self.room = ReceiptRoom(journal=self.journal, printer=self.printer, writer=Writer())  # type: ignore[arg-type]

    def does(self, effect: PrintReceipt | WriteReceipt) -> Event | None:
        return self.room.handlers()[type(effect)](effect, "v1")


@pytest.mark.parametrize("outcome", PrintOutcome)
def test_a_receipt_is_printed_with_its_code_and_its_end_is_journalled(outcome: PrintOutcome) -> None:
    desk = Counter()
    desk.printer.outcome = outcome
    answer = desk.does(PrintReceipt(RECEIPT, "en"))
    assert answer == PaperPrinted(outcome, "booked in en\n482 915 309")
    assert "482" not in repr(answer)
    assert desk.printer.slips == [(("booked in en", "482 915 309"), "the-code")]
    ok = outcome is PrintOutcome.PRINTED
    told = entries.ReceiptGiven("booked", "print", ok, None if ok else outcome)
    assert desk.journal.entries == [(told, "v1", True)]
    assert told.personal() == {}
    assert "482" not in repr((desk.journal.entries, PrintReceipt(RECEIPT, "en")))


def test_for_a_phone_it_says_the_same_and_nothing_is_printed() -> None:
    desk = Counter()
    assert desk.does(WriteReceipt(RECEIPT, "zh_CN")) == PaperReady("booked in zh_CN\n482 915 309")
    assert (desk.printer.slips, desk.journal.entries) == ([], [])
    assert "482" not in repr(PaperReady("booked in zh_CN\n482 915 309"))


def desk_with(printer: Printer) -> Desk:
    def rooms(journal: FakeJournal) -> tuple[ReceiptRoom, ...]:
        return (ReceiptRoom(journal=journal, printer=printer, writer=Writer()),)  # type: ignore[arg-type]

    return Desk(CODE, APPOINTMENT, TICKET, rooms)


def test_paper_that_comes_after_its_customer_left_is_journalled_for_them_and_told_to_nobody() -> None:
    class Slow(Printer):
        def print_slip(self, lines: tuple[str, ...], code: str | None) -> PrintOutcome:
            leave(desk)
            begin(desk)
            return super().print_slip(lines, code)

    desk = desk_with(printer := Slow())
    first = begin(desk)
    desk.perform(PrintReceipt(RECEIPT, "en"))
    desk.work.drain()
    assert desk.journal.of(entries.ReceiptGiven) == [(entries.ReceiptGiven("booked", "print", True), first)]
    assert len(printer.slips) == 1
    assert desk.hear() == []


def test_paper_that_was_not_begun_before_its_customer_left_is_not_printed_for_the_next() -> None:
    """The printer's turn comes after a slow answer of the bank; meanwhile the customer started over."""
    desk = desk_with(printer := Printer())
    begin(desk)
    desk.perform(PrintReceipt(RECEIPT, "en"))
    leave(desk)
    begin(desk)
    desk.work.drain()
    assert (printer.slips, desk.hear()) == ([], [])
