"""What the vision process works with: cameras, decoder, document reader and face engine."""

from __future__ import annotations

from functools import cached_property
from multiprocessing import shared_memory
from typing import Literal, TypeAlias, cast

import numpy as np

import drivers
from drivers.qr_camera import QrCamera
from drivers.simulated.camera import SimulatedCamera
from kiosk.core import ports
from kiosk.core.identity import FaceReason, FaceVerdict
from kiosk.settings import CameraSettings
from kiosk.vision.document import DocumentSession
from kiosk.vision.embed import Template
from kiosk.vision.eyes import CodeScanner, DocumentTask, FaceTask, Image, Wipeable
from kiosk.vision.face import FaceEngine
from kiosk.vision.match import FaceMatch, MatchRules
from kiosk.vision.mirror import Mirrored, PreviewWriter
from kiosk.vision.ocr import RapidOcr
from kiosk.vision.qr import CodeReader
from kiosk.wiring.vision import VisionBuild

View: TypeAlias = Literal["code", "document", "face"]


class Workshop:
    """Implements `kiosk.vision.eyes.Workshop`."""

    def __init__(self, build: VisionBuild, memory: shared_memory.SharedMemory) -> None:
        self._settings, self._build = build.settings, build
        self._preview = PreviewWriter(memory)
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
        return DocumentSession(self._ocr)

    def portrait(self, image: Image) -> Wipeable | None:
        return self._engine.portrait(image)

    def face(self, portrait: Wipeable) -> FaceTask:
        if not isinstance(portrait, Template):
            raise TypeError("the portrait is a template of this engine")
        return FaceMatch(self._engine, portrait, MatchRules(self._settings.face.false_accept_rate))

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

    @cached_property
    def _ocr(self) -> RapidOcr:
        return RapidOcr()

    @cached_property
    def _engine(self) -> FaceEngine:
        return FaceEngine()

    def _camera(self, settings: CameraSettings, view: View) -> ports.Camera:
        return Mirrored(self._bare_camera(settings, view), self._preview)

    def _bare_camera(self, settings: CameraSettings, view: View) -> ports.Camera:
        if settings.driver == "simulated" and self._build.world is not None:
            return SimulatedCamera(view, self._build.world, self._build.media)
        return cast("ports.Camera", drivers.factory(settings.driver)(settings.device))
