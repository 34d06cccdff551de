"""A terminal's ordinary day, 20,000 events under a clock that runs ahead: what journal and sync take of a core and of
the disk. The journal, the sync and its client run in this process; the centre is a sink in another, without TLS."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from kiosk.bench.report import Result, alone
from kiosk.bench.sink import Sink
from kiosk.bench.visits import VISIT, opened, plain, sync_config, visit_entry
from kiosk.record import layout
from kiosk.record.uplink import Uplink

EVENTS: Final = 20_000
"""Of a day."""
_STEP_S: Final = 2.0
"""Between two events of a visit."""


@dataclass
class Ahead:
    """A clock that is put forward by hand."""

    wall: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 0, 0, tzinfo=UTC))
    passed: float = 0.0

    def now(self) -> datetime:
        """The wall clock."""
        return self.wall + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        """Seconds since it was started."""
        return self.passed


def run(state: Path, hours: float) -> list[Result]:
    """Live so many hours of the day in a new folder; the figures are for a whole day.

    A checkpoint that falls due between two events is stored with the second one, not in a commit of its own.
    """
    clock, sink = Ahead(), Sink()
    visits = round(EVENTS * hours / 24 / VISIT)
    visit_s = hours * 3600 / visits
    url = f"http://127.0.0.1:{sink.port}"
    uplink = Uplink(sync_config(url, state), plain, clock, random.Random(1))  # noqa: S311 - jitter
    sync_s, due = 0.0, 0.0
    began = time.process_time()
    try:
        with opened(layout(state).journal, clock, sealing=True) as journal:
            for visit in range(visits):
                for number in range(VISIT):
                    until = visit * visit_s + number * _STEP_S
                    while due < until:
                        clock.passed = max(clock.passed, due)
                        before = time.process_time()
                        due = clock.passed + max(uplink.step(), 1e-3)
                        sync_s += time.process_time() - before
                    clock.passed = max(clock.passed, until)
                    journal.record(visit_entry(number), f"v{visit}")
            used = time.process_time() - began
            waiting = _size(state, "*-wal")
            uplink.flush()
            sent = sink.tally()
    finally:
        uplink.close()
        sink.close()
    if sent["distinct"] < visits * VISIT:
        raise ValueError("not every record of the day was sent")
    share, megabytes = 100 / (hours * 3600), (_size(state, "*.db") * 24 / hours + waiting) / 1e6
    return [
        alone("everyday: share of one core", [used * share], unit="%"),
        alone("everyday: of this the sync's", [sync_s * share], unit="%"),
        alone("everyday: requests to the centre", [sent["requests"] * 24 / hours], unit="a day"),
        alone("everyday: disk before retention", [megabytes], unit="MB a day"),
    ]


def _size(folder: Path, pattern: str) -> int:
    return sum(path.stat().st_size for path in folder.rglob(pattern))
