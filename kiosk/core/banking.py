"""What a customer has at the bank, and the ports by which a terminal asks for it and changes it.

Names are those of the Berlin Group's NextGenPSD2 XS2A framework (implementation guidelines 1.3) where it has one:
`resource_id` is its `resourceId`, `consent_id` its `Consent-ID`, the `key` of a change its `X-Request-ID`. What it has
no name for (cards, limits, the customer's phone) goes by the words of this project. docs/bank.md is for who connects a
bank.

Every call may raise `BankUnreachableError`: no answer. Every call with a session may raise `SessionEndedError`. Calls
take time: never on the Qt thread.

A change bears a `key`, a UUID made once when the customer confirms it. The same key again does nothing again and is
answered as before, so that a lost answer can be asked for: by the same call, or later by `outcome`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Protocol, TypeAlias

from kiosk.core.fraud import Kind
from kiosk.core.identity import Authenticity, DocumentKind
from kiosk.core.money import Money
from kiosk.core.secondfactor import OneTimeCodes

MOST_ACCOUNTS: Final = 32
MOST_CARDS: Final = 32
MOST_LIMITS: Final = 16
MOST_MOVEMENTS: Final = 50
"""Movements of one page."""
MOST_STATEMENT_LINES: Final = 1000
LONGEST_STATEMENT_DAYS: Final = 366

Names: TypeAlias = tuple[tuple[str, str], ...]
"""A name by language tag."""


class SessionEndedError(Exception):
    """The bank does not know the session any more: it was closed, or its time is over. Nothing was done."""


# The customer's session
@dataclass(frozen=True)
class Identified:
    """Who was identified, by what, and what was checked: what the bank opens a session for."""

    visit: str
    document: DocumentKind
    number: str = field(repr=False)
    """The document's number; of a resident card the holder's."""
    name: str = field(repr=False)
    """As the document says it."""
    authenticity: Authenticity
    face_accepted: bool


@dataclass(frozen=True)
class Session:
    """A customer's session: what all calls for them bear. Of one visit at one terminal."""

    consent_id: str = field(repr=False)
    visit: str
    name: str = field(default="", repr=False)
    """The customer's name, masked as the bank masks it, for the screen. Only the answer to `open` has these three."""
    valid_until: datetime | None = None
    used: frozenset[Kind] | None = None
    """What of what the fraud rules judge this customer has done at a terminal before; None where the bank does not say.
    Of transfers `Payees.first_use` says it.
    """


class SessionRefusal(StrEnum):
    """Why the bank opens no session."""

    NOT_A_CUSTOMER = "notACustomer"
    BLOCKED = "blocked"
    """The bank serves this customer by its staff alone."""
    NOT_PROVED = "notProved"
    """What was checked is not enough for this bank: no face accepted, or a document that proves nothing."""


class Sessions(Protocol):
    """Opens and closes customers' sessions."""

    def open(self, identified: Identified) -> Session | SessionRefusal:
        """Open a session. The same visit again gets another one, and the first is closed."""

    def close(self, session: Session) -> None:
        """Close it: at the end of the visit. Closing twice is no error."""


# Accounts
class CashAccountType(StrEnum):
    """`cashAccountType`: the codes of ISO 20022 (ExternalCashAccountType1Code) that a terminal has words for."""

    CURRENT = "CACC"
    SAVINGS = "SVGS"
    OTHER = "OTHR"


class AccountStatus(StrEnum):
    """`status` of an account."""

    ENABLED = "enabled"
    BLOCKED = "blocked"
    DELETED = "deleted"


@dataclass(frozen=True)
class Account:
    """`accountDetails`. One of `iban`, `bban` and `masked_pan` is there at least."""

    resource_id: str
    currency: str
    product: str
    """The bank's name for what kind of account it is, in its own language."""
    cash_account_type: CashAccountType
    status: AccountStatus
    iban: str | None = field(default=None, repr=False)
    bban: str | None = field(default=None, repr=False)
    masked_pan: str | None = field(default=None, repr=False)
    product_names: Names = ()
    """What `product` is called in other languages."""

    def product_in(self, language: str) -> str:
        """The product's name in a language, else as the bank calls it."""
        return dict(self.product_names).get(language, self.product)

    @property
    def number(self) -> str:
        """The account's number; masked where the bank gives no other."""
        return self.iban or self.bban or self.masked_pan or ""

    @property
    def masked(self) -> str:
        """The number with all but its last four characters covered."""
        return mask(self.number)


class BalanceType(StrEnum):
    """`balanceType`: those that a terminal shows."""

    INTERIM_AVAILABLE = "interimAvailable"
    """What can be spent now."""
    CLOSING_BOOKED = "closingBooked"
    """What is booked, at the end of the last day that was closed."""


@dataclass(frozen=True)
class Balance:
    """`balance`."""

    balance_type: BalanceType
    balance_amount: Money = field(repr=False)
    reference_date: date | None = None


