"""What every screen object has: constants in, slots out.

For every state that `flows.visit.shown` may give there is one class in this package, and beside it one QML file of the
same name. A screen object holds exactly what its page may show, in the customer's language; its slots only tell what
the customer did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeAlias
from zoneinfo import ZoneInfo

from PySide6.QtCore import Property, QDate, QLocale, QObject, Slot

from kiosk.core.bulletins import Bulletin
from kiosk.core.faq import Answers
from kiosk.core.fraud import Contact
from kiosk.flows import events

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1

Tell: TypeAlias = Callable[[events.Event], None]
ByLanguage: TypeAlias = Mapping[str, str]
"""A text by language tag."""


def _now() -> datetime:
    return datetime.now(UTC)


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
    answers: Answers = field(default_factory=Answers)
    """What can be asked here."""
    bulletins: tuple[Bulletin, ...] = ()
    """What the first screen says in turns."""
    watched: bool = False
    """Whether a camera looks if anybody is there while a private screen is shown."""
    now: Callable[[], datetime] = field(default=_now, compare=False)
    """The wall clock, aware."""
    contacts: tuple[Contact, ...] = ()
    """Whom to ring beside the hotline where fraud is suspected."""


def in_language(texts: ByLanguage, language: str, otherwise: str = "") -> str:
    """The text in a language, else in any, else `otherwise`."""
    return texts.get(language) or next(iter(texts.values()), otherwise)


class Screen(QObject):
    """What one page may show and do."""

    STATE: ClassVar[type]
    """The state that it shows."""
    STEP: ClassVar[int] = 0
    """Where the page stands in the task, from 1; 0 outside of it."""
    PRIVATE: ClassVar[bool] = False
    """Whether it may show something of the customer's, typed there or known: then the veil may cover it."""

    def __init__(self, state: Any, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__()
        self._tell, self._facts, self._language = tell, facts, language
        self._lines: list[str] = []
        self._heading = ""

    def _say(self, heading: str, *lines: str) -> None:
        self._heading, self._lines = heading, [line for line in lines if line]

    def _numbers(self, contacts: Iterable[Contact]) -> list[str]:
        """Whom to ring: the bank's hotline, then these."""
        own = [self.tr("Bank hotline: %1").replace("%1", self._facts.hotline)] if self._facts.hotline else []
        others = (
            self.tr("%1: %2").replace("%1", contact.name(self._language)).replace("%2", contact.number)
            for contact in contacts
        )
        return [*own, *others]

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

    def follows(self, state: Any) -> bool:
        """Take over another state of the same kind; False has a new page made of it."""
        return False

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
