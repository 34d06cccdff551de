"""Booking, moving and cancelling an appointment, and what may come between."""

from __future__ import annotations

import pytest
from booking_words import AT, BOOKING, CANCELLED, CHECKED_IN, DAYS, LATER, NUMBER, SLOTS
from flow_walk import DOCUMENT, Walk, personal_in, verdict
from flow_walk import NUMBER as ID_NUMBER

from kiosk.core.booking import BookingRefusal, ByDocument, ByNumber, Refused
from kiosk.core.ports import DocumentRead, FaceCompared
from kiosk.flows import booking, identify, receipt, survey, visit
from kiosk.flows.events import (
    BankLost,
    Chosen,
    Confirmed,
    Declined,
    HolderNamed,
    Rated,
    StaffAsked,
    StaffPaged,
    Started,
    StartedOver,
    TriedAgain,
    Typed,
    WentBack,
)

ME = ByDocument(ID_NUMBER)
TAKEN = Refused(BookingRefusal.SLOT_TAKEN, SLOTS[1:])


def begun() -> Walk:
    return Walk().told(Started(), Chosen("appointments"))


def choosing() -> Walk:
    walk = begun().told(Chosen("new"), Chosen("transfer")).sees(booking.FindingTimes).asks(booking.FindTimes)
    assert walk.effect(booking.FindTimes).service == "transfer"
    return walk.told(booking.TimesFound(DAYS))


def identified(walk: Walk) -> Walk:
    return walk.told(
        DocumentRead(DOCUMENT), HolderNamed("pseudonym"), Confirmed(), FaceCompared(verdict(accepted=True))
    )


def confirming() -> Walk:
    chosen = choosing().told(Chosen(DAYS[0].date.isoformat()), Chosen(SLOTS[0].starts.isoformat()))
    return identified(chosen.sees(identify.PresentDocument))


def asked() -> Walk:
    return confirming().told(Confirmed())


def mine(*bookings: object) -> Walk:
    found = begun().told(Chosen("mine"))
    return identified(found).told(booking.MineFound(bookings or (BOOKING, LATER), AT))  # type: ignore[arg-type]


def test_an_appointment_is_booked() -> None:
    walk = confirming().sees(booking.ConfirmingBooking, slot=SLOTS[0], whose=ME, moving=None).asks()
    walk.told(Confirmed()).sees(booking.BookingUnderWay).asks(booking.Ask)
    assert walk.effect(booking.Ask) == booking.Ask("book", ME, "transfer", SLOTS[0].starts)

    walk.told(booking.Answered(BOOKING, AT)).sees(booking.BookingTicket, what="book").asks()
    walk.told(Chosen("calendar")).sees(booking.TakingCalendar).told(Confirmed()).sees(booking.BookingTicket)
    walk.told(Confirmed()).sees(receipt.ReceiptOffer).told(Confirmed()).sees(visit.Menu, again=True).told(Confirmed())
    walk.sees(survey.Survey, service="appointments").told(Rated(5)).sees(visit.Farewell)


def test_nobody_is_identified_before_there_is_a_time() -> None:
    walk = choosing().sees(booking.ChoosingDay).needs(None)
    walk.told(Chosen(DAYS[0].date.isoformat())).sees(booking.ChoosingTime, slots=DAYS[0].slots).needs(None)
    walk.told(Chosen(SLOTS[0].starts.isoformat())).sees(identify.PresentDocument).needs("reader")
    walk.told(WentBack()).sees(booking.ChoosingTime).told(WentBack()).sees(booking.ChoosingDay)
    walk.told(WentBack()).sees(booking.BookingService).told(WentBack()).sees(booking.AppointmentMenu)
    walk.told(WentBack()).sees(visit.Menu)


def test_a_double_tap_books_once() -> None:
    walk = asked()
    for _ in range(3):
        walk.told(Confirmed()).sees(booking.BookingUnderWay).asks()
    walk.told(booking.Answered(BOOKING, AT), booking.Answered(BOOKING, AT)).sees(booking.BookingTicket).asks()


def test_what_was_not_offered_cannot_be_chosen() -> None:
    choosing().told(Chosen("2026-03-09")).sees(booking.ChoosingDay).told(
        Chosen(DAYS[0].date.isoformat()), Chosen(SLOTS[2].starts.isoformat())
    ).sees(booking.ChoosingTime)


def test_the_last_place_was_taken_meanwhile() -> None:
    walk = asked().told(booking.Answered(TAKEN, AT, DAYS))
    walk.sees(booking.ChoosingTime, taken=True, slots=SLOTS)
    walk.told(Chosen(SLOTS[2].starts.isoformat())).sees(booking.ConfirmingBooking, whose=ME)
    walk.told(Confirmed()).asks(booking.Ask)
    asked().told(booking.Answered(TAKEN, AT)).sees(booking.NoTimes)


