"""What was done is taken along: on paper, on the phone, or not at all; and what can come between."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from accounts_words import CARD, LIMIT, NEW, STATEMENT
from flow_walk import RULES, Walk
from fuzz_booking import AT, BOOKING, CANCELLED
from fuzz_complain import FINAL, PROVISIONAL
from transfer_words import BOTH, KEY, LOADED, NUMBER, OTHER_KEY, PAYEE_NAME, PAYEES, payment, reviewed

from kiosk.core import entries
from kiosk.core.booking import grouped
from kiosk.core.money import Money
from kiosk.core.payments import TransactionStatus
from kiosk.core.ports import PrintOutcome
from kiosk.core.receipt import About, Item, Receipt
from kiosk.flows import accounts, booking, changing, complain, receipt, suggest, transfer, visit
from kiosk.flows.banking import (
    ActivateCard,
    Change,
    ChangeAddress,
    ChangeLimit,
    ChangePhone,
    FreezeCard,
    LoseCard,
    MailStatement,
    ReleaseCard,
    RemovePayee,
    SavePayee,
)
from kiosk.flows.effects import Wipe
from kiosk.flows.events import (
    Chosen,
    Confirmed,
    LanguageChosen,
    StaffAsked,
    StaffPaged,
    Started,
    StartedOver,
    WentBack,
)
from kiosk.flows.receipt import PaperPrinted, PaperReady, PrintReceipt, WriteReceipt

PRINTED = PaperPrinted(PrintOutcome.PRINTED)
PHONE, ADDRESS = "+8613900000099", "虚构省示例路二十二号"
FAILED = [outcome for outcome in PrintOutcome if outcome is not PrintOutcome.PRINTED]


def at_done(rules: visit.Rules = RULES) -> Walk:
    """A customer of accounts whose card was stopped."""
    walk = Walk(rules).told(Started())
    walk.visit = replace(walk.visit, task=changing.ChangeDone(FreezeCard(CARD), "K7Q2"))
    return walk


def at_offer(rules: visit.Rules = RULES) -> Walk:
    return at_done(rules).told(Confirmed()).sees(receipt.ReceiptOffer)


def test_it_is_printed_once_and_the_paper_is_to_be_taken() -> None:
    walk = at_offer().notes(entries.ReceiptOffered, what="cardFrozen").sees(receipt.ReceiptOffer, trouble=None)
    walk.told(Chosen("print")).sees(receipt.ReceiptWorking, way="print").asks(PrintReceipt)
    walk.notes(entries.ReceiptAnswered, what="cardFrozen", way="print")
    walk.told(Chosen("print"), Chosen("print")).sees(receipt.ReceiptWorking).asks()
    walk.told(PRINTED, PRINTED).sees(receipt.ReceiptPrinted).told(Chosen("print")).asks()
    walk.told(Confirmed()).sees(visit.Menu, again=True)


def test_once_printed_only_the_other_way_is_left() -> None:
    walk = at_offer().told(Chosen("print"), PRINTED, WentBack()).sees(receipt.ReceiptOffer, ways=("phone",), had=True)
    walk.told(Chosen("print")).sees(receipt.ReceiptOffer).asks()
    walk.told(Chosen("phone")).asks(WriteReceipt).told(PaperReady("all of it")).sees(receipt.ReceiptOnPhone)
    walk.told(WentBack(), Confirmed()).sees(visit.Menu)
    assert walk.noted(entries.ReceiptAnswered) == 2, "who has it did not say that none is wanted"


def test_it_is_taken_by_phone() -> None:
    walk = at_offer().told(Chosen("phone")).asks(WriteReceipt)
    assert walk.effect(WriteReceipt).language == "zh_CN"
    walk.told(PaperReady("all of it")).sees(receipt.ReceiptOnPhone, text="all of it", expires=None)
    walk.notes(entries.ReceiptGiven, what="cardFrozen", way="phone", ok=True)
    walk.told(Confirmed()).sees(visit.Menu, again=True)


def test_none_is_wanted() -> None:
    at_offer().told(Confirmed()).sees(visit.Menu, again=True).notes(entries.ReceiptAnswered, way="none").asks()


def test_back_leads_to_what_was_done() -> None:
    at_offer().told(WentBack()).sees(changing.ChangeDone).told(Confirmed()).sees(receipt.ReceiptOffer)


def test_a_branch_without_a_printer_does_not_speak_of_printing() -> None:
    walk = at_offer(replace(RULES, printer=False)).sees(receipt.ReceiptOffer, ways=("phone",))
    walk.told(Chosen("print")).sees(receipt.ReceiptOffer).asks()


@pytest.mark.parametrize("outcome", FAILED)
def test_a_printer_in_trouble_leaves_the_other_ways(outcome: PrintOutcome) -> None:
    walk = at_offer().told(Chosen("print"), PaperPrinted(outcome)).sees(receipt.ReceiptOffer, trouble=str(outcome))
    walk.told(Chosen("phone")).sees(receipt.ReceiptWorking).told(PaperReady("x")).sees(receipt.ReceiptOnPhone)
    again = at_offer().told(Chosen("print"), PaperPrinted(outcome), Chosen("print")).asks(PrintReceipt)
    again.told(PRINTED).sees(receipt.ReceiptPrinted)


def test_whoever_walks_away_leaves_nothing_on_the_screen() -> None:
    for reached in ((), (Chosen("phone"), PaperReady("K7Q2")), (Chosen("print"), PRINTED)):
        walk = at_offer().told(*reached).waits(RULES.idle_s).is_asked_whether_still_here()
        walk.waits(RULES.countdown_s).sees(visit.Wiped)
        assert any(isinstance(effect, Wipe) for effect in walk.effects)
        assert walk.journal[-1] == entries.VisitEnded("finished")
        assert "K7Q2" not in str(walk.visit)


def test_nobody_is_hurried_while_it_prints() -> None:
    at_offer().told(Chosen("print")).waits(600).is_left_alone().sees(receipt.ReceiptWorking)


def test_starting_over_while_it_prints_ends_the_visit_and_its_end_is_not_heard() -> None:
    walk = at_offer().told(Chosen("print"), StartedOver()).sees(visit.Attract).asks(Wipe)
    walk.told(PRINTED).sees(visit.Attract).asks()
    walk.told(Started(), PRINTED).sees(visit.Menu, again=False).asks()


def test_staff_are_called_while_it_prints_and_the_paper_comes_meanwhile() -> None:
    walk = at_offer().told(Chosen("print"), StaffAsked(), StaffPaged(delivered=True)).sees(visit.StaffComing)
    walk.told(PRINTED, WentBack()).sees(receipt.ReceiptPrinted)


def test_another_language_writes_what_the_phone_reads_anew() -> None:
    walk = at_offer().told(LanguageChosen("en")).sees(receipt.ReceiptOffer).asks()
    walk.told(Chosen("phone"))
    assert walk.effect(WriteReceipt).language == "en"
    walk.told(PaperReady("in English"), LanguageChosen("zh_CN")).sees(receipt.ReceiptOnPhone)
    assert walk.effect(WriteReceipt).language == "zh_CN"
    walk.told(PaperReady("用中文")).sees(receipt.ReceiptOnPhone, text="用中文")
    assert walk.noted(entries.ReceiptGiven) == 1


def test_what_was_printed_is_there_to_be_heard_in_the_language_that_is_read_now() -> None:
    walk = at_offer().told(Chosen("print"), PaperPrinted(PrintOutcome.PRINTED, "用中文"))
    walk.sees(receipt.ReceiptPrinted, text="用中文").told(LanguageChosen("en"))
    assert walk.effect(WriteReceipt).language == "en"
    walk.told(PaperReady("in English")).sees(receipt.ReceiptPrinted, text="in English")
    assert walk.noted(entries.ReceiptAnswered) == 1, "it was taken once, on paper"


def test_another_language_on_the_way_to_the_phone_wins() -> None:
    walk = at_offer().told(Chosen("phone"), LanguageChosen("en")).asks(WriteReceipt)
    walk.told(PaperReady("用中文"), PaperReady("in English")).sees(receipt.ReceiptOnPhone, text="in English")
    assert walk.noted(entries.ReceiptGiven) == 1


def test_a_statement_that_lies_at_the_bank_is_not_left_there_again_for_another_language() -> None:
    walk = Walk().told(Started())
    copy = accounts.StatementCopy(STATEMENT, "consent-7")
    offer = receipt.ReceiptOffer(copy, ("print", "phone"))
    walk.visit = replace(walk.visit, task=accounts.StatementReady(copy, receipt.ReceiptOnPhone(offer, "https://x", AT)))
    walk.told(LanguageChosen("en")).asks().sees(receipt.ReceiptOnPhone, text="https://x")


# What it says
def values(told: Receipt) -> dict[Item, Any]:
    return {line.item: line.value for line in told.lines}


PAID = {Item.AMOUNT: Money(80_000, "CNY"), Item.PAYEE: "**样本", Item.ACCOUNT: "**** 2423"}
FROM = {Item.SOURCE: "**** 0711"}
NAMED = {Item.REFERENCE: "K7Q2-9F4M"}


def test_a_transfer_that_was_sent() -> None:
    done = transfer.TransferDone(reviewed().state.draft, payment(TransactionStatus.ACSC))
    told = transfer.receipt_of(done)
    assert told.about is About.TRANSFER_SENT
    assert values(told) == {**PAID, **FROM, **NAMED}


def test_a_transfer_that_waits_says_until_when_it_can_be_cancelled() -> None:
    told = transfer.receipt_of(transfer.TransferWaits(reviewed().state.draft, payment()))
    assert told.about is About.TRANSFER_WAITS
    assert values(told) == {Item.DUE: payment().due, **PAID, **FROM, **NAMED}


def test_what_is_not_known_says_so_and_has_the_reference_on_the_screen() -> None:
    unknown = transfer.TransferUnknown(reviewed().state.draft, KEY)
    told = transfer.receipt_of(unknown)
    assert told.about is About.TRANSFER_UNKNOWN
    assert values(told) == {**PAID, **FROM, Item.REFERENCE: unknown.reference}
    loaded = transfer.Loaded(BOTH.sources, LOADED.payees, BOTH.pending)
    cancelling = transfer.CancelUnknown(loaded, payment(), OTHER_KEY)
    told = transfer.receipt_of(cancelling)
    assert told.about is About.CANCEL_UNKNOWN
    assert values(told) == {**PAID, Item.REFERENCE: cancelling.reference}
    told = transfer.receipt_of(transfer.TransferCancelled(payment()))
    assert told.about is About.TRANSFER_CANCELLED
    assert values(told) == {**PAID, **NAMED}


@pytest.mark.parametrize(
    ("change", "about", "what"),
    [
        (FreezeCard(CARD), About.CARD_FROZEN, {Item.CARD: "**** 0711"}),
        (LoseCard(CARD), About.CARD_STOPPED, {Item.CARD: "**** 0711"}),
        (ReleaseCard(CARD), About.CARD_RELEASED, {Item.CARD: "**** 0711"}),
        (ActivateCard(NEW, "1131"), About.CARD_ACTIVE, {Item.CARD: "**** 4402"}),
        (ChangePhone(PHONE), About.PHONE_CHANGED, {Item.PHONE: f"**** {PHONE[-4:]}"}),
        (ChangeAddress(ADDRESS), About.ADDRESS_CHANGED, {}),
        (
            ChangeLimit(LIMIT, Money(2_000_000, "CNY")),
            About.LIMIT_CHANGED,
            {Item.LIMIT: LIMIT.kind, Item.AMOUNT: Money(2_000_000, "CNY")},
        ),
    ],
)
def test_a_change_has_its_receipt_and_nothing_in_full(change: Change, about: About, what: dict[Item, Any]) -> None:
    told = changing.receipt_of(changing.ChangeDone(change, "K7Q2"))
    assert told is not None
    assert (told.about, values(told)) == (about, {**what, Item.REFERENCE: "K7Q2"})
    said = str([line.value for line in told.lines])
    assert not any(secret in said for secret in (PHONE, PHONE[3:], ADDRESS, "621700", "1131"))


@pytest.mark.parametrize(
    "change", [MailStatement(STATEMENT, "en"), SavePayee(payment()), RemovePayee(PAYEES.payees[0])]
)
def test_what_is_there_to_be_seen_itself_needs_none(change: Change) -> None:
    assert changing.receipt_of(changing.ChangeDone(change, "K7Q2")) is None


def test_no_receipt_names_a_payee_or_an_account_in_full() -> None:
    draft = reviewed().state.draft
    draft = replace(draft, checked=replace(draft.checked, account=NUMBER, name=PAYEE_NAME))
    told = transfer.receipt_of(transfer.TransferUnknown(draft, KEY))
    assert (values(told)[Item.PAYEE], values(told)[Item.ACCOUNT]) == ("**样本", "**** 2423")
    assert "样本" not in repr(told)


def test_a_complaint_has_reference_code_and_the_dates_that_it_may_take() -> None:
    told = complain.kept_of(FINAL)
    usual, latest = FINAL.dates()
    assert told.about is About.COMPLAINT
    assert values(told) == {
        Item.REFERENCE: FINAL.reference,
        Item.CODE: "0412",
        Item.RECEIVED: FINAL.received,
        Item.ANSWER_BY: usual,
        Item.LATEST: latest,
    }
    assert complain.kept_of(PROVISIONAL).about is About.COMPLAINT_PROVISIONAL


def test_an_appointment_bears_its_code_and_a_cancelled_one_does_not() -> None:
    booked = booking.receipt_of(booking.BookingTicket(BOOKING, "book", AT))
    assert (booked.about, booked.code) == (About.BOOKED, BOOKING.code)
    when = {Item.TIME: (BOOKING.starts, BOOKING.ends), Item.SERVICE: BOOKING.service}
    assert values(booked) == {**when, Item.NUMBER: grouped(BOOKING.number), Item.OPENS: BOOKING.opens}
    moved = booking.receipt_of(booking.BookingTicket(BOOKING, "move", AT))
    assert moved.about is About.MOVED
    gone = booking.receipt_of(booking.BookingCancelled(CANCELLED, AT))
    assert (gone.about, gone.code) == (About.BOOKING_CANCELLED, None)
    assert values(gone) == {Item.TIME: (CANCELLED.starts, CANCELLED.ends), Item.SERVICE: CANCELLED.service}


@pytest.mark.parametrize(
    ("task", "about"),
    [
        (transfer.TransferDone(reviewed().state.draft, payment(TransactionStatus.ACSC)), About.TRANSFER_SENT),
        (transfer.TransferUnknown(reviewed().state.draft, KEY), About.TRANSFER_UNKNOWN),
        (transfer.TransferCancelled(payment()), About.TRANSFER_CANCELLED),
        (changing.ChangeDone(ChangeAddress(ADDRESS), "R"), About.ADDRESS_CHANGED),
        (complain.ComplaintReceipt(complain.Draft(), FINAL), About.COMPLAINT),
        (suggest.SuggestionThanks(), About.SUGGESTION),
        (booking.BookingTicket(BOOKING, "book", AT), About.BOOKED),
        (booking.BookingCancelled(CANCELLED, AT), About.BOOKING_CANCELLED),
    ],
)
def test_every_service_ends_with_the_same_choice(task: object, about: About) -> None:
    for taken in (("print", PRINTED), ("phone", PaperReady("x")), None):
        walk = Walk().told(Started())
        walk.visit = replace(walk.visit, task=task)
        walk.told(Confirmed()).sees(receipt.ReceiptOffer).notes(entries.ReceiptOffered, what=about)
        walk.told(WentBack()).sees(type(task)).told(Confirmed())
        if taken is not None:
            walk.told(Chosen(taken[0]), taken[1])
        walk.told(Confirmed()).sees(visit.Menu, again=True)
