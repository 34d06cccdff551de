"""The portrait of a resident card, decoded by an integrator's own program: the format, WLT, has no open decoder.

The program is closed native code that takes what a card said: it runs in a process of its own for each portrait, gets
no environment to speak of, has a time limit, and its answer is measured before it is believed. The contract stands in
docs/resident-id-reader.md.
"""

from __future__ import annotations

import contextlib
import os
import resource
import selectors
import signal
import struct
import subprocess
import time
from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from kiosk.core.ports import DecodedPhoto

WLT_BYTES: Final = 1024
LARGEST_ANSWER: Final = 65536
"""Bytes. The portrait as a bitmap has 38,862."""

_CHUNK: Final = 65536
_ENVIRONMENT: Final = MappingProxyType({"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"})
_BITMAP_HEADER: Final = struct.Struct("<2sIHHIIiiHHI")
_HEADER_BYTES: Final = 54
_INFO_HEADER_BYTES: Final = 40
_BITS: Final = 24


class IsolatedDecoder:
    """Runs `command` for each portrait; implements `kiosk.core.ports.PhotoDecoder`.

    `command` is the program and its arguments, no shell. It must answer and end within `timeout_s` seconds. Whatever
    it does instead (hang, crash, babble) ends as None, and its whole session is killed. Raises `ValueError` for an
    empty command.
    """

    def __init__(self, command: Sequence[str], timeout_s: float = 3.0) -> None:
        if not command:
            raise ValueError("a decoder is a program")
        self._command = tuple(command)
        self._timeout_s = timeout_s

    def decode(self, wlt: bytes) -> DecodedPhoto | None:
        """The portrait; None where the program is missing, fails or answers anything but one bitmap."""
        if len(wlt) != WLT_BYTES:
            return None
        try:
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # it may quote the portrait
                env=dict(_ENVIRONMENT),
                cwd="/",
                start_new_session=True,
                bufsize=0,
            )
        except (OSError, ValueError):
            return None
        with process:
            try:
                answer = self._answer(process, wlt)
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)  # not yet waited for, so its number is still its own
        return _bitmap(answer) if answer is not None and process.returncode == 0 else None

    def _answer(self, process: subprocess.Popen[bytes], wlt: bytes) -> bytes | None:
        """All it wrote, after it has ended; None where it takes too long or writes too much. Does not reap it."""
        until = time.monotonic() + self._timeout_s
        if process.stdin is None or process.stdout is None:
            return None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            resource.prlimit(process.pid, resource.RLIMIT_CORE, (0, 0))  # a core file would hold the portrait
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(wlt)  # an empty pipe takes it whole
        process.stdin.close()
        answer = bytearray()
        ended = os.pidfd_open(process.pid)
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(process.stdout, selectors.EVENT_READ)
                selector.register(ended, selectors.EVENT_READ)
                while selector.get_map():
                    ready = selector.select(max(0.0, until - time.monotonic()))
                    if not ready:
                        return None
                    for key, _ in ready:
                        chunk = b"" if key.fd == ended else os.read(key.fd, _CHUNK)
                        answer += chunk
                        if not chunk:
                            selector.unregister(key.fileobj)
                    if len(answer) > LARGEST_ANSWER:
                        return None
        finally:
            os.close(ended)
        return bytes(answer)


def _bitmap(data: bytes) -> DecodedPhoto | None:
    """A Windows bitmap of 24 bits, not compressed (BITMAPINFOHEADER), that is as long as its size says; else None."""
    if len(data) < _BITMAP_HEADER.size:
        return None
    magic, _, _, _, pixels_at, header, width, rows, planes, bits, compression = _BITMAP_HEADER.unpack_from(data)
    if (magic, header, planes, bits, compression) != (b"BM", _INFO_HEADER_BYTES, 1, _BITS, 0):
        return None
    height, row = abs(rows), (width * 3 + 3) // 4 * 4
    if width < 1 or height < 1 or not _HEADER_BYTES <= pixels_at <= len(data) or len(data) - pixels_at != row * height:
        return None
    lines = [data[at : at + width * 3] for at in range(pixels_at, len(data), row)]
    if rows > 0:
        lines.reverse()  # the lowest line comes first
    return DecodedPhoto(width=width, height=height, pixels=b"".join(lines))
