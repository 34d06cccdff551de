"""One document by several readers: what the chip or the card field says goes before the print."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest

from drivers.simulated.issuer import Fault, Features, Issuer, Passport
from drivers.simulated.passport import SimulatedChipReader
from drivers.simulated.people import CARDS, Card
from drivers.simulated.sam_card import PHOTO, chip_of
from kiosk.core import ports
from kiosk.core.health import Health, Ready
from kiosk.core.identity import Authenticity, Document, DocumentKind, DocumentSource, DocumentTrouble, PortraitSource
from kiosk.documents import mrz
from kiosk.documents.emrtd.access import AccessKey
from kiosk.documents.emrtd.trust import TrustStore
from kiosk.vision.geometry import Image
from kiosk.vision.readers import CardWorker, ChipProbe, ChipWorker, Device
from kiosk.vision.reading import Answer, DocumentReading

TODAY = date(2026, 11, 27)
HOLDER = replace(CARDS["utopian-id"], kind=DocumentKind.TD3, number="XU0123456")
FRAME = np.zeros((64, 64, 3), np.uint8)
PORTRAIT = cv2.imencode(".jpg", np.full((120, 90, 3), 130, np.uint8))[1].tobytes()
PRINTED = Document(
    DocumentKind.TD3, DocumentSource.CAMERA, HOLDER.number, "ERIK JONAS NORDQVIST", HOLDER.born, HOLDER.expires,
    (("composite", True),),
)  # fmt: skip


def told(trouble: DocumentTrouble) -> ports.DocumentNotRead:
    return ports.DocumentNotRead(trouble)


def zone_of(card: Card) -> mrz.Mrz:
    """The card's zone, read from its print."""
    born, expires = f"{card.born:%y%m%d}", f"{card.expires:%y%m%d}"
    digit = mrz.check_digit
    number = card.number.ljust(9, "<")
    lower = f"{number}{digit(number)}UTO{born}{digit(born)}M{expires}{digit(expires)}{'<' * 14}0"
    lower += digit(lower[:10] + lower[13:20] + lower[21:43])
    return mrz.parse(f"P<UTO{card.name}<<{card.given}".replace(" ", "<").ljust(44, "<") + lower, mrz.TD3, TODAY)


class Print:
    """What the camera reads, as the test says; implements `kiosk.vision.reading.CameraReading`."""

    def __init__(self) -> None:
        self.zone: mrz.Mrz | None = None
        self.number: str | None = None
        self.portrait: Image | None = None
        self.says: ports.DocumentRead | ports.DocumentNotRead | None = None
        self.wiped = False

    def see(self, image: Image) -> ports.DocumentRead | ports.DocumentNotRead | None:
        said, self.says = self.says, None
        return said

    def wipe(self) -> None:
        self.wiped = True


class Desk:
    """A terminal with a chip reader; `lying` is the passport on it."""

    def __init__(self, folder: Path) -> None:
        self.issuer = Issuer(TODAY)
        self.issuer.publish(folder)
        self.folder = folder
        self.print = Print()
        self.lying: Passport | None = None
        self.reader: ports.ChipReader = SimulatedChipReader(lambda: self.lying)
        self.within_s = 5.0

    def passport(self, fault: Fault | None = None, holder: Card = HOLDER) -> Passport:
        return self.issuer.issue(holder, PORTRAIT, Features(), fault)

    def begin(self, *, required: bool = False, trusted: bool = True) -> DocumentReading:
        trust = TrustStore.load(self.folder) if trusted else TrustStore()

        def read(key: AccessKey) -> ChipWorker:
            return ChipWorker(
                self.reader, Device("chip"), key, trust=trust, today=lambda: TODAY, within_s=self.within_s
            )

        return DocumentReading(self.print, read_chip=read, chip_required=required, today=lambda: TODAY)

    def shows_the_page(self) -> None:
        """The data page was read whole: one side is all there is of a passport."""
        self.print.zone, self.print.says = zone_of(HOLDER), ports.DocumentRead(PRINTED)
        self.print.portrait = np.ones((40, 30, 3), np.uint8)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def hear() -> Iterator[Callable[[DocumentReading, type[Answer]], list[Answer]]]:
    begun: list[DocumentReading] = []

    def hear(reading: DocumentReading, until: type[Answer] = ports.DocumentRead) -> list[Answer]:
        """Everything said from now on, progress aside, up to the first answer of a kind."""
        begun.append(reading)
        said: list[Answer] = []
        deadline = time.monotonic() + 20
        while not (said and isinstance(said[-1], until)):
            assert time.monotonic() < deadline, said
            answer = reading.see(FRAME)
            if answer is not None and (not isinstance(answer, ports.ChipProgress) or until is ports.ChipProgress):
                said.append(answer)
            time.sleep(0.002)
        return said

    yield hear
    for reading in begun:
        reading.wipe()


