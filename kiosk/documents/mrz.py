"""The machine-readable zone of travel and identity documents: ICAO Doc 9303 parts 3 to 7, eighth edition.

Every layout carries check digits (9303-3, 4.9). A character that OCR-B print and a reader confuse is repaired only
where the layout allows no other kind of character, or where check digits ask for that repair and no other.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from kiosk.core.identity import DocumentKind

FILLER: Final = "<"
_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES: Final = {FILLER: 0} | {c: v for v, c in enumerate(_ALPHABET)}
_WEIGHTS: Final = (7, 3, 1)

_TO_DIGIT: Final = str.maketrans("OQDILZSGB", "000112568")
_TO_LETTER: Final = str.maketrans("012568", "OIZSGB")
_CONFUSED: Final = {"0": "O", "1": "I", "2": "Z", "5": "S", "8": "B"}
_CONFUSED_BOTH_WAYS: Final = _CONFUSED | {letter: digit for digit, letter in _CONFUSED.items()}
_FOLDED: Final = str.maketrans({letter: digit for digit, letter in _CONFUSED.items()})
_FILLER_LOOKALIKES: Final = str.maketrans(dict.fromkeys("«‹≤〈＜《く〱ㄑ巜", FILLER))
_NOISE: Final = re.compile(r"[^0-9A-Z<]")
_SHORTEST_LINE: Final = 24
_LONGEST_REPAIR: Final = 8


def check_digit(text: str) -> str:
    """The check digit of `text` (9303-3, 4.9: weights 7 3 1, modulo 10). Raises `ValueError` for other characters."""
    try:
        return str(sum(_VALUES[c] * w for c, w in zip(text, itertools.cycle(_WEIGHTS), strict=False)) % 10)
    except KeyError as error:
        raise ValueError("not a character of the machine-readable zone") from error


@dataclass(frozen=True)
class Layout:
    """Where the fields lie, as (first, behind the last) in the lines joined to one text."""

    name: str
    rows: int
    width: int
    codes: str
    """The first letters a document of this layout may begin with."""
    number: tuple[int, int]
    optional: tuple[int, int]
    birth: int
    expiry: int
    sex: int
    nationality: tuple[int, int]
    holder: tuple[int, int]
    optional_digit: int | None = None
    composite: tuple[tuple[int, int], ...] = ()
    """What the composite check digit, the last character of its line, covers; none for visas."""
    composite_digit: int | None = None
    long_numbers: bool = False
    """Whether a number longer than nine characters goes on in the optional field (9303-5, 4.2.4; 9303-6, 4.2.2)."""


TD1: Final = Layout(
    name="TD1",
    rows=3,
    width=30,
    codes="ACI",
    number=(5, 14),
    optional=(15, 30),
    birth=30,
    sex=37,
    expiry=38,
    nationality=(45, 48),
    holder=(60, 90),
    composite=((5, 30), (30, 37), (38, 45), (48, 59)),
    composite_digit=59,
    long_numbers=True,
)


def _two_lines(name: str, width: int, codes: str) -> Layout:
    visa = codes == "V"
    optional_end = 2 * width if visa else 2 * width - (2 if width == 44 else 1)
    return Layout(
        name=name,
        rows=2,
        width=width,
        codes=codes,
        number=(width, width + 9),
        nationality=(width + 10, width + 13),
        birth=width + 13,
        sex=width + 20,
        expiry=width + 21,
        optional=(width + 28, optional_end),
        holder=(5, width),
        optional_digit=optional_end if width == 44 and not visa else None,
        composite=() if visa else ((width, width + 10), (width + 13, width + 20), (width + 21, 2 * width - 1)),
        composite_digit=None if visa else 2 * width - 1,
        long_numbers=width == 36 and not visa,
    )


TD2: Final = _two_lines("TD2", 36, "ACI")
TD3: Final = _two_lines("TD3", 44, "P")
MRV_A: Final = _two_lines("MRV-A", 44, "V")
MRV_B: Final = _two_lines("MRV-B", 36, "V")
LAYOUTS: Final = (TD1, TD2, TD3, MRV_A, MRV_B)


@dataclass(frozen=True)
class Mrz:
    """A machine-readable zone. Personal fields stay out of `repr`.

    `born` and `expires` are None where the zone does not name a whole calendar day. `checks` names every check and
    whether it held: each check digit, `composite`, `dates` (real days) and `letters` (only letters where only
    letters may stand).
    """

    layout: Layout = field(repr=False)
    code: str
    issuer: str
    number: str = field(repr=False)
    surname: str = field(repr=False)
    given: str = field(repr=False)
    born: date | None = field(repr=False)
    sex: str = field(repr=False)
    expires: date | None = field(repr=False)
    nationality: str = field(repr=False)
    optional: str = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)
    repaired: bool
    """Whether a confusion was undone because a check digit asked for it; only another print proves that fully."""
    checks: tuple[tuple[str, bool], ...]

    @property
    def ok(self) -> bool:
        """Whether every check held."""
        return all(held for _, held in self.checks)

    @property
    def kind(self) -> DocumentKind:
        """The document that a zone of this layout is on."""
        return DocumentKind(self.layout.name.lower())

    @property
    def name(self) -> str:
        """The holder's names, the given ones first."""
        return f"{self.given} {self.surname}".strip()


