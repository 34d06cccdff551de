"""The document is somebody else's, expired, without a portrait, or not readable."""

import pytest
from flow_walk import DOCUMENT, Walk

from kiosk.core import entries
from kiosk.core.identity import DocumentTrouble
from kiosk.core.ports import DocumentNotRead, DocumentRead
from kiosk.flows import events, identify

HINTS = (DocumentTrouble.NONE_SEEN, DocumentTrouble.UNREADABLE, DocumentTrouble.TURN_OVER)


def test_somebody_elses_document() -> None:
    walk = Walk().at_document().told(DocumentRead(DOCUMENT), events.HolderCompared(same=False))
    walk.sees(identify.DocumentRefused, trouble=DocumentTrouble.OTHER_PERSON)
    walk.notes(entries.DocumentRefused, reason="otherPerson", kind=DOCUMENT.kind)
    walk.told(events.Confirmed()).sees(identify.DocumentRefused)
    walk.told(events.TriedAgain()).sees(identify.PresentDocument).needs("reader")


@pytest.mark.parametrize("trouble", sorted(set(DocumentTrouble) - set(HINTS) - {DocumentTrouble.OTHER_PERSON}))
def test_a_document_that_cannot_be_taken_is_refused_with_its_reason(trouble: DocumentTrouble) -> None:
    walk = Walk().at_document().told(DocumentNotRead(trouble)).sees(identify.DocumentRefused, trouble=trouble)
    walk.notes(entries.DocumentRefused, reason=trouble, kind=None).needs(None)
    walk.told(events.TriedAgain(), DocumentRead(DOCUMENT)).sees(identify.ComparingHolder)


@pytest.mark.parametrize("hint", HINTS)
def test_what_the_customer_can_mend_is_a_hint_and_no_entry(hint: DocumentTrouble) -> None:
    walk = Walk().at_document().told(DocumentNotRead(hint)).sees(identify.PresentDocument, hint=hint).needs("reader")
    assert walk.noted(entries.DocumentRefused) == 0


def test_a_late_answer_for_a_document_does_not_move_another_screen() -> None:
    Walk().at_document().told(events.HolderCompared(same=True)).sees(identify.PresentDocument)
    Walk().at_warning().told(events.HolderCompared(same=False), DocumentRead(DOCUMENT)).asks()
