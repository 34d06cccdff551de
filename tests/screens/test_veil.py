"""The veil: what is shown of the customer is covered while nobody is seen, and nobody is locked out by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from eye import _tree, faults
from PySide6.QtCore import SIGNAL, QCoreApplication, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QSignalSpy, QTest
from stagehouse import STILL, Clock, House, build

from drivers.simulated.voice import SilentVoice
from kiosk.core import entries, ports
from kiosk.flows import events, visit
from kiosk.flows.effects import Note
from kiosk.ui.app import StageSettings
from kiosk.ui.catalogue import LANGUAGES, RULES, examples
from kiosk.ui.offthread import HandExecutor
from kiosk.ui.puppet import descendants
from kiosk.ui.session import WATCH
from kiosk.ui.speech import Speaker
from kiosk.ui.veil import Veil

AFTER_S = 5
GONE, THERE = ports.FaceSeen(seen=False), ports.FaceSeen(seen=True)


@pytest.fixture(scope="module")
def veiled_house(qapp: object) -> Iterator[House]:
    house = build(STILL, veil_after_s=AFTER_S)
    house.settle()
    yield house
    house.stage.close()


@pytest.fixture
def house(veiled_house: House) -> House:
    """The balances are on the screen, and the customer before it."""
    veiled_house.session._ticked = veiled_house.clock.now  # what earlier tests let pass is nobody's idleness here
    veiled_house.show(visit.opening(RULES))
    veiled_house.show(examples()["AccountList-uncovered"])
    look(veiled_house, THERE)
    veiled_house.forget()
    return veiled_house


def look(house: House, *seen: ports.FaceSeen) -> None:
    for event in seen:
        house.session.saw(event)
    house.settle()


def leave(house: House) -> None:
    """The customer is not seen for as long as it takes."""
    look(house, GONE)
    house.clock.now += AFTER_S
    look(house, GONE)


def noted(house: House) -> list[entries.Entry]:
    """What the journal was told of the veil."""
    told = [effect.entry for effect in house.effects if isinstance(effect, Note)]
    return [entry for entry in told if isinstance(entry, entries.VeilFell | entries.VeilLifted)]


def readable(house: House) -> str:
    """Everything that assistive technology can read."""
    QAccessible.setActive(True)
    root = QAccessible.queryAccessibleInterface(house.stage.window)
    assert root is not None
    return "\n".join(name for _, name in _tree(root))


def test_it_falls_when_nobody_was_seen_for_long_enough_and_lifts_for_a_face(house: House) -> None:
    look(house, GONE)
    house.clock.now += AFTER_S - 1
    look(house, GONE)
    assert not house.puppet.veiled()
    house.clock.now += 1
    look(house, GONE)
    assert house.puppet.veiled()
    look(house, THERE)
    assert not house.puppet.veiled()
    assert noted(house) == [entries.VeilFell("AccountList"), entries.VeilLifted("AccountList", "face")]


def test_who_is_seen_in_between_is_there(house: House) -> None:
    for _ in range(4):
        look(house, GONE)
        house.clock.now += AFTER_S - 1
        look(house, THERE)
    assert not house.puppet.veiled()


def test_the_camera_looks_on_private_screens_alone_and_only_where_it_is_wanted(
    house: House, build_house: Callable[..., House]
) -> None:
    house.show(examples()["Menu"])
    house.show(examples()["MovementList"])
    house.show(examples()["AccountsMenu"])
    assert house.switched == ["scanner", WATCH, None]
    plain = build_house()
    plain.show(examples()["AccountList"])
    assert WATCH not in plain.switched
    leave(plain)
    assert not plain.puppet.veiled()


def test_what_it_covers_is_neither_seen_nor_read_nor_touched(house: House) -> None:
    before = readable(house)
    assert "12,345,678.90" in before
    leave(house)
    after = readable(house)
    assert "12,345,678.90" not in after
    assert "0711" in before
    assert "0711" not in after
    assert house.puppet.visible_targets()[0] == "unveil"
    assert not any(name.startswith("choose-") for name in house.puppet.visible_targets())
    assert {"startOver", "callStaff"} <= set(house.puppet.visible_targets())
    assert faults(house.stage) == []


def test_a_touch_anywhere_lifts_it_and_presses_nothing(house: House) -> None:
    everything = descendants(house.stage.window.contentItem())
    under = next(item for item in everything if item.objectName().startswith("choose-"))
    middle = under.mapToScene(under.boundingRect().center()).toPoint()
    leave(house)
    state = house.session.state.task
    house.puppet.touch(middle)
    house.settle()
    assert not house.puppet.veiled()
    assert house.session.state.task == state, "the account below was not chosen"
    house.puppet.touch(middle)
    house.settle()
    assert house.session.state.task != state, "now it is"


def test_a_finger_that_moves_off_it_presses_nothing_below_either(house: House) -> None:
    leave(house)
    state = house.session.state.task
    house.puppet.touch(QPoint(540, 700), QPoint(540, 1100))
    house.settle()
    assert house.session.state.task == state


def test_once_touched_away_it_stays_away_on_that_screen(house: House) -> None:
    leave(house)
    house.tap("unveil")
    for _ in range(3):
        leave(house)
        assert not house.puppet.veiled()
    house.show(examples()["MovementList"])
    leave(house)
    assert house.puppet.veiled()
    assert noted(house)[1] == entries.VeilLifted("AccountList", "touch")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_5, Qt.Key.Key_Escape])
def test_any_key_lifts_it_and_does_nothing_else(house: House, key: Qt.Key) -> None:
    leave(house)
    state = house.session.state.task
    QTest.keyClick(house.stage.window, key)
    house.settle()
    assert not house.puppet.veiled()
    assert house.session.state.task == state
    assert noted(house)[1] == entries.VeilLifted("AccountList", "key")
    assert house.stage.keys.focused is not None


def test_staff_are_called_through_it_by_the_key_and_by_the_bar(house: House) -> None:
    for call in (
        lambda: QTest.keyClick(house.stage.window, Qt.Key.Key_F1),
        lambda: house.puppet.tap("callStaff"),
    ):
        house.show(examples()["AccountList"])
        leave(house)
        assert house.puppet.veiled()
        call()
        house.settle()
        assert isinstance(house.session.state.task, visit.StaffComing)
        assert not house.session.is_veiled


def test_a_touch_shows_that_somebody_is_there(house: House) -> None:
    look(house, GONE)
    house.clock.now += AFTER_S - 1
    house.puppet.touch(QPoint(540, 300))  # on nothing
    look(house, GONE)
    house.clock.now += AFTER_S - 1
    look(house, GONE)
    assert not house.puppet.veiled()


@pytest.mark.parametrize("device", ["face", "vision"])
def test_a_camera_that_is_lost_covers_nothing(house: House, device: str) -> None:
    leave(house)
    house.tell(ports.DeviceLost(device, "offline"))
    assert not house.session.is_veiled
    assert entries.VeilLifted("AccountList", "cameraLost") in noted(house)
    troubled = [e.entry for e in house.effects if isinstance(e, Note) and isinstance(e.entry, entries.DeviceTroubled)]
    assert troubled == [entries.DeviceTroubled(device, "offline")]
    house.clock.now += 10 * AFTER_S
    house.settle()
    assert not house.session.is_veiled, "nothing is told by a camera that is lost, so nothing falls"


def test_the_idle_clock_goes_on_and_its_warning_lies_on_top(house: House) -> None:
    leave(house)
    house.tell(events.Waited(house.session.state.idle_s))
    assert house.puppet.idle_warning()
    assert "stillHere" in house.puppet.visible_targets()
    assert "unveil" not in house.puppet.visible_targets()
    house.tap("stillHere")
    assert not house.session.is_veiled, "that was a touch"
    house.show(examples()["MovementList"])
    leave(house)
    house.tell(events.Waited(house.session.state.idle_s))
    assert house.session.is_veiled
    house.tell(events.Waited(house.session.state.countdown_s))
    assert isinstance(house.session.state.task, visit.Wiped)
    assert not house.session.is_veiled


def test_a_screen_that_comes_while_nobody_is_there_is_covered_at_once(house: House) -> None:
    leave(house)
    house.show(examples()["MovementList"])
    assert house.puppet.veiled()
    house.show(examples()["AccountsMenu"])
    assert not house.session.is_veiled
    assert noted(house) == [entries.VeilFell("AccountList"), entries.VeilLifted("AccountsMenu", "screen")]


def test_a_look_that_comes_late_covers_nothing(house: House) -> None:
    look(house, GONE)
    house.clock.now += AFTER_S
    house.show(examples()["AccountsMenu"])
    look(house, GONE, GONE)
    assert not house.session.is_veiled


def test_what_is_on_the_page_is_still_there_afterwards(house: House) -> None:
    """What was typed too: the page is covered, not made anew."""
    house.show(examples()["NewPhone"])
    look(house, THERE)
    page = house.stage.page
    leave(house)
    house.tap("unveil")
    assert house.stage.page is page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [0, 1, 3])
def test_it_is_laid_out_well(house: House, language: str, size: int) -> None:
    house.show(examples(visit.Preferences(language, size))["AccountList"])
    leave(house)
    assert house.puppet.veiled()
    assert faults(house.stage) == []


def test_nothing_fades_where_nothing_is_to_move(qapp: object) -> None:
    for still in (False, True):
        house = build(StageSettings(reduced_motion=still), veil_after_s=AFTER_S)
        house.show(examples()["AccountList"])
        veil = house.stage.window.findChild(QQuickItem, "veil")
        assert veil is not None
        fading = QSignalSpy(veil, SIGNAL("fadingChanged()"))
        for _ in range(2):
            house.session.saw(GONE)
            QCoreApplication.processEvents()
            house.clock.now += AFTER_S
        assert veil.isVisible()
        assert bool(fading.count()) is not still
        house.stage.close()


# Reading aloud
@pytest.mark.parametrize(("language", "covered"), [("en", "Your details are covered"), ("zh_CN", "您的信息已遮住")])
def test_the_reading_stops_and_the_veil_is_spoken_once(house: House, language: str, covered: str) -> None:
    voice, jobs = SilentVoice(), HandExecutor()
    aloud = visit.Preferences(language, aloud=True)
    speaker = Speaker(house.stage, voice, jobs.submit)
    house.show(replace(examples(aloud)["AccountList-uncovered"], rules=replace(RULES, voice=True)))
    look(house, THERE)
    jobs.drain()
    voice.said.clear()
    leave(house)
    look(house, GONE)
    jobs.drain()
    assert len(voice.said) == 1
    assert covered in voice.said[0]
    voice.said.clear()
    house.tell(events.Waited(1))
    jobs.drain()
    assert not voice.said
    house.tap("unveil")
    jobs.drain()
    assert len(voice.said) == 1, "the screen is read again from its beginning"
    assert covered not in voice.said[0]
    speaker.close()


# The rule itself
def test_the_rule_by_a_clock_alone() -> None:
    clock = Clock()
    veil = Veil(3, clock)
    for seconds, seen, down in ((0, False, False), (2, False, False), (1, False, True), (9, True, False)):
        clock.now += seconds
        veil.look(seen=seen)
        assert veil.is_down is down
    none = Veil(0, clock)
    none.look(seen=False)
    clock.now += 1000
    none.look(seen=False)
    assert not none.is_down
