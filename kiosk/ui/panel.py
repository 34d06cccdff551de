"""The demo panel: a window beside the kiosk that changes the simulated world. It knows nothing of drivers."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Protocol, cast

from PySide6.QtCore import Property, QEvent, QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QmlElement, QQmlApplicationEngine, QQmlError
from PySide6.QtQuick import QQuickWindow

from kiosk.ui.app import StageError
from kiosk.ui.theme import Theme

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1

PX_PER_MM: Final = 4.0
_GAP_PX: Final = 24


class PanelActions(Protocol):
    """What the panel can do; called on the Qt thread, so each returns at once."""

    def options(self) -> dict[str, list[str]]:
        """The kinds of things (a code held up, a card on the reader ...) and the names to choose from."""

    def choose(self, kind: str, name: str) -> None:
        """Put one thing of a kind before the kiosk."""

    def switch(self, name: str, on: bool) -> None:
        """Turn a trouble on or off: `paper_out`, `network_down`."""


@QmlElement
class PanelModel(QObject):
    """What Panel.qml shows and tells."""

    changed = Signal()

    def __init__(self, actions: PanelActions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._options: dict[str, list[str]] = {}
        self._chosen: dict[str, str] = {}
        self.refresh()

    def refresh(self) -> None:
        """Ask again what there is to choose from."""
        options = self._actions.options()
        if options != self._options:
            self._options = options
            self.changed.emit()

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def groups(self) -> list[dict[str, object]]:
        return [
            {"kind": kind, "names": names, "chosen": self._chosen.get(kind, names[0] if names else "")}
            for kind, names in self._options.items()
        ]

    @Slot(str, str)
    def choose(self, kind: str, name: str) -> None:
        self._chosen[kind] = name
        self._actions.choose(kind, name)

    @Slot(str, bool)
    def switch(self, name: str, on: bool) -> None:
        self._actions.switch(name, on)


class Panel(QObject):
    """The panel's window; shown at once, beside the kiosk's and above it where there is no room.

    The options are asked for every second: a branch opens while the panel stands.
    """

    def __init__(self, app: QGuiApplication, actions: PanelActions, beside: QQuickWindow | None = None) -> None:
        super().__init__()
        self._app = app
        self._model = PanelModel(actions)
        self._said: list[str] = []
        self._engine = QQmlApplicationEngine()
        self._engine.warnings.connect(self._complain)
        theme = cast("Theme", self._engine.singletonInstance("BranchKiosk", "Theme"))
        theme.mount(PX_PER_MM, 0.0, "right", reduced_motion=True)
        theme.prefer(0, "standard")
        self._engine.setInitialProperties({"model": self._model})
        self._engine.load(QUrl.fromLocalFile(str(Path(__file__).resolve().parent / "Panel.qml")))
        roots = self._engine.rootObjects()
        if not roots or not isinstance(roots[0], QQuickWindow):
            raise StageError("\n".join(self._said) or "Panel.qml gave no window")
        self.window = roots[0]
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._model.refresh)
        self._timer.start()
        self.window.setFlag(Qt.WindowType.WindowStaysOnTopHint)
        if beside is not None:
            self._stand_beside(beside)
        self.window.show()

    def _stand_beside(self, kiosk: QQuickWindow) -> None:
        room, place = kiosk.screen().availableGeometry(), kiosk.frameGeometry()
        right = min(place.right() + _GAP_PX, room.right() - self.window.width())
        self.window.setPosition(max(room.left(), right), max(room.top(), place.top()))

    def close(self) -> None:
        """Take the window down: QML first, then the Python objects it shows."""
        self._timer.stop()
        self.window.close()
        self._engine.deleteLater()
        self._app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _complain(self, warnings: list[QQmlError]) -> None:
        self._said.extend(warning.toString() for warning in warnings)
