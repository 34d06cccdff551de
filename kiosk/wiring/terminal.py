"""The kiosk: screen, vision process and house, introduced to each other."""

from __future__ import annotations

import json
import logging
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import drivers
import kiosk
from kiosk.core import entries, ports
from kiosk.core.clock import SystemClock
from kiosk.core.complaint import ComplaintPolicy
from kiosk.core.faq import Answers, made
from kiosk.core.feedback import Survey
from kiosk.core.fraud_default import CAUTIOUS
from kiosk.core.health import Absent, Health, Trouble, Troubled
from kiosk.core.identity import Light
from kiosk.flows import identify, visit
from kiosk.flows.effects import Effect, Note
from kiosk.flows.events import KioskBroke
from kiosk.flows.rules import Preferences, Rules
from kiosk.places import media_dir
from kiosk.record import layout
from kiosk.record.status import ABSENT, READY
from kiosk.settings import Settings, overlaid, parse
from kiosk.ui.app import Stage, StageSettings, fitted, last_resort, make_app
from kiosk.ui.brand import OURS
from kiosk.ui.brand import load as load_brand
from kiosk.ui.offthread import ThreadExecutor
from kiosk.ui.screens import Facts
from kiosk.ui.session import WATCH, Session
from kiosk.ui.speech import Speaker
from kiosk.ui.ticker import Ticker
from kiosk.vision.process import VisionProcess
from kiosk.wiring.status import StatusKeeper
from kiosk.wiring.vision import VisionBuild

if TYPE_CHECKING:
    from kiosk.record.desired import DesiredState
    from kiosk.wiring.house import House
    from kiosk.wiring.simulated import SimulatedWorld

_DESIRED_EVERY_S: Final = 2.0
_STATUS_MS: Final = 1000
_BROKEN_FOR_S: Final = 20
"""How often a supervised kiosk looks whether it broke: the customer has time to read why nothing works."""
_BROKEN: Final = 70  # EX_SOFTWARE of sysexits(3)

log = logging.getLogger(__name__)


