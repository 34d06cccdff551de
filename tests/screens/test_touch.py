"""A touch counts when press and release are inside the target; and every control tells what it says."""

from __future__ import annotations

import re

import acts_accounts
import acts_ask
import acts_booking
import acts_complain
import acts_receipt
import acts_transfer
import pytest
from eye import controls, scene
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from stagehouse import House

from kiosk.flows import checkin, events, identify, survey, visit
from kiosk.ui.catalogue import examples

# The acts of a service are in `acts_NAME.py`, as its ACTS.
ACTS: dict[tuple[str, str], events.Event] = {
    ("Attract", "start"): events.Started(),
    **{("Menu", f"choose-{service.name}"): events.Chosen(service.name) for service in visit.SERVICES},
    ("Menu-again", "done"): events.Confirmed(),
    ("NotServed-bankLost", "tryAgain"): events.TriedAgain(),
    ("NotServed-unknown", "callStaff"): events.StaffAsked(),
    ("CodeRefused-notOurs", "tryAgain"): events.TriedAgain(),
    ("CodeRefused-forged", "callStaff"): events.StaffAsked(),
    ("PresentDocument-noneSeen", "back"): events.WentBack(),
    ("DocumentRefused-expired", "tryAgain"): events.TriedAgain(),
    ("DocumentRefused-expired", "callStaff"): events.StaffAsked(),
    ("FaceConsent", "confirm"): events.Confirmed(),
    ("FaceConsent", "decline"): events.Declined(),
    ("FaceRefused-different", "callStaff"): events.StaffAsked(),
    ("FaceRefused-different", "tryAgain"): events.TriedAgain(),
    ("FraudWarning", "callStaff"): events.StaffAsked(),
    ("FraudWarning", "confirm"): events.Confirmed(),
    ("FraudWarning-transfer", "back"): events.WentBack(),
    ("FraudQuestion", "yes"): events.Chosen("yes"),
    ("FraudQuestion", "no"): events.Chosen("no"),
    ("DelayChoice", "confirm"): events.Confirmed(),
    ("DelayChoice", "choose-realTime"): events.Chosen("realTime"),
    ("DelayChoice", "choose-twoHours"): events.Chosen("twoHours"),
    ("DelayChoice", "choose-nextDay"): events.Chosen("nextDay"),
    ("DelayChoice", "back"): events.WentBack(),
    ("OneTimeCode", "digit4"): events.Typed("4"),
    ("OneTimeCode-typed", "erase"): events.Typed("49302"),
    ("OneTimeCode-typed", "next"): events.Confirmed(),
    ("OneTimeCode", "notReceived"): events.Chosen("notReceived"),
    ("OneTimeCode", "back"): events.WentBack(),
    ("CodeMissing", "tryAgain"): events.TriedAgain(),
    ("CodeMissing", "confirm"): events.Confirmed(),
    ("CodeMissing", "notMyPhone"): events.Chosen("notMyPhone"),
    ("OneTimeCodeRefused-expired", "tryAgain"): events.TriedAgain(),
    ("OneTimeCodeRefused-locked", "callStaff"): events.StaffAsked(),
    ("OneTimeCodeRefused-sessionEnded", "startOver"): events.StartedOver(),
    ("FraudStopped", "callStaff"): events.StaffAsked(),
    ("FraudStopped", "confirm"): events.Confirmed(),
    ("CheckInRefused-unknown", "callStaff"): events.StaffAsked(),
    ("Ticket-printed", "done"): events.Confirmed(),
    **{("Survey", f"rate{value}"): events.Rated(value) for value in range(1, 6)},
    ("Survey", "skip"): events.Skipped(),
    ("Farewell", "done"): events.Confirmed(),
    ("Wiped", "done"): events.Confirmed(),
    ("StaffComing-coming", "resume"): events.WentBack(),
    ("StaffComing-coming", "back"): events.WentBack(),
    ("StaffComing-only", "done"): events.Confirmed(),
    ("Scanning-idle", "stillHere"): events.WasStillHere(),
    ("Scanning", "startOver"): events.StartedOver(),
    ("Scanning", "language"): events.LanguageChosen("en"),
    ("Scanning", "adjust"): events.WasStillHere(),
    ("Scanning", "callStaff"): events.StaffAsked(),
    **acts_accounts.ACTS,
    **acts_ask.ACTS,
    **acts_booking.ACTS,
    **acts_complain.ACTS,
    **acts_receipt.ACTS,
    **acts_transfer.ACTS,
}
WRITING = re.compile(
    r"key:.|digit[0-9]|extra|candidate\d+|moreCandidates|capitals|erase|signs|otherLanguage|comma|space|stop"
)
"""Keys that write or change the keyboard and tell nothing by themselves (test_typist.py, test_keyboard.py)."""
DAY = re.compile(r"choose-\d{4}-\d{2}-\d{2}")
"""The days of a calendar, of which some are touched here."""
CORNERS = ((1, 1), (-1, 1), (1, -1), (-1, -1))


