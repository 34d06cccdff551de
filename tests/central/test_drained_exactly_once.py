"""What a terminal wrote offline is drained by its real sync into the real service, while either is killed in mid work
and answers are lost on the way: every record arrives, none is applied twice."""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from drain_desk import VISIT, Desk, held
from lossy_relay import LossyRelay

from central.service import Service
from kiosk.record import layout
from kiosk.record.journal import current_file
from kiosk.record.syncstate import SyncState
from kiosk.record.verify import verify


def drain(folder: Path, *, records: int, kills: list[str], share: float, seed: int) -> tuple[Desk, float]:
    """Write offline, drain with so many kills at random moments, and prove that all arrived once; seconds it took."""
    rng = random.Random(seed)
    desk = Desk(folder, LossyRelay(share, rng), folder / "state")
    try:
        desk.enrol()
        journal = desk.write(records)
        desk.start_centre()
        path = current_file(layout(desk.state).journal)
        assert path is not None
        with closing(sqlite3.connect(path)) as db:
            written = [body for (body,) in db.execute("SELECT body FROM rec ORDER BY seq")]
        began = time.monotonic()
        desk.start_sync()
        moments = sorted(rng.randint(1, records * 9 // 10) for _ in kills)
        tick = threading.Event()
        for moment, what in zip(moments, kills, strict=True):
            while desk.acked < moment:
                tick.wait(0.005)
            tick.wait(rng.random() * 0.05)  # anywhere in a batch's journey
            desk.kill(what)
        while desk.acked < len(written):
            tick.wait(0.005)
        took = time.monotonic() - began
        report = verify(path, journal.verifier)
        assert report.ok
        assert SyncState.load(layout(desk.state).sync).root == report.root
    finally:
        desk.close()
    with Service(folder / "data") as service:
        arrived = held(service.store, journal.epoch)
        assert (len(arrived), len(set(arrived))) == (len(written), len(written))
        assert arrived == written
        (found,) = service.fsck()
        assert (found.records, found.root, found.faults) == (len(written), report.root, ())
        counted = service.report()
    assert (counted["visits"], counted["survey"]["answers"]) == (records // VISIT, records // VISIT)
    assert counted["alarms"] == []
    return desk, took


def test_three_thousand_records_arrive_once_through_kills_and_lost_answers(tmp_path: Path) -> None:
    desk, _ = drain(tmp_path, records=3000, kills=["sync", "both"], share=0.2, seed=5)
    assert desk.relay.answers > 0


@pytest.mark.nightly
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(3))
def test_a_hundred_thousand_records_arrive_once(tmp_path: Path, seed: int) -> None:
    kills = ["sync", "centre", "both", "sync", "both", "sync", "centre", "sync"]
    desk, took = drain(tmp_path, records=100_000, kills=kills, share=0.04, seed=seed)
    print(f"{took:.1f} s; {desk.relay.lost} of {desk.relay.answers} answers lost, {len(kills)} kills")
    assert desk.relay.lost > 0
