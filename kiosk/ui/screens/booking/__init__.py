"""The screens of appointments."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import Property, Slot
from PySide6.QtQml import QmlElement

from kiosk.core import icalendar
from kiosk.core.booking import NUMBER_DIGITS, TAIL_DIGITS, BookingRefusal, BookingState, FreeSlot, grouped
from kiosk.flows import booking, events
from kiosk.ui.screens.base import Facts, Screen, Tell
from kiosk.ui.screens.booking.base import ChoosingScreen, DigitsScreen, OneScreen, RetryScreen, TimedScreen

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class AppointmentMenu(ChoosingScreen):
    STATE = booking.AppointmentMenu

    def __init__(self, state: booking.AppointmentMenu, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._choices = [
            {"id": booking.NEW, "text": self.tr("Book an appointment"), "symbol": "calendar"},
            {
                "id": booking.MINE,
                "text": self.tr("See, move or cancel my appointments"),
                "hint": self.tr("With your identity document"),
                "symbol": "card",
            },
            {
                "id": booking.BY_NUMBER,
                "text": self.tr("See or cancel by booking number"),
                "hint": self.tr("With the last four digits of your document"),
                "symbol": "ticket",
            },
        ]


@QmlElement
class BookingService(ChoosingScreen):
    STATE = booking.BookingService

    def __init__(self, state: booking.BookingService, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._choices = self._services()


@QmlElement
class FindingTimes(Screen):
    STATE = booking.FindingTimes


@QmlElement
class TimesUnknown(RetryScreen):
    STATE = booking.TimesUnknown

    def __init__(self, state: booking.TimesUnknown, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        planned = [
            self.tr("%1: %2")
            .replace("%1", self._day(day.date))
            .replace("%2", self.tr(", ").join(self._clock(slot.starts) for slot in day.slots[:4]))
            for day in state.days[:2]
        ]
        self._say(
            self.tr("Nothing can be booked just now"),
            self.tr("The bank cannot be reached, and only the bank knows whether a place is left."),
            *([self.tr("These times are planned, and may be full:"), *planned] if planned else []),
            self.tr("You can take a number and wait, ask for a call-back, or ask our staff."),
        )

    def goes_back(self) -> bool:
        return True

    @Slot()
    def leave(self) -> None:
        self._tell(events.Declined())


@QmlElement
class NoTimes(RetryScreen):
    STATE = booking.NoTimes

    def __init__(self, state: booking.NoTimes, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._say(
            self.tr("No time is free"),
            self.tr("All appointments for this are taken: %1").replace("%1", self._service(state.service)),
            self.tr("You can take a number and wait, ask for a call-back, or ask our staff."),
        )

    def goes_back(self) -> bool:
        return True

    @Slot()
    def leave(self) -> None:
        self._tell(events.Declined())


@QmlElement
class ChoosingDay(ChoosingScreen):
    STATE = booking.ChoosingDay

    def __init__(self, state: booking.ChoosingDay, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._choices = [
            {
                "id": day.date.isoformat(),
                "text": self._day(day.date),
                "hint": self.tr("Free: %1").replace(
                    "%1", self.tr(", ").join(self._clock(slot.starts) for slot in day.slots)
                )
                if len(day.slots) <= 4
                else self.tr("Free times: %1").replace("%1", str(len(day.slots))),
            }
            for day in state.days
        ]


@QmlElement
class ChoosingTime(ChoosingScreen):
    STATE = booking.ChoosingTime

    def __init__(self, state: booking.ChoosingTime, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        days = {slot.starts.astimezone(facts.timezone).date() for slot in state.slots}
        if state.taken:
            self._say(
                self.tr("This time was just taken. Which other would suit you?"),
                self.tr("Nothing was booked yet."),
            )
        else:
            self._say(self.tr("At what time?"), *(self._day(day) for day in days))
        several = state.taken or len(days) > 1
        self._choices = [
            {
                "id": slot.starts.isoformat(),
                "text": self._span(slot),
                "hint": self._day_of(slot.starts) if several else self._left(slot),
            }
            for slot in state.slots
        ]

    def _left(self, slot: FreeSlot) -> str:
        if slot.left is None:
            return ""
        return self.tr("The last place") if slot.left == 1 else self.tr("Places left: %1").replace("%1", str(slot.left))


@QmlElement
class ConfirmingBooking(OneScreen):
    STATE = booking.ConfirmingBooking

    def __init__(self, state: booking.ConfirmingBooking, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state.slot, tell, facts, language)
        self._moves = state.moving is not None
        if state.moving is None:
            self._say(
                self.tr("Book %1?").replace("%1", self._when(state.slot)),
                self._service(state.slot.service),
                self._branch(),
                self.tr("You can move or cancel it here at any time until you have checked in."),
            )
        else:
            self._say(
                self.tr("Move your appointment to %1?").replace("%1", self._when(state.slot)),
                self._service(state.slot.service),
                self.tr("Your present time is then given up: %1").replace("%1", self._when(state.moving.booking)),
                self.tr("You get a new code. The old one is no longer valid."),
            )

    def goes_back(self) -> bool:
        return True

    @Property(bool, constant=True)
    def moves(self) -> bool:
        return self._moves


@QmlElement
class ConfirmingCancellation(OneScreen):
    STATE = booking.ConfirmingCancellation

    def __init__(self, state: booking.ConfirmingCancellation, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state.booking, tell, facts, language)
        self._say(
            self.tr("Cancel your appointment at %1?").replace("%1", self._when(state.booking)),
            self._service(state.booking.service),
            self.tr("Your place is given to somebody else, and your code is no longer valid."),
            self.tr("This cannot be undone. You can book another appointment."),
        )

    def goes_back(self) -> bool:
        return True


@QmlElement
class BookingUnderWay(Screen):
    STATE = booking.BookingUnderWay

    def may_start_over(self) -> bool:
        return False


@QmlElement
class BookingUnsure(RetryScreen):
    STATE = booking.BookingUnsure

    def __init__(self, state: booking.BookingUnsure, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        match state.what:
            case "book":
                heading = self.tr("We do not know yet whether your appointment was booked")
            case "move":
                heading = self.tr("We do not know yet whether your appointment was moved")
            case "cancel":
                heading = self.tr("We do not know yet whether your appointment was cancelled")
            case _:
                assert_never(state.what)
        self._say(
            heading,
            self.tr("The bank's answer did not reach us."),
            self.tr("Please ask again in a moment. Nothing is done twice."),
        )


@QmlElement
class BookingSettling(Screen):
    STATE = booking.BookingSettling

    def may_start_over(self) -> bool:
        return False


@QmlElement
class BookingNotDone(RetryScreen):
    STATE = booking.BookingNotDone

    def __init__(self, state: booking.BookingNotDone, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        match state.what:
            case "book":
                self._say(
                    self.tr("Nothing was booked"),
                    self.tr("The bank has confirmed this. You can try again, or choose another time."),
                )
            case "move" | "cancel":
                self._say(
                    self.tr("Your appointment stays as it was"),
                    self.tr("The bank has confirmed this. You can try again, or choose another time."),
                )
            case _:
                assert_never(state.what)

    def goes_back(self) -> bool:
        return True


@QmlElement
class BookingRefused(TimedScreen):
    STATE = booking.BookingRefused

    def __init__(self, state: booking.BookingRefused, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._why = state.why
        match state.why:
            case BookingRefusal.OVERLAPPING:
                self._say(
                    self.tr("You have another appointment at this time"),
                    self.tr("Nothing was changed. Please choose another time, or move the other appointment first."),
                )
            case BookingRefusal.TOO_MANY:
                self._say(
                    self.tr("You cannot have any more appointments"),
                    self.tr("Nothing was booked. If you cancel one, you can book another."),
                )
            case BookingRefusal.UNKNOWN:
                self._say(
                    self.tr("We could not find this appointment"),
                    self.tr("Please check the booking number and the digits of your document, or ask our staff."),
                )
            case BookingRefusal.CHECKED_IN:
                self._say(
                    self.tr("You have checked in for this appointment already"),
                    self.tr("It can no longer be changed here. Our staff will help you."),
                )
            case BookingRefusal.CANCELLED:
                self._say(
                    self.tr("This appointment was cancelled"),
                    self.tr("If you did not cancel it, please speak to our staff. They can make a new one."),
                )
            case BookingRefusal.OVER:
                self._say(self.tr("This appointment is over"), self.tr("You can book another one, or ask our staff."))
            case BookingRefusal.TOO_OFTEN:
                self._say(
                    self.tr("We cannot look for it here just now"),
                    self.tr("Too many wrong numbers were entered. Our staff will find your appointment for you."),
                )
            case BookingRefusal.SLOT_TAKEN:
                self._say(
                    self.tr("This time is no longer free"), self.tr("Nothing was changed. Please choose another time.")
                )
            case _:
                assert_never(state.why)

    def goes_back(self) -> bool:
        return True

    @Property(bool, constant=True)
    def forStaff(self) -> bool:
        """Whether nobody but the staff can help."""
        return self._why in (BookingRefusal.CHECKED_IN, BookingRefusal.CANCELLED, BookingRefusal.TOO_OFTEN)

    @Slot()
    def again(self) -> None:
        self._tell(events.WentBack())


@QmlElement
class BookingTicket(OneScreen):
    STATE = booking.BookingTicket

    def __init__(self, state: booking.BookingTicket, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state.booking, tell, facts, language)
        self._state = state
        lines = (
            self._when(state.booking),
            self._service(state.booking.service),
            self.tr("Booking number: %1").replace("%1", grouped(state.booking.number)),
            self.tr("Check in from %1, with your document.").replace("%1", self._clock(state.booking.opens)),
            self.tr("Take a photo of the code: it checks you in.")
            if state.booking.code
            else self.tr("You can check in with this number or with your document alone."),
        )
        match state.what:
            case "move":
                self._say(self.tr("Your appointment was moved"), *lines)
            case "book" | "cancel":
                self._say(self.tr("Your appointment is booked"), *lines)
            case None:
                self._say(self.tr("Your appointment"), *lines)
            case _:
                assert_never(state.what)

    @Property(str, constant=True)
    def code(self) -> str:
        return self._state.booking.code or ""


@QmlElement
class BookingCancelled(OneScreen):
    STATE = booking.BookingCancelled

    def __init__(self, state: booking.BookingCancelled, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state.booking, tell, facts, language)
        self._say(
            self.tr("Your appointment is cancelled"),
            self._when(state.booking),
            self._service(state.booking.service),
            self.tr("Its code is no longer valid."),
        )


@QmlElement
class TakingCalendar(OneScreen):
    STATE = booking.TakingCalendar

    def __init__(self, state: booking.TakingCalendar, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state.booking, tell, facts, language)
        told, cancelled = state.booking, state.booking.state is BookingState.CANCELLED
        number = self.tr("Booking number: %1").replace("%1", grouped(told.number))
        event = icalendar.Event(
            uid=told.uid,
            sequence=told.sequence,
            at=state.at,
            starts=told.starts,
            ends=told.ends,
            summary=self._service(told.service),
            location=self._branch(),
            description="" if cancelled else number,
            cancelled=cancelled,
        )
        self._calendar = icalendar.for_qr(event) or ""
        heading = self.tr("Cancel it in your calendar too") if cancelled else self.tr("Put it into your calendar")
        if self._calendar:
            self._say(
                heading,
                self.tr("Point your phone's camera at this code, and open what it finds."),
                self.tr("Your phone needs no network for it, and nothing is sent."),
            )
        else:
            self._say(heading, self.tr("This appointment does not fit into a code. Please take a photo of the page."))

    def goes_back(self) -> bool:
        return True

    @Property(str, constant=True)
    def calendar(self) -> str:
        return self._calendar


@QmlElement
class LookingUpBookings(Screen):
    STATE = booking.LookingUpBookings


@QmlElement
class BookingBankAway(RetryScreen):
    STATE = booking.BookingBankAway

    def __init__(self, state: booking.BookingBankAway, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._say(
            self.tr("The bank cannot be reached just now"),
            self.tr("Your appointments are unchanged. You can try again in a moment, or ask our staff."),
            self.tr("You can still check in here with its code."),
        )

    def goes_back(self) -> bool:
        return True


@QmlElement
class MyBookings(ChoosingScreen):
    STATE = booking.MyBookings
    PRIVATE = True

    def __init__(self, state: booking.MyBookings, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        if state.bookings:
            self._say(self.tr("Which appointment is it about?"))
        else:
            self._say(
                self.tr("You have no appointment here"),
                self.tr("We looked for appointments at this branch that were booked with this document."),
            )
        self._choices = [
            {
                "id": one.id,
                "text": self.tr("%1 on %2")
                .replace("%1", self._clock(one.starts))
                .replace("%2", self._day_of(one.starts)),
                "hint": self._service(one.service)
                if one.state is BookingState.BOOKED
                else self.tr("%1 (checked in)").replace("%1", self._service(one.service)),
                "symbol": "calendar",
            }
            for one in state.bookings
        ] or [{"id": booking.NEW, "text": self.tr("Book an appointment"), "symbol": "calendar"}]


@QmlElement
class MyBooking(OneScreen):
    STATE = booking.MyBooking

    def __init__(self, state: booking.MyBooking, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state.booking, tell, facts, language)
        self._state = state
        self._say(
            self.tr("Your appointment at %1").replace("%1", self._when(state.booking)),
            self._service(state.booking.service),
            self.tr("Booking number: %1").replace("%1", grouped(state.booking.number)),
            "" if state.may_cancel else self.tr("You have checked in: it can no longer be changed here."),
            self.tr("To move it, please look it up with your identity document.")
            if state.may_cancel and not state.may_move
            else "",
        )

    def goes_back(self) -> bool:
        return True

    @Property(bool, constant=True)
    def hasCode(self) -> bool:
        return self._state.booking.code is not None

    @Property(bool, constant=True)
    def mayMove(self) -> bool:
        return self._state.may_move

    @Property(bool, constant=True)
    def mayCancel(self) -> bool:
        return self._state.may_cancel

    @Slot()
    def move(self) -> None:
        self._tell(events.Chosen(booking.MOVE))

    @Slot()
    def cancel(self) -> None:
        self._tell(events.Chosen(booking.CANCEL))

    @Slot()
    def showCode(self) -> None:
        self._tell(events.Chosen(booking.TICKET))


@QmlElement
class BookingNumber(DigitsScreen):
    STATE = booking.BookingNumber

    def __init__(self, state: booking.BookingNumber, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._say(
            self.tr("What is your booking number?"),
            self.tr("This number cannot be right. Please look at it again.")
            if state.wrong
            else self.tr("It has nine digits, and is on your slip or in your appointment message."),
        )

    @Property(int, constant=True)
    def digits(self) -> int:
        return NUMBER_DIGITS


@QmlElement
class DocumentTail(DigitsScreen):
    STATE = booking.DocumentTail

    def __init__(self, state: booking.DocumentTail, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._say(
            self.tr("What are the last four digits of your document's number?"),
            self.tr("Of the document that you booked with. Please leave out letters."),
        )

    @Property(int, constant=True)
    def digits(self) -> int:
        return TAIL_DIGITS
