"""What every service of a visit has in common: how it begins, moves and ends, and what the visit must know of it.

A service is a module of this package whose states are what the customer sees. `flows.visit` holds its state while it
runs and asks nothing but what `Service` names, so a new service touches no other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from kiosk.core.fraud import Kind
from kiosk.core.identity import Document
from kiosk.flows import identify, pager
from kiosk.flows.effects import Effect
from kiosk.flows.events import Event
from kiosk.flows.rules import Rules


@dataclass(frozen=True)
class Customer:
    """Who was identified in this visit.

    `session` is the bank's (a Consent-ID of NextGenPSD2), `name` what may be shown of the customer's, `used` what the
    customer has done at a terminal before this visit, as the fraud rules name it; None where the bank does not say.
    """

    document: Document = field(repr=False)
    session: str = field(repr=False)
    name: str = field(repr=False, default="")
    used: frozenset[Kind] | None = None

    def age(self, today: date) -> int | None:
        """The age in whole years, by the document; None for a day of birth that lies ahead."""
        born = self.document.born
        years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        return years if years >= 0 else None

    def first_use(self, kind: Kind) -> bool | None:
        """Whether it is done for the first time; None where that is not known."""
        return None if self.used is None else kind not in self.used


@dataclass(frozen=True)
class Context:
    """What a service may know beside its own state."""

    rules: Rules = field(repr=False)
    language: str
    customer: Customer | None = None
    """None until somebody was identified in this visit."""
    face_tries: Mapping[str, int] = field(default_factory=dict)
    """How many face tries failed in earlier visits, by what they are counted for."""


# How a service ends
@dataclass(frozen=True)
class Finished:
    """The customer has what was wanted of the service; the survey asks about it by its name."""


@dataclass(frozen=True)
class Left:
    """The customer goes back to the menu."""


@dataclass(frozen=True)
class StaffNeeded:
    """Only a member of staff can go on with this."""

    why: str


Outcome: TypeAlias = Finished | Left | StaffNeeded
Step: TypeAlias = tuple[Any, tuple[Effect, ...]]
"""The state reached, or an outcome, and what someone else must do."""


def _none(_: Any) -> None:
    return None


def _false(_: Any) -> bool:
    return False


def _nothing(_: Any, __: frozenset[str]) -> frozenset[str]:
    return frozenset()


def _itself(state: Any) -> Any:
    return state


def _resumed(state: Any, _: Context) -> Step:
    return state, ()


def _unpaged(state: Any, _: pager.Call) -> Any:
    return state


def _unhurried(state: Any, _: int, __: Context) -> Step:
    return state, ()


def _no_effects(_: Any, __: Context) -> tuple[Effect, ...]:
    return ()


@dataclass(frozen=True)
class Service:
    """A service as the visit knows it. Every function takes one of `states`."""

    name: str
    """As menu, journal and survey name it."""
    states: tuple[type, ...]
    begin: Callable[[Context], Step]
    step: Callable[[Any, Event, Context], Step]
    shown: Callable[[Any], Any] = _itself
    """The innermost state: what the customer sees."""
    needs: Callable[[Any], str | None] = _none
    """The device that must run: `scanner`, `reader`, `face` or none."""
    ahead: Callable[[Any, frozenset[str]], frozenset[str]] = _nothing
    """Of the lost devices those that the customer will still need: nobody is disturbed by the loss of another."""
    busy: Callable[[Any], bool] = _false
    """Whether the kiosk works and the customer waits: no idle clock runs then."""
    held: Callable[[Any], bool] = _false
    """Whether the visit cannot be given up: the answer comes within seconds, and leaving would lose it."""
    stays: Callable[[Any], bool] = _false
    """Whether a call for staff keeps the screen, because leaving it would lose an answer."""
    served: Callable[[Any], bool] = _false
    """Whether the customer has what was wanted: leaving now is a good end."""
    called: Callable[[Any, Context], Step] = _resumed
    """What becomes of the state when the customer calls staff: the state to come back to, or None, and effects."""
    paged: Callable[[Any, pager.Call], Any] = _unpaged
    """What becomes of the state when there is news of the visit's call for staff."""
    waited: Callable[[Any, int, Context], Step] = _unhurried
    """What becomes of it when seconds pass. The visit's idle clock is not its concern."""
    spoken: Callable[[Any, Context], tuple[Effect, ...]] = _no_effects
    """What must be done when the language was changed."""
    identifying: Callable[[Any], tuple[str, identify.State] | None] = _none
    """Who is being identified by the service itself: what failed face tries are counted for (empty before that is
    known), and how far it is.
    """
    identified: bool = False
    """Whether the customer must be identified, with a session of the bank, before it begins."""
    last: bool = False
    """Whether the visit ends with it, without the menu's question for more."""
