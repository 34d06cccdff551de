"""Commands to a chip and its answers (ISO/IEC 7816-4), in clear or through secure messaging."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from kiosk.core.ports import Chip
from kiosk.documents.emrtd.errors import MalformedError

OK: Final = 0x9000
FILE_ENDS: Final = 0x6282
NO_FILE: Final = 0x6A82
SHORT_LE: Final = 256
"""The largest answer that a short command can ask for."""
_EXTENDED_LE: Final = 65536
_SHORT_LC: Final = 255
_MOST_COMMANDS: Final = 4096
"""No document needs more: the largest file we take is 1,200 short reads. Ends what a hostile chip draws out."""
CHAINED: Final = 0x10
"""The class byte of a command that another one continues (ISO/IEC 7816-4)."""


@dataclass(frozen=True)
class Command:
    """A command APDU. `le` is the largest answer asked for, in bytes; None asks for none."""

    ins: int
    p1: int = 0
    p2: int = 0
    data: bytes = field(default=b"", repr=False)
    le: int | None = None
    cla: int = 0

    @property
    def header(self) -> bytes:
        """CLA INS P1 P2."""
        return bytes((self.cla, self.ins, self.p1, self.p2))

    @property
    def extended(self) -> bool:
        """Whether it needs length fields of two bytes."""
        return len(self.data) > _SHORT_LC or (self.le or 0) > SHORT_LE

    def encode(self) -> bytes:
        """The APDU, with extended length fields only where it needs them."""
        if not self.extended:
            lc = bytes((len(self.data),)) if self.data else b""
            le = b"" if self.le is None else bytes((self.le % SHORT_LE,))
            return self.header + lc + self.data + le
        lc = b"\0" + len(self.data).to_bytes(2, "big") if self.data else b""
        le = b"" if self.le is None else (self.le % _EXTENDED_LE).to_bytes(2, "big")
        return self.header + (lc or b"\0") + self.data + le

    def protected(self, body: bytes) -> Command:
        """The same command with a secured body; the answer's data objects need the room of a full answer."""
        return replace(
            self,
            cla=self.cla | 0x0C,
            data=body,
            le=_EXTENDED_LE if self.extended or len(body) > _SHORT_LC else SHORT_LE,
        )


@dataclass(frozen=True)
class Response:
    """An answer: its data, and the status word SW1 SW2."""

    data: bytes = field(repr=False)
    status: int

    @classmethod
    def split(cls, answer: bytes) -> Response:
        """The answer of a chip. Raises `MalformedError` where it has no status word."""
        if len(answer) < 2:
            raise MalformedError("an answer without a status word")
        return cls(bytes(answer[:-2]), int.from_bytes(answer[-2:], "big"))


class Session(Protocol):
    """Secure messaging with a chip."""

    def protect(self, command: Command) -> Command: ...

    def open(self, response: Response) -> Response: ...


class Channel:
    """The way to a chip: in clear until `session` is set, through it from then on."""

    def __init__(self, chip: Chip) -> None:
        self._chip = chip
        self._sent = 0
        self.session: Session | None = None

    def send(self, command: Command) -> Response:
        """Send; whatever the status. Raises `MalformedError`, and what the port raises."""
        self._sent += 1
        if self._sent > _MOST_COMMANDS:
            raise MalformedError("the chip draws out the reading")
        if self.session is None:
            return Response.split(self._chip.transmit(command.encode()))
        answer = self._chip.transmit(self.session.protect(command).encode())
        return self.session.open(Response.split(answer))

    def ask(self, command: Command) -> bytes:
        """The data of an answer with status 9000. Raises `MalformedError` for any other."""
        response = self.send(command)
        if response.status != OK:
            raise MalformedError(f"status {response.status:04X} to {command.ins:02X}")
        return response.data
