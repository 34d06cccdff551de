"""A Chinese resident-ID reader (GA/T 467) on a serial line: its security module, SAM_A, reads and proves the card.

A frame is `AA AA AA 96 69`, a length of two bytes (big endian) that counts all that follows, a body and a checksum, the
exclusive or of length and body. A command's body is two bytes; an answer's is SW1 SW2 SW3 and data. A card is found,
selected and read, and none of the three answers names its command. The frames were recomputed from several public
readers' sources (docs/resident-id-reader.md); no real reader has been tried.
"""

from __future__ import annotations

import contextlib
import functools
import operator
import struct
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

import serial

from kiosk.core.health import Health, Ready, Trouble, Troubled
from kiosk.core.ports import CardLostError, CardNotTakenError, ReaderLostError, ResidentIdRecord

PREAMBLE: Final = bytes.fromhex("AAAAAA9669")
_HEAD: Final = len(PREAMBLE) + 2
_SHORTEST: Final = 4
_LONGEST: Final = 0x090A
"""What an answer's length may be: three status bytes and a checksum, up to text, photo and fingerprint."""
_LONGEST_FRAME: Final = _HEAD + _LONGEST

BAUDS: Final = (9600, 19200, 38400, 57600, 115200)
"""The speeds a reader's line may be set to, in bits a second."""
TEXT_BYTES: Final = 256
PHOTO_BYTES: Final = 1024

POLL_S: Final = 0.3
"""A card is looked for no faster than this (GA/T 467 readers' manuals)."""
_ANSWER_S: Final = 3.0
_GAP_S: Final = 0.25
"""A silence within a frame after which the rest is not awaited. Both are chosen: there was no reader to measure."""
_TRIES: Final = 2
"""How often a command is said that changes nothing, before the reader counts as lost."""
_BITS_A_BYTE: Final = 10

_LINE_ERRORS: Final = (OSError, ValueError, termios.error)
"""What pyserial raises, its own errors among them, when a line is missing, unplugged, in use, or no line."""


class Sw3(IntEnum):
    """The result in an answer (SW1 and SW2 are 0)."""

    CHECKSUM_WRONG = 0x10
    LENGTH_WRONG = 0x11
    COMMAND_WRONG = 0x21
    UNKNOWN_ERROR = 0x24
    READER_NOT_TRUSTED = 0x31
    """The card's check of the reader failed."""
    CARD_NOT_TRUSTED = 0x32
    """The reader's check of the card failed."""
    INFORMATION_NOT_VERIFIED = 0x33
    WRONG_CARD_TYPE = 0x40
    READ_FAILED = 0x41
    RANDOM_FAILED = 0x47
    SELF_TEST_FAILED = 0x60
    NOT_AUTHORISED = 0x66
    NO_CARD = 0x80
    SELECT_FAILED = 0x81
    OK = 0x90
    NO_SUCH_ITEM = 0x91
    CARD_FOUND = 0x9F


_READER_BROKEN: Final = (Sw3.SELF_TEST_FAILED, Sw3.NOT_AUTHORISED)
_CARD_NOT_TAKEN: Final = (
    Sw3.READER_NOT_TRUSTED,
    Sw3.CARD_NOT_TRUSTED,
    Sw3.INFORMATION_NOT_VERIFIED,
)
_CARD_AGAIN: Final = (Sw3.READ_FAILED, Sw3.RANDOM_FAILED, Sw3.SELECT_FAILED, Sw3.NO_SUCH_ITEM, Sw3.WRONG_CARD_TYPE)
"""The last: a card of another kind, such as a travel card in the same wallet, is no forgery."""


@dataclass(frozen=True)
class Answer:
    """What a security module answered. `status` is SW1 SW2 SW3 as one number; `data` may be personal."""

    status: int
    data: bytes = field(repr=False)


class AnswerParser:
    """Finds the answers in what a line brings, whatever lies before, between and in them. No I/O, no clock.

    A frame that does not hold (length out of bounds, wrong checksum) costs its first byte, and the search goes on
    behind it. Keeps at most one frame, and zeroes what it lets go.
    """

    def __init__(self) -> None:
        self._heard = bytearray()

    def feed(self, data: bytes) -> list[Answer]:
        """Take bytes in, in any pieces; the answers that are whole now."""
        self._heard += data
        return self._found()

    def give_up(self) -> list[Answer]:
        """The line fell silent: do not await the rest of a frame. The answers that hid behind its false beginning."""
        answers: list[Answer] = []
        while len(self._heard) >= _HEAD:
            self._drop(1)
            answers += self._found()
        self.clear()
        return answers

    def clear(self) -> None:
        """Forget everything heard."""
        self._drop(len(self._heard))

    def _found(self) -> list[Answer]:
        answers: list[Answer] = []
        while True:
            start = self._heard.find(PREAMBLE)
            self._drop(start if start >= 0 else max(0, len(self._heard) - len(PREAMBLE) + 1))
            if len(self._heard) < _HEAD:
                return answers
            length = int.from_bytes(self._heard[len(PREAMBLE) : _HEAD], "big")
            end = _HEAD + length
            if not _SHORTEST <= length <= _LONGEST:
                self._drop(1)
            elif len(self._heard) < end:
                return answers
            elif _checksum(self._heard[len(PREAMBLE) : end]):
                self._drop(1)
            else:
                status = int.from_bytes(self._heard[_HEAD : _HEAD + 3], "big")
                answers.append(Answer(status, bytes(self._heard[_HEAD + 3 : end - 1])))
                self._drop(end)

    def _drop(self, count: int) -> None:
        self._heard[:count] = bytes(count)
        del self._heard[:count]


