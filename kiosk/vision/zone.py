"""The machine-readable zone in a picture: two or three lines of one length, close above each other.

The detector finds lines at any angle. Those that can be a zone together are cut out in their common length, since a
detector often loses the fillers at the end of a line, and read in the zone's alphabet alone. Where a check fails the
lines are read otherwise: upside down, in other widths, taken apart where two were found as one, from closer by. What
was read of one line is put together with what was read of the others, and the checks of the zone decide.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.documents import mrz
from kiosk.vision.geometry import Image
from kiosk.vision.ocr import Ocr, Quad, Spelt, slant, strip

# Lengths and distances are in heights of a line as the detector finds it.
_LONG: Final = 10.0
"""The least length of a line that can be of a zone: 14 to 25 for those of the specimens measured."""
_TWO: Final = (6.5, 14.0)
_THREE: Final = (3.8, 6.5)
"""The length of two and of three lines found as one: by the measures of 9303-5 to -7, 7.2 to 10.5 and 4.5."""
_PIECE: Final = 1.5
"""The least length of a piece of a line."""
_ALIKE: Final = 1.7
"""How many times higher one line of a zone may be found than another."""
_PITCH: Final = (0.6, 2.3)
"""The distance from line to line: 0.9 to 1.5 measured."""
_OFF: Final = 2.5
"""The most that the beginnings, or else the ends, of two lines lie apart."""
_UNBROKEN: Final = 0.6
"""The least part of a line that is found as print: a detector may miss fillers, but lines of a form have gaps."""
_PARALLEL: Final = 0.07
"""The sine of the largest angle between two lines of a zone."""
_BEYOND: Final = 0.3
"""How much is cut out before the beginning and behind the end."""

WIDTHS: Final = (800, 1000, 640)
"""The widths in which a line is read, in pixels. Measured on lines of 44: all characters at 800 and more, at 700 two
are lost of every other line."""
_SHORTEST: Final = 24
"""A line in which fewer characters are read is of no zone."""
_SURE: Final = 0.97
"""The mean certainty from which two like readings are what is printed, whatever its check digits say."""
_DIGITS: Final = ("number", "birth", "expiry")
"""Of these one must hold in lines of just the right length, else two, for lines to be taken for a zone."""
_MOST_BLOCKS: Final = 3
_MOST_ROWS: Final = 4
CLOSER: Final = (960, 1440)
"""The sides of the picture for second and third looks, at the part of it that bears text."""
_MARGIN: Final = 0.03

Block: TypeAlias = tuple[Quad, ...]
"""The lines of what may be a zone, from top to bottom or, where the picture is upside down, from bottom to top."""


@dataclass(frozen=True)
class Reading:
    """A zone, the mean certainty of its lines from 0 to 1, and where they lie, the first line first."""

    zone: mrz.Mrz
    score: float
    lines: Block = field(repr=False)
    settled: bool
    """Whether reading on is of no use: every check held, or the same was surely read twice."""


@dataclass(frozen=True)
class _Row:
    """A line in the frame of its block: `across` from line to line, from `begin` to `end` along it; its `middle` lies
    at `at`, and it runs in the direction `along`."""

    across: float
    at: float
    begin: float
    end: float
    printed: float
    middle: NDArray[np.float32] = field(repr=False)
    along: NDArray[np.float32] = field(repr=False)
    height: float


def read(image: Image, quads: Sequence[Quad], ocr: Ocr, today: date, widths: Sequence[int] = WIDTHS) -> Reading | None:
    """The zone among lines that were found in a picture, BGR; the best reading where not every check holds.

    Costs some 30 ms a line on two cores where the first reading holds, and as much again for each further width.
    """
    best: Reading | None = None
    for block in blocks(quads)[:_MOST_BLOCKS]:
        reading = _read(image, block, ocr, today, widths)
        if reading is not None and reading.settled:
            return reading
        best = _better(best, reading)
    return best


def search(
    image: Image, ocr: Ocr, today: date, quads: Sequence[Quad] | None = None, closer: Sequence[int] = CLOSER
) -> Reading | None:
    """The zone somewhere in a photograph, BGR, looked at from closer and closer; None where there seems to be none.

    `quads` are the lines that a first look found already; `closer` the sides in pixels of the looks after it.
    """
    found = ocr.quads(image) if quads is None else quads
    best = _looked_at(image, found, ocr, today)
    part, back = _levelled(image, found)
    for side in closer:
        if (best is not None and best.settled) or max(part.shape[:2]) * 2 < side:
            break
        reading = _looked_at(part, ocr.quads(part, side), ocr, today)
        if reading is not None:
            reading = replace(reading, lines=tuple(quad @ back[:, :2].T + back[:, 2] for quad in reading.lines))
        best = _better(best, reading)
    return best


def _looked_at(image: Image, quads: Sequence[Quad], ocr: Ocr, today: date) -> Reading | None:
    """The zone among these lines, or among those that they are taken apart into."""
    best = read(image, quads, ocr, today)
    if best is not None and best.settled:
        return best
    parts = [part for quad in quads for part in _apart(quad)]
    return best if len(parts) == len(quads) else _better(best, read(image, parts, ocr, today))


def _levelled(image: Image, quads: Sequence[Quad]) -> tuple[Image, NDArray[np.float32]]:
    """The part of the picture that bears text, turned until the text runs level; and the way back, 2 by 3."""
    if not quads:
        return image, np.eye(2, 3, dtype=np.float32)
    turn = cv2.getRotationMatrix2D((0, 0), math.degrees(slant(quads)), 1)
    points = np.concatenate(quads) @ turn[:, :2].T
    low, high = points.min(axis=0), points.max(axis=0)
    margin = _MARGIN * float((high - low).max())
    turn[:, 2] = margin - low
    width, height = (int(extent) for extent in np.ceil(high - low + 2 * margin))
    part = cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(part, dtype=np.uint8), np.asarray(cv2.invertAffineTransform(turn), np.float32)


def blocks(quads: Sequence[Quad]) -> list[Block]:
    """What may be zones among lines of text, that with the least blank space first."""
    bars = [_bar(quad) for quad in quads]
    found: list[tuple[float, Block]] = []
    taken: set[int] = set()
    for leader in sorted(range(len(bars)), key=lambda index: -_length(bars[index])):
        if leader in taken or _length(bars[leader]) < _LONG * bars[leader].height:
            continue
        rows, members = _beside(bars[leader], bars)
        taken |= members
        if len(rows) >= 2:
            begin, end = min(row.begin for row in rows), max(row.end for row in rows)
            height = float(np.median([row.height for row in rows]))
            blank = sum(end - begin - row.printed for row in rows) / len(rows)
            found.append((blank / height, tuple(_cut(row, begin, end, height) for row in rows)))
    return [block for _, block in sorted(found, key=lambda one: one[0])]


def _read(image: Image, block: Block, ocr: Ocr, today: date, widths: Sequence[int]) -> Reading | None:
    """Read a block in one width after the other until the checks hold, or the same was surely read twice."""
    best: Reading | None = None
    for lines in (block, tuple(np.roll(quad, 2, axis=0) for quad in reversed(block))):
        middle = len(lines) // 2
        probe = ocr.spell(strip(image, lines[middle], widths[0]))
        if len(probe.cells) < _SHORTEST:
            continue
        others = [ocr.spell(strip(image, quad, widths[0])) for n, quad in enumerate(lines) if n != middle]
        spelt = [[*others[:middle], probe, *others[middle:]]]
        best = _decided(spelt, lines, today)
        for width in widths[1:] if best else ():
            if best is not None and best.settled:
                break
            spelt.append([ocr.spell(strip(image, quad, width)) for quad in lines])
            best = _better(best, _decided(spelt, lines, today))
        if best is not None:
            break
    return best


def _decided(spelt: Sequence[Sequence[Spelt]], block: Block, today: date) -> Reading | None:
    """The best zone that lines read once or more often give."""
    best: Reading | None = None
    for first, count in _windows(len(block)):
        readings = [lines[first : first + count] for lines in spelt]
        certain = _certainty(readings[-1])
        twice = len(readings) > 1 and certain > _SURE and _texts(readings[-1]) == _texts(readings[-2])
        for cells in _put_together(readings):
            found = mrz.find(cells, today)
            if found is None or not _plausible(found, cells):
                continue
            best = _better(best, Reading(found, certain, block[first : first + count], found.ok or twice))
            if found.ok:
                return best
    return best


def _plausible(found: mrz.Mrz, cells: Sequence[Sequence[str]]) -> bool:
    """Whether these lines are a zone at all: other print has the shape of one now and then."""
    digits = sum(held for name, held in found.checks if name in _DIGITS)
    return digits >= (1 if all(len(line) == found.layout.width for line in cells) else 2)


def _windows(rows: int) -> Iterator[tuple[int, int]]:
    """Where the lines of a zone may begin, the lowest first, and how many they are."""
    return ((first, count) for first in reversed(range(rows - 1)) for count in (2, 3) if first + count <= rows)


def _put_together(readings: Sequence[Sequence[Spelt]]) -> Iterator[tuple[tuple[str, ...], ...]]:
    """The last reading, then each way to put lines of it together with lines of those before."""
    choices = [dict.fromkeys(line.cells for line in reversed(lines)) for lines in zip(*readings, strict=True)]
    return itertools.product(*choices)


def _texts(lines: Sequence[Spelt]) -> tuple[str, ...]:
    return tuple(line.text for line in lines)


def _certainty(lines: Sequence[Spelt]) -> float:
    return sum(line.score for line in lines) / len(lines)


def _better(one: Reading | None, other: Reading | None) -> Reading | None:
    return max(
        (reading for reading in (one, other) if reading is not None),
        key=lambda reading: (sum(held for _, held in reading.zone.checks), reading.settled, reading.score),
        default=None,
    )


def _bar(quad: Quad) -> _Row:
    """A line as found, in a frame of its own; its longer side is taken for its direction."""
    right, down = (quad[1] - quad[0] + quad[2] - quad[3]) / 2, (quad[3] - quad[0] + quad[2] - quad[1]) / 2
    if np.linalg.norm(right) < np.linalg.norm(down):
        right, down = down, -right
    length, height = float(np.linalg.norm(right)), float(np.linalg.norm(down))
    return _Row(0, 0, -length / 2, length / 2, length, quad.mean(axis=0), right / max(length, 1e-3), max(height, 1e-3))


def _length(row: _Row) -> float:
    return row.end - row.begin


def _beside(leader: _Row, bars: Sequence[_Row]) -> tuple[list[_Row], set[int]]:
    """The lines above and below a leader that make a block with it, and which of the bars they are."""
    along, down = leader.along, np.array([-leader.along[1], leader.along[0]], np.float32)
    pieces: list[tuple[_Row, int]] = []
    for index, bar in enumerate(bars):
        aslant = abs(float(bar.along @ down)) > _PARALLEL and _length(bar) > 3 * bar.height
        if aslant or not 1 / _ALIKE < bar.height / leader.height < _ALIKE or _length(bar) < _PIECE * bar.height:
            continue
        off = bar.middle - leader.middle
        half, at = _length(bar) / 2, float(off @ along)
        ahead = bar.along if float(bar.along @ along) > 0 else -bar.along
        pieces.append(
            (_Row(float(off @ down), at, at - half, at + half, _length(bar), bar.middle, ahead, bar.height), index)
        )
    rows: list[tuple[_Row, set[int]]] = []
    for piece, index in sorted(pieces, key=lambda one: one[0].across):
        if rows and piece.across - rows[-1][0].across < 0.5 * leader.height:
            rows[-1] = (_joined(rows[-1][0], piece), rows[-1][1] | {index})
        else:
            rows.append((piece, {index}))
    here = min(range(len(rows)), key=lambda number: abs(rows[number][0].across), default=0)
    kept = rows[here : here + 1]
    for step in (-1, 1):
        number = here + step
        while 0 <= number < len(rows) and len(kept) < _MOST_ROWS:
            near = kept[0 if step < 0 else -1][0]
            row = rows[number][0]
            distance = abs(row.across - near.across) / leader.height
            if distance > _PITCH[1]:
                break
            if distance > _PITCH[0] and _equal(row, rows[here][0], _OFF * leader.height):
                kept.insert(0 if step < 0 else len(kept), rows[number])
            number += step
    return [row for row, _ in kept], set().union(*(members for _, members in kept))


def _joined(one: _Row, other: _Row) -> _Row:
    """Two pieces of one line; the longer says how it runs."""
    main = one if _length(one) >= _length(other) else other
    return replace(
        main, begin=min(one.begin, other.begin), end=max(one.end, other.end), printed=one.printed + other.printed
    )


def _equal(one: _Row, other: _Row, slack: float) -> bool:
    near = min(abs(one.begin - other.begin), abs(one.end - other.end)) < slack
    return near and one.printed > _UNBROKEN * max(_length(one), _length(other))


def _cut(row: _Row, begin: float, end: float, height: float) -> Quad:
    """Where the line lies when it is as long as its block."""
    down = np.array([-row.along[1], row.along[0]], np.float32) * height / 2
    left = row.middle + row.along * (begin - row.at - _BEYOND * height)
    right = row.middle + row.along * (end - row.at + _BEYOND * height)
    return np.asarray([left - down, right - down, right + down, left + down], np.float32)


def _apart(quad: Quad) -> Iterator[Quad]:
    """The lines in what was found as one, if it is as thick as two or three; else the line itself."""
    bar = _bar(quad)
    aspect = _length(bar) / bar.height
    count = 2 if _TWO[0] < aspect < _TWO[1] else 3 if _THREE[0] < aspect <= _TWO[0] else 1
    whole = _cut(bar, bar.begin, bar.end, bar.height)
    left, right = (whole[3] - whole[0]) / count, (whole[2] - whole[1]) / count
    for n in range(count):
        upper, lower = np.float32(n), np.float32(n + 1)
        yield np.asarray(
            [whole[0] + left * upper, whole[1] + right * upper, whole[1] + right * lower, whole[0] + left * lower]
        )
