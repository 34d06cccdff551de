"""Language, size and contrast: on every screen, in the middle of everything, and gone with the customer."""

import pytest
from flow_walk import RULES, Walk

from kiosk.core import entries
from kiosk.flows import events, visit

STAGES = ["at_scanning", "at_document", "at_consent", "at_camera", "at_warning", "at_ticket", "at_survey"]


@pytest.mark.parametrize("stage", STAGES)
def test_changing_them_does_not_lose_the_place(stage: str) -> None:
    walk: Walk = getattr(Walk(), stage)()
    before = visit.shown(walk.visit)
    walk.told(events.LanguageChosen("en"), events.SizeChosen(3), events.ContrastChosen("dark"))
    assert visit.shown(walk.visit) == before
    assert walk.visit.preferences == visit.Preferences("en", 3, "dark")


def test_what_does_not_exist_is_not_chosen() -> None:
    walk = (
        Walk()
        .at_scanning()
        .told(events.LanguageChosen("xx"), events.SizeChosen(4), events.SizeChosen(-1), events.ContrastChosen("pink"))
    )
    assert walk.visit.preferences == RULES.defaults


def test_a_language_chosen_before_the_visit_counts_for_it() -> None:
    Walk().told(events.LanguageChosen("en"), events.Started()).notes(entries.VisitBegan, language="en")


def test_they_stay_for_the_farewell_and_are_gone_with_it() -> None:
    walk = Walk().at_survey().told(events.LanguageChosen("en"), events.SizeChosen(3), events.Rated(5))
    assert walk.visit.preferences == visit.Preferences("en", 3)
    walk.waits(RULES.farewell_s)
    assert walk.visit == visit.opening(RULES)
