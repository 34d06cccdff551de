"""What the customer's accounts ask of the house: answered, journalled, settled, forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from house_desk import FakeJournal, FakePrinter

from kiosk.core import entries
from kiosk.core.banking import (
    Account,
    AccountRefusal,
    AccountStatus,
    Balance,
    BalanceType,
    Card,
    CardKind,
    CardStatus,
    CashAccountType,
    ChangeRefusal,
    Details,
    Done,
    Identified,
    Limit,
    LimitKind,
    NeverCame,
    Outcome,
    Period,
    Refused,
    Session,
    SessionEndedError,
    SessionRefusal,
    Statement,
    TakeAway,
    Transaction,
    UnderWay,
)
from kiosk.core.fraud import Delay, Kind
from kiosk.core.identity import Document, DocumentKind, DocumentSource
from kiosk.core.money import Money
from kiosk.core.payments import Payee, Payment, TransactionStatus
from kiosk.core.ports import BankUnreachableError, JournalError, PrintOutcome
from kiosk.flows import banking, effects
from kiosk.flows.events import BankLost, SessionOpened, SessionRefused
from kiosk.flows.receipt import PaperPrinted, PaperReady
from kiosk.perform.accounts import AccountsRoom, period_of
from kiosk.perform.customer import SessionRoom
from kiosk.record.unsettled import Unsettled

NOW = datetime(2026, 11, 30, 17, 30, tzinfo=UTC)  # 1 December, 01:30, in Shanghai
KEY = "6f1c1f0e-7a43-4c0a-9a51-3a35d2b6a001"
ACCOUNT = Account("a1", "CNY", "活期", CashAccountType.CURRENT, AccountStatus.ENABLED, bban="6217000000000030711")
CARD = Card("c1", "621700******0711", CardKind.DEBIT, "借记卡", CardStatus.ACTIVE)
LIMIT = Limit("cardDaily", LimitKind.CARD_DAILY, Money(100, "CNY"), Money(300, "CNY"))
USED = frozenset({Kind.PHONE_CHANGE})
PAYEE = Payee("p1", "**样本", "**** 2423")
TAKEN = Payment(
    "K7Q2-9F4M", TransactionStatus.PDNG, Money(80_000, "CNY"), PAYEE.name, PAYEE.account, Delay.AFTER_DAY, NOW
)
MOVED = Transaction("t1", date(2026, 11, 3), Money(-100, "CNY"), "物业")
STATEMENT = Statement(
    ACCOUNT, "陈示例", Period("a1", date(2026, 11, 1), date(2026, 11, 30)), Money(100, "CNY"), Money(0, "CNY"), (MOVED,)
)
VIEW = banking.StatementView(ACCOUNT, STATEMENT.period, 1, "c***@example.com")
LOST = BankUnreachableError("no answer")
DOCUMENT = Document(DocumentKind.TD1, DocumentSource.CAMERA, "D-secret", "SECRET", date(1990, 1, 1), None)


@dataclass
class FakeBank:
    """Answers each call as told; an exception is raised. Keeps what it was asked."""

    told: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        rooms = {
            "sessions": ("open", "close", "outcome"),
            "accounts": ("accounts", "balances", "transactions", "statement", "by_email", "take_away"),
            "cards": ("cards", "freeze", "report_lost", "release", "activate"),
            "profile": ("details", "change_phone", "change_address"),
            "limits": ("limits", "change"),
            "payments": ("save_payee", "remove_payee"),
        }
        for room, calls in rooms.items():
            setattr(self, room, SimpleNamespace(**{call: self._answering(call) for call in calls}))

    def _answering(self, call: str) -> Callable[..., Any]:
        def answer(*given: Any) -> Any:
            self.asked.append((call, given))
            told = self.told[call]
            if isinstance(told, Exception):
                raise told
            return told(*given) if callable(told) else told

        return answer

    def calls(self, name: str) -> list[tuple[Any, ...]]:
        return [given for call, given in self.asked if call == name]


class Printer(FakePrinter):
    """Keeps documents as well."""

    def __init__(self) -> None:
        super().__init__()
        self.documents: list[bytes] = []

    def print_document(self, document: bytes) -> PrintOutcome:
        self.documents.append(document)
        return self.outcome


class Paper:
    """Says what it was made of."""

    def statement(self, told: Statement, language: str, *, covered: bool, made: datetime) -> bytes:
        return f"%PDF {told.account.resource_id} {language} {covered}".encode()


class Desk:
    """A room of accounts in a house of fakes."""

    def __init__(self, folder: Path, **told: Any) -> None:
        self.bank, self.journal, self.printer = FakeBank(told), FakeJournal(), Printer()
        self.unsettled = Unsettled(folder / "unsettled.json")
        self.room = AccountsRoom(
            bank=self.bank,  # type: ignore[arg-type]
            journal=self.journal,
            printer=self.printer,
            paper=Paper(),
            unsettled=self.unsettled,
            clock=SimpleNamespace(now=lambda: NOW, monotonic=lambda: 0.0),
            zone=ZoneInfo("Asia/Shanghai"),
        )

    def do(self, effect: Any, visit: str | None = "v1") -> Any:
        return self.room.handlers()[type(effect)](effect, visit)

    def noted(self) -> list[entries.Entry]:
        return [entry for entry, _, _ in self.journal.entries]


def freeze(key: str = KEY) -> banking.MakeChange:
    return banking.MakeChange("consent-1", banking.FreezeCard(CARD), key)


def balance(minor: int, currency: str = "CNY") -> tuple[Balance, ...]:
    return (Balance(BalanceType.INTERIM_AVAILABLE, Money(minor, currency)),)


def test_accounts_come_with_their_balances_and_a_missing_one_hides_no_other(tmp_path: Path) -> None:
    two = Account("a2", "EUR", "", CashAccountType.OTHER, AccountStatus.ENABLED, iban="DE64000000000000041691")
    three = Account("a3", "CNY", "", CashAccountType.OTHER, AccountStatus.ENABLED, bban="1" * 16)
    said = {"a1": balance(5), "a2": balance(7, "CNY"), "a3": AccountRefusal.NO_SUCH_ACCOUNT}
    desk = Desk(tmp_path, accounts=(ACCOUNT, two, three), balances=lambda _, name: said[name])
    loaded = desk.do(banking.LoadAccounts("consent-1"))
    assert [view.balances for view in loaded.accounts] == [balance(5), (), ()], "euros in yuan are no answer"
    assert desk.bank.calls("accounts") == [(Session("consent-1", "v1"),)]

    desk.bank.told["balances"] = LOST
    assert [view.balances for view in desk.do(banking.LoadAccounts("consent-1")).accounts] == [()] * 3


@pytest.mark.parametrize(
    ("effect", "call"),
    [
        (banking.LoadAccounts("s"), "accounts"),
        (banking.LoadMovements("s", "a1"), "transactions"),
        (banking.LoadCards("s"), "cards"),
        (banking.LoadDetails("s"), "details"),
        (banking.LoadLimits("s"), "limits"),
        (banking.LoadStatement("s", "a1", banking.Span.YEAR), "statement"),
    ],
)
def test_no_answer_and_a_session_that_is_over(tmp_path: Path, effect: Any, call: str) -> None:
    desk = Desk(tmp_path, **{call: LOST})
    assert desk.do(effect) == BankLost()
    desk.bank.told[call] = SessionEndedError()
    assert desk.do(effect) == banking.SessionEnded()
    assert desk.noted() == []


def test_the_days_of_a_statement_are_the_branchs(tmp_path: Path) -> None:
    desk = Desk(tmp_path, statement=STATEMENT, details=Details(None, None, "c***@example.com"))
    loaded = desk.do(banking.LoadStatement("s", "a1", banking.Span.LAST_MONTH))
    assert desk.bank.calls("statement")[0][1] == Period("a1", date(2026, 11, 1), date(2026, 11, 30))
    assert loaded == banking.StatementLoaded(VIEW)
    assert period_of(banking.Span.THIS_MONTH, "a", date(2026, 12, 1)) == Period(
        "a", date(2026, 12, 1), date(2026, 12, 1)
    )
    assert period_of(banking.Span.LAST_MONTH, "a", date(2026, 1, 5)).date_from == date(2025, 12, 1)
    year = period_of(banking.Span.YEAR, "a", date(2028, 2, 29))
    assert (year.date_to - year.date_from).days + 1 == 366


def test_a_statement_is_printed_and_left_and_gone_with_the_visit(tmp_path: Path) -> None:
    desk = Desk(tmp_path, statement=STATEMENT, details=LOST, take_away=TakeAway("https://b/x", NOW))
    assert desk.do(banking.LoadStatement("s", "a1", banking.Span.YEAR)).answer.email is None
    assert desk.do(banking.PrintStatement("en", covered=True)) == PaperPrinted(PrintOutcome.PRINTED)
    assert desk.do(banking.LeaveStatement("s", "zh_CN", covered=False)) == PaperReady("https://b/x", NOW)
    assert desk.printer.documents == [b"%PDF a1 en True"]
    assert desk.bank.calls("take_away")[0][1] == b"%PDF a1 zh_CN False"
    assert desk.noted() == [entries.StatementGiven("print", True, True), entries.StatementGiven("phone", False, True)]

    desk.room.wiped("v1")
    assert desk.do(banking.PrintStatement("en", covered=True), "v1").outcome is PrintOutcome.OFFLINE, "it is forgotten"
    assert desk.do(banking.PrintStatement("en", covered=True), "v2").outcome is PrintOutcome.OFFLINE
    assert desk.do(banking.LeaveStatement("s", "en", covered=True), "v2") == BankLost()
    assert len(desk.printer.documents) == 1, "nothing of the last customer is printed for the next"


def test_another_visit_has_not_the_statement_of_the_last(tmp_path: Path) -> None:
    desk = Desk(tmp_path, statement=STATEMENT, details=LOST)
    desk.do(banking.LoadStatement("s", "a1", banking.Span.YEAR), "v1")
    assert desk.do(banking.PrintStatement("en", covered=True), "v2").outcome is PrintOutcome.OFFLINE
    desk.room.wiped("v0")
    assert desk.do(banking.PrintStatement("en", covered=True), "v1").outcome is PrintOutcome.PRINTED, "it is this one's"


def test_trouble_on_the_way_is_journalled(tmp_path: Path) -> None:
    desk = Desk(tmp_path, statement=STATEMENT, details=LOST, take_away=LOST)
    desk.do(banking.LoadStatement("s", "a1", banking.Span.YEAR))
    desk.printer.outcome = PrintOutcome.PAPER_OUT
    desk.do(banking.PrintStatement("en", covered=True))
    assert desk.do(banking.LeaveStatement("s", "en", covered=True)) == BankLost()
    assert [(entry.way, entry.ok, entry.reason) for entry in desk.noted()] == [  # type: ignore[attr-defined]
        ("print", False, "paperOut"),
        ("phone", False, "bankLost"),
    ]


def test_a_session_that_ended_leaves_no_statement_for_the_phone_and_that_is_on_record(tmp_path: Path) -> None:
    desk = Desk(tmp_path, statement=STATEMENT, details=LOST, take_away=SessionEndedError())
    desk.do(banking.LoadStatement("s", "a1", banking.Span.YEAR))
    assert desk.do(banking.LeaveStatement("s", "en", covered=True)) == banking.SessionEnded()
    assert desk.noted() == [entries.StatementGiven("phone", True, False, "sessionEnded")]


# Changes
def test_a_change_is_on_record_before_the_bank_is_asked_and_after(tmp_path: Path) -> None:
    desk = Desk(tmp_path)

    def freezing(*_: Any) -> Done:
        assert desk.noted() == [entries.ChangeAsked(KEY, "freezeCard", CARD.masked_pan)]
        assert [told.key for told in desk.unsettled.pending()] == [KEY]
        return Done("R-1")

    desk.bank.told["freeze"] = freezing
    assert desk.do(freeze()) == banking.ChangeAnswered(Done("R-1"))
    assert desk.noted()[1:] == [entries.ChangeCompleted(KEY, "freezeCard", "R-1", already=False)]
    assert desk.unsettled.pending() == ()
    assert all(durable for _, _, durable in desk.journal.entries)


def test_a_change_is_named_with_day_and_hour_by_the_branchs_clock(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    first, second = (desk.do(banking.NameChange()) for _ in range(2))
    assert (first.today, first.hour) == (date(2026, 12, 1), 1)
    assert first.key != second.key


def test_every_change_reaches_its_call(tmp_path: Path) -> None:
    session = Session("consent-1", "v1")
    for change, call, given in (
        (banking.FreezeCard(CARD), "freeze", ("c1", KEY)),
        (banking.LoseCard(CARD), "report_lost", ("c1", KEY)),
        (banking.ReleaseCard(CARD), "release", ("c1", KEY)),
        (banking.ActivateCard(CARD, "1131"), "activate", ("c1", "1131", KEY)),
        (banking.ChangePhone("+8613900000099"), "change_phone", ("+8613900000099", "proof", KEY)),
        (banking.ChangeAddress("示例路"), "change_address", ("示例路", "proof", KEY)),
        (banking.ChangeLimit(LIMIT, Money(200, "CNY")), "change", ("cardDaily", Money(200, "CNY"), "proof", KEY)),
        (banking.MailStatement(VIEW, "en"), "by_email", (STATEMENT.period, "en", KEY)),
        (banking.SavePayee(TAKEN), "save_payee", ("K7Q2-9F4M", KEY)),
        (banking.RemovePayee(PAYEE), "remove_payee", ("p1", KEY)),
    ):
        desk = Desk(tmp_path, **{call: Refused(ChangeRefusal.NOT_POSSIBLE)})
        answer = desk.do(banking.MakeChange("consent-1", change, KEY, "proof"))
        assert answer == banking.ChangeAnswered(Refused(ChangeRefusal.NOT_POSSIBLE))
        assert desk.bank.calls(call) == [(session, *given)]
        asked, refused = desk.noted()
        assert refused == entries.ChangeRefused(KEY, change.WHAT, "notPossible")
        assert set(asked.personal()) == {"about"}
        for secret in ("13900000099", "示例路", "1131", "0711", "2423", "proof"):
            assert secret not in repr((asked, asked.data(), refused.data()))


def test_a_lost_answer_is_unknown_and_settled_by_the_customer(tmp_path: Path) -> None:
    desk = Desk(tmp_path, freeze=LOST, outcome=LOST)
    assert desk.do(freeze()) == BankLost()
    assert desk.noted()[-1] == entries.ChangeUnknown(KEY, "freezeCard")
    settle = banking.SettleChange(banking.FreezeCard(CARD), KEY)
    assert desk.do(settle) == BankLost()
    desk.bank.told["outcome"] = UnderWay()
    assert desk.do(settle) == banking.ChangeSettled(UnderWay())
    assert len(desk.unsettled.pending()) == 1
    desk.bank.told["outcome"] = Done("R-1")
    assert desk.do(settle) == banking.ChangeSettled(Done("R-1"))
    assert desk.noted()[-1] == entries.ChangeSettled(KEY, "freezeCard", "done", "R-1")
    assert desk.unsettled.pending() == ()


@pytest.mark.parametrize(
    ("outcome", "told"),
    [(Done("R"), "done"), (Refused(ChangeRefusal.NOT_POSSIBLE), "refused"), (NeverCame(), "neverCame")],
)
def test_who_left_has_it_settled_also_by_the_next_run_of_the_program(
    tmp_path: Path, outcome: Outcome, told: str
) -> None:
    desk = Desk(tmp_path, freeze=LOST, outcome=outcome)
    desk.do(freeze())
    desk.room.settle_left()
    assert desk.bank.calls("outcome") == [], "while the customer is there, it is the customer's to ask"
    desk.room.wiped("v1")

    again = Desk(tmp_path, outcome=outcome)
    again.unsettled.begin("another", "booking", "v0")
    again.room.settle_left()
    ((entry, visit, _),) = again.journal.entries
    assert (entry.what, entry.outcome, visit) == ("freezeCard", told, "v1")  # type: ignore[attr-defined]
    assert [told.key for told in again.unsettled.pending()] == ["another"], "what others put down is theirs"
    again.room.settle_left()
    assert len(again.journal.entries) == 1


def test_what_staff_decide_is_pending_and_then_on_record_with_the_reason(tmp_path: Path) -> None:
    release = banking.ReleaseCard(CARD)
    desk = Desk(tmp_path, release=UnderWay(), outcome=UnderWay())
    assert desk.do(banking.MakeChange("consent-1", release, KEY)) == banking.ChangeAnswered(UnderWay())
    assert desk.noted()[-1] == entries.ChangePending(KEY, "releaseCard")
    assert desk.do(banking.SettleChange(release, KEY)) == banking.ChangeSettled(UnderWay())
    desk.room.settle_left()
    assert len(desk.bank.calls("outcome")) == 1, "while the customer waits, nobody else asks"
    desk.room.wiped("v1")
    desk.room.settle_left()
    assert desk.noted()[-1] == entries.ChangePending(KEY, "releaseCard")
    desk.bank.told["outcome"] = Refused(ChangeRefusal.EXPIRED)
    desk.room.settle_left()
    assert desk.noted()[-1] == entries.ChangeSettled(KEY, "releaseCard", "refused", reason="expired")
    assert desk.unsettled.pending() == ()


def test_a_bank_that_stays_away_is_asked_again_later(tmp_path: Path) -> None:
    desk = Desk(tmp_path, outcome=LOST)
    for number in range(3):
        desk.unsettled.begin(f"k{number}", "freezeCard", "v0")
    desk.room.settle_left()
    assert len(desk.bank.calls("outcome")) == 1
    assert len(desk.unsettled.pending()) == 3


def test_a_session_that_ended_changed_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path, freeze=SessionEndedError())
    assert desk.do(freeze()) == banking.SessionEnded()
    assert desk.noted()[-1] == entries.ChangeRefused(KEY, "freezeCard", "sessionEnded")
    assert desk.unsettled.pending() == ()


def test_without_a_journal_the_bank_is_not_asked(tmp_path: Path) -> None:
    desk = Desk(tmp_path, freeze=Done("R"))
    desk.journal.full = True
    with pytest.raises(JournalError):
        desk.do(freeze())
    assert desk.bank.asked == []


def test_each_change_has_a_key_of_its_own(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    keys = {desk.do(banking.NameChange()).key for _ in range(20)}
    assert len(keys) == 20


# The session
def test_a_session_is_opened_and_closed_with_the_visit(tmp_path: Path) -> None:
    bank = FakeBank({"open": Session("consent-1", "v1", "*名", NOW, USED), "close": None})
    room = SessionRoom(bank.sessions)  # type: ignore[attr-defined]
    opened = room.handlers()[effects.OpenSession](effects.OpenSession(DOCUMENT, face_accepted=True), "v1")
    assert opened == SessionOpened("consent-1", "*名", USED)
    (identified,) = bank.calls("open")[0]
    assert isinstance(identified, Identified)
    assert (identified.visit, identified.number, identified.face_accepted) == ("v1", "D-secret", True)
    room.wiped("v0")
    assert bank.calls("close") == []
    room.wiped("v1")
    room.wiped("v1")
    assert [session.consent_id for (session,) in bank.calls("close")] == ["consent-1"]


def test_a_session_that_no_visit_has_any_more_is_closed_at_once() -> None:
    bank = FakeBank({"open": Session("consent-1", "", "*名", NOW), "close": None})
    room = SessionRoom(bank.sessions)  # type: ignore[attr-defined]
    told = room.handlers()[effects.OpenSession](effects.OpenSession(DOCUMENT, face_accepted=True), None)
    assert told == BankLost()
    assert [session.consent_id for (session,) in bank.calls("close")] == ["consent-1"]


def test_whom_the_bank_does_not_serve(tmp_path: Path) -> None:
    for told, event in (
        (SessionRefusal.NOT_A_CUSTOMER, SessionRefused("unknown")),
        (SessionRefusal.BLOCKED, SessionRefused("blocked")),
        (SessionRefusal.NOT_PROVED, SessionRefused("blocked")),
        (LOST, BankLost()),
    ):
        room = SessionRoom(FakeBank({"open": told}).sessions)  # type: ignore[attr-defined]
        assert room.handlers()[effects.OpenSession](effects.OpenSession(DOCUMENT, face_accepted=True), "v1") == event


def test_a_bank_away_at_the_end_of_the_visit_disturbs_nobody(tmp_path: Path) -> None:
    bank = FakeBank({"open": Session("consent-1", "v1", "*名", NOW), "close": LOST})
    room = SessionRoom(bank.sessions)  # type: ignore[attr-defined]
    room.handlers()[effects.OpenSession](effects.OpenSession(DOCUMENT, face_accepted=True), "v1")
    room.wiped("v1")
