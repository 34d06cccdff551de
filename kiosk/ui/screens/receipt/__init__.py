"""How the customer takes along what was done: on paper, on the phone, or not at all."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property
from PySide6.QtQml import QmlElement

from kiosk.core.ports import PrintOutcome
from kiosk.core.receipt import Item
from kiosk.flows import accounts, receipt
from kiosk.ui.amounts import day
from kiosk.ui.screens.accounts import AccountsScreen
from kiosk.ui.screens.base import Facts, Tell

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ReceiptOffer(AccountsScreen):
    STATE = receipt.ReceiptOffer

    def __init__(self, state: receipt.ReceiptOffer, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._state = state
        ways = {
            receipt.PRINT: {"text": self.tr("Print"), "symbol": "printer"},
            receipt.PHONE: {"text": self.tr("Take it along on my phone"), "symbol": "code"},
        }
        self._choices = [{"id": way, **ways[way]} for way in state.ways]
        match state.paper:
            case accounts.StatementCopy() as copy:
                self._of_statement(copy)
            case _:
                told = self.tr("It says what was done, when and where. Account numbers are covered.")
                again = self.tr("Would you like it in another way, too?")
                self._say(again if state.had else self.tr("Would you like a receipt?"), told)
        self._done = self.tr("Done") if state.had or self._is_statement else self.tr("No receipt")

    @property
    def _is_statement(self) -> bool:
        return isinstance(self._state.paper, accounts.StatementCopy)

    def _of_statement(self, copy: accounts.StatementCopy) -> None:
        view = copy.view
        days = f"{day(view.period.date_from)} \N{EN DASH} {day(view.period.date_to)}"
        count = self.tr("Transactions: %1").replace("%1", str(view.count))
        self._say(self.tr("Your statement is ready"), self._account(view.account), f"{days}\n{count}")
        if view.email is not None:
            mail = {"text": self.tr("Send by e-mail"), "hint": view.email, "symbol": "mail"}
            self._choices.append({"id": accounts.EMAIL, **mail})
        number = self.tr("Account number covered") if copy.covered else self.tr("Account number in full")
        symbol = "covered" if copy.covered else "eye"
        hint = self.tr("Touch to change")
        self._choices.append({"id": accounts.NUMBER, "text": number, "hint": hint, "symbol": symbol})

    @Property(str, constant=True)
    def note(self) -> str:
        """Why the last way failed; empty where none did."""
        match self._state.trouble:
            case None:
                return ""
            case PrintOutcome.PAPER_OUT:
                return self.tr("The printer is out of paper. Please choose another way, or call our staff.")
            case receipt.BANK_LOST:
                return self.tr("The bank is not answering just now. Please choose another way, or try again.")
            case _:
                return self.tr("This printer cannot print now. Please choose another way, or call our staff.")

    @Property(bool, constant=True)
    def lost(self) -> bool:
        """Whether it failed for want of the bank, not of the printer."""
        return self._state.trouble == receipt.BANK_LOST

    @Property(str, constant=True)
    def done(self) -> str:
        """What it means to go on."""
        return self._done

    @Property(bool, constant=True)
    def had(self) -> bool:
        return self._state.had


@QmlElement
class ReceiptWorking(AccountsScreen):
    STATE = receipt.ReceiptWorking

    def __init__(self, state: receipt.ReceiptWorking, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        printing = state.way == receipt.PRINT
        self._say(self.tr("It is being printed") if printing else self.tr("It is being prepared"))

    def goes_back(self) -> bool:
        return False


class InHand(AccountsScreen):
    """The customer takes it."""

    def __init__(self, state: Any, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        paper = state.offer.paper
        self._statement = isinstance(paper, accounts.StatementCopy)
        self._written: list[str] = state.text.split("\n") if isinstance(paper, receipt.Slip) and state.text else []
        kinds = [line.item for line in paper.receipt.lines] if isinstance(paper, receipt.Slip) else []
        self._secret = {1 + place for place, item in enumerate(kinds) if item is Item.CODE}

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def written(self) -> list[str]:
        """What a receipt says."""
        return self._written

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def overheard(self) -> list[str]:
        """What others may hear of it: all but the code."""
        return [line for place, line in enumerate(self._written) if place not in self._secret]


@QmlElement
class ReceiptPrinted(InHand):
    STATE = receipt.ReceiptPrinted

    def __init__(self, state: receipt.ReceiptPrinted, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._say(
            self.tr("Please take your statement from the printer")
            if self._statement
            else self.tr("Please take your receipt from the printer"),
            self.tr("Leave nothing behind: the next customer could read it."),
        )


@QmlElement
class ReceiptOnPhone(InHand):
    STATE = receipt.ReceiptOnPhone

    def __init__(self, state: receipt.ReceiptOnPhone, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._text = state.text
        heading = self.tr("Scan the code with your phone")
        if state.expires is not None:
            until = f"{state.expires.astimezone(facts.timezone):%H:%M}"
            once = self.tr("The statement can be downloaded once, until %1. Let nobody else scan it.")
            self._say(heading, once.replace("%1", until))
        else:
            self._say(
                heading,
                self.tr("The code holds the receipt itself, as text: keep it, or take a picture of it."),
                self.tr("Your phone needs no network for it."),
            )

    @Property(str, constant=True)
    def text(self) -> str:
        """What the phone reads."""
        return self._text
