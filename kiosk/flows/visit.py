"""The outermost journey: a customer comes, is served, and leaves nothing behind.

1. Attract: touching the screen or holding up a code begins a visit.
2. The menu; the service chosen, after the customer was identified where it asks for that; then the menu again, which
   asks for more. A code held up begins the check-in at once, and a check-in is all that its customer came for.
3. The survey, then farewell.
4. On every screen: start over, call staff, language, and how things are shown and read aloud.
5. Nobody answers: a warning, then the visit is wiped, and the screen says so.
6. A lost device that the customer will still need outranks the task; a kiosk that cannot journal serves nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from kiosk.core import entries, ports
from kiosk.core.identity import DocumentTrouble, FaceReason
from kiosk.flows import (
    accounts,
    ask,
    booking,
    checkin,
    complain,
    customer,
    identify,
    pager,
    suggest,
    survey,
    transfer,
    walkin,
)
from kiosk.flows.effects import CallStaff, Effect, Note, Wipe
from kiosk.flows.events import (
    AloudChosen,
    CalmChosen,
    Chosen,
    Confirmed,
    ContrastChosen,
    CustomerEvent,
    Event,
    HandChosen,
    HouseEvent,
    KioskBroke,
    LanguageChosen,
    ServiceEvent,
    SizeChosen,
    SpeedChosen,
    StaffAcknowledged,
    StaffAsked,
    StaffPaged,
    Started,
    StartedOver,
    VolumeChosen,
    Waited,
    WasStillHere,
    WentBack,
)
from kiosk.flows.rules import CONTRASTS, HANDS, SIZES, SPEEDS, VOLUMES, Preferences, Rules
from kiosk.flows.service import Context, Customer, Finished, Left, Service, StaffNeeded

SERVICES: Final[tuple[Service, ...]] = (
    checkin.SERVICE,
    walkin.SERVICE,
    booking.SERVICE,
    accounts.SERVICE,
    transfer.SERVICE,
    ask.SERVICE,
    complain.SERVICE,
    suggest.SERVICE,
)
"""What the menu offers, in its order."""
_BY_NAME: Final = {service.name: service for service in SERVICES}
_BY_STATE: Final = {state: service for service in SERVICES for state in service.states}
_TRIED_BY: Final = {"face": "face"} | dict.fromkeys(identify.READERS, "reader")
"""What must run for a lost device to be tried again."""
_MOST_REMEMBERED: Final = 256
"""Appointments and holders of which failed face tries are remembered."""


@dataclass(frozen=True)
class Attract:
    """Nobody is here."""


@dataclass(frozen=True)
class Menu:
    """What can we do for the customer? `again`: something was done, and there may be more."""

    again: bool = False


@dataclass(frozen=True)
class StaffComing:
    """A member of staff was paged; `delivered` is None until the page is answered for.

    `who` is on the way; `late` says that nobody said so in time.
    """

    why: str
    resume: Task | None
    delivered: bool | None = None
    late: bool = False
    who: str | None = field(default=None, repr=False)

    @property
    def saying(self) -> str | None:
        """How far it is."""
        if self.delivered is None:
            return None
        if not self.delivered:
            return "undelivered"
        return "acknowledged" if self.who is not None else "late" if self.late else "delivered"


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


_HEARD: Final = HouseEvent | ServiceEvent | ports.DeviceBack
"""What reaches a task behind the call for staff: answers, and a device that works again."""
_AT_REST: Final = Attract | Farewell | Wiped
"""No visit lasts."""
_WAYS: Final = SizeChosen | ContrastChosen | HandChosen | AloudChosen | VolumeChosen | SpeedChosen | CalmChosen
"""How the customer wants to be shown things."""
Task: TypeAlias = object
"""Attract, Menu, StaffComing, Farewell, Wiped, the survey, a state of `customer`, or one of a service."""
Screen: TypeAlias = object
"""What the customer sees: a task, the innermost state of one, DeviceTrouble or OutOfService."""
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
    """How many face tries failed, by appointment or holder; outlives the visit, and not the kiosk's program."""
    forged: int = 0
    """How many documents were not genuine of which nobody knows whose they are, until `forged_s` is `FORGED_S`."""
    forged_s: int = 0
    """How long ago the last was shown."""
    customer: Customer | None = None
    """Who was identified in this visit."""
    suspected: bool = False
    """Whether an answer in this visit spoke of fraud."""
    served: str | None = None
    """The service that the customer had last, for the survey."""
    call: pager.Call | None = None
    """The last call for staff in this visit, once it was answered for."""
    headset: bool = False
    """Whether the customer listens in private."""

    @property
    def idle_s(self) -> int:
        """How long the customer may be quiet before the warning."""
        return self.rules.large_idle_s if self.rules.slow(self.preferences) else self.rules.idle_s

    @property
    def countdown_s(self) -> int:
        """How long the warning stands."""
        return self.rules.large_countdown_s if self.rules.slow(self.preferences) else self.rules.countdown_s

    @property
    def context(self) -> Context:
        """What a service may know."""
        rules = replace(self.rules, fraud=self.rules.fraud.on_suspicion()) if self.suspected else self.rules
        return Context(rules, self.preferences.language, self.customer, self.face_tries)


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
    task, lost = visit.task, visit.lost & visit.rules.required
    match task:
        case Attract() | Farewell() | Wiped():
            return OutOfService(min(lost)) if lost else task
        case Menu() | StaffComing() | survey.Survey() | survey.SurveyLine():
            return task
        case customer.Identifying() | customer.OpeningSession() | customer.NotServed():
            missed, seen = customer.ahead(task, lost), customer.shown(task)
        case _:
            service = _BY_STATE[type(task)]
            missed, seen = service.ahead(task, lost), service.shown(task)
    return DeviceTrouble(min(missed)) if missed else seen


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
        case Menu(again=False):
            return "scanner"
        case Menu() | StaffComing() | Farewell() | Wiped() | survey.Survey() | survey.SurveyLine():
            return None
        case customer.Identifying() | customer.OpeningSession() | customer.NotServed() as task:
            return customer.needs(task)
        case task:
            return _BY_STATE[type(task)].needs(task)


