"""Who is the customer of a service: identified by document and face, and known to the bank. Once a visit.

1. The customer is identified (`identify`); failed face tries are counted under a pseudonym of the document's holder.
2. The bank opens a session for this person, or does not serve this person here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from kiosk.core import entries
from kiosk.core.identity import Document
from kiosk.flows import identify
from kiosk.flows.effects import Effect, Note, OpenSession
from kiosk.flows.events import BankLost, Event, HolderNamed, SessionOpened, SessionRefused, TriedAgain, WentBack
from kiosk.flows.service import Context, Customer, Left, StaffNeeded


@dataclass(frozen=True)
class Identifying:
    """Somebody is being identified for a service; `key` is what the tries are counted under."""

    service: str
    at: identify.State
    key: str = ""


@dataclass(frozen=True)
class OpeningSession:
    """The bank is being asked for a session."""

    service: str
    document: Document = field(repr=False)


@dataclass(frozen=True)
class NotServed:
    """The bank does not serve this person here: `unknown`, `blocked`, or it could not be reached: `bankLost`."""

    service: str
    reason: str
    document: Document = field(repr=False)


@dataclass(frozen=True)
class Known:
    """The customer is known, and the service can begin."""

    service: str
    customer: Customer


State: TypeAlias = Identifying | OpeningSession | NotServed
Step: TypeAlias = tuple[State | Known | Left | StaffNeeded, tuple[Effect, ...]]


def begin(service: str) -> Step:
    """Ask for the document."""
    return Identifying(service, identify.PresentDocument()), ()


def step(state: State, event: Event, context: Context) -> Step:
    """One move."""
    match state:
        case Identifying(service, at, key):
            if isinstance(event, WentBack) and isinstance(at, identify.PresentDocument):
                return Left(), ()
            if isinstance(event, HolderNamed):
                key = event.key
            moved, effects = identify.step(at, event, None, context.face_tries.get(key, 0))
            match moved:
                case identify.Identified(document):
                    return OpeningSession(service, document), (*effects, *_ask(document))
                case identify.ConsentRefused():
                    return StaffNeeded("consentRefused"), effects
                case identify.TriesSpent():
                    return StaffNeeded("triesSpent"), effects
                case _:
                    return (state if moved is at else Identifying(service, moved, key)), effects
        case OpeningSession(service, document):
            match event:
                case SessionOpened(session, name, used):
                    return Known(service, Customer(document, session, name, used)), (Note(entries.SessionOpened()),)
                case SessionRefused(reason):
                    return NotServed(service, reason, document), (Note(entries.SessionRefused(reason)),)
                case BankLost():
                    return NotServed(service, "bankLost", document), (Note(entries.SessionRefused("bankLost")),)
        case NotServed(service, "bankLost", document) if isinstance(event, TriedAgain):
            return OpeningSession(service, document), _ask(document)
        case NotServed() if isinstance(event, WentBack):
            return Left(), ()
    return state, ()


def shown(state: State) -> identify.State | OpeningSession | NotServed:
    """What the customer sees."""
    return state.at if isinstance(state, Identifying) else state


def needs(state: State) -> str | None:
    """The device that must run."""
    return identify.needs(state.at) if isinstance(state, Identifying) else None


def ahead(state: State, lost: frozenset[str]) -> frozenset[str]:
    """The lost devices that the customer will still need."""
    return identify.ahead(state.at, lost) if isinstance(state, Identifying) else frozenset()


def busy(state: State) -> bool:
    """Whether the kiosk works and the customer waits."""
    return identify.busy(state.at) if isinstance(state, Identifying) else isinstance(state, OpeningSession)


def stays(state: State) -> bool:
    """Whether a call for staff keeps the screen."""
    return isinstance(shown(state), identify.ComparingHolder | OpeningSession)


def called(state: State) -> State | None:
    """What to come back to when the customer calls staff."""
    if not isinstance(state, Identifying):
        return state
    resumed = identify.called(state.at)
    return None if resumed is None else replace(state, at=resumed)


def _ask(document: Document) -> tuple[Effect, ...]:
    return Note(entries.SessionAsked()), OpenSession(document, face_accepted=True)
