"""The customer gives up, on any screen: nothing of the visit remains."""

import pytest
from flow_walk import RULES, Walk

from kiosk.core import entries
from kiosk.flows import effects, events, visit

ANYWHERE = {
    "scanning": Walk.at_scanning,
    "document": Walk.at_document,
    "consent": Walk.at_consent,
    "camera": Walk.at_camera,
    "warning": Walk.at_warning,
}


@pytest.mark.parametrize("where", ANYWHERE)
def test_everything_is_wiped_at_once(where: str) -> None:
    walk = ANYWHERE[where](Walk()).told(
        events.SizeChosen(3), events.LanguageChosen("en"), events.ContrastChosen("dark")
    )
    walk.told(events.StartedOver()).sees(visit.Attract).asks(effects.Wipe).notes(entries.VisitEnded, how="startedOver")
    assert walk.visit == visit.opening(RULES)


def test_with_the_ticket_in_hand_the_visit_is_finished() -> None:
    Walk().at_ticket().told(events.StartedOver()).notes(entries.VisitEnded, how="finished")


def test_the_first_screen_has_nothing_to_give_up() -> None:
    walk = Walk().told(events.StartedOver()).sees(visit.Attract)
    assert walk.effects == ()


def test_from_the_farewell_no_visit_ends_twice() -> None:
    walk = Walk().at_farewell().told(events.StartedOver()).sees(visit.Attract)
    assert walk.effects == ()
    assert walk.noted(entries.VisitEnded) == 1
