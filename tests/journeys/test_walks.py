"""Every walk of the demo, as somebody would run it: the whole kiosk, the real central service, real pixels.

One walk runs at a time while the tests wait for it: the customer answers in human time, and two kiosks on two cores
would keep each other from seeing it. The nightly run takes every walk.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import jsonschema_rs
import pytest

from kiosk import journal_tools
from kiosk.core.entries import PREFIX
from kiosk.demo import disk
from kiosk.demo.stories import STORIES, Story
from kiosk.demo.teller import Teller
from kiosk.demo.walks import BY_NAME, WALKS
from kiosk.demo.wish import Wish
from kiosk.record.reader import JournalReader
from kiosk.record.schemas import schemas
from kiosk.wiring.simulated import SimulatedWorld

PROGRAM = (sys.executable, "-m", "kiosk", "demo", "--headless")
EVERYDAY = (
    "check-in", "passport-chip", "photo-attack", "network-down", "nobody-answers", "call-staff", "power-cut",
)  # fmt: skip
"""The walks and stories that are taken every day: each goes where no other of them does."""

WAYS: dict[str, tuple[str, ...]] = {
    "passport-chip": ("--lang", "en", "--landscape"),
    "resident-id-reader": ("--size", "2", "--contrast", "dark"),
    "photo-attack": ("--lang", "en"),
    "wrong-person": ("--lang", "en"),
    "network-down": ("--lang", "en", "--size", "3", "--contrast", "dark"),
    "nobody-answers": ("--lang", "en", "--size", "2"),
    "call-staff": ("--size", "3"),
    "transfer-own": ("--size", "2", "--contrast", "dark"),
    "transfer-saved": ("--lang", "en", "--landscape"),
    "transfer-unknown": ("--lang", "en"),
    "stepped-away": ("--lang", "en"),
    "power-cut": ("--lang", "en", "--size", "0", "--contrast", "light"),
}
"""How walks are shown, where not as the demo does by itself."""

TOLD = {walk.name: (walk.outcome, walk.holder) for walk in WALKS} | {
    story.name: (story.outcome, story.holder) for story in STORIES.values()
}
"""How each ends, and whose document is shown."""

_PATIENCE_S = {"offline-week": 2400}
"""What takes longer than the others: a hundred thousand records and more are written and sent."""

TOKEN = re.compile(rb"eyJ[\w-]{10,}\.[\w-]{20,}\.[\w-]{20,}")
"""A compact JWS (RFC 7515, 7.1)."""

pytestmark = [pytest.mark.alone, pytest.mark.usefixtures("media_folder"), pytest.mark.timeout(400)]


@dataclass(frozen=True)
class Taken:
    """A walk that was taken."""

    name: str
    ways: tuple[str, ...]
    status: int
    said: str
    out: Path
    data: Path

    @property
    def summary(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.out / "summary.json").read_text(encoding="utf-8"))
        return found


def take(name: str, ways: tuple[str, ...], folder: Path) -> Taken:
    """Take a walk in a process of its own."""
    out, data = folder / "out", folder / "data"
    done = subprocess.run(
        [*PROGRAM, "--walk", name, "--out", out, "--data", data, *ways],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=_PATIENCE_S.get(name, 300),
    )
    return Taken(name, ways, done.returncode, done.stdout, out, data)


@pytest.fixture(scope="module")
def walks(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[Taken]]]:
    """The walks that the tests chosen for this run ask for, begun at once."""
    wanted = [
        item.callspec.params["walk"]
        for item in request.session.items
        if item.path == request.path and hasattr(item, "callspec") and "walk" in item.callspec.params
    ]
    names = list(dict.fromkeys(wanted))
    with ThreadPoolExecutor(1, "walk") as one:
        yield {name: one.submit(take, name, WAYS.get(name, ()), tmp_path_factory.mktemp(name)) for name in names}


@pytest.fixture
def taken(walk: str, walks: dict[str, Future[Taken]]) -> Taken:
    return walks[walk].result()


every_walk = pytest.mark.parametrize(
    "walk",
    [
        pytest.param(
            name,
            marks=[
                *([] if name in EVERYDAY else [pytest.mark.nightly]),
                *([pytest.mark.timeout(_PATIENCE_S[name] + 100)] if name in _PATIENCE_S else []),
            ],
        )
        for name in TOLD
    ],
)


@every_walk
def test_it_ends_as_its_name_says_and_says_nothing_else(taken: Taken) -> None:
    """A line of Qt, a traceback or a warning would be said too; only a cut network is news."""
    (outcome, _), out = TOLD[taken.name], taken.out / "summary.json"
    screens = len(taken.summary["screens"]) if out.exists() else 0
    news = (
        ["the bank cannot be reached: ConnectionError"]
        if taken.name
        in ("network-down", "book-offline", "card-lost", "complain-offline", "transfer-unknown", "offline-week")
        else []
    )
    assert taken.said.splitlines() == [*news, f"{taken.name}: {outcome}; {screens} screens, {out}"]
    assert taken.status == 0
    assert (taken.summary["walk"], taken.summary["outcome"]) == (taken.name, outcome)


@every_walk
def test_both_sides_hold_the_same_journal(taken: Taken) -> None:
    journal = taken.summary["journal"]
    assert journal["verified"] is True
    assert journal["acked"] == journal["records"] > 5


@every_walk
def test_the_journal_that_is_left_is_whole_and_speaks_as_documented(taken: Taken) -> None:
    """Verified as an auditor would, every question answered, and every record as its JSON Schema says."""
    folder = taken.data / "kiosk" / "state" / "journal"
    keys: list[str] = []
    bodies: list[bytes] = []
    for path in folder.glob("*.db"):
        with JournalReader(path) as reader:
            keys.append(str(reader.verifier))
            bodies += [body for (body,) in reader.db.execute("SELECT body FROM rec ORDER BY seq")]
    assert len(keys) == (2 if taken.name == "rolled-back-disk" else 1)
    believed = journal_tools.trust(keys, [], [])
    report = journal_tools.verify(folder, believed, unanchored=True, pairs=True)
    assert report.ok, list(journal_tools.told(report, believed))
    known = {kind: jsonschema_rs.Draft202012Validator(schema) for kind, schema in schemas().items()}
    for body in bodies:
        event = json.loads(body)
        known[event["type"].removeprefix(PREFIX)].validate(event)


@every_walk
def test_the_kiosk_stays_within_700_mb_and_its_vision_within_450(taken: Taken) -> None:
    memory = taken.summary["memory_mb"]
    assert memory.keys() == {"screen", "vision", "sync"}
    assert min(memory.values()) > 10
    assert sum(memory.values()) < 700
    assert memory["vision"] < 450


@every_walk
def test_every_screen_is_pictured(taken: Taken) -> None:
    size = (1080, 1920, 3) if "--landscape" in taken.ways else (1920, 1080, 3)
    at = -1
    for screen in taken.summary["screens"]:
        assert screen["at_ms"] >= at >= -1
        at = screen["at_ms"]
        assert screen["png"] == Path(screen["png"]).name
        assert screen["name"] in screen["png"]
        picture = cv2.imread(str(taken.out / screen["png"]))
        assert picture is not None
        assert picture.shape == size
        assert picture.std() > 5, f"{screen['png']} is blank"
    pngs = {path.name for path in taken.out.glob("*.png")}
    assert pngs == {screen["png"] for screen in taken.summary["screens"]}


@every_walk
def test_the_summary_says_what_was_checked(taken: Taken) -> None:
    summary = taken.summary
    assert summary.keys() == {
        "walk", "outcome", "screens", "token", "document", "face", "liveness", "journal", "ui", "memory_mb",
        *(("story",) if taken.name in STORIES else ()),
    }  # fmt: skip
    liveness = summary["liveness"]
    assert liveness.keys() == {"performed", "presentation", "score", "reasons"}
    reason = summary["face"]["reason"]
    asks = taken.name not in STORIES or reason is None  # a story asks for no challenges
    presentation = PRESENTATIONS.get(reason, "notPerformed") if asks else "notPerformed"
    assert liveness["presentation"] == presentation
    assert liveness["performed"] is (presentation not in (None, "notPerformed"))
    assert bool(liveness["reasons"]) is (presentation in ("attack", "nonResponse"))
    assert 0 < summary["ui"]["first_frame_ms"] < 30_000
    assert summary["ui"]["longest_stall_ms"] >= 0
    expected: dict[str, Any] = EXPECTED[taken.name]
    assert summary["token"] == expected["token"]
    document = summary["document"]
    assert (document["kind"], document["fields_ok"], document["reason"]) == expected["document"]
    read_by = expected.get("read_by", ("camera", "print"))
    assert (document["source"], document["authenticity"]) == (read_by if document["fields_ok"] else (None, None))
    face = summary["face"]
    assert face["accepted"] is expected["face"][0]
    assert face["reason"] in expected["face"][1:]
    if face["accepted"] is not None:
        assert isinstance(face["engine"], str)
        assert face["frames"] >= 1
        assert (face["score"] < face["threshold"]) is (reason != "different")


HELD: dict[str, Any] = {"accepted": True, "reason": None}
CN, TD1 = ("cn-resident-id", True, None), ("td1", True, None)
NO_DOCUMENT, NO_FACE, SAME = (None, None, None), (None, None), (True, "matched")
PRESENTATIONS = {None: None, "matched": "bonaFide", "attackSuspected": "attack", "notAnswered": "nonResponse"}
ATTACK = (False, "attackSuspected")
SHEET = (*ATTACK, "notAnswered")
"""A photograph that is held so badly that no turn is seen has not answered; it is refused all the same."""
BY_CHIP: dict[str, Any] = {"document": ("td3", True, None), "read_by": ("chip", "chipAuthentication")}
CHECKED_IN: dict[str, Any] = {"token": HELD, "document": CN, "face": SAME}


NO_CODE: dict[str, Any] = {"token": {"accepted": None, "reason": None}}
KNOWN: dict[str, Any] = CHECKED_IN | NO_CODE
NOBODY: dict[str, Any] = NO_CODE | {"document": NO_DOCUMENT, "face": NO_FACE}


def refused(reason: str) -> dict[str, Any]:
    """What the summary says of a code that was refused."""
    return {"token": {"accepted": False, "reason": reason}, "document": NO_DOCUMENT, "face": NO_FACE}


EXPECTED: dict[str, dict[str, Any]] = {
    "check-in": CHECKED_IN,
    "check-in-td1": CHECKED_IN | {"document": TD1},
    "passport-chip": CHECKED_IN | BY_CHIP,
    "card-pulled": CHECKED_IN | BY_CHIP,
    "resident-id-reader": CHECKED_IN | {"read_by": ("residentIdReader", "readerModule")},
    "refuses-biometrics": {"token": HELD, "document": CN, "face": NO_FACE},
    "photo-attack": CHECKED_IN | {"face": SHEET},
    "replay-attack": CHECKED_IN | {"face": ATTACK},
    "camera-lost": CHECKED_IN,
    "camera-frozen": CHECKED_IN,
    "camera-dark": CHECKED_IN,
    "start-over": CHECKED_IN,
    "network-down": CHECKED_IN,
    "paper-out": CHECKED_IN,
    "wrong-person": CHECKED_IN | {"face": (False, "different")},
    "other-card": {"token": HELD, "document": ("cn-resident-id", False, "otherPerson"), "face": NO_FACE},
    "forged-code": refused("forged"),
    "expired-code": refused("tooLate"),
    "early": refused("tooEarly"),
    "other-branch": refused("wrongBranch"),
    "used-code": CHECKED_IN | {"token": {"accepted": False, "reason": "alreadyUsed"}},
    **dict.fromkeys(("ask", "ask-search", "hand-over", "call-back"), NOBODY),
    **dict.fromkeys(("complain", "complain-offline", "complain-dictate", "complaint-state", "suggestion"), NOBODY),
    **dict.fromkeys(
        (
            "balances",
            "stepped-away",
            "statement",
            "card-lost",
            "card-released",
            "phone-changed",
            "phone-changed-for-others",
        ),
        KNOWN,
    ),
    **dict.fromkeys(
        ("deceived-on-the-phone", "cash-to-a-courier", "cash-for-oneself", "warned-and-unsure"), CHECKED_IN
    ),
    **dict.fromkeys((name for name in BY_NAME if name.startswith("transfer-")), KNOWN),
    "staff-acknowledges": {"token": HELD, "document": NO_DOCUMENT, "face": NO_FACE},
    "without-the-screen": CHECKED_IN,
    "nobody-answers": {"token": HELD, "document": NO_DOCUMENT, "face": NO_FACE},
    "call-staff": {"token": HELD, "document": CN, "face": NO_FACE},
    "book": KNOWN,
    "move": KNOWN,
    "cancel": NOBODY,
    "slot-taken": KNOWN,
    "check-in-by-number": CHECKED_IN,
    "check-in-by-card": CHECKED_IN,
    "walk-in": NOBODY,
    "book-offline": NOBODY,
    "offline-week": CHECKED_IN,
    "power-cut": CHECKED_IN | {"token": {"accepted": False, "reason": "alreadyUsed"}},
    "stolen-disk": CHECKED_IN,
    "rolled-back-disk": CHECKED_IN,
    "centre-restored-from-backup": CHECKED_IN | {"token": {"accepted": False, "reason": "tooLate"}},
}


def test_what_is_expected_is_known_of_every_walk() -> None:
    assert EXPECTED.keys() == TOLD.keys() == BY_NAME.keys() | STORIES.keys()


# Privacy
@every_walk
def test_nothing_personal_is_left_in_any_file_nor_said(taken: Taken) -> None:
    left = {path: path.read_bytes() for path in taken.data.rglob("*") if path.is_file()}
    assert any(path.suffix == ".db" for path in left)
    assert any(path.suffix == ".log" for path in left)
    left[Path("what it said")] = taken.said.encode()
    left |= {path: path.read_bytes() for path in taken.out.glob("*.json")}
    for path, content in left.items():
        assert TOKEN.search(content) is None, path
    assert disk.readable(left.items(), SimulatedWorld.personal(TOLD[taken.name][1])) == []


@pytest.mark.nightly
@pytest.mark.timeout(1200)
def test_nothing_personal_of_a_whole_day_is_left_in_any_file(tmp_path: Path) -> None:
    """One terminal, one disk, customer after customer: databases and what they freed, their logs, texts, settings."""
    story, data, out = Story("day", "", "", lambda _: None, settings={}), tmp_path / "data", tmp_path / "out"
    data.mkdir()
    wish = Wish(out, True, "en", 1, "standard", large_and_slow=False, landscape=False, fullscreen=False)
    with Teller(story, wish, data, 0) as teller:
        teller.open()
        for walk in DAY:
            teller.chapter(walk)
        teller.acknowledged()
    left = dict(disk.contents(data))
    assert len(left) > 20
    secrets = {secret for card in ("chinese-id", "chinese-id-other") for secret in SimulatedWorld.personal(card)}
    assert disk.readable(left.items(), secrets) == []
    assert [path for path, content in left.items() if TOKEN.search(content)] == []


DAY = (
    "forged-code", "early", "expired-code", "other-branch", "refuses-biometrics", "call-staff", "other-card",
    "wrong-person", "photo-attack", "check-in", "comes-again",
)  # fmt: skip


# When things go wrong
@contextmanager
def started(out: Path, data: Path, *ways: str) -> Iterator[subprocess.Popen[str]]:
    """A demo that runs; killed at the end where it still does."""
    command = [*PROGRAM, "--out", str(out), "--data", str(data), *ways]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as demo:
        try:
            yield demo
        finally:
            demo.kill()


def test_a_demo_told_to_end_leaves_no_process_behind(tmp_path: Path) -> None:
    """SIGTERM in the middle of a walk: the central service and sync end too."""
    out, data = tmp_path / "out", tmp_path / "data"
    with started(out, data, "--walk", "nobody-answers") as demo:
        until(lambda: list(out.glob("*Scanning*.png")), demo)
        assert children_of(data)
        demo.send_signal(signal.SIGTERM)
        said, _ = demo.communicate(timeout=60)
    assert "Traceback" not in said
    assert children_of(data) == []


def test_a_branch_that_cannot_be_opened_is_said_with_its_reason(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with started(tmp_path / "out", data) as demo:
        until(data.is_dir, demo)
        (data / "central").write_text("a file where the central service wants a folder")
        said, _ = demo.communicate(timeout=120)
    assert demo.returncode == 1
    assert "the central service did not start" in said
    assert children_of(data) == []


@pytest.mark.nightly
def test_a_terminal_whose_story_dies_ends_too(tmp_path: Path) -> None:
    """SIGKILL for whoever tells it: the terminal, in a group of its own, does not wait for ever."""
    out, data = tmp_path / "out", tmp_path / "data"
    with started(out, data, "--walk", "power-cut") as demo:
        until(lambda: list(out.glob("*Scanning*.png")), demo)
        terminals = terminals_of(data)
        assert terminals
        demo.kill()
        demo.wait()
        deadline = time.monotonic() + 60
        while terminals_of(data) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert terminals_of(data) == []
        for process in processes(lambda command: str(data).encode() in command):  # its branch is not so lucky
            os.kill(process, signal.SIGKILL)


def terminals_of(data: Path) -> list[int]:
    """The terminals of a story's branch."""
    return processes(lambda command: b"--attach" in command and str(data).encode() in command)


def processes(which: Callable[[bytes], bool]) -> list[int]:
    """The processes whose command line is one of those."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if which(path.read_bytes()):
                found.append(int(path.parent.name))
    return found


def children_of(data: Path) -> list[str]:
    """The processes that work in a branch's folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = process.read_bytes()
        except OSError:
            continue
        if str(data).encode() in command and b"demo" not in command.split(b"\0"):
            found.append(command.decode(errors="replace"))
    return found


def until(holds: Callable[[], object], demo: subprocess.Popen[str]) -> None:
    """Wait until something holds, as long as the demo runs."""
    deadline = time.monotonic() + 120
    while not holds():
        assert demo.poll() is None, demo.communicate()[0]
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.05)


@pytest.mark.nightly
def test_it_runs_without_a_network(tmp_path: Path) -> None:
    """With loopback alone, as on a desk in a train."""
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-rn", "true"], check=False).returncode:
        pytest.skip("no network namespaces here")
    command = f"ip link set lo up && exec {sys.executable} -m kiosk demo --headless --out {tmp_path}"
    done = subprocess.run(
        ["unshare", "-rn", "sh", "-c", command], capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    assert done.returncode == 0, done.stdout + done.stderr
