"""The fraud warning: loud, the safe answer first, and nothing passes it but a deliberate act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from eye import controls, faults, pixels, words
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from stagehouse import House

from kiosk.core.fraud import Kind, Operation, Outcome, Question, Questionnaire, Rule, assess
from kiosk.core.notices import FraudNotice, NoticeText
from kiosk.flows import checkin, events, visit, warned
from kiosk.ui.app import StageSettings
from kiosk.ui.catalogue import FACTS, RULES, examples
from kiosk.ui.catalogue.facts import FRAUD
from kiosk.ui.screens import screen_of


def warned_by(notice: FraudNotice) -> warned.FraudWarning:
    rule = Rule("r", 1, frozenset({Kind.CHECK_IN}), notice.id)
    assessment = assess(replace(FRAUD, notices=(notice,), rules=(rule,)), Operation(Kind.CHECK_IN))
    assert assessment.caution is not None
    return warned.FraudWarning(assessment, assessment.caution)


def texts(house: House) -> list[str]:
    return [item.property("text") for item in words(house.stage)]


def test_the_safe_answer_has_the_focus_and_is_primary(house: House) -> None:
    house.show(examples()["FraudWarning"])
    focus = house.stage.window.activeFocusItem()
    assert focus.objectName() == "callStaff"
    assert focus.property("primary")
    go_on = next(control for control in controls(house.stage) if control.objectName() == "confirm")
    assert not go_on.property("primary")


def test_a_blind_press_of_a_key_calls_staff(house: House) -> None:
    house.show(examples()["FraudWarning"])
    QTest.keyClick(house.stage.window, Qt.Key.Key_Space)
    house.settle()
    assert house.puppet.screen() == "StaffComing"


def test_the_focus_goes_from_the_safe_answer_to_the_other_and_then_to_the_bar(house: House) -> None:
    house.show(examples()["FraudWarning"])
    walked = []
    for _ in range(4):
        walked.append(house.stage.window.activeFocusItem().objectName())
        QTest.keyClick(house.stage.window, Qt.Key.Key_Tab)
    assert walked == ["callStaff", "confirm", "startOver", "language"]


def test_the_numbers_to_call_are_there(house: House) -> None:
    house.show(examples()["FraudWarning"])
    assert any("400 000 0000" in text and "110" in text and "96110" in text for text in texts(house))


def test_it_is_loud(house: House) -> None:
    house.show(examples()["FraudWarning"])
    alarm = pixels(house.stage)[400, 20]
    assert tuple(alarm) == tuple(int(house.stage.theme.palette.alarm[i : i + 2], 16) for i in (1, 3, 5))


def test_time_never_passes_it(house: House) -> None:
    house.show(examples()["FraudWarning"])
    house.tell(*(events.Waited(1) for _ in range(RULES.idle_s + RULES.countdown_s + RULES.farewell_s + 5)))
    assert house.puppet.screen() == "Attract"
    assert not [effect for effect in house.effects if "CheckInAsked" in repr(effect)]


def test_a_long_notice_is_read_to_its_end_before_going_on(build_house: Callable[..., House]) -> None:
    lines = tuple(
        f"Line {number}: never send money to anybody who asks you to hurry or to hide." for number in range(9)
    )
    notice = FraudNotice("long", 1, (), (("en", NoticeText("Please read this to the end", lines)),))
    house = build_house(StageSettings(1280, 1024, 3.4, reduced_motion=True))
    example = examples(visit.Preferences("en", 3))["FraudWarning"]
    assert isinstance(example.task, checkin.Warned)
    house.show(replace(example, task=replace(example.task, at=warned_by(notice))))
    read: list[str] = []
    while not house.puppet.tap("confirm"):
        assert not faults(house.stage)
        shown = [text for text in texts(house) if text in lines]
        assert shown
        assert not set(shown) & set(read), "More leads on, never in a circle"
        read += shown
        house.tap("more")
    house.settle()
    assert len(read) < len(lines)
    assert house.puppet.screen() == "CheckingIn"
    house.show(replace(example, task=replace(example.task, at=warned_by(notice))))
    while "confirm" not in house.puppet.visible_targets():
        house.tap("more")
    assert read + [text for text in texts(house) if text in lines] == list(lines)


@pytest.mark.parametrize(
    ("yes", "no", "cautious"),
    [
        (Outcome.CALL_STAFF, None, "yes"),
        (None, Outcome.AFTER_DAY, "no"),
        (Outcome.TWO_HOURS, Outcome.STOP, "no"),
        (Outcome.STOP, Outcome.TWO_HOURS, "yes"),
        (Outcome.GO_ON, Outcome.CALL_STAFF, "no"),
    ],
)
def test_the_focus_begins_on_the_answer_that_the_stricter_follows_from(
    yes: Outcome | None, no: Outcome | None, cautious: str
) -> None:
    form = Questionnaire("q", 1, (Question("told", (("en", "Is somebody telling you?"),), yes, no),))
    rule = Rule("r", 1, frozenset({Kind.TRANSFER}), FRAUD.notices[0].id, questionnaire=form.id)
    assessment = assess(replace(FRAUD, questionnaires=(form,), rules=(rule,)), Operation(Kind.TRANSFER))
    assert assessment.caution is not None
    asked = warned.FraudQuestion(assessment, assessment.caution, form, 0, Outcome.GO_ON)
    assert screen_of(asked, lambda event: None, FACTS, "en").property("cautious") == cautious
