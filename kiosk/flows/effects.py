"""What someone else must do, in the imperative. Devices are not switched by effects: see `needs` of each flow."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, TypeAlias

from kiosk.core.appointment import Appointment, QueueTicket
from kiosk.core.entries import Entry
from kiosk.core.identity import Document


class ServiceEffect:
    """What only one service asks for: defined in its own module, performed by a room of `kiosk.perform`."""

    HERE: ClassVar[bool] = False
    """It is answered from what this terminal holds in memory, and so never waits behind a call to the bank."""
    MOOT: ClassVar[bool] = False
    """It is not begun for a customer who has left: what comes of it would be the next one's to find."""


@dataclass(frozen=True)
class Note:
    """Put an entry into the journal."""

    entry: Entry


@dataclass(frozen=True)
class VerifyCode:
    """Verify an appointment code; answered by `CodeVerified` or `CodeTurnedDown`."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class CompareHolder:
    """Compare the document's number with the appointment's; answered by `HolderCompared`."""

    appointment: Appointment
    document: Document


@dataclass(frozen=True)
class NameHolder:
    """Give the document's holder a pseudonym for as long as this program runs; answered by `HolderNamed`."""

    document: Document


@dataclass(frozen=True)
class OpenSession(ServiceEffect):
    """Ask the bank for a session of the identified customer.

    Answered by `SessionOpened`, `SessionRefused` or `BankLost`.
    """

    document: Document
    face_accepted: bool


@dataclass(frozen=True)
class CheckIn:
    """Ask the bank; answered by `CheckInAnswered` or `BankLost`."""

    appointment: Appointment
    code: str = field(repr=False)
    document: str
    face_accepted: bool


@dataclass(frozen=True)
class SealCheckIn:
    """Make the check-in durable and spend its code; answered by `CheckInSealed`.

    Without a ticket the terminal gives one of its own series (the bank cannot be reached).
    """

    appointment: Appointment
    ticket: QueueTicket | None


@dataclass(frozen=True)
class PrintTicket:
    """Print the ticket, and journal how that ended, whoever still waits; answered by `TicketPrinted`."""

    ticket: QueueTicket


@dataclass(frozen=True)
class CallStaff:
    """Page a member of staff; answered by `StaffPaged`."""

    why: str
    screen: str


@dataclass(frozen=True)
class LookForStaff:
    """Ask who of the staff comes; answered by `StaffAcknowledged` once somebody does."""

    call: str


@dataclass(frozen=True)
class RemindStaff:
    """Page once more for the same."""

    call: str


@dataclass(frozen=True)
class Wipe:
    """Forget everything of the visit, in every process."""


Effect: TypeAlias = (
    Note
    | VerifyCode
    | CompareHolder
    | NameHolder
    | CheckIn
    | SealCheckIn
    | PrintTicket
    | CallStaff
    | LookForStaff
    | RemindStaff
    | Wipe
    | ServiceEffect
)
