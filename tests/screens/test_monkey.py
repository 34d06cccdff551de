"""A monkey before the screen: whatever is touched and whatever devices and bank say, in whatever order.

Nothing crashes, QML has nothing to complain of, staff can always be called, and nothing of an earlier customer is on a
later screen.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from eye import spoken, texts_in
from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtQuick import QQuickItem
from stagehouse import House

from kiosk.flows import visit

sys.path.insert(0, str(Path(__file__).parents[1] / "flows"))
from flow_walk import NAME, NUMBER
from fuzz import POOL, USUAL

EVERYDAY, NIGHTLY = 600, 50_000
_LOOK_EVERY = 7
"""Texts and accessible names are searched after so many acts, and after every visit's end."""


def test_a_monkey_for_a_minute(house: House) -> None:
    run(house, EVERYDAY, time.time_ns())


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_a_monkey_for_a_day(house: House) -> None:
    run(house, NIGHTLY, time.time_ns())


def test_the_monkey_would_find_a_name(house: House) -> None:
    """The search itself finds what there is, on the screen and in the state."""
    monkey = Monkey(house, 1)
    item = next(item for item in everything(house.stage.window.contentItem()) if item.property("text"))
    item.setProperty("text", f"Dear {monkey.signed(NAME)}")
    monkey.visits += 1
    with pytest.raises(AssertionError, match="an earlier customer"):
        monkey.looks(everywhere=True)


def run(house: House, acts: int, seed: int) -> None:
    """So many acts. Raises AssertionError with the seed and what was done last."""
    monkey = Monkey(house, seed)
    try:
        for _ in range(acts):
            monkey.acts()
    except Exception as error:
        last = "\n".join(monkey.done[-12:])
        raise AssertionError(f"{error} (seed {seed}, act {len(monkey.done)}); the last acts:\n{last}") from error
    assert house.stage.complaints == ()


class Monkey:
    """Touches what can be touched, and tells what devices and bank may say."""

    def __init__(self, house: House, seed: int) -> None:
        self.house, self.chance = house, random.Random(seed)
        self.visits = 0
        self.done: list[str] = []

    def acts(self) -> None:
        before = self.house.session.state
        luck = self.chance.random()
        if luck < 0.55:
            self._touches()
        elif luck < 0.6:
            where = QPoint(self.chance.randrange(1080), self.chance.randrange(1920))
            self._notes(f"touch {where.x()},{where.y()}")
            self.house.puppet.touch(where)
        elif luck < 0.9:
            self._tells(USUAL[type(visit.shown(before))])
        else:
            self._tells(POOL)
        for _ in range(2):
            QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        after = self.house.session.state
        if after.broken is not None and self.chance.random() < 0.5:
            self.house.session.rehearse(visit.opening(after.rules))
        here = isinstance(after.task, visit.Attract | visit.Farewell | visit.Wiped)
        ended = here and not isinstance(before.task, visit.Attract | visit.Farewell | visit.Wiped)
        self.visits += ended
        self.looks(everywhere=ended or len(self.done) % _LOOK_EVERY == 0)

    def looks(self, *, everywhere: bool) -> None:
        """What must hold of the screen now. Raises AssertionError."""
        state = self.house.session.state
        targets = self.house.puppet.visible_targets()
        assert "callStaff" in targets, f"staff cannot be called from {self.house.puppet.screen()}"
        if everywhere:
            said = [str(item.property("text") or "") for item in everything(self.house.stage.window.contentItem())]
            for text in (*said, *spoken(self.house.stage), *texts_in(state)):
                assert not self._of_others(text), f"an earlier customer is on {self.house.puppet.screen()}: {text}"

    def signed(self, text: str) -> str:
        """A personal text of the customer of this visit."""
        return text.replace(NAME, f"{NAME}#{self.visits}#").replace(NUMBER, f"{NUMBER}#{self.visits}#")

    def _of_others(self, text: str) -> bool:
        signs = (part.split("#")[1] for name in (NAME, NUMBER) for part in text.split(name)[1:] if part.startswith("#"))
        return any(sign != str(self.visits) for sign in signs)

    def _touches(self) -> None:
        targets = self.house.puppet.visible_targets()
        # Start over and the preferences are on every screen: touched as often as the rest, no visit would get far.
        page = [name for name in targets if name not in ("startOver", "language", "adjust", "callStaff")]
        name = self.chance.choice(page if page and self.chance.random() < 0.85 else targets)
        self._notes(f"tap {name}")
        self.house.puppet.tap(name)

    def _tells(self, pool: tuple[Any, ...]) -> None:
        said = self.chance.choice(pool)
        self._notes(f"{said!r}"[:160])
        self.house.session.tell(self._in_this_visit(said))

    def _in_this_visit(self, said: Any) -> Any:
        """The same, with this visit's mark on what is personal."""
        if isinstance(said, str):
            return self.signed(said)
        if isinstance(said, tuple):
            return tuple(self._in_this_visit(item) for item in said)
        if is_dataclass(said) and not isinstance(said, type | visit.RulesChanged):
            changed = {item.name: getattr(said, item.name) for item in fields(said) if item.init}
            marked = {name: self._in_this_visit(value) for name, value in changed.items()}
            return replace(said, **{name: value for name, value in marked.items() if value != changed[name]})
        return said

    def _notes(self, act: str) -> None:
        self.done.append(f"{self.house.puppet.screen()}: {act}")


def everything(item: QQuickItem) -> Iterator[QQuickItem]:
    """Every item, seen or not."""
    for child in item.childItems():
        yield child
        yield from everything(child)
