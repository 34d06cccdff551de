"""The vision process crashes, hangs and does not start: the kiosk notices, says so once, and begins anew."""

from __future__ import annotations

import os
import queue
import signal
import time
from collections.abc import Callable, Iterator
from multiprocessing import connection
from pathlib import Path
from typing import Any

import pytest
from scripted_process import ScriptedBuild

from kiosk.core import ports
from kiosk.core.health import Ready, Trouble, Troubled
from kiosk.vision.process import MEMORY, Limits, VisionProcess

SHARED = Path("/dev/shm")  # noqa: S108 - where POSIX shared memory is seen
LOST = ports.DeviceLost("vision", "hardwareError")
BACK = ports.DeviceBack("vision")
PATIENT = Limits(back_off_s=(0.05,))
"""For a busy machine: only a crash is noticed soon."""
SHORT = Limits(silent_s=2.0, leaving_s=1.0, back_off_s=(0.05,))


class Ear:
    """Hears what is told; `next` waits for it."""

    def __init__(self) -> None:
        self._told: queue.Queue[ports.Told] = queue.Queue()

    def __call__(self, event: ports.Told) -> None:
        self._told.put(event)

    def next(self) -> ports.Told:
        return self._told.get(timeout=30)

    def silent(self) -> bool:
        return self._told.empty()


def until(holds: Callable[[], object], within_s: float = 30) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.01)


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture
def build(tmp_path: Path) -> ScriptedBuild:
    return ScriptedBuild(tmp_path / "diary")


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def visions() -> Iterator[list[VisionProcess]]:
    """Vision processes to be closed at the end; nothing may be left of them."""
    visions: list[VisionProcess] = []
    yield visions
    for vision in visions:
        pid, name = vision.pid, vision._memory.name
        vision.close()
        assert vision.pid is None
        assert pid is None or is_gone(pid)
        assert not (SHARED / name).exists()


@pytest.fixture
def start(visions: list[VisionProcess], ear: Ear) -> Callable[..., VisionProcess]:
    """Open a vision process and wait until it answers."""

    def opened(build: ScriptedBuild, limits: Limits = PATIENT) -> VisionProcess:
        vision = VisionProcess(build, limits)
        visions.append(vision)
        assert vision.health() == Troubled(Trouble.STARTING)
        vision.open(ear)
        until(lambda: vision.health() == Ready())
        return vision

    return opened


def killed(vision: VisionProcess, how: signal.Signals) -> int:
    """Send a signal to the process; returns its id."""
    pid = vision.pid
    assert pid is not None
    os.kill(pid, how)
    return pid


Start = Callable[..., VisionProcess]


def test_a_task_tells_until_it_is_stopped(start: Start, build: ScriptedBuild) -> None:
    codes, vision = Ear(), start(build)
    vision.scanner.start(codes)
    assert codes.next() == ports.CodeRead(str(vision.pid))
    vision.reader.stop()  # another device's stop ends nothing
    vision.scanner.stop()
    vision.reader.start(codes)
    until(vision.preview.latest)
    vision.reader.stop()
    until(lambda: not any(vision._memory.buf or b""))
    assert codes.silent()


def test_a_task_asked_for_before_the_process_answers_is_begun_when_it_does(
    visions: list[VisionProcess], build: ScriptedBuild
) -> None:
    vision = VisionProcess(build, PATIENT)
    visions.append(vision)
    codes, ear = Ear(), Ear()
    vision.reader.start(codes)
    vision.scanner.start(codes)
    vision.open(ear)
    assert codes.next() == ports.CodeRead(str(vision.pid))
    assert ear.silent()  # the first start is no recovery


def test_a_crash_is_told_once_and_the_task_is_begun_anew(start: Start, build: ScriptedBuild, ear: Ear) -> None:
    codes, vision = Ear(), start(build)
    vision.scanner.start(codes)
    first = codes.next()
    pid = killed(vision, signal.SIGKILL)
    assert (ear.next(), ear.next()) == (LOST, BACK)
    again = codes.next()
    assert first == ports.CodeRead(str(pid))
    assert again == ports.CodeRead(str(vision.pid))
    assert first != again
    assert ear.silent()


