"""Who is this person: the document, the holder of the appointment, and the face.

1. The customer lays the document on the reader; hints tell what to do until every check of it holds.
2. Its number is compared with the appointment's, where there is one.
3. The customer is asked to agree to the face comparison; refusing leads to staff (EN 301 549, 5.3).
4. The live face is compared with the portrait, and shows that it is living: the customer does what is asked, and the
   screen's light is seen on the skin. Two tries an appointment, in whichever visits; then staff. What looks like an
   attack (ISO/IEC 30107-3) goes to staff at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

from kiosk.core import entries, ports
from kiosk.core.appointment import Appointment
from kiosk.core.identity import Document, DocumentTrouble, FaceReason, FaceVerdict, Guidance, Light
from kiosk.flows.effects import CompareHolder, Effect, NameHolder, Note
from kiosk.flows.events import Confirmed, Declined, Event, HolderCompared, HolderNamed, TriedAgain

MOST_TRIES = 2
MOST_FORGED = 3
"""Documents that are not genuine, of whoever it is, after which this terminal reads none but for appointments."""
FORGED_S = 900
"""How long it does so after the last of them."""
READERS = ("reader", "chip", "residentId")
"""What reads documents."""

HINTS = (
    DocumentTrouble.NONE_SEEN,
    DocumentTrouble.TURN_OVER,
    DocumentTrouble.UNREADABLE,
    DocumentTrouble.CHIP_AWAITED,
    DocumentTrouble.CARD_PULLED,
    DocumentTrouble.PORTRAIT_AWAITED,
)
"""What the customer can mend while the document is read."""


@dataclass(frozen=True)
class PresentDocument:
    """The customer is asked for the identity document; `chip_share` of its chip has been read, if it is being read."""

    hint: DocumentTrouble = DocumentTrouble.NONE_SEEN
    chip_share: float | None = None


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

    @property
    def may_try_again(self) -> bool:
        """Whether the same document may be shown again: one that is not genuine is for staff to look at."""
        return self.trouble is not DocumentTrouble.NOT_GENUINE


@dataclass(frozen=True)
class FaceConsent:
    """The customer is asked to agree to the face comparison."""

    document: Document = field(repr=False)


@dataclass(frozen=True)
class LookAtCamera:
    """The face is being compared: the customer is guided, asked to do something, or lit by the screen; never two."""

    document: Document = field(repr=False)
    guidance: Guidance = Guidance.LOOKING
    tries: int = 1
    asked: ports.FaceChallenged | None = None
    light: Light | None = None
    drawn: bool = False
    """Whether something was asked or lit in this try: who leaves now has used it, else another draw would be free."""


@dataclass(frozen=True)
class FaceRefused:
    """The face could not be confirmed."""

    document: Document = field(repr=False)
    verdict: FaceVerdict
    tries: int

    @property
    def may_try_again(self) -> bool:
        """Whether another try is left; after a suspected attack there is none."""
        return self.tries < MOST_TRIES and self.verdict.reason is not FaceReason.ATTACK_SUSPECTED


@dataclass(frozen=True)
class Identified:
    """The customer is the holder of the appointment."""

    document: Document = field(repr=False)
    verdict: FaceVerdict


@dataclass(frozen=True)
class ConsentRefused:
    """The customer does not want the face comparison: staff checks the identity."""


@dataclass(frozen=True)
class TriesSpent:
    """In earlier visits the face could not be confirmed for this appointment: staff checks the identity."""


State: TypeAlias = PresentDocument | ComparingHolder | DocumentRefused | FaceConsent | LookAtCamera | FaceRefused
Outcome: TypeAlias = Identified | ConsentRefused | TriesSpent


def step(
    state: State, event: Event, appointment: Appointment | None, spent: int
) -> tuple[State | Outcome, tuple[Effect, ...]]:
    """One move of the identification of an appointment's holder, or of whoever it is where there is none.

    `spent` of this person's tries failed in earlier visits.
    """
    if isinstance(event, ports.DeviceBack) and event.device == "vision":
        return _without_portrait(state), ()
    match state:
        case PresentDocument():
            match event:
                case ports.DocumentRead(document):
                    accepted = entries.DocumentAccepted(
                        document.kind,
                        document.source,
                        document.authenticity,
                        document.portrait,
                        number=document.number,
                        name=document.name,
                    )
                    asked = NameHolder(document) if appointment is None else CompareHolder(appointment, document)
                    return ComparingHolder(document), (Note(accepted), asked)
                case ports.DocumentNotRead(DocumentTrouble.CARD_PULLED as trouble):
                    return PresentDocument(trouble), (Note(entries.DocumentInterrupted()),)
                case ports.DocumentNotRead(trouble) if trouble in HINTS:
                    return PresentDocument(trouble), ()
                case ports.ChipProgress(share):
                    return PresentDocument(DocumentTrouble.CHIP_AWAITED, share), ()
                case ports.DocumentNotRead(trouble):
                    return DocumentRefused(trouble), (Note(entries.DocumentRefused(trouble)),)
        case ComparingHolder(document, portrait_lost):
            match event:
                case HolderNamed() | HolderCompared(same=True) if spent >= MOST_TRIES:
                    return TriesSpent(), ()
                case HolderNamed() | HolderCompared(same=True):
                    if portrait_lost:
                        return PresentDocument(), ()
                    return FaceConsent(document), (Note(entries.ConsentAsked()),)
                case HolderCompared():
                    trouble = DocumentTrouble.OTHER_PERSON
                    return DocumentRefused(trouble), (Note(entries.DocumentRefused(trouble, document.kind)),)
        case DocumentRefused():
            if isinstance(event, TriedAgain) and state.may_try_again:
                return PresentDocument(), ()
        case FaceConsent(document):
            match event:
                case Confirmed():
                    return LookAtCamera(document, tries=spent + 1), (Note(entries.ConsentAnswered(agreed=True)),)
                case Declined():
                    return ConsentRefused(), (Note(entries.ConsentAnswered(agreed=False)),)
        case LookAtCamera(document, tries=tries, drawn=drawn):
            match event:
                case ports.FaceGuided(guidance):
                    return LookAtCamera(document, guidance, tries, drawn=drawn), ()
                case ports.FaceChallenged():
                    return LookAtCamera(document, tries=tries, asked=event, drawn=True), ()
                case ports.FaceLit(light):
                    return LookAtCamera(document, tries=tries, light=light, drawn=True), ()
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


def ahead(state: State, lost: frozenset[str]) -> frozenset[str]:
    """The lost devices that the customer will still need: nobody tries one whose turn is over before it comes again."""
    return lost - {"scanner"} if isinstance(state, PresentDocument) else lost - {"scanner", *READERS}


def busy(state: State) -> bool:
    """Whether the kiosk works and the customer waits."""
    return isinstance(state, ComparingHolder | LookAtCamera)


def called(state: State) -> State | None:
    """What to come back to when the customer calls staff: a try that was drawn is used up."""
    match state:
        case LookAtCamera(document, tries=tries, drawn=True):
            return LookAtCamera(document, tries=tries + 1) if tries < MOST_TRIES else None
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
