"""What the vision process works with: cameras, decoder, document reader and face engine."""

from __future__ import annotations

import sys
from functools import cached_property
from multiprocessing import shared_memory
from pathlib import Path
from typing import Literal, TypeAlias, cast

import numpy as np

import drivers
from drivers.card_sam import SamReader
from drivers.photo_decoder import IsolatedDecoder
from drivers.qr_camera import QrCamera
from drivers.simulated.camera import SimulatedCamera
from drivers.simulated.chips import ChipReader
from drivers.simulated.sam import SerialSam
from drivers.simulated.sam_card import chip_of
from kiosk.core import ports
from kiosk.core.identity import FaceReason, FaceVerdict
from kiosk.documents.emrtd.access import AccessKey
from kiosk.documents.emrtd.errors import TrustStoreError
from kiosk.documents.emrtd.trust import TrustStore
from kiosk.settings import CameraSettings
from kiosk.vision.document import DocumentSession, civil_today
from kiosk.vision.engines import open_engine
from kiosk.vision.eyes import CodeScanner, DocumentTask, FaceTask, Image
from kiosk.vision.face import FaceEngine
from kiosk.vision.holder import HolderCheck
from kiosk.vision.liveness.detection import LivenessRules
from kiosk.vision.match import MatchRules
from kiosk.vision.mirror import Mirrored, PreviewWriter
from kiosk.vision.ocr import RapidOcr
from kiosk.vision.qr import CodeReader
from kiosk.vision.readers import CardWorker, ChipWorker, Device
from kiosk.vision.reading import DocumentReading
from kiosk.vision.watched import Watched
from kiosk.wiring.vision import VisionBuild

View: TypeAlias = Literal["code", "document", "face"]


class Workshop:
    """Implements `kiosk.vision.eyes.Workshop`."""

    def __init__(self, build: VisionBuild, memory: shared_memory.SharedMemory) -> None:
        self._settings, self._build = build.settings, build
        self._preview = PreviewWriter(memory)
        self._chip_device, self._card_device = Device("chip"), Device("residentId")
        if build.world is not None:
            build.world.start()

    def scanner(self) -> CodeScanner:
        reader = CodeReader()

        def decode(frame: ports.Frame) -> ports.ScannerEvent | None:
            return reader.read(np.frombuffer(frame.pixels, np.uint8).reshape(frame.height, frame.width, 3))

        return QrCamera(self._camera(self._settings.cameras.code, "code"), decode)

    def document_camera(self) -> ports.Camera:
        return self._camera(self._settings.cameras.document, "document")

    def face_camera(self) -> ports.Camera:
        return self._camera(self._settings.cameras.face, "face")

    def document(self) -> DocumentTask:
        return DocumentReading(
            DocumentSession(self._ocr),
            read_chip=self._read_chip if self._chip_reader is not None else None,
            read_card=self._read_card if self._card_reader is not None else None,
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
        return HolderCheck(
            self._engine, template, MatchRules(face.false_accept_rate), LivenessRules(enabled=face.liveness)
        )

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
        if self._sam is not None:
            self._sam.close()

    def _read_chip(self, key: AccessKey) -> ChipWorker:
        if self._chip_reader is None:
            raise TypeError("this terminal has no chip reader")
        return ChipWorker(self._chip_reader, self._chip_device, key, trust=self._trust, today=civil_today)

    def _read_card(self) -> CardWorker:
        if self._card_reader is None:
            raise TypeError("this terminal has no resident-ID reader")
        return CardWorker(self._card_reader, self._card_device)

    @cached_property
    def _chip_reader(self) -> ports.ChipReader | None:
        documents = self._settings.documents
        match documents.chip_reader:
            case "none":
                return None
            case "simulated" if self._build.world is not None:
                return ChipReader(self._build.world, self._build.media, documents.csca)
            case name:
                return cast("ports.ChipReader", drivers.factory(name)(documents.chip_reader_name))

    @cached_property
    def _card_reader(self) -> ports.ResidentIdReader | None:
        documents = self._settings.documents
        match documents.resident_id_reader:
            case "none":
                return None
            case "simulated" if self._sam is not None:
                return SamReader(self._sam.device)
            case name:
                line, baud = documents.resident_id_device, documents.resident_id_baud
                return cast("ports.ResidentIdReader", drivers.factory(name)(line, baud=baud))

    @cached_property
    def _sam(self) -> SerialSam | None:
        """The simulated security module on its serial line, where the settings ask for it."""
        world = self._build.world
        if self._settings.documents.resident_id_reader != "simulated" or world is None:
            return None
        return SerialSam(lambda: chip_of(world().held))

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
        if settings.driver == "simulated" and self._build.world is not None:
            return SimulatedCamera(view, self._build.world, self._build.media)
        return cast("ports.Camera", drivers.factory(settings.driver)(settings.device))
