"""What every resident-ID reader of the kiosk must do: the real driver on every kind of line, and the simulated one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import date
from typing import TypeAlias

import pytest
from sam_desk import CARD, OTHER, Clock, bridged

from drivers.card_sam import SamReader
from drivers.simulated.sam import Face, SecurityModule, SerialSam, SimulatedResidentIdReader, in_pieces
from drivers.simulated.sam_card import PHOTO, SamCard
from kiosk.core.health import Ready
from kiosk.core.identity import Document
from kiosk.core.ports import ResidentIdReader
from kiosk.documents import resident_record

Make: TypeAlias = Callable[[Face, Clock, ExitStack], ResidentIdReader]


def simulated(face: Face, clock: Clock, stack: ExitStack) -> ResidentIdReader:
    return SimulatedResidentIdReader(face, monotonic=clock.monotonic, pause=clock.pause)


def serial_line(face: Face, clock: Clock, stack: ExitStack) -> ResidentIdReader:
    device = stack.enter_context(SerialSam(face)).device
    return SamReader(device, monotonic=clock.monotonic, pause=clock.pause)


def reader_that_forgets(face: Face, clock: Clock, stack: ExitStack) -> ResidentIdReader:
    device = stack.enter_context(SerialSam(face, forgets=True, form="3010-none")).device
    return SamReader(device, monotonic=clock.monotonic, pause=clock.pause)


def slow_line(face: Face, clock: Clock, stack: ExitStack) -> ResidentIdReader:
    device = stack.enter_context(SerialSam(face, form="3010", baud=115200, misfortune=in_pieces(7))).device
    return SamReader(device, monotonic=clock.monotonic, pause=clock.pause)


def bridge(face: Face, clock: Clock, stack: ExitStack) -> ResidentIdReader:
    url = stack.enter_context(bridged(SecurityModule(face)))
    return SamReader(url, monotonic=clock.monotonic, pause=clock.pause)


@pytest.fixture(params=[simulated, serial_line, reader_that_forgets, slow_line, bridge], ids=lambda make: make.__name__)
def make(request: pytest.FixtureRequest) -> Make:
    return request.param  # type: ignore[no-any-return]


class Desk:
    """A reader, what lies on it, and its clock."""

    def __init__(self, make: Make, stack: ExitStack) -> None:
        self.clock = Clock()
        self.card: SamCard | None = None
        self.reader = stack.enter_context(closing(make(lambda: self.card, self.clock, stack)))


@pytest.fixture
def desk(make: Make) -> Iterator[Desk]:
    with ExitStack() as stack:
        yield Desk(make, stack)


def test_a_card_that_lies_there_is_read(desk: Desk) -> None:
    desk.card = CARD
    record = desk.reader.read(1)
    assert record is not None
    assert record.text == CARD.text()
    assert record.photo == PHOTO
    document = resident_record.document(record.text, date(2026, 11, 27))
    assert isinstance(document, Document)
    assert document.number == CARD.number
    assert desk.reader.health() == Ready()


def test_without_a_card_the_time_passes_and_no_more(desk: Desk) -> None:
    for within in (2.0, 0.0, 0.5):
        began = desk.clock.now
        assert desk.reader.read(within) is None
        assert desk.clock.now - began == pytest.approx(within)
    assert desk.reader.health() == Ready()


def test_a_card_that_lies_on_is_not_read_again(desk: Desk) -> None:
    desk.card = CARD
    assert desk.reader.read(1) is not None
    assert desk.reader.read(2) is None
    assert desk.reader.read(2) is None


def test_a_card_that_left_and_came_back_is_read_again(desk: Desk) -> None:
    for _ in range(3):
        desk.card = CARD
        assert desk.reader.read(1) is not None
        desk.card = None
        assert desk.reader.read(1) is None


def test_the_next_customers_card_is_the_next_record(desk: Desk) -> None:
    for card in (CARD, OTHER):
        desk.card = card
        record = desk.reader.read(1)
        assert record is not None
        assert record.text == card.text()
        desk.card = None
        assert desk.reader.read(0.5) is None


def test_it_can_be_closed_twice_and_used_again(desk: Desk) -> None:
    assert desk.reader.read(0) is None
    desk.reader.close()
    desk.reader.close()
    desk.card = CARD
    assert desk.reader.read(1) is not None


def test_what_was_read_stays_out_of_repr(desk: Desk) -> None:
    desk.card = CARD
    assert "SPECIMEN" not in repr(desk.reader.read(1))
