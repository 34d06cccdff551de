"""A bank that does not answer holds up nobody who searches: what is in the terminal's memory is read beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from queue import Queue

import pytest
from house_desk import FakeBank, FakeFace, FakeJournal, FakePrinter, FakeSeries, FakeVerifier
from test_ask_performed import FakeDesk
from test_effects_performed import APPOINTMENT, CODE, TICKET

from kiosk.core import entries
from kiosk.core.faq import Faq, FaqText
from kiosk.faq import FaqSearch
from kiosk.flows import ask, effects
from kiosk.flows.effects import ServiceEffect
from kiosk.flows.events import BankLost, Event
from kiosk.perform import Performer
from kiosk.perform.ask import AskRoom
from kiosk.perform.performer import Handler
from kiosk.ui.offthread import ThreadExecutor


@dataclass(frozen=True)
class AskBank(ServiceEffect):
    """What only the bank can say."""


class SilentBank:
    """A room whose bank answers nothing until `gone`."""

    def __init__(self) -> None:
        self.asked, self.gone = threading.Event(), threading.Event()

    def handlers(self) -> Mapping[type[ServiceEffect], Handler]:
        return {AskBank: self._ask}

    def wiped(self, visit: str) -> None:
        """Nothing is kept."""

    def _ask(self, _: AskBank, __: str | None) -> Event:
        self.asked.set()
        assert self.gone.wait(30)
        return BankLost()


@dataclass
class House:
    bank: SilentBank
    perform: Performer
    told: Queue[tuple[Event, Callable[[], bool]]]


@pytest.fixture
def house() -> Iterator[House]:
    search, bank, told = FaqSearch(), SilentBank(), Queue[tuple[Event, Callable[[], bool]]]()
    search.take([Faq("lost", 1, "card", (("en", FaqText("I lost my card", "Report it.")),))])
    threads = [ThreadExecutor(name) for name in ("house", "pager", "reader")]
    performer = Performer(
        journal=FakeJournal(),
        verifier=FakeVerifier(CODE, APPOINTMENT),
        bank=FakeBank(TICKET),
        pager=FakeBank(TICKET),
        printer=FakePrinter(),
        series=FakeSeries(),
        face=FakeFace(),
        submit=threads[0].submit,
        page=threads[1].submit,
        read=threads[2].submit,
        tell=lambda event, holds: told.put((event, holds)),
        slip=lambda ticket: (ticket.number,),
        rooms=(bank, AskRoom(search.search, FakeDesk())),
    )
    performer(effects.Note(entries.VisitBegan("en")))
    yield House(bank, performer, told)
    bank.gone.set()
    assert all(thread.close() for thread in threads)


def test_a_search_is_answered_while_the_bank_is_asked(house: House) -> None:
    house.perform(AskBank())
    assert house.bank.asked.wait(30)
    for text in ("lost", "lost card"):
        house.perform(ask.LookFor(text))
        assert house.told.get(timeout=30)[0] == ask.Found(text, ("lost",))
    house.perform(ask.FindSlots())
    assert house.told.get(timeout=30)[0] == ask.SlotsFound(())
    assert not house.bank.gone.is_set()
    house.bank.gone.set()
    assert house.told.get(timeout=30)[0] == BankLost()


def test_a_search_of_the_last_customer_is_not_told_to_the_next(house: House) -> None:
    house.perform(AskBank())
    assert house.bank.asked.wait(30)
    house.perform(ask.LookFor("lost"))
    event, holds = house.told.get(timeout=30)
    assert isinstance(event, ask.Found)
    house.perform(effects.Wipe())
    assert not holds()
