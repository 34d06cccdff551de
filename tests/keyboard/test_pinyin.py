"""Pinyin becomes Chinese: words and sentences first, every character reachable, nothing learnt."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ui.keyboard.pinyin import FOLDER, LONGEST, MOST, Candidate, Dictionary


@pytest.fixture(scope="module")
def books() -> Iterator[Dictionary]:
    opened = Dictionary()
    yield opened
    opened.close()


def texts(candidates: tuple[Candidate, ...]) -> list[str]:
    return [one.text for one in candidates]


@pytest.mark.parametrize(
    ("letters", "chinese"),
    [
        ("nihao", "你好"),
        ("zhuanzhang", "转账"),
        ("shouxufei", "手续费"),
        ("woyaotousu", "我要投诉"),
        ("paiduitaijiule", "排队太久了"),
        ("guiyuantaidubuhao", "柜员态度不好"),
        ("wodekabeitunle", "我的卡被吞了"),
        ("xian", "先"),
        ("xi'an", "西安"),
        ("lvxing", "履行"),
    ],
)
def test_what_is_meant_comes_first(books: Dictionary, letters: str, chinese: str) -> None:
    assert books.candidates(letters)[0] == Candidate(chinese, len(letters))


@pytest.mark.parametrize(
    ("letters", "chinese"),
    [
        ("sjyh", "手机银行"),
        ("zhzh", "转账"),
        ("zhuanz", "转账"),
        ("shoujiyin", "手机银行"),
        ("lvxing", "旅行"),
        ("xian", "西安"),
    ],
)
def test_initials_and_unfinished_words_are_understood(books: Dictionary, letters: str, chinese: str) -> None:
    found = {one.text: one.used for one in books.candidates(letters)}
    assert found[chinese] == len(letters)


def test_what_a_candidate_leaves_is_composed_on(books: Dictionary) -> None:
    first = next(one for one in books.candidates("shouxufeitaigao") if one.text == "手续费")
    assert first.used == len("shouxufei")
    assert books.candidates("taigao")[0].text in ("太高", "抬高")
    divided = next(one for one in books.candidates("xi'an") if one.text == "西")
    assert divided.used == len("xi'")


def test_every_character_can_be_found_by_its_reading(books: Dictionary) -> None:
    lost = [
        (reading, letter)
        for reading, letters in list(books.characters.items())[::6]
        for letter in dict(letters).keys() - set(texts(books.candidates(reading)))
    ]
    most = max(map(len, books.characters.values()))
    assert most < MOST
    assert not lost
    assert len({letter for letters in books.characters.values() for letter, _ in letters}) >= 6700


@pytest.mark.parametrize("letters", ["", "'", "''", "i", "u", "v"])
def test_what_is_no_pinyin_has_no_candidate(books: Dictionary, letters: str) -> None:
    assert books.candidates(letters) == ()


def test_another_look_finds_the_same(books: Dictionary) -> None:
    before = books.candidates("shi")
    for _ in range(3):
        books.candidates("shijian")
    assert books.candidates("shi") == before
    assert "使" not in repr(before[2]), "what is typed is in no repr"


@given(st.text("abcdefghijklmnopqrstuvwxyz'", max_size=60))
def test_any_letters_give_candidates_that_use_some_of_them(letters: str) -> None:
    books = _shared()
    found = books.candidates(letters)
    assert len(found) <= MOST
    assert len(set(texts(found))) == len(found)
    for one in found:
        assert one.text
        assert 0 < one.used <= min(len(letters), LONGEST)


def test_the_longest_line_is_answered_within_a_frame(books: Dictionary) -> None:
    letters = ("woyaotousudetaidubuhaoshouxufeitaigao" * 2)[:LONGEST]
    took = []
    for _ in range(20):
        began = time.perf_counter()
        books.candidates(letters)
        took.append(time.perf_counter() - began)
    assert sorted(took)[10] < 0.05


def test_the_files_are_what_their_page_says() -> None:
    for name in ("characters.txt", "initials.txt", "phrases.txt"):
        keys = [line.split(b"\t")[0] for line in (FOLDER / name).read_bytes().splitlines()]
        assert keys == sorted(set(keys))


def test_a_missing_dictionary_is_said(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="phrases"):
        Dictionary(tmp_path)


_OPENED: list[Dictionary] = []


def _shared() -> Dictionary:
    if not _OPENED:
        _OPENED.append(Dictionary())
    return _OPENED[0]
