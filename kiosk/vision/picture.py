"""The identity document in any photograph: which it is, what it says, and which checks held.

Where a reader's frame shows one side in a known place, a photograph may show a document anywhere, at any angle, both
sides at once, or none. The picture is looked at from closer until the document is read or nothing is left to try.
Fields that no check vouches for are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

import cv2
import numpy as np

from kiosk.core.identity import DocumentKind
from kiosk.documents import cn_id, mrz
from kiosk.documents.simplified import simplified
from kiosk.vision import zone
from kiosk.vision.geometry import Image
from kiosk.vision.ocr import Line, Ocr, Quad, rows, slant
from kiosk.vision.pictures import Unread

LONG_TERM: Final = "long-term"
"""The last day of validity of a card that is good without end (长期)."""
_SMALLEST: Final = 32
_MOST_LINES: Final = 60
"""A card or a data page has some 10 to 40 lines: more are not read."""
_PROBES: Final = 4
"""So many of the longest lines tell whether the picture is upright."""
_UPRIGHT: Final = 0.85
"""Their mean score in an upright picture: .95 and more measured, .6 at most upside down."""
_FILLS: Final = 0.75
"""Print that takes a smaller part of the picture is cut out and looked at anew."""
_CARD_WORDS: Final = {
    "永久居留": DocumentKind.CN_FOREIGN_PERMANENT,
    "居民居住证": DocumentKind.CN_RESIDENCE_PERMIT,
    "公民身份": DocumentKind.CN_RESIDENT_ID,
    "居民身份证": DocumentKind.CN_RESIDENT_ID,
    "签发机关": DocumentKind.CN_RESIDENT_ID,
}
"""What tells a card of which no side could be read whole."""


class Reason(StrEnum):
    """Why a document was not read."""

    NO_DOCUMENT = "noDocument"
    UNREADABLE = "unreadable"
    """There is a document, but not every field of it could be read."""
    CHECK_FAILED = "checkFailed"


@dataclass(frozen=True)
class Seen:
    """What a picture shows. `reason` is None where every field was read and every check held.

    `side` is `front`, `back` or `both` of a card whose sides are told apart. `expired` is None where no verified day of
    expiry is to be seen. `confidence` is the mean certainty of the lines, 0 to 1.
    """

    reason: Reason | Unread | None
    kind: DocumentKind | None = None
    side: str | None = None
    fields: dict[str, str | list[str]] = field(default_factory=dict, repr=False)
    checks: dict[str, bool] = field(default_factory=dict)
    expired: bool | None = None
    confidence: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the picture was read whole."""
        return self.reason is None


def look(image: Image, ocr: Ocr, today: date) -> Seen:
    """Read the document in a photograph, BGR `(height, width, 3)`.

    Costs some 150 ms for a machine-readable zone or a Chinese card on two cores; a picture that cannot be read costs
    several looks.
    """
    if min(image.shape[:2]) < _SMALLEST:
        return Seen(Reason.NO_DOCUMENT)
    best = Seen(Reason.NO_DOCUMENT)
    quads = ocr.quads(image)
    reading = zone.read(image, quads, ocr, today)
    if reading is None and quads:
        for view, lines in _views(image, quads, ocr):
            seen = _card(lines, view, today)
            if seen.ok:
                return seen
            best = max(best, seen, key=_worth)
    if best.kind is None and (reading is None or not reading.settled):
        reading = zone.search(image, ocr, today, quads) or reading
    return best if reading is None else max(best, _of_zone(reading, today), key=_worth)


def _worth(seen: Seen) -> tuple[bool, int, int]:
    return seen.ok, sum(seen.checks.values()), len(seen.fields) + (seen.kind is not None)


# Machine-readable zones
def _of_zone(reading: zone.Reading, today: date) -> Seen:
    found, held = reading.zone, dict(reading.zone.checks)
    fields: dict[str, str | list[str]] = {}
    if held["letters"]:
        fields |= {"code": found.code, "issuer": found.issuer, "surname": found.surname, "given_names": found.given}
        fields |= {"name": found.name, "nationality": found.nationality, "sex": found.sex or mrz.FILLER}
    if held["number"]:
        fields["number"] = found.number
    for check, day in (("birth", found.born), ("expiry", found.expires)):
        if held[check] and day is not None:
            fields[check] = day.isoformat()
    if held.get("optional", True) and held.get("composite", True):
        fields["optional"] = found.optional
    if found.ok:
        fields["mrz"] = list(found.lines)
    last = found.expires if held["expiry"] else None
    return Seen(
        reason=None if found.ok else Reason.CHECK_FAILED,
        kind=found.kind,
        fields=fields,
        checks=held,
        expired=None if last is None else last < today,
        confidence=reading.score,
    )


# Chinese cards
def _views(image: Image, quads: Sequence[Quad], ocr: Ocr) -> Iterator[tuple[Image, tuple[Line, ...]]]:
    """The lines of the picture laid upright, then of its print alone seen from closer."""
    if sum(np.ptp(quad[:, 1]) > np.ptp(quad[:, 0]) for quad in quads) * 2 > len(quads):
        image = np.asarray(cv2.rotate(image, cv2.ROTATE_90_CLOCKWISE), dtype=np.uint8)
        quads = ocr.quads(image)
    image, quads, lines = _upright(image, quads, ocr)
    yield image, lines
    points = np.concatenate(list(quads) or [np.zeros((1, 2), np.float32)])
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    slack = 0.05 * max(right - left, bottom - top)
    height, width = image.shape[:2]
    x, y = max(0, int(left - slack)), max(0, int(top - slack))
    part = np.ascontiguousarray(image[y : min(height, int(bottom + slack)), x : min(width, int(right + slack))])
    if min(part.shape[:2]) >= _SMALLEST and max(part.shape[:2]) < _FILLS * max(height, width):
        yield part, ocr.lines(part, _longest(ocr.quads(part)))


