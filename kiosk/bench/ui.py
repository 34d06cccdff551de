"""The real kiosk, offscreen: whole check-ins (stalls, memory, how long the machine works), and touches meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from kiosk.bench.report import alone, report

_WORKING: Final = {"CheckingCode", "PresentDocument", "ComparingHolder", "LookAtCamera", "CheckingIn"}
"""Screens on which the customer waits for the machine, apart from those that ask for a movement."""
_ASKING: Final = ("noFace", "turnLeft", "turnRight", "openMouth", "blink", "faceTheCamera", "openEyes")


def run(quick: bool, touches: Callable[[int], Sequence[float]]) -> dict[str, Any]:
    """Take the walk `check-in` 1 or 5 times in each language, and touch the screen 60 or 1,000 times.

    `touches` gives so many times from a touch to its answer on the screen, in ms.
    """
    summaries = [_walk(language) for _ in range(1 if quick else 5) for language in ("zh_CN", "en")]
    memory = [sum(summary["memory_mb"].values()) for summary in summaries]
    results = [
        alone(
            "longest stall of the Qt thread in a check-in", [s["ui"]["longest_stall_ms"] for s in summaries], unit="ms"
        ),
        alone("first frame of the walk", [s["ui"]["first_frame_ms"] for s in summaries], unit="ms"),
        alone("peak memory of screen, vision and sync together", memory, unit="MB"),
        alone("machine time of a check-in", [machine_s(s["screens"]) for s in summaries], unit="s"),
    ]
    times = sorted(touches(60 if quick else 1000))
    results += [
        alone("touch to visible answer, vision running", times, unit="ms"),
        alone("touch to visible answer, 99th percentile", [times[round(0.99 * (len(times) - 1))]], unit="ms"),
    ]
    return report("ui", results)


def machine_s(screens: Sequence[dict[str, Any]]) -> float:
    """How long the customer waited for the machine, in seconds: code, document, comparison, light, bank.

    The simulated hand acts as soon as a screen asks for it. Times in which a movement is asked for are the customer's.
    """
    waited: int = sum(
        after["at_ms"] - screen["at_ms"]
        for screen, after in pairwise(screens)
        if screen["name"] in _WORKING and not any(asked in screen["png"] for asked in _ASKING)
    )
    return waited / 1000


def _walk(language: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "kiosk", "demo", "--headless", "--lang", language, "--out", out]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        summary: dict[str, Any] = json.loads((Path(out) / "summary.json").read_text(encoding="utf-8"))
        return summary
