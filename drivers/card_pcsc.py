"""A chip reader through PC/SC (pcsc-lite on Linux), by pyscard's plain calls: no monitors, no thread that stays.

PC/SC bounds no call: a chip, a reader or a service that hangs would hang its caller. So each call runs on a thread of
its own and is given up after a time; the context it hung in is let go when it returns.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from smartcard import scard

from kiosk.core.health import Health, Ready, Trouble, Troubled
from kiosk.core.ports import CardLostError, Chip, ReaderLostError

EXCHANGE_S: Final = 10.0
"""The longest answer of a chip: a document may take seconds to refuse a wrong key, and asks for more time till then."""
CALL_S: Final = 3.0
"""The longest call that waits for nobody."""
_AGAIN_S: Final = 0.2
"""How long after a card that could not be connected to it is tried again."""
_NOTICED_S: Final = 0.5
"""When after its removal pcscd has noticed that a card is gone: it looks every 0.4 s (pcscd 1.9.9).

Told before that to power a card that is gone, it takes note of no next one.
"""
_PROTOCOLS: Final = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
_NO_CARD: Final = frozenset(
    {
        scard.SCARD_E_NO_SMARTCARD,
        scard.SCARD_E_PROTO_MISMATCH,
        scard.SCARD_E_SHARING_VIOLATION,
        scard.SCARD_W_REMOVED_CARD,
        scard.SCARD_W_RESET_CARD,
        scard.SCARD_W_UNPOWERED_CARD,
        scard.SCARD_W_UNRESPONSIVE_CARD,
        scard.SCARD_W_UNSUPPORTED_CARD,
    }
)
"""What a card that is not quite there, or already gone, gives."""

_log = logging.getLogger(__name__)


class PcscReader:
    """Readers of PC/SC whose name begins with `reader`, all if empty; implements `kiosk.core.ports.ChipReader`.

    A reader with two slots is two readers of PC/SC, of which the one that a card comes to is taken. One thread at a
    time; `close` and `health` from any. `exchange_s` bounds the answer to one command.
    """

    def __init__(self, reader: str = "", *, exchange_s: float = EXCHANGE_S) -> None:
        self._reader = reader
        self._exchange_s = exchange_s
        self._context: _Context | None = None
        self._chip: PcscChip | None = None
        self._lost = False

    def connect(self, within_s: float) -> Chip | None:
        """The chip in the field, powered anew; None where none comes within the time, or the reader is closed.

        Raises `ReaderLostError`; the next call tries afresh.
        """
        context = self._context
        try:
            if context is None:
                context = self._context = _Context()
            if self._chip is not None:
                self._chip.forget()
            chip = self._chip = self._connect(context, time.monotonic() + within_s)
        except ReaderLostError as error:
            if context is not None and context.released:
                return None
            if not self._lost:
                _log.warning("chip reader lost: %s", error)
            self._lost = True
            self.close()
            raise
        if self._lost:
            _log.info("chip reader back")
        self._lost = False
        return chip

    def health(self) -> Health:
        """Whether such a reader is there now."""
        try:
            context = _Context()
            try:
                _mine(context, self._reader)
            finally:
                context.release()
        except ReaderLostError:
            return Troubled(Trouble.OFFLINE)
        return Ready()

    def close(self) -> None:
        """Let the reader go; a `connect` that waits ends."""
        context, self._context = self._context, None
        if context is not None:
            context.release()

    def _connect(self, context: _Context, until: float) -> PcscChip | None:
        names = _mine(context, self._reader)
        known = [(name, scard.SCARD_STATE_UNAWARE) for name in names]
        while True:
            left = max(0.0, until - time.monotonic())
            seen = context.changes(known, left)
            if seen is None:
                return None
            known = [(name, state & ~scard.SCARD_STATE_CHANGED) for name, state, _ in seen]
            present = [name for name, state in known if state & scard.SCARD_STATE_PRESENT]
            unsettled = max(0.0, context.settled - time.monotonic())
            for name in () if unsettled else present:
                chip = self._powered(context, name)
                if chip is not None:
                    return chip
            if not left:
                return None
            if present:
                context.changes(known, min(left, unsettled or _AGAIN_S))
                known = [(name, scard.SCARD_STATE_UNAWARE) for name in names]

    def _powered(self, context: _Context, name: str) -> PcscChip | None:
        """The chip in a reader, powered anew; None where it does not answer."""
        code, card, protocol = context.call(
            CALL_S, scard.SCardConnect, context.handle, name, scard.SCARD_SHARE_EXCLUSIVE, _PROTOCOLS
        )
        if code == scard.SCARD_S_SUCCESS:
            code, protocol = context.call(
                CALL_S, scard.SCardReconnect, card, scard.SCARD_SHARE_EXCLUSIVE, _PROTOCOLS, scard.SCARD_UNPOWER_CARD
            )
            if code == scard.SCARD_S_SUCCESS:
                return PcscChip(context, name, card, protocol, self._exchange_s)
            context.call(CALL_S, scard.SCardDisconnect, card, scard.SCARD_LEAVE_CARD)
        if code in _NO_CARD:
            return None
        raise _lost(context, name, code)


class PcscChip:
    """A chip in a reader; implements `kiosk.core.ports.Chip`. One thread at a time."""

    def __init__(self, context: _Context, reader: str, card: int, protocol: int, exchange_s: float) -> None:
        self._context = context
        self._reader = reader
        self._card: int | None = card
        self._protocol = scard.SCARD_PCI_T0 if protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1
        self._exchange_s = exchange_s

    def transmit(self, apdu: bytes) -> bytes:
        """Send a command APDU. Raises `CardLostError`, also for a chip that is silent too long, `ReaderLostError`."""
        if self._card is None:
            raise CardLostError("the chip was let go")
        try:
            code, answer = self._context.call(
                self._exchange_s, scard.SCardTransmit, self._card, self._protocol, list(apdu)
            )
        except ReaderLostError as error:
            self._card = None
            raise CardLostError("the chip fell silent") from error
        if code == scard.SCARD_S_SUCCESS and len(answer) >= 2:
            return bytes(answer)
        lost = CardLostError("the card was pulled") if code in _NO_CARD else _lost(self._context, self._reader, code)
        self._context.settled = time.monotonic() + _NOTICED_S
        self.forget()
        raise lost

    def close(self) -> None:
        """Let the card go, without power."""
        self._let_go(scard.SCARD_UNPOWER_CARD)

    def forget(self) -> None:
        """Let the card go as it is: it may not be there any more."""
        self._let_go(scard.SCARD_LEAVE_CARD)

    def _let_go(self, disposition: int) -> None:
        card, self._card = self._card, None
        if card is not None:
            with suppress(ReaderLostError):
                self._context.call(CALL_S, scard.SCardDisconnect, card, disposition)


class _Context:
    """A context of PC/SC. After a call that hung it takes no more."""

    def __init__(self) -> None:
        """Raises `ReaderLostError` where there is no service."""
        self._lock = threading.Lock()
        self._hung = self.released = False
        self.settled = 0.0
        self.handle = 0
        code, self.handle = self.call(CALL_S, scard.SCardEstablishContext, scard.SCARD_SCOPE_SYSTEM)
        if code != scard.SCARD_S_SUCCESS:
            self.released = True
            raise ReaderLostError(_words(code))

    def call(self, within_s: float, function: Callable[..., Any], *arguments: Any) -> Any:
        """What a call gives. Raises `ReaderLostError` where it does not come back in time."""
        if self._hung or self.released:
            raise ReaderLostError("the context is of no more use")
        return self._run(within_s, function, *arguments)

    def _run(self, within_s: float, function: Callable[..., Any], *arguments: Any) -> Any:
        given: list[Any] = []

        def run() -> None:
            answer = function(*arguments)
            with self._lock:
                given.append(answer)
                late = self._hung
            if late:
                scard.SCardReleaseContext(self.handle)

        thread = threading.Thread(target=run, name="pcsc-call", daemon=True)
        thread.start()
        thread.join(within_s)
        with self._lock:
            if not given:
                self._hung = True
                raise ReaderLostError(f"{function.__name__} does not come back")
        return given[0]

    def readers(self) -> list[str]:
        """The names of the readers that are there. Raises `ReaderLostError`."""
        code, names = self.call(CALL_S, scard.SCardListReaders, self.handle, [])
        if code not in (scard.SCARD_S_SUCCESS, scard.SCARD_E_NO_READERS_AVAILABLE):
            raise ReaderLostError(_words(code))
        return list(names or ())

    def changes(self, states: list[tuple[str, int]], within_s: float) -> list[tuple[str, int, list[int]]] | None:
        """The states of readers once one differs from those given, or the time is over; None when cancelled.

        Raises `ReaderLostError`, also where one of the readers is gone.
        """
        code, seen = self.call(
            within_s + CALL_S, scard.SCardGetStatusChange, self.handle, round(within_s * 1000), states
        )
        if self.released or code == scard.SCARD_E_CANCELLED:
            return None
        if code not in (scard.SCARD_S_SUCCESS, scard.SCARD_E_TIMEOUT):
            raise ReaderLostError(_words(code))
        gone = scard.SCARD_STATE_UNKNOWN | scard.SCARD_STATE_UNAVAILABLE
        if any(state & gone for _, state, _ in seen):
            raise ReaderLostError("the reader was unplugged")
        return list(seen)

    def release(self) -> None:
        """Let it go; a wait in it ends."""
        if self.released or self._hung:
            return
        self.released = True
        with suppress(ReaderLostError):
            self._run(CALL_S, scard.SCardCancel, self.handle)
            self._run(CALL_S, scard.SCardReleaseContext, self.handle)


def _mine(context: _Context, name: str) -> list[str]:
    """The readers that are meant. Raises `ReaderLostError` where there is none."""
    found = [reader for reader in context.readers() if reader.startswith(name)]
    if not found:
        raise ReaderLostError(f"no reader {name}".strip())
    return found


def _lost(context: _Context, reader: str, code: int) -> CardLostError | ReaderLostError:
    """What a failed call means: of a reader that is there the card is lost, else the reader."""
    try:
        there = reader in context.readers()
    except ReaderLostError as error:
        return error
    return CardLostError(_words(code)) if there else ReaderLostError(_words(code))


def _words(code: int) -> str:
    return f"PC/SC {code:08X}: {scard.SCardGetErrorMessage(code)}"
