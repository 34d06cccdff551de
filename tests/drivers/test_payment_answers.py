"""A bank that contradicts itself about transfers, or says nothing: every call ends with a typed answer or none."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_bank_answers import Script

from drivers.bank_http import answers
from drivers.bank_http.payments import Payments
from kiosk.core.banking import ChangeRefusal, Done, NeverCame, Refused, Session, SessionEndedError, UnderWay
from kiosk.core.fraud import Delay, PayeeCheck
from kiosk.core.money import Money
from kiosk.core.payments import (
    CancelRefusal,
    CheckedPayee,
    NewPayee,
    NotCancelled,
    OwnAccount,
    Payees,
    Payment,
    PaymentOrder,
    PaymentRefusal,
    Prepared,
    Rejected,
    SavedPayee,
    TransactionStatus,
)
from kiosk.core.ports import BankUnreachableError

SESSION = Session("consent-secret", "visit-1")
KEY = "6f1c1f0e-7a43-4c0a-9a51-3a35d2b6a001"
NUMBER, NAME = "6217000000000122423", "欧阳样本"
NEW = NewPayee(NUMBER, NAME)
ORDER = PaymentOrder("a1", NEW, NUMBER, NAME, PayeeCheck.MATCH, Money(80_000, "CNY"), Delay.AFTER_DAY, "房租")
PAYMENT: dict[str, Any] = {
    "paymentId": "K7Q2-9F4M",
    "transactionStatus": "PDNG",
    "instructedAmount": {"currency": "CNY", "amount": "800.00"},
    "creditorName": "**样本",
    "creditorAccount": {"maskedPan": "**** 2423"},
    "requestedExecution": "afterDay",
    "requestedExecutionDate": "2026-11-28",
    "requestedExecutionTime": "2026-11-27T16:30:00Z",
}
CHECK: dict[str, Any] = {"payeeCheck": "match", "creditorAccount": {"bban": NUMBER}, "creditorName": NAME}
PAYEES: dict[str, Any] = {
    "payees": [{"payeeId": "p1", "creditorName": "**样本", "creditorAccount": {"maskedPan": "**** 2423"}}],
    "firstUse": False,
    "recentCount": 1,
}


def payments(status: int, told: Any) -> tuple[Payments, Script]:
    script = Script(status, told)
    return Payments(script, "0571"), script  # type: ignore[arg-type]


def changed(told: dict[str, Any], **changes: Any) -> dict[str, Any]:
    made = copy.deepcopy(told) | changes
    return {name: value for name, value in made.items() if value != "-"}


def test_an_order_says_all_that_was_confirmed_and_its_key() -> None:
    asked, script = payments(201, PAYMENT)
    answer = asked.initiate(SESSION, ORDER, "proof-1", KEY)
    assert isinstance(answer, Payment)
    assert answer.status is TransactionStatus.PDNG
    [(method, path, body, headers)] = script.asked
    assert (method, path) == ("POST", "/v1/branches/0571/payments")
    assert headers == {"Consent-ID": "consent-secret", "Visit-ID": "visit-1", "X-Request-ID": KEY}
    assert body == {
        "debtorAccount": {"resourceId": "a1"},
        "creditorAccount": {"bban": NUMBER},
        "creditorName": NAME,
        "payeeCheck": "match",
        "instructedAmount": {"currency": "CNY", "amount": "800.00"},
        "requestedExecution": "afterDay",
        "remittanceInformationUnstructured": "房租",
        "proof": "proof-1",
    }


@pytest.mark.parametrize(
    "wrong",
    [
        changed(PAYMENT, transactionStatus="ACSC", reason="fundsNotAvailable"),  # executed, and rejected
        changed(PAYMENT, transactionStatus="RJCT"),  # rejected, and does not say why
        changed(PAYMENT, reason="limitDaily"),  # waits, and is refused
        changed(PAYMENT, transactionStatus="ACCP"),
        changed(PAYMENT, transactionStatus=["PDNG", "RJCT"]),
        changed(PAYMENT, instructedAmount={"currency": "CNY", "amount": "8000.00"}),  # another amount
        changed(PAYMENT, instructedAmount={"currency": "EUR", "amount": "800.00"}),
        changed(PAYMENT, instructedAmount={"currency": "CNY", "amount": "-800.00"}),
        changed(PAYMENT, creditorAccount={"maskedPan": "**** 2424"}),  # another account
        changed(PAYMENT, requestedExecution="realTime"),  # sooner than was confirmed
        changed(PAYMENT, requestedExecutionDate="2026-12-28"),  # two days of execution
        changed(PAYMENT, requestedExecutionTime="-"),
        changed(PAYMENT, creditorAccount={"maskedPan": NUMBER}),  # not masked
        changed(PAYMENT, paymentId="../x"),
        {},
        [],
        None,
    ],
)
def test_a_taken_order_that_contradicts_itself_is_no_answer(wrong: Any) -> None:
    asked, script = payments(201, wrong)
    with pytest.raises(BankUnreachableError):
        asked.initiate(SESSION, ORDER, None, KEY)
    assert not script.reachable


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (201, {"transactionStatus": "RJCT", "reason": "limitDaily"}),  # created, and rejected
        (409, changed(PAYMENT)),  # a conflict, and accepted
        (409, {"reason": "limitDaily"}),  # refused, and no rejection
        (409, {"transactionStatus": "RJCT", "reason": "somethingNew"}),
        (200, PAYMENT),
        (202, PAYMENT),
        (500, PAYMENT),
        (422, {"title": "The key belongs to another request"}),
    ],
)
def test_a_status_that_says_both_is_no_answer(status: int, told: Any) -> None:
    with pytest.raises(BankUnreachableError):
        payments(status, told)[0].initiate(SESSION, ORDER, None, KEY)


@pytest.mark.parametrize("reason", PaymentRefusal)
def test_each_refusal_is_understood(reason: PaymentRefusal) -> None:
    told = {"transactionStatus": "RJCT", "reason": reason.value}
    assert payments(409, told)[0].initiate(SESSION, ORDER, None, KEY) == Rejected(reason)
    assert payments(409, told)[0].prepare(SESSION, ORDER) == Rejected(reason)
    assert payments(409, told)[0].check(SESSION, NEW) == Rejected(reason)


def test_a_payee_is_saved_and_removed_by_a_key() -> None:
    done = {"outcome": "done", "reference": "K7Q2-9F4M", "already": False}
    asked, script = payments(200, done)
    assert asked.save_payee(SESSION, "K7Q2-9F4M", KEY) == asked.remove_payee(SESSION, "p1", KEY) == Done("K7Q2-9F4M")
    assert [(method, path, body) for method, path, body, _ in script.asked] == [
        ("POST", "/v1/branches/0571/payees", {"paymentId": "K7Q2-9F4M"}),
        ("DELETE", "/v1/branches/0571/payees/p1", None),
    ]
    assert all(headers["X-Request-ID"] == KEY for *_, headers in script.asked)
    refused = Refused(ChangeRefusal.NOT_POSSIBLE)
    assert payments(409, {"reason": "notPossible"})[0].save_payee(SESSION, "x", KEY) == refused
    for status, told in ((422, {"title": "The key is void"}), (201, done), (200, {}), (409, {"reason": "because"})):
        with pytest.raises(BankUnreachableError):
            payments(status, told)[0].save_payee(SESSION, "x", KEY)


def test_a_payee_of_whom_the_bank_does_not_say_that_it_was_paid_counts_as_new() -> None:
    for said, paid in ((True, True), (False, False), ("-", False), (None, False)):
        told = {**PAYEES, "payees": [changed(PAYEES["payees"][0], everPaid=said)]}
        assert [payee.paid for payee in payments(200, told)[0].payees(SESSION).payees] == [paid]
    for wrong in ("yes", 1, 0, []):
        with pytest.raises(BankUnreachableError):
            payments(200, {**PAYEES, "payees": [changed(PAYEES["payees"][0], everPaid=wrong)]})[0].payees(SESSION)


def test_what_a_check_says_is_of_what_was_asked() -> None:
    assert payments(200, CHECK)[0].check(SESSION, NEW) == CheckedPayee(PayeeCheck.MATCH, NUMBER, NAME)
    close = changed(CHECK, payeeCheck="closeMatch", closeName="欧阳样品")
    assert payments(200, close)[0].check(SESSION, NEW) == CheckedPayee(PayeeCheck.CLOSE_MATCH, NUMBER, NAME, "欧阳样品")
    for wrong in (
        changed(CHECK, creditorName="张三"),  # another's name
        changed(CHECK, creditorAccount={"bban": "6217000000000122424"}),
        changed(CHECK, creditorAccount={"bban": NUMBER, "iban": "DE64000000000000041691"}),
        changed(CHECK, creditorAccount={}),
        changed(CHECK, payeeCheck="closeMatch"),  # close to what?
        changed(CHECK, closeName="欧阳样品"),  # a match, and close to another name
        changed(CHECK, payeeCheck="maybe"),
        changed(CHECK, creditorName="欧阳\u202e样本"),
        changed(CHECK, creditorName=""),
    ):
        with pytest.raises(BankUnreachableError):
            payments(200, wrong)[0].check(SESSION, NEW)


IBAN = "MT84MALT011000012345MTLCAST001S"


def test_an_iban_goes_and_comes_as_one_and_any_other_number_as_a_bban() -> None:
    told = changed(CHECK, creditorAccount={"iban": IBAN})
    asked, script = payments(200, told)
    assert asked.check(SESSION, NewPayee(IBAN, NAME)) == CheckedPayee(PayeeCheck.MATCH, IBAN, NAME)
    assert script.asked[0][2] == {"creditorAccount": {"iban": IBAN}, "creditorName": NAME}
    asked, script = payments(201, changed(PAYMENT, creditorAccount={"maskedPan": "**** 001S"}))
    order = replace(ORDER, creditor=NewPayee(IBAN, NAME), account=IBAN)
    answer = asked.initiate(SESSION, order, None, KEY)
    assert isinstance(answer, Payment)
    assert answer.account == "**** 001S"
    assert script.asked[0][2]["creditorAccount"] == {"iban": IBAN}
    for number in ("MT85MALT011000012345MTLCAST001S", "CR0000000000001", NUMBER):  # no IBANs, whatever they begin with
        asked, script = payments(200, changed(CHECK, creditorAccount={"bban": number}))
        asked.check(SESSION, NewPayee(number, NAME))
        assert script.asked[0][2]["creditorAccount"] == {"bban": number}
    for wrong in ({"iban": NUMBER}, {"iban": "MT85MALT011000012345MTLCAST001S"}):
        with pytest.raises(BankUnreachableError):
            payments(200, changed(CHECK, creditorAccount=wrong))[0].check(SESSION, SavedPayee("p1"))


@pytest.mark.parametrize(
    ("masked", "number"),
    [
        ("**** 001S", IBAN),
        ("MT** **** 001S", IBAN),
        ("xxxx 2423", NUMBER),
        ("6217 **** **** 2423", NUMBER),
        ("6217-****-2423", NUMBER),
        ("6217 ****", NUMBER),
    ],
)
def test_what_is_left_of_a_masked_number_may_have_letters(masked: str, number: str) -> None:
    asked, _ = payments(201, changed(PAYMENT, creditorAccount={"maskedPan": masked}))
    order = replace(ORDER, creditor=NewPayee(number, NAME), account=number)
    assert isinstance(asked.initiate(SESSION, order, None, KEY), Payment)


@pytest.mark.parametrize("ever", ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+14:00"])
def test_a_moment_that_no_clock_can_show_does_not_break_the_terminal(ever: str) -> None:
    with pytest.raises(BankUnreachableError):
        payments(201, changed(PAYMENT, requestedExecutionTime=ever))[0].initiate(SESSION, ORDER, None, KEY)
    for_ever = answers.instant({"due": ever}, "due")
    assert [for_ever.astimezone(ZoneInfo(zone)) == for_ever for zone in ("Asia/Shanghai", "America/Chicago")] == [
        True
    ] * 2


@pytest.mark.parametrize("bare", [IBAN, "MT84 MALT 0110 00** ****", "001S", "2423", "", "**** \u202e01S", "****<b>"])
def test_a_number_that_is_not_masked_is_not_shown(bare: str) -> None:
    with pytest.raises(BankUnreachableError):
        payments(201, changed(PAYMENT, creditorAccount={"maskedPan": bare}))[0].initiate(SESSION, ORDER, None, KEY)


def test_a_saved_payee_and_an_own_account_are_named_by_their_ids() -> None:
    for creditor, body in ((SavedPayee("p1"), {"payeeId": "p1"}), (OwnAccount("a2"), {"resourceId": "a2"})):
        asked, script = payments(200, CHECK)
        assert isinstance(asked.check(SESSION, creditor), CheckedPayee)
        assert script.asked[0][2] == body


def test_payees_are_masked_or_no_payees() -> None:
    assert isinstance(payments(200, PAYEES)[0].payees(SESSION), Payees)
    for wrong in (
        changed(PAYEES, firstUse=True),  # the first, and one before
        changed(PAYEES, recentCount=-1),
        changed(PAYEES, recentCount=True),
        changed(PAYEES, firstUse="no"),
        changed(PAYEES, payees=PAYEES["payees"] * 2),
        changed(PAYEES, payees=PAYEES["payees"] * 65),
        changed(PAYEES, payees=[changed(PAYEES["payees"][0], creditorAccount={"maskedPan": NUMBER})]),
    ):
        with pytest.raises(BankUnreachableError):
            payments(200, wrong)[0].payees(SESSION)


def test_what_waits_waits() -> None:
    assert len(payments(200, {"payments": [PAYMENT]})[0].pending(SESSION)) == 1
    for wrong in ([PAYMENT, PAYMENT], [changed(PAYMENT, transactionStatus="ACSC")]):
        with pytest.raises(BankUnreachableError):
            payments(200, {"payments": wrong})[0].pending(SESSION)


def test_only_what_is_cancelled_is_cancelled() -> None:
    cancelled = changed(PAYMENT, transactionStatus="CANC")
    assert isinstance(payments(200, cancelled)[0].cancel(SESSION, "K7Q2-9F4M", KEY), Payment)
    assert payments(409, {"reason": "alreadyExecuted"})[0].cancel(SESSION, "K7Q2-9F4M", KEY) == NotCancelled(
        CancelRefusal.EXECUTED
    )
    for status, wrong in ((200, PAYMENT), (200, changed(cancelled, paymentId="X")), (204, None), (409, cancelled)):
        with pytest.raises(BankUnreachableError):
            payments(status, wrong)[0].cancel(SESSION, "K7Q2-9F4M", KEY)


def test_outcomes() -> None:
    for told, expected in (
        ({"outcome": "refused", "what": "initiate", "reason": "limitDaily"}, Rejected(PaymentRefusal.LIMIT_DAILY)),
        ({"outcome": "refused", "what": "cancel", "reason": "alreadyEnded"}, NotCancelled(CancelRefusal.ENDED)),
        ({"outcome": "neverCame"}, NeverCame()),
        ({"outcome": "underWay"}, UnderWay()),
    ):
        assert payments(200, told)[0].outcome(KEY) == expected
    assert isinstance(payments(200, {"outcome": "taken", "payment": PAYMENT})[0].outcome(KEY), Payment)
    for wrong in (
        {"outcome": "neverCame", "payment": PAYMENT},  # never came, and here it is
        {"outcome": "taken", "payment": PAYMENT, "what": "cancel"},
        {"outcome": "taken"},
        {"outcome": "refused", "reason": "limitDaily"},
        {"outcome": "refused", "what": "cancel", "reason": "limitDaily"},
    ):
        with pytest.raises(BankUnreachableError):
            payments(200, wrong)[0].outcome(KEY)


def test_prepared_says_whether_a_second_factor_is_wanted() -> None:
    assert payments(200, {"secondFactor": True})[0].prepare(SESSION, ORDER) == Prepared(True)
    with pytest.raises(BankUnreachableError):
        payments(200, {"secondFactor": "yes"})[0].prepare(SESSION, ORDER)


def test_a_session_that_is_over_is_said() -> None:
    asked, _ = payments(401, {"code": "CONSENT_EXPIRED"})
    for ask in (
        lambda: asked.initiate(SESSION, ORDER, None, KEY),
        lambda: asked.cancel(SESSION, "x", KEY),
        lambda: asked.payees(SESSION),
        lambda: asked.prepare(SESSION, ORDER),
    ):
        with pytest.raises(SessionEndedError):
            ask()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*PAYMENT, "x"]), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=150)
@given(st.sampled_from([200, 201, 204, 400, 409, 422, 500]), JSON, st.sampled_from([*PAYMENT, "reason"]))
def test_whatever_comes_is_a_typed_answer_or_none(status: int, told: Any, field: str) -> None:
    for body in (told, changed(PAYMENT, **{field: told})):
        asked, _ = payments(status, body)
        for ask in (
            lambda asked=asked: asked.initiate(SESSION, ORDER, None, KEY),
            lambda asked=asked: asked.cancel(SESSION, "K7Q2-9F4M", KEY),
            lambda asked=asked: asked.outcome(KEY),
            lambda asked=asked: asked.pending(SESSION),
            lambda asked=asked: asked.check(SESSION, NEW),
            lambda asked=asked: asked.payees(SESSION),
            lambda asked=asked: asked.prepare(SESSION, ORDER),
        ):
            try:
                ask()
            except BankUnreachableError as error:
                said = str(error)
            else:
                said = ""
            assert NAME not in said
            assert NUMBER not in said
