"""What chance may tell of appointments and queue numbers."""

from __future__ import annotations

from booking_words import AT, BOOKING, CANCELLED, CHECKED_IN, DAYS, LATER, NUMBER, SLOTS
from flow_walk import APPOINTMENT, OWN_TICKET, TICKET

from kiosk.core.booking import BookingRefusal, Refused
from kiosk.flows import booking, checkin, events, walkin

_TODAY = frozenset({BOOKING.id, CHECKED_IN.id})
_CHOICES = ("new", "mine", "number", "document", "noCode", "move", "cancel", "ticket", "calendar", "transfer")
_TAKEN = Refused(BookingRefusal.SLOT_TAKEN, SLOTS[1:])
_FOUND = (
    booking.MineFound((BOOKING, LATER), AT, _TODAY),
    booking.MineFound((LATER,), AT),
    booking.MineFound((CHECKED_IN,), AT, _TODAY),
    booking.MineFound((), AT),
)

POOL = (
    *(events.Chosen(chosen) for chosen in _CHOICES),
    events.Chosen(BOOKING.id),
    events.Typed(NUMBER),
    events.Typed("0023"),
    booking.TimesFound(DAYS),
    booking.TimesFound(()),
    booking.TimesOffline(DAYS),
    *_FOUND,
    booking.FindRefused(BookingRefusal.TOO_OFTEN),
    *(booking.Answered(answer, AT) for answer in (BOOKING, CANCELLED, _TAKEN)),
    booking.Answered(_TAKEN, AT, DAYS),
    *(booking.Answered(Refused(why), AT) for why in BookingRefusal),
    booking.AnswerLost("0b8a6a7e-0b8e-4f6e-9a51-1f1c1d8f6a10"),
    *(booking.Settled(answer, AT) for answer in (None, BOOKING, CANCELLED, _TAKEN)),
    walkin.NumberTaken(TICKET, offline=False),
    walkin.NumberTaken(OWN_TICKET, offline=True),
)

USUAL = {
    walkin.ChoosingQueue: (events.Chosen("transfer"),),
    walkin.TakingNumber: (walkin.NumberTaken(TICKET, offline=False), walkin.NumberTaken(OWN_TICKET, offline=True)),
    walkin.WalkInTicket: (events.Confirmed(),),
    checkin.OtherWays: (events.Chosen("number"), events.Chosen("document"), events.WentBack()),
    checkin.CheckInNumber: (events.Typed(NUMBER), events.Typed("1")),
    checkin.FindingToday: (*_FOUND, events.BankLost()),
    checkin.NoneToday: (events.WentBack(), events.TriedAgain(), events.Declined()),
    checkin.OfferCheckIn: (events.Chosen(BOOKING.id),),
    booking.AppointmentMenu: tuple(events.Chosen(chosen) for chosen in ("new", "new", "mine", "number")),
    booking.BookingService: (events.Chosen("transfer"),),
    booking.FindingTimes: (booking.TimesFound(DAYS), booking.TimesFound(()), booking.TimesOffline(DAYS)),
    booking.TimesUnknown: (events.TriedAgain(), events.WentBack()),
    booking.NoTimes: (events.TriedAgain(), events.WentBack()),
    booking.ChoosingDay: (events.Chosen(DAYS[0].date.isoformat()),),
    booking.ChoosingTime: tuple(events.Chosen(slot.starts.isoformat()) for slot in SLOTS),
    booking.ConfirmingBooking: (events.Confirmed(), events.WentBack()),
    booking.ConfirmingCancellation: (events.Confirmed(), events.Declined()),
    booking.BookingUnderWay: (
        booking.Answered(BOOKING, AT),
        booking.Answered(_TAKEN, AT, DAYS),
        booking.Answered(Refused(BookingRefusal.TOO_MANY), AT),
        booking.AnswerLost("k"),
    ),
    booking.BookingUnsure: (events.TriedAgain(),),
    booking.BookingSettling: (booking.Settled(None, AT), booking.Settled(BOOKING, AT), booking.AnswerLost("k")),
    booking.BookingNotDone: (events.TriedAgain(), events.WentBack()),
    booking.BookingRefused: (events.WentBack(),),
    booking.BookingTicket: (events.Chosen("calendar"), events.Confirmed()),
    booking.BookingCancelled: (events.Chosen("calendar"), events.Confirmed()),
    booking.TakingCalendar: (events.Confirmed(),),
    booking.LookingUpBookings: (*_FOUND, events.BankLost(), booking.FindRefused(BookingRefusal.UNKNOWN)),
    booking.BookingBankAway: (events.TriedAgain(), events.WentBack()),
    booking.MyBookings: (events.Chosen(BOOKING.id), events.Chosen("new"), events.WentBack()),
    booking.MyBooking: tuple(events.Chosen(chosen) for chosen in ("move", "cancel", "ticket")),
    booking.BookingNumber: (events.Typed(NUMBER), events.Typed("1")),
    booking.DocumentTail: (events.Typed("0023"), events.WentBack()),
}
"""`APPOINTMENT` is what `BOOKING`'s code says."""
assert APPOINTMENT.id == BOOKING.id
