"""The customer's accounts: looked at, taken away, a card stopped, also while the bank is slow."""

from __future__ import annotations

from kiosk.demo.walks import receipt
from kiosk.demo.walks.checkin import document, face
from kiosk.demo.walks.steps import Acknowledge, Expect, Network, Release, Stand, Step, Tap, Walk

IDENTIFIED: tuple[Step, ...] = (
    *(Expect("Attract"), Tap("start"), Expect("Menu"), Tap("choose-accounts")),
    *(*document(), *face(), Expect("AccountsMenu", within_s=90.0), Stand(None)),
)
"""From the first screen to the choices of the accounts."""
_NOTHING_ELSE: tuple[Step, ...] = (*(Expect("Menu"), Tap("done"), Expect("Survey"), Tap("rate5"), Expect("Farewell")),)

WALKS: tuple[Walk, ...] = (
    Walk(
        "balances",
        "The customer looks at balances, covered until a tap, and at the transactions of an account.",
        "informed",
        (
            *(*IDENTIFIED, Tap("choose-balances"), Expect("AccountList"), Tap("uncover")),
            *(
                Expect("AccountList", saying="uncovered"),
                Tap("choose-chen-current"),
                Expect("MovementList"),
                Tap("older"),
            ),
            *(Tap("back"), Expect("AccountList"), Tap("back"), Expect("AccountsMenu"), Tap("back"), Expect("Menu")),
        ),
    ),
    Walk(
        "statement",
        "A statement of last month is printed, and taken away by a code for the customer's phone.",
        "informed",
        (
            *(*IDENTIFIED, Tap("choose-statement"), Expect("StatementAccount"), Tap("choose-chen-current")),
            *(Expect("StatementSpan"), Tap("choose-lastMonth"), Expect("ReceiptOffer"), Tap("choose-print")),
            *(Expect("ReceiptPrinted"), Tap("back"), Expect("ReceiptOffer", saying="had"), Tap("choose-phone")),
            *(Expect("ReceiptOnPhone"), Tap("done"), *_NOTHING_ELSE),
        ),
    ),
    Walk(
        "card-lost",
        "A card is missing and the bank silent: not known whether it is stopped, then it is, and the phone keeps it.",
        "changed",
        (
            *(*IDENTIFIED, Tap("choose-stopCard"), Expect("CardList"), Tap("choose-chen-debit")),
            *(Expect("CardStop"), Network(up=False), Tap("choose-freeze"), Expect("ChangeUnknown")),
            *(Network(up=True), Tap("tryAgain"), Expect("ChangeNotMade"), Tap("tryAgain")),
            *(Expect("ChangeDone"), Tap("done"), *receipt.ON_PHONE, *_NOTHING_ELSE),
        ),
    ),
    Walk(
        "card-released",
        "A card that the customer stopped is found again: a member of staff comes, looks, and it can be used again.",
        "changed",
        (
            *(*IDENTIFIED, Tap("choose-stopCard"), Expect("CardList"), Tap("choose-chen-debit")),
            *(Expect("CardStop"), Tap("choose-freeze"), Expect("ChangeDone"), Tap("done")),
            *(*receipt.NONE, Expect("Menu"), Tap("choose-accounts"), Expect("AccountsMenu"), Tap("choose-releaseCard")),
            *(Expect("CardList"), Tap("choose-chen-debit"), Expect("ChangeConfirm"), Tap("confirm")),
            *(Expect("ChangeWithStaff", saying="delivered"), Acknowledge("林")),
            *(Expect("ChangeWithStaff", saying="acknowledged"), Release(), Expect("ChangeDone")),
            *(Tap("done"), *receipt.NONE, *_NOTHING_ELSE),
        ),
    ),
)
