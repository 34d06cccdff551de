"""Checking in, and what can go wrong with it."""

from __future__ import annotations

from kiosk.demo.walks.steps import (
    Acknowledge,
    Cameras,
    Expect,
    ExpectIdleWarning,
    Halt,
    Hold,
    Lay,
    Network,
    Paper,
    Stand,
    Step,
    Tap,
    Touch,
    Walk,
)


def code(name: str = "valid") -> tuple[Step, ...]:
    return (Expect("Attract"), Tap("start"), Expect("Menu"), Tap("choose-checkIn"), Expect("Scanning"), Hold(name))


def document(card: str = "chinese-id") -> tuple[Step, ...]:
    return (
        Expect("PresentDocument"),
        Hold(None),
        Lay(card),
        Expect("PresentDocument", saying="turnOver"),
        Lay(card, "back"),
    )


def face(person: str = "holder") -> tuple[Step, ...]:
    return (
        Expect("FaceConsent"),
        Lay(None),
        Tap("confirm"),
        Expect("LookAtCamera", saying="noFace"),
        Stand(person),
    )


WARNED: tuple[Step, ...] = (Expect("FraudWarning", within_s=90.0), Stand(None), Tap("confirm"))
SERVED: tuple[Step, ...] = (
    Expect("Ticket", saying="printed"),
    Tap("done"),
    Expect("Survey"),
    Tap("rate5"),
    Expect("Farewell"),
)
STAFF: tuple[Step, ...] = (Tap("callStaff"), Expect("StaffComing", saying="delivered"), Tap("done"), Expect("Attract"))


def _turned_away(name: str, reason: str) -> tuple[Step, ...]:
    return (*code(name), Expect("CodeRefused", saying=reason), Hold(None), Tap("startOver"), Expect("Attract"))


def _camera_fails(name: str, state: str, sentence: str) -> Walk:
    """The customer looks into a camera that fails, waits until it is back, and goes on."""
    failing = (Expect("LookAtCamera", saying="looking"), Cameras(state), Expect("DeviceTrouble"), Cameras("ok"))
    return Walk(name, sentence, "checked-in", (*code(), *document(), *face(), *failing, *WARNED, *SERVED))


