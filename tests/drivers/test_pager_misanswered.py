"""Whatever a bank answers about a call for staff: it is understood, or it is no answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.bank_http.pager import HttpPager
from kiosk.core.ports import BankUnreachableError


class Line:
    """A line on which one thing is always answered."""

    def __init__(self, status: int, answer: Any) -> None:
        self._said = status, answer
        self.paths: list[str] = []

    def ask(self, _: str, path: str, *__: Any, **___: Any) -> tuple[int, Any]:
        self.paths.append(path)
        return self._said

    def answered(self) -> None:
        pass

    def lost(self, why: str) -> BankUnreachableError:
        return BankUnreachableError(why)


def pager(status: int, answer: Any) -> HttpPager:
    return HttpPager(Line(status, answer), "0571")  # type: ignore[arg-type]


def test_who_comes() -> None:
    assert pager(200, {"call": "17", "coming": "林", "later": "ignored"}).coming("17") == "林"
    assert pager(200, {"call": "17", "coming": None}).coming("17") is None


def test_a_bank_that_cannot_say_who_comes_has_been_called_all_the_same() -> None:
    assert pager(202, None).call("v", "customer", "Menu") is None


def test_an_id_stays_within_its_part_of_the_address() -> None:
    line = Line(200, {"call": "a/../b", "coming": None})
    assert HttpPager(line, "0571").coming("a/../b") is None  # type: ignore[arg-type]
    assert line.paths == ["/v1/branches/0571/calls/a%2F..%2Fb"]


@pytest.mark.parametrize(
    "coming", [7, "", "13800138000", "a" * 33, "Lin\n", "<img>", "Lin\u202ednoyeb", ["Lin"], "Lin\x00", "\u0301"]
)
def test_what_cannot_be_shown_is_no_answer(coming: object) -> None:
    with pytest.raises(BankUnreachableError):
        pager(200, {"call": "17", "coming": coming}).coming("17")


@pytest.mark.parametrize("answer", [{"call": "18", "coming": "Lin"}, {"call": 17, "coming": "Lin"}, {"call": "17"}])
def test_an_answer_about_another_call_is_none(answer: object) -> None:
    with pytest.raises(BankUnreachableError):
        pager(200, answer).coming("17")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["call", "coming", "x"]), inner),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(status=st.sampled_from([200, 202, 204, 404, 500]), answer=JSON)
def test_any_answer_at_all(status: int, answer: Any) -> None:
    asked = pager(status, answer)
    for ask in (lambda: asked.call(None, "x", "y"), lambda: asked.coming("17"), lambda: asked.remind("17")):
        try:
            said = ask()
        except BankUnreachableError:
            continue
        assert said is None or len(said) <= 64
