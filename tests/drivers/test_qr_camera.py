"""A scanner made of a camera: what it tells, how often, and what it does when the cable is pulled."""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from scripted_camera import ScriptedCamera

from drivers.qr_camera import QrCamera
from kiosk.core.health import Ready, Trouble, Troubled
from kiosk.core.ports import CameraError, CodeRead, DeviceBack, DeviceLost, Frame, Scanner, SeveralCodesSeen

GONE = CameraError("unplugged")
ONE, OTHER = CodeRead("one"), CodeRead("other")


def decode(frame: Frame) -> CodeRead | SeveralCodesSeen | None:
    return {1: ONE, 2: OTHER, 9: SeveralCodesSeen()}.get(frame.width)  # type: ignore[return-value]


class Ear:
    """Collects what is told; `next` waits for the next telling."""

    def __init__(self) -> None:
        self._told: queue.Queue[object] = queue.Queue()

    def __call__(self, event: object) -> None:
        self._told.put(event)

    def next(self) -> object:
        return self._told.get(timeout=10)

    def silent(self) -> bool:
        return self._told.empty()


@pytest.fixture
def scanning() -> Iterator[Callable[..., tuple[QrCamera, ScriptedCamera, Ear]]]:
    """Starts a scanner over a script; its clock moves a tenth of a second with each frame that bears a code."""
    made: list[QrCamera] = []

    def start(*script: int | CameraError, **options: Any) -> tuple[QrCamera, ScriptedCamera, Ear]:
        ticks = itertools.count()
        camera, ear = ScriptedCamera(script), Ear()
        scanner = QrCamera(camera, decode, monotonic=lambda: next(ticks) / 10, back_off=(0.0,), **options)
        made.append(scanner)
        scanner.start(ear)
        return scanner, camera, ear

    yield start
    for scanner in made:
        scanner.stop()
        scanner.join(10)


def test_it_is_a_scanner() -> None:
    scanner: Scanner = QrCamera(ScriptedCamera(()), decode)
    assert scanner.health() == Ready()


def test_the_same_code_is_told_at_most_once_a_second(scanning: Any) -> None:
    _, _, ear = scanning(*[1] * 25, 2)
    assert [ear.next() for _ in range(4)] == [ONE, ONE, ONE, OTHER]


def test_another_code_is_told_at_once(scanning: Any) -> None:
    _, _, ear = scanning(1, 2, 1, 9)
    assert [ear.next() for _ in range(4)] == [ONE, OTHER, ONE, SeveralCodesSeen()]


def test_a_lost_camera_is_told_once_and_once_when_it_is_back(scanning: Any) -> None:
    scanner, camera, ear = scanning(1, GONE, GONE, GONE, 0, 2)
    assert [ear.next() for _ in range(4)] == [ONE, DeviceLost("scanner", "offline"), DeviceBack("scanner"), OTHER]
    assert scanner.health() == Ready()
    assert camera.opened == 4
    assert not camera.overlapped


def test_a_lost_camera_shows_in_the_health() -> None:
    ear = Ear()
    scanner = QrCamera(ScriptedCamera(itertools.repeat(GONE)), decode, back_off=(0.01,))
    scanner.start(ear)
    assert ear.next() == DeviceLost("scanner", "offline")
    assert scanner.health() == Troubled(Trouble.OFFLINE)
    scanner.stop()
    scanner.join(10)
    assert ear.silent()


def test_the_waits_between_attempts_grow_to_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    done = threading.Event()

    class Watched(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            waits.append(timeout or 0)
            return False

    camera = ScriptedCamera([GONE] * 5 + [1])
    scanner = QrCamera(camera, decode, back_off=(0.5, 1.0, 2.0))
    monkeypatch.setattr("drivers.qr_camera.threading.Event", Watched)
    scanner.start(lambda event: done.set() if event == ONE else None)
    monkeypatch.undo()
    assert done.wait(10)
    scanner.stop()
    scanner.join(10)
    assert [wait for wait in waits if wait][:5] == [0.5, 1.0, 2.0, 2.0, 2.0]


def test_stop_returns_at_once_and_nothing_is_told_after_it(scanning: Any) -> None:
    scanner, camera, ear = scanning(0)
    camera.may_go_on.clear()
    scanner.stop()
    scanner.stop()
    camera.may_go_on.set()
    scanner.join(10)
    assert ear.silent()
    assert not camera.is_open


def test_a_restart_waits_for_the_camera_to_be_closed_first(scanning: Any) -> None:
    scanner, camera, ear = scanning(1)
    assert ear.next() == ONE
    camera.may_go_on.clear()
    again = Ear()
    scanner.start(again)
    camera.may_go_on.set()
    scanner.stop()
    scanner.join(10)
    assert not camera.overlapped
    assert not camera.is_open
