"""How the demo is to be shown, and the settings that follow from it."""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Wish:
    """How the demo is to be shown."""

    out: Path
    headless: bool
    language: str
    size: int
    contrast: str
    large_and_slow: bool
    landscape: bool
    fullscreen: bool
    data: Path | None = None
    """Where the branch keeps its files: an empty folder or a new one; without it they are deleted at the end."""

    def overrides(self, settings: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
        """The demo's settings where they differ from the defaults; a walk's own come last."""
        others = [language for language in ("zh_CN", "en") if language != self.language]
        tables: dict[str, dict[str, Any]] = {
            "language": {
                "languages": [self.language, *others],
                "size": self.size,
                "contrast": self.contrast,
                "large_and_slow": self.large_and_slow,
            },
            "display": {"fullscreen": self.fullscreen},
            "terminal": {"bank_name": "示例银行 Example Bank", "hotline": "400-000-0000"},
            "hand_over": {"app_schemes": ["examplebank"]},
            "documents": {"chip_reader": "simulated", "resident_id_reader": "simulated"},
        }
        if self.landscape:
            tables["display"] |= {"width_px": 1920, "height_px": 1080}
        for table, values in settings.items():
            tables.setdefault(table, {}).update(values)
        return tables


def clear(out: Path) -> None:
    """Make the folder of pictures, without what an earlier walk left there. Raises OSError."""
    out.mkdir(parents=True, exist_ok=True)
    for old in (*out.glob("[0-9][0-9]-*.png"), out / "summary.json"):
        old.unlink(missing_ok=True)


def in_folder(data: Path | None, run: Callable[[Path], int]) -> int:
    """Run with an empty folder for the branch's files; without `data` it is deleted at the end. Raises OSError."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # not without ending the branch's processes
    if data is None:
        with tempfile.TemporaryDirectory(prefix="kiosk-demo-", ignore_cleanup_errors=True) as folder:
            return run(Path(folder))
    data.mkdir(parents=True, exist_ok=True)
    if any(data.iterdir()):
        raise FileExistsError(f"{data} is not empty")
    return run(data.resolve())
