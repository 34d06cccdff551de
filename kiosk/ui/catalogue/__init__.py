"""Every screen in every case that looks different: invented examples for pictures, tests and documentation.

One module a service; `tasks` of each gives its examples by a name that begins with the screen's.
"""

from __future__ import annotations

from typing import Final

from kiosk.flows import checkin as _checkin
from kiosk.flows import visit as _visit
from kiosk.flows.rules import Preferences
from kiosk.ui.catalogue import (
    accounts,
    ask,
    booking,
    checkin,
    complain,
    customer,
    receipt,
    secondfactor,
    transfer,
    visit,
)
from kiosk.ui.catalogue.facts import FACTS, LANGUAGES, NOTICE, RULES

__all__ = ["FACTS", "LANGUAGES", "NOTICE", "RULES", "examples"]

_ROOMS: Final = (visit, checkin, customer, booking, accounts, secondfactor, transfer, ask, complain, receipt)


def examples(preferences: Preferences = RULES.defaults) -> dict[str, _visit.Visit]:
    """Every example by name; the name begins with the screen's."""
    opening = _visit.Visit(RULES, preferences)
    shown = {name: _at(opening, task) for room in _ROOMS for name, task in room.tasks().items()}
    scanning, idle_s, countdown_s = _checkin.Scanning(), opening.idle_s, opening.countdown_s
    return shown | {
        "Scanning-idle": _at(opening, scanning, quiet_s=idle_s),
        "Scanning-idle-counting": _at(opening, scanning, quiet_s=idle_s + countdown_s - 9),
        "DeviceTrouble": _at(opening, scanning, lost=frozenset({"vision"})),
        "OutOfService": _at(opening, _visit.Attract(), broken="JournalError"),
    }


def _at(
    opening: _visit.Visit,
    task: object,
    *,
    quiet_s: int = 0,
    lost: frozenset[str] = frozenset(),
    broken: str | None = None,
) -> _visit.Visit:
    return _visit.Visit(opening.rules, opening.preferences, task, quiet_s, lost, broken)
