"""Who is this person: the document, the holder of the appointment, and the face.

1. The customer lays the document on the reader; hints tell what to do until every check of it holds.
2. Its number is compared with the appointment's.
3. The customer is asked to agree to the face comparison; refusing leads to staff (EN 301 549, 5.3).
4. The live face is compared with the portrait. Two tries; then staff.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

from kiosk.core import entries, ports
from kiosk.core.appointment import Appointment
from kiosk.core.identity import Document, DocumentTrouble, FaceVerdict, Guidance
from kiosk.flows.effects import CompareHolder, Effect, Note
from kiosk.flows.events import Confirmed, Declined, Event, HolderCompared, TriedAgain

MOST_TRIES = 2

_HINTS = frozenset({DocumentTrouble.NONE_SEEN, DocumentTrouble.TURN_OVER, DocumentTrouble.UNREADABLE})


@dataclass(frozen=True)
class PresentDocument:
    """The customer is asked for the identity document."""

    hint: DocumentTrouble = DocumentTrouble.NONE_SEEN


@dataclass(frozen=True)
class ComparingHolder:
    """The document was read; its number is being compared with the appointment's.

    `portrait_lost`: the vision process died meanwhile; the answer is still this document's, and is waited for.
    """

    document: Document = field(repr=False)
    portrait_lost: bool = False


@dataclass(frozen=True)
class DocumentRefused:
    """The document cannot be taken."""

    trouble: DocumentTrouble


@dataclass(frozen=True)
class FaceConsent:
    """The customer is asked to agree to the face comparison."""

    document: Document = field(repr=False)


@dataclass(frozen=True)
class LookAtCamera:
    """The face is being compared."""

    document: Document = field(repr=False)
    guidance: Guidance = Guidance.LOOKING
    tries: int = 1


@dataclass(frozen=True)
class FaceRefused:
    """The face could not be confirmed."""

    document: Document = field(repr=False)
    verdict: FaceVerdict
    tries: int

    @property
    def may_try_again(self) -> bool:
        """Whether another try is left."""
        return self.tries < MOST_TRIES


@dataclass(frozen=True)
class Identified:
    """The customer is the holder of the appointment."""

    document: Document = field(repr=False)
    verdict: FaceVerdict


@dataclass(frozen=True)
class ConsentRefused:
    """The customer does not want the face comparison: staff checks the identity."""


State: TypeAlias = PresentDocument | ComparingHolder | DocumentRefused | FaceConsent | LookAtCamera | FaceRefused
Outcome: TypeAlias = Identified | ConsentRefused


def step(state: State, event: Event, appointment: Appointment) -> tuple[State | Outcome, tuple[Effect, ...]]:
    """One move of the identification of an appointment's holder."""
    if isinstance(event, ports.DeviceBack) and event.device == "vision":
        return _without_portrait(state), ()
    match state:
        case PresentDocument():
            match event:
                case ports.DocumentRead(document):
                    accepted = entries.DocumentAccepted(document.kind, document.source, document.authenticity)
                    return ComparingHolder(document), (Note(accepted), CompareHolder(appointment, document))
                case ports.DocumentNotRead(trouble) if trouble in _HINTS:
                    return PresentDocument(trouble), ()
                case ports.DocumentNotRead(trouble):
                    return DocumentRefused(trouble), (Note(entries.DocumentRefused(trouble)),)
        case ComparingHolder(document, portrait_lost):
            match event:
                case HolderCompared(same=True):
                    return PresentDocument() if portrait_lost else FaceConsent(document), ()
                case HolderCompared():
                    trouble = DocumentTrouble.OTHER_PERSON
                    return DocumentRefused(trouble), (Note(entries.DocumentRefused(trouble, document.kind)),)
        case DocumentRefused():
            if isinstance(event, TriedAgain):
                return PresentDocument(), ()
        case FaceConsent(document):
            match event:
                case Confirmed():
                    return LookAtCamera(document), (Note(entries.ConsentAnswered(agreed=True)),)
                case Declined():
                    return ConsentRefused(), (Note(entries.ConsentAnswered(agreed=False)),)
        case LookAtCamera(document, _, tries):
            match event:
                case ports.FaceGuided(guidance):
                    return LookAtCamera(document, guidance, tries), ()
                case ports.FaceCompared(verdict):
                    noted = (Note(_compared(verdict)),)
                    if verdict.accepted:
                        return Identified(document, verdict), noted
                    return FaceRefused(document, verdict, tries), noted
        case FaceRefused(document, _, tries):
            if isinstance(event, TriedAgain) and state.may_try_again:
                return LookAtCamera(document, tries=tries + 1), ()
        case _:
            assert_never(state)
    return state, ()


def _without_portrait(state: State) -> State:
    """The portrait died with the vision process: the document must be read again before a face can be compared."""
    match state:
        case ComparingHolder(document):
            return ComparingHolder(document, portrait_lost=True)
        case FaceConsent() | LookAtCamera() | FaceRefused(may_try_again=True):
            return PresentDocument()
        case _:
            return state


def needs(state: State) -> str | None:
    """The device that must run while this state is shown."""
    match state:
        case PresentDocument():
            return "reader"
        case LookAtCamera():
            return "face"
        case _:
            return None


def _compared(verdict: FaceVerdict) -> entries.FaceCompared:
    return entries.FaceCompared(
        accepted=verdict.accepted,
        reason=verdict.reason,
        score=verdict.score,
        threshold=verdict.threshold,
        engine=verdict.engine,
        frames=verdict.frames,
        liveness=verdict.liveness.presentation,
        liveness_score=verdict.liveness.score,
        liveness_reasons=verdict.liveness.reasons,
    )
