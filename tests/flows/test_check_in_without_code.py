"""Checking in without a code at hand: by the document alone, or by the booking number with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from booking_words import AT, BOOKING, CHECKED_IN, LATER, NUMBER
from flow_walk import APPOINTMENT, CODE, DOCUMENT, TICKET, Walk, turned_down, verdict

from kiosk.core import entries
from kiosk.core.appointment import TokenRefusal
from kiosk.core.booking import BookingRefusal
from kiosk.core.identity import DocumentTrouble
from kiosk.core.ports import DocumentRead, FaceCompared, FaceLit, Light
from kiosk.flows import booking, checkin, identify, visit, warned
from kiosk.flows.effects import CheckIn, CompareHolder, SealCheckIn, VerifyCode
from kiosk.flows.events import (
    BankLost,
    CheckInAnswered,
    CheckInSealed,
    Chosen,
    CodeVerified,
    Confirmed,
    Declined,
    HolderCompared,
    HolderNamed,
    StaffAsked,
    TriedAgain,
    Typed,
    WentBack,
)

TODAY = frozenset({BOOKING.id, CHECKED_IN.id, "A-10"})


def by_document() -> Walk:
    walk = Walk().at_scanning().told(Chosen("noCode")).sees(checkin.OtherWays).told(Chosen("document"))
    return identified(walk)


def by_number(number: str = NUMBER) -> Walk:
    return identified(Walk().at_scanning().told(Chosen("noCode"), Chosen("number"), Typed(number)))


def identified(walk: Walk) -> Walk:
    walk.sees(identify.PresentDocument)
    walk.told(DocumentRead(DOCUMENT), HolderNamed("p"), Confirmed(), FaceCompared(verdict(accepted=True)))
    return walk.sees(checkin.FindingToday).asks(booking.FindMine)


def found(walk: Walk, *bookings: object) -> Walk:
    return walk.told(booking.MineFound(bookings, AT, TODAY))  # type: ignore[arg-type]


def test_calling_staff_before_the_camera_gives_no_other_draw_for_nothing() -> None:
    walk = Walk().at_scanning().told(Chosen("noCode"), Chosen("document"), DocumentRead(DOCUMENT), HolderNamed("p"))
    walk.told(Confirmed(), FaceLit(Light.ROSE), StaffAsked()).sees(visit.StaffComing).told(WentBack())
    walk.sees(identify.LookAtCamera, tries=2, light=None)
    walk.told(FaceLit(Light.ROSE), StaffAsked()).sees(visit.StaffComing, resume=None)


@pytest.mark.parametrize("way", [by_document, by_number])
def test_todays_appointment_is_offered_and_checked_in(way: object) -> None:
    walk = found(way(), LATER, BOOKING).sees(checkin.OfferCheckIn, bookings=(BOOKING,))  # type: ignore[operator]
    walk.told(Chosen(BOOKING.id)).sees(checkin.CheckingCode).asks(VerifyCode)
    walk.told(CodeVerified(APPOINTMENT)).sees(checkin.CheckingCode).asks(CompareHolder)
    walk.told(HolderCompared(same=True)).sees(warned.FraudWarning).told(Confirmed()).asks(CheckIn)
    assert walk.effect(CheckIn).code == CODE
    walk.told(CheckInAnswered(TICKET)).asks(SealCheckIn).told(CheckInSealed(TICKET, offline=False))
    walk.sees(checkin.Ticket)
    assert walk.noted(entries.TokenAccepted) == 1


def test_several_are_chosen_from() -> None:
    other = replace(BOOKING, id="A-10")
    walk = found(by_document(), BOOKING, other).sees(checkin.OfferCheckIn, bookings=(BOOKING, other))
    walk.told(Chosen("A-8")).sees(checkin.OfferCheckIn).told(Chosen("A-10")).sees(checkin.CheckingCode)


def test_a_number_means_that_appointment_only() -> None:
    other = replace(BOOKING, id="A-10", number="100000009")
    found(by_number(), other, BOOKING).sees(checkin.OfferCheckIn, bookings=(BOOKING,))


def test_another_persons_number_is_no_number() -> None:
    walk = found(by_number(), replace(BOOKING, number="100000009"))
    walk.sees(checkin.NoneToday, why="number").told(WentBack()).sees(checkin.OtherWays)


def test_a_slip_of_the_finger_is_found_before_anybody_is_asked() -> None:
    walk = Walk().at_scanning().told(Chosen("noCode"), Chosen("number"), Typed("482915308"))
    walk.sees(checkin.CheckInNumber, wrong=True).needs(None)


def test_nothing_today() -> None:
    found(by_document()).sees(checkin.NoneToday, why="none")
    found(by_document(), LATER).sees(checkin.NoneToday, why="later", next=LATER)
    found(by_document(), CHECKED_IN, LATER).sees(checkin.NoneToday, why="checkedIn")
    by_document().told(booking.FindRefused(BookingRefusal.TOO_OFTEN)).sees(checkin.NoneToday, why="tooOften")


def test_who_has_none_today_goes_where_a_number_can_be_taken() -> None:
    found(by_document()).told(Declined()).sees(visit.Menu)
    found(by_document(), LATER).told(Declined()).sees(visit.Menu)
    found(by_document(), CHECKED_IN).told(Declined()).sees(checkin.NoneToday, why="checkedIn")


def test_without_the_bank_only_the_code_counts() -> None:
    walk = by_document().told(BankLost()).sees(checkin.NoneToday, why="bankLost")
    walk.told(TriedAgain()).sees(checkin.FindingToday).asks(booking.FindMine)
    found(walk, BOOKING).sees(checkin.OfferCheckIn)


def test_a_code_of_somebody_else_from_the_bank_checks_nobody_in() -> None:
    walk = found(by_document(), BOOKING).told(Chosen(BOOKING.id), CodeVerified(APPOINTMENT))
    walk.told(HolderCompared(same=False)).sees(visit.StaffComing)
    walk.notes(entries.DocumentRefused, reason=DocumentTrouble.OTHER_PERSON)


def test_the_code_must_hold_as_if_it_had_been_held_up() -> None:
    walk = found(by_document(), BOOKING).told(Chosen(BOOKING.id), turned_down(TokenRefusal.TOO_EARLY))
    walk.sees(checkin.CodeRefused)


def test_the_way_back_leads_to_the_code() -> None:
    Walk().at_scanning().told(Chosen("noCode"), Chosen("document"), WentBack()).sees(checkin.OtherWays).told(
        WentBack()
    ).sees(checkin.Scanning)
