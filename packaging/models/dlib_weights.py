"""The tensors in a network file of dlib (`.dat`), found without dlib.

The file is a stream of dlib's serialised objects. An integer is a control byte, whose low four bits count the value's
bytes and whose top bit is the sign, and the value, little-endian (`dlib/serialize.h`). A tensor is the integer 2, its
format's version, then the integers samples, channels, rows and columns, then so many little-endian float32. Whatever
stands between two tensors (names, learning rates) is passed over: the version's two bytes are a tensor where four sound
extents and as many sound numbers follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

_VERSION: Final = b"\x01\x02"
_FEWEST: Final = 8
# Bytes of anything else, read as float32, soon hold numbers that no weight is, or little but zeros.
_LARGEST: Final = 1e5
_SMALLEST: Final = 1e-30
_MOST_ZEROS: Final = 0.7

Floats: TypeAlias = NDArray[np.float32]


def tensors(content: bytes) -> Iterator[Floats]:
    """Every tensor, samples x channels x rows x columns, in the order of the file."""
    at = content.find(_VERSION)
    while at != -1:
        found = _tensor(content, at + len(_VERSION))
        if found is None:
            at = content.find(_VERSION, at + 1)
        else:
            values, end = found
            yield values
            at = content.find(_VERSION, end)


def _tensor(content: bytes, at: int) -> tuple[Floats, int] | None:
    shape = []
    for _ in range(4):
        read = _integer(content, at)
        if read is None or read[0] <= 0:
            return None
        shape.append(read[0])
        at = read[1]
    count = shape[0] * shape[1] * shape[2] * shape[3]
    if count < _FEWEST or at + 4 * count > len(content):
        return None
    values = np.frombuffer(content, "<f4", count, at)
    sizes = np.abs(values)
    if not np.isfinite(values).all() or sizes.max() > _LARGEST or (sizes < _SMALLEST).mean() > _MOST_ZEROS:
        return None
    return values.astype(np.float32).reshape(shape), at + 4 * count


def _integer(content: bytes, at: int) -> tuple[int, int] | None:
    """The integer at a place and where it ends; None where there is none."""
    control = content[at] if at < len(content) else 0
    end = at + 1 + (control & 0x0F)
    if control & 0x70 or not 1 <= control & 0x0F <= 8 or end > len(content):
        return None
    value = int.from_bytes(content[at + 1 : end], "little")
    return (-value if control & 0x80 else value), end
