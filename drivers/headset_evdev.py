"""Whether a headset is plugged in, by the jack's switch of a Linux input device (evdev; linux/input.h).

The sound driver of a machine with jack detection, and USB sound cards with it, have an input device whose switch
`SW_HEADPHONE_INSERT` follows the plug. `SW_MICROPHONE_INSERT` is read with it and says nothing here: nobody can listen
with a microphone alone.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import struct
import threading
from collections.abc import Callable
from typing import Final, Protocol

from kiosk.core.health import Health, Ready, Trouble, Troubled
from kiosk.core.ports import DeviceBack, DeviceEvent, DeviceLost, HeadsetPlugged

DEVICE: Final = "headset"
EVENT: Final = struct.Struct("@llHHi")
"""struct input_event: seconds, microseconds, type, code, value; in the machine's own sizes."""
EV_SYN: Final = 0x00
EV_SW: Final = 0x05
SYN_REPORT: Final = 0
SYN_DROPPED: Final = 3
SW_HEADPHONE_INSERT: Final = 0x02
SW_MICROPHONE_INSERT: Final = 0x04
_MOST_AT_ONCE: Final = 64
_AGAIN_AFTER_S: Final = 2.0
_BITS: Final = 8
"""Bytes of a set of switches: SW_MAX is 0x11 now."""


def _read_ioctl(number: int, size: int) -> int:
    """_IOC(_IOC_READ, 'E', number, size) of asm-generic/ioctl.h: x86, ARM and RISC-V."""
    return 2 << 30 | size << 16 | ord("E") << 8 | number


EVIOCGSW: Final = _read_ioctl(0x1B, _BITS)
EVIOCGBIT_SW: Final = _read_ioctl(0x20 + EV_SW, _BITS)


class Jack(Protocol):
    """An open device that tells of switches. Every call may raise `OSError`, and then it is lost."""

    def fileno(self) -> int:
        """Where `EVENT`s are read from, without waiting."""

    def switches(self) -> int:
        """The switches that are on now, a bit each."""

    def close(self) -> None: ...


class EvdevJack:
    """Implements `Jack` for an input device. Raises `OSError` where it is not there, not to be read, or has no jack."""

    def __init__(self, device: str) -> None:
        self._fd = os.open(device, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            if not self._ask(EVIOCGBIT_SW) & 1 << SW_HEADPHONE_INSERT:
                raise OSError(f"{device} has no switch for headphones")
        except OSError:
            self.close()
            raise

    def fileno(self) -> int:
        return self._fd

    def switches(self) -> int:
        return self._ask(EVIOCGSW)

    def close(self) -> None:
        os.close(self._fd)

    def _ask(self, request: int) -> int:
        bits = bytearray(_BITS)
        fcntl.ioctl(self._fd, request, bits)
        return int.from_bytes(bits, "little")


class EvdevHeadset:
    """Implements `kiosk.core.ports.Headset`. `device` is a path such as `/dev/input/by-path/...-event`.

    Where nothing is known of the jack, nothing is plugged in: before the device opens, and once it is lost. `opened`
    opens another kind of jack.
    """

    def __init__(self, device: str, *, opened: Callable[[str], Jack] = EvdevJack) -> None:
        self._device, self._opened = device, opened
        self._plugged = False
        self._lost: bool | None = None
        """None before the first try."""
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()
        self._wake, self._waker = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)

    def start(self, tell: Callable[[DeviceEvent], None]) -> None:
        self._thread = threading.Thread(target=self._run, args=(tell,), name="headset", daemon=True)
        self._thread.start()

    def health(self) -> Health:
        if self._lost is None:
            return Troubled(Trouble.STARTING)
        return Troubled(Trouble.OFFLINE) if self._lost else Ready()

    def close(self) -> None:
        if self._ended.is_set():
            return
        self._ended.set()
        os.write(self._waker, b"\0")
        if self._thread is not None:
            self._thread.join()
        os.close(self._wake)
        os.close(self._waker)

    def _run(self, tell: Callable[[DeviceEvent], None]) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(OSError), contextlib.closing(self._opened(self._device)) as jack:
                self._listen(jack, tell)
            if self._ended.is_set():
                return
            self._say(tell, plugged=False)
            if not self._lost:
                self._lost = True
                tell(DeviceLost(DEVICE, Trouble.OFFLINE))
            self._ended.wait(_AGAIN_AFTER_S)

    def _listen(self, jack: Jack, tell: Callable[[DeviceEvent], None]) -> None:
        """Hear the jack until it is lost or nobody asks any more. Raises `OSError`."""
        plugged, dropped = _is_plugged(jack.switches()), False
        before, self._lost = self._lost, False
        if before:
            tell(DeviceBack(DEVICE))
        self._say(tell, plugged=plugged)
        while True:
            ready, _, _ = select.select([jack.fileno(), self._wake], [], [])
            if self._wake in ready:
                return
            for kind, code, value in _read(jack.fileno()):
                if (kind, code) == (EV_SW, SW_HEADPHONE_INSERT) and not dropped:
                    plugged = value != 0
                elif kind == EV_SYN and code in (SYN_REPORT, SYN_DROPPED):
                    if dropped or code == SYN_DROPPED:  # up to the next report, events are not whole
                        plugged, dropped = _is_plugged(jack.switches()), code == SYN_DROPPED
                    self._say(tell, plugged=plugged)

    def _say(self, tell: Callable[[DeviceEvent], None], *, plugged: bool) -> None:
        if plugged is not self._plugged:
            self._plugged = plugged
            tell(HeadsetPlugged(plugged))


def _read(fd: int) -> list[tuple[int, int, int]]:
    """Type, code and value of the events that wait. Raises `OSError` at the end of them, and for what is not whole."""
    try:
        data = os.read(fd, EVENT.size * _MOST_AT_ONCE)
    except BlockingIOError:
        return []
    if not data or len(data) % EVENT.size:
        raise OSError("the input device gives no whole events")
    return [(kind, code, value) for _, _, kind, code, value in EVENT.iter_unpack(data)]


def _is_plugged(switches: int) -> bool:
    return bool(switches & 1 << SW_HEADPHONE_INSERT)
