"""The composition root: the one module that knows both a port and its driver."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from multiprocessing import shared_memory
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.core import ports
from kiosk.core.identity import FaceReason, FaceVerdict
from kiosk.settings import CameraSettings, Settings

if TYPE_CHECKING:
    from drivers.simulated.world import WorldReceiver
    from kiosk.vision.eyes import CodeScanner, DocumentTask, FaceTask, Image, Wipeable
    from kiosk.vision.face import FaceEngine
    from kiosk.vision.mirror import PreviewWriter
    from kiosk.vision.ocr import RapidOcr


@dataclass(frozen=True)
class VisionBuild:
    """Makes the workshop inside the vision process. Picklable: that process imports this module anew."""

    settings: Settings
    media: Path
    world: WorldReceiver | None = None

    def __call__(self, memory: shared_memory.SharedMemory) -> _Workshop:
        from kiosk.vision.mirror import PreviewWriter

        if self.world is not None:
            self.world.start()
        return _Workshop(self, PreviewWriter(memory))


class _Workshop:
    """Implements `kiosk.vision.eyes.Workshop`."""

    def __init__(self, build: VisionBuild, preview: PreviewWriter) -> None:
        self._settings, self._build, self._preview = build.settings, build, preview

    def scanner(self) -> CodeScanner:
        import numpy as np

        from drivers.qr_camera import QrCamera
        from kiosk.vision.qr import CodeReader

        reader = CodeReader()

        def decode(frame: ports.Frame) -> ports.ScannerEvent | None:
            return reader.read(np.frombuffer(frame.pixels, np.uint8).reshape(frame.height, frame.width, 3))

        return QrCamera(self._camera(self._settings.cameras.code, "code"), decode)

    def document_camera(self) -> ports.Camera:
        return self._camera(self._settings.cameras.document, "document")

    def face_camera(self) -> ports.Camera:
        return self._camera(self._settings.cameras.face, "face")

    def document(self) -> DocumentTask:
        from kiosk.vision.document import DocumentSession

        return DocumentSession(self._ocr)

    def portrait(self, image: Image) -> Wipeable | None:
        return self._engine.portrait(image)

    def face(self, portrait: Wipeable) -> FaceTask:
        from kiosk.vision.embed import Template
        from kiosk.vision.match import FaceMatch, MatchRules

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
        from kiosk.vision.ocr import RapidOcr

        return RapidOcr()

    @cached_property
    def _engine(self) -> FaceEngine:
        from kiosk.vision.face import FaceEngine

        return FaceEngine()

    def _camera(self, settings: CameraSettings, view: str) -> ports.Camera:
        from kiosk.vision.mirror import Mirrored

        return Mirrored(self._bare_camera(settings, view), self._preview)

    def _bare_camera(self, settings: CameraSettings, view: str) -> ports.Camera:
        if settings.driver == "simulated":
            from drivers.simulated.camera import SimulatedCamera

            return SimulatedCamera(view, self._build.world, self._build.media)
        import drivers

        return drivers.factory(settings.driver)(settings.device)