class Terminal:
    """The kiosk: screen, vision process and house, introduced to each other.

    `front` is what the screen and the cameras need at once; `open_house` may take its time on another thread, while the
    first screen already stands. Raises `kiosk.ui.brand.BrandError`.
    """

    def __init__(
        self,
        front: Settings,
        open_house: Callable[[], House],
        *,
        headless: bool = False,
        windowed: bool = False,
        world: SimulatedWorld | None = None,
    ) -> None:

        self._front, self._open_house, self._world = front, open_house, world
        self._brand = load_brand(Path(front.display.brand)) if front.display.brand else OURS
        self._house: House | None = None
        self._performer: Callable[[Effect], None] | None = None
        self._waiting: list[Effect] = []
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self.provisioned = threading.Event()
        """Set when a desired state is in force: codes can be verified."""

        self.app = make_app(["kiosk"], headless=headless)
        receiver = None if world is None else world.receiver
        self.vision = VisionProcess(VisionBuild(front, media_dir(), receiver))
        self._devices: dict[str, ports.Scanner | ports.DocumentReader | ports.FaceMatcher] = {
            "scanner": self.vision.scanner,
            "reader": self.vision.reader,
            "face": self.vision.face,
        }
        self._prints = False
        self._clock = SystemClock()
        self.status = StatusKeeper(layout(front.terminal.state).status, kiosk.__version__, self._clock)
        self.status.note(devices=_devices(front))
        self._needs: str | None = None
        self._work, self._pager, self._reader = (ThreadExecutor(name) for name in ("house", "pager", "reader"))
        self.voice = _voice(front.devices.voice)
        self._speech = ThreadExecutor("voice") if self.voice is not None else None
        self._headset = _headset(front) if world is None else world.headset()
        self.session = Session(
            self._rules(None),
            perform=self._perform,
            switch=self._switch,
            shown=self._shown,
            facts=self._facts(None),
            veil_after_s=front.veil.after_s,
        )
        display = front.display
        panel = StageSettings(
            width_px=display.width_px,
            height_px=display.height_px,
            px_per_mm=display.px_per_mm,
            fullscreen=display.fullscreen and not windowed and not headless,
            screen_bottom_mm=display.screen_bottom_mm,
            hand=display.hand,
            reduced_motion=display.reduced_motion,
            double_strike_s=display.double_strike_s,
            brand=self._brand,
        )
        if windowed and not headless:
            panel = fitted(panel, self.app.primaryScreen().availableSize())
        try:
            self.stage: Stage = Stage(self.app, self.session, self.vision.preview, panel)
        except BaseException:
            self._end_threads()
            raise
        self._speaker: Speaker | None = None
        self.stage.firstFrame.connect(self._begin)
        self._light: Light | None = None
        self.session.screenChanged.connect(self._turned)
        self._keeper: threading.Thread | None = None
        Ticker(self._note_status, _STATUS_MS, self.stage)

    @property
    def house(self) -> House | None:
        """The house, once it is open."""
        return self._house

    def run(self, *, supervised: bool = False) -> int:
        """Serve until the application ends; returns its exit status.

        A supervised kiosk that broke ends by itself after a while, so that the supervisor starts it anew.
        """
        if supervised:
            Ticker(self._serves_on, _BROKEN_FOR_S * 1000, self.stage)
        with last_resort(self.session.tell), _at_request(self.app.quit):
            return int(self.app.exec())

    def _serves_on(self) -> bool:
        if self.session.state.broken is None:
            return True
        self.app.exit(_BROKEN)
        return False

    def close(self) -> None:
        """Take everything down; returns when the processes and threads have ended and the journal is closed."""
        if self._closing.is_set():
            return
        self._closing.set()
        if self._speaker is not None:
            self._speaker.close()
        self.stage.close()
        if self._keeper is not None:
            self._keeper.join()
        self.status.close()
        self._end_threads()
        if self._house is not None:
            self._house.close()

    def _end_threads(self) -> None:
        if self._headset is not None:
            self._headset.close()
        if self.voice is not None and self._speech is not None:
            self._speech.submit(self.voice.close)
            self._speech.close()
        self.vision.close()
        self._work.close()
        self._pager.close()
        self._reader.close()

    def _begin(self) -> None:
        """The first frame stands: everything slower may begin."""
        self.status.start()
        if self.voice is not None and self._speech is not None:
            self._speaker = Speaker(self.stage, self.voice, self._speech.submit)
            if self._headset is not None:
                self._headset.start(self._told_by_headset)
        self.vision.open(self._told_by_vision)
        self._keeper = threading.Thread(target=self._keep_house, name="house-keeper")
        self._keeper.start()

    def _told_by_headset(self, event: ports.DeviceEvent) -> None:
        self._note_device(event)
        self.session.tell(event)

    def _note_device(self, event: ports.Told) -> None:
        match event:
            case ports.DeviceLost(device, reason):
                self.status.device(device, reason)
            case ports.DeviceBack(device):
                self.status.device(device, READY)

    def _told_by_vision(self, event: ports.Told) -> None:
        if self._world is not None and isinstance(event, ports.DeviceBack):
            self._world.show_again()
        self._note_device(event)
        self.session.tell(event)

    def _turned(self) -> None:
        """What the screen is to show changed: who stands before it sees that with the next frame, and not before."""
        if self._closing.is_set():  # no frame comes any more
            return
        if isinstance(visit.shown(self.session.state), identify.LookAtCamera):
            self.stage.after_next_frame(self._seen)
        elif self._world is not None:
            self._world.screen_shows(None, None)

    def _note_status(self) -> bool:
        """On the screen's thread, so that `screen_at` grows old when that hangs; False when the kiosk closes."""
        if self._closing.is_set():
            return False
        state = self.session.state
        self.status.note(
            screen=self.session.screen_name,
            screen_at=self._clock.now(),
            visit=not isinstance(state.task, visit.Attract | visit.Farewell | visit.Wiped),
            broken=state.broken,
        )
        return True

    def _seen(self) -> None:
        """A frame stands: the face match hears of its light, and whoever stands in the simulated world sees it."""
        match visit.shown(self.session.state):
            case identify.LookAtCamera(asked=asked, light=light):
                challenge = None if asked is None else asked.challenge
            case _:
                challenge = light = None
        if light is not None and light is not self._light:
            self.vision.face.lit(light, time.monotonic())
        self._light = light
        if self._world is not None:
            self._world.screen_shows(challenge, light)

    def _keep_house(self) -> None:
        """Open the house, then follow the desired state that sync brings."""
        try:
            house = self._open_house()
        except (ports.JournalError, OSError, ValueError) as error:
            log.critical("the house cannot be opened: %s", type(error).__name__)
            self._hand_over(_nobody)
            self.session.tell(KioskBroke("journal"))
            return
        self._house = house
        house.journal.append(entries.KioskStarted(kiosk.__version__))
        printer = house.printer if self._world is None else self._world.printer()
        self._prints = not isinstance(printer.health(), Absent)
        self._hand_over(
            house.performer(
                face=self.vision.face,
                printer=printer,
                submit=self._work.submit,
                page=self._pager.submit,
                read=self._reader.submit,
                tell=self.session.tell,
                bank=self._brand.names or None,
            )
        )
        self.session.tell(visit.RulesChanged(self._rules(None)))  # whether it prints is known now
        version = None
        while True:
            state = house.desired.current()
            if state is not None and state.version != version:
                version = state.version
                house.journal.append(entries.ConfigApplied(version, ok=True))
                if state.fraud_refused:
                    refused = entries.FraudRulesRefused(version, state.fraud_version, state.fraud_refused)
                    house.journal.append(refused)
                house.take_over(state)
                self.session.set_facts(self._facts(state))
                self.session.tell(visit.RulesChanged(self._rules(state)))
                self.provisioned.set()
            house.take_reports()
            house.settle()
            self.status.device("printer", _how(printer.health()))
            self._look_at_voice()
            self.status.note(journal_used=house.journal.used)
            if self._closing.wait(_DESIRED_EVERY_S):
                return

    def _look_at_voice(self) -> None:
        """Have the state of the voice said, by the one thread that may ask it."""
        if self._front.devices.voice == "none":
            return
        voice = self.voice
        if voice is None or self._speech is None:
            self.status.device("voice", Trouble.OFFLINE)
            return
        self._speech.submit(lambda: self.status.device("voice", _how(voice.health())))

    def _hand_over(self, performer: Callable[[Effect], None]) -> None:
        """Give what has waited, and all that comes, to the performer."""
        with self._lock:
            for effect in self._waiting:
                performer(effect)
            self._waiting.clear()
            self._performer = performer

    def _perform(self, effect: Effect) -> None:
        with self._lock:  # held by the keeper only while it hands over what waits
            performer = self._performer
            if performer is None:
                self._waiting.append(effect)
                return
        performer(effect)

    def _switch(self, needs: str | None) -> None:
        if self._needs == WATCH:
            self.vision.watch.stop()
        elif self._needs is not None:
            self._devices[self._needs].stop()
        self._needs = needs
        if needs == WATCH:
            self.vision.watch.start(self.session.saw)
        elif needs is not None:
            self._devices[needs].start(self.session.tell)

    def _shown(self, screen: str, language: str) -> None:
        self._perform(Note(entries.ScreenShown(screen, language)))

    def _rules(self, state: DesiredState | None) -> Rules:
        settings = self._front if state is None else overlaid(self._front, state.settings)
        language, clocks = settings.language, settings.visit
        defaults = Preferences(
            language.languages[0],
            language.size,
            language.contrast,
            settings.display.hand,
            aloud=settings.speech.always,
        )
        return Rules(
            defaults=defaults.large_and_slow() if language.large_and_slow else defaults,
            languages=language.languages,
            fraud=CAUTIOUS if state is None else state.fraud,
            required=frozenset(clocks.required),
            idle_s=clocks.idle_s,
            countdown_s=clocks.countdown_s,
            large_idle_s=clocks.large_idle_s,
            large_countdown_s=clocks.large_countdown_s,
            farewell_s=clocks.farewell_s,
            staff_reminder_s=clocks.staff_reminder_s,
            large_from=clocks.large_from,
            voice=self.voice is not None,
            printer=self._prints,
            complaints=ComplaintPolicy() if state is None else state.complaints,
            survey=Survey() if state is None else state.survey,
            answers=Answers() if state is None else self._answers(state),
        )

    def _answers(self, state: DesiredState) -> Answers:
        return made(
            state.faq_categories,
            state.faq,
            ((service.id, service.links) for service in state.services),
            self._front.hand_over.app_schemes,
            calls_back=bool(state.callback_windows),
        )

    def _facts(self, state: DesiredState | None) -> Facts:
        terminal, documents = self._front.terminal, self._front.documents
        readers = {"chip": documents.chip_reader, "residentId": documents.resident_id_reader}
        return Facts(
            bank=self._brand.names or {"en": terminal.bank_name or terminal.bank},
            branch={} if state is None else dict(state.branch.names),
            kiosk=terminal.id,
            timezone=ZoneInfo(terminal.timezone),
            services={} if state is None else {service.id: dict(service.names) for service in state.services},
            readers=frozenset(name for name, driver in readers.items() if driver != "none"),
            contacts=(CAUTIOUS if state is None else state.fraud).contacts,
            hotline=terminal.hotline,
            answers=Answers() if state is None else self._answers(state),
            bulletins=() if state is None else state.bulletins,
            watched=self._front.veil.after_s > 0,
        )


