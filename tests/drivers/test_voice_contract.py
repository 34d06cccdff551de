"""What every voice of the kiosk must do: the silent one, espeak-ng and speech-dispatcher, real and made of code.

The real ones are skipped by name where Debian's espeak-ng or speech-dispatcher is not installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeAlias

import pytest
from ssip_server import SsipServer

from drivers.simulated.voice import SilentVoice
from drivers.voice_espeak import EspeakVoice
from drivers.voice_speechd import SpeechdVoice
from kiosk.core.health import Ready
from kiosk.core.ports import Voice

PATIENT = (sys.executable, "-c", "import sys, time; sys.stdin.read(); time.sleep(60)")
"""Speaks for a minute."""
DUMMY = 'AudioOutputMethod "libao"\nAddModule "dummy" "sd_dummy" ""\nDefaultModule dummy\nDisableAutoSpawn\n'
Make: TypeAlias = Callable[[Path, ExitStack], Voice]


def silent(folder: Path, stack: ExitStack) -> Voice:
    return SilentVoice()


def espeak_that_speaks_long(folder: Path, stack: ExitStack) -> Voice:
    return EspeakVoice(PATIENT)


def espeak(folder: Path, stack: ExitStack) -> Voice:
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed")
    return EspeakVoice(wav=folder / "said.wav")


def speechd_made_of_code(folder: Path, stack: ExitStack) -> Voice:
    server = SsipServer(folder / "ssip.sock")
    stack.callback(server.close)
    return SpeechdVoice(server.path)


def speechd(folder: Path, stack: ExitStack) -> Voice:
    """The real daemon, with its module that makes no sound."""
    if shutil.which("speech-dispatcher") is None:
        pytest.skip("speech-dispatcher is not installed")
    (folder / "conf" / "modules").mkdir(parents=True)
    (folder / "log").mkdir()
    (folder / "conf" / "speechd.conf").write_text(DUMMY, "utf-8")
    (folder / "conf" / "modules" / "dummy.conf").touch()
    path = folder / "ssip.sock"
    ways = ("-C", folder / "conf", "-L", folder / "log", "-P", folder / "pid", "-S", path)
    command = ["speech-dispatcher", "-s", "-c", "unix_socket", "-t", "0", *map(str, ways)]
    daemon = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(daemon.wait, 10)
    stack.callback(daemon.terminate)
    deadline = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < deadline, "speech-dispatcher did not come up"
        assert daemon.poll() is None, "speech-dispatcher ended"
        time.sleep(0.01)
    return SpeechdVoice(path)


@pytest.fixture(
    params=[silent, espeak_that_speaks_long, espeak, speechd_made_of_code, speechd], ids=lambda make: make.__name__
)
def voice(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Voice]:
    with ExitStack() as stack:
        voice: Voice = request.param(tmp_path, stack)
        stack.callback(voice.close)
        yield voice


def test_a_sentence_is_taken_in_both_languages(voice: Voice) -> None:
    voice.say("Good morning.", "en")
    assert voice.health() == Ready()
    voice.say("早上好。", "zh_CN")
    assert voice.health() == Ready()


def test_whatever_is_written_can_be_said(voice: Voice) -> None:
    for sentence in (
        "",
        ".",
        "..",
        "One\n.\nTwo",
        "a" * 20_000,
        "<speak>&\x1b[0m",
        "早上好👋",
        "nul\0nul",
        "-x --stdin",
    ):
        voice.say(sentence, "en")
        voice.hush()
    assert voice.health() == Ready()


def test_loud_and_fast_are_what_comes_next(voice: Voice) -> None:
    for volume, rate in ((0.0, 0.5), (1.0, 2.0), (7.0, 99.0), (-1.0, 0.0)):
        voice.tune(volume, rate)
        voice.say("One", "en")
        assert voice.health() == Ready()


def test_silence_may_be_asked_for_at_any_time(voice: Voice) -> None:
    voice.hush()
    voice.say("One", "en")
    voice.hush()
    voice.hush()
    assert voice.health() == Ready()


def test_it_speaks_again_after_silence_and_ends_twice(voice: Voice) -> None:
    voice.say("One", "en")
    voice.hush()
    voice.say("Two", "zh_CN")
    assert voice.health() == Ready()
    voice.close()
    voice.close()


def test_nobody_waits_until_a_sentence_was_spoken(voice: Voice) -> None:
    """The one that would speak for a minute is bound by the time-out of this test, as all are."""
    began = time.monotonic()
    voice.say("A sentence " * 200, "en")
    voice.say("Another", "en")
    voice.hush()
    assert time.monotonic() - began < 30
