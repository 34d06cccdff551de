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
    TD1 = "td1"  # ICAO Doc 9303-5


class DocumentSource(StrEnum):
    """How a document was read."""

    CAMERA = "camera"
    CHIP = "chip"


class DocumentTrouble(StrEnum):
    """Why a document is not accepted; the customer sees one hint or screen for each."""

    NONE_SEEN = "noneSeen"
    UNREADABLE = "unreadable"
    CHECK_FAILED = "checkFailed"
    EXPIRED = "expired"
    OTHER_PERSON = "otherPerson"
    NO_PORTRAIT = "noPortrait"
    TURN_OVER = "turnOver"


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


class Liveness(StrEnum):
    """What is known about the presentation (ISO/IEC 30107-3): in this release no attack detection runs."""

    NOT_PERFORMED = "notPerformed"


class FaceReason(StrEnum):
    """Why a face match ended as it did."""

    MATCHED = "matched"
    DIFFERENT = "different"
    NOT_SEEN = "notSeen"
    ENGINE_FAILED = "engineFailed"


@dataclass(frozen=True)
class FaceVerdict:
    """The end of a face match: distance `score` against `threshold` (smaller is more alike), over `frames` frames."""

    accepted: bool
    reason: FaceReason
    score: float | None
    threshold: float
    engine: str
    frames: int
    liveness: Liveness = Liveness.NOT_PERFORMED
