"""Before something that fraudsters want: the warning, the questions, and when it is to be done.

Embedded by every service that needs it: `begin` with the operation gives a state, or `WentOn` where nobody needs to be
warned; the service shows the state (`shown` of its own), and asks `called` and `spoken` for what these mean here.

1. The warning: its own screen, answered by a deliberate act, never passed by the idle clock.
2. The questions, one a page. An answer may end it, or raise the least that must follow; nothing takes that back.
3. When it is to be done, where there is a choice; the delayed is chosen before.
4. Back means not to do it, where there is something to leave undone; who checks in starts over.

The journal keeps which rule and which version of each text, in which language, each answer, and the outcome.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from kiosk.core import entries, fraud
from kiosk.core.fraud import Assessment, Caution, Contact, Delay, FraudRules, Kind, Operation, Questionnaire
from kiosk.core.notices import FraudNotice
from kiosk.flows.effects import Effect, Note
from kiosk.flows.events import Chosen, Confirmed, Event, WentBack

YES: Final = "yes"
NO: Final = "no"
SUSPECTED: Final = "fraudSuspected"
"""Why staff are called for an answer, or where the rules leave it to them."""


@dataclass(frozen=True)
class FraudWarning:
    """The customer is warned; the safe answer has the focus."""

    assessment: Assessment
    caution: Caution

    @property
    def notice(self) -> FraudNotice:
        """The text."""
        return self.caution.notice

    @property
    def kind(self) -> Kind:
        """What the customer is about to do."""
        return self.assessment.kind

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Whom to ring."""
        return self.assessment.contacts

    @property
    def may_go_on(self) -> bool:
        """Whether the customer may go on alone."""
        return self.assessment.goes_on(self.caution.least)


@dataclass(frozen=True)
class FraudQuestion:
    """A question; `number` counts from 0. `least` is what must follow by the rules and the answers so far."""

    assessment: Assessment
    caution: Caution
    form: Questionnaire
    number: int
    least: fraud.Outcome

    @property
    def question(self) -> fraud.Question:
        """What is asked."""
        return self.form.questions[self.number]

    @property
    def saying(self) -> str:
        """Which question it is, by its id."""
        return self.question.id

    @property
    def of(self) -> int:
        """How many questions there are."""
        return len(self.form.questions)

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Whom to ring."""
        return self.assessment.contacts


@dataclass(frozen=True)
class DelayChoice:
    """When is it to be done? Nothing sooner than `least` is offered."""

    assessment: Assessment
    least: fraud.Outcome

    @property
    def offered(self) -> tuple[Delay, ...]:
        """What the customer chooses from, soonest first."""
        return self.assessment.offered(self.least)

    @property
    def default(self) -> Delay | None:
        """What is chosen before."""
        return self.assessment.default(self.least)

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Whom to ring."""
        return self.assessment.contacts


@dataclass(frozen=True)
class FraudStopped:
    """An answer ended it: nothing was done, and the screen says why and whom to ring."""

    assessment: Assessment

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Whom to ring."""
        return self.assessment.contacts


@dataclass(frozen=True)
class WentOn:
    """The customer goes on. `delay` is when it is to be done, for what can be delayed.

    `confirmed`: that holds only after the confirmation in Chinese.
    """

    delay: Delay | None = None
    confirmed: bool = False


@dataclass(frozen=True)
class Stopped:
    """The customer does not do it."""


@dataclass(frozen=True)
class StaffNeeded:
    """Only a member of staff can go on with this: `why` for the call."""

    why: str = SUSPECTED


State: TypeAlias = FraudWarning | FraudQuestion | DelayChoice | FraudStopped
Outcome: TypeAlias = WentOn | Stopped | StaffNeeded
Step: TypeAlias = tuple[State | Outcome, tuple[Effect, ...]]


def begin(rules: FraudRules, operation: Operation, language: str) -> Step:
    """Put before the customer what the rules say of an operation."""
    assessment = fraud.assess(rules, operation)
    if assessment.caution is None:
        return _delays(assessment, fraud.Outcome.GO_ON, language)
    warning = FraudWarning(assessment, assessment.caution)
    return warning, spoken(warning, language)


def step(state: State, event: Event, language: str) -> Step:
    """The customer's answer. Calling staff keeps the screen: see `called`."""
    match state:
        case FraudWarning(assessment, caution):
            match event:
                case Confirmed() if state.may_go_on:
                    answered = Note(_warned(state, "goOn"))
                    if caution.questionnaire is None:
                        return _then((answered,), _delays(assessment, caution.least, language))
                    asked = FraudQuestion(assessment, caution, caution.questionnaire, 0, caution.least)
                    return asked, (answered, *spoken(asked, language))
                case WentBack() if state.kind is not Kind.CHECK_IN:
                    return Stopped(), (Note(_warned(state, "stop")), *_settled(assessment, "stop"))
        case FraudQuestion():
            match event:
                case Chosen(answer) if answer in (YES, NO):
                    return _answered(state, answer, language)
        case DelayChoice(assessment):
            match event:
                case Chosen(answer) if answer in state.offered:
                    return _chosen(state, Delay(answer))
                case Confirmed() if state.default is not None:
                    return _chosen(state, state.default)
                case WentBack():
                    return Stopped(), (Note(entries.DelayAnswered("stop")), *_settled(assessment, "stop"))
        case FraudStopped():
            if isinstance(event, Confirmed):
                return Stopped(), ()
    return state, ()


