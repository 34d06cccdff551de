"""Language, and how things are shown and read: on every screen, in the middle of everything, gone with the customer."""

from dataclasses import replace

import pytest
from flow_walk import RULES, Walk

from kiosk.core import entries
from kiosk.core.ports import HeadsetPlugged
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
    walk.told(events.HandChosen("third"), events.VolumeChosen(4), events.SpeedChosen(-1))
    assert walk.visit.preferences == RULES.defaults


def test_hand_voice_volume_and_speed_are_the_customers_own() -> None:
    chosen = (events.HandChosen("left"), events.AloudChosen(aloud=True), events.VolumeChosen(3), events.SpeedChosen(2))
    walk = Walk().at_scanning().told(*chosen)
    wanted = visit.Preferences("zh_CN", hand="left", aloud=True, volume=3, speed=2)
    assert walk.visit.preferences == wanted
    walk.told(events.StartedOver())
    assert walk.visit == visit.opening(RULES)


def test_large_and_slow_is_large_and_spoken_and_can_be_taken_back() -> None:
    walk = Walk().at_scanning().told(events.CalmChosen(calm=True))
    assert walk.visit.preferences == visit.Preferences("zh_CN", 2, aloud=True, calm=True)
    assert walk.visit.idle_s == RULES.large_idle_s
    walk.told(events.SizeChosen(0))
    assert walk.visit.idle_s == RULES.large_idle_s, "it is slow in every size"
    walk.told(events.CalmChosen(calm=False))
    assert walk.visit.preferences == RULES.defaults
    walk.told(events.SizeChosen(3), events.CalmChosen(calm=True))
    assert walk.visit.preferences.size == 3, "what is larger stays so"


def test_who_listens_has_more_time_and_no_voice_gives_none() -> None:
    walk = Walk().at_scanning().told(events.AloudChosen(aloud=True))
    assert (walk.visit.idle_s, walk.visit.countdown_s) == (RULES.idle_s, RULES.countdown_s)
    walk.told(visit.RulesChanged(replace(RULES, voice=True)))
    assert (walk.visit.idle_s, walk.visit.countdown_s) == (RULES.large_idle_s, RULES.large_countdown_s)


def test_a_headset_begins_and_ends_the_reading() -> None:
    walk = Walk().at_consent().told(HeadsetPlugged(plugged=True))
    assert walk.visit.preferences.aloud
    assert walk.visit.headset
    walk.told(HeadsetPlugged(plugged=False))
    assert not walk.visit.preferences.aloud
    assert not walk.visit.headset


def test_who_begins_anew_with_a_headset_in_goes_on_hearing() -> None:
    walk = Walk().at_consent().told(HeadsetPlugged(plugged=True), events.SizeChosen(3), events.StartedOver())
    assert walk.visit.preferences == replace(RULES.defaults, aloud=True)
    walk.told(HeadsetPlugged(plugged=False))
    assert walk.visit.preferences == RULES.defaults


def test_a_language_chosen_before_the_visit_counts_for_it() -> None:
    Walk().told(events.LanguageChosen("en"), events.Started()).notes(entries.VisitBegan, language="en")


def test_they_stay_for_the_farewell_and_are_gone_with_it() -> None:
    walk = Walk().at_survey().told(events.LanguageChosen("en"), events.SizeChosen(3), events.Rated(5))
    assert walk.visit.preferences == visit.Preferences("en", 3)
    walk.waits(RULES.farewell_s)
    assert walk.visit == visit.opening(RULES)
