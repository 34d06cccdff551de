"""The vision process and the kiosk's side of it.

Native code may crash or hang there: the kiosk notices (end of the pipe, or no heartbeat), tells `DeviceLost("vision")`
once, starts a new process and tells `DeviceBack("vision")` when it answers. Biometric data lives and dies there. The
process beats only while it is well: a task that is stuck in one frame silences it too.

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
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing import connection, get_context, shared_memory
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any, Final

from kiosk.core import ports
from kiosk.core.health import Health, Ready, Trouble, Troubled
from kiosk.core.identity import Light
from kiosk.vision.preview import SIZE, PreviewReader

DEVICE: Final = "vision"
_BEAT_S: Final = 0.5
_DYING_S: Final = 5.0
MEMORY: Final = {
    # Python's own allocator keeps small objects as they were.
    "PYTHONMALLOC": "malloc",
    # What is freed is overwritten (perturb), except by a thread's cache (tcache). One arena for all threads costs no
    # time, because they wait for the interpreter anyway, and saves 70 MB.
    "GLIBC_TUNABLES": "glibc.malloc.perturb=85:glibc.malloc.tcache_count=0:glibc.malloc.arena_max=1",
}
"""The environment in which the process begins, so that the C library overwrites memory as it is freed (glibc manual,
Memory Allocation Tunables).

Frames, text and templates pass through the memory of OpenCV, onnxruntime and Python, which free it as it is.
"""
_MOST_PIXELS: Final = 2**24
"""No picture of a chip or a card is decoded that says to be larger."""

Build = Callable[[shared_memory.SharedMemory], Any]
"""Makes the `kiosk.vision.eyes.Workshop` inside the process; must be picklable."""


@dataclass(frozen=True)
class Limits:
    """How long the kiosk waits for the vision process, in seconds.

    `silent_s` is the longest time without a heartbeat. A new process is started after the waits of `back_off_s`, one
    after the other (the last repeats), until one has run for `steady_s`.
    """

    starting_s: float = 60.0
    silent_s: float = 8.0
    leaving_s: float = 3.0
    steady_s: float = 60.0
    back_off_s: tuple[float, ...] = (0.2, 1.0, 2.0, 5.0, 15.0)


def serve(pipe: connection.Connection, memory_name: str, build: Build, limits: Limits) -> None:
    """The body of the vision process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold faces
    os.environ["OMP_NUM_THREADS"] = "1"
    os.environ["OPENCV_IO_MAX_IMAGE_PIXELS"] = str(_MOST_PIXELS)
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
    warm_by = time.monotonic() + limits.starting_s

    def beat() -> None:
        if eyes.thinking_s() < limits.silent_s and not (warming.is_alive() and time.monotonic() > warm_by):
            send("beat")

    try:
        while True:
            beat()
            if not pipe.poll(_BEAT_S):
                continue
            match pipe.recv():
                case ("look", task, number):
                    while task in ("reader", "face", "watch") and warming.is_alive():
                        warming.join(_BEAT_S)  # models are not loaded by two threads at once
                        beat()
                    eyes.look(task, _teller(send, number))
                case ("lit", light, at):
                    eyes.lit(light, at)
                case ("forget",):
                    eyes.forget()
                case ("stop",):
                    return
    except (EOFError, OSError):
        return  # the kiosk is gone
    finally:
        eyes.close()
        workshop.close()


def _die(failure: threading.ExceptHookArgs) -> None:
    """An error in a task ends the process. Its message may quote a document: only its place is told."""
    place = traceback.extract_tb(failure.exc_traceback)[-1:]
    print(
        "vision:", failure.exc_type.__name__, *(f"{p.filename}:{p.lineno}" for p in place), file=sys.stderr, flush=True
    )
    os._exit(70)


@contextlib.contextmanager
def _environment(changes: Mapping[str, str]) -> Iterator[None]:
    """While open, what a new process inherits says this too."""
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _teller(send: Callable[..., None], number: int) -> Callable[[Any], None]:
    return lambda event: send("told", number, event)


