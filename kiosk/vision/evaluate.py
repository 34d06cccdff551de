"""How often the face engine errs: every picture of every person against every other, single pictures on both sides.

A kiosk, which averages several frames, does better. Error rates are counted, never fitted; one that rests on fewer than
ten errors is not given. From 30 errors on it is within 30 % of the truth with 90 % confidence (the rule of 30,
G. Doddington et al., "The NIST speaker recognition evaluation", Speech Communication 31, 2000). Words are those of
ISO/IEC 19795-1.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kiosk.vision.embed import Calibration, CalibrationError, OperatingPoint
from kiosk.vision.face import FaceEngine
from kiosk.vision.geometry import Image
from kiosk.vision.models import Floats
from kiosk.vision.pictures import Unread, read_picture

RATES: Final = {"1e-3": 1e-3, "1e-4": 1e-4, "1e-5": 1e-5}
FEWEST_ERRORS: Final = 10
_STEP: Final = 1e-4  # distances between two people are counted in steps, so that their number does not matter
_STEPS: Final = 20_001  # two unit vectors lie at most 2 apart
_BLOCK: Final = 512


@dataclass(frozen=True)
class Pairs:
    """The distances of all pairs of one person, the counts of those of two people, and what there was to compare.

    `impostor_counts[n]` is how many pairs of two people lie between n and n + 1 steps of 0.0001 apart. `unusable` is
    how many files showed no usable face, `ms` the median time for a picture that did.
    """

    genuine: Floats
    impostor_counts: NDArray[np.int64]
    people: int
    unusable: int
    ms: float

    @cached_property
    def impostor(self) -> int:
        """How many pairs of two people there are."""
        return int(self.impostor_counts.sum())

    @cached_property
    def _nearer(self) -> NDArray[np.int64]:
        """How many pairs of two people lie below n steps."""
        return np.concatenate([np.zeros(1, np.int64), self.impostor_counts.cumsum()])

    def true_accept_rate(self, threshold: float) -> float:
        """The part of genuine pairs below the threshold."""
        return float((self.genuine < threshold).mean())

    def false_accepts(self, threshold: float) -> int:
        """How many pairs of two people lie below the threshold, which is rounded to a step."""
        return int(self._nearer[min(round(threshold / _STEP), _STEPS)])

    def false_accept_rate(self, threshold: float) -> float:
        """The part of impostor pairs below the threshold."""
        return self.false_accepts(threshold) / self.impostor

    def threshold(self, false_accept_rate: float) -> float | None:
        """The largest threshold, in steps, that accepts no more than this part of the impostors; None for too few."""
        allowed = int(false_accept_rate * self.impostor)
        if allowed < FEWEST_ERRORS:
            return None
        return round(float(np.searchsorted(self._nearer, allowed, side="right") - 1) * _STEP, 4)

    def curve(self) -> list[tuple[float, float]]:
        """The detection error trade-off: (false match rate, false non-match rate) for every step that changes one."""
        missed = 1 - np.searchsorted(np.sort(self.genuine), np.arange(_STEPS + 1) * _STEP) / self.genuine.size
        points = np.column_stack([self._nearer / self.impostor, missed])
        changed = np.any(np.diff(points, axis=0) != 0, axis=1)
        return [(float(x), float(y)) for x, y in points[1:][changed]]


def pictures(folder: Path) -> Iterator[tuple[str, Image | None]]:
    """Every file one folder below with the name of its folder; None where it is no picture."""
    for path in sorted(folder.glob("*/*")):
        picture = read_picture(path)
        yield path.parent.name, None if isinstance(picture, Unread) else picture


def compare(engine: FaceEngine, folder: Path) -> Pairs:
    """Compare every pair of pictures below the folder, one folder for each person.

    Only the templates are held, and wiped at the end. Raises `ModelError`.
    """
    people: list[str] = []
    vectors: list[Floats] = []
    times: list[float] = []
    unusable = 0
    for person, image in pictures(folder):
        began = time.perf_counter()
        template = None if image is None else engine.portrait(image)
        if template is None:
            unusable += 1
            continue
        times.append((time.perf_counter() - began) * 1e3)
        people.append(person)
        vectors.append(template.vector)
    numbers = {person: number for number, person in enumerate(dict.fromkeys(people))}
    ids = np.array([numbers[person] for person in people], np.int64)
    matrix = np.array(vectors, np.float32).reshape(len(ids), engine.embedder.dimension)
    genuine, counts = _distances(matrix, ids)
    for biometric in (matrix, *vectors):
        biometric.fill(0)
    return Pairs(genuine, counts, len(numbers), unusable, statistics.median(times) if times else 0.0)


def _distances(vectors: Floats, ids: NDArray[np.int64]) -> tuple[Floats, NDArray[np.int64]]:
    """The distances of all pairs with one id, and the counts of all others; the matrix is never held whole."""
    genuine = [np.empty(0, np.float32)]
    counts = np.zeros(_STEPS, np.int64)
    columns = np.arange(len(ids))
    for first in range(0, len(ids), _BLOCK):
        rows = slice(first, first + _BLOCK)
        distances = np.sqrt(np.maximum(0, 2 - 2 * vectors[rows] @ vectors[first:].T)).astype(np.float32)
        upper = columns[rows, None] < columns[None, first:]
        same = ids[rows, None] == ids[None, first:]
        genuine.append(distances[upper & same])
        steps = (distances[upper & ~same] / np.float32(_STEP)).astype(np.int64)
        counts += np.bincount(steps, minlength=_STEPS)[:_STEPS]
    return np.concatenate(genuine), counts


def report(engine: FaceEngine, pairs: Pairs) -> dict[str, Any]:
    """What was measured, as JSON values; never a name or a template.

    `tar` is the true-accept rate at each false-accept rate, at the `threshold` that these pairs give, which rests on so
    many `errors`; null where these are too few. `in_use` is what the engine's own table does on these pairs.
    """
    thresholds = {name: pairs.threshold(rate) for name, rate in RATES.items()}
    measured = {name: threshold for name, threshold in thresholds.items() if threshold is not None}
    try:
        table = engine.calibration.points
    except CalibrationError:
        table = ()
    return {
        "engine": engine.name,
        "people": pairs.people,
        "genuine": pairs.genuine.size,
        "impostor": pairs.impostor,
        "missed": pairs.unusable,
        "tar": {name: _tar(pairs, threshold) for name, threshold in thresholds.items()},
        "threshold": thresholds,
        "errors": {name: pairs.false_accepts(threshold) for name, threshold in measured.items()},
        "in_use": [
            {
                "rate": point.false_accept_rate,
                "threshold": point.threshold,
                "tar": _tar(pairs, point.threshold),
                "far": float(f"{pairs.false_accept_rate(point.threshold):.3g}"),
            }
            for point in table
        ],
        "ms": round(pairs.ms, 2),
    }


def _tar(pairs: Pairs, threshold: float | None) -> float | None:
    return None if threshold is None else round(pairs.true_accept_rate(threshold), 4)


def calibrate(engine: FaceEngine, pairs: Pairs, measured_on: str) -> Calibration:
    """The engine's table as these pairs measure it. Raises `CalibrationError` where they are too few for 1e-4."""
    points = tuple(
        OperatingPoint(rate, threshold, round(pairs.true_accept_rate(threshold), 4))
        for rate in RATES.values()
        if (threshold := pairs.threshold(rate)) is not None
    )
    default = RATES["1e-4"]
    if not any(point.false_accept_rate == default for point in points):
        needed = round(FEWEST_ERRORS / default)
        raise CalibrationError(f"{pairs.impostor:,} pairs of two people are too few: {needed:,} are needed for 1e-4")
    if not pairs.genuine.size:
        raise CalibrationError("nobody has two usable pictures")
    embedder = engine.embedder
    return Calibration(
        engine.name, embedder.model_sha256, embedder.alignment, embedder.mirrored, default, measured_on, points
    )


def written(calibration: Calibration) -> str:
    """The table as the TOML that `read_calibration` reads."""
    lines = [
        f'engine = "{calibration.engine}"',
        f'model_sha256 = "{calibration.model_sha256}"',
        f'alignment = "{calibration.alignment}"',
        f"mirrored = {str(calibration.mirrored).lower()}",
        f"default_false_accept_rate = {calibration.default_false_accept_rate:g}",
        f'measured_on = "{calibration.measured_on}"',
    ]
    for point in calibration.points:
        lines += [
            "",
            "[[point]]",
            f"false_accept_rate = {point.false_accept_rate:g}",
            f"threshold = {point.threshold}",
            f"true_accept_rate = {point.true_accept_rate}",
        ]
    return "\n".join(lines) + "\n"
