"""The customer's accounts as stories: what was chosen, what the bank said, what is seen."""

from __future__ import annotations

from typing import Any, Self

import pytest
from accounts_words import (
    AT,
    CARD,
    CONTEXT,
    DETAILS,
    FROZEN,
    KEY,
    LIMIT,
    NEW,
    ONE,
    PAGE,
    PROOF,
    SECRETS,
    SENT,
    STATEMENT,
    TWO,
)

from kiosk.core import entries
from kiosk.core.banking import AccountRefusal, ChangeRefusal, Done, Movements, NeverCame, Refused, UnderWay
from kiosk.core.ports import PrintOutcome
from kiosk.core.secondfactor import CodeNotSent, CodeRefusal, CodeWrong, Purpose, ToConfirm
from kiosk.flows import accounts, changing, effects, receipt, secondfactor
from kiosk.flows.banking import (
    AccountsLoaded,
    CardsLoaded,
    ChangeAnswered,
    ChangeNamed,
    ChangeSettled,
    DetailsLoaded,
    FreezeCard,
    LeaveStatement,
    LimitsLoaded,
    LoadAccounts,
    LoadMovements,
    LoadStatement,
    LoseCard,
    MakeChange,
    MovementsLoaded,
    NameChange,
    PrintStatement,
    SessionEnded,
    SettleChange,
    Span,
    StatementLoaded,
)
from kiosk.flows.events import BankLost, Chosen, Confirmed, Event, TriedAgain, Typed, WentBack
from kiosk.flows.receipt import PaperPrinted, PaperReady
from kiosk.flows.service import Finished, Left, StaffNeeded


class Way:
    """One way through the service."""

    def __init__(self) -> None:
        self.state: Any
        self.state, self.effects = accounts.begin(CONTEXT)
        self.noted: list[entries.Entry] = []

    def told(self, *happened: Event) -> Self:
        for event in happened:
            self.state, self.effects = accounts.step(self.state, event, CONTEXT)
            self.noted += [effect.entry for effect in self.effects if isinstance(effect, effects.Note)]
        return self

    def sees(self, kind: type, **what: Any) -> Self:
        at = accounts.shown(self.state) if isinstance(self.state, accounts.SERVICE.states) else self.state
        assert type(at) is kind, at
        for name, value in what.items():
            assert getattr(at, name) == value, (name, at)
        return self

    def asks(self, *kinds: type) -> Self:
        assert [type(effect) for effect in self.effects if not isinstance(effect, effects.Note)] == list(kinds)
        return self

    def effect(self, kind: type) -> Any:
        (found,) = (effect for effect in self.effects if isinstance(effect, kind))
        return found


def at_accounts() -> Way:
    return Way().told(Chosen("balances"), AccountsLoaded((ONE, TWO)))


def at_statement() -> Way:
    return Way().told(
        Chosen("statement"), AccountsLoaded((ONE, TWO)), Chosen("a1"), Chosen("lastMonth"), StatementLoaded(STATEMENT)
    )


def at_cards(*cards: Any) -> Way:
    return Way().told(Chosen("stopCard"), CardsLoaded(cards or (CARD, NEW, FROZEN)))


def under_way(way: Way) -> Way:
    return way.told(ChangeNamed(KEY)).sees(changing.ChangeUnderWay, key=KEY).asks(MakeChange)


# Balances and movements
def test_amounts_are_covered_until_a_tap_and_stay_so_from_page_to_page() -> None:
    way = at_accounts().sees(accounts.AccountList, uncovered=False)
    way.told(Chosen("a1")).asks(LoadMovements)
    way.told(MovementsLoaded(PAGE)).sees(accounts.MovementList, uncovered=False, first=True)
    way.told(Confirmed()).sees(accounts.MovementList, uncovered=True)
    way.told(Chosen("older"))
    assert way.effect(LoadMovements).after == "p2"
    way.told(MovementsLoaded(Movements((), None))).sees(accounts.MovementList, uncovered=True, first=False)
    way.told(Chosen("newest"), MovementsLoaded(PAGE)).sees(accounts.MovementList, first=True)
    way.told(WentBack()).sees(accounts.AccountList, uncovered=True)
    way.told(Confirmed()).sees(accounts.AccountList, uncovered=False)


def test_who_has_seen_enough_leaves_by_the_survey_or_the_menu() -> None:
    assert at_accounts().told(Chosen("a1"), MovementsLoaded(PAGE), Chosen("done")).state == Finished()
    assert isinstance(at_accounts().told(WentBack(), WentBack()).state, Left)


