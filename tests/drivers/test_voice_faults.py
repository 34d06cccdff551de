"""Voices whose engine is missing, hangs, hangs up or answers nonsense: the kiosk goes on, and the health says so."""

from __future__ import annotations

import shutil
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ssip_server import SsipServer, obliging

import drivers.voice_speechd
from drivers.voice_espeak import EspeakVoice
from drivers.voice_speechd import SpeechdVoice, SsipError, answered, default_socket, quoted
from kiosk.core.health import Ready, Trouble, Troubled

LOST = Troubled(Trouble.OFFLINE)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SsipServer]:
    serving = SsipServer(tmp_path / "ssip.sock")
    yield serving
    serving.close()


def test_without_the_program_nothing_is_said_and_the_health_says_so() -> None:
    voice = EspeakVoice(("/nowhere/espeak-ng",))
    voice.say("One", "en")
    assert voice.health() == LOST
    voice.hush()
    voice.close()


def test_a_program_that_fails_is_noticed_and_one_that_was_silenced_is_not_to_blame() -> None:
    voice = EspeakVoice((sys.executable, "-c", "raise SystemExit(3)"))
    voice.say("One", "en")
    assert voice.finished(30.0)
    assert voice.health() == LOST
    patient = EspeakVoice((sys.executable, "-c", "import time; time.sleep(60)"))
    patient.say("One", "en")
    patient.hush()
    assert patient.health() == Ready()


def test_the_sentence_is_not_among_the_arguments(tmp_path: Path) -> None:
    """Everyone on the machine can read those."""
    kept = tmp_path / "kept"
    tell = f"import sys; open({str(kept)!r}, 'w').write(repr(sys.argv) + '|' + sys.stdin.read())"
    voice = EspeakVoice((sys.executable, "-c", tell))
    voice.tune(0.5, 1.25)
    voice.say("余额 12", "zh_CN")
    assert voice.finished(30.0)
    arguments, _, sentence = kept.read_text("utf-8").partition("|")
    assert sentence == "余额 12"
    assert "12'" not in arguments
    assert all(part in arguments for part in ("'cmn'", "'-a', '100'", "'-s', '200'"))


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
@pytest.mark.parametrize(
    ("sentence", "language"), [("Please hold up your code.", "en"), ("请出示您的预约码。", "zh_CN")]
)
def test_espeak_makes_sound_and_less_of_it_when_softer(tmp_path: Path, sentence: str, language: str) -> None:
    loudest = []
    for volume in (1.0, 0.3):
        voice = EspeakVoice(wav=tmp_path / "said.wav")
        voice.tune(volume, 1.0)
        voice.say(sentence, language)
        assert voice.finished(30.0)
        assert voice.health() == Ready()
        with wave.open(str(tmp_path / "said.wav")) as sound:
            assert sound.getnframes() / sound.getframerate() > 0.5
            samples = memoryview(sound.readframes(sound.getnframes())).cast("h")
            loudest.append(max(samples))
    assert loudest[1] < 0.6 * loudest[0]


def test_what_speech_dispatcher_is_told(server: SsipServer) -> None:
    voice = SpeechdVoice(server.path)
    voice.tune(0.75, 1.2)
    voice.say("One\n.two\n.", "en")
    voice.say("三", "zh_CN")
    voice.close()
    assert server.messages == ["One\n.two\n.", "三"]
    said = [command for command in server.commands if command not in ("CANCEL SELF", "SPEAK")]
    assert said == [
        "SET SELF CLIENT_NAME kiosk:terminal:screen",
        "SET SELF PRIORITY TEXT",
        "SET SELF LANGUAGE en",
        "SET SELF VOLUME 50",
        "SET SELF RATE 20",
        "SET SELF LANGUAGE zh-CN",
        "QUIT",
    ]
    assert [command for command in server.commands if command in ("CANCEL SELF", "SPEAK")][:4] == [
        "CANCEL SELF",
        "SPEAK",
        "CANCEL SELF",
        "SPEAK",
    ], "a new sentence interrupts the last"


def test_a_daemon_that_was_started_anew_is_spoken_to_again(server: SsipServer) -> None:
    voice = SpeechdVoice(server.path)
    voice.say("One", "en")
    server.hang_up()
    voice.say("Two", "en")
    assert server.messages == ["One", "Two"]
    assert voice.health() == Ready()
    voice.close()


def test_a_daemon_that_is_not_there_and_comes(tmp_path: Path) -> None:
    voice = SpeechdVoice(tmp_path / "ssip.sock")
    voice.say("One", "en")
    assert voice.health() == LOST
    server = SsipServer(tmp_path / "ssip.sock")
    voice.say("Two", "en")
    assert voice.health() == Ready()
    voice.close()
    server.close()
    assert server.messages == ["Two"]


@pytest.mark.parametrize(
    "answer",
    [b"500 ERR\r\n", b"\r\n", b"hello\r\n", b"2x0 OK\r\n", b"x" * 5000, b"200-more\r\n" * 100, None, b""],
    ids=["refused", "empty", "nonsense", "noCode", "endless", "manyLines", "hungUp", "silence"],
)
def test_a_daemon_that_answers_nonsense(
    server: SsipServer, answer: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drivers.voice_speechd, "_ANSWER_S", 0.05)
    server.answer = lambda command: answer if command == "SPEAK" else obliging(command)
    voice = SpeechdVoice(server.path)
    voice.say("One", "en")
    assert voice.health() == LOST
    server.answer = obliging
    voice.say("Two", "en")
    assert voice.health() == Ready()
    voice.close()


@given(st.lists(st.binary(max_size=40), max_size=40))
def test_no_answer_is_misunderstood(lines: list[bytes]) -> None:
    try:
        code = answered(lines)
    except SsipError:
        return
    assert code is None or lines[-1][:4] == f"{code:03} ".encode()


@given(st.text(max_size=300))
def test_no_sentence_ends_itself_or_becomes_a_command(sentence: str) -> None:
    lines = quoted(sentence).split(b"\r\n")
    assert lines[-2:] == [b".", b""]
    assert b"." not in lines[:-2]
    assert not any(b"\n" in line for line in lines)


def test_the_socket_is_where_speech_dispatcher_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECHD_ADDRESS", "unix_socket:/run/voice.sock")
    assert default_socket() == Path("/run/voice.sock")
    monkeypatch.delenv("SPEECHD_ADDRESS")
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/7")
    assert default_socket() == Path("/run/user/7/speech-dispatcher/speechd.sock")
