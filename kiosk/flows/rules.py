"""How the kiosk is to behave: what the terminal's settings and the centre's data say."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from kiosk.core.complaint import ComplaintPolicy
from kiosk.core.faq import Answers
from kiosk.core.feedback import Survey
from kiosk.core.fraud import FraudRules
from kiosk.core.fraud_default import CAUTIOUS

SIZES: Final = range(4)
CONTRASTS: Final = ("standard", "dark", "light")
HANDS: Final = ("right", "left")
VOLUMES: Final = range(4)
SPEEDS: Final = range(3)


LARGE: Final = 2
"""The least text size of who wants it large and slow."""


@dataclass(frozen=True)
class Preferences:
    """How the customer wants to be shown things. Reset at the end of every visit."""

    language: str
    size: int = 1
    contrast: str = "standard"
    hand: str = "right"
    """Which hand the actions lie at."""
    aloud: bool = False
    """Whether the screen is read aloud, where the terminal has a voice."""
    volume: int = 2
    speed: int = 1
    calm: bool = False
    """Large and slow: large text, fewer choices a page, slower clocks, read aloud."""

    def large_and_slow(self) -> Preferences:
        """The same for who wants it large and slow."""
        return replace(self, calm=True, aloud=True, size=max(self.size, LARGE))


@dataclass(frozen=True)
class Rules:
    """What the terminal's settings and the centre's data say. Times in seconds."""

    defaults: Preferences
    languages: tuple[str, ...]
    fraud: FraudRules = CAUTIOUS
    """When customers are warned of fraud, and what may follow."""
    required: frozenset[str] = frozenset({"vision", "scanner", "reader", "face"})
    idle_s: int = 60
    countdown_s: int = 30
    large_idle_s: int = 120
    large_countdown_s: int = 45
    farewell_s: int = 8
    staff_reminder_s: int = 60
    """After this long without an answer of the staff they are called once more."""
    complaints: ComplaintPolicy = field(default_factory=ComplaintPolicy)
    survey: Survey = field(default_factory=Survey)
    large_from: int = 2
    """From this text size on the slower clocks count."""
    answers: Answers = field(default_factory=Answers)
    """What can be asked here."""
    voice: bool = False
    """Whether the terminal can speak."""

    def slow(self, preferences: Preferences) -> bool:
        """Whether the slower clocks count: for large text, for who listens, and for who wants it large and slow."""
        listens = self.voice and preferences.aloud
        return preferences.calm or listens or preferences.size >= self.large_from