def step(visit: Visit, event: Event | RulesChanged) -> Step:
    """One move of the kiosk."""
    if visit.broken is not None:
        match event:
            case StaffAsked():
                return replace(visit, call=None), (CallStaff("customer", OutOfService.__name__),)
            case StaffPaged() | StaffAcknowledged() | Waited() | LanguageChosen() | ports.HeadsetPlugged():
                pass  # the notice can be read in every language, and falls back to the first
            case _ if isinstance(event, _WAYS):
                pass  # and in every size
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
            guarded, onward = _guarded(moved)
            return guarded, (Note(entries.DeviceRecovered(device)), *effects, *onward)
        case StaffPaged() | StaffAcknowledged() if visit.broken is None and isinstance(visit.task, _AT_REST):
            return visit, ()
        case StaffPaged(delivered, call):
            return _heard_of_staff(visit, pager.Call(delivered, call)), ()
        case StaffAcknowledged(call, who):
            if visit.call is None or visit.call.id != call or visit.call.who is not None:
                return visit, ()
            coming = Note(entries.StaffAcknowledged(call, visit.call.waited_s))
            return _heard_of_staff(visit, replace(visit.call, who=who)), (coming,)
        case Waited(seconds):
            visit, passed = _passed(visit, seconds)
            if visit.call is None:
                moved, effects = _waited(visit, seconds)
            else:
                moved, effects = _waited_for_staff(visit, visit.call, seconds)
            return moved, (*passed, *effects)
        case LanguageChosen(language) if language in visit.rules.languages:
            spoken = _prefer(visit, replace(visit.preferences, language=language))
            service = _BY_STATE.get(type(visit.task))
            if service is None or language == visit.preferences.language:
                return spoken, ()
            return spoken, service.spoken(visit.task, spoken.context)
        case ports.HeadsetPlugged(plugged):
            # Who plugs in wants to hear; who pulls out takes along what the neighbours would hear.
            return _prefer(replace(visit, headset=plugged), replace(visit.preferences, aloud=plugged)), ()
        case _ if isinstance(event, _WAYS):
            return _prefer(visit, _adjusted(visit.preferences, event, visit.rules.defaults)), ()
        case WasStillHere():
            return replace(visit, quiet_s=0), ()
        case StaffAsked():
            return _call_staff(visit, "customer")
        case StartedOver() if _held(visit.task):
            return visit, ()
        case StartedOver() if not isinstance(visit.task, Attract):
            return _end(visit, "finished" if _served(visit) else "startedOver", Attract())
        case Started() | ports.CodeRead() if visit.lost & visit.rules.required:
            return visit, ()
        case _:
            moved, effects = _tasked(visit, event)
            if isinstance(event, CustomerEvent) or type(shown(moved)) is not type(shown(visit)):
                # A touch, or a new screen. What a device sees is no sign of life: a document may lie forgotten.
                moved = replace(moved, quiet_s=0)
            guarded, onward = _guarded(moved)
            return guarded, effects + onward