@dataclass(frozen=True)
class Transaction:
    """`transactionDetails` of a booked transaction. A negative amount left the account."""

    transaction_id: str
    booking_date: date
    transaction_amount: Money = field(repr=False)
    creditor_name: str | None = field(default=None, repr=False)
    debtor_name: str | None = field(default=None, repr=False)
    remittance_information_unstructured: str | None = field(default=None, repr=False)
    balance_after_transaction: Money | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Movements:
    """A page of booked transactions, newest first. `next` asks for the page after it."""

    booked: tuple[Transaction, ...]
    next: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Period:
    """Days of an account, both included: at most `LONGEST_STATEMENT_DAYS`."""

    resource_id: str
    date_from: date
    date_to: date


@dataclass(frozen=True)
class Statement:
    """Everything a statement of an account says: `booked` oldest first, from `opening` to `closing`."""

    account: Account
    owner_name: str = field(repr=False)
    period: Period
    opening: Money = field(repr=False)
    closing: Money = field(repr=False)
    booked: tuple[Transaction, ...] = field(repr=False)


class AccountRefusal(StrEnum):
    """Why nothing can be said of an account."""

    NO_SUCH_ACCOUNT = "noSuchAccount"
    PERIOD_NOT_HELD = "periodNotHeld"
    """The bank has no statement of this period, or one longer than `MOST_STATEMENT_LINES`."""


class AccountInformation(Protocol):
    """Accounts and what moved on them."""

    def accounts(self, session: Session) -> tuple[Account, ...]:
        """The customer's accounts, at most `MOST_ACCOUNTS`."""

    def balances(self, session: Session, resource_id: str) -> tuple[Balance, ...] | AccountRefusal:
        """An account's balances, all in its currency."""

    def transactions(self, session: Session, resource_id: str, after: str | None = None) -> Movements | AccountRefusal:
        """The newest booked transactions, at most `MOST_MOVEMENTS`; older ones `after` a page's `next`."""

    def statement(self, session: Session, period: Period) -> Statement | AccountRefusal:
        """What a statement of a period says."""


# Changes
class ChangeRefusal(StrEnum):
    """Why the bank does not change something."""

    NOT_POSSIBLE = "notPossible"
    """Not with this card, account or limit as it is now."""
    WRONG_DETAILS = "wrongDetails"
    """What the customer typed does not fit, such as a card's expiry date."""
    TOO_MANY_TRIES = "tooManyTries"
    PROOF_NEEDED = "proofNeeded"
    """No second factor was given, or it does not hold for this change."""
    ABOVE_BOUND = "aboveBound"
    """A limit above what the bank lets a customer set at a terminal."""
    STAFF_NEEDED = "staffNeeded"
    STAFF_REFUSED = "staffRefused"
    """A member of staff decided against it."""
    EXPIRED = "expired"
    """No member of staff decided in time."""
    CARD_LOST = "cardLost"
    """The card was reported lost or stolen: it can only be replaced."""
    NO_ADDRESS = "noAddress"
    """There is no address on file to send something to."""


@dataclass(frozen=True)
class Done:
    """The change is made. `already` where it had been made before under another key, so that nothing was to do."""

    reference: str | None = None
    """The bank's reference, for the customer's receipt."""
    already: bool = False


@dataclass(frozen=True)
class Refused:
    """The change is not made, and will not be."""

    reason: ChangeRefusal


ChangeAnswer: TypeAlias = Done | Refused


@dataclass(frozen=True)
class NeverCame:
    """The bank knows no change by this key: it did not arrive, and nothing was done.

    From now on the key is void: whatever still arrives with it is not done. What is wanted again wants a new key.
    """


@dataclass(frozen=True)
class UnderWay:
    """The change arrived and the bank, or its staff, has not decided yet: ask again."""


Outcome: TypeAlias = Done | Refused | NeverCame | UnderWay


class Outcomes(Protocol):
    """Says what became of changes whose answer was lost. Needs no session: the visit may be over."""

    def outcome(self, key: str) -> Outcome:
        """What became of the change that this terminal asked for by this key. `NeverCame` makes the key void."""


# Cards
class CardStatus(StrEnum):
    """What can be done with a card now."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    """Sent to the customer, to be activated."""
    FROZEN = "frozen"
    """Stopped for now; staff can free it."""
    LOST = "lost"
    """Stopped for ever."""
    EXPIRED = "expired"


class CardKind(StrEnum):
    """What a card draws on."""

    DEBIT = "debit"
    CREDIT = "credit"


@dataclass(frozen=True)
class Card:
    """A card of the customer's."""

    card_id: str
    masked_pan: str = field(repr=False)
    kind: CardKind
    product: str
    status: CardStatus
    product_names: Names = ()
    """What `product` is called in other languages."""

    def product_in(self, language: str) -> str:
        """The product's name in a language, else as the bank calls it."""
        return dict(self.product_names).get(language, self.product)


