"""The screens of transfers."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Property, Slot
from PySide6.QtQml import QmlElement

from kiosk.core import iban
from kiosk.core.banking import mask_name
from kiosk.core.fraud import Delay
from kiosk.core.money import Money, digits
from kiosk.core.payments import LONGEST_NAME, LONGEST_NOTE, NUMBER_DIGITS, CancelRefusal, Payment, PaymentRefusal
from kiosk.flows import events, transfer
from kiosk.ui.amounts import amount, figure, grouped
from kiosk.ui.screens.accounts import AccountsScreen
from kiosk.ui.screens.base import Facts, Tell

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1

_SEND: Final = "确认实时转账"
_YUAN: Final = "人民币 %1 元"
_CHINESE: Final = (
    "收款人：%1",
    "收款账号：%1",
    "转账金额：%1",
    "到账方式：实时到账。确认后款项立即转出，不能撤销。",
)
"""What PBoC 85 of 2019 wants on every language's page: payee (masked), account, amount, and that it is real-time."""


class _Names:
    """A payee's parts as they are said of a draft or of a payment."""

    def __init__(self, draft: transfer.Draft) -> None:
        checked = draft.checked
        self.name = mask_name(checked.name) if checked is not None else ""
        self.number = grouped(checked.account) if checked is not None else ""
        self.tail = checked.account[-4:] if checked is not None else ""
        self.amount = draft.amount or Money(0, draft.currency)


