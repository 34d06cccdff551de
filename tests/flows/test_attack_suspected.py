"""What is before the camera is perhaps no living face, or the customer did not do what was asked."""

from dataclasses import replace

import pytest
from flow_walk import APPOINTMENT, CODE, DOCUMENT, Walk, verdict

from kiosk.core import entries
from kiosk.core.identity import Challenge, DocumentTrouble, FaceReason, Guidance, Light
from kiosk.core.ports import (
    CodeRead,
    DeviceBack,
    DeviceLost,
    DocumentNotRead,
    DocumentRead,
    FaceChallenged,
    FaceCompared,
    FaceGuided,
    FaceLit,
)
from kiosk.flows import effects, events, identify, visit

ATTACK = FaceCompared(verdict(accepted=False, reason=FaceReason.ATTACK_SUSPECTED))
SILENT = FaceCompared(verdict(accepted=False, reason=FaceReason.NOT_ANSWERED))
STRANGER = FaceCompared(verdict(accepted=False))
TURN = FaceChallenged(Challenge.TURN_LEFT, 1, 3)


def again(walk: Walk) -> Walk:
    """Start over, and come to the document with the same appointment."""
    return walk.told(events.StartedOver(), events.Started(), CodeRead(CODE), events.CodeVerified(APPOINTMENT))


def test_the_customer_is_lit_and_asked_and_guided_meanwhile() -> None:
    walk = Walk().at_camera().told(FaceLit(Light.ROSE)).sees(identify.LookAtCamera, light=Light.ROSE, asked=None)
    walk.told(FaceLit(Light.BLUE)).sees(identify.LookAtCamera, light=Light.BLUE)
    walk.told(TURN).sees(identify.LookAtCamera, light=None, asked=TURN, guidance=Guidance.LOOKING).needs("face")
    walk.told(FaceGuided(Guidance.NO_FACE)).sees(identify.LookAtCamera, asked=None, guidance=Guidance.NO_FACE)
    walk.told(TURN).sees(identify.LookAtCamera, asked=TURN, guidance=Guidance.LOOKING)


def test_a_suspected_attack_is_for_staff_and_for_no_second_try() -> None:
    walk = Walk().at_camera().told(ATTACK).notes(entries.FaceCompared, accepted=False, reason="attackSuspected")
    walk.sees(identify.FaceRefused, may_try_again=False).told(events.TriedAgain()).sees(identify.FaceRefused)
    walk.told(events.StaffAsked()).sees(visit.StaffComing).asks(effects.CallStaff)


def test_who_did_not_answer_in_time_may_try_again() -> None:
    walk = Walk().at_camera().told(SILENT).sees(identify.FaceRefused, may_try_again=True)
    walk.told(events.TriedAgain(), SILENT).sees(identify.FaceRefused, may_try_again=False)


@pytest.mark.parametrize(("verdicts", "left"), [((ATTACK,), 0), ((STRANGER,), 1), ((STRANGER, SILENT), 0)])
def test_starting_over_gives_no_try_back(verdicts: tuple[FaceCompared, ...], left: int) -> None:
    walk = Walk().at_camera()
    for number, refused in enumerate(verdicts):
        walk.told(*([events.TriedAgain()] if number else []), refused)
    again(walk).told(DocumentRead(DOCUMENT), events.HolderCompared(same=True))
    if left:
        walk.sees(identify.FaceConsent).told(events.Confirmed()).sees(identify.LookAtCamera, tries=2)
        walk.told(STRANGER).sees(identify.FaceRefused, may_try_again=False)
    else:
        walk.sees(visit.StaffComing, why="triesSpent", resume=None).asks(effects.CallStaff)


@pytest.mark.parametrize("drawn", [TURN, FaceLit(Light.ROSE)])
def test_who_leaves_when_something_was_asked_has_used_the_try(drawn: FaceChallenged | FaceLit) -> None:
    """Else a film could be offered to ever new challenges, and taken away before each verdict."""
    walk = again(Walk().at_camera().told(drawn, FaceGuided(Guidance.NO_FACE)))
    walk.told(DocumentRead(DOCUMENT), events.HolderCompared(same=True), events.Confirmed())
    walk.sees(identify.LookAtCamera, tries=2)
    again(walk.told(drawn)).told(DocumentRead(DOCUMENT), events.HolderCompared(same=True))
    walk.sees(visit.StaffComing, why="triesSpent", resume=None)


def test_who_left_the_camera_lost_has_used_the_try_too() -> None:
    walk = Walk().at_camera().told(TURN, DeviceLost("face", "userError")).waits(90).sees(visit.OutOfService)
    again(walk.told(DeviceBack("face"))).told(DocumentRead(DOCUMENT), events.HolderCompared(same=True))
    walk.told(events.Confirmed()).sees(identify.LookAtCamera, tries=2)


def test_calling_staff_gives_no_other_draw_for_nothing() -> None:
    walk = Walk().at_camera().told(TURN, events.StaffAsked()).sees(visit.StaffComing)
    walk.told(events.WentBack()).sees(identify.LookAtCamera, tries=2, asked=None, drawn=False)
    walk.told(TURN, events.StaffAsked()).sees(visit.StaffComing, resume=None)
    walk.told(events.WentBack()).sees(visit.StaffComing)
    again(walk).told(DocumentRead(DOCUMENT), events.HolderCompared(same=True))
    walk.sees(visit.StaffComing, why="triesSpent")


def test_who_leaves_before_anything_was_asked_has_used_nothing() -> None:
    walk = Walk().at_camera().told(FaceGuided(Guidance.COME_CLOSER), events.StaffAsked(), events.WentBack())
    walk.sees(identify.LookAtCamera, tries=1)
    again(walk).told(DocumentRead(DOCUMENT), events.HolderCompared(same=True), events.Confirmed())
    walk.sees(identify.LookAtCamera, tries=1)


def test_a_document_that_is_not_genuine_takes_every_try() -> None:
    """Else its holder would start over, and keep the chip away that gave it away."""
    walk = Walk().at_document().told(DocumentNotRead(DocumentTrouble.NOT_GENUINE)).sees(identify.DocumentRefused)
    again(walk).told(DocumentRead(DOCUMENT), events.HolderCompared(same=True))
    walk.sees(visit.StaffComing, why="triesSpent", resume=None).asks(effects.CallStaff)


def test_another_appointment_has_tries_of_its_own() -> None:
    walk = Walk().at_camera().told(ATTACK, events.StartedOver(), events.Started(), CodeRead(CODE))
    walk.told(events.CodeVerified(replace(APPOINTMENT, id="A-8")))
    walk.told(DocumentRead(DOCUMENT), events.HolderCompared(same=True)).sees(identify.FaceConsent)
