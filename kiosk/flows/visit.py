"""The outermost journey: a customer comes, is served, and leaves nothing behind.

1. Attract: touching the screen or holding up a code begins a visit.
2. The task (a check-in), then one survey question, then farewell.
3. On every screen: start over, call staff, language, size, contrast.
4. Nobody answers: a warning, then the visit is wiped, and the screen says so.
5. A lost device that the terminal requires outranks the task; a kiosk that cannot journal serves nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from kiosk.core import entries, ports
from kiosk.core.feedback import Question
from kiosk.core.identity import DocumentTrouble, FaceReason
from kiosk.core.notices import FraudNotice
from kiosk.flows import checkin, identify, survey, warned
from kiosk.flows.effects import CallStaff, Effect, Note, Wipe
from kiosk.flows.events import (
    Confirmed,
    ContrastChosen,
    CustomerEvent,
    Event,
    KioskBroke,
    LanguageChosen,
    SizeChosen,
    StaffAsked,
    StaffPaged,
    Started,
    StartedOver,
    TicketPrinted,
    Waited,
    WasStillHere,
    WentBack,
)

SIZES = range(4)
CONTRASTS = ("standard", "dark", "light")
_READERS = ("chip", "reader", "residentId")
_TRIED_BY = {"face": "face"} | dict.fromkeys(_READERS, "reader")
"""What must run for a lost device to be tried again."""
_MOST_REMEMBERED = 256
"""Appointments of which failed face tries are remembered."""


@dataclass(frozen=True)
class Preferences:
    """How the customer wants to be shown things. Reset at the end of every visit."""

    language: str
    size: int = 1
    contrast: str = "standard"


@dataclass(frozen=True)
class Rules:
    """What the terminal's settings and the centre's data say. Times in seconds."""

    defaults: Preferences
    languages: tuple[str, ...]
    notices: tuple[FraudNotice, ...] = ()
    required: frozenset[str] = frozenset({"vision", "scanner", "reader", "face"})
    idle_s: int = 60
    countdown_s: int = 30
    large_idle_s: int = 120
    large_countdown_s: int = 45
    farewell_s: int = 8
    large_from: int = 2
    """From this text size on the slower clocks count."""


@dataclass(frozen=True)
class Attract:
    """Nobody is here."""


@dataclass(frozen=True)
class StaffComing:
    """A member of staff was paged; `delivered` is None until the page is answered for."""

    why: str
    resume: Resumable | None
    delivered: bool | None = None


@dataclass(frozen=True)
class Farewell:
    """The customer is done."""


@dataclass(frozen=True)
class Wiped:
    """Nobody answered: the visit was ended and everything of it wiped."""


@dataclass(frozen=True)
class DeviceTrouble:
    """A required device is lost in the middle of a visit; the kiosk is mending itself."""

    device: str


@dataclass(frozen=True)
class OutOfService:
    """This terminal serves nobody now."""

    reason: str


@dataclass(frozen=True)
class IdleWarning:
    """Is the customer still here? `left_s` seconds remain; the number is shown in the second half."""

    left_s: int
    of_s: int


Resumable: TypeAlias = checkin.State | survey.Survey
Task: TypeAlias = Attract | checkin.State | survey.Survey | StaffComing | Farewell | Wiped
Screen: TypeAlias = (
    Attract
    | checkin.Scanning
    | checkin.CheckingCode
    | checkin.CodeRefused
    | identify.State
    | warned.FraudWarning
    | checkin.CheckingIn
    | checkin.CheckInRefused
    | checkin.Ticket
    | survey.Survey
    | StaffComing
    | Farewell
    | Wiped
    | DeviceTrouble
    | OutOfService
)
Step: TypeAlias = tuple["Visit", tuple[Effect, ...]]


@dataclass(frozen=True)
class Visit:
    """All of the kiosk's state in front of the customer."""

    rules: Rules = field(repr=False)
    preferences: Preferences
    task: Task = field(default_factory=Attract)
    quiet_s: int = 0
    lost: frozenset[str] = frozenset()
    broken: str | None = None
    face_tries: Mapping[str, int] = field(default_factory=dict)
    """How many face tries failed, by appointment; outlives the visit, and not the kiosk's program."""

    @property
    def idle_s(self) -> int:
        """How long the customer may be quiet before the warning."""
        return self.rules.large_idle_s if self.preferences.size >= self.rules.large_from else self.rules.idle_s

    @property
    def countdown_s(self) -> int:
        """How long the warning stands."""
        large = self.preferences.size >= self.rules.large_from
        return self.rules.large_countdown_s if large else self.rules.countdown_s


