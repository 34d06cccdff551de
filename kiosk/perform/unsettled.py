"""Operations that the bank is asked for once: journalled and put down before, and again with what came of it.

An answer that is lost stays unsettled: the customer may have it settled, else `settle_left` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeAlias, TypeVar

from kiosk.core.banking import SessionEndedError, UnderWay
from kiosk.core.entries import BookingAsked, ChangeAsked, Entry, TransferAsked
from kiosk.core.ports import BankUnreachableError, Journal, JournalError

_Answer = TypeVar("_Answer")
_Outcome = TypeVar("_Outcome")


class Unsettled(Protocol):
    """Where operations are remembered, durably, until the bank has answered. Raises OSError.

    All rooms share one: each settles what is of its own kinds.
    """

    def begin(self, key: str, what: str, visit: str | None) -> None: ...

    def end(self, key: str) -> None: ...

    def pending(self) -> Iterable[tuple[str, str, str | None]]: ...


Asked: TypeAlias = BookingAsked | ChangeAsked | TransferAsked
"""The entry of an operation that the bank is about to be asked for."""


@dataclass(frozen=True)
class Words(Generic[_Outcome]):
    """How a room asks what became of an operation, and what it journals of it: each of key and what was asked."""

    outcome: Callable[[str], _Outcome]
    """Raises `BankUnreachableError`."""
    settled: Callable[[str, str, _Outcome], Entry | None]
    """None as long as the bank has not decided."""
    unknown: Callable[[str, str], Entry]
    ended: Callable[[str, str], Entry] | None = None
    """Where the session was over, so that nothing is done; None where nothing is asked in a session."""


class Operations(Generic[_Outcome]):
    """A room's operations, of these `kinds`. What is not said otherwise is called on the work thread."""

    def __init__(self, *, kinds: Iterable[str], journal: Journal, unsettled: Unsettled, words: Words[_Outcome]) -> None:
        self._kinds, self._journal, self._unsettled, self._words = frozenset(kinds), journal, unsettled, words
        self._in_hand: dict[str, tuple[str | None, str]] = {}
        """What the visit in hand has asked for and has no answer of: visit and what, by key."""

    def ask(
        self,
        told: Asked,
        visit: str | None,
        ask: Callable[[], _Answer],
        entry_of: Callable[[_Answer], Entry],
    ) -> _Answer:
        """Ask for an operation between two entries of the journal; `told` is the first, `entry_of` makes the other.

        What the bank has under way stays unsettled. Raises `BankUnreachableError`: so does this; `SessionEndedError`:
        it is not done; `JournalError`: it was not asked, or what came of it is not on record.
        """
        key, what = told.key, told.what
        # Before it is put down: `settle_left` would make the key void of what is on its way to the bank.
        self._in_hand[key] = visit, what
        try:
            self._unsettled.begin(key, what, visit)
        except OSError as error:
            raise JournalError("what is asked cannot be put down") from error
        self._journal.record(told, visit)
        try:
            answer = ask()
        except SessionEndedError:
            if self._words.ended is not None:
                self._journal.record(self._words.ended(key, what), visit)
            self._forget(key)
            raise
        except BankUnreachableError:
            self._journal.record(self._words.unknown(key, what), visit)
            raise
        self._journal.record(entry_of(answer), visit)
        if not isinstance(answer, UnderWay):
            self._forget(key)
        return answer

    def settle(self, key: str, what: str, visit: str | None) -> _Outcome:
        """Ask what became of it. Raises `BankUnreachableError` and `JournalError`."""
        outcome = self._words.outcome(key)
        told = self._words.settled(key, what, outcome)
        if told is not None:
            self._journal.record(told, visit)
            self._forget(key)
        return outcome

    def what(self, key: str) -> str:
        """What the visit in hand asked for by a key; empty for nothing."""
        return self._in_hand.get(key, (None, ""))[1]

    def wiped(self, visit: str) -> None:
        """What the visit left unsettled is from now on settled without the customer."""
        self._in_hand = {key: held for key, held in self._in_hand.items() if held[0] != visit}

    def settle_left(self) -> None:
        """Settle what earlier visits, or an earlier run of this program, left; gives up where the bank is away.

        Any thread may call. Raises `JournalError`.
        """
        for key, what, visit in tuple(self._unsettled.pending()):
            if what not in self._kinds or key in self._in_hand:
                continue
            try:
                self.settle(key, what, visit)
            except BankUnreachableError:
                return

    def _forget(self, key: str) -> None:
        """The bank has answered."""
        self._in_hand.pop(key, None)
        try:
            self._unsettled.end(key)
        except OSError as error:
            raise JournalError("what was asked cannot be put down") from error
