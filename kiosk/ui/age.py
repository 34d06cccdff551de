"""How old this process is."""

from __future__ import annotations

import os
import time
from pathlib import Path


def process_age_ms() -> float:
    """How long ago this process started, in milliseconds (proc(5), /proc/self/stat field 22; a resolution of 10 ms)."""
    fields = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    started_s = int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return (time.clock_gettime(time.CLOCK_BOOTTIME) - started_s) * 1000
