"""Reads an identity document that lies in the guide box, over several frames.

A side is believed on one reading where more than one print must agree: on the Chinese card the number's check
character, the printed birth and the printed sex; on a TD1 every check digit with the composite one, and the number
printed on the other side. A second reading of the same print would repeat the same mistake.

A TD2 or TD3 shows all on one side, and its number nowhere else that is read here: two frames must give the same zone,
with every check digit, and no character of it may have been repaired. A visa identifies nobody.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

import cv2
import numpy as np

from kiosk.core.appointment import normalised
from kiosk.core.clock import civil_today
from kiosk.core.identity import CARD_GUIDE, Document, DocumentKind, DocumentSource, DocumentTrouble
from kiosk.core.ports import DocumentNotRead, DocumentRead
from kiosk.documents import cn_id, mrz
from kiosk.vision import zone
from kiosk.vision.geometry import Image
from kiosk.vision.ocr import Line, Ocr, Quad, rows

_MARGIN: Final = 0.02
_RESIDENT_PORTRAIT: Final = (0.58, 0.06, 0.98, 0.80)
_TD1_PORTRAIT: Final = (0.0, 0.10, 0.46, 0.95)
_PAGE_PORTRAIT: Final = (-0.08, -0.64, 0.42, -0.01)
"""Where a TD2 or TD3 has its portrait: from the beginning of the zone's first line, in lengths of that line (9303-4
and 9303-6, figure of the zones; the portraits of the specimens measured lie within -.03 to .30 and -.52 to -.06)."""
_PORTRAIT_WIDTH: Final = 480

_EDGES_OF_A_CARD: Final = 0.02
"""The least share of edge pixels. Measured: a bare reader .000, a card .063 and more at 0.15 to 1 of the light."""
_AT_REST: Final = 4.0
_SAME_SIDE: Final = 9.0
"""The most that the coarse view changes, in mean grey levels: from frame to frame while a card is held still
(measured on simulated cards: 1.5), and while the same side lies there (7.5; the other side 11 to 25)."""
_LOOK_AGAIN: Final = 15
"""Unchanged frames after which a side is read again all the same: a back may look like its front."""
_SMALLEST: Final = 64
"""The least width and height of a frame, in pixels."""
_TRIES: Final = 6
"""Readings without any side before the customer is told: three each way round, about two seconds."""
_CLOSER_LOOK: Final = 3
"""Of so many readings without any side, the last is a closer and slower look for a zone."""
_FAILURES: Final = 3
"""Readings with a failing check before the customer is told."""
_SHORTEST_NUMBER: Final = 5
_DATE: Final = re.compile(
    r"(?<!\d)(?:(?:0[1-9]|[12]\d|3[01])[ ./-]?(?:0[1-9]|1[0-2]|[A-Z]{3}(?:/[A-Z]{3,4})?)[ ./-]?(?:19|20)?\d\d"
    r"|(?:19|20)\d\d[ ./-]?(?:0[1-9]|1[0-2])[ ./-]?(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
"""A day as the visual zone may print it (ICAO Doc 9303-3, 3.6.2), in any order."""


_OTHER_SIDE: Final = re.compile("公民身份|PASSE?PORT(?! ?CARD)|<<")
"""Print that the front of a TD1 never bears: of a Chinese card, or of a data page whose zone could not be read."""


@dataclass(frozen=True)
class _Td1Front:
    lines: tuple[str, ...] = field(repr=False)

    def shows(self, found: mrz.Mrz) -> bool:
        """Whether the zone's number is printed here, blanks and punctuation aside.

        What print and reader confuse counts as one, unless the number was repaired: then every character must agree,
        for folding would undo the repair and what was misread instead alike.
        """
        same = (lambda text: text) if found.repaired else mrz.folded
        number = same(found.number)
        return len(number) >= _SHORTEST_NUMBER and any(number in same(normalised(line)) for line in self.lines)


@dataclass(frozen=True)
class _Untaken:
    """A document of a kind that identifies nobody here, or of which too little is known."""


_Side: TypeAlias = cn_id.Front | cn_id.Back | _Td1Front | mrz.Mrz | _Untaken
_Checks: TypeAlias = tuple[tuple[str, bool], ...]


class DocumentSession:
    """Reads one document over several frames; holds personal data until `wipe`. Not thread-safe."""

    def __init__(self, ocr: Ocr, today: Callable[[], date] = civil_today) -> None:
        self._ocr = ocr
        self._today = today
        self._held: _Side | None = None
        self._zone: mrz.Mrz | None = None
        self._seen_zone: mrz.Mrz | None = None
        self._zone_lines: tuple[Quad, ...] = ()
        self._portrait: Image | None = None
        self._number: str | None = None
        self._last_view: Image | None = None
        self._read_view: Image | None = None
        self._turned = False
        self._unchanged = self._unread = self._failed = 0
        self._done = False
        self._said: DocumentTrouble | None = None

    @property
    def portrait(self) -> Image | None:
        """The printed portrait with some of the card around it, BGR; None until the side that bears it was read."""
        return self._portrait

    @property
    def number(self) -> str | None:
        """The number beside `portrait`, where that is of a Chinese card; that side is verified."""
        return self._number

    @property
    def zone(self) -> mrz.Mrz | None:
        """The machine-readable zone, once it is verified: what a chip's keys are derived from."""
        return self._zone

    def see(self, image: Image) -> DocumentRead | DocumentNotRead | None:
        """Look at a frame, BGR `(height, width, 3)`. None where there is nothing new to tell.

        An array of another shape or type shows no card. Costs about 3 ms where no card lies or nothing changed, else
        one reading (some 300 ms of one core); of readings that find nothing every third is a closer look, of twice that
        or more.
        """
        if self._done or not _is_frame(image):
            return None
        card = _cut(image, CARD_GUIDE, _MARGIN)
        gray = _gray(card)
        view = _coarse(gray)
        before, self._last_view = self._last_view, view
        if not _card_lies_in(gray):
            self._read_view = None
            self._unread = self._failed = 0
            return None if self._held else self._say(DocumentTrouble.NONE_SEEN)
        self._unchanged = self._unchanged + 1 if _change(view, self._read_view) < _SAME_SIDE else 0
        if _change(view, before) > _AT_REST or 0 < self._unchanged < _LOOK_AGAIN:
            return None
        self._unchanged = 0
        upright = np.ascontiguousarray(card[::-1, ::-1]) if self._turned else card
        side = self._side(upright)
        if side is None:
            self._turned = not self._turned
            self._unread += 1
            return self._give_up(DocumentTrouble.UNREADABLE, view) if self._unread >= _TRIES else None
        return self._take(side, upright, view)

    def wipe(self) -> None:
        """Zero the pictures and forget everything."""
        for picture in (self._portrait, self._last_view, self._read_view):
            if picture is not None:
                picture.fill(0)
        self._held = self._portrait = self._last_view = self._read_view = self._said = None
        self._zone = self._seen_zone = self._number = None
        self._zone_lines = ()
        self._turned = self._done = False
        self._unchanged = self._unread = self._failed = 0

    def _side(self, upright: Image) -> _Side | None:
        today, quads = self._today(), self._ocr.quads(upright)
        if self._unread % _CLOSER_LOOK == _CLOSER_LOOK - 1:
            reading = zone.search(upright, self._ocr, today, quads, zone.CLOSER[:1])
        else:
            reading = zone.read(upright, quads, self._ocr, today, zone.WIDTHS[:1])
        self._zone_lines = reading.lines if reading else ()
        if reading and reading.zone.ok:
            return _taken(reading.zone)
        lines = self._ocr.lines(upright, quads)
        text = rows(lines)
        card = cn_id.front(text, today) or cn_id.back(text, today)
        if card is not None:
            return card
        if cn_id.foreign(text, today):
            return _Untaken()
        found = reading.zone if reading else mrz.find(text, today)
        return _td1_front(lines) if found is None else _taken(found)

    def _take(self, side: _Side, upright: Image, view: Image) -> DocumentRead | DocumentNotRead | None:
        if isinstance(side, _Untaken):
            return self._give_up(DocumentTrouble.KIND_NOT_TAKEN, view)
        if not _holds(side):
            return self._fail(view)
        if isinstance(side, mrz.Mrz) and side.layout is not mrz.TD1 and not self._seen_again(side):
            return self._fail(view) if side.repaired else None
        self._unread = 0
        self._read_view = view
        if _expired(side, self._today()):
            return self._say(DocumentTrouble.EXPIRED)
        if isinstance(side, cn_id.Front | _Td1Front):
            box = _RESIDENT_PORTRAIT if isinstance(side, cn_id.Front) else _TD1_PORTRAIT
            self._portrait = _cut(upright, box, 0).copy()
            self._number = side.number if isinstance(side, cn_id.Front) else None
        if isinstance(side, mrz.Mrz):
            self._zone = side
            if side.layout is not mrz.TD1:
                self._portrait, self._number = _beside_the_zone(upright, self._zone_lines), None
        elif not isinstance(side, _Td1Front):
            self._zone = None
        document = _joined(self._held, side) or _joined(side, self._held)
        if document is not None and document.fields_ok:
            self._done = True
            return DocumentRead(document)
        self._held = side
        if document is not None:
            return self._fail(view) or self._say(DocumentTrouble.TURN_OVER)
        self._failed = 0
        return self._say(DocumentTrouble.TURN_OVER)

    def _seen_again(self, side: mrz.Mrz) -> bool:
        """Whether the frame before gave the same zone, as it is printed."""
        before, self._seen_zone = self._seen_zone, side
        return side == before and not side.repaired

    def _fail(self, view: Image) -> DocumentNotRead | None:
        self._failed += 1
        return self._give_up(DocumentTrouble.CHECK_FAILED, view) if self._failed >= _FAILURES else None

    def _give_up(self, trouble: DocumentTrouble, view: Image) -> DocumentNotRead | None:
        """Tell it, and spend no more readings on what lies there than on a side that was read."""
        self._read_view = view
        return self._say(trouble)

    def _say(self, trouble: DocumentTrouble) -> DocumentNotRead | None:
        if trouble is self._said:
            return None
        self._said = trouble
        return DocumentNotRead(trouble)