def find(lines: Sequence[Sequence[str]], today: date) -> Mrz | None:
    """The zone among lines of text as a reader saw them, from top to bottom; None where none has its shape.

    A line is a text, or one string for each character: the character and then others that it may be. Lines may carry
    noise, look-alikes of the filler and a wrong count of fillers. Of several ways to read them the one of which most
    checks hold is taken. `today` settles the century of the dates.
    """
    rows = [row for row in map(_cells, lines) if len(row) >= _SHORTEST_LINE]
    best: Mrz | None = None
    for cells, layout in _readings(rows):
        others = {place: cell[1:] for place, cell in enumerate(cells) if len(cell) > 1}
        zone = parse("".join(cell[0] for cell in cells), layout, today, others)
        if zone.ok:
            return zone
        if best is None or _held(zone) > _held(best):
            best = zone
    return best


def clean(line: str) -> str:
    """A line in the alphabet of the zone: upper case, no accents, fillers mended, the rest dropped."""
    return _NOISE.sub("", unicodedata.normalize("NFD", line.translate(_FILLER_LOOKALIKES)).upper())


def parse(text: str, layout: Layout, today: date, others: Mapping[int, str] = MappingProxyType({})) -> Mrz:
    """Read `rows * width` characters of the zone's alphabet. Raises `ValueError` for another length or alphabet.

    `others` has for some places the characters that a reader would see there as well.
    """
    if len(text) != layout.rows * layout.width or _NOISE.search(text):
        raise ValueError(f"not a {layout.name} zone")
    typed = _typed(text, layout)
    text = _repaired(typed, layout, others)
    number, number_held, optional = _number(text, layout)
    surname, _, given = _span(text, layout.holder).partition(FILLER * 2)
    born, birth_whole = _birth(text[layout.birth : layout.birth + 6], today)
    expires, expiry_whole = _expiry(text[layout.expiry : layout.expiry + 6], today)
    checks = [
        ("number", number_held),
        ("birth", _digit_holds(text, layout.birth)),
        ("expiry", _digit_holds(text, layout.expiry)),
        ("dates", birth_whole and expiry_whole),
        ("letters", _letters_hold(text, layout)),
    ]
    if layout.optional_digit is not None:
        checks.append(("optional", _optional_holds(text, layout)))
    if layout.composite_digit is not None:
        checks.append(("composite", _composite_holds(text, layout)))
    return Mrz(
        layout=layout,
        code=text[:2].rstrip(FILLER),
        issuer=text[2:5].rstrip(FILLER),
        number=number.replace(FILLER, ""),
        surname=_words(surname),
        given=_words(given),
        born=born,
        sex=text[layout.sex].replace(FILLER, ""),
        expires=expires,
        nationality=_span(text, layout.nationality).rstrip(FILLER),
        optional=_words(optional),
        lines=tuple(text[first : first + layout.width] for first in range(0, len(text), layout.width)),
        repaired=text != typed,
        checks=tuple(checks),
    )


