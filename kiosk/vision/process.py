"""The vision process and the kiosk's side of it.

Native code may crash or hang there: the kiosk notices (end of the pipe, or no heartbeat), tells `DeviceLost("vision")`
once, starts a new process and tells `DeviceBack("vision")` when it answers. Biometric data lives and dies there.

Messages are tuples. To the process: ("look", task or None, number), ("forget",), ("stop",). From it: ("ready",),
("beat",), ("told", number, event). `number` counts the tasks, so what an ended task still says is dropped.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from multiprocessing import connection, get_context, shared_memory
from multiprocessing.process import BaseProcess
from typing import Any

from kiosk.core import ports
from kiosk.core.health import Health, Ready, Trouble, Troubled
from kiosk.vision.preview import SIZE, PreviewReader

DEVICE = "vision"
_BEAT_S = 0.5
_HANG_S = 8.0
_STARTING_S = 60.0
_BACKOFF_S = (0.2, 1.0, 2.0, 5.0, 15.0)

Build = Callable[[shared_memory.SharedMemory], Any]
"""Makes the `kiosk.vision.eyes.Workshop` inside the process; must be picklable."""


def serve(pipe: connection.Connection, memory_name: str, build: Build) -> None:
    """The body of the vision process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold faces
    os.environ["OMP_NUM_THREADS"] = "1"
    os.nice(5)  # the screen comes first
    import cv2  # noqa: PLC0415 - only this process pays for it

    from kiosk.vision.eyes import Eyes  # noqa: PLC0415

    cv2.setNumThreads(1)
    lock = threading.Lock()

    def send(*message: Any) -> None:
        with lock, contextlib.suppress(OSError):
            pipe.send(message)

    threading.excepthook = _die
    workshop = build(shared_memory.SharedMemory(memory_name))
    eyes = Eyes(workshop)
    send("ready")
    warming = threading.Thread(target=workshop.warm, name="vision-warm", daemon=True)
    warming.start()
    try:
        while True:
            if not pipe.poll(_BEAT_S):
                send("beat")
                continue
            match pipe.recv():
                case ("look", task, number):
                    if task in ("reader", "face"):
                        warming.join()  # models are not loaded by two threads at once
                    eyes.look(task, _teller(send, number))
                case ("forget",):
                    eyes.forget()
                case ("stop",):
                    return
            send("beat")
    except (EOFError, OSError):
        return  # the kiosk is gone
    finally:
        eyes.forget()
        workshop.close()


def _die(failure: threading.ExceptHookArgs) -> None:
    """An error in a task ends the process. Its message may quote a document: only its place is told."""
    place = traceback.extract_tb(failure.exc_traceback)[-1:]
    print(
        "vision:", failure.exc_type.__name__, *(f"{p.filename}:{p.lineno}" for p in place), file=sys.stderr, flush=True
    )
    os._exit(70)


def _teller(send: Callable[..., None], number: int) -> ports.Tell:
    return lambda event: send("told", number, event)


