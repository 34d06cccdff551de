"""What every reader of chips must do, simulated and real alike; the real one is pcscd with a virtual reader."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import Protocol

import chip_desk
import pytest

from drivers.card_pcsc import PcscReader
from drivers.simulated.issuer import Features, Issuer, Passport
from drivers.simulated.passport import SimulatedChipReader
from drivers.simulated.people import CARDS
from drivers.simulated.vpcd import serve_vpcd
from kiosk.core.health import Ready
from kiosk.core.ports import CardLostError, ChipReader

SELECT = bytes.fromhex("00A4040C07A0000002471001")
CHALLENGE = bytes.fromhex("0084000008")
SELECT_CARD_ACCESS = bytes.fromhex("00A4020C02011C")
READ = bytes.fromhex("00B0000000")


class Bench(Protocol):
    """A reader, and a hand that lays passports on it."""

    reader: ChipReader

    def lay(self, passport: Passport) -> None: ...

    def take(self) -> None: ...


class SimulatedBench:
    def __init__(self) -> None:
        self._lying: Passport | None = None
        self.reader: ChipReader = SimulatedChipReader(lambda: self._lying)

    def lay(self, passport: Passport) -> None:
        self._lying = passport

    def take(self) -> None:
        self._lying = None


class RealBench:
    def __init__(self, port: int, stack: ExitStack) -> None:
        self._port = port
        self._stack = stack
        self.reader: ChipReader = PcscReader(chip_desk.READER)

    def lay(self, passport: Passport) -> None:
        self._stack.enter_context(serve_vpcd(passport, port=self._port))

    def take(self) -> None:
        self._stack.close()


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    why = chip_desk.missing()
    if why:
        pytest.skip(why)
    with chip_desk.service(tmp_path_factory.mktemp("pcscd")) as service:
        yield service.port


@pytest.fixture(params=["simulated", "pcsc"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    if request.param == "simulated":
        yield SimulatedBench()
        return
    with ExitStack() as stack:
        made = RealBench(request.getfixturevalue("port"), stack)
        yield made
        made.reader.close()


@pytest.fixture(scope="module")
def passport() -> Passport:
    return Issuer(date(2026, 11, 27)).issue(CARDS["utopian-id"], b"\xff\xd8\xff" + bytes(500), Features())


def test_a_chip_answers_and_its_answers_are_whole(bench: Bench, passport: Passport) -> None:
    bench.lay(passport)
    chip = bench.reader.connect(5)
    assert chip is not None
    assert chip.transmit(SELECT_CARD_ACCESS) == b"\x90\x00"
    assert chip.transmit(READ) == passport.master[0x011C] + b"\x62\x82"
    assert chip.transmit(b"\0\x77\0\0") == b"\x6d\x00"
    chip.close()


def test_without_a_card_it_waits_as_long_as_it_was_told(bench: Bench) -> None:
    began = time.monotonic()
    assert bench.reader.connect(0.15) is None
    assert 0.14 <= time.monotonic() - began < 5
    assert bench.reader.connect(0) is None


def test_a_card_that_comes_while_it_waits_is_taken(bench: Bench, passport: Passport) -> None:
    hand = threading.Timer(0.1, bench.lay, (passport,))
    hand.start()
    chip = bench.reader.connect(20)
    hand.join()
    assert chip is not None
    assert chip.transmit(SELECT) == b"\x90\x00"
    chip.close()


def test_each_connection_finds_the_chip_powered_anew(bench: Bench, passport: Passport) -> None:
    bench.lay(passport)
    for _ in range(2):
        chip = bench.reader.connect(5)
        assert chip is not None
        assert chip.transmit(CHALLENGE) == b"\x6d\x00", "no application is selected yet"
        assert chip.transmit(SELECT) == b"\x90\x00"
        assert chip.transmit(CHALLENGE)[-2:] == b"\x90\x00"
        chip.close()


def test_a_chip_that_nobody_let_go_does_not_keep_the_next_connection(bench: Bench, passport: Passport) -> None:
    bench.lay(passport)
    forgotten = bench.reader.connect(5)
    chip = bench.reader.connect(5)
    assert forgotten is not None
    assert chip is not None
    assert chip.transmit(SELECT) == b"\x90\x00"
    chip.close()


def test_a_card_taken_away_is_a_lost_card_every_time(bench: Bench, passport: Passport) -> None:
    bench.lay(passport)
    chip = bench.reader.connect(5)
    assert chip is not None
    bench.take()
    for _ in range(2):
        with pytest.raises(CardLostError):
            chip.transmit(SELECT)
    chip.close()
    assert bench.reader.connect(0.3) is None


def test_a_card_taken_away_and_laid_again_is_found_again(bench: Bench, passport: Passport) -> None:
    for _ in range(3):
        bench.lay(passport)
        chip = bench.reader.connect(10)
        assert chip is not None
        assert chip.transmit(SELECT) == b"\x90\x00"
        bench.take()
        with pytest.raises(CardLostError):
            chip.transmit(SELECT)


def test_a_chip_that_was_let_go_is_a_lost_card(bench: Bench, passport: Passport) -> None:
    bench.lay(passport)
    chip = bench.reader.connect(5)
    assert chip is not None
    chip.close()
    chip.close()
    with pytest.raises(CardLostError):
        chip.transmit(SELECT)


def test_closing_ends_a_wait_and_the_reader_can_be_used_again(bench: Bench, passport: Passport) -> None:
    closer = threading.Timer(0.1, bench.reader.close)
    closer.start()
    began = time.monotonic()
    assert bench.reader.connect(60) is None
    closer.join()
    assert time.monotonic() - began < 10
    bench.reader.close()
    bench.lay(passport)
    assert bench.reader.connect(10) is not None
    bench.reader.close()


def test_its_health_can_be_asked_while_it_waits(bench: Bench) -> None:
    heard: list[object] = []
    asking = threading.Timer(0.05, lambda: heard.append(bench.reader.health()))
    asking.start()
    assert bench.reader.connect(0.3) is None
    asking.join()
    assert heard == [Ready()]
