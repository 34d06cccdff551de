"""The session: brings what happened to the journey, and the journey's state to the screen.

`tell` may be called from any thread; one queued signal brings the event to the Qt thread, and everything else here
happens there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from PySide6.QtCore import Property, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.flows import changing, checkin, events, identify, visit
from kiosk.flows.effects import Effect
from kiosk.flows.journey import Journey
from kiosk.flows.rules import VOLUMES, Preferences, Rules
from kiosk.ui.i18n import OWN_NAMES
from kiosk.ui.screens import Facts, Screen, in_language, screen_of

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1

TICK_MS: Final = 1000

_CHOSEN: Final[Mapping[str, Callable[[Any], events.Event]]] = {
    "size": events.SizeChosen,
    "contrast": events.ContrastChosen,
    "hand": events.HandChosen,
    "aloud": events.AloudChosen,
    "volume": events.VolumeChosen,
    "speed": events.SpeedChosen,
    "calm": events.CalmChosen,
}

__all__ = ["Facts", "Session"]


def _must_be_seen(visible: visit.Screen) -> bool:
    """Whether the screen itself is the lamp, or shows what to do now: nothing may lie over it."""
    return isinstance(visible, identify.LookAtCamera) and (visible.asked is not None or visible.light is not None)


def _uptime() -> float:
    """Seconds that never go back and go on while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@QmlElement