def folded(number: str) -> str:
    """A printed number with the characters that print and reader confuse made one, to compare two prints of it."""
    return number.translate(_FOLDED)


def _cells(line: Sequence[str]) -> list[str]:
    """The line's characters in the alphabet of the zone, each with the others that it may be."""
    return [cell for cell in map(clean, line if not isinstance(line, str) else clean(line)) if cell]


def _readings(rows: Sequence[list[str]]) -> list[tuple[list[str], Layout]]:
    """Every way to see a zone in consecutive rows, the one that mends the fewest fillers first."""
    found = []
    for layout in LAYOUTS:
        for first in range(len(rows) - layout.rows + 1):
            seen = rows[first : first + layout.rows]
            fitted = [_fitted(row, layout.width) for row in seen]
            cells = [cell for row in fitted if row is not None for cell in row]
            if None not in fitted and cells[0][0].translate(_TO_LETTER) in layout.codes:
                found.append((sum(abs(layout.width - len(row)) for row in seen), cells, layout))
    return [(cells, layout) for _, cells, layout in sorted(found, key=lambda reading: reading[0])]


def _fitted(row: list[str], width: int) -> list[str] | None:
    """The row with as many fillers as its width asks for: readers miscount long runs of one character."""
    missing = width - len(row)
    if not missing:
        return row
    text = "".join(cell[0] for cell in row)
    run = max(re.finditer("<+", text), key=lambda found: len(found[0]), default=None)
    if abs(missing) > _LONGEST_REPAIR or run is None or len(run[0]) + missing < 1:
        return None
    return row[: run.start()] + [FILLER] * (len(run[0]) + missing) + row[run.end() :]


def _held(zone: Mrz) -> int:
    return sum(held for _, held in zone.checks)


def _span(text: str, span: tuple[int, int]) -> str:
    return text[span[0] : span[1]]


def _composite_holds(text: str, layout: Layout) -> bool:
    """Whether the composite check digit holds, or the layout has none."""
    covered = "".join(_span(text, span) for span in layout.composite)
    return layout.composite_digit is None or text[layout.composite_digit] == check_digit(covered)


def _typed(text: str, layout: Layout) -> str:
    """Turn look-alikes to the kind of character that alone may stand in a place."""
    out = list(text)
    digits = [*range(layout.birth, layout.birth + 7), *range(layout.expiry, layout.expiry + 7), layout.number[1]]
    digits += [place for place in (layout.optional_digit, layout.composite_digit) if place is not None]
    letters = [0, 2, 3, 4, *range(*layout.nationality), *range(*layout.holder)]
    for places, table in ((digits, _TO_DIGIT), (letters, _TO_LETTER)):
        for place in places:
            out[place] = text[place].translate(table)
    if out[0] == "I" and out[1] in "0O":  # ID is the usual code of an identity card, and no state's is IO
        out[1] = "D"
    return "".join(out)


def _number(text: str, layout: Layout) -> tuple[str, bool, str]:
    """The document number, whether its check digit holds, and the optional data beside it."""
    number, digit, optional = _span(text, layout.number), text[layout.number[1]], _span(text, layout.optional)
    if layout.long_numbers and digit == FILLER:
        rest, _, behind = optional.partition(FILLER)
        number, digit, optional = number + rest[:-1], rest[-1:].translate(_TO_DIGIT), behind
    return number, bool(number.strip(FILLER)) and digit == check_digit(number), optional


