"""What the customer has at the bank: balances and movements, statements, cards, phone and address, limits.

The customer is identified before it begins, and the bank's session is in `Context.customer`.

- Amounts are covered until the customer uncovers them: others may look over the shoulder.
- A card that is missing is stopped in three taps, whatever else is slow.
- What the bank cannot say now has its own page, with another try and staff. A session that is over begins anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

from kiosk.core import entries
from kiosk.core.banking import AccountRefusal, Card, CardStatus, Details, Limit, Movements, Transaction
from kiosk.core.money import LARGEST, Money, digits
from kiosk.flows import changing, pager, receipt, secondfactor, warned
from kiosk.flows.banking import (
    AccountsLoaded,
    AccountView,
    ActivateCard,
    CardsLoaded,
    Change,
    ChangeAddress,
    ChangeLimit,
    ChangePhone,
    DetailsLoaded,
    FreezeCard,
    LeaveStatement,
    LimitsLoaded,
    LoadAccounts,
    LoadCards,
    LoadDetails,
    LoadLimits,
    LoadMovements,
    LoadStatement,
    LoseCard,
    MailStatement,
    MovementsLoaded,
    PrintStatement,
    ReleaseCard,
    SessionEnded,
    Span,
    StatementLoaded,
    StatementView,
)
from kiosk.flows.effects import Effect, Note, ServiceEffect
from kiosk.flows.events import BankLost, Chosen, Confirmed, Event, TriedAgain, Typed, WentBack
from kiosk.flows.service import Context, Finished, Left, Service, StaffNeeded

GOALS: Final = ("balances", "statement", "stopCard", "releaseCard", "activateCard", "phone", "address", "limits")
"""What the customer can choose from, in this order."""
HOME: Final = "+86"
"""The country of a phone number that is typed without one."""
ADDRESS_LONGEST: Final = 120
PHONE_LONGEST: Final = 16
AMOUNT_LONGEST: Final = 10
SESSION_ENDED: Final = changing.SESSION_ENDED
EMAIL: Final = "email"
NUMBER: Final = "number"
"""What else can be chosen for a statement."""

_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_ABROAD: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_EXPIRY: Final = re.compile(r"(0[1-9]|1[0-2])[0-9]{2}")
_SHORTEST_ADDRESS: Final = 6


# States
@dataclass(frozen=True)
class AccountsMenu:
    """What there is to choose from."""


@dataclass(frozen=True)
class AskingBank:
    """The bank is being asked for what the goal needs; `then` is where the customer comes from, within the goal."""

    goal: str
    then: Any = field(default=None, repr=False)


@dataclass(frozen=True)
class BankSilent:
    """The bank said nothing that can be shown: `bankLost`, `sessionEnded`, or it has no such thing: `refused`."""

    goal: str
    reason: str


@dataclass(frozen=True)
class NothingThere:
    """The customer has nothing of the kind that the goal needs."""

    goal: str


@dataclass(frozen=True)
class AccountList:
    """The accounts; the amounts only where `uncovered`."""

    accounts: tuple[AccountView, ...]
    uncovered: bool = False

    @property
    def saying(self) -> str | None:
        """Whether the amounts are shown, for walks."""
        return "uncovered" if self.uncovered else None


@dataclass(frozen=True)
class MovementList:
    """A page of an account's transactions; `first` says that it is the newest."""

    view: AccountView
    booked: tuple[Transaction, ...] = field(repr=False)
    next: str | None = field(repr=False)
    first: bool
    list: AccountList = field(repr=False)

    @property
    def uncovered(self) -> bool:
        """Whether the amounts are shown."""
        return self.list.uncovered


@dataclass(frozen=True)
class StatementAccount:
    """Of which account the statement is to be."""

    accounts: tuple[AccountView, ...]


@dataclass(frozen=True)
class StatementSpan:
    """Of which days it is to be; `refused` where the bank has none of those asked for."""

    view: AccountView
    accounts: tuple[AccountView, ...] = field(repr=False)
    refused: bool = False


