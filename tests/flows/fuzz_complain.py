"""What chance may tell complaints, suggestions and the survey."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from flow_walk import RULES

from kiosk.core.complaint import (
    CaseState,
    Contact,
    LookupRefusal,
    Receipt,
    Standing,
    When,
    final_reference,
    provisional_reference,
)
from kiosk.core.deadlines import Deadline
from kiosk.core.feedback import Plan, Question, Survey
from kiosk.flows import complain, events, suggest, survey, visit

REFERENCE = final_reference(2026, 42)
OWN = provisional_reference("0571-3", 1)
DATES = (
    Deadline("simple", date(2026, 3, 17), exceptional=False, sure=True),
    Deadline("complex", date(2026, 4, 1), exceptional=True, sure=True),
)
AT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
FINAL = Receipt(REFERENCE, "0412", AT, DATES, final=True)
PROVISIONAL = Receipt(OWN, "0412", AT, DATES, final=False)
STANDING = Standing(REFERENCE, CaseState.IN_PROGRESS, date(2026, 3, 4), date(2026, 3, 2), date(2026, 3, 17))
LONG_SURVEY = replace(RULES, survey=Survey((Plan((Question.NPS, Question.CES), line=True),)))
NO_SURVEY = replace(RULES, survey=Survey(()))

_IDS = ("fees", "refund", complain.LOOK_UP, complain.WRITE, complain.DICTATE, complain.NO_WORDS, "here", "elsewhere")
_DAYS = (complain.EARLIER, complain.LATER, "2026-03-02", "2026-02-28", "2026-03-03", "2024-03-01", "2026-13-40")
POOL: tuple[Any, ...] = (
    *(events.Chosen(name) for name in (*_IDS, *When, *Contact)),
    *(events.Typed(text) for text in ("", "x" * 600, "a\u202eb", "😡", REFERENCE, "0412", "13800138000")),
    *(events.Chosen(name) for name in (complain.DAY, *_DAYS)),
    complain.DateTold(date(2026, 3, 2)),
    complain.ComplaintFiled(FINAL),
    complain.ComplaintFiled(PROVISIONAL),
    *(complain.StandingTold(answer) for answer in (STANDING, None, *LookupRefusal)),
    visit.RulesChanged(LONG_SURVEY),
    visit.RulesChanged(NO_SURVEY),
)
_WRITTEN = (events.Typed("太慢了"), events.Confirmed())
USUAL: dict[type, tuple[Any, ...]] = {
    complain.ComplaintAbout: (events.Chosen("fees"), events.Chosen(complain.LOOK_UP)),
    complain.ComplaintWhen: (*(events.Chosen(when) for when in When), complain.DateTold(date(2026, 3, 2))),
    complain.ComplaintDay: tuple(events.Chosen(name) for name in _DAYS),
    complain.ComplaintWish: (events.Chosen("refund"),),
    complain.ComplaintWords: tuple(
        events.Chosen(name) for name in (complain.WRITE, complain.DICTATE, complain.NO_WORDS)
    ),
    complain.ComplaintText: _WRITTEN,
    complain.ComplaintContact: tuple(events.Chosen(contact) for contact in Contact),
    complain.ComplaintPhone: (events.Typed("13800138000"), events.Confirmed()),
    complain.ComplaintHandler: (events.Chosen("here"), events.Chosen("elsewhere")),
    complain.ComplaintSummary: (events.Confirmed(),),
    complain.ComplaintFiling: (complain.ComplaintFiled(FINAL), complain.ComplaintFiled(PROVISIONAL)),
    complain.ComplaintReceipt: (events.Confirmed(),),
    complain.StandingReference: (events.Typed(REFERENCE), events.Confirmed()),
    complain.StandingCode: (events.Typed("0412"), events.Confirmed()),
    complain.StandingAsking: tuple(complain.StandingTold(answer) for answer in (STANDING, None, *LookupRefusal)),
    complain.StandingShown: (events.Confirmed(),),
    complain.StandingRefused: (events.TriedAgain(), events.WentBack()),
    suggest.SuggestionText: _WRITTEN,
    suggest.SuggestionThanks: (events.Confirmed(),),
    survey.SurveyLine: (*_WRITTEN, events.Skipped()),
}
