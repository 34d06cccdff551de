"""The journal is shut or a program error was caught: the kiosk serves nobody, from any screen."""

import pytest
from flow_walk import CODE, RULES, Walk

from kiosk.core import entries
from kiosk.core.ports import CodeRead
from kiosk.flows import effects, events, visit


@pytest.mark.parametrize("stage", ["at_scanning", "at_camera", "at_warning", "at_check_in", "at_ticket", "at_survey"])
def test_the_visit_is_ended_and_wiped(stage: str) -> None:
    walk: Walk = getattr(Walk(), stage)()
    walk.told(events.SizeChosen(3), events.KioskBroke("journal")).sees(visit.OutOfService, reason="journal")
    walk.notes(entries.VisitEnded, how="outOfService").notes(entries.KioskFailed, error="journal").asks(
        effects.Wipe
    ).needs(None).is_left_alone()
    assert walk.visit.preferences == RULES.defaults


def test_without_a_visit_there_is_none_to_end() -> None:
    walk = Walk().told(events.KioskBroke("journal")).sees(visit.OutOfService)
    assert walk.effects == (effects.Note(entries.KioskFailed("journal")),)


def test_nothing_but_a_call_for_staff_is_answered() -> None:
    walk = Walk().told(events.KioskBroke("journal"))
    walk.told(events.Started(), CodeRead(CODE), events.Waited(), events.StartedOver(), events.KioskBroke("again"))
    walk.sees(visit.OutOfService, reason="journal").asks()
    walk.told(events.StaffAsked()).asks(effects.CallStaff).sees(visit.OutOfService)
    assert walk.journal == [entries.KioskFailed("journal")]
