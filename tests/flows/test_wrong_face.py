"""Another face before the camera, or none: two tries, then staff."""

import pytest
from flow_walk import Walk, verdict

from kiosk.core import entries
from kiosk.core.identity import FaceReason
from kiosk.core.ports import Challenge, FaceChallenged, FaceCompared, FaceGuided, FaceLit, Guidance, Light
from kiosk.flows import effects, events, identify, visit

REFUSED = FaceCompared(verdict(accepted=False))


def test_twice_refused_leads_to_staff() -> None:
    walk = Walk().at_camera().told(REFUSED).notes(entries.FaceCompared, accepted=False, reason="different")
    walk.sees(identify.FaceRefused, may_try_again=True)
    walk.told(events.TriedAgain()).sees(identify.LookAtCamera).needs("face")
    walk.told(REFUSED).sees(identify.FaceRefused, may_try_again=False)
    walk.told(events.TriedAgain(), events.Confirmed(), events.WentBack()).sees(identify.FaceRefused).needs(None)
    walk.told(events.StaffAsked()).sees(visit.StaffComing).asks(effects.CallStaff)
    assert walk.noted(entries.FaceCompared) == 2
    assert walk.noted(entries.CheckInAsked) == 0


@pytest.mark.parametrize("drawn", [FaceLit(Light.ROSE), FaceChallenged(Challenge.TURN_LEFT, 1, 3)])
def test_what_is_asked_at_the_second_try_gives_no_third(drawn: FaceLit | FaceChallenged) -> None:
    walk = Walk().at_camera().told(REFUSED, events.TriedAgain(), FaceGuided(Guidance.COME_CLOSER), drawn)
    walk.sees(identify.LookAtCamera, tries=2).told(REFUSED).sees(identify.FaceRefused, may_try_again=False)


def test_the_staff_screen_gives_no_third_try() -> None:
    twice = Walk().at_camera().told(REFUSED, events.TriedAgain(), REFUSED)
    twice.told(events.StaffAsked(), events.WentBack(), events.TriedAgain()).sees(
        identify.FaceRefused, may_try_again=False
    )


def test_a_second_try_that_holds_goes_on() -> None:
    walk = Walk().at_camera().told(REFUSED, events.TriedAgain(), FaceCompared(verdict(accepted=True)))
    walk.notes(entries.FaceCompared, accepted=True).notes(entries.WarningShown)


def test_nobody_before_the_camera_is_a_refusal_with_its_reason() -> None:
    unseen = FaceCompared(verdict(accepted=False, reason=FaceReason.NOT_SEEN))
    Walk().at_camera().told(unseen).notes(entries.FaceCompared, reason="notSeen").sees(identify.FaceRefused)


def test_a_verdict_nobody_asked_for_moves_nothing() -> None:
    for walk in (Walk().at_document(), Walk().at_consent(), Walk().at_camera().told(REFUSED)):
        before = walk.visit
        walk.told(FaceCompared(verdict(accepted=True))).asks()
        assert walk.visit.task == before.task