@dataclass(frozen=True)
class _Command:
    """A command, and how its good answer is known from another's that comes late."""

    code: bytes
    good: Sw3
    sizes: tuple[int, ...]

    @property
    def frame(self) -> bytes:
        body = struct.pack(">H", len(self.code) + 1) + self.code
        return PREAMBLE + body + bytes((_checksum(body),))

    @property
    def longest_answer(self) -> int:
        """Bytes of the longest good answer's frame."""
        return _HEAD + _SHORTEST + max(self.sizes)

    def answered(self, answer: Answer) -> bool:
        """Whether the answer is good, and this command's."""
        return answer.status == self.good and len(answer.data) in self.sizes

    def may_be_meant(self, answer: Answer) -> bool:
        """Whether the answer is not plainly another command's: every command is refused alike."""
        return self.answered(answer) or answer.status not in (Sw3.OK, Sw3.CARD_FOUND)


_RECORD_HEADS: Final = {1284: 4, 1286: 6, 2310: 6}
"""By the size of an answer with a record: how long the lengths before the text are. The last has a fingerprint."""

_RESET: Final = _Command(b"\x10\xff", Sw3.OK, (0,))
_STATUS: Final = _Command(b"\x11\xff", Sw3.OK, (0,))
_NUMBER: Final = _Command(b"\x12\xff", Sw3.OK, (16,))
_FIND: Final = _Command(b"\x20\x01", Sw3.CARD_FOUND, (4,))
_SELECT: Final = _Command(b"\x20\x02", Sw3.OK, (8,))
_READ: Final = _Command(b"\x30\x01", Sw3.OK, tuple(_RECORD_HEADS))


