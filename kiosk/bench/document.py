"""Reading identity documents from pictures: the kiosk's reader beside rapidocr as it comes, on the same pictures.

The peer reads the whole picture with rapidocr's own settings, and its lines go through the same parsers: what differs
is how lines are found and read. The machine-readable zones are those of a folder of specimen photographs, which the
project does not ship; Chinese cards are drawn.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeAlias, TypeVar

import numpy as np
from rapidocr import RapidOCR

from kiosk.bench.report import Result, alone, faster, higher, report
from kiosk.core.clock import civil_today
from kiosk.documents import cn_id, mrz
from kiosk.places import measurement_pictures
from kiosk.vision import zone
from kiosk.vision.geometry import Image
from kiosk.vision.ocr import Line, RapidOcr, rows
from kiosk.vision.picture import look
from kiosk.vision.pictures import read_picture
from kiosk.vision.tools.document import ENOUGH_PIXELS, THREADS

Crowd: TypeAlias = Callable[[int], Iterable[tuple[Image, dict[str, str]]]]
"""Given how many, pictures of fronts of Chinese cards, BGR, and what must be read of each."""
_Args = ParamSpec("_Args")
_Answer = TypeVar("_Answer")

"""The environment variable that names the folder of specimen photographs."""
PEER: Final = "rapidocr defaults"
_DIGITS: Final = ("number", "birth", "expiry", "optional", "composite")


def run(quick: bool, data: Path | None, crowd: Crowd) -> dict[str, Any]:
    """Measure; `quick` takes every third specimen and five cards instead of twenty.

    `data` is the folder of specimens; else that of the environment variable, else `shared/data/mrz` beside the
    repository. Where there is none it is said, and only cards are measured. Raises `ValueError` where nothing could be
    measured.
    """
    today = civil_today()
    ours, peer = RapidOcr(THREADS), RapidOCR(params={"Global.log_level": "error"})
    results: list[Result] = []
    left_out: list[str] = []
    pictures = specimens(data)[:: 3 if quick else 1]
    if pictures:
        results += _zones(pictures, ours, peer, today)
    else:
        left_out.append("machine-readable zones: no pictures given (--data or $KIOSK_SHARED_DATA)")
    try:
        results += _cards(list(crowd(5 if quick else 20)), ours, peer, today)
    except LookupError as error:
        left_out.append(f"Chinese cards: {error}")
    if not results:
        raise ValueError("; ".join(left_out))
    return report("document", results, left_out=left_out)


def specimens(data: Path | None) -> list[Image]:
    """The pictures of the folder, in the order of their names; none where there is no folder."""
    folder = data or measurement_pictures("mrz")
    files = sorted(folder.iterdir()) if folder is not None and folder.is_dir() else []
    read = (read_picture(file, enough=ENOUGH_PIXELS) for file in files)
    return [picture for picture in read if isinstance(picture, np.ndarray)]


def _zones(pictures: Sequence[Image], ours: RapidOcr, peer: RapidOCR, today: date) -> list[Result]:
    times: list[float] = []
    theirs: list[float] = []
    boxed: list[float] = []
    read = digits = read_boxed = read_theirs = 0
    for picture in pictures:
        seen = _timed(times, look, picture, ours, today)
        read += seen.ok
        digits += "number" in seen.checks and all(seen.checks.get(name, True) for name in _DIGITS)
        reading = _timed(boxed, guided, picture, ours, today)
        read_boxed += reading is not None and reading.zone.ok
        found = _timed(theirs, _their_zone, picture, peer, today)
        read_theirs += found is not None and found.ok
    share = 100 / len(pictures)
    return [
        faster("one specimen photograph", times, against=(PEER, theirs)),
        higher("specimens of which every check held", read * share, unit="%", against=(PEER, read_theirs * share)),
        alone("specimens of which every check digit held", [digits * share], unit="%"),
        faster("one specimen as a frame of the guide box", boxed, against=(PEER, theirs)),
        alone("of these every check held", [read_boxed * share], unit="%"),
    ]


def guided(picture: Image, ocr: RapidOcr, today: date) -> zone.Reading | None:
    """One look, as `DocumentSession` looks at one frame: lines found once, each line read once."""
    return zone.read(picture, ocr.quads(picture), ocr, today, zone.WIDTHS[:1])


def _cards(crowd: Sequence[tuple[Image, dict[str, str]]], ours: RapidOcr, peer: RapidOCR, today: date) -> list[Result]:
    times: list[float] = []
    theirs: list[float] = []
    exact = exact_theirs = 0
    for picture, fields in crowd:
        seen = _timed(times, look, picture, ours, today)
        exact += seen.ok and seen.fields == fields
        front = _timed(theirs, _their_front, picture, peer, today)
        exact_theirs += front is not None and (front.name, front.nation, front.address, front.number) == tuple(
            fields[name] for name in ("name", "nation", "address", "number")
        )
    share = 100 / len(crowd)
    return [
        faster("one Chinese card, 1280x720", times, against=(PEER, theirs)),
        higher("cards read to the letter", exact * share, unit="%", against=(PEER, exact_theirs * share)),
    ]


def _their_zone(picture: Image, peer: RapidOCR, today: date) -> mrz.Mrz | None:
    return mrz.find(rows(_lines(peer, picture)), today)


def _their_front(picture: Image, peer: RapidOCR, today: date) -> cn_id.Front | None:
    return cn_id.front(rows(_lines(peer, picture)), today)


def _timed(times: list[float], act: Callable[_Args, _Answer], *args: _Args.args, **named: _Args.kwargs) -> _Answer:
    began = time.perf_counter()
    answer = act(*args, **named)
    times.append((time.perf_counter() - began) * 1e3)
    return answer


def _lines(peer: RapidOCR, picture: Image) -> list[Line]:
    found: Any = peer(picture)
    if found.boxes is None or found.txts is None:
        return []
    return [
        Line(text, float(box[:, 0].min()), float(box[:, 1].mean()), float(np.linalg.norm(box[3] - box[0])))
        for text, box in zip(found.txts, found.boxes, strict=True)
    ]
