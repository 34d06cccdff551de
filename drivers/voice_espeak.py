"""The voice of espeak-ng, each sentence in a process of its own; silencing it ends the process.

The sentence goes through a pipe: the arguments of a process can be read by everyone on the machine. Chinese is `cmn`,
which speaks clearly and not beautifully; where that matters, `voice_speechd` reaches other engines.
"""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kiosk.core.health import Health, Ready, Trouble, Troubled

VOICES: Final = {"zh": "cmn", "en": "en-gb"}
"""espeak-ng's voice by the language of a tag; of others the language itself is asked for."""
WORDS_A_MINUTE: Final = 160
"""espeak-ng's own pace is 175; a kiosk speaks to people who did not expect it."""
_SLOWEST, _FASTEST = 80, 450
LONGEST: Final = 4000
"""Characters of a sentence, at most: they fit a pipe, so that writing never waits for the program."""
_END_WITHIN_S: Final = 2.0


class EspeakVoice:
    """Implements `kiosk.core.ports.Voice`."""

    def __init__(self, program: Sequence[str] = ("espeak-ng",), wav: Path | None = None) -> None:
        """`wav` takes the sound into a file instead of the loudspeaker."""
        self._program = (*program, *(() if wav is None else ("-w", str(wav))))
        self._volume, self._rate = 1.0, 1.0
        self._speaking: subprocess.Popen[bytes] | None = None
        self._failed = False

    def say(self, sentence: str, language: str) -> None:
        self.hush()
        tongue = language.partition("_")[0]
        pace = round(max(_SLOWEST, min(_FASTEST, WORDS_A_MINUTE * self._rate)))
        asked = ("-v", VOICES.get(tongue, tongue), "-a", str(round(200 * self._volume)), "-s", str(pace), "-b", "1")
        try:
            self._speaking = subprocess.Popen(
                [*self._program, *asked, "--stdin"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            self._failed = True
            return
        pipe = self._speaking.stdin
        if pipe is not None:
            with contextlib.suppress(OSError):  # the program is gone: its exit status says so
                pipe.write(sentence[:LONGEST].encode())
            with contextlib.suppress(OSError):
                pipe.close()

    def tune(self, volume: float, rate: float) -> None:
        self._volume, self._rate = max(0.0, min(1.0, volume)), rate

    def hush(self) -> None:
        speaking, self._speaking = self._speaking, None
        if speaking is None:
            return
        ended = speaking.poll()
        if ended is not None:
            self._failed = ended != 0
            return
        speaking.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            speaking.wait(_END_WITHIN_S)

    def finished(self, within_s: float) -> bool:
        """Wait until the sentence has been spoken; False if it has not in time."""
        if self._speaking is None:
            return True
        try:
            self._speaking.wait(within_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def health(self) -> Health:
        ended = None if self._speaking is None else self._speaking.poll()
        if ended is not None:
            self._failed = ended != 0
        return Troubled(Trouble.OFFLINE) if self._failed else Ready()

    def close(self) -> None:
        self.hush()