class VisionProcess:
    """Starts, watches and restarts the vision process, and stands for its three devices.

    `lost` and `back` events go to the `tell` given to `open`; a task's events to the `tell` given to its `start`.
    """

    def __init__(self, build: Build) -> None:
        self._build = build
        self._memory = shared_memory.SharedMemory(create=True, size=SIZE)
        self.preview = PreviewReader(self._memory)
        self._lock = threading.Lock()
        self._pipe: connection.Connection | None = None
        self._process: BaseProcess | None = None
        self._task: tuple[str, ports.Tell] | None = None
        self._number = 0
        self._closing = threading.Event()
        self._ready = threading.Event()
        self._keeper: threading.Thread | None = None
        self.scanner = _Device(self, "scanner")
        self.reader = _Device(self, "reader")
        self.face = _FaceDevice(self, "face")

    @property
    def pid(self) -> int | None:
        """The process's id while it runs."""
        return self._process.pid if self._process is not None else None

    def open(self, tell: ports.Tell) -> None:
        """Begin to keep a vision process running; returns at once."""
        self._keeper = threading.Thread(target=self._keep, args=(tell,), name="vision-keeper", daemon=True)
        self._keeper.start()

    def close(self) -> None:
        """End the process and wait for it."""
        self._closing.set()
        self._send("stop")
        if self._keeper is not None:
            self._keeper.join()
        self.preview.close()
        self._memory.close()
        with contextlib.suppress(FileNotFoundError):
            self._memory.unlink()

    def health(self) -> Health:
        """Ready while a process answers."""
        return Ready() if self._ready.is_set() else Troubled(Trouble.STARTING)

    def look(self, task: str, tell: ports.Tell) -> None:
        """Begin a task; it is begun anew after a restart of the process."""
        with self._lock:
            self._number += 1
            self._task = (task, tell)
            number = self._number
        self._send("look", task, number)

    def rest(self, task: str) -> None:
        """End a task, if it is the one that runs."""
        with self._lock:
            if self._task is None or self._task[0] != task:
                return
            self._number += 1
            self._task = None
            number = self._number
        self._send("look", None, number)

    def forget(self) -> None:
        """Zero everything of the visit."""
        self._send("forget")

    def _send(self, *message: Any) -> None:
        with self._lock:
            if self._pipe is not None:
                with contextlib.suppress(OSError):
                    self._pipe.send(message)

    def _keep(self, tell: ports.Tell) -> None:
        """Run processes, one after the other, until closed."""
        context = get_context("spawn")
        failures, lost = 0, False
        while not self._closing.is_set():
            ours, theirs = context.Pipe()
            process = context.Process(
                target=serve, args=(theirs, self._memory.name, self._build), name="kiosk-vision", daemon=True
            )
            process.start()
            theirs.close()
            self._process = process

            def ready(pipe: connection.Connection = ours) -> None:
                nonlocal failures, lost
                failures = 0
                with self._lock:
                    self._pipe = pipe
                    task, number = self._task, self._number
                self._ready.set()
                if task is not None:
                    self._send("look", task[0], number)
                if lost:
                    lost = False
                    tell(ports.DeviceBack(DEVICE))

            self._listen(ours, ready)
            self._ready.clear()
            with self._lock:
                self._pipe = None
            ours.close()
            process.join(timeout=2.0)
            if process.is_alive():
                process.kill()
                process.join()
            if self._closing.is_set():
                return
            if not lost:
                lost = True
                tell(ports.DeviceLost(DEVICE, Trouble.HARDWARE_ERROR))
            self._closing.wait(_BACKOFF_S[min(failures, len(_BACKOFF_S) - 1)])
            failures += 1

    def _listen(self, pipe: connection.Connection, ready: Callable[[], None]) -> None:
        """Hear the process until it ends or stops beating."""
        deadline = time.monotonic() + _STARTING_S
        while True:
            try:
                if not pipe.poll(0.2):
                    if time.monotonic() > deadline or (self._closing.is_set() and not self._ready.is_set()):
                        return
                    continue
                message = pipe.recv()
            except (EOFError, OSError):
                return
            deadline = time.monotonic() + _HANG_S
            match message:
                case ("ready",):
                    ready()
                    if self._closing.is_set():
                        self._send("stop")
                case ("told", number, event):
                    with self._lock:
                        task = self._task if number == self._number else None
                    if task is not None:
                        task[1](event)


class _Device:
    """A scanner or a document reader whose work is done in the vision process."""

    def __init__(self, process: VisionProcess, task: str) -> None:
        self._process, self._task = process, task

    def start(self, tell: ports.Tell) -> None:
        self._process.look(self._task, tell)

    def stop(self) -> None:
        self._process.rest(self._task)

    def health(self) -> Health:
        return self._process.health()


class _FaceDevice(_Device):
    """The face match, which also forgets."""

    def forget(self) -> None:
        self._process.forget()
