"""A resident-ID reader that is none: a security module which speaks GA/T 467 on a pseudo-terminal, and misfortunes.

`SerialSam` is for the real driver (`drivers.card_sam`), which opens its `device` like any serial line;
`SimulatedResidentIdReader` takes the driver's place where no serial line is wanted.
"""

from __future__ import annotations

import functools
import operator
import os
import select
import struct
import tempfile
import threading
import time
import tty
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, Self, TypeAlias

from drivers.simulated.sam_card import PHOTO, SamCard
from kiosk.core.health import Health, Ready
from kiosk.core.ports import ResidentIdRecord

RESET: Final = b"\x10\xff"
STATUS: Final = b"\x11\xff"
NUMBER: Final = b"\x12\xff"
FIND: Final = b"\x20\x01"
SELECT: Final = b"\x20\x02"
READ: Final = b"\x30\x01"
READ_FINGERPRINT: Final = b"\x30\x10"

_PREAMBLE: Final = bytes.fromhex("AAAAAA9669")
_BODY_BYTES: Final = 5
"""Of a command: its length, two bytes that name it, and the checksum."""
_OK: Final = 0x90
_FOUND: Final = 0x9F
_WRONG_CHECKSUM: Final = 0x10
_WRONG_LENGTH: Final = 0x11
_WRONG_COMMAND: Final = 0x21
_READ_FAILED: Final = 0x41
_NO_CARD: Final = 0x80
_NOT_SELECTED: Final = 0x81
_NUMBER: Final = struct.pack("<HHIII", 5, 3, 20261127, 4711, 42)
_BITS_A_BYTE: Final = 10
_PIECE: Final = 64
_LOOK_S: Final = 0.01

Face: TypeAlias = Callable[[], SamCard | None]
"""Which card lies on the reader now."""
Misfortune: TypeAlias = Callable[[bytes, bytes], Iterable[bytes]]
"""What goes over the line, piece by piece, instead of the honest answer: (command, answer) -> pieces."""
Form: TypeAlias = Literal["3001", "3010-none", "3010"]
"""How a read is answered: text and photo; the same with an empty fingerprint; the same with one."""


def answer(status: int, data: bytes = b"") -> bytes:
    """The frame of an answer with this SW3."""
    body = struct.pack(">HHB", len(data) + 4, 0, status) + data
    return _PREAMBLE + body + bytes((functools.reduce(operator.xor, body),))


# Misfortunes
def none(command: bytes, honest: bytes) -> Iterator[bytes]:
    """No misfortune."""
    yield honest


def in_pieces(size: int) -> Misfortune:
    """Every answer in pieces of so many bytes."""
    return lambda command, honest: (honest[at : at + size] for at in range(0, len(honest), size))


def behind(garbage: bytes) -> Misfortune:
    """Garbage before every answer."""
    return lambda command, honest: (garbage, honest)


def answering(command: bytes, status: int) -> Misfortune:
    """This SW3 to this command, whatever lies there."""
    return lambda asked, honest: (answer(status) if asked == command else honest,)


def silent(*commands: bytes) -> Misfortune:
    """No answer to these commands."""
    return lambda asked, honest: () if asked in commands else (honest,)


class SecurityModule:
    """The module itself, without a line: what it hears, and what it says.

    `face` is asked at every command. `forgets` is a reader that finds a card again which it has read and which has
    not left; sources do not agree whether real ones do. `misfortune` may be changed at any time.
    """

    def __init__(
        self, face: Face, *, misfortune: Misfortune = none, form: Form = "3001", forgets: bool = False
    ) -> None:
        self.misfortune = misfortune
        self.heard: list[bytes] = []
        """Every command taken, in order."""
        self._face = face
        self._form = form
        self._forgets = forgets
        self._line = bytearray()
        self._found: SamCard | None = None
        self._selected: SamCard | None = None
        self._read: SamCard | None = None

    def hear(self, data: bytes) -> Iterator[bytes]:
        """Take bytes of the line in; the pieces of the answers."""
        self._line += data
        while (start := self._line.find(_PREAMBLE)) >= 0 and len(self._line) >= start + len(_PREAMBLE) + _BODY_BYTES:
            body = bytes(self._line[start + len(_PREAMBLE) :][:_BODY_BYTES])
            del self._line[: start + len(_PREAMBLE) + _BODY_BYTES]
            command = body[2:4]
            self.heard.append(command)
            yield from self.misfortune(command, self._answer(body, command))

    def _answer(self, body: bytes, command: bytes) -> bytes:
        if body[:2] != b"\0\3":
            return answer(_WRONG_LENGTH)
        if functools.reduce(operator.xor, body):
            return answer(_WRONG_CHECKSUM)
        lying = self._face()
        if lying != self._read:
            self._read = None
        if command in (RESET, STATUS):
            return answer(_OK)
        if command == NUMBER:
            return answer(_OK, _NUMBER)
        if command == FIND:
            hidden = lying is not None and lying == self._read and not self._forgets
            self._found, self._selected = (None if hidden else lying), None
            return answer(_FOUND, bytes(4)) if self._found else answer(_NO_CARD)
        if command == SELECT:
            self._selected = lying if lying == self._found else None
            return answer(_OK, bytes(8)) if self._selected else answer(_NOT_SELECTED)
        if command in (READ, READ_FINGERPRINT):
            card, self._found, self._selected = self._selected, None, None
            if card is None or lying != card:
                return answer(_READ_FAILED)
            self._read = card
            return answer(_OK, self._record(card))
        return answer(_WRONG_COMMAND)

    def _record(self, card: SamCard) -> bytes:
        text, photo = card.text(), PHOTO
        match self._form:
            case "3001":
                return struct.pack(">HH", len(text), len(photo)) + text + photo
            case "3010-none":
                return struct.pack(">HHH", len(text), len(photo), 0) + text + photo
            case "3010":
                return struct.pack(">HHH", len(text), len(photo), 1024) + text + photo + bytes(1024)


