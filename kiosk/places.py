"""Where the kiosk's files lie."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent


def _assets() -> Path:
    installed = _PACKAGE / "assets"
    return installed if installed.is_dir() else _PACKAGE.parent / "assets"


ASSETS: Final[Path] = _assets()
"""Fonts, icons, models and texts: inside the installed package, else in the source tree."""


def media_dir() -> Path:
    """Where the downloaded demo media lie; the folder need not exist yet."""
    return _cache() / "media"


def models_dir() -> Path:
    """Where models lie that are made on this machine, too large to come with the source; need not exist yet."""
    return _cache() / "models"


def _cache() -> Path:
    """`$XDG_CACHE_HOME`, or `~/.cache` where it is unset or not absolute (XDG Base Directory Specification 0.8)."""
    configured = Path(os.environ.get("XDG_CACHE_HOME", ""))
    cache = configured if configured.is_absolute() else Path.home() / ".cache"
    return cache / "branch-kiosk"
