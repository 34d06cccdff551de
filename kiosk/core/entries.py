"""Every kind of journal entry, each with the sentence the operator's manual prints.

An entry never carries personal data: names, ID numbers and pictures have no field here. `urgent` entries are sent to
the centre at once; `telemetry` may be dropped, counted, when the disk is nearly full.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

PREFIX = "bank.kiosk."


@dataclass(frozen=True)
class Entry:
    """A fact of the journal."""

    TYPE: ClassVar[str]
    SENTENCE: ClassVar[str]
    URGENT: ClassVar[bool] = False
    TELEMETRY: ClassVar[bool] = False

    def data(self) -> dict[str, Any]:
        """The entry's fields as JSON values (StrEnum members are strings already)."""
        return asdict(self)


CATALOGUE: dict[str, type[Entry]] = {}


def _entry(kind: str, sentence: str, *, urgent: bool = False, telemetry: bool = False) -> Any:
    """Name an entry, give it its sentence and put it into the catalogue."""

    def named(cls: type[Entry]) -> type[Entry]:
        cls.TYPE, cls.SENTENCE, cls.URGENT, cls.TELEMETRY = PREFIX + kind, sentence, urgent, telemetry
        CATALOGUE[cls.TYPE] = cls
        return cls

    return named


@_entry("journal.opened.v1", "The journal was opened; `clean` tells whether it had been closed properly.")
@dataclass(frozen=True)
class JournalOpened(Entry):
    boot: str
    size: int
    clean: bool
    verifier: str
    """The checkpoint verifier key of this epoch, as a C2SP signed-note verifier string."""


@_entry("journal.closed.v1", "The journal was closed properly.")
@dataclass(frozen=True)
class JournalClosed(Entry):
    boot: str


@_entry("kiosk.started.v1", "The kiosk program started.")
@dataclass(frozen=True)
class KioskStarted(Entry):
    version: str


@_entry("kiosk.failed.v1", "The kiosk program met an error of its own and went out of service.", urgent=True)
@dataclass(frozen=True)
class KioskFailed(Entry):
    error: str
    """The exception's type and place; never its message, which may quote the customer."""


@_entry("clock.stepped.v1", "The terminal's clock jumped.")
@dataclass(frozen=True)
class ClockStepped(Entry):
    by_s: float


@_entry("config.applied.v1", "A desired state from the centre was taken over, or refused with a reason.")
@dataclass(frozen=True)
class ConfigApplied(Entry):
    version: int
    ok: bool
    reason: str | None = None


@_entry("device.troubled.v1", "A device stopped working.", urgent=True)
@dataclass(frozen=True)
class DeviceTroubled(Entry):
    device: str
    reason: str


@_entry("device.recovered.v1", "A device works again.")
@dataclass(frozen=True)
class DeviceRecovered(Entry):
    device: str


@_entry("visit.began.v1", "A customer began a visit.")
@dataclass(frozen=True)
class VisitBegan(Entry):
    language: str


@_entry("visit.ended.v1", "A visit ended and everything of the customer was wiped from the terminal.")
@dataclass(frozen=True)
class VisitEnded(Entry):
    how: str
    """`finished`, `startedOver`, `nobodyAnswered`, `staff` or `outOfService`."""


@_entry("screen.shown.v1", "A screen was shown.", telemetry=True)
@dataclass(frozen=True)
class ScreenShown(Entry):
    screen: str
    language: str


@_entry("token.accepted.v1", "An appointment code was read and its signature, branch and time window held.")
@dataclass(frozen=True)
class TokenAccepted(Entry):
    appointment: str
    token_id: str
    service: str


@_entry("token.refused.v1", "A code held up was refused.")
@dataclass(frozen=True)
class TokenRefused(Entry):
    reason: str
    token_id: str | None
    """None where the code's signature did not hold: nothing an unverified code says is recorded."""


@_entry("document.accepted.v1", "An identity document was read and every check held.")
@dataclass(frozen=True)
class DocumentAccepted(Entry):
    kind: str
    source: str
    """`camera`, `chip` or `residentIdReader`."""
    authenticity: str
    """What proved it genuine: `print` (nothing), `readerModule`, `passiveAuthentication` or `chipAuthentication`."""
    portrait_from: str
    """Where the portrait was taken from that the face is compared with: `print`, which nothing of these proves, or
    `chip`."""


@_entry("document.refused.v1", "An identity document was not accepted.")
@dataclass(frozen=True)
class DocumentRefused(Entry):
    reason: str
    """`checkFailed`, `expired`, `otherPerson`, `noPortrait`, `kindNotTaken`, `chipUnreadable` or `notGenuine`."""
    kind: str | None = None


@_entry("document.interrupted.v1", "A document left the reader while its chip was being read.")
@dataclass(frozen=True)
class DocumentInterrupted(Entry):
    pass


@_entry("consent.answered.v1", "The customer was asked to agree to the face comparison and answered.")
@dataclass(frozen=True)
class ConsentAnswered(Entry):
    agreed: bool


@_entry("face.compared.v1", "The customer's face was compared with the portrait on the document.")
@dataclass(frozen=True)
class FaceCompared(Entry):
    accepted: bool
    reason: str
    """`matched`, `different`, `notSeen`, `notAnswered`, `attackSuspected` or `engineFailed`."""
    score: float | None
    threshold: float
    engine: str
    frames: int
    liveness: str
    """Presentation attack detection: `notPerformed`, `bonaFide`, `nonResponse` or `attack`."""
    liveness_score: float | None
    """From 0 (attack) to 1 (bona fide)."""
    liveness_reasons: tuple[str, ...]
    """The measures that spoke against the presentation."""


@_entry("warning.shown.v1", "A fraud warning was shown to the customer.")
@dataclass(frozen=True)
class WarningShown(Entry):
    notice: str
    version: int
    language: str


@_entry("warning.answered.v1", "The customer answered a fraud warning.", urgent=True)
@dataclass(frozen=True)
class WarningAnswered(Entry):
    notice: str
    version: int
    answer: str
    """`goOn` or `callStaff`."""


@_entry("checkin.asked.v1", "The bank was asked to check a customer in.")
@dataclass(frozen=True)
class CheckInAsked(Entry):
    appointment: str


@_entry("checkin.completed.v1", "The customer was checked in and given a queue number.", urgent=True)
@dataclass(frozen=True)
class CheckInCompleted(Entry):
    appointment: str
    token_id: str
    ticket: str
    service: str
    offline: bool
    """Given by this terminal alone, from the signed code, while the bank could not be reached."""


@_entry("checkin.refused.v1", "The bank refused the check-in.")
@dataclass(frozen=True)
class CheckInRefused(Entry):
    appointment: str
    reason: str


@_entry("ticket.printed.v1", "The ticket was printed, or could not be.")
@dataclass(frozen=True)
class TicketPrinted(Entry):
    ticket: str
    ok: bool
    reason: str | None = None


@_entry("staff.called.v1", "A member of staff was asked to come.", urgent=True)
@dataclass(frozen=True)
class StaffCalled(Entry):
    why: str
    screen: str


@_entry("survey.answered.v1", "The customer answered a survey question.")
@dataclass(frozen=True)
class SurveyAnswered(Entry):
    question: str
    value: int
    service: str | None


@_entry("survey.skipped.v1", "The customer skipped the survey.")
@dataclass(frozen=True)
class SurveySkipped(Entry):
    question: str
