"""What the vision process works with: cameras, decoder, document reader and face engine."""

from __future__ import annotations

import sys
from functools import cached_property, partial
from multiprocessing import shared_memory
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

import numpy as np

import drivers
from drivers.photo_decoder import IsolatedDecoder
from drivers.qr_camera import QrCamera
from kiosk.core import ports
from kiosk.core.clock import civil_today
from kiosk.core.identity import FaceReason, FaceVerdict
from kiosk.documents.emrtd.access import AccessKey
from kiosk.documents.emrtd.errors import TrustStoreError
from kiosk.documents.emrtd.trust import TrustStore
from kiosk.settings import CameraSettings
from kiosk.vision.document import DocumentSession
from kiosk.vision.engines import open_engine
from kiosk.vision.eyes import CodeScanner, DocumentTask, FaceTask
from kiosk.vision.face import FaceEngine
from kiosk.vision.geometry import Image
from kiosk.vision.holder import HolderCheck
from kiosk.vision.liveness.detection import LivenessRules
from kiosk.vision.match import MatchRules
from kiosk.vision.mirror import Mirrored, PreviewWriter
from kiosk.vision.ocr import RapidOcr
from kiosk.vision.qr import CodeReader
from kiosk.vision.readers import CardWorker, ChipProbe, ChipWorker, Device
from kiosk.vision.reading import DocumentReading
from kiosk.vision.watched import Watched
from kiosk.wiring.vision import VisionBuild

if TYPE_CHECKING:
    from kiosk.wiring.desk import Desk

View: TypeAlias = Literal["code", "document", "face"]
SIMULATED: Final = "simulated"
"""The name of every device of the demo's desk in the settings."""


class Workshop:
    """Implements `kiosk.vision.eyes.Workshop`."""

    def __init__(self, build: VisionBuild, memory: shared_memory.SharedMemory) -> None:
        self._settings = build.settings
        self._preview = PreviewWriter(memory)
        self._chip_device, self._card_device = Device("chip"), Device("residentId")
        self._desk = _desk(build)

    def scanner(self) -> CodeScanner:
        reader = CodeReader()

        def decode(frame: ports.Frame) -> ports.ScannerEvent | None:
            return reader.read(np.frombuffer(frame.pixels, np.uint8).reshape(frame.height, frame.width, 3))

        return QrCamera(self._camera(self._settings.cameras.code, "code"), decode)

    def document_camera(self) -> ports.Camera:
        return self._camera(self._settings.cameras.document, "document")

    def face_camera(self) -> ports.Camera:
        return self._camera(self._settings.cameras.face, "face")

    def watching_camera(self) -> ports.Camera:
        return Watched(self._bare_camera(self._settings.cameras.face, "face"), light=True)

    def document(self) -> DocumentTask:
        chip, card = self._chip_reader, self._card_reader
        lost_chip = chip if self._chip_device.is_lost else None
        return DocumentReading(
            DocumentSession(self._ocr),
            read_chip=None if chip is None else partial(self._read_chip, chip),
            probe_chip=None if lost_chip is None else partial(ChipProbe, lost_chip, self._chip_device),
            read_card=None if card is None else partial(CardWorker, card, self._card_device),
            photo=self._photo_decoder,
            chip_required=self._settings.documents.chip == "required",
        )

    def shows_face(self, portrait: Image) -> bool:
        return self._engine.shows_portrait(portrait)

    def face(self, portrait: Image) -> FaceTask | None:
        template = self._engine.portrait(portrait)
        if template is None:
            return None
        face = self._settings.face
        check = HolderCheck(
            self._engine, template, MatchRules(face.false_accept_rate), LivenessRules(enabled=face.liveness)
        )
        template.wipe()  # the check has a copy of its own
        return check

    def sees_somebody(self, image: Image) -> bool:
        return self._engine.sees_somebody(image)

    def no_face_verdict(self, reason: FaceReason) -> FaceVerdict:
        threshold = self._engine.threshold(self._settings.face.false_accept_rate)
        return FaceVerdict(False, reason, None, threshold, self._engine.name, 0)

    def warm(self) -> None:
        self._engine.open()
        _ = self._ocr

    def wipe(self) -> None:
        self._preview.wipe()

    def close(self) -> None:
        self._preview.close()
        for reader in (self._chip_reader, self._card_reader):
            if reader is not None:
                reader.close()
        if self._desk is not None:
            self._desk.close()

    def _read_chip(self, reader: ports.ChipReader, key: AccessKey) -> ChipWorker:
        return ChipWorker(reader, self._chip_device, key, trust=self._trust, today=civil_today)

    @cached_property
    def _chip_reader(self) -> ports.ChipReader | None:
        documents = self._settings.documents
        if documents.chip_reader == "none":
            return None
        if documents.chip_reader == SIMULATED and self._desk is not None:
            return self._desk.chip_reader(documents.csca)
        return cast("ports.ChipReader", drivers.factory(documents.chip_reader)(documents.chip_reader_name))

    @cached_property
    def _card_reader(self) -> ports.ResidentIdReader | None:
        documents = self._settings.documents
        if documents.resident_id_reader == "none":
            return None
        if documents.resident_id_reader == SIMULATED and self._desk is not None:
            return self._desk.resident_id_reader()
        factory = drivers.factory(documents.resident_id_reader)
        return cast("ports.ResidentIdReader", factory(documents.resident_id_device, baud=documents.resident_id_baud))

    @cached_property
    def _photo_decoder(self) -> ports.PhotoDecoder | None:
        command = self._settings.documents.photo_decoder
        return IsolatedDecoder(command) if command else None

    @cached_property
    def _trust(self) -> TrustStore:
        """Whom the terminal believes: nobody where its list cannot be read, as `kiosk doctor` says too."""
        _ = self._chip_reader  # a simulated one publishes its authority first
        try:
            return TrustStore.load(self._settings.documents.csca)
        except (TrustStoreError, OSError) as error:
            print(f"vision: the trust store cannot be read: {error}", file=sys.stderr)
            return TrustStore()

    @cached_property
    def _ocr(self) -> RapidOcr:
        return RapidOcr()

    @cached_property
    def _engine(self) -> FaceEngine:
        face = self._settings.face
        return open_engine(face.engine, calibrations=Path(face.calibration) if face.calibration else None)

    def _camera(self, settings: CameraSettings, view: View) -> ports.Camera:
        watched = Watched(self._bare_camera(settings, view), light=view != "code")
        return Mirrored(watched, self._preview)

    def _bare_camera(self, settings: CameraSettings, view: View) -> ports.Camera:
        if settings.driver == SIMULATED and self._desk is not None:
            return self._desk.camera(view)
        return cast("ports.Camera", drivers.factory(settings.driver)(settings.device))


def _desk(build: VisionBuild) -> Desk | None:
    """The demo's desk, where there is a simulated world to stand in."""
    if build.world is None:
        return None
    from kiosk.wiring.desk import Desk  # noqa: PLC0415 - a terminal needs nothing of what draws a world

    return Desk(build.world, build.media)
