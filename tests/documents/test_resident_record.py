"""The text record of a resident-ID reader: four layouts, what proves them, and bytes that are none.

The records are written by the simulated reader, which does not know the parser; the offsets are told once more here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from drivers.simulated.people import CARDS, resident_number
from drivers.simulated.sam_card import SamCard, chip_of
from kiosk.core.identity import Authenticity, Document, DocumentKind, DocumentSource, DocumentTrouble
from kiosk.documents import resident_record
from kiosk.documents.resident_record import ResidentRecord

TODAY = date(2026, 11, 27)
BORN = date(1990, 3, 7)


def number_of(front: str, born: date = BORN, sequence: str = "001") -> str:
    body = f"{front}{born:%Y%m%d}{sequence}"
    return body + str(ric.calc_check_digit(body + "0"))


RESIDENT = SamCard(
    name="陈示例",
    sex="1",
    born=BORN,
    number=resident_number(BORN, 11),
    valid_from=date(2020, 5, 4),
    valid_to=date(2040, 5, 4),
    address="虚构省样本市示例路1号",
    issuer="样本市公安局示例分局",
)
PERMIT = replace(RESIDENT, letter="J", number=number_of("810000"), valid_to=date(2030, 5, 4), travel_permit="H00000000")
FOREIGN_2023 = replace(
    RESIDENT,
    letter="Y",
    name="陈外宾",
    english_name="NORDQVIST, ERIK JONAS ALEXANDER SPECIMEN-LONG",
    nationality="UTO",
    number=number_of("911999"),
    valid_to=date(2030, 5, 4),
)
FOREIGN_2017 = replace(FOREIGN_2023, letter="I", number="UTO110000030701")
CARDS_OF_ALL_KINDS = {"resident": RESIDENT, "permit": PERMIT, "2023": FOREIGN_2023, "2017": FOREIGN_2017}


def read(card: SamCard, today: date = TODAY) -> ResidentRecord:
    record = resident_record.parse(card.text(), today)
    assert record is not None
    return record


def failed(card: SamCard) -> set[str]:
    return {check for check, held in read(card).checks if not held}


def changed(text: bytes, at: int, value: str) -> bytes:
    coded = value.encode("utf-16-le")
    return text[:at] + coded + text[at + len(coded) :]


@pytest.mark.parametrize("name", ["chinese-id", "chinese-id-long-term", "chinese-id-other"])
def test_a_resident_card_becomes_a_document_that_the_module_vouches_for(name: str) -> None:
    card = CARDS[name]
    chip = chip_of(card)
    assert chip is not None
    document = resident_record.document(chip.text(), TODAY)
    assert isinstance(document, Document)
    assert document.fields_ok
    assert (document.kind, document.source) == (DocumentKind.CN_RESIDENT_ID, DocumentSource.RESIDENT_ID_READER)
    assert document.authenticity is Authenticity.READER_MODULE
    assert (document.name, document.number, document.born) == (card.name, card.number, card.born)
    assert document.expires == card.expires


@pytest.mark.parametrize(
    ("card", "kind", "name"),
    [
        (RESIDENT, DocumentKind.CN_RESIDENT_ID, "陈示例"),
        (PERMIT, DocumentKind.CN_RESIDENCE_PERMIT, "陈示例"),
        (FOREIGN_2023, DocumentKind.CN_FOREIGN_PERMANENT, "NORDQVIST, ERIK JONAS ALEXANDER SPECIMEN-LONG"),
        (FOREIGN_2017, DocumentKind.CN_FOREIGN_PERMANENT, "NORDQVIST, ERIK JONAS ALEXANDER SPECIMEN-LONG"),
    ],
    ids=CARDS_OF_ALL_KINDS,
)
def test_every_layout_is_read_whole(card: SamCard, kind: DocumentKind, name: str) -> None:
    record = read(card)
    assert record.ok, record.checks
    assert (record.kind, record.name, record.number) == (kind, name, card.number)
    assert (record.born, record.valid_from, record.valid_to) == (card.born, card.valid_from, card.valid_to)
    assert record.male is True
    foreign = kind is DocumentKind.CN_FOREIGN_PERMANENT
    assert (record.address, record.issuer) == (("", "") if foreign else (card.address, card.issuer))
    assert record.nationality == ("UTO" if foreign else "")
    assert record.nation == ("01" if card is RESIDENT else "")


def test_the_offsets_are_those_of_the_makers_headers() -> None:
    text = RESIDENT.text()
    assert text[122:158].decode("utf-16-le") == RESIDENT.number
    assert text[36:52].decode("utf-16-le") == "19900307"
    assert text[204:220].decode("utf-16-le") == "20400504"
    assert PERMIT.text()[220:238].decode("utf-16-le") == "H00000000"
    assert FOREIGN_2023.text()[242:248].decode("utf-16-le") == "UTO"
    assert FOREIGN_2017.text()[122:152].decode("utf-16-le") == FOREIGN_2017.number
    for letter, card in {" ": RESIDENT, "J": PERMIT, "Y": FOREIGN_2023, "I": FOREIGN_2017}.items():
        assert (len(card.text()), card.text()[248:250].decode("utf-16-le")) == (256, letter)


def test_a_foreigner_without_an_english_name_goes_by_the_chinese_one() -> None:
    assert read(replace(FOREIGN_2023, english_name="")).name == "陈外宾"


def test_a_card_without_expiry_never_expires() -> None:
    document = resident_record.document(replace(RESIDENT, valid_to=None).text(), date(2099, 1, 1))
    assert isinstance(document, Document)
    assert document.expires is None


@pytest.mark.parametrize("card", CARDS_OF_ALL_KINDS.values(), ids=CARDS_OF_ALL_KINDS)
def test_a_card_is_valid_through_its_last_day(card: SamCard) -> None:
    assert card.valid_to is not None
    assert isinstance(resident_record.document(card.text(), card.valid_to), Document)
    expired = resident_record.document(card.text(), card.valid_to + timedelta(days=1))
    assert expired is DocumentTrouble.EXPIRED


@pytest.mark.parametrize(
    ("card", "checks"),
    [
        (replace(RESIDENT, number=RESIDENT.number[:-1] + "1"), {"number"}),
        (replace(RESIDENT, born=date(1990, 3, 8)), {"birth"}),
        (replace(RESIDENT, sex="2"), {"sex"}),
        (replace(RESIDENT, sex="男"), {"sex"}),
        (replace(RESIDENT, number=PERMIT.number), {"kind"}),
        (replace(RESIDENT, number=FOREIGN_2023.number), {"kind"}),
        (replace(RESIDENT, valid_from=TODAY + timedelta(days=1)), {"validity"}),
        (replace(RESIDENT, valid_from=date(1990, 3, 6)), {"validity"}),
        (replace(RESIDENT, valid_to=date(2020, 5, 4)), {"validity"}),
        (replace(PERMIT, number=RESIDENT.number), {"kind"}),
        (replace(PERMIT, sex="2"), {"sex"}),
        (replace(FOREIGN_2023, number=RESIDENT.number), {"kind"}),
        (replace(FOREIGN_2023, number=FOREIGN_2017.number), {"birth"}),
        (replace(FOREIGN_2023, born=date(1990, 3, 8)), {"birth"}),
        (replace(FOREIGN_2017, nationality="XXX"), {"nationality"}),
        (replace(FOREIGN_2017, number="UTO1100000307"), {"number", "kind"}),
        (replace(FOREIGN_2017, born=TODAY + timedelta(days=1)), {"birth", "validity"}),
    ],
)
def test_what_does_not_agree_fails_its_check_and_no_other(card: SamCard, checks: set[str]) -> None:
    assert failed(card) == checks
    assert resident_record.document(card.text(), TODAY) is DocumentTrouble.CHECK_FAILED


@pytest.mark.parametrize("sex", ["0", "9"])
def test_a_sex_that_is_not_told_disagrees_with_nothing(sex: str) -> None:
    record = read(replace(RESIDENT, sex=sex))
    assert record.ok
    assert record.male is None


def test_a_small_x_is_a_large_one() -> None:
    born = date(1949, 12, 31)
    card = replace(RESIDENT, born=born, number="11010519491231002x", sex="2")
    document = resident_record.document(card.text(), TODAY)
    assert isinstance(document, Document)
    assert document.number == "11010519491231002X"


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (0, " " * 15),
        (122, " " * 18),
        (36, "19901307"),
        (36, " " * 8),
        (188, " " * 8),
        (204, "长  期    "),
        (0, "\u202e"),
    ],
    ids=["no name", "no number", "month 13", "no birth", "no beginning", "expiry of no kind", "turned text"],
)
def test_a_record_with_a_field_missing_or_wild_is_unreadable(at: int, value: str) -> None:
    assert resident_record.document(changed(RESIDENT.text(), at, value), TODAY) is DocumentTrouble.UNREADABLE


def test_zeroes_and_wide_blanks_are_padding_too() -> None:
    for padding in ("\0", "\u3000"):
        text = changed(RESIDENT.text(), 6, padding * 12)
        assert isinstance(resident_record.document(text, TODAY), Document)


def test_reserved_bytes_are_not_looked_at() -> None:
    text = RESIDENT.text()
    text = text[:220] + b"\x00\xd8" * 14 + text[248:250] + b"\xff" * 6
    assert isinstance(resident_record.document(text, TODAY), Document)


def test_rare_characters_of_names_are_taken_as_they_are() -> None:
    for name in ("王\ue863", "李\U00020b9f", "张\U00031350"):
        assert read(replace(RESIDENT, name=name)).name == name


def test_half_a_character_is_unreadable() -> None:
    assert resident_record.parse(b"\x00\xd8" + RESIDENT.text()[2:], TODAY) is None


@pytest.mark.parametrize("size", [0, 255, 257, 512])
def test_another_length_is_no_record(size: int) -> None:
    assert resident_record.document((RESIDENT.text() * 2)[:size], TODAY) is DocumentTrouble.UNREADABLE


@given(st.binary(min_size=256, max_size=256))
def test_any_256_bytes_are_a_trouble(text: bytes) -> None:
    assert isinstance(resident_record.document(text, TODAY), DocumentTrouble)


@given(
    st.sampled_from(list(CARDS_OF_ALL_KINDS.values())),
    st.lists(st.tuples(st.integers(0, 127), st.characters(codec="utf-16-le")), max_size=4),
)
def test_whatever_is_changed_in_a_record_gives_a_document_or_a_trouble(
    card: SamCard, changes: list[tuple[int, str]]
) -> None:
    text = card.text()
    for at, character in changes:
        text = changed(text, 2 * at, character)[:256]
    outcome = resident_record.document(text, TODAY)
    if isinstance(outcome, Document):
        assert outcome.fields_ok
        assert outcome.name


@given(st.sampled_from([RESIDENT, PERMIT, FOREIGN_2023]), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_of_a_number_is_always_found(card: SamCard, place: int, digit: str) -> None:
    number = card.number[:place] + digit + card.number[place + 1 :]
    if number != card.number:
        assert not isinstance(resident_record.document(replace(card, number=number).text(), TODAY), Document)


def test_personal_fields_stay_out_of_repr() -> None:
    for card in CARDS_OF_ALL_KINDS.values():
        told = repr(read(card)) + repr(card) + repr(resident_record.document(card.text(), TODAY))
        for secret in (card.name, card.number, card.english_name, card.address, "1990"):
            assert not secret or secret not in told
