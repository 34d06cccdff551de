"""QR codes on the screen (ISO/IEC 18004): drawn module by module on whole pixels, so that every phone reads them."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import Property, QObject, Qt, QThreadPool, Signal, Slot
from PySide6.QtGui import QColor, QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from kiosk.ui.gone import empty_when_gone

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1

QUIET: Final = 4
"""Modules of white on each side (ISO/IEC 18004, 6.3.8)."""


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The dark modules of a code, row by row, without its quiet zone; error correction M. Empty for what fits none."""
    import qrcode  # noqa: PLC0415 - the first frame does not wait for it
    from qrcode.exceptions import DataOverflowError  # noqa: PLC0415

    if not text:
        return ()
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(text)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError):
        return ()
    return tuple(tuple(bool(dark) for dark in row) for row in code.get_matrix())


class _Maker(QObject):
    """Makes codes beside the Qt thread, which a long one would hold up for some frames; keeps none."""

    made = Signal(str, object)

    def make(self, text: str) -> None:
        """Tells `made` on the thread of who listens."""
        QThreadPool.globalInstance().start(lambda: self.made.emit(text, modules(text)))


_MAKER: Final = _Maker()


@QmlElement
class QrPicture(QQuickPaintedItem):
    """A code in black on white, in every contrast; nothing until it is made.

    Its size follows from the text and from `least`.
    """

    textChanged = Signal()
    leastChanged = Signal()
    made = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._text, self._least = "", 4.0
        self._rows: tuple[tuple[bool, ...], ...] = ()
        self.setAntialiasing(False)
        _MAKER.made.connect(self._take)
        empty_when_gone(self)

    def paint(self, painter: QPainter) -> None:
        """Draw every dark module as a rectangle of whole pixels."""
        side = self._module()
        painter.fillRect(0, 0, math.ceil(self.width()), math.ceil(self.height()), QColor(Qt.GlobalColor.white))
        black = QColor(Qt.GlobalColor.black)
        for down, row in enumerate(self._rows, QUIET):
            for across, dark in enumerate(row, QUIET):
                if dark:
                    painter.fillRect(across * side, down * side, side, side, black)

    def _module(self) -> int:
        """Pixels of a module's side."""
        return max(1, math.ceil(self._least))

    def _follow(self) -> None:
        side = self._across() * self._module()
        self.setImplicitSize(side, side)
        self.update()

    def _across(self) -> int:
        return len(self._rows) + 2 * QUIET if self._rows else 0

    @Slot(str, object)
    def _take(self, text: str, rows: tuple[tuple[bool, ...], ...]) -> None:
        if text == self._text:
            self._rows = rows
            self._follow()
            self.made.emit()

    def _set_text(self, text: str) -> None:
        if text != self._text:
            self._text, self._rows = text, ()
            self._follow()
            self.textChanged.emit()
            self.made.emit()
            _MAKER.make(text)

    def _set_least(self, least: float) -> None:
        if least != self._least:
            self._least = least
            self._follow()
            self.leastChanged.emit()

    @Property(int, notify=made)
    def across(self) -> int:
        """Modules from edge to edge, with the quiet zone; 0 until the code is made, and for what fits none."""
        return self._across()

    @Property(str, fset=_set_text, notify=textChanged)
    def text(self) -> str:
        return self._text

    @Property(float, fset=_set_least, notify=leastChanged)
    def least(self) -> float:
        """The least side of a module in pixels; it is drawn on the next whole number of them."""
        return self._least
