"""The command line at hand."""

from __future__ import annotations

import pytest
from cli_desk import Run, runner
from PySide6.QtGui import QGuiApplication


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture
def kiosk(capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(capsys)
