"""A bank's brand: its colours, its mark and its name, from a file, and refused where somebody could not read them.

The file (docs/brand.md) changes the contrast `standard` alone: black and white stay black and white.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from kiosk.ui.theme import PALETTES, Palette

LEAST_CONTRAST: Final = 7.0
"""Of writing on its ground (WCAG 2.2, 1.4.6)."""
LEAST_LINE: Final = 3.0
"""Of a control's line on its ground (WCAG 2.2, 1.4.11)."""
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_LARGEST_FILE: Final = 2**20


class BrandError(ValueError):
    """The brand cannot be shown; the message says what is wrong with it."""


@dataclass(frozen=True)
class Brand:
    """How the bank wants to look. `names` by language tag, `marks` the file of the bank's mark by contrast."""

    palette: Palette = PALETTES["standard"]
    names: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, Path] = field(default_factory=dict)


OURS: Final = Brand()
"""Branch Kiosk's own."""


def load(path: Path) -> Brand:
    """Read a brand file. Raises `BrandError` for one that cannot be read, an unknown key or a bad value."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BrandError(f"{path}: {error}") from error
    try:
        return _brand(raw, path.parent)
    except BrandError as error:
        raise BrandError(f"{path}: {error}") from error


def _brand(raw: Mapping[str, Any], folder: Path) -> Brand:
    tables = {"colours", "names", "marks"}
    for name, table in raw.items():
        if name not in tables:
            raise BrandError(f"unknown table {name} (known here: {', '.join(sorted(tables))})")
        if not isinstance(table, dict) or not all(isinstance(value, str) and value for value in table.values()):
            raise BrandError(f"{name} is a table of texts")
    palette = _palette(raw.get("colours", {}))
    marks = {contrast: folder / file for contrast, file in raw.get("marks", {}).items()}
    for contrast, file in marks.items():
        if contrast not in PALETTES:
            raise BrandError(f"marks.{contrast}: the contrasts are {', '.join(PALETTES)}")
        if file.suffix not in (".png", ".svg"):
            raise BrandError(f"marks.{contrast} is a PNG or an SVG")
        if not file.is_file() or file.stat().st_size > _LARGEST_FILE:
            raise BrandError(f"marks.{contrast}: there is no such file of at most {_LARGEST_FILE} bytes")
    return Brand(palette, dict(raw.get("names", {})), marks)


def _palette(colours: Mapping[str, str]) -> Palette:
    known = {item.name for item in fields(Palette)}
    for name, colour in colours.items():
        if name not in known:
            raise BrandError(f"unknown colour {name} (known here: {', '.join(sorted(known))})")
        if not _COLOUR.fullmatch(colour):
            raise BrandError(f"colours.{name} is written #rrggbb, not {colour!r}")
    palette = replace(PALETTES["standard"], **colours)
    pairs = [(*pair, LEAST_CONTRAST) for pair in palette.pairs()]
    pairs += [(f"line on {name}", palette.line, getattr(palette, name), LEAST_LINE) for name in ("page", "surface")]
    for what, writing, ground, least in pairs:
        contrast = contrast_of(writing, ground)
        if contrast < least:
            raise BrandError(f"colours: {what} has a contrast of {contrast:.1f} to 1, and needs {least:.0f}")
    return palette


def contrast_of(one: str, other: str) -> float:
    """The contrast of two colours written `#rrggbb`, from 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
