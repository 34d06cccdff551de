"""One document, by whatever reads it: the camera, its chip, or the security module of a resident-ID reader.

The camera reads every document. Where the terminal has a chip reader, the machine-readable zone that the camera read
opens the chip, and then the signed chip speaks for the print. Where it has a resident-ID reader, a resident card held
to the card field is read whole; if nobody can decode its photograph, the printed one is shown to the camera.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final, Protocol, TypeAlias

import cv2
import numpy as np

from kiosk.core import ports
from kiosk.core.clock import civil_today
from kiosk.core.identity import Document, DocumentKind, DocumentSource, DocumentTrouble, PortraitSource
from kiosk.documents import resident_record
from kiosk.documents.emrtd.access import AccessKey
from kiosk.documents.emrtd.read import Reading
from kiosk.documents.mrz import Mrz
from kiosk.vision.geometry import Image
from kiosk.vision.readers import CardWorker, ChipProbe, ChipRead, ChipSilent, ChipWorker, RecordRead

_WITH_CHIP: Final = frozenset({DocumentKind.TD1, DocumentKind.TD2, DocumentKind.TD3})
_TOO_WIDE: Final = 4096
"""A chip's portrait is some hundred pixels wide; what is wider is not decoded to its end."""

Answer: TypeAlias = ports.ReaderEvent | ports.DeviceEvent


class CameraReading(Protocol):
    """What reads the print (`kiosk.vision.document.DocumentSession`)."""

    @property
    def portrait(self) -> Image | None:
        """The printed portrait, once the side that bears it was read."""

    @property
    def number(self) -> str | None:
        """The number on the side that bears the portrait, once it was read and every check of it held."""

    @property
    def zone(self) -> Mrz | None:
        """The machine-readable zone, once it was read and every check of it held."""

    def see(self, image: Image) -> ports.DocumentRead | ports.DocumentNotRead | None: ...

    def wipe(self) -> None: ...


