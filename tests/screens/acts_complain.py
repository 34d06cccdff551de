"""What the controls of complaints, suggestions and the survey say. Single keys are told of in `test_keyboard.py`."""

from __future__ import annotations

from kiosk.core.complaint import Contact, When
from kiosk.flows import complain, events
from kiosk.ui.catalogue.complain import OPTIONS, TEXT, WISHES

ACTS: dict[tuple[str, str], events.Event] = {
    ("Menu", "choose-complain"): events.Chosen("complain"),
    ("Menu", "choose-suggest"): events.Chosen("suggest"),
    **{("ComplaintAbout", f"choose-{one.id}"): events.Chosen(one.id) for one in OPTIONS},
    ("ComplaintAbout", "lookUp"): events.Chosen(complain.LOOK_UP),
    ("ComplaintAbout", "back"): events.WentBack(),
    **{("ComplaintWhen", f"choose-{when}"): events.Chosen(when) for when in When},
    ("ComplaintWhen", "choose-day"): events.Chosen(complain.DAY),
    ("ComplaintDay", "choose-2026-11-01"): events.Chosen("2026-11-01"),
    ("ComplaintDay", "choose-2026-11-27"): events.Chosen("2026-11-27"),
    ("ComplaintDay-six", "choose-2026-08-31"): events.Chosen("2026-08-31"),
    ("ComplaintDay-six", "earlierMonth"): events.Chosen(complain.EARLIER),
    ("ComplaintDay-six", "laterMonth"): events.Chosen(complain.LATER),
    **{("ComplaintWish", f"choose-{one.id}"): events.Chosen(one.id) for one in WISHES},
    ("ComplaintWords", "choose-write"): events.Chosen(complain.WRITE),
    ("ComplaintWords", "choose-dictate"): events.Chosen(complain.DICTATE),
    ("ComplaintWords", "choose-none"): events.Chosen(complain.NO_WORDS),
    ("ComplaintText", "typed"): events.Confirmed(),
    ("ComplaintText", "erase"): events.Typed(TEXT[:-1]),
    ("ComplaintText", "comma"): events.Typed(TEXT + "，"),
    ("ComplaintText", "stop"): events.Typed(TEXT + "。"),
    ("ComplaintText", "space"): events.Typed(TEXT + " "),
    **{("ComplaintContact-known", f"choose-{contact}"): events.Chosen(contact) for contact in Contact},
    ("ComplaintPhone", "next"): events.Confirmed(),
    ("ComplaintHandler", "choose-here"): events.Chosen(complain.HERE),
    ("ComplaintHandler", "choose-elsewhere"): events.Chosen(complain.ELSEWHERE),
    ("ComplaintSummary", "next"): events.Confirmed(),
    ("ComplaintReceipt", "next"): events.Confirmed(),
    ("StandingReference", "typed"): events.Confirmed(),
    ("StandingCode", "next"): events.Confirmed(),
    ("StandingShown", "next"): events.Confirmed(),
    ("StandingShown-overdue", "callStaff"): events.StaffAsked(),
    ("StandingRefused-unreachable", "tryAgain"): events.TriedAgain(),
    ("StandingRefused-tooMany", "askStaff"): events.StaffAsked(),
    ("SuggestionText", "typed"): events.Confirmed(),
    ("SuggestionThanks", "done"): events.Confirmed(),
    **{("Survey-nps", f"rate{value}"): events.Rated(value) for value in range(11)},
    **{("Survey-ces", f"rate{value}"): events.Rated(value) for value in range(1, 8)},
    ("SurveyLine", "typed"): events.Confirmed(),
    ("SurveyLine", "skip"): events.Skipped(),
}
