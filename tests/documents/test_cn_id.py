"""The Chinese resident card's print: what is taken, and what proves it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.simulated.people import resident_number
from kiosk.documents import cn_id
from kiosk.documents.simplified import simplified

TODAY = date(2026, 11, 23)
FRONT = (
    "姓名陈示例",
    "性别男民族汉",
    "出生1990年3月7日",
    "住址虚构省样本市",
    "示例路1号",
    "公民身份号码100001199003070110",
)
BACK = ("中华人民共和国", "居民身份证", "签发机关样本市公安局", "有效期限2020.05.04-2040.05.04")


@pytest.mark.parametrize(
    "number", ["11010519491231002X", "932682198501010017", "911124198108030024", "321083197812162119"]
)
def test_published_numbers_hold(number: str) -> None:
    assert cn_id.number_holds(number, TODAY)
    assert cn_id.number_holds(number.lower(), TODAY)


@pytest.mark.parametrize(
    "number",
    ["", "11010519491231002", "110105194912310021", "11010519491331002X", "11010519491231002X0", "１1010519491231002X"],
    ids=["empty", "short", "check character", "month 13", "long", "full-width digit"],
)
def test_other_numbers_do_not(number: str) -> None:
    assert not cn_id.number_holds(number, TODAY)


def test_nobody_is_born_tomorrow() -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert not cn_id.number_holds(resident_number(tomorrow, 1), TODAY)
    assert cn_id.number_holds(resident_number(tomorrow, 1), tomorrow)


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_found(born: date, sequence: int, place: int, digit: str) -> None:
    number = resident_number(born, sequence)
    assert cn_id.number_holds(number, TODAY)
    wrong = number[:place] + digit + number[place + 1 :]
    assert wrong == number or not cn_id.number_holds(wrong, TODAY)


def test_the_front_is_read_whole() -> None:
    front = cn_id.front(FRONT, TODAY)
    assert front is not None
    assert (front.name, front.male, front.nation, front.born) == ("陈示例", True, "汉", date(1990, 3, 7))
    assert (front.address, front.number) == ("虚构省样本市示例路1号", "100001199003070110")
    assert all(held for _, held in front.checks)


@pytest.mark.parametrize(
    ("row", "wrong", "check"),
    [
        (5, "公民身份号码100001199003070111", "number"),
        (2, "出生1990年3月9日", "birth"),
        (1, "性别女民族汉", "sex"),
    ],
)
def test_a_misread_field_fails_its_check(row: int, wrong: str, check: str) -> None:
    front = cn_id.front([*FRONT[:row], wrong, *FRONT[row + 1 :]], TODAY)
    assert front is not None
    assert dict(front.checks)[check] is False


@pytest.mark.parametrize("missing", [0, 1, 2, 5])
def test_a_front_without_one_of_its_fields_is_none(missing: int) -> None:
    assert cn_id.front([*FRONT[:missing], *FRONT[missing + 1 :]], TODAY) is None


@pytest.mark.parametrize(
    ("validity", "valid_to"),
    [
        ("有效期限2020.05.04-2040.05.04", date(2040, 5, 4)),
        ("有效期限2024.02.29-2034.02.28", date(2034, 2, 28)),
        ("有效期限2015.08.19-长期", None),
    ],
)
def test_the_back_is_read(validity: str, valid_to: date | None) -> None:
    back = cn_id.back([*BACK[:3], validity], TODAY)
    assert back is not None
    assert (back.issuer, back.valid_to) == ("样本市公安局", valid_to)
    assert all(held for _, held in back.checks)


def test_a_term_that_no_law_gives_fails() -> None:
    back = cn_id.back([*BACK[:3], "有效期限2020.05.04-2043.05.04"], TODAY)
    assert back is not None
    assert dict(back.checks)["term"] is False


@pytest.mark.parametrize(
    ("validity", "together"),
    [
        ("2020.05.04-2040.05.04", True),  # thirty: twenty years
        ("2008.05.04-2018.05.04", True),  # eighteen: ten years
        ("2020.05.04-2030.05.04", False),
        ("2020.05.04-长期", False),
        ("1989.05.04-1994.05.04", False),  # issued before the birth
    ],
)
def test_a_back_of_another_age_does_not_belong(validity: str, together: bool) -> None:
    front, back = cn_id.front(FRONT, TODAY), cn_id.back([*BACK[:3], f"有效期限{validity}"], TODAY)
    assert front is not None
    assert back is not None
    assert cn_id.belong_together(front, back) is together


@given(st.lists(st.text(max_size=40), max_size=6))
def test_no_text_breaks_either_side(rows: list[str]) -> None:
    cn_id.front([*rows, *FRONT[:3]], TODAY)
    cn_id.back([*rows, *BACK[:3]], TODAY)


@given(st.text("0123456789.-—一长期", max_size=30), st.text("0123456789年月日", max_size=20))
def test_no_dates_break_either_side(validity: str, born: str) -> None:
    cn_id.back([*BACK[:3], "有效期限" + validity], TODAY)
    cn_id.front([*FRONT[:2], "出生" + born, *FRONT[3:]], TODAY)


def test_personal_fields_stay_out_of_repr() -> None:
    assert "陈示例" not in repr(cn_id.front(FRONT, TODAY))
    assert "19900307" not in repr(cn_id.front(FRONT, TODAY))
    assert "样本市" not in repr(cn_id.back(BACK, TODAY))
    assert "2020" not in repr(cn_id.back(BACK, TODAY))


# The cards made like it
PERMIT_FRONT = (*FRONT[:1], "性别男", *FRONT[2:5], "公民身份号码" + resident_number(date(1990, 3, 7), 11, "810000"))
PERMIT_BACK = (
    "港澳居民居住证",
    "通行证号码H00000000",
    "签发次数02",
    "签发机关样本市公安局",
    "有效期限2024.03.18-2029.03.18",
)


def test_a_residence_permit_is_read_whole() -> None:
    front, back = cn_id.front(PERMIT_FRONT, TODAY), cn_id.back(PERMIT_BACK, TODAY)
    assert front is not None
    assert back is not None
    assert front.permit
    assert front.whole
    assert (back.permit, back.travel_permit, back.times_issued) == (True, "H00000000", 2)
    assert back.whole
    assert all(held for _, held in front.checks + back.checks)
    assert cn_id.belong_together(front, back)


def test_a_permit_and_a_resident_card_never_belong_together() -> None:
    permit, card = cn_id.front(PERMIT_FRONT, TODAY), cn_id.front(FRONT, TODAY)
    behind, back = cn_id.back(PERMIT_BACK, TODAY), cn_id.back(BACK, TODAY)
    assert permit is not None
    assert card is not None
    assert behind is not None
    assert back is not None
    assert not cn_id.belong_together(permit, back)
    assert not cn_id.belong_together(card, behind)


def test_a_permit_is_valid_for_five_years_and_no_other_term() -> None:
    back = cn_id.back([*PERMIT_BACK[:4], "有效期限2024.03.18-2034.03.18"], TODAY)
    assert back is not None
    assert dict(back.checks)["term"] is False


def test_traditional_forms_that_the_reader_writes_are_taken_for_what_is_printed() -> None:
    front = cn_id.front([*FRONT[:1], "性別男", "民族納西", *FRONT[2:]], TODAY)
    assert front is not None
    assert front.nation == "纳西"


def test_simplified_text_is_left_as_it_is() -> None:
    text = "姓名性别民族出生住址公民身份号码签发机关有效期限长期" + "".join(cn_id.NATIONS)
    assert simplified(text) == text
    assert simplified("虛構漢東鄉維吾爾") == "虚构汉东乡维吾尔"
    assert simplified("於昇") == "於昇"  # characters of names that the standard of 2013 took back


def test_a_word_that_is_no_nation_is_left_out() -> None:
    front = cn_id.front([FRONT[0], "性别男民族汊", *FRONT[2:]], TODAY)
    assert front is not None
    assert front.nation == ""
    assert not front.whole


def test_there_are_fifty_six_nations() -> None:
    assert len(set(cn_id.NATIONS)) == 56


def test_a_foreign_permanent_resident_card_is_known_by_its_number() -> None:
    rows = ("外国人永久居留身份证", "出生日期1985.01.01", "932682198501010017")
    card = cn_id.foreign(rows, TODAY)
    assert card is not None
    assert (card.number, card.born) == ("932682198501010017", date(1985, 1, 1))
    assert all(held for _, held in card.checks)
    assert cn_id.foreign(FRONT, TODAY) is None


def test_the_number_of_2017_is_proved_by_nothing() -> None:
    card = cn_id.foreign(("PERMANENTRESIDENTIDCARD", "1985.01.01", "GBR110185010112"), TODAY)
    assert card is not None
    assert card.number == "GBR110185010112"
    assert not any(held for _, held in card.checks)


@given(st.lists(st.text(max_size=30), max_size=5))
def test_no_text_breaks_a_foreign_card(rows: list[str]) -> None:
    cn_id.foreign(["永久居留", *rows], TODAY)
