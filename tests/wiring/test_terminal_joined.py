"""Screen, vision and house joined: while the house opens, where it does not open, and when it learns something."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot
from terminal_files import TerminalFiles

import kiosk
from drivers.simulated.voice import SilentVoice
from kiosk.core import entries, ports
from kiosk.core.clock import SystemClock
from kiosk.core.fraud_default import CAUTIOUS
from kiosk.core.health import Absent, Health, Ready, Trouble, Troubled
from kiosk.core.identity import Light
from kiosk.flows import events, visit
from kiosk.record.desired import Refused
from kiosk.record.status import KioskStatus
from kiosk.record.syncstate import leave_report
from kiosk.settings import Settings
from kiosk.ui.catalogue import examples
from kiosk.wiring import terminal as wired
from kiosk.wiring.house import House
from kiosk.wiring.status import StatusKeeper
from kiosk.wiring.terminal import Terminal
from kiosk.wiring.vision import VisionBuild

OpenTerminal = Callable[..., Terminal]


class FakeDevice:
    """Notes whether it runs."""

    def __init__(self) -> None:
        self.running = False
        self.forgot = 0
        self.lights: list[tuple[Light, float]] = []

    def start(self, tell: ports.Tell) -> None:
        self.running = True

    def stop(self) -> None:
        self.running = False

    def forget(self) -> None:
        self.forgot += 1

    def lit(self, light: Light, at: float) -> None:
        self.lights.append((light, at))

    def health(self) -> Health:
        return Ready()


class FakeVision:
    """Stands for the vision process."""

    def __init__(self, build: VisionBuild) -> None:
        self.scanner, self.reader, self.face = FakeDevice(), FakeDevice(), FakeDevice()
        self.preview = None
        self.tell: ports.Tell | None = None
        self.opened = 0
        self.closed = False

    def open(self, tell: ports.Tell) -> None:
        self.tell = tell
        self.opened += 1

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def open_terminal(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, files: TerminalFiles) -> Iterator[OpenTerminal]:
    """A terminal whose first frame stands; without `open_house`, its house opens at once."""
    monkeypatch.setattr(wired, "VisionProcess", FakeVision)
    monkeypatch.setattr(wired, "_DESIRED_EVERY_S", 0.02)
    monkeypatch.setattr(wired, "_STATUS_MS", 20)
    monkeypatch.setattr(wired, "StatusKeeper", partial(StatusKeeper, least_s=0.02))
    opened: list[Terminal] = []

    def make(
        open_house: Callable[[], House] | None = None, settings: Settings | None = None, swaps: int = 0
    ) -> Terminal:
        settings = settings or files.settings(language={"languages": ["en", "zh_CN"]})
        made = Terminal(settings, open_house or (lambda: House(settings)), headless=True)
        opened.append(made)

        def render() -> None:
            for _ in range(swaps):
                made.stage.window.frameSwapped.emit()

        rendering = threading.Thread(target=render)
        rendering.start()
        rendering.join()
        qtbot.waitUntil(lambda: fake(made).tell is not None)
        return made

    yield make
    for each in opened:
        each.close()
        assert fake(each).closed


def fake(terminal: Terminal) -> FakeVision:
    vision: object = terminal.vision
    assert isinstance(vision, FakeVision)
    return vision


def shown(terminal: Terminal) -> str:
    return terminal.session.screen_name


def branch(terminal: Terminal) -> str:
    return str(terminal.session.property("branch"))


def notices(terminal: Terminal) -> list[str]:
    return [notice.id for notice in terminal.session.state.rules.fraud.notices if notice not in CAUTIOUS.notices]


def types(files: TerminalFiles) -> list[str]:
    return [record["type"] for record in files.journalled()]


def test_a_render_thread_that_swaps_several_frames_at_once_begins_everything_once(
    open_terminal: OpenTerminal, qtbot: QtBot, files: TerminalFiles
) -> None:
    terminal = open_terminal(swaps=3)
    qtbot.waitUntil(lambda: entries.KioskStarted.TYPE in types(files))
    assert fake(terminal).opened == 1
    assert types(files).count(entries.KioskStarted.TYPE) == 1


def test_a_house_that_cannot_be_opened_puts_the_terminal_out_of_service(
    open_terminal: OpenTerminal, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def no_house() -> House:
        raise ports.JournalError("/var/lib/kiosk belongs to somebody else")

    terminal = open_terminal(no_house)
    qtbot.waitUntil(lambda: shown(terminal) == "OutOfService")
    assert caplog.messages == ["the house cannot be opened: JournalError"]
    assert not fake(terminal).scanner.running
    for _ in range(3):
        terminal.session.tell(events.StaffAsked())
    terminal.session.tell(events.SizeChosen(2))
    qtbot.waitUntil(lambda: terminal.session.preferences.size == 2)
    assert terminal._waiting == []  # what nobody will ever do is not kept


def test_what_a_customer_does_while_the_house_opens_is_journalled_when_it_stands(
    open_terminal: OpenTerminal, qtbot: QtBot, files: TerminalFiles
) -> None:
    may_open = threading.Event()

    def slow() -> House:
        may_open.wait(10)
        return House(files.settings())

    terminal = open_terminal(slow)
    terminal.session.tell(events.Started())
    qtbot.waitUntil(lambda: shown(terminal) == "Menu")
    assert fake(terminal).scanner.running
    may_open.set()
    qtbot.waitUntil(lambda: entries.VisitBegan.TYPE in types(files))
    assert types(files)[:2] == [entries.JournalOpened.TYPE, entries.KioskStarted.TYPE]
    began = next(record for record in files.journalled() if record["type"] == entries.VisitBegan.TYPE)
    assert began["visit"]


def test_a_desired_state_that_comes_later_changes_rules_and_facts(
    open_terminal: OpenTerminal, qtbot: QtBot, files: TerminalFiles
) -> None:
    terminal = open_terminal()
    qtbot.waitUntil(lambda: terminal.house is not None)
    assert not terminal.provisioned.is_set()
    assert notices(terminal) == []
    files.bring_desired(1, "West Lake branch")
    qtbot.waitUntil(lambda: branch(terminal) == "West Lake branch")
    qtbot.waitUntil(lambda: notices(terminal) == ["n0"])
    qtbot.waitUntil(terminal.provisioned.is_set)
    files.bring_desired(2, "West Lake sub-branch", notices=2)
    qtbot.waitUntil(lambda: branch(terminal) == "West Lake sub-branch")
    qtbot.waitUntil(lambda: notices(terminal) == ["n0", "n1"])


def test_new_rules_do_not_disturb_the_customer_who_is_here(
    open_terminal: OpenTerminal, qtbot: QtBot, files: TerminalFiles
) -> None:
    terminal = open_terminal()
    terminal.session.tell(events.Started())
    terminal.session.tell(events.SizeChosen(3))
    qtbot.waitUntil(lambda: terminal.session.preferences.size == 3)
    files.bring_desired(1, "West Lake branch")
    qtbot.waitUntil(lambda: branch(terminal) == "West Lake branch")
    qtbot.waitUntil(lambda: notices(terminal) == ["n0"])
    assert shown(terminal) == "Menu"
    assert terminal.session.preferences.size == 3


def test_what_sync_reports_is_journalled_and_taken_away(
    open_terminal: OpenTerminal, qtbot: QtBot, files: TerminalFiles
) -> None:
    open_terminal()
    refused = entries.ConfigApplied(7, ok=False, reason="forged")
    leave_report(files.layout.reports, refused, SystemClock())
    qtbot.waitUntil(lambda: entries.ConfigApplied.TYPE in types(files))
    record = next(record for record in files.journalled() if record["type"] == entries.ConfigApplied.TYPE)
    assert record["data"] == refused.data()
    qtbot.waitUntil(lambda: not list(files.layout.reports.iterdir()))


def test_the_device_that_the_screen_needs_runs_and_no_other(open_terminal: OpenTerminal, qtbot: QtBot) -> None:
    terminal = open_terminal()
    vision = fake(terminal)
    assert (vision.scanner.running, vision.reader.running, vision.face.running) == (True, False, False)
    terminal.session.tell(events.StaffAsked())
    qtbot.waitUntil(lambda: shown(terminal) == "StaffComing")
    assert not vision.scanner.running


def test_a_visit_that_ends_makes_vision_forget(open_terminal: OpenTerminal, qtbot: QtBot) -> None:
    terminal = open_terminal()
    qtbot.waitUntil(lambda: terminal.house is not None)
    terminal.session.tell(events.Started())
    terminal.session.tell(events.StartedOver())
    qtbot.waitUntil(lambda: fake(terminal).face.forgot == 1)
    assert shown(terminal) == "Attract"
    assert fake(terminal).scanner.running


def test_lost_vision_is_journalled_and_shown(open_terminal: OpenTerminal, qtbot: QtBot, files: TerminalFiles) -> None:
    terminal = open_terminal()
    tell = fake(terminal).tell
    assert tell is not None
    tell(ports.DeviceLost("vision", "hardwareError"))
    qtbot.waitUntil(lambda: shown(terminal) == "OutOfService")
    tell(ports.DeviceBack("vision"))
    qtbot.waitUntil(lambda: shown(terminal) == "Attract")
    qtbot.waitUntil(lambda: {entries.DeviceTroubled.TYPE, entries.DeviceRecovered.TYPE} <= set(types(files)))


def test_the_match_is_told_when_each_colour_stands_on_the_screen(open_terminal: OpenTerminal, qtbot: QtBot) -> None:
    """Not when it was asked for: a busy screen is late, and the skin follows the screen."""
    terminal, screens = open_terminal(), examples()
    for name in ("LookAtCamera-looking", "LookAtCamera-rose", "LookAtCamera-blue"):
        asked = time.monotonic()
        before = len(fake(terminal).face.lights)
        terminal.session.rehearse(screens[name])
        assert len(fake(terminal).face.lights) == before
        if name == "LookAtCamera-looking":
            continue
        qtbot.waitUntil(lambda before=before: len(fake(terminal).face.lights) > before)
        assert asked < fake(terminal).face.lights[-1][1] < time.monotonic()
    assert [light for light, _ in fake(terminal).face.lights] == [Light.ROSE, Light.BLUE]


def test_closing_twice_closes_once(open_terminal: OpenTerminal, qtbot: QtBot, files: TerminalFiles) -> None:
    terminal = open_terminal()
    qtbot.waitUntil(lambda: terminal.house is not None)
    terminal.close()
    terminal.close()
    assert types(files)[-1] == entries.JournalClosed.TYPE


def test_rules_follow_the_settings(open_terminal: OpenTerminal, files: TerminalFiles) -> None:
    settings = files.settings(
        language={"languages": ["en"], "size": 2, "contrast": "dark"},
        visit={"idle_s": 7, "countdown_s": 8, "large_idle_s": 9, "large_countdown_s": 10, "farewell_s": 11},
    )
    rules = open_terminal(settings=settings).session.state.rules
    assert rules.defaults == visit.Preferences("en", 2, "dark")
    assert (rules.idle_s, rules.countdown_s, rules.farewell_s) == (7, 8, 11)
    assert (rules.large_idle_s, rules.large_countdown_s, rules.languages) == (9, 10, ("en",))


class FakePrinter:
    def __init__(self, health: Health) -> None:
        self._health = health

    def health(self) -> Health:
        return self._health


@pytest.mark.parametrize("health", [Ready(), Troubled(Trouble.PAPER_OUT), Absent()], ids=str)
def test_a_receipt_can_be_printed_where_there_is_a_printer_however_it_is(
    open_terminal: OpenTerminal, qtbot: QtBot, files: TerminalFiles, monkeypatch: pytest.MonkeyPatch, health: Health
) -> None:
    prints = health != Absent()
    monkeypatch.setattr(House, "printer", property(lambda _: FakePrinter(health)))
    terminal = open_terminal()
    qtbot.waitUntil(lambda: terminal.session.state.rules.printer is prints)
    files.bring_desired(1, "West Lake branch")
    qtbot.waitUntil(lambda: notices(terminal) == ["n0"])
    assert terminal.session.state.rules.printer is prints


def test_a_terminal_with_a_voice_reads_its_first_screen_and_ends_with_it(
    open_terminal: OpenTerminal, qtbot: QtBot, files: TerminalFiles
) -> None:
    settings = files.settings(
        language={"languages": ["en"]},
        devices={"voice": "silent_voice"},
        speech={"always": True},
        display={"hand": "left"},
    )
    terminal = open_terminal(settings=settings)
    voice = terminal.voice
    assert isinstance(voice, SilentVoice)
    qtbot.waitUntil(lambda: any("Welcome to" in sentence for sentence in voice.said))
    assert terminal.session.state.rules.voice
    assert terminal.session.preferences == visit.Preferences("en", hand="left", aloud=True)
    qtbot.waitUntil(lambda: status(files).devices.get("voice") == "ready")
    terminal.close()
    assert voice.speaking is None


def test_a_voice_that_cannot_be_had_is_told_and_everything_else_serves(
    open_terminal: OpenTerminal, qtbot: QtBot, files: TerminalFiles
) -> None:
    terminal = open_terminal(
        settings=files.settings(language={"languages": ["en"]}, devices={"voice": "voice_of_none"})
    )
    qtbot.waitUntil(lambda: status(files).devices.get("voice") == "offline")
    assert not terminal.session.state.rules.voice
    assert shown(terminal) == "Attract"


def status(files: TerminalFiles) -> KioskStatus:
    """What `kiosk sync` reads; one that nothing says where there is none yet."""
    return KioskStatus.load(files.layout.status) or KioskStatus(SystemClock().now(), "")


def test_sync_can_read_how_the_kiosk_is(open_terminal: OpenTerminal, qtbot: QtBot, files: TerminalFiles) -> None:
    terminal = open_terminal()
    tell = fake(terminal).tell
    assert tell is not None
    qtbot.waitUntil(lambda: status(files).screen == "Attract" and "printer" in status(files).devices)
    found = status(files)
    assert (found.visit, found.broken, found.version) == (False, None, kiosk.__version__)
    assert found.devices == {
        "vision": "ready",
        "scanner": "ready",
        "reader": "ready",
        "face": "ready",
        "chip": "absent",
        "residentId": "absent",
        "printer": "absent",
    }
    terminal.session.tell(events.Started())
    tell(ports.DeviceLost("scanner", "offline"))
    qtbot.waitUntil(lambda: status(files).visit and status(files).devices["scanner"] == "offline")
    tell(ports.DeviceBack("scanner"))
    qtbot.waitUntil(lambda: status(files).devices["scanner"] == "ready")
    before = status(files).screen_at
    assert before is not None
    terminal.session.tell(events.KioskBroke("program"))
    qtbot.waitUntil(lambda: status(files).broken == "program")
    after = status(files).screen_at
    assert after is not None
    assert after > before, "the screen's thread is at work"


def test_a_house_that_cannot_be_opened_is_told_to_the_centre(
    open_terminal: OpenTerminal, qtbot: QtBot, files: TerminalFiles
) -> None:
    def no_house() -> House:
        raise ports.JournalError("no")

    open_terminal(no_house)
    qtbot.waitUntil(lambda: status(files).broken == "journal")


def test_a_screen_that_hangs_shows_in_the_age_of_its_last_sign_of_life(
    open_terminal: OpenTerminal, qtbot: QtBot, files: TerminalFiles
) -> None:
    terminal = open_terminal()
    qtbot.waitUntil(lambda: status(files).screen_at is not None)
    terminal.status.device("scanner", "offline")  # while nothing runs on this thread, which is the screen's
    written = threading.Event()
    while status(files).devices.get("scanner") != "offline":
        written.wait(0.005)
    hung = status(files)
    assert hung.screen_at is not None
    assert hung.at > hung.screen_at


def test_settings_from_the_centre_hold_without_a_restart_and_no_longer_than_it_says_them(
    open_terminal: OpenTerminal, qtbot: QtBot, files: TerminalFiles
) -> None:
    terminal = open_terminal()
    files.bring_desired(1, "West Lake branch", settings={"visit": {"idle_s": 7}, "language": {"contrast": "dark"}})
    qtbot.waitUntil(lambda: terminal.session.state.rules.idle_s == 7)
    assert terminal.session.preferences == visit.Preferences("en", 1, "dark"), "nobody is here: at once"
    assert terminal.session.state.rules.countdown_s == 30, "what the centre does not say stays"
    terminal.session.tell(events.Started())
    files.bring_desired(2, "West Lake branch")
    qtbot.waitUntil(lambda: terminal.session.state.rules.idle_s == 60)
    assert terminal.session.preferences.contrast == "dark", "the customer who is here is not disturbed"


def test_fraud_rules_that_cannot_be_read_leave_the_last_ones_and_are_told_to_the_centre(
    open_terminal: OpenTerminal, qtbot: QtBot, files: TerminalFiles
) -> None:
    terminal = open_terminal()
    files.bring_desired(1, "West Lake branch")
    qtbot.waitUntil(lambda: notices(terminal) == ["n0"])
    files.bring_desired(2, "West Lake sub-branch", fraud={"rules": "none"})
    qtbot.waitUntil(lambda: branch(terminal) == "West Lake sub-branch")
    assert notices(terminal) == ["n0"]
    qtbot.waitUntil(lambda: entries.FraudRulesRefused.TYPE in types(files))
    (record,) = (one for one in files.journalled() if one["type"] == entries.FraudRulesRefused.TYPE)
    assert (record["data"]["version"], record["data"]["in_force"]) == (2, 1)
    assert record["data"]["reason"].startswith("fraud.rules")


def test_settings_that_no_file_may_say_refuse_the_whole_state(files: TerminalFiles) -> None:
    for wrong in (
        {"central": {"url": "https://elsewhere.example"}},
        {"visit": {"idle_s": 0}},
        {"visit": {"ilde_s": 9}},
    ):
        house = House(files.settings())
        refused = house.desired.take(files.document(3, "West Lake branch", settings=wrong))
        house.close()
        assert isinstance(refused, Refused)
        assert refused.detail.startswith("settings: ")
