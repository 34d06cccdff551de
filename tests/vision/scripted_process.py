"""What a test's vision process works with. Imported anew by that process, so it keeps to what pickles."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from multiprocessing import shared_memory
from pathlib import Path

from scripted_workshop import Camera, Device, DocumentTask, FaceTask

from kiosk.core import ports
from kiosk.core.health import Health, Ready
from kiosk.core.identity import FaceReason, FaceVerdict
from kiosk.vision.eyes import CodeScanner
from kiosk.vision.geometry import Image
from kiosk.vision.mirror import PreviewWriter


@dataclass(frozen=True)
class ScriptedBuild:
    """Makes the workshop. `diary` is a file to which each process adds a line when it starts.

    While the file `diary.raises` is there, building raises; `stuck` makes the first frame of a document last for ever
    in the first process, with the interpreter running on; `unplugged` has the first process lose its cameras.
    """

    diary: Path
    stuck: bool = False
    unplugged: bool = False
    slow_s: float = 0.0

    @property
    def raises(self) -> Path:
        return self.diary.with_suffix(".raises")

    def starts(self) -> int:
        """How many processes have started."""
        return self.diary.read_text().count("started") if self.diary.exists() else 0

    def __call__(self, memory: shared_memory.SharedMemory) -> ScriptedWorkshop:
        with self.diary.open("a") as diary:
            diary.write(f"started {os.getpid()}\n")
        time.sleep(self.slow_s)
        if self.raises.exists():
            os.close(2)  # the traceback is expected, and no news
            raise RuntimeError("the models are not there")
        first = self.starts() == 1
        return ScriptedWorkshop(memory, stuck=self.stuck and first, unplugged=self.unplugged and first)


class ScriptedWorkshop:
    """Implements `kiosk.vision.eyes.Workshop`: the scanner reads one code, the reader's picture is shown."""

    def __init__(self, memory: shared_memory.SharedMemory, *, stuck: bool, unplugged: bool) -> None:
        self._preview, self._stuck = PreviewWriter(memory), stuck
        self._device = Device()
        self._device.unplugged = unplugged

    def scanner(self) -> CodeScanner:
        return OneCode()

    def document_camera(self) -> ports.Camera:
        return Camera("document", self._device, self._preview.show)

    def face_camera(self) -> ports.Camera:
        return Camera("face", self._device, self._preview.show)

    def watching_camera(self) -> ports.Camera:
        return Camera("watching", self._device, lambda _: None)

    def sees_somebody(self, image: Image) -> bool:
        return True

    def document(self) -> DocumentTask:
        if self._stuck:
            return StuckTask(iter(()), True)
        return DocumentTask(iter(()), True)

    def shows_face(self, portrait: Image) -> bool:
        return True

    def face(self, portrait: Image) -> FaceTask:
        return FaceTask(iter(()))

    def no_face_verdict(self, reason: FaceReason) -> FaceVerdict:
        return FaceVerdict(False, reason, None, 0.5, "scripted", 0)

    def warm(self) -> None:
        """Nothing is slow here."""

    def wipe(self) -> None:
        self._preview.wipe()

    def close(self) -> None:
        self._preview.close()


class OneCode:
    """Tells a code that names the process; implements `kiosk.vision.eyes.CodeScanner`."""

    def start(self, tell: ports.Tell) -> None:
        tell(ports.CodeRead(str(os.getpid())))

    def stop(self) -> None: ...

    def join(self, timeout: float | None = None) -> None: ...

    def health(self) -> Health:
        return Ready()


class StuckTask(DocumentTask):
    """Never comes back, as native code may not."""

    def see(self, image: Image | None) -> ports.ReaderEvent | None:
        threading.Event().wait()
        raise AssertionError("it came back")