@pytest.mark.parametrize("why", [why for why in BookingRefusal if why is not BookingRefusal.SLOT_TAKEN])
def test_every_refusal_is_told_and_leads_on(why: BookingRefusal) -> None:
    walk = asked().told(booking.Answered(Refused(why), AT)).sees(booking.BookingRefused, why=why)
    walk.told(WentBack()).sees(booking.AppointmentMenu)


def test_a_lost_answer_is_neither_yes_nor_no() -> None:
    walk = asked().told(booking.AnswerLost("k")).sees(booking.BookingUnsure, what="book", key="k").asks()
    walk.told(Confirmed(), Declined()).sees(booking.BookingUnsure)
    walk.told(TriedAgain()).sees(booking.BookingSettling).asks(booking.Settle)
    assert walk.effect(booking.Settle).key == "k"
    walk.told(booking.AnswerLost("k")).sees(booking.BookingUnsure).told(TriedAgain())
    walk.told(booking.Settled(BOOKING, AT)).sees(booking.BookingTicket)


def test_a_lost_answer_that_did_nothing_may_be_tried_again() -> None:
    walk = asked().told(booking.AnswerLost("k"), TriedAgain(), booking.Settled(None, AT))
    walk.sees(booking.BookingNotDone, what="book").told(TriedAgain()).sees(booking.ConfirmingBooking)
    walk.told(Confirmed()).asks(booking.Ask)


def test_a_lost_answer_that_was_no_says_nothing_of_other_times() -> None:
    """Settling tells that the time was taken, and not what is free: that is heard by asking again."""
    walk = asked().told(booking.AnswerLost("k"), TriedAgain(), booking.Settled(TAKEN, AT))
    walk.sees(booking.BookingNotDone, what="book").told(TriedAgain(), Confirmed(), booking.Answered(TAKEN, AT, DAYS))
    walk.sees(booking.ChoosingTime, taken=True)


def test_whoever_is_unsure_may_leave_or_call_staff() -> None:
    asked().told(booking.AnswerLost("k"), StaffAsked()).sees(visit.StaffComing)
    asked().told(booking.AnswerLost("k"), StartedOver()).sees(visit.Attract)


def test_while_the_bank_writes_nobody_leaves_and_the_answer_is_kept() -> None:
    walk = asked().told(StartedOver()).sees(booking.BookingUnderWay).waits(300).is_left_alone()
    walk.told(StaffAsked(), StaffPaged(delivered=True)).sees(booking.BookingUnderWay)
    walk.told(booking.Answered(BOOKING, AT)).sees(booking.BookingTicket)


def test_the_bank_is_away_before_anything_is_asked() -> None:
    walk = begun().told(Chosen("new"), Chosen("transfer"), booking.TimesOffline(DAYS))
    walk.sees(booking.TimesUnknown, days=DAYS).told(Chosen(DAYS[0].date.isoformat())).sees(booking.TimesUnknown)
    walk.told(TriedAgain()).sees(booking.FindingTimes).asks(booking.FindTimes)
    walk.told(booking.TimesFound(())).sees(booking.NoTimes).told(Declined()).sees(visit.Menu)


def test_an_appointment_is_moved() -> None:
    walk = mine().sees(booking.MyBookings).told(Chosen(BOOKING.id)).sees(booking.MyBooking)
    walk.told(Chosen("move")).asks(booking.FindTimes).told(booking.TimesFound(DAYS))
    walk.told(Chosen(DAYS[1].date.isoformat()), Chosen(SLOTS[2].starts.isoformat()))
    walk.sees(booking.ConfirmingBooking, slot=SLOTS[2]).told(WentBack()).sees(booking.ChoosingTime)
    walk.told(Chosen(SLOTS[2].starts.isoformat()), Confirmed())
    assert walk.effect(booking.Ask) == booking.Ask("move", ME, "transfer", SLOTS[2].starts, BOOKING)
    walk.told(booking.Answered(LATER, AT)).sees(booking.BookingTicket, what="move")


def test_a_time_that_cannot_be_moved_to_leaves_the_old_one() -> None:
    walk = mine().told(Chosen(BOOKING.id), Chosen("move"), booking.TimesFound(DAYS))
    walk.told(WentBack()).sees(booking.MyBooking).told(Chosen("move"), booking.TimesOffline(()))
    walk.sees(booking.TimesUnknown).told(WentBack()).sees(booking.MyBooking, booking=BOOKING)


