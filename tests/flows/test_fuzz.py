"""Whatever happens, in whatever order: what must always hold, and that every screen can be reached."""

from __future__ import annotations

import random
import time
from dataclasses import replace

from flow_walk import DOCUMENT, NOTICE, RULES, personal_in
from fuzz import POOL, USUAL, Said

from kiosk.core import entries, fraud
from kiosk.core.pairs import Questions
from kiosk.core.ports import (
    DocumentNotRead,
    DocumentRead,
)
from kiosk.flows import checkin, effects, events, identify, visit, warned

TRANSITIONS = 150_000
MOST = 6 * TRANSITIONS
"""Until every screen was reached; the rarest comes some five times in 150,000."""


def _acknowledged(effect: effects.Effect) -> bool:
    return isinstance(effect, effects.Note) and isinstance(effect.entry, entries.StaffAcknowledged)


class Watch:
    """What the journal and the house have seen of the running visit, and what must hold of it."""

    def __init__(self) -> None:
        self.in_visit = False
        self.questions = Questions()
        self.begin()

    def begin(self) -> None:
        self.service = ""
        self.token = self.document = self.face = self.warned = self.risky = self.found = self.known = False
        self.asked = self.seals = 0

    def sees(self, before: visit.Visit, event: Said, after: visit.Visit, effects_: tuple[effects.Effect, ...]) -> None:
        """One transition. Raises AssertionError where a promise is broken."""
        wiped = ended = False
        for effect in effects_:
            match effect:
                case effects.Note(entry):
                    self.found = isinstance(before.task, checkin.CheckingCode) and before.task.document is not None
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
            passed = type(now) is not type(shown) and not isinstance(after.task, visit.Wiped)
            assert not passed, "the idle clock passed a fraud warning"
        if isinstance(after.task, visit.Attract) and not isinstance(before.task, visit.Attract):
            assert after.preferences == after.defaults, "preferences outlived the visit"
        if isinstance(after.task, visit.Attract | visit.Farewell | visit.Wiped):
            assert not self.in_visit, "nobody is here, and the visit goes on"
            assert visit.idle(after) is None
        else:
            assert self.in_visit, "somebody is served outside a visit"
        if before.broken is not None:
            same = {"preferences": before.preferences, "quiet_s": before.quiet_s, "call": before.call}
            still = replace(after, **same, headset=before.headset)
            assert still == before, "a broken kiosk moved"
            paging = (effects.CallStaff, effects.LookForStaff, effects.RemindStaff)
            assert all(isinstance(item, paging) or _acknowledged(item) for item in effects_)
        if isinstance(now, identify.PresentDocument) and after.forged >= identify.MOST_FORGED:
            assert visit._counted_for(after.task)[0], "a forger may go on"
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
                self.token, self.warned, self.risky = True, False, False
                if not self.found:  # whoever has no code is identified before
                    self.document = self.face = False
                elif self.known:  # for another service, and a code held up in between takes nothing of that away
                    self.document = self.face = True
            case entries.SessionOpened():
                self.known = True
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
    for number in range(MOST):
        if number >= TRANSITIONS and reached == set(USUAL):
            break
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
