"""Words that do not fit are dealt out to parts: none is lost, none too high, and sentences stay whole if they can."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication

from kiosk.ui.theme import FAMILY
from kiosk.ui.typesetter import break_lines, parts, slack

LINE, SPACING = 10.0, 4.0
WIDE = 8


def by_eight(text: str) -> list[int]:
    """Lines of eight characters."""
    return [*range(WIDE, len(text), WIDE), len(text)]


def height(part: list[str]) -> float:
    return sum(len(by_eight(piece)) * LINE for piece in part) + SPACING * (len(part) - 1)


paragraphs = st.lists(st.text("ab .,。，", min_size=1, max_size=80).map(str.strip).filter(bool), max_size=6)


@given(paragraphs, st.floats(LINE, 200))
def test_nothing_is_lost_and_every_part_fits(words: list[str], room: float) -> None:
    dealt = parts(words, by_eight, line=LINE, spacing=SPACING, room=room)
    assert all(height(part) <= room for part in dealt)
    assert "".join("".join(part) for part in dealt).replace(" ", "") == "".join(words).replace(" ", "")
    assert len(dealt) == 1 or all(dealt), "no part is empty"


@given(paragraphs, st.floats(-50, 9))
def test_where_there_is_no_room_there_is_a_line_at_a_time(words: list[str], room: float) -> None:
    dealt = parts(words, by_eight, line=LINE, spacing=SPACING, room=room)
    assert all(len(part) == 1 and len(part[0]) <= WIDE for part in dealt if part)


@given(paragraphs)
def test_what_fits_stays_together(words: list[str]) -> None:
    room = height(words) if words else 0.0
    assert parts(words, by_eight, line=LINE, spacing=SPACING, room=max(room, LINE)) == [words]


def test_a_paragraph_stays_whole_where_it_has_a_part_of_its_own() -> None:
    words = ["eight ch", "sixteen charact."]
    assert parts(words, by_eight, line=LINE, spacing=SPACING, room=2 * LINE) == [[words[0]], [words[1]]]


def test_too_long_a_paragraph_is_divided_after_a_sentence() -> None:
    words = ["It is so. Never pay, and never tell."]
    dealt = parts(words, by_eight, line=LINE, spacing=SPACING, room=3 * LINE)
    assert dealt == [["It is so."], ["Never pay, and never tell."[:10]], ["and never tell."]]


def test_a_full_stop_within_a_number_ends_no_sentence() -> None:
    assert parts(["Pay 1.000 now or else"], by_eight, line=LINE, spacing=SPACING, room=LINE)[0] == ["Pay 1.00"]


def test_chinese_is_divided_after_its_own_marks_and_their_quotes() -> None:
    words = ["没有“安全账户。”都是诈骗，请您小心"]
    dealt = parts(words, by_eight, line=LINE, spacing=SPACING, room=2 * LINE)
    assert dealt == [["没有“安全账户。”"], ["都是诈骗，请您小心"]]


def test_lines_are_counted_as_they_are_drawn(qapp: QGuiApplication) -> None:
    font = QFont(FAMILY)
    font.setPixelSize(40)
    text = "Never tell anyone a code from a text message."
    width = QFontMetricsF(font).horizontalAdvance("Never tell anyone") + 1
    first = break_lines(text, width, font)[0]
    assert text[:first].rstrip() == "Never tell anyone"
    assert break_lines(text, 10_000, font) == [len(text)]
    assert break_lines("", 100, font) == [0]


def test_a_text_of_several_rows_has_as_many_lines(qapp: QGuiApplication) -> None:
    assert break_lines("To: A\nAccount: 1\nWhen: now", 10_000, QFont(FAMILY)) == [6, 17, 26]


def test_no_scrap_stands_alone_in_the_last_line(qapp: QGuiApplication) -> None:
    font = QFont(FAMILY)
    font.setPixelSize(40)
    for text, kept in (
        ("Nothing was changed, and our staff will help you.", "help you."),
        ("您的信息已全部清除，请带好手机。", "好手机。"),
    ):
        width = QFontMetricsF(font).horizontalAdvance(text[: -len(kept) + 3]) + 1
        ends = break_lines(text, width, font)
        less = slack(text, width, font)
        settled = break_lines(text, width - less, font)
        assert less > 0
        assert len(settled) == len(ends)
        assert settled[-2] < ends[-2], "the last line has more than it had"
        whole = QFontMetricsF(font).horizontalAdvance(text) + 1
        assert slack(text, whole, font) == 0, "one line is left as it is"
    assert slack("Police:\n110", 1000, font) == 0, "a row of its own may be short"
