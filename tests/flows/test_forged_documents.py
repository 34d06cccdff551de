"""Documents that are not genuine, where nobody has an appointment, are counted for the terminal; then staff come."""

from __future__ import annotations

import pytest
from flow_walk import DOCUMENT, TICKET, Walk

from kiosk.core import entries
from kiosk.core.identity import DocumentTrouble
from kiosk.core.ports import DocumentNotRead, DocumentRead
from kiosk.flows import checkin, effects, events, identify, visit

FORGED = DocumentNotRead(DocumentTrouble.NOT_GENUINE)
ACCOUNTS = (events.Started(), events.Chosen("accounts"))
NO_CODE = (events.Started(), events.Chosen("checkIn"), events.Chosen("noCode"), events.Chosen("document"))
LEFT = identify.MOST_FORGED - 1


def shows_forged(walk: Walk, times: int, way: tuple[events.Event, ...] = ACCOUNTS) -> Walk:
    for _ in range(times):
        walk.told(*way).sees(identify.PresentDocument).told(FORGED).sees(identify.DocumentRefused, may_try_again=False)
        walk.notes(entries.DocumentRefused, reason="notGenuine").told(events.StartedOver())
    return walk


@pytest.mark.parametrize("way", [ACCOUNTS, NO_CODE], ids=["a service", "a check-in without a code"])
def test_after_three_no_document_is_read_and_staff_are_called(way: tuple[events.Event, ...]) -> None:
    walk = shows_forged(Walk(), identify.MOST_FORGED, way).told(*way)
    walk.sees(visit.StaffComing, why="documentsRefused", resume=None).needs(None).asks(effects.CallStaff)
    walk.notes(entries.StaffCalled, why="documentsRefused", screen="PresentDocument")
    walk.told(DocumentRead(DOCUMENT), FORGED, events.WentBack()).sees(visit.StaffComing)


def test_they_are_counted_whatever_the_service_and_whoever_comes_between() -> None:
    walk = shows_forged(shows_forged(Walk(), 1), LEFT, NO_CODE)
    walk.told(events.Started(), events.Chosen("transfer")).sees(visit.StaffComing, why="documentsRefused")


def test_a_genuine_one_between_gives_no_try_back() -> None:
    walk = shows_forged(Walk(), LEFT)
    walk.told(*ACCOUNTS, DocumentRead(DOCUMENT), events.HolderNamed("h")).sees(identify.FaceConsent)
    walk.told(events.StartedOver())
    shows_forged(walk, 1).told(*ACCOUNTS).sees(visit.StaffComing, why="documentsRefused")


def test_before_the_limit_the_next_customer_is_served() -> None:
    shows_forged(Walk(), LEFT).told(*ACCOUNTS, DocumentRead(DOCUMENT)).sees(identify.ComparingHolder)


def test_a_quarter_of_an_hour_later_documents_are_read_again() -> None:
    walk = shows_forged(Walk(), identify.MOST_FORGED).waits(identify.FORGED_S - 1)
    walk.told(*ACCOUNTS).sees(visit.StaffComing, why="documentsRefused").told(events.Confirmed())
    walk.told(events.Waited()).told(*ACCOUNTS).sees(identify.PresentDocument)
    shows_forged(walk.told(events.StartedOver()), LEFT).told(*ACCOUNTS).sees(identify.PresentDocument)


def test_who_goes_on_trying_finds_no_gap() -> None:
    walk = shows_forged(Walk(), LEFT).waits(identify.FORGED_S - 1)
    shows_forged(walk, 1).waits(identify.FORGED_S - 1).told(*ACCOUNTS).sees(visit.StaffComing)


def test_an_appointment_has_tries_of_its_own_and_is_served_on() -> None:
    walk = shows_forged(Walk(), identify.MOST_FORGED).at_document().told(DocumentRead(DOCUMENT))
    walk.told(events.HolderCompared(same=True)).sees(identify.FaceConsent)
    assert shows_forged(Walk(), LEFT).at_document().told(FORGED).visit.forged == LEFT


def test_other_trouble_with_a_document_costs_nothing() -> None:
    walk = Walk()
    for trouble in (DocumentTrouble.EXPIRED, DocumentTrouble.CHECK_FAILED, DocumentTrouble.KIND_NOT_TAKEN):
        walk.told(*ACCOUNTS, DocumentNotRead(trouble)).sees(identify.DocumentRefused).told(events.StartedOver())
    assert walk.visit.forged == 0


def test_who_is_known_already_is_not_disturbed() -> None:
    walk = Walk().at_ticket()
    before = walk.visit.forged
    walk.told(FORGED).sees(checkin.Ticket, ticket=TICKET)
    assert walk.visit.forged == before
