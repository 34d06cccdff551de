"""The printer and the voice of the simulated branch."""

from __future__ import annotations

from drivers.simulated.printer import SimulatedPrinter
from drivers.simulated.voice import SilentVoice
from drivers.simulated.world import World
from kiosk.core.appointment import QueueTicket
from kiosk.core.health import Ready, Trouble, Troubled
from kiosk.core.ports import Printer, PrintOutcome, Voice

TICKET = QueueTicket(number="A012", service="cards")


def test_a_slip_bears_the_number_and_the_lines() -> None:
    simulated = SimulatedPrinter(World)
    printer: Printer = simulated
    assert printer.health() == Ready()
    assert printer.print_ticket(TICKET, ("Cards", "Counter 3")) is PrintOutcome.PRINTED
    assert simulated.slip == ("A012", "Cards", "Counter 3")


def test_out_of_paper_nothing_is_printed_and_the_health_says_so() -> None:
    printer = SimulatedPrinter(lambda: World(paper=False))
    assert printer.print_ticket(TICKET, ()) is PrintOutcome.PAPER_OUT
    assert printer.slip == ()
    assert printer.health() == Troubled(Trouble.PAPER_OUT)


def test_a_new_sentence_takes_the_place_of_the_last() -> None:
    silent = SilentVoice()
    voice: Voice = silent
    voice.say("Good morning", "en")
    voice.say("早上好", "zh_CN")
    assert silent.speaking == ("早上好", "zh_CN")
    voice.hush()
    assert silent.speaking is None