@dataclass(frozen=True)
class RulesChanged:
    """The centre's data changed (fraud notices, services, how the visit goes)."""

    rules: Rules


def opening(rules: Rules) -> Visit:
    """The kiosk as it stands when it starts."""
    return Visit(rules, rules.defaults)


def shown(visit: Visit) -> Screen:
    """What the customer sees: trouble outranks the task."""
    if visit.broken is not None:
        return OutOfService(visit.broken)
    lost = _missed(visit)
    match visit.task:
        case Attract() | Farewell() | Wiped() if lost:
            return OutOfService(lost[0])
        case StaffComing() | checkin.CheckingIn() | checkin.CheckInRefused() | checkin.Ticket() | survey.Survey():
            return visit.task  # nothing that lies ahead of the customer needs a device
        case _ if lost:
            return DeviceTrouble(lost[0])
        case checkin.Identifying(at=at):
            return at
        case checkin.Warned(at=warning):
            return warning
        case _:
            return visit.task


def _missed(visit: Visit) -> list[str]:
    """The required devices that are lost, but for those whose turn in this visit is over.

    Nobody tries those again before it comes again: the customer must not wait for them.
    """
    lost = visit.lost & visit.rules.required
    match visit.task:
        case checkin.Identifying(at=identify.PresentDocument()):
            lost -= {"scanner"}
        case checkin.Identifying() | checkin.Warned():
            lost -= {"scanner", *_READERS}
        case _:
            pass
    return sorted(lost)


def idle(visit: Visit) -> IdleWarning | None:
    """The idle warning that lies over the screen, if it stands."""
    if not _clock_runs(visit) or visit.quiet_s < visit.idle_s:
        return None
    return IdleWarning(max(0, visit.idle_s + visit.countdown_s - visit.quiet_s), visit.countdown_s)


def needs(visit: Visit) -> str | None:
    """The device that must run: `scanner`, `reader`, `face` or none."""
    if visit.broken is not None:
        return None
    match visit.task:
        case Attract():
            # A lost device is tried until it is back: out of service must not last longer than its reason.
            missed = sorted(visit.lost & visit.rules.required & _TRIED_BY.keys())
            return _TRIED_BY[missed[0]] if missed else "scanner"
        case StaffComing() | Farewell() | Wiped() | survey.Survey():
            return None
        case _:
            return checkin.needs(visit.task)


def step(visit: Visit, event: Event | RulesChanged) -> Step:
    """One move of the kiosk."""
    if visit.broken is not None:
        match event:
            case StaffAsked():
                return visit, (CallStaff("customer", OutOfService.__name__),)
            case Waited() | LanguageChosen() | SizeChosen() | ContrastChosen():
                pass  # the notice can be read in every language, and falls back to the first
            case _:
                return visit, ()
    match event:
        case KioskBroke(reason):
            return _break(visit, reason)
        case RulesChanged(rules):
            untouched = isinstance(visit.task, Attract) and visit.preferences == visit.rules.defaults
            preferences = rules.defaults if untouched else visit.preferences
            return replace(visit, rules=rules, preferences=preferences), ()
        case ports.DeviceLost(device, reason) if device not in visit.lost:
            visit = replace(visit, lost=visit.lost | {device})
            return visit, (Note(entries.DeviceTroubled(device, reason)),)
        case ports.DeviceBack(device) if device in visit.lost:
            visit = replace(visit, lost=visit.lost - {device}, quiet_s=0)
            moved, effects = _tasked(visit, event)
            return moved, (Note(entries.DeviceRecovered(device)), *effects)
        case Waited(seconds):
            return _waited(visit, seconds)
        case LanguageChosen(language) if language in visit.rules.languages:
            shown_anew: tuple[Effect, ...] = ()
            if isinstance(visit.task, checkin.Warned) and language != visit.preferences.language:
                shown_anew = warned.show(visit.task.at.notice, language)[1]
            return _prefer(visit, replace(visit.preferences, language=language)), shown_anew
        case SizeChosen(size) if size in SIZES:
            return _prefer(visit, replace(visit.preferences, size=size)), ()
        case ContrastChosen(contrast) if contrast in CONTRASTS:
            return _prefer(visit, replace(visit.preferences, contrast=contrast)), ()
        case WasStillHere():
            return replace(visit, quiet_s=0), ()
        case StaffAsked():
            return _call_staff(visit, "customer")
        case StartedOver() if isinstance(visit.task, checkin.CheckingIn):
            return visit, ()  # the answer comes within seconds, and leaving would lose the customer's ticket
        case StartedOver() if not isinstance(visit.task, Attract):
            return _end(visit, "finished" if _served(visit.task) else "startedOver", Attract())
        case Started() | ports.CodeRead() if visit.lost & visit.rules.required:
            return visit, ()
        case _:
            moved, effects = _tasked(visit, event)
            if isinstance(event, CustomerEvent) or type(shown(moved)) is not type(shown(visit)):
                # A touch, or a new screen. What a device sees is no sign of life: a document may lie forgotten.
                moved = replace(moved, quiet_s=0)
            return moved, effects


