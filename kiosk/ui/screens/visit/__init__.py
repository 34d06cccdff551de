"""The screens of the visit itself, and of no service."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.core.bulletins import current
from kiosk.flows import events, visit, warned
from kiosk.ui.screens.base import Facts, Screen, Tell

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Attract(Screen):
    STATE = visit.Attract
    changed = Signal()

    def __init__(self, state: visit.Attract, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._bulletins = self._current()

    def _current(self) -> list[dict[str, str]]:
        told = (bulletin.text(self._language) for bulletin in current(self._facts.bulletins, self._facts.now()))
        return [{"title": text.title, "line": text.line} for text in told]

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def bulletins(self) -> list[dict[str, str]]:
        """What is said in turns: `title` and `line` of each bulletin whose time it is."""
        return self._bulletins

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def news(self) -> list[str]:
        """The same, one after the other, to be read aloud."""
        return [text for bulletin in self._bulletins for text in (bulletin["title"], bulletin["line"])]

    @Property(str, constant=True)
    def watched(self) -> str:
        """What is to be known of the camera beside the screen; empty where it looks at a face match only."""
        if not self._facts.watched:
            return ""
        return self.tr(
            "While your details are on the screen, a camera sees whether you are there. It keeps no picture."
        )

    @Slot()
    def look(self) -> None:
        """See whose time it is now."""
        bulletins = self._current()
        if bulletins != self._bulletins:
            self._bulletins = bulletins
            self.changed.emit()

    def starts_over(self) -> bool:
        return False

    @Slot()
    def start(self) -> None:
        self._tell(events.Started())


@QmlElement
class Menu(Screen):
    STATE = visit.Menu

    def __init__(self, state: visit.Menu, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._again = state.again
        texts = {
            "checkIn": (self.tr("Check in for an appointment"), "code"),
            "complain": (self.tr("Make a complaint"), "pen"),
            "suggest": (self.tr("Make a suggestion"), "face4"),
            "ask": (self.tr("Ask a question"), "ask"),
            "walkIn": (self.tr("Take a number"), "ticket"),
            "appointments": (self.tr("Appointments"), "calendar"),
            "accounts": (self.tr("My accounts and cards"), "wallet"),
            "transfer": (self.tr("Transfers"), "send"),
        }
        self._services = [
            {"id": service.name, "text": text, "symbol": symbol}
            for service in visit.SERVICES
            for text, symbol in (texts[service.name],)
        ]

    @Property(bool, constant=True)
    def again(self) -> bool:
        return self._again

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def services(self) -> list[dict[str, str]]:
        """What there is to choose from: `id`, `text` and `symbol`."""
        return self._services

    @Slot(str)
    def choose(self, service: str) -> None:
        self._tell(events.Chosen(service))

    @Slot()
    def done(self) -> None:
        self._tell(events.Confirmed())


@QmlElement
class Farewell(Screen):
    STATE = visit.Farewell

    def starts_over(self) -> bool:
        return False

    @Slot()
    def done(self) -> None:
        self._tell(events.Confirmed())


@QmlElement
class Wiped(Screen):
    STATE = visit.Wiped

    def starts_over(self) -> bool:
        return False

    @Slot()
    def done(self) -> None:
        self._tell(events.Confirmed())


@QmlElement
class StaffComing(Screen):
    STATE = visit.StaffComing

    def __init__(self, state: visit.StaffComing, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._state = state
        match state.saying:
            case "acknowledged":
                self._say(
                    self.tr("%1 is on the way").replace("%1", state.who or ""),
                    self.tr("Please stay here. You do not need to do anything else."),
                    *self._advice(state),
                )
            case "late":
                self._say(
                    self.tr("Nobody has answered yet"),
                    self.tr("We have called our staff again. If you do not want to wait, please go to the desk."),
                    *self._advice(state),
                )
            case None:
                self._say(
                    self.tr("We are calling a member of staff"), self.tr("One moment, please."), *self._advice(state)
                )
            case "delivered":
                self._say(
                    self.tr("A member of staff is coming"),
                    self.tr("Please stay here. You do not need to do anything else."),
                    *self._advice(state),
                )
            case _:
                self._say(
                    self.tr("Please go to the desk"),
                    self.tr("We could not reach our staff from this kiosk. They will gladly help you at the desk."),
                    *self._advice(state),
                )

    def _advice(self, state: visit.StaffComing) -> tuple[str, ...]:
        """What somebody should hear at once who is being deceived."""
        if state.why != warned.SUSPECTED:
            return ()
        return (self.tr("Nothing has been done. Please end the call or the chat, and do not do what they say."),)

    @Property(str, constant=True)
    def numbers(self) -> str:
        """Whom to ring, for who is being deceived."""
        return "\n".join(self._numbers(self._facts.contacts)) if self._state.why == warned.SUSPECTED else ""

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
        return self._state.saying in ("undelivered", "late")

    @Slot()
    def back(self) -> None:
        self._tell(events.WentBack())

    @Slot()
    def done(self) -> None:
        self._tell(events.Confirmed())


@QmlElement
class DeviceTrouble(Screen):
    STATE = visit.DeviceTrouble


@QmlElement
class OutOfService(Screen):
    STATE = visit.OutOfService

    def starts_over(self) -> bool:
        return False
