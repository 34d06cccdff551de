"""Sizes in millimetres and colours by contrast: the one place that knows pixels and colour values.

Text sizes are the four of VVSG 2.0 (7.1-I), as heights of capital letters. Every pair of text and ground in
`standard` reaches 7:1 (WCAG 2.2, 1.4.6); `dark` and `light` are 21:1 throughout.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Property, QObject, QUrl, Signal
from PySide6.QtGui import QColor
from PySide6.QtQml import QmlElement, QmlSingleton

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1

FAMILY: Final = "Noto Sans CJK SC"
CAPITALS_MM: Final = (3.8, 5.2, 6.7, 8.7)
"""Height of capital letters of running text, by text size."""
TITLES_MM: Final = (8.2, 9.6, 10.6, 11.6)
"""The same for headings."""
AFAR_MM: Final = 15.0
"""The same for what is read from a step back: 0.7 degrees (EN 301 549, 5.1.4) at 1.2 m."""
REACH_MM: Final = 1220.0
"""The highest place of a control above the floor (EN 301 549, 8.3)."""
PRIMARY_MM: Final = 22.0
TARGET_MM: Final = 16.0
GAP_MM: Final = 4.0
CALM_CHOICES: Final = 3
"""How many choices are shown at once to who wants it large and slow."""
_CAPITAL_OF_EM: Final = 0.733  # Noto Sans CJK: capital height of 733 in 1000


@dataclass(frozen=True)
class Palette:
    """The colours of one contrast. A name that begins with `on_` is written or drawn on the colour of that name."""

    page: str
    surface: str
    ink: str
    soft: str
    accent: str
    on_accent: str
    tint: str
    on_tint: str
    line: str
    alarm: str
    on_alarm: str

    def pairs(self) -> tuple[tuple[str, str, str], ...]:
        """Every pair of writing and ground that screens use: its name, the writing, the ground."""
        grounds = {"page": self.page, "surface": self.surface}
        writings = {"ink": self.ink, "soft": self.soft, "accent": self.accent}
        plain = tuple((f"{w} on {g}", writings[w], grounds[g]) for w in writings for g in grounds)
        return (
            *plain,
            ("on_accent on accent", self.on_accent, self.accent),
            ("on_tint on tint", self.on_tint, self.tint),
            ("ink on tint", self.ink, self.tint),
            ("accent on tint", self.accent, self.tint),
            ("on_alarm on alarm", self.on_alarm, self.alarm),
            ("alarm on on_alarm", self.alarm, self.on_alarm),
        )


_BLACK, _WHITE = "#000000", "#ffffff"
PALETTES: Final = {
    "standard": Palette(
        page="#f4f6f5",
        surface=_WHITE,
        ink="#14231f",
        soft="#3b4a46",
        accent="#0b4f45",
        on_accent=_WHITE,
        tint="#dceae5",
        on_tint="#0b4f45",
        line="#6b7d77",
        alarm="#8f1414",
        on_alarm=_WHITE,
    ),
    "dark": Palette(
        page=_BLACK,
        surface=_BLACK,
        ink=_WHITE,
        soft=_WHITE,
        accent=_WHITE,
        on_accent=_BLACK,
        tint=_BLACK,
        on_tint=_WHITE,
        line=_WHITE,
        alarm=_WHITE,
        on_alarm=_BLACK,
    ),
    "light": Palette(
        page=_WHITE,
        surface=_WHITE,
        ink=_BLACK,
        soft=_BLACK,
        accent=_BLACK,
        on_accent=_WHITE,
        tint=_WHITE,
        on_tint=_BLACK,
        line=_BLACK,
        alarm=_BLACK,
        on_alarm=_WHITE,
    ),
}


@QmlElement
@QmlSingleton
class Theme(QObject):
    """What QML asks for every size and colour. Lengths are pixels of this panel, given from millimetres."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._px_per_mm = 4.0
        self._width, self._height = 1080, 1920
        self._bottom_mm = 800.0
        self._hand = "right"
        self._still = False
        self._size = 1
        self._contrast = "standard"
        self._calm = False
        self._language = ""
        self._palettes: Mapping[str, Palette] = PALETTES
        self._marks: Mapping[str, Path] = {}

    def wear(self, standard: Palette, marks: Mapping[str, Path]) -> None:
        """Take over a bank's brand: the colours of the contrast `standard`, and its mark by contrast."""
        self._palettes, self._marks = {**PALETTES, "standard": standard}, marks
        self.changed.emit()

    def mount(self, px_per_mm: float, screen_bottom_mm: float, hand: str, *, reduced_motion: bool) -> None:
        """Take over how the panel is built and hung; `screen_bottom_mm` is its lower edge above the floor."""
        self._px_per_mm, self._bottom_mm, self._hand = px_per_mm, screen_bottom_mm, hand
        self._still = reduced_motion
        self.changed.emit()

    def fit(self, width_px: int, height_px: int) -> None:
        """Take over the size of the window."""
        if (width_px, height_px) != (self._width, self._height) and width_px > 0 and height_px > 0:
            self._width, self._height = width_px, height_px
            self.changed.emit()

    def prefer(self, size: int, contrast: str, hand: str | None = None, *, calm: bool = False) -> None:
        """Take over the customer's text size, contrast and hand, and whether fewer choices are shown at once."""
        wanted = (size, contrast, hand or self._hand, calm)
        if wanted != (self._size, self._contrast, self._hand, self._calm):
            self._size, self._contrast, self._hand, self._calm = wanted
            self.changed.emit()

    def speak(self, language: str) -> None:
        """Take over the customer's language."""
        if language != self._language:
            self._language = language
            self.changed.emit()

    @property
    def reach_px(self) -> float:
        """How far below the window's upper edge controls begin to lie within reach; 0 where all of it does."""
        return max(0.0, self._height - (REACH_MM - self._bottom_mm) * self._px_per_mm)

    @property
    def px_per_mm(self) -> float:
        """The panel's density."""
        return self._px_per_mm

    @property
    def palette(self) -> Palette:
        """The colours in use."""
        return self._palettes[self._contrast]

    def _font_px(self, capital_mm: float) -> int:
        return round(capital_mm * self._px_per_mm / _CAPITAL_OF_EM)

    @Property(float, notify=changed)
    def mm(self) -> float:
        return self._px_per_mm

    @Property(int, notify=changed)
    def size(self) -> int:
        return self._size

    @Property(str, notify=changed)
    def contrast(self) -> str:
        return self._contrast

    @Property(QUrl, notify=changed)
    def mark(self) -> QUrl:
        file = self._marks.get(self._contrast)
        return QUrl() if file is None else QUrl.fromLocalFile(str(file))

    @Property(bool, notify=changed)
    def branded(self) -> bool:
        return bool(self._marks)

    @Property(bool, notify=changed)
    def stark(self) -> bool:
        return self._contrast != "standard"

    @Property(bool, notify=changed)
    def still(self) -> bool:
        return self._still

    @Property(bool, notify=changed)
    def portrait(self) -> bool:
        return self._height > self._width

    @Property(bool, notify=changed)
    def leftHanded(self) -> bool:
        return self._hand == "left"

    @Property(int, notify=changed)
    def mostChoices(self) -> int:
        return CALM_CHOICES if self._calm else 99

    @Property(int, notify=changed)
    def text(self) -> int:
        return self._font_px(CAPITALS_MM[self._size])

    @Property(int, notify=changed)
    def title(self) -> int:
        return self._font_px(TITLES_MM[self._size])

    @Property(int, notify=changed)
    def afar(self) -> int:
        return self._font_px(AFAR_MM)

    @Property("QVariantMap", notify=changed)  # type: ignore[arg-type]
    def features(self) -> dict[str, int]:
        # Quotation marks and apostrophes are as wide as a Chinese character otherwise (OpenType feature `pwid`).
        return {} if self._language.startswith("zh") else {"pwid": 1}

    @Property(float, notify=changed)
    def reach(self) -> float:
        return self.reach_px

    @Property(int, notify=changed)
    def numeral(self) -> int:
        return self._font_px(40.0)

    @Property(float, notify=changed)
    def primary(self) -> float:
        return PRIMARY_MM * self._px_per_mm

    @Property(float, notify=changed)
    def target(self) -> float:
        return TARGET_MM * self._px_per_mm

    @Property(float, notify=changed)
    def gap(self) -> float:
        return GAP_MM * self._px_per_mm

    @Property(float, notify=changed)
    def margin(self) -> float:
        return 12.0 * self._px_per_mm

    @Property(float, notify=changed)
    def radius(self) -> float:
        return 3.0 * self._px_per_mm

    @Property(int, notify=changed)
    def barColumns(self) -> int:
        cell = (self._width - (2 * 6.0 + 4 * GAP_MM) * self._px_per_mm) / 5
        return 5 if cell >= 5.5 * self._font_px(CAPITALS_MM[self._size]) else 3

    @Property(QColor, notify=changed)
    def page(self) -> QColor:
        return QColor(self.palette.page)

    @Property(QColor, notify=changed)
    def surface(self) -> QColor:
        return QColor(self.palette.surface)

    @Property(QColor, notify=changed)
    def ink(self) -> QColor:
        return QColor(self.palette.ink)

    @Property(QColor, notify=changed)
    def soft(self) -> QColor:
        return QColor(self.palette.soft)

    @Property(QColor, notify=changed)
    def accent(self) -> QColor:
        return QColor(self.palette.accent)

    @Property(QColor, notify=changed)
    def onAccent(self) -> QColor:
        return QColor(self.palette.on_accent)

    @Property(QColor, notify=changed)
    def tint(self) -> QColor:
        return QColor(self.palette.tint)

    @Property(QColor, notify=changed)
    def onTint(self) -> QColor:
        return QColor(self.palette.on_tint)

    @Property(QColor, notify=changed)
    def line(self) -> QColor:
        return QColor(self.palette.line)

    @Property(QColor, notify=changed)
    def alarm(self) -> QColor:
        return QColor(self.palette.alarm)

    @Property(QColor, notify=changed)
    def onAlarm(self) -> QColor:
        return QColor(self.palette.on_alarm)
