"""What libraries hold back of freed memory, overwritten at the end of a visit.

The C library overwrites what reaches it (`kiosk.vision.process`). numpy frees small arrays, such as a template, to a
cache of its own instead, where they lie as they were until another of the same size is wanted.
"""

from __future__ import annotations

from typing import Final

import numpy as np

_SMALL: Final = 1024
"""The sizes below this, in bytes, are kept (numpy/_core/src/multiarray/alloc.c, NBUCKETS)."""
_KEPT: Final = 7
"""How many arrays of one size (NCACHE)."""


def rinse() -> None:
    """Have every small array that numpy keeps overwritten with zeros. Costs some 4 ms."""
    taken = [np.empty(size, np.uint8) for size in range(1, _SMALL) for _ in range(_KEPT)]  # together: so none is left
    for array in taken:
        array.fill(0)
