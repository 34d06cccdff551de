"""What QML outside the controls and the theme may not hold: pixels, colours, bare items, judgement (ux.md)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "kiosk" / "ui"
SCREENS = sorted(path for path in UI.rglob("*.qml") if "controls" not in path.parts and path.stem != "Theme")
FORBIDDEN = {
    r"#[0-9a-fA-F]{3,8}\b": "a colour belongs to the theme",
    r"Qt\.rgba\(": "a colour belongs to the theme",
    r"\bcolor:\s*\"[a-z]+\"": "a colour belongs to the theme",
    r"\bpixelSize\b": "a size is in millimetres, through the theme",
    r"^\s*(?:width|height|spacing|radius|\w*[mM]argins?|padding)\s*:\s*[1-9]\d*(?:\.\d+)?\s*$": "a size in pixels",
    r"^\s*(?:Text|MouseArea|TapHandler|TextInput|TextField|Flickable|ListView|SwipeView)\s*\{": "use a control",
    r"\bXMLHttpRequest\b|\bTimer\s*\{": "a screen neither calls nor waits: its Python class tells events",
}


def breaches(text: str) -> list[str]:
    """What a QML file holds that it may not, one line each."""
    return [
        f"line {number}: {why}: {line.strip()}"
        for number, line in enumerate(text.splitlines(), 1)
        for pattern, why in FORBIDDEN.items()
        if re.search(pattern, line.partition("//")[0])
    ]


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: path.name)
def test_a_screen_minds_its_manners(path: Path) -> None:
    found = breaches(path.read_text(encoding="utf-8"))
    assert not found, f"{path.name}: " + "; ".join(found)


@pytest.mark.parametrize(
    "line",
    ["width: 20", "color: '#ff0000'", 'color: "red"', "Text { }", "  MouseArea {", "font.pixelSize: 3", "Timer {"],
)
def test_a_breach_is_found(line: str) -> None:
    assert breaches(line)


@pytest.mark.parametrize(
    "line", ["width: Theme.mm(20)", "height: 0", "KText { }", "spacing: parent.spacing", "// 20px #fff"]
)
def test_manners_are_not_breaches(line: str) -> None:
    assert not breaches(line)
