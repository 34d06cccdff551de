"""A voice that makes no sound."""

from __future__ import annotations

from collections import deque
from typing import Final

from kiosk.core.health import Health, Ready

_KEPT: Final = 64


class SilentVoice:
    """Keeps what it would be speaking; implements `kiosk.core.ports.Voice`."""

    def __init__(self) -> None:
        self.speaking: tuple[str, str] | None = None
        """The sentence and its language tag; None when hushed."""
        self.said: deque[str] = deque(maxlen=_KEPT)
        """What was said last, in turn."""
        self.tuned: tuple[float, float] | None = None
        """Volume and rate."""

    def say(self, sentence: str, language: str) -> None:
        self.speaking = (sentence, language)
        self.said.append(sentence)

    def tune(self, volume: float, rate: float) -> None:
        self.tuned = (volume, rate)

    def hush(self) -> None:
        self.speaking = None

    def health(self) -> Health:
        return Ready()

    def close(self) -> None:
        self.hush()
