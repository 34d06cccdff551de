"""What QML made is gone when its page is: nothing of the customer is left in the Python half."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from PySide6.QtQuick import QQuickItem
from shiboken6 import Shiboken
from stagehouse import House

from kiosk.ui.catalogue import examples
from kiosk.ui.keyboard.typist import Typist
from kiosk.ui.preview import CameraView
from kiosk.ui.qr import QrPicture

SHOWN = {Typist: "AskSearch", CameraView: "PresentDocument", QrPicture: "HandOver"}


def gone(kind: type) -> list[Any]:
    """The Python halves of this type whose object was destroyed."""
    gc.collect()
    return [item for item in gc.get_objects() if type(item) is kind and not Shiboken.isValid(item)]


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.__name__)
def test_what_is_left_of_an_item_is_empty(house: House, kind: type) -> None:
    there = examples()
    name = next(name for name in there if name.startswith(SHOWN[kind]))
    house.show(there[name])
    living = [item for item in gc.get_objects() if type(item) is kind and Shiboken.isValid(item)]
    assert any(vars(item) for item in living)
    living.clear()
    house.show(there["Menu"])
    assert [vars(item) for item in gone(kind) if vars(item)] == []


def test_pages_leave_nothing_behind(house: House) -> None:
    there = examples()
    for name in ("Menu", "Attract"):
        house.show(there[name])
    before = len(gone(QQuickItem))
    for _ in range(20):
        for name in ("Menu", "Attract"):
            house.show(there[name])
    assert len(gone(QQuickItem)) <= before + 1
