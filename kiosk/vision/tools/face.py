"""`kiosk vision face A B`: are the faces on two pictures one person's?"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from kiosk.vision.embed import Template
from kiosk.vision.face import FaceEngine
from kiosk.vision.pictures import Unread, read_picture


def same(engine: FaceEngine, a: Path, b: Path, false_accept_rate: float | None = None) -> dict[str, Any]:
    """The answer as JSON values: `same`, `distance` and `threshold`, and for each picture whether it shows a face.

    A picture without a usable face says the `reason`; then `distance` is null and `same` false. `ms` is the time from
    the files to the answer, models opened. Raises `ModelError` and `CalibrationError`.
    """
    threshold = engine.threshold(false_accept_rate)
    engine.open()
    began = time.perf_counter()
    one, other = _look(engine, a), _look(engine, b)
    distance = None if isinstance(one, str) or isinstance(other, str) else one.distance(other)
    ms = (time.perf_counter() - began) * 1e3
    return {
        "same": distance is not None and distance < threshold,
        "distance": None if distance is None else round(distance, 4),
        "threshold": threshold,
        "engine": engine.name,
        "ms": round(ms, 1),
        "a": _said(one),
        "b": _said(other),
    }


def sentence(answer: dict[str, Any]) -> str:
    """The answer in a line for a person."""
    unseen = [f"{name}: {answer[name]['reason']}" for name in ("a", "b") if not answer[name]["face"]]
    if unseen:
        return f"not compared ({', '.join(unseen)})"
    verdict = "the same person" if answer["same"] else "two people"
    return f"{verdict}: distance {answer['distance']:.3f}, threshold {answer['threshold']:.3f} ({answer['engine']})"


def _look(engine: FaceEngine, path: Path) -> Template | str:
    picture = read_picture(path)
    if isinstance(picture, Unread):
        return picture
    return engine.portrait(picture) or "noFace"


def _said(seen: Template | str) -> dict[str, Any]:
    return {"face": False, "reason": str(seen)} if isinstance(seen, str) else {"face": True}