@pytest.mark.parametrize("goal", accounts.GOALS)
def test_a_bank_that_says_nothing_may_be_asked_again(goal: str) -> None:
    way = Way().told(Chosen(goal)).sees(accounts.AskingBank)
    asked = way.effects
    way.told(BankLost()).sees(accounts.BankSilent, goal=goal, reason="bankLost")
    assert way.told(TriedAgain()).effects == asked
    way.told(BankLost(), WentBack()).sees(accounts.AccountsMenu)


@pytest.mark.parametrize("goal", accounts.GOALS)
def test_a_session_that_is_over_cannot_be_tried_again(goal: str) -> None:
    way = Way().told(Chosen(goal), SessionEnded()).sees(accounts.BankSilent, reason="sessionEnded")
    way.told(TriedAgain()).sees(accounts.BankSilent)


def test_a_customer_without_accounts_cards_or_limits() -> None:
    for goal, loaded in (
        ("balances", AccountsLoaded(())),
        ("statement", AccountsLoaded(())),
        ("stopCard", CardsLoaded(())),
        ("activateCard", CardsLoaded((CARD, FROZEN))),
        ("limits", LimitsLoaded(())),
    ):
        Way().told(Chosen(goal), loaded).sees(accounts.NothingThere, goal=goal).told(Confirmed()).sees(
            accounts.AccountsMenu
        )


def test_an_account_that_is_none_any_more() -> None:
    way = at_accounts().told(Chosen("a1"), MovementsLoaded(AccountRefusal.NO_SUCH_ACCOUNT))
    way.sees(accounts.BankSilent, reason="refused").told(TriedAgain()).sees(accounts.BankSilent)


def test_an_answer_to_another_question_changes_nothing() -> None:
    """A slow bank may answer what was left, and a wrong one what was not asked."""
    read = (CardsLoaded((CARD,)), LimitsLoaded((LIMIT,)), DetailsLoaded(DETAILS))
    for stray in (
        *read,
        MovementsLoaded(PAGE),
        StatementLoaded(STATEMENT),
        ChangeAnswered(Done("R")),
        ChangeNamed(KEY),
    ):
        Way().told(Chosen("balances"), stray).sees(accounts.AskingBank)
        at_accounts().told(stray).sees(accounts.AccountList)
        at_accounts().told(Chosen("a1"), AccountsLoaded(())).sees(accounts.AskingBank)


def test_what_was_not_offered_cannot_be_chosen() -> None:
    at_accounts().told(Chosen("nobody")).sees(accounts.AccountList).asks()
    at_cards().told(Chosen("nobody")).sees(accounts.CardList)
    Way().told(Chosen("nothing")).sees(accounts.AccountsMenu)


@pytest.mark.parametrize(
    ("goal", "loaded", "deeper"),
    [
        ("statement", AccountsLoaded((ONE, TWO)), "a1"),
        ("stopCard", CardsLoaded((CARD, FROZEN)), "c1"),
        ("activateCard", CardsLoaded((NEW, CARD)), "c2"),
        ("limits", LimitsLoaded((LIMIT,)), "cardDaily"),
    ],
)
def test_every_list_leads_back_to_the_menu_and_what_is_behind_it_to_the_list(
    goal: str, loaded: Event, deeper: str
) -> None:
    way = Way().told(Chosen(goal), loaded)
    listed = way.state
    assert way.told(Chosen(deeper)).state != listed
    if goal == "activateCard":
        way.told(WentBack()).sees(accounts.AccountsMenu)
        return
    assert way.told(WentBack()).state == listed
    way.told(WentBack()).sees(accounts.AccountsMenu)


# Statements
def test_a_statement_of_one_of_several_accounts() -> None:
    way = Way().told(Chosen("statement"), AccountsLoaded((ONE, TWO))).sees(accounts.StatementAccount)
    way.told(Chosen("a1")).sees(accounts.StatementSpan).told(Chosen("lastMonth"))
    assert way.effect(LoadStatement) == LoadStatement("consent-7", "a1", Span.LAST_MONTH)
    way.told(StatementLoaded(STATEMENT)).sees(receipt.ReceiptOffer)
    assert entries.AccountShown("statement") in way.noted


def test_the_only_account_is_not_asked_for() -> None:
    Way().told(Chosen("statement"), AccountsLoaded((ONE,))).sees(accounts.StatementSpan).told(WentBack()).sees(
        accounts.AccountsMenu
    )