def _tasked(visit: Visit, event: Event) -> Step:
    """Give an event to the task."""
    task = visit.task
    match task:
        case Attract():
            match event:
                case Started():
                    return _begin(visit)
                case ports.CodeRead():
                    begun, effects = _begin(visit)
                    scanned, onward = _tasked(begun, event)
                    return scanned, effects + onward
                case ports.DocumentRead() | ports.DocumentNotRead(DocumentTrouble.NO_PORTRAIT):
                    # Somebody showed one while a lost reader is tried: nothing of it is kept, and it is tried on.
                    return visit, (Wipe(),)
        case survey.Survey():
            answered, effects = survey.step(task, event)
            if isinstance(answered, survey.Answered):
                ended, onward = _end(visit, "finished", Farewell())
                return ended, effects + onward
        case StaffComing(_, resume):
            match event:
                case StaffPaged(delivered):
                    return replace(visit, task=replace(task, delivered=delivered)), ()
                case WentBack() if resume is not None:
                    return replace(visit, task=resume), ()
                case Confirmed():
                    return _end(visit, "staff", Attract())
                case TicketPrinted() | ports.DeviceBack() if resume is not None:
                    # The task still hears what happens to it.
                    resumed, effects = _tasked(replace(visit, task=resume), event)
                    if not isinstance(resumed.task, Attract | StaffComing | Farewell | Wiped):
                        return replace(visit, task=replace(task, resume=resumed.task)), effects
        case Farewell() | Wiped():
            match event:
                case Started() | Confirmed():
                    return replace(visit, task=Attract(), preferences=visit.rules.defaults, quiet_s=0), ()
        case _:
            moved, effects = checkin.step(
                task, event, visit.rules.notices, visit.preferences.language, visit.face_tries
            )
            visit = _with_failed_try(visit, task, effects)
            match moved:
                case checkin.Finished(service):
                    asked, onward = survey.ask(Question.CSAT, service)
                    return replace(visit, task=asked), effects + onward
                case checkin.StaffNeeded(why):
                    called, onward = _call_staff(visit, why)
                    return called, effects + onward
                case _:
                    return (visit if moved is task else replace(visit, task=moved)), effects
    return visit, ()


def _with_failed_try(visit: Visit, task: checkin.State, effects: tuple[Effect, ...]) -> Visit:
    """Count a face that was not confirmed, so that starting over gives no try back.

    A suspected attack takes all, and so does a document that is not genuine: else its holder would come back and keep
    the chip away.
    """
    match task, effects:
        case checkin.Identifying(appointment=appointment), (Note(entries.FaceCompared(accepted=False, reason=reason)),):
            tried = visit.face_tries.get(appointment.id, 0) + 1
            spent = identify.MOST_TRIES if reason == FaceReason.ATTACK_SUSPECTED else tried
        case checkin.Identifying(appointment=appointment), (
            Note(entries.DocumentRefused(reason=DocumentTrouble.NOT_GENUINE)),
        ):
            spent = identify.MOST_TRIES
        case _:
            return visit
    return _with_tries(visit, appointment.id, spent)


def _with_abandoned_try(visit: Visit) -> Visit:
    """Count a try that is left after it was drawn what to ask: who does not like it must not draw again for nothing."""
    match visit.task:
        case checkin.Identifying(appointment=appointment, at=identify.LookAtCamera(drawn=True)):
            return _with_tries(visit, appointment.id, visit.face_tries.get(appointment.id, 0) + 1)
        case _:
            return visit


