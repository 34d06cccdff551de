"""Money to somebody else, or to another account of one's own; and the orders that wait.

1. From which account (one is not asked for), to whom, how much. A new payee's name is checked (Confirmation of Payee):
   each of the four answers has its own page, and none goes on by itself. One that does not fit must be sought out.
2. The bank says whether it would take the order. What it would not is said before anything else is asked.
3. The fraud rules: warning, questions, when the money goes (`warned`).
4. The customer sees everything once more and confirms. For real time where the rules say so, by a page that names the
   payee, masked, the account and the amount in Chinese in every language (PBoC 85 of 2019).
5. A one-time code, where the bank asks for one (`secondfactor`).
6. The order, once: by the key that the confirmation was given. While its answer is awaited the visit cannot be given
   up. A lost answer is shown as what it is, and asked for by the same key, now or after the visit. Where the bank
   says that the order never came, that key is void, and to send it after all takes a new one.
7. What became of it can be taken along (`receipt`).

A waiting order can be cancelled at any terminal until it is executed. A new payee can be saved once the bank has taken
the order, and a saved one removed (`changing`). Who was saved and never paid is to the rules as new.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, Final, TypeAlias

from kiosk.core import entries, iban
from kiosk.core.banking import AccountStatus, NeverCame, UnderWay, mask, mask_name
from kiosk.core.fraud import Delay, Kind, Operation, PayeeCheck
from kiosk.core.money import Money, MoneyError
from kiosk.core.payments import (
    LONGEST_NAME,
    LONGEST_NOTE,
    NUMBER_DIGITS,
    CheckedPayee,
    Creditor,
    NewPayee,
    NotCancelled,
    OwnAccount,
    Payee,
    Payees,
    Payment,
    PaymentOrder,
    PaymentRefusal,
    Prepared,
    Rejected,
    SavedPayee,
    TransactionStatus,
)
from kiosk.core.receipt import About, Item, Line, Receipt
from kiosk.flows import changing, receipt, secondfactor, warned
from kiosk.flows.banking import RemovePayee, SavePayee, SessionEnded
from kiosk.flows.effects import Effect, Note
from kiosk.flows.events import (
    BankLost,
    Chosen,
    Confirmed,
    Declined,
    Event,
    Skipped,
    TriedAgain,
    Typed,
    WentBack,
)
from kiosk.flows.ordering import (
    CANCEL,
    TRANSFER,
    CancelAnswered,
    CancelTransfer,
    CheckPayee,
    LoadTransfer,
    NameTransfer,
    OrderTransfer,
    PayeeChecked,
    PrepareTransfer,
    SettleTransfer,
    Source,
    TransferAnswered,
    TransferLoaded,
    TransferNamed,
    TransferPrepared,
    TransferSettled,
)
from kiosk.flows.service import Context, Finished, Left, Service, StaffNeeded

NAME: Final = "transfer"
AMOUNT_LONGEST: Final = 12
IBAN_LONGEST: Final = iban.LONGEST + 8
"""With the blanks between its groups."""
SESSION_ENDED: Final = "sessionEnded"
BANK_LOST: Final = "bankLost"
OWN, SAVED, NEW, REMOVE = "own.", "payee.", "new", "remove"
"""How the ids of what `ToWhom` offers begin."""
SAVE: Final = "save"
"""What is chosen to save the payee of an order."""

_NUMBER: Final = re.compile(f"[0-9]{{{NUMBER_DIGITS[0]},{NUMBER_DIGITS[1]}}}")
_SHORTEST_NAME: Final = 2
_AMOUNT_REASONS: Final = frozenset({PaymentRefusal.FUNDS, PaymentRefusal.LIMIT_SINGLE, PaymentRefusal.LIMIT_DAILY})
_PAYEE_REASONS: Final = frozenset({PaymentRefusal.PAYEE_BLOCKED, PaymentRefusal.PAYEE_CHANGED, PaymentRefusal.NO_PAYEE})


@dataclass(frozen=True)
class Loaded:
    """What the bank said when the customer began."""

    sources: tuple[Source, ...] = field(repr=False)
    payees: Payees = field(repr=False)
    pending: tuple[Payment, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Draft:
    """A transfer as far as the customer has said it."""

    loaded: Loaded
    source: Source
    creditor: Creditor | None = field(default=None, repr=False)
    number: str = field(default="", repr=False)
    """A new payee's account."""
    checked: CheckedPayee | None = field(default=None, repr=False)
    amount: Money | None = field(default=None, repr=False)
    note: str | None = field(default=None, repr=False)
    delay: Delay = Delay.AFTER_DAY
    confirmed: bool = False
    """Whether it holds only after the confirmation in Chinese."""
    second_factor: bool = False

    @property
    def own(self) -> bool:
        """Whether it is between the customer's own accounts."""
        return isinstance(self.creditor, OwnAccount)

    @property
    def new_payee(self) -> bool:
        """Whether the customer never paid this payee, as far as the bank has said; a saved one may be so, too."""
        match self.creditor:
            case OwnAccount():
                return False
            case SavedPayee(payee_id):
                return not any(payee.paid for payee in self.loaded.payees.payees if payee.payee_id == payee_id)
            case _:
                return True

    @property
    def currency(self) -> str:
        """The currency of the account."""
        return self.source.account.currency

    def order(self) -> PaymentOrder:
        """The order that it has become. Raises `LookupError` as long as something of it is missing."""
        if self.creditor is None or self.checked is None or self.amount is None:
            raise LookupError("the transfer is not complete")
        return PaymentOrder(
            debtor=self.source.account.resource_id,
            creditor=self.creditor,
            account=self.checked.account,
            name=self.checked.name,
            check=self.checked.check,
            amount=self.amount,
            delay=self.delay,
            note=self.note,
        )


