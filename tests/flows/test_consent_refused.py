"""A biometric is never the only means (EN 301 549, 5.3): refusing it leads to staff, not to a dead end."""

from flow_walk import Walk

from kiosk.core import entries
from kiosk.flows import effects, events, visit


def test_refusing_the_face_comparison_calls_staff() -> None:
    walk = Walk().at_consent().told(events.Declined()).notes(entries.ConsentAnswered, agreed=False)
    walk.notes(entries.StaffCalled, why="consentRefused", screen="FaceConsent").asks(effects.CallStaff)
    walk.sees(visit.StaffComing, why="consentRefused", resume=None).needs(None)
    walk.told(events.WentBack()).sees(visit.StaffComing)
    walk.told(events.StaffPaged(delivered=True)).sees(visit.StaffComing, delivered=True)
    walk.told(events.Confirmed()).notes(entries.VisitEnded, how="staff").asks(effects.Wipe).sees(visit.Attract)
    assert walk.noted(entries.FaceCompared) == 0


def test_the_camera_does_not_look_before_the_customer_agreed() -> None:
    Walk().at_consent().needs(None).told(events.Waited(), events.WasStillHere()).needs(None)
