"""What runs inside the vision process: one task at a time, one opener a camera, nothing kept of a visit."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing import shared_memory

import pytest
from scripted_workshop import DOCUMENT, MATCHED, Camera, Device, DocumentTask, FaceTask, frame

from drivers.qr_camera import QrCamera
from kiosk.core import ports
from kiosk.core.identity import Challenge, DocumentTrouble, FaceReason, FaceVerdict, Guidance, Light
from kiosk.vision import preview
from kiosk.vision.eyes import CodeScanner, Eyes, FaceStep
from kiosk.vision.geometry import Image
from kiosk.vision.mirror import PreviewWriter
from kiosk.vision.preview import SIZE, PreviewReader

PATIENCE_S = 0.3
READ = ports.DocumentRead(DOCUMENT)


class Workshop:
    """Implements `kiosk.vision.eyes.Workshop`: all three cameras are the same device."""

    def __init__(self, memory: shared_memory.SharedMemory) -> None:
        self.preview = PreviewWriter(memory)
        self.device = Device()
        self.cameras: list[Camera] = []
        self.documents: list[DocumentTask] = []
        self.faces: list[FaceTask] = []
        self.portraits: list[Image] = []
        """Those that faces were compared with."""
        self.document_script: list[ports.ReaderEvent | ports.DeviceEvent | None] = []
        self.face_script: list[FaceStep] = []
        self.code: ports.ScannerEvent | None = ports.CodeRead("a code")
        self.has_portrait = True
        self.portrait_has_face = True
        self.somebody = True
        self.looked: list[int] = []
        """How many frames the camera had delivered at each look of the watch."""

    def camera(self, name: str) -> Camera:
        self.cameras.append(Camera(name, self.device, self.preview.show))
        return self.cameras[-1]

    def scanner(self) -> CodeScanner:
        return QrCamera(self.camera("code"), lambda _: self.code, back_off=(0.01,))

    def document_camera(self) -> ports.Camera:
        return self.camera("document")

    def face_camera(self) -> ports.Camera:
        return self.camera("face")

    def watching_camera(self) -> ports.Camera:
        self.cameras.append(Camera("watching", self.device, lambda _: None))
        return self.cameras[-1]

    def sees_somebody(self, image: Image) -> bool:
        self.looked.append(self.cameras[-1].delivered)
        return self.somebody

    def document(self) -> DocumentTask:
        self.documents.append(DocumentTask(iter(self.document_script), self.has_portrait))
        return self.documents[-1]

    def shows_face(self, portrait: Image) -> bool:
        return self.portrait_has_face

    def face(self, portrait: Image) -> FaceTask:
        self.portraits.append(portrait)
        self.faces.append(FaceTask(iter(self.face_script)))
        return self.faces[-1]

    def no_face_verdict(self, reason: FaceReason) -> FaceVerdict:
        return replace(MATCHED, accepted=False, reason=reason, score=None, frames=0)

    def warm(self) -> None:
        raise AssertionError("the process warms, not the eyes")

    def wipe(self) -> None:
        self.preview.wipe()

    def close(self) -> None:
        self.preview.close()


class Ear:
    """Hears what is told; `next` waits for it."""

    def __init__(self) -> None:
        self._told: queue.Queue[ports.Told | ports.FaceSeen] = queue.Queue()

    def __call__(self, event: ports.Told | ports.FaceSeen) -> None:
        self._told.put(event)

    def next(self) -> ports.Told | ports.FaceSeen:
        return self._told.get(timeout=10)

    def rest(self) -> list[ports.Told | ports.FaceSeen]:
        """Everything told and not yet heard."""
        return [self._told.get_nowait() for _ in range(self._told.qsize())]


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.002)


@pytest.fixture
def memory() -> Iterator[shared_memory.SharedMemory]:
    memory = shared_memory.SharedMemory(create=True, size=SIZE)
    yield memory
    memory.close()
    memory.unlink()


@pytest.fixture
def workshop(memory: shared_memory.SharedMemory) -> Workshop:
    return Workshop(memory)


@pytest.fixture
def eyes(workshop: Workshop) -> Iterator[Eyes]:
    eyes = Eyes(workshop, PATIENCE_S)
    yield eyes
    for task in workshop.documents:
        task.gate.set()
    eyes.close()
    workshop.close()


@pytest.fixture
def ear() -> Ear:
    return Ear()


# The document
def test_hints_are_told_when_they_change_and_the_document_once(eyes: Eyes, workshop: Workshop, ear: Ear) -> None:
    none, turn = ports.DocumentNotRead(DocumentTrouble.NONE_SEEN), ports.DocumentNotRead(DocumentTrouble.TURN_OVER)
    workshop.document_script = [none, none, None, none, turn, turn, READ, READ]
    eyes.look("reader", ear)
    assert [ear.next(), ear.next(), ear.next()] == [none, turn, READ]
    until(lambda: not workshop.device.is_open)  # the reading is done, so the camera is let go
    assert ear.rest() == []
    assert workshop.documents[0].wiped


@pytest.mark.parametrize(("has_portrait", "has_face"), [(False, True), (True, False)])
def test_a_document_without_a_face_is_refused_for_there_is_nothing_to_compare(
    eyes: Eyes, workshop: Workshop, ear: Ear, has_portrait: bool, has_face: bool
) -> None:
    workshop.document_script, workshop.has_portrait, workshop.portrait_has_face = [READ], has_portrait, has_face
    eyes.look("reader", ear)
    assert ear.next() == ports.DocumentNotRead(DocumentTrouble.NO_PORTRAIT)


def test_a_second_document_wipes_the_portrait_of_the_first(eyes: Eyes, workshop: Workshop, ear: Ear) -> None:
    for _ in range(2):
        face_asked(eyes, workshop, ear, MATCHED)
        assert ear.next() == ports.FaceCompared(MATCHED)
    first, second = workshop.portraits
    assert not first.any()
    assert second.all()


@pytest.mark.parametrize("between", [None, ports.DocumentNotRead(DocumentTrouble.CHIP_AWAITED)])
def test_readers_without_a_camera_are_heard_while_it_is_lost(
    eyes: Eyes, workshop: Workshop, ear: Ear, between: ports.ReaderEvent | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.vision.eyes._PULSE_S", 0.01)
    said = iter([between, READ])
    monkeypatch.setattr(DocumentTask, "see", lambda _, image: None if image is not None else next(said))
    workshop.device.unplugged = True
    eyes.look("reader", ear)
    told = [ear.next() for _ in range(2 if between is None else 3)]
    assert set(map(type, told)) >= {ports.DeviceLost, ports.DocumentRead}


def test_a_device_that_is_back_just_as_the_reading_is_stopped_is_told(eyes: Eyes, workshop: Workshop, ear: Ear) -> None:
    workshop.document_script = [ports.DeviceBack("chip")]
    hold_back(workshop)
    eyes.look("reader", ear)
    until(lambda: workshop.documents and workshop.documents[0].entered.is_set())
    stopping = threading.Thread(target=eyes.rest)
    stopping.start()
    until(lambda: eyes._watch is not None and eyes._watch._frames.stopped)
    workshop.documents[0].gate.set()
    stopping.join(10)
    assert ear.next() == ports.DeviceBack("chip")


# The face
def face_asked(eyes: Eyes, workshop: Workshop, ear: Ear, *script: FaceStep) -> None:
    """Read a document, then compare a face."""
    workshop.document_script, workshop.face_script = [READ], list(script)
    eyes.look("reader", ear)
    assert ear.next() == READ
    eyes.look("face", ear)


def test_the_face_is_guided_and_then_judged_once(eyes: Eyes, workshop: Workshop, ear: Ear) -> None:
    script = (Guidance.NO_FACE, Guidance.NO_FACE, Guidance.HOLD_STILL, MATCHED, MATCHED)
    face_asked(eyes, workshop, ear, *script)
    guided = [ports.FaceGuided(Guidance.NO_FACE), ports.FaceGuided(Guidance.HOLD_STILL), ports.FaceCompared(MATCHED)]
    assert [ear.next(), ear.next(), ear.next()] == guided
    until(lambda: not workshop.device.is_open)
    assert ear.rest() == []
    assert workshop.faces[0].wiped
    assert workshop.portraits[0].all()  # kept for another try, until the visit ends


def test_what_the_customer_is_asked_and_lit_by_is_told_as_it_changes(eyes: Eyes, workshop: Workshop, ear: Ear) -> None:
    turn, open_mouth = (
        ports.FaceChallenged(Challenge.TURN_LEFT, 1, 2),
        ports.FaceChallenged(Challenge.OPEN_MOUTH, 2, 2),
    )
    rose, blue = ports.FaceLit(Light.ROSE), ports.FaceLit(Light.BLUE)
    face_asked(eyes, workshop, ear, rose, rose, blue, turn, turn, Guidance.NO_FACE, turn, open_mouth, MATCHED)
    told = [ear.next() for _ in range(7)]
    away = ports.FaceGuided(Guidance.NO_FACE)
    assert told == [rose, blue, turn, away, turn, open_mouth, ports.FaceCompared(MATCHED)]


def test_the_match_hears_when_the_screen_shone(eyes: Eyes, workshop: Workshop, ear: Ear) -> None:
    eyes.lit(Light.BLUE, 1.0)  # for a match before, which has ended
    face_asked(eyes, workshop, ear, *[ports.FaceLit(Light.ROSE)] * 10_000)
    assert ear.next() == ports.FaceLit(Light.ROSE)
    eyes.lit(Light.ROSE, 2.5)
    until(lambda: workshop.faces[0].lights)
    assert workshop.faces[0].lights == [(Light.ROSE, 2.5)]


def test_without_a_portrait_no_face_is_accepted(eyes: Eyes, ear: Ear) -> None:
    eyes.look("face", ear)
    told = ear.next()
    assert isinstance(told, ports.FaceCompared)
    assert (told.verdict.accepted, told.verdict.reason) == (False, FaceReason.ENGINE_FAILED)


def test_a_face_camera_that_gives_nothing_ends_the_match(eyes: Eyes, workshop: Workshop, ear: Ear) -> None:
    """No idle clock runs while the customer looks into the camera, so the match must not wait for ever."""
    workshop.document_script = [READ]
    eyes.look("reader", ear)
    assert ear.next() == READ
    until(lambda: not workshop.device.is_open)
    workshop.device.unplugged = True
    eyes.look("face", ear)
    assert ear.next() == ports.DeviceLost("face", "offline")
    told = ear.next()
    assert isinstance(told, ports.FaceCompared)
    assert (told.verdict.accepted, told.verdict.reason) == (False, FaceReason.NOT_SEEN)


# The watch for a face
def test_the_watch_tells_of_every_look_whether_somebody_is_there(
    eyes: Eyes, workshop: Workshop, ear: Ear, memory: shared_memory.SharedMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.vision.eyes._LOOK_EVERY_S", 0.01)
    eyes.look("watch", ear)
    assert [ear.next() for _ in range(3)] == [ports.FaceSeen(seen=True)] * 3
    workshop.somebody = False
    until(lambda: ear.next() == ports.FaceSeen(seen=False))
    assert not any(memory.buf or b""), "nothing of it is shown"
    eyes.look(None, ear)
    assert not workshop.device.is_open
    ear.rest()
    assert ear.rest() == []


def test_the_watch_asks_the_camera_for_no_more_frames_than_it_looks_at(
    eyes: Eyes, workshop: Workshop, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.vision.eyes._LOOK_EVERY_S", 0.05)
    eyes.look("watch", ear)
    for _ in range(4):
        ear.next()
    assert workshop.looked == [1, 2, 3, 4]


def test_a_watch_whose_camera_is_lost_says_nothing_of_faces(
    eyes: Eyes, workshop: Workshop, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.vision.eyes._AGAIN_AFTER_S", 0.01)
    monkeypatch.setattr("kiosk.vision.eyes._LOOK_EVERY_S", 0.01)
    workshop.device.unplugged = True
    eyes.look("watch", ear)
    assert ear.next() == ports.DeviceLost("face", "offline")
    time.sleep(0.05)  # several tries to open it fail
    assert ear.rest() == []
    workshop.device.unplugged = False
    assert (ear.next(), ear.next()) == (ports.DeviceBack("face"), ports.FaceSeen(seen=True))


# One camera, many tasks
def test_the_camera_of_one_task_is_closed_before_the_next_opens_it(eyes: Eyes, workshop: Workshop, ear: Ear) -> None:
    names = {"scanner": "code", "reader": "document", "face": "face"}
    order = ["scanner", "reader", "scanner", "reader", "reader", "scanner", "scanner", None, "reader", None, "scanner"]
    workshop.code = None
    for task in order:
        before = len(workshop.device.opened)
        eyes.look(task, ear)
        if task is None:
            assert not workshop.device.is_open
        else:
            until(lambda before=before: len(workshop.device.opened) > before)  # type: ignore[misc]
    assert workshop.device.opened == [names[task] for task in order if task is not None]
    assert ear.rest() == []  # no device in use was opened, so none was lost


def test_a_task_that_is_stopped_while_it_thinks_ends_and_nothing_outlives_it(
    eyes: Eyes, workshop: Workshop, ear: Ear
) -> None:
    workshop.document_script = [READ]
    hold_back(workshop)
    eyes.look("reader", ear)
    until(lambda: workshop.documents and workshop.documents[0].entered.is_set())
    stopping = threading.Thread(target=eyes.close)
    stopping.start()
    stopping.join(0.05)
    assert stopping.is_alive()  # it waits for the frame in work: the camera is not let go under it
    workshop.documents[0].gate.set()
    stopping.join(10)
    assert not workshop.device.is_open
    assert workshop.documents[0].wiped
    assert all(not task.portrait.any() for task in workshop.documents if task.portrait is not None)


def hold_back(workshop: Workshop) -> None:
    """The next document's first frame takes as long as the test likes."""
    plain = workshop.document

    def slow() -> DocumentTask:
        task = plain()
        task.gate.clear()
        return task

    workshop.document = slow  # type: ignore[method-assign]


