"""Transfers from the customer's touch to the bank's books: flow, room, line and the reference centre, real codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, Self
from zoneinfo import ZoneInfo

import pytest
from bank_desk_contract import Desk
from reference_bank import ReferenceDesk

from kiosk.core import entries
from kiosk.core.banking import BalanceType, Session
from kiosk.core.clock import SystemClock
from kiosk.core.fraud_default import CAUTIOUS
from kiosk.core.identity import Document, DocumentKind, DocumentSource
from kiosk.core.payments import TransactionStatus
from kiosk.core.ports import BankUnreachableError
from kiosk.flows import receipt, secondfactor, transfer, warned
from kiosk.flows.effects import Note, ServiceEffect
from kiosk.flows.events import Chosen, Confirmed, Event, TriedAgain, Typed
from kiosk.flows.rules import Preferences, Rules
from kiosk.flows.service import Context, Customer, Finished
from kiosk.perform.secondfactor import SecondFactorRoom
from kiosk.perform.transfer import TransferRoom

DOCUMENT = Document(
    DocumentKind.CN_RESIDENT_ID, DocumentSource.CAMERA, "100001199003070110", "陈示例", date(1990, 3, 7), None
)
NEW, NAME = "6217000000000041690", "Erik Jonas Nordqvist"


@pytest.fixture
def bank(desk: Desk) -> Iterator[ReferenceDesk]:
    """The reference, its codes judged by who sends them."""
    if not isinstance(desk, ReferenceDesk):
        pytest.skip("of the reference alone")
    judged, desk.service.bank.proofs = desk.service.bank.proofs, desk.service.codes
    yield desk
    desk.service.bank.proofs = judged


class Lost:
    """Payments whose next answer is lost: the bank has done it, and the terminal does not hear of it."""

    def __init__(self, payments: Any) -> None:
        self._payments = payments
        self.lose = ""

    def __getattr__(self, name: str) -> Any:
        asked = getattr(self._payments, name)

        def asking(*given: Any) -> Any:
            answer = asked(*given)
            if name == self.lose:
                self.lose = ""
                raise BankUnreachableError
            return answer

        return asking


class Terminal:
    """A visit at a terminal: what the flow asks of the house is done, and its answers are told."""

    def __init__(self, desk: ReferenceDesk, visit: str = "visit-1") -> None:
        found = desk.bank.sessions.open(desk.customer(visit))
        assert isinstance(found, Session)
        self.desk, self.session, self.visit = desk, found, visit
        self.payments = Lost(desk.bank.payments)
        bank = SimpleNamespace(accounts=desk.bank.accounts, payments=self.payments)
        self.noted: list[Any] = []
        self.kept: dict[str, str] = {}
        journal = SimpleNamespace(append=self._append, record=self._append)
        unsettled = SimpleNamespace(
            begin=lambda key, what, visit: self.kept.update({key: what}),
            end=lambda key: self.kept.pop(key, None),
            pending=lambda: [(key, what, visit) for key, what in self.kept.items()],
        )
        self.room = TransferRoom(
            bank=bank,  # type: ignore[arg-type]
            journal=journal,  # type: ignore[arg-type]
            unsettled=unsettled,
            clock=SystemClock(),
            zone=ZoneInfo("Asia/Shanghai"),
        )
        self.handlers = {**self.room.handlers(), **SecondFactorRoom(desk.bank.codes).handlers()}
        rules = Rules(Preferences("zh_CN"), ("zh_CN", "en"), fraud=CAUTIOUS)
        self.context = Context(rules, "zh_CN", Customer(DOCUMENT, found.consent_id, found.name))
        self.state: Any
        self.state, effects = transfer.begin(self.context)
        self._do(effects)

    def _append(self, entry: Any, visit: str | None = None, **_: Any) -> Any:
        self.noted.append(entry)
        return SimpleNamespace(result=lambda: 1)

    def told(self, *events: Event) -> Self:
        for event in events:
            self.state, effects = transfer.step(self.state, event, self.context)
            self._do(effects)
        return self

    def _do(self, effects: tuple[Any, ...]) -> None:
        for effect in effects:
            if isinstance(effect, Note):
                self.noted.append(effect.entry)
            elif isinstance(effect, ServiceEffect):
                answer = self.handlers[type(effect)](effect, self.visit)
                if answer is not None:
                    self.told(answer)

    def sees(self, kind: type) -> Self:
        at = transfer.shown(self.state) if isinstance(self.state, transfer.SERVICE.states) else self.state
        assert type(at) is kind, at
        return self

    def balance(self, account: str) -> int:
        found = self.desk.bank.accounts.balances(self.session, account)
        assert isinstance(found, tuple)
        return next(it.balance_amount.minor for it in found if it.balance_type is BalanceType.INTERIM_AVAILABLE)

    def to_new(self, name: str = NAME) -> Self:
        self.told(Chosen("chen-current"), Chosen("new"), Typed(NEW), Confirmed(), Typed(name), Confirmed())
        return self

    def to_saved(self) -> Self:
        """300 yuan to a saved payee, warned of by the built-in rules, 24 hours later."""
        self.told(Chosen("chen-current"), Chosen("payee.chen-ouyang"), Typed("300"), Confirmed())
        return self.sees(warned.FraudWarning).told(Confirmed(), Chosen("no")).sees(transfer.TransferReview)


@pytest.fixture
def terminal(bank: ReferenceDesk) -> Terminal:
    return Terminal(bank)


def test_between_own_accounts(terminal: Terminal) -> None:
    before = terminal.balance("chen-current"), terminal.balance("chen-savings")
    terminal.sees(transfer.FromAccount).told(Chosen("chen-current"), Chosen("own.chen-savings"))
    terminal.told(Typed("1200.50"), Confirmed())
    if isinstance(terminal.state, transfer.TransferWarned):  # the built-in rules warn of every transfer
        terminal.told(Confirmed(), Chosen("no"))
    terminal.sees(transfer.TransferReview).told(Confirmed()).sees(transfer.TransferDone).told(Confirmed())
    assert terminal.sees(receipt.ReceiptOffer).told(Confirmed()).state == Finished()
    after = terminal.balance("chen-current"), terminal.balance("chen-savings")
    assert after == (before[0] - 120_050, before[1] + 120_050)


def test_to_a_new_payee_by_a_code_that_the_phone_got(terminal: Terminal) -> None:
    before = terminal.balance("chen-current")
    terminal.to_new().sees(transfer.PayeeMatch).told(Confirmed(), Typed("300"), Confirmed(), Confirmed(), Chosen("no"))
    terminal.sees(transfer.TransferReview).told(Confirmed()).sees(secondfactor.OneTimeCode)
    code = terminal.desk.code()
    assert code is not None
    terminal.told(Typed(f"{(int(code) + 1) % 1_000_000:06}"), Confirmed()).sees(secondfactor.OneTimeCode)
    terminal.told(Typed(code), Confirmed()).sees(transfer.TransferWaits)
    assert terminal.balance("chen-current") == before - 30_000
    [asked] = [entry for entry in terminal.noted if isinstance(entry, entries.TransferAsked)]
    assert (asked.to, asked.delay) == ("new", "afterDay")


def test_what_is_in_the_message_is_what_will_be_done(terminal: Terminal) -> None:
    terminal.to_new().told(Confirmed(), Typed("300"), Confirmed(), Confirmed(), Chosen("no"), Confirmed())
    text = terminal.desk.service.messages.sent()[-1].message.text
    assert "300.00" in text
    assert NEW[-4:] in text


def test_close_and_no_match(terminal: Terminal) -> None:
    terminal.to_new("Erik Nordqvist").sees(transfer.PayeeCloseMatch)
    assert terminal.state.draft.checked.close_name == "ERIK JONAS NORDQVIST"
    terminal.told(Confirmed(), Typed("300"), Confirmed()).sees(warned.FraudWarning)


def test_no_match_is_stopped(terminal: Terminal) -> None:
    terminal.to_new("Anna Lindgren").sees(transfer.PayeeNoMatch).told(Confirmed()).sees(transfer.ToWhom)


def test_it_is_cancelled_in_a_second_visit(terminal: Terminal) -> None:
    before = terminal.balance("chen-current")
    terminal.to_saved().told(Confirmed()).sees(transfer.TransferWaits)
    again = Terminal(terminal.desk, "visit-2").sees(transfer.TransferMenu)
    again.told(Chosen("pending")).sees(transfer.PendingTransfer).told(Confirmed()).sees(transfer.TransferCancelled)
    assert again.balance("chen-current") == before


def test_a_lost_answer_is_settled_by_the_same_key(terminal: Terminal) -> None:
    before = terminal.balance("chen-current")
    terminal.payments.lose = "initiate"
    terminal.to_saved().told(Confirmed()).sees(transfer.TransferUnknown).told(TriedAgain())
    terminal.sees(transfer.TransferWaits)
    assert terminal.balance("chen-current") == before - 30_000
    assert len(terminal.desk.bank.payments.pending(terminal.session)) == 1
    assert isinstance(terminal.noted[-1], entries.TransferSettled)
    assert terminal.kept == {}


def test_a_lost_answer_is_settled_after_the_customer_left(terminal: Terminal) -> None:
    terminal.payments.lose = "initiate"
    terminal.to_saved().told(Confirmed()).sees(transfer.TransferUnknown).told(Confirmed())
    terminal.desk.bank.sessions.close(terminal.session)
    terminal.room.wiped("visit-1")
    terminal.room.settle_left()
    settled = terminal.noted[-1]
    assert isinstance(settled, entries.TransferSettled)
    assert settled.outcome == TransactionStatus.PDNG


def test_a_cancellation_whose_answer_is_lost_is_settled(terminal: Terminal) -> None:
    terminal.to_saved().told(Confirmed())
    again = Terminal(terminal.desk, "visit-2")
    again.payments.lose = "cancel"
    again.told(Chosen("pending"), Confirmed()).sees(transfer.CancelUnknown).told(TriedAgain())
    again.sees(transfer.TransferCancelled)


def test_a_session_that_ended_in_between(terminal: Terminal) -> None:
    terminal.to_saved()
    terminal.desk.bank.sessions.close(terminal.session)
    terminal.told(Confirmed()).sees(transfer.TransferSilent)
    assert terminal.state.reason == transfer.SESSION_ENDED
    assert terminal.noted[-1].reason == "sessionEnded"


def test_a_payee_changed_between_confirmation_and_order(terminal: Terminal) -> None:
    from central import tables

    terminal.to_saved()
    payee = tables.payee
    moved = payee.update().where(payee.c.id == "chen-ouyang").values(number=NEW)
    terminal.desk.service.store.change(lambda on: on.execute(moved))
    terminal.told(Confirmed()).sees(transfer.TransferRefused)
    assert terminal.state.reason == "payeeChanged"


def test_what_is_executed_meanwhile_is_not_cancelled(terminal: Terminal) -> None:
    terminal.to_saved().told(Confirmed())
    again = Terminal(terminal.desk, "visit-2").told(Chosen("pending"))
    core = terminal.desk.service.bank
    real = core.clock
    try:
        core.clock = lambda: real() + timedelta(hours=25)
        core.execute_due()
    finally:
        core.clock = real
    again.told(Confirmed()).sees(transfer.CancelRefused)
    assert replace(again.state).reason == "alreadyExecuted"
