"""What QML made is gone when its page is: nothing of the customer is left in the Python half."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path
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


def test_the_first_page_that_goes_has_no_type_of_qts_looked_for() -> None:
    """PySide makes a type's enumerations when it first needs the type: two hundred of them held a page up for 30 ms."""
    program = (
        "import enum, sys; sys.path.insert(0, sys.argv[1])\n"
        "from stagehouse import STILL, build\n"
        "from kiosk.ui.catalogue import examples\n"
        "house, shown, made = build(STILL), examples(), []\n"
        "house.settle()\n"
        "first = enum.EnumType._create_\n"
        "def create(cls, name, *rest, **more):\n"
        "    made.append(name)\n"
        "    return first(cls, name, *rest, **more)\n"
        "enum.EnumType._create_ = create\n"
        "for name in ('SuggestionText', 'Menu', 'HandOver-app', 'Menu'): house.show(shown[name])\n"
        "house.stage.close()\n"
        "print(len(made), *made[:9])\n"
    )
    ran = [sys.executable, "-c", program, str(Path(__file__).parent)]
    done = subprocess.run(ran, capture_output=True, text=True, timeout=60, check=True)
    assert int(done.stdout.split()[0]) < 20, done.stdout
