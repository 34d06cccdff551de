"""Kinds beyond the two that every customer has: a passport's page, a TD2, permits, visas, and what they prove."""

from __future__ import annotations

import pytest
from document_desk import TD1_BACK, TD1_FRONT, TD3, TODAY, Desk, session_of

from drivers.simulated.people import CARDS, UNUSUAL
from kiosk.core.identity import DocumentKind, DocumentSource, DocumentTrouble
from kiosk.core.ports import DocumentNotRead, DocumentRead
from kiosk.documents import mrz
from kiosk.vision.document import DocumentSession
from kiosk.vision.ocr import RapidOcr

TURN_OVER = DocumentNotRead(DocumentTrouble.TURN_OVER)
VISA = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
FOREIGN = ("外国人永久居留身份证", "姓名 SPECIMEN", "出生日期 1985.01.01", "932682198501010017")


@pytest.mark.parametrize("turned", [False, True], ids=["upright", "upside down"])
def test_a_passport_is_read_from_its_data_page_alone(desk: Desk, ocr: RapidOcr, turned: bool) -> None:
    card, session = CARDS["utopian-passport"], DocumentSession(ocr, lambda: TODAY)
    desk.lay("utopian-passport")
    read = desk.answer(session, turned=turned)
    assert isinstance(read, DocumentRead)
    document = read.document
    assert (document.kind, document.source) == (DocumentKind.TD3, DocumentSource.CAMERA)
    assert (document.number, document.born, document.expires) == (card.number, card.born, card.expires)
    assert document.name == "ELIAS NOAH VAN HALDER"
    assert document.fields_ok
    portrait = session.portrait
    assert portrait is not None
    height, width = portrait.shape[:2]
    blue, _, red = portrait[round(height * 0.73), round(width * 0.42)].astype(int)
    assert red - blue > 30  # the skin of the drawn head, the right way up: below its hair
    assert portrait[round(height * 0.51), round(width * 0.42)].max() < 90  # the hair


def test_a_td2_is_read_from_its_front_alone(desk: Desk, ocr: RapidOcr) -> None:
    session = DocumentSession(ocr, lambda: TODAY)
    desk.lay("utopian-td2")
    read = desk.answer(session)
    assert isinstance(read, DocumentRead)
    assert (read.document.kind, read.document.number) == (DocumentKind.TD2, UNUSUAL["utopian-td2"].number)
    assert session.portrait is not None


def test_a_residence_permit_is_read_on_both_sides(desk: Desk, ocr: RapidOcr) -> None:
    card, session = UNUSUAL["residence-permit"], DocumentSession(ocr, lambda: TODAY)
    desk.lay("residence-permit", "back")
    assert desk.answer(session) == TURN_OVER
    desk.lay("residence-permit")
    read = desk.answer(session)
    assert isinstance(read, DocumentRead)
    assert read.document.kind is DocumentKind.CN_RESIDENCE_PERMIT
    assert (read.document.number, read.document.expires) == (card.number, card.expires)


def test_one_frame_of_a_passport_is_not_believed(desk: Desk) -> None:
    session, scripted = session_of(*TD3)
    desk.lay("utopian-passport")
    assert isinstance(desk.answer(session), DocumentRead)
    assert scripted.asked == 2


def test_two_frames_that_differ_are_not_believed(desk: Desk) -> None:
    session, scripted = session_of(*TD3)
    desk.lay("utopian-passport")
    frames = desk.frames(12)
    while not scripted.asked:
        assert session.see(next(frames)) is None
    scripted.rows = (TD3[0].replace("ELIAS", "ELLAS"), TD3[1])
    while scripted.asked < 2:
        assert session.see(next(frames)) is None
    assert session.zone is None
    assert isinstance(next(filter(None, map(session.see, frames))), DocumentRead)


