"""Lines of text in a picture, by rapidocr (PP-OCR models, Apache-2.0, inside its wheel).

Finding text and reading it are two steps, because a reader who knows where a line lies pays for that line alone.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_rec import TextRecInput

from kiosk.vision.geometry import Image

Quad: TypeAlias = NDArray[np.float32]
"""Where a line lies: four points (x, y) in pixels, clockwise from the top left of a line that lies upright."""

# Measured: `max` keeps the detector from enlarging a card to thousands of pixels, and one
# line at a time beats batches padded to the longest line (TD1 back: 343 ms against 596 on one core).
_SETTINGS: Final = {
    "Global.log_level": "error",
    "Det.limit_type": "max",
    "Rec.rec_batch_num": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,  # rapidocr's default; an arena would keep what was read
}
SIDE: Final = 512
"""The longest side of a picture in which text is looked for, in pixels."""
_ENLARGED: Final = 2.0
"""The most that a small picture is enlarged to be looked at."""
_STRIP: Final = 48
"""The height of a line that the recognition model reads, in pixels."""
_WIDEST: Final = 3200
"""The most that a strip is wide, in pixels, however long its line: what one costs is bounded."""
_LEAST_SCORE: Final = 0.5
_ALIASING: Final = 0.6
"""Below this scale a line is made smaller by averaging before it is cut out: interpolation alone would alias."""

_DOUBT: Final = 0.02
"""The chance from which another character than the likeliest is one that it may be."""
_RIVALS: Final = 3

ZONE_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
_DRAWN_LIKE: Final = {"<": "«≤〈《く＜‹({", "N": "Ñ", "O": "Ø", "A": "ÀÁÂÃÅ"}
"""What else the model may take a character of the zone for; the small letters are added to their capitals."""


@dataclass(frozen=True)
class Line:
    """A line of text: where it begins, the middle of its height, and its height, in pixels; `score` from 0 to 1."""

    text: str = field(repr=False)
    left: float
    middle: float
    height: float
    score: float = 1.0


@dataclass(frozen=True)
class Spelt:
    """A line read in the alphabet of the machine-readable zone alone; `score` is the mean certainty, 0 to 1.

    `cells` has for each character the character, then others that it may be.
    """

    cells: tuple[str, ...] = field(repr=False)
    score: float

    @property
    def text(self) -> str:
        """The likeliest characters."""
        return "".join(cell[0] for cell in self.cells)


class Ocr(Protocol):
    """Finds text and reads it. Pictures are BGR `(height, width, 3)`."""

    def quads(self, image: Image, side: int = SIDE) -> tuple[Quad, ...]:
        """Where lines of text lie, in no particular order; the picture is looked at in a size of `side` pixels."""

    def lines(self, image: Image, quads: Sequence[Quad], angle: float | None = None) -> tuple[Line, ...]:
        """What is written there; a line in which nothing is read is left out.

        The lines are placed as in the picture turned back by `angle`, in radians, at which the text runs in it.
        """

    def spell(self, strip: Image) -> Spelt:
        """The line of a machine-readable zone that fills this strip."""


class RapidOcr:
    """`Ocr` by rapidocr: about 300 ms a card on one core. Loading takes a second or so; not thread-safe."""

    def __init__(self, threads: int = 1) -> None:
        engine: Any = RapidOCR(
            params=_SETTINGS | {"EngineConfig.onnxruntime.intra_op_num_threads": threads, "Det.limit_side_len": SIDE}
        )
        nothing = np.zeros((_STRIP, 2 * _STRIP, 3), np.uint8)  # the engine loads each model at its first use
        engine(nothing, use_det=True, use_cls=False, use_rec=False)
        engine(nothing, use_det=False, use_cls=False, use_rec=True)
        self._find, self._read = engine.text_det, engine.text_rec
        self._zone = _zone_classes(self._read.postprocess_op.character)

    def quads(self, image: Image, side: int = SIDE) -> tuple[Quad, ...]:
        """Where lines of text lie. Costs some 20 ms for 512 pixels on two cores, growing with the square of `side`."""
        scale = min(side / max(image.shape[:2]), _ENLARGED)
        self._find.limit_side_len = side
        boxes = self._find(_resized(image, scale)).boxes
        return () if boxes is None else tuple(np.asarray(box, np.float32) / np.float32(scale) for box in boxes)

    def lines(self, image: Image, quads: Sequence[Quad], angle: float | None = None) -> tuple[Line, ...]:
        """What is written there. Costs 10 to 30 ms a line."""
        angle, found = slant(quads) if angle is None else angle, []
        for quad in quads:
            read = self._read(TextRecInput(img=strip(image, quad), return_word_box=False))
            text, score = str(read.txts[0]), float(read.scores[0])
            if text.strip() and score >= _LEAST_SCORE:
                found.append(_line(text, score, quad, angle))
        return tuple(found)

    def spell(self, strip: Image) -> Spelt:
        """Read by the chances of the zone's characters alone, so that nothing else can be taken for them.

        Connectionist temporal classification (A. Graves et al., ICML 2006), the best path.
        """
        values = strip.astype(np.float32).transpose(2, 0, 1)[None] / 127.5 - 1
        chances = self._read.session(values)[0]
        limited = np.stack([chances[:, classes].sum(axis=1) for classes in self._zone], axis=1)
        limited /= limited.sum(axis=1, keepdims=True) + 1e-9
        best = limited.argmax(axis=1)
        edges = np.flatnonzero(np.diff(best, prepend=-1, append=-1))
        seen = [limited[begin:end].max(axis=0) for begin, end in itertools.pairwise(edges) if best[begin]]
        certain = float(np.mean([chances.max() for chances in seen])) if seen else 0.0
        return Spelt(tuple(_cell(chances) for chances in seen), certain)


def _cell(chances: NDArray[np.float32]) -> str:
    """The character that is there most likely, and those that may be."""
    order = [index for index in np.argsort(-chances)[: _RIVALS + 1] if index]
    return "".join(ZONE_ALPHABET[i - 1] for n, i in enumerate(order) if n == 0 or chances[i] >= _DOUBT)


def rows(lines: Sequence[Line]) -> tuple[str, ...]:
    """The text row by row from top to bottom, each row joined from left to right, blanks removed."""
    grouped: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.middle):
        if grouped and line.middle - grouped[-1][0].middle < 0.5 * line.height:
            grouped[-1].append(line)
        else:
            grouped.append([line])
    return tuple(
        "".join("".join(line.text for line in sorted(row, key=lambda line: line.left)).split()) for row in grouped
    )


def strip(image: Image, quad: Quad, width: int | None = None) -> Image:
    """The line cut out and laid upright, 48 pixels high and as wide as it is long, or `width` pixels wide."""
    long = float(np.linalg.norm(quad[1] - quad[0]) + np.linalg.norm(quad[2] - quad[3])) / 2
    high = float(np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2
    wide = width or min(_WIDEST, max(_STRIP // 2, round(_STRIP * long / max(high, 1.0))))
    shrink = min(_STRIP / max(high, 1.0), 1.0)
    if shrink < _ALIASING:
        image, quad = _resized(image, shrink), quad * np.float32(shrink)
    corners = np.array([[0, 0], [wide, 0], [wide, _STRIP], [0, _STRIP]], np.float32)
    view = cv2.getPerspectiveTransform(quad, corners)
    return np.asarray(
        cv2.warpPerspective(image, view, (wide, _STRIP), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE),
        dtype=np.uint8,
    )


def slant(quads: Sequence[Quad]) -> float:
    """The angle at which the text runs, in radians, positive downwards: the median of the longer half of the lines."""
    runs = sorted((quad[1] - quad[0] + quad[2] - quad[3] for quad in quads), key=np.linalg.norm, reverse=True)
    angles = [math.atan2(run[1], run[0]) for run in runs[: (len(runs) + 1) // 2]]
    return float(np.median(angles)) if angles else 0.0


def _resized(image: Image, scale: float) -> Image:
    kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    return np.asarray(cv2.resize(image, size, interpolation=kind), dtype=np.uint8)


def _line(text: str, score: float, quad: Quad, angle: float) -> Line:
    """A line as it lies in a picture turned until the text runs level."""
    along, down = np.array([math.cos(angle), math.sin(angle)]), np.array([-math.sin(angle), math.cos(angle)])
    height = float(np.linalg.norm(quad[3] - quad[0]))
    return Line(text, float((quad @ along).min()), float((quad @ down).mean()), height, score)


def _zone_classes(characters: Sequence[str]) -> tuple[list[int], ...]:
    """The classes of the model that mean: nothing (blank or space), and each character of the zone."""
    place = {character: index for index, character in enumerate(characters)}
    looks = (c + (c.lower() if c.isalpha() else "") + _DRAWN_LIKE.get(c, "") for c in ZONE_ALPHABET)
    return ([0, place[" "]], *([place[c] for c in dict.fromkeys(like) if c in place] for like in looks))