Hear = Callable[..., list[Answer]]


def document(said: list[Answer]) -> Document:
    assert isinstance(said[-1], ports.DocumentRead), said
    return said[-1].document


# The chip
def test_the_zone_opens_the_chip_and_the_signed_chip_speaks_for_the_print(desk: Desk, hear: Hear) -> None:
    desk.lying = desk.passport()
    reading = desk.begin()
    desk.shows_the_page()
    said = hear(reading)
    assert said[0] == told(DocumentTrouble.CHIP_AWAITED)
    read = document(said)
    assert (read.source, read.kind, read.number) == (DocumentSource.CHIP, DocumentKind.TD3, HOLDER.number)
    assert (read.authenticity, read.fields_ok, read.portrait) == (Authenticity.PASSIVE, True, PortraitSource.CHIP)
    assert reading.portrait is not None
    assert reading.portrait.shape == (120, 90, 3)
    kept = reading.portrait
    reading.wipe()
    assert not kept.any()
    assert desk.print.wiped


def test_the_customer_sees_how_far_it_has_come(desk: Desk, hear: Hear) -> None:
    desk.lying = desk.passport()
    reading = desk.begin()
    desk.shows_the_page()
    assert isinstance(hear(reading, ports.ChipProgress)[-1], ports.ChipProgress)


def test_a_document_without_a_zone_is_the_cameras_alone(desk: Desk, hear: Hear) -> None:
    desk.print.says = ports.DocumentRead(replace(PRINTED, kind=DocumentKind.CN_RESIDENT_ID))
    assert document(hear(desk.begin())).source is DocumentSource.CAMERA


@pytest.mark.parametrize("required", [False, True])
def test_a_chip_that_never_comes(desk: Desk, hear: Hear, required: bool) -> None:
    """The print alone is taken, or the customer is sent to staff: as the bank wants it."""
    desk.within_s = 0.1
    reading = desk.begin(required=required)
    desk.shows_the_page()
    if required:
        said = hear(reading, ports.DocumentNotRead)
        assert hear(reading, ports.DocumentNotRead) == [told(DocumentTrouble.CHIP_UNREADABLE)]
        assert said == [told(DocumentTrouble.CHIP_AWAITED)]
    else:
        read = document(hear(reading))
        assert (read.source, read.authenticity) == (DocumentSource.CAMERA, Authenticity.PRINT)


def test_where_the_chip_is_required_no_print_is_taken_after_the_refusal(desk: Desk, hear: Hear) -> None:
    desk.within_s = 0.1
    reading = desk.begin(required=True)
    desk.shows_the_page()
    desk.print.says = None  # of a card, the side with the zone alone
    while hear(reading, ports.DocumentNotRead)[-1] != told(DocumentTrouble.CHIP_UNREADABLE):
        pass
    desk.print.says = ports.DocumentRead(PRINTED)
    assert reading.see(FRAME) is None


@pytest.mark.parametrize("fault", [Fault.WRONG_HASH, Fault.WRONG_SIGNATURE])
def test_a_forged_chip_is_refused_whatever_the_print_says(desk: Desk, hear: Hear, fault: Fault) -> None:
    desk.lying = desk.passport(fault)
    reading = desk.begin()
    desk.shows_the_page()
    hear(reading, ports.DocumentNotRead)
    assert hear(reading, ports.DocumentNotRead) == [told(DocumentTrouble.NOT_GENUINE)]


def test_a_revoked_signer_is_refused(desk: Desk, hear: Hear) -> None:
    desk.issuer.revoke(desk.folder)
    desk.lying = desk.passport()
    reading = desk.begin()
    desk.shows_the_page()
    hear(reading, ports.DocumentNotRead)
    assert hear(reading, ports.DocumentNotRead) == [told(DocumentTrouble.NOT_GENUINE)]