def _taken(found: mrz.Mrz) -> mrz.Mrz | _Untaken | None:
    if not found.ok:
        return found
    if found.layout in (mrz.MRV_A, mrz.MRV_B):
        return _Untaken()
    return found if found.born is not None else None


def _holds(side: _Side) -> bool:
    match side:
        case cn_id.Front() | cn_id.Back() | mrz.Mrz():
            return all(held for _, held in side.checks)
        case _:
            return True


def _expired(side: _Side, today: date) -> bool:
    match side:
        case mrz.Mrz(expires=last) | cn_id.Back(valid_to=last):
            return last is not None and last < today
        case _:
            return False


def _td1_front(lines: Sequence[Line]) -> _Td1Front | None:
    """Text that may be the front of a TD1: it bears a birth and an expiry. The back must prove it."""
    text = tuple(line.text.upper() for line in lines)
    dates = sum(len(_DATE.findall(line)) for line in text)
    return _Td1Front(text) if dates >= 2 and not any(_OTHER_SIDE.search(line) for line in text) else None


def _joined(one: _Side | None, other: _Side | None) -> Document | None:
    """The document of a front and a back; None where these are not all sides of one kind of document."""
    match one, other:
        case cn_id.Front() as front, cn_id.Back() as back:
            together: _Checks = (("sidesBelongTogether", cn_id.belong_together(front, back)),)
            return Document(
                kind=DocumentKind.CN_RESIDENCE_PERMIT if front.permit else DocumentKind.CN_RESIDENT_ID,
                source=DocumentSource.CAMERA,
                number=front.number,
                name=front.name,
                born=front.born,
                expires=back.valid_to,
                checks=front.checks + back.checks + together,
            )
        case _Td1Front() as front, mrz.Mrz(born=date() as born) as found if found.layout is mrz.TD1:
            together = (("sidesBelongTogether", front.shows(found)),)
            return _of_zone(found, born, found.checks + together)
        case mrz.Mrz(born=date() as born) as found, _ if found.layout is not mrz.TD1:
            return _of_zone(found, born, found.checks)
        case _:
            return None


