"""Which card carries which number, and what is proved of it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.identity import DocumentKind
from kiosk.documents import cn_numbers

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("11010519491231002X", DocumentKind.CN_RESIDENT_ID),
        ("321083197812162119", DocumentKind.CN_RESIDENT_ID),
        ("810000199408230021", DocumentKind.CN_RESIDENCE_PERMIT),
        ("830000199201300022", DocumentKind.CN_RESIDENCE_PERMIT),
        ("932682198501010017", DocumentKind.CN_FOREIGN_PERMANENT),
        ("911124198108030024", DocumentKind.CN_FOREIGN_PERMANENT),
        ("UTO110081120311", DocumentKind.CN_FOREIGN_PERMANENT),
    ],
)
def test_published_numbers_hold_and_tell_their_card(number: str, kind: DocumentKind) -> None:
    assert cn_numbers.kind_of(number) is kind
    assert cn_numbers.holds(number, TODAY)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "810000199408230020",  # check character
        "810000199413230026",  # month 13
        "932682198501010018",
        "010105194912310021",  # no number begins with 0
        "110105491231002",  # the fifteen digits of before 1999
        "UT0110081120311",
        "uto110081120311",
        "UTO11008112031",
        "UTO１10081120311",
    ],
)
def test_others_do_not(number: str) -> None:
    assert not cn_numbers.holds(number, TODAY)


@given(st.text(max_size=20))
def test_no_text_breaks_it_and_what_holds_has_a_kind(number: str) -> None:
    assert not cn_numbers.holds(number, TODAY) or cn_numbers.kind_of(number) is not None