def _repaired(text: str, layout: Layout, others: Mapping[int, str]) -> str:
    """Undo one confusion in the number, one in the optional data, where exactly one way makes all their digits hold.

    What the reader itself was in doubt about comes first. One digit in ten proves little, so another print of the
    number must agree.
    """
    for doubts in (others, _look_alikes(text)):
        repaired = _undone(text, layout, doubts)
        if repaired is not None:
            return repaired
    return text


def _undone(text: str, layout: Layout, doubts: Mapping[int, str]) -> str | None:
    repairs = [text]
    if not _number(text, layout)[1]:
        repairs = [tried for tried in _otherwise(text, doubts, range(*layout.number)) if _number(tried, layout)[1]]
    if not _optional_holds(text, layout):
        places = range(*layout.optional)
        tries = [tried for held in repairs for tried in _otherwise(held, doubts, places)]
        repairs = [tried for tried in tries if _optional_holds(tried, layout)]
    whole = [tried for tried in repairs if _composite_holds(tried, layout)]
    if not whole and repairs == [text] and _digit_holds(text, layout.birth) and _digit_holds(text, layout.expiry):
        tries = _otherwise(text, doubts, _free(layout))
        whole = [tried for tried in tries if _composite_holds(tried, layout) and _number(tried, layout)[1]]
    return whole[0] if len(whole) == 1 else None


def _look_alikes(text: str) -> Mapping[int, str]:
    return {place: _CONFUSED_BOTH_WAYS[c] for place, c in enumerate(text) if c in _CONFUSED_BOTH_WAYS}


def _otherwise(text: str, doubts: Mapping[int, str], places: Iterable[int]) -> list[str]:
    """The text with one character read otherwise, in each way that there is."""
    return [
        text[:place] + other + text[place + 1 :]
        for place in places
        for other in doubts.get(place, "")
        if other != text[place]
    ]


def _free(layout: Layout) -> list[int]:
    """The places of optional data that the composite check digit alone covers."""
    if layout.composite_digit is None or layout.optional_digit is not None:
        return []
    beside = range(layout.nationality[1], layout.composite_digit) if layout.rows == 3 else ()
    return [*range(*layout.optional), *beside]


def _optional_holds(text: str, layout: Layout) -> bool:
    """Whether the check digit of the optional data holds, or the layout has none."""
    if layout.optional_digit is None:
        return True
    digit, filled = text[layout.optional_digit], _span(text, layout.optional)
    blank = digit == FILLER and not filled.strip(FILLER)  # 9303-4, 4.2.2.2 note: may be a filler then
    return blank or digit == check_digit(filled)


def _digit_holds(text: str, first: int) -> bool:
    return text[first + 6] == check_digit(text[first : first + 6])


def _letters_hold(text: str, layout: Layout) -> bool:
    letters = text[2:5] + _span(text, layout.nationality) + _span(text, layout.holder)
    return text[layout.sex] in "MF<" and not any(c.isdigit() for c in letters)


def _birth(text: str, today: date) -> tuple[date | None, bool]:
    """A day of birth is past, so of two centuries the later past one is meant; its parts may be unknown (`<`)."""
    if FILLER in text:
        return None, bool(re.fullmatch(r"(?:\d\d|<<){3}", text))
    past = [day for day in _days(text, today) if day <= today]
    return (past[-1], True) if past else (None, False)


def _expiry(text: str, today: date) -> tuple[date | None, bool]:
    """A day of expiry lies within fifty years of today."""
    near = min(_days(text, today), key=lambda day: abs(day - today), default=None)
    return near, near is not None


def _days(text: str, today: date) -> list[date]:
    """The calendar days of the centuries around today that YYMMDD can mean, earliest first."""
    if not (text.isascii() and text.isdigit()):
        return []
    days = []
    for century in (-100, 0, 100):
        year = today.year - today.year % 100 + century + int(text[:2])
        try:
            days.append(date(year, int(text[2:4]), int(text[4:6])))
        except ValueError:
            continue
    return days


def _words(text: str) -> str:
    return " ".join(text.replace(FILLER, " ").split())
