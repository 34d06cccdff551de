"""The scripts in `packaging/models`, imported as they import each other."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

SCRIPTS = Path(__file__).parents[2] / "packaging" / "models"


def script(name: str) -> ModuleType:
    """The script's module."""
    if str(SCRIPTS) not in sys.path:
        sys.path.append(str(SCRIPTS))
    return importlib.import_module(name)
