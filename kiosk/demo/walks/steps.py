"""The steps of a walk: what the simulated world and the customer do, and what the screen must answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Hold:
    """Hold a code up to the scanner, or take it away."""

    code: str | None


@dataclass(frozen=True)
class Lay:
    """Lay a card on the reader, or take it away."""

    card: str | None
    side: str = "front"


@dataclass(frozen=True)
class Touch:
    """Hold a card to the field of the resident-ID reader, or take it away."""

    card: str | None


@dataclass(frozen=True)
class Stand:
    """Let somebody stand before the camera, or nobody."""

    person: str | None


@dataclass(frozen=True)
class Cameras:
    """Let the cameras be `ok`, `lost`, `frozen` or `black`."""

    state: str


@dataclass(frozen=True)
class Network:
    """Cut or mend the network between the terminal and the central service."""

    up: bool


@dataclass(frozen=True)
class Paper:
    """Fill or empty the printer."""

    loaded: bool


@dataclass(frozen=True)
class Tap:
    """Touch a control."""

    control: str


@dataclass(frozen=True)
class TapIf:
    """Touch a control if this screen comes; go on where another comes first, as it does at some hours."""

    screen: str
    control: str
    otherwise: str


@dataclass(frozen=True)
class TypeCode:
    """Read the newest one-time code from the customer's phone, and type it on the keypad."""


@dataclass(frozen=True)
class Type:
    """Press the keys of the keyboard, or of the keypad, one after the other."""

    keys: str


@dataclass(frozen=True)
class Copy:
    """Type what a receipt said that was shown before: its `reference` or its `code`."""

    what: str


@dataclass(frozen=True)
class Write:
    """Touch keys one after another, those of the language on the screen: their names without `key:` where a letter."""

    zh: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True)
class Scan:
    """Hold a phone before the screen: of all codes it reads there is one, and it says this."""

    text: str
    within_s: float = 15.0


@dataclass(frozen=True)
class Pick:
    """Touch one of the choices on the page, by its place."""

    place: int = 0


@dataclass(frozen=True)
class Dial:
    """Type digits on the screen's keypad, or those of the booking number of this name, or `tail`, the last four of the
    holder's document; then go on.
    """

    digits: str


@dataclass(frozen=True)
class TakenElsewhere:
    """Other customers take every place of the time on the screen, by telephone."""


@dataclass(frozen=True)
class Acknowledge:
    """A member of staff answers the calls that wait, by this name."""

    who: str


@dataclass(frozen=True)
class Release:
    """A member of staff has looked at customer and document, and releases the cards that wait for it."""


@dataclass(frozen=True)
class Hear:
    """Wait until a part of this was read aloud since the last key, in the language of the screen."""

    zh: str
    en: str
    within_s: float = 90.0


@dataclass(frozen=True)
class Key:
    """Press a key of the tactile keypad (`kiosk.ui.puppet.KEYS`): once, or until what is read aloud says this."""

    key: str
    until: Hear | None = None


@dataclass(frozen=True)
class Expect:
    """Wait until a screen is shown (and, where given, until it says this)."""

    screen: str
    saying: str | None = None
    within_s: float = 30.0


@dataclass(frozen=True)
class ExpectIdleWarning:
    """Wait until the idle warning stands over the screen."""

    within_s: float = 30.0


@dataclass(frozen=True)
class Halt:
    """Do nothing more, until the terminal's end comes from outside: a story cuts its power."""


Step: TypeAlias = (
    Hold
    | Hear
    | Key
    | Lay
    | Touch
    | Stand
    | Cameras
    | Network
    | Paper
    | Tap
    | TapIf
    | TypeCode
    | Type
    | Copy
    | Write
    | Scan
    | Pick
    | Dial
    | TakenElsewhere
    | Acknowledge
    | Release
    | Expect
    | ExpectIdleWarning
    | Halt
)


@dataclass(frozen=True)
class Walk:
    """A customer's way through the kiosk. `outcome` is what the summary says when its end was reached.

    `settings` overrides the demo's settings, table by table.
    """

    name: str
    sentence: str
    outcome: str
    steps: tuple[Step, ...]
    holder: str = "chinese-id"
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)