@QmlElement
class TransferScreen(AccountsScreen):
    """What these screens have in common."""

    def __init__(self, state: Any, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._state = state
        self._text: str = getattr(state, "text", "")
        self._about = ""

    @Property(str, constant=True)
    def text(self) -> str:
        """What is typed."""
        return self._text

    @Property(str, constant=True)
    def about(self) -> str:
        """What it is all about, in a note of its own."""
        return self._about

    @Property(bool, constant=True)
    def chinese(self) -> bool:
        return self._language.startswith("zh")

    @Slot(str)
    def type(self, text: str) -> None:
        self._tell(events.Typed(text))

    @Slot()
    def decline(self) -> None:
        self._tell(events.Declined())

    @Slot()
    def skip(self) -> None:
        self._tell(events.Skipped())

    def _when(self, delay: Delay) -> str:
        """When money of a delay goes, before the bank has said it."""
        match delay:
            case Delay.REAL_TIME:
                return self.tr("At once; it cannot be taken back")
            case Delay.TWO_HOURS:
                return self.tr("In 2 hours; until then you can cancel it")
            case Delay.NEXT_DAY:
                return self.tr("Tomorrow; until then you can cancel it")
            case Delay.AFTER_DAY:
                return self.tr("In 24 hours; until then you can cancel it")

    def _payment(self, payment: Payment) -> str:
        """A payment in a line: how much and to whom."""
        told = self.tr("%1 to %2, account %3").replace("%1", amount(payment.amount)).replace("%2", payment.name)
        return told.replace("%3", payment.account)

    def _reference(self, reference: str) -> str:
        return self.tr("Reference: %1").replace("%1", reference)

    def _ring(self) -> str:
        return self.tr("You can also ring %1.").replace("%1", self._facts.hotline) if self._facts.hotline else ""


# Before
@QmlElement
class TransferAsking(TransferScreen):
    STATE = transfer.TransferAsking
    PRIVATE = False

    def goes_back(self) -> bool:
        return False


@QmlElement
class TransferSilent(TransferScreen):
    STATE = transfer.TransferSilent
    PRIVATE = False

    def __init__(self, state: transfer.TransferSilent, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        if state.reason == transfer.BANK_LOST:
            self._say(
                self.tr("The bank is not answering just now"),
                self.tr("No money was moved. You can try again in a moment, or our staff will help you."),
            )
        else:
            self._say(
                self.tr("For your safety this session has ended"),
                self.tr("No money was moved. Please start over, and show your document again."),
            )

    @Property(bool, constant=True)
    def ended(self) -> bool:
        return bool(self._state.reason == transfer.SESSION_ENDED)


@QmlElement
class NoAccount(TransferScreen):
    STATE = transfer.NoAccount
    PRIVATE = False


@QmlElement
class TransferMenu(TransferScreen):
    STATE = transfer.TransferMenu
    PRIVATE = False

    def __init__(self, state: transfer.TransferMenu, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        count = self.tr("Waiting: %1").replace("%1", str(len(state.loaded.pending)))
        self._choices = [
            {"id": "new", "text": self.tr("Send money"), "symbol": "send"},
            {"id": "pending", "text": self.tr("See or cancel waiting transfers"), "hint": count, "symbol": "clock"},
        ]


@QmlElement
class FromAccount(TransferScreen):
    STATE = transfer.FromAccount

    def __init__(self, state: transfer.FromAccount, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._choices = [
            {
                "id": source.account.resource_id,
                "text": self._account(source.account),
                "hint": source.account.currency,
                "symbol": "wallet",
            }
            for source in transfer.usable(state.loaded)
        ]


@QmlElement
class ToWhom(TransferScreen):
    STATE = transfer.ToWhom

    def __init__(self, state: transfer.ToWhom, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        new = {"id": transfer.NEW, "text": self.tr("Somebody new"), "symbol": "pen"}
        own = [
            {
                "id": transfer.OWN + source.account.resource_id,
                "text": self._account(source.account),
                "hint": self.tr("My own account"),
                "symbol": "wallet",
            }
            for source in state.own
        ]
        saved = [
            {"id": transfer.SAVED + payee.payee_id, "text": payee.name, "hint": payee.account, "symbol": "person"}
            for payee in state.draft.loaded.payees.payees
        ]
        remove = {"id": transfer.REMOVE, "text": self.tr("Remove a saved payee"), "symbol": "close"}
        self._choices = [new, *own, *saved, *([remove] if saved else [])]


@QmlElement
class RemovablePayees(TransferScreen):
    STATE = transfer.RemovablePayees

    def __init__(self, state: transfer.RemovablePayees, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._choices = [
            {"id": payee.payee_id, "text": payee.name, "hint": payee.account, "symbol": "person"}
            for payee in state.draft.loaded.payees.payees
        ]


@QmlElement
class PayeeNumber(TransferScreen):
    STATE = transfer.PayeeNumber

    def __init__(self, state: transfer.PayeeNumber, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        lines = {
            "digits": self.tr("An account number has at least 8 digits. Please look at it again."),
            "same": self.tr("This is the account the money comes from. Please type another."),
        }
        self._say(self.tr("Which account shall it go to?"), lines.get(state.wrong, ""))

    @Property(int, constant=True)
    def longest(self) -> int:
        return NUMBER_DIGITS[1]


@QmlElement
class PayeeIban(TransferScreen):
    STATE = transfer.PayeeIban

    def __init__(self, state: transfer.PayeeIban, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        number = iban.normalised(state.text)
        counted = self.tr("An IBAN that begins with %1 has %2 letters and digits; here are %3.")
        counted = counted.replace("%1", number[:2]).replace("%2", str(iban.LENGTHS.get(number[:2], iban.LONGEST)))
        lines = {
            iban.Fault.FORM: self.tr("An IBAN begins with two letters and two digits. Please look at it again."),
            iban.Fault.LENGTH: counted.replace("%3", str(len(number))),
            iban.Fault.CHECK: self.tr("Something in it is mistyped. Please compare it, group by group."),
            "same": self.tr("This is the account the money comes from. Please type another."),
        }
        plain = self.tr("It begins with two letters for the country, such as DE or FR.")
        self._say(self.tr("Which IBAN shall it go to?"), lines.get(state.wrong, plain))

    @Property(int, constant=True)
    def longest(self) -> int:
        return transfer.IBAN_LONGEST


@QmlElement
class PayeeName(TransferScreen):
    STATE = transfer.PayeeName

    def __init__(self, state: transfer.PayeeName, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        number = self.tr("Account: %1").replace("%1", grouped(state.draft.number))
        wrong = self.tr("Please write the whole name, as the bank knows it.") if state.wrong else ""
        self._say(self.tr("Whose account is it?"), wrong or number)

    @Property(int, constant=True)
    def longest(self) -> int:
        return LONGEST_NAME


# Confirmation of Payee
class PayeeJudged(TransferScreen):
    """What was typed, and what the payee's bank says of it."""

    def __init__(self, state: Any, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        checked = state.draft.checked
        self._typed = checked.name if checked is not None else ""
        self._close = (checked.close_name or "") if checked is not None else ""
        number = grouped(checked.account) if checked is not None else ""
        self._about = f"{self._typed}\n{number}"


@QmlElement
class PayeeMatch(PayeeJudged):
    STATE = transfer.PayeeMatch

    def __init__(self, state: transfer.PayeeMatch, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._say(
            self.tr("Name and account match"),
            self.tr("The bank says that this account belongs to the person you named."),
        )


@QmlElement
class PayeeCloseMatch(PayeeJudged):
    STATE = transfer.PayeeCloseMatch

    def __init__(self, state: transfer.PayeeCloseMatch, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._say(
            self.tr("The name is a little different"),
            self.tr("You wrote: %1").replace("%1", self._typed),
            self.tr("The account belongs to: %1").replace("%1", self._close),
            self.tr("Go on only if you are sure that this is the one you mean."),
        )

    @Property(str, constant=True)
    def yes(self) -> str:
        return self.tr("Yes, I mean %1").replace("%1", self._close)


@QmlElement
class PayeeNoMatch(PayeeJudged):
    STATE = transfer.PayeeNoMatch

    def __init__(self, state: transfer.PayeeNoMatch, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._say(
            self.tr("Stop: the account belongs to somebody else"),
            self.tr("The name that you wrote is not that of the account."),
            self.tr("If somebody told you that this is all right and you should go on, it is a fraud."),
        )


@QmlElement
class PayeeUnchecked(PayeeJudged):
    STATE = transfer.PayeeUnchecked

    def __init__(self, state: transfer.PayeeUnchecked, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._say(
            self.tr("Nobody could check whose account this is"),
            self.tr("The payee's bank is not answering. Money that goes to a wrong account is hard to get back."),
            self.tr("Please look at name and number again before you go on."),
        )


# How much
@QmlElement
class TransferAmount(TransferScreen):
    STATE = transfer.TransferAmount

    def __init__(self, state: transfer.TransferAmount, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        draft = state.draft
        names = _Names(draft)
        to = self.tr("To %1, account %2").replace("%1", names.name).replace("%2", names.tail)
        wrong = {
            "none": self.tr("Please type an amount."),
            PaymentRefusal.FUNDS: self.tr("There is not enough money in this account. Please type less."),
            PaymentRefusal.LIMIT_SINGLE: self.tr(
                "This is above your limit for one transfer. Please type less, or ask our staff."
            ),
            PaymentRefusal.LIMIT_DAILY: self.tr(
                "This would take you above your limit for today. Please type less, or ask our staff."
            ),
        }
        self._say(self.tr("How much shall it be?"), wrong.get(state.wrong, to))
        self._currency = draft.currency

    @Property(str, constant=True)
    def currency(self) -> str:
        return self._currency

    @Property(str, constant=True)
    def point(self) -> str:
        """The key of the decimal point, where the currency has parts."""
        return "." if digits(self._currency) else ""

    @Property(int, constant=True)
    def longest(self) -> int:
        return transfer.AMOUNT_LONGEST


# Confirmed
class Reviewed(TransferScreen):
    """Everything of a transfer."""

    def __init__(self, state: Any, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        draft: transfer.Draft = state.draft
        self._names = names = _Names(draft)
        whole = (
            self.tr("To: %1").replace("%1", names.name),
            self.tr("Account: %1").replace("%1", names.number),
            self.tr("From: %1").replace("%1", self._account(draft.source.account)),
            self.tr("It goes: %1").replace("%1", self._when(draft.delay)),
            self.tr("Note: %1").replace("%1", draft.note) if draft.note else "",
        )
        self._whole = whole
        self._noted = self.tr("Change the note") if draft.note else self.tr("Add a note for the payee")

    @Property(str, constant=True)
    def noted(self) -> str:
        return self._noted


@QmlElement
class TransferReview(Reviewed):
    STATE = transfer.TransferReview

    def __init__(self, state: transfer.TransferReview, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        heading = self.tr("Send %1?").replace("%1", amount(self._names.amount))
        self._say(heading, "\n".join(self._whole[:4]), self._whole[4])


@QmlElement
class RealTimeReview(Reviewed):
    STATE = transfer.RealTimeReview

    def __init__(self, state: transfer.RealTimeReview, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        money = self._names.amount
        said = _YUAN.replace("%1", figure(money)) if money.currency == "CNY" else f"{money.currency} {figure(money)}"
        parts = zip(_CHINESE, (self._names.name, self._names.number, said, ""), strict=True)
        chinese = "\n".join(line.replace("%1", part) for line, part in parts)
        if self.chinese:
            note = self.tr("Note: %1").replace("%1", state.draft.note) if state.draft.note else ""
            source = self.tr("From: %1").replace("%1", self._account(state.draft.source.account))
            self._say("实时转账：请核对并确认", chinese, "\n".join(row for row in (source, note) if row))
        else:
            heading = self.tr("At once: is everything right?")
            said = self.tr("Amount: %1").replace("%1", amount(money))
            whose = "\n".join((said, *self._whole[:2]))
            self._say(f"实时转账：请核对并确认\n{heading}", chinese, whose, "\n".join(self._whole[2:4]), self._whole[4])

    @Property(str, constant=True)
    def yes(self) -> str:
        return _SEND if self.chinese else f"{_SEND}  {self.tr('Send at once')}"


@QmlElement
class TransferNote(TransferScreen):
    STATE = transfer.TransferNote

    def __init__(self, state: transfer.TransferNote, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._say(self.tr("What shall the payee read?"), self.tr("For example what the money is for."))

    @Property(int, constant=True)
    def longest(self) -> int:
        return LONGEST_NOTE


# After
@QmlElement
class Ordering(TransferScreen):
    STATE = transfer.Ordering

    def __init__(self, state: transfer.Ordering, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        settling = self.tr("We are asking the bank what became of it")
        self._say(settling if state.settling else self.tr("The bank is taking your order"))

    def goes_back(self) -> bool:
        return False

    def may_start_over(self) -> bool:
        return False


class TakenScreen(TransferScreen):
    """An order that the bank took, and its payee, who may be saved."""

    def __init__(self, state: transfer.Taken, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._about = self._payment(state.payment)
        self._saved = {
            "saved": self.tr("The payee is saved."),
            "unknown": self.tr("Whether the payee is saved is not known yet."),
            "no": self.tr("The payee is not saved."),
        }.get(state.saved, "")

    @Property(bool, constant=True)
    def maySave(self) -> bool:
        return bool(self._state.may_save)

    def goes_back(self) -> bool:
        return False


@QmlElement
class TransferDone(TakenScreen):
    STATE = transfer.TransferDone

    def __init__(self, state: transfer.TransferDone, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._say(self.tr("The money has been sent"), self._reference(state.payment.payment_id), self._saved)


@QmlElement
class TransferWaits(TakenScreen):
    STATE = transfer.TransferWaits

    def __init__(self, state: transfer.TransferWaits, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        due = self._moment(state.payment.due)
        self._say(
            self.tr("The money will be sent at %1").replace("%1", due),
            self.tr("Until then you can cancel it at any of our terminals, under transfers, or at a counter."),
            self._ring(),
            self._reference(state.payment.payment_id),
            self._saved,
        )


@QmlElement
class TransferUnknown(TransferScreen):
    STATE = transfer.TransferUnknown

    def __init__(self, state: transfer.TransferUnknown, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._say(
            self.tr("We do not know yet whether the money will be sent"),
            self.tr("The bank has not answered. Please do not send it again: we keep asking, even after you leave."),
            self._ring(),
            self._reference(state.reference),
        )

    def goes_back(self) -> bool:
        return False


@QmlElement
class TransferNotSent(TransferScreen):
    STATE = transfer.TransferNotSent

    def __init__(self, state: transfer.TransferNotSent, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._say(
            self.tr("No money was sent"),
            self.tr("Your order did not reach the bank. You can send it now; it will be sent only once."),
        )


@QmlElement
class TransferRefused(TransferScreen):
    STATE = transfer.TransferRefused

    def __init__(self, state: transfer.TransferRefused, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        nothing = self.tr("No money was moved.")
        texts = {
            PaymentRefusal.FUNDS: (self.tr("There is not enough money in this account"), ""),
            PaymentRefusal.LIMIT_SINGLE: (self.tr("This is above your limit for one transfer"), ""),
            PaymentRefusal.LIMIT_DAILY: (self.tr("This is above your limit for today"), ""),
            PaymentRefusal.PAYEE_BLOCKED: (
                self.tr("The bank sends no money to this account"),
                self.tr("It may belong to fraudsters. Please talk to our staff before you do anything else."),
            ),
            PaymentRefusal.PAYEE_CHANGED: (
                self.tr("Something about the payee has changed"),
                self.tr("Please choose the payee again, and look at name and number."),
            ),
            PaymentRefusal.NO_PAYEE: (
                self.tr("This payee is no longer on your list"),
                self.tr("Please choose the payee again."),
            ),
            PaymentRefusal.ACCOUNT_BLOCKED: (
                self.tr("No money can be sent from this account now"),
                self.tr("Our staff can tell you why."),
            ),
            PaymentRefusal.PROOF_NEEDED: (
                self.tr("The code was not accepted for this"),
                self.tr("Please confirm the transfer once more."),
            ),
            PaymentRefusal.DELAY_NEEDED: (
                self.tr("The bank does not send this money at once"),
                self.tr("Please choose a later time."),
            ),
            PaymentRefusal.NOT_POSSIBLE: (
                self.tr("The bank does not make this transfer here"),
                self.tr("Our staff will see with you what is possible."),
            ),
        }
        heading, line = texts[state.reason]
        self._say(heading, nothing, line)
        self._yes = {
            "amount": self.tr("Type another amount"),
            "payee": self.tr("Choose the payee again"),
            "again": self.tr("Once more"),
        }.get(state.way_on, "")

    @Property(str, constant=True)
    def yes(self) -> str:
        """The way on that the customer can take alone; empty for none."""
        return self._yes

    @Property(bool, constant=True)
    def suspicious(self) -> bool:
        """Whether staff come first."""
        return self._state.reason is PaymentRefusal.PAYEE_BLOCKED


# Orders that wait
@QmlElement
class PendingTransfers(TransferScreen):
    STATE = transfer.PendingTransfers

    def __init__(self, state: transfer.PendingTransfers, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._choices = [
            {
                "id": payment.payment_id,
                "text": self.tr("%1 to %2").replace("%1", amount(payment.amount)).replace("%2", payment.name),
                "hint": self.tr("To be sent at %1").replace("%1", self._moment(payment.due)),
                "symbol": "clock",
            }
            for payment in state.loaded.pending
        ]


@QmlElement
class PendingTransfer(TransferScreen):
    STATE = transfer.PendingTransfer

    def __init__(self, state: transfer.PendingTransfer, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        payment = state.payment
        self._say(
            self.tr("Cancel this transfer?"),
            self.tr("It will be sent at %1.").replace("%1", self._moment(payment.due)),
            self._reference(payment.payment_id),
        )
        self._about = self._payment(payment)


@QmlElement
class Cancelling(TransferScreen):
    STATE = transfer.Cancelling

    def __init__(self, state: transfer.Cancelling, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        settling = self.tr("We are asking the bank what became of it")
        self._say(settling if state.settling else self.tr("The transfer is being cancelled"))

    def goes_back(self) -> bool:
        return False

    def may_start_over(self) -> bool:
        return False


@QmlElement
class TransferCancelled(TransferScreen):
    STATE = transfer.TransferCancelled

    def __init__(self, state: transfer.TransferCancelled, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._say(
            self.tr("The transfer is cancelled"),
            self.tr("The money stays in your account."),
            self._reference(state.payment.payment_id),
        )
        self._about = self._payment(state.payment)

    def goes_back(self) -> bool:
        return False


@QmlElement
class CancelRefused(TransferScreen):
    STATE = transfer.CancelRefused

    def __init__(self, state: transfer.CancelRefused, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._too_late = state.reason == CancelRefusal.EXECUTED
        if self._too_late:
            self._say(
                self.tr("It is too late to cancel: the money has been sent"),
                self.tr("If you were deceived, call our staff now. The sooner, the better."),
            )
        else:
            self._say(
                self.tr("There is nothing left to cancel"),
                self.tr("This transfer was cancelled or refused before. No money is moved by it."),
            )
        self._about = self._payment(state.payment)

    def goes_back(self) -> bool:
        return False

    @Property(bool, constant=True)
    def tooLate(self) -> bool:
        """Whether the money has left, so that staff should hear of it."""
        return self._too_late


@QmlElement
class CancelUnknown(TransferScreen):
    STATE = transfer.CancelUnknown

    @Property(str, constant=True)
    def yes(self) -> str:
        return self.tr("Cancel it now") if self._state.never else self.tr("Ask again")

    def __init__(self, state: transfer.CancelUnknown, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        if state.never:
            self._say(
                self.tr("The transfer is not cancelled yet"),
                self.tr("Your request did not reach the bank. Please try again."),
                self._ring(),
            )
        else:
            self._say(
                self.tr("We do not know yet whether the transfer is cancelled"),
                self.tr("The bank has not answered. We keep asking, even after you leave."),
                self._ring(),
                self._reference(state.reference),
            )

    def goes_back(self) -> bool:
        return False
