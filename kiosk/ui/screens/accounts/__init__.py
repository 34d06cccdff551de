"""The screens of the customer's accounts."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, Slot
from PySide6.QtQml import QmlElement

from kiosk.core.banking import (
    Account,
    BalanceType,
    Card,
    CardKind,
    CardStatus,
    CashAccountType,
    Limit,
    LimitKind,
    Transaction,
)
from kiosk.flows import accounts, changing, events
from kiosk.flows.banking import (
    AccountView,
    ActivateCard,
    ChangeAddress,
    ChangeLimit,
    ChangePhone,
    FreezeCard,
    LoseCard,
    MailStatement,
    ReleaseCard,
    RemovePayee,
    SavePayee,
    Span,
)
from kiosk.ui.amounts import COVERED, amount, day
from kiosk.ui.screens.base import Facts, Screen, Tell

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class AccountsScreen(Screen):
    """What these screens have in common: a step back, choices, and words for what a bank has."""

    PRIVATE = True

    def __init__(self, state: Any, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._choices: list[dict[str, str]] = []

    def goes_back(self) -> bool:
        return True

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        """What there is to choose from: `id`, `text`, `hint` and `symbol`."""
        return self._choices

    @Property(str, constant=True)
    def hotline(self) -> str:
        return self._facts.hotline

    @Slot(str)
    def choose(self, name: str) -> None:
        self._tell(events.Chosen(name))

    @Slot()
    def confirm(self) -> None:
        self._tell(events.Confirmed())

    @Slot()
    def back(self) -> None:
        self._tell(events.WentBack())

    @Slot()
    def tryAgain(self) -> None:
        self._tell(events.TriedAgain())

    @Slot()
    def startOver(self) -> None:
        self._tell(events.StartedOver())

    # Words
    def _account(self, account: Account) -> str:
        """What kind of account it is, and the end of its number."""
        kinds = {
            CashAccountType.CURRENT: self.tr("Current account"),
            CashAccountType.SAVINGS: self.tr("Savings account"),
            CashAccountType.OTHER: self.tr("Account"),
        }
        return f"{kinds[account.cash_account_type]}  {account.masked}"

    def _card(self, card: Card) -> str:
        """What kind of card it is, and the end of its number."""
        kinds = {CardKind.DEBIT: self.tr("Debit card"), CardKind.CREDIT: self.tr("Credit card")}
        return f"{kinds[card.kind]}  {_end_of(card.masked_pan)}"

    def _limit(self, limit: Limit) -> str:
        return {
            LimitKind.TRANSFER_SINGLE: self.tr("For one transfer"),
            LimitKind.TRANSFER_DAILY: self.tr("For transfers in a day"),
            LimitKind.CARD_DAILY: self.tr("For card payments in a day"),
            LimitKind.CASH_DAILY: self.tr("For cash in a day"),
        }[limit.kind]

    def _of_account(self, view: AccountView, hint: str) -> dict[str, str]:
        return {"id": view.account.resource_id, "text": self._account(view.account), "hint": hint, "symbol": "wallet"}


def _end_of(masked_pan: str) -> str:
    """`**** 0711`: the digits after the covered part."""
    return f"**** {masked_pan[-4:]}"


@QmlElement
class AccountsMenu(AccountsScreen):
    STATE = accounts.AccountsMenu
    PRIVATE = False

    def __init__(self, state: accounts.AccountsMenu, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        texts = {
            "balances": (self.tr("Balances and transactions"), "wallet"),
            "statement": (self.tr("Statement of account"), "paper"),
            "stopCard": (self.tr("My card is missing"), "cardStop"),
            "releaseCard": (self.tr("Use a stopped card again"), "bankCard"),
            "activateCard": (self.tr("Activate a new card"), "cardNew"),
            "phone": (self.tr("Change my phone number"), "phone"),
            "address": (self.tr("Change my address"), "home"),
            "limits": (self.tr("Limits"), "gauge"),
        }
        self._choices = [
            {"id": goal, "text": text, "symbol": symbol} for goal in accounts.GOALS for text, symbol in (texts[goal],)
        ]


@QmlElement
class AskingBank(AccountsScreen):
    STATE = accounts.AskingBank
    PRIVATE = False

    def goes_back(self) -> bool:
        return False


@QmlElement
class BankSilent(AccountsScreen):
    STATE = accounts.BankSilent
    PRIVATE = False

    def __init__(self, state: accounts.BankSilent, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._reason = state.reason
        match state.reason:
            case "bankLost":
                self._say(
                    self.tr("The bank is not answering just now"),
                    self.tr("Nothing was changed. You can try again in a moment, or our staff will help you."),
                )
            case accounts.SESSION_ENDED:
                self._say(
                    self.tr("For your safety this session has ended"),
                    self.tr("Nothing was changed. Please start over, and show your document again."),
                )
            case _:
                self._say(
                    self.tr("The bank does not show this account here"),
                    self.tr("Our staff will gladly look at it with you."),
                )

    @Property(bool, constant=True)
    def mayTryAgain(self) -> bool:
        return self._reason == "bankLost"

    @Property(bool, constant=True)
    def ended(self) -> bool:
        return self._reason == accounts.SESSION_ENDED


@QmlElement
class NothingThere(AccountsScreen):
    STATE = accounts.NothingThere
    PRIVATE = False

    def __init__(self, state: accounts.NothingThere, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        headings = {
            "stopCard": self.tr("You have no card that can be stopped"),
            "releaseCard": self.tr("You have no card that is stopped for now"),
            "activateCard": self.tr("You have no card waiting to be activated"),
            "limits": self.tr("There are no limits that you can set here"),
        }
        heading = headings.get(state.goal) or self.tr("You have no account that can be shown here")
        self._symbol = {"limits": "gauge"}.get(state.goal, "bankCard" if state.goal in headings else "wallet")
        lost = self.tr("A card that was reported lost or stolen can only be replaced.")
        self._say(
            heading,
            lost if state.goal == "releaseCard" else "",
            self.tr("If you expected something else, our staff will gladly help you."),
        )

    @Property(str, constant=True)
    def symbol(self) -> str:
        return self._symbol


@QmlElement
class AccountList(AccountsScreen):
    STATE = accounts.AccountList

    def __init__(self, state: accounts.AccountList, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._uncovered = state.uncovered
        self._choices = [self._of_account(view, self._balance(view)) for view in state.accounts]

    def _balance(self, view: AccountView) -> str:
        if not view.balances:
            return self.tr("The amount cannot be shown just now")
        if not self._uncovered:
            return COVERED
        parts = []
        for balance in view.balances:
            shown = amount(balance.balance_amount)
            if balance.balance_type is BalanceType.INTERIM_AVAILABLE:
                parts.append(self.tr("Available: %1").replace("%1", shown))
        return "  ".join(parts)

    @Property(bool, constant=True)
    def uncovered(self) -> bool:
        return self._uncovered


@QmlElement
class MovementList(AccountsScreen):
    STATE = accounts.MovementList

    def __init__(self, state: accounts.MovementList, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._state = state
        none = "" if state.booked else self.tr("There are no transactions.")
        self._say(self._account(state.view.account), self._available(), none)
        self._rows = [self._row(item) for item in state.booked]

    def _available(self) -> str:
        for balance in self._state.view.balances:
            if balance.balance_type is BalanceType.INTERIM_AVAILABLE:
                shown = amount(balance.balance_amount) if self._state.uncovered else COVERED
                return self.tr("Available: %1").replace("%1", shown)
        return ""

    def _row(self, item: Transaction) -> dict[str, str]:
        other = item.creditor_name or item.debtor_name or item.remittance_information_unstructured or ""
        details = item.remittance_information_unstructured or ""
        return {
            "other": other,
            "text": "  ".join(part for part in (day(item.booking_date), details) if part),
            "amount": amount(item.transaction_amount, signed=True) if self._state.uncovered else COVERED,
        }

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def rows(self) -> list[dict[str, str]]:
        """The transactions: `other`, `text` and `amount`."""
        return self._rows

    @Property(bool, constant=True)
    def uncovered(self) -> bool:
        return self._state.uncovered

    @Property(bool, constant=True)
    def hasOlder(self) -> bool:
        return self._state.next is not None

    @Property(bool, constant=True)
    def isNewest(self) -> bool:
        return self._state.first


@QmlElement
class StatementAccount(AccountsScreen):
    STATE = accounts.StatementAccount

    def __init__(self, state: accounts.StatementAccount, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._choices = [self._of_account(view, view.account.product_in(language)) for view in state.accounts]


@QmlElement
class StatementSpan(AccountsScreen):
    STATE = accounts.StatementSpan

    def __init__(self, state: accounts.StatementSpan, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        refused = self.tr("The bank has no statement for these days. Please choose others.") if state.refused else ""
        self._say(self._account(state.view.account), refused)
        self._choices = [
            {"id": Span.THIS_MONTH.value, "text": self.tr("This month"), "symbol": "paper"},
            {"id": Span.LAST_MONTH.value, "text": self.tr("Last month"), "symbol": "paper"},
            {"id": Span.THREE_MONTHS.value, "text": self.tr("The last three months"), "symbol": "paper"},
            {"id": Span.YEAR.value, "text": self.tr("The last twelve months"), "symbol": "paper"},
        ]


@QmlElement
class CardList(AccountsScreen):
    STATE = accounts.CardList

    def __init__(self, state: accounts.CardList, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        headings = {
            "stopCard": self.tr("Which card is missing?"),
            "releaseCard": self.tr("Which card do you want to use again?"),
            "activateCard": self.tr("Which card do you want to activate?"),
        }
        symbols = {"stopCard": "cardStop", "releaseCard": "bankCard", "activateCard": "cardNew"}
        self._say(headings[state.goal])
        told = {
            CardStatus.FROZEN: self.tr("Stopped for now"),
            CardStatus.INACTIVE: self.tr("Not activated yet"),
        }
        self._choices = [
            {
                "id": card.card_id,
                "text": self._card(card),
                "hint": told.get(card.status) or card.product_in(language),
                "symbol": symbols[state.goal],
            }
            for card in state.cards
        ]


@QmlElement
class CardStop(AccountsScreen):
    STATE = accounts.CardStop

    def __init__(self, state: accounts.CardStop, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._say(self._card(state.card), self.tr("Which is it? Either way nobody can pay with this card any more."))
        freeze = {
            "id": "freeze",
            "text": self.tr("I may find it: stop it for now"),
            "hint": self.tr("At once. Our staff can free it again."),
            "symbol": "pause",
        }
        lost = {
            "id": "lost",
            "text": self.tr("Lost or stolen: stop it for ever"),
            "hint": self.tr("It can never be used again. A new card can be ordered."),
            "symbol": "cardStop",
        }
        self._choices = [freeze, lost] if state.card.status is CardStatus.ACTIVE else [lost]


@QmlElement
class CardFrozen(AccountsScreen):
    STATE = accounts.CardFrozen

    def __init__(self, state: accounts.CardFrozen, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._say(
            self.tr("This card is stopped already"),
            self._card(state.card),
            self.tr("Our staff can free it, here and now. If it was lost or stolen, stop it for ever."),
        )

    @Slot()
    def lose(self) -> None:
        self._tell(events.Chosen("lost"))


@QmlElement
class CardExpiry(AccountsScreen):
    STATE = accounts.CardExpiry

    def __init__(self, state: accounts.CardExpiry, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._text = state.text
        self._say(
            self.tr("When does the card expire?"),
            self._card(state.card),
            self.tr("This is not the date on the card. Please look again: month and year, four digits.")
            if state.wrong
            else self.tr("Type month and year as printed on the card, four digits."),
        )

    @Property(str, constant=True)
    def text(self) -> str:
        return self._text

    @Slot(str)
    def type(self, text: str) -> None:
        self._tell(events.Typed(text))


@QmlElement
class NewPhone(AccountsScreen):
    STATE = accounts.NewPhone

    def __init__(self, state: accounts.NewPhone, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._text = state.text
        held = self.tr("On file: %1").replace("%1", state.held) if state.held else ""
        wrong = self.tr("This is not a mobile number. Numbers of other countries begin with + and their code.")
        self._say(self.tr("What is your new phone number?"), wrong if state.wrong else held)

    @Property(str, constant=True)
    def text(self) -> str:
        return self._text

    @Slot(str)
    def type(self, text: str) -> None:
        self._tell(events.Typed(text))


@QmlElement
class NewAddress(AccountsScreen):
    STATE = accounts.NewAddress

    def __init__(self, state: accounts.NewAddress, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._text = state.text
        held = self.tr("On file: %1").replace("%1", state.held) if state.held else ""
        wrong = self.tr("Please write the whole address: city, street and number.")
        self._say(self.tr("What is your new address?"), wrong if state.wrong else held)

    @Property(str, constant=True)
    def text(self) -> str:
        return self._text

    @Property(int, constant=True)
    def longest(self) -> int:
        return accounts.ADDRESS_LONGEST

    @Property(bool, constant=True)
    def chinese(self) -> bool:
        return self._language.startswith("zh")

    @Slot(str)
    def type(self, text: str) -> None:
        self._tell(events.Typed(text))


@QmlElement
class LimitList(AccountsScreen):
    STATE = accounts.LimitList

    def __init__(self, state: accounts.LimitList, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._choices = [
            {
                "id": limit.limit_id,
                "text": self._limit(limit),
                "hint": self.tr("Now %1").replace("%1", amount(limit.amount)),
                "symbol": "gauge",
            }
            for limit in state.limits
        ]


@QmlElement
class NewLimit(AccountsScreen):
    STATE = accounts.NewLimit

    def __init__(self, state: accounts.NewLimit, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._text = state.text
        limit = state.limit
        now = self.tr("Now %1. Here at most %2.").replace("%1", amount(limit.amount))
        above = self.tr("You can set at most %2 here. For more, please ask our staff.")
        same = self.tr("This is what it is now: %1.").replace("%1", amount(limit.amount))
        line = {"above": above, "same": same}.get(state.wrong, now).replace("%2", amount(limit.bound))
        self._say(self._limit(limit), line)
        self._currency = limit.amount.currency

    @Property(str, constant=True)
    def text(self) -> str:
        return self._text

    @Property(str, constant=True)
    def currency(self) -> str:
        return self._currency

    @Property(int, constant=True)
    def longest(self) -> int:
        return accounts.AMOUNT_LONGEST

    @Slot(str)
    def type(self, text: str) -> None:
        self._tell(events.Typed(text))


@QmlElement
class ChangeConfirm(AccountsScreen):
    STATE = changing.ChangeConfirm

    def __init__(self, state: changing.ChangeConfirm, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._symbol, self._yes, self._about = "question", self.tr("Yes, change it"), ""
        match state.change:
            case LoseCard(card):
                self._symbol, self._yes, self._about = "bankCard", self.tr("Yes, stop it for ever"), self._card(card)
                self._say(
                    self.tr("Stop this card for ever?"),
                    self.tr("It can never be used again, not even when it is found."),
                )
            case ReleaseCard(card):
                self._symbol, self._yes, self._about = "bankCard", self.tr("Yes, call staff"), self._card(card)
                self._say(
                    self.tr("Do you want to use this card again?"),
                    self.tr("A member of staff will come to you, check you and your document, and decide."),
                    self.tr("Please have the document ready."),
                )
            case ChangePhone(phone):
                self._symbol, self._yes, self._about = "phone", self.tr("Yes, send the code"), _phone(phone)
                self._say(self.tr("Is this your new phone number?"), self.tr("We will send a code to it."))
            case ChangeAddress(address):
                self._symbol, self._about = "home", address
                self._say(
                    self.tr("Is this your new address?"),
                    self.tr("The change needs a code that we send to your phone."),
                )
            case ChangeLimit(limit, wanted):
                self._symbol = "gauge"
                told = self.tr("From %1 to %2").replace("%1", amount(limit.amount)).replace("%2", amount(wanted))
                self._about = told
                raised = self.tr("A higher limit needs a code that we send to your phone.")
                self._say(self.tr("Change this limit?"), self._limit(limit), raised if wanted > limit.amount else "")
            case MailStatement(statement):
                self._symbol, self._yes, self._about = "mail", self.tr("Yes, send it"), statement.email or ""
                self._say(
                    self.tr("Send the statement by e-mail?"),
                    self.tr("The bank sends it to the address it has on file, and to no other."),
                )
            case RemovePayee(payee):
                self._symbol, self._yes = "person", self.tr("Yes, remove it")
                self._about = f"{payee.name}\n{payee.account}"
                self._say(
                    self.tr("Remove this saved payee?"),
                    self.tr("Money that is on its way is not touched. To pay them again you type name and account."),
                )
            case FreezeCard() | ActivateCard() | SavePayee():
                pass  # done without asking

    @Property(str, constant=True)
    def symbol(self) -> str:
        return self._symbol

    @Property(str, constant=True)
    def about(self) -> str:
        return self._about

    @Property(str, constant=True)
    def yes(self) -> str:
        return self._yes


def _phone(phone: str) -> str:
    """A number as people read it: `+86 138 0000 0012`."""
    if phone.startswith(accounts.HOME) and len(phone) == 14:
        bare = phone.removeprefix(accounts.HOME)
        return f"{accounts.HOME} {bare[:3]} {bare[3:7]} {bare[7:]}"
    return phone


@QmlElement
class ChangeUnderWay(AccountsScreen):
    STATE = changing.ChangeUnderWay

    def __init__(self, state: changing.ChangeUnderWay, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        stopping = isinstance(state.change, FreezeCard | LoseCard)
        if state.settling:
            self._say(self.tr("We are asking the bank what became of it"))
        elif isinstance(state.change, ReleaseCard):
            self._say(self.tr("Your request goes to the bank"))
        else:
            self._say(self.tr("Your card is being stopped") if stopping else self.tr("Your change is being made"))
        match state.change:
            case SavePayee() if not state.settling:
                self._say(self.tr("The payee is being saved"))
            case RemovePayee() if not state.settling:
                self._say(self.tr("The payee is being removed"))

    def goes_back(self) -> bool:
        return False

    def may_start_over(self) -> bool:
        return False


@QmlElement
class ChangeWithStaff(AccountsScreen):
    STATE = changing.ChangeWithStaff

    def __init__(self, state: changing.ChangeWithStaff, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._about = self._card(state.change.card) if isinstance(state.change, ReleaseCard) else ""
        coming = self.tr("Our staff will check you and your document, and decide whether this card can be used again.")
        match state.delivered, state.who, state.late:
            case None, _, _:
                heading = self.tr("We are calling a member of staff")
            case False, _, _:
                heading = self.tr("Please go to the desk")
                coming = self.tr(
                    "We could not reach our staff from this kiosk. At the desk they can decide it as well."
                )
            case _, str(who), _:
                heading = self.tr("%1 is on the way").replace("%1", who)
            case _, _, True:
                heading = self.tr("Nobody has answered yet")
                coming = self.tr("We have called our staff again. At the desk they can decide it as well.")
            case _:
                heading = self.tr("A member of staff is coming")
        self._say(
            heading,
            coming,
            self.tr("The bank is not answering just now. We keep asking.") if state.silent else "",
            self.tr("You need not wait here: your request stays open for some minutes."),
        )

    def goes_back(self) -> bool:
        return False

    @Property(str, constant=True)
    def about(self) -> str:
        return self._about


@QmlElement
class ChangeDone(AccountsScreen):
    STATE = changing.ChangeDone

    def __init__(self, state: changing.ChangeDone, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        already, further = state.already, ""
        match state.change:
            case FreezeCard(card):
                heading = self.tr("The card was stopped already") if already else self.tr("Your card is stopped")
                self._symbol, self._about = "bankCard", self._card(card)
                further = self.tr("Nobody can pay with it. If you find it, our staff will free it.")
            case LoseCard(card):
                stopped = self.tr("Your card is stopped for ever")
                heading = self.tr("The card was stopped already") if already else stopped
                self._symbol, self._about = "bankCard", self._card(card)
                further = self.tr("Nobody can pay with it. Our staff will order a new card for you.")
            case ReleaseCard(card):
                heading = self.tr("Your card can be used again")
                self._symbol, self._about = "bankCard", self._card(card)
            case ActivateCard(card):
                heading = self.tr("Your card is active")
                self._symbol, self._about = "bankCard", self._card(card)
            case ChangePhone(phone):
                heading = self.tr("Your new phone number is on file")
                self._symbol, self._about = "phone", _phone(phone)
            case ChangeAddress(address):
                heading = self.tr("Your new address is on file")
                self._symbol, self._about = "home", address
            case ChangeLimit(limit, wanted):
                heading = self.tr("Your new limit applies from now on")
                self._symbol, self._about = "gauge", f"{self._limit(limit)}  {amount(wanted)}"
            case MailStatement(statement):
                heading = self.tr("The bank will send your statement")
                self._symbol, self._about = "mail", statement.email or ""
            case SavePayee(payment):
                heading = self.tr("The payee is saved")
                self._symbol, self._about = "person", f"{payment.name}\n{payment.account}"
            case RemovePayee(payee):
                heading = self.tr("The payee is removed")
                self._symbol, self._about = "person", f"{payee.name}\n{payee.account}"
        number = self.tr("Reference: %1").replace("%1", state.reference) if state.reference else ""
        self._say(heading, further, number)

    def goes_back(self) -> bool:
        return False

    @Property(str, constant=True)
    def symbol(self) -> str:
        return self._symbol

    @Property(str, constant=True)
    def about(self) -> str:
        return self._about


@QmlElement
class ChangeTurnedDown(AccountsScreen):
    STATE = changing.ChangeTurnedDown

    def __init__(self, state: changing.ChangeTurnedDown, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._state = state
        match state.reason:
            case "proofNeeded":
                self._say(
                    self.tr("The code was not accepted for this"),
                    self.tr("Nothing was changed. You can begin again, or our staff will help you."),
                )
            case "aboveBound":
                self._say(
                    self.tr("A limit this high cannot be set here"),
                    self.tr("Nothing was changed. Our staff can do it with you."),
                )
            case "tooManyTries":
                self._say(
                    self.tr("The date was wrong too often"),
                    self.tr("The card stays as it is. Our staff will activate it with you."),
                )
            case "staffRefused":
                self._say(
                    self.tr("Your card stays stopped"),
                    self.tr("Our staff decided this. They will tell you why, and what can be done."),
                )
            case "expired":
                self._say(
                    self.tr("Nobody has decided in time"),
                    self.tr("Your card stays stopped for now. You can ask again, or go to the desk."),
                )
            case "cardLost":
                self._say(
                    self.tr("This card can only be replaced"),
                    self.tr("It was reported lost or stolen. Our staff will order a new card for you."),
                )
            case changing.FORGOTTEN:
                self._say(
                    self.tr("The bank no longer knows of your request"),
                    self.tr("We do not know whether your card can be used. Our staff will find out with you."),
                )
            case "noAddress":
                self._say(
                    self.tr("The bank has no e-mail address of yours on file"),
                    self.tr("Please choose another way, or give our staff your address."),
                )
            case changing.SESSION_ENDED:
                self._say(
                    self.tr("For your safety this session has ended"),
                    self.tr("Nothing was changed. Please start over, and show your document again."),
                )
            case _:
                self._say(
                    self.tr("The bank does not offer this here"),
                    self.tr("Nothing was changed. Our staff will see with you what is possible."),
                )

    @Property(bool, constant=True)
    def ended(self) -> bool:
        return self._state.reason == changing.SESSION_ENDED


@QmlElement
class ChangeUnknown(AccountsScreen):
    STATE = changing.ChangeUnknown

    def __init__(self, state: changing.ChangeUnknown, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        stopping = isinstance(state.change, FreezeCard | LoseCard)
        call = self.tr("Please ring %1 now to be sure.") if stopping else self.tr("You can also ring %1.")
        match state.change:
            case FreezeCard() | LoseCard():
                heading = self.tr("We do not know yet whether your card is stopped")
            case ReleaseCard():
                heading = self.tr("We do not know yet whether your request reached the bank")
            case SavePayee():
                heading = self.tr("We do not know yet whether the payee is saved")
            case RemovePayee():
                heading = self.tr("We do not know yet whether the payee is removed")
            case _:
                heading = self.tr("We do not know yet whether it was changed")
        self._say(
            heading,
            self.tr("The bank has not answered. We keep asking, even after you leave, and nothing is done twice."),
            call.replace("%1", facts.hotline) if facts.hotline else "",
        )

    def goes_back(self) -> bool:
        return False


@QmlElement
class ChangeNotMade(AccountsScreen):
    STATE = changing.ChangeNotMade

    def __init__(self, state: changing.ChangeNotMade, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        stopping = isinstance(state.change, FreezeCard | LoseCard)
        self._say(
            self.tr("Your card is not stopped") if stopping else self.tr("Nothing was changed"),
            self.tr("What you asked for did not reach the bank. Please try again."),
        )