@dataclass(frozen=True)
class StatementCopy:
    """The statement that was loaded, as `receipt.Paper`; `covered`: with the account's number masked."""

    view: StatementView
    session: str = field(repr=False)
    covered: bool = True

    @property
    def what(self) -> str:
        """A statement."""
        return "statement"

    @property
    def more(self) -> tuple[str, ...]:
        """To have it sent by the bank, and to say whether the account's number is masked."""
        return (*((EMAIL,) if self.view.email is not None else ()), NUMBER)

    def to_print(self, language: str) -> ServiceEffect:
        """Have its sheets printed."""
        return PrintStatement(language, self.covered)

    def for_phone(self, language: str) -> ServiceEffect:
        """Have it left at the bank for a phone."""
        return LeaveStatement(self.session, language, self.covered)


@dataclass(frozen=True)
class StatementReady:
    """The statement is there, and can be taken along, which the screen shows: `at`."""

    copy: StatementCopy
    at: receipt.State


@dataclass(frozen=True)
class CardList:
    """The cards for a goal: those that can be stopped, released or activated."""

    goal: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class CardStop:
    """For now, or for ever?"""

    card: Card
    cards: tuple[Card, ...] = field(repr=False)


@dataclass(frozen=True)
class CardFrozen:
    """This card is stopped already: is it to be used again, which staff decide, or to be stopped for ever?"""

    card: Card
    cards: tuple[Card, ...] = field(repr=False)


@dataclass(frozen=True)
class CardExpiry:
    """The customer types what the new card bears; `wrong` after a date that it does not bear."""

    card: Card
    wrong: bool = False
    text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class NewPhone:
    """The customer types a new phone number; `held` is the one on file, masked."""

    held: str | None = field(repr=False)
    wrong: bool = False
    text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class NewAddress:
    """The customer types a new address; `held` is the one on file, masked."""

    held: str | None = field(repr=False)
    wrong: bool = False
    text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class LimitList:
    """The limits."""

    limits: tuple[Limit, ...]


@dataclass(frozen=True)
class NewLimit:
    """The customer types a limit in whole units of its currency; `wrong` is why it cannot be: `above` or `same`."""

    limit: Limit
    limits: tuple[Limit, ...] = field(repr=False)
    wrong: str = ""
    text: str = field(default="", repr=False, compare=False)


Own: TypeAlias = (
    AccountsMenu
    | AskingBank
    | BankSilent
    | NothingThere
    | AccountList
    | MovementList
    | StatementAccount
    | StatementSpan
    | StatementReady
    | CardList
    | CardStop
    | CardFrozen
    | CardExpiry
    | NewPhone
    | NewAddress
    | LimitList
    | NewLimit
)
State: TypeAlias = Own | changing.State
Step: TypeAlias = tuple[State | Finished | Left | StaffNeeded, tuple[Effect, ...]]

_FINISHED: Final[Step] = (Finished(), ())


def begin(_: Context) -> Step:
    """Ask what it is to be."""
    return AccountsMenu(), ()


def step(state: State, event: Event, context: Context) -> Step:
    """One move."""
    if isinstance(state, changing.STATES):
        return _changed(changing.step(state, event, context), context)
    session = context.customer.session if context.customer is not None else ""
    match state:
        case AccountsMenu():
            match event:
                case Chosen(goal) if goal in GOALS:
                    return AskingBank(goal), (_asking(goal, session),)
                case WentBack():
                    return Left(), ()
        case AskingBank(goal, then):
            match event:
                case BankLost():
                    return BankSilent(goal, "bankLost"), ()
                case SessionEnded():
                    return BankSilent(goal, SESSION_ENDED), ()
                case _:
                    return _loaded(state, goal, then, event, context)
        case BankSilent(goal, reason):
            match event:
                case TriedAgain() if reason == "bankLost":
                    return AskingBank(goal), (_asking(goal, session),)
                case WentBack():
                    return AccountsMenu(), ()
        case NothingThere() if isinstance(event, WentBack | Confirmed):
            return AccountsMenu(), ()
        case AccountList() | MovementList():
            return _looking(state, event, session)
        case StatementAccount() | StatementSpan() | StatementReady():
            return _stating(state, event, context, session)
        case CardList() | CardStop() | CardFrozen() | CardExpiry():
            return _carding(state, event)
        case NewPhone() | NewAddress():
            return _detailing(state, event)
        case LimitList() | NewLimit():
            return _limiting(state, event)
    return state, ()