def test_days_the_bank_has_no_statement_of() -> None:
    way = Way().told(Chosen("statement"), AccountsLoaded((ONE, TWO)), Chosen("a1"), Chosen("year"))
    way.told(StatementLoaded(AccountRefusal.PERIOD_NOT_HELD)).sees(accounts.StatementSpan, refused=True)
    way.told(Chosen("thisMonth"), StatementLoaded(STATEMENT)).sees(receipt.ReceiptOffer)


def test_it_is_printed_with_the_number_covered_or_in_full() -> None:
    way = at_statement().told(Chosen("print"))
    assert way.effect(PrintStatement) == PrintStatement("zh_CN", covered=True)
    way.told(PaperPrinted(PrintOutcome.PAPER_OUT)).sees(receipt.ReceiptOffer, trouble="paperOut")
    way.told(Chosen("number"), Chosen("print"))
    assert way.effect(PrintStatement) == PrintStatement("zh_CN", covered=False)
    way.told(PaperPrinted(PrintOutcome.PRINTED)).sees(receipt.ReceiptPrinted)
    assert way.told(Confirmed()).state == Finished()


def test_it_is_taken_away_by_phone_once_the_bank_answers() -> None:
    way = at_statement().told(Chosen("phone")).asks(LeaveStatement).told(BankLost())
    way.sees(receipt.ReceiptOffer, trouble="bankLost").told(Chosen("phone"))
    way.told(PaperReady("https://bank.example/take-away/x", AT)).sees(receipt.ReceiptOnPhone)
    way.told(WentBack()).sees(receipt.ReceiptOffer, trouble=None, had=True)
    way.told(Chosen("phone"), SessionEnded()).sees(accounts.BankSilent, reason="sessionEnded")


def test_it_is_mailed_to_the_address_on_file_and_only_where_there_is_one() -> None:
    way = at_statement().told(Chosen("email")).sees(changing.ChangeConfirm)
    way.told(WentBack()).sees(receipt.ReceiptOffer).told(Chosen("email"), Confirmed()).asks(NameChange)
    under_way(way).told(ChangeAnswered(Done("R"))).sees(changing.ChangeDone)
    assert way.told(Confirmed()).state == Finished(), "the statement that was mailed needs no receipt"
    without = Way().told(Chosen("statement"), AccountsLoaded((ONE,)), Chosen("year"))
    bare = StatementLoaded(type(STATEMENT)(STATEMENT.account, STATEMENT.period, 1))
    without.told(bare, Chosen("email")).sees(receipt.ReceiptOffer)


# Cards
def test_a_missing_card_is_stopped_in_three_taps() -> None:
    way = Way().told(Chosen("stopCard"), CardsLoaded((CARD,)), Chosen("c1"), Chosen("freeze")).asks(NameChange)
    under_way(way)
    assert way.effect(MakeChange) == MakeChange("consent-7", FreezeCard(CARD), KEY)
    way.told(ChangeAnswered(Done("R"))).sees(changing.ChangeDone, reference="R")
    assert way.told(Confirmed()).sees(receipt.ReceiptOffer).told(Confirmed()).state == Finished()


def test_what_cannot_be_undone_is_asked_once_more() -> None:
    way = at_cards().told(Chosen("c1"), Chosen("lost")).sees(changing.ChangeConfirm)
    way.told(WentBack()).sees(accounts.CardStop).told(Chosen("lost"), Confirmed())
    under_way(way)
    assert way.effect(MakeChange).change == LoseCard(CARD)


def test_a_slow_bank_leaves_it_open_and_the_same_key_settles_it() -> None:
    way = under_way(at_cards().told(Chosen("c1"), Chosen("freeze")))
    assert accounts.held(way.state), "leaving would lose the answer"
    way.told(BankLost()).sees(changing.ChangeUnknown, key=KEY)
    assert not accounts.held(way.state)
    way.told(TriedAgain()).sees(changing.ChangeUnderWay, settling=True)
    assert way.effect(SettleChange) == SettleChange(FreezeCard(CARD), KEY)
    way.told(BankLost()).sees(changing.ChangeUnknown)
    way.told(TriedAgain(), ChangeSettled(UnderWay())).sees(changing.ChangeUnknown)
    way.told(TriedAgain(), ChangeSettled(Done("R"))).sees(changing.ChangeDone, reference="R")
    refused = under_way(at_cards().told(Chosen("c1"), Chosen("freeze"))).told(BankLost(), TriedAgain())
    refused.told(ChangeSettled(Refused(ChangeRefusal.NOT_POSSIBLE)))
    refused.sees(changing.ChangeTurnedDown, reason=ChangeRefusal.NOT_POSSIBLE.value)


