"""The survey that the centre plans, and suggestions from the menu."""

from __future__ import annotations

from dataclasses import replace

import pytest
from accounts_words import CARD
from flow_walk import RULES, TICKET, Walk
from fuzz_booking import AT, BOOKING
from fuzz_complain import FINAL, LONG_SURVEY, NO_SURVEY
from transfer_words import payment

from kiosk.core import entries
from kiosk.core.complaint import LONGEST_LINE
from kiosk.core.feedback import Plan, Question, Survey
from kiosk.flows import (
    ask,
    booking,
    changing,
    checkin,
    complain,
    receipt,
    suggest,
    survey,
    transfer,
    visit,
    walkin,
)
from kiosk.flows.banking import FreezeCard
from kiosk.flows.events import Chosen, Confirmed, Rated, Skipped, Started, StartedOver, Typed, WentBack
from kiosk.flows.service import Service

TEXT = "多放几把椅子"


def at_survey(rules: visit.Rules) -> Walk:
    return Walk(rules).at_survey()


def test_two_questions_and_a_line_as_planned() -> None:
    walk = at_survey(LONG_SURVEY).sees(survey.Survey, question=Question.NPS).told(Rated(10))
    walk.notes(entries.SurveyAnswered, question="nps", value=10, service="checkIn")
    walk.notes(entries.SurveyAsked, question="ces")
    walk.sees(survey.Survey, question=Question.CES).told(Rated(7)).sees(survey.SurveyLine)
    walk.told(Typed(TEXT), Confirmed()).sees(visit.Farewell)
    told = next(entry for entry in walk.journal if isinstance(entry, entries.SurveyTold))
    assert told.text == TEXT
    assert told.personal() == {"text": TEXT}
    assert TEXT not in repr(walk.journal)


def test_skip_is_one_tap_wherever() -> None:
    at_survey(LONG_SURVEY).told(Skipped()).sees(visit.Farewell)
    walk = at_survey(LONG_SURVEY).told(Rated(0), Skipped()).sees(visit.Farewell)
    assert walk.noted(entries.SurveyAnswered) == walk.noted(entries.SurveySkipped) == 1
    walk = at_survey(LONG_SURVEY).told(Rated(0), Rated(1), Skipped()).sees(visit.Farewell)
    assert walk.noted(entries.SurveyTold) == 0


def test_without_a_plan_nobody_is_asked() -> None:
    walk = at_survey(NO_SURVEY).sees(visit.Farewell)
    assert walk.noted(entries.SurveyAsked) == 0
    assert walk.journal[-1] == entries.VisitEnded("finished")


@pytest.mark.parametrize(
    ("question", "outside"), [(Question.NPS, (-1, 11)), (Question.CES, (0, 8)), (Question.CSAT, (0, 6))]
)
def test_an_answer_off_the_scale_is_none(question: Question, outside: tuple[int, int]) -> None:
    rules = replace(RULES, survey=Survey((Plan((question,)),)))
    at_survey(rules).told(*map(Rated, outside)).sees(survey.Survey)


def test_an_empty_line_is_no_line_and_a_long_one_is_short() -> None:
    walk = at_survey(LONG_SURVEY).told(Rated(0), Rated(1), Typed(" \u200b "), Confirmed()).sees(visit.Farewell)
    assert walk.noted(entries.SurveyTold) == 0
    walk = at_survey(LONG_SURVEY).told(Rated(0), Rated(1), Typed("x" * 999), Confirmed())
    (told,) = (entry for entry in walk.journal if isinstance(entry, entries.SurveyTold))
    assert told.text == "x" * LONGEST_LINE


def test_the_service_decides_what_is_asked() -> None:
    plans = (Plan((Question.CES,), services=("complain",)), Plan((Question.CSAT,)))
    walk = Walk(replace(RULES, survey=Survey(plans))).told(
        Started(), Chosen("complain"), Chosen("fees"), Chosen("today")
    )
    walk.told(Chosen("refund"), Chosen("none"), Chosen("none"), Chosen("here"), Confirmed())
    walk.told(complain.ComplaintFiled(FINAL), Confirmed(), Confirmed(), Confirmed())
    walk.sees(survey.Survey, question=Question.CES, service="complain")


ENDS = {
    "checkIn": checkin.Ticket(TICKET, "transfer", offline=False),
    "walkIn": walkin.WalkInTicket(TICKET, offline=False),
    "appointments": booking.BookingCancelled(BOOKING, AT),
    "accounts": changing.ChangeDone(FreezeCard(CARD), None),
    "transfer": transfer.TransferCancelled(payment()),
    "ask": ask.AskHotline(ask.AskHelp(ask.AskTopics())),
    "complain": complain.ComplaintReceipt(complain.Draft(), FINAL),
    "suggest": suggest.SuggestionThanks(),
}
"""Where each service ends, by its name."""


@pytest.mark.parametrize("service", visit.SERVICES, ids=lambda service: service.name)
def test_every_service_is_asked_about_by_its_own_name(service: Service) -> None:
    plans = (Plan((Question.NPS,)), Plan((Question.CES,), services=(service.name,)))
    walk = Walk(replace(RULES, survey=Survey(plans))).told(Started())
    walk.visit = replace(walk.visit, task=ENDS[service.name])
    for _ in range(3):
        if not isinstance(walk.visit.task, survey.Survey):
            walk.told(Confirmed())
    walk.sees(survey.Survey, question=Question.CES, service=service.name).told(Rated(7))
    walk.notes(entries.SurveyAnswered, question="ces", value=7, service=service.name)


def test_leaving_in_the_middle_skips_what_is_open() -> None:
    walk = at_survey(LONG_SURVEY).told(Rated(3), StartedOver()).sees(visit.Attract)
    walk.notes(entries.SurveySkipped, question="ces").notes(entries.VisitEnded, how="finished")
    walk = at_survey(LONG_SURVEY).told(Rated(3), Rated(3), StartedOver()).sees(visit.Attract)
    assert walk.noted(entries.SurveySkipped) == 0


def test_a_suggestion_is_kept_sealed_and_thanked_for() -> None:
    walk = Walk().told(Started(), Chosen("suggest")).sees(suggest.SuggestionText).told(Typed(TEXT), Confirmed())
    walk.sees(suggest.SuggestionThanks).notes(entries.SuggestionMade, language="zh_CN", text=TEXT)
    assert TEXT not in repr(walk.journal)
    walk.told(Confirmed()).sees(receipt.ReceiptOffer).told(Confirmed()).sees(visit.Menu, again=True)
    assert walk.noted(entries.SuggestionMade) == 1


def test_an_empty_suggestion_is_none_and_back_leads_to_the_menu() -> None:
    walk = Walk().told(Started(), Chosen("suggest"), Typed("\n \t"), Confirmed()).sees(suggest.SuggestionText)
    walk.told(WentBack()).sees(visit.Menu, again=False)
    assert walk.noted(entries.SuggestionMade) == 0
