"""A voice that makes no sound."""

from __future__ import annotations


class SilentVoice:
    """Keeps the sentence it would be speaking; implements `kiosk.core.ports.Voice`."""

    def __init__(self) -> None:
        self.speaking: tuple[str, str] | None = None
        """The sentence and its language tag; None when hushed."""

    def say(self, sentence: str, language: str) -> None:
        self.speaking = (sentence, language)

    def hush(self) -> None:
        self.speaking = None
