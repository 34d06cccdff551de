"""Long texts in parts: what does not fit on a page is shown part by part, never scrolled and never cut."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption
from PySide6.QtQml import QmlElement, QmlSingleton

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1

_ENDS: Final = (re.compile(r"[。！？；][”’」』）]?|[.!?;][”’)]?(?=\s)"), re.compile(r"[，、：]|[,:](?=\s)"))
"""Where a paragraph is best divided: after a sentence, else after a clause."""


_SCRAP: Final = 0.25
"""A last line that is shorter than this part of the width is a scrap: a word, or a few Chinese characters."""


def break_lines(text: str, width: float, font: QFont) -> list[int]:
    """Where each line of a wrapped text ends, as Qt Quick's `Text.Wrap` breaks it. `width` in pixels."""
    return [end for end, _ in _lines(text, width, font)]


def _lines(text: str, width: float, font: QFont) -> list[tuple[int, float]]:
    """Where each line ends, and how wide its writing is."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)  # a text layout breaks at no other sign
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append((line.textStart() + line.textLength(), line.naturalTextWidth()))
    layout.endLayout()
    return lines


def slack(text: str, width: float, font: QFont) -> float:
    """How much narrower a text is to be set so that no scrap of it stands alone in the last line. In pixels.

    As little as will do, and never so much that the text takes another line; 0 where nothing helps.
    """
    lines = _lines(text, width, font)
    if len(lines) < 2 or lines[-1][1] >= width * _SCRAP:
        return 0.0
    for step in range(1, 10):
        less = width * step / 20
        narrower = _lines(text, width - less, font)
        if len(narrower) > len(lines):
            break
        if narrower[-1][1] >= width * _SCRAP:
            return less
    return 0.0


def parts(
    paragraphs: Sequence[str], lines: Callable[[str], list[int]], *, line: float, spacing: float, room: float
) -> list[list[str]]:
    """Paragraphs dealt out to parts, each no higher than `room`.

    `lines` tells where the lines of a wrapped text end, `line` is the height of one and `spacing` what lies between
    paragraphs, in one unit with `room`. A paragraph stays whole unless it is too long for a part of its own; then it
    is divided after a sentence, else after a clause, else after a line. Every part has at least one line.
    """
    most = max(1, math.floor(room / line))
    dealt: list[list[str]] = [[]]
    used = 0.0
    for piece in (piece for paragraph in paragraphs for piece in _pieces(paragraph, lines, most)):
        height = len(lines(piece)) * line
        if dealt[-1] and used + spacing + height > room:
            dealt.append([])
        used = height if not dealt[-1] else used + spacing + height
        dealt[-1].append(piece)
    return dealt


def _pieces(paragraph: str, lines: Callable[[str], list[int]], most: int) -> Iterator[str]:
    """A paragraph in pieces of at most `most` lines."""
    rest = paragraph
    while len(ends := lines(rest)) > most:
        fitting = rest[: ends[most - 1]]
        found = (max((match.end() for match in end.finditer(fitting)), default=0) for end in _ENDS)
        cut = next((place for place in found if place), len(fitting))
        yield rest[:cut].rstrip()
        rest = rest[cut:].lstrip()
    if rest:
        yield rest


@QmlElement
@QmlSingleton
class Typesetter(QObject):
    """Measures texts and deals them out to parts for QML. Lengths in pixels."""

    @Slot(str, float, QFont, result=int)
    def lineCount(self, text: str, width: float, font: QFont) -> int:
        """How many lines a text takes."""
        return len(break_lines(text, width, font)) if width > 0 else 1

    @Slot(str, float, QFont, result=float)
    def slack(self, text: str, width: float, font: QFont) -> float:
        """How much narrower a text is to be set."""
        return slack(text, width, font) if width > 0 else 0.0

    @Slot(list, float, QFont, float, float, result=list)
    def parts(self, paragraphs: list[str], width: float, font: QFont, spacing: float, room: float) -> list[list[str]]:
        """The parts of a page's words."""
        if width <= 0 or room <= 0:
            return [list(paragraphs)]  # the page has no size yet
        known: dict[str, list[int]] = {}

        def lines(text: str) -> list[int]:
            if text not in known:
                known[text] = break_lines(text, width, font)
            return known[text]

        line = math.ceil(QFontMetricsF(font).lineSpacing())
        return parts(paragraphs, lines, line=line, spacing=spacing, room=room)

    @Slot(str, float, QFont, int, result=str)
    def tail(self, text: str, width: float, font: QFont, most: int) -> str:
        """The last lines of a text, at most `most`: what is written is seen where it is written."""
        ends = break_lines(text, width, font) if width > 0 else []
        return text[ends[-most - 1] :] if len(ends) > most else text