class Cards(Protocol):
    """The customer's cards."""

    def cards(self, session: Session) -> tuple[Card, ...]:
        """All of them, at most `MOST_CARDS`."""

    def freeze(self, session: Session, card_id: str, key: str) -> ChangeAnswer:
        """Stop a card for now, at once: it may be found again."""

    def report_lost(self, session: Session, card_id: str, key: str) -> ChangeAnswer:
        """Stop a card for ever: it was lost or stolen."""

    def release(self, session: Session, card_id: str, key: str) -> ChangeAnswer | UnderWay:
        """Ask that a frozen card may be used again. Under way until a member of staff, who looks at customer and
        document, decides: `Outcomes.outcome` says what. Without a decision it expires within minutes; a newer request
        for the card ends it, too.
        """

    def activate(self, session: Session, card_id: str, expiry: str, key: str) -> ChangeAnswer:
        """Activate a card by its expiry date `MMYY`, which shows that it is in the customer's hands."""


# The customer's details and limits
@dataclass(frozen=True)
class Details:
    """How the bank reaches the customer, masked as the bank masks it; None where it has nothing."""

    phone: str | None = field(repr=False)
    address: str | None = field(repr=False)
    email: str | None = field(repr=False)


class Profile(Protocol):
    """The customer's phone and address. `proof` is what the second factor gave (`kiosk.core.secondfactor`)."""

    def details(self, session: Session) -> Details: ...

    def change_phone(self, session: Session, phone: str, proof: str, key: str) -> ChangeAnswer:
        """Change the phone number: E.164, `+` and digits."""

    def change_address(self, session: Session, address: str, proof: str, key: str) -> ChangeAnswer:
        """Change the address: one to four lines."""


class LimitKind(StrEnum):
    """What a limit bounds."""

    TRANSFER_SINGLE = "transferSingle"
    TRANSFER_DAILY = "transferDaily"
    CARD_DAILY = "cardDaily"
    CASH_DAILY = "cashDaily"


@dataclass(frozen=True)
class Limit:
    """A limit, and up to where the customer may raise it at a terminal."""

    limit_id: str
    kind: LimitKind
    amount: Money = field(repr=False)
    bound: Money = field(repr=False)


class Limits(Protocol):
    """The customer's limits."""

    def limits(self, session: Session) -> tuple[Limit, ...]:
        """All of them, at most `MOST_LIMITS`."""

    def change(self, session: Session, limit_id: str, amount: Money, proof: str | None, key: str) -> ChangeAnswer:
        """Lower a limit, which needs no proof and holds at once, or raise it to `bound` at most, which needs one."""


# Statements that leave the terminal
class Paper(Protocol):
    """Makes documents. May take a while: never on the Qt thread."""

    def statement(self, told: Statement, language: str, *, covered: bool, made: datetime) -> bytes:
        """A statement as PDF; with `covered` its account's number is masked."""


@dataclass(frozen=True)
class TakeAway:
    """Where a document can be fetched, once, until `expires`: an https address for the customer's phone."""

    url: str = field(repr=False)
    expires: datetime


class Deliveries(Protocol):
    """Ways of a document to the customer other than paper."""

    def by_email(self, session: Session, period: Period, language: str, key: str) -> ChangeAnswer:
        """Have the bank send a statement to the address on file; the terminal never types one."""

    def take_away(self, session: Session, document: bytes) -> TakeAway:
        """Leave a PDF to be fetched by a phone."""


class SessionsAndOutcomes(Sessions, Outcomes, Protocol):
    """Sessions, and what became of changes."""


class AccountsAndDeliveries(AccountInformation, Deliveries, Protocol):
    """Accounts, and the ways of a statement to the customer."""


class Banking(Protocol):
    """A bank's core as a terminal has it: one attribute for each concern."""

    sessions: SessionsAndOutcomes
    accounts: AccountsAndDeliveries
    cards: Cards
    profile: Profile
    limits: Limits
    codes: OneTimeCodes


def mask(number: str) -> str:
    """A number with all but its last four characters covered: `**** 1234`; a short one is covered whole."""
    bare = "".join(number.split())
    return f"**** {bare[-4:]}" if len(bare) > 8 else "****"


def mask_name(name: str) -> str:
    """A name covered so that who knows it recognises it: `*示例`, `**样本`, `E*** N***`."""
    words = name.split()
    if not words:
        return "***"
    if len(words) == 1 and "\u3400" <= name.strip()[0] <= "\U0003ffff":
        bare = words[0]
        covered = 2 if len(bare) > 3 else 1
        return "*" * covered + bare[covered:] if len(bare) > 1 else "*"
    return " ".join(f"{word[0]}***" for word in words)
