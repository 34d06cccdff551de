"""Transfers: to an own account, a saved and a new payee; at once, later, cancelled, stopped, and with a lost answer."""

from __future__ import annotations

from kiosk.demo.walks import receipt
from kiosk.demo.walks.checkin import document, face
from kiosk.demo.walks.steps import Expect, Network, Pick, Stand, Step, Tap, TapIf, TypeCode, Walk, Write

_NORDQVIST = "6217000000000041690"


def _begun(*before: Step) -> tuple[Step, ...]:
    """The customer comes for a transfer, and is known."""
    return (
        *(Expect("Attract"), *before, Tap("start"), Expect("Menu"), Tap("choose-transfer")),
        *(*document(), *face()),
    )


def _from_current(first: str = "FromAccount") -> tuple[Step, ...]:
    return (Expect(first, within_s=90.0), Stand(None), Tap("choose-chen-current"), Expect("ToWhom"))


def _digits(number: str) -> tuple[Step, ...]:
    return tuple(Tap(f"digit{digit}") for digit in number)


def _amount(number: str) -> tuple[Step, ...]:
    return (Expect("TransferAmount"), *_digits(number), Tap("next"))


def _written(name: str) -> tuple[Step, ...]:
    """A name in Latin letters: on a Chinese page the keyboard has them behind a key."""
    keys = tuple("space" if letter == " " else letter for letter in name)
    return (Expect("PayeeName"), Write(zh=("otherLanguage", *keys), en=keys), Tap("typed"))


def _to_new(name: str) -> tuple[Step, ...]:
    number = (Expect("PayeeNumber"), *_digits(_NORDQVIST), Tap("next"))
    return (Tap("choose-new"), *number, *_written(name))


_TO_SAVED: tuple[Step, ...] = (Tap("choose-payee.chen-ouyang"), *_amount("300"), Expect("DelayChoice"))
_ASKED: tuple[Step, ...] = tuple(
    step
    for question, answer in (("told", "no"), ("pretext", "no"), ("online", "no"), ("known", "yes"))
    for step in (Expect("FraudQuestion", saying=question), Tap(answer))
)


def _left(*kept: Step) -> tuple[Step, ...]:
    """The customer takes it along, or not, and leaves."""
    return (Tap("done"), *kept, Expect("Menu"), Tap("done"), Expect("Survey"), Tap("rate5"), Expect("Farewell"))


_LEFT: tuple[Step, ...] = _left(*receipt.NONE)

WALKS: tuple[Walk, ...] = (
    Walk(
        "transfer-own",
        "The customer moves money to an own savings account: nothing is warned of, it is done at once, and printed.",
        "transferred",
        (
            *(*_begun(), *_from_current(), Tap("choose-own.chen-savings"), *_amount("1200")),
            *(Expect("TransferReview"), Tap("confirm"), Expect("TransferDone"), *_left(*receipt.PRINTED)),
        ),
    ),
    Walk(
        "transfer-saved",
        "The customer sends a small sum to a saved payee, 24 hours later, as the bank proposes.",
        "waiting",
        (
            *(*_begun(), *_from_current(), *_TO_SAVED, Tap("confirm")),
            *(Expect("TransferReview"), Tap("confirm"), Expect("TransferWaits"), *_LEFT),
        ),
    ),
    Walk(
        "transfer-new-payee",
        "A new payee: the name fits the account, the customer is warned and asked, proves it by a code; it goes later.",
        "waiting",
        (
            *(*_begun(), *_from_current(), *_to_new("erik jonas nordqvist")),
            *(Expect("PayeeMatch"), Tap("confirm"), *_amount("300")),
            *(Expect("FraudWarning"), Tap("confirm"), *_ASKED),
            *(TapIf("DelayChoice", "confirm", "TransferReview"), Expect("TransferReview"), Tap("confirm")),
            *(Expect("OneTimeCode"), TypeCode(), Tap("next"), Expect("TransferWaits"), *_LEFT),
        ),
    ),
    Walk(
        "transfer-payee-saved",
        "A new payee is saved once the order is taken, and removed from the list in the same visit.",
        "payeeRemoved",
        (
            *(*_begun(), *_from_current(), *_to_new("erik jonas nordqvist")),
            *(Expect("PayeeMatch"), Tap("confirm"), *_amount("300")),
            *(Expect("FraudWarning"), Tap("confirm"), *_ASKED),
            *(TapIf("DelayChoice", "confirm", "TransferReview"), Expect("TransferReview"), Tap("confirm")),
            *(Expect("OneTimeCode"), TypeCode(), Tap("next"), Expect("TransferWaits"), Tap("save")),
            *(Expect("ChangeUnderWay"), Expect("TransferWaits"), Tap("done"), *receipt.NONE),
            *(Expect("Menu"), Tap("choose-transfer")),
            *(Expect("TransferMenu"), Tap("choose-new"), *_from_current(), Tap("choose-remove")),
            *(Expect("RemovablePayees"), Pick(2), Expect("ChangeConfirm"), Tap("confirm")),
            *(Expect("ChangeDone"), Tap("done"), Expect("ToWhom"), Tap("back"), Expect("FromAccount"), Tap("back")),
            *(Expect("TransferMenu"), Tap("back"), Expect("Menu")),
        ),
    ),
    Walk(
        "transfer-real-time",
        "In English, at once: payee, account, amount and that it cannot be taken back are confirmed in Chinese, too.",
        "transferred",
        (
            *(*_begun(Tap("language")), *_from_current(), *_TO_SAVED, Tap("choose-realTime")),
            *(Expect("RealTimeReview"), Tap("confirm"), Expect("TransferDone"), *_LEFT),
        ),
    ),
    Walk(
        "transfer-no-match",
        "The account belongs to somebody else than the customer was told: it is stopped.",
        "stopped",
        (
            *(*_begun(), *_from_current(), *_to_new("anna lindgren")),
            *(Expect("PayeeNoMatch"), Tap("stop"), Expect("ToWhom"), Tap("back"), Expect("FromAccount")),
            *(Tap("back"), Expect("Menu")),
        ),
    ),
    Walk(
        "transfer-cancelled",
        "A transfer that goes 24 hours later is cancelled in a second visit.",
        "cancelled",
        (
            *(*_begun(), *_from_current(), *_TO_SAVED, Tap("confirm")),
            *(Expect("TransferReview"), Tap("confirm"), Expect("TransferWaits"), *_LEFT),
            *(*_begun(), Expect("TransferMenu", within_s=90.0), Stand(None), Tap("choose-pending")),
            *(Expect("PendingTransfer"), Tap("confirm"), Expect("TransferCancelled"), *_LEFT),
        ),
    ),
    Walk(
        "transfer-unknown",
        "The network fails as the order is sent: it is not known, then known not to have come, and goes once.",
        "settled",
        (
            *(*_begun(), *_from_current(), *_TO_SAVED, Tap("confirm")),
            *(Expect("TransferReview"), Network(up=False), Tap("confirm"), Expect("TransferUnknown")),
            *(Network(up=True), Tap("tryAgain"), Expect("TransferNotSent")),
            *(Tap("tryAgain"), Expect("TransferWaits"), *_LEFT),
        ),
    ),
)
