"""Every screen of appointments and queue numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.core.appointment import QueueTicket
from kiosk.core.booking import Booking, BookingRefusal, BookingState, ByDocument, ByNumber, FreeSlot, by_day
from kiosk.core.ports import PrintOutcome
from kiosk.core.waiting import Wait
from kiosk.flows import booking, checkin, walkin
from kiosk.ui.catalogue.checkin import DOCUMENT

_ZONE = ZoneInfo("Asia/Shanghai")
_AT = datetime(2031, 7, 10, 2, 0, tzinfo=UTC)
_CODE = (
    "eyJhbGciOiJFZDI1NTE5IiwidHlwIjoiYXBwb2ludG1lbnQrand0Iiwia2lkIjoiazEifQ.eyJpc3MiOiJhY21lIiwiYXVkIjoiMDA0MiIsImp0aSI6"
    "InE3WWMybVpwIiwibmJmIjoxNzk1Mzk3NDAwLCJleHAiOjE3OTU0MDAxMDAsImFwdCI6IjEwNDciLCJzdmMiOiJ0cmFuc2ZlciIsImhsZCI6IkNxZ2xl"
    "UUdNMUZ2ZCJ9._fnoWtDLelW1Tj1LEQKMY5zz8IzawOdi8We5xxzLsfhGy8ER5hjWX3oz0Ml0jhmH4-Y7HsQME3UqwxSCDt3EDg"
)


def _slot(day: int, hour: int, left: int = 3) -> FreeSlot:
    starts = datetime(2031, 7, day, hour, 30, tzinfo=UTC)
    return FreeSlot("account", starts, starts + timedelta(hours=1), left)


_SLOTS = tuple(_slot(day, hour, left) for day in (11, 14, 15, 16) for hour, left in ((1, 3), (2, 1), (6, 2), (7, 3)))
_MANY = tuple(_slot(17, hour, 1 + hour % 3) for hour in range(1, 10))
_DAYS = by_day((*_SLOTS, *_MANY), _ZONE)
_BOOKING = Booking(
    id="1047",
    number="482915309",
    branch="lakeside",
    service="account",
    starts=_SLOTS[0].starts,
    ends=_SLOTS[0].ends,
    opens=_SLOTS[0].starts - timedelta(minutes=30),
    closes=_SLOTS[0].starts + timedelta(minutes=15),
    state=BookingState.BOOKED,
    uid="5f0c1f0e-3f55-4f0e-9c0b-0a1d1f3f2b11",
    code=_CODE,
)
_OTHER = replace(_BOOKING, id="1048", starts=_SLOTS[6].starts, ends=_SLOTS[6].ends, service="account")
_IN = replace(_OTHER, id="1049", state=BookingState.CHECKED_IN, code=None)
_GONE = replace(_BOOKING, state=BookingState.CANCELLED, sequence=1, code=None)
_ME = ByDocument("X00000000")
_MINE = booking.MyBookings((_BOOKING, _OTHER, _IN), _ME, _AT)
_BY_NUMBER = booking.MyBookings((replace(_BOOKING, code=None),), ByNumber("482915309", "0000"), _AT)
_ONE = booking.MyBooking(_BOOKING, _MINE)
_DAY = booking.ChoosingDay("account", _DAYS)
_TIME = booking.ChoosingTime("account", _SLOTS[:4], _DAY)
_CONFIRMING = booking.ConfirmingBooking(_SLOTS[0], _ME, _TIME)
_MOVING = booking.ConfirmingBooking(_SLOTS[5], _ME, _TIME, booking.Moving(_ONE, _ME))
_CANCELLING = booking.ConfirmingCancellation(_ONE)
_TICKET = booking.BookingTicket(_BOOKING, "book", _AT)
_CANCELLED = booking.BookingCancelled(_GONE, _AT)
_NUMBER = QueueTicket("A018", "account", counter="3", waiting=5, wait=Wait(15, 40))


def tasks() -> dict[str, object]:
    """Every example by name."""
    return {
        "AppointmentMenu": booking.AppointmentMenu(),
        "BookingService": booking.BookingService(),
        "FindingTimes": booking.FindingTimes("account"),
        "TimesUnknown": booking.TimesUnknown("account", _DAYS),
        "TimesUnknown-none": booking.TimesUnknown("account", ()),
        "NoTimes": booking.NoTimes("account"),
        "ChoosingDay": _DAY,
        "ChoosingTime": _TIME,
        "ChoosingTime-many": booking.ChoosingTime("account", _MANY, _DAY),
        "ChoosingTime-taken": booking.ChoosingTime("account", _SLOTS[1:7], _DAY, taken=True),
        "ConfirmingBooking": _CONFIRMING,
        "ConfirmingBooking-move": _MOVING,
        "ConfirmingCancellation": _CANCELLING,
        "BookingUnderWay": booking.BookingUnderWay("book", _CONFIRMING),
        "BookingUnsure-book": booking.BookingUnsure("k", "book", _CONFIRMING),
        "BookingUnsure-move": booking.BookingUnsure("k", "move", _MOVING),
        "BookingUnsure-cancel": booking.BookingUnsure("k", "cancel", _CANCELLING),
        "BookingSettling": booking.BookingSettling("k", "book", _CONFIRMING),
        "BookingNotDone-book": booking.BookingNotDone("book", _CONFIRMING),
        "BookingNotDone-cancel": booking.BookingNotDone("cancel", _CANCELLING),
        **{f"BookingRefused-{why}": booking.BookingRefused(why) for why in BookingRefusal},
        "BookingTicket": _TICKET,
        "BookingTicket-moved": replace(_TICKET, what="move"),
        "BookingTicket-again": replace(_TICKET, what=None, one=_ONE),
        "BookingTicket-noCode": replace(_TICKET, booking=replace(_BOOKING, code=None)),
        "BookingCancelled": _CANCELLED,
        "TakingCalendar": booking.TakingCalendar(_BOOKING, _AT, _TICKET),
        "TakingCalendar-cancelled": booking.TakingCalendar(_GONE, _AT, _CANCELLED),
        "LookingUpBookings": booking.LookingUpBookings(_ME),
        "BookingBankAway": booking.BookingBankAway(_ME),
        "MyBookings": _MINE,
        "MyBookings-none": booking.MyBookings((), _ME, _AT),
        "MyBooking": _ONE,
        "MyBooking-number": booking.MyBooking(_BY_NUMBER.bookings[0], _BY_NUMBER),
        "MyBooking-checkedIn": booking.MyBooking(_IN, _MINE),
        "BookingNumber": booking.BookingNumber(),
        "BookingNumber-wrong": booking.BookingNumber(wrong=True),
        "DocumentTail": booking.DocumentTail("482915309"),
        "OtherWays": checkin.OtherWays(),
        "CheckInNumber": checkin.CheckInNumber(),
        "CheckInNumber-wrong": checkin.CheckInNumber(wrong=True),
        "FindingToday": checkin.FindingToday(DOCUMENT, None),
        **{
            f"NoneToday-{why}": checkin.NoneToday(why)
            for why in ("none", "number", "checkedIn", "tooOften", "bankLost")
        },
        "NoneToday-later": checkin.NoneToday("later", _BOOKING),
        "OfferCheckIn": checkin.OfferCheckIn((_BOOKING,), DOCUMENT),
        "OfferCheckIn-several": checkin.OfferCheckIn((_BOOKING, _OTHER), DOCUMENT),
        "ChoosingQueue": walkin.ChoosingQueue(),
        "TakingNumber": walkin.TakingNumber("account"),
        "WalkInTicket": walkin.WalkInTicket(_NUMBER, offline=False, printed=PrintOutcome.PRINTED),
        "WalkInTicket-next": walkin.WalkInTicket(replace(_NUMBER, waiting=0, wait=Wait(0, 15)), offline=False),
        "WalkInTicket-unknown": walkin.WalkInTicket(
            QueueTicket("A018", "account", counter="3"), offline=False, printed=PrintOutcome.PRINTED
        ),
        "WalkInTicket-offline": walkin.WalkInTicket(
            QueueTicket("K12-003", "account"), offline=True, printed=PrintOutcome.PAPER_OUT
        ),
    }
