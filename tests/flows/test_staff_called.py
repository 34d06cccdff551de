"""Staff can be called from every screen, and the customer comes back to the same place."""

import pytest
from flow_walk import CODE, RULES, Walk, turned_down

from kiosk.core import entries
from kiosk.core.appointment import TokenRefusal
from kiosk.core.ports import CodeRead
from kiosk.flows import checkin, effects, events, visit

PLACES = {
    "scanning": Walk().at_scanning(),
    "refused code": Walk().at_scanning().told(CodeRead(CODE), turned_down(TokenRefusal.TOO_LATE)),
    "document": Walk().at_document(),
    "consent": Walk().at_consent(),
    "camera": Walk().at_camera(),
    "warning": Walk().at_warning(),
    "ticket": Walk().at_ticket(),
    "survey": Walk().at_survey(),
}


@pytest.mark.parametrize("where", PLACES)
def test_called_and_back_in_the_same_place(where: str) -> None:
    walk = PLACES[where]
    before = visit.shown(walk.visit)
    walk.told(events.StaffAsked()).asks(effects.CallStaff)
    walk.notes(entries.StaffCalled, why="customer", screen=type(before).__name__).sees(visit.StaffComing)
    walk.told(events.WentBack())
    assert visit.shown(walk.visit) == before


def test_from_the_first_screen_it_is_a_visit_of_its_own() -> None:
    walk = Walk().told(events.StaffAsked()).notes(entries.VisitBegan).notes(entries.StaffCalled, screen="Attract")
    walk.sees(visit.StaffComing, resume=None).told(events.Confirmed()).notes(entries.VisitEnded, how="staff")
    walk.sees(visit.Attract)


def test_from_the_farewell_too() -> None:
    walk = Walk().at_farewell().told(events.StaffAsked()).notes(entries.VisitBegan).sees(visit.StaffComing)
    walk.told(events.StartedOver()).notes(entries.VisitEnded)


def test_a_page_that_fails_is_said() -> None:
    Walk().at_document().told(events.StaffAsked(), events.StaffPaged(delivered=False)).sees(
        visit.StaffComing, delivered=False
    )


def test_asking_twice_pages_once() -> None:
    assert Walk().at_document().told(events.StaffAsked(), events.StaffAsked()).effects == ()


def test_while_a_code_is_verified_the_page_goes_out_and_the_answer_is_kept() -> None:
    walk = Walk().at_scanning().told(CodeRead(CODE), events.StaffAsked()).asks(effects.CallStaff)
    walk.sees(checkin.CheckingCode).told(turned_down(TokenRefusal.FORGED)).sees(checkin.CodeRefused)


def test_nobody_comes_and_nobody_is_there() -> None:
    walk = Walk().at_document().told(events.StaffAsked(), events.StaffPaged(delivered=True))
    walk.waits(RULES.idle_s).is_asked_whether_still_here()
    walk.waits(RULES.countdown_s).notes(entries.VisitEnded, how="nobodyAnswered").sees(visit.Wiped)
