"""Orders and changes on a line that loses, delays and reorders: whatever comes when, one operation has one effect.

The bank is a model that keeps docs/payments.md: once for a key, and a key whose outcome was asked for before it came is
void. What is sent may be lost before it came, taken with a lost answer, or come at any later time.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import Any

import pytest
from accounts_words import CARD
from accounts_words import CONTEXT as AT_ACCOUNTS
from transfer_words import BOTH, CONTEXT, PREPARED, SENT, WAITING, payment, saved

from kiosk.core.banking import Done, NeverCame
from kiosk.core.payments import TransactionStatus
from kiosk.core.secondfactor import Proof
from kiosk.flows import accounts, changing, secondfactor, transfer
from kiosk.flows.banking import (
    ChangeAnswered,
    ChangeNamed,
    ChangeSettled,
    LoseCard,
    MakeChange,
    NameChange,
    SettleChange,
)
from kiosk.flows.events import BankLost, Chosen, Confirmed, Event, TriedAgain, Typed
from kiosk.flows.ordering import (
    CancelAnswered,
    CancelTransfer,
    NameTransfer,
    OrderTransfer,
    SettleTransfer,
    TransferAnswered,
    TransferNamed,
    TransferSettled,
)

OPERATIONS = 400
CANCELLED = payment(TransactionStatus.CANC)
Asking = OrderTransfer | CancelTransfer | MakeChange


@dataclass
class Line:
    """The line and the bank at its end."""

    chance: random.Random
    done: dict[str, Any] = field(default_factory=dict)
    void: set[str] = field(default_factory=set)
    under_way: list[Asking] = field(default_factory=list)
    keys: int = 0

    def performed(self, effect: object) -> Event | None:
        """What the house answers; None for what it notes."""
        match effect:
            case NameTransfer():
                return TransferNamed(self._key())
            case NameChange():
                return ChangeNamed(self._key())
            case OrderTransfer() | CancelTransfer() | MakeChange():
                return self._sent(effect)
            case SettleTransfer(_, key) | SettleChange(_, key):
                return self._settled(key, TransferSettled if isinstance(effect, SettleTransfer) else ChangeSettled)
            case secondfactor.SendCode():
                return secondfactor.CodeAnswered(SENT)
            case secondfactor.CheckCode():
                return secondfactor.CodeChecked(Proof("proof-1"))
        return None

    def comes(self) -> None:
        """Something that was under way comes at last."""
        if self.under_way:
            self._take(self.under_way.pop(self.chance.randrange(len(self.under_way))))

    def _key(self) -> str:
        self.keys += 1
        return f"{self.keys:08x}-0000-4000-8000-000000000000"

    def _sent(self, asked: Asking) -> Event:
        assert asked.key not in self.done, "an order was sent again by a key that was taken"
        assert asked.key not in self.void, "an order was sent by a void key"
        match self.chance.randrange(3):
            case 0:
                self.under_way.append(asked)
                return BankLost()
            case 1:
                self._take(asked)
                return BankLost()
        self._take(asked)
        answered: Any = {OrderTransfer: TransferAnswered, CancelTransfer: CancelAnswered, MakeChange: ChangeAnswered}
        return answered[type(asked)](self.done[asked.key])  # type: ignore[no-any-return]

    def _take(self, asked: Asking) -> None:
        if asked.key not in self.void:
            answers = {OrderTransfer: WAITING, CancelTransfer: CANCELLED, MakeChange: Done("R")}
            self.done.setdefault(asked.key, answers[type(asked)])

    def _settled(self, key: str, event: type[TransferSettled | ChangeSettled]) -> Event:
        if self.chance.random() < 0.3:
            return BankLost()
        if key not in self.done:
            self.void.add(key)
        return event(self.done.get(key, NeverCame()))


DONE = (transfer.TransferWaits, transfer.TransferCancelled, changing.ChangeDone)
NOT_DONE = (transfer.TransferNotSent, changing.ChangeNotMade)


def begun(what: str) -> tuple[Any, tuple[Any, ...], Any]:
    """An operation just confirmed: state, effects, and how it steps."""
    if what == "change":
        asked = changing.begin(LoseCard(CARD))[0]
        return *accounts.step(asked, Confirmed(), AT_ACCOUNTS), lambda at, said: accounts.step(at, said, AT_ACCOUNTS)
    if what == "cancel":
        way = transfer.begin(CONTEXT)[0]
        for said in (BOTH, Chosen("pending"), Chosen("K7Q2-9F4M")):
            way = transfer.step(way, said, CONTEXT)[0]
    else:
        way = saved().told(PREPARED, Chosen("afterDay")).state
    return *transfer.step(way, Confirmed(), CONTEXT), lambda at, said: transfer.step(at, said, CONTEXT)


@pytest.mark.parametrize("what", ["order", "cancel", "change"])
def test_one_operation_has_one_effect_at_most_and_the_screen_says_which(what: str) -> None:
    seed = time.time_ns()
    chance = random.Random(seed)
    ends: set[type] = set()
    for _ in range(OPERATIONS):
        line = Line(chance)
        state, effects, step = begun(what)
        for _ in range(40):
            answers = [said for effect in effects if (said := line.performed(effect)) is not None]
            if chance.random() < 0.4:
                line.comes()
            said = answers[0] if answers else chance.choice((TriedAgain(), TriedAgain(), Typed("4"), Chosen("no")))
            state, effects = step(state, said)
            assert len(line.done) <= 1, f"twice, seed {seed}"
            assert not isinstance(state, DONE) or line.done, f"said to be done, and is not, seed {seed}"
            assert not isinstance(state, NOT_DONE) or not line.done, f"said not to be done, and is, seed {seed}"
            if getattr(state, "never", False):
                assert not line.done, f"said not to be cancelled, and is, seed {seed}"
        ends.add(type(state))
        while line.under_way:
            line.comes()
        assert len(line.done) <= 1, f"twice, seed {seed}"
        assert not isinstance(state, NOT_DONE) or not line.done, f"came late, and was done, seed {seed}"
    assert ends & set(DONE)