def test_a_frame_that_takes_long_is_noticed(eyes: Eyes, workshop: Workshop, ear: Ear) -> None:
    assert eyes.thinking_s() == 0
    hold_back(workshop)
    eyes.look("reader", ear)
    until(lambda: eyes.thinking_s() > 0.1)
    workshop.documents[0].gate.set()
    until(lambda: eyes.thinking_s() < 0.1)


def test_a_portrait_that_takes_long_to_prepare_is_noticed(eyes: Eyes, workshop: Workshop, ear: Ear) -> None:
    """Before the first frame too: no idle clock runs while the customer looks into the camera."""
    gate = threading.Event()
    plain = workshop.face

    def slow(portrait: Image) -> FaceTask:
        gate.wait(10)
        return plain(portrait)

    workshop.face = slow  # type: ignore[method-assign]
    face_asked(eyes, workshop, ear, MATCHED)
    until(lambda: eyes.thinking_s() > 0.1)
    gate.set()
    assert ear.next() == ports.FaceCompared(MATCHED)


# A lost camera
def test_a_lost_camera_is_told_once_and_once_when_it_is_back(
    eyes: Eyes, workshop: Workshop, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.vision.eyes._AGAIN_AFTER_S", 0.01)
    eyes.look("reader", ear)
    for _ in range(2):
        until(lambda: workshop.device.is_open)
        workshop.device.unplugged = True
        assert ear.next() == ports.DeviceLost("reader", "offline")
        until(lambda: not workshop.device.is_open)
        time.sleep(0.05)  # several tries to open it fail
        assert ear.rest() == []
        workshop.device.unplugged = False
        assert ear.next() == ports.DeviceBack("reader")


def test_a_camera_lost_in_one_visit_is_back_in_another(eyes: Eyes, workshop: Workshop, ear: Ear) -> None:
    workshop.device.unplugged = True
    eyes.look("reader", ear)
    assert ear.next() == ports.DeviceLost("reader", "offline")
    eyes.look(None, ear)
    eyes.forget()
    workshop.device.unplugged = False
    eyes.look("reader", ear)
    assert ear.next() == ports.DeviceBack("reader")


def test_a_lost_face_camera_is_tried_while_nobody_is_there(
    eyes: Eyes, workshop: Workshop, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.vision.eyes._AGAIN_AFTER_S", 0.01)
    workshop.device.unplugged = True
    eyes.look("face", ear)
    assert {type(ear.next()), type(ear.next())} == {ports.DeviceLost, ports.FaceCompared}
    workshop.device.unplugged = False
    assert ear.next() == ports.DeviceBack("face")


# The end of a visit
def test_forgetting_zeroes_the_template_and_the_preview(
    eyes: Eyes, workshop: Workshop, ear: Ear, memory: shared_memory.SharedMemory
) -> None:
    face_asked(eyes, workshop, ear, Guidance.HOLD_STILL)
    assert ear.next() == ports.FaceGuided(Guidance.HOLD_STILL)
    assert memory.buf is not None
    assert any(memory.buf)
    eyes.look(None, ear)  # the screen that looks is left before the visit is wiped
    eyes.forget()
    assert not any(memory.buf)
    assert not workshop.portraits[0].any()
    assert workshop.faces[0].wiped
    eyes.look("face", ear)
    told = [ear.next()]
    assert isinstance(told[0], ports.FaceCompared)
    assert told[0].verdict.reason is FaceReason.ENGINE_FAILED  # nothing is left to compare with


def test_the_scanner_that_waits_for_the_next_customer_is_not_put_to_sleep(
    eyes: Eyes, workshop: Workshop, ear: Ear
) -> None:
    """The first screen asks for the scanner before the visit behind it is wiped."""
    workshop.code = None
    eyes.look("scanner", ear)
    until(lambda: workshop.device.is_open)
    eyes.forget()
    workshop.code = ports.CodeRead("the next customer's")
    assert ear.next() == workshop.code


def test_forgetting_without_a_task_begins_none(eyes: Eyes, workshop: Workshop) -> None:
    eyes.forget()
    assert workshop.cameras == []


# What is shown
def test_a_picture_of_the_task_before_is_never_shown(
    eyes: Eyes, workshop: Workshop, ear: Ear, memory: shared_memory.SharedMemory
) -> None:
    reader = PreviewReader(memory)
    eyes.look("reader", ear)
    until(reader.latest)
    workshop.device.unplugged = True
    ear.next()
    eyes.look("face", ear)
    assert reader.latest() is None


def test_the_preview_stays_live_while_a_frame_is_thought_about(
    eyes: Eyes, workshop: Workshop, ear: Ear, memory: shared_memory.SharedMemory
) -> None:
    reader = PreviewReader(memory)
    hold_back(workshop)
    eyes.look("reader", ear)
    until(lambda: eyes.thinking_s() > 0)
    shown: set[int] = set()

    def ten_pictures() -> bool:
        latest = reader.latest()
        if latest is not None:
            shown.add(latest[0])
        return len(shown) > 10

    until(ten_pictures)
    assert workshop.documents[0].seen == 0


def test_the_preview_is_rgb_and_fits(memory: shared_memory.SharedMemory) -> None:
    writer, reader = PreviewWriter(memory), PreviewReader(memory)
    wide = bytearray(1280 * 720 * 3)
    wide[0::3] = b"\xff" * (1280 * 720)  # blue, in BGR
    writer.show(ports.Frame(1280, 720, memoryview(wide), 0.0))
    latest = reader.latest()
    assert latest is not None
    sequence, width, height, rows = latest
    assert (sequence, width, height) == (1, 640, 360)
    assert set(rows[0::3]) == {0}
    assert set(rows[2::3]) == {255}
    writer.close()


@pytest.mark.parametrize("size", [(0, 0), (64, 0)])
def test_a_header_that_is_half_written_is_no_picture(memory: shared_memory.SharedMemory, size: tuple[int, int]) -> None:
    assert memory.buf is not None
    preview.HEADER.pack_into(memory.buf, 0, 1, *size)
    reader = PreviewReader(memory)
    assert reader.latest() is None
    reader.close()


def test_a_picture_that_may_be_written_over_while_it_is_copied_is_not_taken(
    memory: shared_memory.SharedMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once a newer picture is shown, the writer may begin the one after it in the slot being copied."""
    writer, reader = PreviewWriter(memory), PreviewReader(memory)
    writer.show(frame(brightness=10))

    def copied_slowly(part: memoryview) -> bytes:
        monkeypatch.undo()
        writer.show(frame(brightness=20))
        return bytes(part)

    monkeypatch.setattr(preview, "bytes", copied_slowly, raising=False)
    assert reader.latest() is None
    latest = reader.latest()
    assert latest is not None
    assert set(latest[3]) == {20}
    writer.close()