def test_a_camera_that_was_lost_with_the_process_is_back_with_the_next(start: Start, tmp_path: Path, ear: Ear) -> None:
    """The next one knows nothing of it, and would never say so: the terminal would stay out of service."""
    vision = start(ScriptedBuild(tmp_path / "diary", unplugged=True))
    vision.reader.start(Ear())
    assert ear.next() == ports.DeviceLost("reader", "offline")
    killed(vision, signal.SIGKILL)
    assert (ear.next(), ear.next(), ear.next()) == (LOST, BACK, ports.DeviceBack("reader"))
    until(vision.preview.latest)
    assert ear.silent()


def test_a_watch_goes_on_in_the_next_process_and_is_silent_between(
    start: Start, build: ScriptedBuild, ear: Ear
) -> None:
    seen: queue.Queue[ports.FaceSeen] = queue.Queue()
    vision = start(build)
    vision.watch.start(seen.put)
    assert seen.get(timeout=30) == ports.FaceSeen(seen=True)
    killed(vision, signal.SIGKILL)
    assert ear.next() == LOST
    assert seen.qsize() <= 2  # what was on its way
    assert ear.next() == BACK
    with seen.mutex:
        seen.queue.clear()
    assert seen.get(timeout=30) == ports.FaceSeen(seen=True)
    vision.watch.stop()


def test_the_last_picture_of_a_process_that_died_is_wiped(start: Start, build: ScriptedBuild, ear: Ear) -> None:
    vision = start(build)
    vision.reader.start(Ear())
    until(vision.preview.latest)
    vision.reader.stop()
    vision.reader.start(Ear())
    until(vision.preview.latest)
    build.raises.touch()  # nothing draws into the memory any more
    killed(vision, signal.SIGKILL)
    assert ear.next() == LOST
    until(lambda: not any(vision._memory.buf or b""))


@pytest.mark.parametrize("stuck", [False, True], ids=["the whole process", "one task"])
def test_a_hang_is_noticed_and_the_process_replaced(start: Start, tmp_path: Path, ear: Ear, stuck: bool) -> None:
    build = ScriptedBuild(tmp_path / "diary", stuck=stuck)
    vision = start(build, SHORT)
    pid = vision.pid
    assert pid is not None
    vision.reader.start(Ear())
    began = time.monotonic()
    if not stuck:
        until(vision.preview.latest)
        killed(vision, signal.SIGSTOP)
    assert ear.next() == LOST
    assert time.monotonic() - began < 4 * SHORT.silent_s
    assert ear.next() == BACK
    assert is_gone(pid)
    until(vision.preview.latest)  # the reader was begun anew


def test_a_process_that_cannot_start_is_lost_once_and_tried_ever_more_seldom(
    visions: list[VisionProcess], build: ScriptedBuild, ear: Ear
) -> None:
    waits = (0.05, 0.1, 60.0)
    build.raises.touch()
    vision = VisionProcess(build, Limits(back_off_s=waits))
    visions.append(vision)
    vision.open(ear)
    assert ear.next() == LOST
    until(lambda: build.starts() == len(waits) and vision.pid is None)
    time.sleep(0.3)  # a loop that did not wait would have started another
    assert build.starts() == len(waits)
    assert ear.silent()
    assert vision.health() == Troubled(Trouble.STARTING)


def test_a_process_that_crashes_soon_after_each_start_is_tried_ever_more_seldom(
    visions: list[VisionProcess], build: ScriptedBuild, ear: Ear
) -> None:
    vision = VisionProcess(build, Limits(back_off_s=(0.05, 60.0)))
    visions.append(vision)
    vision.open(ear)
    for _ in range(2):
        until(lambda: vision.health() == Ready())
        killed(vision, signal.SIGKILL)
        assert ear.next() == LOST
        if build.starts() == 1:
            assert ear.next() == BACK
    until(lambda: vision.pid is None)
    time.sleep(0.3)
    assert build.starts() == 2


