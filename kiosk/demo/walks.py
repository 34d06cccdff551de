"""The walks that the demo can take by itself: what the simulated world does, and what the screen must answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Hold:
    """Hold a code up to the scanner, or take it away."""

    code: str | None


@dataclass(frozen=True)
class Lay:
    """Lay a card on the reader, or take it away."""

    card: str | None
    side: str = "front"


@dataclass(frozen=True)
class Touch:
    """Hold a card to the field of the resident-ID reader, or take it away."""

    card: str | None


@dataclass(frozen=True)
class Stand:
    """Let somebody stand before the camera, or nobody."""

    person: str | None


@dataclass(frozen=True)
class Cameras:
    """Let the cameras be `ok`, `lost`, `frozen` or `black`."""

    state: str


@dataclass(frozen=True)
class Network:
    """Cut or mend the network between the terminal and the central service."""

    up: bool


@dataclass(frozen=True)
class Paper:
    """Fill or empty the printer."""

    loaded: bool


@dataclass(frozen=True)
class Tap:
    """Touch a control."""

    control: str


@dataclass(frozen=True)
class Expect:
    """Wait until a screen is shown (and, where given, until it says this)."""

    screen: str
    saying: str | None = None
    within_s: float = 30.0


@dataclass(frozen=True)
class ExpectIdleWarning:
    """Wait until the idle warning stands over the screen."""

    within_s: float = 30.0


@dataclass(frozen=True)
class Halt:
    """Do nothing more, until the terminal's end comes from outside: a story cuts its power."""


Step: TypeAlias = Hold | Lay | Touch | Stand | Cameras | Network | Paper | Tap | Expect | ExpectIdleWarning | Halt


@dataclass(frozen=True)
class Walk:
    """A customer's way through the kiosk. `outcome` is what the summary says when its end was reached.

    `settings` overrides the demo's settings, table by table.
    """

    name: str
    sentence: str
    outcome: str
    steps: tuple[Step, ...]
    holder: str = "chinese-id"
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)


def _code(code: str = "valid") -> tuple[Step, ...]:
    return (Expect("Attract"), Tap("start"), Expect("Scanning"), Hold(code))


def _document(card: str = "chinese-id") -> tuple[Step, ...]:
    return (
        Expect("PresentDocument"),
        Hold(None),
        Lay(card),
        Expect("PresentDocument", saying="turnOver"),
        Lay(card, "back"),
    )


def _face(person: str = "holder") -> tuple[Step, ...]:
    return (
        Expect("FaceConsent"),
        Lay(None),
        Tap("confirm"),
        Expect("LookAtCamera", saying="noFace"),
        Stand(person),
    )


_WARNED: tuple[Step, ...] = (Expect("FraudWarning", within_s=90.0), Stand(None), Tap("confirm"))
_SERVED: tuple[Step, ...] = (
    Expect("Ticket", saying="printed"),
    Tap("done"),
    Expect("Survey"),
    Tap("rate5"),
    Expect("Farewell"),
)
_STAFF: tuple[Step, ...] = (Tap("callStaff"), Expect("StaffComing", saying="delivered"), Tap("done"), Expect("Attract"))


def _turned_away(code: str, reason: str) -> tuple[Step, ...]:
    return (*_code(code), Expect("CodeRefused", saying=reason), Hold(None), Tap("startOver"), Expect("Attract"))


def _camera_fails(name: str, state: str, sentence: str) -> Walk:
    """The customer looks into a camera that fails, waits until it is back, and goes on."""
    failing = (Expect("LookAtCamera", saying="looking"), Cameras(state), Expect("DeviceTrouble"), Cameras("ok"))
    return Walk(name, sentence, "checked-in", (*_code(), *_document(), *_face(), *failing, *_WARNED, *_SERVED))


