"""What every benchmark answers: the machine, and rows of medians with their spread."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final

_PACKAGES: Final = ("numpy", "onnxruntime", "opencv-python-headless", "pyside6-essentials", "rapidocr", "zxing-cpp")


@dataclass(frozen=True)
class Result:
    """One figure: a median with its 5th and 95th percentile, and the same of a peer.

    `ratio` is how many times better than the peer; above one is better whatever the unit.
    """

    what: str
    value: float
    unit: str
    low: float
    high: float
    peer: str | None = None
    peer_value: float | None = None
    ratio: float | None = None


def faster(what: str, samples: Sequence[float], *, unit: str = "ms", against: tuple[str, Sequence[float]]) -> Result:
    """A figure of which less is better, such as a time, beside a peer's samples. Raises `ValueError` for no samples."""
    peer, peer_samples = against
    value, low, high = spread(samples)
    theirs = spread(peer_samples)[0]
    return Result(what, _round(value), unit, _round(low), _round(high), peer, _round(theirs), _ratio(theirs, value))


def alone(what: str, samples: Sequence[float], *, unit: str) -> Result:
    """A figure without a peer. Raises `ValueError` for no samples."""
    value, low, high = (_round(figure) for figure in spread(samples))
    return Result(what, value, unit, low, high)


def higher(what: str, value: float, *, unit: str, against: tuple[str, float]) -> Result:
    """A single figure of which more is better, such as a rate over a whole set, beside a peer's."""
    peer, theirs = against
    mine = _round(value)
    return Result(what, mine, unit, mine, mine, peer, _round(theirs), _ratio(value, theirs))


def in_rounds(what: str, rates: Sequence[float], *, unit: str, against: tuple[str, Sequence[float]]) -> Result:
    """A rate, of which more is better, measured in turns with a peer's: the ratio is the median of the rounds' ratios.

    What else the machine does meanwhile falls on both. Raises `ValueError` for no samples and for unequal numbers.
    """
    peer, peer_rates = against
    value, low, high = (_round(figure) for figure in spread(rates))
    ratio = spread([mine / theirs for mine, theirs in zip(rates, peer_rates, strict=True)])[0]
    return Result(what, value, unit, low, high, peer, _round(spread(peer_rates)[0]), _round(ratio))


def spread(samples: Sequence[float]) -> tuple[float, float, float]:
    """Median, 5th and 95th percentile (nearest rank). Raises `ValueError` for no samples."""
    if not samples:
        raise ValueError("nothing was measured")
    ordered = sorted(samples)
    last = len(ordered) - 1
    return statistics.median(ordered), ordered[round(0.05 * last)], ordered[round(0.95 * last)]


def report(bench: str, results: Sequence[Result], *, left_out: Sequence[str] = ()) -> dict[str, Any]:
    """The answer of a benchmark as JSON values. `left_out` names peers that could not be measured, and why."""
    answer: dict[str, Any] = {"bench": bench, "machine": machine(), "results": [asdict(result) for result in results]}
    return answer | ({"left_out": list(left_out)} if left_out else {})


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "cpu": _cpu(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
        "system": platform.platform(),
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in _PACKAGES},
        "load": round(os.getloadavg()[0], 2),
    }


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _ratio(better: float, worse: float) -> float | None:
    return _round(better / worse) if worse else None


def _round(figure: float) -> float:
    return float(f"{figure:.4g}")
