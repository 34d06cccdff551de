"""From the start of the process to the first frame, beside an empty Qt Quick window; both offscreen, warm cache."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any, Final

from kiosk.bench.report import faster, report

_KIOSK: Final = "from kiosk.wiring.terminal import print_first_frame; print_first_frame()"
_EMPTY: Final = "from kiosk.ui.empty import print_first_frame; print_first_frame()"


def run(quick: bool) -> dict[str, Any]:
    """Start each 3 or 11 times in turn, after one start that is not counted."""
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(1 + (3 if quick else 11)):
        for program, samples in ((_KIOSK, ours), (_EMPTY, theirs)):
            first_frame_ms = _start(program)
            if number:
                samples.append(first_frame_ms)
    return report("startup", [faster("first frame", ours, against=("an empty Qt Quick window", theirs))])


def _start(program: str) -> float:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60, env=environment
    )
    return float(json.loads(done.stdout.strip().splitlines()[-1])["first_frame_ms"])
