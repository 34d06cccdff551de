"""The voice of speech-dispatcher, through its socket in the protocol SSIP (its info page, "SSIP Documentation").

A command is one line; the answer one or more lines `NNN-text` and a last `NNN text`, of which 2xx is well. A message
follows `SPEAK` as data that a line with a single dot ends. No answer, a wrong one or one too long lets the connection
go, and the next sentence makes a new one.
"""

from __future__ import annotations

import contextlib
import os
import socket
import time
from pathlib import Path
from typing import Final

from kiosk.core.health import Health, Ready, Trouble, Troubled

_ANSWER_S: Final = 1.0
"""For a whole exchange; the kiosk's next sentence waits behind it."""
LONGEST_LINE: Final = 1024
MOST_LINES: Final = 32
LONGEST: Final = 4000
"""Characters of a sentence, at most."""
_LANGUAGES: Final = {"zh_CN": "zh-CN", "zh_TW": "zh-TW"}


class SsipError(Exception):
    """The other side does not answer as SSIP says; no text of it is quoted."""


def default_socket() -> Path:
    """Where speech-dispatcher listens for this user (`$SPEECHD_ADDRESS` or its default)."""
    named = os.environ.get("SPEECHD_ADDRESS", "").removeprefix("unix_socket:")
    if named:
        return Path(named)
    runtime = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    return Path(runtime) / "speech-dispatcher" / "speechd.sock"


def quoted(sentence: str) -> bytes:
    """A message as SSIP takes it: lines end with CR LF, a dot that begins a line is doubled, a lone dot ends it."""
    lines = sentence[:LONGEST].replace("\0", " ").splitlines() or [""]
    return b"".join((("." + line) if line.startswith(".") else line).encode() + b"\r\n" for line in lines) + b".\r\n"


def answered(lines: list[bytes]) -> int | None:
    """The code of a whole answer, None while more of it must come. Raises `SsipError`."""
    if len(lines) > MOST_LINES:
        raise SsipError("the answer has too many lines")
    code: int | None = None
    for number, line in enumerate(lines):
        head, mark = line[:3], line[3:4]
        if not (head.isdigit() and len(head) == 3 and mark in (b"-", b" ")):
            raise SsipError("the answer is no answer")
        if mark == b" ":
            if number != len(lines) - 1:
                raise SsipError("more than one answer")
            code = int(head)
    return code


class _Line:
    """A connection, with every exchange bounded in time and length."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._rest = b""
        self._socket.settimeout(_ANSWER_S)
        try:
            self._socket.connect(str(path))
        except OSError:
            self._socket.close()
            raise

    def ask(self, said: bytes) -> None:
        """Send, and wait for an answer that all is well. Raises `SsipError`, `OSError`."""
        deadline = time.monotonic() + _ANSWER_S
        self._socket.settimeout(_ANSWER_S)
        self._socket.sendall(said)
        lines: list[bytes] = []
        while (code := answered(lines)) is None:
            lines.append(self._next(deadline))
        if not 200 <= code < 300:
            raise SsipError(f"refused with {code}")

    def close(self) -> None:
        self._socket.close()

    def _next(self, deadline: float) -> bytes:
        while b"\n" not in self._rest:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            if len(self._rest) > LONGEST_LINE:
                raise SsipError("a line is too long")
            self._socket.settimeout(left)
            more = self._socket.recv(LONGEST_LINE)
            if not more:
                raise SsipError("the line was hung up")
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        return line.rstrip(b"\r")


class SpeechdVoice:
    """Implements `kiosk.core.ports.Voice`."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or default_socket()
        self._line: _Line | None = None
        self._language = ""
        self._tuning, self._tuned = (1.0, 1.0), (0.0, 0.0)
        self._failed = False

    def say(self, sentence: str, language: str) -> None:
        # A connection that has stood for hours may be gone: once more, on a new one.
        self._failed = not (self._spoke(sentence, language) or self._spoke(sentence, language))

    def tune(self, volume: float, rate: float) -> None:
        self._tuning = (max(0.0, min(1.0, volume)), rate)

    def hush(self) -> None:
        if self._line is None:
            return
        try:
            self._line.ask(b"CANCEL SELF\r\n")
        except (OSError, SsipError):
            self._hang_up()

    def health(self) -> Health:
        return Troubled(Trouble.OFFLINE) if self._failed else Ready()

    def close(self) -> None:
        self.hush()
        if self._line is not None:
            with contextlib.suppress(OSError, SsipError):
                self._line.ask(b"QUIT\r\n")
        self._hang_up()

    def _spoke(self, sentence: str, language: str) -> bool:
        try:
            self._speak(sentence, language)
        except (OSError, SsipError):
            self._hang_up()
            return False
        return True

    def _speak(self, sentence: str, language: str) -> None:
        line = self._connected()
        line.ask(b"CANCEL SELF\r\n")
        if language != self._language:
            line.ask(f"SET SELF LANGUAGE {_LANGUAGES.get(language, language.partition('_')[0])}\r\n".encode())
            self._language = language
        if self._tuning != self._tuned:
            volume, rate = self._tuning
            # SSIP counts both from -100 to 100; 0 is the engine's own pace.
            line.ask(f"SET SELF VOLUME {round(200 * volume - 100)}\r\n".encode())
            line.ask(f"SET SELF RATE {max(-100, min(100, round(100 * (rate - 1))))}\r\n".encode())
            self._tuned = self._tuning
        line.ask(b"SPEAK\r\n")
        line.ask(quoted(sentence))

    def _connected(self) -> _Line:
        if self._line is None:
            self._language, self._tuned = "", (-1.0, -1.0)
            line = _Line(self._path)
            self._line = line
            line.ask(b"SET SELF CLIENT_NAME kiosk:terminal:screen\r\n")
            line.ask(b"SET SELF PRIORITY TEXT\r\n")
        return self._line

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None
