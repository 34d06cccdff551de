"""The command line: each command answers for itself, and a mistake is one line and status 2, never a traceback."""

from __future__ import annotations

import importlib
import json
import os
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cli_desk import Run

import kiosk as package
from kiosk.demo.stories import STORIES
from kiosk.demo.walks import WALKS

SETTINGS = """
[terminal]
id = "0571-3"
branch = "0571"
bank = "bank"
[central]
url = "https://127.0.0.1:9"
ca = "ca.pem"
certificate = "kiosk.pem"
key = "kiosk.key"
"""


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    file = tmp_path / "kiosk.toml"
    file.write_text(SETTINGS)
    return file


def test_the_version(kiosk: Run) -> None:
    assert kiosk("--version").out == f"kiosk {package.__version__}\n"
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", package.__version__)


@pytest.mark.parametrize("program", ["kiosk", "central"])
def test_no_command_leaves_a_core_file(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    limits: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", limits.__setitem__)
    with pytest.raises(SystemExit):
        importlib.import_module(f"{program}.__main__").main(["--help"])
    assert limits == {resource.RLIMIT_CORE: (0, 0)}


def test_a_command_is_needed(kiosk: Run) -> None:
    said = kiosk()
    assert said.status == 2
    assert "usage:" in said.err


# demo
def test_the_walks_and_stories_are_named_one_a_line_the_name_first(kiosk: Run) -> None:
    said = kiosk("demo", "--list")
    assert said.status == 0
    assert [line.split()[0] for line in said.out.splitlines()] == [*(walk.name for walk in WALKS), *STORIES]
    assert all(line.endswith(".") for line in said.out.splitlines())


def test_an_unknown_walk_is_said(kiosk: Run) -> None:
    said = kiosk("demo", "--headless", "--walk", "on-the-moon")
    assert said.status == 2
    assert said.err == "kiosk: no walk is named on-the-moon; `kiosk demo --list` names them\n"


def test_a_story_is_not_told_in_a_window(kiosk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    said = kiosk("demo", "--walk", "power-cut")
    assert (said.status, said.err) == (2, "kiosk: power-cut is a story: it is told with --headless\n")


def test_a_chapter_is_no_walk(kiosk: Run) -> None:
    said = kiosk("demo", "--headless", "--walk", "comes-again")
    assert said.status == 2
    assert "no walk is named comes-again" in said.err


def test_a_folder_that_is_not_empty_is_not_taken_for_the_branch(kiosk: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    said = kiosk("demo", "--headless", "--data", tmp_path, "--out", tmp_path / "out")
    assert (said.status, said.err) == (2, f"kiosk: {tmp_path} is not empty\n")


# run and sync
@pytest.mark.parametrize("command", ["run", "sync"])
@pytest.mark.parametrize(
    ("text", "named"),
    [
        (None, "No such file"),
        ("[terminal", "end of a table"),
        ("[terminl]\n", "unknown key terminl"),
        (b"\xff", "utf-8"),
    ],
    ids=["missing", "torn", "misspelt", "binary"],
)
def test_settings_that_cannot_be_used_are_said(
    kiosk: Run, tmp_path: Path, command: str, text: str | bytes | None, named: str
) -> None:
    file = tmp_path / "kiosk.toml"
    if text is not None:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    said = kiosk(command, "--settings", file)
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("kiosk: ")
    assert named in said.err
    assert said.err.count("\n") == 1


def journalled(folder: Path) -> list[str]:
    """The kinds of the records in a state folder's journal."""
    files = list(folder.glob("journal/*.db"))
    if not files:
        return []
    with closing(sqlite3.connect(f"{files[0].as_uri()}?mode=ro", uri=True)) as journal:
        try:
            return [json.loads(body)["type"] for (body,) in journal.execute("SELECT body FROM rec ORDER BY seq")]
        except sqlite3.Error:
            return []


def test_a_terminal_told_to_end_closes_its_journal(settings_file: Path) -> None:
    """As systemd stops it: SIGTERM."""
    state = settings_file.parent / "state"
    command = [sys.executable, "-m", "kiosk", "run", "--settings", str(settings_file)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as terminal:
        try:
            deadline = time.monotonic() + 60
            while "bank.kiosk.kiosk.started.v1" not in journalled(state):
                assert terminal.poll() is None, terminal.communicate()[1]
                assert time.monotonic() < deadline
                time.sleep(0.05)
            terminal.send_signal(signal.SIGTERM)
            _, said = terminal.communicate(timeout=60)
        finally:
            terminal.kill()
    assert terminal.returncode == 0, said
    assert "Traceback" not in said
    assert journalled(state)[-1] == "bank.kiosk.journal.closed.v1"


# doctor
def findings(said: str) -> dict[str, dict[str, Any]]:
    return {finding["what"]: finding for finding in json.loads(said)}


def test_the_doctor_examines_the_machine(kiosk: Run, qapp: object) -> None:
    said = kiosk("doctor", "--json")
    found = findings(said.out)
    assert found.keys() == {
        "fonts", "translations", "face models", "document reader", "demo media", "shared memory", "SQLite", "drivers",
    }  # fmt: skip
    assert said.status == (0 if all(finding["ok"] for finding in found.values()) else 1)
    assert all(finding["mend"] for finding in found.values() if not finding["ok"])


def test_the_doctor_finds_what_a_terminal_lacks(kiosk: Run, qapp: object, settings_file: Path) -> None:
    """Nothing of what the settings name is there: findings, never exceptions."""
    said = kiosk("doctor", "--json", "--settings", settings_file)
    found = findings(said.out)
    assert said.status == 1
    for what in ("certificate", "desired state", "central service", "cameras"):
        assert not found[what]["ok"], what
        assert found[what]["mend"], what
    for what in ("settings", "state folder", "journal", "drivers named"):
        assert found[what]["ok"], found[what]


def test_the_doctor_names_a_mistake_in_the_settings(kiosk: Run, qapp: object, settings_file: Path) -> None:
    settings_file.write_text(SETTINGS + "[visit]\nidle = 3\n")
    found = findings(kiosk("doctor", "--json", "--settings", settings_file).out)
    assert "unknown key visit.idle" in found["settings"]["says"]
    settings_file.write_text(SETTINGS + '[devices]\nprinter = "stone_tablet"\n')
    found = findings(kiosk("doctor", "--json", "--settings", settings_file).out)["drivers named"]
    assert not found["ok"]
    assert "stone_tablet" in found["says"]
    assert "branch-kiosk[chip]" in found["mend"]


def test_the_doctor_does_not_take_the_demos_devices_for_a_terminals(
    kiosk: Run, qapp: object, settings_file: Path
) -> None:
    simulated = '[documents]\nchip_reader = "simulated"\nresident_id_reader = "simulated"\n'
    settings_file.write_text(SETTINGS + simulated)
    found = findings(kiosk("doctor", "--json", "--settings", settings_file).out)
    for what in ("drivers named", "chip reader", "resident-ID reader"):
        assert not found[what]["ok"], what


def test_the_doctor_looks_for_the_document_readers_and_the_engine(
    kiosk: Run, qapp: object, settings_file: Path, tmp_path: Path
) -> None:
    lacking = f'''
[documents]
chip_reader = "card_pcsc"
chip_reader_name = "no such reader"
resident_id_reader = "card_sam"
resident_id_device = "{tmp_path / "no-line"}"
[face]
engine = "{tmp_path / "no-engine.toml"}"
'''
    settings_file.write_text(SETTINGS + lacking)
    found = findings(kiosk("doctor", "--json", "--settings", settings_file).out)
    for what in ("chip reader", "resident-ID reader", "face engine"):
        assert not found[what]["ok"], what
        assert found[what]["mend"], what
    settings_file.write_text(SETTINGS)
    found = findings(kiosk("doctor", "--json", "--settings", settings_file).out)
    assert found["face engine"]["says"].startswith("mobilefacenet accepts below")
    assert (found["chip reader"]["says"], found["resident-ID reader"]["says"]) == ("none", "none")


def test_the_doctor_reads_a_torn_journal_as_a_finding(kiosk: Run, qapp: object, settings_file: Path) -> None:
    folder = settings_file.parent / "state" / "journal"
    folder.mkdir(parents=True)
    (folder / "current").write_text("0123456789abcdef\n")
    (folder / "0123456789abcdef.db").write_bytes(b"torn")
    found = findings(kiosk("doctor", "--json", "--settings", settings_file).out)
    assert not found["journal"]["ok"]


def test_the_doctor_speaks_to_people_too(kiosk: Run, qapp: object, settings_file: Path) -> None:
    lines = kiosk("doctor", "--settings", settings_file).out.splitlines()
    assert all(line.startswith(("ready    ", "MISSING  ", "         -> ")) for line in lines)
    assert sum(line.startswith("MISSING") for line in lines) >= 4


# bench
def test_an_unknown_benchmark_is_said(kiosk: Run) -> None:
    assert kiosk("bench", "patience").status == 2


@pytest.mark.parametrize("name", ["startup", pytest.param("qr", marks=pytest.mark.nightly)])
def test_a_benchmark_answers_in_rows(kiosk: Run, name: str) -> None:
    said = kiosk("bench", name, "--json", "--quick")
    assert said.out.count("\n") == 1
    answer = json.loads(said.out)
    assert answer["bench"] == name
    assert {"cpu", "cores", "python", "packages"} <= answer["machine"].keys()
    assert answer["results"]
    for row in answer["results"]:
        assert row.keys() == {"what", "value", "unit", "low", "high", "peer", "peer_value", "ratio"}
        assert row["low"] <= row["value"] <= row["high"]
        assert row["value"] > 0
        if row["peer"] is not None:
            assert row["peer_value"] >= 0
