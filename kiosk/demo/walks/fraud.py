"""Somebody is being deceived, or is not: what the questions of a fraud warning lead to."""

from __future__ import annotations

from kiosk.demo.walks import receipt
from kiosk.demo.walks.checkin import SERVED, STAFF, WARNED, code, document, face
from kiosk.demo.walks.steps import Expect, Stand, Step, Tap, TypeCode, Walk


def _asked(*answers: tuple[str, str]) -> tuple[Step, ...]:
    """The questions of a cash withdrawal, each with its answer."""
    return tuple(
        step for question, answer in answers for step in (Expect("FraudQuestion", saying=question), Tap(answer))
    )


_WARNED_OF_CASH: tuple[Step, ...] = (*code("cash"), *document(), *face(), *WARNED)
_CALLED: tuple[Step, ...] = (Expect("StaffComing", saying="delivered"), Tap("done"), Expect("Attract"))

_NEW_PHONE: tuple[Step, ...] = (
    *(Expect("Attract"), Tap("start"), Expect("Menu"), Tap("choose-accounts")),
    *(*document(), *face(), Expect("AccountsMenu", within_s=90.0), Stand(None), Tap("choose-phone")),
    Expect("NewPhone"),
    *(Tap(f"digit{digit}") for digit in "13800009876"),
    Tap("next"),
    *(Expect("ChangeConfirm"), Tap("confirm"), Expect("FraudWarning"), Tap("confirm")),
)

WALKS: tuple[Walk, ...] = (
    Walk(
        "deceived-on-the-phone",
        "The customer comes for cash and says that somebody tells them by phone what to do: staff are called at once.",
        "handed-to-staff",
        (*_WARNED_OF_CASH, *_asked(("told", "yes")), *_CALLED),
    ),
    Walk(
        "cash-to-a-courier",
        "Nobody is on the phone, but the cash is for somebody who comes to fetch it: staff are called.",
        "handed-to-staff",
        (*_WARNED_OF_CASH, *_asked(("told", "no"), ("courier", "yes")), *_CALLED),
    ),
    Walk(
        "cash-for-oneself",
        "The customer comes for cash, answers every question as hoped, and is checked in.",
        "checked-in",
        (*_WARNED_OF_CASH, *_asked(("told", "no"), ("courier", "no"), ("secret", "no")), *SERVED),
    ),
    Walk(
        "warned-and-unsure",
        "The customer reads the warning and calls staff instead of going on.",
        "handed-to-staff",
        (*code("cash"), *document(), *face(), Expect("FraudWarning", within_s=90.0), *STAFF),
    ),
    Walk(
        "phone-changed",
        "The customer changes the phone number: warned and asked, then proved by the code that the new phone gets.",
        "changed",
        (
            *(*_NEW_PHONE, *_asked(("told", "no"), ("for-others", "no"))),
            *(Expect("OneTimeCode"), TypeCode(), Tap("next"), Expect("ChangeDone"), Tap("done")),
            *(*receipt.NONE, Expect("Menu")),
        ),
    ),
    Walk(
        "phone-changed-for-others",
        "Somebody is to give another's phone number for money: it is stopped, no code is sent and nothing changed.",
        "refused",
        (
            *(*_NEW_PHONE, *_asked(("told", "no"), ("for-others", "yes"))),
            *(Expect("FraudStopped"), Tap("confirm"), Expect("AccountsMenu")),
        ),
    ),
)
