"""What a terminal wrote offline is drained by its real sync into the real service, while either is killed in mid work
and answers are lost on the way: every record arrives, none is applied twice."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from central_process import Process
from lossy_relay import LossyRelay
from sqlalchemy import select

from central import tables
from central.batch import decompress
from central.service import Service
from central.store import Store
from kiosk.core import entries
from kiosk.core.clock import SystemClock
from kiosk.record import layout
from kiosk.record.files import signer_from
from kiosk.record.journal import SqliteJournal, current_file
from kiosk.record.syncstate import SyncState
from kiosk.record.verify import verify

KIOSK = "0571-3"
VISIT = 100
"""Records of a visit."""


@dataclass
class Desk:
    """A terminal's files, its sync and the centre's service as processes, and the cable between them."""

    folder: Path
    relay: LossyRelay
    sync: subprocess.Popen[bytes] | None = None
    centre: Process | None = None

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def acked(self) -> int:
        return SyncState.load(layout(self.state).sync).acked

    def enrol(self) -> None:
        with Service(self.folder / "data") as service:
            service.enrol(KIOSK, "0571", self.folder, days=1)
        told = json.loads((self.folder / "provisioning.json").read_text(encoding="utf-8"))
        url = f"https://127.0.0.1:{self.relay.port}"
        (self.folder / "kiosk.toml").write_text(
            f"""
            [terminal]
            id = "{KIOSK}"
            branch = "0571"
            bank = "{told["bank"]}"
            state = "state"
            [central]
            url = "{url}"
            ca = "ca.pem"
            certificate = "kiosk.pem"
            key = "kiosk.key"
            desired_keys = {json.dumps(told["desired_keys"])}
            cosigner = "{told["cosigner"]}"
            """,
            encoding="utf-8",
        )

    def write(self, records: int) -> SqliteJournal:
        """A journal of so many records, written while there is no centre; it is closed."""
        told = json.loads((self.folder / "provisioning.json").read_text(encoding="utf-8"))
        key = signer_from(layout(self.state).log_key)
        folder = layout(self.state).journal
        with SqliteJournal(folder, bank=told["bank"], kiosk=KIOSK, signer=key, clock=SystemClock()) as journal:
            for visit in range(records // VISIT):
                journal.append(entries.VisitBegan("zh_CN"), f"v{visit}")
                for number in range(VISIT - 3):
                    journal.append(entries.DocumentRefused("cn-resident-id", f"reason {number}"), f"v{visit}")
                journal.append(entries.SurveyAnswered("csat", visit % 5 + 1, "transfer"), f"v{visit}")
                journal.append(entries.VisitEnded("finished"), f"v{visit}").result()
        return journal

    def start_centre(self) -> None:
        self.centre = Process(self.folder / "data")
        self.relay.target = ("127.0.0.1", int(self.centre.url.rpartition(":")[2]))

    def start_sync(self) -> None:
        command = [sys.executable, "-m", "kiosk", "sync", "--settings", str(self.folder / "kiosk.toml")]
        with (self.folder / "sync.log").open("ab") as log:
            self.sync = subprocess.Popen(command, stderr=log)

    def kill(self, what: str) -> None:
        """Kill the sync, the centre, or both, and start them again."""
        if what in ("centre", "both"):
            assert self.centre is not None
            self.centre.kill()
        if what in ("sync", "both"):
            assert self.sync is not None
            self.sync.kill()
            self.sync.wait()
        if what in ("centre", "both"):
            self.start_centre()
        if what in ("sync", "both"):
            self.start_sync()

    def close(self) -> None:
        if self.sync is not None:
            self.sync.send_signal(signal.SIGTERM)
            self.sync.wait(20)
        if self.centre is not None:
            self.centre.stop()
        self.relay.close()


def held(store: Store, epoch: str) -> list[bytes]:
    """Every record that the centre has applied, in the order in which it did, from the bytes it received."""
    bodies: list[bytes] = []
    segment = tables.segment.c
    query = select(segment.first, segment.last, segment.encoding, segment.body)
    with store.read() as connection:
        for row in connection.execute(query.where(segment.epoch == epoch).order_by(segment.first)):
            raws = msgspec.json.decode(decompress(row.body, row.encoding), type=list[msgspec.Raw])
            new = [bytes(raw) for raw in raws][-(row.last - row.first + 1) :]
            assert f'"sequence":"{row.first:010}"'.encode() in new[0]
            bodies += new
    return bodies


def drain(folder: Path, *, records: int, kills: list[str], share: float, seed: int) -> tuple[Desk, float]:
    """Write offline, drain with so many kills at random moments, and prove that all arrived once; seconds it took."""
    rng = random.Random(seed)
    desk = Desk(folder, LossyRelay(share, rng))
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