# States
@dataclass(frozen=True)
class TransferAsking:
    """The bank is being asked: what there is (`draft` is None), about the payee, or whether it would take the order."""

    draft: Draft | None = None
    preparing: bool = False


@dataclass(frozen=True)
class TransferSilent:
    """The bank said nothing: `bankLost`, or `sessionEnded`. Nothing was done; `asking` is what is tried again."""

    reason: str
    asking: TransferAsking


@dataclass(frozen=True)
class NoAccount:
    """The customer has no account that money can leave here."""


@dataclass(frozen=True)
class TransferMenu:
    """A new transfer, or those that wait?"""

    loaded: Loaded


@dataclass(frozen=True)
class FromAccount:
    """From which account?"""

    loaded: Loaded


@dataclass(frozen=True)
class ToWhom:
    """To an own account, a saved payee or a new one?"""

    draft: Draft

    @property
    def own(self) -> tuple[Source, ...]:
        """The accounts that the money can go to."""
        from_ = self.draft.source.account
        return tuple(
            source
            for source in self.draft.loaded.sources
            if source.account.resource_id != from_.resource_id and source.account.currency == from_.currency
        )


@dataclass(frozen=True)
class RemovablePayees:
    """Which saved payee is to be removed?"""

    draft: Draft


@dataclass(frozen=True)
class PayeeNumber:
    """The new payee's account number; `wrong` is why it cannot be: `digits` or `same`."""

    draft: Draft
    wrong: str = ""
    text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class PayeeIban:
    """The new payee's IBAN; `wrong` is why it cannot be: a word of `iban.Fault`, or `same`."""

    draft: Draft
    wrong: str = ""
    text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class PayeeName:
    """The new payee's name; `wrong` where it is none."""

    draft: Draft
    wrong: bool = False
    text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class PayeeMatch:
    """The name is that of the account."""

    draft: Draft


@dataclass(frozen=True)
class PayeeCloseMatch:
    """The name is close to that of the account, which is shown."""

    draft: Draft


@dataclass(frozen=True)
class PayeeNoMatch:
    """The account is not of somebody with this name."""

    draft: Draft


@dataclass(frozen=True)
class PayeeUnchecked:
    """Nobody could say whose account it is."""

    draft: Draft


@dataclass(frozen=True)
class TransferAmount:
    """How much? `wrong` is why it cannot be: `none`, or a word of `PaymentRefusal`."""

    draft: Draft
    wrong: str = ""
    text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class TransferWarned:
    """The fraud rules hold."""

    draft: Draft
    at: warned.State


@dataclass(frozen=True)
class TransferReview:
    """Everything once more, before it is confirmed."""

    draft: Draft


@dataclass(frozen=True)
class RealTimeReview:
    """Everything once more, in Chinese beside the customer's language: at once, and not to be taken back."""

    draft: Draft


@dataclass(frozen=True)
class TransferNote:
    """What the payee shall read beside the amount."""

    draft: Draft
    text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class TransferProving:
    """The second factor."""

    draft: Draft
    key: str
    at: secondfactor.State


@dataclass(frozen=True)
class Ordering:
    """The bank is being asked to do it, or is about to be: `key` once it has one; `settling` after a lost answer.

    `proof` is there before the key where the order is sent once more.
    """

    draft: Draft
    key: str = ""
    proof: str | None = field(default=None, repr=False)
    settling: bool = False


@dataclass(frozen=True)
class Taken:
    """The bank took the order. `saved` is what became of saving its payee: `saved`, `unknown`, `no`, or not asked."""

    draft: Draft
    payment: Payment
    saved: str = ""

    @property
    def may_save(self) -> bool:
        """Whether the payee can be saved: a new one, whose name is not said to be another's."""
        checked = self.draft.checked
        no_match = checked is None or checked.check is PayeeCheck.NO_MATCH
        return not self.saved and isinstance(self.draft.creditor, NewPayee) and not no_match


@dataclass(frozen=True)
class TransferDone(Taken):
    """The money is on its way."""


@dataclass(frozen=True)
class TransferWaits(Taken):
    """The bank has the order and will execute it when it is due."""


@dataclass(frozen=True)
class TransferUnknown:
    """The answer was lost: whether the bank has the order is not known."""

    draft: Draft
    key: str
    proof: str | None = field(default=None, repr=False)

    @property
    def reference(self) -> str:
        """What the customer can name to the bank."""
        return reference_of(self.key)