WALKS: tuple[Walk, ...] = (
    Walk(
        "check-in",
        "A customer checks in by code, Chinese resident ID and face, is warned of fraud and answers the survey.",
        "checked-in",
        (*_code(), *_document(), *_face(), *_WARNED, *_SERVED),
    ),
    Walk(
        "check-in-td1",
        "The same with an ICAO TD1 card: machine-readable zone on its back, portrait on its front.",
        "checked-in",
        (*_code(), *_document("utopian-id"), *_face(), *_WARNED, *_SERVED),
        holder="utopian-id",
    ),
    Walk(
        "wrong-person",
        "Somebody else stands before the camera with the customer's code and card: refused, handed to staff.",
        "handed-to-staff",
        (*_code(), *_document(), *_face("other"), Expect("FaceRefused"), Stand(None), *_STAFF),
    ),
    Walk(
        "other-card",
        "The code is right and the card is somebody else's: refused before any face is looked at.",
        "handed-to-staff",
        (*_code(), *_document("chinese-id-other"), Expect("DocumentRefused", saying="otherPerson"), Lay(None), *_STAFF),
    ),
    Walk(
        "forged-code",
        "The code is signed by a key that is not the bank's: refused.",
        "refused",
        (*_code("forged"), Expect("CodeRefused"), Hold(None), Tap("startOver"), Expect("Attract")),
    ),
    Walk(
        "start-over",
        "After a wrong code the customer starts over: the right one, held up before the first screen, is read at once.",
        "checked-in",
        (
            *_code("forged"),
            Expect("CodeRefused"),
            Hold(None),
            Tap("startOver"),
            Expect("Attract"),
            Hold("valid"),
            *_document(),
            *_face(),
            *_WARNED,
            *_SERVED,
        ),
    ),
    Walk(
        "expired-code",
        "The appointment's check-in window has closed: the customer is told, and helped by staff.",
        "refused",
        (*_code("expired"), Expect("CodeRefused", saying="tooLate"), Hold(None), *_STAFF),
    ),
    Walk(
        "early",
        "The check-in window is not open yet: the customer is told when it opens.",
        "refused",
        _turned_away("early", "tooEarly"),
    ),
    Walk(
        "other-branch",
        "The appointment is at another branch: the customer is told.",
        "refused",
        _turned_away("other_branch", "wrongBranch"),
    ),
    Walk(
        "used-code",
        "The same code is held up again in a later visit: refused, no second number.",
        "refused",
        (
            *_code(),
            *_document(),
            *_face(),
            *_WARNED,
            *_SERVED,
            Tap("done"),
            *_code(),
            Expect("CodeRefused", saying="alreadyUsed"),
            Hold(None),
            Tap("startOver"),
            Expect("Attract"),
        ),
    ),
    Walk(
        "passport-chip",
        "A customer checks in with a passport: its zone opens its chip, the chip proves itself and gives the portrait.",
        "checked-in",
        (
            *_code(),
            Expect("PresentDocument"),
            Hold(None),
            Lay("utopian-passport"),
            Expect("PresentDocument", saying="chipAwaited"),
            *_face(),
            *_WARNED,
            *_SERVED,
        ),
        holder="utopian-passport",
    ),
    Walk(
        "card-pulled",
        "The passport is pulled away while its chip is read: the customer is told, lays it down again, and checks in.",
        "checked-in",
        (
            *_code(),
            Expect("PresentDocument"),
            Hold(None),
            Lay("utopian-passport"),
            Expect("PresentDocument", saying="reading"),
            Lay(None),
            Expect("PresentDocument", saying="cardPulled"),
            Lay("utopian-passport"),
            *_face(),
            *_WARNED,
            *_SERVED,
        ),
        holder="utopian-passport",
    ),
    Walk(
        "resident-id-reader",
        "The resident card is held to its reader; its photograph cannot be decoded here, so the printed one is shown.",
        "checked-in",
        (
            *_code(),
            Expect("PresentDocument"),
            Hold(None),
            Touch("chinese-id"),
            Expect("PresentDocument", saying="portraitAwaited"),
            Touch(None),
            Lay("chinese-id"),
            *_face(),
            *_WARNED,
            *_SERVED,
        ),
    ),
    Walk(
        "refuses-biometrics",
        "The customer does not want the face comparison and takes the other way: staff checks the card.",
        "handed-to-staff",
        (
            *_code(),
            *_document(),
            Expect("FaceConsent"),
            Lay(None),
            Tap("decline"),
            Expect("StaffComing", saying="delivered"),
            Tap("done"),
            Expect("Attract"),
        ),
    ),
    Walk(
        "photo-attack",
        "A photograph of the customer is held before the camera, moved and bent: refused, handed to staff.",
        "handed-to-staff",
        (*_code(), *_document(), *_face("photo"), Expect("FaceRefused", within_s=90.0), Stand(None), *_STAFF),
    ),
    Walk(
        "replay-attack",
        "A film of the customer's right answers in another order is held before the camera: refused, handed to staff.",
        "handed-to-staff",
        (*_code(), *_document(), *_face("replay"), Expect("FaceRefused", within_s=90.0), Stand(None), *_STAFF),
    ),
    _camera_fails("camera-lost", "lost", "The camera is unplugged in the middle of the face match."),
    _camera_fails(
        "camera-frozen", "frozen", "The camera's picture freezes in the middle of the face match, and thaws."
    ),
    _camera_fails("camera-dark", "black", "Somebody covers the camera in the middle of the face match, and lets go."),
    Walk(
        "network-down",
        "The network is down: the customer checks in from the signed code alone; the journal is sent when it is back.",
        "checked-in",
        (
            Expect("Attract"),
            Network(up=False),
            *_code(),
            *_document(),
            *_face(),
            *_WARNED,
            *_SERVED,
            Network(up=True),
        ),
    ),
    Walk(
        "paper-out",
        "The printer is out of paper: the number is shown to be remembered.",
        "checked-in",
        (
            Paper(loaded=False),
            *_code(),
            *_document(),
            *_face(),
            *_WARNED,
            Expect("Ticket", saying="paperOut"),
            Tap("done"),
            Expect("Survey"),
            Tap("skip"),
            Expect("Farewell"),
        ),
    ),
    Walk(
        "nobody-answers",
        "The customer walks away in the middle: warned, then everything of the visit is wiped.",
        "wiped",
        (*_code(), Expect("PresentDocument"), Hold(None), ExpectIdleWarning(), Expect("Wiped"), Expect("Attract")),
        settings={
            "visit": {"idle_s": 4, "countdown_s": 4, "large_idle_s": 4, "large_countdown_s": 4, "farewell_s": 3},
        },
    ),
    Walk(
        "call-staff",
        "The customer does not want the face comparison and calls a member of staff.",
        "handed-to-staff",
        (
            *_code(),
            *_document(),
            Expect("FaceConsent"),
            Lay(None),
            Tap("callStaff"),
            Expect("StaffComing", saying="delivered"),
            Tap("done"),
            Expect("Attract"),
        ),
    ),
)

