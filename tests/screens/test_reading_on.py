"""A walk reads a page of several parts to its end, as a customer would, and pictures every part."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from stagehouse import House

from kiosk.demo import walker as walker_module
from kiosk.demo.walker import Walker, WalkFailed
from kiosk.demo.walks.steps import Expect, Tap, Walk
from kiosk.flows import visit
from kiosk.ui.app import StageSettings
from kiosk.ui.catalogue import examples


class Nowhere:
    """A world in which nothing is moved."""

    def hold(self, code: str | None) -> None:
        raise AssertionError(code)

    def lay(self, card: str | None, side: str) -> None:
        raise AssertionError(card, side)

    def stand(self, person: str | None) -> None:
        raise AssertionError(person)

    def network(self, *, up: bool) -> None:
        raise AssertionError(up)

    def paper(self, *, loaded: bool) -> None:
        raise AssertionError(loaded)


@pytest.fixture
def square(build_house: Callable[..., House], monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(walker_module, "_SETTLED_S", 0.05)
    return build_house(StageSettings(1280, 1024, 3.4, reduced_motion=True))


def test_every_part_is_read_and_pictured(square: House, tmp_path: Path, qtbot: QtBot) -> None:
    square.show(examples(visit.Preferences("en", 3))["FraudWarning"])
    assert square.stage.page is not None
    count = len(square.stage.page.property("parts"))
    assert count > 2
    walk = Walk("read", "", "read", (Expect("FraudWarning"), Tap("confirm"), Expect("CheckingIn")))
    walker = Walker(walk, square.puppet, square.session, Nowhere(), tmp_path)
    qtbot.waitUntil(lambda: not walker.tick(), timeout=20000)
    assert [picture.name for picture in walker.pictures] == ["FraudWarning"] * count + ["CheckingIn"]
    assert len({(tmp_path / picture.png).read_bytes() for picture in walker.pictures}) == count + 1


def test_a_control_that_never_comes_ends_the_walk(
    square: House, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walker_module, "_READ_WITHIN_S", 0.3)
    square.show(examples()["Farewell"])
    walker = Walker(Walk("lost", "", "lost", (Tap("confirm"),)), square.puppet, square.session, Nowhere(), tmp_path)

    def fails() -> bool:
        try:
            walker.tick()
        except WalkFailed as failed:
            return "Tap(control='confirm') did not come" in str(failed)
        return False

    qtbot.waitUntil(fails, timeout=5000)
