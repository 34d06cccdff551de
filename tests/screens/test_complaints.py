"""What Qt and QML complain of is heard."""

from __future__ import annotations

from PySide6.QtCore import qDebug, qWarning
from PySide6.QtQml import QQmlComponent
from stagehouse import House

from kiosk.ui.app import overheard


def test_a_page_that_asks_for_what_is_not_there_is_heard(house: House) -> None:
    before = house.stage.complaints
    with overheard() as heard:
        faulty = QQmlComponent(house.stage._engine)
        faulty.setData(b"import QtQuick\nItem { property int number: nothing.there }", "")
        made = faulty.create()
        assert made is not None
        house.settle()
    assert [complaint for complaint in house.stage.complaints if "nothing is not defined" in complaint]
    assert [complaint for complaint in heard if "nothing is not defined" in complaint]
    assert len(house.stage.complaints) == len(before) + 1


def test_only_warnings_are_complaints() -> None:
    with overheard() as heard:
        qWarning("something is wrong")
        qDebug("something is as it should be")
    assert heard == ["something is wrong"]