@dataclass(frozen=True)
class TransferNotSent:
    """The bank never heard of it: nothing was done, and nothing will be by that key."""

    draft: Draft
    proof: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class TransferRefused:
    """The bank does not do it: why is a word of `PaymentRefusal`."""

    draft: Draft
    reason: PaymentRefusal

    @property
    def way_on(self) -> str:
        """What the customer can change: `amount`, `payee`, `again`, or nothing (`staff`)."""
        if self.reason in _AMOUNT_REASONS:
            return "amount"
        if self.reason in _PAYEE_REASONS:
            return "payee"
        return "again" if self.reason in (PaymentRefusal.PROOF_NEEDED, PaymentRefusal.DELAY_NEEDED) else "staff"


@dataclass(frozen=True)
class PendingTransfers:
    """The orders that wait."""

    loaded: Loaded


@dataclass(frozen=True)
class PendingTransfer:
    """One of them: shall it be cancelled?"""

    loaded: Loaded
    payment: Payment


@dataclass(frozen=True)
class Cancelling:
    """The bank is being asked to cancel it; `settling` after a lost answer."""

    loaded: Loaded
    payment: Payment
    key: str = ""
    settling: bool = False


@dataclass(frozen=True)
class TransferCancelled:
    """It is cancelled: no money moves."""

    payment: Payment


@dataclass(frozen=True)
class CancelRefused:
    """It is not cancelled: a word of `CancelRefusal`."""

    payment: Payment
    reason: str


@dataclass(frozen=True)
class CancelUnknown:
    """The answer was lost: whether it is cancelled is not known. `never`: the bank never heard of it by this key."""

    loaded: Loaded
    payment: Payment
    key: str
    never: bool = False

    @property
    def reference(self) -> str:
        """What the customer can name to the bank."""
        return reference_of(self.key)


@dataclass(frozen=True)
class PayeeChanging:
    """A payee is saved or removed, which the screen shows: `at`; `origin` is where it leads back to."""

    origin: TransferDone | TransferWaits | ToWhom
    at: changing.State


Ended: TypeAlias = TransferDone | TransferWaits | TransferUnknown | TransferCancelled | CancelUnknown
"""What a receipt may be wanted of."""


@dataclass(frozen=True)
class TransferReceipt:
    """The customer takes along what became of it, which the screen shows: `at`."""

    after: Ended
    at: receipt.State


Checked: TypeAlias = PayeeMatch | PayeeCloseMatch | PayeeNoMatch | PayeeUnchecked
Before: TypeAlias = (
    TransferAsking
    | TransferSilent
    | NoAccount
    | TransferMenu
    | FromAccount
    | ToWhom
    | RemovablePayees
    | PayeeNumber
    | PayeeIban
    | PayeeName
    | Checked
    | TransferAmount
    | TransferWarned
    | TransferReview
    | RealTimeReview
    | TransferNote
    | TransferProving
)
After: TypeAlias = Ordering | TransferDone | TransferWaits | TransferUnknown | TransferNotSent | TransferRefused
Cancel: TypeAlias = PendingTransfers | PendingTransfer | Cancelling | TransferCancelled | CancelRefused | CancelUnknown
State: TypeAlias = Before | After | Cancel | PayeeChanging | TransferReceipt
Step: TypeAlias = tuple[State | Finished | Left | StaffNeeded, tuple[Effect, ...]]

_FINISHED: Final[Step] = (Finished(), ())


def reference_of(key: str) -> str:
    """The beginning of a key, which a person can read out and the bank find."""
    return key[:8].upper()


def begin(context: Context) -> Step:
    """Ask the bank what there is."""
    asking = TransferAsking()
    return asking, (_asked(asking, _session(context)),)


def step(state: State, event: Event, context: Context) -> Step:
    """One move."""
    match state:
        case TransferAsking() | TransferSilent() | NoAccount():
            return _asking(state, event, context)
        case PayeeChanging(origin, at):
            moved = changing.step(at, event, context)
            return _payee_changed(origin, moved) if moved[0] is not at else (state, moved[1])
        case TransferMenu() | FromAccount() | ToWhom() | RemovablePayees() | PayeeNumber() | PayeeIban() | PayeeName():
            return _to_whom(state, event, context)
        case PayeeMatch() | PayeeCloseMatch() | PayeeNoMatch() | PayeeUnchecked():
            return _checked(state, event)
        case TransferAmount():
            return _amount(state, event, context)
        case TransferWarned(draft, at):
            return _cautioned(draft, warned.step(at, event, context.language))
        case TransferReview() | RealTimeReview() | TransferNote():
            return _reviewing(state, event, context)
        case TransferProving(draft, key, at):
            return _proving(draft, key, secondfactor.step(at, event, context.language), context)
        case Ordering() | TransferUnknown() | TransferNotSent() | TransferRefused() | TransferDone() | TransferWaits():
            return _ordering(state, event, context)
        case TransferReceipt(after, at):
            held = partial(TransferReceipt, after)
            return receipt.keep(state, at, event, context.language, held=held, after=after, end=Finished())
        case _:
            return _cancelling(state, event, context)