@pytest.mark.parametrize("fault", [None, Fault.GARBAGE])
def test_a_chip_that_cannot_be_judged_leaves_the_print(desk: Desk, hear: Hear, fault: Fault | None) -> None:
    """Of a state that the terminal does not know, or one that talks nonsense: it proves nothing, either way."""
    desk.lying = desk.passport(fault)
    reading = desk.begin(trusted=fault is not None)
    desk.shows_the_page()
    assert document(hear(reading)).authenticity is Authenticity.PRINT


def test_the_chip_of_another_document_does_not_open(desk: Desk, hear: Hear) -> None:
    desk.lying = desk.passport(holder=replace(HOLDER, number="XU9999999"))
    reading = desk.begin(required=True)
    desk.shows_the_page()
    hear(reading, ports.DocumentNotRead)
    assert hear(reading, ports.DocumentNotRead) == [told(DocumentTrouble.CHIP_UNREADABLE)]


def test_an_expired_document_is_refused_by_its_chip(desk: Desk, hear: Hear) -> None:
    expired = replace(HOLDER, expires=date(2026, 11, 26))
    desk.lying = desk.passport(holder=expired)
    reading = desk.begin()
    desk.print.zone = zone_of(expired)
    hear(reading, ports.DocumentNotRead)
    assert hear(reading, ports.DocumentNotRead) == [told(DocumentTrouble.EXPIRED)]


