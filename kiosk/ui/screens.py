"""The screen objects: constants in, slots out.

For every member of `flows.visit.Screen` there is one class here and one QML file in `screens/`, both of the same name.
A screen object holds exactly what its page may show, in the customer's language; its slots only tell what the customer
did. Nothing is shown of a code whose signature did not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, TypeAlias, assert_never
from zoneinfo import ZoneInfo

from PySide6.QtCore import Property, QDate, QLocale, QObject, Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtQml import QmlElement

from kiosk.core.appointment import TokenRefusal
from kiosk.core.identity import Challenge, DocumentTrouble, FaceReason, Guidance
from kiosk.core.ports import BankRefusal, PrintOutcome
from kiosk.flows import checkin, events, identify, survey, visit, warned

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1

Tell: TypeAlias = Callable[[events.Event], None]
ByLanguage: TypeAlias = Mapping[str, str]
"""A text by language tag."""


@dataclass(frozen=True)
class Facts:
    """What screens say of the bank: data, not journey. `services` maps a service's id to its names."""

    bank: ByLanguage
    branch: ByLanguage
    kiosk: str
    timezone: ZoneInfo
    services: Mapping[str, ByLanguage] = field(default_factory=dict)
    branches: Mapping[str, ByLanguage] = field(default_factory=dict)
    """Names of other branches by id, where the centre tells them."""
    readers: frozenset[str] = frozenset()
    """What reads documents beside the camera: `chip`, `residentId`."""
    hotline: str = ""
    police: tuple[str, ...] = ("110", "96110")


def in_language(texts: ByLanguage, language: str, otherwise: str = "") -> str:
    """The text in a language, else in any, else `otherwise`."""
    return texts.get(language) or next(iter(texts.values()), otherwise)


