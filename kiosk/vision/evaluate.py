"""How often the face engine errs on a bank's own pictures.

    python -m kiosk.vision.evaluate FOLDER

FOLDER holds one folder per person with two or more pictures each. Every pair of pictures is compared, single pictures
on both sides, as for the shipped calibration; so a kiosk, which averages several frames, does better. Prints error
rates and thresholds, never a name or a template. A rate that rests on fewer than 30 errors is marked: only from there
on is it within 30 % of the truth with 90 % confidence (the rule of 30, G. Doddington et al., "The NIST speaker
recognition evaluation", Speech Communication 31, 2000).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.vision.embed import Template
from kiosk.vision.face import FaceEngine
from kiosk.vision.geometry import Image
from kiosk.vision.models import Floats

RATES: Final = (1e-3, 1e-4, 1e-5)
_FEW_ERRORS: Final = 30


@dataclass(frozen=True)
class Pairs:
    """The distances of all pairs of one person, of all pairs of two, and how many pictures showed no usable face."""

    genuine: Floats
    impostor: Floats
    unusable: int

    def true_accept_rate(self, threshold: float) -> float:
        """The part of genuine pairs below the threshold."""
        return float((self.genuine < threshold).mean())

    def false_accept_rate(self, threshold: float) -> float:
        """The part of impostor pairs below the threshold."""
        return float((self.impostor < threshold).mean())

    def threshold(self, false_accept_rate: float) -> float | None:
        """The largest threshold that accepts no more than this part of the impostors; None for too few pairs."""
        allowed = int(false_accept_rate * self.impostor.size)
        return float(np.partition(self.impostor, allowed)[allowed]) if allowed else None


def pictures(folder: Path) -> Iterator[tuple[str, Image | None]]:
    """Every picture with the name of its folder; None where a file is no picture."""
    for path in sorted(folder.glob("*/*")):
        content = np.frombuffer(path.read_bytes(), np.uint8)
        image = cv2.imdecode(content, cv2.IMREAD_COLOR) if content.size else None
        yield path.parent.name, None if image is None else image.astype(np.uint8, copy=False)


def compare(engine: FaceEngine, folder: Path) -> Pairs:
    """Compare every pair of pictures below the folder. Raises `ModelError`."""
    people: list[str] = []
    templates: list[Template] = []
    unusable = 0
    for person, image in pictures(folder):
        template = None if image is None else engine.portrait(image)
        if template is None:
            unusable += 1
        else:
            people.append(person)
            templates.append(template)
    if not templates:
        return Pairs(np.empty(0, np.float32), np.empty(0, np.float32), unusable)
    vectors = np.stack([template.vector for template in templates])
    distances = np.sqrt(np.maximum(0, 2 - 2 * vectors @ vectors.T)).astype(np.float32)
    names = np.array(people)
    upper: NDArray[np.bool_] = np.triu(np.ones(distances.shape, bool), k=1)
    same = names[:, None] == names[None, :]
    return Pairs(distances[upper & same], distances[upper & ~same], unusable)


def report(engine: FaceEngine, pairs: Pairs) -> Iterator[str]:
    """The lines to print."""
    yield f"{engine.name}: {pairs.genuine.size:,} genuine pairs, {pairs.impostor.size:,} impostor pairs"
    yield f"{pairs.unusable} pictures without a usable face"
    for point in engine.calibration.points:
        accepted, wrongly = pairs.true_accept_rate(point.threshold), pairs.false_accept_rate(point.threshold)
        yield f"shipped threshold {point.threshold:.3f}: true accepts {accepted:.2%}, false accepts {wrongly:.2g}"
    for rate in RATES:
        threshold = pairs.threshold(rate)
        if threshold is None:
            yield f"false accepts {rate:g}: too few impostor pairs"
        else:
            accepted = pairs.true_accept_rate(threshold)
            few = "" if rate * pairs.impostor.size >= _FEW_ERRORS else " (rests on few errors)"
            yield f"false accepts {rate:g}: threshold {threshold:.3f}, true accepts {accepted:.2%}{few}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the face engine on your own pictures.")
    parser.add_argument("folder", type=Path, help="one folder per person, two or more pictures in each")
    folder: Path = parser.parse_args().folder
    engine = FaceEngine()
    pairs = compare(engine, folder)
    if not (pairs.genuine.size and pairs.impostor.size):
        print(f"{folder}: no two people with two usable pictures each", file=sys.stderr)
        return 1
    print("\n".join(report(engine, pairs)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