# What the bank is asked before
def _asked(asking: TransferAsking, session: str) -> Effect:
    """What the bank is asked."""
    draft = asking.draft
    if draft is None or draft.creditor is None:
        return LoadTransfer(session)
    return PrepareTransfer(session, draft.order()) if asking.preparing else CheckPayee(session, draft.creditor)


def _asking(state: TransferAsking | TransferSilent | NoAccount, event: Event, context: Context) -> Step:
    match state, event:
        case TransferAsking(), BankLost():
            return TransferSilent(BANK_LOST, state), ()
        case TransferAsking(), SessionEnded():
            return TransferSilent(SESSION_ENDED, state), ()
        case TransferAsking(None), TransferLoaded(sources, payees, pending):
            return _loaded(Loaded(sources, payees, pending)), ()
        case TransferAsking(Draft() as draft, False), PayeeChecked(answer):
            noted = Note(entries.PayeeChecked(answer.check if isinstance(answer, CheckedPayee) else answer.reason))
            if isinstance(answer, Rejected):
                return TransferRefused(draft, answer.reason), (noted,)
            return _judged(replace(draft, checked=answer), answer), (noted,)
        case TransferAsking(Draft() as draft, True), TransferPrepared(answer, today, hour):
            match answer:
                case Prepared(second_factor):
                    ready = replace(draft, second_factor=second_factor)
                    operation = _operation(ready, context, today, hour)
                    return _cautioned(ready, warned.begin(context.rules.fraud, operation, context.language))
                case Rejected(reason):
                    return _refused(draft, reason), ()
        case TransferSilent("bankLost", asking), TriedAgain():
            return asking, (_asked(asking, _session(context)),)
        case TransferSilent("bankLost", TransferAsking(Draft() as draft)), WentBack():
            return ToWhom(draft), ()
        case ((TransferSilent() | NoAccount()), WentBack()):
            return Left(), ()
    return state, ()


def _loaded(loaded: Loaded) -> State:
    if loaded.pending:
        return TransferMenu(loaded)
    return _from_account(loaded)


def _from_account(loaded: Loaded) -> State:
    found = usable(loaded)
    if not found:
        return NoAccount()
    return ToWhom(Draft(loaded, found[0])) if len(found) == 1 else FromAccount(loaded)


def usable(loaded: Loaded) -> tuple[Source, ...]:
    """The accounts that money can leave."""
    return tuple(source for source in loaded.sources if source.account.status is AccountStatus.ENABLED)


