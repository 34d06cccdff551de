"""The one picture that leaves the vision process: a small preview for the screen, in shared memory.

Layout: a header (sequence, width, height; little-endian u32 each), then two slots of RGB888. The writer fills the slot
that is not shown and then raises the sequence; the reader copies the slot of the sequence and takes the copy only if
the sequence is still the same (a seqlock of two slots: neither side ever waits).
"""

from __future__ import annotations

import struct
from multiprocessing import shared_memory

WIDTH, HEIGHT = 640, 480
HEADER = struct.Struct("<III")
SLOT = WIDTH * HEIGHT * 3
SIZE = HEADER.size + 2 * SLOT


def buffer(memory: shared_memory.SharedMemory) -> memoryview:
    """The bytes of an open shared memory. Raises ValueError when it is closed."""
    if memory.buf is None:
        raise ValueError("the shared memory is closed")
    return memory.buf


class PreviewReader:
    """The screen's side. Implements `kiosk.ui.preview.PreviewSource`."""

    def __init__(self, memory: shared_memory.SharedMemory) -> None:
        self._buffer = buffer(memory)

    def latest(self) -> tuple[int, int, int, bytes] | None:
        """Sequence, width, height and RGB888 rows of the newest picture; None where there is none, or one just came."""
        sequence, width, height = HEADER.unpack_from(self._buffer, 0)
        if not (sequence and width and height) or width > WIDTH or height > HEIGHT:
            return None  # of the first picture, the sequence may be there before its size is
        start = HEADER.size + (sequence % 2) * SLOT
        picture = bytes(self._buffer[start : start + width * height * 3])
        after, *_ = HEADER.unpack_from(self._buffer, 0)
        return (sequence, width, height, picture) if after == sequence else None  # else the slot may be written again

    def wipe(self) -> None:
        """Zero the memory; for when its writer has died."""
        self._buffer[:] = bytes(SIZE)

    def close(self) -> None:
        """Let go of the memory."""
        self._buffer.release()
