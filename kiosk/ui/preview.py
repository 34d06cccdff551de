"""The live picture of a camera on the screen, with the guide that shows where to be."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import Property, QObject, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen
from PySide6.QtQml import QmlElement, QmlSingleton
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from kiosk.core.identity import CARD_GUIDE

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1

INTERVAL_MS: Final = 66
_FACE_RATIO: Final = 0.74


class PreviewSource(Protocol):
    """Where the newest picture is found."""

    def latest(self) -> tuple[int, int, int, bytes] | None:
        """Sequence number, width, height and RGB888 rows (width a multiple of 4); None while there is no picture.

        Returns at once.
        """


@QmlElement
@QmlSingleton
class Feed(QObject):
    """The source of every camera view; set once by the stage."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: PreviewSource | None = None

    def watch(self, source: PreviewSource | None) -> None:
        """Show this source's pictures."""
        self._source = source

    def latest(self) -> tuple[int, int, int, bytes] | None:
        """The newest picture, as the source gives it."""
        return self._source.latest() if self._source else None


@QmlElement
class CameraView(QQuickPaintedItem):
    """A picture that follows the feed about 15 times a second while visible, and forgets it when hidden.

    `guide` is `card` (the box in which the reader looks for it; the view is then 16:9, as the frame), `face` (an oval)
    or empty; `mirrored` shows the customer as a mirror would.
    """

    changed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._feed: Feed | None = None
        self._guide = ""
        self._mirrored = False
        self._veil = QColor(Qt.GlobalColor.black)
        self._mark = QColor(Qt.GlobalColor.white)
        self._picture: QImage | None = None
        self._sequence = 0
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._look)
        self.visibleChanged.connect(self._follow)
        self.setOpaquePainting(True)

    def componentComplete(self) -> None:
        super().componentComplete()
        self._follow()

    def paint(self, painter: QPainter) -> None:
        box = QRectF(0, 0, self.width(), self.height())
        painter.fillRect(box, self._veil)
        if self._picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(box, self._picture, _cover(self._picture, box))
        if self._guide:
            self._draw_guide(painter, box)

    def _draw_guide(self, painter: QPainter, box: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape, outside = QPainterPath(), QPainterPath()
        if self._guide == "card":
            left, top, right, bottom = CARD_GUIDE
            hole = QRectF(
                box.width() * left, box.height() * top, box.width() * (right - left), box.height() * (bottom - top)
            )
            shape.addRoundedRect(hole, hole.width() * 0.04, hole.width() * 0.04)
        else:
            height = box.height() * 0.86
            shape.addEllipse(_centred(box, height * _FACE_RATIO, height))
        outside.addRect(box)
        veil = QColor(self._veil)
        veil.setAlphaF(0.45)
        painter.fillPath(outside.subtracted(shape), veil)
        painter.setPen(QPen(self._mark, max(3.0, box.height() / 120)))
        painter.drawPath(shape)

    @Slot()
    def _follow(self) -> None:
        if self.isVisible() and self.isComponentComplete():
            self._timer.start()
            self._look()
        else:
            self._timer.stop()
            self._picture, self._sequence = None, 0

    @Slot()
    def _look(self) -> None:
        latest = self._feed.latest() if self._feed else None
        if latest is None or latest[0] == self._sequence:
            return
        self._sequence, width, height, rows = latest
        picture = QImage(rows, width, height, width * 3, QImage.Format.Format_RGB888)
        flip = Qt.Orientation.Horizontal
        self._picture = picture.flipped(flip) if self._mirrored else picture.copy()
        self.update()

    @Property(QObject, notify=changed)
    def feed(self) -> QObject | None:
        return self._feed

    @feed.setter  # type: ignore[no-redef]
    def feed(self, feed: Feed) -> None:
        self._feed = feed

    @Property(str, notify=changed)
    def guide(self) -> str:
        return self._guide

    @guide.setter  # type: ignore[no-redef]
    def guide(self, guide: str) -> None:
        self._guide = guide

    @Property(bool, notify=changed)
    def mirrored(self) -> bool:
        return self._mirrored

    @mirrored.setter  # type: ignore[no-redef]
    def mirrored(self, mirrored: bool) -> None:
        self._mirrored = mirrored


def _cover(picture: QImage, box: QRectF) -> QRectF:
    """The part of the picture that fills the box without distortion."""
    scale = max(box.width() / picture.width(), box.height() / picture.height())
    width, height = box.width() / scale, box.height() / scale
    return QRectF((picture.width() - width) / 2, (picture.height() - height) / 2, width, height)


def _centred(box: QRectF, width: float, height: float) -> QRectF:
    return QRectF((box.width() - width) / 2, (box.height() - height) / 2, width, height)
