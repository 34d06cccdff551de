"""What a headset's jack must tell, whatever speaks for it: pipes that speak the kernel's bytes, and the kernel itself.

`evdev` has the driver open a device file whose ioctls are answered here as the kernel answers them. `uinput` is a real
input device of this kernel, where `/dev/uinput` may be used; else it is skipped by name.
"""

from __future__ import annotations

import errno
import fcntl
import os
import queue
import shutil
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from drivers import headset_evdev
from drivers.headset_evdev import EVENT, EVIOCGBIT_SW, EVIOCGSW, SW_HEADPHONE_INSERT, EvdevHeadset, EvdevJack
from drivers.simulated.headset import SimulatedJack
from kiosk.core.health import Ready, Trouble, Troubled
from kiosk.core.ports import DeviceBack, DeviceEvent, DeviceLost, HeadsetPlugged

IN, OUT = HeadsetPlugged(plugged=True), HeadsetPlugged(plugged=False)
LOST, BACK = DeviceLost("headset", "offline"), DeviceBack("headset")


class Plug(Protocol):
    """A hand at the jack."""

    def plug(self, *, headphones: bool = True, microphone: bool = True) -> None: ...

    def pull(self) -> None: ...

    def lose(self) -> None: ...

    def mend(self) -> None: ...


class Desk:
    """A driver at a jack, and an ear."""

    def __init__(self, headset: EvdevHeadset, plug: Plug) -> None:
        self.headset, self.plug = headset, plug
        self.told: queue.Queue[DeviceEvent] = queue.Queue()

    def start(self) -> None:
        self.headset.start(self.told.put)
        until(lambda: self.headset.health() != Troubled(Trouble.STARTING))

    def next(self) -> DeviceEvent:
        return self.told.get(timeout=10)


def until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.002)


def simulated(folder: Path, patch: pytest.MonkeyPatch) -> Desk:
    jack = SimulatedJack()
    return Desk(EvdevHeadset("", opened=jack.open), jack)


class DeviceFile:
    """A device file: a FIFO that speaks events, and ioctls that answer as evdev.c does."""

    def __init__(self, path: Path, patch: pytest.MonkeyPatch) -> None:
        self._path, self._jack = path, SimulatedJack()
        self._write: int | None = None
        self.has_jack = True
        self.mend()
        patch.setattr(fcntl, "ioctl", self._ioctl)

    def plug(self, *, headphones: bool = True, microphone: bool = True) -> None:
        self._change(headphones=headphones, microphone=microphone)

    def pull(self) -> None:
        self._change(headphones=False, microphone=False)

    def lose(self) -> None:
        self._path.unlink()
        assert self._write is not None
        os.close(self._write)
        self._write = None

    def mend(self) -> None:
        os.mkfifo(self._path)
        self._write = os.open(self._path, os.O_RDWR | os.O_NONBLOCK)

    def close(self) -> None:
        if self._write is not None:
            os.close(self._write)

    def _change(self, *, headphones: bool, microphone: bool) -> None:
        before = self._jack.switches()
        self._jack.plug(headphones=headphones, microphone=microphone)
        changed = before ^ self._jack.switches()
        told = [(5, code, self._jack.switches() >> code & 1) for code in (2, 4) if changed >> code & 1]
        assert self._write is not None
        os.write(self._write, b"".join(EVENT.pack(1, 2, *event) for event in [*told, (0, 0, 0)]))

    def _ioctl(self, fd: int, request: int, buffer: bytearray) -> int:
        direction, size, letter, number = request >> 30, request >> 16 & 0x3FFF, request >> 8 & 0xFF, request & 0xFF
        assert (direction, size, chr(letter)) == (2, len(buffer), "E")
        match number:
            case 0x1B if self._write is not None:
                bits = self._jack.switches()
            case 0x25:
                bits = 0b10100 if self.has_jack else 0b1  # a lid has a switch too
            case _:
                raise OSError(errno.ENODEV, "no such device")
        buffer[:] = bits.to_bytes(len(buffer), "little")
        return len(buffer)


def evdev(folder: Path, patch: pytest.MonkeyPatch) -> Desk:
    device = DeviceFile(folder / "event7", patch)
    return Desk(EvdevHeadset(str(folder / "event7")), device)


class InputDevice:
    """A real input device, made through /dev/uinput (linux/uinput.h)."""

    def __init__(self) -> None:
        self.mend()

    def plug(self, *, headphones: bool = True, microphone: bool = True) -> None:
        events = ((5, 2, int(headphones)), (5, 4, int(microphone)), (0, 0, 0))
        os.write(self._fd, b"".join(EVENT.pack(0, 0, *event) for event in events))

    def pull(self) -> None:
        self.plug(headphones=False, microphone=False)

    def lose(self) -> None:
        fcntl.ioctl(self._fd, 0x5502)  # UI_DEV_DESTROY
        os.close(self._fd)

    def mend(self) -> None:
        self._fd = os.open("/dev/uinput", os.O_WRONLY | os.O_NONBLOCK)
        fcntl.ioctl(self._fd, 0x40045564, 5)  # UI_SET_EVBIT, EV_SW
        for switch in (2, 4):
            fcntl.ioctl(self._fd, 0x4004556D, switch)  # UI_SET_SWBIT
        os.write(self._fd, struct.pack("80sHHHHi", b"jack of a test", 6, 1, 1, 1, 0) + bytes(4 * 64 * 4))
        fcntl.ioctl(self._fd, 0x5501)  # UI_DEV_CREATE

    def close(self) -> None:
        """The kernel takes the device down with its file."""

    @property
    def path(self) -> str:
        found = [node for node in Path("/sys/class/input").glob("event*") if self._is_ours(node)]
        assert found
        return f"/dev/input/{found[0].name}"

    @staticmethod
    def _is_ours(node: Path) -> bool:
        return (node / "device" / "name").read_text().strip() == "jack of a test"


