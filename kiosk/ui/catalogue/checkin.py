"""Every screen of a check-in, identification and warning included."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kiosk.core.appointment import Appointment, QueueTicket, TokenRefusal
from kiosk.core.identity import (
    Challenge,
    Document,
    DocumentKind,
    DocumentSource,
    DocumentTrouble,
    FaceReason,
    FaceVerdict,
    Guidance,
    Light,
)
from kiosk.core.ports import BankRefusal, FaceChallenged, PrintOutcome, TokenTurnedDown
from kiosk.flows import checkin, identify, warned
from kiosk.ui.catalogue.warned import WARNINGS

_OPENS, _CLOSES = datetime(2031, 7, 12, 6, 30, tzinfo=UTC), datetime(2031, 7, 12, 7, 15, tzinfo=UTC)
_APPOINTMENT = Appointment("a1", "t1", "harbour", "lakeside", "account", _OPENS, _CLOSES, "")
DOCUMENT = Document(
    DocumentKind.TD1, DocumentSource.CAMERA, "X00000000", "SPECIMEN", date(1990, 1, 1), date(2040, 1, 1)
)
_TICKET = QueueTicket("A017", "account", counter="3", waiting=4)


def _identifying(at: identify.State) -> checkin.Identifying:
    return checkin.Identifying("", _APPOINTMENT, at)


def _refused(reason: TokenRefusal) -> checkin.CodeRefused:
    return checkin.CodeRefused(TokenTurnedDown(reason, "t1", _OPENS, _CLOSES, "north"))


def _unlike(reason: FaceReason, tries: int) -> checkin.Identifying:
    verdict = FaceVerdict(accepted=False, reason=reason, score=1.3, threshold=1.0, engine="example", frames=9)
    return _identifying(identify.FaceRefused(DOCUMENT, verdict, tries))


def warned_at(at: warned.State) -> checkin.Warned:
    """A check-in at this point of a warning."""
    return checkin.Warned("", _APPOINTMENT, DOCUMENT, at)


def tasks() -> dict[str, object]:
    """Every example by name."""
    return {
        "Scanning": checkin.Scanning(),
        "Scanning-several": checkin.Scanning(several=True),
        "CheckingCode": checkin.CheckingCode(""),
        **{f"CodeRefused-{reason}": _refused(reason) for reason in TokenRefusal},
        **{f"PresentDocument-{hint}": _identifying(identify.PresentDocument(hint)) for hint in identify.HINTS},
        "PresentDocument-reading": _identifying(
            identify.PresentDocument(DocumentTrouble.CHIP_AWAITED, chip_share=0.62)
        ),
        "ComparingHolder": _identifying(identify.ComparingHolder(DOCUMENT)),
        **{
            f"DocumentRefused-{trouble}": _identifying(identify.DocumentRefused(trouble))
            for trouble in (
                DocumentTrouble.UNREADABLE,
                DocumentTrouble.CHECK_FAILED,
                DocumentTrouble.EXPIRED,
                DocumentTrouble.OTHER_PERSON,
                DocumentTrouble.NO_PORTRAIT,
                DocumentTrouble.KIND_NOT_TAKEN,
                DocumentTrouble.CHIP_UNREADABLE,
                DocumentTrouble.NOT_GENUINE,
            )
        },
        "FaceConsent": _identifying(identify.FaceConsent(DOCUMENT)),
        **{
            f"LookAtCamera-{guidance}": _identifying(identify.LookAtCamera(DOCUMENT, guidance)) for guidance in Guidance
        },
        **{
            f"LookAtCamera-{challenge}": _identifying(
                identify.LookAtCamera(DOCUMENT, asked=FaceChallenged(challenge, number, 4))
            )
            for number, challenge in enumerate(Challenge, 1)
        },
        **{
            f"LookAtCamera-{light.name.lower()}": _identifying(identify.LookAtCamera(DOCUMENT, light=light))
            for light in Light
        },
        "FaceRefused-different": _unlike(FaceReason.DIFFERENT, 1),
        "FaceRefused-last": _unlike(FaceReason.DIFFERENT, 2),
        "FaceRefused-notSeen": _unlike(FaceReason.NOT_SEEN, 1),
        "FaceRefused-notAnswered": _unlike(FaceReason.NOT_ANSWERED, 1),
        "FaceRefused-attackSuspected": _unlike(FaceReason.ATTACK_SUSPECTED, 1),
        "FaceRefused-engineFailed": _unlike(FaceReason.ENGINE_FAILED, 1),
        **{name: warned_at(at) for name, at in WARNINGS.items()},
        "CheckingIn": checkin.CheckingIn(_APPOINTMENT),
        **{f"CheckInRefused-{reason}": checkin.CheckInRefused(reason) for reason in BankRefusal},
        "Ticket-printing": checkin.Ticket(_TICKET, "account", offline=False),
        "Ticket-printed": checkin.Ticket(_TICKET, "account", offline=False, printed=PrintOutcome.PRINTED),
        "Ticket-paperOut-offline": checkin.Ticket(
            QueueTicket("K1-003", "account"), "account", offline=True, printed=PrintOutcome.PAPER_OUT
        ),
    }
