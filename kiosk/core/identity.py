"""Who stands before the terminal: what a document said and what a face match found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

CARD_GUIDE = (0.14, 0.10, 0.86, 0.90)
"""Where a card is to lie in the camera's 16:9 frame: left, top, right, bottom as fractions.

The screen draws this box, and the reader looks in it.
"""


class DocumentKind(StrEnum):
    """The documents this terminal can read."""

    CN_RESIDENT_ID = "cn-resident-id"
    CN_RESIDENCE_PERMIT = "cn-residence-permit"  # of residents of Hong Kong, Macau and Taiwan
    CN_FOREIGN_PERMANENT = "cn-foreign-permanent-resident"
    TD1 = "td1"  # ICAO Doc 9303-5
    TD2 = "td2"  # 9303-6
    TD3 = "td3"  # 9303-4
    MRV_A = "mrv-a"  # 9303-7: a visa is read, and identifies nobody by itself
    MRV_B = "mrv-b"


class DocumentSource(StrEnum):
    """How a document was read."""

    CAMERA = "camera"
    CHIP = "chip"
    RESIDENT_ID_READER = "residentIdReader"


class Authenticity(StrEnum):
    """What proves that a document is genuine, beyond what is printed on it agreeing with itself."""

    PRINT = "print"
    """Nothing: only the print was read."""
    READER_MODULE = "readerModule"
    """The security module of a resident-ID reader took the card for genuine (GA/T 467)."""
    PASSIVE = "passiveAuthentication"
    """The state's signature over the chip's data held (ICAO 9303-11, 5.1); a copied chip would pass."""
    CHIP_PROVED = "chipAuthentication"
    """Passive authentication held, and the chip proved that it is no copy (active or chip authentication)."""


class PortraitSource(StrEnum):
    """Where the holder's portrait was taken from."""

    PRINT = "print"
    """The photograph printed on the document, whatever else was read of it."""
    CHIP = "chip"
    """The document's chip, which what proves the document proves too."""


class DocumentTrouble(StrEnum):
    """Why a document is not accepted; the customer sees one hint or screen for each."""

    NONE_SEEN = "noneSeen"
    UNREADABLE = "unreadable"
    CHECK_FAILED = "checkFailed"
    EXPIRED = "expired"
    OTHER_PERSON = "otherPerson"
    NO_PORTRAIT = "noPortrait"
    TURN_OVER = "turnOver"
    KIND_NOT_TAKEN = "kindNotTaken"
    """A document that identifies nobody here, such as a visa."""
    CHIP_AWAITED = "chipAwaited"
    """The print was read; now the document is to lie on the chip reader."""
    CARD_PULLED = "cardPulled"
    """The card left the reader in the middle of reading."""
    PORTRAIT_AWAITED = "portraitAwaited"
    """The chip was read without a usable photograph; now the printed one is to be seen."""
    CHIP_UNREADABLE = "chipUnreadable"
    """The chip was not there, or could not be read, on a terminal that asks for it."""
    NOT_GENUINE = "notGenuine"
    """The chip or its signature is not what a genuine document has."""


@dataclass(frozen=True)
class Document:
    """A document of which every check passed. Personal fields stay out of `repr`, and so out of every log.

    `checks` names each check and whether it held (check digits, date agreement, expiry). Dates are civil dates;
    `expires` is None for a document without expiry (长期).
    """

    kind: DocumentKind
    source: DocumentSource
    number: str = field(repr=False)
    name: str = field(repr=False)
    born: date = field(repr=False)
    expires: date | None = field(repr=False)
    checks: tuple[tuple[str, bool], ...] = ()
    authenticity: Authenticity = Authenticity.PRINT
    portrait: PortraitSource = PortraitSource.PRINT

    @property
    def fields_ok(self) -> bool:
        """Whether every check of the whole document held."""
        return bool(self.checks) and all(held for _, held in self.checks)


class Guidance(StrEnum):
    """What the customer can do for the camera to see the face well."""

    LOOKING = "looking"
    NO_FACE = "noFace"
    SEVERAL_FACES = "severalFaces"
    COME_CLOSER = "comeCloser"
    STEP_BACK = "stepBack"
    FACE_THE_CAMERA = "faceTheCamera"
    HOLD_STILL = "holdStill"
    MORE_LIGHT = "moreLight"
    OPEN_EYES = "openEyes"
    UNCOVER_FACE = "uncoverFace"


class Challenge(StrEnum):
    """What the customer is asked to do, to show that a living face is there; left and right are the customer's own."""

    TURN_LEFT = "turnLeft"
    TURN_RIGHT = "turnRight"
    OPEN_MOUTH = "openMouth"
    BLINK = "blink"


class Light(StrEnum):
    """A colour of the screen that a living face before it reflects.

    Pale, because large areas of saturated red are what photosensitive people must not be shown (WCAG 2.3.1).
    """

    WHITE = "#ffffff"
    ROSE = "#ff9a8c"
    GREEN = "#8cff9a"
    BLUE = "#8caaff"


class Presentation(StrEnum):
    """What presentation attack detection found (ISO/IEC 30107-3)."""

    NOT_PERFORMED = "notPerformed"
    BONA_FIDE = "bonaFide"
    NON_RESPONSE = "nonResponse"
    """The subject did not do in time what was asked: neither shown to be living nor to be an attack."""
    ATTACK = "attack"


@dataclass(frozen=True)
class Liveness:
    """The end of presentation attack detection: a `score` from 0 (attack) to 1 (bona fide), and why.

    `reasons` name the measures that spoke against the presentation, in words of this project, never numbers of a face.
    """

    presentation: Presentation = Presentation.NOT_PERFORMED
    score: float | None = None
    reasons: tuple[str, ...] = ()

    @property
    def performed(self) -> bool:
        """Whether detection ran to an end."""
        return self.presentation is not Presentation.NOT_PERFORMED


class FaceReason(StrEnum):
    """Why a face match ended as it did."""

    MATCHED = "matched"
    DIFFERENT = "different"
    NOT_SEEN = "notSeen"
    ENGINE_FAILED = "engineFailed"
    NOT_ANSWERED = "notAnswered"
    """What the customer was asked to do was not seen in time."""
    ATTACK_SUSPECTED = "attackSuspected"


@dataclass(frozen=True)
class FaceVerdict:
    """The end of a face match: distance `score` against `threshold` (smaller is more alike), over `frames` frames."""

    accepted: bool
    reason: FaceReason
    score: float | None
    threshold: float
    engine: str
    frames: int
    liveness: Liveness = Liveness()
