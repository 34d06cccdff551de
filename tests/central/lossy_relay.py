"""A relay on loopback that loses answers: the request went through, and the connection ends before the answer does."""

from __future__ import annotations

import contextlib
import random
import selectors
import socket
import threading

_A_BATCH = 4096
"""More bytes than a TLS handshake's turn has, fewer than a batch of records."""


class LossyRelay:
    """Relays to `target` (host, port), and loses a `share` of the answers; both may change.

    `lost` of the `answers` did not reach the terminal.
    """

    def __init__(self, share: float, rng: random.Random) -> None:
        self.target: tuple[str, int] | None = None
        self.answers = self.lost = 0
        self.share, self._rng = share, rng
        self._lock = threading.Lock()
        self._ended = False
        self._open: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, name="relay")]
        self._threads[0].start()

    def close(self) -> None:
        """End every connection and wait for the threads."""
        with self._lock:
            self._ended = True
            for end in (self._listening, *self._open):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._listening.close()

    def _accept(self) -> None:
        while not self._ended:
            try:
                terminal, _ = self._listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._connect, args=(terminal,), name="relay-connection")
            with self._lock:
                self._threads.append(thread)
            thread.start()

    def _connect(self, terminal: socket.socket) -> None:
        with contextlib.suppress(OSError), terminal:
            if self.target is None:
                return
            with socket.create_connection(self.target) as centre:
                with self._lock:
                    if self._ended:
                        return
                    self._open |= {terminal, centre}
                try:
                    self._relay(terminal, centre)
                finally:
                    with self._lock:
                        self._open -= {terminal, centre}

    def _relay(self, terminal: socket.socket, centre: socket.socket) -> None:
        asked = 0
        with selectors.DefaultSelector() as ready:
            ready.register(terminal, selectors.EVENT_READ, centre)
            ready.register(centre, selectors.EVENT_READ, terminal)
            while True:
                for key, _ in ready.select():
                    data = key.fileobj.recv(65536)  # type: ignore[union-attr]
                    if not data:
                        return
                    if key.fileobj is terminal:
                        asked += len(data)
                    elif asked >= _A_BATCH:
                        asked = 0
                        self.answers += 1
                        if self._rng.random() < self.share:
                            self.lost += 1
                            return
                    else:
                        asked = 0
                    key.data.sendall(data)
