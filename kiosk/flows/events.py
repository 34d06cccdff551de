"""What happened, in the past tense: the customer's acts and the house's answers. Devices speak `kiosk.core.ports`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from kiosk.core.appointment import Appointment, QueueTicket
from kiosk.core.fraud import Kind
from kiosk.core.ports import (
    BankRefusal,
    DeviceEvent,
    FaceEvent,
    PrintOutcome,
    ReaderEvent,
    ScannerEvent,
    TokenTurnedDown,
)


class ServiceEvent:
    """What only one service hears of: defined in its own module."""


class Act(ServiceEvent):
    """What the customer did, of such."""


# The customer
@dataclass(frozen=True)
class Started:
    """The customer touched the first screen."""


@dataclass(frozen=True)
class Confirmed:
    """The customer took the screen's way on."""


@dataclass(frozen=True)
class Declined:
    """The customer said no to what the screen asked."""


@dataclass(frozen=True)
class TriedAgain:
    """The customer wants another try."""


@dataclass(frozen=True)
class WentBack:
    """The customer went a step back."""


@dataclass(frozen=True)
class StartedOver:
    """The customer gave up this visit, or begins anew."""


@dataclass(frozen=True)
class StaffAsked:
    """The customer asked for a member of staff."""


@dataclass(frozen=True)
class Rated:
    """The customer answered the survey question with a value of its scale."""

    value: int


@dataclass(frozen=True)
class Chosen:
    """The customer chose one of what the screen offers."""

    id: str


@dataclass(frozen=True)
class Typed:
    """The customer entered something; nothing of it is ever logged."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class Skipped:
    """The customer does not want to answer."""


@dataclass(frozen=True)
class WasStillHere:
    """The customer answered the idle warning."""


@dataclass(frozen=True)
class LanguageChosen:
    language: str


@dataclass(frozen=True)
class SizeChosen:
    size: int


@dataclass(frozen=True)
class ContrastChosen:
    contrast: str


@dataclass(frozen=True)
class HandChosen:
    hand: str


@dataclass(frozen=True)
class AloudChosen:
    """The customer wants the screen read aloud, or not."""

    aloud: bool


@dataclass(frozen=True)
class VolumeChosen:
    volume: int


@dataclass(frozen=True)
class SpeedChosen:
    """How fast is read aloud."""

    speed: int


@dataclass(frozen=True)
class CalmChosen:
    """The customer wants it large and slow, or not."""

    calm: bool


# The house
@dataclass(frozen=True)
class CodeVerified:
    """The code held: signature, branch, window, and not used before."""

    appointment: Appointment


@dataclass(frozen=True)
class CodeTurnedDown:
    turned_down: TokenTurnedDown


@dataclass(frozen=True)
class HolderCompared:
    """The document's number was compared with the appointment's."""

    same: bool


@dataclass(frozen=True)
class HolderNamed:
    """The document's holder was given a pseudonym, under which failed tries are counted."""

    key: str


@dataclass(frozen=True)
class SessionOpened:
    """The bank knows the customer; `session` is its Consent-ID, `name` what may be shown of the customer's.

    `used` is what the customer has done here before, as the fraud rules name it; None where the bank does not say.
    """

    session: str = field(repr=False)
    name: str = field(repr=False)
    used: frozenset[Kind] | None = None


@dataclass(frozen=True)
class SessionRefused:
    """The bank does not serve this person here: `unknown` or `blocked`."""

    reason: str


@dataclass(frozen=True)
class CheckInAnswered:
    """The bank answered the check-in."""

    answer: QueueTicket | BankRefusal


@dataclass(frozen=True)
class BankLost:
    """The bank could not be reached."""


@dataclass(frozen=True)
class CheckInSealed:
    """The check-in is in the journal, on disk, and the code is spent."""

    ticket: QueueTicket
    offline: bool


@dataclass(frozen=True)
class TicketPrinted:
    outcome: PrintOutcome


@dataclass(frozen=True)
class StaffPaged:
    """The page to the staff was delivered, or could not be; `call` is what it can be asked about by."""

    delivered: bool
    call: str | None = None


@dataclass(frozen=True)
class StaffAcknowledged:
    """A member of staff is on the way: a first name or a role."""

    call: str
    who: str = field(repr=False)


@dataclass(frozen=True)
class Waited:
    """Time passed, in whole seconds, without an act of the customer in between."""

    seconds: int = 1


@dataclass(frozen=True)
class KioskBroke:
    """The kiosk cannot keep its promises: the journal is shut, or a program error was caught."""

    reason: str


CustomerEvent: TypeAlias = (
    Started
    | Confirmed
    | Declined
    | TriedAgain
    | WentBack
    | StartedOver
    | StaffAsked
    | Rated
    | Chosen
    | Typed
    | Skipped
    | WasStillHere
    | LanguageChosen
    | SizeChosen
    | ContrastChosen
    | HandChosen
    | AloudChosen
    | VolumeChosen
    | SpeedChosen
    | CalmChosen
    | Act
)
HouseEvent: TypeAlias = (
    CodeVerified
    | CodeTurnedDown
    | HolderCompared
    | HolderNamed
    | SessionOpened
    | SessionRefused
    | CheckInAnswered
    | BankLost
    | CheckInSealed
    | TicketPrinted
    | StaffPaged
    | StaffAcknowledged
    | Waited
    | KioskBroke
)
Event: TypeAlias = CustomerEvent | HouseEvent | ServiceEvent | ScannerEvent | ReaderEvent | FaceEvent | DeviceEvent