BY_NAME = {walk.name: walk for walk in WALKS}

CHAPTERS = {
    chapter.name: chapter
    for chapter in (
        Walk(
            "checks-in",
            "A customer checks in.",
            "checked-in",
            (*_code(), *_document(), *_face(), *_WARNED, *_SERVED),
        ),
        Walk(
            "holds-the-ticket",
            "A customer checks in, and has the ticket in hand when the power fails.",
            "halted",
            (*_code(), *_document(), *_face(), *_WARNED, Expect("Ticket", saying="printed"), Halt()),
        ),
        Walk(
            "comes-again",
            "The customer of before holds the same code up again: refused here, no second number.",
            "refused",
            _turned_away("valid", "alreadyUsed"),
        ),
        Walk(
            "is-known-to-the-bank",
            "The terminal has forgotten the customer of before; the bank has not, and gives no second number.",
            "refused",
            (
                *_code(),
                *_document(),
                *_face(),
                *_WARNED,
                Expect("CheckInRefused", saying="alreadyCheckedIn"),
                Tap("startOver"),
                Expect("Attract"),
            ),
        ),
        Walk(
            "comes-early",
            "Another customer is told when the check-in window opens.",
            "refused",
            _turned_away("early", "tooEarly"),
        ),
        Walk(
            "comes-late",
            "Another customer is told that the check-in window has closed.",
            "refused",
            _turned_away("expired", "tooLate"),
        ),
    )
}
"""What happens on a terminal's screen in one chapter of a story (`kiosk.demo.stories`)."""
