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


def measurement_pictures(kind: str) -> Path | None:
    """A folder of pictures to measure with, which are never part of the project; None where there is none.

    Below `$KIOSK_SHARED_DATA`, or `../shared/data` beside the source tree: `faces` (a folder for each person), `mrz`.
    """
    given = os.environ.get("KIOSK_SHARED_DATA")
    folder = (Path(given) if given else _PACKAGE.parents[1] / "shared" / "data") / kind
    return folder if folder.is_dir() else None


def _cache() -> Path:
    """`$XDG_CACHE_HOME`, or `~/.cache` where it is unset or not absolute (XDG Base Directory Specification 0.8)."""
    configured = Path(os.environ.get("XDG_CACHE_HOME", ""))
    cache = configured if configured.is_absolute() else Path.home() / ".cache"
    return cache / "branch-kiosk"