WALKS: tuple[Walk, ...] = (
    Walk(
        "check-in",
        "A customer checks in by code, Chinese resident ID and face, is warned of fraud and answers the survey.",
        "checked-in",
        (*code(), *document(), *face(), *WARNED, *SERVED),
    ),
    Walk(
        "check-in-td1",
        "The same with an ICAO TD1 card: machine-readable zone on its back, portrait on its front.",
        "checked-in",
        (*code(), *document("utopian-id"), *face(), *WARNED, *SERVED),
        holder="utopian-id",
    ),
    Walk(
        "wrong-person",
        "Somebody else stands before the camera with the customer's code and card: refused, handed to staff.",
        "handed-to-staff",
        (*code(), *document(), *face("other"), Expect("FaceRefused"), Stand(None), *STAFF),
    ),
    Walk(
        "other-card",
        "The code is right and the card is somebody else's: refused before any face is looked at.",
        "handed-to-staff",
        (*code(), *document("chinese-id-other"), Expect("DocumentRefused", saying="otherPerson"), Lay(None), *STAFF),
    ),
    Walk(
        "forged-code",
        "The code is signed by a key that is not the bank's: refused.",
        "refused",
        (*code("forged"), Expect("CodeRefused"), Hold(None), Tap("startOver"), Expect("Attract")),
    ),
    Walk(
        "start-over",
        "After a wrong code the customer starts over: the right one, held up before the first screen, is read at once.",
        "checked-in",
        (
            *code("forged"),
            Expect("CodeRefused"),
            Hold(None),
            Tap("startOver"),
            Expect("Attract"),
            Hold("valid"),
            *document(),
            *face(),
            *WARNED,
            *SERVED,
        ),
    ),
    Walk(
        "expired-code",
        "The appointment's check-in window has closed: the customer is told, and helped by staff.",
        "refused",
        (*code("expired"), Expect("CodeRefused", saying="tooLate"), Hold(None), *STAFF),
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
            *code(),
            *document(),
            *face(),
            *WARNED,
            *SERVED,
            Tap("done"),
            *code(),
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
            *code(),
            Expect("PresentDocument"),
            Hold(None),
            Lay("utopian-passport"),
            Expect("PresentDocument", saying="chipAwaited"),
            *face(),
            *WARNED,
            *SERVED,
        ),
        holder="utopian-passport",
    ),
    Walk(
        "card-pulled",
        "The passport is pulled away while its chip is read: the customer is told, lays it down again, and checks in.",
        "checked-in",
        (
            *code(),
            Expect("PresentDocument"),
            Hold(None),
            Lay("utopian-passport"),
            Expect("PresentDocument", saying="reading"),
            Lay(None),
            Expect("PresentDocument", saying="cardPulled"),
            Lay("utopian-passport"),
            *face(),
            *WARNED,
            *SERVED,
        ),
        holder="utopian-passport",
    ),
    Walk(
        "resident-id-reader",
        "The resident card is held to its reader; its photograph cannot be decoded here, so the printed one is shown.",
        "checked-in",
        (
            *code(),
            Expect("PresentDocument"),
            Hold(None),
            Touch("chinese-id"),
            Expect("PresentDocument", saying="portraitAwaited"),
            Touch(None),
            Lay("chinese-id"),
            *face(),
            *WARNED,
            *SERVED,
        ),
    ),
    Walk(
        "refuses-biometrics",
        "The customer does not want the face comparison and takes the other way: staff checks the card.",
        "handed-to-staff",
        (
            *code(),
            *document(),
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
        (*code(), *document(), *face("photo"), Expect("FaceRefused", within_s=90.0), Stand(None), *STAFF),
    ),
    Walk(
        "replay-attack",
        "A film of the customer's right answers in another order is held before the camera: refused, handed to staff.",
        "handed-to-staff",
        (*code(), *document(), *face("replay"), Expect("FaceRefused", within_s=90.0), Stand(None), *STAFF),
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
            *code(),
            *document(),
            *face(),
            *WARNED,
            *SERVED,
            Network(up=True),
        ),
    ),
    Walk(
        "paper-out",
        "The printer is out of paper: the number is shown to be remembered.",
        "checked-in",
        (
            Paper(loaded=False),
            *code(),
            *document(),
            *face(),
            *WARNED,
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
        (*code(), Expect("PresentDocument"), Hold(None), ExpectIdleWarning(), Expect("Wiped"), Expect("Attract")),
        settings={
            "visit": {"idle_s": 4, "countdown_s": 4, "large_idle_s": 4, "large_countdown_s": 4, "farewell_s": 3},
        },
    ),
    Walk(
        "call-staff",
        "The customer does not want the face comparison and calls a member of staff.",
        "handed-to-staff",
        (
            *code(),
            *document(),
            Expect("FaceConsent"),
            Lay(None),
            Tap("callStaff"),
            Expect("StaffComing", saying="delivered"),
            Tap("done"),
            Expect("Attract"),
        ),
    ),
    Walk(
        "staff-acknowledges",
        "Nobody answers the customer's call in time, and it is repeated; then a member of staff says who comes.",
        "handed-to-staff",
        (
            *code(),
            Expect("PresentDocument"),
            Hold(None),
            Tap("callStaff"),
            Expect("StaffComing", saying="late"),
            Acknowledge("林"),
            Expect("StaffComing", saying="acknowledged"),
            Tap("done"),
            Expect("Attract"),
        ),
        settings={"visit": {"staff_reminder_s": 6}},
    ),
)

CHAPTERS = {
    chapter.name: chapter
    for chapter in (
        Walk(
            "checks-in",
            "A customer checks in.",
            "checked-in",
            (*code(), *document(), *face(), *WARNED, *SERVED),
        ),
        Walk(
            "holds-the-ticket",
            "A customer checks in, and has the ticket in hand when the power fails.",
            "halted",
            (*code(), *document(), *face(), *WARNED, Expect("Ticket", saying="printed"), Halt()),
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
                *code(),
                *document(),
                *face(),
                *WARNED,
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
