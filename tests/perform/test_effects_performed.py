"""Each effect of the flows, performed in a house of fakes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from house_desk import Desk

from kiosk.core import entries
from kiosk.core.appointment import Appointment, QueueTicket, TokenRefusal, holder_digest
from kiosk.core.identity import Document, DocumentKind, DocumentSource
from kiosk.core.ports import BankRefusal, PrintOutcome, TokenTurnedDown
from kiosk.flows import effects
from kiosk.flows.events import (
    BankLost,
    CheckInAnswered,
    CheckInSealed,
    CodeTurnedDown,
    CodeVerified,
    HolderCompared,
    HolderNamed,
    KioskBroke,
    StaffAcknowledged,
    StaffPaged,
    TicketPrinted,
)

CODE = "the-signed-code"
NUMBER = "11010519491231002X"
APPOINTMENT = Appointment(
    id="A-7",
    token_id="t-1",
    issuer="bank.example",
    branch="branch-1",
    service="transfer",
    opens=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    closes=datetime(2026, 3, 2, 9, 45, tzinfo=UTC),
    holder=holder_digest(NUMBER, "t-1", "bank.example"),
)
TICKET = QueueTicket("B012", "transfer", waiting=3)
DOCUMENT = Document(
    DocumentKind.CN_RESIDENT_ID,
    DocumentSource.CAMERA,
    NUMBER,
    "韦小宝",
    date(1949, 12, 31),
    None,
    (("checkDigit", True),),
)
ASKED = effects.CheckIn(APPOINTMENT, CODE, DOCUMENT.kind, face_accepted=True)
COMPLETED = entries.CheckInCompleted("A-7", "t-1", "B012", "transfer", offline=False)


@pytest.fixture
def desk() -> Desk:
    """A house in which a visit has begun."""
    desk = Desk(CODE, APPOINTMENT, TICKET)
    begin(desk)
    return desk


def begin(desk: Desk) -> str:
    """Begin a visit; returns its name."""
    desk.perform(effects.Note(entries.VisitBegan("en")))
    visit = desk.journal.of(entries.VisitBegan)[-1][1]
    assert visit
    return visit


def leave(desk: Desk) -> None:
    """The customer is gone."""
    desk.perform(effects.Note(entries.VisitEnded("startedOver")))
    desk.perform(effects.Wipe())


def visit_of(desk: Desk) -> str | None:
    return desk.journal.of(entries.VisitBegan)[-1][1]


# Journal
def test_entries_belong_to_the_visit_from_its_beginning_to_its_end(desk: Desk) -> None:
    first = visit_of(desk)
    leave(desk)
    desk.perform(effects.Note(entries.DeviceTroubled("vision", "hardwareError")))
    second = begin(desk)
    visits = [visit for _, visit, _ in desk.journal.entries]
    assert visits == [first, first, None, second]
    assert first != second


def test_telemetry_may_wait_for_the_next_commit_and_nothing_else(desk: Desk) -> None:
    desk.perform(effects.Note(entries.ScreenShown("Attract", "en")))
    desk.perform(effects.Note(entries.WarningAnswered("n", 1, "goOn")))
    assert [durable for _, _, durable in desk.journal.entries] == [True, False, True]


def test_a_journal_that_cannot_take_an_entry_breaks_the_kiosk(desk: Desk) -> None:
    desk.journal.full = True
    desk.perform(effects.Note(entries.WarningAnswered("n", 1, "goOn")))
    assert desk.hear() == [KioskBroke("journal")]


def test_it_breaks_even_when_that_visit_is_over(desk: Desk) -> None:
    desk.journal.full = True
    desk.perform(effects.Note(entries.VisitEnded("finished")))
    desk.perform(effects.Wipe())
    assert desk.hear() == [KioskBroke("journal")]


# The code and its holder
def test_a_code_that_holds_is_told(desk: Desk) -> None:
    desk.perform(effects.VerifyCode(CODE))
    assert desk.hear() == []  # nothing happens on the Qt thread
    desk.work.drain()
    assert desk.hear() == [CodeVerified(APPOINTMENT)]
    assert desk.verifier.asked == [visit_of(desk)]


def test_a_forged_code_is_told(desk: Desk) -> None:
    desk.perform(effects.VerifyCode("forged"))
    desk.work.drain()
    assert desk.hear() == [CodeTurnedDown(TokenTurnedDown(TokenRefusal.FORGED))]


@pytest.mark.parametrize(("number", "same"), [(NUMBER, True), ("110105199003070038", False)])
def test_the_holder_is_compared(desk: Desk, number: str, same: bool) -> None:
    desk.perform(effects.CompareHolder(APPOINTMENT, replace(DOCUMENT, number=number)))
    desk.work.drain()
    assert desk.hear() == [HolderCompared(same)]


def test_a_holder_is_named_by_what_only_this_run_of_the_program_knows(desk: Desk) -> None:
    def named(desk: Desk, number: str) -> str:
        desk.perform(effects.NameHolder(replace(DOCUMENT, number=number)))
        desk.work.drain()
        (told,) = desk.hear()
        assert isinstance(told, HolderNamed)
        return told.key

    mine = named(desk, NUMBER)
    assert named(desk, NUMBER.lower()) == mine
    assert named(desk, "110105199003070038") != mine
    assert NUMBER not in mine
    another = Desk(CODE, APPOINTMENT, TICKET)
    begin(another)
    assert named(another, NUMBER) != mine


@pytest.mark.parametrize(
    "effect",
    [effects.VerifyCode(CODE), ASKED, effects.PrintTicket(TICKET), effects.SealCheckIn(APPOINTMENT, TICKET)],
    ids=lambda effect: type(effect).__name__,
)
def test_an_answer_that_comes_after_the_visit_is_not_told_to_the_next_customer(
    desk: Desk, effect: effects.Effect
) -> None:
    desk.perform(effect)
    leave(desk)
    begin(desk)
    desk.work.drain()
    assert desk.hear() == []


def test_an_answer_told_while_the_visit_ends_is_dropped_on_the_qt_thread(desk: Desk) -> None:
    desk.perform(effects.VerifyCode(CODE))
    desk.work.drain()  # told, and not yet heard
    leave(desk)
    assert desk.hear() == []


# The bank
def test_the_bank_is_told_the_code_the_visit_and_what_was_checked(desk: Desk) -> None:
    desk.perform(ASKED)
    desk.work.drain()
    (request,) = desk.bank.requests
    assert (request.token, request.visit, request.document) == (CODE, visit_of(desk), DocumentKind.CN_RESIDENT_ID)
    assert request.face_accepted
    assert desk.hear() == [CheckInAnswered(TICKET)]


def test_a_refusal_of_the_bank_is_told(desk: Desk) -> None:
    desk.bank.answer = BankRefusal.CANCELLED
    desk.perform(ASKED)
    desk.work.drain()
    assert desk.hear() == [CheckInAnswered(BankRefusal.CANCELLED)]


def test_a_bank_that_cannot_be_reached_is_told(desk: Desk) -> None:
    desk.bank.answer = None
    desk.perform(ASKED)
    desk.work.drain()
    assert desk.hear() == [BankLost()]


def test_a_check_in_that_the_bank_did_after_the_customer_left_is_sealed_all_the_same(desk: Desk) -> None:
    first = visit_of(desk)
    desk.perform(ASKED)
    leave(desk)
    begin(desk)
    desk.work.drain()
    assert desk.hear() == []
    desk.work.drain()
    assert desk.journal.of(entries.CheckInCompleted) == [(COMPLETED, first)]
    assert desk.verifier.spent == [("t-1", first, "B012")]
    assert desk.hear() == []  # the next customer hears nothing of it
    assert desk.printer.slips == []


@pytest.mark.parametrize("answer", [BankRefusal.CANCELLED, None])
def test_nothing_is_sealed_where_the_bank_did_not_check_in(desk: Desk, answer: BankRefusal | None) -> None:
    desk.bank.answer = answer
    desk.perform(ASKED)
    leave(desk)
    desk.work.drain()
    desk.hear()
    assert desk.work.drain() == 0
    assert desk.journal.of(entries.CheckInCompleted) == []


# Sealing
def test_a_check_in_is_journalled_and_its_code_spent_before_the_customer_is_told(desk: Desk) -> None:
    desk.perform(effects.SealCheckIn(APPOINTMENT, TICKET))
    desk.work.drain()
    assert desk.journal.of(entries.CheckInCompleted) == [(COMPLETED, visit_of(desk))]
    assert desk.verifier.spent == [("t-1", visit_of(desk), "B012")]
    assert desk.hear() == [CheckInSealed(TICKET, offline=False)]
    assert desk.series.given == 0


def test_without_the_bank_the_terminal_gives_its_own_number(desk: Desk) -> None:
    desk.perform(effects.SealCheckIn(APPOINTMENT, None))
    desk.work.drain()
    own = QueueTicket("K001", "transfer")
    assert desk.hear() == [CheckInSealed(own, offline=True)]
    ((completed, _),) = desk.journal.of(entries.CheckInCompleted)
    assert completed == replace(COMPLETED, ticket="K001", offline=True)


def test_a_check_in_that_cannot_be_journalled_breaks_the_kiosk_and_spends_nothing(desk: Desk) -> None:
    desk.journal.full = True
    desk.perform(effects.SealCheckIn(APPOINTMENT, TICKET))
    desk.work.drain()
    assert desk.hear() == [KioskBroke("journal")]
    assert desk.verifier.spent == []


def test_a_code_that_cannot_be_spent_breaks_the_kiosk(desk: Desk) -> None:
    desk.verifier.broken = True
    desk.perform(effects.SealCheckIn(APPOINTMENT, TICKET))
    desk.work.drain()
    assert desk.hear() == [KioskBroke("journal")]


def test_a_refusal_after_the_customer_left_is_journalled_and_told_nobody(desk: Desk) -> None:
    first = visit_of(desk)
    desk.bank.answer = BankRefusal.CANCELLED
    desk.perform(ASKED)
    leave(desk)
    desk.work.drain()
    assert desk.hear() == []
    assert desk.journal.of(entries.CheckInRefused) == [(entries.CheckInRefused("A-7", "cancelled"), first)]


# Printing
@pytest.mark.parametrize("outcome", PrintOutcome)
def test_how_printing_ended_is_journalled_and_told(desk: Desk, outcome: PrintOutcome) -> None:
    desk.printer.outcome = outcome
    desk.perform(effects.PrintTicket(TICKET))
    desk.work.drain()
    assert desk.printer.slips == [("Specimen Bank", "B012")]
    ok = outcome is PrintOutcome.PRINTED
    printed = entries.TicketPrinted("B012", ok, None if ok else outcome)
    assert desk.journal.of(entries.TicketPrinted) == [(printed, visit_of(desk))]
    assert desk.hear() == [TicketPrinted(outcome)]


def test_how_printing_ended_is_journalled_even_if_nobody_waits_for_it(desk: Desk) -> None:
    first = visit_of(desk)
    desk.perform(effects.PrintTicket(TICKET))
    leave(desk)
    begin(desk)
    desk.work.drain()
    assert [visit for _, visit in desk.journal.of(entries.TicketPrinted)] == [first]
    assert desk.hear() == []


# Staff
def test_staff_is_paged_while_the_bank_still_thinks(desk: Desk) -> None:
    desk.perform(ASKED)
    desk.perform(effects.CallStaff("customer", "CheckingIn"))
    desk.page.drain()
    assert desk.bank.pages == [(visit_of(desk), "customer", "CheckingIn")]
    assert desk.bank.requests == []
    assert desk.hear() == [StaffPaged(delivered=True, call="17")]
    assert desk.journal.of(entries.StaffPaged) == [(entries.StaffPaged(delivered=True), visit_of(desk))]


def test_a_page_that_could_not_be_delivered_is_told(desk: Desk) -> None:
    desk.bank.answer = None
    desk.perform(effects.CallStaff("customer", "Ticket"))
    desk.page.drain()
    assert desk.hear() == [StaffPaged(delivered=False)]
    assert desk.journal.of(entries.StaffPaged) == [(entries.StaffPaged(delivered=False), visit_of(desk))]


def test_who_comes_is_asked_one_call_at_a_time_and_told(desk: Desk) -> None:
    desk.perform(effects.LookForStaff("17"))
    desk.perform(effects.LookForStaff("17"))
    desk.page.drain()
    assert desk.bank.looks == ["17"]
    assert desk.hear() == []
    desk.bank.who = "Lin"
    desk.perform(effects.LookForStaff("17"))
    desk.page.drain()
    assert desk.hear() == [StaffAcknowledged("17", "Lin")]
    assert desk.bank.requests == []


def test_a_lost_answer_about_staff_is_asked_for_again(desk: Desk) -> None:
    answer, desk.bank.answer, desk.bank.who = desk.bank.answer, None, "Lin"
    desk.perform(effects.LookForStaff("17"))
    desk.page.drain()
    assert desk.hear() == []
    desk.bank.answer = answer
    desk.perform(effects.LookForStaff("17"))
    desk.page.drain()
    assert desk.hear() == [StaffAcknowledged("17", "Lin")]


def test_when_the_customer_left_nobody_asks_who_comes(desk: Desk) -> None:
    desk.perform(effects.LookForStaff("17"))
    leave(desk)
    begin(desk)
    desk.bank.who = "Lin"
    desk.page.drain()
    assert desk.bank.looks == []
    assert desk.hear() == []
    desk.perform(effects.LookForStaff("18"))
    desk.page.drain()
    assert desk.hear() == [StaffAcknowledged("18", "Lin")]


@pytest.mark.parametrize("delivered", [True, False])
def test_staff_are_reminded_and_that_is_journalled(desk: Desk, delivered: bool) -> None:
    if not delivered:
        desk.bank.answer = None
    desk.perform(effects.RemindStaff("17"))
    desk.page.drain()
    assert desk.bank.reminders == (["17"] if delivered else [])
    assert desk.journal.of(entries.StaffReminded) == [(entries.StaffReminded("17", delivered), visit_of(desk))]


# The end
def test_wiping_makes_the_vision_process_forget(desk: Desk) -> None:
    assert desk.face.forgot == 0
    desk.perform(effects.Wipe())
    assert desk.face.forgot == 1
