"""A customer made of code: touches what is on the screen, by the events a touch panel gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import zxingcpp
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.ui.app import Stage
from kiosk.ui.offthread import Executor
from kiosk.ui.stall import StallMeter

_BUTTON: Final = "QQuickAbstractButton"
_COVERS: Final = ("idleWarning", "adjustPage", "veil")


KEYS: Final = {
    "confirm": Qt.Key.Key_Return,
    "next": Qt.Key.Key_Down,
    "previous": Qt.Key.Key_Up,
    "back": Qt.Key.Key_Escape,
    "help": Qt.Key.Key_F1,
    "again": Qt.Key.Key_F2,
    "louder": Qt.Key.Key_VolumeUp,
    "softer": Qt.Key.Key_VolumeDown,
}
"""The keys of a tactile keypad."""


class Puppet:
    """Uses a stage as a customer would. Every call belongs on the Qt thread."""

    def __init__(self, stage: Stage, *, executor: Executor | None = None, stall: StallMeter | None = None) -> None:
        self._stage, self._executor, self._stall = stage, executor, stall
        self._panel = QTest.createTouchDevice()

    def tap(self, object_name: str) -> bool:
        """Press and release in the middle of a control; False where none of that name can be touched."""
        control = next((item for item in self._targets() if item.objectName() == object_name), None)
        if control is None:
            return False
        self.touch(_middle(control))
        return True

    def touch(self, press: QPoint, release: QPoint | None = None) -> None:
        """Put a finger on a place of the window, and lift it there or elsewhere."""
        window = self._stage.window
        QTest.touchEvent(window, self._panel, False).press(0, press, window).commit()
        if release is not None:
            QTest.touchEvent(window, self._panel, False).move(0, release, window).commit()
        QTest.touchEvent(window, self._panel, False).release(0, release or press, window).commit()

    def key(self, name: str) -> None:
        """Press and let go a key of the keypad."""
        QTest.keyClick(self._stage.window, KEYS[name])

    def visible_targets(self) -> list[str]:
        """The names of the controls that can be touched now, from the page to the bar."""
        return [item.objectName() for item in self._targets()]

    def screen(self) -> str:
        """The name of the screen shown."""
        return self._stage.session.screen_name

    def idle_warning(self) -> bool:
        """Whether the idle warning stands."""
        return self._stage.session.idle_warning is not None

    def veiled(self) -> bool:
        """Whether the veil covers the page."""
        return self._stage.session.is_veiled and not self.idle_warning() and not self._stage.session.is_adjusting

    def grab(self, path: Path) -> None:
        """Save the window as PNG. Taking the picture is not counted as a stall; it is encoded by the executor."""
        if self._stall is not None:
            self._stall.pause()
        picture = self._stage.window.grabWindow()
        if self._stall is not None:
            self._stall.resume()

        def save() -> None:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not picture.save(str(path), "PNG"):  # type: ignore[call-overload]
                raise OSError(f"{path} cannot be written")

        if self._executor is None:
            save()
        else:
            self._executor.submit(save)

    def codes(self) -> list[str]:
        """What a phone before the screen reads there: the texts of all QR codes that are shown."""
        if self._stall is not None:
            self._stall.pause()
        picture = self._stage.window.grabWindow().convertToFormat(QImage.Format.Format_Grayscale8)
        if self._stall is not None:
            self._stall.resume()
        lines = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
        found = zxingcpp.read_barcodes(
            np.ascontiguousarray(lines[:, : picture.width()]),
            formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        )
        return [code.text for code in found]

    def _targets(self) -> Iterator[QQuickItem]:
        root = self._stage.window.contentItem()
        for item in descendants(root):
            if item.inherits(_BUTTON) and item.isVisible() and item.isEnabled() and self._on_top(item):
                yield item

    def _on_top(self, control: QQuickItem) -> bool:
        """Whether nothing lies over the middle of a control (idle warning, preferences, veil)."""
        root = self._stage.window.contentItem()
        place = root.mapFromItem(control, QPointF(control.width() / 2, control.height() / 2))
        covers = [self._stage.window.findChild(QQuickItem, name) for name in _COVERS]
        return not any(
            cover.isVisible() and cover.contains(cover.mapFromItem(root, place)) and not cover.isAncestorOf(control)
            for cover in covers
            if cover is not None
        )


def descendants(item: QQuickItem) -> Iterator[QQuickItem]:
    """Every visible item below, parents first."""
    for child in item.childItems():
        if child.isVisible():
            yield child
            yield from descendants(child)


def _middle(item: QQuickItem) -> QPoint:
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
