"""Operations are put down before the bank is asked, and taken away once it has answered; by every room the same way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from kiosk.core.ports import JournalError


class Unsettled(Protocol):
    """Where operations are remembered, durably, until the bank has answered. Raises OSError.

    All rooms share one: each settles what is of its own kinds.
    """

    def begin(self, key: str, what: str, visit: str | None) -> None: ...

    def end(self, key: str) -> None: ...

    def pending(self) -> Iterable[tuple[str, str, str | None]]: ...


def remember(unsettled: Unsettled, key: str, what: str, visit: str | None) -> None:
    """Put an operation down. Raises `JournalError`: what cannot be put down is not asked."""
    try:
        unsettled.begin(key, what, visit)
    except OSError as error:
        raise JournalError("what is asked cannot be put down") from error


def forget(unsettled: Unsettled, key: str) -> None:
    """The bank has answered. Raises `JournalError`."""
    try:
        unsettled.end(key)
    except OSError as error:
        raise JournalError("what was asked cannot be put down") from error