def _asking(goal: str, session: str) -> Effect:
    match goal:
        case "stopCard" | "releaseCard" | "activateCard":
            return LoadCards(session)
        case "phone" | "address":
            return LoadDetails(session)
        case "limits":
            return LoadLimits(session)
        case _:
            return LoadAccounts(session)


def _loaded(state: AskingBank, goal: str, then: Any, event: Event, context: Context) -> Step:
    """What the bank said, as the goal's first page."""
    match event, then:
        case AccountsLoaded(accounts), None if goal in ("balances", "statement"):
            if not accounts:
                return NothingThere(goal), ()
            if goal == "balances":
                return AccountList(accounts), _shown("accounts")
            if len(accounts) == 1:
                return StatementSpan(accounts[0], accounts), ()
            return StatementAccount(accounts), ()
        case MovementsLoaded(Movements(booked, older)), (AccountList() as listed, AccountView() as view, bool(first)):
            return MovementList(view, booked, older, first, listed), _shown("movements")
        case MovementsLoaded(AccountRefusal()), (AccountList(), _, _):
            return BankSilent(goal, "refused"), ()
        case StatementLoaded(StatementView() as statement), StatementSpan():
            session = context.customer.session if context.customer is not None else ""
            ready, effects = _ready(StatementCopy(statement, session), context)
            return ready, (*_shown("statement"), *effects)
        case StatementLoaded(AccountRefusal()), StatementSpan() as span:
            return replace(span, refused=True), ()
        case CardsLoaded(cards), _ if goal in _CARDS_FOR:
            of_use = tuple(card for card in cards if card.status in _CARDS_FOR[goal])
            return (CardList(goal, of_use), _shown("cards")) if of_use else (NothingThere(goal), ())
        case DetailsLoaded(Details(phone=phone)), _ if goal == "phone":
            return NewPhone(phone), _shown("details")
        case DetailsLoaded(Details(address=address)), _ if goal == "address":
            return NewAddress(address), _shown("details")
        case LimitsLoaded(limits), _ if goal == "limits":
            return (LimitList(limits), _shown("limits")) if limits else (NothingThere(goal), ())
    return state, ()


_CARDS_FOR: Final = {
    "stopCard": (CardStatus.ACTIVE, CardStatus.INACTIVE, CardStatus.FROZEN),
    "releaseCard": (CardStatus.FROZEN,),
    "activateCard": (CardStatus.INACTIVE,),
}


def _looking(state: AccountList | MovementList, event: Event, session: str) -> Step:
    """Balances and movements."""
    match state, event:
        case AccountList(), Confirmed():
            return replace(state, uncovered=not state.uncovered), ()
        case AccountList(accounts), Chosen(name):
            for view in accounts:
                if view.account.resource_id == name:
                    return AskingBank("balances", (state, view, True)), (LoadMovements(session, name),)
        case AccountList(), WentBack():
            return AccountsMenu(), ()
        case MovementList(), Confirmed():
            return replace(state, list=replace(state.list, uncovered=not state.uncovered)), ()
        case MovementList(view, _, str(after)), Chosen("older"):
            older = LoadMovements(session, view.account.resource_id, after)
            return AskingBank("balances", (state.list, view, False)), (older,)
        case MovementList(view), Chosen("newest") if not state.first:
            newest = LoadMovements(session, view.account.resource_id)
            return AskingBank("balances", (state.list, view, True)), (newest,)
        case MovementList(), Chosen("done"):
            return _FINISHED
        case MovementList(), WentBack():
            return state.list, ()
    return state, ()


def _ready(copy: StatementCopy, context: Context) -> Step:
    at, effects = receipt.begin(copy, context)
    return StatementReady(copy, at), effects