def _guarded(visit: Visit) -> Step:
    """Call staff where a document would be read of whoever it is, and too many that were not genuine were shown.

    Else somebody could try out, at a terminal of the bank's, what passes for genuine.
    """
    counted, at = _counted_for(visit.task)
    if visit.forged < identify.MOST_FORGED or counted or not isinstance(at, identify.PresentDocument):
        return visit, ()
    return _call_staff(visit, "documentsRefused")


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
        case Menu(again):
            match event:
                case Chosen(name) if name in _BY_NAME:
                    return _serve(visit, _BY_NAME[name])
                case ports.CodeRead() | ports.SeveralCodesSeen() if not again:
                    begun, effects = _serve(visit, checkin.SERVICE)
                    scanned, onward = _tasked(begun, event)
                    return scanned, effects + onward
                case Confirmed() if again:
                    return _ask_how_it_went(visit)
        case survey.Survey() | survey.SurveyLine():
            return _surveyed(visit, *survey.step(task, event))
        case StaffComing(_, resume):
            match event:
                case WentBack() if resume is not None:
                    return replace(visit, task=resume), ()
                case Confirmed():
                    return _end(visit, "staff", Attract())
                case _ if resume is not None and isinstance(event, _HEARD) and not isinstance(event, CustomerEvent):
                    # The task still hears what happens to it.
                    resumed, effects = _tasked(replace(visit, task=resume), event)
                    if not isinstance(resumed.task, Attract | StaffComing | Farewell | Wiped):
                        return replace(resumed, task=replace(task, resume=resumed.task)), effects
        case Farewell() | Wiped():
            match event:
                case Started() | Confirmed():
                    return replace(visit, task=Attract(), preferences=visit.rules.defaults, quiet_s=0), ()
        case customer.Identifying() | customer.OpeningSession() | customer.NotServed():
            moved, effects = customer.step(task, event, visit.context)
            visit = _with_failed_try(visit, moved, effects)
            match moved:
                case customer.Known(name, who):
                    begun, onward = _BY_NAME[name].begin(replace(visit, customer=who).context)
                    return replace(visit, customer=who, task=begun), effects + onward
                case _:
                    return _onward(visit, task, moved, effects)
        case _:
            service = _BY_STATE[type(task)]
            moved, effects = service.step(task, event, visit.context)
            visit = _with_suspicion(_with_failed_try(visit, task, effects), effects)
            return _onward(visit, task, moved, effects)
    return visit, ()


def _onward(visit: Visit, before: Task, moved: object, effects: tuple[Effect, ...]) -> Step:
    """Take over what a task became."""
    match moved:
        case Finished():
            service = _BY_STATE[type(before)]
            visit = replace(visit, served=service.name)
            if not service.last:
                return replace(visit, task=Menu(again=True)), effects
            asked, onward = _ask_how_it_went(visit)
            return asked, effects + onward
        case Left():
            return replace(visit, task=Menu(again=visit.served is not None)), effects
        case StaffNeeded(why):
            called, onward = _call_staff(visit, why)
            return called, effects + onward
        case _:
            return (visit if moved is before else replace(visit, task=moved)), effects


def _serve(visit: Visit, service: Service) -> Step:
    """Begin a service; who must be identified for it is, once a visit."""
    begun = Note(entries.ServiceBegan(service.name))
    if service.identified and visit.customer is None:
        task, effects = customer.begin(service.name)
    else:
        task, effects = service.begin(visit.context)
    return replace(visit, task=task), (begun, *effects)


def _ask_how_it_went(visit: Visit) -> Step:
    return _surveyed(visit, *survey.ask(visit.rules.survey.plan(visit.served), visit.served))


def _surveyed(visit: Visit, asked: survey.State | survey.Answered, effects: tuple[Effect, ...]) -> Step:
    if isinstance(asked, survey.Answered):
        ended, onward = _end(visit, "finished", Farewell())
        return ended, effects + onward
    return (visit if asked is visit.task else replace(visit, task=asked)), effects


