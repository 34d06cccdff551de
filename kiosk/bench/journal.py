"""What journalling costs: durable appends beside raw ones on the same disk, and a terminal's whole day.

The peer is what no durable log can do without: the same bytes appended to a file, and `fdatasync`. Both are measured on
a thread of their own, as it is the house's worker that waits for the journal, never the main thread.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, Final, TypeAlias

from kiosk.bench import day
from kiosk.bench.report import Result, alone, in_rounds, report
from kiosk.bench.visits import entry, opened
from kiosk.record.journal import GROUP, SqliteJournal, current_file

PEER: Final = "append and fdatasync"
_Step: TypeAlias = Callable[[], None]


def run(quick: bool, folder: Path | None = None) -> dict[str, Any]:
    """Measure on the disk of `folder` (default: this folder); `quick` takes 5 short rounds and an hour of the day."""
    rounds, seconds = (5, 0.2) if quick else (45, 0.4)
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-", dir=folder or Path.cwd()) as made:
        place = Path(made)
        results = [
            *appended("durable append", 1, place / "one", rounds, seconds),
            *appended("group append", GROUP, place / "group", rounds, seconds),
            *day.run(place / "day", 1.0 if quick else 24.0),
        ]
    return report("journal", results)


def appended(what: str, count: int, folder: Path, rounds: int, seconds: float) -> list[Result]:
    """Groups of `count`, each committed before the next begins: records/s of the journal beside raw appends.

    The processor's time for a record is the part that another load on the machine does not change much.
    """
    ours: list[float] = []
    used: list[float] = []
    theirs: list[float] = []
    with opened(folder) as journal:
        bodies = _bodies(folder, journal, count)
        descriptor = os.open(folder / "raw", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

        def append() -> None:
            if count == 1:
                journal.record(entry(0), "v1")
                return
            waiting = [journal.append(entry(number), "v1") for number in range(count)]
            for future in waiting:
                future.result()

        def append_raw() -> None:
            os.write(descriptor, b"".join(bodies))
            os.fdatasync(descriptor)

        worker = ThreadPoolExecutor(1)
        try:
            for number in range(rounds):
                turns = [(append, ours), (append_raw, theirs)]
                for step, rates in turns if number % 2 else reversed(turns):
                    before = time.process_time()
                    rates.append(count * worker.submit(_rate, step, seconds).result())
                    if rates is ours:
                        used.append((time.process_time() - before) * 1e6 / (rates[-1] * seconds))
        finally:
            worker.shutdown()
            os.close(descriptor)
    shutil.rmtree(folder)
    return [
        in_rounds(what, ours, unit="records/s", against=(PEER, theirs)),
        alone(f"{what}: processor", used, unit="µs a record"),
    ]


def _bodies(folder: Path, journal: SqliteJournal, count: int) -> Sequence[bytes]:
    """So many records as the journal stores them, each with a line feed."""
    for number in range(count):
        journal.append(entry(number), "v1")
    journal.append(entry(count), "v1").result()
    path = current_file(folder)
    if path is None:
        raise FileNotFoundError(folder)
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return [body + b"\n" for (body,) in db.execute("SELECT body FROM rec ORDER BY seq DESC LIMIT ?", (count,))]


def _rate(step: _Step, seconds: float) -> float:
    """Steps a second."""
    done, began = 0, time.perf_counter()
    while (passed := time.perf_counter() - began) < seconds:
        step()
        done += 1
    return done / passed