def _stating(
    state: StatementAccount | StatementSpan | StatementReady, event: Event, context: Context, session: str
) -> Step:
    """A statement, from the account to the way it leaves."""
    match state, event:
        case StatementAccount(accounts), Chosen(name):
            for view in accounts:
                if view.account.resource_id == name:
                    return StatementSpan(view, accounts), ()
        case StatementAccount(), WentBack():
            return AccountsMenu(), ()
        case StatementSpan(view), Chosen(span) if span in set(Span):
            load = LoadStatement(session, view.account.resource_id, Span(span))
            return AskingBank("statement", replace(state, refused=False)), (load,)
        case StatementSpan(_, accounts), WentBack():
            return (StatementAccount(accounts) if len(accounts) > 1 else AccountsMenu()), ()
        case StatementReady(copy, at), _:
            moved, effects = receipt.step(at, event, context.language)
            match moved:
                case receipt.Settled():
                    return Finished(), effects
                case receipt.Undecided():
                    return AccountsMenu(), effects
                case receipt.SessionOver():
                    return BankSilent("statement", SESSION_ENDED), effects
                case receipt.Asked(choice) if choice == NUMBER:
                    return _ready(replace(copy, covered=not copy.covered), context)
                case receipt.Asked():
                    return _begun(MailStatement(copy.view, context.language), state)
                case _:
                    return (state if moved is at else StatementReady(copy, moved)), effects
    return state, ()


def _carding(state: CardList | CardStop | CardFrozen | CardExpiry, event: Event) -> Step:
    """A card that is missing, and one that is new."""
    match state, event:
        case CardList(goal, cards), Chosen(name):
            for card in cards:
                if card.card_id == name:
                    return _begun(ReleaseCard(card), state) if goal == "releaseCard" else (_of(goal, card, cards), ())
        case CardList() | CardExpiry(), WentBack():
            return AccountsMenu(), ()
        case CardStop(card), Chosen("freeze") if card.status is CardStatus.ACTIVE:
            return _begun(FreezeCard(card))
        case CardStop(card), Chosen("lost"):
            return _begun(LoseCard(card), state)
        case CardFrozen(card), Chosen("lost"):
            return _begun(LoseCard(card), state)
        case CardFrozen(card), Confirmed():
            return _begun(ReleaseCard(card), state)
        case ((CardStop(_, cards) | CardFrozen(_, cards)), WentBack()):
            return CardList("stopCard", cards), ()
        case CardExpiry(), Typed(text):
            return replace(state, text=text[:4]), ()
        case CardExpiry(card, _, text), Confirmed():
            if _EXPIRY.fullmatch(text):
                return _begun(ActivateCard(card, text))
            return CardExpiry(card, wrong=True), ()
    return state, ()


def _of(goal: str, card: Card, cards: tuple[Card, ...]) -> State:
    if goal == "activateCard":
        return CardExpiry(card)
    return CardFrozen(card, cards) if card.status is CardStatus.FROZEN else CardStop(card, cards)


def _detailing(state: NewPhone | NewAddress, event: Event) -> Step:
    """A new phone number, a new address."""
    match state, event:
        case NewPhone(), Typed(text):
            return replace(state, text=text[:PHONE_LONGEST]), ()
        case NewPhone(held, _, text), Confirmed():
            phone = phone_of(text)
            return _begun(ChangePhone(phone), state) if phone else (NewPhone(held, wrong=True, text=text), ())
        case NewAddress(), Typed(text):
            return replace(state, text=text[:ADDRESS_LONGEST]), ()
        case NewAddress(held, _, text), Confirmed():
            address = " ".join(text.split())
            if len(address) < _SHORTEST_ADDRESS:
                return NewAddress(held, wrong=True, text=text), ()
            return _begun(ChangeAddress(address), state)
        case _, WentBack():
            return AccountsMenu(), ()
    return state, ()


def phone_of(text: str) -> str | None:
    """A typed number as E.164: of the home country without, of any other with its code; None for what is none."""
    if _MOBILE.fullmatch(text):
        return HOME + text
    return text if _ABROAD.fullmatch(text) else None


