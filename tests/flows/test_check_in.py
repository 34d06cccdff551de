"""A customer with an appointment is checked in."""

from dataclasses import replace

from flow_walk import APPOINTMENT, CODE, DOCUMENT, NOTICE, RULES, TICKET, Walk, verdict

from kiosk.core import entries
from kiosk.core.fraud_default import CAUTIOUS
from kiosk.core.identity import DocumentTrouble, Guidance
from kiosk.core.ports import CodeRead, DocumentNotRead, DocumentRead, FaceCompared, FaceGuided, PrintOutcome
from kiosk.flows import checkin, effects, events, identify, survey, visit, warned


def test_from_the_first_touch_to_the_farewell() -> None:
    walk = Walk()
    walk.sees(visit.Attract).needs("scanner")
    walk.told(events.Started()).notes(entries.VisitBegan, language="zh_CN").sees(visit.Menu).needs("scanner")
    walk.told(events.Chosen("checkIn")).notes(entries.ServiceBegan, service="checkIn").sees(checkin.Scanning)
    walk.needs("scanner")
    walk.told(CodeRead(CODE)).sees(checkin.CheckingCode).asks(effects.VerifyCode).needs(None)
    walk.told(events.CodeVerified(APPOINTMENT)).notes(entries.TokenAccepted, appointment="A-7", token_id="t-1")
    walk.sees(identify.PresentDocument, hint=DocumentTrouble.NONE_SEEN).needs("reader")
    walk.told(DocumentNotRead(DocumentTrouble.TURN_OVER)).sees(identify.PresentDocument, hint=DocumentTrouble.TURN_OVER)
    walk.told(DocumentRead(DOCUMENT)).asks(effects.CompareHolder).needs(None)
    walk.notes(entries.DocumentAccepted, number=DOCUMENT.number, name=DOCUMENT.name)
    walk.sees(identify.ComparingHolder)
    walk.told(events.HolderCompared(same=True)).notes(entries.ConsentAsked).sees(identify.FaceConsent).needs(None)
    walk.told(events.Confirmed()).notes(entries.ConsentAnswered, agreed=True)
    walk.sees(identify.LookAtCamera, guidance=Guidance.LOOKING).needs("face")
    walk.told(FaceGuided(Guidance.COME_CLOSER)).sees(identify.LookAtCamera, guidance=Guidance.COME_CLOSER)
    walk.told(FaceCompared(verdict(accepted=True))).notes(entries.FaceCompared, accepted=True)
    walk.notes(entries.WarningShown, notice=NOTICE.id, version=NOTICE.version, language="zh_CN")
    walk.sees(warned.FraudWarning, notice=NOTICE).needs(None)
    walk.told(events.Confirmed()).notes(entries.WarningAnswered, answer="goOn").notes(entries.CheckInAsked)
    walk.sees(checkin.CheckingIn).asks(effects.CheckIn)
    asked = walk.effect(effects.CheckIn)
    assert (asked.code, asked.face_accepted) == (CODE, True)
    walk.told(events.CheckInAnswered(TICKET)).sees(checkin.CheckingIn, sealing=True).asks(effects.SealCheckIn)
    assert walk.effect(effects.SealCheckIn).ticket == TICKET
    walk.told(events.CheckInSealed(TICKET, offline=False)).asks(effects.PrintTicket)
    walk.sees(checkin.Ticket, ticket=TICKET, offline=False, printed=None)
    walk.told(events.TicketPrinted(PrintOutcome.PRINTED)).sees(checkin.Ticket, printed=PrintOutcome.PRINTED)
    walk.told(events.Confirmed()).notes(entries.SurveyAsked, question="csat").sees(survey.Survey, service="checkIn")
    walk.told(events.Rated(4)).notes(entries.SurveyAnswered, value=4, service="checkIn")
    walk.notes(entries.VisitEnded, how="finished").asks(effects.Wipe).sees(visit.Farewell)
    walk.waits(RULES.farewell_s).sees(visit.Attract)


def test_a_code_held_up_to_the_first_screen_begins_the_visit() -> None:
    Walk().told(CodeRead(CODE)).notes(entries.VisitBegan).sees(checkin.CheckingCode).asks(effects.VerifyCode)


def test_a_service_without_a_notice_goes_straight_to_the_bank() -> None:
    calm = visit.Rules(RULES.defaults, RULES.languages)
    walk = Walk(calm).at_camera().told(FaceCompared(verdict(accepted=True)))
    walk.sees(checkin.CheckingIn).asks(effects.CheckIn)
    assert walk.noted(entries.WarningShown) == 0


def test_the_survey_is_skipped_with_one_tap() -> None:
    walk = Walk().at_survey().told(events.Skipped()).sees(visit.Farewell)
    walk.notes(entries.SurveySkipped).notes(entries.VisitEnded, how="finished")


def test_who_leaves_the_survey_unanswered_skipped_it() -> None:
    for left in (Walk().at_survey().told(events.StartedOver()), Walk().at_survey().waits(200)):
        left.notes(entries.SurveySkipped, question="csat").notes(entries.VisitEnded, how="finished")


def test_a_value_outside_the_scale_is_no_answer() -> None:
    for value in (0, 6, -1):
        Walk().at_survey().told(events.Rated(value)).sees(survey.Survey).asks()


def test_the_next_customer_begins_from_the_farewell() -> None:
    Walk().at_farewell().told(events.Started()).sees(visit.Attract).told(events.Started()).sees(visit.Menu)


def test_new_notices_of_the_centre_count_for_the_running_visit() -> None:
    walk = Walk(replace(RULES, fraud=CAUTIOUS)).at_camera().told(visit.RulesChanged(RULES))
    walk.told(FaceCompared(verdict(accepted=True))).sees(warned.FraudWarning)