class VisionProcess:
    """Starts, watches and restarts the vision process, and stands for its devices.

    `DeviceLost` and `DeviceBack` go to the `tell` given to `open`; a task's events to the `tell` given to its `start`.
    """

    def __init__(self, build: Build, limits: Limits | None = None) -> None:
        self._build, self._limits = build, limits or Limits()
        self._memory = shared_memory.SharedMemory(create=True, size=SIZE)
        self.preview = PreviewReader(self._memory)
        self._lock = threading.Lock()
        self._pipe: connection.Connection | None = None
        self._process: SpawnProcess | None = None
        self._task: tuple[str, Callable[[Any], None]] | None = None
        self._number = 0
        self._lost = False
        self._lost_devices: set[str] = set()
        """Those that a process told to be lost: of the next one, which starts from none, none would be told back."""
        self._closing = threading.Event()
        self._leave_by = 0.0
        self._keeper: threading.Thread | None = None
        self.scanner = _Device(self, "scanner")
        self.reader = _Device(self, "reader")
        self.face = _FaceDevice(self, "face")
        self.watch = _Watch(self)

    @property
    def pid(self) -> int | None:
        """The process's id while it runs."""
        process = self._process
        return None if process is None else process.pid

    def open(self, tell: ports.Tell) -> None:
        """Begin to keep a vision process running; returns at once."""
        self._keeper = threading.Thread(target=self._keep, args=(tell,), name="vision-keeper", daemon=True)
        self._keeper.start()

    def close(self) -> None:
        """End the process and wait for it. Again: nothing happens."""
        self._leave_by = time.monotonic() + self._limits.leaving_s
        self._closing.set()
        with self._lock:
            self._post("stop")
        if self._keeper is not None:
            self._keeper.join()
        self.preview.close()
        self._memory.close()
        with contextlib.suppress(FileNotFoundError):
            self._memory.unlink()

    def health(self) -> Health:
        """Ready while a process answers."""
        return Troubled(Trouble.STARTING) if self._pipe is None else Ready()

    def look(self, task: str, tell: Callable[[Any], None]) -> None:
        """Begin a task; it is begun anew after a restart of the process."""
        with self._lock:
            self._begin((task, tell))

    def rest(self, task: str) -> None:
        """End a task, if it is the one that runs."""
        with self._lock:
            if self._task is not None and self._task[0] == task:
                self._begin(None)

    def forget(self) -> None:
        """Zero everything of the visit. A process that has died kept nothing."""
        with self._lock:
            self._post("forget")

    def lit(self, light: Light, at: float) -> None:
        """The screen has shone in this colour since a monotonic time: what a face match compares the skin with."""
        with self._lock:
            self._post("lit", light, at)

    def _begin(self, task: tuple[str, Callable[[Any], None]] | None) -> None:
        self._number += 1
        self._task = task
        self._post("look", None if task is None else task[0], self._number)

    def _post(self, *message: Any) -> None:
        """Send to the process that answers, if any does. The lock is held."""
        if self._pipe is not None:
            with contextlib.suppress(OSError):
                self._pipe.send(message)

    def _keep(self, tell: ports.Tell) -> None:
        """Run processes, one after the other, until closed."""
        context = get_context("spawn")
        failures = 0
        while not self._closing.is_set():
            began = time.monotonic()
            process, pipe = self._spawn(context)
            self._process = process
            with pipe:
                self._listen(pipe, tell)
                with self._lock:
                    self._pipe = None
            if not self._closing.is_set() and not self._lost:
                self._lost = True
                tell(ports.DeviceLost(DEVICE, Trouble.HARDWARE_ERROR))
            process.kill()
            process.join(_DYING_S)  # one that sleeps in a broken camera's driver may not even die
            self._process = None
            self.preview.wipe()
            failures = 0 if time.monotonic() - began > self._limits.steady_s else failures + 1
            back_off_s = self._limits.back_off_s
            self._closing.wait(back_off_s[min(max(failures, 1), len(back_off_s)) - 1])

    def _spawn(self, context: SpawnContext) -> tuple[SpawnProcess, connection.Connection]:
        ours, theirs = context.Pipe()
        with theirs:
            process = context.Process(
                target=serve,
                args=(theirs, self._memory.name, self._build, self._limits),
                name="kiosk-vision",
                daemon=True,
            )
            with _environment(MEMORY):
                process.start()
        return process, ours

    def _listen(self, pipe: connection.Connection, tell: ports.Tell) -> None:
        """Hear the process until it ends, falls silent, or does not leave when it was told to."""
        deadline = time.monotonic() + self._limits.starting_s
        while True:
            if self._closing.is_set():
                deadline = self._leave_by if self._pipe is not None else 0.0
            if time.monotonic() > deadline:
                return
            try:
                if not pipe.poll(0.1):
                    continue
                message = pipe.recv()
            except (EOFError, OSError):
                return
            deadline = time.monotonic() + self._limits.silent_s
            match message:
                case ("ready",):
                    self._answered(pipe, tell)
                case ("told", _, (ports.DeviceLost() | ports.DeviceBack()) as event):
                    change = (
                        self._lost_devices.add if isinstance(event, ports.DeviceLost) else self._lost_devices.discard
                    )
                    change(event.device)
                    tell(event)  # true of the device, whichever task found it out
                case ("told", number, event):
                    with self._lock:
                        task = self._task if number == self._number else None
                    if task is not None:
                        task[1](event)

    def _answered(self, pipe: connection.Connection, tell: ports.Tell) -> None:
        """The process answers: it is given the task in hand, unless the kiosk closes."""
        with self._lock:
            self._pipe = pipe
            if self._closing.is_set():
                self._post("stop")
            elif self._task is not None:
                self._post("look", self._task[0], self._number)
        if self._lost:
            self._lost = False
            tell(ports.DeviceBack(DEVICE))
            for device in sorted(self._lost_devices):
                tell(ports.DeviceBack(device))  # as far as is known; one that is lost still is told so at its first use
            self._lost_devices.clear()


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
    """The face match, which also forgets, and is told what light the face stands in."""

    def lit(self, light: Light, at: float) -> None:
        self._process.lit(light, at)

    def forget(self) -> None:
        self._process.forget()


class _Watch:
    """Implements `kiosk.core.ports.FaceWatch`."""

    def __init__(self, process: VisionProcess) -> None:
        self._process = process

    def start(self, tell: Callable[[ports.FaceSeen], None]) -> None:
        self._process.look("watch", tell)

    def stop(self) -> None:
        self._process.rest("watch")
