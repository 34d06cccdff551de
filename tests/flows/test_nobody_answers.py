"""The customer walks away: a warning, then the visit is wiped."""

import pytest
from flow_walk import CODE, RULES, Walk

from kiosk.core import entries
from kiosk.core.identity import DocumentTrouble
from kiosk.core.ports import CodeRead, DocumentNotRead, SeveralCodesSeen
from kiosk.flows import checkin, effects, events, identify, visit


def test_warned_then_wiped_and_told_so() -> None:
    walk = Walk().at_document().waits(RULES.idle_s - 1).is_left_alone()
    walk.waits(1).is_asked_whether_still_here().sees(identify.PresentDocument)
    warning = visit.idle(walk.visit)
    assert warning == visit.IdleWarning(left_s=RULES.countdown_s, of_s=RULES.countdown_s)
    walk.waits(RULES.countdown_s - 1).is_asked_whether_still_here()
    walk.waits(1).sees(visit.Wiped).notes(entries.VisitEnded, how="nobodyAnswered").asks(effects.Wipe)
    walk.waits(RULES.farewell_s).sees(visit.Attract)


def test_i_am_still_here_as_often_as_it_takes() -> None:
    walk = Walk().at_consent()
    for _ in range(20):
        walk.waits(RULES.idle_s + RULES.countdown_s - 1).is_asked_whether_still_here()
        walk.told(events.WasStillHere()).is_left_alone().sees(identify.FaceConsent)
    assert walk.noted(entries.VisitEnded) == 0


def test_large_text_has_slower_clocks() -> None:
    walk = Walk().at_document().told(events.SizeChosen(RULES.large_from))
    walk.waits(RULES.large_idle_s - 1).is_left_alone().waits(1).is_asked_whether_still_here()
    walk.waits(RULES.large_countdown_s - 1).sees(identify.PresentDocument).waits(1).sees(visit.Wiped)


@pytest.mark.parametrize(
    "walk",
    [
        Walk().at_scanning().told(CodeRead(CODE)),
        Walk().at_camera(),
        Walk().at_check_in(),
        Walk().at_document().told(events.StaffAsked()),
    ],
    ids=["verifying", "comparing", "asking the bank", "paging"],
)
def test_no_clock_runs_while_the_customer_waits_for_the_kiosk(walk: Walk) -> None:
    before = walk.visit
    walk.waits(1000).is_left_alone()
    assert walk.visit == before


@pytest.mark.parametrize("hint", [DocumentTrouble.UNREADABLE, DocumentTrouble.TURN_OVER, DocumentTrouble.NONE_SEEN])
def test_a_document_forgotten_on_the_reader_is_no_customer(hint: DocumentTrouble) -> None:
    walk = Walk().at_document()
    for _ in range(RULES.idle_s + RULES.countdown_s):
        walk.told(DocumentNotRead(hint)).waits(1)
    walk.sees(visit.Wiped)


def test_two_codes_left_in_view_are_no_customer() -> None:
    walk = Walk().at_scanning()
    for _ in range(RULES.idle_s + RULES.countdown_s):
        walk.told(SeveralCodesSeen()).waits(1)
    walk.sees(visit.Wiped)


def test_a_touch_sets_the_clock_back_even_where_it_does_nothing() -> None:
    Walk().at_document().waits(RULES.idle_s - 1).told(events.TriedAgain()).waits(1).is_left_alone()


def test_who_leaves_with_a_ticket_has_finished() -> None:
    quiet = RULES.idle_s + RULES.countdown_s
    Walk().at_ticket().waits(quiet).notes(entries.VisitEnded, how="finished").sees(visit.Wiped)
    Walk().at_survey().waits(quiet).notes(entries.VisitEnded, how="finished").sees(visit.Wiped)


def test_what_somebody_chose_on_the_first_screen_is_set_back() -> None:
    walk = Walk().told(events.LanguageChosen("en"), events.SizeChosen(3)).waits(RULES.large_idle_s)
    assert walk.visit.preferences == RULES.defaults
    walk.sees(visit.Attract).is_left_alone()
    assert walk.journal == []


def test_a_terminal_that_slept_wipes_at_once() -> None:
    Walk().at_document().told(events.Waited(3600)).sees(visit.Wiped).told(events.Waited(3600)).sees(visit.Attract)


def test_the_first_screen_stands_for_ever() -> None:
    walk = Walk().told(events.Waited(10**6)).sees(visit.Attract).is_left_alone()
    assert walk.visit == visit.opening(RULES)
    assert not isinstance(walk.visit.task, checkin.Scanning)