def _operation(draft: Draft, context: Context, today: date, hour: int) -> Operation:
    """What the fraud rules are told. What is not known counts as the riskier side."""
    available, amount, payees = draft.source.available, draft.amount, draft.loaded.payees
    share = None
    if available is not None and amount is not None and available.minor > 0:
        share = min(100, amount.minor * 100 // available.minor)
    return Operation(
        Kind.TRANSFER,
        amount=amount,
        new_payee=draft.new_payee,
        own_account=draft.own,
        payee_check=draft.checked.check if draft.checked is not None else None,
        first_use=payees.first_use,
        age=None if context.customer is None else context.customer.age(today),
        hour=hour,
        count_24h=payees.count_24h,
        share=share,
    )


# To whom
def _to_whom(
    state: TransferMenu | FromAccount | ToWhom | RemovablePayees | PayeeNumber | PayeeIban | PayeeName,
    event: Event,
    context: Context,
) -> Step:
    match state, event:
        case TransferMenu(loaded), Chosen("new"):
            return _from_account(loaded), ()
        case TransferMenu(loaded), Chosen("pending"):
            one = len(loaded.pending) == 1
            return PendingTransfer(loaded, loaded.pending[0]) if one else PendingTransfers(loaded), ()
        case FromAccount(loaded), Chosen(name):
            for source in usable(loaded):
                if source.account.resource_id == name:
                    return ToWhom(Draft(loaded, source)), ()
        case ToWhom(draft), Chosen(name):
            return _chosen(state, draft, name, context)
        case RemovablePayees(draft), Chosen(name):
            for payee in draft.loaded.payees.payees:
                if payee.payee_id == name:
                    return _payee_changed(ToWhom(draft), changing.begin(RemovePayee(payee)))
        case RemovablePayees(draft), WentBack():
            return ToWhom(draft), ()
        case ((TransferMenu() | FromAccount()), WentBack()):
            loaded = state.loaded
            return (TransferMenu(loaded) if isinstance(state, FromAccount) and loaded.pending else Left()), ()
        case ToWhom(draft), WentBack():
            if len(usable(draft.loaded)) > 1:
                return FromAccount(draft.loaded), ()
            return (TransferMenu(draft.loaded) if draft.loaded.pending else Left()), ()
        case ((PayeeNumber() | PayeeIban() | PayeeName()), Typed(text)):
            longest = {PayeeNumber: NUMBER_DIGITS[1], PayeeIban: IBAN_LONGEST, PayeeName: LONGEST_NAME}
            return replace(state, text=text[: longest[type(state)]]), ()
        case PayeeNumber(draft), Chosen("iban"):
            return PayeeIban(draft), ()
        case PayeeIban(draft, _, text), Confirmed():
            number = iban.normalised(text)
            wrong = iban.fault(number)
            if wrong is not None:
                return PayeeIban(draft, wrong, text), ()
            return _numbered(draft, number, PayeeIban(draft, "same", text), context)
        case PayeeIban(draft), WentBack():
            return PayeeNumber(draft), ()
        case PayeeNumber(draft, _, text), Confirmed():
            if not _NUMBER.fullmatch(text):
                return PayeeNumber(draft, "digits", text), ()
            return _numbered(draft, text, PayeeNumber(draft, "same", text), context)
        case PayeeNumber(draft), WentBack():
            return ToWhom(_fresh(draft)), ()
        case PayeeName(draft, _, text), Confirmed():
            name = " ".join(text.split())
            if len(name) < _SHORTEST_NAME or not any(letter.isalpha() for letter in name):
                return PayeeName(draft, wrong=True, text=text), ()
            return _check(draft, NewPayee(draft.number, name), context)
        case PayeeName(draft), WentBack():
            typed = PayeeIban if iban.is_iban(draft.number) else PayeeNumber
            return typed(draft, text=draft.number), ()
    return state, ()


def _fresh(draft: Draft) -> Draft:
    """The draft without a payee."""
    return Draft(draft.loaded, draft.source)


def _chosen(state: ToWhom, draft: Draft, name: str, context: Context) -> Step:
    if name == NEW:
        return PayeeNumber(_fresh(draft)), ()
    if name == REMOVE and draft.loaded.payees.payees:
        return RemovablePayees(_fresh(draft)), ()
    if name.startswith(OWN):
        for source in state.own:
            if source.account.resource_id == name.removeprefix(OWN):
                return _check(_fresh(draft), OwnAccount(source.account.resource_id), context)
    if name.startswith(SAVED):
        for payee in draft.loaded.payees.payees:
            if payee.payee_id == name.removeprefix(SAVED):
                return _check(_fresh(draft), SavedPayee(payee.payee_id), context)
    return state, ()


def _numbered(draft: Draft, number: str, same: PayeeNumber | PayeeIban, context: Context) -> Step:
    """A typed account number: one of the customer's own needs no name, and that which the money leaves is `same`."""
    if number == draft.source.account.number:
        return same, ()
    for source in ToWhom(draft).own:
        if source.account.number == number:
            return _check(draft, OwnAccount(source.account.resource_id), context)
    return PayeeName(replace(draft, number=number)), ()


def _check(draft: Draft, creditor: Creditor, context: Context) -> Step:
    asking = TransferAsking(replace(draft, creditor=creditor))
    return asking, (_asked(asking, _session(context)),)


def _judged(draft: Draft, answer: CheckedPayee) -> State:
    """The page of what was said of the name. Who is paid again is asked only if something is not as it was."""
    match answer.check:
        case PayeeCheck.MATCH:
            return PayeeMatch(draft) if isinstance(draft.creditor, NewPayee) else TransferAmount(draft)
        case PayeeCheck.CLOSE_MATCH:
            return PayeeCloseMatch(draft)
        case PayeeCheck.NO_MATCH:
            return PayeeNoMatch(draft)
        case PayeeCheck.UNAVAILABLE:
            return PayeeUnchecked(draft) if draft.new_payee else TransferAmount(draft)


def _checked(state: Checked, event: Event) -> Step:
    """The customer's answer to it. Of a close match only the name that the bank has goes on."""
    draft = state.draft
    match state, event:
        case ((PayeeMatch() | PayeeUnchecked()), Confirmed()) | (PayeeNoMatch(), Chosen("goOn")):
            return TransferAmount(draft), _said_of_payee(draft, "goOn")
        case PayeeCloseMatch(), Confirmed() if draft.checked is not None and draft.checked.close_name is not None:
            named = _renamed(draft, draft.checked.account, draft.checked.close_name)
            return named, _said_of_payee(draft, "bankName")
        case _, Declined() | WentBack():
            told = _said_of_payee(draft, "change")
            if isinstance(draft.creditor, NewPayee):
                return PayeeName(_unchecked(draft), text=draft.creditor.name), told
            return ToWhom(_fresh(draft)), told
        case PayeeNoMatch(), Confirmed():
            return ToWhom(_fresh(draft)), _said_of_payee(draft, "change")
    return state, ()


def _said_of_payee(draft: Draft, answer: str) -> tuple[Effect, ...]:
    if draft.checked is None:
        return ()
    return (Note(entries.PayeeAnswered(draft.checked.check, answer)),)


def _unchecked(draft: Draft) -> Draft:
    return replace(draft, creditor=None, checked=None)


def _renamed(draft: Draft, account: str, name: str) -> State:
    """Go on under the name that the bank has: an order under it is a match."""
    checked = CheckedPayee(PayeeCheck.MATCH, account, name)
    return TransferAmount(replace(draft, creditor=NewPayee(account, name), checked=checked))


# How much
def _amount(state: TransferAmount, event: Event, context: Context) -> Step:
    draft = state.draft
    match event:
        case Typed(text):
            return replace(state, text=text[:AMOUNT_LONGEST]), ()
        case Confirmed():
            amount = amount_of(state.text, draft.currency)
            if amount is None:
                return TransferAmount(draft, "none", state.text), ()
            if draft.source.available is not None and amount > draft.source.available:
                return TransferAmount(draft, PaymentRefusal.FUNDS, state.text), ()
            delay = Delay.REAL_TIME if draft.own else Delay.AFTER_DAY
            asking = TransferAsking(replace(draft, amount=amount, delay=delay), preparing=True)
            return asking, (_asked(asking, _session(context)),)
        case WentBack():
            return ToWhom(_fresh(draft)), ()
    return state, ()


def amount_of(text: str, currency: str) -> Money | None:
    """A typed amount; None for what is none, or nothing."""
    try:
        amount = Money.parse(text.removesuffix("."), currency)
    except MoneyError:
        return None
    return amount if amount.minor > 0 else None


def _refused(draft: Draft, reason: PaymentRefusal) -> State:
    """What the bank would not take, or did not: an amount is typed again at once."""
    if reason in _AMOUNT_REASONS and draft.amount is not None:
        return TransferAmount(draft, reason, draft.amount.decimal())
    return TransferRefused(draft, reason)


# Warned, and confirmed
def _cautioned(draft: Draft, moved: warned.Step) -> Step:
    at, effects = moved
    match at:
        case warned.WentOn(delay, confirmed):
            ready = replace(draft, delay=delay or Delay.AFTER_DAY, confirmed=confirmed)
            return _review(ready), (*effects, *_reviewed(ready))
        case warned.Stopped():
            return Left(), effects
        case warned.StaffNeeded(why):
            return StaffNeeded(why), effects
        case _:
            return TransferWarned(draft, at), effects


def _review(draft: Draft) -> TransferReview | RealTimeReview:
    return RealTimeReview(draft) if draft.confirmed else TransferReview(draft)


def _reviewed(draft: Draft) -> tuple[Effect, ...]:
    """What is noted when the page is shown."""
    return (Note(entries.TransferShown(str(draft.delay), draft.confirmed)),)


def _answered(draft: Draft, answer: str) -> Effect:
    return Note(entries.TransferAnswered(str(draft.delay), answer))


def _reviewing(state: TransferReview | RealTimeReview | TransferNote, event: Event, context: Context) -> Step:
    draft = state.draft
    match state, event:
        case ((TransferReview() | RealTimeReview()), Confirmed()):
            return Ordering(draft), (_answered(draft, "goOn"), NameTransfer())
        case ((TransferReview() | RealTimeReview()), Chosen("note")):
            return TransferNote(draft, draft.note or ""), (_answered(draft, "note"),)
        case ((TransferReview() | RealTimeReview()), WentBack() | Declined()):
            text = draft.amount.decimal() if draft.amount is not None else ""
            return TransferAmount(draft, text=text), (_answered(draft, "stop"),)
        case TransferNote(), Typed(text):
            return replace(state, text=text[:LONGEST_NOTE]), ()
        case TransferNote(_, text), Confirmed():
            noted = replace(draft, note=" ".join(text.split()) or None)
            return _review(noted), _reviewed(noted)
        case TransferNote(), Skipped():
            bare = replace(draft, note=None)
            return _review(bare), _reviewed(bare)
        case TransferNote(), WentBack():
            return _review(draft), _reviewed(draft)
    return state, ()


# The order
def _proving(draft: Draft, key: str, moved: secondfactor.Step, context: Context) -> Step:
    at, effects = moved
    match at:
        case secondfactor.Proved(proof):
            ordered = _order(draft, key, proof.value, context)
            return ordered[0], (*effects, *ordered[1])
        case secondfactor.GaveUp():
            return _review(draft), (*effects, *_reviewed(draft))
        case secondfactor.StaffNeeded(why):
            return StaffNeeded(why), effects
        case _:
            return TransferProving(draft, key, at), effects


def _order(draft: Draft, key: str, proof: str | None, context: Context) -> Step:
    return Ordering(draft, key, proof), (OrderTransfer(_session(context), draft.order(), key, proof),)


def _ordering(state: After, event: Event, context: Context) -> Step:
    match state, event:
        case Ordering(draft, "", proof), TransferNamed(key):
            if not draft.second_factor or proof is not None:
                return _order(draft, key, proof, context)
            confirm = draft.order().to_confirm()
            return _proving(draft, key, secondfactor.begin(_session(context), confirm, key, context.language), context)
        case Ordering(draft, key, proof, False), BankLost() if key:
            return TransferUnknown(draft, key, proof), ()
        case Ordering(draft, key, _, False), SessionEnded() if key:
            return TransferSilent(SESSION_ENDED, TransferAsking(draft)), ()
        case Ordering(_, key, _, False), TransferAnswered(answer) if key:
            return _answer(state, answer), ()
        case Ordering(draft, key, proof, True), TransferSettled(outcome):
            match outcome:
                case Payment() | Rejected():
                    return _answer(state, outcome), ()
                case NeverCame():
                    return TransferNotSent(draft, proof), ()
                case _:  # under way; or, of an order, that it was not cancelled: the bank contradicts itself
                    return TransferUnknown(draft, key, proof), ()
        case Ordering(draft, key, proof, True), BankLost():
            return TransferUnknown(draft, key, proof), ()
        case TransferUnknown(draft, key, proof), TriedAgain():
            return Ordering(draft, key, proof, settling=True), (SettleTransfer(TRANSFER, key),)
        case TransferNotSent(draft, proof), TriedAgain():
            return Ordering(draft, proof=proof), (NameTransfer(),)
        case TransferNotSent(), WentBack() | Declined():
            return Left(), ()
        case ((TransferDone() | TransferWaits()), Chosen("save")) if state.may_save:
            return _payee_changed(state, changing.begin(SavePayee(state.payment)))
        case ((TransferUnknown() | TransferDone() | TransferWaits()), Confirmed()):
            return _kept(state, context)
        case TransferRefused(draft, reason), Confirmed():
            return _way_on(state, draft, reason), ()
        case TransferRefused(), WentBack():
            return Left(), ()
    return state, ()


def _answer(state: Ordering, answer: Payment | Rejected) -> State:
    draft = state.draft
    match answer:
        case Rejected(reason):
            return _refused(draft, reason)
        case Payment() if not draft.order().fits(answer):  # the bank contradicts itself
            return TransferUnknown(draft, state.key, state.proof)
        case Payment(status=TransactionStatus.PDNG | TransactionStatus.RCVD):
            return TransferWaits(draft, answer)
        case Payment(status=TransactionStatus.ACSC):
            return TransferDone(draft, answer)
        case _:  # rejected when it was to be executed, or cancelled meanwhile, at another terminal
            return TransferRefused(draft, answer.reason or PaymentRefusal.NOT_POSSIBLE)


def _way_on(state: TransferRefused, draft: Draft, reason: PaymentRefusal) -> Any:
    match state.way_on:
        case "amount":
            return TransferAmount(draft, reason, draft.amount.decimal() if draft.amount is not None else "")
        case "payee":
            return ToWhom(_fresh(draft))
        case "again":
            return TransferAmount(draft, text=draft.amount.decimal() if draft.amount is not None else "")
        case _:
            return StaffNeeded(f"transfer-{reason}")


# Saved payees
def _payee_changed(origin: TransferDone | TransferWaits | ToWhom, moved: changing.Step) -> Step:
    """What saving or removing a payee became. A payee that is saved is said on the page that it was asked on."""
    at, effects = moved
    match at:
        case changing.ChangeDone(SavePayee()) if isinstance(origin, Taken):
            return replace(origin, saved="saved"), effects
        case changing.ChangeDone(RemovePayee(payee)) if isinstance(origin, ToWhom):
            return PayeeChanging(ToWhom(_without(origin.draft, payee)), at), effects
        case StaffNeeded(why):
            return StaffNeeded(why), effects
        case Finished():  # nobody waits for it any more; or it is removed, and was said to be
            return (replace(origin, saved="unknown") if isinstance(origin, Taken) else origin), effects
        case changing.WentOff() | changing.WrongDetails():
            return (replace(origin, saved="no") if isinstance(origin, Taken) else origin), effects
        case _:
            return PayeeChanging(origin, at), effects


def _without(draft: Draft, removed: Payee) -> Draft:
    payees = draft.loaded.payees
    left = tuple(payee for payee in payees.payees if payee != removed)
    return replace(draft, loaded=replace(draft.loaded, payees=replace(payees, payees=left)))


# Orders that wait
def _cancelling(state: Cancel, event: Event, context: Context) -> Step:
    match state, event:
        case PendingTransfers(loaded), Chosen(name):
            for payment in loaded.pending:
                if payment.payment_id == name:
                    return PendingTransfer(loaded, payment), ()
        case PendingTransfers(loaded), WentBack():
            return TransferMenu(loaded), ()
        case PendingTransfer(loaded, payment), Confirmed():
            return Cancelling(loaded, payment), (NameTransfer(),)
        case PendingTransfer(loaded), WentBack() | Declined():
            return PendingTransfers(loaded) if len(loaded.pending) > 1 else TransferMenu(loaded), ()
        case Cancelling(loaded, payment, ""), TransferNamed(key):
            return Cancelling(loaded, payment, key), (CancelTransfer(_session(context), payment, key),)
        case Cancelling(loaded, payment, key), BankLost() if key:
            return CancelUnknown(loaded, payment, key), ()
        case Cancelling(_, _, key, False), SessionEnded() if key:
            return TransferSilent(SESSION_ENDED, TransferAsking()), ()
        case Cancelling(loaded, payment, key, False), CancelAnswered(answer) if key:
            return _cancelled(loaded, payment, key, answer), ()
        case Cancelling(loaded, payment, key, True), TransferSettled(outcome):
            match outcome:
                case Payment() | NotCancelled():
                    return _cancelled(loaded, payment, key, outcome), ()
                case NeverCame():
                    return CancelUnknown(loaded, payment, key, never=True), ()
                case UnderWay() | Rejected():
                    return CancelUnknown(loaded, payment, key), ()
        case CancelUnknown(loaded, payment, key, never), TriedAgain():
            if never:
                return Cancelling(loaded, payment), (NameTransfer(),)
            return Cancelling(loaded, payment, key, settling=True), (SettleTransfer(CANCEL, key),)
        case ((TransferCancelled() | CancelUnknown()), Confirmed()):
            return _kept(state, context)
        case CancelRefused(), Confirmed():
            return _FINISHED
    return state, ()


def _cancelled(loaded: Loaded, payment: Payment, key: str, answer: Payment | NotCancelled) -> State:
    match answer:
        case NotCancelled(reason):
            return CancelRefused(payment, reason)
        case Payment(payment_id=payment.payment_id, status=TransactionStatus.CANC):
            return TransferCancelled(answer)
        case _:
            return CancelUnknown(loaded, payment, key)


# What is taken along
def _kept(state: Ended, context: Context) -> Step:
    at, effects = receipt.begin(receipt.Slip(receipt_of(state)), context)
    return TransferReceipt(state, at), effects


def receipt_of(state: Ended) -> Receipt:
    """What can be taken along of it; the bank has masked name and account of a payment."""
    match state:
        case TransferDone(draft, payment):
            return Receipt(About.TRANSFER_SENT, (*_paid(payment), _from(draft), _named(payment.payment_id)))
        case TransferWaits(draft, payment):
            due = Line(Item.DUE, payment.due)
            return Receipt(About.TRANSFER_WAITS, (due, *_paid(payment), _from(draft), _named(payment.payment_id)))
        case TransferUnknown(draft):
            return Receipt(About.TRANSFER_UNKNOWN, (*_wanted(draft), _from(draft), _named(state.reference)))
        case TransferCancelled(payment):
            return Receipt(About.TRANSFER_CANCELLED, (*_paid(payment), _named(payment.payment_id)))
        case CancelUnknown(_, payment):
            return Receipt(About.CANCEL_UNKNOWN, (*_paid(payment), _named(state.reference)))


def _paid(payment: Payment) -> tuple[Line, ...]:
    return (
        Line(Item.AMOUNT, payment.amount),
        Line(Item.PAYEE, payment.name),
        Line(Item.ACCOUNT, payment.account),
    )


def _wanted(draft: Draft) -> tuple[Line, ...]:
    order = draft.order()
    return (
        Line(Item.AMOUNT, order.amount),
        Line(Item.PAYEE, mask_name(order.name)),
        Line(Item.ACCOUNT, mask(order.account)),
    )


def _from(draft: Draft) -> Line:
    return Line(Item.SOURCE, draft.source.account.masked)


def _named(reference: str) -> Line:
    return Line(Item.REFERENCE, reference)


def _session(context: Context) -> str:
    return context.customer.session if context.customer is not None else ""


def shown(state: State) -> Any:
    """What the customer sees."""
    return state.at if isinstance(state, TransferWarned | TransferProving | PayeeChanging | TransferReceipt) else state


def busy(state: State) -> bool:
    """Whether the kiosk works and the customer waits."""
    match state:
        case TransferProving(at=at):
            return secondfactor.busy(at)
        case TransferReceipt(at=at):
            return receipt.busy(at)
        case _:
            return isinstance(shown(state), TransferAsking | Ordering | Cancelling | changing.ChangeUnderWay)


def held(state: State) -> bool:
    """While the bank is asked to do it, leaving would lose its answer."""
    return isinstance(shown(state), Ordering | Cancelling | changing.ChangeUnderWay)


def served(state: State) -> bool:
    """Whether the customer has what was wanted."""
    at = state.origin if isinstance(state, PayeeChanging) else state
    return isinstance(at, TransferDone | TransferWaits | TransferCancelled | TransferReceipt)


def called(state: State, _: Context) -> Step:
    """What is noted when the customer calls staff; they come back to the same page."""
    if isinstance(state, TransferWarned):
        return state, warned.called(state.at)
    if isinstance(state, Checked):
        return state, _said_of_payee(state.draft, "callStaff")
    if isinstance(state, TransferReview | RealTimeReview):
        return state, (_answered(state.draft, "callStaff"),)
    return state, ()


def spoken(state: State, context: Context) -> tuple[Effect, ...]:
    """What must be done when the language was changed."""
    match state:
        case TransferWarned(at=at):
            return warned.spoken(at, context.language)
        case TransferReceipt(at=at):
            return receipt.spoken(at, context.language)
        case _:
            return ()


SERVICE: Final = Service(
    name=NAME,
    states=(
        *(TransferAsking, TransferSilent, NoAccount, TransferMenu, FromAccount, ToWhom, PayeeNumber, PayeeName),
        *(PayeeMatch, PayeeCloseMatch, PayeeNoMatch, PayeeUnchecked, TransferAmount, TransferWarned),
        *(TransferReview, RealTimeReview, TransferNote, TransferProving, Ordering, TransferDone, TransferWaits),
        *(TransferUnknown, TransferNotSent, TransferRefused, PendingTransfers, PendingTransfer, Cancelling),
        *(TransferCancelled, CancelRefused, CancelUnknown, TransferReceipt, RemovablePayees, PayeeChanging, PayeeIban),
    ),
    begin=begin,
    step=step,
    shown=shown,
    busy=busy,
    held=held,
    stays=held,
    served=served,
    called=called,
    spoken=spoken,
    identified=True,
)