class Screen(QObject):
    """What one page may show and do."""

    STEP: ClassVar[int] = 0
    """Where the page stands in the task, from 1; 0 outside of it."""

    def __init__(self, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__()
        self._tell, self._facts, self._language = tell, facts, language
        self._lines: list[str] = []
        self._heading = ""

    def _say(self, heading: str, *lines: str) -> None:
        self._heading, self._lines = heading, [line for line in lines if line]

    def _moment(self, moment: datetime) -> str:
        """A moment as the branch's clock shows it."""
        local = moment.astimezone(self._facts.timezone)
        # A day of the year, in the pattern letters of QLocale.
        day = QLocale(self._language).toString(QDate(local.year, local.month, local.day), self.tr("d MMMM"))
        return self.tr("%1 on %2").replace("%1", f"{local:%H:%M}").replace("%2", day)

    @Property(str, constant=True)
    def heading(self) -> str:
        return self._heading

    @Property("QStringList", constant=True)  # type: ignore[arg-type]
    def lines(self) -> list[str]:
        return self._lines

    def goes_back(self) -> bool:
        """Whether the flow knows a step back from here."""
        return False

    def starts_over(self) -> bool:
        """Whether there is a visit to give up."""
        return True

    def may_start_over(self) -> bool:
        """Whether the visit can be given up now."""
        return self.starts_over()

    @Slot()
    def callStaff(self) -> None:
        self._tell(events.StaffAsked())


@QmlElement
class Attract(Screen):
    def starts_over(self) -> bool:
        return False

    @Slot()
    def start(self) -> None:
        self._tell(events.Started())


@QmlElement
class Scanning(Screen):
    STEP = 1

    def __init__(self, state: checkin.Scanning, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(tell, facts, language)
        self._several = state.several

    @Property(bool, constant=True)
    def several(self) -> bool:
        return self._several


@QmlElement
class CheckingCode(Screen):
    STEP = 1


@QmlElement
class CodeRefused(Screen):
    STEP = 1

    def __init__(self, state: checkin.CodeRefused, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(tell, facts, language)
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
class PresentDocument(Screen):
    STEP = 2

    def __init__(self, state: identify.PresentDocument, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(tell, facts, language)
        self._hint, self._share = state.hint, state.chip_share
        match state.hint:
            case DocumentTrouble.TURN_OVER:
                self._say(
                    self.tr("Please turn the card over"), self.tr("This side has been read. Now show the other side.")
                )
            case DocumentTrouble.UNREADABLE:
                self._say(
                    self.tr("Please lay the card flat"),
                    self.tr("It cannot be read yet: keep your fingers off the print and avoid bright reflections."),
                )
            case DocumentTrouble.CHIP_AWAITED:
                self._say(
                    self.tr("Please leave your document where it lies"),
                    self.tr("Its chip is being read. That takes a few seconds."),
                )
            case DocumentTrouble.CARD_PULLED:
                self._say(
                    self.tr("Please lay your document down again"),
                    self.tr("It was taken away too early. Leave it there until the next page comes."),
                )
            case DocumentTrouble.PORTRAIT_AWAITED:
                self._say(
                    self.tr("Now please show the photo on your card"),
                    self.tr("The card has been read. Lay it under the camera with the photo side up."),
                )
            case _:
                self._say(
                    self.tr("Please lay your ID card on the reader"),
                    self.tr("This is to check that the appointment is yours."),
                    *self._ways(facts.readers),
                )

    def _ways(self, readers: frozenset[str]) -> tuple[str, ...]:
        """Where which document goes, on a terminal that has more than the camera."""
        resident, chip = "residentId" in readers, "chip" in readers
        return (
            self.tr("Chinese ID card: hold it to the card field, or lay it under the camera.") if resident else "",
            self.tr("Passport: open it at the photo page and lay it under the camera.") if chip else "",
        )

    def goes_back(self) -> bool:
        return True

    @Property(bool, constant=True)
    def turnOver(self) -> bool:
        return self._hint is DocumentTrouble.TURN_OVER

    @Property(bool, constant=True)
    def reading(self) -> bool:
        """Whether a chip is being read."""
        return self._share is not None

    @Property(float, constant=True)
    def share(self) -> float:
        """How much of it has been read, from 0 to 1."""
        return self._share or 0.0


@QmlElement
class ComparingHolder(Screen):
    STEP = 2


@QmlElement
class DocumentRefused(Screen):
    STEP = 2

    def __init__(self, state: identify.DocumentRefused, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(tell, facts, language)
        match state.trouble:
            case DocumentTrouble.EXPIRED:
                self._say(
                    self.tr("This ID card has expired"),
                    self.tr("Please use a valid one, or ask our staff what is possible today."),
                )
            case DocumentTrouble.OTHER_PERSON:
                self._say(
                    self.tr("This ID card does not match the appointment"),
                    self.tr("Please use the card of the person who made the appointment, or ask our staff."),
                )
            case DocumentTrouble.CHECK_FAILED:
                self._say(
                    self.tr("This ID card could not be checked"),
                    self.tr("Please try once more. If it does not work, our staff will check the card."),
                )
            case DocumentTrouble.NO_PORTRAIT:
                self._say(
                    self.tr("The photo on the card could not be found"),
                    self.tr("Please lay the card flat with the photo side up, or ask our staff."),
                )
            case DocumentTrouble.KIND_NOT_TAKEN:
                self._say(
                    self.tr("This document cannot be used here"),
                    self.tr("Please use your ID card or passport, or ask our staff."),
                )
            case DocumentTrouble.CHIP_UNREADABLE:
                self._say(
                    self.tr("The chip in this document could not be read"),
                    self.tr("Please try once more and leave it on the reader, or ask our staff to help you."),
                )
            case DocumentTrouble.NOT_GENUINE:
                self._say(
                    self.tr("This document could not be confirmed"),
                    self.tr("Our staff will check it with you in a moment."),
                )
            case (
                DocumentTrouble.NONE_SEEN
                | DocumentTrouble.UNREADABLE
                | DocumentTrouble.TURN_OVER
                | DocumentTrouble.CHIP_AWAITED
                | DocumentTrouble.CARD_PULLED
                | DocumentTrouble.PORTRAIT_AWAITED
            ):
                self._say(
                    self.tr("This ID card could not be read"),
                    self.tr("Please try once more, or ask our staff to help you."),
                )
            case _:
                assert_never(state.trouble)
        self._may_try_again = state.may_try_again

    @Property(bool, constant=True)
    def mayTryAgain(self) -> bool:
        return self._may_try_again

    @Slot()
    def tryAgain(self) -> None:
        self._tell(events.TriedAgain())


@QmlElement
class FaceConsent(Screen):
    STEP = 3

    @Slot()
    def confirm(self) -> None:
        self._tell(events.Confirmed())

    @Slot()
    def decline(self) -> None:
        self._tell(events.Declined())


@QmlElement
class LookAtCamera(Screen):
    STEP = 3

    def __init__(self, state: identify.LookAtCamera, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(tell, facts, language)
        self._light = QColor(state.light) if state.light is not None else QColor(Qt.GlobalColor.transparent)
        self._act = ""
        kept = self.tr("The picture is compared in this kiosk and not kept.")
        if state.light is not None:
            self._say(self.tr("Please keep looking at the camera"), self.tr("The screen changes its colour."))
        elif state.asked is not None:
            self._act = state.asked.challenge
            counted = self.tr("%1 of %2").replace("%1", str(state.asked.number)).replace("%2", str(state.asked.of))
            self._say(self._request(state.asked.challenge), counted, self.tr("If you cannot do this, call our staff."))
        else:
            self._say(self._guide(state.guidance), kept)

    def _request(self, challenge: Challenge) -> str:
        match challenge:
            case Challenge.TURN_LEFT:
                return self.tr("Please turn your head to the left")
            case Challenge.TURN_RIGHT:
                return self.tr("Please turn your head to the right")
            case Challenge.OPEN_MOUTH:
                return self.tr("Please open your mouth")
            case Challenge.BLINK:
                return self.tr("Please close your eyes and open them")
            case _:
                assert_never(challenge)

    def _guide(self, guidance: Guidance) -> str:
        match guidance:
            case Guidance.LOOKING:
                return self.tr("Please look at the camera")
            case Guidance.NO_FACE:
                return self.tr("Please stand in front of the camera")
            case Guidance.SEVERAL_FACES:
                return self.tr("Only one person, please")
            case Guidance.COME_CLOSER:
                return self.tr("Please come a little closer")
            case Guidance.STEP_BACK:
                return self.tr("Please step back a little")
            case Guidance.FACE_THE_CAMERA:
                return self.tr("Please face the camera")
            case Guidance.HOLD_STILL:
                return self.tr("Please hold still")
            case Guidance.MORE_LIGHT:
                return self.tr("Please turn towards the light")
            case Guidance.OPEN_EYES:
                return self.tr("Please open your eyes")
            case Guidance.UNCOVER_FACE:
                return self.tr("Please show your whole face")
            case _:
                assert_never(guidance)

    @Property(QColor, constant=True)
    def light(self) -> QColor:
        """The colour to shine in; transparent for none."""
        return self._light

    @Property(str, constant=True)
    def act(self) -> str:
        """What to show the customer how to do, as a word of `Challenge`; empty for nothing."""
        return self._act


@QmlElement
class FaceRefused(Screen):
    STEP = 3

    def __init__(self, state: identify.FaceRefused, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(tell, facts, language)
        self._may_try_again = state.may_try_again
        help_offered = self.tr("Our staff will check it with you in a moment.")
        match state.verdict.reason:
            case FaceReason.ENGINE_FAILED:
                self._say(
                    self.tr("The comparison did not work"), self.tr("That is our fault, not yours."), help_offered
                )
            case FaceReason.NOT_ANSWERED:
                self._say(
                    self.tr("We did not see what we asked you to do"),
                    self.tr("That can happen: the camera needs to see each movement clearly and in time."),
                    help_offered,
                )
            case FaceReason.NOT_SEEN:
                self._say(
                    self.tr("The camera could not see you well enough"),
                    self.tr("Glasses, a mask, a hat or the light can be the reason."),
                    help_offered,
                )
            case FaceReason.DIFFERENT | FaceReason.MATCHED | FaceReason.ATTACK_SUSPECTED:
                # What betrayed an attack is not told to who stands there.
                self._say(
                    self.tr("We could not confirm that it is you"),
                    self.tr("This happens: photos grow old, and glasses or the light can be the reason."),
                    help_offered,
                )
            case _:
                assert_never(state.verdict.reason)

    @Property(bool, constant=True)
    def mayTryAgain(self) -> bool:
        return self._may_try_again

    @Slot()
    def tryAgain(self) -> None:
        self._tell(events.TriedAgain())


@QmlElement
class FraudWarning(Screen):
    STEP = 4

    def __init__(self, state: warned.FraudWarning, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(tell, facts, language)
        text = state.notice.text(language)
        self._say(text.heading, *text.lines)

    @Property(str, constant=True)
    def hotline(self) -> str:
        return self._facts.hotline

    @Property(str, constant=True)
    def police(self) -> str:
        return " / ".join(self._facts.police)

    @Slot()
    def confirm(self) -> None:
        self._tell(events.Confirmed())


@QmlElement
class CheckingIn(Screen):
    STEP = 4

    def may_start_over(self) -> bool:
        return False


@QmlElement
class CheckInRefused(Screen):
    STEP = 4

    def __init__(self, state: checkin.CheckInRefused, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(tell, facts, language)
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
    STEP = 4

    def __init__(self, state: checkin.Ticket, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(tell, facts, language)
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


@QmlElement
class Survey(Screen):
    def __init__(self, state: survey.Survey, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(tell, facts, language)
        self._scale = survey.SCALE[state.question]

    @Slot(int)
    def rate(self, value: int) -> None:
        self._tell(events.Rated(value))

    @Slot()
    def skip(self) -> None:
        self._tell(events.Skipped())


@QmlElement
class Farewell(Screen):
    def starts_over(self) -> bool:
        return False

    @Slot()
    def done(self) -> None:
        self._tell(events.Confirmed())


@QmlElement
class Wiped(Screen):
    def starts_over(self) -> bool:
        return False

    @Slot()
    def done(self) -> None:
        self._tell(events.Confirmed())


@QmlElement
class StaffComing(Screen):
    def __init__(self, state: visit.StaffComing, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(tell, facts, language)
        self._state = state
        match state.delivered:
            case None:
                self._say(self.tr("We are calling a member of staff"), self.tr("One moment, please."))
            case True:
                self._say(
                    self.tr("A member of staff is coming"),
                    self.tr("Please stay here. You do not need to do anything else."),
                )
            case False:
                self._say(
                    self.tr("Please go to the desk"),
                    self.tr("We could not reach our staff from this kiosk. They will gladly help you at the desk."),
                )

    def goes_back(self) -> bool:
        return self._state.resume is not None

    @Property(bool, constant=True)
    def mayGoOn(self) -> bool:
        return self._state.resume is not None

    @Property(bool, constant=True)
    def waiting(self) -> bool:
        return self._state.delivered is None

    @Property(bool, constant=True)
    def failed(self) -> bool:
        return self._state.delivered is False

    @Slot()
    def back(self) -> None:
        self._tell(events.WentBack())

    @Slot()
    def done(self) -> None:
        self._tell(events.Confirmed())


@QmlElement
class DeviceTrouble(Screen):
    pass


@QmlElement
class OutOfService(Screen):
    def starts_over(self) -> bool:
        return False


def screen_of(state: visit.Screen, tell: Tell, facts: Facts, language: str) -> Screen:
    """The screen object of a state."""
    match state:
        case visit.Attract():
            return Attract(tell, facts, language)
        case checkin.Scanning():
            return Scanning(state, tell, facts, language)
        case checkin.CheckingCode():
            return CheckingCode(tell, facts, language)
        case checkin.CodeRefused():
            return CodeRefused(state, tell, facts, language)
        case identify.PresentDocument():
            return PresentDocument(state, tell, facts, language)
        case identify.ComparingHolder():
            return ComparingHolder(tell, facts, language)
        case identify.DocumentRefused():
            return DocumentRefused(state, tell, facts, language)
        case identify.FaceConsent():
            return FaceConsent(tell, facts, language)
        case identify.LookAtCamera():
            return LookAtCamera(state, tell, facts, language)
        case identify.FaceRefused():
            return FaceRefused(state, tell, facts, language)
        case warned.FraudWarning():
            return FraudWarning(state, tell, facts, language)
        case checkin.CheckingIn():
            return CheckingIn(tell, facts, language)
        case checkin.CheckInRefused():
            return CheckInRefused(state, tell, facts, language)
        case checkin.Ticket():
            return Ticket(state, tell, facts, language)
        case survey.Survey():
            return Survey(state, tell, facts, language)
        case visit.Farewell():
            return Farewell(tell, facts, language)
        case visit.Wiped():
            return Wiped(tell, facts, language)
        case visit.StaffComing():
            return StaffComing(state, tell, facts, language)
        case visit.DeviceTrouble():
            return DeviceTrouble(tell, facts, language)
        case visit.OutOfService():
            return OutOfService(tell, facts, language)
        case _:
            # checkin.Identifying and checkin.Warned never reach a screen: `visit.shown` opens them.
            raise TypeError(type(state).__name__)


NAMES: tuple[str, ...] = tuple(sorted(cls.__name__ for cls in Screen.__subclasses__()))
"""Every screen, as its QML file is named."""
