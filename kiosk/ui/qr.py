"""A QR code (ISO/IEC 18004) on the screen, for a telephone's camera."""

from __future__ import annotations

import qrcode
from PySide6.QtCore import Property, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1

QUIET = 4
"""Modules of white around a code (ISO/IEC 18004, 5.3.8)."""


def modules(content: str) -> list[list[bool]]:
    """The dark modules of a text's code at level M; none for an empty text, or one that no code holds."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(content.encode())
    try:
        return code.get_matrix() if content else []
    except (DataOverflowError, ValueError):
        return []


@QmlElement
class QrMatrix(QQuickPaintedItem):
    """Draws a code as large as whole pixels allow: always dark on white, which is what cameras read."""

    changed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._content = ""
        self._modules: list[list[bool]] = []

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(QRectF(0, 0, self.width(), self.height()), QColor(Qt.GlobalColor.white))
        count = len(self._modules)
        if not count:
            return
        side = max(1, int(min(self.width(), self.height()) // count))
        left, top = (int(self.width()) - side * count) // 2, (int(self.height()) - side * count) // 2
        for y, row in enumerate(self._modules):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(left + x * side, top + y * side, side, side, QColor(Qt.GlobalColor.black))

    def _get(self) -> str:
        return self._content

    def _set(self, content: str) -> None:
        if content != self._content:
            self._content, self._modules = content, modules(content)
            self.changed.emit()
            self.update()

    content = Property(str, _get, _set, notify=changed)
    """The text that the code holds."""