def _with_failed_try(visit: Visit, task: Task, effects: tuple[Effect, ...]) -> Visit:
    """Count a face that was not confirmed, so that starting over gives no try back.

    A suspected attack takes all, and so does a document that is not genuine: else its holder would come back and keep
    the chip away. Where nobody knows whose it is, it counts for this terminal.
    """
    counted, at = _counted_for(task)
    match effects:
        case (Note(entries.FaceCompared(accepted=False, reason=reason)),) if counted:
            tried = visit.face_tries.get(counted, 0) + 1
            return _with_tries(visit, counted, identify.MOST_TRIES if reason == FaceReason.ATTACK_SUSPECTED else tried)
        case (Note(entries.DocumentRefused(reason=DocumentTrouble.NOT_GENUINE)),) if counted:
            return _with_tries(visit, counted, identify.MOST_TRIES)
        case (Note(entries.DocumentRefused(reason=DocumentTrouble.NOT_GENUINE)),) if at is not None:
            return replace(visit, forged=visit.forged + 1, forged_s=0)
        case _:
            return visit


def _with_suspicion(visit: Visit, effects: tuple[Effect, ...]) -> Visit:
    """Remember that an answer ended something for fraud."""
    noted = [effect.entry for effect in effects if isinstance(effect, Note)]
    answered = any(isinstance(entry, entries.FraudAnswered) for entry in noted)
    ended = any(isinstance(entry, entries.FraudSettled) and entry.outcome in ("stop", "callStaff") for entry in noted)
    return replace(visit, suspected=True) if answered and ended else visit


def _with_abandoned_try(visit: Visit) -> Visit:
    """Count a try that is left after it was drawn what to ask: who does not like it must not draw again for nothing."""
    match _counted_for(visit.task):
        case str(counted), identify.LookAtCamera(drawn=True) if counted:
            return _with_tries(visit, counted, visit.face_tries.get(counted, 0) + 1)
        case _:
            return visit


def _counted_for(task: Task) -> tuple[str, identify.State | None]:
    """What the face tries of a task are counted for (empty for a task that has none, or before that is known), and how
    far its identification is.
    """
    if isinstance(task, customer.Identifying):
        return task.key, task.at
    service = _BY_STATE.get(type(task))
    return (None if service is None else service.identifying(task)) or ("", None)


def _with_tries(visit: Visit, counted: str, spent: int) -> Visit:
    others = [pair for pair in visit.face_tries.items() if pair[0] != counted]
    return replace(visit, face_tries=dict([*others[1 - _MOST_REMEMBERED :], (counted, spent)]))


def _begin(visit: Visit) -> Step:
    begun = replace(visit, task=Menu(), quiet_s=0)
    return begun, (Note(entries.VisitBegan(visit.preferences.language)),)


def _end(visit: Visit, how: str, after: Attract | Farewell | Wiped) -> Step:
    """End the visit. The preferences stay for the farewell; everything else of the customer goes at once."""
    visit = _with_abandoned_try(visit)
    preferences = visit.rules.defaults if isinstance(after, Attract) else visit.preferences
    ended = replace(
        visit,
        task=after,
        preferences=preferences,
        quiet_s=0,
        customer=None,
        suspected=False,
        served=None,
        call=None,
    )
    if isinstance(visit.task, Attract | Farewell | Wiped):
        return ended, ()
    left: tuple[Effect, ...] = ()
    if isinstance(visit.task, survey.STATES) and how == "finished" and not isinstance(after, Farewell):
        left = survey.leave(visit.task)
    return ended, (*left, Note(entries.VisitEnded(how)), Wipe())


def _break(visit: Visit, reason: str) -> Step:
    ended, effects = _end(visit, "outOfService", Attract())
    return replace(ended, broken=reason), (*effects, Note(entries.KioskFailed(reason)))


def _call_staff(visit: Visit, why: str) -> Step:
    task, page = visit.task, _page(visit, why)
    effects: tuple[Effect, ...] = ()
    resume: Task | None = task
    match task:
        case StaffComing():
            return visit, ()
        case _:
            visit = replace(visit, call=None)
    match task:
        case Attract() | Farewell() | Wiped():
            visit, effects = _begin(visit)
            resume = None
        case Menu() | survey.Survey() | survey.SurveyLine():
            pass
        case customer.Identifying() | customer.OpeningSession() | customer.NotServed():
            if why == "customer" and customer.stays(task):
                return visit, page
            visit, resume = _with_abandoned_try(visit), customer.called(task)
        case _:
            service = _BY_STATE[type(task)]
            if why == "customer" and service.stays(task):
                # The answer comes within seconds, and leaving would lose it: page, and stay.
                return visit, page
            resume, effects = service.called(task, visit.context)
            visit = _with_abandoned_try(visit)
    called = replace(visit, task=StaffComing(why, resume if why == "customer" else None), quiet_s=0)
    return called, effects + page


