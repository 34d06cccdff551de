"""What the contract suite asks of whoever connects a bank: docs/bank.md says how to run it."""

from __future__ import annotations

from typing import Protocol

from kiosk.core.banking import Identified, Session
from kiosk.core.payments import PayingBank
from kiosk.core.secondfactor import ToConfirm


class Desk(Protocol):
    """A bank under test, with its test customers.

    `customer` has an e-mail address, a phone, two accounts at least, of which the first has more than one page of
    movements over more than one month; a card that is active, one that is inactive and expires at `new_card_expiry`;
    a limit that is below its bound; and a saved payee at least. `blocked` is a customer whom staff alone serve,
    `stranger` no customer at all.

    `payee_account` is another person's at this bank, whose name is `payee_name`: `close_name` is close to it,
    `strange_name` is not. To `blocked_account` the bank sends nothing. The customer may send 100 of the first account's
    currency several times without reaching a limit.
    """

    bank: PayingBank
    new_card_expiry: str
    payee_name: str
    payee_account: str
    close_name: str
    strange_name: str
    blocked_account: str

    def customer(self, visit: str) -> Identified: ...

    def other(self, visit: str) -> Identified:
        """Another customer, with an account and a card."""

    def blocked(self, visit: str) -> Identified: ...

    def stranger(self, visit: str) -> Identified: ...

    def fresh(self) -> None:
        """Bring every test customer back to the beginning; called before each test."""

    def proof(self, session: Session, confirm: ToConfirm) -> str | None:
        """What a second factor would give in this session for exactly this.

        None where the test bank cannot say: what needs one is skipped.
        """

    def code(self, phone: str | None = None) -> str | None:
        """The newest one-time code that came to the customer's phone, or to this one.

        None where the test bank cannot say: what needs one is skipped.
        """

    def decide(self, card_id: str, *, release: bool) -> bool:
        """Let a member of staff decide whether this frozen card may be used again; False where the test bank has none:
        then what needs one is skipped.
        """

    def expire(self, card_id: str) -> bool:
        """Let the time of this card's request pass; False where the test bank cannot."""
