"""A card is laid on the reader: read from pixels, on both sides, or refused with a reason."""

from __future__ import annotations

from datetime import date

import cv2
import numpy as np
import pytest
from document_desk import TD1_BACK, TD1_FRONT, TD3, TODAY, Desk, ScriptedOcr, session_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers.simulated.people import CARDS
from kiosk.core.identity import DocumentKind, DocumentSource, DocumentTrouble
from kiosk.core.ports import DocumentNotRead, DocumentRead
from kiosk.vision.document import DocumentSession
from kiosk.vision.geometry import Image
from kiosk.vision.ocr import RapidOcr

TURN_OVER = DocumentNotRead(DocumentTrouble.TURN_OVER)
CHECK_FAILED = DocumentNotRead(DocumentTrouble.CHECK_FAILED)
UNREADABLE = DocumentNotRead(DocumentTrouble.UNREADABLE)

RESIDENT_FRONT = (
    "姓名 陈示例",
    "性别 男 民族 汉",
    "出生 1990年3月7日",
    "住址 示例路1号",
    "公民身份号码 100001199003070110",
)
RESIDENT_BACK = ("签发机关 样本市公安局", "有效期限 2020.05.04-2040.05.04")


@pytest.mark.parametrize(
    ("name", "turned", "expected"),
    [
        ("chinese-id", False, "陈示例"),
        ("chinese-id-long-term", True, "欧阳样本"),
        ("utopian-id", False, "ERIK JONAS NORDQVIST"),
    ],
)
def test_a_card_is_read_from_pixels(desk: Desk, ocr: RapidOcr, name: str, turned: bool, expected: str) -> None:
    card, session = CARDS[name], DocumentSession(ocr, lambda: TODAY)
    desk.lay(name, "front")
    assert desk.answer(session, turned=turned) == TURN_OVER
    desk.lay(name, "back")
    read = desk.answer(session, turned=turned)
    assert isinstance(read, DocumentRead)
    document = read.document
    assert (document.kind, document.source) == (card.kind, DocumentSource.CAMERA)
    assert (document.number, document.born, document.expires) == (card.number, card.born, card.expires)
    assert document.name == expected
    assert document.fields_ok
    assert session.portrait is not None
    assert min(session.portrait.shape[:2]) > 200
    session.wipe()
    assert session.portrait is None


@pytest.mark.parametrize("spoil", ["dark", "aslant"])
def test_a_card_in_bad_conditions_is_read(desk: Desk, ocr: RapidOcr, spoil: str) -> None:
    aslant = cv2.getRotationMatrix2D((640, 360), 6, 0.95)

    def seen(frame: Image) -> Image:
        if spoil == "dark":
            return (frame * 0.3).astype(np.uint8)
        return cv2.warpAffine(frame, aslant, (1280, 720)).astype(np.uint8, copy=False)

    session = DocumentSession(ocr, lambda: TODAY)
    desk.lay("utopian-id", "back")
    assert next(filter(None, (session.see(seen(frame)) for frame in desk.frames(10)))) == TURN_OVER
    desk.lay("utopian-id", "front")
    assert isinstance(next(filter(None, (session.see(seen(frame)) for frame in desk.frames(20)))), DocumentRead)


def test_the_back_may_come_first(desk: Desk, ocr: RapidOcr) -> None:
    session = DocumentSession(ocr, lambda: TODAY)
    desk.lay("utopian-id", "back")
    assert desk.answer(session) == TURN_OVER
    desk.lay("utopian-id", "front")
    assert isinstance(desk.answer(session), DocumentRead)


def test_an_expired_card_is_refused(desk: Desk, ocr: RapidOcr) -> None:
    session = DocumentSession(ocr, lambda: TODAY)
    desk.lay("chinese-id-expired", "back")
    assert desk.answer(session) == DocumentNotRead(DocumentTrouble.EXPIRED)


def test_a_card_is_good_through_its_last_day(desk: Desk) -> None:
    desk.lay("utopian-id")
    for today, answer in ((date(2034, 2, 1), TURN_OVER), (date(2034, 2, 2), DocumentNotRead(DocumentTrouble.EXPIRED))):
        session = DocumentSession(ScriptedOcr(*TD1_BACK), lambda today=today: today)  # type: ignore[misc]
        assert desk.answer(session) == answer


def test_an_empty_reader_is_told_once_and_costs_no_reading(desk: Desk) -> None:
    session, scripted = session_of()
    said = [session.see(frame) for frame in desk.frames(20)]
    assert said == [DocumentNotRead(DocumentTrouble.NONE_SEEN)] + [None] * 19
    assert scripted.asked == 0


def test_a_side_that_was_read_is_not_read_again_at_every_frame(desk: Desk) -> None:
    session, scripted = session_of(*RESIDENT_FRONT)
    desk.lay("chinese-id")
    assert [said for frame in desk.frames(32) if (said := session.see(frame))] == [TURN_OVER]
    assert scripted.asked <= 4


def test_the_hint_to_turn_over_stays_while_the_card_is_lifted(desk: Desk) -> None:
    session, scripted = session_of(*RESIDENT_FRONT)
    desk.lay("chinese-id")
    assert desk.answer(session) == TURN_OVER
    desk.lay(None)
    assert desk.answer(session) is None
    scripted.rows = RESIDENT_BACK
    desk.lay("chinese-id", "back")
    assert isinstance(desk.answer(session), DocumentRead)


