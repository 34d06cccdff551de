"""What the kiosk asks of the world. Drivers implement these; flows and screens know nothing else.

Events are delivered on the driver's own thread through the `tell` given to `start`; `ui.session` is the one place
that brings them to the Qt thread. Every `stop` is idempotent and returns at once.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol, TypeAlias

from kiosk.core.appointment import Appointment, QueueTicket, TokenRefusal
from kiosk.core.entries import Entry
from kiosk.core.health import Health, Trouble
from kiosk.core.identity import Challenge, Document, DocumentTrouble, FaceVerdict, Guidance, Light


# What devices say
@dataclass(frozen=True)
class CodeRead:
    """A two-dimensional code was read."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class SeveralCodesSeen:
    """More than one code is before the reader: none is taken."""


@dataclass(frozen=True)
class DocumentRead:
    """A whole document was read and every check held; its portrait is kept by the reader for the face match."""

    document: Document


@dataclass(frozen=True)
class DocumentNotRead:
    """What lies on the reader cannot be taken yet, or at all."""

    trouble: DocumentTrouble


@dataclass(frozen=True)
class ChipProgress:
    """The chip is being read: `share` of it, from 0 to 1, is there."""

    share: float


@dataclass(frozen=True)
class FaceGuided:
    """The face match goes on; this is what the customer should do."""

    guidance: Guidance


@dataclass(frozen=True)
class FaceChallenged:
    """The customer is to do this now; the screen shows it as number `number` of `of`."""

    challenge: Challenge
    number: int
    of: int


@dataclass(frozen=True)
class FaceLit:
    """The screen is to shine in this colour until the next word of the face match."""

    light: Light


@dataclass(frozen=True)
class FaceCompared:
    """The face match ended."""

    verdict: FaceVerdict


@dataclass(frozen=True)
class DeviceLost:
    """A device stopped working; told once."""

    device: str
    reason: str


@dataclass(frozen=True)
class DeviceBack:
    """A lost device works again; told once."""

    device: str


ScannerEvent: TypeAlias = CodeRead | SeveralCodesSeen
ReaderEvent: TypeAlias = DocumentRead | DocumentNotRead | ChipProgress
FaceEvent: TypeAlias = FaceGuided | FaceChallenged | FaceLit | FaceCompared


@dataclass(frozen=True)
class HeadsetPlugged:
    """Something to listen with in private was plugged in, or pulled out."""

    plugged: bool


@dataclass(frozen=True)
class FaceSeen:
    """Whether some face is before the camera just now; nothing of whose. No journey hears of it."""

    seen: bool


DeviceEvent: TypeAlias = DeviceLost | DeviceBack | HeadsetPlugged
Told: TypeAlias = ScannerEvent | ReaderEvent | FaceEvent | DeviceEvent
Tell: TypeAlias = Callable[[Told], None]


# Devices
class Scanner(Protocol):
    """Reads QR codes (ISO/IEC 18004) held up by the customer."""

    def start(self, tell: Tell) -> None:
        """Look for codes and tell `CodeRead` for each sighting of a code (at most one a second for the same text)."""

    def stop(self) -> None: ...

    def health(self) -> Health: ...


class DocumentReader(Protocol):
    """Reads an identity document: by camera, chip or resident-ID module."""

    def start(self, tell: Tell) -> None:
        """Read the document that lies on the reader; tells `DocumentNotRead` hints, then one `DocumentRead`."""

    def stop(self) -> None: ...

    def health(self) -> Health: ...


class FaceMatcher(Protocol):
    """Compares the live face with the portrait of the document read last in this visit."""

    def start(self, tell: Tell) -> None:
        """Compare; tells `FaceGuided` as it goes and ends with one `FaceCompared`."""

    def stop(self) -> None: ...

    def forget(self) -> None:
        """Zero every frame, portrait and template of the visit."""

    def health(self) -> Health: ...


