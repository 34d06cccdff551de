"""Confirmation of Payee: which names are the same, which are close, and which are another person's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.bank import names
from kiosk.core.fraud import PayeeCheck

MATCH, CLOSE, NONE, UNAVAILABLE = (
    PayeeCheck.MATCH,
    PayeeCheck.CLOSE_MATCH,
    PayeeCheck.NO_MATCH,
    PayeeCheck.UNAVAILABLE,
)


@pytest.mark.parametrize(
    ("typed", "held", "found"),
    [
        ("欧阳样本", "欧阳样本", MATCH),
        ("欧阳 样本", "欧阳样本", MATCH),
        ("欧阳样本先生", "欧阳样本", MATCH),
        ("阿卜杜拉·示例", "阿卜杜拉示例", MATCH),
        ("欧阳样品", "欧阳样本", CLOSE),
        ("欧阳样", "欧阳样本", CLOSE),
        ("陈例示", "陈示例", CLOSE),
        ("王样", "王本", NONE),  # one wrong character of two is another name
        ("王", "王本", NONE),
        ("陈示例", "欧阳样本", NONE),
        ("Erik Jonas Nordqvist", "ERIK JONAS NORDQVIST", MATCH),
        ("NORDQVIST ERIK JONAS", "Erik Jonas Nordqvist", MATCH),
        ("Mr Erik Jonas Nordqvist", "ERIK JONAS NORDQVIST", MATCH),
        ("Ëric O'Sample-Müller", "Eric OSample Muller", MATCH),
        ("Erik Nordqvist", "ERIK JONAS NORDQVIST", CLOSE),
        ("E J Nordqvist", "ERIK JONAS NORDQVIST", CLOSE),
        ("E Nordqvist", "ERIK JONAS NORDQVIST", CLOSE),
        ("Erik Jonas Nordkvist", "ERIK JONAS NORDQVIST", CLOSE),
        ("Nordqvist", "ERIK JONAS NORDQVIST", NONE),  # a whole family has this name
        ("E J N", "ERIK JONAS NORDQVIST", NONE),
        ("Anna Maria Lindgren", "ERIK JONAS NORDQVIST", NONE),
        ("Chen Shili", "陈示例", UNAVAILABLE),
        ("!!!", "陈示例", UNAVAILABLE),
    ],
)
def test_a_typed_name_beside_the_holders(typed: str, held: str, found: PayeeCheck) -> None:
    assert names.check(typed, held) is found


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_names_are_judged_the_same_both_ways(one: str, other: str) -> None:
    assert names.check(one, other) is names.check(other, one)


@given(st.text(max_size=40))
def test_a_name_is_its_own_match_or_no_name_at_all(name: str) -> None:
    assert names.check(name, name) is (MATCH if names.normalised(name) else UNAVAILABLE)


@given(st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_the_distance_is_one_between_neighbours_and_bounded(one: str, other: str) -> None:
    found = names.distance(one, other)
    assert found == names.distance(other, one)
    assert abs(len(one) - len(other)) <= found <= max(len(one), len(other))
    assert (found == 0) is (one == other)


def test_exchanged_neighbours_are_one_slip() -> None:
    assert names.distance("nordqvist", "nordvqist") == 1
    assert names.similarity("abcd", "abcx") == 0.75
