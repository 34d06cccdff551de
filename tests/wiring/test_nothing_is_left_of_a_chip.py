"""Nothing of a passport is left in memory when the visit has ended: neither its print nor what its chip told.

The chip lies in this process, so that the vision process holds of it only what it has read.
"""

from __future__ import annotations

import secrets as chance
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import pytest
from overheard_vision import CONNECT, MARK
from searched_visit import Visit, draw

from drivers.simulated.chips import ChipReader, _portrait_file
from drivers.simulated.people import Card
from drivers.simulated.world import World
from kiosk.core import ports
from kiosk.core.identity import Authenticity, DocumentKind, FaceReason, Guidance

TRAVELLER: Final = Card(
    kind=DocumentKind.TD3,
    number="UT5520817",
    name="OSTERGAARD",
    given="MAGNUS",
    male=True,
    born=date(1983, 5, 21),
    issued=date(2023, 6, 12),
    expires=date(2033, 6, 12),
    issuer="UTO",
)
PAGE: Final = {"number": TRAVELLER.number, "name": TRAVELLER.name}


class Chips:
    """Answers for the chips; held still while `turn` is held."""

    def __init__(self, wire: Connection, reader: ports.ChipReader) -> None:
        self.turn = threading.Lock()
        self._wire, self._reader = wire, reader
        self._thread = threading.Thread(target=self._answer, name="chips")
        self._thread.start()

    def join(self) -> None:
        self._thread.join()

    def _answer(self) -> None:
        chip: ports.Chip | None = None
        while True:
            try:
                asked = self._wire.recv_bytes()
            except (EOFError, OSError):
                return
            with self.turn:
                if asked == CONNECT:
                    chip = self._reader.connect(1.0)
                    self._wire.send_bytes(b"there" if chip else b"")
                else:
                    assert chip is not None
                    self._wire.send_bytes(chip.transmit(asked))


@contextmanager
def passport_visit(media: Path, folder: Path) -> Iterator[tuple[Visit, Chips]]:
    draw(TRAVELLER, ("front",), media, folder)
    ours, theirs = get_context("spawn").Pipe()
    chips = Chips(ours, ChipReader(lambda: World(card=TRAVELLER), media, folder / "csca"))
    documents = {"chip_reader": "simulated", "csca": str(folder / "csca")}
    visit = Visit(media, folder, PAGE, documents, theirs)
    begin = 4000 + chance.randbelow(4000)
    visit.marks["portrait file"] = _portrait_file(media)[begin : begin + MARK]
    try:
        yield visit, chips
    finally:
        visit.close()
        theirs.close()
        chips.join()
        ours.close()


@pytest.mark.nightly
def test_nothing_of_a_passport_is_left_in_memory(media_folder: Path, tmp_path: Path) -> None:
    with passport_visit(media_folder, tmp_path) as (visit, chips):
        vision = visit.vision
        vision.reader.start(visit.tell)
        visit.until(lambda event: isinstance(event, ports.ChipProgress) and event.share >= 0.8)
        with chips.turn:
            try:
                before = visit.found()
            except PermissionError:
                pytest.skip("the memory of another process may not be read here")
        assert before >= {"number", "name", "document", "portrait file"}
        read = visit.until(lambda event: isinstance(event, ports.DocumentRead))
        assert isinstance(read, ports.DocumentRead)
        assert read.document.number == TRAVELLER.number
        assert read.document.authenticity is Authenticity.CHIP_PROVED
        vision.reader.stop()

        vision.face.start(visit.tell)
        visit.until(lambda event: event == ports.FaceGuided(Guidance.NO_FACE))
        visit.world.stand("holder")
        compared = visit.until(lambda event: isinstance(event, ports.FaceCompared))
        assert isinstance(compared, ports.FaceCompared)
        assert compared.verdict.reason is FaceReason.MATCHED
        visit.world.stand(None)
        vision.face.stop()
        vision.face.forget()
        visit.reads("the next customer's code")
        assert visit.templates > 5
        assert visit.found() == frozenset()
