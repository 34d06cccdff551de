"""Whole check-ins in the real kiosk, offscreen: the longest stall of the Qt thread, and the memory of all processes."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from kiosk.bench.report import alone, report


def run(quick: bool) -> dict[str, Any]:
    """Take the walk `check-in` 1 or 5 times in each language."""
    summaries = [_walk(language) for _ in range(1 if quick else 5) for language in ("zh_CN", "en")]
    memory = [sum(summary["memory_mb"].values()) for summary in summaries]
    results = [
        alone(
            "longest stall of the Qt thread in a check-in", [s["ui"]["longest_stall_ms"] for s in summaries], unit="ms"
        ),
        alone("first frame of the walk", [s["ui"]["first_frame_ms"] for s in summaries], unit="ms"),
        alone("peak memory of screen, vision and sync together", memory, unit="MB"),
    ]
    return report("ui", results)


def _walk(language: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "kiosk", "demo", "--headless", "--lang", language, "--out", out]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        summary: dict[str, Any] = json.loads((Path(out) / "summary.json").read_text(encoding="utf-8"))
        return summary
