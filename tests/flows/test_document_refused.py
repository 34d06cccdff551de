"""The document is somebody else's, expired, without a portrait, or not readable."""

import pytest
from flow_walk import DOCUMENT, Walk

from kiosk.core import entries
from kiosk.core.identity import DocumentTrouble
from kiosk.core.ports import DocumentNotRead, DocumentRead
from kiosk.flows import events, identify

HINTS = (
    DocumentTrouble.NONE_SEEN,
    DocumentTrouble.UNREADABLE,
    DocumentTrouble.TURN_OVER,
    DocumentTrouble.CHIP_AWAITED,
    DocumentTrouble.CARD_PULLED,
    DocumentTrouble.PORTRAIT_AWAITED,
)
FORGED = DocumentTrouble.NOT_GENUINE


def test_somebody_elses_document() -> None:
    walk = Walk().at_document().told(DocumentRead(DOCUMENT), events.HolderCompared(same=False))
    walk.sees(identify.DocumentRefused, trouble=DocumentTrouble.OTHER_PERSON)
    walk.notes(entries.DocumentRefused, reason="otherPerson", kind=DOCUMENT.kind)
    walk.told(events.Confirmed()).sees(identify.DocumentRefused)
    walk.told(events.TriedAgain()).sees(identify.PresentDocument).needs("reader")


@pytest.mark.parametrize("trouble", sorted(set(DocumentTrouble) - {*HINTS, DocumentTrouble.OTHER_PERSON, FORGED}))
def test_a_document_that_cannot_be_taken_is_refused_with_its_reason(trouble: DocumentTrouble) -> None:
    walk = Walk().at_document().told(DocumentNotRead(trouble)).sees(identify.DocumentRefused, trouble=trouble)
    walk.notes(entries.DocumentRefused, reason=trouble, kind=None).needs(None)
    walk.told(events.TriedAgain(), DocumentRead(DOCUMENT)).sees(identify.ComparingHolder)


def test_one_that_is_not_genuine_is_for_staff_and_for_no_second_try() -> None:
    walk = Walk().at_document().told(DocumentNotRead(FORGED)).notes(entries.DocumentRefused, reason="notGenuine")
    walk.told(events.TriedAgain(), DocumentRead(DOCUMENT)).sees(identify.DocumentRefused, may_try_again=False)
    walk.told(events.StaffAsked(), events.WentBack(), events.TriedAgain()).sees(identify.DocumentRefused)


@pytest.mark.parametrize("hint", HINTS)
def test_what_the_customer_can_mend_is_a_hint_and_no_entry(hint: DocumentTrouble) -> None:
    walk = Walk().at_document().told(DocumentNotRead(hint)).sees(identify.PresentDocument, hint=hint).needs("reader")
    assert walk.noted(entries.DocumentRefused) == 0


def test_a_late_answer_for_a_document_does_not_move_another_screen() -> None:
    Walk().at_document().told(events.HolderCompared(same=True)).sees(identify.PresentDocument)
    Walk().at_warning().told(events.HolderCompared(same=False), DocumentRead(DOCUMENT)).asks()