@pytest.mark.parametrize("number", [HOLDER.number, "XU9999999"], ids=["its own", "another's"])
def test_a_chip_without_a_portrait_takes_the_printed_one_of_its_own_document_only(
    desk: Desk, hear: Hear, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    monkeypatch.setattr("kiosk.vision.reading._decoded", lambda _: None)
    reading = desk.begin()
    desk.shows_the_page()
    desk.print.says = None
    assert hear(reading, ports.DocumentNotRead) == [told(DocumentTrouble.CHIP_AWAITED)]
    desk.print.says = ports.DocumentRead(replace(PRINTED, number=number))  # shown while the chip is awaited
    reading.see(FRAME)
    desk.lying = desk.passport()
    if number == HOLDER.number:
        assert document(hear(reading)).source is DocumentSource.CHIP
        assert reading.portrait is desk.print.portrait
    else:
        assert hear(reading, ports.DocumentNotRead) == [told(DocumentTrouble.CHECK_FAILED)]


@pytest.mark.parametrize("kind", [DocumentKind.TD3, DocumentKind.TD1], ids=["its own", "another's"])
def test_a_chip_without_a_portrait_waits_for_the_printed_one(
    desk: Desk, hear: Hear, monkeypatch: pytest.MonkeyPatch, kind: DocumentKind
) -> None:
    """Of a card, the side with the zone was read alone. The portrait seen meanwhile may be anybody's."""
    monkeypatch.setattr("kiosk.vision.reading._decoded", lambda _: None)
    reading = desk.begin()
    desk.lying = desk.passport()
    desk.shows_the_page()
    desk.print.says = None
    hear(reading, ports.DocumentNotRead)
    assert hear(reading, ports.DocumentNotRead) == [told(DocumentTrouble.PORTRAIT_AWAITED)]
    desk.print.says = ports.DocumentRead(replace(PRINTED, kind=kind))
    if kind is DocumentKind.TD3:
        assert document(hear(reading)).source is DocumentSource.CHIP
    else:
        assert hear(reading, ports.DocumentNotRead) == [told(DocumentTrouble.CHECK_FAILED)]


# A card pulled out
def test_a_passport_pulled_away_is_told_and_read_anew_when_it_is_back(desk: Desk, hear: Hear) -> None:
    passport = desk.lying = desk.passport()
    pulled = Pulled(desk.reader, after=20)
    desk.reader = pulled
    reading = desk.begin()
    desk.shows_the_page()
    assert hear(reading, ports.DocumentNotRead) == [told(DocumentTrouble.CHIP_AWAITED)]
    assert hear(reading, ports.DocumentNotRead) == [told(DocumentTrouble.CARD_PULLED)]
    desk.lying = passport
    assert document(hear(reading)).source is DocumentSource.CHIP


class Pulled:
    """A chip reader from which the first passport is pulled after so many exchanges."""

    def __init__(self, reader: ports.ChipReader, after: int) -> None:
        self._reader, self._left = reader, after

    def connect(self, within_s: float) -> ports.Chip | None:
        chip = self._reader.connect(within_s)
        return None if chip is None else PulledChip(chip, self)

    def exchange(self) -> None:
        self._left -= 1
        if self._left == 0:
            raise ports.CardLostError

    def health(self) -> Health:
        return Ready()

    def close(self) -> None: ...


class PulledChip:
    def __init__(self, chip: ports.Chip, reader: Pulled) -> None:
        self._chip, self._reader = chip, reader

    def transmit(self, apdu: bytes) -> bytes:
        self._reader.exchange()
        return self._chip.transmit(apdu)

    def close(self) -> None:
        self._chip.close()


# A reader unplugged
def test_a_reader_unplugged_is_told_once_and_once_when_it_is_back(
    desk: Desk, hear: Hear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.vision.readers._AGAIN_AFTER_S", 0.01)
    unplugged = Unplugged(desk.reader, failures=3)
    desk.reader, desk.lying = unplugged, desk.passport()
    reading = desk.begin()
    desk.shows_the_page()
    said = hear(reading)
    assert document(said).source is DocumentSource.CHIP
    assert [type(one) for one in said if isinstance(one, ports.DeviceLost | ports.DeviceBack)] == [
        ports.DeviceLost,
        ports.DeviceBack,
    ]


def test_a_lost_reader_is_tried_though_nobody_presents_a_chip(
    desk: Desk, hear: Hear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.vision.readers._AGAIN_AFTER_S", 0.01)
    device = Device("chip")
    device.lost()
    assert device.news() == ports.DeviceLost("chip", "offline")
    reading = DocumentReading(desk.print, probe_chip=lambda: ChipProbe(Unplugged(desk.reader, failures=3), device))
    assert hear(reading, ports.DeviceBack) == [ports.DeviceBack("chip")]
    assert not device.is_lost


@pytest.mark.parametrize("required", [False, True])
def test_a_reader_that_stays_lost_is_waited_for_no_longer_than_a_chip(
    desk: Desk, hear: Hear, monkeypatch: pytest.MonkeyPatch, required: bool
) -> None:
    monkeypatch.setattr("kiosk.vision.readers._AGAIN_AFTER_S", 0.01)
    desk.reader, desk.within_s = Unplugged(desk.reader, failures=10**9), 0.1
    reading = desk.begin(required=required)
    desk.shows_the_page()
    if required:
        while hear(reading, ports.DocumentNotRead)[-1] != told(DocumentTrouble.CHIP_UNREADABLE):
            pass
    else:
        assert document(hear(reading)).authenticity is Authenticity.PRINT


def test_what_a_presentation_had_no_time_to_tell_of_a_reader_is_told_by_the_next(desk: Desk, hear: Hear) -> None:
    """Else a reader that came back just then would count as lost until the terminal's restart."""
    device = Device("chip")
    device.lost()
    assert device.news() == ports.DeviceLost("chip", "offline")
    probe = ChipProbe(desk.reader, device)
    probe._thread.join()  # it works again, and nobody heard so yet
    probe.end()
    assert device.is_lost
    reading = DocumentReading(desk.print, probe_chip=lambda: ChipProbe(desk.reader, device))
    assert hear(reading, ports.DeviceBack) == [ports.DeviceBack("chip")]
    assert not device.is_lost


class Unplugged(Pulled):
    """A chip reader that cannot be used at first."""

    def __init__(self, reader: ports.ChipReader, failures: int) -> None:
        super().__init__(reader, after=-1)
        self._failures = failures

    def connect(self, within_s: float) -> ports.Chip | None:
        if self._failures:
            self._failures -= 1
            raise ports.ReaderLostError
        return super().connect(within_s)


# The card field
class Field:
    """A resident-ID reader that does what the test says; implements `kiosk.core.ports.ResidentIdReader`."""

    def __init__(self, *script: ports.ResidentIdRecord | Exception | None) -> None:
        self._script = list(script)

    def read(self, within_s: float) -> ports.ResidentIdRecord | None:
        time.sleep(0.002)
        said = self._script.pop(0) if self._script else None
        if isinstance(said, Exception):
            raise said
        return said

    def health(self) -> Health:
        return Ready()

    def close(self) -> None: ...


def record(name: str = "chinese-id") -> ports.ResidentIdRecord:
    chip = chip_of(CARDS[name])
    assert chip is not None
    return ports.ResidentIdRecord(chip.text(), PHOTO)


def at_field(camera: Print, *script: ports.ResidentIdRecord | Exception | None, photo: bool = False) -> DocumentReading:
    field = Field(*script)
    return DocumentReading(
        camera,
        read_card=lambda: CardWorker(field, Device("residentId")),
        photo=Decoder() if photo else None,
        today=lambda: TODAY,
    )


class Decoder:
    """Decodes every photograph to the same picture."""

    def decode(self, wlt: bytes) -> ports.DecodedPhoto | None:
        assert len(wlt) == 1024
        return ports.DecodedPhoto(102, 126, bytes([90, 120, 150]) * (102 * 126))


def test_a_card_held_to_its_field_is_read_whole(hear: Hear) -> None:
    reading = at_field(Print(), None, record(), photo=True)
    read = document(hear(reading))
    assert (read.source, read.authenticity) == (DocumentSource.RESIDENT_ID_READER, Authenticity.READER_MODULE)
    assert read.portrait is PortraitSource.CHIP
    assert read.number == CARDS["chinese-id"].number
    assert reading.portrait is not None
    assert reading.portrait.shape == (126, 102, 3)


def test_without_a_decoder_the_printed_portrait_is_shown_and_must_be_the_same_cards(hear: Hear) -> None:
    camera = Print()
    reading = at_field(camera, record())
    assert hear(reading, ports.DocumentNotRead) == [told(DocumentTrouble.PORTRAIT_AWAITED)]
    camera.says = told(DocumentTrouble.NONE_SEEN)  # nothing lies there yet: no news
    camera.portrait, camera.number = np.ones((40, 30, 3), np.uint8), CARDS["chinese-id"].number
    read = document(hear(reading))
    assert (read.source, read.portrait) == (DocumentSource.RESIDENT_ID_READER, PortraitSource.PRINT)
    assert reading.portrait is camera.portrait


def test_the_portrait_of_another_card_is_refused(hear: Hear) -> None:
    camera = Print()
    reading = at_field(camera, record())
    hear(reading, ports.DocumentNotRead)
    camera.portrait, camera.number = np.ones((40, 30, 3), np.uint8), CARDS["chinese-id-other"].number
    assert hear(reading, ports.DocumentNotRead) == [told(DocumentTrouble.CHECK_FAILED)]


def test_another_document_than_the_card_is_refused_though_it_is_whole(hear: Hear) -> None:
    """The camera has read its document and looks no more: the customer must not wait for it."""
    camera = Print()
    reading = at_field(camera, record())
    hear(reading, ports.DocumentNotRead)
    camera.portrait, camera.says = np.ones((40, 30, 3), np.uint8), ports.DocumentRead(PRINTED)
    assert hear(reading, ports.DocumentNotRead) == [told(DocumentTrouble.CHECK_FAILED)]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (record("chinese-id-expired"), told(DocumentTrouble.EXPIRED)),
        (ports.ResidentIdRecord(bytes(256), PHOTO), told(DocumentTrouble.UNREADABLE)),
        (ports.CardNotTakenError(), told(DocumentTrouble.NOT_GENUINE)),
        (ports.CardLostError(), told(DocumentTrouble.CARD_PULLED)),
    ],
    ids=["expired", "nonsense", "not taken", "pulled"],
)
def test_a_card_that_cannot_be_taken(
    hear: Hear, found: ports.ResidentIdRecord | Exception, said: ports.DocumentNotRead
) -> None:
    assert hear(at_field(Print(), found), ports.DocumentNotRead) == [said]


def test_a_card_that_was_misread_is_read_again(hear: Hear) -> None:
    reading = at_field(Print(), ports.ResidentIdRecord(bytes(256), PHOTO), None, record(), photo=True)
    assert hear(reading)[0] == told(DocumentTrouble.UNREADABLE)


def test_without_frames_the_field_is_heard_all_the_same() -> None:
    reading = at_field(Print(), record(), photo=True)
    deadline = time.monotonic() + 10
    while (answer := reading.see(None)) is None:
        assert time.monotonic() < deadline
    assert isinstance(answer, ports.DocumentRead)
    reading.wipe()
