"""Whatever happens, in whatever order: what must always hold, and that every screen can be reached."""

from __future__ import annotations

import random
import time
from dataclasses import replace

from flow_walk import APPOINTMENT, CODE, DOCUMENT, NOTICE, OWN_TICKET, RULES, TICKET, personal_in, turned_down, verdict

from kiosk.core import entries, fraud
from kiosk.core.appointment import TokenRefusal
from kiosk.core.fraud_default import CAUTIOUS
from kiosk.core.identity import Challenge, DocumentTrouble, FaceReason, Guidance, Light
from kiosk.core.pairs import Questions
from kiosk.core.ports import (
    BankRefusal,
    ChipProgress,
    CodeRead,
    DeviceBack,
    DeviceLost,
    DocumentNotRead,
    DocumentRead,
    FaceChallenged,
    FaceCompared,
    FaceGuided,
    FaceLit,
    PrintOutcome,
    SeveralCodesSeen,
)
from kiosk.flows import checkin, effects, events, identify, survey, visit, warned

TRANSITIONS = 150_000
Said = events.Event | visit.RulesChanged

CALM = replace(RULES, fraud=CAUTIOUS)
ATTACK = FaceCompared(verdict(accepted=False, reason=FaceReason.ATTACK_SUSPECTED))
POOL: tuple[Said, ...] = (
    events.Started(),
    events.Confirmed(),
    events.Declined(),
    events.TriedAgain(),
    events.WentBack(),
    events.StartedOver(),
    events.StaffAsked(),
    *(events.Rated(value) for value in (0, 1, 5, 6)),
    *(events.Chosen(name) for name in ("checkIn", "yes", "no", "nothing")),
    events.Typed("1"),
    events.Skipped(),
    events.WasStillHere(),
    *(events.LanguageChosen(language) for language in ("zh_CN", "en", "xx")),
    *(events.SizeChosen(size) for size in (-1, 0, 3)),
    *(events.ContrastChosen(contrast) for contrast in ("dark", "standard", "pink")),
    events.CodeVerified(APPOINTMENT),
    events.CodeVerified(replace(APPOINTMENT, service="passbook", token_id="t-2")),
    events.CodeVerified(replace(APPOINTMENT, service="cash", token_id="t-3")),
    *(turned_down(reason) for reason in TokenRefusal),
    *(events.HolderCompared(same=same) for same in (True, False)),
    events.CheckInAnswered(TICKET),
    *(events.CheckInAnswered(reason) for reason in BankRefusal),
    events.BankLost(),
    events.CheckInSealed(TICKET, offline=False),
    events.CheckInSealed(OWN_TICKET, offline=True),
    *(events.TicketPrinted(outcome) for outcome in PrintOutcome),
    *(events.StaffPaged(delivered=delivered) for delivered in (True, False)),
    *(events.Waited(seconds) for seconds in (1, 20, 45, 200)),
    events.KioskBroke("journal"),
    CodeRead(CODE),
    SeveralCodesSeen(),
    DocumentRead(DOCUMENT),
    *(DocumentNotRead(trouble) for trouble in DocumentTrouble),
    *(FaceGuided(guidance) for guidance in Guidance),
    *(FaceChallenged(challenge, 1, 3) for challenge in Challenge),
    *(FaceLit(light) for light in Light),
    *(FaceCompared(verdict(accepted=accepted)) for accepted in (True, False)),
    ATTACK,
    *(ChipProgress(share) for share in (0.0, 0.5)),
    *(DeviceLost(device, "offline") for device in ("vision", "printer")),
    *(DeviceBack(device) for device in ("vision", "printer")),
    visit.RulesChanged(RULES),
    visit.RulesChanged(CALM),
)

# What usually comes next, so that chance gets far into a visit. A service has its POOL and USUAL in `fuzz_NAME.py`.
USUAL: dict[type, tuple[Said, ...]] = {
    visit.Attract: (events.Started(), CodeRead(CODE)),
    visit.Menu: (*(events.Chosen(service.name) for service in visit.SERVICES), CodeRead(CODE), events.Confirmed()),
    checkin.Scanning: (CodeRead(CODE),),
    checkin.CheckingCode: (
        events.CodeVerified(APPOINTMENT),
        events.CodeVerified(replace(APPOINTMENT, service="cash", token_id="t-3")),
    ),
    checkin.CodeRefused: (events.TriedAgain(), events.StaffAsked()),
    identify.PresentDocument: (DocumentRead(DOCUMENT),),
    identify.ComparingHolder: (events.HolderCompared(same=True),),
    identify.DocumentRefused: (events.TriedAgain(),),
    identify.FaceConsent: (events.Confirmed(),),
    identify.LookAtCamera: (FaceCompared(verdict(accepted=True)), FaceCompared(verdict(accepted=False))),
    identify.FaceRefused: (events.TriedAgain(), events.StartedOver()),
    warned.FraudWarning: (events.Confirmed(),),
    warned.FraudQuestion: (events.Chosen("no"), events.Chosen("yes"), events.Chosen("no")),
    warned.FraudStopped: (events.Confirmed(),),
    checkin.CheckingIn: (events.CheckInAnswered(TICKET), events.BankLost(), events.CheckInSealed(TICKET, False)),
    checkin.CheckInRefused: (events.StartedOver(),),
    checkin.Ticket: (events.Confirmed(), events.TicketPrinted(PrintOutcome.PRINTED)),
    survey.Survey: (events.Rated(5), events.Skipped()),
    visit.StaffComing: (events.StaffPaged(True), events.WentBack(), events.Confirmed()),
    visit.Farewell: (events.Waited(20),),
    visit.Wiped: (events.Waited(20),),
    visit.DeviceTrouble: (DeviceBack("vision"),),
    visit.OutOfService: (DeviceBack("vision"),),
}