class SamReader:
    """A resident-ID reader; implements `kiosk.core.ports.ResidentIdReader`. Used by one thread at a time.

    `device` is a path, best a stable one below `/dev/serial/by-id`, or pyserial's `socket://192.0.2.7:4001` for a
    bridge from TCP to a serial line. It is opened at the first use, and again at the next use after it was lost. A
    reader that falls silent is lost after `answer_s` twice. Raises `ValueError` for a device or speed of another kind.
    """

    def __init__(
        self,
        device: str,
        *,
        baud: int = 115200,
        answer_s: float = _ANSWER_S,
        monotonic: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        if baud not in BAUDS:
            raise ValueError(f"a resident-ID reader's line runs at one of {BAUDS}")
        if "://" in device and not device.startswith("socket://"):
            raise ValueError("a path or a socket:// URL")  # spy:// would write down what cards say
        self._device = device
        self._baud = baud
        self._answer_s = answer_s
        self._monotonic = monotonic
        self._pause = pause
        self._port: serial.Serial | None = None
        self._parser = AnswerParser()
        self._dealt_with = False
        self._look_at = float("-inf")
        self._health: Health = Ready()

    def read(self, within_s: float) -> ResidentIdRecord | None:
        """The next card's record; None where no card comes within the time.

        A card that was read, or failed to be, is not touched again before it was seen to leave. That is only seen here:
        whoever wants the next card keeps calling, or closes the reader between two customers. Raises as the port says,
        each error once for its cause.
        """
        until = self._monotonic() + within_s
        self._open()
        while self._look_again(until):
            answer = self._insist(_FIND, Sw3.NO_CARD, *_CARD_NOT_TAKEN, *_CARD_AGAIN)
            if answer.status == Sw3.NO_CARD:
                self._dealt_with = False
            elif not self._dealt_with:
                self._dealt_with = True
                if not _FIND.answered(answer):
                    raise self._refusal(answer)
                self._ask(_SELECT)
                return _record(self._ask(_READ))
        return None

    def examine(self) -> str:
        """Reset the module, let it test itself, and give its number as readers print it. Raises `ReaderLostError`."""
        self._open()
        for command in (_RESET, _STATUS):
            self._insist(command)
        parts = struct.unpack("<HHIII", self._insist(_NUMBER).data)
        return "{:02d}-{:02d}-{:08d}-{:010d}-{:010d}".format(*parts)

    def health(self) -> Health:
        """How the reader was when it was used last."""
        return self._health

    def close(self) -> None:
        """Let the line go; a card that lies there is new to the next `read`. May be called again."""
        self._dealt_with = False
        self._hang_up()

    def _hang_up(self) -> None:
        port, self._port = self._port, None
        self._parser.clear()
        if port is not None:
            with contextlib.suppress(*_LINE_ERRORS):
                port.close()

    def _open(self) -> None:
        """Open the line and let the module test itself, unless that is done. Raises `ReaderLostError`."""
        if self._port is not None:
            return
        try:
            self._port = serial.serial_for_url(
                self._device,
                baudrate=self._baud,
                timeout=min(_GAP_S, self._answer_s),
                write_timeout=self._answer_s,
                exclusive=True,
            )
        except _LINE_ERRORS as error:
            raise self._lost(Trouble.OFFLINE, "does not open") from error
        self._insist(_STATUS)
        self._health = Ready()

    def _look_again(self, until: float) -> bool:
        """Wait until a card may be looked for again; whether that is in time."""
        wait = min(self._look_at, until) - self._monotonic()
        if wait > 0:
            self._pause(wait)
        if self._look_at > until:
            return False
        self._look_at = self._monotonic() + POLL_S
        return True

    def _insist(self, command: _Command, *also: Sw3) -> Answer:
        """The answer of a command that changes nothing: good, or one of `also`. Raises `ReaderLostError`."""
        answer = None
        for _ in range(_TRIES):
            answer = self._exchange(command)
            if answer and (command.answered(answer) or answer.status in also):
                return answer
        if answer is None:
            raise self._lost(Trouble.OFFLINE, "does not answer")
        raise self._lost(Trouble.HARDWARE_ERROR, f"answers {answer.status:02X} to {command.code.hex()}")

    def _ask(self, command: _Command) -> bytes:
        """The data of a step with the card. Raises as `read` does; said once, for the card must be found anew."""
        answer = self._exchange(command)
        if answer and command.answered(answer):
            return answer.data
        raise self._refusal(answer)

    def _refusal(self, answer: Answer | None) -> Exception:
        """What a step with the card that did not succeed means."""
        if answer is None:
            return CardLostError("no answer came that holds")
        told = f"SW3 {answer.status:02X}"
        if answer.status in _READER_BROKEN:
            return self._lost(Trouble.HARDWARE_ERROR, f"answers {told}")
        if answer.status == Sw3.NO_CARD:
            self._dealt_with = False
        return CardNotTakenError(told) if answer.status in _CARD_NOT_TAKEN else CardLostError(told)

    def _lost(self, trouble: Trouble, how: str) -> ReaderLostError:
        self._health = Troubled(trouble)
        self._hang_up()
        return ReaderLostError(f"{self._device} {how}")

    def _exchange(self, command: _Command) -> Answer | None:
        """Say a command; the first answer that may be meant for it, or None in time. Raises `ReaderLostError`."""
        if self._port is None:
            raise ReaderLostError(f"{self._device} is closed")
        until = self._monotonic() + self._answer_s + command.longest_answer * _BITS_A_BYTE / self._baud
        try:
            _drain(self._port)
            self._port.write(command.frame)
            while self._monotonic() < until:
                heard = self._port.read(max(1, self._port.in_waiting))
                for answer in self._parser.feed(heard) if heard else self._parser.give_up():
                    if command.may_be_meant(answer):
                        return answer
        except _LINE_ERRORS as error:
            raise self._lost(Trouble.OFFLINE, "is gone") from error
        finally:
            self._parser.clear()
        return None


def _drain(port: serial.Serial) -> None:
    """Throw away what came unasked. A reader that never stops talking does not hold us here."""
    for _ in range(_LONGEST_FRAME):
        waiting = port.in_waiting
        if not waiting:
            return
        port.read(waiting)


def _record(data: bytes) -> ResidentIdRecord:
    """The record in an answer. Raises `CardLostError` where its parts are not as long as they must be."""
    head = _RECORD_HEADS[len(data)]
    lengths = struct.unpack_from(f">{head // 2}H", data)
    if lengths[:2] != (TEXT_BYTES, PHOTO_BYTES) or head + sum(lengths) != len(data):
        raise CardLostError("the record's parts have other lengths")
    photo_at = head + TEXT_BYTES
    return ResidentIdRecord(text=data[head:photo_at], photo=data[photo_at : photo_at + PHOTO_BYTES])


def _checksum(data: bytes | bytearray) -> int:
    return functools.reduce(operator.xor, data, 0)
