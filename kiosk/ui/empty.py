"""An empty Qt Quick window and nothing of the kiosk: what its start is compared with (`kiosk bench startup`)."""

from __future__ import annotations

import json

from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine

from kiosk.ui.age import process_age_ms

_WINDOW = b"import QtQuick\nWindow { width: 1080; height: 1920; visible: true }"


def print_first_frame() -> None:
    """Show the window, print how long its first frame took as JSON, and end."""
    app = QGuiApplication(["empty"])
    engine = QQmlApplicationEngine()
    engine.loadData(_WINDOW, QUrl())

    def shown() -> None:
        print(json.dumps({"first_frame_ms": process_age_ms()}))
        app.quit()

    engine.rootObjects()[0].frameSwapped.connect(shown)  # type: ignore[attr-defined]
    app.exec()
    del engine