def test_an_appointment_is_cancelled_only_when_its_customer_says_so_again() -> None:
    walk = mine().told(Chosen(BOOKING.id), Chosen("cancel")).sees(booking.ConfirmingCancellation).asks()
    walk.told(Declined()).sees(booking.MyBooking).asks()
    walk.told(Chosen("cancel"), Confirmed())
    assert walk.effect(booking.Ask) == booking.Ask("cancel", ME, "transfer", booking=BOOKING)
    walk.told(booking.Answered(CANCELLED, AT)).sees(booking.BookingCancelled).asks()
    walk.told(Chosen("calendar")).sees(booking.TakingCalendar, booking=CANCELLED).told(Confirmed(), Confirmed())
    walk.sees(receipt.ReceiptOffer).told(Confirmed()).sees(visit.Menu, again=True)


def test_by_its_number_an_appointment_can_be_seen_and_cancelled_but_not_moved() -> None:
    walk = begun().told(Chosen("number"), Typed("482915308")).sees(booking.BookingNumber, wrong=True)
    walk.told(Typed(NUMBER)).sees(booking.DocumentTail).told(Typed("12")).sees(booking.DocumentTail, wrong=True)
    walk.told(Typed("0023")).sees(booking.LookingUpBookings).needs(None)
    assert walk.effect(booking.FindMine).whose == ByNumber(NUMBER, "0023")
    walk.told(booking.MineFound((BOOKING,), AT), Chosen(BOOKING.id), Chosen("move")).sees(booking.MyBooking)
    walk.told(Chosen("cancel"), Confirmed()).asks(booking.Ask)
    begun().told(Chosen("number"), Typed(NUMBER), Typed("0023"), booking.FindRefused(BookingRefusal.TOO_OFTEN)).sees(
        booking.BookingRefused, why=BookingRefusal.TOO_OFTEN
    )


def test_who_is_checked_in_changes_nothing_here() -> None:
    walk = mine(CHECKED_IN).told(Chosen(CHECKED_IN.id))
    walk.told(Chosen("cancel"), Chosen("move"), Chosen("ticket")).sees(booking.MyBooking)


def test_the_code_can_be_seen_again() -> None:
    walk = mine().told(Chosen(BOOKING.id), Chosen("ticket")).sees(booking.BookingTicket, what=None, at=AT).asks()
    walk.told(Confirmed()).sees(booking.MyBooking)


def test_none_are_found_and_the_bank_is_away() -> None:
    begun().told(Chosen("mine"))
    walk = identified(begun().told(Chosen("mine")))
    walk.told(BankLost()).sees(booking.BookingBankAway).told(TriedAgain()).asks(booking.FindMine)
    walk.told(booking.MineFound((), AT)).sees(booking.MyBookings, bookings=()).told(Chosen("new"))
    walk.sees(booking.BookingService)


def test_nobody_is_identified_twice() -> None:
    walk = confirming().told(WentBack(), WentBack()).sees(booking.ChoosingDay)
    walk.told(Chosen(DAYS[1].date.isoformat()), Chosen(SLOTS[2].starts.isoformat()))
    walk.sees(booking.ConfirmingBooking, whose=ME, slot=SLOTS[2])
    walk = identified(begun().told(Chosen("mine"))).told(booking.MineFound((), AT), Chosen("new"), Chosen("transfer"))
    walk.told(booking.TimesFound(DAYS), Chosen(DAYS[1].date.isoformat()), Chosen(SLOTS[2].starts.isoformat()))
    walk.sees(booking.ConfirmingBooking, whose=ME)
    walk = identified(begun().told(Chosen("mine"))).told(booking.MineFound((), AT), Chosen("new"), Chosen("transfer"))
    walk.told(booking.TimesOffline(()), TriedAgain(), booking.TimesFound(()), TriedAgain(), booking.TimesFound(DAYS))
    walk.told(WentBack(), Chosen("transfer"), booking.TimesFound(DAYS))
    walk.told(Chosen(DAYS[1].date.isoformat()), Chosen(SLOTS[2].starts.isoformat()))
    walk.sees(booking.ConfirmingBooking, whose=ME)


def test_failed_faces_are_counted_for_the_person() -> None:
    walk = begun().told(Chosen("mine"), DocumentRead(DOCUMENT), HolderNamed("somebody"), Confirmed())
    walk.told(FaceCompared(verdict(accepted=False)), TriedAgain(), FaceCompared(verdict(accepted=False)))
    walk.sees(identify.FaceRefused, may_try_again=False)
    assert walk.visit.face_tries == {"somebody": 2}
    walk.told(StartedOver(), Started(), Chosen("appointments"), Chosen("mine"), DocumentRead(DOCUMENT))
    walk.told(HolderNamed("somebody")).sees(visit.StaffComing)


def test_nothing_of_it_is_left_after_the_visit() -> None:
    walk = asked().told(booking.Answered(BOOKING, AT))
    assert personal_in(walk.visit) == []
    walk.told(StartedOver())
    assert "A-7" not in repr(walk.visit)
