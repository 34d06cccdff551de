"""A headset's jack that exists nowhere: it speaks the bytes of a Linux input device (linux/input.h) into a pipe."""

from __future__ import annotations

import contextlib
import os
import struct
import threading
import time
from typing import Final

_EVENT: Final = struct.Struct("@llHHi")
_SYN, _SW = 0x00, 0x05
_REPORT, _DROPPED = 0, 3
_HEADPHONE, _MICROPHONE = 0x02, 0x04


class SimulatedJack:
    """The jack and who plugs into it; `open` gives what the kernel gives to one who opens its device."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._on: set[int] = set()
        self._write: int | None = None
        self.is_there = True
        """Whether the device can be opened."""

    def open(self, _device: str = "") -> OpenJack:
        """Raises `OSError` where the device is not there."""
        with self._lock:
            if not self.is_there:
                raise FileNotFoundError("no such input device")
            self._hang_up()
            read, self._write = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
            return OpenJack(self, read)

    def switches(self) -> int:
        """The switches that are on, a bit each."""
        with self._lock:
            return sum(1 << code for code in self._on)

    def plug(self, *, headphones: bool = True, microphone: bool = True) -> None:
        """Plug in, as one report: a headset has both."""
        self._change({_HEADPHONE: headphones, _MICROPHONE: microphone})

    def pull(self) -> None:
        """Pull out what is plugged in."""
        self._change({_HEADPHONE: False, _MICROPHONE: False})

    def drop(self, *, headphones: bool) -> None:
        """Plug in or pull out, and have the kernel's queue overflow: the change itself is not told."""
        with self._lock:
            (self._on.add if headphones else self._on.discard)(_HEADPHONE)
            self._tell((_SYN, _DROPPED, 0), (_SYN, _REPORT, 0))

    def babble(self, data: bytes) -> None:
        """Say these bytes."""
        with self._lock:
            if self._write is not None:
                os.write(self._write, data)

    def lose(self) -> None:
        """Unplug the sound card itself."""
        with self._lock:
            self.is_there = False
            self._hang_up()

    def mend(self) -> None:
        """Plug the sound card in again."""
        self.is_there = True

    def _change(self, switches: dict[int, bool]) -> None:
        with self._lock:
            changed = [(_SW, code, int(on)) for code, on in switches.items() if on is not (code in self._on)]
            self._on = {code for code in self._on if switches.get(code, True)} | {c for c, on in switches.items() if on}
            if changed:
                self._tell(*changed, (_SYN, _REPORT, 0))

    def _tell(self, *events: tuple[int, int, int]) -> None:
        if self._write is not None:
            seconds, rest = divmod(time.time_ns() // 1000, 1_000_000)
            data = b"".join(_EVENT.pack(seconds, rest, *event) for event in events)
            with contextlib.suppress(OSError):  # nobody reads any more
                os.write(self._write, data)

    def _hang_up(self) -> None:
        if self._write is not None:
            os.close(self._write)
            self._write = None


class OpenJack:
    """The end of who opened the device."""

    def __init__(self, jack: SimulatedJack, read: int) -> None:
        self._jack, self._read = jack, read

    def fileno(self) -> int:
        return self._read

    def switches(self) -> int:
        """Raises `OSError` where the device is gone, as the kernel does."""
        if not self._jack.is_there:
            raise OSError("no such device")
        return self._jack.switches()

    def close(self) -> None:
        os.close(self._read)
