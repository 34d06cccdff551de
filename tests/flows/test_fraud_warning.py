"""The customer is warned, and only a deliberate act passes the warning."""

from flow_walk import NOTICE, RULES, Walk

from kiosk.core import entries
from kiosk.flows import checkin, effects, events, visit, warned


def test_the_safe_answer_calls_staff_and_keeps_the_warning() -> None:
    walk = Walk().at_warning().told(events.StaffAsked()).asks(effects.CallStaff)
    walk.notes(entries.WarningAnswered, notice=NOTICE.id, version=NOTICE.version, answer="callStaff")
    walk.notes(entries.StaffCalled, screen="FraudWarning").sees(visit.StaffComing)
    walk.told(events.WentBack()).sees(warned.FraudWarning, notice=NOTICE)
    walk.told(events.Confirmed()).notes(entries.WarningAnswered, answer="goOn").sees(checkin.CheckingIn)


def test_the_idle_clock_ends_the_visit_and_never_passes_the_warning() -> None:
    walk = Walk().at_warning().waits(RULES.idle_s).sees(warned.FraudWarning).is_asked_whether_still_here()
    walk.waits(RULES.countdown_s).sees(visit.Wiped)
    assert walk.noted(entries.CheckInAsked) == 0
    assert walk.noted(entries.WarningAnswered) == 0


def test_the_journal_keeps_every_language_the_warning_was_shown_in() -> None:
    walk = Walk().at_warning().told(events.LanguageChosen("en")).sees(warned.FraudWarning)
    walk.notes(entries.WarningShown, notice=NOTICE.id, version=NOTICE.version, language="en")
    walk.told(events.LanguageChosen("en")).asks()
    assert walk.noted(entries.WarningShown) == 2


def test_no_other_act_passes_it() -> None:
    walk = Walk().at_warning()
    walk.told(
        events.TriedAgain(),
        events.Chosen("yes"),
        events.Declined(),
        events.Rated(5),
        events.Skipped(),
        events.WentBack(),
    )
    walk.sees(warned.FraudWarning)