def _heard_of_staff(visit: Visit, call: pager.Call) -> Visit:
    """There is news of a call, or only time that passed. News are read: the idle clock begins anew."""
    known = visit.call is not None and visit.call.news == call.news
    heard = replace(visit, call=call, quiet_s=visit.quiet_s if known else 0)
    match visit.task:
        case StaffComing() as waiting:
            return replace(heard, task=replace(waiting, delivered=call.delivered, late=call.late, who=call.who))
        case task:
            service = _BY_STATE.get(type(task))
            return heard if service is None else replace(heard, task=service.paged(task, call))


def _page(visit: Visit, why: str) -> tuple[Effect, ...]:
    screen = type(shown(visit)).__name__
    return Note(entries.StaffCalled(why, screen)), CallStaff(why, screen)


def _waited_for_staff(visit: Visit, call: pager.Call, seconds: int) -> Step:
    later, looking = pager.waited(call, seconds, visit.rules.staff_reminder_s)
    heard = _heard_of_staff(visit, later)
    if later.news != call.news:
        return heard, looking
    moved, effects = _waited(heard, seconds)
    return moved, effects if moved.call is None else (*looking, *effects)


def _passed(visit: Visit, seconds: int) -> Step:
    """Time passed for a service, and since documents were shown that are not genuine."""
    if visit.broken is not None:
        return visit, ()
    if visit.forged:
        since = visit.forged_s + seconds
        visit = replace(visit, forged=visit.forged if since < identify.FORGED_S else 0, forged_s=since)
    service = _BY_STATE.get(type(visit.task))
    if service is None:
        return visit, ()
    task, effects = service.waited(visit.task, seconds, visit.context)
    return replace(visit, task=task), effects


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
            return _end(waited, "finished" if _served(visit) else "nobodyAnswered", Wiped())


def _clock_runs(visit: Visit) -> bool:
    """The idle clock stands while the kiosk works and the customer waits for it."""
    match visit.task:
        case Attract() | Menu() | Farewell() | Wiped() | survey.Survey() | survey.SurveyLine():
            return True
        case StaffComing(delivered=delivered):
            return delivered is not None
        case customer.Identifying() | customer.OpeningSession() | customer.NotServed() as task:
            return isinstance(shown(visit), DeviceTrouble) or not customer.busy(task)
        case task:
            return isinstance(shown(visit), DeviceTrouble) or not _BY_STATE[type(task)].busy(task)


def _prefer(visit: Visit, preferences: Preferences) -> Visit:
    return replace(visit, preferences=preferences, quiet_s=0)


def _adjusted(preferences: Preferences, event: Event, defaults: Preferences) -> Preferences:
    """The preferences as the customer wants them; what does not exist is not chosen."""
    match event:
        case SizeChosen(size) if size in SIZES:
            return replace(preferences, size=size)
        case ContrastChosen(contrast) if contrast in CONTRASTS:
            return replace(preferences, contrast=contrast)
        case HandChosen(hand) if hand in HANDS:
            return replace(preferences, hand=hand)
        case AloudChosen(aloud):
            return replace(preferences, aloud=aloud)
        case VolumeChosen(volume) if volume in VOLUMES:
            return replace(preferences, volume=volume)
        case SpeedChosen(speed) if speed in SPEEDS:
            return replace(preferences, speed=speed)
        case CalmChosen(calm=True):
            return preferences.large_and_slow()
        case CalmChosen(calm=False):
            return replace(preferences, calm=False, aloud=defaults.aloud, size=defaults.size)
        case _:
            return preferences


def _held(task: Task) -> bool:
    service = _BY_STATE.get(type(task))
    return service is not None and service.held(task)


def _served(visit: Visit) -> bool:
    """Whether the customer had something, so that leaving now is a good end."""
    match visit.task:
        case survey.Survey() | survey.SurveyLine() | Menu(again=True):
            return True
        case task:
            service = _BY_STATE.get(type(task))
            return service is not None and service.served(task)
