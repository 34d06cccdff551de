"""Calling a member of staff, and hearing who comes."""

from __future__ import annotations

from typing import Final, Protocol

SHOWN: Final = r"[^\W\d_][\w .\u00b7'-]{0,31}"
"""How somebody is named to a customer: a first name or a role."""


class StaffPager(Protocol):
    """Reaches the branch's staff. Calls take seconds: never on the Qt thread. Raises `BankUnreachableError`."""

    def call(self, visit: str | None, why: str, screen: str) -> str | None:
        """Call somebody; the call's id, by which the rest asks, or None of a bank that cannot say who comes."""

    def coming(self, call: str) -> str | None:
        """Who is on the way, as the customer may be told; None as long as nobody acknowledged."""

    def remind(self, call: str) -> None:
        """Call once more for the same; repeats change nothing."""
