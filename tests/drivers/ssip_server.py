"""A speech-dispatcher made of code: takes SSIP on a socket, keeps what was said, and has misfortunes."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from pathlib import Path

Answer = Callable[[str], bytes | None]
"""What is answered to a command; None hangs up."""


def obliging(command: str) -> bytes | None:
    if command == "SPEAK":
        return b"230 OK RECEIVING DATA\r\n"
    if command == ".":
        return b"225-41\r\n225 OK MESSAGE QUEUED\r\n"
    return b"200 OK\r\n"


class SsipServer:
    """Serves one client after the other."""

    def __init__(self, path: Path, answer: Answer = obliging) -> None:
        self.path, self.answer = path, answer
        self.commands: list[str] = []
        self.messages: list[str] = []
        self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listening.bind(str(path))
        self._listening.listen()
        self._client: socket.socket | None = None
        self._thread = threading.Thread(target=self._serve, name="ssip")
        self._thread.start()

    def hang_up(self) -> None:
        """Lose the client's connection, as a restart of the daemon does."""
        if self._client is not None:
            self._client.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self.hang_up()
        self._listening.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                self._client, _ = self._listening.accept()
            except OSError:
                return
            with self._client:
                with contextlib.suppress(OSError):
                    self._talk(self._client)
                self._client = None

    def _talk(self, client: socket.socket) -> None:
        message: list[str] | None = None
        with client.makefile("rb") as lines:
            for line in lines:
                text = line.decode().removesuffix("\r\n")
                if message is not None and text != ".":
                    message.append(text.removeprefix("."))
                    continue
                if message is not None:
                    self.messages.append("\n".join(message))
                    message = None
                else:
                    self.commands.append(text)
                answer = self.answer(text)
                if answer is None:
                    return
                if text == "SPEAK":
                    message = []
                client.sendall(answer)
