"""A virtual chip in the virtual reader of pcscd: the card's end of the vpcd protocol (vsmartcard, Virtual Smart Card).

The card is the TCP client. A message is its length in two bytes, then a body; a body of one byte is an order.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from drivers.simulated.issuer import Passport
from drivers.simulated.passport import VirtualChip
from kiosk.core.ports import CardLostError

PORT: Final = 35963
ATR: Final = bytes.fromhex("3B888001000000000000000009")
"""A contactless card without historical bytes of meaning (PC/SC part 3, 3.1.3.2.3); the last byte checks the others."""
_OFF, _ON, _RESET, _GET_ATR = 0, 1, 2, 4
_CONNECT_S: Final = 5.0


class VirtualCard:
    """A passport in a virtual reader. `exchanged` counts its commands; `pull` takes it out."""

    def __init__(self, passport: Passport, line: socket.socket, pull_at: int | None = None) -> None:
        self._chip = VirtualChip(passport)
        self._line = line
        self._pull_at = pull_at
        self._thread = threading.Thread(target=self._serve, name="vpcd", daemon=True)
        self.exchanged = 0

    def start(self) -> None:
        """Begin to answer, on a thread of its own that ends when the card is out."""
        self._thread.start()

    def pull(self) -> None:
        """Take the card out; returns when it is."""
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)
        self._thread.join()

    def _serve(self) -> None:
        with self._line, suppress(OSError, EOFError):
            while True:
                message = self._take(struct.unpack(">H", self._take(2))[0])
                answer = self._answer(message)
                if answer is not None:
                    self._line.sendall(struct.pack(">H", len(answer)) + answer)

    def _answer(self, message: bytes) -> bytes | None:
        if len(message) == 1:
            if message[0] == _GET_ATR:
                return ATR
            if message[0] in (_OFF, _ON, _RESET):
                self._chip.reset()
            return None
        if self.exchanged == self._pull_at:
            raise EOFError
        self.exchanged += 1
        try:
            return self._chip.transmit(message)
        except CardLostError:
            return None  # the reader waits for an answer that never comes

    def _take(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            # Without both, each exchange waits 40 ms for a delayed acknowledgement.
            self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            part = self._line.recv(size - len(data))
            if not part:
                raise EOFError
            data += part
        return data


@contextmanager
def serve_vpcd(
    passport: Passport, host: str = "127.0.0.1", port: int = PORT, *, pull_at: int | None = None
) -> Iterator[VirtualCard]:
    """Put a passport into the virtual reader at `host` and `port` for the time of the context.

    With `pull_at` the card is pulled instead of answering the command of that number. Raises `OSError`.
    """
    line = socket.create_connection((host, port), timeout=_CONNECT_S)
    line.settimeout(None)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    card = VirtualCard(passport, line, pull_at)
    card.start()
    try:
        yield card
    finally:
        card.pull()