class FaceWatch(Protocol):
    """Looks, a few times a second, whether anybody is before the face camera; compares, keeps and shows nothing."""

    def start(self, tell: Callable[[FaceSeen], None]) -> None:
        """Look until stopped; tells `FaceSeen` of every look, and nothing while the camera is lost."""

    def stop(self) -> None: ...


@dataclass(frozen=True)
class Frame:
    """One picture of a camera: `pixels` is `height * width * 3` bytes, BGR, row by row; `at` is monotonic seconds."""

    width: int
    height: int
    pixels: memoryview = field(repr=False)
    at: float


class Camera(Protocol):
    """A source of frames. Used only inside the vision process; frames never leave it."""

    def open(self) -> None:
        """Begin to deliver. Raises `CameraError`."""

    def read(self) -> Frame:
        """Wait for the next frame (at most a second). Raises `CameraError` when the camera is gone."""

    def close(self) -> None: ...


class CameraError(Exception):
    """The camera cannot deliver: not there, in use, unplugged, or blind; `trouble` says which in XFS4IoT words."""

    def __init__(self, message: str = "", trouble: Trouble = Trouble.OFFLINE) -> None:
        super().__init__(message)
        self.trouble: Final = trouble


class CardLostError(Exception):
    """The card left the reader's field, or its chip fell silent, in the middle of an exchange."""


class ReaderLostError(Exception):
    """The reader itself cannot be used: not there, unplugged, or its service is down."""


class CardNotTakenError(Exception):
    """The reader's security module does not take the card for genuine, or not for a card at all."""


class Chip(Protocol):
    """A card's chip in the field of a reader (ISO/IEC 7816-3, ISO/IEC 14443-4)."""

    def transmit(self, apdu: bytes) -> bytes:
        """Send a command APDU (ISO/IEC 7816-4); the response data with SW1 SW2 at its end, two bytes at least.

        Raises `CardLostError`, `ReaderLostError`.
        """

    def close(self) -> None:
        """Let the card go. May be called again."""


class ChipReader(Protocol):
    """A reader of chip cards and passports."""

    def connect(self, within_s: float) -> Chip | None:
        """The chip in the field, powered anew; None where none comes within the time. Raises `ReaderLostError`."""

    def health(self) -> Health: ...

    def close(self) -> None:
        """Let the reader go. May be called again."""


@dataclass(frozen=True)
class ResidentIdRecord:
    """What a resident-ID reader's security module gave of a card (GA/T 467): personal and biometric.

    `text` is the record of 256 bytes, `photo` the WLT-coded portrait of 1,024 bytes.
    """

    text: bytes = field(repr=False)
    photo: bytes = field(repr=False)


class ResidentIdReader(Protocol):
    """A reader with a security module for Chinese resident cards (GA/T 467). One thread at a time."""

    def read(self, within_s: float) -> ResidentIdRecord | None:
        """The next card's record; None where no card comes within the time.

        Raises `CardLostError` when the card left in the middle, `CardNotTakenError`, `ReaderLostError`.
        """

    def health(self) -> Health: ...

    def close(self) -> None:
        """Let the device go. May be called again."""


@dataclass(frozen=True)
class DecodedPhoto:
    """A picture: `pixels` is `height * width * 3` bytes, BGR, row by row."""

    width: int
    height: int
    pixels: bytes = field(repr=False)


class PhotoDecoder(Protocol):
    """Decodes the WLT portrait of a resident card. No open decoder exists: an integrator supplies one."""

    def decode(self, wlt: bytes) -> DecodedPhoto | None:
        """The portrait (102 x 126 by all accounts); None where it cannot be had."""


class PrintOutcome(StrEnum):
    """How printing ended, in XFS4IoT words."""

    PRINTED = "printed"
    PAPER_OUT = "paperOut"
    PAPER_JAMMED = "paperJammed"
    OFFLINE = "offline"


