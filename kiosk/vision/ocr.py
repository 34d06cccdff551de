"""Lines of text in a picture, by rapidocr (PP-OCR models, Apache-2.0, inside its wheel)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR
from rapidocr.utils.output import RapidOCROutput

Image: TypeAlias = NDArray[np.uint8]

# Measured: `max` keeps the detector from enlarging a card to thousands of pixels, and one
# line at a time beats batches padded to the longest line (TD1 back: 343 ms against 596 on one core).
_SETTINGS: Final = {
    "Global.log_level": "error",
    "Det.limit_type": "max",
    "Det.limit_side_len": 512,
    "Rec.rec_batch_num": 1,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


@dataclass(frozen=True)
class Line:
    """A line of text: where it begins, the middle of its height, and its height, in pixels."""

    text: str = field(repr=False)
    left: float
    middle: float
    height: float


class Ocr(Protocol):
    """Finds text."""

    def lines(self, image: Image) -> tuple[Line, ...]:
        """The lines of a BGR picture `(height, width, 3)`, in no particular order."""


class RapidOcr:
    """`Ocr` by rapidocr: about 300 ms a card on one core. Loading takes about a second; not thread-safe."""

    def __init__(self) -> None:
        self._engine = RapidOCR(params=dict(_SETTINGS))

    def lines(self, image: Image) -> tuple[Line, ...]:
        """The lines of a BGR picture; none where the engine finds nothing."""
        result = self._engine(image, use_det=True, use_cls=False, use_rec=True)
        if not isinstance(result, RapidOCROutput) or result.boxes is None or result.txts is None:
            return ()
        return tuple(_line(str(text), box) for text, box in zip(result.txts, result.boxes, strict=True))


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


def _line(text: str, box: NDArray[Any]) -> Line:
    """A line from its quadrilateral (four points, clockwise from the top left), which may lie aslant."""
    left, middle = float(np.min(box[:, 0])), float(np.mean(box[:, 1]))
    return Line(text, left, middle, float(np.linalg.norm(box[3] - box[0])))
