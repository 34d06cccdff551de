"""The screens of a check-in. Nothing is shown of a code whose signature did not hold."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import Property, Slot
from PySide6.QtQml import QmlElement

from kiosk.core.appointment import TokenRefusal
from kiosk.core.booking import NUMBER_DIGITS
from kiosk.core.ports import BankRefusal, PrintOutcome
from kiosk.flows import checkin, events
from kiosk.ui.screens.base import Facts, Screen, Tell, in_language
from kiosk.ui.screens.booking.base import ChoosingScreen, DigitsScreen, TimedScreen

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Scanning(Screen):
    STATE = checkin.Scanning
    STEP = 1

    def __init__(self, state: checkin.Scanning, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._several = state.several

    def goes_back(self) -> bool:
        return True

    @Property(bool, constant=True)
    def several(self) -> bool:
        return self._several

    @Slot()
    def noCode(self) -> None:
        self._tell(events.Chosen(checkin.NO_CODE))


@QmlElement
class OtherWays(ChoosingScreen):
    STATE = checkin.OtherWays
    STEP = 1

    def __init__(self, state: checkin.OtherWays, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._choices = [
            {
                "id": checkin.BY_DOCUMENT,
                "text": self.tr("With my identity document alone"),
                "hint": self.tr("We look for today's appointments"),
                "symbol": "card",
            },
            {
                "id": checkin.BY_NUMBER,
                "text": self.tr("With my booking number"),
                "hint": self.tr("And then your identity document"),
                "symbol": "ticket",
            },
        ]


@QmlElement
class CheckInNumber(DigitsScreen):
    STATE = checkin.CheckInNumber
    STEP = 1

    def __init__(self, state: checkin.CheckInNumber, tell: Tell, facts: Facts, language: str) -> None:
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
class FindingToday(Screen):
    STATE = checkin.FindingToday
    STEP = 2


@QmlElement
class NoneToday(TimedScreen):
    STATE = checkin.NoneToday
    PRIVATE = True
    STEP = 2

    def __init__(self, state: checkin.NoneToday, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._lost = state.why == "bankLost"
        self._none = state.why in ("none", "later")
        staff = self.tr("Without an appointment you can take a number on the first page, or ask our staff.")
        match state.why, state.next:
            case "bankLost", _:
                self._say(
                    self.tr("The bank cannot be reached just now"),
                    self.tr("Without your code we cannot find your appointment here. With it you can check in."),
                    self.tr("You can try again in a moment, or our staff will help you."),
                )
            case "number", _:
                self._say(
                    self.tr("This number is not one of your appointments"),
                    self.tr("Please check it: it must have been booked with the document that you showed."),
                )
            case "checkedIn", _:
                self._say(
                    self.tr("You are already checked in"),
                    self.tr("If you have your number, please have a seat. If not, our staff will help you."),
                )
            case "tooOften", _:
                self._say(
                    self.tr("We cannot look for it here just now"),
                    self.tr("Our staff will find your appointment for you."),
                )
            case "later", soonest if soonest is not None:
                self._say(
                    self.tr("You have no appointment here today"),
                    self.tr("Your next one is at %1.").replace("%1", self._when(soonest)),
                    staff,
                )
            case _:
                self._say(self.tr("You have no appointment here today"), staff)

    def goes_back(self) -> bool:
        return True

    @Property(bool, constant=True)
    def mayTryAgain(self) -> bool:
        return self._lost

    @Property(bool, constant=True)
    def mayTakeANumber(self) -> bool:
        """Whether the first page has what helps."""
        return self._none

    @Slot()
    def leave(self) -> None:
        self._tell(events.Declined())

    @Slot()
    def tryAgain(self) -> None:
        self._tell(events.TriedAgain())


@QmlElement
class OfferCheckIn(ChoosingScreen):
    STATE = checkin.OfferCheckIn
    PRIVATE = True
    STEP = 2

    def __init__(self, state: checkin.OfferCheckIn, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        if len(state.bookings) == 1:
            (one,) = state.bookings
            heading = self.tr("You have an appointment at %1. Check in for it?")
            self._say(heading.replace("%1", self._clock(one.starts)), self._service(one.service))
        else:
            self._say(self.tr("Which appointment would you like to check in for?"))
        self._bookings = state.bookings
        self._choices = [
            {"id": one.id, "text": self._span(one), "hint": self._service(one.service), "symbol": "calendar"}
            for one in state.bookings
        ]

    @Property(bool, constant=True)
    def single(self) -> bool:
        return len(self._bookings) == 1

    @Property(str, constant=True)
    def day(self) -> str:
        return self._day_of(self._bookings[0].starts)

    @Property(str, constant=True)
    def time(self) -> str:
        return self._span(self._bookings[0])

    @Slot()
    def confirm(self) -> None:
        self._tell(events.Chosen(self._bookings[0].id))


@QmlElement
class CheckingCode(Screen):
    STATE = checkin.CheckingCode
    STEP = 1


@QmlElement
class CodeRefused(Screen):
    STATE = checkin.CodeRefused
    STEP = 1

    def __init__(self, state: checkin.CodeRefused, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        turned_down = state.turned_down
        self._reason = turned_down.reason
        match turned_down.reason:
            case TokenRefusal.NOT_OURS:
                self._say(
                    self.tr("This is not an appointment code"),
                    self.tr(
                        "Please open your appointment in the bank's app or message, and hold up the code shown there."
                    ),
                )
            case TokenRefusal.SEVERAL_CODES:
                self._say(
                    self.tr("There is more than one code"),
                    self.tr("Please hold up only the code of your appointment."),
                )
            case TokenRefusal.UNKNOWN_KEY:
                self._say(
                    self.tr("We cannot check this code here"),
                    self.tr("Our staff can find your appointment for you."),
                )
            case TokenRefusal.FORGED:
                self._say(
                    self.tr("This code could not be verified"),
                    self.tr("To protect you, it was not accepted."),
                    self.tr("Please open the code again in the bank's own app, or ask our staff."),
                )
            case TokenRefusal.WRONG_BRANCH:
                branch = turned_down.branch or ""
                name = in_language(facts.branches.get(branch, {}), language, branch)
                self._say(
                    self.tr("Your appointment is at another branch"),
                    self.tr("It was made for: %1").replace("%1", name) if name else "",
                    self.tr("Our staff can tell you how to get there, or make a new appointment here."),
                )
            case TokenRefusal.TOO_EARLY:
                opens = turned_down.opens
                self._say(
                    self.tr("You are early"),
                    self.tr("You can check in from %1.").replace("%1", self._moment(opens)) if opens else "",
                    self.tr("Please have a seat, and hold up your code again then."),
                )
            case TokenRefusal.TOO_LATE:
                closes = turned_down.closes
                self._say(
                    self.tr("The time to check in has passed"),
                    self.tr("Check-in was open until %1.").replace("%1", self._moment(closes)) if closes else "",
                    self.tr("Our staff will gladly see what is possible today."),
                )
            case TokenRefusal.ALREADY_USED:
                self._say(
                    self.tr("This code has already been used"),
                    self.tr("If you have your number, please have a seat. If not, our staff will help you."),
                )
            case TokenRefusal.REVOKED:
                self._say(
                    self.tr("This appointment was cancelled"),
                    self.tr("If you did not cancel it, please speak to our staff. They can make a new one."),
                )
            case TokenRefusal.CLOCK_UNSURE:
                self._say(
                    self.tr("We cannot check your code just now"),
                    self.tr("This kiosk is not sure of the time. Our staff will check you in."),
                )
            case _:
                assert_never(turned_down.reason)

    @Property(bool, constant=True)
    def mayTryAgain(self) -> bool:
        return self._reason is not TokenRefusal.ALREADY_USED

    @Property(bool, constant=True)
    def staffFirst(self) -> bool:
        return self._reason not in (TokenRefusal.NOT_OURS, TokenRefusal.SEVERAL_CODES, TokenRefusal.TOO_EARLY)

    @Property(str, constant=True)
    def symbol(self) -> str:
        match self._reason:
            case TokenRefusal.TOO_EARLY | TokenRefusal.TOO_LATE:
                return "clock"
            case TokenRefusal.WRONG_BRANCH:
                return "pin"
            case TokenRefusal.ALREADY_USED:
                return "check"
            case _:
                return "code"

    @Slot()
    def tryAgain(self) -> None:
        self._tell(events.TriedAgain())


@QmlElement
class CheckingIn(Screen):
    STATE = checkin.CheckingIn
    STEP = 4

    def may_start_over(self) -> bool:
        return False


@QmlElement
class CheckInRefused(Screen):
    STATE = checkin.CheckInRefused
    STEP = 4

    def __init__(self, state: checkin.CheckInRefused, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        match state.reason:
            case BankRefusal.ALREADY_CHECKED_IN:
                self._say(
                    self.tr("You are already checked in"),
                    self.tr("If you have your number, please have a seat. If not, our staff will help you."),
                )
            case BankRefusal.CANCELLED:
                self._say(
                    self.tr("This appointment was cancelled"),
                    self.tr("If you did not cancel it, please speak to our staff. They can make a new one."),
                )
            case BankRefusal.UNKNOWN:
                self._say(
                    self.tr("We could not find this appointment"),
                    self.tr("Our staff will look for it together with you."),
                )
            case _:
                assert_never(state.reason)


@QmlElement
class Ticket(Screen):
    STATE = checkin.Ticket
    STEP = 4

    def __init__(self, state: checkin.Ticket, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._state = state

    @Property(str, constant=True)
    def number(self) -> str:
        return self._state.ticket.number

    @Property(str, constant=True)
    def service(self) -> str:
        names = self._facts.services.get(self._state.service, {})
        return in_language(names, self._language, self._state.ticket.service)

    @Property(str, constant=True)
    def counter(self) -> str:
        return self._state.ticket.counter or ""

    @Property(str, constant=True)
    def waiting(self) -> str:
        waiting = self._state.ticket.waiting
        return "" if waiting is None else str(waiting)

    @Property(str, constant=True)
    def slip(self) -> str:
        match self._state.printed:
            case None:
                return self.tr("Your slip is being printed.")
            case PrintOutcome.PRINTED:
                return self.tr("Please take your slip.")
            case PrintOutcome.PAPER_OUT | PrintOutcome.PAPER_JAMMED | PrintOutcome.OFFLINE:
                return self.tr("No slip can be printed: please remember this number or take a photo.")
            case _:
                assert_never(self._state.printed)

    @Property(bool, constant=True)
    def offline(self) -> bool:
        return self._state.offline

    @Slot()
    def done(self) -> None:
        self._tell(events.Confirmed())
