"""What the keys do to a text, without a screen."""

from __future__ import annotations

import logging

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QGuiApplication
from pytestqt.qtbot import QtBot

from kiosk.ui.keyboard import typist as module
from kiosk.ui.keyboard.typist import Typist


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture
def typist(qtbot: QtBot) -> Typist:
    made = Typist()
    made.measure(800.0, 60.0, 24.0, 12.0, QFont())
    return made


def press(typist: Typist, keys: str) -> None:
    for key in keys:
        typist.press(key)


def chinese(typist: Typist) -> Typist:
    typist.switch()
    return typist


def test_letters_are_written_and_told(typist: Typist) -> None:
    told: list[str] = []
    typist.edited.connect(told.append)
    typist.capitals()
    press(typist, "he")
    typist.space()
    typist.press("!")
    typist.erase()
    assert told == ["H", "He", "He ", "He !", "He "]


def test_capitals_stay_when_asked_for_twice(typist: Typist) -> None:
    typist.capitals()
    typist.capitals()
    press(typist, "abc")
    typist.capitals()
    press(typist, "d")
    assert typist.text == "ABCd"


def test_pinyin_is_composed_and_the_space_takes_the_first(typist: Typist) -> None:
    press(chinese(typist), "zhuanzhang")
    assert (typist.text, typist.composing) == ("", "zhuanzhang")
    assert typist.candidates[0] == "转账"
    typist.space()
    assert (typist.text, typist.composing, typist.candidates) == ("转账", "", [])
    typist.space()
    assert typist.text == "转账 "


def test_a_chosen_word_leaves_the_rest_to_be_composed(typist: Typist) -> None:
    press(chinese(typist), "shouxufeitaigao")
    typist.choose(typist.candidates.index("手续费"))
    assert (typist.text, typist.composing) == ("手续费", "taigao")
    typist.erase()
    assert (typist.text, typist.composing) == ("手续费", "taiga")


def test_a_sign_settles_what_is_composed(typist: Typist) -> None:
    told: list[str] = []
    chinese(typist).edited.connect(told.append)
    press(typist, "nihao")
    typist.press("。")
    assert typist.text == told[-1] == "你好。"


def test_done_settles_and_tells_once(typist: Typist) -> None:
    told: list[str] = []
    typist.edited.connect(told.append)
    typist.accepted.connect(lambda: told.append("accepted"))
    press(chinese(typist), "nihao")
    typist.done()
    assert told == ["你好", "accepted"]


def test_letters_that_mean_nothing_stay_letters(typist: Typist) -> None:
    press(chinese(typist), "nihaov")
    typist.done()
    assert typist.text == "你好v"


def test_candidates_come_in_pages_that_fit(typist: Typist) -> None:
    press(chinese(typist), "shi")
    first = list(typist.candidates)
    assert typist.paged
    seen = list(first)
    for _ in range(60):
        typist.more()
        if typist.candidates == first:
            break
        seen += typist.candidates
    assert typist.candidates == first, "after the last page the first again"
    assert len(seen) == len(set(seen)) > 40
    typist.more()
    word = typist.candidates[2]
    typist.choose(2)
    assert typist.text == word


def test_a_place_without_a_candidate_takes_nothing(typist: Typist) -> None:
    press(chinese(typist), "ni")
    for place in (-1, 99):
        typist.choose(place)
    assert (typist.text, typist.composing) == ("", "ni")


def test_no_more_is_written_than_there_is_room_for(typist: Typist) -> None:
    typist.limit = 4
    press(typist, "abcdef")
    assert (typist.text, typist.full) == ("abcd", True)
    press(chinese(typist), "ni")
    assert typist.composing == ""
    typist.erase()
    press(typist, "nihao")
    typist.space()
    assert typist.text == "abc你"


def test_the_other_language_settles_and_hides_the_signs(typist: Typist) -> None:
    press(chinese(typist), "ni")
    typist.turn()
    assert (typist.text, typist.signs) == ("你", True)
    typist.press("1")
    typist.switch()
    assert (typist.text, typist.signs, typist.chinese) == ("你1", False, False)


def test_without_a_dictionary_letters_are_written(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_books", lambda: None)
    press(chinese(typist), "ni")
    assert (typist.text, typist.composing) == ("ni", "")


def test_nothing_typed_is_logged(typist: Typist, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    press(chinese(typist), "zhuanzhang")
    typist.done()
    assert not caplog.records
    assert "转账" not in repr(typist)


STROKES = st.one_of(
    st.sampled_from(list("abcdeghiknosuvxz'")).map(lambda key: ("press", key)),
    st.sampled_from(["1", "，", "!", "é", "😀", "\u202e"]).map(lambda key: ("press", key)),
    st.sampled_from(["erase", "space", "more", "capitals", "turn", "switch", "done"]).map(lambda name: (name,)),
    st.integers(-1, 12).map(lambda place: ("choose", place)),
)


@given(st.lists(STROKES, max_size=60), st.integers(0, 12))
@example([("switch",), ("press", "a"), ("press", "1")], 1)
def test_whatever_is_pressed_the_text_keeps_its_limit(strokes: list[tuple[str, ...]], limit: int) -> None:
    typist = Typist()
    typist.limit = limit
    told = [""]
    typist.edited.connect(told.append)
    for name, *rest in strokes:
        getattr(typist, name)(*rest)
        assert len(typist.text) <= limit
        assert told[-1] == typist.text, "every change is told"
        assert not typist.composing or typist.chinese
