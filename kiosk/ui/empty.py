"""An empty Qt Quick window: what the start of the kiosk is compared with (`kiosk bench startup`)."""

from __future__ import annotations

import json

from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlApplicationEngine

from kiosk.ui.app import make_app, process_age_ms

_WINDOW = b"import QtQuick\nWindow { width: 1080; height: 1920; visible: true }"


def print_first_frame() -> None:
    """Show the window, print how long its first frame took as JSON, and end."""
    app = make_app(["empty"], headless=True)
    engine = QQmlApplicationEngine()
    engine.loadData(_WINDOW, QUrl())

    def shown() -> None:
        print(json.dumps({"first_frame_ms": process_age_ms()}))
        app.quit()

    engine.rootObjects()[0].frameSwapped.connect(shown)  # type: ignore[attr-defined]
    app.exec()
    del engine
