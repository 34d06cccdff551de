"""One Qt application for terminals in this process."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from terminal_files import TerminalFiles


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture
def files(tmp_path: Path) -> TerminalFiles:
    """A terminal's folder, as enrolment leaves it."""
    return TerminalFiles(tmp_path)
