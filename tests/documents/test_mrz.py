"""Machine-readable zones: the standard's own examples, and what goes wrong when they are read from a picture."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.documents import mrz

TODAY = date(2026, 11, 23)
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"

TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
MRV_A = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
MRV_B = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<")

letters = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=9)
days = st.dates(date(1930, 1, 1), date(2026, 1, 1))


@st.composite
def td1_zones(draw: st.DrawFn) -> tuple[str, str, str]:
    number = draw(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=9)).ljust(9, "<")
    upper = f"I<UTO{number}{mrz.check_digit(number)}".ljust(30, "<")
    born, expires = f"{draw(days):%y%m%d}", f"{draw(days):%y%m%d}"
    sex = draw(st.sampled_from("MF<"))
    middle = f"{born}{mrz.check_digit(born)}{sex}{expires}{mrz.check_digit(expires)}UTO<<<<<<<<<<<"
    composite = mrz.check_digit(upper[5:30] + middle[:7] + middle[8:15] + middle[18:29])
    return upper, middle + composite, f"{draw(letters)}<<{draw(letters)}".ljust(30, "<")


@pytest.mark.parametrize(
    ("text", "digit"), [("L898902C<", "3"), ("690806", "1"), ("940623", "6"), ("D23145890", "7"), ("<<<<<<", "0")]
)
def test_check_digits_of_the_standard(text: str, digit: str) -> None:
    assert mrz.check_digit(text) == digit


def test_a_check_digit_of_other_characters_is_refused() -> None:
    with pytest.raises(ValueError, match="machine-readable"):
        mrz.check_digit("7408-2")


@pytest.mark.parametrize(
    ("lines", "layout", "number"),
    [
        (TD1, "TD1", "D23145890"),
        (TD2, "TD2", "D23145890"),
        (TD3, "TD3", "L898902C3"),
        (MRV_A, "MRV-A", "L8988901C"),
        (MRV_B, "MRV-B", "L8988901C"),
    ],
)
def test_the_examples_of_the_standard_are_read(lines: tuple[str, ...], layout: str, number: str) -> None:
    zone = mrz.find(("UTOPIA", *lines), TODAY)
    assert zone is not None
    assert zone.ok
    assert (zone.layout.name, zone.number) == (layout, number)
    assert (zone.surname, zone.given, zone.sex) == ("ERIKSSON", "ANNA MARIA", "F")


def test_dates_fall_into_the_century_that_makes_sense() -> None:
    zone = mrz.find(TD1, TODAY)
    assert zone is not None
    assert (zone.born, zone.expires) == (date(1974, 8, 12), date(2012, 4, 15))
    young = mrz.find(TD1, date(1980, 1, 1))
    assert young is not None
    assert (young.born, young.expires) == (date(1974, 8, 12), date(2012, 4, 15))


def test_a_long_number_goes_on_in_the_optional_field() -> None:
    upper = "I<BELB10000000<" + "123" + mrz.check_digit("B10000000123")
    upper = upper.ljust(30, "<")
    composite = mrz.check_digit(upper[5:30] + TD1[1][:7] + TD1[1][8:15] + TD1[1][18:29])
    zone = mrz.find((upper, TD1[1][:29] + composite, TD1[2]), TODAY)
    assert zone is not None
    assert zone.ok
    assert zone.number == "B10000000123"


def zone_of(number: str) -> tuple[str, str, str]:
    upper = f"I<UTO{number}{mrz.check_digit(number)}".ljust(30, "<")
    return upper, TD1[1][:29] + mrz.check_digit(upper[5:30] + TD1[1][:7] + TD1[1][8:15] + TD1[1][18:29]), TD1[2]


def test_what_the_reader_confuses_is_mended_where_the_layout_leaves_no_choice() -> None:
    zone = mrz.find(
        (TD1[0].replace("I<UTO", "1<UT0"), TD1[1].translate(str.maketrans("0125", "OIZS")), TD1[2].replace("O", "0")),
        TODAY,
    )
    assert zone is not None
    assert zone.ok
    assert (zone.code, zone.issuer, zone.surname, zone.born) == ("I", "UTO", "ERIKSSON", date(1974, 8, 12))


def test_one_confusion_in_a_number_is_undone_by_its_check_digit() -> None:
    upper, *others = zone_of("XK47930P4")
    zone = mrz.find((upper.replace("XK47930P4", "XK4793OP4"), *others), TODAY)
    assert zone is not None
    assert zone.ok
    assert zone.number == "XK47930P4"


def test_two_confusions_in_a_number_are_not_guessed_at() -> None:
    zone = mrz.find((TD1[0].replace("D231458907", "D23I4S8907"), *TD1[1:]), TODAY)
    assert zone is not None
    assert not zone.ok
    assert ("number", False) in zone.checks


def test_miscounted_fillers_are_stretched_and_shrunk() -> None:
    upper = TD1[0].rstrip("<") + "<" * 11
    lower = TD1[2] + "<<<"
    zone = mrz.find(("Utopia", upper, TD1[1].replace("<<<<", "«‹＜", 1).lower(), lower), TODAY)
    assert zone is not None
    assert zone.ok


def test_an_unknown_day_of_birth_is_no_error_and_no_date() -> None:
    middle = "7408<<" + mrz.check_digit("7408<<") + TD1[1][7:29]
    composite = mrz.check_digit(TD1[0][5:30] + middle[:7] + middle[8:15] + middle[18:29])
    zone = mrz.find((TD1[0], middle + composite, TD1[2]), TODAY)
    assert zone is not None
    assert zone.ok
    assert zone.born is None


@given(td1_zones())
def test_every_zone_made_by_the_standard_is_read(lines: tuple[str, str, str]) -> None:
    zone = mrz.parse("".join(lines), mrz.TD1, TODAY)
    assert zone.ok
    assert zone.number == lines[0][5:14].replace("<", "")


@given(td1_zones(), st.integers(5, 59), st.sampled_from("0123456789ABCDEFGHJKMNPRTUVWXY"))
def test_a_misread_zone_is_refused_by_its_digits_or_by_the_number_on_the_front(
    lines: tuple[str, str, str], place: int, other: str
) -> None:
    text = "".join(lines)
    assume(mrz.check_digit(text[place]) != mrz.check_digit(other))  # the digit cannot see these: 9303-3, 4.9
    assume(not 45 <= place < 48 and place != 37)
    honest = mrz.parse(text, mrz.TD1, TODAY)
    zone = mrz.parse(text[:place] + other + text[place + 1 :], mrz.TD1, TODAY)
    if zone.ok:
        assert (zone.born, zone.expires) == (honest.born, honest.expires)
        assert zone.number == honest.number or mrz.folded(zone.number) != mrz.folded(honest.number)


@given(st.lists(st.text("ABZ019<IOPV", max_size=50), max_size=5))
def test_no_text_breaks_the_search(lines: list[str]) -> None:
    zone = mrz.find(lines, TODAY)
    assert zone is None or zone.checks


@given(st.lists(st.text(max_size=50), max_size=4))
def test_no_unicode_breaks_the_search(lines: list[str]) -> None:
    assert all(re.fullmatch(r"[0-9A-Z<]*", mrz.clean(line)) for line in lines)
    mrz.find(lines, TODAY)


def test_personal_fields_stay_out_of_repr() -> None:
    zone = mrz.find(TD3, TODAY)
    assert "ERIKSSON" not in repr(zone)
    assert "L898902C" not in repr(zone)


def test_what_the_reader_doubted_is_put_right_before_look_alikes_are_tried() -> None:
    """A letter D that was taken for a 0, with the letter as the second guess."""
    upper, *others = zone_of("BD0002028")
    doubted = [*upper.replace("BD0002028", "B00002028")]
    assert not find_ok((upper.replace("BD0002028", "B00002028"), *others))
    doubted[6] = "0D"
    zone = mrz.find((doubted, *others), TODAY)
    assert zone is not None
    assert zone.ok
    assert (zone.number, zone.repaired) == ("BD0002028", True)


def find_ok(lines: tuple[str, ...]) -> bool:
    zone = mrz.find(lines, TODAY)
    return zone is not None and zone.ok


def test_a_confusion_in_data_that_the_composite_digit_alone_covers_is_undone() -> None:
    upper = f"I<UTOD231458907{'5B71'}".ljust(30, "<")
    middle = TD1[1][:29] + mrz.check_digit(upper[5:30] + TD1[1][:7] + TD1[1][8:15] + TD1[1][18:29])
    zone = mrz.find((upper.replace("5B71", "5871"), middle, TD1[2]), TODAY)
    assert zone is not None
    assert zone.optional == "5B71"
    assert zone.ok
    assert zone.repaired


def test_the_lines_as_they_were_taken_are_kept() -> None:
    zone = mrz.find(("P<UT0" + TD3[0][5:], TD3[1]), TODAY)
    assert zone is not None
    assert zone.lines == TD3
    assert not zone.repaired


def test_the_usual_code_of_an_identity_card_is_not_read_as_a_nought() -> None:
    zone = mrz.find(("I0" + TD1[0][2:], *TD1[1:]), TODAY)
    assert zone is not None
    assert zone.code == "ID"


@st.composite
def zones(draw: st.DrawFn) -> tuple[mrz.Layout, str]:
    """A zone of any layout, made as the standard says."""
    layout = draw(st.sampled_from(mrz.LAYOUTS))
    text = ["<"] * (layout.rows * layout.width)

    def put(first: int, value: str) -> None:
        text[first : first + len(value)] = value

    put(0, draw(st.sampled_from([code for code in layout.codes if code != "A"])) + "<UTO")
    put(layout.holder[0], f"{draw(letters)}<<{draw(letters)}"[: layout.holder[1] - layout.holder[0]])
    number = draw(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=9)).ljust(9, "<")
    put(layout.number[0], number + mrz.check_digit(number))
    for first in (layout.birth, layout.expiry):
        day = f"{draw(days):%y%m%d}"
        put(first, day + mrz.check_digit(day))
    put(layout.nationality[0], "UTO")
    put(layout.sex, draw(st.sampled_from("MF<")))
    first, end = layout.optional
    put(first, draw(st.text("ABCXYZ0189", max_size=end - first)))
    if layout.optional_digit is not None:
        put(layout.optional_digit, mrz.check_digit("".join(text[first:end])))
    if layout.composite_digit is not None:
        put(layout.composite_digit, mrz.check_digit("".join("".join(text[slice(*span)]) for span in layout.composite)))
    return layout, "".join(text)


@given(zones())
def test_a_zone_of_every_layout_goes_round(made: tuple[mrz.Layout, str]) -> None:
    layout, text = made
    zone = mrz.parse(text, layout, TODAY)
    assert zone.ok
    assert "".join(zone.lines) == text
    rows = [text[first : first + layout.width] for first in range(0, len(text), layout.width)]
    found = mrz.find(("UTOPIA", *rows), TODAY)
    assert found is not None
    assert found.lines == zone.lines


@given(zones(), st.data())
def test_any_one_character_misread_is_put_right_or_refused(made: tuple[mrz.Layout, str], data: st.DataObject) -> None:
    """Where a check digit can see it: not in a name, the codes, the sex, nor one of the same value modulo ten.

    A number that had to be repaired says so: another print of it must agree before it is believed.
    """
    layout, text = made
    seen = [*range(layout.number[0], layout.number[1] + 1), *range(layout.birth, layout.birth + 7)]
    seen += range(layout.expiry, layout.expiry + 7)
    place = data.draw(st.sampled_from(seen))
    other = data.draw(st.sampled_from([one for one in ALPHABET if (_value(text[place]) - _value(one)) % 10]))
    honest = mrz.parse(text, layout, TODAY)
    zone = mrz.parse(text[:place] + other + text[place + 1 :], layout, TODAY)
    if zone.ok and not zone.repaired:
        assert (zone.number, zone.born, zone.expires) == (honest.number, honest.born, honest.expires)


def _value(character: str) -> int:
    return 0 if character == "<" else ALPHABET.index(character)