def _upright(image: Image, quads: Sequence[Quad], ocr: Ocr) -> tuple[Image, Sequence[Quad], tuple[Line, ...]]:
    """The picture as it is or turned upside down, as its longest lines can be read, and its lines."""
    quads = _longest(quads)
    angle = slant(quads)
    probes = ocr.lines(image, quads[:_PROBES], angle)
    if _score(probes) < _UPRIGHT:
        turned = np.ascontiguousarray(image[::-1, ::-1])
        size = np.array(image.shape[1::-1], np.float32)
        about = [np.roll(size - quad, 2, axis=0) for quad in quads]
        others = ocr.lines(turned, about[:_PROBES], angle)
        if _score(others) > _score(probes):
            image, quads, probes = turned, about, others
    return image, quads, probes + ocr.lines(image, quads[_PROBES:], angle)


def _score(probes: Sequence[Line]) -> float:
    return sum(line.score for line in probes) / _PROBES


def _longest(quads: Sequence[Quad]) -> list[Quad]:
    return sorted(quads, key=lambda quad: -float(np.ptp(quad, axis=0).max()))[:_MOST_LINES]


def _card(lines: Sequence[Line], view: Image, today: date) -> Seen:
    """What the lines say, if they are of a Chinese card."""
    confidence = sum(line.score for line in lines) / max(1, len(lines))
    front, back = _sides(lines, view, today)
    text = rows(lines)
    if front is None and back is None:
        foreign = cn_id.foreign(text, today)
        if foreign is not None:
            return _of_foreign(foreign, confidence)
        words = simplified("".join(text))
        kind = next((kind for word, kind in _CARD_WORDS.items() if word in words), None)
        return Seen(Reason.UNREADABLE if kind else Reason.NO_DOCUMENT, kind=kind, confidence=confidence)
    permit = front.permit if front else back is not None and back.permit
    checks: dict[str, bool] = {}
    fields: dict[str, str | list[str]] = {}
    for side in (front, back):
        if side is not None:
            checks |= dict(side.checks)
            fields |= _fields(side)
    if front and back:
        checks["sidesBelongTogether"] = cn_id.belong_together(front, back)
    whole = all(side.whole for side in (front, back) if side is not None)
    last = back.valid_to if back and dict(back.checks)["term"] else None
    known = back is not None and (last is not None or "valid_to" in fields)
    held = all(checks.values())
    return Seen(
        reason=Reason.CHECK_FAILED if not held else None if whole else Reason.UNREADABLE,
        kind=DocumentKind.CN_RESIDENCE_PERMIT if permit else DocumentKind.CN_RESIDENT_ID,
        side="both" if front and back else "front" if front else "back",
        fields=fields,
        checks=checks | {"allFieldsRead": whole},
        expired=(last is not None and last < today) if known else None,
        confidence=confidence,
    )


def _sides(lines: Sequence[Line], view: Image, today: date) -> tuple[cn_id.Front | None, cn_id.Back | None]:
    """Both sides, one above the other or one beside the other, or the one that is to be seen."""
    text = rows(lines)
    front, back = cn_id.front(text, today), cn_id.back(text, today)
    if front and back:
        return front, back
    middle = view.shape[1] / 2
    halves = [rows([line for line in lines if (line.left < middle) is left]) for left in (True, False)]
    for one, other in (halves, halves[::-1]):
        beside = cn_id.front(one, today), cn_id.back(other, today)
        if all(beside):
            return beside
    return front, back


def _fields(side: cn_id.Front | cn_id.Back) -> dict[str, str]:
    """What was read of a side and is vouched for."""
    held = dict(side.checks)
    if isinstance(side, cn_id.Front):
        agreed = {"sex": ("sex", "男" if side.male else "女"), "birth": ("birth", side.born.isoformat())}
        found = {"name": side.name, "nation": side.nation, "address": side.address}
        found |= {name: value for name, (check, value) in agreed.items() if held[check]}
        if held["number"]:
            found["number"] = side.number
    else:
        found = {"issuer": side.issuer, "travel_permit": side.travel_permit}
        found["times_issued"] = "" if side.times_issued is None else str(side.times_issued)
        if held["term"]:
            found["valid_from"] = side.valid_from.isoformat()
            found["valid_to"] = LONG_TERM if side.valid_to is None else side.valid_to.isoformat()
    return {name: value for name, value in found.items() if value}


def _of_foreign(card: cn_id.Foreign, confidence: float) -> Seen:
    held = dict(card.checks)
    fields: dict[str, str | list[str]] = {"number": card.number} if held["number"] else {}
    if held["birth"] and card.born is not None:
        fields["birth"] = card.born.isoformat()
    return Seen(
        reason=None if all(held.values()) else Reason.CHECK_FAILED,
        kind=DocumentKind.CN_FOREIGN_PERMANENT,
        fields=fields,
        checks=held,
        confidence=confidence,
    )