class Session(QObject):
    """All that QML knows of the kiosk: the screen shown, the idle warning, the preferences, and the bar's acts.

    `perform` is given every effect, `switch` the device that must run now whenever that changes, and `shown` the name
    of each new screen with the language it is shown in. All three are called on the Qt thread and must return at once.
    """

    screenChanged = Signal()
    languageChanged = Signal(str)
    """Emitted before the screen of that language is made."""
    preferencesChanged = Signal()
    idleChanged = Signal()
    staffPaged = Signal()
    adjustingChanged = Signal()
    adjustmentsChanged = Signal()
    _told = Signal(object, object)
    _informed = Signal(object)

    def __init__(
        self,
        rules: Rules,
        *,
        perform: Callable[[Effect], None],
        switch: Callable[[str | None], None],
        shown: Callable[[str, str], None],
        facts: Facts,
        clock: Callable[[], float] = _uptime,
    ) -> None:
        super().__init__()
        self._perform, self._switch, self._shown = perform, switch, shown
        self._facts, self._clock = facts, clock
        opening = visit.opening(rules)
        self._journey = self._begin(opening)
        self._preferences = opening.preferences
        self._needs: str | None = None
        self._visible: visit.Screen | None = None
        self._screen: Screen | None = None
        self._idle: visit.IdleWarning | None = None
        self._news: tuple[bool, bool, str | None] | None = None
        self._noted: tuple[bool, bool, str | None] | None = None
        """What the bar says of a call for staff."""
        self._adjusting = False
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._informed.connect(self._know, Qt.ConnectionType.QueuedConnection)
        self._ticked = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def open(self) -> None:
        """Show the first screen and let the clock run."""
        if not self._timer.isActive():
            self._ticked = self._clock()
            self._timer.start()
            self.languageChanged.emit(self._preferences.language)
            self._show(self._journey.state)

    def close(self) -> None:
        """Stop the clock and the device in use; later events are not heard."""
        self._timer.stop()
        self._told.disconnect(self._take)
        self._informed.disconnect(self._know)
        if self._needs is not None:
            self._needs = None
            self._switch(None)

    def tell(self, event: events.Event | visit.RulesChanged, holds: Callable[[], bool] | None = None) -> None:
        """Say that something happened; from any thread. `holds` is asked on the Qt thread: False drops the event."""
        self._told.emit(event, holds)

    def rehearse(self, state: visit.Visit) -> None:
        """Show a state no event led to: for pictures and tests, on the Qt thread."""
        self._journey = self._begin(state)
        self._show(state)

    def set_facts(self, facts: Facts) -> None:
        """Say the bank's facts anew; from any thread. The screen follows."""
        self._informed.emit(facts)

    @property
    def state(self) -> visit.Visit:
        """The state reached."""
        return self._journey.state

    @property
    def screen_name(self) -> str:
        """The screen shown, as its class is named; empty before `open`."""
        return type(self._visible).__name__ if self._visible is not None else ""

    @property
    def shown_screen(self) -> Screen | None:
        """The screen object shown."""
        return self._screen

    @property
    def preferences(self) -> Preferences:
        """How the customer wants to be shown things."""
        return self._preferences

    @property
    def idle_warning(self) -> visit.IdleWarning | None:
        """The idle warning, if it stands."""
        return self._idle

    @Slot(object, object)
    def _take(self, event: events.Event | visit.RulesChanged, holds: Callable[[], bool] | None) -> None:
        if holds is None or holds():
            self._journey.tell(event)

    @Slot(object)
    def _know(self, facts: Facts) -> None:
        if facts != self._facts:
            self._facts = facts
            if self._screen is not None:
                self._renew(visit.shown(self.state))

    def _begin(self, state: visit.Visit) -> Journey[visit.Visit, events.Event | visit.RulesChanged, Effect]:
        return Journey(visit.step, state, self._show, self._perform)

    def _tick(self) -> None:
        seconds = int(self._clock() - self._ticked)
        if seconds > 0:
            self._ticked += seconds
            self._journey.tell(events.Waited(seconds))

    def _show(self, state: visit.Visit) -> None:
        before, self._preferences = self._preferences, state.preferences
        if before.language != self._preferences.language:
            self.languageChanged.emit(self._preferences.language)
        visible = visit.shown(state)
        if before.language != self._preferences.language or (visible != self._visible and not self._follows(visible)):
            self._renew(visible)
        if before != self._preferences:
            self.adjustmentsChanged.emit()  # first: what is said of a choice is what its control says
            self.preferencesChanged.emit()
        idle = visit.idle(state)
        if idle != self._idle:
            self._idle = idle
            self.idleChanged.emit()
        self._hear_of_staff(None if state.call is None else state.call.news)
        needs = visit.needs(state)
        if needs != self._needs:
            self._needs = needs
            self._switch(needs)

    def _hear_of_staff(self, news: tuple[bool, bool, str | None] | None) -> None:
        """The screen of the call says it itself; on any other, which stays, the bar does."""
        if news != self._news:
            self._news = news
            self._noted = None if isinstance(self._visible, visit.StaffComing | changing.ChangeWithStaff) else news
            self.staffPaged.emit()

    def _follows(self, visible: visit.Screen) -> bool:
        """Whether the page shown goes on with this state: a customer types, and the keys stay."""
        if self._screen is None or type(visible) is not type(self._visible) or not self._screen.follows(visible):
            return False
        self._visible = visible
        return True

    def _renew(self, visible: visit.Screen) -> None:
        name = self.screen_name
        past, self._visible = self._screen, visible
        self._screen = screen_of(visible, self.tell, self._facts, self._preferences.language)
        self._screen.setParent(self)
        self.screenChanged.emit()
        if past is not None:
            past.deleteLater()  # after the page that shows it, which was told so first
        if self.screen_name != name or _must_be_seen(visible):
            self.adjust(adjusting=False)
        if self.screen_name != name:
            self._noted = None
            self._shown(self.screen_name, self._preferences.language)
        self.staffPaged.emit()

    # What QML reads
    @Property(int, notify=screenChanged)
    def step(self) -> int:
        """Where the screen stands in a check-in, from 1; 0 outside of it."""
        checks_in = isinstance(self.state.task, checkin.SERVICE.states)
        return self._screen.STEP if self._screen is not None and checks_in else 0

    @Property(bool, notify=screenChanged)
    def mayGoBack(self) -> bool:
        return self._screen is not None and self._screen.goes_back()

    @Property(bool, notify=screenChanged)
    def mayStartOver(self) -> bool:
        return self._screen is not None and self._screen.may_start_over()

    @Property(bool, notify=screenChanged)
    def offersStartOver(self) -> bool:
        """Whether the control is shown, though perhaps not usable just now."""
        return self._screen is not None and self._screen.starts_over()

    @Property(str, notify=screenChanged)
    def bank(self) -> str:
        return in_language(self._facts.bank, self._preferences.language)

    @Property(str, notify=screenChanged)
    def branch(self) -> str:
        return in_language(self._facts.branch, self._preferences.language)

    @Property(str, notify=screenChanged)
    def kioskName(self) -> str:
        return self._facts.kiosk

    @Property(str, notify=preferencesChanged)
    def nextLanguageName(self) -> str:
        language = self._next_language()
        return OWN_NAMES.get(language, language)

    @Property(bool, notify=preferencesChanged)
    def hasLanguages(self) -> bool:
        return len(self.state.rules.languages) > 1

    @property
    def is_adjusting(self) -> bool:
        """Whether the page of preferences lies over the screen."""
        return self._adjusting

    def adjust(self, *, adjusting: bool) -> None:
        """Open or close the page of preferences; nothing of the visit moves."""
        if adjusting != self._adjusting:
            self._adjusting = adjusting
            self.adjustmentsChanged.emit()
            self.adjustingChanged.emit()

    @Property(bool, notify=adjustingChanged)
    def adjusting(self) -> bool:
        return self._adjusting

    @Slot(bool)
    def setAdjusting(self, adjusting: bool) -> None:
        self.tell(events.WasStillHere())
        self.adjust(adjusting=adjusting)

    @Property("QVariantList", notify=adjustmentsChanged)  # type: ignore[arg-type]
    def adjustments(self) -> list[dict[str, Any]]:
        """What the customer can choose: `id`, `label` and `choices`, each with `id`, `text` and `chosen`."""
        return self._adjustments()

    def _adjustments(self) -> list[dict[str, Any]]:
        wanted = self._preferences
        off_on = ((False, self.tr("Off")), (True, self.tr("On")))
        sizes = (self.tr("Small"), self.tr("Medium"), self.tr("Large"), self.tr("Largest"))
        contrasts = {
            "standard": self.tr("Standard"),
            "dark": self.tr("White on black"),
            "light": self.tr("Black on white"),
        }
        hands = {"left": self.tr("Left"), "right": self.tr("Right")}
        speeds = (self.tr("Slow"), self.tr("Normal"), self.tr("Fast"))
        voice = self.state.rules.voice
        rows: list[tuple[bool, str, str, object, Iterable[tuple[object, str]]]] = [
            (True, "size", self.tr("Text size"), wanted.size, enumerate(sizes)),
            (True, "contrast", self.tr("Contrast"), wanted.contrast, contrasts.items()),
            (voice, "aloud", self.tr("Read aloud (others can hear it)"), wanted.aloud, off_on),
            (voice, "volume", self.tr("Volume"), wanted.volume, ((level, str(level + 1)) for level in VOLUMES)),
            (voice, "speed", self.tr("Reading speed"), wanted.speed, enumerate(speeds)),
            (True, "hand", self.tr("Hand you touch with"), wanted.hand, hands.items()),
            (True, "calm", self.tr("Large and slow"), wanted.calm, off_on),
        ]
        return [
            {
                "id": name,
                "label": label,
                "choices": [
                    {"id": f"{name}-{value}".lower(), "value": value, "text": text, "chosen": value == now}
                    for value, text in choices
                ],
            }
            for there, name, label, now, choices in rows
            if there
        ]

    @Slot(str, int)
    def choose(self, what: str, index: int) -> None:
        """Take over a choice of `adjustments`: which of a row's."""
        row = next(row for row in self._adjustments() if row["id"] == what)
        self.tell(_CHOSEN[what](row["choices"][index]["value"]))

    @Property(bool, notify=idleChanged)
    def idle(self) -> bool:
        return self._idle is not None

    @Property(int, notify=idleChanged)
    def idleLeft(self) -> int:
        """Seconds to show: -1 in the first half of the warning."""
        if self._idle is None or self._idle.left_s * 2 > self._idle.of_s:
            return -1
        return self._idle.left_s

    @Property(str, notify=staffPaged)
    def staffNote(self) -> str:
        """What became of a call for staff on a screen that stayed; empty if there was none."""
        match self._noted:
            case None:
                return ""
            case False, _, _:
                return self.tr("Our staff could not be reached: please go to the desk")
            case _, _, str(who):
                return self.tr("%1 is on the way").replace("%1", who)
            case _, True, _:
                return self.tr("Nobody has answered yet: please go to the desk")
            case _:
                return self.tr("A member of staff is coming")

    # What the customer does on every screen
    @Slot()
    def back(self) -> None:
        self.tell(events.WentBack())

    @Slot()
    def startOver(self) -> None:
        self.tell(events.StartedOver())

    @Slot()
    def callStaff(self) -> None:
        self.tell(events.StaffAsked())

    @Slot()
    def stillHere(self) -> None:
        self.tell(events.WasStillHere())

    @Slot()
    def nextLanguage(self) -> None:
        self.tell(events.LanguageChosen(self._next_language()))

    def louder(self, steps: int) -> None:
        """Turn the volume up or, by less than none, down; it begins the reading."""
        volume = max(VOLUMES.start, min(VOLUMES.stop - 1, self._preferences.volume + steps))
        self.tell(events.VolumeChosen(volume))
        if not self._preferences.aloud:
            self.tell(events.AloudChosen(aloud=True))

    def _next_language(self) -> str:
        languages = self.state.rules.languages
        here = languages.index(self._preferences.language) if self._preferences.language in languages else -1
        return languages[(here + 1) % len(languages)]