@pytest.mark.parametrize(("screen", "control"), ACTS, ids="-".join)
def test_a_control_tells_what_it_says(house: House, screen: str, control: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    house.show(examples()[screen])
    monkeypatch.setattr(house.session._journey, "tell", told.append)
    house.tap(control)
    assert told == [ACTS[screen, control]]


def test_every_control_of_every_screen_is_known_here(house: House) -> None:
    known = {control for _, control in ACTS} | {"more", "moreChoices"} | acts_accounts.SILENT
    for state in examples().values():
        house.show(state)
        shown = {name for name in house.puppet.visible_targets() if not DAY.fullmatch(name)}
        assert {name for name in shown if not WRITING.fullmatch(name)} <= known


def test_staff_can_be_called_from_every_screen(house: House) -> None:
    for name, state in examples().items():
        house.show(state)
        assert "callStaff" in house.puppet.visible_targets(), name


@pytest.mark.parametrize(("right", "down"), CORNERS)
def test_a_press_dragged_off_does_nothing(house: House, right: int, down: int) -> None:
    start = next(control for control in controls(house.stage) if control.objectName() == "start")
    place = scene(start)
    reach = QPoint(round(right * (place.width() / 2 + 6)), round(down * (place.height() / 2 + 6)))
    house.puppet.touch(place.center().toPoint(), place.center().toPoint() + reach)
    house.settle()
    assert house.puppet.screen() == "Attract"


def test_a_press_dragged_onto_a_control_does_nothing(house: House) -> None:
    place = scene(next(control for control in controls(house.stage) if control.objectName() == "start"))
    house.puppet.touch(place.topLeft().toPoint() - QPoint(0, 30), place.center().toPoint())
    house.settle()
    assert house.puppet.screen() == "Attract"


def test_a_press_that_wanders_but_stays_inside_counts(house: House) -> None:
    place = scene(next(control for control in controls(house.stage) if control.objectName() == "start"))
    house.puppet.touch(place.topLeft().toPoint() + QPoint(5, 5), place.bottomRight().toPoint() - QPoint(5, 5))
    house.settle()
    assert house.puppet.screen() == "Menu"


def test_a_touch_beside_everything_does_nothing(house: House) -> None:
    for name, state in examples().items():
        house.show(state)
        before = house.session.state
        house.puppet.touch(QPoint(540, 30))
        house.settle()
        assert house.session.state == before, name


def test_two_quick_touches_rate_once(house: House) -> None:
    """The second touch of an impatient customer falls on the next screen, not on this one again."""
    house.show(examples()["Survey"])
    assert house.puppet.tap("rate5")
    house.puppet.tap("rate5")
    house.settle()
    answered = [effect for effect in house.effects if "SurveyAnswered" in repr(effect)]
    assert len(answered) == 1
    assert house.puppet.screen() == "Farewell"


def test_what_is_not_there_cannot_be_touched(house: House) -> None:
    assert not house.puppet.tap("confirm")
    assert not house.puppet.tap("back")
    assert not house.puppet.tap("stillHere")


def test_the_whole_way_by_touch(house: House) -> None:
    house.tap("start")
    house.tap("choose-checkIn")
    assert isinstance(house.session.state.task, checkin.Scanning)
    house.show(examples()["FaceConsent"])
    house.tap("decline")
    assert house.puppet.screen() == "StaffComing"
    house.show(examples()["FaceConsent"])
    house.tap("confirm")
    state = visit.shown(house.session.state)
    assert isinstance(state, identify.LookAtCamera)
    house.show(examples()["Ticket-printed"])
    house.tap("done")
    assert isinstance(house.session.state.task, survey.Survey)
    house.tap("skip")
    house.tap("done")
    assert house.puppet.screen() == "Attract"


def test_a_mouse_does_as_well(house: House) -> None:
    place = scene(next(control for control in controls(house.stage) if control.objectName() == "start"))
    QTest.mouseClick(
        house.stage.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place.center().toPoint()
    )
    house.settle()
    assert house.puppet.screen() == "Menu"


def test_the_other_button_of_a_mouse_opens_nothing(house: House) -> None:
    place = scene(next(control for control in controls(house.stage) if control.objectName() == "start"))
    QTest.mouseClick(
        house.stage.window, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, place.center().toPoint()
    )
    house.settle()
    assert house.puppet.screen() == "Attract"
