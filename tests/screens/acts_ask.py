"""What the controls of questions, answers and call-backs tell."""

from __future__ import annotations

from kiosk.flows import events

ACTS: dict[tuple[str, str], events.Event] = {
    **{("AskTopics", f"choose-{name}"): events.Chosen(name) for name in ("account", "card", "transfer", "cash")},
    **{("AskTopics", f"choose-{name}"): events.Chosen(name) for name in ("safety", "mobile", "branch")},
    ("AskTopics", "search"): events.Chosen("search"),
    ("AskTopics", "help"): events.Chosen("help"),
    ("AskSearch-one", "choose-pin"): events.Chosen("pin"),
    ("AskSearch-one", "typed"): events.Confirmed(),
    ("AskSearch-nothing", "help"): events.Chosen("help"),
    **{
        ("AskList", f"choose-{name}"): events.Chosen(name)
        for name in ("card-lost", "pin", "swallowed", "activate", "expires", "frozen", "fee", "abroad", "credit")
    },
    ("AskList", "back"): events.WentBack(),
    ("AskAnswer", "phone"): events.Chosen("phone"),
    ("AskAnswer", "helpful"): events.Confirmed(),
    ("AskAnswer", "unhelpful"): events.Declined(),
    **{("AskHelp", f"choose-{way}"): events.Chosen(way) for way in ("hotline", "callBack", "questions")},
    ("AskHelp", "choose-staff"): events.StaffAsked(),
    ("AskHotline", "done"): events.Confirmed(),
    ("HandOver-app", "other"): events.Chosen("1"),
    ("HandOver-app", "done"): events.Confirmed(),
    ("CallBackTopic", "choose-card"): events.Chosen("card"),
    ("CallBackTopic", "choose-other"): events.Chosen("other"),
    **{("CallBackTime-offered", f"choose-slot{place}"): events.Chosen(f"slot{place}") for place in range(4)},
    ("CallBackTime-none", "back"): events.WentBack(),
    ("CallBackNumber", "next"): events.Typed(""),
    ("CallBackNumber-known", "onFile"): events.Chosen("onFile"),
    ("CallBackSummary", "confirm"): events.Confirmed(),
    ("CallBackSummary", "change"): events.TriedAgain(),
    ("CallBackTaken", "done"): events.Confirmed(),
    ("CallBackNotTaken", "callStaff"): events.StaffAsked(),
    ("CallBackNotTaken", "back"): events.WentBack(),
}
