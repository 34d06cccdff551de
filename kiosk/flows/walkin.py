"""A queue number for a customer without an appointment.

The bank gives the number, with how many wait and how long that may take where the branch's queue says so. Where the
bank cannot be reached the terminal gives one of its own series, and says nothing of the wait.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never, get_args

from kiosk.core.appointment import QueueTicket
from kiosk.core.ports import PrintOutcome
from kiosk.flows.effects import Effect, PrintTicket, ServiceEffect
from kiosk.flows.events import Chosen, Confirmed, Event, ServiceEvent, TicketPrinted, WentBack
from kiosk.flows.service import Context, Finished, Left, Service


@dataclass(frozen=True)
class TakeNumber(ServiceEffect):
    """Get a number for a service, and make it durable; answered by `NumberTaken`."""

    service: str


@dataclass(frozen=True)
class NumberTaken(ServiceEvent):
    ticket: QueueTicket
    offline: bool


@dataclass(frozen=True)
class ChoosingQueue:
    """What did the customer come for?"""


@dataclass(frozen=True)
class TakingNumber:
    """A number is being taken."""

    service: str


@dataclass(frozen=True)
class WalkInTicket:
    """The number. `printed` is None while the printer works."""

    ticket: QueueTicket
    offline: bool
    printed: PrintOutcome | None = None

    @property
    def saying(self) -> str | None:
        """What walks wait for."""
        return self.printed


State: TypeAlias = ChoosingQueue | TakingNumber | WalkInTicket
Step: TypeAlias = tuple[State | Finished | Left, tuple[Effect, ...]]


def begin(_: Context) -> Step:
    """Ask for the service."""
    return ChoosingQueue(), ()


def step(state: State, event: Event, _: Context) -> Step:
    """One move."""
    match state:
        case ChoosingQueue():
            match event:
                case Chosen(service):
                    return TakingNumber(service), (TakeNumber(service),)
                case WentBack():
                    return Left(), ()
        case TakingNumber():
            match event:
                case NumberTaken(ticket, offline):
                    return WalkInTicket(ticket, offline), (PrintTicket(ticket),)
        case WalkInTicket():
            match event:
                case TicketPrinted(outcome):
                    return replace(state, printed=outcome), ()
                case Confirmed():
                    return Finished(), ()
        case _:
            assert_never(state)
    return state, ()


SERVICE = Service(
    "walkIn",
    get_args(State),
    begin,
    step,
    busy=lambda state: isinstance(state, TakingNumber),
    held=lambda state: isinstance(state, TakingNumber),
    stays=lambda state: isinstance(state, TakingNumber),
    served=lambda state: isinstance(state, WalkInTicket),
)
