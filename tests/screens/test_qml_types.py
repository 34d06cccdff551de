"""The QML fits the Python it uses: no misspelt property, a file for every screen, constants that are constant."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMetaObject, QObject

from kiosk.flows import visit
from kiosk.ui import lint
from kiosk.ui.app import FOLDER
from kiosk.ui.screens import NAMES, Screen, page_of

OPENED = {
    "BookingKept",
    "ChangeProving",
    "ChangeReceipt",
    "ChangeWarned",
    "ComplaintKept",
    "Identifying",
    "IdentifyingHolder",
    "MatchingHolder",
    "PayeeChanging",
    "StatementReady",
    "SuggestionKept",
    "TransferProving",
    "TransferReceipt",
    "TransferWarned",
    "Warned",
}
"""States of which the customer sees an inner one."""


def test_qmllint_has_nothing_to_say() -> None:
    assert lint.qml_problems() == ""


def test_qmllint_finds_a_misspelt_property(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = "import QtQuick\nimport BranchKiosk\nItem { width: Theme.milimetre }\n"
    (tmp_path / "Wrong.qml").write_text(wrong, encoding="utf-8")
    for source in FOLDER.rglob("*.py"):
        (tmp_path / source.relative_to(FOLDER)).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / source.relative_to(FOLDER)).symlink_to(source)
    monkeypatch.setattr(lint, "_HERE", tmp_path)
    assert "milimetre" in lint.qml_problems()


def test_every_state_has_its_screen_and_every_screen_its_file() -> None:
    states = {state.__name__ for service in visit.SERVICES for state in service.states}
    assert states - set(NAMES) <= OPENED
    assert set(NAMES) == {path.stem for path in (FOLDER / "screens").rglob("*.qml")}
    assert all(page_of(name).is_file() for name in NAMES)


def _kinds(cls: type[Screen]) -> list[type[Screen]]:
    return [kind for sub in cls.__subclasses__() for kind in (sub, *_kinds(sub))]


@pytest.mark.parametrize("name", NAMES)
def test_what_a_screen_shows_is_constant(name: str) -> None:
    """`lint` tells qmllint so of every property without a signal; here it is true."""
    (screen,) = [cls for cls in _kinds(Screen) if cls.__name__ == name]
    described: QMetaObject = vars(screen)["staticMetaObject"]
    own = range(QObject().metaObject().propertyCount(), described.propertyCount())
    assert own
    for index in own:
        entry = described.property(index)
        assert entry.isConstant() or entry.hasNotifySignal(), entry.name()
        assert not entry.isWritable(), entry.name()
