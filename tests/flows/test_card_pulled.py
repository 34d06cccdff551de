"""The document leaves the reader while its chip is being read."""

from flow_walk import DOCUMENT, Walk

from kiosk.core import entries
from kiosk.core.identity import DocumentTrouble
from kiosk.core.ports import ChipProgress, DocumentNotRead, DocumentRead
from kiosk.flows import identify

PULLED = DocumentNotRead(DocumentTrouble.CARD_PULLED)


def test_the_customer_sees_how_far_the_chip_is_read() -> None:
    walk = Walk().at_document().told(DocumentNotRead(DocumentTrouble.CHIP_AWAITED))
    walk.sees(identify.PresentDocument, hint=DocumentTrouble.CHIP_AWAITED, chip_share=None)
    walk.told(ChipProgress(0.0)).sees(identify.PresentDocument, chip_share=0.0)
    walk.told(ChipProgress(0.7)).sees(identify.PresentDocument, chip_share=0.7).needs("reader")
    assert walk.noted(entries.DocumentInterrupted) == 0


def test_each_time_is_a_hint_and_a_fact_in_the_journal() -> None:
    walk = Walk().at_document().told(ChipProgress(0.4), PULLED).notes(entries.DocumentInterrupted)
    walk.sees(identify.PresentDocument, hint=DocumentTrouble.CARD_PULLED, chip_share=None).needs("reader")
    walk.told(ChipProgress(0.2), PULLED, ChipProgress(0.1), ChipProgress(1.0), DocumentRead(DOCUMENT))
    walk.sees(identify.ComparingHolder)
    assert walk.noted(entries.DocumentInterrupted) == 2
    assert walk.noted(entries.DocumentRefused) == 0