@pytest.mark.parametrize(
    "rows",
    [
        (*RESIDENT_FRONT[:4], "公民身份号码 100001199003070111"),
        ("姓名 陈示例", "性别 女", *RESIDENT_FRONT[2:]),
        (TD1_BACK[0].replace("D23", "D24"), *TD1_BACK[1:]),
        (TD1_BACK[0], TD1_BACK[1][:29] + "3", TD1_BACK[2]),
        (RESIDENT_BACK[0], "有效期限 2020.05.04-2041.05.04"),
    ],
    ids=["resident number", "sex", "document number", "composite", "term"],
)
def test_a_check_that_fails_over_several_frames_is_told(desk: Desk, rows: tuple[str, ...]) -> None:
    session, scripted = session_of(*rows)
    desk.lay("chinese-id")
    assert desk.answer(session) == CHECK_FAILED
    assert scripted.asked == 3
    assert session.portrait is None


def test_one_bad_reading_is_forgiven(desk: Desk) -> None:
    session, scripted = session_of(*RESIDENT_FRONT[:4], "公民身份号码 100001199003070111")
    desk.lay("chinese-id")
    assert desk.answer(session, within=3) is None
    scripted.rows = RESIDENT_FRONT
    assert desk.answer(session) == TURN_OVER


def test_sides_of_two_cards_do_not_make_one_document(desk: Desk) -> None:
    session, scripted = session_of(*TD1_FRONT[:4], "D99999999")
    desk.lay("utopian-id")
    assert desk.answer(session) == TURN_OVER
    scripted.rows = TD1_BACK
    desk.lay("utopian-id", "back")
    assert desk.answer(session, within=3) is None  # the hint to turn over still stands
    scripted.rows = TD1_FRONT
    desk.lay("utopian-id")
    assert isinstance(desk.answer(session), DocumentRead)


def test_sides_that_never_match_are_told(desk: Desk) -> None:
    session, scripted = session_of()
    told = []
    for side, rows in (("front", (*TD1_FRONT[:4], "D99999999")), ("back", TD1_BACK)) * 2:
        scripted.rows = rows
        desk.lay("utopian-id", side)  # type: ignore[arg-type]
        told.append(desk.answer(session, within=4))
    assert told == [TURN_OVER, None, None, CHECK_FAILED]


def test_the_front_of_one_kind_and_the_back_of_another_are_never_joined(desk: Desk) -> None:
    session, scripted = session_of(*RESIDENT_FRONT)
    desk.lay("chinese-id")
    assert desk.answer(session) == TURN_OVER
    scripted.rows = TD1_BACK
    desk.lay("utopian-id", "back")
    assert desk.answer(session) is None


def test_the_number_is_of_the_card_that_bears_the_portrait(desk: Desk) -> None:
    """A card's record is joined to the portrait by it: the front of one card, then another's page, must not do."""
    session, scripted = session_of(*RESIDENT_FRONT)
    desk.lay("chinese-id")
    assert desk.answer(session) == TURN_OVER
    assert session.number == "100001199003070110"
    scripted.rows = TD3
    desk.lay("utopian-passport")
    assert isinstance(desk.answer(session), DocumentRead)
    assert session.portrait is not None
    assert session.number is None


def test_the_number_is_known_also_when_the_back_came_first(desk: Desk) -> None:
    session, scripted = session_of(*RESIDENT_BACK)
    desk.lay("chinese-id", "back")
    assert desk.answer(session) == TURN_OVER
    scripted.rows = RESIDENT_FRONT
    desk.lay("chinese-id")
    assert isinstance(desk.answer(session), DocumentRead)
    assert session.number == "100001199003070110"
    session.wipe()
    assert session.number is None


@pytest.mark.parametrize("rows", [(), ("lorem ipsum", "dolor")], ids=["nothing", "prose"])
def test_what_is_no_card_of_ours_is_unreadable(desk: Desk, rows: tuple[str, ...]) -> None:
    session, scripted = session_of(*rows)
    desk.lay("utopian-id")
    assert desk.answer(session) == UNREADABLE
    assert scripted.asked == 6
    assert desk.answer(session, within=32) is None
    assert scripted.asked <= 9


def test_a_frame_that_is_no_picture_shows_no_card() -> None:
    session, scripted = session_of(*RESIDENT_FRONT)
    for shape in ((0, 0, 3), (720, 1280), (20, 20, 3), (720, 1280, 4)):
        assert session.see(np.zeros(shape, np.uint8)) is None
    assert session.see(np.zeros((720, 1280, 3), np.float32)) is None
    assert scripted.asked == 0


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(64, 400), st.integers(64, 400), st.integers(2, 40), st.integers(0, 2**32 - 1))
def test_no_picture_breaks_the_reading(ocr: RapidOcr, height: int, width: int, grain: int, seed: int) -> None:
    session = DocumentSession(ocr, lambda: TODAY)
    coarse = np.random.default_rng(seed).integers(0, 256, (height // grain + 1, width // grain + 1, 3), np.uint8)
    picture = np.kron(coarse, np.ones((grain, grain, 1), np.uint8))[:height, :width]
    told = [session.see(picture) for _ in range(4)]
    assert not any(isinstance(said, DocumentRead) for said in told)


def test_nothing_is_told_after_the_document_was_read_until_wiped(desk: Desk) -> None:
    session, scripted = session_of(*RESIDENT_FRONT)
    desk.lay("chinese-id")
    assert desk.answer(session) == TURN_OVER
    scripted.rows = RESIDENT_BACK
    desk.lay("chinese-id", "back")
    read = desk.answer(session)
    assert isinstance(read, DocumentRead)
    assert read.document.kind is DocumentKind.CN_RESIDENT_ID
    portrait = session.portrait
    assert portrait is not None
    assert portrait.any()
    assert desk.answer(session) is None
    session.wipe()
    assert not portrait.any()
    scripted.rows = RESIDENT_FRONT
    assert desk.answer(session) == TURN_OVER
