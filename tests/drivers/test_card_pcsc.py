"""The PC/SC reader when things go wrong: card pulled, reader unplugged, service down, chip silent."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import chip_desk
import pytest
from smartcard import scard

from drivers.card_pcsc import PcscReader
from drivers.simulated.issuer import Fault, Features, Issuer, Passport
from drivers.simulated.people import CARDS, Card
from drivers.simulated.vpcd import serve_vpcd
from kiosk.core.health import Ready, Trouble, Troubled
from kiosk.core.identity import Authenticity
from kiosk.core.ports import CardLostError, ReaderLostError
from kiosk.documents.emrtd.access import AccessKey
from kiosk.documents.emrtd.read import read_document
from kiosk.documents.emrtd.trust import TrustStore

TODAY = date(2026, 11, 27)
CARD: Card = CARDS["utopian-id"]
KEY = AccessKey.from_fields(CARD.number, f"{CARD.born:%y%m%d}", f"{CARD.expires:%y%m%d}")
FACE = b"\xff\xd8\xff" + bytes(range(256)) * 20
SELECT = bytes.fromhex("00A4040C07A0000002471001")
OFFLINE = Troubled(Trouble.OFFLINE)

pytestmark = pytest.mark.skipif(chip_desk.missing() is not None, reason=str(chip_desk.missing()))


@pytest.fixture
def service(tmp_path: Path) -> Iterator[chip_desk.Service]:
    folder = tmp_path / "pcscd"
    folder.mkdir()
    with chip_desk.service(folder) as running:
        yield running


@pytest.fixture
def reader() -> Iterator[PcscReader]:
    made = PcscReader()
    yield made
    made.close()


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Issuer(TODAY)


@pytest.fixture(scope="module")
def trust(issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> TrustStore:
    folder = tmp_path_factory.mktemp("trust")
    issuer.publish(folder)
    return TrustStore.load(folder)


@pytest.fixture(scope="module")
def passport(issuer: Issuer) -> Passport:
    return issuer.issue(CARD, FACE, Features(active_authentication="rsa-2048", extended=2000))


def test_a_passport_is_read_through_pcsc(
    service: chip_desk.Service, reader: PcscReader, passport: Passport, trust: TrustStore
) -> None:
    with serve_vpcd(passport, port=service.port):
        chip = reader.connect(10)
        assert chip is not None
        reading = read_document(chip, KEY, trust, TODAY)
        chip.close()
    assert reading.ok
    assert reading.authenticity is Authenticity.CHIP_PROVED
    assert reading.face is not None
    assert reading.face.data == FACE


def test_a_card_pulled_in_the_middle_is_a_lost_card(
    service: chip_desk.Service, reader: PcscReader, passport: Passport, trust: TrustStore
) -> None:
    for place in (0, 3, 9, 14):
        with serve_vpcd(passport, port=service.port, pull_at=place) as card:
            chip = reader.connect(10)
            assert chip is not None
            with pytest.raises(CardLostError):
                read_document(chip, KEY, trust, TODAY)
            assert card.exchanged == place


def test_a_chip_that_falls_silent_is_given_up_and_the_reader_goes_on(
    service: chip_desk.Service, issuer: Issuer, passport: Passport, trust: TrustStore
) -> None:
    reader = PcscReader(exchange_s=0.5)
    silent = issuer.issue(CARD, FACE, fault=Fault.SILENT)
    with serve_vpcd(silent, port=service.port):
        chip = reader.connect(10)
        assert chip is not None
        with pytest.raises(CardLostError, match="silent"):
            read_document(chip, KEY, trust, TODAY)
        chip.close()
    with pytest.raises(ReaderLostError):
        reader.connect(1)
    answer = b""
    for _ in range(3):  # pcscd may miss the next card where the machine is busy: it is lifted and laid down again
        with serve_vpcd(passport, port=service.port):
            chip = reader.connect(5)
            if chip is not None:
                answer = chip.transmit(SELECT)
                chip.close()
                break
    assert answer == b"\x90\x00"
    reader.close()


def test_without_a_service_the_reader_is_lost_and_found_again(
    service: chip_desk.Service, reader: PcscReader, passport: Passport
) -> None:
    assert reader.health() == Ready()
    service.stop()
    assert reader.health() == OFFLINE
    for _ in range(2):
        with pytest.raises(ReaderLostError):
            reader.connect(0.2)
    service.start()
    with serve_vpcd(passport, port=service.port):
        chip = reader.connect(10)
        assert chip is not None
        chip.close()
    assert reader.health() == Ready()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_a_service_that_goes_down_in_the_middle_loses_the_reader_once(
    how: int, service: chip_desk.Service, reader: PcscReader, passport: Passport
) -> None:
    with serve_vpcd(passport, port=service.port):
        chip = reader.connect(10)
        assert chip is not None
        service.stop(how)
        with pytest.raises(ReaderLostError):
            chip.transmit(SELECT)
        with pytest.raises(CardLostError):
            chip.transmit(SELECT)
    service.start()
    with serve_vpcd(passport, port=service.port):
        chip_desk.until(lambda: found(reader), "the reader to be back")


def found(reader: PcscReader) -> bool:
    try:
        chip = reader.connect(1)
    except ReaderLostError:
        return False
    if chip is not None:
        chip.close()
    return chip is not None


def test_a_service_that_goes_down_while_it_waits_loses_the_reader(
    service: chip_desk.Service, reader: PcscReader
) -> None:
    stopping = threading.Timer(0.2, service.stop)
    stopping.start()
    with pytest.raises(ReaderLostError):
        reader.connect(60)
    stopping.join()


def test_a_reader_unplugged_with_its_card_is_a_lost_reader(
    service: chip_desk.Service, reader: PcscReader, passport: Passport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """vpcd cannot be unplugged, so the list of readers is emptied as pcscd empties it."""
    with serve_vpcd(passport, port=service.port):
        chip = reader.connect(10)
        assert chip is not None
    with monkeypatch.context() as unplugged:
        unplugged.setattr(scard, "SCardListReaders", lambda *_: (scard.SCARD_E_NO_READERS_AVAILABLE, []))
        with pytest.raises(ReaderLostError):
            chip.transmit(SELECT)
        assert reader.health() == OFFLINE
        with pytest.raises(ReaderLostError, match="no reader"):
            reader.connect(1)
    with serve_vpcd(passport, port=service.port):
        chip_desk.until(lambda: found(reader), "the reader to be back")


def test_a_reader_that_goes_between_two_calls_is_a_lost_reader(
    service: chip_desk.Service, reader: PcscReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = (scard.SCARD_S_SUCCESS, ["Unplugged Just Now 00 00"])
    with monkeypatch.context() as unplugged:
        unplugged.setattr(scard, "SCardListReaders", lambda *_: gone)
        with pytest.raises(ReaderLostError):
            reader.connect(5)
    assert reader.connect(0) is None


def test_another_reader_than_the_one_that_is_meant_is_not_taken(service: chip_desk.Service) -> None:
    other = PcscReader("Other Maker")
    assert other.health() == OFFLINE
    with pytest.raises(ReaderLostError, match="Other Maker"):
        other.connect(0)


def test_the_driver_starts_no_thread_that_stays() -> None:
    script = (
        "import threading, drivers.card_pcsc as driver; reader = driver.PcscReader(); reader.health();"
        "print([thread.name for thread in threading.enumerate()])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "['MainThread']"