def _of_zone(found: mrz.Mrz, born: date, checks: _Checks) -> Document:
    return Document(
        kind=found.kind,
        source=DocumentSource.CAMERA,
        number=found.number,
        name=found.name,
        born=born,
        expires=found.expires,
        checks=checks,
    )


def _beside_the_zone(page: Image, lines: tuple[Quad, ...]) -> Image:
    """The part of the page where a TD2 or TD3 has its portrait, laid upright by the zone's first line."""
    if not lines:
        return _cut(page, _TD1_PORTRAIT, 0).copy()
    begin, along = lines[0][0], lines[0][1] - lines[0][0]
    down = np.array([-along[1], along[0]], np.float32)
    left, top, right, bottom = _PAGE_PORTRAIT
    size = (_PORTRAIT_WIDTH, round(_PORTRAIT_WIDTH * (bottom - top) / (right - left)))
    place = np.array([begin + along * left + down * top, begin + along * right + down * top,
                      begin + along * left + down * bottom], np.float32)  # fmt: skip
    view = cv2.getAffineTransform(place, np.array([[0, 0], [size[0], 0], [0, size[1]]], np.float32))
    return np.asarray(cv2.warpAffine(page, view, size, flags=cv2.INTER_CUBIC), dtype=np.uint8)


def _cut(image: Image, box: tuple[float, float, float, float], margin: float) -> Image:
    h, w = image.shape[:2]
    left, top, right, bottom = box
    x, y = max(0.0, left - margin), max(0.0, top - margin)
    return image[round(y * h) : round((bottom + margin) * h), round(x * w) : round((right + margin) * w)]


def _is_frame(image: Image) -> bool:
    return image.dtype == np.uint8 and image.ndim == 3 and image.shape[2] == 3 and min(image.shape[:2]) >= _SMALLEST


def _gray(card: Image) -> Image:
    shrunk = cv2.resize(card, (320, 200), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(shrunk, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def _card_lies_in(gray: Image) -> bool:
    """Whether there is print: a bare reader has hardly an edge."""
    return float(np.count_nonzero(cv2.Canny(gray, 30, 70))) / gray.size > _EDGES_OF_A_CARD


def _coarse(gray: Image) -> Image:
    """A coarse view with the contrast made the same in any light."""
    tiny = cv2.resize(gray, (40, 25), interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(np.clip((tiny - tiny.mean()) / (tiny.std() + 1) * 50 + 128, 0, 255), dtype=np.uint8)


def _change(one: Image, other: Image | None) -> float:
    return math.inf if other is None else float(cv2.absdiff(one, other).mean())
