"""Somebody is deceived while they stand there: the questions find out, and each answer is kept."""

from __future__ import annotations

from dataclasses import replace

from flow_walk import APPOINTMENT, CODE, COURIER, DOCUMENT, FORM, Walk, verdict

from kiosk.core import entries
from kiosk.core.ports import CodeRead, DocumentRead, FaceCompared
from kiosk.flows import checkin, effects, events, visit, warned


def at_cash_warning() -> Walk:
    walk = Walk().at_scanning().told(CodeRead(CODE), events.CodeVerified(replace(APPOINTMENT, service="cash")))
    walk.told(DocumentRead(DOCUMENT), events.HolderCompared(same=True), events.Confirmed())
    return walk.told(FaceCompared(verdict(accepted=True)))


def at_question() -> Walk:
    return at_cash_warning().told(events.Confirmed())


def test_yes_someone_is_telling_me_calls_staff_at_once() -> None:
    walk = at_cash_warning().sees(warned.FraudWarning, notice=COURIER)
    walk.notes(entries.WarningShown, notice="cash-courier", version=2, rule="cash", rule_version=7, language="zh_CN")
    walk.told(events.Confirmed()).sees(warned.FraudQuestion, number=0, of=3)
    walk.notes(entries.FraudAsked, questionnaire="who-gets-cash", version=4, question="told", language="zh_CN")
    walk.told(events.Chosen("yes")).sees(visit.StaffComing, why="fraudSuspected", resume=None)
    walk.asks(effects.CallStaff).notes(entries.FraudAnswered, question="told", answer="yes")
    walk.notes(entries.FraudSettled, operation="checkIn", rule="cash", rule_version=7, outcome="callStaff")
    walk.notes(entries.StaffCalled, why="fraudSuspected", screen="FraudQuestion")
    assert walk.noted(entries.CheckInAsked) == 0


def test_who_answers_everything_as_hoped_is_checked_in() -> None:
    walk = at_question().told(events.Chosen("no"), events.Chosen("no"), events.Chosen("yes"))
    walk.notes(entries.FraudAnswered, question="known", answer="yes").sees(checkin.CheckingIn)
    walk.notes(entries.FraudSettled, rule="cash", outcome="goOn")
    assert walk.noted(entries.FraudAsked) == walk.noted(entries.FraudAnswered) == 3


def test_an_answer_may_stop_it_and_the_screen_says_so() -> None:
    walk = at_question().told(events.Chosen("no"), events.Chosen("yes")).sees(warned.FraudStopped)
    walk.notes(entries.FraudSettled, outcome="stop").told(events.Confirmed()).sees(visit.Menu)
    assert walk.noted(entries.CheckInAsked) == 0


def test_a_no_may_be_what_matters() -> None:
    walk = at_question().told(events.Chosen("no"), events.Chosen("no"), events.Chosen("no"))
    walk.notes(entries.FraudSettled, outcome="callStaff").sees(visit.StaffComing)


def test_no_other_act_answers_a_question() -> None:
    walk = at_question()
    for act in (events.Confirmed(), events.Declined(), events.WentBack(), events.Skipped(), events.Chosen("maybe")):
        walk.told(act).sees(warned.FraudQuestion, number=0).asks()
    assert walk.noted(entries.FraudAnswered) == 0


def test_another_language_in_the_middle_is_another_question_for_the_journal() -> None:
    walk = at_question().told(events.LanguageChosen("en")).sees(warned.FraudQuestion, number=0)
    walk.notes(entries.FraudAsked, question="told", language="en")


def test_a_call_for_staff_is_kept_as_the_answer_and_leads_back() -> None:
    walk = at_question().told(events.StaffAsked()).notes(entries.FraudAnswered, question="told", answer="callStaff")
    walk.told(events.WentBack()).sees(warned.FraudQuestion, number=0, question=FORM.questions[0])


def test_the_idle_clock_answers_no_question() -> None:
    walk = at_question().waits(200)
    assert walk.noted(entries.FraudAnswered) == 0
    assert walk.noted(entries.VisitEnded) == 1