def called(state: State) -> tuple[Effect, ...]:
    """What is to be noted when the customer calls staff; they come back to the same screen."""
    match state:
        case FraudWarning():
            return (Note(_warned(state, "callStaff")),)
        case FraudQuestion():
            return (Note(_replied(state, "callStaff")),)
        case DelayChoice():
            return (Note(entries.DelayAnswered("callStaff")),)
        case FraudStopped():
            return ()


def spoken(state: State, language: str) -> tuple[Effect, ...]:
    """What is to be noted when the screen is shown, and again when the language was changed."""
    match state:
        case FraudWarning(caution=caution):
            notice = state.notice
            shown = entries.WarningShown(notice.id, notice.version, language, caution.rule, caution.rule_version)
            return (Note(shown),)
        case FraudQuestion(form=form):
            return (Note(entries.FraudAsked(form.id, form.version, state.question.id, language)),)
        case DelayChoice():
            return (Note(entries.DelayAsked(tuple(state.offered), language)),)
        case FraudStopped():
            return ()


def _answered(state: FraudQuestion, answer: str, language: str) -> Step:
    noted = (Note(_replied(state, answer)),)
    follows = state.question.yes if answer == YES else state.question.no
    match follows:
        case fraud.Outcome.STOP:
            return FraudStopped(state.assessment), (*noted, *_settled(state.assessment, "stop"))
        case fraud.Outcome.CALL_STAFF:
            return StaffNeeded(), (*noted, *_settled(state.assessment, "callStaff"))
        case _:
            least = state.least if follows is None else fraud.strictest(state.least, follows)
    if state.number + 1 < state.of:
        asked = replace(state, number=state.number + 1, least=least)
        return asked, (*noted, *spoken(asked, language))
    return _then(noted, _delays(state.assessment, least, language))


def _delays(assessment: Assessment, least: fraud.Outcome, language: str) -> Step:
    """When it is to be done: asked where there is a choice; what cannot go on is for staff."""
    if not assessment.goes_on(least):
        return StaffNeeded(), _settled(assessment, "callStaff")
    offered = assessment.offered(least)
    if len(offered) > 1:
        choice = DelayChoice(assessment, least)
        return choice, spoken(choice, language)
    return _went_on(assessment, offered[0] if offered else None)


def _chosen(state: DelayChoice, delay: Delay) -> Step:
    return _then((Note(entries.DelayAnswered(delay)),), _went_on(state.assessment, delay))


def _went_on(assessment: Assessment, delay: Delay | None) -> Step:
    confirmed = delay is not None and assessment.confirmed(delay)
    return WentOn(delay, confirmed), _settled(assessment, delay or "goOn")


def _settled(assessment: Assessment, outcome: str) -> tuple[Effect, ...]:
    """What followed from the rule that held; where none did there is nothing to tell."""
    if (caution := assessment.caution) is None:
        return ()
    return (Note(entries.FraudSettled(assessment.kind, caution.rule, caution.rule_version, outcome)),)


def _warned(state: FraudWarning, answer: str) -> entries.WarningAnswered:
    return entries.WarningAnswered(state.notice.id, state.notice.version, answer)


def _replied(state: FraudQuestion, answer: str) -> entries.FraudAnswered:
    return entries.FraudAnswered(state.form.id, state.form.version, state.question.id, answer)


def _then(effects: tuple[Effect, ...], onward: Step) -> Step:
    return onward[0], effects + onward[1]
