"""Appointments and queue numbers, and what can come between."""

from __future__ import annotations

from kiosk.demo.walks import receipt
from kiosk.demo.walks.checkin import SERVED, STAFF, WARNED, document, face
from kiosk.demo.walks.steps import Dial, Expect, Network, Pick, Stand, Step, TakenElsewhere, Tap, Walk

_AT_THE_MENU: tuple[Step, ...] = (Expect("Attract"), Tap("start"), Expect("Menu"))
_APPOINTMENTS: tuple[Step, ...] = (*_AT_THE_MENU, Tap("choose-appointments"), Expect("AppointmentMenu"))
_NO_CODE: tuple[Step, ...] = (
    *_AT_THE_MENU,
    Tap("choose-checkIn"),
    Expect("Scanning"),
    Tap("noCode"),
    Expect("OtherWays"),
)
_IDENTIFIED: tuple[Step, ...] = (*document(), *face())
_TIME: tuple[Step, ...] = (Expect("ChoosingDay"), Pick(1), Expect("ChoosingTime"), Pick(2))
_TO_BOOK: tuple[Step, ...] = (
    *_APPOINTMENTS,
    Tap("choose-new"),
    Expect("BookingService"),
    Tap("choose-card"),
    *_TIME,
    *_IDENTIFIED,
    Expect("ConfirmingBooking", within_s=90.0),
    Stand(None),
)
_MINE: tuple[Step, ...] = (
    *_APPOINTMENTS,
    Tap("choose-mine"),
    *_IDENTIFIED,
    Expect("MyBookings", within_s=90.0),
    Stand(None),
)
_DONE: tuple[Step, ...] = (
    Tap("confirm"),
    *receipt.NONE,
    Expect("Menu"),
    Tap("done"),
    Expect("Survey"),
    Tap("rate4"),
    Expect("Farewell"),
)
_CALENDAR: tuple[Step, ...] = (Tap("calendar"), Expect("TakingCalendar"), Tap("confirm"))

WALKS: tuple[Walk, ...] = (
    Walk(
        "book",
        "A customer finds a free time, is identified, books it, and takes it away in the telephone's calendar.",
        "booked",
        (
            *_TO_BOOK,
            Tap("confirm"),
            Expect("BookingTicket", saying="book"),
            *_CALENDAR,
            Expect("BookingTicket"),
            *_DONE,
        ),
    ),
    Walk(
        "move",
        "A customer moves an appointment to another day; the old time is given up only with the new one.",
        "moved",
        (
            *_MINE,
            Pick(0),
            Expect("MyBooking"),
            Tap("move"),
            *_TIME,
            Expect("ConfirmingBooking"),
            Tap("confirm"),
            Expect("BookingTicket", saying="move"),
            *_DONE,
        ),
    ),
    Walk(
        "cancel",
        "A customer cancels an appointment by its number and the last digits of the document, and is asked twice.",
        "cancelled",
        (
            *_APPOINTMENTS,
            Tap("choose-number"),
            Expect("BookingNumber"),
            Dial("early"),
            Expect("DocumentTail"),
            Dial("tail"),
            Expect("MyBookings"),
            Pick(0),
            Expect("MyBooking"),
            Tap("cancel"),
            Expect("ConfirmingCancellation"),
            Tap("confirm"),
            Expect("BookingCancelled"),
            *_CALENDAR,
            Expect("BookingCancelled"),
            *_DONE,
        ),
    ),
    Walk(
        "slot-taken",
        "While the customer looks at the summary the last places are taken: another time is offered, and booked.",
        "booked",
        (
            *_TO_BOOK,
            TakenElsewhere(),
            Tap("confirm"),
            Expect("ChoosingTime"),
            Pick(1),
            Expect("ConfirmingBooking"),
            Tap("confirm"),
            Expect("BookingTicket", saying="book"),
            *_DONE,
        ),
    ),
    Walk(
        "check-in-by-number",
        "A customer without a code types the booking number, shows the document and the face, and is checked in.",
        "checked-in",
        (
            *_NO_CODE,
            Tap("choose-number"),
            Expect("CheckInNumber"),
            Dial("valid"),
            *_IDENTIFIED,
            Expect("OfferCheckIn", within_s=90.0),
            Stand(None),
            Tap("confirm"),
            *WARNED,
            *SERVED,
        ),
    ),
    Walk(
        "check-in-by-card",
        "A customer without a code shows the document alone, and chooses which of today's appointments it is.",
        "checked-in",
        (
            *_NO_CODE,
            Tap("choose-document"),
            *_IDENTIFIED,
            Expect("OfferCheckIn", within_s=90.0),
            Stand(None),
            Pick(0),
            *WARNED,
            *SERVED,
        ),
    ),
    Walk(
        "walk-in",
        "A customer without an appointment takes a number, and hears how long it may take.",
        "numbered",
        (
            *_AT_THE_MENU,
            Tap("choose-walkIn"),
            Expect("ChoosingQueue"),
            Tap("choose-transfer"),
            Expect("WalkInTicket", saying="printed"),
            Tap("done"),
            Expect("Menu"),
            Tap("done"),
            Expect("Survey"),
            Tap("skip"),
            Expect("Farewell"),
        ),
    ),
    Walk(
        "book-offline",
        "The network is down: the customer is told before showing anything, and takes a number of the terminal's own.",
        "numbered",
        (
            Expect("Attract"),
            Network(up=False),
            *_APPOINTMENTS,
            Tap("choose-new"),
            Expect("BookingService"),
            Tap("choose-card"),
            Expect("TimesUnknown"),
            Tap("leave"),
            Expect("Menu"),
            Tap("choose-walkIn"),
            Expect("ChoosingQueue"),
            Tap("choose-card"),
            Expect("WalkInTicket", saying="printed"),
            Network(up=True),
            Tap("done"),
            Expect("Menu"),
            *STAFF,
        ),
    ),
)
