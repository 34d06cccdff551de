"""Staff answer a call, or do not: the customer is told who comes, or what to do when nobody does."""

import pytest
from flow_walk import RULES, Walk

from kiosk.core import entries
from kiosk.flows import checkin, effects, events, pager, visit

LATE = RULES.staff_reminder_s


def called(walk: Walk | None = None) -> Walk:
    walk = (walk or Walk().at_document()).told(events.StaffAsked(), events.StaffPaged(delivered=True, call="17"))
    return walk.sees(visit.StaffComing, delivered=True, who=None, late=False)


def looks(walk: Walk) -> list[str]:
    return [effect.call for effect in walk.effects if isinstance(effect, effects.LookForStaff)]


def test_it_is_asked_every_two_seconds_who_comes() -> None:
    walk = called().waits(10)
    assert looks(walk) == ["17"] * 5


def test_who_comes_is_said_and_journalled_without_the_name() -> None:
    walk = called().waits(5).told(events.StaffAcknowledged("17", "林"))
    walk.sees(visit.StaffComing, who="林").notes(entries.StaffAcknowledged, call="17", after_s=5)
    assert "林" not in repr(walk.visit) + repr(walk.journal)
    assert looks(walk.waits(20)) == []


def test_whoever_comes_is_said_once() -> None:
    walk = called().told(events.StaffAcknowledged("17", "林"), events.StaffAcknowledged("17", "王"))
    walk.sees(visit.StaffComing, who="林")
    assert [type(entry) for entry in walk.journal].count(entries.StaffAcknowledged) == 1


def test_an_answer_to_another_call_is_none() -> None:
    called().told(events.StaffAcknowledged("16", "林")).sees(visit.StaffComing, who=None)


def test_nobody_answers_in_time_which_is_said_and_they_are_called_once_more() -> None:
    walk = called().waits(LATE - 1).sees(visit.StaffComing, late=False)
    walk.told(events.Waited()).sees(visit.StaffComing, late=True).is_left_alone()
    assert effects.RemindStaff("17") in walk.effects
    walk.waits(RULES.idle_s - 1).sees(visit.StaffComing, late=True)
    assert not any(isinstance(effect, effects.RemindStaff) for effect in walk.effects)
    walk.told(events.StaffAcknowledged("17", "林")).sees(visit.StaffComing, who="林")
    assert walk.visit.quiet_s == 0


def test_a_clock_that_leaps_asks_and_reminds_once() -> None:
    walk = called().told(events.Waited(LATE - 1))
    assert looks(walk) == ["17"]
    walk.told(events.WasStillHere(), events.Waited(2)).asks(effects.RemindStaff, effects.LookForStaff)


def test_a_bank_that_cannot_say_who_comes_is_not_asked() -> None:
    walk = Walk().at_document().told(events.StaffAsked(), events.StaffPaged(delivered=True))
    assert looks(walk.waits(LATE - 1)) == []
    walk.sees(visit.StaffComing, delivered=True, late=False)


def test_who_went_on_alone_hears_it_too() -> None:
    walk = called().told(events.WentBack()).sees(checkin.identify.PresentDocument)
    assert looks(walk.waits(4)) == ["17"] * 2
    walk.told(events.StaffAcknowledged("17", "林")).notes(entries.StaffAcknowledged)
    walk.sees(checkin.identify.PresentDocument)
    assert walk.visit.call is not None
    assert walk.visit.call.who == "林"


def test_whoever_calls_again_is_answered_for_the_new_call() -> None:
    walk = called().told(events.StaffAcknowledged("17", "林"), events.WentBack(), events.StaffAsked())
    walk.asks(effects.CallStaff).sees(visit.StaffComing, delivered=None, who=None)
    walk.told(events.StaffPaged(delivered=True, call="18"), events.StaffAcknowledged("17", "林"))
    walk.sees(visit.StaffComing, who=None)
    assert looks(walk.waits(2)) == ["18"]


@pytest.mark.parametrize("how", ["done", "started over", "nobody there", "broken"])
def test_with_the_visit_the_asking_ends(how: str) -> None:
    walk = called()
    match how:
        case "done":
            walk.told(events.Confirmed())
        case "started over":
            walk.told(events.StartedOver())
        case "nobody there":
            walk.waits(LATE + RULES.idle_s + RULES.countdown_s).sees(visit.Wiped)
        case "broken":
            walk.told(events.KioskBroke("journal"))
    assert walk.visit.call is None
    late = walk.told(events.StaffAcknowledged("17", "林")).waits(4)
    assert late.effects == ()
    assert late.visit.call is None


def test_an_answer_for_the_customer_before_is_not_heard() -> None:
    walk = called().told(events.StartedOver(), events.StaffPaged(delivered=True, call="17"))
    assert walk.visit.call is None
    walk.told(events.Started(), events.StaffAcknowledged("17", "林")).sees(visit.Menu)
    assert walk.visit.call is None


def test_it_is_not_asked_for_ever() -> None:
    walk, asked = called(), 0
    for _ in range(pager.MOST_S + 100):
        walk.told(events.WasStillHere(), events.Waited())
        asked += len(looks(walk))
    assert asked == pager.MOST_S // pager.EVERY_S


def test_out_of_service_the_answer_is_said_as_well() -> None:
    walk = Walk().told(events.KioskBroke("journal"), events.StaffAsked()).asks(effects.CallStaff)
    walk.told(events.StaffPaged(delivered=True, call="17"))
    assert looks(walk.waits(2)) == ["17"]
    walk.told(events.StaffAcknowledged("17", "林")).sees(visit.OutOfService)
    assert walk.visit.call is not None
    assert walk.visit.call.who == "林"
