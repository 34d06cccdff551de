"""The code does not check the customer in: torn, forged, too early, too late, another branch's, used."""

import pytest
from flow_walk import CODE, Walk, turned_down

from kiosk.core import entries
from kiosk.core.appointment import TokenRefusal
from kiosk.core.ports import CodeRead, SeveralCodesSeen
from kiosk.flows import checkin, effects, events, identify, visit


@pytest.mark.parametrize("reason", TokenRefusal)
def test_each_reason_is_said_and_journalled(reason: TokenRefusal) -> None:
    walk = Walk().at_scanning().told(CodeRead(CODE), turned_down(reason)).sees(checkin.CodeRefused).asks()
    walk.notes(entries.TokenRefused, reason=reason, token_id=None).needs(None)
    assert walk.noted(entries.TokenAccepted) == 0


@pytest.mark.parametrize("reason", [reason for reason in TokenRefusal if reason is not TokenRefusal.ALREADY_USED])
def test_another_code_may_be_tried(reason: TokenRefusal) -> None:
    walk = Walk().at_scanning().told(CodeRead(CODE), turned_down(reason), events.TriedAgain())
    walk.sees(checkin.Scanning).needs("scanner")


def test_a_used_code_leads_to_staff_only() -> None:
    walk = Walk().at_scanning().told(CodeRead(CODE), turned_down(TokenRefusal.ALREADY_USED))
    walk.told(events.TriedAgain()).sees(checkin.CodeRefused)
    walk.told(events.StaffAsked()).sees(visit.StaffComing).asks(effects.CallStaff)


def test_two_codes_in_view_take_none() -> None:
    Walk().at_scanning().told(SeveralCodesSeen()).sees(checkin.Scanning, several=True).asks().needs("scanner")


def test_a_refused_code_cannot_be_confirmed_away() -> None:
    refused = Walk().at_scanning().told(CodeRead(CODE), turned_down(TokenRefusal.FORGED))
    refused.told(events.Confirmed(), events.WentBack(), events.Rated(5)).sees(checkin.CodeRefused)


def test_a_second_code_while_the_first_is_verified_is_not_taken() -> None:
    walk = Walk().at_scanning().told(CodeRead(CODE), CodeRead("another")).sees(checkin.CheckingCode).asks()
    assert isinstance(walk.visit.task, checkin.CheckingCode)
    assert walk.visit.task.code == CODE


def test_going_back_from_the_document_takes_another_code() -> None:
    Walk().at_document().told(events.WentBack()).sees(checkin.Scanning)
    Walk().at_document().told(turned_down(TokenRefusal.FORGED)).sees(identify.PresentDocument)