def _with_tries(visit: Visit, appointment: str, spent: int) -> Visit:
    others = [pair for pair in visit.face_tries.items() if pair[0] != appointment]
    return replace(visit, face_tries=dict([*others[1 - _MOST_REMEMBERED :], (appointment, spent)]))


def _begin(visit: Visit) -> Step:
    begun = replace(visit, task=checkin.Scanning(), quiet_s=0)
    return begun, (Note(entries.VisitBegan(visit.preferences.language)),)


def _end(visit: Visit, how: str, after: Attract | Farewell | Wiped) -> Step:
    """End the visit. The preferences stay for the farewell; everything else of the customer goes at once."""
    visit = _with_abandoned_try(visit)
    preferences = visit.rules.defaults if isinstance(after, Attract) else visit.preferences
    ended = replace(visit, task=after, preferences=preferences, quiet_s=0)
    if isinstance(visit.task, Attract | Farewell | Wiped):
        return ended, ()
    left: tuple[Effect, ...] = ()
    if isinstance(visit.task, survey.Survey) and how == "finished" and not isinstance(after, Farewell):
        left = survey.leave(visit.task)
    return ended, (*left, Note(entries.VisitEnded(how)), Wipe())


def _break(visit: Visit, reason: str) -> Step:
    ended, effects = _end(visit, "outOfService", Attract())
    return replace(ended, broken=reason), (*effects, Note(entries.KioskFailed(reason)))


def _call_staff(visit: Visit, why: str) -> Step:
    task = visit.task
    match task:
        case StaffComing():
            return visit, ()
        case Attract() | Farewell() | Wiped():
            begun, effects = _begin(visit)
            resume: Resumable | None = None
        case checkin.Warned(at=warning):
            begun, effects = visit, warned.step(warning, StaffAsked())[1]
            resume = task
        case checkin.CheckingCode() | checkin.CheckingIn() | checkin.Identifying(at=identify.ComparingHolder()) if (
            why == "customer"
        ):
            # The answer comes within seconds, and leaving would lose it: page, and stay.
            return visit, _page(visit, why)
        case checkin.Identifying(at=identify.LookAtCamera(tries=tries, drawn=True) as at):
            begun, effects = _with_abandoned_try(visit), ()
            again = identify.LookAtCamera(at.document, tries=tries + 1)
            resume = replace(task, at=again) if tries < identify.MOST_TRIES else None
        case _:
            begun, effects, resume = visit, (), task
    called = replace(begun, task=StaffComing(why, resume if why == "customer" else None), quiet_s=0)
    return called, effects + _page(visit, why)


def _page(visit: Visit, why: str) -> tuple[Effect, ...]:
    screen = type(shown(visit)).__name__
    return Note(entries.StaffCalled(why, screen)), CallStaff(why, screen)


def _waited(visit: Visit, seconds: int) -> Step:
    if not _clock_runs(visit):
        return visit, ()
    waited = replace(visit, quiet_s=visit.quiet_s + seconds)
    match visit.task:
        case Attract():
            if waited.quiet_s < waited.idle_s or visit.preferences == visit.rules.defaults:
                return (visit if visit.preferences == visit.rules.defaults else waited), ()
            return replace(waited, preferences=visit.rules.defaults, quiet_s=0), ()
        case Farewell() | Wiped():
            if waited.quiet_s < visit.rules.farewell_s:
                return waited, ()
            return replace(waited, task=Attract(), preferences=visit.rules.defaults, quiet_s=0), ()
        case _:
            if waited.quiet_s < waited.idle_s + waited.countdown_s:
                return waited, ()
            return _end(waited, "finished" if _served(visit.task) else "nobodyAnswered", Wiped())


def _clock_runs(visit: Visit) -> bool:
    """The idle clock stands while the kiosk works and the customer waits for it."""
    match visit.task:
        case Attract() | Farewell() | Wiped() | survey.Survey():
            return True
        case StaffComing(delivered=delivered):
            return delivered is not None
        case _:
            return isinstance(shown(visit), DeviceTrouble) or not checkin.busy(visit.task)


def _prefer(visit: Visit, preferences: Preferences) -> Visit:
    return replace(visit, preferences=preferences, quiet_s=0)


def _served(task: Task) -> bool:
    return isinstance(task, checkin.Ticket | survey.Survey)
