"""What the contract suite asks of whoever connects a bank: docs/bank.md says how to run it."""

from __future__ import annotations

from typing import Protocol

from kiosk.core.banking import Banking, Identified, Session
from kiosk.core.secondfactor import ToConfirm


class Desk(Protocol):
    """A bank under test, with its test customers.

    `customer` has an e-mail address, a phone, two accounts at least, of which the first has more than one page of
    movements over more than one month; a card that is active, one that is inactive and expires at `new_card_expiry`;
    and a limit that is below its bound. `blocked` is a customer whom staff alone serve, `stranger` no customer at all.
    """

    bank: Banking
    new_card_expiry: str

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

    def authorisation(self, card_id: str) -> str | None:
        """A member of staff's word that a frozen card may be freed; None where the test bank cannot say."""
