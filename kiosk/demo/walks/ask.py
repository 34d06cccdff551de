"""Asking, being answered, going on by phone, and being called back."""

from __future__ import annotations

from kiosk.demo.walks.steps import Expect, Network, Scan, Step, Tap, Walk, Write

ASKS: tuple[Step, ...] = (
    Expect("Attract"),
    Tap("start"),
    Expect("Menu"),
    Tap("choose-ask"),
    Expect("AskTopics"),
)
LOST_CARD: tuple[Step, ...] = (
    Tap("choose-card"),
    Expect("AskList"),
    Tap("choose-card-lost"),
    Expect("AskAnswer"),
)
LEAVES: tuple[Step, ...] = (Expect("Menu"), Tap("done"), Expect("Survey"), Tap("rate5"), Expect("Farewell"))
_NUMBER = tuple(f"digit{digit}" for digit in "13800138000")

WALKS: tuple[Walk, ...] = (
    Walk(
        "ask",
        "A customer asks by category what to do about a lost card, and the answer helps.",
        "answered",
        (*ASKS, *LOST_CARD, Tap("helpful"), *LEAVES),
    ),
    Walk(
        "ask-search",
        "A customer types what the question is about; what fits is there while it is typed.",
        "answered",
        (
            *ASKS,
            Tap("search"),
            Expect("AskSearch"),
            Write(zh=("g", "u", "a", "s", "h", "i", "candidate0"), en=("l", "o", "s", "t", "space", "c")),
            Expect("AskSearch", saying="found"),
            Tap("choose-card-lost"),
            Expect("AskAnswer"),
            Tap("helpful"),
            *LEAVES,
        ),
    ),
    Walk(
        "hand-over",
        "A customer takes an answer along: a phone reads the codes on the screen, for the bank's app and its website.",
        "handed-over",
        (
            *ASKS,
            *LOST_CARD,
            Tap("phone"),
            Expect("HandOver", saying="app"),
            Scan("examplebank://card/report-lost"),
            Tap("other"),
            Expect("HandOver", saying="site"),
            Scan("https://bank.example/help/card-lost"),
            Tap("done"),
            *LEAVES,
        ),
    ),
    Walk(
        "call-back",
        "The answer does not help, and the network is down: the customer asks to be called back, and gets a reference.",
        "to-be-called-back",
        (
            *ASKS,
            *LOST_CARD,
            Network(up=False),
            Tap("unhelpful"),
            Expect("AskHelp"),
            Tap("choose-callBack"),
            Expect("CallBackTime", saying="offered"),
            Tap("choose-slot0"),
            Expect("CallBackNumber"),
            Write(zh=_NUMBER[:-1], en=_NUMBER[:-1]),
            Tap("next"),
            Expect("CallBackNumber", saying="tooShort"),
            Tap("digit0"),
            Tap("next"),
            Expect("CallBackSummary"),
            Tap("confirm"),
            Expect("CallBackTaken"),
            Tap("done"),
            *LEAVES,
            Network(up=True),
        ),
    ),
)
