"""The live picture of a camera on the screen, with the guide that shows where to be."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import Property, QObject, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen
from PySide6.QtQml import QmlElement, QmlSingleton
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from kiosk.core.identity import CARD_GUIDE
from kiosk.ui.gone import empty_when_gone

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1

INTERVAL_MS: Final = 66
_FACE_RATIO: Final = 0.74
_VEIL: Final = QColor(0, 0, 0, 115)
"""Lies over the picture outside of the guide."""
_MARK: Final = QColor(255, 255, 255)


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
    or empty; `mirrored` shows the customer as a mirror would. Until a picture comes there is the guide in `ink` on
    `ground`, with the shoulders below the face.
    """

    changed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._feed: Feed | None = None
        self._guide = ""
        self._mirrored = False
        self._ground = QColor(Qt.GlobalColor.white)
        self._ink = QColor(Qt.GlobalColor.black)
        self._picture: QImage | None = None
        self._sequence = 0
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._look)
        self.visibleChanged.connect(self._follow)
        self.setOpaquePainting(True)
        empty_when_gone(self)

    def componentComplete(self) -> None:
        super().componentComplete()
        self._follow()

    def paint(self, painter: QPainter) -> None:
        box = QRectF(0, 0, self.width(), self.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(box, self._ground)
        pen = QPen(self._ink, max(3.0, box.height() / 120))
        shape = self._guide_shape(box)
        if self._picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(box, self._picture, _cover(self._picture, box))
            outside = QPainterPath()
            outside.addRect(box)
            painter.fillPath(outside.subtracted(shape), _VEIL)
            pen.setColor(_MARK)
        elif self._guide == "face":
            painter.strokePath(_shoulders(box), pen)
        painter.strokePath(shape, pen)

    def _guide_shape(self, box: QRectF) -> QPainterPath:
        shape = QPainterPath()
        if self._guide == "card":
            left, top, right, bottom = CARD_GUIDE
            hole = QRectF(
                box.width() * left, box.height() * top, box.width() * (right - left), box.height() * (bottom - top)
            )
            shape.addRoundedRect(hole, hole.width() * 0.04, hole.width() * 0.04)
        elif self._guide == "face":
            shape.addEllipse(_face(box))
        return shape

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

    @Property(QColor, notify=changed)
    def ground(self) -> QColor:
        return self._ground

    @ground.setter  # type: ignore[no-redef]
    def ground(self, ground: QColor) -> None:
        self._ground = ground
        self.update()

    @Property(QColor, notify=changed)
    def ink(self) -> QColor:
        return self._ink

    @ink.setter  # type: ignore[no-redef]
    def ink(self, ink: QColor) -> None:
        self._ink = ink
        self.update()

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


def _face(box: QRectF) -> QRectF:
    """Where the face is to be."""
    height = box.height() * 0.8
    width = height * _FACE_RATIO
    return QRectF((box.width() - width) / 2, (box.height() - height) * 0.4, width, height)


def _shoulders(box: QRectF) -> QPainterPath:
    """From the lower corners up to the face."""
    face = _face(box)
    path = QPainterPath()
    for side in (-1, 1):
        middle, neck = face.center().x(), face.width() * 0.3
        path.moveTo(middle + side * neck, face.bottom() - face.height() * 0.06)
        path.quadTo(
            middle + side * neck, box.bottom() - face.height() * 0.06, middle + side * box.width() / 2, box.bottom()
        )
    return path
