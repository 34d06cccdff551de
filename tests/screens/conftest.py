"""One window and engine for a whole test file, put into any state."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from stagehouse import STILL, House, build

from kiosk.flows import visit
from kiosk.ui.app import StageSettings
from kiosk.ui.catalogue import RULES


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture(scope="package", autouse=True)
def at_once() -> Iterator[None]:
    """Qt draws when it has nothing else to do, and no 5 ms later: thousands of screens are waited for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QT_QPA_UPDATE_IDLE_TIME", "0")
        yield


@pytest.fixture(scope="module")
def raised(qapp: QGuiApplication) -> Iterator[House]:
    """One stage for a file of tests: portrait, 21.5 inches, nothing moves."""
    house = build(STILL)
    house.settle()
    yield house
    house.stage.close()


@pytest.fixture
def house(raised: House, qtbot: QtBot) -> House:
    """The stage as it stands when the kiosk starts."""
    raised.show(visit.opening(RULES))
    raised.forget()
    return raised


@pytest.fixture
def build_house(qapp: QGuiApplication, qtbot: QtBot) -> Iterator[Callable[..., House]]:
    """Stages of their own, for tests that need another panel or other rules."""
    built: list[House] = []

    def make(settings: StageSettings = STILL, rules: visit.Rules = RULES) -> House:
        built.append(build(settings, rules))
        built[-1].settle()
        return built[-1]

    yield make
    for house in built:
        house.stage.close()