class DocumentReading:
    """Implements `kiosk.vision.eyes.DocumentTask`; holds personal data until `wipe`. One thread at a time.

    `read_chip` and `read_card` begin to read with the terminal's chip reader and resident-ID reader, None where there
    is none; `probe_chip` tries a chip reader that was lost. Without `chip_required` the print is taken alone when the
    chip stays silent.
    """

    def __init__(
        self,
        camera: CameraReading,
        *,
        read_chip: Callable[[AccessKey], ChipWorker] | None = None,
        probe_chip: Callable[[], ChipProbe] | None = None,
        read_card: Callable[[], CardWorker] | None = None,
        photo: ports.PhotoDecoder | None = None,
        chip_required: bool = False,
        today: Callable[[], date] = civil_today,
    ) -> None:
        self._camera, self._photo, self._today = camera, photo, today
        self._read_chip, self._chip_required = read_chip, chip_required
        self._card = None if read_card is None else read_card()
        self._chip: ChipWorker | ChipProbe | None = None if probe_chip is None else probe_chip()
        self._chip_silent = False
        self._printed: ports.DocumentRead | None = None
        self._recorded: Document | None = None
        self._portrait: Image | None = None

    @property
    def portrait(self) -> Image | None:
        """The holder's picture, BGR, from the chip, the card or the print."""
        return self._camera.portrait if self._portrait is None else self._portrait

    def see(self, image: Image | None) -> Answer | None:
        """Take a frame, or None where none came; None where there is nothing new to tell."""
        for worker in (self._chip, self._card):
            found = None if worker is None else worker.found()
            match found:
                case None:
                    continue
                case ChipRead(reading):
                    return self._from_chip(reading)
                case ChipSilent():
                    return self._without_chip()
                case RecordRead(record):
                    return self._from_record(record)
                case _:
                    return found
        return None if image is None else self._look(image)

    def wipe(self) -> None:
        """End the readers, zero the pictures and forget everything."""
        for worker in (self._chip, self._card):
            if worker is not None:
                worker.end()
        if self._portrait is not None:
            self._portrait.fill(0)
        self._camera.wipe()
        self._chip = self._card = self._printed = self._recorded = self._portrait = None

    def _look(self, image: Image) -> Answer | None:
        answer = self._camera.see(image)
        if self._recorded is not None:
            return self._compared_with_print(answer)
        if answer == ports.DocumentNotRead(DocumentTrouble.EXPIRED):
            return answer
        if self._begin_chip():
            self._printed = answer if isinstance(answer, ports.DocumentRead) else None
            return ports.DocumentNotRead(DocumentTrouble.CHIP_AWAITED)
        if isinstance(self._chip, ChipWorker) and (self._chip_required or not self._chip_silent):
            if isinstance(answer, ports.DocumentRead):
                self._printed = answer
            return None  # the chip is waited for, or was missed where it must be; the print alone is of no account
        return answer

    def _begin_chip(self) -> bool:
        """Begin to read the chip of the document whose zone was just read, if it can have one."""
        zone = self._camera.zone
        if self._read_chip is None or isinstance(self._chip, ChipWorker) or zone is None:
            return False
        if zone.kind not in _WITH_CHIP or zone.born is None or zone.expires is None:
            return False
        if self._chip is not None:
            self._chip.end()
        self._chip = self._read_chip(AccessKey.of(zone))
        return True

    def _without_chip(self) -> Answer:
        self._chip_silent = True
        if self._chip_required:
            return ports.DocumentNotRead(DocumentTrouble.CHIP_UNREADABLE)
        return self._printed or ports.DocumentNotRead(DocumentTrouble.TURN_OVER)

    def _from_chip(self, reading: Reading) -> Answer:
        zone, today = reading.zone, self._today()
        if not reading.ok or zone.born is None:
            return ports.DocumentNotRead(DocumentTrouble.CHECK_FAILED)
        if zone.expires is not None and zone.expires < today:
            return ports.DocumentNotRead(DocumentTrouble.EXPIRED)
        document = Document(
            kind=zone.kind,
            source=DocumentSource.CHIP,
            number=zone.number,
            name=zone.name,
            born=zone.born,
            expires=zone.expires,
            checks=reading.checks,
            authenticity=reading.authenticity,
        )
        self._portrait = None if reading.face is None else _decoded(reading.face.data)
        if self._portrait is not None:
            return ports.DocumentRead(replace(document, portrait=PortraitSource.CHIP))
        self._recorded = document
        return self._compared_with_print(self._printed) or ports.DocumentNotRead(DocumentTrouble.PORTRAIT_AWAITED)

    def _from_record(self, record: ports.ResidentIdRecord) -> Answer:
        found = resident_record.document(record.text, self._today())
        if isinstance(found, DocumentTrouble):
            return ports.DocumentNotRead(found)
        photo = None if self._photo is None else self._photo.decode(record.photo)
        if photo is not None:
            pixels = np.frombuffer(photo.pixels, np.uint8).reshape(photo.height, photo.width, 3)
            self._portrait = np.array(pixels)
            return ports.DocumentRead(replace(found, portrait=PortraitSource.CHIP))
        self._recorded = found
        return self._compared_with_print(None) or ports.DocumentNotRead(DocumentTrouble.PORTRAIT_AWAITED)

    def _compared_with_print(self, answer: Answer | None) -> Answer | None:
        """Chip or card was read and its printed portrait is awaited: it must be on the document of the same number."""
        if self._recorded is not None and isinstance(answer, ports.DocumentRead):
            printed, recorded = answer.document, self._recorded
            same = (printed.kind, printed.number) == (recorded.kind, recorded.number)
            return ports.DocumentRead(recorded) if same else ports.DocumentNotRead(DocumentTrouble.CHECK_FAILED)
        if self._recorded is None or self._camera.number is None or self._camera.portrait is None:
            told = isinstance(answer, ports.DocumentNotRead) and answer.trouble is not DocumentTrouble.NONE_SEEN
            return answer if told else None
        if self._camera.number != self._recorded.number:
            return ports.DocumentNotRead(DocumentTrouble.CHECK_FAILED)
        return ports.DocumentRead(self._recorded)


def _decoded(picture: bytes) -> Image | None:
    """A JPEG or JPEG 2000 picture; None where it is none, or of a size that no portrait has."""
    try:
        image = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    if image is None or max(image.shape[:2]) > _TOO_WIDE:
        return None
    return np.asarray(image, dtype=np.uint8)
