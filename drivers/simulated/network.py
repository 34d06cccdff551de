"""A network that can go down: a TCP relay on loopback which really cuts its connections."""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType
from typing import Final, Self

_CHUNK: Final = 65536
_CONNECT_S: Final = 5.0


class Relay:
    """Passes TCP connections on to a target while it is up.

    Down, it has cut the old connections and refuses new ones. The port stays the same over its life. Thread-safe.
    """

    def __init__(self, target_host: str, target_port: int) -> None:
        self._target = (target_host, target_port)
        self._lock = threading.Lock()
        self._listener: socket.socket | None = None
        self._open: set[socket.socket] = set()
        self.port = 0
        self.up()

    @property
    def is_up(self) -> bool:
        """Whether connections pass."""
        return self._listener is not None

    def up(self) -> None:
        """Let connections pass. Nothing happens where they do already."""
        with self._lock:
            if self._listener is None:
                self._listener = socket.create_server(("127.0.0.1", self.port))
                self.port = self._listener.getsockname()[1]
                threading.Thread(target=self._accept, args=(self._listener,), name="relay", daemon=True).start()

    def down(self) -> None:
        """Cut every connection and refuse new ones."""
        with self._lock:
            listener, self._listener = self._listener, None
            for end in self._open:
                _wake(end)
            if listener is not None:
                _wake(listener)
                listener.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.down()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._relay, args=(client, listener), name="relay", daemon=True).start()

    def _relay(self, client: socket.socket, listener: socket.socket) -> None:
        """One connection from its beginning to its end."""
        with client, contextlib.suppress(OSError), socket.create_connection(self._target, _CONNECT_S) as target:
            target.settimeout(None)
            ends = {client, target}
            with self._lock:
                if self._listener is not listener:
                    return
                self._open |= ends
            back = threading.Thread(target=_pass, args=(target, client), name="relay", daemon=True)
            back.start()
            _pass(client, target)
            back.join()
            with self._lock:
                self._open -= ends


def _pass(source: socket.socket, sink: socket.socket) -> None:
    """Pass bytes on until the source ends; a connection that breaks is ended both ways."""
    try:
        while data := source.recv(_CHUNK):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        _wake(source)
        _wake(sink)


def _wake(end: socket.socket) -> None:
    """End a connection under whoever waits on it; its owner closes the socket."""
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
