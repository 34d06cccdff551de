"""Writing a complaint before the screen: no key is lost, the text stays through everything, and then it is gone."""

from __future__ import annotations

import gc

import pytest
from eye import spoken, words
from PySide6.QtCore import QObject
from stagehouse import House

from kiosk.core.complaint import cleaned
from kiosk.flows import complain, events, visit
from kiosk.flows.complain import ComplaintFiled, FileComplaint
from kiosk.flows.rules import Preferences
from kiosk.ui.catalogue.complain import DRAFT, FINAL
from kiosk.ui.catalogue.facts import RULES


def writing(house: House, language: str = "en") -> House:
    draft = complain.Draft(DRAFT.category, DRAFT.when, DRAFT.wish)
    house.show(visit.Visit(RULES, Preferences(language), complain.ComplaintText(draft)))
    return house


def written(house: House) -> str:
    return visit.shown(house.session.state).draft.text  # type: ignore[attr-defined,no-any-return]


def press(house: House, keys: str) -> None:
    for key in keys:
        house.tap(f"key:{key}")


def test_no_key_is_lost_however_fast(house: House) -> None:
    writing(house)
    for key in "thefeewastakentwice":
        assert house.puppet.tap(f"key:{key}")  # without letting what was told arrive
    house.settle()
    assert written(house) == "thefeewastakentwice"


def test_a_text_stays_through_another_language_size_and_a_call_for_staff(house: House) -> None:
    writing(house, "zh_CN")
    press(house, "nihao")
    house.tap("candidate0")
    assert written(house) == "你好"
    house.tap("language")
    for control in ("adjust", "size-2", "adjusted"):
        house.tap(control)
    press(house, "ni")
    house.tap("candidate0")
    assert written(house) == "你好你", "the keyboard still writes Chinese"
    house.tap("callStaff")
    house.tell(events.StaffPaged(True))
    house.tap("resume")
    assert written(house) == "你好你"
    press(house, "o")
    assert written(house) == "你好你o", "a page anew writes in the language shown"


def test_done_and_a_double_tap_on_the_summary_file_one_complaint(house: House) -> None:
    writing(house)
    press(house, "late")
    house.tap("typed")
    assert house.puppet.screen() == "ComplaintContact"
    house.tap("choose-none")
    house.tap("choose-here")
    house.forget()
    assert house.puppet.tap("next")
    house.puppet.tap("next")
    house.settle()
    filed = [effect for effect in house.effects if isinstance(effect, FileComplaint)]
    assert [one.complaint.text for one in filed] == ["late"]
    house.tell(ComplaintFiled(FINAL))
    assert house.puppet.screen() == "ComplaintReceipt"
    assert any(FINAL.reference in text and FINAL.code in text for text in spoken(house.stage))


@pytest.mark.parametrize("text", ["", "   "])
def test_done_without_words_stays(house: House, text: str) -> None:
    writing(house)
    for _ in text:
        house.tap("space")
    house.tap("typed")
    assert house.puppet.screen() == "ComplaintText"
    assert cleaned(written(house)) == ""


def test_nothing_written_is_left_on_a_later_screen(house: House) -> None:
    writing(house)
    press(house, "xyzzyplugh")
    house.tap("startOver")
    house.settle()
    gc.collect()
    assert house.puppet.screen() == "Attract"
    assert "xyzzyplugh" not in repr(house.session.state)
    assert not [item for item in words(house.stage) if "xyzzy" in str(item.property("text"))]
    left = [
        child
        for child in house.stage.window.findChildren(QObject)
        if "xyzzy" in str(child.property("text")) or "xyzzy" in str(child.property("whole"))
    ]
    assert not left


def test_the_idle_clock_does_not_run_out_on_who_writes(house: House) -> None:
    writing(house)
    for _ in range(3):
        house.tell(events.Waited(RULES.idle_s - 5))
        press(house, "a")
        assert not house.puppet.idle_warning()
    house.tell(events.Waited(RULES.idle_s))
    assert house.puppet.idle_warning()
    house.tap("stillHere")
    assert written(house) == "aaa"