class Printer(Protocol):
    """Prints the customer's slip. Calls may take seconds: never on the Qt thread."""

    def print_ticket(self, ticket: QueueTicket, lines: tuple[str, ...]) -> PrintOutcome: ...

    def print_slip(self, lines: tuple[str, ...], code: str | None) -> PrintOutcome:
        """Print lines of text, the first one large, and below them a QR code of a text."""

    def print_document(self, document: bytes) -> PrintOutcome:
        """Print a PDF on sheets; `OFFLINE` where the printer has none."""

    def health(self) -> Health: ...


class Voice(Protocol):
    """Speaks a written sentence; a new one interrupts the last.

    Calls return within seconds, whatever becomes of the engine, and raise nothing: a kiosk without its voice goes on,
    and `health` says so. One thread at a time, never the Qt thread. Nothing that is said is logged.
    """

    def say(self, sentence: str, language: str) -> None:
        """Begin to speak, in the language of this tag (`zh_CN`, `en`); returns while it speaks."""

    def tune(self, volume: float, rate: float) -> None:
        """What is said from now on: `volume` from 0 to 1, `rate` as a factor of the engine's own pace."""

    def hush(self) -> None:
        """Fall silent at once. May be called again."""

    def health(self) -> Health: ...

    def close(self) -> None:
        """Fall silent and let the engine go. May be called again."""


class Headset(Protocol):
    """Knows whether something to listen with in private is plugged in. What is not known is not plugged in."""

    def start(self, tell: Callable[[DeviceEvent], None]) -> None:
        """Tell `HeadsetPlugged` at each change, first where one is in; on a thread of its own.

        A device that is lost was first pulled out; `DeviceLost` and `DeviceBack` tell of `headset`.
        """

    def health(self) -> Health: ...

    def close(self) -> None:
        """Tell no more, and let the device go. May be called again."""


# The bank
class BankRefusal(StrEnum):
    """Why the bank does not check a customer in."""

    ALREADY_CHECKED_IN = "alreadyCheckedIn"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class CheckInRequest:
    """What the bank is told: the code itself (its signature is the proof), the visit and what was checked."""

    token: str = field(repr=False)
    visit: str
    document: str
    face_accepted: bool


CheckInAnswer: TypeAlias = QueueTicket | BankRefusal


class BankUnreachableError(Exception):
    """No answer of the bank can be had now: no network, a time-out, a server error, or an answer that is none."""


class Bank(Protocol):
    """The branch's back office. Calls take time: never on the Qt thread. Raises `BankUnreachableError`."""

    def check_in(self, request: CheckInRequest) -> CheckInAnswer:
        """Check in; idempotent for the same code and visit."""


# The house
class TokenVerifier(Protocol):
    """Verifies an appointment code offline. Never on the Qt thread."""

    def verify(self, text: str, visit: str) -> Appointment | TokenTurnedDown: ...

    def spend(self, appointment: Appointment, visit: str, ticket: QueueTicket) -> None:
        """Remember, durably, that the code has checked a customer in."""


@dataclass(frozen=True)
class TokenTurnedDown:
    """A code was refused. Only a code whose signature held says more than the reason."""

    reason: TokenRefusal
    token_id: str | None = None
    opens: datetime | None = None
    closes: datetime | None = None
    branch: str | None = None


class JournalError(Exception):
    """The journal cannot take an entry: the kiosk must go out of service rather than serve unjournalled."""


class Journal(Protocol):
    """The append-only record."""

    def append(self, entry: Entry, visit: str | None = None, *, durable: bool = True) -> Future[int]:
        """Append and return at once; the future holds the sequence number, set after the commit (fsync).

        `durable=False` lets the entry ride the next commit (at most 200 ms). The future raises `JournalError`.
        """

    def record(self, entry: Entry, visit: str | None = None) -> int:
        """Append and wait for the commit; the sequence number. Raises `JournalError`. Not for the Qt thread."""


class Clock(Protocol):
    """Time, injected."""

    def now(self) -> datetime:
        """The wall clock, aware UTC."""

    def monotonic(self) -> float:
        """Seconds that never go back."""
