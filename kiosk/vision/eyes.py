"""What runs inside the vision process: one task at a time, frames in, verdicts out."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final, Protocol, TypeAlias

import numpy as np

from kiosk.core import ports
from kiosk.core.identity import DocumentTrouble, FaceReason, FaceVerdict, Guidance, Light
from kiosk.vision.geometry import Image
from kiosk.vision.rinse import rinse

_AGAIN_AFTER_S: Final = 2.0
_MOST_LIT: Final = 16
"""So many words of the screen wait for the next frame; older ones are of colours long past."""
_PULSE_S: Final = 0.2
"""How long the document task waits for a frame: the readers without a camera are heard all the same."""
_LOOK_EVERY_S: Final = 0.35
"""How long the watch for a face lets pass between two frames: it asks the camera for no more."""
_PATIENCE_S: Final = 180.0
"""A face match whose camera gives nothing for so long ends, lest a customer who left is waited for without end: where
the terminal does not require that camera, no idle clock runs."""


class Wipeable(Protocol):
    """Holds something biometric or personal."""

    def wipe(self) -> None: ...


FaceStep: TypeAlias = Guidance | ports.FaceChallenged | ports.FaceLit | FaceVerdict
Tell: TypeAlias = Callable[[ports.Told | ports.FaceSeen], None]


class DocumentTask(Wipeable, Protocol):
    """Reads one document, by whatever reads it (`kiosk.vision.reading.DocumentReading`)."""

    @property
    def portrait(self) -> Image | None:
        """The picture of the holder, once the document was read."""

    def see(self, image: Image | None) -> ports.ReaderEvent | ports.DeviceEvent | None:
        """Take a frame, or None where none came for a while; None where there is nothing new to tell."""


class FaceTask(Wipeable, Protocol):
    """Compares one face over several frames (`kiosk.vision.holder.HolderCheck`)."""

    def see(self, image: Image, at: float) -> FaceStep: ...

    def lit(self, light: Light, at: float) -> None:
        """The screen has shone in this colour since then."""


class CodeScanner(ports.Scanner, Protocol):
    """A scanner in this process: `join` waits until its camera is closed, which another task may need."""

    def join(self, timeout: float | None = None) -> None: ...


class Workshop(Protocol):
    """Makes the tasks; slow things (models) are loaded at the first use. Built by the composition root."""

    def scanner(self) -> CodeScanner: ...

    def document_camera(self) -> ports.Camera: ...

    def face_camera(self) -> ports.Camera: ...

    def watching_camera(self) -> ports.Camera:
        """The face camera, of which nothing is shown."""

    def document(self) -> DocumentTask: ...

    def shows_face(self, portrait: Image) -> bool:
        """Whether a face is found in the portrait of a document; no template is made before the customer agreed."""

    def face(self, portrait: Image) -> FaceTask | None:
        """A comparison with the portrait, which is copied; None where no face is found in it after all."""

    def sees_somebody(self, image: Image) -> bool:
        """Whether some face is in a picture; nothing is made of it."""

    def no_face_verdict(self, reason: FaceReason) -> FaceVerdict:
        """A refusal with the engine and threshold in force, for when no comparison was possible."""

    def warm(self) -> None:
        """Load what the first task of each kind would wait for."""

    def wipe(self) -> None:
        """Zero what is shared between tasks (the preview)."""

    def close(self) -> None:
        """Let go of everything at the end of the process."""


class Eyes:
    """Runs the scanner, the document reader or the face match; keeps the portrait until `forget`."""

    def __init__(self, workshop: Workshop, patience_s: float = _PATIENCE_S) -> None:
        self._workshop, self._patience_s = workshop, patience_s
        self._lost: set[str] = set()
        self._portrait: Image | None = None
        self._scanner: CodeScanner | None = None
        self._watch: _Watch | None = None
        self._asked: tuple[str, Tell] | None = None
        self._lit: deque[tuple[Light, float]] = deque(maxlen=_MOST_LIT)

    def look(self, task: str | None, tell: Tell) -> None:
        """Begin a task (`scanner`, `reader`, `face` or `watch`), ending the one before, whose last picture goes."""
        self.rest()
        self._workshop.wipe()
        self._asked = None if task is None else (task, tell)
        match task:
            case "scanner":
                self._scanner = self._scanner or self._workshop.scanner()
                self._scanner.start(tell)
            case "reader":
                frames = Frames("reader", self._workshop.document_camera(), tell, self._lost)
                self._watch = _Watch(frames, self._read, tell)
            case "face":
                frames = Frames("face", self._workshop.face_camera(), tell, self._lost, self._patience_s)
                self._watch = _Watch(frames, self._compare, tell)
            case "watch":
                camera = self._workshop.watching_camera()
                frames = Frames("face", camera, tell, self._lost, every_s=_LOOK_EVERY_S)
                self._watch = _Watch(frames, self._look_out, tell)

    def lit(self, light: Light, at: float) -> None:
        """The screen has shone in this colour since `at`, for the face match in hand."""
        self._lit.append((light, at))

    def thinking_s(self) -> float:
        """For how long the task has been busy with one frame, in seconds."""
        return 0.0 if self._watch is None else self._watch.thinking_s()

    def rest(self) -> None:
        """End the task; returns when its camera is closed."""
        if self._scanner is not None:
            self._scanner.stop()
            self._scanner.join()
        if self._watch is not None:
            self._watch.stop()
            self._watch = None

    def forget(self) -> None:
        """Zero everything of the visit. The task in hand is begun anew: it waits for the next customer already."""
        asked = self._asked
        self.close()
        if asked is not None:
            self.look(*asked)

    def close(self) -> None:
        """End the task and zero everything of the visit."""
        self.rest()
        self._asked = None
        self._keep(None)
        self._workshop.wipe()
        rinse()

    def _keep(self, portrait: Image | None) -> None:
        """Keep this portrait, and zero the one before."""
        if self._portrait is not None:
            self._portrait.fill(0)
        self._portrait = portrait

    def _read(self, frames: Frames, tell: ports.Tell) -> None:
        task = self._workshop.document()
        said: object = None
        try:
            while not frames.stopped:
                frame = frames.newest(_PULSE_S)
                answer = task.see(None if frame is None else _image(frame))
                if isinstance(answer, ports.DeviceLost | ports.DeviceBack):
                    said = answer
                    tell(answer)  # though the task was told to end: it comes only once
                    continue
                if answer is None or answer == said or frames.stopped:
                    continue
                said = answer
                if isinstance(answer, ports.DocumentRead):
                    portrait = task.portrait
                    if portrait is None or not self._workshop.shows_face(portrait):
                        answer = ports.DocumentNotRead(DocumentTrouble.NO_PORTRAIT)
                    else:
                        self._keep(portrait.copy())
                    tell(answer)
                    return
                tell(answer)
        finally:
            task.wipe()

    def _look_out(self, frames: Frames, tell: Tell) -> None:
        for frame in frames:
            seen = self._workshop.sees_somebody(_image(frame))
            del frame  # not kept until the next comes
            if not frames.stopped:
                tell(ports.FaceSeen(seen))

    def _compare(self, frames: Frames, tell: ports.Tell) -> None:
        task = None if self._portrait is None else self._workshop.face(self._portrait)
        if task is None:
            tell(ports.FaceCompared(self._workshop.no_face_verdict(FaceReason.ENGINE_FAILED)))
            while not frames.stopped:  # nobody may be here: then a lost camera is tried until it is back
                frames.newest(None)
            return
        said: object = None
        try:
            self._lit.clear()
            for frame in frames:
                while self._lit:
                    task.lit(*self._lit.popleft())
                answer = task.see(_image(frame), frame.at)
                if isinstance(answer, FaceVerdict):
                    tell(ports.FaceCompared(answer))
                    return
                if answer != said:
                    said = answer
                    tell(ports.FaceGuided(answer) if isinstance(answer, Guidance) else answer)
            if not frames.stopped:
                tell(ports.FaceCompared(self._workshop.no_face_verdict(FaceReason.NOT_SEEN)))
        finally:
            task.wipe()


class Frames:
    """The newest frames of a camera until the task is stopped; those that come while the task thinks are only shown.

    The camera is read on a thread of its own, so that the preview stays live whatever a frame costs. A lost camera is
    told once, and once when it is back, be it in a later task: `lost` names the devices that are. Where none comes for
    `patience_s`, the frames end. The camera is asked for one `every_s` at most.
    """

    def __init__(
        self,
        device: str,
        camera: ports.Camera,
        tell: Tell,
        lost: set[str],
        patience_s: float | None = None,
        *,
        every_s: float = 0.0,
    ) -> None:
        self._device, self._camera, self._tell = device, camera, tell
        self._lost, self._patience_s, self._every_s = lost, patience_s, every_s
        self._stopped = threading.Event()
        self._fresh = threading.Condition()
        self._newest: ports.Frame | None = None
        self._taken_at: float | None = time.monotonic()  # what the task makes before its first frame may hang too
        self._reader = threading.Thread(target=self._read_on, name=f"vision-{device}-camera")
        self._reader.start()

    def __iter__(self) -> Frames:
        return self

    def __next__(self) -> ports.Frame:
        frame = self.newest(self._patience_s)
        if frame is None or self._stopped.is_set():
            raise StopIteration
        return frame

    def newest(self, within_s: float | None) -> ports.Frame | None:
        """The newest frame not taken yet; None where none comes within the time, or the task was told to end."""
        self._taken_at = None
        with self._fresh:
            self._fresh.wait_for(lambda: self._newest is not None or self._stopped.is_set(), within_s)
            frame, self._newest = self._newest, None
        self._taken_at = time.monotonic()
        return frame

    @property
    def stopped(self) -> bool:
        """Whether the task was told to end."""
        return self._stopped.is_set()

    def thinking_s(self) -> float:
        """How long ago the last frame was taken, or the task begun, while no other has been asked for."""
        taken_at = self._taken_at
        return 0.0 if taken_at is None else time.monotonic() - taken_at

    def stop(self) -> None:
        """End the frames; `close` waits for the camera."""
        self._stopped.set()
        with self._fresh:
            self._fresh.notify_all()

    def close(self) -> None:
        """End the frames, and wait until the camera is closed."""
        self.stop()
        self._reader.join()
        self._newest = self._taken_at = None

    def _read_on(self) -> None:
        opened = False
        try:
            while not self._stopped.is_set():
                try:
                    if not opened:
                        self._camera.open()
                        opened = True
                    frame = self._camera.read()
                except ports.CameraError as lost:
                    self._camera.close()
                    opened = False
                    if self._device not in self._lost:
                        self._lost.add(self._device)
                        self._tell(ports.DeviceLost(self._device, lost.trouble))
                    self._stopped.wait(_AGAIN_AFTER_S)
                    continue
                if self._device in self._lost:
                    self._lost.discard(self._device)
                    self._tell(ports.DeviceBack(self._device))
                with self._fresh:
                    self._newest = frame
                    self._fresh.notify_all()
                del frame
                self._stopped.wait(self._every_s)
        finally:
            self._camera.close()


class _Watch:
    """One task on a thread of its own."""

    def __init__(self, frames: Frames, task: Callable[[Frames, Tell], None], tell: Tell) -> None:
        self._frames = frames
        self._thread = threading.Thread(target=self._run, args=(task, tell), name="vision-task")
        self._thread.start()

    def thinking_s(self) -> float:
        """For how long the task has been busy with one frame."""
        return self._frames.thinking_s()

    def stop(self) -> None:
        """End the task and wait until its camera is closed."""
        self._frames.stop()
        self._thread.join()

    def _run(self, task: Callable[[Frames, Tell], None], tell: Tell) -> None:
        try:
            task(self._frames, tell)
        finally:
            self._frames.close()


def _image(frame: ports.Frame) -> Image:
    return np.frombuffer(frame.pixels, np.uint8).reshape(frame.height, frame.width, 3)