class SerialSam:
    """A security module on a pseudo-terminal; a context manager.

    `device` is a path that stays the same when the reader is unplugged and plugged in again, like those below
    `/dev/serial/by-id`. `card` is what lies there unless `face` is given. With a `baud` rate the answers come as slowly
    as they would on that line. The rest is `SecurityModule`'s.
    """

    def __init__(
        self,
        face: Face | None = None,
        *,
        misfortune: Misfortune = none,
        form: Form = "3001",
        forgets: bool = False,
        baud: int | None = None,
    ) -> None:
        self.card: SamCard | None = None
        self.module = SecurityModule(face or (lambda: self.card), misfortune=misfortune, form=form, forgets=forgets)
        self._baud = baud
        self._folder = tempfile.TemporaryDirectory(prefix="sam-")
        self.device = str(Path(self._folder.name) / "reader")
        self._thread: threading.Thread | None = None
        self._unplugged = threading.Event()
        self.plug()

    def plug(self) -> None:
        """Plug the reader in. Nothing happens where it is."""
        if self._thread is not None:
            return
        master, line = os.openpty()
        tty.setraw(line)  # until the driver opens it, the kernel would echo and translate
        os.set_blocking(master, False)
        Path(self.device).symlink_to(os.ttyname(line))
        self._unplugged = threading.Event()
        self._thread = threading.Thread(
            target=self._serve, args=(master, line, self._unplugged), name="sam", daemon=True
        )
        self._thread.start()

    def unplug(self) -> None:
        """Pull the reader out. Nothing happens where it is. A misfortune may do so in the middle of an answer."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        Path(self.device).unlink()
        self._unplugged.set()
        if thread is not threading.current_thread():
            thread.join()

    def close(self) -> None:
        """Unplug for good. May be called again."""
        self.unplug()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _serve(self, master: int, line: int, unplugged: threading.Event) -> None:
        """Answer until unplugged. Holding `line` open keeps the line up while no driver has it."""
        try:
            while not unplugged.is_set():
                if not select.select([master], [], [], _LOOK_S)[0]:
                    continue
                for piece in self.module.hear(os.read(master, 4096)):
                    self._say(master, piece, unplugged)
        finally:
            os.close(master)
            os.close(line)

    def _say(self, master: int, piece: bytes, unplugged: threading.Event) -> None:
        while piece and not unplugged.is_set():
            part = piece[:_PIECE] if self._baud else piece
            if self._baud:
                unplugged.wait(len(part) * _BITS_A_BYTE / self._baud)
            try:
                piece = piece[os.write(master, part) :]
            except BlockingIOError:
                select.select([], [master], [], _LOOK_S)


class SimulatedResidentIdReader:
    """Reads cards without a line; implements `kiosk.core.ports.ResidentIdReader`."""

    def __init__(
        self,
        face: Face,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._face = face
        self._monotonic = monotonic
        self._pause = pause
        self._read: SamCard | None = None

    def read(self, within_s: float) -> ResidentIdRecord | None:
        """The card that lies there, once; None where none comes within the time."""
        until = self._monotonic() + within_s
        while True:
            card = self._face()
            if card != self._read:
                self._read = card
                if card is not None:
                    return ResidentIdRecord(text=card.text(), photo=PHOTO)
            left = until - self._monotonic()
            if left <= 0:
                return None
            self._pause(min(left, _LOOK_S))

    def health(self) -> Health:
        return Ready()

    def close(self) -> None:
        """Nothing is held."""
