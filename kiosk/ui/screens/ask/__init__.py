"""Questions, answers, codes for the phone, and call-backs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, cast

from PySide6.QtCore import Property, QDate, QLocale, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.core.callback import CallSlot, NumberTrouble, PhoneNumber, grouped
from kiosk.core.faq import Answers, Faq, LinkKind
from kiosk.flows import ask, events
from kiosk.ui.screens.base import Facts, Screen, Tell, in_language

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1

_SYMBOLS: Final = {
    "account": "person",
    "card": "bankCard",
    "transfer": "transfer",
    "cash": "cash",
    "safety": "shield",
    "mobile": "mobile",
    "branch": "pin",
}
"""Drawings of usual categories; another has none of its own."""


@QmlElement
class Asks(Screen):
    """What the pages share: they can be left, and their choices are told by id."""

    def goes_back(self) -> bool:
        return True

    @Slot(str)
    def choose(self, name: str) -> None:
        self._tell(events.Chosen(name))

    @Slot()
    def confirm(self) -> None:
        self._tell(events.Confirmed())

    @Slot()
    def decline(self) -> None:
        self._tell(events.Declined())

    @Slot()
    def back(self) -> None:
        self._tell(events.WentBack())

    @Slot()
    def tryAgain(self) -> None:
        self._tell(events.TriedAgain())

    def _questions(self, found: tuple[Faq, ...]) -> list[dict[str, str]]:
        return [{"id": faq.id, "text": faq.text(self._language).question} for faq in found]

    def _categories(self, answers: Answers) -> list[dict[str, str]]:
        return [
            {
                "id": category.id,
                "text": in_language(dict(category.names), self._language),
                "symbol": _SYMBOLS.get(category.id, "ask"),
            }
            for category in answers.categories
        ]

    def _topic(self, name: str) -> str:
        for category in self._facts.answers.categories:
            if category.id == name:
                return in_language(dict(category.names), self._language)
        return self.tr("Something else")

    def _day(self, slot: CallSlot) -> str:
        if slot.ahead == 0:
            return self.tr("Today")
        if slot.ahead == 1:
            return self.tr("Tomorrow")
        day = slot.starts
        # A day of the year with its weekday, in the pattern letters of QLocale.
        return QLocale(self._language).toString(QDate(day.year, day.month, day.day), self.tr("dddd, d MMMM"))

    def _hours(self, slot: CallSlot) -> str:
        return f"{self._hour(slot.starts)} – {self._hour(slot.ends)}"

    def _hour(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._facts.timezone):%H:%M}"

    def _when(self, slot: CallSlot) -> str:
        return self.tr("%1, %2").replace("%1", self._day(slot)).replace("%2", self._hours(slot))

    def _whom(self, number: PhoneNumber | None) -> str:
        return self.tr("the number we have on file") if number is None else number.shown()


@QmlElement
class AskTopics(Asks):
    STATE = ask.AskTopics

    def __init__(self, state: ask.AskTopics, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._topics = self._categories(facts.answers)

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def topics(self) -> list[dict[str, str]]:
        """The categories: `id`, `text` and `symbol`."""
        return self._topics


@QmlElement
class AskSearch(Asks):
    STATE = ask.AskSearch
    changed = Signal()

    def __init__(self, state: ask.AskSearch, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._begun = self._told = state.text
        self._state = state
        self._shown: list[dict[str, str]] = []
        self._take()

    def follows(self, state: Any) -> bool:
        """The keys stay while what is found changes."""
        if state.text != self._told:
            return False
        self._state = cast("ask.AskSearch", state)
        self._take()
        self.changed.emit()
        return True

    def _take(self) -> None:
        found = self._questions(self._state.found or ())
        if found != self._shown:
            self._shown = found

    @Property(str, constant=True)
    def begun(self) -> str:
        """What was typed before this page was made."""
        return self._begun

    @Property(bool, constant=True)
    def chinese(self) -> bool:
        return self._language.startswith("zh")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def found(self) -> list[dict[str, str]]:
        """What fits: `id` and `text`."""
        return self._shown

    @Property(bool, notify=changed)
    def nothing(self) -> bool:
        """Whether nothing fits what was typed."""
        return self._state.saying == "nothing"

    @Slot(str)
    def typed(self, text: str) -> None:
        self._told = text
        self._tell(events.Typed(text))


@QmlElement
class AskList(Asks):
    STATE = ask.AskList

    def __init__(self, state: ask.AskList, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._say(self.tr("What we found") if state.category is None else self._topic(state.category))
        self._more = self.tr("Other topics") if state.category is not None else self.tr("Other words")
        self._found = self._questions(state.found)

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def found(self) -> list[dict[str, str]]:
        """The questions: `id` and `text`."""
        return self._found

    @Property(str, constant=True)
    def more(self) -> str:
        """What going back leads to."""
        return self._more


@QmlElement
class AskAnswer(Asks):
    STATE = ask.AskAnswer

    def __init__(self, state: ask.AskAnswer, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        text = state.faq.text(language)
        self._say(text.question, *text.answer.splitlines())
        self._links = bool(state.links)

    @Property(bool, constant=True)
    def byPhone(self) -> bool:
        """Whether the customer can go on by phone."""
        return self._links


@QmlElement
class AskHelp(Asks):
    STATE = ask.AskHelp

    def __init__(self, state: ask.AskHelp, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        if state.unhelped is None:
            self._say(self.tr("How can we help you?"))
        else:
            self._say(self.tr("We are sorry that did not help. What would you like?"))
        self._ways = [
            {"id": ask.HOTLINE, "text": self.tr("Ring our hotline"), "symbol": "phone"},
            *(
                [{"id": ask.CALL_BACK, "text": self.tr("Be called back"), "symbol": "clock"}]
                if facts.answers.calls_back
                else []
            ),
            {"id": "staff", "text": self.tr("Speak to our staff here"), "symbol": "bell"},
            {"id": ask.QUESTIONS, "text": self.tr("See other questions"), "symbol": "ask"},
        ]

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def ways(self) -> list[dict[str, str]]:
        """Who can help: `id`, `text` and `symbol`."""
        return self._ways

    @Slot(str)
    def go(self, way: str) -> None:
        if way == "staff":
            self._tell(events.StaffAsked())
        else:
            self._tell(events.Chosen(way))


@QmlElement
class AskHotline(Asks):
    STATE = ask.AskHotline

    def __init__(self, state: ask.AskHotline, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        others = list(facts.contacts)
        heading, self._number = self.tr("Our hotline"), facts.hotline
        if not facts.hotline and others:
            first = others.pop(0)
            heading, self._number = first.name(language), first.number
        self._others = "\n".join(f"{contact.name(language)}  {contact.number}" for contact in others)
        self._say(
            heading,
            self.tr("Please note the number, and ring it from your own phone."),
            self.tr("Nobody there will ask for your PIN or for a code from a text message."),
        )

    @Property(str, constant=True)
    def number(self) -> str:
        return self._number

    @Property(str, constant=True)
    def others(self) -> str:
        """Whom to ring beside it where fraud is suspected, a line each."""
        return self._others


@QmlElement
class HandOver(Asks):
    STATE = ask.HandOver

    def __init__(self, state: ask.HandOver, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        link, self._next = state.links[state.at], (state.at + 1) % len(state.links)
        self._address = link.address
        self._other = "" if self._next == state.at else in_language(dict(state.links[self._next].names), language)
        match link.kind:
            case LinkKind.APP:
                how = self.tr("Scan the code with your phone's camera. It opens the bank's app, if you have it.")
            case LinkKind.SOCIAL:
                how = self.tr("Scan the code in the app that our account is in. It contains nothing about you.")
            case _:
                how = self.tr("Scan the code with your phone's camera. It contains nothing about you.")
        self._say(in_language(dict(link.names), language), how, link.address)

    @Property(str, constant=True)
    def address(self) -> str:
        return self._address

    @Property(str, constant=True)
    def other(self) -> str:
        """What else can be opened; empty where nothing can."""
        return self._other

    @Slot()
    def next(self) -> None:
        self._tell(events.Chosen(str(self._next)))


@QmlElement
class CallBackTopic(Asks):
    STATE = ask.CallBackTopic

    def __init__(self, state: ask.CallBackTopic, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        other = {"id": ask.OTHER, "text": self.tr("Something else"), "symbol": "ask"}
        self._topics = [*self._categories(facts.answers), other]

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def topics(self) -> list[dict[str, str]]:
        """What it can be about: `id`, `text` and `symbol`."""
        return self._topics


@QmlElement
class CallBackTime(Asks):
    STATE = ask.CallBackTime

    def __init__(self, state: ask.CallBackTime, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._waiting = state.slots is None
        if state.slots is None:
            self._say(self.tr("One moment, please"))
        elif state.slots:
            self._say(self.tr("When may we call you?"))
        else:
            self._say(
                self.tr("Nobody can call you back in the next few days"),
                self.tr("Our hotline and our staff here will gladly help you."),
            )
        self._slots = [
            {
                "id": slot.id,
                "text": self.tr("%1, %2")
                .replace("%1", self._day(slot))
                .replace("%2", in_language(dict(slot.window.names), language)),
                "hint": self._hours(slot),
            }
            for slot in state.slots or ()
        ]

    @Property(bool, constant=True)
    def waiting(self) -> bool:
        return self._waiting

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def slots(self) -> list[dict[str, str]]:
        """The times: `id`, `text` and `hint`."""
        return self._slots


@QmlElement
class CallBackNumber(Asks):
    STATE = ask.CallBackNumber
    PRIVATE = True

    def __init__(self, state: ask.CallBackNumber, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._begun, self._on_file = state.typed, state.on_file
        match state.trouble:
            case None:
                self._trouble = ""
            case NumberTrouble.EMPTY:
                self._trouble = self.tr("Please type your number first.")
            case NumberTrouble.TOO_SHORT:
                self._trouble = self.tr("This number is too short. Please check it.")
            case NumberTrouble.TOO_LONG:
                self._trouble = self.tr("This number is too long. Please check it.")
            case NumberTrouble.NO_AREA:
                self._trouble = self.tr("Please type a landline with its area code, such as 010 or 0571.")
            case NumberTrouble.NOT_A_MOBILE:
                self._trouble = self.tr("No mobile number begins like this. Please check it.")
            case _:
                self._trouble = self.tr("This is not a telephone number. Please check it.")
        self._say(
            self.tr("On which number may we call you?"),
            self.tr("A mobile number, or a landline with its area code. A foreign number begins with 00."),
        )

    @Property(str, constant=True)
    def begun(self) -> str:
        """What was typed before this page was made."""
        return self._begun

    @Property(str, constant=True)
    def trouble(self) -> str:
        """What is wrong with what was typed; empty where nothing is."""
        return self._trouble

    @Property(bool, constant=True)
    def onFile(self) -> bool:
        """Whether the bank has a number of this customer."""
        return self._on_file

    @Slot(str)
    def typed(self, text: str) -> None:
        self._tell(events.Typed(text))


@QmlElement
class CallBackSummary(Asks):
    STATE = ask.CallBackSummary
    PRIVATE = True

    def __init__(self, state: ask.CallBackSummary, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        asked = state.asked
        self._say(
            self.tr("May we call you like this?"),
            self.tr("About: %1").replace("%1", self._topic(asked.time.topic)),
            self.tr("When: %1").replace("%1", self._when(asked.slot)),
            self.tr("Number: %1").replace("%1", self._whom(state.number)),
        )


@QmlElement
class CallBackTaking(Asks):
    STATE = ask.CallBackTaking

    def goes_back(self) -> bool:
        return False

    def may_start_over(self) -> bool:
        return False


@QmlElement
class CallBackTaken(Asks):
    STATE = ask.CallBackTaken
    PRIVATE = True

    def __init__(self, state: ask.CallBackTaken, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._reference = grouped(state.reference)
        self._say(
            self.tr("We will call you"),
            self.tr("%1, on %2.").replace("%1", self._when(state.slot)).replace("%2", self._whom(state.number)),
            self.tr("Whoever calls will say this number first, and will never ask for a PIN or a code."),
        )

    def goes_back(self) -> bool:
        return False

    @Property(str, constant=True)
    def reference(self) -> str:
        return self._reference


@QmlElement
class CallBackNotTaken(Asks):
    STATE = ask.CallBackNotTaken