def test_what_never_reached_the_bank_is_sent_again_under_another_key() -> None:
    way = under_way(at_cards().told(Chosen("c1"), Chosen("freeze"))).told(BankLost(), TriedAgain())
    way.told(ChangeSettled(NeverCame())).sees(changing.ChangeNotMade).told(TriedAgain()).asks(NameChange)
    way.told(ChangeNamed("another")).asks(MakeChange)
    assert way.effect(MakeChange).key == "another"


def test_who_does_not_wait_leaves_it_to_the_kiosk() -> None:
    way = under_way(at_cards().told(Chosen("c1"), Chosen("freeze"))).told(BankLost(), Confirmed())
    assert way.state == Finished()


def test_a_frozen_card_can_be_stopped_for_ever() -> None:
    at_cards().told(Chosen("c3")).sees(accounts.CardFrozen).told(Chosen("lost")).sees(changing.ChangeConfirm)


def test_a_double_tap_asks_once() -> None:
    way = at_cards().told(Chosen("c1"), Chosen("freeze"), Chosen("freeze"), Chosen("freeze"))
    way.asks().told(ChangeNamed(KEY)).asks(MakeChange)
    way.told(ChangeNamed("another"), Confirmed(), TriedAgain()).asks().sees(changing.ChangeUnderWay, key=KEY)


def test_a_new_card_is_activated_by_its_date() -> None:
    way = Way().told(Chosen("activateCard"), CardsLoaded((CARD, NEW))).sees(accounts.CardList, cards=(NEW,))
    way.told(Chosen("c2")).sees(accounts.CardExpiry).told(Typed("13"), Confirmed())
    way.sees(accounts.CardExpiry, wrong=True).asks()
    under_way(way.told(Typed("1131"), Confirmed()))
    way.told(ChangeAnswered(Refused(ChangeRefusal.WRONG_DETAILS))).sees(accounts.CardExpiry, wrong=True, text="")
    under_way(way.told(Typed("1130"), Confirmed()))
    way.told(ChangeAnswered(Refused(ChangeRefusal.TOO_MANY_TRIES))).sees(changing.ChangeTurnedDown)
    assert way.told(Confirmed()).state == StaffNeeded("activateCard")


# Details and limits, by a second factor
def test_a_new_phone_number_is_proved_by_the_code_sent_to_it() -> None:
    way = Way().told(Chosen("phone"), DetailsLoaded(DETAILS)).sees(accounts.NewPhone, held="**** 0011")
    way.told(Typed("13900000099"), Confirmed()).sees(changing.ChangeConfirm)
    way.told(WentBack()).sees(accounts.NewPhone, text="13900000099").told(Confirmed(), Confirmed(), ChangeNamed(KEY))
    order = way.effect(secondfactor.SendCode)
    assert (order.confirm.purpose, order.confirm.details) == (Purpose.PHONE_CHANGE, (("phone", "+8613900000099"),))
    way.told(secondfactor.CodeAnswered(SENT)).sees(secondfactor.OneTimeCode)
    way.told(Typed("493027"), Confirmed()).sees(secondfactor.CheckingOneTimeCode)
    way.told(secondfactor.CodeChecked(CodeWrong(2))).sees(secondfactor.OneTimeCode, tries_left=2)
    way.told(Typed("493028"), Confirmed(), secondfactor.CodeChecked(PROOF)).sees(changing.ChangeUnderWay)
    assert way.effect(MakeChange).proof == "proof-1"
    assert entries.OneTimeCodeAccepted("phoneChange") in way.noted
    way.told(ChangeAnswered(Done("R"))).sees(changing.ChangeDone)


def test_a_code_that_goes_to_another_is_for_staff() -> None:
    way = Way().told(Chosen("phone"), DetailsLoaded(DETAILS), Typed("13900000099"), Confirmed(), Confirmed())
    way.told(ChangeNamed(KEY), secondfactor.CodeAnswered(SENT), Chosen(secondfactor.NOT_MY_PHONE)).asks()
    assert way.state == StaffNeeded(secondfactor.NOT_MY_PHONE)


