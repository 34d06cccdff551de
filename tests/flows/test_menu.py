"""The menu: what the customer came for, and whether there is more."""

from flow_walk import CODE, Walk

from kiosk.core import entries
from kiosk.core.ports import CodeRead, DeviceLost, SeveralCodesSeen
from kiosk.flows import checkin, events, visit


def test_a_code_held_up_before_the_menu_checks_in() -> None:
    walk = Walk().told(events.Started()).sees(visit.Menu).told(CodeRead(CODE)).sees(checkin.CheckingCode)
    assert walk.noted(entries.ServiceBegan) == 1


def test_two_codes_held_up_before_the_menu_are_told_apart_at_the_scanner() -> None:
    Walk().told(events.Started(), SeveralCodesSeen()).sees(checkin.Scanning, several=True)


def test_back_leads_to_the_menu_and_not_out_of_the_visit() -> None:
    walk = Walk().at_scanning().told(events.WentBack()).sees(visit.Menu, again=False)
    assert walk.noted(entries.VisitEnded) == 0
    walk.told(events.StartedOver()).sees(visit.Attract).notes(entries.VisitEnded, how="startedOver")


def test_nothing_is_begun_that_the_menu_does_not_offer() -> None:
    Walk().told(events.Started(), events.Chosen("a vault"), events.Confirmed()).sees(visit.Menu)


def test_a_lost_device_disturbs_where_the_customer_will_need_it() -> None:
    walk = Walk().told(events.Started(), DeviceLost("vision", "offline")).sees(visit.Menu)
    walk.told(events.Chosen("checkIn")).sees(visit.DeviceTrouble, device="vision")


def test_nobody_answers_at_the_menu() -> None:
    walk = Walk().told(events.Started())
    walk.waits(walk.visit.idle_s).is_asked_whether_still_here().waits(walk.visit.countdown_s).sees(visit.Wiped)
    assert walk.journal[-1] == entries.VisitEnded("nobodyAnswered")
