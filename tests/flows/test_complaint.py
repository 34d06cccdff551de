"""A customer complains: few taps, one case, a receipt; and looks up how it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flow_walk import RULES, Walk
from fuzz_complain import FINAL, OWN, PROVISIONAL, REFERENCE, STANDING

from kiosk.core import entries
from kiosk.core.complaint import LONGEST_TEXT, ComplaintPolicy, Contact, LookupRefusal, When
from kiosk.flows import complain, receipt, visit
from kiosk.flows.complain import (
    ComplaintAbout,
    ComplaintContact,
    ComplaintFiled,
    ComplaintFiling,
    ComplaintHandler,
    ComplaintPhone,
    ComplaintReceipt,
    ComplaintSummary,
    ComplaintText,
    ComplaintWhen,
    ComplaintWish,
    ComplaintWords,
    FileComplaint,
    LookUpComplaint,
    StandingAsking,
    StandingCode,
    StandingReference,
    StandingRefused,
    StandingShown,
    StandingTold,
)
from kiosk.flows.effects import Wipe
from kiosk.flows.events import (
    Chosen,
    Confirmed,
    KioskBroke,
    LanguageChosen,
    StaffAsked,
    StaffPaged,
    Started,
    StartedOver,
    TriedAgain,
    Typed,
    WentBack,
)

TEXT = "手续费扣了两次"
PHONE = "138 0013 8000"


def begun() -> Walk:
    return Walk().told(Started(), Chosen("complain")).sees(ComplaintAbout)


def at_words() -> Walk:
    return begun().told(Chosen("fees"), Chosen("today"), Chosen("refund")).sees(ComplaintWords)


def at_contact() -> Walk:
    return at_words().told(Chosen("write"), Typed(TEXT), Confirmed()).sees(ComplaintContact, known=False)


def at_summary() -> Walk:
    walk = at_contact().told(Chosen("phone"), Typed(PHONE), Confirmed()).sees(ComplaintHandler)
    return walk.told(Chosen("elsewhere")).sees(ComplaintSummary)


def at_receipt() -> Walk:
    return at_summary().told(Confirmed(), ComplaintFiled(FINAL))


def test_a_complaint_is_made_with_words_and_a_telephone_number() -> None:
    walk = at_summary().told(Confirmed()).sees(ComplaintFiling).asks(FileComplaint)
    said = walk.effect(FileComplaint).complaint
    assert (said.category, said.when, said.wish) == ("fees", When.TODAY, "refund")
    assert (said.text, said.phone, said.contact) == (TEXT, "13800138000", Contact.PHONE)
    assert (said.elsewhere, said.dictated) == (True, False)
    walk.told(ComplaintFiled(FINAL)).sees(ComplaintReceipt, saying="final").asks()
    walk.told(Confirmed()).sees(receipt.ReceiptOffer).told(Confirmed()).sees(visit.Menu, again=True)


def test_six_taps_are_enough_without_words_and_without_a_name() -> None:
    walk = at_words().told(Chosen("none")).sees(ComplaintContact).told(Chosen("none"), Chosen("here"), Confirmed())
    said = walk.sees(ComplaintFiling).effect(FileComplaint).complaint
    assert (said.text, said.phone, said.contact, said.elsewhere) == ("", None, Contact.NONE, False)


def test_a_double_tap_files_one_complaint() -> None:
    walk = at_summary().told(Confirmed()).asks(FileComplaint).told(Confirmed()).asks()
    walk.sees(ComplaintFiling).told(ComplaintFiled(FINAL), ComplaintFiled(PROVISIONAL)).sees(
        ComplaintReceipt, receipt=FINAL
    )


def test_the_visit_cannot_be_given_up_while_it_is_filed() -> None:
    walk = at_summary().told(Confirmed(), StartedOver(), WentBack()).sees(ComplaintFiling)
    walk.waits(600).is_left_alone().sees(ComplaintFiling)


def test_calling_staff_while_it_is_filed_loses_no_receipt() -> None:
    walk = at_summary().told(Confirmed(), StaffAsked(), StaffPaged(True)).sees(ComplaintFiling)
    walk.told(ComplaintFiled(FINAL)).sees(ComplaintReceipt)


def test_offline_the_terminals_own_reference_is_the_receipts() -> None:
    at_summary().told(Confirmed(), ComplaintFiled(PROVISIONAL)).sees(ComplaintReceipt, saying="provisional")


def test_a_dictated_complaint_is_on_record_before_staff_are_called() -> None:
    walk = at_words().told(Chosen("dictate")).sees(ComplaintContact).told(Chosen("none"), Chosen("here"), Confirmed())
    assert walk.effect(FileComplaint).complaint.dictated
    walk.told(ComplaintFiled(FINAL)).sees(ComplaintReceipt).told(Confirmed()).sees(receipt.ReceiptOffer)
    walk.told(Confirmed()).sees(visit.StaffComing, why="dictation")
    walk.notes(entries.StaffCalled, why="dictation")


def test_every_step_leads_back_and_keeps_what_was_said() -> None:
    walk = at_summary()
    for screen in (ComplaintHandler, ComplaintPhone, ComplaintContact, ComplaintText):
        walk.told(WentBack()).sees(screen)
    assert visit.shown(walk.visit).draft.text == TEXT  # type: ignore[attr-defined]
    for screen in (ComplaintWords, ComplaintWish, ComplaintWhen, ComplaintAbout, visit.Menu):
        walk.told(WentBack()).sees(screen)


@pytest.mark.parametrize("typed", ["", "   ", "\u202e\u200b", "\u0000\u0007"])
def test_nothing_typed_is_no_text(typed: str) -> None:
    at_words().told(Chosen("write"), Typed(typed), Confirmed()).sees(ComplaintText)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("x" * 5000, "x" * LONGEST_TEXT),
        ("😡 太慢", "😡 太慢"),
        ("\u202eevil\u202c\u0007", "evil"),
        ("مرحبا", "مرحبا"),
    ],
)
def test_odd_words_are_kept_clean_and_short(typed: str, kept: str) -> None:
    walk = at_words().told(Chosen("write"), Typed(typed), Confirmed(), Chosen("none"), Chosen("here"), Confirmed())
    assert walk.effect(FileComplaint).complaint.text == kept


def test_a_wrong_telephone_number_is_asked_for_again() -> None:
    walk = at_contact().told(Chosen("phone"), Typed("12"), Confirmed()).sees(ComplaintPhone, wrong=True)
    walk.told(Typed(PHONE)).sees(ComplaintPhone, wrong=False).told(Confirmed()).sees(ComplaintHandler)


def test_what_is_not_offered_is_not_taken() -> None:
    begun().told(Chosen("nothing"), Confirmed(), Typed("x")).sees(ComplaintAbout)
    at_words().told(Chosen("nothing")).sees(ComplaintWords)
    at_contact().told(Chosen("onFile")).sees(ComplaintContact)  # nobody was identified


def test_without_a_policy_nothing_can_be_chosen_and_staff_can_be_called() -> None:
    walk = Walk(replace(RULES, complaints=ComplaintPolicy())).told(Started(), Chosen("complain"))
    walk.sees(ComplaintAbout, categories=()).told(Chosen("fees")).sees(ComplaintAbout)
    walk.told(StaffAsked()).sees(visit.StaffComing).told(StaffPaged(True), WentBack()).sees(ComplaintAbout)


def test_a_draft_survives_a_call_for_staff_and_another_language() -> None:
    walk = at_words().told(Chosen("write"), Typed(TEXT), StaffAsked(), StaffPaged(True), WentBack())
    walk.told(LanguageChosen("en")).sees(ComplaintText)
    assert visit.shown(walk.visit).draft.text == TEXT  # type: ignore[attr-defined]


def test_every_key_keeps_the_visit_alive() -> None:
    walk = at_words().told(Chosen("write"))
    for _ in range(4):
        walk.waits(50).is_left_alone().told(Typed("a"))


def test_nothing_of_a_complaint_outlives_the_visit() -> None:
    walk = at_summary().told(StartedOver()).sees(visit.Attract).asks(Wipe)
    assert TEXT not in repr(vars(walk.visit))
    assert walk.journal[-1] == entries.VisitEnded("startedOver")
    served = at_receipt().told(StartedOver())
    assert served.journal[-1] == entries.VisitEnded("finished")


def test_a_broken_journal_is_said() -> None:
    at_summary().told(Confirmed(), KioskBroke("journal")).sees(visit.OutOfService)


def test_no_personal_word_is_in_a_log_or_an_entry() -> None:
    walk = at_summary().told(Confirmed())
    said = repr((walk.visit, walk.effects, walk.journal, Typed(TEXT), FINAL, LookUpComplaint(OWN, "0412")))
    for secret in (TEXT, "13800138000", "0412"):
        assert secret not in said


# How it stands
def asked() -> Walk:
    walk = begun().told(Chosen("lookUp")).sees(StandingReference).told(Typed(REFERENCE), Confirmed())
    return walk.sees(StandingCode).told(Typed("0412"), Confirmed()).sees(StandingAsking).asks(LookUpComplaint)


def test_its_state_is_shown_by_reference_and_code() -> None:
    walk = asked().told(StandingTold(STANDING)).sees(StandingShown, saying="inProgress")
    walk.notes(entries.ComplaintLookedUp, outcome="shown").told(Confirmed()).sees(visit.Menu, again=True)
    asked().told(StandingTold(STANDING), WentBack()).sees(visit.Menu)
    begun().told(Chosen("lookUp"), Typed(REFERENCE), Confirmed(), WentBack()).sees(StandingReference)


@pytest.mark.parametrize("typed", ["", "2026-000042-00", "hello", "你好"])
def test_a_mistyped_reference_never_reaches_the_bank(typed: str) -> None:
    walk = begun().told(Chosen("lookUp"), Typed(typed), Confirmed()).sees(StandingReference, wrong=True).asks()
    walk.notes(entries.ComplaintLookedUp, outcome="mistyped")


@pytest.mark.parametrize("typed", ["", "123", "12a4", "٠٤١٢"])
def test_a_code_has_four_digits(typed: str) -> None:
    walk = begun().told(Chosen("lookUp"), Typed(REFERENCE), Confirmed(), Typed(typed), Confirmed())
    walk.sees(StandingCode, wrong=True).asks()


@pytest.mark.parametrize(("answer", "reason"), [(None, "unreachable"), *((why, str(why)) for why in LookupRefusal)])
def test_what_cannot_be_said_says_why_and_leads_on(answer: LookupRefusal | None, reason: str) -> None:
    walk = asked().told(StandingTold(answer)).sees(StandingRefused, saying=reason)
    walk.notes(entries.ComplaintLookedUp, outcome=reason)
    if reason == "unreachable":
        walk.told(TriedAgain()).sees(StandingAsking).asks(LookUpComplaint)
    elif reason == "unknown":
        walk.told(TriedAgain()).sees(StandingReference)
    else:
        walk.told(TriedAgain()).sees(StandingRefused).told(WentBack()).sees(visit.Menu)


def test_its_own_reference_will_do() -> None:
    walk = begun().told(Chosen("lookUp"), Typed(OWN.lower().replace("-", " ")), Confirmed())
    walk.sees(StandingCode)


def test_an_answer_that_comes_late_is_not_shown_elsewhere() -> None:
    asked().told(StandingTold(None), StandingTold(STANDING)).sees(StandingRefused)
    begun().told(StandingTold(STANDING), ComplaintFiled(FINAL)).sees(ComplaintAbout)
    assert complain.SERVICE.identified is False
