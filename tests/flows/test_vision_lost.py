"""The cameras fail, before a visit, in the middle of one, and when the ticket is already given."""

import pytest
from flow_walk import CODE, DOCUMENT, RULES, Walk, verdict

from kiosk.core import entries
from kiosk.core.ports import CodeRead, DeviceBack, DeviceLost, DocumentRead, FaceCompared
from kiosk.flows import checkin, effects, events, identify, survey, visit, warned

LOST, BACK = DeviceLost("vision", "offline"), DeviceBack("vision")


def test_before_a_visit_the_terminal_is_out_of_service_until_it_is_back() -> None:
    walk = Walk().told(LOST).notes(entries.DeviceTroubled, device="vision").sees(visit.OutOfService, reason="vision")
    walk.told(events.Started(), CodeRead(CODE)).sees(visit.OutOfService).asks()
    walk.told(BACK).notes(entries.DeviceRecovered, device="vision").sees(visit.Attract)


def test_in_a_visit_the_trouble_outranks_the_task_and_the_task_waits() -> None:
    walk = Walk().at_document().told(LOST).sees(visit.DeviceTrouble, device="vision")
    walk.told(BACK).sees(identify.PresentDocument).needs("reader")


@pytest.mark.parametrize(
    "walk",
    [Walk().at_consent(), Walk().at_camera(), Walk().at_camera().told(FaceCompared(verdict(accepted=False)))],
    ids=["consent", "camera", "refused"],
)
def test_the_portrait_died_with_the_process_so_the_document_is_read_again(walk: Walk) -> None:
    walk.told(LOST, BACK).sees(identify.PresentDocument).needs("reader")
    walk.told(DocumentRead(DOCUMENT), events.HolderCompared(same=True)).sees(identify.FaceConsent)


def test_also_when_it_died_while_the_holder_was_compared() -> None:
    """The answer still comes, and belongs to the document that was read."""
    walk = Walk().at_document().told(DocumentRead(DOCUMENT), LOST, BACK).sees(identify.ComparingHolder)
    walk.told(events.HolderCompared(same=True)).sees(identify.PresentDocument)


def test_also_when_the_customer_waited_for_staff() -> None:
    walk = Walk().at_camera().told(events.StaffAsked(), LOST).sees(visit.StaffComing).told(BACK)
    walk.told(events.WentBack()).sees(identify.PresentDocument)


def test_what_needs_no_camera_is_not_disturbed() -> None:
    Walk().at_check_in().told(LOST).sees(checkin.CheckingIn)
    Walk().at_ticket().told(LOST).sees(checkin.Ticket).told(events.Confirmed()).sees(survey.Survey)
    Walk().at_farewell().told(LOST).sees(visit.OutOfService)


def test_an_accepted_face_stays_accepted() -> None:
    Walk().at_warning().told(LOST, BACK).sees(warned.FraudWarning)


def test_a_loss_is_journalled_once() -> None:
    walk = Walk().at_document().told(LOST, LOST, BACK, BACK)
    assert (walk.noted(entries.DeviceTroubled), walk.noted(entries.DeviceRecovered)) == (1, 1)


def test_a_device_the_terminal_does_not_require_disturbs_nobody() -> None:
    walk = Walk().at_document().told(DeviceLost("printer", "paperOut")).notes(entries.DeviceTroubled)
    walk.sees(identify.PresentDocument)


def test_nobody_waits_for_ever_before_a_dead_camera() -> None:
    walk = Walk().at_camera().told(LOST).waits(RULES.idle_s + RULES.countdown_s).asks(effects.Wipe)
    walk.notes(entries.VisitEnded, how="nobodyAnswered").sees(visit.OutOfService)


def test_two_refused_tries_stay_refused() -> None:
    refused = FaceCompared(verdict(accepted=False))
    Walk().at_camera().told(refused, events.TriedAgain(), refused, LOST, BACK).sees(identify.FaceRefused)