def _limiting(state: LimitList | NewLimit, event: Event) -> Step:
    """Limits."""
    match state, event:
        case LimitList(limits), Chosen(name):
            for limit in limits:
                if limit.limit_id == name:
                    return NewLimit(limit, limits), ()
        case LimitList(), WentBack():
            return AccountsMenu(), ()
        case NewLimit(), Typed(text):
            return replace(state, text=text[:AMOUNT_LONGEST]), ()
        case NewLimit(limit, limits, _, text), Confirmed():
            if not (text.isascii() and text.isdigit()):
                return state, ()
            minor = int(text) * 10 ** digits(limit.amount.currency)
            if minor > min(limit.bound.minor, LARGEST):
                return NewLimit(limit, limits, "above", text), ()
            amount = Money(minor, limit.amount.currency)
            if amount == limit.amount:
                return NewLimit(limit, limits, "same", text), ()
            return _begun(ChangeLimit(limit, amount), state)
        case NewLimit(_, limits), WentBack():
            return LimitList(limits), ()
    return state, ()


def _begun(change: Change, origin: State | None = None) -> Step:
    return changing.begin(change, origin)


def _changed(moved: changing.Step, context: Context) -> Step:
    """What `changing` became, and where it leads back to."""
    state, effects = moved
    match state:
        case changing.WrongDetails(ActivateCard(card)):
            return CardExpiry(card, wrong=True), effects
        case changing.WentOff(_, origin):
            return AccountsMenu() if origin is None else origin, effects
        case changing.WrongDetails():
            return AccountsMenu(), effects
        case _:
            return state, effects


def _shown(what: str) -> tuple[Effect, ...]:
    return (Note(entries.AccountShown(what)),)


def shown(state: State) -> object:
    """What the customer sees."""
    inner = StatementReady | changing.ChangeProving | changing.ChangeWarned | changing.ChangeReceipt
    return state.at if isinstance(state, inner) else state


def called(state: State, _: Context) -> Step:
    """What a call for staff means to a warning; the customer comes back to the same page."""
    return state, warned.called(state.at) if isinstance(state, changing.ChangeWarned) else ()


def spoken(state: State, context: Context) -> tuple[Effect, ...]:
    """What must be done when the language was changed."""
    match state:
        case changing.ChangeWarned(at=at):
            return warned.spoken(at, context.language)
        case StatementReady(at=kept) | changing.ChangeReceipt(at=kept):
            return receipt.spoken(kept, context.language)
        case _:
            return ()


def busy(state: State) -> bool:
    """Whether the kiosk works and the customer waits."""
    match state:
        case changing.ChangeProving(at=at):
            return secondfactor.busy(at)
        case StatementReady(at=kept) | changing.ChangeReceipt(at=kept):
            return receipt.busy(kept)
        case _:
            return isinstance(state, AskingBank | changing.ChangeUnderWay)


def held(state: State) -> bool:
    """While the bank makes a change, leaving would lose its answer."""
    return isinstance(state, changing.ChangeUnderWay)


def stays(state: State) -> bool:
    """Whether a call for staff keeps the screen: what is awaited comes to it."""
    return held(state) or isinstance(state, changing.ChangeWithStaff)


def paged(state: State, call: pager.Call) -> State:
    """News of the call for staff are shown where staff are waited for."""
    return changing.paged(state, call) if isinstance(state, changing.STATES) else state


def waited(state: State, seconds: int, _: Context) -> tuple[State, tuple[Effect, ...]]:
    """Time passes where staff are waited for."""
    return changing.waited(state, seconds) if isinstance(state, changing.STATES) else (state, ())


def served(state: State) -> bool:
    """Whether the customer has seen or got what was wanted."""
    return isinstance(
        state, AccountList | MovementList | StatementReady | LimitList | changing.ChangeDone | changing.ChangeReceipt
    )


SERVICE: Final = Service(
    name=changing.SERVICE,
    states=(
        *(AccountsMenu, AskingBank, BankSilent, NothingThere, AccountList, MovementList),
        *(StatementAccount, StatementSpan, StatementReady),
        *(CardList, CardStop, CardFrozen, CardExpiry, NewPhone, NewAddress, LimitList, NewLimit),
        *changing.STATES,
    ),
    begin=begin,
    step=step,
    shown=shown,
    busy=busy,
    held=held,
    stays=stays,
    paged=paged,
    waited=waited,
    served=served,
    called=called,
    spoken=spoken,
    identified=True,
)