def test_no_code_no_change() -> None:
    way = Way().told(Chosen("address"), DetailsLoaded(DETAILS), Typed("虚构省示例路二十二号"), Confirmed(), Confirmed())
    way.told(ChangeNamed(KEY))
    order = way.effect(secondfactor.SendCode)
    assert order.session == "consent-7"
    assert order.confirm == ToConfirm(Purpose.ADDRESS_CHANGE, (("address", "虚构省示例路二十二号"),))
    way.told(secondfactor.CodeAnswered(CodeNotSent(CodeRefusal.NO_PHONE)))
    way.sees(secondfactor.OneTimeCodeRefused).told(WentBack()).sees(accounts.AccountsMenu).asks()


@pytest.mark.parametrize(
    "text", ["", "1390000009", "23900000099", "139000000999", "+0123456789", "+", "++", "139٠0000099"]
)
def test_what_is_no_phone_number_stays_to_be_mended(text: str) -> None:
    way = Way().told(Chosen("phone"), DetailsLoaded(DETAILS), Typed(text), Confirmed())
    way.sees(accounts.NewPhone, wrong=True, text=text).asks()
    assert accounts.phone_of("+4915112345678") == "+4915112345678"


def test_too_short_an_address_is_none_and_a_long_one_is_cut() -> None:
    way = Way().told(Chosen("address"), DetailsLoaded(DETAILS), Typed("示例路"), Confirmed())
    way.sees(accounts.NewAddress, wrong=True)
    assert len(way.told(Typed("路" * 500)).state.text) == accounts.ADDRESS_LONGEST


def test_typing_is_no_new_page() -> None:
    """Or the page would be made anew with every key, and the focus lost."""
    way = Way().told(Chosen("phone"), DetailsLoaded(DETAILS))
    before = way.state
    assert way.told(Typed("1")).state == before
    assert way.state.text == "1"


def test_a_limit_is_lowered_without_a_code_and_raised_with_one() -> None:
    def typed(amount: str) -> Way:
        return Way().told(Chosen("limits"), LimitsLoaded((LIMIT,)), Chosen("cardDaily"), Typed(amount), Confirmed())

    under_way(typed("500").sees(changing.ChangeConfirm).told(Confirmed()))
    raised = typed("20000").told(Confirmed(), ChangeNamed(KEY)).sees(secondfactor.SendingCode)
    details = raised.effect(secondfactor.SendCode).confirm.details
    assert dict(details) == {"limit": "cardDaily", "amount": "20000.00", "currency": "CNY"}
    typed("30001").sees(accounts.NewLimit, wrong="above", text="30001")
    typed("10000").sees(accounts.NewLimit, wrong="same")
    for nothing in ("", "12x", "-5", "٣"):
        typed(nothing).sees(accounts.NewLimit, wrong="").asks()
    typed("9" * 40).sees(accounts.NewLimit, wrong="above")


@pytest.mark.parametrize("reason", [why for why in ChangeRefusal if why is not ChangeRefusal.WRONG_DETAILS])
def test_each_refusal_has_a_way_on(reason: ChangeRefusal) -> None:
    way = under_way(at_cards().told(Chosen("c1"), Chosen("freeze"))).told(ChangeAnswered(Refused(reason)))
    way.sees(changing.ChangeTurnedDown, reason=reason.value).told(WentBack()).sees(accounts.AccountsMenu)


def test_a_session_that_ended_before_the_change_changes_nothing() -> None:
    way = under_way(at_cards().told(Chosen("c1"), Chosen("freeze"))).told(SessionEnded())
    way.sees(changing.ChangeTurnedDown, reason="sessionEnded")


def test_nothing_of_the_customer_is_in_any_repr() -> None:
    ways = [
        at_accounts().told(Confirmed()),
        at_accounts().told(Chosen("a1"), MovementsLoaded(PAGE), Confirmed()),
        at_statement(),
        Way().told(Chosen("phone"), DetailsLoaded(DETAILS), Typed("13900000099"), Confirmed()),
        Way().told(Chosen("address"), DetailsLoaded(DETAILS), Typed("虚构省示例路二十二号"), Confirmed()),
        Way().told(Chosen("activateCard"), CardsLoaded((NEW,)), Chosen("c2"), Typed("1131"), Confirmed()),
    ]
    asked = [Way().told(Chosen("balances")).effects]
    for told in (*(way.state for way in ways), *(way.effects for way in ways), *asked, *(way.noted for way in ways)):
        assert not [secret for secret in SECRETS if secret in repr(told)], told


def test_the_house_is_asked_for_the_customers_own() -> None:
    assert Way().told(Chosen("balances")).effect(LoadAccounts) == LoadAccounts("consent-7")
