"""Programs that an integrator might give as the decoder of portraits, good and bad; each a text of Python."""

from __future__ import annotations

import struct
import sys
from typing import Final

GOOD: Final = """
import struct, sys
wlt = sys.stdin.buffer.read()
width, height = 102, 126
row = (width * 3 + 3) // 4 * 4
pixels = b"".join(
    b"".join(bytes((x, y, wlt[0])) for x in range(width)).ljust(row, b"\\0") for y in reversed(range(height))
)
head = struct.pack("<2sIHHIIiiHHIIiiII", b"BM", 54 + len(pixels), 0, 0, 54, 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
sys.stdout.buffer.write(head + pixels)
"""


def command(program: str) -> tuple[str, ...]:
    """How the program is run: without the site, which costs half of a start."""
    return (sys.executable, "-I", "-S", "-c", program)


def bitmap(
    width: int,
    height: int,
    pixels: bytes,
    *,
    bits: int = 24,
    compression: int = 0,
    pixels_at: int = 54,
    header: int = 40,
) -> bytes:
    """A Windows bitmap, as wrong as asked for."""
    return (
        struct.pack("<2sIHHI", b"BM", 54 + len(pixels), 0, 0, pixels_at)
        + struct.pack("<IiiHHIIiiII", header, width, height, 1, bits, compression, 0, 0, 0, 0, 0)
        + pixels
    )


def answering(answer: bytes, code: int = 0) -> tuple[str, ...]:
    """A program that answers this, whatever it is given."""
    return command(f"import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write({answer!r}); sys.exit({code})")