def _voice(name: str) -> ports.Voice | None:
    """The voice of a name. A kiosk whose voice cannot be had goes on without, and its status says so."""
    if name == "none":
        return None
    try:
        made: ports.Voice = drivers.factory(name)()
    except drivers.DriverError as error:
        log.critical("there is no voice: %s", error)
        return None
    return made


def _headset(settings: Settings) -> ports.Headset | None:
    """What knows of a headset. A kiosk that cannot have it takes it that none is plugged in, and its status says so."""
    if settings.devices.headset == "none":
        return None
    try:
        made: ports.Headset = drivers.factory(settings.devices.headset)(settings.devices.headset_device)
    except drivers.DriverError as error:
        log.critical("no headset is heard of: %s", error)
        return None
    return made


def _devices(settings: Settings) -> dict[str, str]:
    """The devices of a terminal before anything was heard of them."""
    named = {"chip": settings.documents.chip_reader, "residentId": settings.documents.resident_id_reader}
    readers = {name: ABSENT if driver == "none" else READY for name, driver in named.items()}
    return dict.fromkeys(("vision", "scanner", "reader", "face"), READY) | readers


def _how(health: Health) -> str:
    match health:
        case Troubled(reason):
            return str(reason)
        case Absent():
            return ABSENT
        case _:
            return READY