class Watch:
    """What the journal and the house have seen of the running visit, and what must hold of it."""

    def __init__(self) -> None:
        self.in_visit = False
        self.questions = Questions()
        self.begin()

    def begin(self) -> None:
        self.service = ""
        self.token = self.document = self.face = self.warned = self.risky = False
        self.asked = self.seals = 0

    def sees(self, before: visit.Visit, event: Said, after: visit.Visit, effects_: tuple[effects.Effect, ...]) -> None:
        """One transition. Raises AssertionError where a promise is broken."""
        wiped = ended = False
        for effect in effects_:
            match effect:
                case effects.Note(entry):
                    self.questions.take(0, entry.TYPE, entry.data(), "v")
                    if isinstance(entry, entries.StaffCalled):  # the performer answers, whatever comes of it
                        self.questions.take(0, entries.StaffPaged.TYPE, entries.StaffPaged(True).data(), "v")
                    ended = self.notes(entry) or ended
                case effects.CheckIn(face_accepted=accepted):
                    assert accepted, "checked in without a face"
                    assert (self.token, self.document, self.face) == (True, True, True), "checked in unidentified"
                    assert self.warned or not self.to_warn(before), "checked in without a warning"
                    self.asked += 1
                case effects.SealCheckIn(appointment=appointment):
                    self.questions.take(0, entries.CheckInCompleted.TYPE, {"appointment": appointment.id}, "v")
                    self.seals += 1
                    assert self.seals == self.asked == 1, "more than one ticket in a visit"
                case effects.Wipe():
                    wiped = True
        stray = isinstance(before.task, visit.Attract) and isinstance(event, DocumentRead | DocumentNotRead)
        assert wiped or not ended, "a visit ended and was not wiped"
        if ended:
            assert list(self.questions.unexplained()) == []
            self.questions = Questions()
        assert ended or stray or not wiped, "wiped in the middle of a visit"
        shown, now = visit.shown(before), visit.shown(after)
        if isinstance(shown, warned.State) and isinstance(event, events.Waited):
            assert type(now) in (type(shown), visit.Wiped), "the idle clock passed a fraud warning"
        if isinstance(after.task, visit.Attract) and not isinstance(before.task, visit.Attract):
            assert after.preferences == after.rules.defaults, "preferences outlived the visit"
        if isinstance(after.task, visit.Attract | visit.Farewell | visit.Wiped):
            assert not self.in_visit, "nobody is here, and the visit goes on"
            assert visit.idle(after) is None
        else:
            assert self.in_visit, "somebody is served outside a visit"
        if before.broken is not None:
            still = replace(after, preferences=before.preferences, quiet_s=before.quiet_s)
            assert still == before, "a broken kiosk moved"
            assert all(isinstance(effect, effects.CallStaff) for effect in effects_)
        if after.broken is not None:
            assert isinstance(now, visit.OutOfService)
            assert visit.needs(after) is None

    def to_warn(self, before: visit.Visit) -> bool:
        """Whether a fraud notice concerns this visit's service."""
        return fraud.assess(before.rules.fraud, fraud.Operation(fraud.Kind.CHECK_IN, self.service)).caution is not None

    def notes(self, entry: entries.Entry) -> bool:
        """An entry of the journal. Returns whether the visit ended with it."""
        match entry:
            case entries.VisitBegan():
                assert not self.in_visit, "a visit began in a visit"
                self.in_visit = True
                self.begin()
            case entries.VisitEnded():
                assert self.in_visit, "a visit ended outside a visit"
                self.in_visit = False
                return True
            case entries.TokenAccepted(service=service):
                self.service = service
                self.token, self.document, self.face, self.warned, self.risky = True, False, False, False, False
            case entries.DocumentAccepted():
                self.document, self.face, self.warned = True, False, False
            case entries.DocumentRefused():
                self.document = False
            case entries.FaceCompared(accepted=accepted):
                self.face = accepted
            case entries.FraudAnswered(question=question, answer=answer):
                self.risky = self.risky or answer == ("no" if question == "known" else "yes")
            case entries.FraudSettled(outcome=outcome):
                assert outcome != "goOn" or not self.risky, "an answer that speaks of fraud was passed over"
                self.warned = outcome == "goOn"
        return False


def test_whatever_happens() -> None:
    seed = time.time_ns()
    chance = random.Random(seed)
    reached: set[type] = set()
    state, watch = visit.opening(RULES), Watch()
    for number in range(TRANSITIONS):
        usual = USUAL[type(visit.shown(state))]
        event = chance.choice(usual if chance.random() < 0.6 else POOL)
        before = state
        state, asked = visit.step(before, event)
        try:
            watch.sees(before, event, state, asked)
        except AssertionError as broken:
            raise AssertionError(f"{broken} (seed {seed}, transition {number}): {event} at {before}") from broken
        reached.add(type(visit.shown(state)))
        if state.broken is not None and chance.random() < 0.5:
            state, watch = visit.opening(RULES), Watch()
    assert reached == set(USUAL), "unreached or unknown screens"


def test_nothing_of_the_customer_is_in_a_log() -> None:
    chance = random.Random(7)
    state = visit.opening(RULES)
    tasks: set[type] = set()
    for _ in range(4_000):
        event = chance.choice(USUAL[type(visit.shown(state))] if chance.random() < 0.8 else POOL)
        state, asked = visit.step(state, event)
        tasks.add(type(visit.shown(state)))
        for value in (event, state, asked, visit.shown(state)):
            assert personal_in(value) == []
        if state.broken is not None:
            state = visit.opening(RULES)
    assert len(tasks) >= 15
    assert personal_in(DOCUMENT.number)  # the search itself finds what there is
    assert NOTICE.id in repr(NOTICE)
