"""The screen objects: one package a service, its QML pages beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kiosk.ui.screens import (
    accounts,
    ask,
    booking,
    checkin,
    complain,
    customer,
    identify,
    receipt,
    secondfactor,
    suggest,
    survey,
    transfer,
    visit,
    walkin,
    warned,
)
from kiosk.ui.screens.base import ByLanguage, Facts, Screen, Tell, in_language

__all__ = ["NAMES", "ByLanguage", "Facts", "Screen", "Tell", "in_language", "page_of", "screen_class", "screen_of"]

_ROOMS: Final = (
    visit,
    checkin,
    walkin,
    booking,
    identify,
    customer,
    warned,
    secondfactor,
    survey,
    receipt,
    accounts,
    transfer,
    ask,
    complain,
    suggest,
)
_CLASSES: Final[dict[type, type[Screen]]] = {
    cls.STATE: cls for room in _ROOMS for cls in vars(room).values() if isinstance(cls, type) and hasattr(cls, "STATE")
}
_BY_NAME: Final = {cls.__name__: cls for cls in _CLASSES.values()}
_FOLDER: Final = Path(__file__).resolve().parent
NAMES: Final = tuple(sorted(_BY_NAME))
"""Every screen, as its QML file is named."""


def screen_of(state: object, tell: Tell, facts: Facts, language: str) -> Screen:
    """The screen object of a state that `flows.visit.shown` gave."""
    return _CLASSES[type(state)](state, tell, facts, language)


def screen_class(name: str) -> type[Screen]:
    """The class of a screen."""
    return _BY_NAME[name]


def page_of(name: str) -> Path:
    """The QML file of a screen."""
    return _FOLDER / _BY_NAME[name].__module__.rpartition(".")[2] / f"{name}.qml"
