"""Complaints: the questions, what is to be kept, and how an earlier one stands."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Property, QDate, QLocale, Slot
from PySide6.QtQml import QmlElement

from kiosk.core.complaint import LONGEST_TEXT, CaseState, Contact, Option, When
from kiosk.flows import complain, events
from kiosk.ui.months import MonthGrid
from kiosk.ui.screens.base import Facts, Screen, Tell

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1


class ComplaintScreen(Screen):
    """What the pages of complaints have in common."""

    def goes_back(self) -> bool:
        return True

    def _day(self, day: date) -> str:
        """A day with its year: a deadline may lie in the next."""
        return QLocale(self._language).toString(QDate(day.year, day.month, day.day), self.tr("d MMMM yyyy"))

    def _when(self, when: When | None) -> str:
        texts = {
            When.TODAY: self.tr("Today"),
            When.THIS_WEEK: self.tr("In the last few days"),
            When.EARLIER: self.tr("Earlier"),
        }
        return "" if when is None else texts[when]

    def _happened(self, draft: complain.Draft) -> str:
        return self._when(draft.when) if draft.day is None else self._day(draft.day)

    def _option(self, option: Option | None) -> str:
        return "" if option is None else option.name(self._language)

    @Property(bool, constant=True)
    def chinese(self) -> bool:
        return self._language.startswith("zh")

    @Slot(str)
    def choose(self, name: str) -> None:
        self._tell(events.Chosen(name))

    @Slot(str)
    def type(self, text: str) -> None:
        self._tell(events.Typed(text))

    @Slot()
    def next(self) -> None:
        self._tell(events.Confirmed())


@QmlElement
class ComplaintAbout(ComplaintScreen):
    STATE = complain.ComplaintAbout

    def __init__(self, state: complain.ComplaintAbout, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._choices = [{"id": one.id, "text": one.name(language)} for one in state.categories]

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        return self._choices

    @Slot()
    def lookUp(self) -> None:
        self._tell(events.Chosen(complain.LOOK_UP))


@QmlElement
class ComplaintWhen(ComplaintScreen):
    STATE = complain.ComplaintWhen

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        choices = [{"id": str(when), "text": self._when(when), "symbol": "clock"} for when in When]
        return [*choices, {"id": complain.DAY, "text": self.tr("I know the day"), "symbol": "calendar"}]


@QmlElement
class ComplaintDay(ComplaintScreen):
    STATE = complain.ComplaintDay

    def __init__(self, state: complain.ComplaintDay, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._state = state
        self._say(self.tr("On which day did it happen?"))
        self._grid = MonthGrid(state.month, state.oldest, state.today, language, chosen=state.draft.day)

    @Property("QVariantMap", constant=True)  # type: ignore[arg-type]
    def grid(self) -> dict[str, Any]:
        return self._grid.told(self.tr("MMMM yyyy"), self.tr("dddd, d MMMM"))

    @Property(str, constant=True)
    def month(self) -> str:
        return self._grid.month(self.tr("MMMM yyyy"))

    @Property(str, constant=True)
    def turned(self) -> str:
        return self._state.turned

    @Slot()
    def earlier(self) -> None:
        self._tell(events.Chosen(complain.EARLIER))

    @Slot()
    def later(self) -> None:
        self._tell(events.Chosen(complain.LATER))


@QmlElement
class ComplaintWish(ComplaintScreen):
    STATE = complain.ComplaintWish

    def __init__(self, state: complain.ComplaintWish, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._choices = [{"id": one.id, "text": one.name(language)} for one in state.wishes]

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        return self._choices


@QmlElement
class ComplaintWords(ComplaintScreen):
    STATE = complain.ComplaintWords

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        return [
            {"id": complain.WRITE, "text": self.tr("Write it here"), "symbol": "pen"},
            {
                "id": complain.DICTATE,
                "text": self.tr("Tell it to our staff"),
                "hint": self.tr("They write it down for you."),
                "symbol": "person",
            },
            {"id": complain.NO_WORDS, "text": self.tr("Leave it at that"), "symbol": "forward"},
        ]


@QmlElement
class ComplaintText(ComplaintScreen):
    STATE = complain.ComplaintText
    PRIVATE = True

    def __init__(self, state: complain.ComplaintText, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._text = state.draft.text

    @Property(str, constant=True)
    def text(self) -> str:
        return self._text

    @Property(int, constant=True)
    def limit(self) -> int:
        return LONGEST_TEXT


@QmlElement
class ComplaintContact(ComplaintScreen):
    STATE = complain.ComplaintContact

    def __init__(self, state: complain.ComplaintContact, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._known = state.known

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        on_file = {
            "id": str(Contact.ON_FILE),
            "text": self.tr("With the contact details on file"),
            "symbol": "card",
        }
        return [
            {"id": str(Contact.PHONE), "text": self.tr("By telephone"), "symbol": "phone"},
            *([on_file] if self._known else []),
            {
                "id": str(Contact.NONE),
                "text": self.tr("Without my name"),
                "hint": self.tr("You can look up the answer here, with the reference you get."),
                "symbol": "shield",
            },
        ]


@QmlElement
class ComplaintPhone(ComplaintScreen):
    STATE = complain.ComplaintPhone
    PRIVATE = True

    def __init__(self, state: complain.ComplaintPhone, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._phone = state.draft.phone
        self._say(
            self.tr("Which number shall we call?"),
            self.tr("This is not a complete telephone number. Please check it.") if state.wrong else "",
        )

    @Property(str, constant=True)
    def text(self) -> str:
        return self._phone


@QmlElement
class ComplaintHandler(ComplaintScreen):
    STATE = complain.ComplaintHandler

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        return [
            {
                "id": complain.HERE,
                "text": self.tr("This branch"),
                "hint": self.tr("Usually the quickest."),
                "symbol": "desk",
            },
            {
                "id": complain.ELSEWHERE,
                "text": self.tr("Somebody outside this branch"),
                "hint": self.tr("Nobody you complain about will handle it."),
                "symbol": "pin",
            },
        ]


@QmlElement
class ComplaintSummary(ComplaintScreen):
    STATE = complain.ComplaintSummary
    PRIVATE = True

    def __init__(self, state: complain.ComplaintSummary, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        draft = state.draft
        contact = {
            Contact.PHONE: self.tr("Answer: by telephone, %1").replace("%1", draft.phone),
            Contact.ON_FILE: self.tr("Answer: with the contact details on file"),
            Contact.NONE: self.tr("Answer: without your name, to be looked up here"),
        }
        words = self.tr("In your words: our staff will write them down") if draft.dictated else ""
        if draft.text:
            words = self.tr("In your words: %1").replace("%1", draft.text)
        self._say(
            self.tr("Is this right?"),
            self.tr("Complaint about: %1").replace("%1", self._option(draft.category)),
            self.tr("It happened: %1").replace("%1", self._happened(draft)),
            self.tr("You would like: %1").replace("%1", self._option(draft.wish)),
            contact[draft.contact] if draft.contact else "",
            self.tr("Handled by: somebody outside this branch")
            if draft.elsewhere
            else self.tr("Handled by: this branch"),
            words,
        )


@QmlElement
class ComplaintFiling(ComplaintScreen):
    STATE = complain.ComplaintFiling

    def goes_back(self) -> bool:
        return False

    def may_start_over(self) -> bool:
        return False


@QmlElement
class ComplaintReceipt(ComplaintScreen):
    STATE = complain.ComplaintReceipt
    PRIVATE = True

    def __init__(self, state: complain.ComplaintReceipt, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._state = state
        receipt = state.receipt
        usual, latest = receipt.dates()
        offline = ""
        if not receipt.final:
            offline = self.tr(
                "The bank cannot be reached just now. Your complaint will be passed on; this reference stays valid."
            )
        self._say(
            self.tr("Your complaint is on record"),
            self.tr("Received: %1").replace("%1", self._moment(receipt.received)),
            self.tr("We will answer by %1.").replace("%1", self._day(usual)) if usual else "",
            self.tr("If it is difficult, by %1 at the latest; we will then tell you why.").replace(
                "%1", self._day(latest)
            )
            if latest
            else "",
            offline,
            self.tr("Our staff will then come and write it down with you.") if state.draft.dictated else "",
        )

    def goes_back(self) -> bool:
        return False

    @Property(str, constant=True)
    def reference(self) -> str:
        return self._state.receipt.reference

    @Property(str, constant=True)
    def code(self) -> str:
        return self._state.receipt.code


@QmlElement
class StandingReference(ComplaintScreen):
    STATE = complain.StandingReference
    PRIVATE = True

    def __init__(self, state: complain.StandingReference, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._reference = state.reference
        self._say(
            self.tr("Which complaint is it?"),
            self.tr("This is not a valid reference: a digit is wrong or missing. Please compare it with your receipt.")
            if state.wrong
            else self.tr("Please type the reference on your receipt."),
        )

    @Property(str, constant=True)
    def text(self) -> str:
        return self._reference


@QmlElement
class StandingCode(ComplaintScreen):
    STATE = complain.StandingCode
    PRIVATE = True

    def __init__(self, state: complain.StandingCode, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._code = state.code
        self._say(
            self.tr("And the code on your receipt?"),
            self.tr("The code has four digits.") if state.wrong else self.tr("So that nobody else can look it up."),
        )

    @Property(str, constant=True)
    def text(self) -> str:
        return self._code


@QmlElement
class StandingAsking(ComplaintScreen):
    STATE = complain.StandingAsking

    def goes_back(self) -> bool:
        return False


@QmlElement
class StandingShown(ComplaintScreen):
    STATE = complain.StandingShown
    PRIVATE = True

    def __init__(self, state: complain.StandingShown, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        standing = state.standing
        due = self.tr("We will answer by %1.").replace("%1", self._day(standing.due)) if standing.due else ""
        if standing.due and standing.overdue:
            due = self.tr("We should have answered by %1. Please speak to our staff.").replace(
                "%1", self._day(standing.due)
            )
        headings = {
            CaseState.RECEIVED: self.tr("We have your complaint"),
            CaseState.IN_PROGRESS: self.tr("We are working on your complaint"),
            CaseState.EXTENDED: self.tr("We need more time for your complaint"),
            CaseState.ANSWERED: self.tr("Your complaint was answered"),
            CaseState.CLOSED: self.tr("Your complaint is closed"),
            CaseState.WITHDRAWN: self.tr("Your complaint was withdrawn"),
        }
        self._say(
            headings[standing.state],
            self.tr("Complaint number: %1").replace("%1", standing.reference),
            self.tr("Received: %1").replace("%1", self._day(standing.received)),
            self.tr("Status since: %1").replace("%1", self._day(standing.since)),
            due,
            self.tr("Our answer: %1").replace("%1", standing.answer) if standing.answer else "",
        )
        self._overdue = bool(standing.due and standing.overdue)
        self._over = standing.state in (CaseState.ANSWERED, CaseState.CLOSED, CaseState.WITHDRAWN)

    @Property(bool, constant=True)
    def overdue(self) -> bool:
        """Whether the answer is late, so that staff should hear of it."""
        return self._overdue

    @Property(bool, constant=True)
    def over(self) -> bool:
        return self._over


@QmlElement
class StandingRefused(ComplaintScreen):
    STATE = complain.StandingRefused

    def __init__(self, state: complain.StandingRefused, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._reason = state.reason
        match state.reason:
            case "unknown":
                self._say(
                    self.tr("Reference and code do not match"),
                    self.tr("Please compare both with your receipt. Our staff can also look it up for you."),
                )
            case "tooMany":
                self._say(
                    self.tr("There were too many tries"),
                    self.tr("To protect your complaint, please wait an hour, or ask our staff."),
                )
            case _:
                self._say(
                    self.tr("The bank cannot be reached just now"),
                    self.tr("Your complaint is safe. Please try again in a moment, or ask our staff."),
                )

    @Property(bool, constant=True)
    def mayTryAgain(self) -> bool:
        return self._reason != "tooMany"

    @Property(bool, constant=True)
    def lost(self) -> bool:
        return self._reason not in ("unknown", "tooMany")

    @Slot()
    def tryAgain(self) -> None:
        self._tell(events.TriedAgain())
