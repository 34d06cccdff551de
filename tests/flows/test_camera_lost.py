"""A camera is unplugged: the customer is told, the terminal goes out of service, and comes back by itself."""

from dataclasses import replace

import pytest
from flow_walk import DOCUMENT, RULES, Walk

from kiosk.core import entries
from kiosk.core.identity import DocumentTrouble
from kiosk.core.ports import CodeRead, DeviceBack, DeviceLost, DocumentNotRead, DocumentRead
from kiosk.flows import checkin, effects, events, identify, visit, warned


def test_the_reader_is_lost_and_comes_back_while_the_customer_waits() -> None:
    walk = Walk().at_document().told(DeviceLost("reader", "offline")).notes(entries.DeviceTroubled, device="reader")
    walk.sees(visit.DeviceTrouble, device="reader").needs("reader")
    walk.told(DeviceBack("reader")).notes(entries.DeviceRecovered, device="reader").sees(identify.PresentDocument)


def test_the_customer_left_and_nobody_is_served_until_the_reader_is_back() -> None:
    walk = Walk().at_document().told(DeviceLost("reader", "offline"), events.StartedOver())
    walk.sees(visit.OutOfService, reason="reader").needs("reader")  # it is tried, though nobody lays a document down
    walk.told(events.Started(), CodeRead("a code")).sees(visit.OutOfService)
    walk.told(DeviceBack("reader")).sees(visit.Attract).needs("scanner")
    walk.told(events.Started(), events.Chosen("checkIn")).sees(checkin.Scanning)


@pytest.mark.parametrize("event", [DocumentRead(DOCUMENT), DocumentNotRead(DocumentTrouble.NO_PORTRAIT)])
def test_a_document_that_is_shown_meanwhile_is_wiped_and_the_reader_tried_on(event: events.Event) -> None:
    """The reading ended with it, and nobody would hear that the reader is back; and its portrait must not stay."""
    walk = Walk().told(DeviceLost("reader", "offline")).told(event).asks(effects.Wipe).needs("reader")
    walk.sees(visit.OutOfService).told(DeviceBack("reader")).sees(visit.Attract)


def test_without_the_scanner_no_visit_begins() -> None:
    walk = Walk().told(DeviceLost("scanner", "offline")).sees(visit.OutOfService, reason="scanner").needs("scanner")
    walk.told(events.Started()).sees(visit.OutOfService)
    walk.told(DeviceBack("scanner")).sees(visit.Attract)


def test_who_was_read_by_another_reader_goes_on_without_the_lost_one() -> None:
    """A hand or a passport covers the camera while the chip is read: nobody would try it again in this visit."""
    walk = Walk().at_document().told(DeviceLost("reader", "userError")).sees(visit.DeviceTrouble)
    walk.told(DocumentRead(DOCUMENT), events.HolderCompared(same=True)).sees(identify.FaceConsent)
    walk.told(events.Confirmed()).sees(identify.LookAtCamera).needs("face")
    walk.told(DeviceLost("face", "offline")).sees(visit.DeviceTrouble, device="face")
    walk.told(events.StartedOver()).sees(visit.OutOfService).needs("face")
    walk.told(DeviceBack("face")).sees(visit.OutOfService, reason="reader").needs("reader")


def test_a_document_that_must_be_shown_again_needs_the_reader_again() -> None:
    walk = Walk().at_document().told(DeviceLost("reader", "userError"), DocumentRead(DOCUMENT))
    walk.told(events.HolderCompared(same=False)).sees(identify.DocumentRefused)
    walk.told(events.TriedAgain()).sees(visit.DeviceTrouble, device="reader").needs("reader")


@pytest.mark.parametrize("stage", ["at_check_in", "at_ticket", "at_survey"])
def test_who_needs_no_camera_any_more_is_not_disturbed(stage: str) -> None:
    walk: Walk = getattr(Walk(), stage)()
    before = visit.shown(walk.visit)
    walk.told(DeviceLost("face", "offline"))
    assert visit.shown(walk.visit) == before


@pytest.mark.parametrize("device", ["chip", "residentId"])
def test_a_reader_that_the_bank_requires_is_tried_with_the_documents(device: str) -> None:
    walk = Walk(replace(RULES, required=RULES.required | {device})).told(DeviceLost(device, "offline"))
    walk.sees(visit.OutOfService, reason=device).needs("reader")
    walk.told(DeviceBack(device)).sees(visit.Attract).needs("scanner")


@pytest.mark.parametrize("device", ["chip", "residentId"])
def test_a_reader_that_nobody_requires_is_a_fact_in_the_journal_and_no_trouble(device: str) -> None:
    walk = Walk().at_document().told(DeviceLost(device, "offline")).notes(entries.DeviceTroubled, device=device)
    walk.sees(identify.PresentDocument).needs("reader")
    walk.told(DeviceBack(device)).notes(entries.DeviceRecovered, device=device).sees(identify.PresentDocument)


@pytest.mark.parametrize("device", ["reader", "scanner"])
def test_who_is_identified_and_warned_needs_no_reader_any_more(device: str) -> None:
    Walk().at_warning().told(DeviceLost(device, "offline")).sees(warned.FraudWarning).told(events.Confirmed()).asks(
        effects.CheckIn
    )
