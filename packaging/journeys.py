"""Makes docs/pictures/journeys: each journey as one picture, of the screens that a walk of the demo came through.

python packaging/journeys.py [--lang zh_CN|en] [NAME...]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image

FOLDER: Final = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "journeys"
JOURNEYS: Final = (
    "ask-search",
    "book",
    "walk-in",
    "statement",
    "card-lost",
    "card-released",
    "transfer-new-payee",
    "deceived-on-the-phone",
    "complain",
)
_WIDTH: Final = 216
_COLUMNS: Final = 8
_GAP: Final = 8
_LEFT_OUT: Final = ("LookAtCamera-", "PresentDocument", "ComparingHolder", "OpeningSession")
"""Screens of which there are many, that say nothing alone, or on which a camera sees a person."""


def walked(name: str, language: str, out: Path) -> list[Path]:
    """Take a walk; the pictures of its screens. Raises `CalledProcessError` where it does not end as named."""
    command = [sys.executable, "-m", "kiosk", "demo", "--headless", "--walk", name, "--lang", language]
    subprocess.run([*command, "--out", str(out)], check=True, capture_output=True, timeout=600)
    screens = json.loads((out / "summary.json").read_text(encoding="utf-8"))["screens"]
    return [out / screen["png"] for screen in screens if not any(it in screen["png"] for it in _LEFT_OUT)]


def sheet(pictures: list[Path], width: int = _WIDTH) -> Image.Image:
    """The pictures side by side, in rows."""
    opened = [Image.open(path).convert("RGB") for path in pictures]
    small = [it.resize((width, it.height * width // it.width), Image.Resampling.LANCZOS) for it in opened]
    columns = min(_COLUMNS, len(small))
    rows, height = -(-len(small) // columns), max(it.height for it in small)
    whole = Image.new("RGB", (columns * (width + _GAP) - _GAP, rows * (height + _GAP) - _GAP), "#c9d1ce")
    for place, picture in enumerate(small):
        whole.paste(picture, ((place % columns) * (width + _GAP), place // columns * (height + _GAP)))
    return whole.quantize(96)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", default=JOURNEYS)
    parser.add_argument("--lang", choices=("zh_CN", "en"), action="append")
    given = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    failed = 0
    for name in given.names or JOURNEYS:
        for language in given.lang or ("zh_CN", "en"):
            with tempfile.TemporaryDirectory() as out:
                try:
                    sheet(walked(name, language, Path(out))).save(FOLDER / f"{name}-{language}.png", optimize=True)
                    print(name, language)
                except (subprocess.SubprocessError, OSError) as error:
                    failed = 1
                    print(f"{name} {language}: {type(error).__name__}", file=sys.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(main())
