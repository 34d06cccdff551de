"""A bank that answers wrongly, contradicts itself, or says nothing: every call ends with a typed answer or none."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.bank_http.accounts import Accounts
from drivers.bank_http.answers import shown
from drivers.bank_http.cards import Cards
from drivers.bank_http.profile import Limits, Profile
from drivers.bank_http.sessions import Sessions
from kiosk.core.banking import (
    Account,
    AccountRefusal,
    Balance,
    BalanceType,
    Card,
    ChangeRefusal,
    Details,
    Done,
    Identified,
    Limit,
    Movements,
    NeverCame,
    Period,
    Refused,
    Session,
    SessionEndedError,
    SessionRefusal,
    Statement,
    TakeAway,
    UnderWay,
)
from kiosk.core.fraud import Kind
from kiosk.core.identity import Authenticity, DocumentKind
from kiosk.core.money import Money
from kiosk.core.ports import BankUnreachableError

SESSION = Session("consent-secret", "visit-1")
IDENTIFIED = Identified("visit-1", DocumentKind.TD1, "D-secret", "SECRET", Authenticity.PRINT, True)
PERIOD = Period("a1", date(2026, 11, 1), date(2026, 11, 30))
KEY = "6f1c1f0e-7a43-4c0a-9a51-3a35d2b6a001"


class Script:
    """A line whose answer is written down; keeps what was asked."""

    def __init__(self, status: int, told: Any) -> None:
        self.answer = status, told
        self.asked: list[tuple[str, str, Any, Mapping[str, str]]] = []
        self.reachable = True

    def ask(self, method: str, path: str, body: Any = None, **options: Any) -> tuple[int, Any]:
        self.asked.append((method, path, body, options.get("headers") or {}))
        return self.answer

    def answered(self) -> None:
        self.reachable = True

    def lost(self, why: str) -> BankUnreachableError:
        self.reachable = False
        return BankUnreachableError(why)


def amount(text: str, currency: str = "CNY") -> dict[str, str]:
    return {"currency": currency, "amount": text}


ACCOUNT = {
    "resourceId": "a1",
    "bban": "6217000000000030711",
    "currency": "CNY",
    "product": "活期一本通",
    "cashAccountType": "CACC",
    "status": "enabled",
}
BOOKED = [
    {
        "transactionId": "t1",
        "bookingDate": "2026-11-05",
        "transactionAmount": amount("-168.00"),
        "creditorName": "虚构移动通信",
        "remittanceInformationUnstructured": "话费充值",
        "balanceAfterTransaction": amount("832.00"),
    },
    {
        "transactionId": "t2",
        "bookingDate": "2026-11-10",
        "transactionAmount": amount("12800.00"),
        "debtorName": "示例科技有限公司",
        "balanceAfterTransaction": amount("13632.00"),
    },
]
STATEMENT = {
    "account": ACCOUNT,
    "ownerName": "陈示例",
    "dateFrom": "2026-11-01",
    "dateTo": "2026-11-30",
    "opening": amount("1000.00"),
    "closing": amount("13632.00"),
    "booked": BOOKED,
}
CARD = {"cardId": "c1", "maskedPan": "621700******0711", "kind": "debit", "product": "借记卡", "status": "active"}
LIMIT = {"limitId": "cardDaily", "kind": "cardDaily", "amount": amount("100"), "bound": amount("300.00")}
DONE = {"outcome": "done", "reference": "K7Q2-9F4M", "already": False}

Ask = Callable[[Any], object]
GOOD: dict[str, tuple[Ask, int, Any]] = {
    "open": (
        lambda line: Sessions(line, "0571").open(IDENTIFIED),
        201,
        {"consentId": "abc-123", "name": "*示例", "validUntil": "2026-11-27T12:30:00Z"},
    ),
    "outcome": (lambda line: Sessions(line, "0571").outcome(KEY), 200, DONE),
    "accounts": (lambda line: Accounts(line, "0571").accounts(SESSION), 200, {"accounts": [ACCOUNT]}),
    "balances": (
        lambda line: Accounts(line, "0571").balances(SESSION, "a1"),
        200,
        {
            "balances": [
                {"balanceType": "interimAvailable", "balanceAmount": amount("5.00")},
                {"balanceType": "closingBooked", "balanceAmount": amount("-5"), "referenceDate": "2026-11-22"},
                {"balanceType": "forwardAvailable", "balanceAmount": "whatever"},
            ]
        },
    ),
    "transactions": (
        lambda line: Accounts(line, "0571").transactions(SESSION, "a1", "p/1 ä"),
        200,
        {"transactions": {"booked": BOOKED[::-1], "next": "p2"}},
    ),
    "statement": (lambda line: Accounts(line, "0571").statement(SESSION, PERIOD), 200, STATEMENT),
    "by_email": (lambda line: Accounts(line, "0571").by_email(SESSION, PERIOD, "en", KEY), 200, DONE),
    "take_away": (
        lambda line: Accounts(line, "0571").take_away(SESSION, b"%PDF-"),
        201,
        {"url": "https://bank.example/take-away/abc", "expires": "2026-11-27T12:10:00+00:00"},
    ),
    "cards": (lambda line: Cards(line, "0571").cards(SESSION), 200, {"cards": [CARD]}),
    "freeze": (lambda line: Cards(line, "0571").freeze(SESSION, "c1", KEY), 200, DONE),
    "report_lost": (lambda line: Cards(line, "0571").report_lost(SESSION, "c1", KEY), 200, DONE),
    "release": (lambda line: Cards(line, "0571").release(SESSION, "c1", KEY), 200, DONE),
    "release_pending": (lambda line: Cards(line, "0571").release(SESSION, "c1", KEY), 202, {"outcome": "underWay"}),
    "activate": (lambda line: Cards(line, "0571").activate(SESSION, "c1", "1131", KEY), 200, DONE),
    "details": (
        lambda line: Profile(line, "0571").details(SESSION),
        200,
        {"phone": "**** 0011", "address": "虚构省****", "email": None},
    ),
    "change_phone": (lambda line: Profile(line, "0571").change_phone(SESSION, "+861", "p", KEY), 200, DONE),
    "change_address": (lambda line: Profile(line, "0571").change_address(SESSION, "x", "p", KEY), 200, DONE),
    "limits": (lambda line: Limits(line, "0571").limits(SESSION), 200, {"limits": [LIMIT]}),
    "change": (lambda line: Limits(line, "0571").change(SESSION, "l1", Money(100, "CNY"), None, KEY), 200, DONE),
}
ANSWERS = (Session, SessionRefusal, Done, Refused, NeverCame, UnderWay, AccountRefusal, Movements, Statement, TakeAway)
ITEMS = (Account, Balance, Card, Limit)


def ask(name: str, status: int | None = None, told: Any = ..., line: Script | None = None) -> object:
    """What the driver makes of an answer; of the good one unless told."""
    call, good_status, good = GOOD[name]
    scripted = line or Script(good_status if status is None else status, good if told is ... else told)
    return call(scripted)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_answer_is_understood(name: str) -> None:
    answer = ask(name)
    assert isinstance(answer, (*ANSWERS, Details, tuple))
    if isinstance(answer, tuple):
        assert answer
        assert all(isinstance(item, ITEMS) for item in answer)


def test_what_is_asked_bears_session_visit_and_key() -> None:
    for name in ("freeze", "change_phone", "change", "by_email"):
        line = Script(200, DONE)
        ask(name, line=line)
        (_, _, _, headers) = line.asked[0]
        assert headers == {"Consent-ID": "consent-secret", "Visit-ID": "visit-1", "X-Request-ID": KEY}
    line = Script(*GOOD["transactions"][1:])
    ask("transactions", line=line)
    assert line.asked[0][1] == "/v1/branches/0571/accounts/a1/transactions?after=p%2F1%20%C3%A4"


def test_a_product_goes_by_the_name_the_bank_gives_it_in_each_language() -> None:
    told = {"product": "活期一本通", "productNames": {"en": " Current\u202e account ", "de": ""}}
    (account,) = cast("tuple[Account]", ask("accounts", told={"accounts": [ACCOUNT | told]}))
    assert account.product_in("en") == "Current account"
    assert account.product_in("zh_CN") == account.product_in("de") == "活期一本通"
    (card,) = cast("tuple[Card]", ask("cards", told={"cards": [CARD | {"productNames": {"en": "Debit card"}}]}))
    assert (card.product_in("en"), card.product_in("zh_CN")) == ("Debit card", "借记卡")
    too_many = {f"e{letter}": "x" for letter in "abcdefghijklmnopq"}
    for wrong in (["en"], "Current account", {"en": 7}, {"not a tag": "x"}, too_many):
        with pytest.raises(BankUnreachableError):
            ask("accounts", told={"accounts": [ACCOUNT | {"productNames": wrong}]})


@pytest.mark.parametrize("name", GOOD)
def test_another_status_is_no_answer(name: str) -> None:
    for status in {200, 202, 204, 302, 400, 403, 422, 429, 500, 503} - {GOOD[name][1]}:
        for told in (GOOD[name][2], None, {"reason": "notPossible"}):
            with pytest.raises(BankUnreachableError):
                ask(name, status, told)


@pytest.mark.parametrize("name", GOOD)
def test_a_wrong_answer_is_no_answer(name: str) -> None:
    for status in (200, 201, 409, 404):
        for told in (None, [], {}, "done", 7, {"outcome": "maybe"}, {"reason": "becauseISaySo"}):
            if name == "details" and isinstance(told, dict) and status == 200:
                assert ask(name, status, told) == Details(None, None, None)
                continue
            with pytest.raises(BankUnreachableError):
                ask(name, status, told)


@pytest.mark.parametrize("code", ["CONSENT_INVALID", "CONSENT_EXPIRED", "CONSENT_UNKNOWN"])
def test_a_session_that_is_over_is_told_apart_from_a_bank_that_is_lost(code: str) -> None:
    for name in set(GOOD) - {"open", "outcome"}:
        line = Script(401, {"title": "No such session", "code": code})
        with pytest.raises(SessionEndedError):
            ask(name, line=line)
        assert line.reachable
        with pytest.raises(BankUnreachableError):
            ask(name, 401, {"title": "No client certificate"})


def test_refusals() -> None:
    for refusal in SessionRefusal:
        assert ask("open", 409, {"reason": refusal.value}) is refusal
    for reason in ChangeRefusal:
        assert ask("freeze", 409, {"reason": reason.value, "status": 409}) == Refused(reason)
        assert ask("outcome", 200, {"outcome": "refused", "reason": reason.value}) == Refused(reason)
    for unknown in AccountRefusal:
        for name in ("balances", "transactions", "statement"):
            assert ask(name, 404, {"reason": unknown.value}) is unknown
    assert ask("outcome", 200, {"outcome": "neverCame"}) == NeverCame()
    assert ask("outcome", 200, {"outcome": "underWay"}) == UnderWay()


def changed(told: Any, *path: str | int, to: Any) -> Any:
    made = copy.deepcopy(told)
    place = made
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return made


@pytest.mark.parametrize(
    "wrong",
    [
        changed(STATEMENT, "closing", to=amount("13632.01")),
        changed(STATEMENT, "opening", to=amount("999.00")),
        changed(STATEMENT, "booked", 0, "transactionAmount", to=amount("-168.01")),
        changed(STATEMENT, "booked", 0, "balanceAfterTransaction", to=amount("832.01")),
        changed(STATEMENT, "booked", 0, "transactionAmount", to=amount("-168.00", "EUR")),
        changed(STATEMENT, "closing", to=amount("13632.00", "EUR")),
        changed(STATEMENT, "account", "currency", to="EUR"),
        changed(STATEMENT, "account", "resourceId", to="a2"),
        changed(STATEMENT, "dateFrom", to="2026-11-02"),
        changed(STATEMENT, "dateTo", to="2026-12-01"),
        changed(STATEMENT, "booked", 1, "bookingDate", to="2026-12-01"),
        changed(STATEMENT, "booked", 1, "bookingDate", to="2026-11-04"),
        changed(STATEMENT, "booked", 1, "transactionId", to="t1"),
        changed(STATEMENT, "booked", to=BOOKED[:1]),
        changed(STATEMENT, "booked", to=[{**BOOKED[0], "transactionId": f"t{i}"} for i in range(1001)]),
    ],
)
def test_a_statement_that_contradicts_itself_is_none(wrong: Any) -> None:
    """Shown to nobody, printed for nobody."""
    with pytest.raises(BankUnreachableError):
        ask("statement", told=wrong)


def test_answers_that_contradict_themselves_are_none() -> None:
    balance = {"balanceType": "interimAvailable", "balanceAmount": amount("5.00")}
    for name, told in (
        ("accounts", {"accounts": [ACCOUNT, ACCOUNT]}),
        ("accounts", {"accounts": [{**ACCOUNT, "bban": None}]}),
        ("accounts", {"accounts": [{**ACCOUNT, "resourceId": f"a{i}"} for i in range(33)]}),
        ("balances", {"balances": [balance, balance]}),
        ("balances", {"balances": []}),
        ("balances", {"balances": [{**balance, "balanceType": "closingBooked"}]}),
        ("balances", {"balances": [balance, {"balanceType": "closingBooked", "balanceAmount": amount("5", "EUR")}]}),
        ("transactions", {"transactions": {"booked": BOOKED}}),
        ("transactions", {"transactions": {"booked": [BOOKED[0], BOOKED[0]]}}),
        ("transactions", {"transactions": {"booked": [{**BOOKED[0], "transactionId": f"t{i}"} for i in range(51)]}}),
        ("transactions", {"transactions": {"booked": [], "next": "a b"}}),
        ("cards", {"cards": [CARD, CARD]}),
        ("cards", {"cards": [{**CARD, "maskedPan": "6217000000000711"}]}),
        ("cards", {"cards": [{**CARD, "cardId": "../accounts"}]}),
        ("cards", {"cards": [{**CARD, "status": "stolen"}]}),
        ("limits", {"limits": [LIMIT, LIMIT]}),
        ("limits", {"limits": [{**LIMIT, "bound": amount("300", "EUR")}]}),
        ("limits", {"limits": [{**LIMIT, "amount": amount("-1")}]}),
        ("freeze", {**DONE, "already": "no"}),
        ("freeze", {**DONE, "outcome": "refused"}),
        ("open", {"consentId": "a b", "name": "x", "validUntil": "2026-11-27T12:30:00Z"}),
        ("open", {"consentId": "abc", "name": "x", "validUntil": "2026-11-27T12:30:00"}),
        *(
            ("take_away", {"url": url, "expires": "2026-11-27T12:10:00Z"})
            for url in (
                "http://bank.example/x",
                "https://",
                "javascript:alert(1)",
                "https://u@h/x",
                "https://h/" + "x" * 600,
            )
        ),
    ):
        with pytest.raises(BankUnreachableError):
            ask(name, told=told)


def test_texts_are_shown_without_what_turns_or_hides_them() -> None:
    told = changed(STATEMENT, "booked", 0, "creditorName", to="Good\u202e\u0000\n Bank\u200b " + "x" * 500)
    answer = ask("statement", told=told)
    assert isinstance(answer, Statement)
    name = answer.booked[0].creditor_name
    assert name is not None
    assert name.startswith("Good Bank x")
    assert len(name) == 140
    assert shown("\u2067\u200f") == ""


def test_an_account_of_a_kind_without_a_word_is_another() -> None:
    (account,) = ask("accounts", told={"accounts": [{**ACCOUNT, "cashAccountType": "LOAN"}]})  # type: ignore[misc]
    assert account.cash_account_type.value == "OTHR"
    assert ask("limits", told={"limits": [LIMIT, {"limitId": "x", "kind": "moon"}]}) == ask("limits")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def places(told: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    steps = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    return [before] * bool(before) + [place for step, inner in steps for place in places(inner, (*before, step))]


@settings(max_examples=250, deadline=None)
@given(data=st.data())
def test_any_part_of_an_answer_may_be_anything(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(GOOD)))
    told = GOOD[name][2]
    put = data.draw(JSON | st.sampled_from([amount("1.00", "EUR"), "x" * 5000, "2026-02-30", 10**400, True]))
    told = changed(told, *data.draw(st.sampled_from(places(told))), to=put)
    answer: object = None
    try:
        answer = ask(name, told=json.loads(json.dumps(told)))
    except BankUnreachableError as error:
        answer = str(error)
    assert isinstance(answer, (*ANSWERS, Details, tuple)) or (isinstance(answer, str) and len(answer) < 120)


def test_what_is_not_reached_says_so_and_the_moment_is_kept() -> None:
    line = Script(500, None)
    with pytest.raises(BankUnreachableError):
        ask("cards", line=line)
    assert not line.reachable
    line.answer = 200, {"cards": []}
    assert ask("cards", line=line) == ()
    assert line.reachable
    opened = ask("open")
    assert isinstance(opened, Session)
    assert opened.valid_until == datetime(2026, 11, 27, 12, 30, tzinfo=UTC)
    answer = ask("balances")
    assert isinstance(answer, tuple)
    assert [it.balance_type for it in answer] == [BalanceType.INTERIM_AVAILABLE, BalanceType.CLOSING_BOOKED]


def test_what_was_done_before_is_told_by_words_and_nothing_is_not_known() -> None:
    good = GOOD["open"][2]
    for said, used in (
        (["phoneChange", "limitRaise"], frozenset({Kind.PHONE_CHANGE, Kind.LIMIT_RAISE})),
        ([], frozenset()),
        (["somethingNew"], frozenset()),
        (None, None),
    ):
        opened = ask("open", told={**good, "usedBefore": said})
        assert isinstance(opened, Session)
        assert opened.used == used
    for wrong in ("phoneChange", {"phoneChange": True}, [1], [None], ["phoneChange"] * 65):
        with pytest.raises(BankUnreachableError):
            ask("open", told={**good, "usedBefore": wrong})
