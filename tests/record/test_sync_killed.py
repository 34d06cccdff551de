"""`kiosk sync` is killed (SIGKILL) at any moment: the next one goes on, nothing is lost or applied twice."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from record_centre import Centre, Request
from record_desk import OpenJournal, until
from record_sync import stored

from kiosk.core import entries
from kiosk.record import layout
from kiosk.record.syncstate import SyncState

Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def start(centre: Centre, tmp_path: Path) -> Iterator[Start]:
    running: list[subprocess.Popen[bytes]] = []

    def process() -> subprocess.Popen[bytes]:
        script = Path(__file__).with_name("sync_process.py")
        running.append(subprocess.Popen([sys.executable, str(script), centre.url, str(tmp_path)]))
        return running[-1]

    yield process
    for each in running:
        each.kill()
        each.wait()


def fill(open_journal: OpenJournal, records: int) -> None:
    with open_journal() as journal:
        for number in range(records - 3):
            last = journal.append(entries.TokenRefused(f"r{number}", None))
        last.result()


def killed_at(start: Start, centre: Centre, post: int, *, processed: bool) -> None:
    """Run a process that is killed while the centre has its n-th batch, or has just processed it."""
    dead = threading.Event()
    process = start()
    seen = 0

    def watch(centre: Centre, request: Request) -> None:
        nonlocal seen
        seen += request.method == "POST"
        if seen < post or dead.is_set():
            centre.behave(request)
            return
        if processed and request.method == "POST":
            centre.process(request)
        process.kill()
        dead.set()
        request.hang_up()

    centre.misbehave.extend([watch] * 10_000)
    until(lambda: dead.is_set() or process.poll() is not None)
    process.wait()
    centre.misbehave.clear()


def everything_arrived(start: Start, centre: Centre, folder: Path) -> None:
    process = start()
    bodies = stored(folder / "journal")
    until(lambda: len(centre.bodies) >= len(bodies) and SyncState.load(layout(folder).sync).acked == len(bodies))
    process.send_signal(signal.SIGTERM)
    assert process.wait() == 0
    assert centre.bodies == bodies


def test_killed_with_an_answer_on_its_way(
    open_journal: OpenJournal, start: Start, centre: Centre, tmp_path: Path
) -> None:
    fill(open_journal, 2500)
    killed_at(start, centre, 3, processed=True)
    everything_arrived(start, centre, tmp_path)
    numbers = [json.loads(body)["sequence"] for body in centre.bodies]
    assert len(set(numbers)) == len(numbers) == 2499


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_killed_at_forty_moments(open_journal: OpenJournal, start: Start, centre: Centre, tmp_path: Path) -> None:
    rng = random.Random(4)
    fill(open_journal, 60_000)
    tick = threading.Event()
    for number in range(40):
        if number % 2:
            killed_at(start, centre, rng.randint(1, 3), processed=bool(rng.getrandbits(1)))
        else:
            process = start()
            before = len(centre.posts())
            until(lambda before=before, process=process: len(centre.posts()) > before or process.poll() is not None)
            tick.wait(rng.uniform(0, 0.02))  # anywhere: also while sync.json is being replaced
            process.kill()
            process.wait()
        path = layout(tmp_path).sync
        assert not path.exists() or SyncState.load(path) != SyncState(), "the file is whole, the old or the new one"
    everything_arrived(start, centre, tmp_path)