def test_a_passport_number_that_had_to_be_repaired_is_refused(desk: Desk) -> None:
    """Nothing else that is read on a passport would tell a wrong repair."""
    session, scripted = session_of(TD3[0], TD3[1].replace("UT7301946", "UT73O1946"))
    desk.lay("utopian-passport")
    assert desk.answer(session, within=16) == DocumentNotRead(DocumentTrouble.CHECK_FAILED)
    assert scripted.asked >= 3
    assert session.zone is None


def test_a_repaired_number_must_be_printed_on_the_front_to_the_letter(desk: Desk) -> None:
    """Folding look-alikes would undo a wrong repair, and the misreading that asked for it, alike."""
    upper = "I<UTOXK47930P4" + mrz.check_digit("XK47930P4")
    upper = upper.ljust(30, "<")
    middle = TD1_BACK[1][:29] + mrz.check_digit(upper[5:30] + TD1_BACK[1][:7] + TD1_BACK[1][8:15] + "<" * 11)
    for printed, answer in (("XK47930P4", DocumentRead), ("XK4793OP4", DocumentNotRead)):
        session, scripted = session_of(upper.replace("XK47930P4", "XK4793OP4"), middle, TD1_BACK[2])
        desk.lay("utopian-id", "back")
        assert desk.answer(session) == TURN_OVER
        scripted.rows = (*TD1_FRONT[:4], printed)
        desk.lay("utopian-id")
        answers = [said for frame in desk.frames(60) if (said := session.see(frame))]
        assert all(isinstance(said, answer) for said in answers), printed
        if answer is DocumentRead:
            assert answers


@pytest.mark.parametrize("rows", [VISA, FOREIGN], ids=["visa", "foreign permanent resident card"])
def test_what_identifies_nobody_here_is_told(desk: Desk, rows: tuple[str, ...]) -> None:
    session, scripted = session_of(*rows)
    desk.lay("utopian-passport")
    assert desk.answer(session) == DocumentNotRead(DocumentTrouble.KIND_NOT_TAKEN)
    assert desk.answer(session, within=12) is None
    assert scripted.asked == 1
    assert session.portrait is None


def test_the_zone_is_known_before_the_portrait_is(desk: Desk) -> None:
    """The keys of a chip are derived from it while the customer turns the card over."""
    session, _ = session_of(*TD1_BACK)
    desk.lay("utopian-id", "back")
    assert session.zone is None
    assert desk.answer(session) == TURN_OVER
    assert session.zone is not None
    assert session.zone.ok
    assert session.zone.number == "D23145890"
    assert session.portrait is None
    session.wipe()
    assert session.zone is None


def test_the_zone_of_a_card_that_was_replaced_is_forgotten(desk: Desk) -> None:
    session, scripted = session_of(*TD1_BACK)
    desk.lay("utopian-id", "back")
    assert desk.answer(session) == TURN_OVER
    scripted.rows = ("签发机关 样本市公安局", "有效期限 2020.05.04-2040.05.04")
    desk.lay("chinese-id", "back")
    assert desk.answer(session, within=6) is None
    assert scripted.asked == 2
    assert session.zone is None


def test_a_zone_with_a_wrong_digit_is_never_shown(desk: Desk) -> None:
    session, _ = session_of(TD1_BACK[0].replace("D23", "D24"), *TD1_BACK[1:])
    desk.lay("utopian-id", "back")
    assert desk.answer(session) == DocumentNotRead(DocumentTrouble.CHECK_FAILED)
    assert session.zone is None


def test_a_data_page_whose_zone_cannot_be_read_is_no_card_to_turn_over(desk: Desk) -> None:
    session, _ = session_of("UTOPIA PASSPORT", "30 09 1987", "12 06 2033", "P<UTOVAN<HALD")
    desk.lay("utopian-passport")
    assert desk.answer(session) == DocumentNotRead(DocumentTrouble.UNREADABLE)


def test_an_expired_passport_is_refused(desk: Desk) -> None:
    session, _ = session_of(
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
    )
    desk.lay("utopian-passport")
    assert desk.answer(session) == DocumentNotRead(DocumentTrouble.EXPIRED)
