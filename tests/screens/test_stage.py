"""The stage: made in time, locked down, taken down in order; and what happens when something breaks."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QCloseEvent, QFontDatabase, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from stagehouse import STILL, House

from kiosk.flows import events
from kiosk.ui import app as app_module
from kiosk.ui.app import StageError, StageSettings, fitted, fonts_ready, last_resort
from kiosk.ui.offthread import HandExecutor
from kiosk.ui.puppet import Puppet
from kiosk.ui.screens import NAMES
from kiosk.ui.stall import StallMeter

KEYS = [
    (Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier),
    (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_F11, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier),
]


def test_every_page_is_compiled_ahead(build_house: Callable[..., House], qtbot: QtBot) -> None:
    house = build_house(STILL)
    qtbot.waitUntil(lambda: house.stage.prepared, timeout=10000)
    assert set(house.stage._components) == set(NAMES)
    assert house.stage.first_frame_ms is not None


@pytest.mark.parametrize(("key", "modifier"), KEYS)
def test_a_kiosk_has_no_shortcuts(house: House, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    before = house.session.state
    QTest.keyClick(house.stage.window, key, modifier)
    house.settle()
    assert house.session.state == before
    assert house.stage.window.isVisible()


def test_a_code_typed_by_a_keyboard_reader_presses_nothing(house: House) -> None:
    for letter in "HTTPS/EXAMPLE.INVALID/ABC":
        QTest.keyClick(house.stage.window, ord(letter))
    house.settle()
    assert house.puppet.screen() == "Attract"


def test_the_keys_that_are_heard_move_the_focus_and_press(house: House) -> None:
    QTest.keyClick(house.stage.window, Qt.Key.Key_Return)
    house.settle()
    assert house.puppet.screen() == "Menu"


def test_full_screen_hides_the_cursor_and_stays(build_house: Callable[..., House]) -> None:
    house = build_house(StageSettings(fullscreen=True, reduced_motion=True))
    assert house.stage.window.cursor().shape() is Qt.CursorShape.BlankCursor
    house.stage.window.close()
    house.settle()
    event = QCloseEvent()
    assert house.stage.window.isVisible() or not QCoreApplication.sendEvent(house.stage.window, event)


def test_what_is_not_a_letter_of_the_font_is_said(monkeypatch: pytest.MonkeyPatch, qapp: QGuiApplication) -> None:
    assert fonts_ready() is None
    monkeypatch.setattr(app_module, "FAMILY", "No Such Font")
    said = fonts_ready()
    assert said is not None
    assert "fonts-noto-cjk" in said
    assert "No Such Font" not in QFontDatabase.families()


def test_without_the_font_no_stage_is_set(monkeypatch: pytest.MonkeyPatch, build_house: Callable[..., House]) -> None:
    monkeypatch.setattr(app_module, "fonts_ready", lambda: "the font is missing")
    with pytest.raises(StageError, match="the font is missing"):
        build_house(STILL)


def test_a_window_is_shrunk_into_a_desktop_in_proportion() -> None:
    panel = StageSettings(1080, 1920, 4.0)
    small = fitted(panel, QSize(1600, 960))
    assert (small.width_px, small.height_px, small.px_per_mm) == (540, 960, 2.0)
    assert fitted(panel, QSize(4000, 4000)) == panel


def test_a_turned_window_is_laid_out_anew(build_house: Callable[..., House]) -> None:
    from eye import faults

    house = build_house(STILL)
    house.stage.window.resize(1920, 1080)
    house.settle()
    assert not faults(house.stage)
    assert house.stage.theme.property("portrait") is False


def test_a_past_page_and_its_screen_are_gone(house: House) -> None:
    pages: list[str] = []
    first = house.stage.page
    assert first is not None
    first.destroyed.connect(lambda: pages.append("page"))
    screen = house.session.shown_screen
    assert screen is not None
    screen.destroyed.connect(lambda: pages.append("screen"))
    house.tap("start")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert pages == ["page", "screen"]


def test_an_exception_in_a_slot_takes_the_kiosk_out_of_service(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, qtbot: QtBot
) -> None:
    def broken(_: object) -> None:
        raise ValueError("Zhang San 110101199003070011")

    monkeypatch.setattr(house.session._journey, "_perform", broken)
    with qtbot.captureExceptions(), last_resort(house.session.tell), caplog.at_level(logging.CRITICAL):
        assert house.puppet.tap("start")
        house.settle()
        house.settle()
    assert house.puppet.screen() == "OutOfService"
    assert house.session.state.broken == "ValueError"
    assert "ValueError at test_stage.py" in caplog.text
    assert "Zhang" not in caplog.text


def test_an_exception_on_a_thread_takes_the_kiosk_out_of_service(house: House) -> None:
    def broken() -> None:
        raise RuntimeError("private")

    with last_resort(house.session.tell):
        thread = threading.Thread(target=broken)
        thread.start()
        thread.join()
    house.settle()
    assert house.session.state.broken == "RuntimeError"


def test_the_hooks_are_put_back() -> None:
    before = sys.excepthook, threading.excepthook
    told: list[events.Event] = []
    with last_resort(told.append):
        assert sys.excepthook is not before[0]
    assert (sys.excepthook, threading.excepthook) == before
    assert not told


def test_out_of_service_can_be_read_in_every_language_and_staff_called(house: House) -> None:
    house.tell(events.KioskBroke("JournalError"))
    assert house.puppet.screen() == "OutOfService"
    house.tap("language")
    assert house.session.preferences.language == "en"
    house.tap("callStaff")
    assert [type(effect).__name__ for effect in house.effects][-1] == "CallStaff"
    house.tell(*(events.Waited(1) for _ in range(60)))
    assert house.session.preferences.language == "zh_CN"


def test_a_picture_is_encoded_off_the_thread(house: House, tmp_path: Path) -> None:
    executor, stall = HandExecutor(), StallMeter()
    puppet = Puppet(house.stage, executor=executor, stall=stall)
    stall.start()
    puppet.grab(tmp_path / "new" / "screen.png")
    assert not (tmp_path / "new").exists()
    assert executor.drain() == 1
    assert (tmp_path / "new" / "screen.png").read_bytes().startswith(b"\x89PNG")
    stall.pause()


def test_a_process_that_ends_is_quiet() -> None:
    """The engine goes before the objects it shows: nothing is said on the way out, and nothing crashes."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from stagehouse import STILL, build\n"
        "from kiosk.ui.catalogue import examples\n"
        "house = build(STILL)\n"
        "shown = examples()\n"
        # Among them each page with a QML type of its own: PySide lets go of a type's properties only once QML made one.
        "for name in (*list(shown)[::6], 'ComplaintText', 'BookingTicket-moved'): house.show(shown[name])\n"
        "house.stage.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, str(Path(__file__).parent)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
