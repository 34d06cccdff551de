"""`kiosk vision evaluate` and `kiosk vision calibrate`: an engine's error rates on a bank's own pictures.

The folder holds one folder per person, with two or more pictures in each.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kiosk.vision.evaluate import Pairs, calibrate, compare, report, written
from kiosk.vision.face import FaceEngine
from kiosk.vision.tools.det import det_svg


class NothingToMeasureError(Exception):
    """The folder does not hold what error rates are counted on."""


def evaluate(engine: FaceEngine, folder: Path, det: Path | None = None) -> dict[str, Any]:
    """The rates as JSON values (`kiosk.vision.evaluate.report`); the DET curve goes to the file `det`.

    Raises `NothingToMeasureError`, `ModelError`, `OSError`.
    """
    pairs = _pairs(engine, folder)
    if det is not None:
        title = f"{engine.name}: {pairs.genuine.size:,} genuine and {pairs.impostor:,} impostor pairs"
        det.write_text(det_svg([(title, pairs.curve())]), encoding="utf-8")
    return report(engine, pairs)


def write_calibration(engine: FaceEngine, folder: Path, out: Path) -> dict[str, Any]:
    """Write the engine's table as measured on the folder; the rates as JSON values.

    Raises `NothingToMeasureError`, `CalibrationError` for too few pairs, `ModelError`, `OSError`.
    """
    pairs = _pairs(engine, folder)
    measured_on = f"{pairs.people:,} people, {pairs.genuine.size:,} genuine and {pairs.impostor:,} impostor pairs"
    out.write_text(written(calibrate(engine, pairs, measured_on)), encoding="utf-8")
    return report(engine, pairs)


def sentences(found: dict[str, Any]) -> str:
    """The rates in lines for a person."""
    pairs = f"{found['people']:,} people, {found['genuine']:,} genuine and {found['impostor']:,} impostor pairs"
    unusable = f"{found['missed']:,} pictures without a usable face"
    lines = [f"{found['engine']}: {pairs}; {unusable}; {found['ms']:.1f} ms a picture"]
    for rate, accepted in found["tar"].items():
        if accepted is None:
            lines.append(f"false accepts {rate}: too few impostor pairs")
        else:
            threshold, errors = found["threshold"][rate], found["errors"][rate]
            lines.append(
                f"false accepts {rate} ({errors} pairs): threshold {threshold:.3f}, true accepts {accepted:.2%}"
            )
    lines += [
        f"threshold in use {point['threshold']:.3f}: true accepts {point['tar']:.2%}, false accepts {point['far']:.2g}"
        for point in found["in_use"]
    ]
    return "\n".join(lines)


def _pairs(engine: FaceEngine, folder: Path) -> Pairs:
    if not folder.is_dir():
        raise NothingToMeasureError(f"{folder} is no folder")
    pairs = compare(engine, folder)
    if not pairs.genuine.size or not pairs.impostor:
        raise NothingToMeasureError(f"{folder} holds no two people, one of them with two usable pictures")
    return pairs