# The end
def closed(vision: VisionProcess) -> float:
    """Close, and return how long that took in seconds."""
    began = time.monotonic()
    vision.close()
    return time.monotonic() - began


def test_closing_while_the_process_starts_does_not_wait_for_it(
    visions: list[VisionProcess], tmp_path: Path, ear: Ear
) -> None:
    build = ScriptedBuild(tmp_path / "diary", slow_s=60)
    vision = VisionProcess(build, PATIENT)
    visions.append(vision)
    vision.open(ear)
    until(build.starts)
    assert closed(vision) < 2
    assert ear.silent()


def test_closing_while_the_process_hangs_ends_it(start: Start, build: ScriptedBuild, ear: Ear) -> None:
    vision = start(build, SHORT)
    killed(vision, signal.SIGSTOP)
    assert closed(vision) < SHORT.leaving_s + 1.5
    assert ear.silent()


def test_closing_while_a_task_is_stuck_ends_it(start: Start, tmp_path: Path, ear: Ear) -> None:
    vision = start(ScriptedBuild(tmp_path / "diary", stuck=True), Limits(leaving_s=0.5))
    vision.reader.start(Ear())
    until(vision.preview.latest)
    assert closed(vision) < 3
    assert ear.silent()


def test_closing_between_two_tries_does_not_wait(visions: list[VisionProcess], build: ScriptedBuild, ear: Ear) -> None:
    build.raises.touch()
    vision = VisionProcess(build, Limits(back_off_s=(60.0,)))
    visions.append(vision)
    vision.open(ear)
    assert ear.next() == LOST
    assert closed(vision) < 2


def test_closing_twice_and_without_opening(visions: list[VisionProcess], start: Start, build: ScriptedBuild) -> None:
    vision = start(build)
    vision.close()
    vision.close()
    never = VisionProcess(build)
    visions.append(never)
    never.close()


def test_what_is_asked_after_the_end_is_not_heard(start: Start, build: ScriptedBuild) -> None:
    vision, codes = start(build), Ear()
    vision.close()
    vision.scanner.start(codes)
    vision.scanner.stop()
    vision.face.forget()
    assert codes.silent()


# Privacy
def test_the_process_overwrites_what_it_frees_and_the_kiosk_is_as_before(start: Start, build: ScriptedBuild) -> None:
    before = dict(os.environ)
    vision = start(build)
    theirs = Path(f"/proc/{vision.pid}/environ").read_text(encoding="utf-8")
    for name, value in MEMORY.items():
        assert f"{name}={value.split(':')[0]}" in theirs
        assert all(part in theirs for part in value.split(":"))  # some loaders cut the tunables apart where they lie
    assert os.environ == before


def test_no_picture_crosses_the_pipe(start: Start, build: ScriptedBuild, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only words of `kiosk.core` come from the process, and none is as long as a picture."""
    received: list[Any] = []
    plain = connection.Connection.recv

    def recv(pipe: connection.Connection) -> Any:
        message = plain(pipe)
        received.append(message)
        return message

    monkeypatch.setattr(connection.Connection, "recv", recv)
    vision, codes = start(build), Ear()
    vision.scanner.start(codes)
    codes.next()
    vision.scanner.stop()
    vision.reader.start(codes)
    until(vision.preview.latest)
    vision.face.forget()
    until(lambda: ("beat",) in received)
    kinds = {type(part) for message in received for part in message}
    assert kinds == {str, int, ports.CodeRead}


def test_a_stranger_cannot_open_the_preview(start: Start, build: ScriptedBuild) -> None:
    vision = start(build)
    assert (SHARED / vision._memory.name).stat().st_mode & 0o077 == 0