def _nobody(effect: Effect) -> None:
    """Performs nothing: there is no house, and the screen says that this terminal serves nobody."""


@contextmanager
def _at_request(end: Callable[[], None]) -> Iterator[None]:
    """While open, SIGTERM ends the kiosk properly; noticed with the session's next tick."""
    before = signal.signal(signal.SIGTERM, lambda *_: end())
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def print_first_frame() -> None:
    """Start the kiosk offscreen, print how long its first frame took as JSON, and end (`kiosk bench startup`)."""
    central = {"url": "https://127.0.0.1", "ca": "", "certificate": "", "key": ""}
    raw = {"terminal": {"id": "bench", "branch": "bench", "bank": "bench"}, "central": central}
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as folder:
        terminal = Terminal(parse(raw, Path(folder)), _no_house, headless=True)
        terminal.stage.firstFrame.connect(terminal.app.quit)
        terminal.run()
        print(json.dumps({"first_frame_ms": terminal.stage.first_frame_ms}))
        terminal.close()


def _no_house() -> House:
    raise OSError("a benchmark has no house")


def run(settings: Settings, *, windowed: bool) -> int:
    """Run this terminal until it is told to end."""

    def open_house() -> House:
        from kiosk.wiring.house import House  # noqa: PLC0415 - the first frame does not wait for it

        return House(settings)

    terminal = Terminal(settings, open_house, windowed=windowed)
    try:
        return terminal.run(supervised=True)
    finally:
        terminal.close()