def uinput(folder: Path, patch: pytest.MonkeyPatch) -> Desk:
    if not os.access("/dev/uinput", os.W_OK):
        pytest.skip("/dev/uinput is not there, or may not be used")
    device = InputDevice()
    return Desk(EvdevHeadset("", opened=lambda _: EvdevJack(device.path)), device)


@pytest.fixture(params=[simulated, evdev, uinput], ids=lambda make: make.__name__)
def desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(headset_evdev, "_AGAIN_AFTER_S", 0.01)
    desk: Desk = request.param(tmp_path, monkeypatch)
    yield desk
    desk.headset.close()
    getattr(desk.plug, "close", lambda: None)()


def test_what_is_plugged_in_and_pulled_out_is_told_as_it_happens(desk: Desk) -> None:
    desk.start()
    for _ in range(3):
        desk.plug.plug()
        assert desk.next() == IN
        desk.plug.pull()
        assert desk.next() == OUT
    assert desk.headset.health() == Ready()
    assert desk.told.empty()


def test_one_that_is_plugged_in_already_is_told_first(desk: Desk) -> None:
    desk.plug.plug()
    desk.start()
    assert desk.next() == IN


def test_a_microphone_is_nothing_to_listen_with(desk: Desk) -> None:
    desk.start()
    desk.plug.plug(headphones=False)
    desk.plug.plug(microphone=False)
    assert desk.next() == IN
    desk.plug.plug(headphones=False)
    assert desk.next() == OUT
    assert desk.told.empty()


def test_a_lost_device_is_pulled_out_first_and_told_once_and_back(desk: Desk) -> None:
    desk.plug.plug()
    desk.start()
    assert desk.next() == IN
    desk.plug.lose()
    assert (desk.next(), desk.next()) == (OUT, LOST)
    assert desk.headset.health() == Troubled(Trouble.OFFLINE)
    time.sleep(0.05)  # several tries to open it fail
    assert desk.told.empty()
    desk.plug.mend()
    assert desk.next() == BACK


def test_after_the_end_nothing_is_told(desk: Desk) -> None:
    desk.start()
    desk.headset.close()
    desk.headset.close()
    desk.plug.plug()
    assert desk.told.empty()


# What only some can show
def test_a_device_that_is_not_there_is_lost_from_the_beginning(tmp_path: Path) -> None:
    told: queue.Queue[DeviceEvent] = queue.Queue()
    headset = EvdevHeadset(str(tmp_path / "none"))
    headset.start(told.put)
    assert told.get(timeout=10) == LOST
    headset.close()


def test_a_device_without_a_jack_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = evdev(tmp_path, monkeypatch)
    assert isinstance(desk.plug, DeviceFile)
    desk.plug.has_jack = False
    desk.plug.plug()
    desk.start()
    assert desk.next() == LOST
    desk.headset.close()
    desk.plug.close()


def test_a_file_that_is_no_input_device_is_none(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("not a device")
    told: queue.Queue[DeviceEvent] = queue.Queue()
    headset = EvdevHeadset(str(tmp_path / "text"))
    headset.start(told.put)
    assert told.get(timeout=10) == LOST
    headset.close()


@pytest.mark.parametrize("there", [True, False])
def test_what_the_kernel_dropped_is_asked_for(there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jack = SimulatedJack()
    desk = Desk(EvdevHeadset("", opened=jack.open), jack)
    if not there:
        jack.plug()
    desk.start()
    if not there:
        assert desk.next() == IN
    jack.drop(headphones=there)
    assert desk.next() == HeadsetPlugged(there)
    assert desk.told.empty()
    desk.headset.close()


@pytest.mark.parametrize("babble", [b"\0", b"x" * (EVENT.size - 1), b"x" * (EVENT.size * 3 + 5)])
def test_bytes_that_are_no_whole_events_lose_the_device(
    babble: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jack = SimulatedJack()
    desk = Desk(EvdevHeadset("", opened=jack.open), jack)
    jack.plug()
    desk.start()
    assert desk.next() == IN
    jack.babble(babble)
    assert (desk.next(), desk.next()) == (OUT, LOST)
    desk.headset.close()


NUMBERS = """
#include <stdio.h>
#include <linux/input.h>
int main(void) {
    printf("%lu %lu %zu %d %d %d", (unsigned long)EVIOCGSW(8), (unsigned long)EVIOCGBIT(EV_SW, 8),
           sizeof(struct input_event), SW_HEADPHONE_INSERT, SW_MICROPHONE_INSERT, SYN_DROPPED);
}
"""


def test_the_numbers_are_those_of_the_header(tmp_path: Path) -> None:
    compiler: Any = shutil.which("cc")
    if compiler is None or not Path("/usr/include/linux/input.h").exists():
        pytest.skip("no C compiler, or no linux/input.h")
    (tmp_path / "numbers.c").write_text(NUMBERS)
    subprocess.run([compiler, "-o", tmp_path / "numbers", tmp_path / "numbers.c"], check=True)
    said = subprocess.run([tmp_path / "numbers"], check=True, capture_output=True, text=True).stdout
    known = (EVIOCGSW, EVIOCGBIT_SW, EVENT.size, SW_HEADPHONE_INSERT, headset_evdev.SW_MICROPHONE_INSERT)
    assert [int(number) for number in said.split()] == [*known, headset_evdev.SYN_DROPPED]
