"""A stage to look at, with a hand to touch it and a clock to turn."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QThreadPool, QTimer

from kiosk.flows import events, visit
from kiosk.flows.effects import Effect
from kiosk.ui.app import Stage, StageSettings, make_app
from kiosk.ui.catalogue import FACTS, RULES
from kiosk.ui.puppet import Puppet
from kiosk.ui.session import Session

STILL = StageSettings(reduced_motion=True)
"""Portrait, 21.5 inches, and nothing moves."""


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@dataclass
class House:
    """A stage, its session, a hand to touch it, and everything the session asked for."""

    session: Session
    stage: Stage
    puppet: Puppet
    clock: Clock
    effects: list[Effect] = field(default_factory=list)
    switched: list[str | None] = field(default_factory=list)
    shown: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Once, for PySide (6.11) leaves some bytes behind at every connection: a day has 200,000 pictures."""
        self._drawn, self._patience = QEventLoop(), QTimer(singleShot=True, interval=5000)
        self.stage.window.frameSwapped.connect(self._drawn.quit)
        self._patience.timeout.connect(self._drawn.quit)

    def settle(self) -> None:
        """Let everything told arrive, what is past be gone, what is made beside be there, and the screen be drawn."""
        for _ in range(3):
            assert QThreadPool.globalInstance().waitForDone(5000)
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self._patience.start()
        self.stage.window.update()
        self._drawn.exec()
        assert self._patience.isActive(), "nothing was drawn"
        self._patience.stop()

    def show(self, state: visit.Visit) -> None:
        """Put the kiosk into a state."""
        self.session.rehearse(state)
        self.settle()

    def tell(self, *happened: events.Event) -> None:
        """Say what happened, and let it arrive."""
        for event in happened:
            self.session.tell(event)
        self.settle()

    def tap(self, name: str) -> None:
        """Touch a control that must be there."""
        assert self.puppet.tap(name), f"{name} cannot be touched; there is {self.puppet.visible_targets()}"
        self.settle()

    def forget(self) -> None:
        """Drop what was noted so far."""
        self.effects.clear()
        self.switched.clear()
        self.shown.clear()


def build(settings: StageSettings, rules: visit.Rules = RULES, *, veil_after_s: int = 0) -> House:
    """A house with its window shown."""
    app = make_app(["test"], headless=True)
    effects: list[Effect] = []
    switched: list[str | None] = []
    shown: list[tuple[str, str]] = []
    clock = Clock()
    session = Session(
        rules,
        perform=effects.append,
        switch=switched.append,
        shown=lambda name, language: shown.append((name, language)),
        facts=FACTS,
        clock=clock,
        veil_after_s=veil_after_s,
    )
    stage = Stage(app, session, None, settings)
    return House(session, stage, Puppet(stage), clock, effects, switched, shown)
