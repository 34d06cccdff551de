"""The QML fits the Python it uses: no misspelt property, a file for every screen, constants that are constant."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import QMetaObject, QObject

from kiosk.flows import visit
from kiosk.ui import lint
from kiosk.ui.app import FOLDER
from kiosk.ui.screens import NAMES, Screen


def members(union: object) -> set[str]:
    return {name for member in get_args(union) for name in (members(member) if get_args(member) else {member.__name__})}


def test_qmllint_has_nothing_to_say() -> None:
    assert lint.qml_problems() == ""


def test_qmllint_finds_a_misspelt_property(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = "import QtQuick\nimport BranchKiosk\nItem { width: Theme.milimetre }\n"
    (tmp_path / "Wrong.qml").write_text(wrong, encoding="utf-8")
    for source in FOLDER.glob("*.py"):
        (tmp_path / source.name).symlink_to(source)
    monkeypatch.setattr(lint, "_HERE", tmp_path)
    assert "milimetre" in lint.qml_problems()


def test_every_state_has_its_screen_and_every_screen_its_file() -> None:
    assert set(NAMES) == members(visit.Screen)
    assert set(NAMES) == {path.stem for path in (FOLDER / "screens").glob("*.qml")}


@pytest.mark.parametrize("name", NAMES)
def test_what_a_screen_shows_is_constant(name: str) -> None:
    """`lint` tells qmllint so of every property without a signal; here it is true."""
    (screen,) = [cls for cls in Screen.__subclasses__() if cls.__name__ == name]
    described: QMetaObject = vars(screen)["staticMetaObject"]
    own = range(QObject().metaObject().propertyCount(), described.propertyCount())
    assert own
    for index in own:
        entry = described.property(index)
        assert entry.isConstant(), entry.name()
        assert not entry.isWritable(), entry.name()
